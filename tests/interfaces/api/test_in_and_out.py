"""Files that programs bring in, take back and get out again, with fields that a declaration adds."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from uuid import UUID

import pytest
from pytest_django import Settings
from python_calamine import CalamineWorkbook

from kortisto.interfaces.api import exports
from kortisto.register.audit.enums import ActorKind, Door
from kortisto.register.audit.values import Actor
from kortisto.register.parties.operations import running_uploads, undoing
from tests.interfaces.api.conftest import Program
from tests.interfaces.web.conftest import World
from tests.register.wider import widened

pytestmark = pytest.mark.integration

FILE = b"Etunimi;Sukunimi;Yritys;Laite\nAino;Hehku;Hehkurinne Oy;IVT 490\nOnni;Malli;Hehkurinne Oy;\n"
JOB = Actor(kind=ActorKind.JOB)


@pytest.fixture(autouse=True)
def wider(declaration_of_tests: None, settings: Settings, tmp_path: Path) -> None:
    settings.KORTISTO_DECLARATION = str(widened(Path(settings.KORTISTO_DECLARATION), tmp_path))
    settings.DATA = tmp_path


def brought(full: Program, own: str = "own.boiler") -> str:
    made = full.call("POST", "/imports?file_name=a.csv", FILE, content_type="application/octet-stream")
    assert made.status_code == 201, made.json()
    id_ = str(made.json()["id"])
    chosen = {
        "content": "people", "targets": ["first name", "last name", "organisation name", own], "source": "subject",
        "collected_on": "2026-11-20", "basis": "interest", "policies": {own: "always"},
    }  # fmt: skip
    said = full.call("PUT", f"/imports/{id_}/choices", chosen)
    assert said.status_code == 204, said.json()
    return id_


def test_own_fields_come_in_go_out_and_the_import_is_taken_back_as_a_job(full: Program) -> None:
    id_ = brought(full)
    assert full.get(f"/imports/{id_}").json()["targets"][3] == "own.boiler"
    batch = full.post(f"/imports/{id_}/start", {}).json()["id"]
    clock = partial(datetime.now, UTC)
    running_uploads.run_upload(upload_id=UUID(id_), by=JOB, at=clock(), clock=clock, channel=Door.JOBS)

    out = full.post("/people/export", {"format": "json", "columns": ["represents"], "own": ["own.boiler"]})
    assert [(one["name"], one["own.boiler"]) for one in json.loads(out.text_of_file)["parties"]] == [
        ("Aino Hehku", "IVT 490"), ("Onni Malli", None),
    ]  # fmt: skip

    asked = full.post(f"/batches/{batch}/undo", {})
    assert (asked.status_code, asked.json()["undo_state"]) == (202, "running")
    again = full.post(f"/batches/{batch}/undo", {})
    assert again.status_code == 409
    undoing.run_undo(batch_id=UUID(batch), by=JOB, at=clock(), clock=clock, channel=Door.JOBS)
    over = full.get(f"/batches/{batch}").json()
    assert (over["undo_state"], over["undo_done"], over["kept"]) == ("done", over["undo_total"], [])
    assert full.get("/people").json()["items"] == []


def test_an_item_that_the_notice_does_not_declare_is_no_column(full: Program) -> None:
    with pytest.raises(AssertionError, match=r"declares no item own\.secret"):
        brought(full, own="own.secret")
    out = full.post("/people/export", {"format": "json", "own": ["own.secret"]})
    assert (out.status_code, out.json()["errors"][0]["field"]) == (422, "body.own")


@pytest.mark.parametrize("form", ["csv", "vcard3", "vcard4", "json", "xlsx"])
def test_a_file_of_every_form_says_in_itself_what_it_is_for(full: Program, world: World, form: str) -> None:
    out = full.post("/people/export", {"format": form, "columns": ["title"]})
    content = out.text_of_file
    if form == "csv":
        rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
        assert {row["purpose"] for row in rows} == {"crm"}
        assert list(rows[0])[-1] == "purpose"
    elif form == "json":
        assert json.loads(content)["purpose"] == "crm"
    elif form == "xlsx":
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(1)
        assert ["purpose", "Managing the customer relationship"] in sheet.to_python()
    else:
        assert content.count(b"X-KORTISTO-PURPOSE:crm\r\n") == content.count(b"BEGIN:VCARD") > 0
    assert "-crm-" in out.headers["Content-Disposition"]


def test_rows_that_wait_are_paged_by_a_cursor(full: Program) -> None:
    clock = partial(datetime.now, UTC)
    for boiler in ("IVT 490", "IVT 590"):
        file = FILE.replace(b"IVT 490", boiler.encode())
        made = full.call("POST", "/imports?file_name=a.csv", file, content_type="application/octet-stream")
        id_ = str(made.json()["id"])
        chosen = {
            "content": "people", "targets": ["first name", "last name", "organisation name", "own.boiler"],
            "source": "subject", "collected_on": "2026-11-20", "basis": "interest",
            "policies": {"own.boiler": "always"}, "duplicates": "ask",
        }  # fmt: skip
        assert full.call("PUT", f"/imports/{id_}/choices", chosen).status_code == 204
        assert full.get(f"/imports/{id_}/asked").json() == {"items": [], "next": None, "count": 0}
        full.post(f"/imports/{id_}/start", {})
        running_uploads.run_upload(upload_id=UUID(id_), by=JOB, at=clock(), clock=clock, channel=Door.JOBS)
    first = full.get(f"/imports/{id_}/asked?limit=1").json()
    assert ([one["row"] for one in first["items"]], first["count"]) == ([2], 2)
    second = full.get(f"/imports/{id_}/asked?limit=1&after={first['next']}").json()
    assert ([one["row"] for one in second["items"]], second["next"]) == ([3], None)
    assert full.get(f"/imports/{id_}/asked?after=x").status_code == 422
    assert full.get(f"/imports/{id_}/asked?limit=1000").status_code == 422

    answers = {"answers": [{"row": 2, "answer": "update"}], "rest": "ask"}
    assert full.post(f"/imports/{id_}/answers", answers).status_code == 204
    running_uploads.run_upload(upload_id=UUID(id_), by=JOB, at=clock(), clock=clock, channel=Door.JOBS)
    assert [one["row"] for one in full.get(f"/imports/{id_}/asked").json()["items"]] == [3]


def test_a_long_export_leaves_in_parts_and_no_long_workbook_is_made(
    full: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    id_ = brought(full)
    full.post(f"/imports/{id_}/start", {})
    clock = partial(datetime.now, UTC)
    running_uploads.run_upload(upload_id=UUID(id_), by=JOB, at=clock(), clock=clock, channel=Door.JOBS)
    whole = full.post("/people/export", {"format": "csv"}).text_of_file
    monkeypatch.setattr(exports, "MOST_IN_WORKBOOK", 1)
    monkeypatch.setattr("kortisto.register.parties.operations.exports.PART", 1)
    assert full.post("/people/export", {"format": "csv"}).text_of_file == whole
    refused = full.post("/people/export", {"format": "xlsx"})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "body.format")


def test_the_last_change_of_many_is_taken_back_once(full: Program, world: World) -> None:
    done = full.post("/people/many/language", {"choice": "sv", "source": "subject", "preview": False}).json()
    assert (done["done"], done["included"]) == (True, 2)
    assert full.get("/people/many").json()["last"]["count"] == 2
    assert full.get("/organisations/many").json()["last"] is None

    tried = full.post("/people/many/undo", {}).json()
    assert tried == {"done": False, "included": 2, "excluded": []}
    assert full.get(f"/people/{world.maija}").json()["language"] == "sv"
    assert full.post("/people/many/undo", {"preview": False}).json() == {**tried, "done": True}
    assert full.get(f"/people/{world.maija}").json()["language"] != "sv"
    assert full.post("/people/many/undo", {"preview": False}).status_code == 404
    assert full.get("/people/many").json()["last"] is None


def test_a_program_gets_the_contact_persons_of_organisations_if_it_asks(full: Program, world: World) -> None:
    asked = {"format": "json", "ids": [str(world.company)]}
    (without,) = json.loads(full.post("/organisations/export", asked).text_of_file)["parties"]
    assert "contacts" not in without
    (company,) = json.loads(full.post("/organisations/export", {**asked, "contacts": True}).text_of_file)["parties"]
    assert [one["name"] for one in company["contacts"]] == ["Maija Esimerkki"]
    assert full.post("/people/export", {"format": "json", "contacts": True}).status_code == 422
