"""The doctor finds each thing that can be wrong, says how to mend it in three languages, and changes nothing."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import string
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest
from pytest_django import Settings

from kortisto.config.doctor import backups, findings, machine
from kortisto.config.doctor.findings import Finding, Kind, found
from kortisto.config.embedded_postgres import EmbeddedPostgres
from kortisto.config.environment import Environment
from kortisto.declaration.model import LANGUAGES
from tests.support.ready import Ready
from tests.support.running import ROOT, environment, removed_afterwards

KINDS = [one for part in (findings, backups) for one in vars(part).values() if isinstance(one, Kind) and one.code]
GOOD_KEY = "x" * 60


def codes(found_: Iterator[Finding]) -> list[str]:
    return [finding.kind.code for finding in found_ if finding.kind.code]


@pytest.mark.unit
def test_each_finding_has_a_code_of_its_own_and_is_in_the_documentation() -> None:
    assert len({kind.code for kind in KINDS}) == len(KINDS) >= 20
    page = (ROOT / "docs" / "howto" / "run-it.md").read_text("utf-8")
    assert [kind.code for kind in KINDS if f"`{kind.code}`" not in page] == []


@pytest.mark.unit
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_each_finding_takes_the_same_values_in_each_language(kind: Kind) -> None:
    for text in filter(None, (kind.text, kind.mend)):
        spoken = [text.in_language(language) for language in LANGUAGES]
        assert all(spoken)
        fields = [{field for _, field, _, _ in string.Formatter().parse(one) if field is not None} for one in spoken]
        assert fields[0] == fields[1] == fields[2]


@pytest.mark.unit
def test_a_value_that_is_a_text_is_told_in_the_readers_language() -> None:
    silent = found(findings.WORKER_SILENT, (findings.SECONDS_LONG, (50,)))
    assert silent.told("fi")[0] == "Taustatöiden suorittaja ei ole ilmoittautunut 50 sekuntiin."
    assert silent.told("en")[0] == "The worker of background jobs has not been heard of for 50 seconds."
    assert found(findings.WORKER_SILENT, findings.AT_ALL).told("sv")[0].endswith("hörts av alls.")


@pytest.mark.unit
def test_a_text_within_a_text_is_told_in_the_readers_language_too() -> None:
    born_today = found(findings.FINE, (findings.JOBS_FINE, (findings.NEVER,)))
    assert born_today.told("fi")[0] == "Taustatyöt kulkevat, viimeisin poistoajo: ei koskaan"
    assert born_today.told("en")[0] == "Background jobs go on, last sweep: never"


@pytest.mark.unit
def test_python_and_libraries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lock = tmp_path / "requirements.txt"
    lock.write_text("x==1\n")
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    right = {lock.name: hashlib.sha256(lock.read_bytes()).hexdigest()}

    assert codes(machine.python((3, 10, 4), tmp_path)) == ["D101"]
    assert codes(machine.python((3, 12, 1), tmp_path)) == []  # an environment that somebody else keeps
    (tmp_path / "kortisto.json").write_text(json.dumps(right))
    assert codes(machine.python((3, 12, 1), tmp_path)) == []
    lock.write_text("x==2\n")
    assert codes(machine.python((3, 12, 1), tmp_path)) == ["D102"]


@pytest.mark.unit
def test_the_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert codes(machine.folder(tmp_path / "none")) == ["D201"]
    assert codes(machine.folder(tmp_path)) == []
    (tmp_path / "secret-key").write_text("x")
    (tmp_path / "kortisto.toml").write_text("")
    (tmp_path / "kortisto.toml").chmod(0o600)
    (tmp_path / "secret-key").chmod(0o640)
    tmp_path.chmod(0o755)
    assert codes(machine.folder(tmp_path)) == ["D203"]
    tmp_path.chmod(0o700)  # nobody else gets as far as the file
    assert codes(machine.folder(tmp_path)) == []
    for free, code in ((100, ["D204"]), (10_000, ["D205"]), (50_000, [])):
        usage = SimpleNamespace(total=100_000 * 1024 * 1024, free=free * 1024 * 1024)
        monkeypatch.setattr(shutil, "disk_usage", lambda _path, usage=usage: usage)
        assert codes(machine.folder(tmp_path)) == code
    monkeypatch.setattr(os, "access", lambda _path, _mode: False)  # root may write anywhere
    assert codes(machine.folder(tmp_path)) == ["D202"]


@pytest.mark.unit
def test_the_key_of_the_log_is_a_secret(tmp_path: Path) -> None:
    folder = tmp_path / "audit"
    folder.mkdir(mode=0o755)
    (folder / "signing-key").write_text("x")
    (folder / "signing-key").chmod(0o644)
    tmp_path.chmod(0o755)
    assert codes(machine.folder(tmp_path)) == ["D203"]
    (folder / "signing-key").chmod(0o600)
    assert codes(machine.folder(tmp_path)) == []


@pytest.mark.unit
@pytest.mark.parametrize(
    ("variables", "key", "expected"),
    [
        ({}, GOOD_KEY, []),
        ({"KORTISTO_HOSTS": "127.0.0.1,localhost"}, GOOD_KEY, []),
        ({"KORTISTO_HOSTS": "crm.firm.example"}, GOOD_KEY, ["D601", "D306"]),
        ({"KORTISTO_HOSTS": "crm.firm.example", "KORTISTO_TLS": "yes"}, GOOD_KEY, ["D306"]),
        (
            {"KORTISTO_HOSTS": "crm.firm.example", "KORTISTO_TLS": "yes", "KORTISTO_DATABASE_URL": "postgresql://x"},
            GOOD_KEY,
            [],
        ),
        ({"KORTISTO_HOSTS": "*", "KORTISTO_TLS": "yes"}, GOOD_KEY, ["D602", "D306"]),
        ({"KORTISTO_DEBUG": "yes"}, "short", ["D603", "D604"]),
    ],
)
def test_how_the_pages_are_served(variables: dict[str, str], key: str, expected: list[str]) -> None:
    assert codes(machine.pages(Environment(variables), key)) == expected


def run(data: Path, language: str = "en", **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(ROOT / "kortisto"), "doctor", "--lang", language], env=environment(data, **more),
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


@pytest.mark.integration
def test_an_installation_from_birth_to_trouble(tmp_path: Path, ready: Ready) -> None:
    assert run(tmp_path / "nothing").returncode == 1
    with removed_afterwards(tmp_path / "data") as data:
        ready.tables(data)
        made = subprocess.run(
            [str(ROOT / "kortisto"), "init", "--name", "omat", "--controller", "L Oy", "--main-user", "a@b.example"],
            env=environment(data), stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip
        assert made.returncode == 0, made.stderr

        well = run(data)
        assert well.returncode == 0, well.stdout + well.stderr
        assert "warning  D403" in well.stdout  # a draft
        assert "D702" in well.stdout, "no backup yet"
        assert "D704" in well.stdout, "the ledger has no copy elsewhere"
        assert "Errors: 0, warnings: 3." in well.stdout
        assert "does not run now" in well.stdout

        server = EmbeddedPostgres(data / "postgres")
        server.start()
        try:
            with psycopg.connect(server.admin_dsn, dbname="kortisto", autocommit=True) as admin:
                admin.execute("alter table parties_person disable row level security")
                admin.execute("grant delete on audit_event to kortisto_app")
                admin.execute("delete from django_migrations where name = '0001_certificates'")
                admin.execute("insert into django_migrations (app, name, applied) values ('audit', '9999_x', now())")
        finally:
            server.stop()
        (data / "secret-key").chmod(0o644)
        ill = run(data, "fi")
        assert ill.returncode == 1
        for code in ("D203", "D302", "D303", "D304"):
            assert f"virhe    {code}" in ill.stdout, ill.stdout
        assert "chmod 600" in ill.stdout
        assert "→ ./kortisto database migrate" in ill.stdout
        assert "Traceback" not in ill.stderr

        broken = tmp_path / "broken.yaml"
        broken.write_text("kortisto: 1\nregister: {id: x}\n", "utf-8")
        assert f"D401  The declaration {broken} has" in run(data, KORTISTO_DECLARATION=str(broken)).stdout
        assert "D103" in run(data, KORTISTO_DECLARATON="x").stdout
        (data / "kortisto.toml").write_text("hosts = [", "utf-8")
        assert "The settings file" in run(data).stdout
        (data / "kortisto.toml").unlink()
        gone = run(data, "sv", KORTISTO_DATABASE_URL="postgresql://a:b@127.0.0.1:1/c")
        assert "fel      D301  Databasen svarar inte" in gone.stdout


@pytest.mark.integration
@pytest.mark.django_db
def test_the_tables_of_people_are_all_protected() -> None:
    from kortisto.config.doctor import database  # noqa: PLC0415 (needs Django set up)

    assert codes(database.tables()) == []
    assert codes(database.server()) == []
    assert codes(database.declaration()) == []
    open_tables, closed = database._protection()
    assert open_tables == []
    assert {"parties_person", "parties_note", "parties_person_email"} <= set(closed)


@pytest.mark.integration
@pytest.mark.django_db
def test_what_is_wrong_with_the_database_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import connection  # noqa: PLC0415 (needs the test database)

    from kortisto.config.doctor import database  # noqa: PLC0415 (see above)

    with connection.cursor() as cursor:
        cursor.execute("reset role")
        cursor.execute("alter table parties_note no force row level security")
    assert codes(database.tables()) == ["D305"]
    monkeypatch.setattr(database, "SKEW", -1.0)
    assert codes(database.server())[-1] == "D307"
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into parties_batch (id, file_name, sha256, register, source, collected_at, basis, declaration,"
            " imported_at, purpose, counts, kept, undo, undo_state)"
            " values (gen_random_uuid(), 'a', repeat('0', 64), 'other', 'a', now(),"
            " 'contract', 'other 1', now(), 'crm', '{}', '[]', '{}', '')"
        )
    assert codes(database.declaration()) == ["D402"]


@pytest.mark.integration
@pytest.mark.django_db
def test_the_worker_and_its_jobs(tmp_path: Path) -> None:
    from django.db import connection  # noqa: PLC0415 (needs the test database)

    from kortisto.config.doctor import database  # noqa: PLC0415 (see above)

    log = tmp_path / "worker.log"
    assert codes(database.jobs(log, runs=False)) == []
    assert codes(database.jobs(log, runs=True)) == ["D501"]
    now = datetime.now(UTC)
    with connection.cursor() as cursor:
        cursor.execute("insert into procrastinate_workers (last_heartbeat) values (%s)", [now - timedelta(minutes=3)])
        assert codes(database.jobs(log, runs=True)) == ["D501"]
        cursor.execute("update procrastinate_workers set last_heartbeat = %s", [now])
        assert codes(database.jobs(log, runs=True)) == []
        cursor.execute(
            "insert into procrastinate_jobs (queue_name, task_name, status) values ('default', 'tick', 'todo')"
        )
        assert codes(database.jobs(log, runs=True)) == []
        cursor.execute("update procrastinate_events set at = %s", [now - timedelta(hours=2)])
        assert codes(database.jobs(log, runs=True)) == ["D504"]
        cursor.execute("update procrastinate_jobs set status = 'failed'")
        cursor.execute("update procrastinate_events set type = 'failed'")
        assert codes(database.jobs(log, runs=True)) == ["D503"]
        cursor.execute("delete from procrastinate_events")
        cursor.execute("delete from procrastinate_jobs")
        cursor.execute("reset role")
        cursor.execute("update django_migrations set applied = %s", [now - timedelta(hours=25)])
        assert codes(database.jobs(log, runs=True)) == []
        cursor.execute("update django_migrations set applied = %s", [now - timedelta(hours=27)])
        assert codes(database.jobs(log, runs=True)) == ["D502"]


@pytest.mark.integration
@pytest.mark.django_db
def test_the_log_that_is_not_whole_or_not_sealed(monkeypatch: pytest.MonkeyPatch) -> None:
    from kortisto.config.doctor import database  # noqa: PLC0415 (see above)
    from kortisto.register.audit.enums import ActorKind, Door  # noqa: PLC0415 (see above)
    from kortisto.register.audit.models import Verification  # noqa: PLC0415 (see above)
    from kortisto.register.audit.operations import record  # noqa: PLC0415 (see above)
    from kortisto.register.audit.values import Actor  # noqa: PLC0415 (see above)

    now = datetime.now(UTC)
    assert "not been checked yet" in next(iter(database.log(runs=True))).told("en")[0]
    record(by=Actor(kind=ActorKind.COMMAND), action="import.begin", at=now, channel=Door.CLI)
    assert codes(database.log(runs=True)) == []
    with monkeypatch.context() as late:
        late.setattr(database, "LONGEST_WAIT", timedelta(seconds=-1))  # the time of writing is the database's alone
        assert codes(database.log(runs=True)) == ["D506"]
        assert codes(database.log(runs=False)) == []

    Verification.objects.create(at=now - timedelta(days=1), size=5, lines=5, findings=[])
    assert "whole, last checked" in next(iter(database.log(runs=True))).told("en")[0]
    changed = {"kind": "changed", "first": 3, "last": 3, "event": "", "detail": ""}
    Verification.objects.create(at=now, size=5, lines=5, findings=[changed])
    assert codes(database.log(runs=False)) == ["D505"]
    assert "found changes: Line 4 is not what was sealed" in next(iter(database.log(runs=True))).told("en")[0]
    assert "löysi muutoksia: Rivi 4 ei ole se" in next(iter(database.log(runs=True))).told("fi")[0]


@pytest.mark.integration
@pytest.mark.django_db
def test_files_without_a_row_and_rows_without_a_file(tmp_path: Path, settings: Settings) -> None:
    from kortisto.config.doctor import database  # noqa: PLC0415 (needs the test database)
    from kortisto.register.parties import vault  # noqa: PLC0415 (see above)

    settings.KORTISTO_FILES = tmp_path / "files"
    assert codes(database.files()) == []
    name, _salt = vault.put(b"left behind")
    left = tmp_path / "files" / name[:2] / name
    os.utime(left, (0, 0))
    assert codes(database.files()) == ["D507"]
    assert left.exists(), "the doctor looks and changes nothing"
