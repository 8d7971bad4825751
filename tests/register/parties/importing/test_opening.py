"""Files as programs write them and as people break them: each is read rightly, or refused with a clear sentence."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from kortisto.declaration.model import LANGUAGES
from kortisto.register.parties.importing import sheets
from kortisto.register.parties.importing.cards import CardFile
from kortisto.register.parties.importing.meaning import Content, Target
from kortisto.register.parties.importing.mending import write_rejected
from kortisto.register.parties.importing.opening import open_file
from kortisto.register.parties.importing.presets import mapping_of, recognised, whole_street
from kortisto.register.parties.importing.reading import Line, RefusedLine, UnreadableFileError, read_table
from kortisto.register.parties.importing.rows import PartyRow, party_row
from kortisto.register.parties.importing.wording import REASON, why_unreadable

pytestmark = pytest.mark.unit

SAMPLES = Path(__file__).resolve().parents[3] / "samples" / "imports"
T = Target


def rows_of(path: Path) -> list[PartyRow]:
    file = open_file(path)
    preset = recognised(file.columns)
    assert preset is not None, file.columns
    mapping = mapping_of(preset, file.columns)
    assert mapping.whole_street == whole_street(file.columns, mapping.targets)
    return [party_row(line, mapping) for line in file if isinstance(line, Line)]


@pytest.mark.parametrize(
    ("name", "program", "more"),
    [
        ("hubspot-contacts.csv", "HubSpot", {T.PERSON_PHONE: "040 111 2222"}),
        ("pipedrive-people.csv", "Pipedrive", {T.PERSON_MOBILE: "040 111 2222", T.PERSON_PHONE: "09 123 4567"}),
        ("salesforce-contacts.csv", "Salesforce", {T.TITLE: "Ostaja", T.POSTAL_CODE: "96100", T.PREFIX: "Ms."}),
        ("outlook-en.csv", "Outlook", {T.TITLE: "Ostaja", T.PERSON_EMAIL_2: "aino.hehku@hehkurinne.example"}),
        ("outlook-fi.csv", "Outlook", {T.TITLE: "Ostaja", T.CITY: "Rovaniemi", T.PERSON_PHONE: "09 123 4567"}),
        ("salesforce-leads.csv", "Salesforce", {T.PERSON_MOBILE: "040 111 2222", T.POSTAL_CODE: "96100"}),
        ("outlook-sv.csv", "Outlook", {T.TITLE: "Ostaja", T.CITY: "Rovaniemi", T.PERSON_PHONE: "09 123 4567"}),
        ("google-en.csv", "Google", {T.TITLE: "Ostaja", T.PERSON_EMAIL_2: "aino.hehku@hehkurinne.example"}),
        ("google-fi.csv", "Google", {T.TITLE: "Ostaja", T.PERSON_PHONE: "040 111 2222"}),
    ],
)
def test_exports_of_programs_are_recognised_and_understood(name: str, program: str, more: dict[Target, str]) -> None:
    preset = recognised(open_file(SAMPLES / name).columns)
    assert preset is not None
    assert (preset.program, preset.content) == (program, Content.PEOPLE)
    aino = rows_of(SAMPLES / name)[0]
    assert aino.faults == []
    assert aino.person == ("Aino", "Hehku")
    wanted = {T.ORGANISATION_NAME: "Hehkurinne Oy", T.PERSON_EMAIL: "aino@hehkurinne.example", **more}
    assert {target: aino.values.get(target) for target in wanted} == wanted


def test_companies_of_hubspot_are_organisations() -> None:
    preset = recognised(open_file(SAMPLES / "hubspot-companies.csv").columns)
    assert preset is not None
    assert (preset.program, preset.content) == ("HubSpot", Content.PARTIES)
    (row,) = rows_of(SAMPLES / "hubspot-companies.csv")
    assert row.values[T.REFERENCE] == "501"


@pytest.mark.parametrize(
    ("name", "program"),
    [
        ("salesforce-accounts.csv", "Salesforce"),
        ("salesforce-account-report.csv", "Salesforce"),
        ("pipedrive-organisations.csv", "Pipedrive"),
    ],
)
def test_organisations_of_programs_are_no_people(name: str, program: str) -> None:
    """A name of a company in a column "Name" would else be taken for that of a person."""
    preset = recognised(open_file(SAMPLES / name).columns)
    assert preset is not None
    assert (preset.program, preset.content) == (program, Content.PARTIES)
    (row,) = rows_of(SAMPLES / name)
    assert (row.faults, any(row.person)) == ([], False)
    wanted = {
        T.ORGANISATION_NAME: "Hehkurinne Oy", T.REFERENCE: "A-100", T.STREET: "Keksitty katu 1",
        T.POSTAL_CODE: "96100", T.CITY: "Rovaniemi", T.COUNTRY: "Finland",
    }  # fmt: skip
    assert {target: row.get(target) for target in wanted} == wanted


def test_a_file_of_no_known_program_is_not_taken_for_one() -> None:
    assert recognised(("Yritys", "Nimi", "Sähköposti")) is None


@pytest.mark.parametrize(
    "columns",
    [
        "Förnamn;Efternamn;E-postadress;Företag;Telefon;Postnummer;Ort;FO-nummer",
        "Etunimi;Sukunimi;Sähköpostiosoite;Yritys;Matkapuhelin;Puhelin;Postinumero;Y-tunnus",
        "First Name;Last Name;E-mail Address;Company;Phone;City",
    ],
)
def test_a_plain_list_of_people_is_nobodys_export(columns: str) -> None:
    assert recognised(columns.split(";")) is None


def test_of_columns_that_a_preset_does_not_know_the_meaning_is_guessed() -> None:
    columns = (
        "Förnamn", "Efternamn", "E-postadress", "Företag", "Telefon (arbete)", "FO-nummer", "Ort", "Beställningsnummer",
        "Beställningsdatum", "Kundnummer",
    )  # fmt: skip
    preset = recognised(columns)
    assert preset is not None
    mapping = mapping_of(preset, columns)
    assert mapping.content is Content.PEOPLE
    assert mapping.targets[4:] == (T.PERSON_PHONE, T.BUSINESS_ID, T.CITY, T.NOTHING, T.NOTHING, T.REFERENCE)


def test_what_a_preset_knows_to_be_nothing_is_not_guessed() -> None:
    """The number of a person's record would become the customer number of the organisation."""
    columns = open_file(SAMPLES / "hubspot-contacts.csv").columns
    preset = recognised(columns)
    assert preset is not None
    assert mapping_of(preset, columns).targets[0] is T.NOTHING


