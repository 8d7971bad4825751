"""What programs and pages do stands in the log: one line for a list, whoever is on it, never a value, or no answer."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from kortisto.register.access import operations as access
from kortisto.register.access.models import Token, User
from kortisto.register.access.rules import actor_of
from kortisto.register.audit.models import AuditEvent
from tests.interfaces.api.conftest import MakeKey, Program
from tests.interfaces.web.conftest import BACKEND, COMMAND, World, add_contact, make_user

pytestmark = pytest.mark.integration

DISK_FULL = """
    create function no_room() returns trigger language plpgsql as
        $$ begin raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$;
    create trigger no_room before insert on audit_outbox execute function no_room();
"""
REFUSED = """
    alter table audit_outbox add constraint outbox_takes_nothing_more check (action = 'nothing') not valid;
"""
CANARY = "Kanarialintu"


def lines_since(before: set[UUID]) -> list[AuditEvent]:
    return [line for line in AuditEvent.objects.all() if line.id not in before]


def known() -> set[UUID]:
    return set(AuditEvent.objects.values_list("id", flat=True))


def test_a_list_of_fifty_is_one_line_with_fifty_people(full: Program, world: World) -> None:
    for number in range(52):
        add_contact("Henkilö", f"Numero {number:02}", world.company)
    browser = Client()
    browser.force_login(make_user("bob", "sales"), backend=BACKEND)
    before = known()
    page = browser.get(reverse("web:people")).content.decode()
    on_page = {UUID(id_) for id_ in re.findall(r'href="/people/([0-9a-f-]{36})/', page)}
    [line] = [one for one in lines_since(before) if one.subjects]

    assert len(on_page) == 50
    assert (line.action, line.channel, set(line.subjects), len(line.subjects)) == ("person.list", "web", on_page, 50)

    before = known()
    answer = full.get("/people?limit=50").json()
    called = {UUID(one["id"]) for one in answer["items"]}
    [line] = [one for one in lines_since(before) if one.subjects]
    assert (line.action, line.channel, set(line.subjects), len(line.subjects)) == ("person.list", "api", called, 50)
    assert line.token_id is not None

    before = known()
    written = full.post("/people/export", {"format": "json"})
    exported = {
        UUID(id_) for id_ in re.findall(r'"id": ?"([0-9a-f-]{36})"', getattr(written, "text_of_file", b"").decode())
    }
    told = {one for line in lines_since(before) if line.action == "person.export" for one in line.subjects}
    assert len(told) == 54
    assert exported <= told


@pytest.mark.parametrize("fault", [DISK_FULL, REFUSED])
@pytest.mark.parametrize(
    "path",
    ["/people/{person}", "/people", "/search?q=maija", "/people/{person}/privacy", "/people/{person}/timeline",
     "/organisations/{company}", "/look-alikes?names=Esimerkki&names=Maija"],
)  # fmt: skip
def test_without_a_line_in_the_log_no_program_is_answered(path: str, fault: str, full: Program, world: World) -> None:
    with connection.cursor() as cursor:
        cursor.execute("reset role")
        cursor.execute(fault)
    response = full.get(path.format(person=world.maija, company=world.company))

    assert response.status_code == 503
    assert b"Maija" not in response.content
    assert b"Esimerkki" not in response.content


def test_without_a_line_in_the_log_nothing_is_written(full: Program, world: World) -> None:
    with connection.cursor() as cursor:
        cursor.execute("reset role")
        cursor.execute(DISK_FULL)
    assert full.post("/people", {"source": "subject", "last_name": CANARY}).status_code == 503
    with connection.cursor() as cursor:
        cursor.execute("drop trigger no_room on audit_outbox")

    assert full.get(f"/search?q={CANARY}").json()["items"] == []


@pytest.mark.parametrize("by_page", [False, True])
def test_a_line_that_the_log_refuses_is_no_contradiction_of_who_has_written(
    by_page: bool, full: Program, world: World
) -> None:
    """A constraint of the log that fails is a fault of the register, and blamed on nobody's input."""
    bob = Client(raise_request_exception=False)
    bob.force_login(make_user("bob", "sales"), backend=BACKEND)
    with connection.cursor() as cursor:
        cursor.execute("reset role")
        cursor.execute(REFUSED.replace("action = 'nothing'", "action <> 'person.add'"))
    if by_page:
        sent = {"source": "subject", "last_name": CANARY, "first_name": "Kaino"}
        assert bob.post(reverse("web:add-person"), sent).status_code == 503
    else:
        answer = full.post("/people", {"source": "subject", "last_name": CANARY})
        assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (503, "busy")
        assert answer.headers["Retry-After"]
    with connection.cursor() as cursor:
        cursor.execute("alter table audit_outbox drop constraint outbox_takes_nothing_more")

    assert full.get(f"/search?q={CANARY}").json()["items"] == []


