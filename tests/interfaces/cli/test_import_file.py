"""`./kortisto import` as somebody types it."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.db import OperationalError
from pytest_django import Settings

from kortisto.interfaces.cli.import_file import import_file
from kortisto.interfaces.cli.imports import imports
from kortisto.register.audit.models import AuditEvent
from kortisto.register.parties.intake.keeping import rejected_file_of
from kortisto.register.parties.intake.taking import take_all
from kortisto.register.parties.models import Batch, Organisation, Person, Upload
from kortisto.register.parties.operations import running_uploads
from tests.register.conftest import entered

pytestmark = pytest.mark.integration

Capture = Callable[..., AbstractContextManager[Any]]
ROOT = Path(__file__).resolve().parents[3]
SAMPLE = ROOT / "tests" / "register" / "samples" / "register.yaml"
GOOD = "Asiakasnumero;Yritys;Nimi;Sähköposti;Faksi\n1;Esimerkki Oy;Maija Esimerkki;maija@esimerkki.example;09 1\n"
BAD = "2;Paha Oy;Liisa Malli;liisa@;\n3;Lyhyt Oy\n"
ORIGIN = ("--register", "minimal", "--source", "subject", "--collected", "2026-11-20", "--basis", "interest")


@pytest.fixture
def here(db: None, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in; the installation is the database of the tests."""
    settings.KORTISTO_DECLARATION = str(SAMPLE)
    settings.DATA = tmp_path / "data"
    monkeypatch.setenv("KORTISTO_DATABASE_URL", "postgresql://the-one-of-the-tests")
    monkeypatch.delenv("KORTISTO_OWNER_DATABASE_URL", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(folder: Path, content: str | bytes, *more: str, origin: tuple[str, ...] = ORIGIN, lang: str = "en") -> Result:
    file = folder / "asiakkaat.csv"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return CliRunner().invoke(import_file, [str(file), *origin, "--lang", lang, *more])


def in_register() -> tuple[int, int, int]:
    with entered() as by:
        by.record("test.look")
        return Organisation.objects.count(), Person.objects.count(), Batch.objects.count()


def test_the_columns_are_shown_and_the_rows_brought_in(here: Path) -> None:
    done = run(here, GOOD, "--yes", "--map", "Faksi=phone", "--lang", "fi")
    assert done.exit_code == 0, done.output
    assert "asiakkaat.csv: rivejä 1, merkistö utf-8, erotin ;" in done.stdout
    assert "Yritys         ->  organisaation nimi" in done.stdout
    assert "Tuotu: organisaatioita 1, henkilöitä 1, tilauksia 0." in done.stdout
    assert in_register() == (1, 1, 1)


def test_a_dry_run_tells_all_changes_nothing_and_is_logged(
    here: Path, django_capture_on_commit_callbacks: Capture
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        done = run(here, GOOD + BAD, "--dry-run")
    assert done.exit_code == 0, done.output
    assert "Would be imported: 1 organisations, 1 people" in done.stdout
    assert "row 3: e-mail of the person has not the right form: liisa@" in done.stdout
    assert done.stdout.endswith("Nothing was imported.\n")
    assert in_register() == (0, 0, 0)
    assert list(here.glob("*.rejected*")) == []
    assert [event.action for event in AuditEvent.objects.exclude(action="test.look")] == [
        "import.preview", "upload.add", "import.preview", "upload.discard",
    ]  # fmt: skip
    assert Upload.objects.count() == 0
    assert list((here / "data" / "imports").iterdir()) == []


def test_rejected_rows_are_kept_for_their_owner_and_nothing_is_overwritten(here: Path) -> None:
    (here / "asiakkaat.rejected.csv").write_text("half mended", "utf-8")
    done = run(here, GOOD + BAD, "--yes")
    assert done.exit_code == 1
    assert (here / "asiakkaat.rejected.csv").read_text("utf-8") == "half mended"
    kept = here / "asiakkaat.rejected.2.csv"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    lines = kept.read_text("utf-8-sig").splitlines()
    assert lines[0] == "Reason for rejection;Asiakasnumero;Yritys;Nimi;Sähköposti;Faksi"
    assert lines[2] == "the row has another number of fields than the header;3;Lyhyt Oy"
    assert "Rejected rows (2) with their reasons: asiakkaat.rejected.2.csv" in done.stdout

    kept.write_text(kept.read_text("utf-8-sig").replace("liisa@", "liisa@malli.example"), "utf-8")
    again = CliRunner().invoke(import_file, [str(kept), *ORIGIN, "--lang", "en", "--yes"])
    assert again.exit_code == 1
    assert (here / "asiakkaat.rejected.3.csv").exists() or (here / "asiakkaat.rejected.csv").exists()
    assert in_register()[:2] == (2, 2)


def test_rejected_rows_that_cannot_be_written_here_can_be_fetched_elsewhere(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = here / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()  # no file can be made in a folder that is no more, whoever runs the tests
    done = run(here, GOOD + BAD, "--yes")
    assert done.exit_code == 1
    assert "Traceback" not in done.output
    assert f"./kortisto imports rejected {Upload.objects.get().id}" in done.stderr
    assert in_register() == (1, 1, 1)
    monkeypatch.chdir(here)
    fetched = CliRunner().invoke(imports, ["rejected", str(Upload.objects.get().id)])
    assert fetched.exit_code == 0, fetched.output
    assert "liisa@" in (here / "asiakkaat.rejected.csv").read_text("utf-8-sig")


def test_the_command_goes_by_the_way_of_every_import(here: Path, django_capture_on_commit_callbacks: Capture) -> None:
    """The file is kept and removed, the rows come in by portions, and whoever looks after imports finds it."""
    many = "Yritys;Nimi\n" + "".join(f"Yritys {number} Oy;\n" for number in range(running_uploads.PORTION + 1))
    with django_capture_on_commit_callbacks(execute=True):
        done = run(here, many, "--yes")
    assert done.exit_code == 0, done.output
    upload = Upload.objects.get()
    assert (upload.state, upload.position, upload.made_by) == ("done", running_uploads.PORTION + 1, None)
    assert upload.batch_id is not None
    assert f"imports undo {upload.batch_id}" in done.stdout
    assert list((here / "data" / "imports").iterdir()) == []
    rows = AuditEvent.objects.filter(action="import.rows").values_list("access", flat=True)
    assert len(set(rows)) == 2, "each portion is a transaction of its own"


def test_breaking_off_keeps_what_is_in_and_it_can_be_gone_on_with(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    taking = take_all
    portions = 0

    def breaks_off(*arguments: Any) -> Any:
        nonlocal portions
        portions += 1
        if portions == 2:
            raise KeyboardInterrupt
        return taking(*arguments)

    monkeypatch.setattr(running_uploads, "take_all", breaks_off)
    many = "Yritys;Nimi\n" + "".join(f"Yritys {number} Oy;\n" for number in range(running_uploads.PORTION + 1))
    done = run(here, many, "--yes")
    upload = Upload.objects.get()
    assert done.exit_code == 1
    assert f"rows dealt with {running_uploads.PORTION}/{running_uploads.PORTION + 1}" in done.stderr
    assert f"./kortisto imports resume {upload.id}" in done.stderr
    assert (upload.state, in_register()[0]) == ("cancelled", running_uploads.PORTION)
    gone_on = CliRunner().invoke(imports, ["resume", str(upload.id), "--lang", "en"])
    assert gone_on.exit_code == 0, gone_on.output
    assert in_register()[0] == running_uploads.PORTION + 1


def test_a_database_that_goes_away_in_between_is_not_told_as_nothing_done(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: Any) -> Any:
        raise OperationalError("server closed the connection")

    monkeypatch.setattr(running_uploads, "take_all", gone)
    done = run(here, GOOD, "--yes")
    upload = Upload.objects.get()
    assert done.exit_code == 1
    assert f"./kortisto imports resume {upload.id}" in done.stderr
    assert upload.state == "running", "the worker goes on with it"


def test_rows_whose_person_is_known_wait_for_an_answer_on_the_page(here: Path) -> None:
    assert run(here, GOOD, "--yes").exit_code == 0
    done = run(here, GOOD.replace("maija@", "m.esimerkki@"), "--yes", "--duplicates", "ask")
    assert done.exit_code == 0, done.output
    assert "wait for your answer on the page Import" in done.stdout
    done = run(here, GOOD.replace("maija@", "m.e@") + BAD, "--yes", "--duplicates", "ask")
    assert done.exit_code == 1
    assert "Rejected rows: ./kortisto imports rejected" in done.stdout
    assert re.findall(r"  row (\d+): ", done.stdout) == ["3", "4"], "not those that wait"
    assert "{" not in done.stdout
    assert list(here.glob("*.rejected*")) == [], "the file is made when every row has its answer"
    assert Upload.objects.filter(state="asking").count() == 2
    upload = Upload.objects.latest("made_at")
    file = rejected_file_of(upload.id, "csv").read_text("utf-8-sig")
    assert 'the person is in the register already; the import waits for an answer";1;Esimerkki Oy' in file
    assert "{" not in file


def test_a_disk_without_room_for_the_file_is_told_and_nothing_kept(here: Path) -> None:
    (here / "data").write_text("a file where the folder should be", "utf-8")
    done = run(here, GOOD, "--yes")
    assert done.exit_code == 1
    assert "cannot be used" in done.stderr or "ei voi käyttää" in done.stderr
    assert (Upload.objects.count(), in_register()) == (0, (0, 0, 0))


@pytest.mark.parametrize("left_out", ["--register", "--source", "--collected", "--basis"])
def test_without_origin_nothing_is_taken(here: Path, left_out: str) -> None:
    place = ORIGIN.index(left_out)
    done = run(here, GOOD, "--yes", origin=ORIGIN[:place] + ORIGIN[place + 2 :])
    assert done.exit_code == 2
    assert left_out in done.stderr
    assert in_register() == (0, 0, 0)


@pytest.mark.parametrize(
    ("option", "value", "told"),
    [
        ("--register", "ivt", "runs on the register minimal, not ivt"),
        ("--source", "hearsay", "Sources: subject (The person)"),
        ("--basis", "consent", "Bases: interest, legitimate interest"),
        ("--purpose", "spying", "Purposes that may: crm"),
        ("--purpose", "mailing", "Purposes that may: crm"),
        ("--collected", "2099-01-01", "lies in the future"),
        ("--collected", "yesterday", "write it as 2026-11-22"),
        ("--map", "Nimi=shoe size", "Meanings: customer number, name of the organisation"),
        ("--map", "Nimi", "write COLUMN=MEANING"),
        ("--map", "Kenkä=phone", "Columns: Asiakasnumero, Yritys, Nimi"),
    ],
)
def test_what_the_declaration_or_the_file_does_not_know_is_refused_with_what_they_know(
    here: Path, option: str, value: str, told: str
) -> None:
    done = run(here, GOOD, "--yes", option, value)
    assert done.exit_code in {1, 2}
    assert told in done.stderr
    assert in_register() == (0, 0, 0)


def test_two_columns_of_one_meaning_are_refused(here: Path) -> None:
    done = run(here, GOOD, "--yes", "--map", "Faksi=phone", "--map", "Nimi=Telephone of the organisation")
    assert done.exit_code == 2
    assert "given to two columns (Faksi, Nimi)" in done.stderr


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", {"en": "is empty", "fi": "on tyhjä", "sv": "är tom"}),
        (b"PK\x03\x04\0", {"en": "is damaged", "fi": "on vioittunut", "sv": "är skadad"}),
        (b"nimi\nMaija\n", {"en": "only one column (nimi)", "fi": "vain yksi (nimi)", "sv": "bara en kolumn (nimi)"}),
        (b'a,b\n1,"2\n', {"en": "row 2", "fi": "rivin 2", "sv": "rad 2"}),
        (b"a,a\n1,2\n", {"en": "name of its own", "fi": "oma nimensä", "sv": "eget namn"}),
        (b"a,b\n1,2\n", {"en": "name of the organisation or order number", "fi": "organisaation nimi tai tilausnumero",
                         "sv": 'organisationens namn eller beställningsnummer. Ange vilken kolumn det är: --map "a='}),
    ],
)  # fmt: skip
@pytest.mark.parametrize("lang", ["fi", "sv", "en"])
def test_a_file_that_is_no_table_is_refused_in_the_readers_language(
    here: Path, content: bytes, told: dict[str, str], lang: str
) -> None:
    done = run(here, content, "--yes", lang=lang)
    assert done.exit_code == 1
    assert told[lang] in done.stderr
    assert in_register() == (0, 0, 0)


def test_an_import_without_confirmation_does_nothing(here: Path) -> None:
    done = run(here, GOOD)
    assert done.exit_code == 1
    assert "Add --yes" in done.stderr
    assert in_register() == (0, 0, 0)


def test_what_would_steer_the_terminal_does_not_reach_it(here: Path) -> None:
    done = run(here, "Yritys;Maa\n\x1b]0 owned\x07Esimerkki Oy;\x1b[31mAtlantis\n" + "X Oy;Suomi\n" * 100, "--dry-run")
    assert "Atlantis" in done.stdout
    assert "\x1b" not in done.output
    assert "\x07" not in done.output


def test_an_undeclared_item_is_left_out_and_said_so(here: Path, settings: Settings) -> None:
    declaration = SAMPLE.read_text("utf-8").replace("  person.title:\n", "").replace("person.title, ", "")
    path = here / "register.yaml"
    path.write_text(declaration, "utf-8")
    settings.KORTISTO_DECLARATION = str(path)
    done = run(here, "Yritys;Nimi;Titteli\nA Oy;Maija Esimerkki;Toimitusjohtaja\n", "--yes")
    assert done.exit_code == 0, done.output
    assert "Titteli  ->  not imported: not in the declaration" in done.stdout


def test_a_declaration_with_errors_is_told_with_its_place(here: Path, settings: Settings) -> None:
    path = here / "broken.yaml"
    path.write_text(SAMPLE.read_text("utf-8").replace("keep: 3 years", "keep: 3 yaers", 1), "utf-8")
    settings.KORTISTO_DECLARATION = str(path)
    done = run(here, GOOD, "--yes")
    assert done.exit_code == 1
    assert "broken.yaml" in done.stderr
    assert "3 yaers" in done.stderr


def test_a_row_that_the_database_refuses_is_rejected_alone(here: Path) -> None:
    done = run(here, f"Yritys;Maa\nA Oy;Suomi\n{'ﷺ' * 300};Suomi\nB Oy;Suomi\n", "--yes")
    assert done.exit_code == 1
    assert "row 3: the database did not accept the row" in done.stdout
    assert in_register()[0] == 2


@pytest.mark.parametrize("command", [["import", "FILE", *ORIGIN, "--yes"], ["retention", "due"]])
def test_a_database_that_is_not_there_is_told_in_a_sentence(tmp_path: Path, command: list[str]) -> None:
    file = tmp_path / "a.csv"
    file.write_text(GOOD, "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "kortisto.interfaces.cli", *(str(file) if one == "FILE" else one for one in command)],
        env={
            **{name: value for name, value in os.environ.items() if not name.startswith(("KORTISTO_", "DJANGO_"))},
            "PYTHONPATH": str(ROOT / "src"),
            "KORTISTO_DATA": str(tmp_path / "var"),
            "KORTISTO_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing",
            "KORTISTO_DECLARATION": str(SAMPLE),
            "LANG": "fi_FI.UTF-8",
            "LC_ALL": "fi_FI.UTF-8",
        },
        capture_output=True, encoding="utf-8", check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 1
    assert "Tietokantaan ei saada yhteyttä" in done.stderr
    assert "KORTISTO_DATABASE_URL" in done.stderr
    assert "Traceback" not in done.stderr
