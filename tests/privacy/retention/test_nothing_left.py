"""Erased means gone: a person of whom every column of every table holds a marker, and then none does.

The tables come from the models, so that a new one is covered by itself; and with any one of the cleaners taken away,
the same look finds the marker.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings as configured
from django.db import connection
from django.db.models import Q
from pytest_django import Settings

from kortisto.declaration import holdings
from kortisto.declaration.civil_time import end_after
from kortisto.declaration.periods import parse_period
from kortisto.privacy.retention.enums import PURPOSE, Outcome, SubjectKind
from kortisto.privacy.retention.operations import Erased, erase
from kortisto.register.access.models import User
from kortisto.register.audit.enums import ActorKind, Door
from kortisto.register.audit.operations import UnrecordedAccessError, open_access
from kortisto.register.audit.values import Access, Actor
from kortisto.register.parties import operations as parties
from kortisto.register.parties import vault
from kortisto.register.parties.enums import PartyKind, UploadState
from kortisto.register.parties.intake.keeping import keep_file, rejected_file_of
from kortisto.register.parties.models import (
    Attachment,
    Change,
    Group,
    MergeStep,
    Note,
    Organisation,
    Person,
    Removed,
    SavedView,
    Tag,
    Upload,
    UploadRow,
)
from kortisto.register.parties.operations import uploads
from kortisto.register.statements import reaching
from tests.register.conftest import ALICE, NOW, entered
from tests.support.filling import MARKER, WHEN, fill

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

JOB = Actor(kind=ActorKind.JOB)
AT = NOW + timedelta(days=1)
A_MINUTE = timedelta(minutes=1)
OnCommit = Callable[..., Any]


@contextmanager
def reading(at: Any = NOW) -> Iterator[Access]:
    with open_access(by=JOB, purpose=PURPOSE, at=at, channel=Door.JOBS) as access:
        yield access
        access.record("test.look")


@pytest.fixture(autouse=True)
def folders(settings: Settings, tmp_path: Path) -> None:
    settings.DATA = tmp_path
    settings.KORTISTO_FILES = tmp_path / "files"


@pytest.fixture
def marked(maija: UUID, esimerkki_oy: UUID) -> UUID:
    """Maija, of whom every column that takes text holds the marker, in every table and in files."""
    with reading():
        origin = {
            "source": "subject",
            "collected_at": NOW,
            "basis": "legitimate interest",
            "declaration": "minimal 1.0",
        }
        other = Person.objects.create(first_name="Onni", last_name="Muu", sort_key="muu", **origin)
        employer = Organisation.objects.create(registered_name="Toinen Oy", sort_key="toinen", **origin)
        user = User.objects.create(email="k@esimerkki.example", display_name="K", role="sales", created_at=NOW)
        tag = Tag.objects.create(name="tunniste", created_at=WHEN)
        group = Group.objects.create(name="ryhmä", created_at=WHEN)
        fill(maija, others={
            Person: other.pk, Organisation: employer.pk, User: user.pk, Tag: tag.pk, Group: group.pk,
        })  # fmt: skip
        for model in (Attachment, Removed):
            name, salt = vault.put(MARKER.encode())
            hers = Q(person=maija) | Q(guardian=maija) if model is Removed else Q(person=maija)
            rows = model._default_manager.filter(hers)
            rows.update(stored_as=name, **({"salt": salt} if model is Attachment else {}))
        # What stood in a row of hers is also told where nothing of her own hangs.
        note = Note.objects.get(person=maija)
        common = {"field": "text", "item": "person.note", "organisation": employer}
        Change.objects.create(**common, happened_at=NOW, table="Note", row=note.pk, old=MARKER, new="")
        step = MergeStep.objects.get(person=maija)
        MergeStep.objects.create(
            **common, merge=step.merge, happened_at=NOW, collected_at=NOW, kind="changed", table="parties.Note",
            row=str(note.pk), value=MARKER,
        )  # fmt: skip
    return maija


def where() -> set[str]:
    """Return where the marker is: tables, with every column as text, and files by name or content."""
    found = set()
    told = MARKER.lower()
    with reading(), connection.cursor() as cursor:
        cursor.execute(
            "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') "
            "and has_table_privilege(oid, 'select')"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f'select lower(coalesce(string_agg(t::text, chr(10)), chr(32))) from "{table}" t')  # noqa: S608
            text = cursor.fetchone()[0]
            if any(form in text for form in (told, told.encode().hex(), MARKER.encode().hex())):
                found.add(table)
    for path in Path(configured.DATA).rglob("*"):
        if path.is_file() and (told in path.name.lower() or told.encode() in path.read_bytes().lower()):
            found.add(f"file in {path.parent.name}")
    # What lies in the vault is enciphered: any file there is one of hers.
    return found | {"vault" for path in Path(configured.KORTISTO_FILES).rglob("*") if path.is_file()}


def erased(person: UUID, on_commit: OnCommit) -> Erased:
    with on_commit(execute=True):
        return erase(kind=SubjectKind.PERSON, subject=person, by=ALICE, at=AT, channel=Door.WEB)


def test_no_table_and_no_file_holds_anything_of_an_erased_person(
    marked: UUID, django_capture_on_commit_callbacks: OnCommit
) -> None:
    before = where()
    assert {"vault", "parties_person", "parties_person_search_keys", "parties_removed", "parties_change"} <= before
    assert len(before) > 15
    assert erased(marked, django_capture_on_commit_callbacks).outcome is Outcome.DONE
    assert where() == set()


def without_history(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(holdings, "_repeaters", [])


def without_vault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vault, "destroy", lambda _name: None)


def without(table: str) -> Callable[[pytest.MonkeyPatch], None]:
    def taken_away(monkeypatch: pytest.MonkeyPatch) -> None:
        every = reaching.ties_to
        monkeypatch.setattr(
            reaching, "ties_to", lambda model: tuple(tie for tie in every(model) if tie.model.__name__ != table)
        )

    taken_away.__name__ = f"without_{table}"
    return taken_away


UNWALKED = ("PersonSearchKeys", "PersonListing", "Removed", "DuplicatePair", "Merge", "Reminder", "Guardianship")
CLEANERS = (without_history, without_vault, *map(without, UNWALKED))


@pytest.mark.parametrize("cleaner", CLEANERS, ids=lambda one: one.__name__)
def test_without_one_of_the_cleaners_something_is_found(
    cleaner: Callable[[pytest.MonkeyPatch], None],
    marked: UUID,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: OnCommit,
) -> None:
    cleaner(monkeypatch)
    erased(marked, django_capture_on_commit_callbacks)
    assert where()


# --- what nobody can find by its subject ----------------------------------------------------------------------------


def brought(state: UploadState, *, rejected: bool = False) -> Upload:
    """A file with the marker in it, that somebody has brought and left."""
    upload = Upload.objects.create(
        file_name="asiakkaat.csv", kind="csv", size=1, sha256="0" * 64, rows=1, state=state, made_at=NOW, moved_at=NOW
    )
    path = keep_file(upload.pk, [f"nimi\n{MARKER}\n".encode()])
    if rejected:
        path.rename(rejected_file_of(upload.pk, "csv"))
        path = rejected_file_of(upload.pk, "csv")
    os.utime(path, (NOW.timestamp(), NOW.timestamp()))
    return upload


WAITS_UNTIL = end_after(NOW, parse_period("7 days"))
"""As the declaration of the tests says of the place where files to be imported lie."""


def tidied(at: datetime, on_commit: OnCommit) -> None:
    with (
        on_commit(execute=True),
        suppress(UnrecordedAccessError),
        open_access(by=JOB, purpose="upkeep", at=at, channel=Door.JOBS) as by,
    ):
        uploads.remove_left_files(by=by, at=at)


@pytest.mark.parametrize("state", [UploadState.NEW, UploadState.CANCELLED, UploadState.FAILED, UploadState.ASKING])
def test_a_file_that_nobody_goes_on_with_goes_by_itself(
    state: UploadState, django_capture_on_commit_callbacks: OnCommit
) -> None:
    upload = brought(state)
    tidied(WAITS_UNTIL - A_MINUTE, django_capture_on_commit_callbacks)
    assert where() == {"file in imports"}, "it is still being worked on"
    tidied(WAITS_UNTIL + A_MINUTE, django_capture_on_commit_callbacks)
    assert where() == set()
    left = Upload.objects.filter(pk=upload.pk).first()
    assert left is None if state is UploadState.NEW else left is not None and left.state == UploadState.FAILED


def test_where_the_notice_lets_no_file_wait_it_goes_when_nobody_works_on_it(
    settings: Settings, tmp_path: Path, django_capture_on_commit_callbacks: OnCommit
) -> None:
    text = Path(settings.KORTISTO_DECLARATION).read_text("utf-8")
    settings.KORTISTO_DECLARATION = str(tmp_path / "without.yaml")
    (tmp_path / "without.yaml").write_text(text.replace("kind: incoming", "kind: files"), "utf-8")
    brought(UploadState.NEW)
    tidied(NOW + uploads.LEFT_ALONE - A_MINUTE, django_capture_on_commit_callbacks)
    assert where() == {"file in imports"}
    tidied(NOW + uploads.LEFT_ALONE + A_MINUTE, django_capture_on_commit_callbacks)
    assert where() == set()


def test_a_file_that_is_being_brought_in_stays(django_capture_on_commit_callbacks: OnCommit) -> None:
    brought(UploadState.RUNNING)
    tidied(WAITS_UNTIL + A_MINUTE, django_capture_on_commit_callbacks)
    assert where() == {"file in imports"}


def test_rejected_rows_that_nobody_mends_go_by_themselves(django_capture_on_commit_callbacks: OnCommit) -> None:
    upload = brought(UploadState.DONE, rejected=True)
    UploadRow.objects.create(upload=upload, number=2, position=0, faults=[])
    tidied(WAITS_UNTIL - A_MINUTE, django_capture_on_commit_callbacks)
    assert where() == {"file in imports"}
    tidied(WAITS_UNTIL + A_MINUTE, django_capture_on_commit_callbacks)
    assert where() == set()
    assert not UploadRow.objects.exists()


def test_a_saved_view_keeps_no_name_that_was_searched_for(maija: UUID) -> None:
    with entered() as by:
        parties.save_view(kind=PartyKind.PERSON, name="Omat", query=f"q={MARKER}&language=fi&id={maija}", by=by, at=NOW)
    assert SavedView.objects.get().query == "language=fi"
