"""How a list leaves as a file, through whichever door: in one piece or part by part, with its type and its name."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import BinaryIO
from uuid import UUID

from kortisto.register.audit.values import Access
from kortisto.register.parties.enums import ExportFormat, PartyKind
from kortisto.register.parties.listing import ListColumn
from kortisto.register.parties.operations.exports import PART, Wording, export_parties

TYPES = {
    ExportFormat.CSV: ("csv", "text/csv"),
    ExportFormat.XLSX: ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ExportFormat.VCARD_3: ("vcf", "text/vcard"),
    ExportFormat.VCARD_4: ("vcf", "text/vcard"),
    ExportFormat.JSON: ("json", "application/json"),
}
"""The ending of a file of each form, and its type."""
BUFFER = 8 * 1024 * 1024
"""Bytes of a file in memory; a longer one lies in a temporary file that has no name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """What the file will be. `own`: items of the declaration's own fields."""

    kind: PartyKind
    columns: tuple[ListColumn, ...]
    own: tuple[str, ...]
    form: ExportFormat
    wording: Wording

    def write(
        self, ids: Collection[UUID], file: BinaryIO, *, by: Access, at: datetime, begins: bool = True, ends: bool = True
    ) -> None:
        """Write these parties, as `export_parties` does."""
        export_parties(
            kind=self.kind, ids=ids, columns=self.columns, own=self.own, form=self.form, wording=self.wording,
            file=file, by=by, at=at, begins=begins, ends=ends,
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

    def content_type(self) -> str:
        """Return the type of the file as an answer names it."""
        content_type = TYPES[self.form][1]
        return f"{content_type}; charset=utf-8" if content_type.startswith("text/") else content_type

    def name(self, *, of: str, purpose: str, day: date) -> str:
        """Return the name of the file. `of`: the word for what is in it, as the address of the list has it."""
        said = re.sub(r"[^A-Za-z0-9_]", "", purpose)
        return f"kortisto-{of}-{said}-{day.isoformat()}.{TYPES[self.form][0]}"
