"""Lists leave the program as files: with a permission, for a purpose, and with a line that names everybody in them."""

from __future__ import annotations

import io
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, BinaryIO
from uuid import UUID

from django.db import transaction

from kortisto.declaration.words import Operation
from kortisto.lib.batches import batched
from kortisto.register.access import rules
from kortisto.register.audit.values import Access
from kortisto.register.parties.enums import ExportFormat, PartyKind
from kortisto.register.parties.exporting.cards import write_cards
from kortisto.register.parties.exporting.objects import write_json
from kortisto.register.parties.exporting.tables import write_csv, write_xlsx
from kortisto.register.parties.listing import ContactColumn, ListColumn, ListRow, contact_columns, items_shown
from kortisto.register.parties.queries.list_contacts import items_of_contacts, with_contacts
from kortisto.register.parties.queries.lists import rows_of

MOST_IN_WORKBOOK = 100_000
"""Parties in one workbook, which is written whole; files of other forms may leave in parts, however long they are."""
PART = 5_000
"""Parties in one part of a long file, and people whom one line of the log names."""


class TooManyError(ValueError):
    """More than MOST_IN_WORKBOOK: the list has to be narrowed, or to leave in another form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What a file says in the language of its reader. `cell`: the text of a cell; `about`: what the file is.

    `purpose`: the heading and the name of what it is for, which stands in a file of any form: one that has no place for
    it beside the rows (CSV, vCard) has it in each of them.
    `own_cell`: the text of an own field by its item and stored value; `own_headings`: their names by item. `contact`,
    `contact_headings`: the headings of a contact person's name and of what else is told of one.
    """

    title: str
    name: str
    headings: Mapping[ListColumn, str]
    cell: Callable[[ListColumn, Any], str]
    about: tuple[tuple[str, str], ...]
    purpose: tuple[str, str]
    own_headings: Mapping[str, str]
    own_cell: Callable[[str, str], str]
    contact: str = ""
    contact_headings: Mapping[ContactColumn, str] = field(default_factory=dict)


@transaction.atomic
def export_parties(
    *,
    kind: PartyKind,
    ids: Collection[UUID],
    columns: tuple[ListColumn, ...],
    form: ExportFormat,
    wording: Wording,
    file: BinaryIO,
    by: Access,
    at: datetime,
    own: tuple[str, ...] = (),
    contacts: bool = False,
    begins: bool = True,
    ends: bool = True,
) -> int:
    """Write these parties into a file and return how many they were; nobody who may not be seen is among them.

    The lines of the log name everybody in the file, and are committed with the transaction: the caller gives the file
    away only after that. `own`: items of the declaration's own fields. `contacts`: organisations go with the people who
    represent them now, a row for each where the form has rows. A long file leaves in parts, each of which is in
    the log before it leaves: `begins` and `ends` say that this part is the first and the last; a workbook is one part.
    Raises NotPermittedError (without the permission `export`), NotGrantedError, TooManyError.
    """
    rules.require(by=by.actor, permission="export", at=at, channel=by.channel, request_id=by.request_id)
    by.require(Operation.READ)
    if form is ExportFormat.XLSX and (len(ids) > MOST_IN_WORKBOOK or not (begins and ends)):
        raise TooManyError(len(ids))
    rows, items = rows_of(by=by, kind=kind, ids=ids, columns=columns, own=own), [*items_shown(kind, columns), *own]
    if contacts:
        rows = with_contacts(rows, by=by)
        items += items_of_contacts(by)
    lines = _Recorded(rows, kind, items, by, at)
    headings = [wording.name, *(wording.headings[column] for column in columns)]
    headings += [wording.own_headings[item] for item in own]
    of_contacts = contact_columns(by) if contacts else ()
    if contacts:
        headings += [wording.contact, *(wording.contact_headings[column] for column in of_contacts)]
    texts = _texts(lines, wording, of_contacts if contacts else None)
    match form:
        case ExportFormat.CSV:
            heading, purpose = wording.purpose
            write_csv(file, [*headings, heading] if begins else (), ([*cells, purpose] for cells in texts))
        case ExportFormat.XLSX:
            write_xlsx(file, headings, texts, title=wording.title, about=wording.about)
        case ExportFormat.VCARD_3 | ExportFormat.VCARD_4:
            version = "4.0" if form is ExportFormat.VCARD_4 else "3.0"
            write_cards(file, lines, version=version, purpose=wording.purpose[1])
        case ExportFormat.JSON:
            about = {"purpose": by.purpose, "exported_at": at.isoformat()}
            write_json(file, lines, about=about, contacts=contacts, begins=begins, ends=ends)
    return lines.count


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """What a file will be. `own`: items of the declaration's own fields."""

    kind: PartyKind
    columns: tuple[ListColumn, ...]
    own: tuple[str, ...]
    form: ExportFormat
    wording: Wording
    contacts: bool = False

    def write(
        self, ids: Collection[UUID], file: BinaryIO, *, by: Access, at: datetime, begins: bool = True, ends: bool = True
    ) -> None:
        """Write these parties, as `export_parties` does."""
        export_parties(
            kind=self.kind, ids=ids, columns=self.columns, own=self.own, form=self.form, wording=self.wording,
            file=file, contacts=self.contacts, by=by, at=at, begins=begins, ends=ends,
        )  # fmt: skip

    def parts(
        self, ids: Sequence[UUID], *, enter: Callable[[], AbstractContextManager[Access]], at: datetime
    ) -> Iterator[bytes]:
        """Yield a long file part by part: whom a part shows is in the log, and committed, before it leaves."""
        for start in range(0, len(ids), PART):
            file = io.BytesIO()
            with enter() as by:
                self.write(
                    ids[start : start + PART], file, by=by, at=at, begins=start == 0, ends=start + PART >= len(ids)
                )
            yield file.getvalue()


class _Recorded:
    """The lines of a file as they are written, each part of them named in the log; an empty file stands there too."""

    def __init__(
        self, rows: Iterator[ListRow], kind: PartyKind, items: Sequence[str], by: Access, at: datetime
    ) -> None:
        self._rows, self._kind, self._items, self._by, self._at = rows, kind, items, by, at
        self.count = 0

    def __iter__(self) -> Iterator[ListRow]:
        for some in batched(self._rows, PART):
            yield from some
            self._record(some)
        if not self.count:
            self._record([])

    def _record(self, rows: Sequence[ListRow]) -> None:
        self.count += len(rows)
        ids = [row.id for row in rows] + [one.id for row in rows for one in row.contacts]
        self._by.record(
            f"{self._kind.value}.export", at=self._at, object_kind=self._kind, subjects=ids, items=self._items
        )


def _texts(
    rows: Iterable[ListRow], wording: Wording, of_contacts: tuple[ContactColumn, ...] | None
) -> Iterator[list[str]]:
    """Yield the cells of each line; with contact persons a line for each, and one for an organisation without any."""
    for row in rows:
        own = (wording.own_cell(item, value) if value else "" for item, value in row.own.items())
        cells = [row.name, *(wording.cell(column, value) for column, value in row.cells.items()), *own]
        if of_contacts is None:
            yield cells
        elif not row.contacts:
            yield [*cells, "", *("" for _ in of_contacts)]
        for one in row.contacts:
            told = (wording.cell(ListColumn(column.value), one.cells[column]) for column in of_contacts or ())
            yield [*cells, one.name, *told]
