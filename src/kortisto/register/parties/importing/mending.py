"""Writes the rows that were not taken into a file of the kind they came in, with the reason, to be mended there.

A table gets the reason in a first column of its own: first, so that a row with too few or too many fields still has
them. A card gets it as a property that other programs pass over. A file made of such a file has one reason, not two.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

import xlsxwriter

from kortisto.register.parties.importing.cards import CardFile
from kortisto.register.parties.importing.opening import OpenedFile
from kortisto.register.parties.importing.reading import guarded
from kortisto.register.parties.importing.wording import REASON, REASONS

_OVER = (-1, "")
SUFFIX = {"csv": ".csv", "xlsx": ".xlsx", "vcard": ".vcf"}


Reasons = Iterable[tuple[int, str]]
"""Numbers of rows with their reasons, in the order of the file: a file may have millions that are not taken."""


def write_rejected(*, file: OpenedFile, reasons: Reasons, language: str, out: Path) -> None:
    """Write the rows that have a reason. `file` is read again for them, row by row; `out` is overwritten."""
    match file:
        case CardFile():
            with out.open("wb") as raw:
                raw.writelines(_cards(file, reasons))
        case _ if file.kind == "xlsx":
            with xlsxwriter.Workbook(out, {"constant_memory": True, "strings_to_formulas": False,
                                           "strings_to_urls": False, "strings_to_numbers": False}) as book:  # fmt: skip
                sheet = book.add_worksheet()
                for place, row in enumerate(_rows(file, reasons, language)):
                    for column, cell in enumerate(row):
                        sheet.write_string(place, column, cell[:32_767])  # the longest cell of Excel
        case _:
            with out.open("w", encoding="utf-8-sig", newline="") as text:
                writer = csv.writer(text, delimiter=file.separator)
                for number, row in enumerate(_rows(file, reasons, language)):
                    # Without the spaces by which a split field is known: what was doubtful is not joined next time.
                    writer.writerow(row if number == 0 else [row[0], *(guarded(cell.strip()) for cell in row[1:])])


def _rows(file: OpenedFile, reasons: Reasons, language: str) -> Iterator[list[str]]:
    again = int(file.columns[0] in REASONS)
    yield [REASON.in_language(language), *file.columns[again:]]
    told = iter(reasons)
    number, reason = next(told, _OVER)
    for line in file:
        if line.number == number:
            yield [reason, *line.fields[again:]]
            number, reason = next(told, _OVER)


def _cards(file: CardFile, reasons: Reasons) -> Iterator[bytes]:
    told = iter(reasons)
    number, reason = next(told, _OVER)
    for card in file.cards(keep_raw=True):
        if card.number == number:
            begin, *rest = card.raw
            yield b"\r\n".join([begin, f"X-KORTISTO-REASON:{reason}".encode(), *rest]) + b"\r\n"
            number, reason = next(told, _OVER)