def test_what_is_guessed_of_an_export_of_organisations_is_theirs() -> None:
    columns = ("Account Name", "Billing City", "Email", "Phone", "Mobile")
    preset = recognised(columns)
    assert preset is not None
    assert mapping_of(preset, columns).targets == (T.ORGANISATION_NAME, T.CITY, T.EMAIL, T.PHONE, T.PHONE_2)


@pytest.mark.parametrize(
    "columns",
    [
        "First Name;Last Name;Email;Account Name;Billing City",
        "Account Name;Billing City;Contact Name;Email",
        "Account Name;Account Owner;Billing State/Province;Billing Street;Billing City;Phone;First Name;Last Name",
        "Record ID - Company;Company name;First Name;Last Name",
        "Organization - Name;Organization - Owner;Person - Name;Person - Organization",
    ],
)
def test_where_people_are_named_no_preset_of_organisations_fits(columns: str) -> None:
    preset = recognised(columns.split(";"))
    assert preset is None or preset.content is Content.PEOPLE


# --- vCards ----------------------------------------------------------------------------------------------------------


def test_a_card_of_outlook_is_read_with_its_letters_and_without_its_picture() -> None:
    file = open_file(SAMPLES / "outlook-2.1.vcf")
    (row,) = rows_of(SAMPLES / "outlook-2.1.vcf")
    assert (file.kind, file.pictures) == ("vcard", 1)
    assert row.faults == []
    assert row.person == ("Aino", "Mäkelä")
    assert row.values == {
        T.PERSON_NAME: "Aino Mäkelä", T.LAST_NAME: "Mäkelä", T.FIRST_NAME: "Aino", T.ORGANISATION_NAME: "Hehkurinne Oy",
        T.TITLE: "Ostaja", T.PERSON_PHONE: "09 123 4567", T.PERSON_MOBILE: "040 111 2222",
        T.PERSON_EMAIL: "aino@hehkurinne.example", T.STREET: "Keksitty katu 1", T.CITY: "Rovaniemi",
        T.POSTAL_CODE: "96100", T.COUNTRY: "Suomi",
    }  # fmt: skip


