"""Sole traders are people: whatever shows one of them is in the log with them, and their page tells who has seen it."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from django.test import Client

from kortisto.register.audit import queries as log
from kortisto.register.parties import operations as parties
from kortisto.register.parties.enums import ActivityKind
from tests.interfaces.web.conftest import NOW, As, World, engine, origin
from tests.interfaces.web.test_exporting import parts

pytestmark = pytest.mark.integration


@pytest.fixture
def trader(world: World) -> UUID:
    with engine() as by:
        return parties.add_organisation(
            registered_name="Tmi Keijo Keksitty", sole_trader=True, origin=origin(), by=by, at=NOW
        )


def named(action: str) -> set[UUID]:
    """Whom the newest line of that kind names."""
    return set(next(line for line in log.events() if line.action == action).subjects)


def test_lists_exports_and_searches_of_organisations_name_them_in_the_log(
    alice: Client, world: World, trader: UUID
) -> None:
    page = alice.get("/organisations/").content.decode()
    shown = {UUID(id_) for id_ in re.findall(r'href="/organisations/([0-9a-f-]{36})/"', page)}
    assert {trader, world.company} <= shown
    assert named("organisation.list") == shown

    alice.get(f"/organisations/export/?id={trader}")
    assert named("organisation.list") == {trader}
    b"".join(parts(alice.post("/organisations/export/", {"form": "csv"})))
    assert named("organisation.export") == shown

    alice.get("/?q=keksitty")
    assert {trader, world.onni} <= named("parties.search")


def test_what_happens_with_a_sole_trader_is_in_the_log_with_them(world: World, trader: UUID) -> None:
    with engine() as by:
        parties.add_activity(
            kind=ActivityKind.CALL, happened_on=NOW.date(), organisation_id=trader, origin=origin(), by=by, at=NOW
        )
        parties.add_note(text="Soittaa.", written_on=NOW.date(), organisation_id=trader, origin=origin(), by=by, at=NOW)
    assert named("activity.add") == named("note.add") == {trader}


def test_their_page_tells_who_has_seen_it(alice: Client, log_in_as: As, world: World, trader: UUID) -> None:
    address = f"/organisations/{trader}/"
    assert "Seen by nobody else lately" in alice.get(address).content.decode()
    alice.get(address)
    dora = log_in_as("dora")
    page = dora.get(address).content.decode()
    assert "Seen by 1 colleague lately" in page
    assert "Who has seen this organisation" in page
    assert "Alice" in page
    lines = dora.get(f"/log/?person={trader}").content.decode()
    assert "Alice saw the data of an organisation." in lines
    assert "Tmi Keijo Keksitty" in lines
