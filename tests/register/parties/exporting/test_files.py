"""Exported files: what spreadsheets and address books make of hostile texts."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
import vobject  # type: ignore[import-untyped]

from kortisto.register.parties.enums import PartyKind
from kortisto.register.parties.exporting.cards import write_cards
from kortisto.register.parties.exporting.objects import write_json
from kortisto.register.parties.exporting.safe_cells import safe_cell
from kortisto.register.parties.exporting.tables import write_csv
from kortisto.register.parties.importing.cards import CardFile
from kortisto.register.parties.listing import ListColumn, ListRow

pytestmark = pytest.mark.unit


def row(name: str = "Maija Esimerkki", **cells: object) -> ListRow:
    return ListRow(
        id=UUID(int=7),
        kind=PartyKind.PERSON,
        name=name,
        cells={ListColumn(column): value for column, value in cells.items()},
        parts=("Maija", "Esimerkki"),
    )


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+SUM(A1)", "-cmd", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1a", "－1a", "＠x", " =1+1", "\xa0=1",
     "+358 40 =1", "-5=A1", "|calc", "%0A"],
)  # fmt: skip
def test_what_would_be_a_formula_is_text(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize(
    "text", ["+358 40 1234567", "+358401234567", "+358 (0)40 123-4567", "-5,50", "Maija", "", "a=b", "O'Brien", "1/2"]
)
def test_telephone_numbers_and_ordinary_texts_stay_as_they_are(text: str) -> None:
    assert safe_cell(text) == text


def test_csv_reads_back_whatever_the_texts_hold() -> None:
    file = io.BytesIO()
    hostile = ['Ääkkönen; "Öljy"', "two\nlines", "'x", "+358 40 1234567"]
    write_csv(file, ["Nimi", "a", "b", "c"], [hostile])
    rows = list(csv.reader(io.StringIO(file.getvalue().decode("utf-8-sig"), newline=""), delimiter=";"))

    assert file.getvalue().startswith(b"\xef\xbb\xbf")
    assert rows == [["Nimi", "a", "b", "c"], hostile]


@pytest.mark.parametrize("version", ["3.0", "4.0"])
def test_a_card_cannot_be_broken_out_of(version: str) -> None:
    file = io.BytesIO()
    evil = row("Maija\r\nEND:VCARD\r\nBEGIN:VCARD", represents="Öljy; Vesi, \\ Oy\nX", phone="+358401234567")
    write_cards(file, [evil], version=version, purpose="crm")
    text = file.getvalue().decode()

    assert text.splitlines().count("BEGIN:VCARD") == 1
    assert text.splitlines().count("END:VCARD") == 1
    assert "ORG:Öljy\\; Vesi\\, \\\\ Oy\\nX" in text
    assert "+358401234567" in text


def test_long_lines_are_folded_between_letters() -> None:
    file = io.BytesIO()
    write_cards(file, [row("ä" * 200)], version="4.0", purpose="crm")
    lines = file.getvalue().split(b"\r\n")

    assert max(map(len, lines)) <= 75
    assert "FN:" + "ä" * 200 in file.getvalue().replace(b"\r\n ", b"").decode()


def test_json_has_days_and_nothing_for_what_is_unknown() -> None:
    file = io.BytesIO()
    write_json(file, [row(added=date(2026, 11, 22), city=""), row()], about={"purpose": "crm"})

    assert b'"added": "2026-11-22", "city": null' in file.getvalue()


@pytest.mark.parametrize("version", ["3.0", "4.0"])
def test_each_card_says_its_purpose_and_other_programs_read_it_all_the_same(version: str, tmp_path: Path) -> None:
    file = io.BytesIO()
    write_cards(
        file, [row(), row("Onni Keksitty")], version=version, purpose="Asiakassuhteen hoito; muu, kuin\nmarkkinointi"
    )
    cards = list(vobject.readComponents(file.getvalue().decode()))

    assert [card.fn.value for card in cards] == ["Maija Esimerkki", "Onni Keksitty"]
    told = {card.contents["x-kortisto-purpose"][0].value for card in cards}
    assert told == {"Asiakassuhteen hoito; muu, kuin\nmarkkinointi"}
    assert all("note" not in card.contents for card in cards)
    path = tmp_path / "cards.vcf"
    path.write_bytes(file.getvalue())
    again = CardFile(path)
    assert again.rows == 2
    assert not any("PURPOSE" in column.upper() for column in again.columns)
