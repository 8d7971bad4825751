"""The API as programs meet it: keys, pages, versions, calls sent twice, and problems that say what to do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from pytest_django import DjangoAssertNumQueries

from kortisto.declaration.words import Operation
from kortisto.interfaces.jobs import reminding
from kortisto.register.audit import queries as log
from kortisto.register.audit.enums import Door, Outcome
from tests.interfaces.api.conftest import MakeKey, Program
from tests.interfaces.web.conftest import World

pytestmark = pytest.mark.integration

PUMP = {"source": "subject", "first_name": "Pumppu", "last_name": "Keksitty"}


# --- keys ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("secret", ["", "kortisto_wrong", "kortisto_" + "ä" * 10])
def test_without_a_key_that_works_nothing_is_told(secret: str, world: World) -> None:
    response = Program(secret).get(f"/people/{world.maija}")

    assert response.status_code == 401
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json()["type"] == "/api/problems/no-key"


def test_a_key_reads_for_its_purpose_and_the_log_names_it(program: Program, world: World) -> None:
    response = program.get(f"/people/{world.maija}")

    assert response.status_code == 200
    assert response.json()["first_name"] == "Maija"
    line = next(one for one in log.events(subject=world.maija) if one.action == "person.read")
    assert (line.channel, line.purpose, line.actor_role) == (Door.API, "crm", "main_user")


def test_to_know_a_key_takes_one_statement(program: Program, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    program.get("/key")  # notes when the key was last used
    with django_assert_num_queries(1):
        program.get("/key")


def test_a_key_that_only_reads_writes_nothing(make_key: MakeKey, world: World) -> None:
    reader = make_key(operations=(Operation.READ,))
    for response in (
        reader.post("/people", PUMP),
        reader.patch(f"/people/{world.maija}", {"source": "subject", "last_name": "Muu"}),
    ):
        assert response.status_code == 403
        assert response.json()["type"] == "/api/problems/key-too-narrow"


def test_merging_without_the_permission_is_as_if_it_were_not_there(make_key: MakeKey, world: World) -> None:
    response = make_key().post(f"/people/{world.maija}/merge", {"absorbed": str(world.onni)})

    assert response.status_code == 404
    assert log.events()[0].outcome is Outcome.DENIED


# --- reading -------------------------------------------------------------------------------------------------------


def test_pages_go_on_by_their_cursor_and_back(program: Program, world: World) -> None:
    first = program.get("/people?limit=1&columns=email").json()
    second = program.get(f"/people?limit=1&after={first['next']}").json()
    back = program.get(f"/people?limit=1&before={second['previous']}").json()

    assert [one["name"] for one in first["items"] + second["items"]] == ["Maija Esimerkki", "Onni Keksitty"]
    assert back["items"][0]["id"] == first["items"][0]["id"]
    assert first["items"][0]["columns"]["email"] == "maija.esimerkki@esimerkki.example"
    assert second["next"] is None


def test_a_misspelt_name_is_found(program: Program, world: World) -> None:
    found = program.get("/search?q=esimerki maja").json()["items"]
    assert str(world.maija) in {one["id"] for one in found}


def test_the_same_version_is_not_sent_twice(program: Program, world: World) -> None:
    first = program.get(f"/organisations/{world.company}")
    again = program.get(f"/organisations/{world.company}", If_None_Match=first.headers["ETag"])

    assert (again.status_code, again.content) == (304, b"")
    assert program.get(f"/organisations/{world.company}", If_None_Match="*").status_code == 304
    assert program.get(f"/organisations/{world.company}", If_None_Match='"other"').status_code == 200


def test_what_is_not_there_is_not_found_and_asked_for_in_the_log(program: Program, world: World) -> None:
    unknown = uuid4()
    response = program.get(f"/people/{unknown}")

    assert response.status_code == 404
    assert [one.action for one in log.events() if one.object_id == unknown] == ["person.read"]


# --- writing -------------------------------------------------------------------------------------------------------


def test_a_person_is_added_with_everything_around(program: Program, world: World) -> None:
    response = program.post("/people", {**PUMP, "language": "fi", "collected_at": "2026-11-01T10:00:00Z"})
    assert response.status_code == 201
    person = response.headers["Location"].removeprefix("/api/v1")

    for path, body in (
        ("/contact-points", {"kind": "email", "value": "Pumppu@Keksitty.example"}),
        ("/contact-points", {"kind": "phone", "value": "045 000 0001"}),
        ("/addresses", {"lines": ["Keksitty katu 1"], "postal_code": "00100", "city": "HELSINKI", "country": "FI"}),
        ("/representations", {"organisation_id": str(world.company), "title": "Ostaja", "role": "buyer"}),
        ("/notes", {"text": "Kysyi huollosta.", "written_on": "2026-11-02"}),
        ("/orders", {"reference": "T-77", "placed_on": "2026-11-03"}),
        ("/events", {"kind": "call", "happened_on": "2026-11-04"}),
    ):
        made = program.post(person + path, {"source": "subject", **body})
        assert made.status_code == 201, (path, made.content)

    page = program.get(person).json()
    assert {one["normalised"] for one in page["contact_points"]} == {"pumppu@keksitty.example", "+358450000001"}
    assert page["represents"][0]["title"] == "Ostaja"
    assert page["origins"]["first_name"]["collected_at"].startswith("2026-11-01T10:00:00")
    kinds = [one["kind"] for one in program.get(person + "/timeline").json()["items"]]
    assert kinds == ["call", "order", "note"]


def test_a_cancelled_meeting_stands_at_the_day_that_was_meant(program: Program, world: World) -> None:
    person = f"/people/{world.maija}"
    body = {"source": "subject", "kind": "meeting", "starts_at": "2027-12-01T22:30:00Z"}
    event = program.post(f"{person}/events", body).json()["id"]
    assert program.call("PUT", f"/events/{event}/cancelled", {"cancelled": True}).status_code == 204

    [shown] = [one for one in program.get(person).json()["activities"] if one["id"] == event]
    assert (shown["on"], shown["cancelled"]) == ("2027-12-02", True)


def test_changing_what_somebody_else_has_changed_is_refused(program: Program, world: World) -> None:
    seen = program.get(f"/people/{world.maija}").headers["ETag"]
    body = {"source": "subject", "last_name": "Ensin"}
    assert program.patch(f"/people/{world.maija}", body, If_Match=seen).status_code == 204

    response = program.patch(f"/people/{world.maija}", {**body, "last_name": "Sitten"}, If_Match=seen)
    assert response.status_code == 412
    assert response.json()["type"] == "/api/problems/overtaken"
    assert program.get(f"/people/{world.maija}").json()["last_name"] == "Ensin"


def test_a_call_sent_twice_does_it_once(program: Program, world: World) -> None:
    first, second = (program.post("/people", PUMP, Idempotency_Key="abc") for _ in range(2))
    other = program.post("/people", {**PUMP, "last_name": "Toinen"}, Idempotency_Key="abc")

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert (other.status_code, other.json()["type"]) == (422, "/api/problems/key-reused")
    found = program.get("/people?q=Pumppu").json()
    assert len(found.get("items", ())) == 1, found.get("errors")


def test_a_call_can_be_sent_again_for_a_day(program: Program, world: World) -> None:
    first = program.post("/people", PUMP, Idempotency_Key="abc").json()

    assert reminding.tidy(at=datetime.now(UTC) + timedelta(hours=23))["answers"] == 0
    assert program.post("/people", PUMP, Idempotency_Key="abc").json() == first
    assert reminding.tidy(at=datetime.now(UTC) + timedelta(hours=25))["answers"] == 1
    assert program.post("/people", PUMP, Idempotency_Key="abc").json() != first


def test_an_empty_key_is_not_passed_over(program: Program, world: World) -> None:
    assert program.post("/people", PUMP, Idempotency_Key="").status_code == 422


def test_two_are_made_one_and_two_again(program: Program, world: World) -> None:
    done = program.post(f"/people/{world.maija}/merge", {"absorbed": str(world.onni), "take": ["last_name"]})
    assert done.status_code == 200
    for led in (
        program.get(f"/people/{world.onni}"),
        program.patch(f"/people/{world.onni}", {"source": "subject", "language": "sv"}),
    ):
        assert (led.status_code, led.headers["Location"]) == (307, f"/api/v1/people/{world.maija}")
    assert program.get(f"/people/{world.maija}").json()["last_name"] == "Keksitty"

    undone = program.post(f"/merges/{done.json()['id']}/undo", {})
    assert (undone.status_code, undone.json()["absorbed"]) == (200, str(world.onni))
    assert program.get(f"/people/{world.onni}").status_code == 200


# --- problems ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("/people", {**PUMP, "source": "nowhere"}, "body.source"),
        ("/people", {**PUMP, "nickname": "Pumi"}, "body.nickname"),
        ("/people", {**PUMP, "first_name": "a\x00b"}, "body.first_name"),
        ("/people", {**PUMP, "first_name": "\ud800"}, "body.first_name"),
        ("/people", {**PUMP, "first_name": "x" * 201}, "body.first_name"),
        ("/people", {**PUMP, "collected_at": "2126-01-01T00:00:00Z"}, "body.collected_at"),
        ("/organisations", {"source": "subject"}, "body.registered_name"),
    ],
)
def test_a_value_that_is_not_possible_is_named(path: str, body: object, field: str, program: Program) -> None:
    response = program.post(path, body)

    assert response.status_code == 422
    assert field in {one["field"] for one in response.json()["errors"]}


@pytest.mark.parametrize("body", [b"{", b"[]", b"null", b'{"source": 1e999}', b"\xff\xfe"])
def test_what_is_no_json_of_ours_is_a_bad_request(body: bytes, program: Program) -> None:
    response = program.post("/people", body)
    assert response.status_code in {400, 422}
    assert response.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=9223372036854775808", "after=%00", "order=colour", "q=" + "a" * 201]
)
def test_a_query_out_of_bounds_is_named(query: str, program: Program) -> None:
    response = program.get(f"/people?{query}")
    assert response.status_code in {400, 422}


def test_what_is_there_already_is_a_conflict(program: Program, world: World) -> None:
    body = {"source": "subject", "registered_name": "Uusi Oy", "business_id": "2077474-0"}
    assert program.post("/organisations", body).status_code == 201
    assert program.post("/organisations", body).status_code in {409, 422}


def test_somebody_who_is_not_there_gets_nothing(program: Program, world: World) -> None:
    response = program.post(
        f"/people/{uuid4()}/notes", {"source": "subject", "text": "Hei", "written_on": "2026-01-01"}
    )
    assert response.status_code in {404, 422}


@pytest.mark.parametrize(("method", "path"), [("DELETE", "/people"), ("PUT", "/search"), ("POST", "/holds")])
def test_another_method_is_told_as_every_error_is(method: str, path: str, program: Program) -> None:
    answer = program.call(method, path)

    assert (answer.status_code, answer.headers["Content-Type"]) == (405, "application/problem+json")
    assert answer.json()["type"] == "/api/problems/other-method"
    assert "GET" in answer.headers["Allow"]


def test_the_description_is_openapi_3_1_and_names_every_answer(program: Program) -> None:
    described = Program().get("/openapi.json").json()

    assert described["openapi"].startswith("3.1")
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            assert {"401", "403", "422"} <= set(operation["responses"]), (method, path)


def test_a_call_carries_what_was_said_and_who_wrote_it(program: Program, world: World) -> None:
    sent = {"source": "subject", "kind": "call", "happened_on": "2026-11-01", "text": "Lupasi vastata."}
    event = program.post(f"/people/{world.maija}/events", sent).headers["Location"].removeprefix("/api/v1")
    shown = program.get(event).json()
    assert (shown["text"], bool(shown["author"])) == ("Lupasi vastata.", True)
    assert program.patch(event, {"source": "subject", "text": "Vastasi."}).status_code == 204
    assert program.patch(event, {"source": "subject", "minutes": None, "text": None}).status_code == 204
    assert program.get(event).json()["text"] == "Vastasi."
    assert program.patch(event, {"source": "subject", "text": ""}).status_code == 204
    assert program.get(event).json()["text"] == ""
