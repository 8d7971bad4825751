"""The pages of the import as their users meet them, without a browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from kortisto.register.audit import queries as log
from kortisto.register.audit.enums import ActorKind, Door
from kortisto.register.audit.values import Actor
from kortisto.register.parties.operations import run_scans_of_import, running_uploads, trying, undoing
from kortisto.register.parties.queries import imports as queries
from tests.interfaces.web.conftest import As, engine

pytestmark = pytest.mark.integration

HUBSPOT = (
    "Record ID,First Name,Last Name,Email,Phone Number,Job Title,Associated Company,Lead Status\n"
    "101,Aino,Hehku,aino@hehku.example,040 111 2222,Ostaja,Hehkurinne Oy,Open\n"
    "102,Onni,Keksitty,onni@,041 333 4444,,Hehkurinne Oy,Open\n"
)
ORIGIN = {
    "source": "subject", "collected_on": "20.11.2026", "basis": "interest", "purpose": "crm", "content": "people",
    "relation": "customer", "duplicates": "skip", "match_by": "auto",
}  # fmt: skip


@pytest.fixture(autouse=True)
def data_folder(settings: Settings, tmp_path: Path) -> Path:
    settings.DATA = tmp_path
    return tmp_path


def bring(client: Client, content: str | bytes = HUBSPOT, name: str = "hubspot.csv") -> str:
    """Send a file, and return the address that the answer leads to."""
    raw = content if isinstance(content, bytes) else content.encode()
    answer = client.post("/imports/", {"file": SimpleUploadedFile(name, raw)})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.headers["Location"])


def fields(page: Any) -> dict[str, str]:
    """What the selects of the columns are set to."""
    text = page.content.decode()
    found = {}
    for name, options in re.findall(
        r'<select[^>]* name="((?:target|policy)-\d+)"[^>]*>(.*?)</select>', text, re.DOTALL
    ):
        chosen = re.search(r'<option value="([^"]*)" selected>', options)
        found[name] = chosen[1] if chosen else ""
    return found


def text_of(page: Any) -> str:
    return str(page.content.decode())


def work_off(address: str, *, compare: bool = True) -> None:
    """Do what the worker does; `compare`: also its second job, in which it looks who was there before."""
    upload_id, clock = UUID(address.strip("/").rpartition("/")[2]), partial(datetime.now, UTC)
    running_uploads.run_upload(
        upload_id=upload_id, by=Actor(kind=ActorKind.JOB), at=clock(), clock=clock, channel=Door.JOBS
    )
    view = queries.upload(upload_id=upload_id)
    assert view is not None
    if compare and view.batch is not None:
        run_scans_of_import(batch_id=view.batch, by=Actor(kind=ActorKind.JOB), at=clock(), channel=Door.JOBS)


def people() -> list[str]:
    from kortisto.register.parties.queries import search  # noqa: PLC0415

    with engine() as by:
        return sorted(hit.name for hit in search(by=by).hits)


def test_a_hubspot_file_from_upload_to_register_mended_and_undone(
    alice: Client, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    address = bring(alice)
    page = alice.get(address)
    assert "Recognised: HubSpot" in text_of(page)
    assert "aino@hehku.example" in text_of(page)
    assert fields(page)["target-3"] == "person email"
    assert "the register has no place for it" in text_of(page)  # Lead Status

    tried = alice.post(address, {**fields(page), **ORIGIN, "do": "check"})
    assert tried.status_code == 200
    assert "Of all rows. Nothing has been changed yet." in text_of(tried)
    assert "has not the right form: onni@" in text_of(tried)
    numbers = dict(re.findall(r"<dt>([^<]+)</dt><dd>(\d+)</dd>", text_of(tried)))
    assert numbers == {
        "People added": "1", "Organisations added": "1", "Rows that changed something": "0",
        "Rows that were there already": "0", "Rows not taken": "1",
    }  # fmt: skip
    assert text_of(tried).index("<dt>Rows not taken") < text_of(tried).index('value="start"')
    assert 'value="start"' not in text_of(page)  # tried out first
    assert people() == []

    started = alice.post(address, {**fields(tried), **ORIGIN, "do": "start"})
    assert started.status_code == 302
    assert "Being imported" in text_of(alice.get(address))
    part = alice.get(address, headers={"HX-Request": "true"})
    assert text_of(part).lstrip().startswith('<section class="card" id="progress" hx-get')
    with django_capture_on_commit_callbacks(execute=True):
        work_off(address)
    assert people() == ["Aino Hehku", "Hehkurinne Oy"]
    done = text_of(alice.get(address))
    # A heading whose words lie in an element of another role has no name for whoever hears the page.
    assert '<h2 id="state">Imported</h2>' in done
    over = text_of(alice.get(address, headers={"HX-Request": "true"}))
    assert '<p id="told" hx-swap-oob="innerHTML">Imported</p>' in over
    assert "hx-get" not in done.partition('id="progress"')[2].partition("</section>")[0]
    file = b"".join(alice.get(f"{address}rejected/").streaming_content)  # type: ignore[attr-defined]
    assert b"onni@" in file

    again = bring(alice, file.replace(b"onni@", b"onni@hehku.example"), "hubspot.rejected.csv")
    page = alice.get(again)
    alice.post(again, {**fields(page), **ORIGIN, "do": "start"})
    work_off(again)
    assert people() == ["Aino Hehku", "Hehkurinne Oy", "Onni Keksitty"]

    history = text_of(alice.get("/imports/"))
    undo = re.findall(r"/imports/batches/[0-9a-f-]{36}/undo/", history)
    assert len(undo) == 2
    for one in undo:
        assert "Undo this import?" in text_of(alice.get(one))
        assert alice.post(one).status_code == 302
        assert "The import is being undone" in text_of(alice.get(one))
        part = alice.get(one, headers={"HX-Request": "true"})
        assert text_of(part).lstrip().startswith('<div class="card sheet" id="undoing" hx-get')
        undoing.run_undo(
            batch_id=UUID(one.split("/")[3]), by=Actor(kind=ActorKind.JOB), at=datetime.now(UTC),
            clock=partial(datetime.now, UTC), channel=Door.JOBS,
        )  # fmt: skip
        assert "Everything that it made is gone" in text_of(alice.get(one))
    assert people() == []


def test_legal_bases_and_purposes_are_offered_in_the_words_of_the_declaration(alice: Client) -> None:
    page = text_of(alice.get(bring(alice)))
    offered = {
        name: dict(re.findall(r'<option value="(\w+)"[^>]*>([^<]+)</option>', options))
        for name, options in re.findall(r'<select name="(basis|purpose|source)".*?>(.*?)</select>', page, re.DOTALL)
    }
    assert offered["basis"]["interest"].startswith("Legitimate interest: ")
    assert offered["purpose"].keys() >= {"crm"}
    for id_, words in (pair for choices in offered.values() for pair in choices.items()):
        assert f"({id_})" not in words
        assert "_" not in words


def test_who_came_in_misspelt_is_told_of_on_the_page_of_the_file(alice: Client) -> None:
    for content in (HUBSPOT, HUBSPOT.replace("Hehku,", "Hekhu,")):
        address = bring(alice, content)
        alice.post(address, {**fields(alice.get(address)), **ORIGIN, "do": "start"})
        work_off(address, compare=False)
        assert "Now the program looks whether somebody was there before" in text_of(alice.get(address))
        assert "duplicates.list" not in {line.action for line in log.events()}  # the page asks anew every two seconds
        work_off(address)
    page = text_of(alice.get(address))
    assert "duplicates.list" in {line.action for line in log.events()}
    assert "1 possible duplicate came with the file." in page
    assert 'href="/duplicates/"' in page


def test_a_long_file_is_tried_out_by_a_job_whose_page_tells_how_far_it_is(
    alice: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trying, "AT_ONCE", 1)
    address = bring(alice)
    page = alice.get(address)
    assert "Columns that are not imported:" in text_of(page)
    assert '<strong class="break">Lead Status</strong>' in text_of(page)
    begun = alice.post(address, {**fields(page), **ORIGIN, "do": "check"})
    assert (begun.status_code, begun.headers["Location"]) == (302, address)
    upload_id = UUID(address.rstrip("/").rpartition("/")[2])
    under_way = text_of(alice.get(address))
    assert "The file is being tried out" in under_way
    assert "0 of 2 rows" in under_way
    part = text_of(alice.get(address, headers={"HX-Request": "true"}))
    assert part.lstrip().startswith('<section class="card" id="trying"')

    state = queries.trial_of(upload_id=upload_id)
    assert state is not None
    trying.run_trial(
        upload_id=upload_id, state=state, by=Actor(kind=ActorKind.JOB), at=datetime.now(UTC), channel=Door.JOBS
    )
    found = text_of(alice.get(address))
    assert "Of all rows. Nothing has been changed yet." in found
    assert "has not the right form: onni@" in found
    assert people() == []

    alice.post(address, {**fields(page), **ORIGIN, "do": "check"})
    alice.post(f"{address}act/", {"do": "give up"})
    assert "The file is being tried out" not in text_of(alice.get(address))


@pytest.mark.parametrize("missing", ["source", "collected_on", "basis", "purpose"])
def test_without_its_origin_nothing_is_tried_or_started(missing: str, alice: Client) -> None:
    address = bring(alice)
    page = alice.get(address)
    for does in ("check", "start"):
        answer = alice.post(address, {**fields(page), **ORIGIN, missing: "", "do": does})
        assert answer.status_code == 422
        assert f'id="id_{missing}"' in text_of(answer)
        assert "nothing is taken without it" in text_of(answer) or "the day must not lie ahead" in text_of(answer)
    assert people() == []


def test_all_that_is_missing_is_told_at_once(alice: Client) -> None:
    address = bring(alice)
    page = text_of(alice.post(address, {**fields(alice.get(address)), **dict.fromkeys(ORIGIN, ""), "content": "people",
                                        "relation": "customer", "duplicates": "skip", "match_by": "auto",
                                        "do": "check"}))  # fmt: skip
    for name in ("source", "collected_on", "basis", "purpose"):
        assert f'id="error_{name}"' in page or f'id="id_{name}_error"' in page, name


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"%PDF-1.7\n", "is a file of the type PDF"),
        (b"", "is empty"),
        (b"a,b\n", "a header row only"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old format of Excel"),
        ((",".join(f"c{n}" for n in range(100_000)) + "\n1\n").encode(), "columns, and"),
    ],
)
def test_a_file_that_cannot_be_read_is_answered_with_a_sentence(content: bytes, told: str, alice: Client) -> None:
    answer = alice.post("/imports/", {"file": SimpleUploadedFile("a.csv", content)})
    assert answer.status_code == 422
    assert told in text_of(answer)


def test_without_a_file_the_page_says_so(alice: Client) -> None:
    answer = alice.post("/imports/")
    assert (answer.status_code, "Choose a file first." in text_of(answer)) == (422, True)


def test_a_file_that_is_too_large_is_refused(alice: Client, settings: Settings) -> None:
    settings.KORTISTO_LARGEST_UPLOAD = 10
    answer = alice.post("/imports/", {"file": SimpleUploadedFile("a.csv", b"x" * 11)})
    assert (answer.status_code, "too large" in text_of(answer)) == (422, True)


def test_the_file_is_read_anew_with_another_separator(alice: Client) -> None:
    address = bring(alice, "Yritys;Nimi;Katu, numero\nA Oy;Aino Hehku;Katu 1\n")
    assert "Katu, numero" in text_of(alice.get(address))
    alice.post(address, {"do": "read", "encoding": "utf-8", "separator": ","})
    assert "Yritys;Nimi;Katu" in text_of(alice.get(address))


def test_known_people_are_asked_about(alice: Client) -> None:
    first = bring(alice, HUBSPOT.replace("onni@", "onni@hehku.example"))
    alice.post(first, {**fields(alice.get(first)), **ORIGIN, "do": "start"})
    work_off(first)
    address = bring(alice, HUBSPOT.replace("Ostaja", "Toimitusjohtaja").replace("onni@", "onni@hehku.example"))
    chosen = {**fields(alice.get(address)), **ORIGIN, "duplicates": "ask", "policy-5": "always", "do": "start"}
    alice.post(address, chosen)
    work_off(address)
    page = text_of(alice.get(address))
    assert "Waits for your answers" in page
    assert "Toimitusjohtaja" in page
    alice.post(address, {"row-2": "update", "rest": "skip"})
    work_off(address)
    view = queries.upload(upload_id=UUID(address.strip("/").rpartition("/")[2]))
    assert view is not None
    assert view.counts == {"updated": 1, "known": 1}


def test_answers_are_kept_from_page_to_page(alice: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = "".join(f"Kukka Oy;Aino;Hehku{number};TITLE;a{number}@kukka.example\n" for number in range(5))
    header = "Yritys;Etunimi;Sukunimi;Tehtävänimike;Sähköposti\n"
    first = bring(alice, header + rows.replace("TITLE", ""))
    alice.post(first, {**fields(alice.get(first)), **ORIGIN, "do": "start"})
    work_off(first)
    address = bring(alice, header + rows.replace("TITLE", "Ostaja"))
    alice.post(address, {**fields(alice.get(address)), **ORIGIN, "duplicates": "ask", "do": "start"})
    work_off(address)
    monkeypatch.setattr(queries.asked_rows, "__kwdefaults__", {"after": None, "limit": 2})

    page = text_of(alice.get(address))
    assert ("Hehku1" in page, "Hehku2" in page, "From the beginning" in page) == (True, False, False)
    cursor = re.search(r'name="after" value="([^"]*)"', page)
    assert cursor is not None
    gone = alice.post(address, {"row-2": "update", "after": cursor[1], "rest": "create", "do": "next"})
    assert gone.status_code == 302
    page = text_of(alice.get(gone["Location"]))
    assert ("Hehku1" in page, "Hehku2" in page, "From the beginning" in page) == (False, True, True)
    assert "All others of the 4" in page
    assert "Hehku1" in text_of(alice.get(f"{address}?after=nonsense")), "what is no cursor begins at the beginning"
    alice.post(address, {"row-4": "update", "rest": "skip"})
    work_off(address)
    view = queries.upload(upload_id=UUID(address.strip("/").rpartition("/")[2]))
    assert view is not None
    assert view.counts == {"updated": 2, "known": 3}


def test_an_import_is_cancelled_gone_on_with_and_its_file_removed(alice: Client) -> None:
    address = bring(alice)
    alice.post(address, {**fields(alice.get(address)), **ORIGIN, "do": "start"})
    alice.post(f"{address}act/", {"do": "cancel"})
    assert "Cancelled" in text_of(alice.get(address))
    alice.post(f"{address}act/", {"do": "resume"})
    assert "Being imported" in text_of(alice.get(address))
    alice.post(f"{address}act/", {"do": "discard"})  # not while it is under way
    work_off(address)
    assert people() == ["Aino Hehku", "Hehkurinne Oy"]


def test_who_may_not_import_finds_no_such_page(log_in_as: As, alice: Client) -> None:
    address = bring(alice)
    bob = log_in_as("bob")
    assert bob.get(address).status_code == 404
    assert bob.post("/imports/", {"file": SimpleUploadedFile("a.csv", HUBSPOT.encode())}).status_code == 404
    assert bob.post(f"{address}act/", {"do": "discard"}).status_code == 404
    assert alice.get(address).status_code == 200


def test_numbers_of_many_rows_are_grouped_for_readers_and_plain_for_browsers(alice: Client) -> None:
    heading, _, row = HUBSPOT.partition("\n")
    address = bring(alice, "\n".join([heading, *[row.splitlines()[0]] * 1_001]))
    assert "1\xa0001 riviä" in text_of(alice.get(address, headers={"Accept-Language": "fi"}))
    alice.post(address, {**fields(alice.get(address)), **ORIGIN, "do": "start"})
    page = text_of(alice.get(address, headers={"Accept-Language": "fi"}))
    assert 'max="1001" value="0"' in page
    assert "0 / 1\xa0001 riviä" in page