def test_several_cards_and_folded_lines_are_read() -> None:
    file = open_file(SAMPLES / "google-3.0.vcf")
    aino, onni = rows_of(SAMPLES / "google-3.0.vcf")
    assert aino.values[T.TITLE] == "Ostaja, tekniikka"
    assert onni.values[T.PERSON_EMAIL] == "onni@keksitty.example"
    (note,) = (line.fields[file.columns.index("NOTE")] for line in file if line.number == 1)
    assert note == "Tavattu messuilla\nSoittaa keväällä"


def test_a_card_of_apple_is_read() -> None:
    (row,) = rows_of(SAMPLES / "apple-4.0.vcf")
    assert row.person == ("Venla", "Tuulensuu")
    assert row.normal == {T.PERSON_EMAIL: "venla@tuulensuu.example", T.PERSON_MOBILE: "+358401112222"}
    assert (row.values[T.PERSON_STREET], row.values[T.PERSON_CITY]) == ("Keksitty katu 2", "Vaasa")


def test_a_card_of_a_telephone_of_apple_is_read_with_its_groups_and_without_its_picture() -> None:
    file = open_file(SAMPLES / "apple-3.0.vcf")
    (row,) = rows_of(SAMPLES / "apple-3.0.vcf")
    assert (file.pictures, row.faults, row.person) == (1, [], ("Lempi", "Pilvinen"))
    wanted = {
        T.ORGANISATION_NAME: "Pilvipelto Oy", T.TITLE: "Myyntijohtaja", T.PERSON_EMAIL: "lempi@pilvipelto.example",
        T.PERSON_MOBILE: "+358 40 111 3333", T.STREET: "Keksitty katu 3\nC-rappu", T.CITY: "Kuopio",
        T.POSTAL_CODE: "70100",
    }  # fmt: skip
    assert {target: row.values.get(target) for target in wanted} == wanted


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("BEGIN:VCARD\nFN:Aino Hehku\nBEGIN:VCARD\nFN:Agent\nEND:VCARD\nEND:VCARD\n", ["Aino Hehku"]),
        ("BEGIN:VCARD\nFN:Aino Hehku\n", []),
        ("BEGIN:VCARD\nEND:VCARD\nBEGIN:VCARD\nFN:Onni\nEND:VCARD\n", ["Onni"]),
        ("BEGIN:VCARD\n" + "X-A:1\n" * 600 + "FN:Aino\nEND:VCARD\n", []),
        ("BEGIN:VCARD\nFN:Aino\nNOTE:" + "a" * 500_000 + "\n " + "b" * 500_000 + "\nEND:VCARD\n", ["Aino"]),
        ("BEGIN:VCARD\nFN;CHARSET=no-such:Aino\n:\n;;;\nEND:VCARD\n", ["Aino"]),
    ],
)
def test_broken_cards_are_refused_alone(text: str, read: list[str], tmp_path: Path) -> None:
    path = tmp_path / "a.vcf"
    path.write_text(text, "utf-8")
    file = open_file(path)
    names = [line.fields[file.columns.index("FN")] for line in file if isinstance(line, Line)]
    assert names == read


def test_rejected_cards_are_written_as_cards_with_the_reason(tmp_path: Path) -> None:
    file, out = open_file(SAMPLES / "google-3.0.vcf"), tmp_path / "out.vcf"
    write_rejected(file=file, reasons=[(2, "why")], language="en", out=out)
    again = open_file(out)
    assert isinstance(again, CardFile)
    assert b"X-KORTISTO-REASON:why\r\n" in out.read_bytes()
    assert [line.fields[0] for line in again] == ["Onni Keksitty"]
    write_rejected(file=again, reasons=[(1, "still")], language="en", out=tmp_path / "third.vcf")
    assert (tmp_path / "third.vcf").read_bytes().count(b"X-KORTISTO-REASON") == 1


# --- workbooks -------------------------------------------------------------------------------------------------------


def workbook(tmp_path: Path, *rows: list[object], name: str = "a.xlsx") -> Path:
    path = tmp_path / name
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "default_date_format": "d.m.yyyy"}) as book:
        sheet = book.add_worksheet("Asiakkaat")
        for place, row in enumerate(rows):
            for column, cell in enumerate(row):
                sheet.write(place, column, cell)
        book.add_worksheet("Muut").write_row(0, 0, ["Yritys", "Nimi"])
    return path


