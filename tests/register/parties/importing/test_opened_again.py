"""A file that was looked through once is not read through each time that it is looked at."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter
from pytest_django import Settings

from kortisto.register.audit.enums import Door
from kortisto.register.audit.values import Actor
from kortisto.register.parties.importing import cards, csv_files, sheets
from kortisto.register.parties.importing.opening import open_file
from kortisto.register.parties.intake.keeping import file_of, open_upload
from kortisto.register.parties.models import Upload
from kortisto.register.parties.operations import uploads
from kortisto.register.parties.queries import imports
from tests.register.conftest import NOW
from tests.register.parties.importing.test_uploads import BAD, HEADER, TWO, account, bring, choose

pytestmark = pytest.mark.integration


@pytest.fixture(autouse=True)
def data_folder(settings: Settings, tmp_path: Path) -> Path:
    settings.DATA = tmp_path
    return tmp_path


@pytest.fixture
def alice(db: None) -> Actor:
    return account()


def test_a_file_that_was_looked_through_is_opened_again_without_being_read_through(
    alice: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of five million rows each look at the page would take as long as bringing them."""
    ragged = HEADER.replace("\n", ";\n") + TWO.replace("\n", ";\n") + "Vesi, Oy;Aino;Toinen;;;\nLyhyt\n"
    for text in (HEADER + TWO + BAD, ragged, "sep=;\n" + HEADER + TWO):
        upload_id = bring(text, alice)
        fresh = open_file(file_of(upload_id))
        with monkeypatch.context() as patch:
            patch.setattr(csv_files, "_examined", None)
            patch.setattr(csv_files.CsvFile, "_survey", None)
            again = open_upload(Upload.objects.get(id=upload_id))
            assert list(again) == list(fresh)
            assert (again.columns, again.rows, again.sha256) == (fresh.columns, fresh.rows, fresh.sha256)
            assert imports.samples_of(upload_id=upload_id)["Etunimi"][0] == "Aino"
        choose(upload_id, alice)
        assert open_upload(Upload.objects.get(id=upload_id)).rows == fresh.rows
        uploads.read_upload_as(
            upload_id=upload_id, encoding="cp1252", separator=";", sheet="", by=alice, at=NOW, channel=Door.WEB
        )
        assert open_upload(Upload.objects.get(id=upload_id)).encoding == "cp1252"


@pytest.mark.parametrize("kind", ["xlsx", "vcard"])
def test_workbooks_and_cards_are_opened_again_without_being_read_through(
    kind: str, alice: Actor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if kind == "xlsx":
        book = xlsxwriter.Workbook(tmp_path / "a")
        for name in ("Toinen", "Asiakkaat"):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["Yritys", "Nimi"])
            sheet.write_row(1, 0, [f"{name} Oy", "Aino Hehku"])
        book.close()
        content = (tmp_path / "a").read_bytes()
    else:
        content = b"BEGIN:VCARD\r\nFN:Aino Hehku\r\nPHOTO:\0\x01\r\nEND:VCARD\r\nBEGIN:VCARD\r\nEND:VCARD\r\n"
    upload_id = bring(content, alice)
    if kind == "xlsx":
        uploads.read_upload_as(
            upload_id=upload_id, encoding="", separator="", sheet="Asiakkaat", by=alice, at=NOW, channel=Door.WEB
        )
    upload = Upload.objects.get(id=upload_id)
    assert upload.kind == kind
    fresh = open_file(file_of(upload_id), sheet=upload.sheet)
    lines = list(fresh)
    monkeypatch.setattr(sheets, "_look_inside", None)
    monkeypatch.setattr(sheets.SheetFile, "_survey", None)
    monkeypatch.setattr(cards, "_examined", None)
    again = open_upload(upload)
    assert list(again) == lines
    for what in ("kind", "columns", "rows", "pictures", "sheet", "sheets", "encoding", "sha256"):
        assert getattr(again, what) == getattr(fresh, what), what
