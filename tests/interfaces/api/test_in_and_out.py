"""Files that programs bring in, take back and get out again, with fields that a declaration adds."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from uuid import UUID

import pytest
from pytest_django import Settings

from kortisto.interfaces.api import exports
from kortisto.register.audit.enums import ActorKind, Door
from kortisto.register.audit.values import Actor
from kortisto.register.parties.operations import running_uploads, undoing
from tests.interfaces.api.conftest import Program
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


def test_a_long_export_leaves_in_parts_and_no_long_workbook_is_made(
    full: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    id_ = brought(full)
    full.post(f"/imports/{id_}/start", {})
    clock = partial(datetime.now, UTC)
    running_uploads.run_upload(upload_id=UUID(id_), by=JOB, at=clock(), clock=clock, channel=Door.JOBS)
    whole = full.post("/people/export", {"format": "csv"}).text_of_file
    monkeypatch.setattr(exports, "MOST_IN_WORKBOOK", 1)
    monkeypatch.setattr(exports, "PART", 1)
    assert full.post("/people/export", {"format": "csv"}).text_of_file == whole
    refused = full.post("/people/export", {"format": "xlsx"})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "body.format")