def test_cells_are_read_as_they_are_written(tmp_path: Path) -> None:
    day = dt.datetime(2026, 11, 22)  # noqa: DTZ001 (a cell has no zone)
    path = workbook(
        tmp_path, ["Yritys", "Numero", "Päivä", "Luku"], ["=1+1", 358401112222, day, 1.5], ["Ä Oy", "007", "", True]
    )
    file = open_file(path)
    assert (file.kind, file.sheet, file.sheets, file.rows) == ("xlsx", "Asiakkaat", ("Asiakkaat", "Muut"), 2)
    assert [line.fields for line in file] == [
        ("=1+1", "358401112222", "2026-11-22", "1.5"),
        ("Ä Oy", "007", "", "TRUE"),
    ]


def test_a_chosen_sheet_is_read_and_an_unknown_one_told(tmp_path: Path) -> None:
    path = workbook(tmp_path, ["Yritys", "Nimi"], ["A Oy", "Aino Hehku"])
    with pytest.raises(UnreadableFileError) as refused:
        open_file(path, sheet="Kolmas")
    assert (refused.value.code, refused.value.detail) == ("sheet", "Asiakkaat, Muut")
    with pytest.raises(UnreadableFileError) as empty:
        open_file(path, sheet="Muut")
    assert empty.value.code == "header only"


