"""A second step that a role or a level demands: nothing opens before it is set up, and everything after."""

from __future__ import annotations

import base64
import time
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from kortisto.register.access import operations as access
from kortisto.register.access import queries, totp
from kortisto.register.access.models import User
from kortisto.register.access.rules import actor_of
from tests.interfaces.web.conftest import NOW, PASSWORD, As, World, make_user

pytestmark = pytest.mark.integration
PAGES = ("parties", "people", "users", "log-seal", "tokens", "search", "day", "imports")


@pytest.fixture
def strict(settings: Settings) -> None:
    settings.TLS = True


def set_up(client: Client, user_id: UUID) -> list[str]:
    """Take one-time codes into use, and return the recovery codes that are shown."""
    client.post(reverse("web:totp"))
    offered = queries.totp_offer(user_id=user_id, issuer="x")
    assert offered is not None
    written = offered.secret + "=" * (-len(offered.secret) % 8)
    code = totp.code_at(base64.b32decode(written), int(time.time()) // totp.STEP)
    page = client.post(reverse("web:totp"), {"code": code})
    assert page.status_code == 200
    return list(page.context["codes"])


@pytest.mark.usefixtures("strict")
def test_who_lets_others_in_sets_up_a_second_step_first(world: World) -> None:
    alice = make_user("alice", "main_user")
    client = Client(headers={"Accept-Language": "en"})
    client.post(reverse("web:log-in"), {"email": alice.email, "password": PASSWORD})
    for name in PAGES:
        response = client.get(reverse(f"web:{name}"))
        assert (response.status_code, response.headers.get("Location")) == (302, reverse("web:account")), name
    part = client.get(reverse("web:search"), headers={"HX-Request": "true"})
    assert (part.status_code, part.headers["HX-Redirect"]) == (204, reverse("web:account"))
    assert client.post(reverse("web:invite"), {"name": "x"}).status_code == 302
    assert "You need a second step" in client.get(reverse("web:account")).content.decode()

    codes = set_up(client, alice.id)
    assert client.get(reverse("web:users")).status_code == 200
    assert "You need a second step" not in client.get(reverse("web:account")).content.decode()

    again = Client()
    again.post(reverse("web:log-in"), {"email": alice.email, "password": PASSWORD})
    assert again.get(reverse("web:users")).status_code == 302, "half-way is nowhere"
    again.post(reverse("web:second-step"), {"code": codes[0]})
    assert again.get(reverse("web:users")).status_code == 200


@pytest.mark.usefixtures("strict")
def test_who_takes_it_out_of_use_needs_another_one(world: World) -> None:
    alice = make_user("alice", "main_user")
    client = Client()
    client.post(reverse("web:log-in"), {"email": alice.email, "password": PASSWORD})
    set_up(client, alice.id)
    client.post(reverse("web:drop-totp"))

    assert client.get(reverse("web:users")).status_code == 302


@pytest.mark.usefixtures("strict")
def test_whose_second_step_is_lost_gets_in_again_by_another_main_user(world: World) -> None:
    alice, other = make_user("alice", "main_user"), make_user("aino", "main_user")
    client = Client()
    client.post(reverse("web:log-in"), {"email": alice.email, "password": PASSWORD})
    set_up(client, alice.id)
    access.drop_factors_of(user_id=alice.id, by=actor_of(other), at=NOW)
    fresh = Client()
    response = fresh.post(reverse("web:log-in"), {"email": alice.email, "password": PASSWORD})

    assert response.headers["Location"] == "/"
    assert fresh.get("/").headers["Location"] == reverse("web:account"), "and sets up a new one first"


@pytest.mark.parametrize(("name", "status"), [("bob", 200), ("dora", 302), ("aaro", 302), ("charlie", 403)])
def test_roles_that_the_file_does_not_name_go_on(
    name: str, status: int, log_in_as: As, world: World, strict: None
) -> None:
    assert log_in_as(name).get(reverse("web:parties")).status_code == status


def test_without_https_only_a_level_demands_it(world: World) -> None:
    by = actor_of(make_user("alice", "main_user"))
    level = access.compose_level(name="Johto", roles=["sales"], permissions=[], second_step=True, by=by, at=NOW)
    kalle, client = make_user("kalle", "sales"), Client()
    client.post(reverse("web:log-in"), {"email": kalle.email, "password": PASSWORD})
    assert client.get("/").status_code == 200
    access.place_user(user_id=kalle.id, level_id=level, by=by, at=NOW)
    assert client.get("/").status_code == 302, "it holds from the next page on"
    set_up(client, kalle.id)
    assert client.get("/").status_code == 200


def test_the_main_user_composes_a_level_with_it(log_in_as: As, world: World) -> None:
    alice = log_in_as("alice")
    form = {"name": "Johto", "roles": ["sales"], "permissions": ["export"], "second_step": "on"}
    assert alice.post(reverse("web:new-level"), form).status_code == 302
    [level] = [one for one in queries.levels() if one.name == "Johto"]

    assert level.second_step
    assert "in two steps" in alice.get(reverse("web:levels")).content.decode()
    assert 'name="second_step"' in alice.get(reverse("web:level", args=[level.id])).content.decode()


def test_a_leaver_is_out_with_everything_that_opened_the_register(log_in_as: As, world: World) -> None:
    alice, bob = log_in_as("alice"), log_in_as("bob")
    user = User.objects.get(email="bob@staff.example")
    feed = bob.post(reverse("web:calendar")).context["address"]
    assert Client().get(feed).status_code == 200
    alice.post(reverse("web:change-user", args=[user.id]), {"what": "close"})

    assert bob.get("/").status_code == 302
    assert Client().get(feed).status_code == 404
    page = alice.post(reverse("web:change-user", args=[user.id]), {"what": "reopen"})
    assert "/invitation/" in page.content.decode()
    assert Client().get(feed).status_code == 404, "the calendar stays closed"
    assert access.log_in(email=user.email, password=PASSWORD, address="192.0.2.9", at=timezone.now()).user is None


def test_an_account_is_throttled_though_each_guess_comes_from_elsewhere(db: None, settings: Settings) -> None:
    settings.LOGIN_FAILURES_PER_ACCOUNT = 5
    bob = make_user("bob", "sales")
    for number in range(5):
        access.log_in(email=bob.email, password="wrong", address=f"198.51.{number}.7", at=NOW)

    result = access.log_in(email=bob.email, password=PASSWORD, address="203.0.113.5", at=NOW)
    assert (result.user, result.wait_until is not None) == (None, True)
