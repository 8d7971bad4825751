"""Files as other programs write them: whatever comes, a row is read rightly, or refused and said so."""

from __future__ import annotations

import csv
import io
from collections import Counter

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kortisto.register.parties.importing.reading import LARGEST, Table, UnreadableFileError, guarded, read_table

pytestmark = pytest.mark.unit


def read(text: str) -> Table:
    return read_table(text.encode())


def fields(table: Table) -> list[tuple[str, ...]]:
    return [line.fields for line in table.lines]


def code_of(raw: bytes) -> tuple[str, str]:
    with pytest.raises(UnreadableFileError) as caught:
        read_table(raw)
    return caught.value.code, caught.value.detail


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_separators_and_line_ends(separator: str, end: str) -> None:
    table = read(end.join([separator.join(["Nimi", "Kaupunki"]), separator.join(["Esimerkki Oy", "Lahti"])]) + end)
    assert (table.columns, fields(table)) == (("Nimi", "Kaupunki"), [("Esimerkki Oy", "Lahti")])
    assert table.separator == separator


def test_a_separator_inside_a_quoted_column_name_does_not_mislead() -> None:
    assert read('"a;b;c;d",e,f\n1,2,3\n').columns == ("a;b;c;d", "e", "f")


def test_the_line_by_which_excel_names_the_separator_is_no_row() -> None:
    table = read("sep=;\r\nnimi;a,b,c\r\nX;1\r\n")
    assert (table.columns, fields(table)) == (("nimi", "a,b,c"), [("X", "1")])
    assert table.lines[0].number == 3  # as a spreadsheet counts


TEXTS = [
    "nimi;kaupunki\nHämäläinen;Jyväskylä\nÖhman;Åbo\n",
    "yritys;nimi;hinta\nMäki Oy;Žiga Novák;5 €\nŠkoda;Göran;1 €\n",
    "name,city\nTomáš,Praha\nDuško,Niš\nLuboš,Brno\n",
    "name,street\nJosé,rue de l’Abbaye\nKlauß,Hauptstraße\n",
    "name,city\nMARJA-LEENA MÄKI,HÄMEENLINNA\nÅKE ÖST,ÅBO\n",
]


ENCODINGS = {"utf-8": "utf-8", "utf-8-sig": "utf-8", "utf-16": "utf-16", "utf-16-be": "utf-16", "cp1252": "cp1252",
             "latin-1": "cp1252"}  # fmt: skip


def has_the_letters(text: str, encoding: str) -> bool:
    return text.encode(encoding, "ignore").decode(encoding) == text


@pytest.mark.parametrize(
    ("text", "written", "found"),
    [(text, *pair) for text in TEXTS for pair in ENCODINGS.items() if has_the_letters(text, pair[0])],
)
def test_encodings(text: str, written: str, found: str) -> None:
    raw = text.encode(written)
    table = read_table(b"\xfe\xff" + raw if written == "utf-16-be" else raw)
    assert table.encoding == found
    assert [*map(list, [table.columns, *fields(table)])] == list(
        csv.reader(io.StringIO(text), delimiter=table.separator)
    )


@pytest.mark.parametrize("written", ["mac_roman", "cp850"])
def test_old_encodings_are_known_by_what_windows_would_make_of_them(written: str) -> None:
    table = read_table("nimi;kaupunki\nHämäläinen;Jyväskylä\nÅström;Åbo\n".encode(written))
    assert (table.encoding, fields(table)[0]) == (written, ("Hämäläinen", "Jyväskylä"))


def test_quoted_fields_hold_separators_newlines_and_quotation_marks() -> None:
    table = read('name,address\n"Oy ""Kukka"", Ab","Esimerkkikatu 1\nPL 5"\nB,C\n')
    assert fields(table) == [('Oy "Kukka", Ab', "Esimerkkikatu 1\nPL 5"), ("B", "C")]
    assert [line.number for line in table.lines] == [2, 3]


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ('a,b\n1,2\n3,"4\n5,6\n7,8\n', "3"),  # never closed: it would swallow the rows 5 and 7
        ('a,b\n1,"2\n3,"4"\n5,6\n', "2"),  # closed by the opening mark of another row
        ('"a,b\n1,2\n', "1"),
    ],
)
def test_quotation_marks_that_do_not_match_refuse_the_file_with_the_row(text: str, row: str) -> None:
    assert code_of(text.encode()) == ("quotes", row)


NORTHWIND = "id,address,city,country\n"


@pytest.mark.parametrize(
    ("row", "read_as"),
    [
        ("BLONP,24, place Kléber,Strasbourg,France", ("BLONP", "24, place Kléber", "Strasbourg", "France")),
        ("X,C/ Araquil, 67, 2, izq,Madrid,Spain", ("X", "C/ Araquil, 67, 2, izq", "Madrid", "Spain")),
        ("X,a street,Madrid,", ("X", "a street", "Madrid", "")),
        ("X,24, place,Madrid,", ("X", "24, place", "Madrid", "")),  # not "24", "place", "Madrid"
        ("X,a street,Madrid,Spain,,", ("X", "a street", "Madrid", "Spain")),
    ],
)
def test_rows_that_certainly_can_be_read(row: str, read_as: tuple[str, ...]) -> None:
    table = read(f"{NORTHWIND}ALFKI,Obere Str. 57,Berlin,Germany\n{row}\n")
    assert fields(table)[1] == read_as
    assert not table.refused
    assert table.mended == (", " in row)


