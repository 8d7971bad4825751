"""A file on its way in by portions: tried out, imported, broken off, gone on with, mended, undone."""

from __future__ import annotations

import stat
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
import xlsxwriter
from django.db import OperationalError
from pytest_django import Settings

from kortisto.declaration.words import Basis
from kortisto.register.access import operations as access
from kortisto.register.access.rules import NotPermittedError
from kortisto.register.audit.enums import ActorKind, Door
from kortisto.register.audit.models import AuditEvent
from kortisto.register.audit.operations import open_access
from kortisto.register.audit.values import Actor
from kortisto.register.parties import operations as parties
from kortisto.register.parties.enums import PartyKind, RelationshipKind, UndoState, UploadState
from kortisto.register.parties.importing import csv_files
from kortisto.register.parties.importing.choices import Duplicates, MatchBy, Policy
from kortisto.register.parties.importing.meaning import Content, Target, meaning
from kortisto.register.parties.importing.opening import open_file
from kortisto.register.parties.importing.reading import UnreadableFileError
from kortisto.register.parties.intake.keeping import file_of, rejected_file_of
from kortisto.register.parties.intake.portion import Became
from kortisto.register.parties.models import Organisation, Person, PersonEmail, PersonPhone, Represents, Upload
from kortisto.register.parties.operations import run_scans_of_import, running_uploads, trying, undoing, uploads
from kortisto.register.parties.operations.undoing import UndoneAlreadyError
from kortisto.register.parties.operations.uploads import NotReadyError, WrongStateError
from kortisto.register.parties.queries import duplicate_pairs, imports
from kortisto.register.parties.queries.duplicates import open_pairs_of, scans_of
from kortisto.register.parties.queries.imports import BatchView
from kortisto.register.parties.queries.search import BadCursorError
from tests.register.conftest import ALICE, BOB, NOW, ORIGIN, entered
from tests.register.parties.importing.test_places import rows_read

pytestmark = pytest.mark.integration

JOB = Actor(kind=ActorKind.JOB)
HEADER = "Yritys;Etunimi;Sukunimi;Tehtävänimike;Sähköposti;Matkapuhelin\n"
TWO = "Kukka Oy;Aino;Hehku;Ostaja;aino@kukka.example;040 111 2222\nKukka Oy;Onni;Keksitty;;onni@kukka.example;\n"
BAD = "Paha Oy;Liisa;Malli;;liisa@;\nLyhyt Oy\n"


@pytest.fixture(autouse=True)
def data_folder(settings: Settings, tmp_path: Path) -> Path:
    settings.DATA = tmp_path
    return tmp_path


@pytest.fixture
def alice(db: None) -> Actor:
    return account()


def account() -> Actor:
    """Alice with an account of her own: rows come in under her name, with what she may do by then."""
    user = access.add_user(
        email="alice@staff.example", password="correct horse battery", role="main_user", by=JOB, at=NOW, undertaking="1"
    )
    return Actor(kind=ActorKind.USER, id=user.id, role="main_user", undertaking="1")


def bring(text: str | bytes, by: Actor, name: str = "asiakkaat.csv") -> UUID:
    content = text if isinstance(text, bytes) else text.encode()
    return uploads.bring_upload(content=[content], file_name=name, by=by, at=NOW, channel=Door.WEB)


def choose(upload_id: UUID, by: Actor, **more: Any) -> None:
    view = imports.upload(upload_id=upload_id)
    assert view is not None
    said: dict[str, Any] = {
        "content": Content(str(view.options["content"])),
        "targets": [meaning(one) for one in view.options["targets"]],  # type: ignore[attr-defined]
        "policies": {},
        "duplicates": Duplicates.SKIP,
        "match_by": MatchBy.AUTO,
        "relation": RelationshipKind.CUSTOMER,
        "source": "subject",
        "collected_on": date(2026, 11, 20),
        "basis": "interest",
        "purpose": "crm",
        "language": "en",
        **more,
    }
    uploads.choose_for_upload(upload_id=upload_id, by=by, at=NOW, channel=Door.WEB, **said)


