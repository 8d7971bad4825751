"""Each route for each key: what it answers. A route that is not in the table fails the build."""

from __future__ import annotations

from typing import Any

import pytest

from kortisto.declaration.words import Operation
from kortisto.interfaces.api.application import api
from tests.interfaces.api.conftest import MakeKey, Program
from tests.interfaces.web.conftest import World

pytestmark = pytest.mark.integration

# The answer for: no key, a key that only reads, one that writes, one that may merge too.
READS = (401, 200, 200, 200)
ADDS = (401, 403, 201, 201)
CHANGES = (401, 403, 204, 204)
SAID = {"source": "subject"}
NOTE = {**SAID, "text": "Hei.", "written_on": "2026-11-01"}
TABLE: dict[tuple[str, str], tuple[tuple[int, ...], Any]] = {
    ("GET", "/key"): (READS, None),
    ("GET", "/search"): (READS, None),
    ("GET", "/people"): (READS, None),
    ("GET", "/organisations"): (READS, None),
    ("GET", "/people/{person_id}"): (READS, None),
    ("GET", "/organisations/{organisation_id}"): (READS, None),
    ("GET", "/{kind}/{party_id}/timeline"): (READS, None),
    ("POST", "/people"): (ADDS, {**SAID, "last_name": "Uusi"}),
    ("POST", "/organisations"): (ADDS, {**SAID, "registered_name": "Uusi Oy"}),
    ("POST", "/{kind}/{party_id}/contact-points"): (ADDS, {**SAID, "kind": "web", "value": "https://uusi.example"}),
    ("POST", "/{kind}/{party_id}/addresses"): (ADDS, {**SAID, "city": "TURKU"}),
    ("POST", "/people/{person_id}/representations"): (ADDS, {**SAID, "organisation_id": "{other}"}),
    ("POST", "/organisations/{organisation_id}/relationships"): (ADDS, {**SAID, "kind": "supplier"}),
    ("POST", "/organisations/{organisation_id}/former-names"): (ADDS, {**SAID, "name": "Entinen Oy"}),
    ("POST", "/{kind}/{party_id}/notes"): (ADDS, NOTE),
    ("POST", "/{kind}/{party_id}/orders"): (ADDS, {**SAID, "placed_on": "2026-11-01"}),
    ("POST", "/{kind}/{party_id}/events"): (ADDS, {**SAID, "kind": "call", "happened_on": "2026-11-01"}),
    ("PATCH", "/people/{person_id}"): (CHANGES, {**SAID, "last_name": "Toinen"}),
    ("PATCH", "/organisations/{organisation_id}"): (CHANGES, {**SAID, "trade_name": "Toinen"}),
    ("PATCH", "/{kind}/{party_id}/contact-points/{what}/{contact_point_id}"): (CHANGES, {**SAID, "use": "private"}),
    ("PATCH", "/{kind}/{party_id}/addresses/{address_id}"): (CHANGES, {**SAID, "city": "TURKU"}),
    ("PATCH", "/representations/{representation_id}"): (CHANGES, {**SAID, "title": "Johtaja"}),
    ("PATCH", "/relationships/{kind}/{relationship_id}"): (CHANGES, {**SAID, "ended_on": "2026-11-01"}),
    ("POST", "/people/{person_id}/merge"): ((401, 404, 404, 200), {"absorbed": "{onni}"}),
    ("POST", "/organisations/{organisation_id}/merge"): ((401, 404, 404, 200), {"absorbed": "{other}"}),
    ("POST", "/merges/{merge_id}/undo"): ((401, 404, 404, 404), {}),
}


def test_every_route_is_in_the_table() -> None:
    described = api.get_openapi_schema()["paths"]
    routes = {
        (method.upper(), path.removeprefix("/api/v1")) for path, methods in described.items() for method in methods
    }
    assert routes == set(TABLE)


@pytest.mark.parametrize("key", range(4))
@pytest.mark.parametrize("route", list(TABLE), ids=" ".join)
def test_each_route_answers_each_key_as_the_table_says(
    route: tuple[str, str], key: int, make_key: MakeKey, world: World
) -> None:
    full = make_key(permissions=("merge",))
    page = full.get(f"/people/{world.maija}").json()
    other = full.post("/organisations", {**SAID, "registered_name": "Muu Oy"}).json()["id"]
    relationship = full.get(f"/organisations/{world.company}").json()["relationships"][0]
    known = {
        "person_id": world.maija,
        "organisation_id": world.company,
        "party_id": world.maija,
        "kind": relationship["kind"] if "relationships/{kind}" in route[1] else "people",
        "what": "email",
        "contact_point_id": world.email,
        "address_id": world.address,
        "representation_id": page["represents"][0]["id"],
        "relationship_id": relationship["id"],
        "merge_id": world.maija,
        "onni": world.onni,
        "other": other,
    }
    program = (
        Program(),
        make_key(role="main_user", operations=(Operation.READ,), name="reader"),
        make_key(name="writer"),
        full,
    )[key]
    expected, body = TABLE[route]
    filled = {name: value.format(**known) if isinstance(value, str) else value for name, value in (body or {}).items()}
    query = "?q=maija" if route[1] == "/search" else ""
    response = program.call(route[0], route[1].format(**known) + query, None if body is None else filled)

    assert response.status_code == expected[key], response.content
