"""What was said in a meeting or a call: a note of its own for each who took part, kept and erased as notes are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from kortisto.declaration.civil_time import civil_day
from kortisto.declaration.words import Operation
from kortisto.register.audit.values import Access
from kortisto.register.parties.editing import ChangedMeanwhileError, Overtaken, apply_changes
from kortisto.register.parties.history import forget
from kortisto.register.parties.models import Activity, Note
from kortisto.register.parties.rows import items_of, origin_columns
from kortisto.register.parties.values import Origin

SAID = items_of(Note, ["text"])
"""The items of what was said."""


def say(
    rows: Sequence[Activity],
    text: str | None,
    *,
    origin: Origin,
    by: Access,
    at: datetime,
    expected: str | None = None,
) -> bool:
    """Let every row of an event carry this text; return whether anything differed. An empty text takes it away.

    None: the text that the event has, which those get who are new in it. `expected`: what the editor saw. A first text
    is collected, another is a change. Called within a transaction. Raises NotGrantedError, ChangedMeanwhileError.
    """
    notes = _notes_of(rows)
    now = next((note.text for note in notes.values()), "")
    wanted = now if text is None else text.strip()
    if text is not None and wanted != now:
        if expected is not None and expected != now:
            raise ChangedMeanwhileError((Overtaken(field="text", before=expected, theirs=now, yours=wanted),))
        by.require(Operation.CHANGE if notes else Operation.COLLECT, SAID)
    if not wanted:
        _forget(list(notes.values()))
        return bool(notes)
    differs = False
    for row in rows:
        note = notes.get(row.pk)
        if note is None:
            _write(row, wanted, origin, by, at)
            differs = True
            continue
        if (note.person_id, note.organisation_id) != (row.person_id, row.organisation_id):
            note.person_id, note.organisation_id = row.person_id, row.organisation_id
            note.save(update_fields=["person", "organisation"])
        differs = bool(apply_changes(note, {"text": wanted}, origin=origin, by=by, at=at)) or differs
    return differs


def unsay(rows: Sequence[Activity]) -> None:
    """Take away what was said to those who did not take part after all, with its history."""
    _forget(list(_notes_of(rows).values()))


def _notes_of(rows: Sequence[Activity]) -> dict[UUID | None, Note]:
    found = Note.objects.select_for_update().filter(activity__in=[row.pk for row in rows]).order_by("id")
    return {note.activity_id: note for note in found}


def _write(row: Activity, text: str, origin: Origin, by: Access, at: datetime) -> None:
    Note(
        text=text,
        written_on=civil_day(at),
        written_by=by.actor.id,
        activity=row,
        person_id=row.person_id,
        organisation_id=row.organisation_id,
        **origin_columns(origin),
    ).save(force_insert=True)


def _forget(notes: Sequence[Note]) -> None:
    keys = [note.pk for note in notes]
    if keys:
        forget(Note, keys)
        Note.objects.filter(pk__in=keys).delete()