def start(upload_id: UUID, by: Actor) -> UUID:
    return uploads.start_upload(upload_id=upload_id, by=by, at=NOW, channel=Door.WEB, defer=False)


def run(upload_id: UUID) -> None:
    ticking = iter(NOW + timedelta(seconds=second) for second in range(1, 10_000))
    running_uploads.run_upload(upload_id=upload_id, by=JOB, at=NOW, clock=lambda: next(ticking), channel=Door.JOBS)


def imported(text: str | bytes, by: Actor, **more: Any) -> Upload:
    upload_id = bring(text, by)
    choose(upload_id, by, **more)
    start(upload_id, by)
    run(upload_id)
    return Upload.objects.get(id=upload_id)


def names() -> list[str]:
    with entered() as by:
        by.record("test.look")
        return sorted(person.name for person in Person.objects.all())


def values(model: Any, field: str) -> list[str]:
    with entered() as by:
        by.record("test.look")
        return sorted(model.objects.values_list(field, flat=True))


def undo(batch: UUID, by: Actor, at: datetime = NOW + timedelta(hours=1)) -> BatchView:
    undoing.start_undo(batch_id=batch, purpose="crm", by=by, at=at, channel=Door.WEB, defer=False)
    undoing.run_undo(batch_id=batch, by=JOB, at=at, clock=lambda: at, channel=Door.JOBS)
    view = imports.batch(batch_id=batch)
    assert view is not None
    return view


# --- bringing, choosing, trying --------------------------------------------------------------------------------------


