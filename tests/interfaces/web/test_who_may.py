"""Each page for each role: what it answers. A page that is not in the table fails the build."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.urls import reverse

from kortisto.interfaces.web.urls import urlpatterns
from kortisto.register.audit import queries as log
from kortisto.register.audit.enums import Outcome
from kortisto.register.parties.enums import ContactKind, PartyKind, RelationshipKind
from tests.interfaces.web.conftest import As, World

pytestmark = pytest.mark.integration

VISITORS = ("", "alice", "bob", "dora", "aaro", "charlie", "ulla")
LOG_IN = 302  # sent to the log-in page
# The answer to GET for: nobody, main user, sales, officer, auditor, warehouse, sales without undertaking.
PERSONAL = (LOG_IN, 200, 200, 200, 403, 403, 403)
CHANGES = (LOG_IN, 200, 200, 403, 403, 403, 403)
ADDERS = (LOG_IN, 200, 200, 404, 404, 404, 403)
UNDECLARED = (LOG_IN, 403, 403, 403, 403, 403, 403)  # the declaration of the tests lists no guardians
OVERSEERS = (LOG_IN, 200, 404, 200, 404, 404, 404)
HOLDERS = (LOG_IN, 200, 404, 200, 403, 403, 403)
CERTIFICATES = (LOG_IN, 200, 404, 200, 200, 404, 404)
MERGERS = (LOG_IN, 200, 200, 404, 404, 404, 403)
LOG = (LOG_IN, 404, 404, 200, 200, 404, 404)
SEAL = (LOG_IN, 200, 404, 200, 200, 404, 404)
EVERYBODY = (200,) * 7
STAFF = (LOG_IN, 200, 200, 200, 200, 200, 200)
MAIN_USER = (LOG_IN, 200, 404, 404, 404, 404, 404)
IMPORTERS = (LOG_IN, 200, 404, 404, 404, 404, 404)
POST_ONLY = (LOG_IN, 405, 405, 405, 405, 405, 405)
TABLE = {
    "parties": PERSONAL,
    "search": PERSONAL,
    "people": PERSONAL,
    "organisations": PERSONAL,
    "export": (LOG_IN, 200, 404, 404, 404, 404, 404),
    "many": (*CHANGES,),  # no form whose text outlives a session
    "undo-many": (LOG_IN, 302, 302, 403, 403, 403, 403),  # nobody has changed many yet
    "save-view": POST_ONLY,
    "view": (LOG_IN, 404, 404, 404, 403, 403, 403),
    "person": PERSONAL,
    "organisation": PERSONAL,
    "erase": OVERSEERS,
    "edit-person": CHANGES,
    "edit-organisation": CHANGES,
    "add-person": ADDERS,
    "add-organisation": ADDERS,
    "add-representation": CHANGES,
    "representation": CHANGES,
    "add-customership": CHANGES,
    "customership": CHANGES,
    "add-guardian": UNDECLARED,
    "guardian": UNDECLARED,
    "add-relationship": CHANGES,
    "relationship": CHANGES,
    "parent": CHANGES,
    "add-former-name": CHANGES,
    "add-contact": CHANGES,
    "contact": CHANGES,
    "add-address": CHANGES,
    "address": CHANGES,
    "remove": (*CHANGES,),  # no form whose text outlives a session
    "add-note": CHANGES,
    "add-activity": CHANGES,
    "duplicates": MERGERS,
    "merges": MERGERS,
    "merge": MERGERS,
    "merge-with": MERGERS,
    "scan-duplicates": POST_ONLY,
    "dismiss-duplicate": POST_ONLY,
    "undo-merge": POST_ONLY,
    "imports": IMPORTERS,
    "import": IMPORTERS,
    "act-on-import": POST_ONLY,
    "import-rejected": (LOG_IN, 404, 404, 404, 404, 404, 404),  # no row of it was rejected
    "undo-import": IMPORTERS,
    "log": LOG,
    "log-export": LOG,
    "log-seal": SEAL,
    "add-task": CHANGES,
    "timeline": PERSONAL,
    "edit-entry": CHANGES,
    "add-file": CHANGES,
    "labels": CHANGES,
    "remove-entry": POST_ONLY,
    "undo": POST_ONLY,
    "file": (LOG_IN, 404, 404, 403, 403, 403, 403),
    "tags": (LOG_IN, 200, 404, 404, 404, 404, 404),
    "group": (LOG_IN, 404, 404, 403, 403, 403, 403),
    "day": PERSONAL,
    "add-own-task": CHANGES,
    "task": (LOG_IN, 404, 404, 403, 403, 403, 403),
    "tick": POST_ONLY,
    "reminders": PERSONAL,
    "calendar": PERSONAL,
    "calendar-feed": (404,) * 7,
    "retention": OVERSEERS,
    "sweeps": CERTIFICATES,
    "start-sweep": POST_ONLY,
    "simulate-sweep": POST_ONLY,
    "act-on-sweep": POST_ONLY,
    "trial": CERTIFICATES,
    "cancel-trial": POST_ONLY,
    "regular-runs": CERTIFICATES,
    "record-regular-run": (LOG_IN, 404, 404, 404, 404, 404, 404),
    "retention-calendar": OVERSEERS,
    "retention-calendar-file": OVERSEERS,
    "notice-versions": OVERSEERS,
    "notice-adopt": (LOG_IN, 302, 404, 302, 404, 404, 404),  # to the versions: the tests have adopted nothing
    "notice-version": (404,) * 7,
    "certificates": CERTIFICATES,
    "certificate": CERTIFICATES,
    "holds": OVERSEERS,
    "export-holds": OVERSEERS,
    "reviews": OVERSEERS,  # the notice of the tests asks nobody; test_reviews.py has one that does
    "export-reviews": OVERSEERS,
    "decide-reviews": (LOG_IN, 404, 404, 404, 404, 404, 404),
    "add-hold": HOLDERS,
    "hold": HOLDERS,
    "end-hold": HOLDERS,
    "restrictions": OVERSEERS,
    "restrict": OVERSEERS,
    "restriction": OVERSEERS,
    "officer-notice": OVERSEERS,
    "notice": EVERYBODY,
    "notice-style": EVERYBODY,
    "accessibility": EVERYBODY,
    "gallery": (404,) * 7,
    "log-in": (200, 302, 302, 302, 302, 302, 302),
    "log-out": POST_ONLY,
    "language": (405,) * 7,
    "looks": (405,) * 7,
    "purpose": POST_ONLY,
    "roles": STAFF,
    "account": STAFF,
    "password": STAFF,
    "totp": STAFF,
    "add-passkey": (LOG_IN, *[404] * 6),  # the tests have no https
    "confirm": POST_ONLY,
    "end-session": POST_ONLY,
    "drop-totp": POST_ONLY,
    "new-passkey-challenge": POST_ONLY,
    "drop-passkey": POST_ONLY,
    "recovery-codes": POST_ONLY,
    "revoke-token": POST_ONLY,
    "end-elevation": POST_ONLY,
    "see-elevations": POST_ONLY,
    "tokens": MAIN_USER,
    "elevate": (LOG_IN, 200, 200, 404, 404, 404, 403),
    "elevations": (LOG_IN, 404, 404, 200, 404, 404, 404),
    "levels": MAIN_USER,
    "new-level": MAIN_USER,
    "level": MAIN_USER,
    "remove-level": POST_ONLY,
    "users": MAIN_USER,
    "invite": MAIN_USER,
    "user": MAIN_USER,
    "withdraw": POST_ONLY,
    "change-user": POST_ONLY,
    "second-step": (LOG_IN,) * 7,
    "log-in-passkey": (405,) * 7,
    "passkey-challenge": (405,) * 7,
    "company-log-in": (LOG_IN,) * 7,
    "company-back": (LOG_IN,) * 7,
    "invitation": (404,) * 7,
    "undertaking": (LOG_IN, 200, 200, 200, 200, 200, 200),
}


def address(name: str, world: World) -> str:
    person = {"kind": PartyKind.PERSON, "party_id": world.maija}
    held = {"kind": PartyKind.ORGANISATION, "party_id": world.company, "hold_id": world.hold}
    arguments: dict[str, dict[str, object]] = {
        "person": {"party_id": world.maija},
        "organisation": {"party_id": world.company},
        "edit-person": {"party_id": world.maija},
        "edit-organisation": {"party_id": world.company},
        "add-contact": person,
        "erase": person,
        "add-representation": person,
        "representation": {**person, "row_id": world.role},
        "add-customership": {"party_id": world.maija},
        "customership": {"party_id": world.maija, "row_id": world.customership},
        "add-guardian": {"party_id": world.maija},
        "guardian": {"party_id": world.maija, "row_id": world.role},
        "add-relationship": {"party_id": world.company},
        "relationship": {"party_id": world.company, "what": RelationshipKind.CUSTOMER, "row_id": world.relationship},
        "parent": {"party_id": world.company},
        "add-former-name": {"party_id": world.company},
        "add-note": person,
        "add-address": person,
        "address": {**person, "address_id": world.address},
        "add-activity": person,
        "contact": {**person, "what": ContactKind.EMAIL, "contact_id": world.email},
        "remove": {**person, "what": "email", "row_id": world.email},
        "merge-with": {"kind": PartyKind.PERSON, "party_id": world.maija},
        "merge": {"kind": PartyKind.PERSON, "first": world.maija, "second": world.onni},
        "dismiss-duplicate": {"pair_id": world.maija},
        "undo-merge": {"merge_id": world.maija},
        "export": {"kind": PartyKind.PERSON},
        "many": {"kind": PartyKind.PERSON, "action_id": "language"},
        "undo-many": {"kind": PartyKind.PERSON, "act": UUID(int=7)},
        "save-view": {"kind": PartyKind.PERSON},
        "view": {"view_id": UUID(int=7)},
        "add-task": person,
        "timeline": person,
        "edit-entry": {**person, "what": "note", "entry_id": world.note},
        "add-file": person,
        "labels": person,
        "remove-entry": {"what": "note", "entry_id": world.note},
        "undo": {"act": UUID(int=7)},
        "file": {"file_id": UUID(int=7)},
        "group": {"group_id": UUID(int=7)},
        "task": {"task_id": UUID(int=7)},
        "tick": {"task_id": UUID(int=7)},
        "calendar-feed": {"secret": "wrong"},
        "act-on-sweep": {"sweep_id": world.certificate},
        "trial": {"trial_id": world.trial},
        "cancel-trial": {"trial_id": world.trial},
        "add-hold": person,
        "restrict": person,
        "restriction": {"restriction_id": world.restriction},
        "hold": held,
        "end-hold": held,
        "record-regular-run": {"record_id": world.certificate},
        "notice-version": {"number": 7},
        "certificate": {"certificate_id": world.certificate},
        "end-elevation": {"elevation_id": world.maija},
        "level": {"level_id": world.level},
        "remove-level": {"level_id": world.level},
        "user": {"user_id": world.staff},
        "change-user": {"user_id": world.staff},
        "withdraw": {"invitation_id": world.maija},
        "invitation": {"secret": "no-such-link"},
        "import": {"upload_id": world.upload},
        "act-on-import": {"upload_id": world.upload},
        "import-rejected": {"upload_id": world.upload},
        "undo-import": {"batch_id": world.batch},
    }
    return reverse(f"web:{name}", kwargs=arguments.get(name))


def test_every_page_is_in_the_table() -> None:
    assert {pattern.name for pattern in urlpatterns} == set(TABLE)


@pytest.mark.parametrize("visitor", VISITORS)
def test_each_page_answers_each_role_as_the_table_says(visitor: str, log_in_as: As, world: World) -> None:
    client = log_in_as(visitor)
    expected = {name: row[VISITORS.index(visitor)] for name, row in TABLE.items()}

    assert {name: client.get(address(name, world)).status_code for name in TABLE} == expected


@pytest.mark.parametrize("name", [name for name, row in TABLE.items() if row is CHANGES])
@pytest.mark.parametrize("visitor", ["", "dora", "aaro", "charlie", "ulla"])
def test_who_may_not_change_cannot_send_the_form_either(visitor: str, name: str, log_in_as: As, world: World) -> None:
    response = log_in_as(visitor).post(address(name, world), {"source": "subject", "text": "Hei", "end": "1"})

    assert response.status_code == 403
    assert ('id="log-in"' in response.content.decode()) is not bool(visitor)


def test_a_refusal_is_recorded(log_in_as: As, world: World) -> None:
    log_in_as("charlie").get(address("person", world))

    line = log.events()[0]
    assert (line.outcome, line.action, line.actor_role) == (Outcome.DENIED, "access.read", "warehouse")


def test_a_page_leaves_its_line_with_the_purpose(log_in_as: As, world: World) -> None:
    client = log_in_as("bob")
    client.get(address("person", world))
    client.post(reverse("web:purpose"), {"purpose": "mailing"})
    client.get(address("person", world))

    purposes = [line.purpose for line in log.events(subject=world.maija) if line.action == "person.read"]
    assert purposes[:2] == ["mailing", "crm"]


@pytest.mark.parametrize("kind", ["people", "organisations"])
def test_who_does_not_exist_is_not_found_and_the_question_is_logged(kind: str, log_in_as: As, world: World) -> None:
    unknown = UUID(int=7)
    response = log_in_as("bob").get(f"/{kind}/{unknown}/")

    assert response.status_code == 404
    assert unknown in {line.object_id for line in log.events()}


def test_a_purpose_that_the_role_may_not_work_for_is_not_taken(log_in_as: As, world: World) -> None:
    client = log_in_as("alice")  # mailing is not for the main user
    client.post(reverse("web:purpose"), {"purpose": "mailing"})
    client.get("/")

    assert log.events()[0].purpose == "crm"


def test_what_the_purpose_does_not_cover_is_not_shown(log_in_as: As, world: World) -> None:
    client = log_in_as("bob")
    assert "Kysyi toimitusaikaa" in client.get(address("person", world)).content.decode()
    client.post(reverse("web:purpose"), {"purpose": "mailing"})
    page = client.get(address("person", world)).content.decode()

    assert "Kysyi toimitusaikaa" not in page
    assert "Not shown for this purpose" in page
    assert client.get(address("edit-person", world)).status_code == 403


def test_without_the_undertaking_the_page_leads_to_it_and_then_shows_people(log_in_as: As, world: World) -> None:
    client = log_in_as("ulla")
    assert reverse("web:undertaking") in client.get("/").content.decode()
    client.post(reverse("web:undertaking"))

    assert client.get("/").status_code == 200


def test_a_part_of_a_page_sends_the_whole_page_to_the_log_in(log_in_as: As) -> None:
    response = log_in_as().get("/?q=a", headers={"HX-Request": "true"})

    assert response.status_code == 204
    assert response.headers["HX-Redirect"].startswith("/login/")
