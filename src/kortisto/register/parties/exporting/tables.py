"""CSV and XLSX: one line a party, one column an item. Both are written line by line, whatever their length."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import BinaryIO

import xlsxwriter

from kortisto.register.parties.exporting.safe_cells import safe_cell

_SHEET_NAME = 31  # characters: the limit of the format
_CELL = 32_767  # characters: the limit of the format
_OPTIONS = {
    "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
}  # fmt: skip


def write_csv(file: BinaryIO, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write UTF-8 with its mark and semicolons, as spreadsheets with a decimal comma open it with a double click.

    Without headings it is a further part of a file: it has no mark either.
    """
    encoding = "utf-8-sig" if headings else "utf-8"
    text = io.TextIOWrapper(file, encoding=encoding, newline="", write_through=True)
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    if headings:
        writer.writerow([safe_cell(heading) for heading in headings])
    writer.writerows([safe_cell(value) for value in row] for row in rows)
    text.flush()
    text.detach()


def write_xlsx(
    file: BinaryIO,
    headings: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    title: str,
    about: Sequence[tuple[str, str]],
) -> None:
    """Write a workbook: the rows, and a sheet that says what they are for. Cells are texts, never formulas."""
    book = xlsxwriter.Workbook(file, _OPTIONS)
    bold, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
    sheet = book.add_worksheet("".join(letter for letter in title if letter not in "[]:*?/\\'")[:_SHEET_NAME] or None)
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, len(headings), 24)
    for column, heading in enumerate(headings):
        sheet.write_string(0, column, heading, bold)
    for place, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            sheet.write_string(place, column, safe_cell(value)[:_CELL], text)
    notes = book.add_worksheet("Kortisto")
    notes.set_column(0, 1, 30)
    for place, (name, value) in enumerate(about):
        notes.write_string(place, 0, name, bold)
        notes.write_string(place, 1, safe_cell(value))
    book.close()
