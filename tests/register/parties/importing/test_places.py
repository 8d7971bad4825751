"""Rows in the midst of a file are found without reading those before them, and are the same as if all were read."""

from __future__ import annotations

from itertools import islice, pairwise
from pathlib import Path

import pytest

from kortisto.register.parties.importing import csv_files
from kortisto.register.parties.importing.csv_files import CsvFile
from kortisto.register.parties.importing.opening import open_file
from kortisto.register.parties.importing.reading import Line, RefusedLine, Shape

pytestmark = pytest.mark.unit

ROWS = [
    "Yritys;Nimi;Huomio",
    "Åbo Öljy Oy;Äijö;yksi",
    "",
    'Kaksi Oy;"Rivi\nja toinen";"sanoi ""hei"""',
    "Kolme Oy;Kolmas;" + "pitkä " * 30,
    " ; ;",
    'Neljä Oy;"\n\n\n";x',
    "Viisi Oy;Viides",
    "Kuusi Oy;Kuudes;y;liikaa",
    'Seitsemän Oy;"a\rb";z',
]


@pytest.mark.parametrize("step", [1, 7, 64, 1 << 16])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_rows_from_any_place_on_are_those_of_the_whole_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int, end: str, encoding: str
) -> None:
    monkeypatch.setattr(csv_files, "_STEP", step)
    path = tmp_path / "a.csv"
    hint = [] if end == "\r" else ["sep=;"]
    path.write_bytes(end.join([*hint, *ROWS, *ROWS[1:], ""]).encode(encoding))
    file = CsvFile(path)
    again = CsvFile(path, encoding=file.encoding, separator=file.separator, known=file.survey)
    whole = list(file)

    assert len(whole) == file.rows == 14
    for place in range(file.rows + 1):
        assert list(again.beginning_at(place)) == whole[place:]
    if encoding != "utf-16" and step == 7:
        assert len(file.survey.marks) >= 4


def test_a_longer_file_has_its_places_farther_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_files, "_STEP", 10)
    monkeypatch.setattr(csv_files, "_MOST_MARKS", 16)
    path = tmp_path / "a.csv"
    path.write_text("Yritys;Nimi\n" + "".join(f"Yritys {number};Nimi\n" for number in range(1000)))
    file = CsvFile(path)
    marks = file.survey.marks

    assert 8 <= len(marks) < 16
    apart = {later.rows - earlier.rows for earlier, later in pairwise(marks)}
    assert max(apart) <= 2 * min(apart)
    assert file.stride < 200


def rows_read(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The numbers of the rows that are read from now on."""
    read: list[int] = []
    fitted = Shape.fitted

    def noted(self: Shape, number: int, row: tuple[str, ...]) -> Line | RefusedLine:
        read.append(number)
        return fitted(self, number, row)

    monkeypatch.setattr(Shape, "fitted", noted)
    return read


def test_a_row_far_into_a_file_is_found_without_the_rows_before_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Yritys;Nimi\n" + "".join(f"Yritys {number};Nimi\n" for number in range(200_000)))
    file = CsvFile(path)
    read = rows_read(monkeypatch)

    (line,) = islice(file.beginning_at(199_000), 1)

    assert (line.number, line.fields[0]) == (199_002, "Yritys 199000")
    assert read == [199_002]


def test_cards_have_places_too(tmp_path: Path) -> None:
    path = tmp_path / "a.vcf"
    path.write_text("".join(f"BEGIN:VCARD\nVERSION:4.0\nFN:Aino {number}\nEND:VCARD\n" for number in range(3)))

    assert [line.number for line in open_file(path).beginning_at(1)] == [2, 3]
