"""`./kortisto imports ...` as somebody types it."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pytest_django import Settings

from kortisto.declaration.words import Basis
from kortisto.interfaces.cli.import_file import import_file
from kortisto.interfaces.cli.imports import imports
from kortisto.register.audit.enums import Door
from kortisto.register.audit.values import Actor
from kortisto.register.parties.models import Batch, Upload
from kortisto.register.parties.operations import uploads
from kortisto.register.parties.operations.imports import open_batch
from tests.register.conftest import NOW, entered
from tests.register.parties.importing.test_uploads import (
    BAD,
    HEADER,
    TWO,
    account,
    bring,
    choose,
    imported,
    names,
    start,
)

pytestmark = pytest.mark.integration

SAMPLE = Path(__file__).resolve().parents[2] / "register" / "samples" / "register.yaml"


@pytest.fixture
def here(db: None, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings.KORTISTO_DECLARATION = str(SAMPLE)
    settings.DATA = tmp_path / "data"
    monkeypatch.setenv("KORTISTO_DATABASE_URL", "postgresql://the-one-of-the-tests")
    monkeypatch.delenv("KORTISTO_OWNER_DATABASE_URL", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def alice(here: Path) -> Actor:
    return account()


def say(*words: object, lang: str = "en") -> Result:
    return CliRunner().invoke(imports, [*map(str, words), "--lang", lang])


def test_imports_are_listed_shown_and_their_rejected_rows_fetched(here: Path, alice: Actor) -> None:
    assert "Mitään ei ole vielä tuotu." in say("list", lang="fi").stdout
    upload = imported(HEADER + TWO + BAD, alice)
    listed = say("list")
    assert f"{upload.batch_id}" in listed.stdout
    assert "asiakkaat.csv  imported  people 2, organisations 1, rejected rows 2" in listed.stdout
    shown = say("show", upload.batch_id)
    assert "rows dealt with 4/4" in shown.stdout
    assert f"./kortisto imports rejected {upload.batch_id}" in shown.stdout
    assert say("rejected", upload.batch_id).exit_code == 0
    kept = here / "asiakkaat.rejected.csv"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert "liisa@" in kept.read_text("utf-8-sig")
    again = say("rejected", upload.id)
    assert (again.exit_code, "is there already" in again.stderr) == (1, True)
    assert say("rejected", upload.id, "--out", "b.csv").exit_code == 0
    unknown = say("show", "00000000-0000-0000-0000-000000000009")
    assert (unknown.exit_code, "There is no import" in unknown.stderr) == (1, True)


def test_an_import_is_cancelled_and_gone_on_with(here: Path, alice: Actor) -> None:
    upload_id = bring(HEADER + TWO, alice)
    assert "has not begun" in say("undo", upload_id, "--yes").stderr
    choose(upload_id, alice)
    start(upload_id, alice)
    assert "cancel it first" in say("undo", upload_id, "--yes").stderr
    assert say("cancel", upload_id).exit_code == 0
    assert names() == []
    assert say("cancel", upload_id).exit_code == 1
    assert "cancelled (0 %)" in say("list").stdout
    done = say("resume", upload_id)
    assert done.exit_code == 0, done.output
    assert "rows dealt with 2/2" in done.stdout
    assert names() == ["Aino Hehku", "Onni Keksitty"]
    assert say("resume", upload_id).exit_code == 1


def test_an_import_of_the_page_and_one_of_the_command_are_undone(here: Path, alice: Actor) -> None:
    upload = imported(HEADER + TWO, alice)
    not_sure = say("undo", upload.batch_id)
    assert (not_sure.exit_code, "Add --yes" in not_sure.stderr) == (1, True)
    done = say("undo", upload.batch_id, "--yes")
    assert done.exit_code == 0, done.output
    assert "people removed again: 2" in done.stdout
    assert names() == []
    assert "undone before" in say("undo", upload.batch_id, "--yes").stderr

    file = here / "toinen.csv"
    file.write_text(HEADER + TWO, "utf-8")
    origin = ["--register", "minimal", "--source", "subject", "--collected", "2026-11-20", "--basis", "interest"]
    assert CliRunner().invoke(import_file, [str(file), *origin, "--yes", "--lang", "en"]).exit_code == 0
    batch = Batch.objects.get(file_name="toinen.csv")
    assert "not in a state" in say("cancel", batch.id).stderr
    assert say("undo", batch.id, "--yes").exit_code == 0
    assert names() == []
    listed = say("list").stdout
    assert listed.count("undone") == 2


def test_what_came_in_without_a_file_is_shown_and_has_nothing_to_cancel(here: Path) -> None:
    with entered() as by:
        batch_id = open_batch(
            file_name="seed", sha256="0" * 64, register="minimal", source="subject", collected_at=NOW,
            basis=Basis("legitimate interest"), declaration="minimal 1", by=by, at=NOW,
        )  # fmt: skip
    assert "seed" in say("show", batch_id).stdout
    assert "nothing to cancel" in say("cancel", batch_id).stderr


def test_somebody_elses_cancel_is_told(here: Path, alice: Actor) -> None:
    upload_id = bring(HEADER + TWO, alice)
    choose(upload_id, alice)
    start(upload_id, alice)
    uploads.cancel_upload(upload_id=upload_id, by=alice, at=NOW, channel=Door.WEB)
    assert "not in a state" in say("cancel", upload_id).stderr
    assert Upload.objects.get().position == 0