def test_rejected_rows_of_a_workbook_are_a_workbook_without_formulas(tmp_path: Path) -> None:
    path, out = workbook(tmp_path, ["Yritys", "Nimi"], ["=1+1", "x"], ["B Oy", "y"]), tmp_path / "out.xlsx"
    write_rejected(file=open_file(path), reasons=[(2, "miksi")], language="fi", out=out)
    again = open_file(out)
    assert again.columns == (REASON.fi, "Yritys", "Nimi")
    assert [line.fields for line in again] == [("miksi", "=1+1", "x")]
    with zipfile.ZipFile(out) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def packed(tmp_path: Path, sheet: bytes, texts: bytes = b"") -> Path:
    """A workbook with a sheet of our own making."""
    path = workbook(tmp_path, ["Yritys", "Nimi"], ["A Oy", "Aino"], name="good.xlsx")
    bad = tmp_path / "bad.xlsx"
    with zipfile.ZipFile(path) as good, zipfile.ZipFile(bad, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in good.infolist():
            content = good.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                content = sheet
            if part.filename == "xl/sharedStrings.xml" and texts:
                content = texts
            archive.writestr(part.filename, content)
    return bad


_HEAD = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
_TAIL = b"</sheetData></worksheet>"
_FAR = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'


def test_a_cell_at_the_other_end_of_the_sheet_is_not_given_the_room_between(tmp_path: Path) -> None:
    refused_as(packed(tmp_path, _HEAD + _FAR + _TAIL), "bomb")
    refused_as(packed(tmp_path, _HEAD + _FAR.replace(b'r="XFD', b'r="&#88;FD') + _TAIL), "bomb")


def test_what_unpacks_to_too_much_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refused_as(packed(tmp_path, _HEAD + b" " * 60_000_000 + _TAIL), "bomb")
    monkeypatch.setattr(sheets, "MOST_UNPACKED", 1_000)
    refused_as(workbook(tmp_path, ["Yritys", "Nimi"], ["A Oy", "Aino"]), "bomb")


def test_what_says_itself_that_it_unpacks_to_too_much_is_not_unpacked_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bomb = packed(tmp_path, _HEAD + b" " * 30_000_000 + _TAIL)
    unpacked: list[str] = []
    unpack = sheets._unpacked

    def noted(part: zipfile.ZipInfo, raw: Any) -> Iterator[bytes]:
        unpacked.append(part.filename)
        return unpack(part, raw)

    monkeypatch.setattr(sheets, "_unpacked", noted)
    refused_as(bomb, "bomb")
    assert "xl/worksheets/sheet1.xml" not in unpacked


def test_one_long_text_in_every_cell_is_not_repeated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_TEXT", 100_000)
    cells = b"".join(b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (n, n) for n in range(1, 200))
    texts = (
        b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>'
        + b"a" * 1000
        + b"</t></si></sst>"
    )
    refused_as(packed(tmp_path, _HEAD + cells + _TAIL, texts), "bomb")


def test_entities_are_not_looked_up(tmp_path: Path) -> None:
    refused_as(packed(tmp_path, b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>' + _HEAD + _TAIL), "bomb")


def refused_as(path: Path, code: str) -> None:
    with pytest.raises(UnreadableFileError) as refused:
        open_file(path)
    assert refused.value.code == code
    sentences = {why_unreadable(refused.value, "tiedosto", language) for language in LANGUAGES}
    assert len(sentences) == len(LANGUAGES)


# --- what is no table ------------------------------------------------------------------------------------------------


def _zip(name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, "x")
    return out.getvalue()


_ENVELOPE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "empty"),
        (b" \r\n\t\r\n", "empty"),
        (b"Yritys;Nimi\n", "header only"),
        (b"Yritys;Yritys\nA;B\n", "columns"),
        ((";".join(f"c{n}" for n in range(100_000)) + "\n1\n").encode(), "many columns"),
        (b"Yritys;Nimi\nA\0B;C\n", "binary"),
        ("Yritys;Nimi\nÄ\ud800;C\n".encode("utf-8", "surrogatepass"), "surrogate"),
        (b"\xff\xfeA\0;\0B\0\n\0\x00\xd8x\0;\0y\0\n\0", "encoding"),
        (b"%PDF-1.7 ...", "other type"),
        (b"<html><table><tr><td>Yritys</td></tr></table>", "other type"),
        (b'{"people": [{"name": "Aino"}]}', "other type"),
        (b"\x89PNG\r\n", "other type"),
        (_zip("a.txt"), "other type"),
        (_ENVELOPE, "old excel"),
        (_ENVELOPE + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"PK\x03\x04 and then nothing", "damaged"),
        (b'Yritys;Nimi\n"A;B\n', "quotes"),
    ],
)
def test_what_cannot_be_read_says_why(raw: bytes, code: str, tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(raw)
    refused_as(path, code)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_a_file_on_the_disk_is_read_as_the_same_in_memory(encoding: str, separator: str, tmp_path: Path) -> None:
    text = 'Yritys;Nimi;Katu\nÄkäslompolo Oy;Åke Öster;"Katu 1\nPL 5"\n\nB Oy;Liian;vähän;kenttiä\nLyhyt\n'
    path = tmp_path / "a.csv"
    path.write_bytes(text.replace(";", separator).encode(encoding))
    file = open_file(path)
    assert file.separator == separator
    if encoding != "utf-16-le":  # without a mark it is known on the disk only
        table = read_table(path.read_bytes())
        assert (file.columns, list(file)) == (table.columns, list(table))
    kinds = [type(line) for line in file]
    assert kinds == [Line, RefusedLine, RefusedLine]


def test_excel_says_the_separator_in_the_first_line(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"sep=;\r\nYritys, Oy;Nimi\r\nA, B;C\r\n")
    assert open_file(path).columns == ("Yritys, Oy", "Nimi")


def test_a_long_file_is_not_held_in_memory(tmp_path: Path) -> None:
    import tracemalloc  # noqa: PLC0415 (only here)

    path = tmp_path / "a.csv"
    with path.open("w", encoding="utf-8") as out:
        out.write("Yritys;Nimi\n")
        out.writelines(f"Yritys {number} Oy;Aino Hehku\n" for number in range(40_000))
    tracemalloc.start()
    file = open_file(path)
    assert sum(1 for _ in file) == file.rows == 40_000
    kept = tmp_path / "kept.csv"
    write_rejected(file=file, reasons=((number, "why") for number in range(2, 40_002)), language="en", out=kept)
    assert tracemalloc.get_traced_memory()[1] < 7_000_000  # the file is 1 MB, its rows would be 10 MB
    tracemalloc.stop()
    assert open_file(kept).rows == 40_000


@pytest.mark.parametrize("mark", ["\u202e", "\u200f", "\u2066", "\ufeff", "\u200b"])
def test_marks_that_turn_the_writing_are_taken_out(mark: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"Yritys;Etunimi;Sukunimi;Sähköposti\nA{mark} Oy;Ai{mark}no;Hehku;\n", "utf-8")
    file = open_file(path)
    from kortisto.register.parties.importing.meaning import guess  # noqa: PLC0415

    (row,) = [party_row(line, guess(file.columns)) for line in file if isinstance(line, Line)]
    assert not any(mark in value for value in row.values.values())