def test_a_file_is_kept_for_the_program_alone_and_removed_when_its_rows_are_in(
    alice: Actor, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    upload_id = bring(HEADER + TWO, alice)
    path = file_of(upload_id)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    choose(upload_id, alice)
    start(upload_id, alice)
    with django_capture_on_commit_callbacks(execute=True):
        run(upload_id)
    assert list(path.parent.iterdir()) == []
    assert Upload.objects.get().state == UploadState.DONE
    assert names() == ["Aino Hehku", "Onni Keksitty"]


def test_a_file_that_cannot_be_read_is_not_kept(alice: Actor, data_folder: Path) -> None:
    with pytest.raises(UnreadableFileError):
        bring(b"%PDF-1.7", alice)
    assert list((data_folder / "imports").iterdir()) == []
    assert Upload.objects.count() == 0


def test_who_may_not_import_brings_nothing(db: None, data_folder: Path) -> None:
    with pytest.raises(NotPermittedError):
        bring(HEADER + TWO, BOB)
    assert not (data_folder / "imports").exists()


@pytest.mark.parametrize("missing", ["source", "basis", "purpose", "collected_on"])
def test_without_its_origin_nothing_comes_in(missing: str, alice: Actor) -> None:
    upload_id = bring(HEADER + TWO, alice)
    choose(upload_id, alice, **{missing: None if missing == "collected_on" else ""})
    with pytest.raises(NotReadyError) as refused:
        start(upload_id, alice)
    assert refused.value.missing == missing
    with pytest.raises(NotReadyError):
        trying.try_upload(upload_id=upload_id, by=alice, at=NOW, channel=Door.WEB)
    assert names() == []


@pytest.mark.parametrize(
    ("name", "value"),
    [("source", "hearsay"), ("basis", "none"), ("purpose", "spying"), ("collected_on", date(2027, 1, 1))],
)
def test_what_the_declaration_does_not_know_cannot_be_chosen(name: str, value: object, alice: Actor) -> None:
    upload_id = bring(HEADER + TWO, alice)
    with pytest.raises(NotReadyError) as refused:
        choose(upload_id, alice, **{name: value})
    assert refused.value.missing == name


def test_trying_tells_what_would_come_and_changes_nothing(alice: Actor) -> None:
    imported(HEADER + "Kukka Oy;Aino;Hehku;Ostaja;aino@kukka.example;\n", alice)
    upload_id = bring(HEADER + TWO + BAD, alice)
    choose(upload_id, alice)
    trial = trying.try_upload(upload_id=upload_id, by=alice, at=NOW, channel=Door.WEB)
    assert trial.counts == {"people": 1, "known": 1, "rejected": 2}
    assert {became: [one.line.number for one in shown] for became, shown in trial.examples.items()} == {
        Became.KNOWN: [2], Became.NEW: [3], Became.REJECTED: [4, 5],
    }  # fmt: skip
    assert names() == ["Aino Hehku"]
    assert AuditEvent.objects.filter(action="import.preview").count() == 1


# --- bringing in by portions -----------------------------------------------------------------------------------------


def many(rows: int) -> str:
    return HEADER + "".join(f"Yritys {n // 3} Oy;Aino;Keksitty{n};;aino{n}@y.example;\n" for n in range(rows))


def test_portions_make_the_same_as_one_whole(alice: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running_uploads, "PORTION", 4)
    upload = imported(many(11), alice)
    assert (upload.position, upload.counts) == (11, {"organisations": 4, "people": 11})
    assert len(names()) == 11
    chunks = list(AuditEvent.objects.filter(action="import.rows"))
    assert sorted(len(event.subjects) for event in chunks) == [3, 4, 4]
    assert {event.actor_id for event in chunks} == {alice.id}


def dying(after: int, how: Callable[[], None]) -> Callable[..., Any]:
    real, calls = running_uploads._bring, iter(range(1_000))

    def bring_or_die(*arguments: Any, **named: Any) -> Any:
        if next(calls) == after:
            how()
        return real(*arguments, **named)

    return bring_or_die


def test_what_dies_on_its_way_goes_on_with_the_next_row(alice: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running_uploads, "PORTION", 4)

    def die() -> None:
        raise OperationalError("the database went away")

    upload_id = bring(many(11), alice)
    choose(upload_id, alice)
    start(upload_id, alice)
    with monkeypatch.context() as patched:
        patched.setattr(running_uploads, "_bring", dying(2, die))
        with pytest.raises(OperationalError):
            run(upload_id)
    assert Upload.objects.get().position == 8
    assert len(names()) == 8
    assert imports.stalled_uploads(at=NOW + timedelta(hours=1), patience=timedelta(minutes=2)) == (upload_id,)
    run(upload_id)
    run(upload_id)  # once more than needed
    assert Upload.objects.get().state == UploadState.DONE
    assert len(names()) == 11


def test_an_import_is_broken_off_and_gone_on_with(alice: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running_uploads, "PORTION", 4)
    upload_id = bring(many(11), alice)
    choose(upload_id, alice)
    start(upload_id, alice)
    real = running_uploads._take

    def take_and_cancel(*arguments: Any) -> None:
        real(*arguments)
        uploads.cancel_upload(upload_id=upload_id, by=alice, at=NOW, channel=Door.WEB)

    with monkeypatch.context() as patched:
        patched.setattr(running_uploads, "_take", take_and_cancel)
        run(upload_id)
    assert Upload.objects.get().state == UploadState.CANCELLED
    assert len(names()) == 4
    uploads.resume_upload(upload_id=upload_id, by=alice, at=NOW, channel=Door.WEB, defer=False)
    run(upload_id)
    assert len(names()) == 11


def test_a_row_that_the_database_refuses_is_rejected_alone(alice: Actor) -> None:
    # Each letter is eighteen in the key by which names are sorted: longer than its column.
    upload = imported(HEADER + TWO + f"{'ﷺ' * 300};Liisa;Malli;;;\n" + "Kaisla Oy;Venla;Malli;;;\n", alice)
    assert upload.state == UploadState.DONE
    assert names() == ["Aino Hehku", "Onni Keksitty", "Venla Malli"]
    assert "the database did not accept the row" in rejected_file_of(upload.id, "csv").read_text("utf-8-sig")


def test_who_has_lost_the_permission_brings_nothing_more_in(alice: Actor) -> None:
    from kortisto.register.access.models import User  # noqa: PLC0415 (only here)

    upload_id = bring(HEADER + TWO, alice)
    choose(upload_id, alice)
    start(upload_id, alice)
    User.objects.update(role="sales")
    run(upload_id)
    upload = Upload.objects.get()
    assert (upload.state, upload.failure) == (UploadState.FAILED, "denied")
    assert names() == []


# --- rows that are mended --------------------------------------------------------------------------------------------


def test_rejected_rows_are_mended_and_come_in_once(alice: Actor) -> None:
    upload = imported(HEADER + TWO + BAD, alice)
    assert upload.counts == {"organisations": 1, "people": 2, "rejected": 2}
    path = uploads.rejected_rows_of(upload_id=upload.id, by=alice, at=NOW, channel=Door.WEB)
    assert path is not None
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    text = path.read_text("utf-8-sig")
    assert text.splitlines()[0].startswith("Reason for rejection;Yritys;Etunimi")
    assert "e-mail of the person has not the right form: liisa@" in text
    mended = text.replace("liisa@", "liisa@malli.example").replace("Lyhyt Oy", "Lyhyt Oy;Eino;Routa;;;")
    again = imported(mended, alice)
    assert again.counts == {"organisations": 2, "people": 2}
    assert imported(mended, alice).counts == {"known": 2}
    assert names() == ["Aino Hehku", "Eino Routa", "Liisa Malli", "Onni Keksitty"]


def test_rejected_rows_of_a_workbook_are_mended_in_it_and_come_in_once(alice: Actor, tmp_path: Path) -> None:
    rows = [line.split(";") for line in (HEADER + TWO + BAD).splitlines()[:4]]
    upload = imported(workbook_of(rows, tmp_path), alice)
    assert upload.counts == {"organisations": 1, "people": 2, "rejected": 1}
    file = open_file(rejected_file_of(upload.id, "xlsx"))
    assert file.columns[0] == "Reason for rejection"
    mended = [
        list(file.columns),
        *([cell.replace("liisa@", "liisa@malli.example") for cell in line.fields] for line in file),
    ]
    again = imported(workbook_of(mended, tmp_path), alice)
    assert again.counts == {"organisations": 1, "people": 1}
    assert imported(workbook_of(mended, tmp_path), alice).counts == {"known": 1}
    assert names() == ["Aino Hehku", "Liisa Malli", "Onni Keksitty"]


def workbook_of(rows: list[list[str]], folder: Path) -> bytes:
    with xlsxwriter.Workbook(folder / "made.xlsx") as book:
        sheet = book.add_worksheet()
        for place, row in enumerate(rows):
            sheet.write_row(place, 0, row)
    return (folder / "made.xlsx").read_bytes()


def test_rejected_cards_are_mended_and_come_in_once(alice: Actor) -> None:
    card = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{0} {1}\r\nN:{1};{0};;;\r\nEMAIL:{2}\r\nEND:VCARD\r\n"
    cards = card.format("Aino", "Hehku", "aino@hehku.example") + card.format("Liisa", "Malli", "liisa@")
    upload = imported(cards, alice)
    assert upload.counts == {"people": 1, "rejected": 1}
    kept = rejected_file_of(upload.id, "vcard").read_text("utf-8")
    assert "X-KORTISTO-REASON:" in kept
    assert "FN:Aino" not in kept
    mended = kept.replace("liisa@", "liisa@malli.example")
    assert imported(mended, alice).counts == {"people": 1}
    assert imported(mended, alice).counts == {"known": 1}
    assert names() == ["Aino Hehku", "Liisa Malli"]


# --- known people ----------------------------------------------------------------------------------------------------

NEWER = HEADER + "Kukka Oy;Aino;Hehku;Toimitusjohtaja;aino.hehku@kukka.example;040 111 2222\n"


@pytest.mark.parametrize(
    ("policy", "titles", "emails"),
    [
        (Policy.NEVER, ["", "Ostaja"], 2),
        (Policy.IF_EMPTY, ["", "Ostaja"], 2),
        (Policy.ALWAYS, ["", "Toimitusjohtaja"], 3),
    ],
)
def test_known_people_are_updated_as_the_columns_say(
    policy: Policy, titles: list[str], emails: int, alice: Actor
) -> None:
    imported(HEADER + TWO, alice)
    policies = {Target.TITLE: policy, Target.PERSON_EMAIL: policy}
    upload = imported(NEWER, alice, duplicates=Duplicates.UPDATE, policies=policies)
    assert upload.counts == ({"updated": 1} if policy is Policy.ALWAYS else {"known": 1})
    assert values(Represents, "title") == titles
    assert len(values(PersonEmail, "value")) == emails
    assert values(PersonPhone, "normalised") == ["+358401112222"]


def test_an_empty_field_is_filled(alice: Actor) -> None:
    imported(HEADER + TWO, alice)
    imported(HEADER + "Kukka Oy;Onni;Keksitty;Huoltaja;;041 222 3333\n", alice, duplicates=Duplicates.UPDATE)
    assert values(Represents, "title") == ["Huoltaja", "Ostaja"]
    assert len(values(PersonPhone, "value")) == 2


def test_another_person_is_made_where_that_was_chosen_but_the_same_row_is_not_repeated(alice: Actor) -> None:
    imported(HEADER + TWO, alice)
    assert imported(NEWER, alice, duplicates=Duplicates.CREATE).counts == {"people": 1}
    assert imported(NEWER + TWO, alice, duplicates=Duplicates.CREATE).counts == {"known": 3}


def test_people_are_known_by_mail_or_telephone_where_that_was_chosen(alice: Actor) -> None:
    imported(HEADER + TWO, alice)
    renamed = HEADER + "Toinen Oy;Aino;Hehku-Routa;;AINO@kukka.example;\n"
    assert imported(renamed, alice, match_by=MatchBy.EMAIL).counts == {"organisations": 1}
    by_phone = HEADER + "Kolmas Oy;Aino;Routa;;;+358 40 1112222\n"
    assert imported(by_phone, alice, match_by=MatchBy.PHONE).counts == {"organisations": 1}
    assert names() == ["Aino Hehku", "Onni Keksitty"]


def test_rows_of_known_people_wait_for_an_answer(alice: Actor) -> None:
    imported(HEADER + TWO, alice)
    upload = imported(
        NEWER + "Kukka Oy;Onni;Keksitty;Huoltaja;;\nUusi Oy;Venla;Malli;;;\n", alice, duplicates=Duplicates.ASK,
        policies={Target.TITLE: Policy.ALWAYS},
    )  # fmt: skip
    assert (upload.state, upload.counts) == (UploadState.ASKING, {"organisations": 1, "people": 1, "asked": 2})
    assert [number for number, _ in imports.asked_rows(upload_id=upload.id).rows] == [2, 3]
    uploads.answer_upload(
        upload_id=upload.id, answers={3: Duplicates.UPDATE, 2**31: Duplicates.CREATE, 2: Duplicates.ASK},
        by=alice, at=NOW, channel=Door.WEB, defer=False,
    )  # fmt: skip
    run(upload.id)  # row 2 goes on waiting
    upload.refresh_from_db()
    assert (upload.state, upload.counts["asked"]) == (UploadState.ASKING, 1)
    uploads.answer_upload(
        upload_id=upload.id, answers={}, rest=Duplicates.SKIP, by=alice, at=NOW, channel=Door.WEB, defer=False
    )
    run(upload.id)
    upload.refresh_from_db()
    assert (upload.state, upload.counts) == (
        UploadState.DONE, {"organisations": 1, "people": 1, "known": 1, "updated": 1},
    )  # fmt: skip
    assert values(Represents, "title") == ["", "Huoltaja", "Ostaja"]
    assert not rejected_file_of(upload.id, "csv").exists()


# --- undoing ---------------------------------------------------------------------------------------------------------


def test_rows_that_wait_are_paged_and_their_answers_kept_from_page_to_page(
    alice: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(csv_files, "_STEP", 10)
    people = [f"Kukka Oy;Aino;Hehku{number};;a{number}@kukka.example;\n" for number in range(7)]
    imported(HEADER + "".join(people), alice)
    among = "".join(f"{one}Uusi Oy;Venla;Malli{place};;;\n" for place, one in enumerate(people))
    upload = imported(HEADER + among.replace(";;a", ";Ostaja;a"), alice, duplicates=Duplicates.ASK)
    assert upload.state == UploadState.ASKING
    seen, after = [], None
    while True:
        page = imports.asked_rows(upload_id=upload.id, after=after, limit=3)
        seen.append([(number, fields[2]) for number, fields in page.rows])
        after = page.next
        if after is None:
            break
    assert [len(one) for one in seen] == [3, 3, 1]
    assert [one for some in seen for one in some] == [(2 + 2 * place, f"Hehku{place}") for place in range(7)]
    read = rows_read(monkeypatch)
    last = imports.asked_rows(upload_id=upload.id, after="11", limit=3)
    assert ([number for number, _ in last.rows], len(read)) == ([14], 1)  # not those before it
    for broken in ("", "-1", "x", "9" * 30, "1\n"):
        with pytest.raises(BadCursorError):
            imports.asked_rows(upload_id=upload.id, after=broken)

    uploads.answer_upload(
        upload_id=upload.id,
        answers={2: Duplicates.UPDATE},
        go_on=False,
        by=alice,
        at=NOW,
        channel=Door.WEB,
        defer=False,
    )
    upload.refresh_from_db()
    assert (upload.state, imports.asked_count(upload_id=upload.id)) == (UploadState.ASKING, 6)
    uploads.answer_upload(
        upload_id=upload.id, answers={}, rest=Duplicates.SKIP, by=alice, at=NOW, channel=Door.WEB, defer=False
    )
    run(upload.id)
    upload.refresh_from_db()
    assert (upload.state, upload.counts["updated"], upload.counts["known"]) == (UploadState.DONE, 1, 6)


def test_who_came_in_misspelt_waits_among_the_duplicates(alice: Actor) -> None:
    imported(HEADER + TWO, alice)
    upload = imported(
        HEADER + "Kukka;Aino;Heku;;aino@kukka.example;\nToinen Oy;Eila;Eri;;eila@toinen.example;\n", alice
    )
    assert names() == ["Aino Hehku", "Aino Heku", "Eila Eri", "Onni Keksitty"]  # another spelling: it came in
    assert upload.batch_id is not None
    assert [(scan.kind, scan.is_running) for scan in scans_of(batch_id=upload.batch_id)] == [
        (PartyKind.PERSON, True), (PartyKind.ORGANISATION, True),
    ]  # fmt: skip
    run_scans_of_import(batch_id=upload.batch_id, by=JOB, at=NOW, channel=Door.JOBS)
    assert [(scan.percent, scan.is_running) for scan in scans_of(batch_id=upload.batch_id)] == [(100, False)] * 2
    with entered() as by:
        pairs = duplicate_pairs(by=by).pairs
    found = {(pair.kind, frozenset((pair.first_name, pair.second_name))) for pair in pairs}

    assert (PartyKind.PERSON, frozenset({"Aino Hehku", "Aino Heku"})) in found
    assert (PartyKind.ORGANISATION, frozenset({"Kukka Oy", "Kukka"})) in found
    assert not any("Eila Eri" in two or "Toinen Oy" in two for _, two in found)
    with entered() as by:
        assert open_pairs_of(batch_id=upload.batch_id, by=by) == len(pairs)


def test_undoing_takes_away_what_an_import_made(alice: Actor) -> None:
    upload = imported(HEADER + TWO, alice)
    assert upload.batch_id is not None
    view = undo(upload.batch_id, alice)
    assert (view.counts["undone_people"], view.counts["undone_organisations"], view.kept) == (2, 1, [])
    assert (view.undo_state, view.undone_at) == (UndoState.DONE, NOW + timedelta(hours=1))
    assert names() == []
    assert values(Organisation, "registered_name") == []
    with pytest.raises(UndoneAlreadyError):
        undo(upload.batch_id, alice)
    assert imported(HEADER + TWO, alice).counts == {"organisations": 1, "people": 2}


def test_whom_somebody_has_changed_since_stays_and_is_listed(alice: Actor) -> None:
    upload = imported(HEADER + TWO, alice)
    assert upload.batch_id is not None
    later = NOW + timedelta(minutes=30)
    with entered() as by:
        aino = Person.objects.get(first_name="Aino")
        parties.edit_person(person_id=aino.id, changes={"first_name": "Aina"}, origin=ORIGIN, by=by, at=later)
    view = undo(upload.batch_id, alice)
    assert (view.counts["undone_people"], view.counts["undone_organisations"]) == (1, 0)
    assert names() == ["Aina Hehku"]
    assert values(PersonEmail, "value") == ["aino@kukka.example"]
    assert [(one["table"], one["why"]) for one in view.kept] == [("Person", "changed"), ("Organisation", "used")]


def test_who_is_not_permitted_undoes_nothing(alice: Actor) -> None:
    upload = imported(HEADER + TWO, alice)
    assert upload.batch_id is not None
    with pytest.raises(NotPermittedError):
        undo(upload.batch_id, BOB)
    assert len(names()) == 2


def test_an_import_under_way_is_cancelled_before_it_is_changed(alice: Actor) -> None:
    upload_id = bring(HEADER + TWO, alice)
    choose(upload_id, alice)
    start(upload_id, alice)
    with pytest.raises(WrongStateError):
        choose(upload_id, alice)
    with pytest.raises(WrongStateError):
        uploads.discard_upload(upload_id=upload_id, by=alice, at=NOW, channel=Door.WEB)
    assert ALICE.role == "main_user"


def test_what_a_kill_has_left_of_uploads_is_removed_and_nothing_else(alice: Actor, data_folder: Path) -> None:
    text = "Yritys;Sähköposti\nKaislaranta Oy;\nPilvinen Oy;x@\n"
    waiting, done, discarded = bring(text, alice), imported(text, alice).id, bring(text, alice)
    file = file_of(waiting)
    (killed := file_of(uuid4())).write_bytes(b"a file without its row")
    file_of(done).write_bytes(b"not removed any more")
    # As if killed after the commit and before the file is removed: what is to happen upon it does not in this test.
    uploads.discard_upload(upload_id=discarded, by=alice, at=NOW, channel=Door.WEB)
    left = rejected_file_of(discarded, "csv")
    left.write_bytes(b"not removed any more")
    rejected = rejected_file_of(done, "csv")
    assert rejected.exists()
    there = {file, rejected, killed, file_of(done), file_of(discarded), left}

    def remove(at: datetime) -> int:
        with open_access(by=JOB, purpose="upkeep", basis=Basis.LEGAL_OBLIGATION, at=NOW, channel=Door.JOBS) as by:
            by.record("test.look")
            return uploads.remove_left_files(by=by, at=at)

    assert remove(datetime.now(UTC)) == 0  # they may be just being brought
    assert set(file.parent.iterdir()) == there
    assert remove(datetime.now(UTC) + timedelta(hours=2)) == 4
    assert set(file.parent.iterdir()) == {file, rejected}