def test_the_keys_of_a_leaver_and_revoked_ones_are_dead_at_the_next_call(make_key: MakeKey, world: World) -> None:
    leaver, stays = make_key(name="leaver"), make_key(name="stays")
    owner = User.objects.get(email="main_user-crm-leaver@staff.example")
    alice, now = actor_of(make_user("alice", "main_user")), datetime.now(UTC)
    assert leaver.get("/key").status_code == 200
    access.close_user(user_id=owner.id, by=alice, at=now)

    assert leaver.get("/key").status_code == 401
    access.reopen_user(user_id=owner.id, by=alice, at=now)
    assert leaver.get("/key").status_code == 401, "a key does not rise again"
    assert stays.get("/key").status_code == 200
    access.revoke_token(token_id=Token.objects.get(user__email__contains="stays").id, by=COMMAND, at=now)
    assert stays.get("/key").status_code == 401


def test_the_log_holds_names_of_fields_and_never_values(full: Program, world: World) -> None:
    said = {"source": "subject"}
    person = full.post("/people", {**said, "first_name": CANARY, "last_name": f"{CANARY}nen"}).json()["id"]
    place = f"/people/{person}"
    made = [
        full.post(f"{place}/contact-points", {**said, "kind": "email", "value": f"{CANARY}@lintu.example"}),
        full.post(f"{place}/contact-points", {**said, "kind": "phone", "value": "+358 40 5555555"}),
        full.post(f"{place}/addresses", {**said, "lines": [f"{CANARY}nkuja 5"], "city": CANARY}),
        full.post(f"{place}/notes", {**said, "text": CANARY, "written_on": "2026-11-01"}),
        full.post(f"{place}/tasks", {**said, "title": CANARY, "due_on": "2026-12-01"}),
        full.patch(place, {**said, "last_name": f"{CANARY}ksi"}),
        full.get(f"/search?q={CANARY}"),
        full.get(f"/people?city={CANARY}"),
        full.get(f"/look-alikes?names={CANARY}&names=x"),
        full.post("/people/views", {"name": CANARY, "query": f"city={CANARY}"}),
        full.post("/tags", {"name": CANARY}),
        full.post("/people", {**said, "first_name": CANARY, "birth": CANARY}),
    ]
    assert [one.status_code for one in made[:-1] if one.status_code >= 400] == []
    browser = Client()
    browser.post(reverse("web:log-in"), {"email": f"{CANARY}@staff.example", "password": f"{CANARY} horse battery"})
    browser.force_login(make_user("bob", "sales"), backend=BACKEND)
    for path in (f"/?q={CANARY}", f"/search/?q={CANARY}", f"/people/?q={CANARY}&city={CANARY}", f"/people/{person}/"):
        assert browser.get(path).status_code == 200

    with connection.cursor() as cursor:
        cursor.execute("select event::text from audit_event event")
        written = "\n".join(text for (text,) in cursor.fetchall())
    assert str(person) in written
    assert "person.name" in written
    assert CANARY.casefold() not in written.casefold()
    assert "5555555" not in written


def test_a_list_of_organisations_names_them_and_each_tells_who_has_seen_it(full: Program, world: World) -> None:
    before = known()
    listed = {UUID(one["id"]) for one in full.get("/organisations?limit=50").json()["items"]}
    [line] = [one for one in lines_since(before) if one.action == "organisation.list"]
    assert set(line.subjects) == listed
    assert world.company in listed

    assert full.get(f"/organisations/{world.company}/seen").json()["people"] == 1