@pytest.mark.parametrize(
    "row",
    [
        "X,Madrid,Spain",  # too few
        "X",
        "X,24,place,Madrid,Spain",  # too many, and no telling which belong together
        "X,24, place, Madrid,Spain",  # would be too few
        "X,24, place,Madrid,Spain,more",
    ],
)
def test_ragged_rows_are_refused_with_all_their_fields(row: str) -> None:
    table = read(f"{NORTHWIND}ALFKI,Obere Str. 57,Berlin,Germany\n{row}\n")
    (refused,) = table.refused
    assert (refused.number, refused.fields, refused.reason) == (3, tuple(row.split(",")), "ragged")


def test_nothing_is_joined_where_fields_of_whole_rows_begin_with_a_space() -> None:
    rows = f"{NORTHWIND}ALFKI, Obere Str. 57,Berlin,Germany\nX,24, place,Madrid,Spain\nY,24, place,Madrid,\n"
    table = read(rows)
    assert [line.number for line in table.lines] == [2]
    assert [refused.number for refused in table.refused] == [3, 4]
    assert read("a, b\n1, 2, 3\n").refused


def test_the_separator_by_which_a_field_was_split_is_put_back() -> None:
    assert fields(read("a;b\n1;2\nx; y;z\n"))[1] == ("x; y", "z")


def test_a_separator_at_the_end_of_every_row_makes_no_column() -> None:
    table = read("a,b,\n1,2,\n3, 4,\n5,6\n7,8,9\n")
    assert table.columns == ("a", "b")
    assert fields(table) == [("1", "2"), ("3", "4"), ("5", "6")]
    assert [refused.fields for refused in table.refused] == [("7", "8", "9")]
    # There fields of whole rows begin with a space too, so that a longer row is not joined.
    assert [refused.number for refused in read("a,b,\n1, 2,\n5, x,y,\n").refused] == [3]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "empty"),
        (b" \r\n\t\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"\xff\xfe", "empty"),
        (b",,,\n;\n", "one column"),
        (b"\n,,,\n", "one column"),
        (b"name\nEsimerkki Oy\n", "one column"),
        (b"a,b,a\n1,2,3\n", "columns"),
        (b"a,,b\n1,2,3\n", "columns"),
        (b"a,b\n1,\0\n", "binary"),
        (b"PK\x03\x04\x14\0\x06\0" + bytes(range(256)), "binary"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(128, 256)) + b"\x01\x02\x03", "binary"),
        (b"\xff\xfea\0,\0b", "encoding"),
        (b"a,b\n" + b"x" * 200_000 + b",1\n", "field"),
        (b"a,b\n" + b"x" * LARGEST, "large"),
    ],
)
def test_what_is_no_table_says_why(raw: bytes, code: str) -> None:
    assert code_of(raw)[0] == code


def test_a_header_alone_is_a_table_without_rows() -> None:
    assert read("a,b\n").lines == ()


def test_nothing_as_databases_write_it_is_nothing_and_names_stay() -> None:
    assert fields(read("a,b,c\nNULL,\\N,Null\n")) == [("", "", "Null")]


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "=1+1", "+358401234567", "-5", "@SUM(A1)", "plain", "'quoted'"])
def test_formulas_are_texts_and_their_guard_comes_off_again(text: str) -> None:
    assert fields(read(f"a,b\n{text},x\n")) == [(text, "x")]
    assert fields(read(f"a,b\n{guarded(text)},x\n")) == [(text, "x")]
    assert guarded(text)[0] not in "=+-@"


def test_long_texts_are_read() -> None:
    assert fields(read(f"a,b\n{'ä' * 100_000},x\n")) == [("ä" * 100_000, "x")]


# --- whatever the bytes -------------------------------------------------------------------------------------------

CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from('ab ,;|"\n\r\t'), max_size=8)


@settings(max_examples=400, deadline=None)
@given(st.binary(max_size=300) | st.text(st.sampled_from('ab1 ,;|\t"\n\rä'), max_size=80).map(str.encode))
@example(b"sep=;\na,b\n")
@example(b'a,b\n1,"2')
def test_bytes_are_read_whole_or_refused(raw: bytes) -> None:
    """Each row is a line or refused, and every letter and digit of the file is in one of them."""
    try:
        table = read_table(raw)
    except UnreadableFileError:
        return
    numbers = sorted([line.number for line in table.lines] + [one.number for one in table.refused])
    assert len(set(numbers)) == len(numbers)
    assert all(len(line.fields) == len(table.columns) for line in table.lines)
    text = raw.decode(table.encoding)
    if text.lower().startswith(("sep=", "\ufeffsep=")) or "NULL" in text or "\\N" in text:
        return
    kept = [*table.columns, *(f for line in table.lines for f in line.fields)]
    kept += [field for one in table.refused for field in one.fields]
    assert Counter(filter(str.isalnum, text)) == Counter(filter(str.isalnum, "".join(kept)))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=6), st.sampled_from(",;\t|"))
def test_what_is_written_by_the_rules_is_read_as_it_was(rows: list[list[str]], separator: str) -> None:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator, quoting=csv.QUOTE_ALL)
    writer.writerows([["one", "two", "three"], *rows])
    table = read(out.getvalue())
    wanted = [[cell.strip() for cell in row] for row in rows if any(cell.strip() for cell in row)]
    got = [list(line.fields) for line in table.lines]
    assert not table.refused
    assert got == [["" if cell in {"NULL", "\\N"} else unguarded(cell) for cell in row] for row in wanted]


def unguarded(cell: str) -> str:
    return cell[1:] if len(cell) > 1 and cell[0] == "'" and cell[1] in "=+-@\t\r" else cell
