"""The guide of backups is followed to the letter, on a server of one's own: a backup, its restore, what opens then."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo

from kortisto.config.backup.commands import backup, ledger, restore
from kortisto.config.database_commands import database
from kortisto.config.embedded_postgres import OWNER
from kortisto.config.environment import KNOWN
from kortisto.lib.backup_names import backups
from tests.config.test_backup import PEOPLE, kortisto, people
from tests.support.postgres import TestServer
from tests.support.running import ROOT

GUIDE = (ROOT / "docs" / "howto" / "back-up-and-restore.md").read_text("utf-8")
BLOCKS = re.findall(r"^```\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)


def block(beginning: str) -> str:
    """Return the block of the guide that begins so."""
    [found] = [one for one in BLOCKS if one.startswith(beginning)]
    return str(found)


@pytest.mark.unit
def test_the_guide_names_commands_and_options_that_exist() -> None:
    groups = {"backup": backup, "ledger": ledger, "restore": restore, "database": database}
    said = [*re.findall(r"^(?:\w+=\S+ )*\./kortisto (.*?)(?:  #.*)?$", "\n".join(BLOCKS), re.MULTILINE),
            *re.findall(r"`\./kortisto ([^`]*)`", GUIDE)]  # fmt: skip
    assert len(said) > 8
    for words in map(shlex.split, said):
        if words[0] not in groups:
            continue
        command = groups[words[0]]
        for word in words[1:]:
            commands = getattr(command, "commands", {})
            if word in commands:
                command = commands[word]
            assert not word.startswith("--") or word in {name for one in command.params for name in one.opts}, words


@pytest.mark.unit
def test_the_guide_names_settings_that_exist() -> None:
    for text in (one for one in BLOCKS if "kortisto.toml" in one):
        assert {f"KORTISTO_{name.upper()}" for name in tomllib.loads(text)} <= KNOWN.keys()
    assert set(re.findall(r"KORTISTO_[A-Z_]+", GUIDE)) <= KNOWN.keys()


@contextmanager
def new_database(server: TestServer, name: str) -> Iterator[dict[str, str]]:
    """Make an empty database of the owner's; yields the settings by which an installation finds it."""
    with psycopg.connect(server.admin_dsn, autocommit=True) as admin:
        admin.execute(sql.SQL("create database {} owner {}").format(sql.Identifier(name), sql.Identifier(OWNER)))
        try:
            yield {
                "KORTISTO_DATABASE_URL": make_conninfo(server.app_dsn, dbname=name),
                "KORTISTO_OWNER_DATABASE_URL": make_conninfo(server.owner_dsn, dbname=name),
            }
        finally:
            admin.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


@contextmanager
def role_of_the_guide(server: TestServer) -> Iterator[dict[str, str]]:
    """Make the role that the guide makes for backups; yields its name and password."""
    made = block("create role kortisto_backup")
    with psycopg.connect(server.admin_dsn, autocommit=True) as admin:
        for line in made.splitlines():
            admin.execute(line.encode())
        try:
            yield {"user": "kortisto_backup", "password": "..."}
        finally:
            admin.execute("drop role kortisto_backup")


@pytest.mark.integration
def test_a_backup_is_put_back_onto_a_server_of_ones_own(postgres_server: TestServer, tmp_path: Path) -> None:
    """The old machine is lost, but for what lay elsewhere: the backup, the copy of the ledger, and a witness."""
    other_disk = tmp_path / "backups"
    elsewhere = {
        "KORTISTO_LEDGER_COPIES": str(tmp_path / "other-machine" / "ledger"),
        "KORTISTO_AUDIT_WITNESSES": str(tmp_path / "other-machine" / "checkpoints"),
    }
    (tmp_path / "other-machine").mkdir()
    (tmp_path / "old").mkdir(mode=0o700)
    with new_database(postgres_server, "lost") as addresses, role_of_the_guide(postgres_server) as role:
        lost = {**addresses, **elsewhere}
        assert people(tmp_path / "old", "add", **lost) == PEOPLE
        refused = kortisto(tmp_path / "old", "backup", str(other_disk), ends=1, settings=lost)
        assert "needs a role" in refused, "from the owner people would be hidden"
        reading = make_conninfo(addresses["KORTISTO_DATABASE_URL"], **role)
        kortisto(
            tmp_path / "old", "backup", str(other_disk), settings={**lost, "KORTISTO_BACKUP_DATABASE_URL": reading}
        )
        assert people(tmp_path / "old", "erase", **lost) == 0
        kortisto(tmp_path / "old", "audit", "checkpoint", settings=lost)
    shutil.rmtree(tmp_path / "old")
    [made] = backups(other_disk)

    with new_database(postgres_server, "found") as addresses:
        new = tmp_path / "new"
        first = block("mkdir -m 700").splitlines()[0]
        assert first.count("/srv/kortisto") == 2
        command = first.replace("/mnt/other-machine/kortisto-ledger", elsewhere["KORTISTO_LEDGER_COPIES"])
        subprocess.run(command.replace("/srv/kortisto", str(new)), shell=True, check=True)  # noqa: S602 (the guide's)
        found = {**addresses, **elsewhere}
        said = kortisto(new, "restore", str(made.file), settings=found)
        assert f"{PEOPLE} people" in said
        assert "The log lacks the lines" in said
        assert list((tmp_path / "other-machine").glob("checkpoints.before-restore-*")), "what the witness saw is kept"
        assert people(new, **found) == 0
        kortisto(new, "audit", "checkpoint", settings=found)
        assert "were written after it and are missing" in kortisto(new, "audit", "verify", settings=found)
        assert "is whole" in kortisto(new, "ledger", "verify", settings=found)
