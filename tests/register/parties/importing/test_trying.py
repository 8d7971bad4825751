"""A file is tried out whole, however long: in blocks that are taken back, by a job that tells how far it is."""

from __future__ import annotations

import stat
import tracemalloc
from pathlib import Path
from uuid import UUID

import pytest
from pytest_django import Settings

from kortisto.register.audit.enums import Door
from kortisto.register.audit.models import AuditEvent
from kortisto.register.audit.values import Actor
from kortisto.register.parties.importing import csv_files
from kortisto.register.parties.intake.portion import Became
from kortisto.register.parties.intake.trial_files import TrialState
from kortisto.register.parties.models import Upload
from kortisto.register.parties.operations import trying
from kortisto.register.parties.operations.uploads import NotReadyError
from kortisto.register.parties.queries import imports
from tests.register.conftest import NOW
from tests.register.parties.importing.test_uploads import BAD, HEADER, JOB, account, bring, choose, many, names, start
from tests.register.parties.importing.test_uploads import run as run_import

pytestmark = pytest.mark.integration


@pytest.fixture(autouse=True)
def data_folder(settings: Settings, tmp_path: Path) -> None:
    settings.DATA = tmp_path


@pytest.fixture
def alice(db: None) -> Actor:
    return account()


def chosen(text: str, by: Actor) -> UUID:
    upload_id = bring(text, by)
    choose(upload_id, by)
    return upload_id


def begun(upload_id: UUID, by: Actor) -> TrialState:
    trying.begin_trial(upload_id=upload_id, by=by, at=NOW, channel=Door.WEB, defer=False)
    state = imports.trial_of(upload_id=upload_id)
    assert state is not None
    return state


def run(upload_id: UUID, state: TrialState) -> None:
    trying.run_trial(upload_id=upload_id, state=state, by=JOB, at=NOW, channel=Door.JOBS)


def test_a_long_file_is_tried_to_its_end_and_nothing_stays(alice: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trying, "PORTION", 4)
    monkeypatch.setattr(trying, "BLOCK", 8)
    upload_id = chosen(many(11) + BAD, alice)
    state = begun(upload_id, alice)
    assert (state.running, state.done, state.rows, state.percent) == (True, 0, 13, 0)

    run(upload_id, state)

    after = imports.trial_of(upload_id=upload_id)
    assert after is not None
    assert (after.running, after.done, after.failure) == (False, 13, "")
    assert after.counts == {"organisations": 5, "people": 11, "rejected": 2}  # the third goes over two blocks
    assert [one.line.number for one in after.examples[Became.REJECTED]] == [13, 14]
    assert after.examples[Became.REJECTED][0].faults[0].code == "form"
    assert len(after.examples[Became.NEW]) == trying.EXAMPLES
    assert names() == []
    assert AuditEvent.objects.filter(action="import.preview").count() == 1
    assert Upload.objects.get(id=upload_id).position == 0


def test_within_a_block_a_row_that_repeats_another_is_counted_once(alice: Actor) -> None:
    row = "Kukka Oy;Aino;Hehku;Ostaja;aino@kukka.example;\n"
    trial = trying.try_upload(
        upload_id=chosen(HEADER + row * 3, alice), by=alice, at=NOW, channel=Door.WEB
    )  # fmt: skip
    assert trial.counts == {"organisations": 1, "people": 1, "known": 2}
    assert trial.looked_at == 3


def test_it_is_given_up_between_portions_and_another_does_not_go_on_in_its_place(
    alice: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trying, "PORTION", 4)
    upload_id = chosen(many(11), alice)
    first = begun(upload_id, alice)
    second = begun(upload_id, alice)
    run(upload_id, first)  # the job of the one that was given up
    state = imports.trial_of(upload_id=upload_id)
    assert (state, state and state.done) == (second, 0)
    trying.give_up_trial(upload_id=upload_id, by=alice, at=NOW, channel=Door.WEB)
    run(upload_id, second)
    assert imports.trial_of(upload_id=upload_id) is None


def test_other_choices_forget_it_and_what_is_not_said_is_asked_for(alice: Actor, tmp_path: Path) -> None:
    upload_id = chosen(many(3), alice)
    run(upload_id, begun(upload_id, alice))
    (kept,) = (tmp_path / "imports").glob("*.trial")
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600  # examples of rows stand in it
    choose(upload_id, alice, source="")
    assert imports.trial_of(upload_id=upload_id) is None
    with pytest.raises(NotReadyError):
        begun(upload_id, alice)


def test_who_may_no_longer_do_it_is_told(alice: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    upload_id = chosen(many(3), alice)
    state = begun(upload_id, alice)
    gone = TrialState(id=state.id, by=UUID(int=77), rows=state.rows)
    run(upload_id, gone)
    after = imports.trial_of(upload_id=upload_id)
    assert after is not None
    assert (after.running, after.failure) == (False, "denied")


@pytest.mark.parametrize("does", ["try", "import"])
def test_memory_does_not_grow_with_the_rows(alice: Actor, does: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def peak(rows: int) -> int:
        upload_id = chosen(many(rows).replace("y.example", f"y{rows}.example"), alice)
        if does == "import":
            start(upload_id, alice)
        tracemalloc.start()
        try:
            if does == "import":
                run_import(upload_id)
            else:
                trying.try_upload(upload_id=upload_id, by=alice, at=NOW, channel=Door.WEB)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    monkeypatch.setattr(csv_files, "_BLOCK", 4096)  # of a file so much is read at a time, and no more
    monkeypatch.setattr(csv_files, "_STEP", 4096)
    for module in ("trying", "running_uploads"):
        monkeypatch.setattr(f"kortisto.register.parties.operations.{module}.PORTION", 100)
    # What is made once: statements, and the forms of names, of which only so and so many are remembered.
    trying.try_upload(upload_id=chosen(many(1200), alice), by=alice, at=NOW, channel=Door.WEB)
    short, long = peak(200), peak(1200)
    assert long < short * 1.5
