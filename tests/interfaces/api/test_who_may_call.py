"""Each route for each key: what it answers. A route that is not in the table fails the build."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from kortisto.interfaces.api.application import api
from kortisto.register.access.rules import permissions_of_role
from tests.interfaces.api.conftest import MakeKey, Program
from tests.interfaces.web.conftest import World

pytestmark = pytest.mark.integration

KEYS = ("none", "reader", "writer", "full", "overseer")
"""No key; one of the main user that only reads; one that writes; one with all permissions of the main user; one for
whoever watches over use, with the permissions to read and verify the log and to watch over retention.
"""
WAITS = {"kind": "person", "party": "{onni}", "rule": "contacts"}
TABLE: dict[tuple[str, str], tuple[tuple[int, ...], Any]] = {
    ("GET", "/batches/{batch_id}"): ((401, 404, 404, 200, 404), None),
    ("POST", "/batches/{batch_id}/undo"): ((401, 404, 404, 202, 404), None),
    ("GET", "/certificates"): ((401, 404, 404, 200, 200), None),
    ("GET", "/certificates/{certificate_id}"): ((401, 404, 404, 200, 200), None),
    ("DELETE", "/customerships/{customership_id}"): ((401, 403, 200, 200, 403), None),
    ("PATCH", "/customerships/{customership_id}"): (
        (401, 403, 204, 204, 403),
        {"source": "subject", "started_on": "2020-01-01"},
    ),
    ("GET", "/day"): ((401, 200, 200, 200, 200), None),
    ("GET", "/duplicates"): ((401, 404, 404, 200, 404), None),
    ("POST", "/duplicates/scans"): ((401, 404, 404, 202, 404), None),
    ("POST", "/duplicates/scans/{scan_id}/cancel"): ((401, 404, 404, 204, 404), None),
    ("POST", "/duplicates/{pair_id}/dismiss"): ((401, 404, 404, 404, 404), None),
    ("DELETE", "/events/{event_id}"): ((401, 403, 200, 200, 403), None),
    ("GET", "/events/{event_id}"): ((401, 200, 200, 200, 404), None),
    ("PATCH", "/events/{event_id}"): ((401, 403, 204, 204, 403), {"source": "subject", "reference": "Tarjous"}),
    ("PUT", "/events/{event_id}/cancelled"): ((401, 403, 204, 204, 403), {"cancelled": True}),
    ("DELETE", "/files/{file_id}"): ((401, 403, 200, 200, 403), None),
    ("GET", "/files/{file_id}"): ((401, 200, 200, 200, 403), None),
    ("GET", "/groups"): ((401, 200, 200, 200, 403), None),
    ("POST", "/groups"): ((401, 404, 404, 201, 404), {"name": "Uusi"}),
    ("DELETE", "/groups/{group_id}"): ((401, 404, 404, 204, 404), None),
    ("GET", "/groups/{group_id}"): ((401, 200, 200, 200, 403), None),
    ("PUT", "/groups/{group_id}"): ((401, 404, 404, 204, 404), {"name": "Toinen"}),
    ("DELETE", "/guardianships/{guardianship_id}"): ((401, 403, 404, 404, 403), None),
    ("PATCH", "/guardianships/{guardianship_id}"): (
        (401, 403, 404, 404, 403),
        {"source": "subject", "started_on": "2020-01-01"},
    ),
    ("GET", "/imports"): ((401, 404, 404, 200, 404), None),
    ("POST", "/imports"): ((401, 404, 404, 201, 404), ("file_name=uusi.csv", b"Yritys;Nimi\nUusi Oy;Uusi Nimi\n")),
    ("DELETE", "/imports/{upload_id}"): ((401, 404, 404, 204, 404), None),
    ("GET", "/imports/{upload_id}"): ((401, 404, 404, 200, 404), None),
    ("POST", "/imports/{upload_id}/answers"): ((401, 404, 404, 409, 404), {"rest": "skip"}),
    ("GET", "/imports/{upload_id}/asked"): ((401, 404, 404, 200, 404), None),
    ("POST", "/imports/{upload_id}/cancel"): ((401, 404, 404, 409, 404), None),
    ("PUT", "/imports/{upload_id}/choices"): (
        (401, 404, 404, 204, 404),
        {
            "content": "parties",
            "targets": ["organisation name", "person name", "nothing"],
            "source": "subject",
            "collected_on": "2026-11-01",
            "basis": "interest",
        },
    ),
    ("PUT", "/imports/{upload_id}/reading"): ((401, 404, 404, 409, 404), {"separator": ";"}),
    ("GET", "/imports/{upload_id}/rejected"): ((401, 404, 404, 404, 404), None),
    ("POST", "/imports/{upload_id}/resume"): ((401, 404, 404, 409, 404), None),
    ("POST", "/imports/{upload_id}/start"): ((401, 404, 404, 422, 404), None),
    ("POST", "/imports/{upload_id}/trial"): ((401, 404, 404, 422, 404), None),
    ("DELETE", "/imports/{upload_id}/trial"): ((401, 404, 404, 204, 404), None),
    ("GET", "/imports/{upload_id}/trial"): ((401, 404, 404, 404, 404), None),
    ("GET", "/key"): ((401, 200, 200, 200, 200), None),
    ("GET", "/log"): ((401, 404, 404, 404, 200), None),
    ("POST", "/log/check"): ((401, 404, 404, 200, 200), None),
    ("GET", "/log/export"): ((401, 404, 404, 404, 200), None),
    ("GET", "/log/seal"): ((401, 404, 404, 200, 200), None),
    ("GET", "/look-alikes"): ((401, 200, 200, 200, 200), "names=Esimerkki&names=Maija"),
    ("GET", "/merges"): ((401, 404, 404, 200, 404), None),
    ("POST", "/merges/{merge_id}/undo"): ((401, 404, 404, 404, 404), None),
    ("DELETE", "/notes/{note_id}"): ((401, 403, 200, 200, 403), None),
    ("GET", "/notes/{note_id}"): ((401, 200, 200, 200, 404), None),
    ("PATCH", "/notes/{note_id}"): ((401, 403, 204, 204, 403), {"source": "subject", "text": "Muuttui."}),
    ("GET", "/organisations"): ((401, 200, 200, 200, 200), None),
    ("POST", "/organisations"): ((401, 403, 201, 201, 403), {"source": "subject", "registered_name": "Uusi Oy"}),
    ("POST", "/organisations/export"): ((401, 404, 404, 200, 404), {"format": "csv"}),
    ("GET", "/organisations/{organisation_id}"): ((401, 200, 200, 200, 200), None),
    ("PATCH", "/organisations/{organisation_id}"): (
        (401, 403, 204, 204, 403),
        {"source": "subject", "trade_name": "Toinen"},
    ),
    ("POST", "/organisations/{organisation_id}/former-names"): (
        (401, 403, 201, 201, 403),
        {"source": "subject", "name": "Entinen Oy"},
    ),
    ("DELETE", "/organisations/{organisation_id}/former-names/{name_id}"): ((401, 403, 409, 409, 403), None),
    ("POST", "/organisations/{organisation_id}/relationships"): (
        (401, 403, 201, 201, 403),
        {"source": "subject", "kind": "supplier"},
    ),
    ("GET", "/people"): ((401, 200, 200, 200, 200), None),
    ("POST", "/people"): ((401, 403, 201, 201, 403), {"source": "subject", "last_name": "Uusi"}),
    ("POST", "/people/export"): ((401, 404, 404, 200, 404), {"format": "json"}),
    ("GET", "/people/{person_id}"): ((401, 200, 200, 200, 200), None),
    ("PATCH", "/people/{person_id}"): ((401, 403, 204, 204, 403), {"source": "subject", "last_name": "Toinen"}),
    ("POST", "/people/{person_id}/customerships"): (
        (401, 403, 201, 201, 403),
        {"source": "subject", "started_on": "2020-01-01", "ended_on": "2021-01-01"},
    ),
    ("POST", "/people/{person_id}/guardians"): (
        (401, 403, 403, 403, 403),
        {"source": "subject", "guardian_id": "{onni}"},
    ),
    ("POST", "/people/{person_id}/representations"): (
        (401, 403, 201, 201, 403),
        {"source": "subject", "organisation_id": "{other}"},
    ),
    ("GET", "/{kind}/{party_id}/seen"): ((401, 200, 200, 200, 200), None),
    ("DELETE", "/relationships/{kind}/{relationship_id}"): ((401, 403, 409, 409, 403), None),
    ("PATCH", "/relationships/{kind}/{relationship_id}"): (
        (401, 403, 204, 204, 403),
        {"source": "subject", "ended_on": "{today}"},
    ),
    ("GET", "/reminders"): ((401, 200, 200, 200, 200), None),
    ("POST", "/reminders/read"): ((401, 204, 204, 204, 204), None),
    ("POST", "/removed/{undo}/undo"): ((401, 403, 409, 409, 403), None),
    # What hangs on the company is kept by a hold, and not removed.
    ("DELETE", "/representations/{representation_id}"): ((401, 403, 409, 409, 403), None),
    ("PATCH", "/representations/{representation_id}"): (
        (401, 403, 204, 204, 403),
        {"source": "subject", "title": "Johtaja"},
    ),
    ("GET", "/retention"): ((401, 404, 404, 200, 200), None),
    ("GET", "/roles"): ((401, 200, 200, 200, 200), None),
    ("GET", "/search"): ((401, 200, 200, 200, 200), "q=maija"),
    ("GET", "/tags"): ((401, 200, 200, 200, 403), None),
    ("GET", "/holds"): ((401, 404, 404, 200, 200), None),
    ("GET", "/holds/{hold_id}"): ((401, 404, 404, 200, 200), None),
    ("POST", "/holds/{hold_id}/end"): ((401, 404, 404, 204, 403), {"reason": "Sovittu"}),
    ("POST", "/holds/{hold_id}/review"): (
        (401, 404, 404, 204, 403),
        {"reason": "Kesken", "review_on": "{next_month}"},
    ),
    ("POST", "/{kind}/{party_id}/holds"): (
        (401, 404, 404, 201, 403),
        {"hold": "claim", "reason": "Vaade", "review_on": "{next_month}"},
    ),
    ("GET", "/restrictions"): ((401, 404, 404, 200, 404), None),
    ("GET", "/restrictions/{restriction_id}"): ((401, 404, 404, 200, 404), None),
    ("POST", "/restrictions/{restriction_id}/lift"): (
        (401, 404, 404, 204, 404),
        {"reason": "Selvitetty", "told_on": "{today}"},
    ),
    ("POST", "/restrictions/{restriction_id}/told"): ((401, 404, 404, 204, 404), {"told_on": "{today}"}),
    ("POST", "/{kind}/{party_id}/restrictions"): ((401, 404, 404, 201, 404), {"ground": "claim"}),
    ("GET", "/regular-runs"): ((401, 404, 404, 200, 200), None),
    ("POST", "/regular-runs/{record_id}/done"): ((401, 404, 404, 404, 404), {"note": "Tarkistettu."}),
    ("GET", "/sweeps"): ((401, 404, 404, 200, 200), None),
    ("POST", "/sweeps"): ((401, 404, 404, 202, 404), None),
    ("GET", "/sweeps/{sweep_id}"): ((401, 404, 404, 200, 200), None),
    ("POST", "/sweeps/{sweep_id}/cancel"): ((401, 404, 404, 409, 404), None),
    ("POST", "/sweeps/{sweep_id}/resume"): ((401, 404, 404, 409, 404), None),
    ("GET", "/sweeps/trials"): ((401, 404, 404, 200, 200), None),
    ("POST", "/sweeps/trials"): ((401, 404, 404, 202, 404), {}),
    ("GET", "/sweeps/trials/{trial_id}"): ((401, 404, 404, 200, 200), None),
    ("POST", "/sweeps/trials/{trial_id}/cancel"): ((401, 404, 404, 409, 404), None),
    ("GET", "/reviews"): ((401, 404, 404, 200, 200), None),
    # The notice of the tests asks for no review; test_reviews.py has one that does.
    ("POST", "/reviews/confirm"): ((401, 404, 404, 404, 404), {"reviews": [WAITS]}),
    ("POST", "/reviews/keep"): (
        (401, 404, 404, 404, 404),
        {"reviews": [WAITS], "reason": "Takuu", "until": "{next_month}"},
    ),
    ("POST", "/tags"): ((401, 404, 404, 201, 404), {"name": "Uusi"}),
    ("DELETE", "/tags/{tag_id}"): ((401, 404, 404, 204, 404), None),
    ("PUT", "/tags/{tag_id}"): ((401, 404, 404, 204, 404), {"name": "Toinen"}),
    ("POST", "/tasks"): ((401, 403, 201, 201, 403), {"source": "subject", "title": "Soita", "due_on": "2026-12-01"}),
    ("DELETE", "/tasks/{task_id}"): ((401, 403, 200, 200, 403), None),
    ("GET", "/tasks/{task_id}"): ((401, 200, 200, 200, 404), None),
    ("PATCH", "/tasks/{task_id}"): ((401, 403, 204, 204, 403), {"source": "subject", "title": "Kirjoita"}),
    ("PUT", "/tasks/{task_id}/done"): ((401, 403, 204, 204, 403), {"done": True}),
    ("DELETE", "/views/{view_id}"): ((401, 404, 404, 404, 404), None),
    ("GET", "/views/{view_id}"): ((401, 404, 404, 404, 404), None),
    ("GET", "/{kind}/many"): ((401, 200, 200, 200, 200), None),
    ("POST", "/{kind}/many/undo"): ((401, 403, 404, 404, 403), {}),
    ("POST", "/{kind}/many/{action_id}"): ((401, 403, 200, 200, 403), {"choice": "sv", "source": "subject"}),
    ("GET", "/{kind}/views"): ((401, 200, 200, 200, 200), None),
    ("POST", "/{kind}/views"): ((401, 201, 201, 201, 201), {"name": "Omat", "query": "city=Turku"}),
    ("GET", "/{kind}/{first}/compare/{second}"): ((401, 404, 404, 200, 404), None),
    ("POST", "/{kind}/{party_id}/addresses"): ((401, 403, 201, 201, 403), {"source": "subject", "city": "TURKU"}),
    ("DELETE", "/{kind}/{party_id}/addresses/{address_id}"): ((401, 403, 200, 200, 403), None),
    ("PATCH", "/{kind}/{party_id}/addresses/{address_id}"): (
        (401, 403, 204, 204, 403),
        {"source": "subject", "city": "TURKU"},
    ),
    ("POST", "/{kind}/{party_id}/contact-points"): (
        (401, 403, 201, 201, 403),
        {"source": "subject", "kind": "web", "value": "https://uusi.example"},
    ),
    ("DELETE", "/{kind}/{party_id}/contact-points/{what}/{contact_point_id}"): ((401, 403, 200, 200, 403), None),
    ("PATCH", "/{kind}/{party_id}/contact-points/{what}/{contact_point_id}"): (
        (401, 403, 204, 204, 403),
        {"source": "subject", "use": "private"},
    ),
    ("POST", "/{kind}/{party_id}/erase"): ((401, 404, 404, 409, 404), {"seen": "0" * 64}),
    ("GET", "/{kind}/{party_id}/erasure"): ((401, 404, 404, 200, 404), None),
    ("POST", "/{kind}/{party_id}/events"): (
        (401, 403, 201, 201, 403),
        {"source": "subject", "kind": "call", "happened_on": "2026-11-01"},
    ),
    ("GET", "/{kind}/{party_id}/files"): ((401, 200, 200, 200, 200), None),
    ("POST", "/{kind}/{party_id}/files"): ((401, 404, 404, 201, 404), ("name=b.txt&source=subject", b"Moi.\n")),
    ("GET", "/{kind}/{party_id}/labels"): ((401, 200, 200, 200, 200), None),
    ("PUT", "/{kind}/{party_id}/labels"): (
        (401, 403, 204, 204, 403),
        {"source": "subject", "tags": ["{tag_id}"], "groups": ["{group_id}"]},
    ),
    ("POST", "/{kind}/{party_id}/merge"): ((401, 404, 404, 200, 404), {"absorbed": "{onni}"}),
    ("POST", "/{kind}/{party_id}/notes"): (
        (401, 403, 201, 201, 403),
        {"source": "subject", "text": "Hei.", "written_on": "2026-11-01"},
    ),
    ("POST", "/{kind}/{party_id}/orders"): (
        (401, 403, 201, 201, 403),
        {"source": "subject", "placed_on": "2026-11-01"},
    ),
    ("GET", "/{kind}/{party_id}/privacy"): ((401, 200, 200, 200, 200), None),
    ("POST", "/{kind}/{party_id}/tasks"): (
        (401, 403, 201, 201, 403),
        {"source": "subject", "title": "Soita", "due_on": "2026-12-01"},
    ),
    ("GET", "/{kind}/{party_id}/timeline"): ((401, 200, 200, 200, 200), None),
}


def routes() -> set[tuple[str, str]]:
    described = api.get_openapi_schema()["paths"]
    return {(method.upper(), path.removeprefix("/api/v1")) for path, methods in described.items() for method in methods}


def test_every_route_is_in_the_table() -> None:
    assert routes() == set(TABLE)


@pytest.fixture
def keys(make_key: MakeKey, overseer: Program) -> Mapping[str, Program]:
    from kortisto.declaration.words import Operation  # noqa: PLC0415

    return {
        "none": Program(),
        "reader": make_key(operations=(Operation.READ,), name="reader"),
        "writer": make_key(name="writer"),
        "full": make_key(permissions=tuple(permissions_of_role("main_user")), name="full"),
        "overseer": overseer,
    }


def test_each_route_answers_each_key_as_the_table_says(
    keys: Mapping[str, Program], world: World, known: Mapping[str, Any]
) -> None:
    wrong = {}
    for (method, path), (expected, body) in TABLE.items():
        for name, status in zip(KEYS, expected, strict=True):
            before = transaction.savepoint()  # each call finds the register as it was
            response = ask(keys[name], method, path, body, known)
            transaction.savepoint_rollback(before)
            if response.status_code != status:
                wrong[method, path, name] = (response.status_code, getattr(response, "content", b"")[:200])
    assert wrong == {}


def ask(program: Program, method: str, path: str, body: Any, known: Mapping[str, Any]) -> Any:
    more = {"kind": known["relation"]} if "/relationships/{kind}" in path else {}
    address = path.format(**{**known, **more})
    if isinstance(body, tuple):
        query, content = body
        return program.call(method, f"{address}?{query}", content, content_type="application/octet-stream")
    if isinstance(body, str):
        return program.call(method, f"{address}?{body}")
    return program.call(method, address, filled(body, known))


def filled(body: Any, known: Mapping[str, Any]) -> Any:
    if isinstance(body, str):
        return body.format(**known)
    if isinstance(body, list):
        return [filled(one, known) for one in body]
    return {name: filled(one, known) for name, one in body.items()} if isinstance(body, dict) else body


def test_what_cannot_be_known_is_not_told(full: Program, world: World) -> None:
    """The same words for what is not there and for what the key may not do."""
    unknown = full.get(f"/people/{world.company}")
    forbidden = full.get("/log")

    assert (unknown.status_code, forbidden.status_code) == (404, 404)
    assert unknown.content == forbidden.content


def test_a_hold_that_the_key_does_not_show_is_one_without_a_name(
    full: Program, make_key: MakeKey, world: World
) -> None:
    said = f"/organisations/{world.company}/privacy"
    [shown] = full.get(said).json()["holds"]
    [hidden] = make_key().get(said).json()["holds"]

    assert (shown["shown"], shown["hold"], shown["id"]) == (True, "claim", str(world.hold))
    told = {name: value for name, value in hidden.items() if value and name not in {"kind", "party"}}
    assert told == {"name": "kept for a reason that your role does not show"}


@pytest.fixture
def known(full: Program, world: World) -> Mapping[str, Any]:
    """What stands in addresses and bodies; made by calls, as a program would."""

    def made(path: str, body: Any) -> str:
        response = full.post(path, body)
        assert response.status_code == 201, (path, response.content)
        return str(response.json()["id"])

    person, company = f"/people/{world.maija}", f"/organisations/{world.company}"
    said = {"source": "subject"}
    other = made("/organisations", {**said, "registered_name": "Muu Oy"})
    task = made(f"{person}/tasks", {**said, "title": "Soita", "due_on": "2026-12-01"})
    event = made(f"{person}/events", {**said, "kind": "meeting", "starts_at": "2026-12-01T10:00:00Z"})
    file = full.call(
        "POST", f"{person}/files?name=a.txt&source=subject", b"Hei.\n", content_type="application/octet-stream"
    ).json()["id"]
    removed = full.call(
        "DELETE", f"/tasks/{made(f'{person}/tasks', {**said, 'title': 'Pois', 'due_on': '2026-12-01'})}"
    )
    page, firm = full.get(person).json(), full.get(company).json()
    return {
        "person_id": world.maija,
        "party_id": world.maija,
        "first": world.maija,
        "second": world.onni,
        "organisation_id": world.company,
        "kind": "people",
        "relation": firm["relationships"][0]["kind"],
        "what": "email",
        "contact_point_id": world.email,
        "address_id": world.address,
        "representation_id": page["represents"][0]["id"],
        "relationship_id": firm["relationships"][0]["id"],
        "customership_id": world.customership,
        "guardianship_id": world.maija,
        "name_id": made(f"{company}/former-names", {**said, "name": "Vanha nimi Oy"}),
        "merge_id": world.maija,
        "pair_id": world.maija,
        "scan_id": world.maija,
        "note_id": world.note,
        "event_id": event,
        "task_id": task,
        "file_id": file,
        "undo": removed.json()["undo"],
        "tag_id": made("/tags", {"name": "Kanta-asiakas"}),
        "group_id": made("/groups", {"name": "Kerho"}),
        "view_id": made("/people/views", {"name": "Turkulaiset", "query": "city=Turku"}),
        "action_id": "language",
        "upload_id": world.upload,
        "batch_id": world.batch,
        "certificate_id": world.certificate,
        "sweep_id": world.certificate,
        "trial_id": world.trial,
        "record_id": world.certificate,
        "hold_id": world.hold,
        "restriction_id": world.restriction,
        "next_month": (datetime.now(UTC) + timedelta(days=28)).date().isoformat(),
        "onni": world.onni,
        "other": other,
        "today": datetime.now(UTC).date().isoformat(),
    }
