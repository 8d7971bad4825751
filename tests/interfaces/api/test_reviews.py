"""What waits for a confirmation, by the API."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from kortisto.declaration.words import Operation
from kortisto.register.audit import queries as log
from tests.interfaces.api.conftest import MakeKey, Program
from tests.interfaces.web.conftest import World
from tests.interfaces.web.test_reviews import asked, settled

__all__ = ["asked"]
pytestmark = pytest.mark.integration


@pytest.fixture
def mine(asked: None, world: World, make_key: MakeKey) -> Program:
    settled()
    return make_key()


def which(world: World) -> dict[str, str]:
    return {"kind": "person", "party": str(world.onni), "rule": "contacts"}


def in_days(days: int) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).date().isoformat()


def test_the_queue_the_panel_and_the_day_say_the_same(mine: Program, world: World) -> None:
    page = mine.get("/reviews?kind=person&language=sv").json()
    [one] = page["items"]
    assert (page["all"], page["next"]) == (1, None)
    assert {name: one[name] for name in which(world)} == which(world)
    assert (one["party_name"], one["name"], one["since"]) == ("Onni Keksitty", "Kontaktpersoner", "2001-05-07")
    assert (one["may_decide"], one["last_day"], one["before"]) == (True, "2038-05-06", None)
    assert mine.get(f"/people/{world.onni}/privacy?language=sv").json()["reviews"] == [one]
    assert mine.get("/day").json()["confirmations"] == {"number": 1, "since": "2001-05-07"}
    assert mine.get("/reviews?days=100000").json()["items"] == []


def test_what_is_kept_and_confirmed_waits_no_more_and_the_rest_is_counted(mine: Program, world: World) -> None:
    gone = {**which(world), "party": str(world.company)}
    kept = {"reviews": [which(world), gone], "reason": "Takuu", "until": in_days(30)}
    late = mine.post("/reviews/keep", {**kept, "until": in_days(300)})
    assert (late.status_code, late.json()["errors"][0]["field"]) == (422, "body.until")
    assert "at the latest" in late.json()["errors"][0]["message"]
    assert mine.post("/reviews/keep", {**kept, "reason": " "}).status_code == 422
    assert mine.post("/reviews/keep", kept).json() == {"done": 1, "left": {"not due": 1}}
    assert mine.get("/reviews").json()["items"] == []
    assert mine.post("/reviews/confirm", {"reviews": [which(world)]}).json() == {"done": 0, "left": {"not due": 1}}
    assert "review.keep" in {line.action for line in log.events(subject=world.onni)}


def test_a_confirmation_is_logged_and_asks_for_the_erasure(mine: Program, world: World) -> None:
    assert mine.post("/reviews/confirm", {"reviews": [which(world)]}).json() == {"done": 1, "left": {}}
    assert "review.confirm" in {line.action for line in log.events(subject=world.onni)}


def test_whose_turn_it_is_not_decides_nothing(
    mine: Program, world: World, make_key: MakeKey, overseer: Program
) -> None:
    body = {"reviews": [which(world)]}
    [one] = overseer.get("/reviews?kind=person").json()["items"]
    assert (one["party"], one["may_decide"]) == (str(world.onni), False)
    assert overseer.post("/reviews/confirm", body).status_code == 404, "who watches does not decide"
    reader = make_key(operations=(Operation.READ,), name="reader")
    assert reader.get("/reviews").json()["all"] == 1
    assert reader.post("/reviews/confirm", body).status_code == 403
