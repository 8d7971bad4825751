"""Writes the rows that were not taken into a file of the kind they came in, with the reason, to be mended there.

A table gets the reason in a first column of its own: first, so that a row with too few or too many fields still has
them. A card gets it as a property that other programs pass over. A file made of such a file has one reason, not two.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

import xlsxwriter

from kortisto.register.parties.importing.cards import CardFile
from kortisto.register.parties.importing.opening import OpenedFile
from kortisto.register.parties.importing.reading import guarded
from kortisto.register.parties.importing.wording import REASON, REASONS

SUFFIX = {"csv": ".csv", "xlsx": ".xlsx", "vcard": ".vcf"}


def write_rejected(*, file: OpenedFile, reasons: Mapping[int, str], language: str, out: Path) -> None:
    """Write the rows whose numbers have a reason. `file` is read again for them; `out` is overwritten."""
    match file:
        case CardFile():
            out.write_bytes(b"".join(_cards(file, reasons)))
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


def _rows(file: OpenedFile, reasons: Mapping[int, str], language: str) -> Iterator[list[str]]:
    again = int(file.columns[0] in REASONS)
    yield [REASON.in_language(language), *file.columns[again:]]
    for line in file:
        if line.number in reasons:
            yield [reasons[line.number], *line.fields[again:]]


def _cards(file: CardFile, reasons: Mapping[int, str]) -> Iterator[bytes]:
    for card in file.cards(keep_raw=True):
        if card.number in reasons:
            reason = f"X-KORTISTO-REASON:{reasons[card.number]}".encode()
            begin, *rest = card.raw
            yield b"\r\n".join([begin, reason, *rest]) + b"\r\n"
