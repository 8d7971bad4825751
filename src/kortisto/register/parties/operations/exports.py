"""Lists leave the program as files: with a permission, for a purpose, and with a line that names everybody in them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
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
from kortisto.register.parties.listing import ListColumn, ListRow, items_shown
from kortisto.register.parties.queries.lists import rows_of

MOST_EXPORTED = 100_000
"""Parties in one file."""
_IN_ONE_LINE = 5_000  # people whom one line of the log names


class TooManyError(ValueError):
    """More than MOST_EXPORTED: the list has to be narrowed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What a file says in the language of its reader. `cell`: the text of a cell; `about`: what the file is."""

    title: str
    name: str
    headings: Mapping[ListColumn, str]
    cell: Callable[[ListColumn, Any], str]
    about: tuple[tuple[str, str], ...]


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
) -> int:
    """Write these parties into a file and return how many they were; nobody who may not be seen is among them.

    The lines of the log name everybody in the file, and are committed with the transaction: the caller gives the file
    away only after that. Raises NotPermittedError (without the permission `export`), NotGrantedError, TooManyError.
    """
    rules.require(by=by.actor, permission="export", at=at, channel=by.channel, request_id=by.request_id)
    by.require(Operation.READ)
    if len(ids) > MOST_EXPORTED:
        raise TooManyError(len(ids))
    written: list[UUID] = []

    def lines() -> Iterator[ListRow]:
        for row in rows_of(by=by, kind=kind, ids=ids, columns=columns):
            written.append(row.id)
            yield row

    headings = [wording.name, *(wording.headings[column] for column in columns)]
    match form:
        case ExportFormat.CSV:
            write_csv(file, headings, _texts(lines(), wording))
        case ExportFormat.XLSX:
            write_xlsx(file, headings, _texts(lines(), wording), title=wording.title, about=wording.about)
        case ExportFormat.VCARD_3 | ExportFormat.VCARD_4:
            write_cards(file, lines(), version="4.0" if form is ExportFormat.VCARD_4 else "3.0")
        case ExportFormat.JSON:
            write_json(file, lines(), about={"purpose": by.purpose, "exported_at": at.isoformat()})
    people = written if kind is PartyKind.PERSON else []
    for some in batched(people, _IN_ONE_LINE) if people else [()]:
        by.record(f"{kind.value}.export", at=at, object_kind=kind, subjects=some, items=items_shown(kind, columns))
    return len(written)


def _texts(rows: Iterator[ListRow], wording: Wording) -> Iterator[list[str]]:
    for row in rows:
        yield [row.name, *(wording.cell(column, value) for column, value in row.cells.items())]
