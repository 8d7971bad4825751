"""Accounts in the browser's eyes: invitation, second step, sessions, confirmation, elevated access, keys."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from kortisto.config.environment import Environment
from kortisto.interfaces.web.sessions import BEGAN, CONFIRMED, SEEN, client_address
from kortisto.register.access import operations, queries, rules, totp
from kortisto.register.audit import queries as log
from tests.interfaces.web.conftest import BACKEND, NOW, PASSWORD, As, World, make_user

pytestmark = pytest.mark.integration

ANOTHER = "neljätoista suurta hanhea"


def stamped(client: Client, **changes: int) -> None:
    """Turn the clocks of a session back by seconds."""
    session = client.session
    for name, seconds in changes.items():
        session[name] -= seconds
    session.save()


def link_in(page: str) -> str:
    found = re.search(r'value="http://testserver(/invitation/[^"]+)"', page)
    assert found, page
    return found[1]


def test_from_the_invitation_to_an_open_account(alice: Client) -> None:
    given = {"name": "Uusi", "email": "uusi@staff.example", "place": "sales", "language": "en"}
    address = link_in(alice.post(reverse("web:invite"), given).content.decode())
    visitor = Client(headers={"Accept-Language": "en"})
    page = visitor.get(address).content.decode()
    assert "I keep secret what I learn" in page
    assert visitor.post(address, {"password": ANOTHER}).status_code == 422
    assert visitor.post(address, {"password": "short", "signed": "on"}).status_code == 422
    assert visitor.post(address, {"password": ANOTHER, "signed": "on"}).status_code == 302

    assert visitor.get("/").status_code == 200
    assert Client().get(address).status_code == 404
    assert Client().post(address, {"password": ANOTHER, "signed": "on"}).status_code == 404


def test_where_mail_is_set_the_link_is_mailed_in_the_language_of_the_invited(
    alice: Client, settings: Settings, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    settings.EMAIL_HOST = "mail.example"
    given = {"name": "Uusi", "email": "uusi@staff.example", "place": "sales", "language": "sv"}
    with django_capture_on_commit_callbacks(execute=True):
        page = alice.post(reverse("web:invite"), given).content.decode()

    (message,) = mail.outbox
    assert message.to == ["uusi@staff.example"]
    assert message.subject == "Inbjudan till Kortisto"
    assert link_in(page) in message.body


def test_a_closed_account_is_out_at_its_next_page(alice: Client, bob: Client, world: World) -> None:
    (user,) = [one for one in queries.users() if one.name == "Bob"]
    assert bob.get("/").status_code == 200
    alice.post(reverse("web:change-user", kwargs={"user_id": user.id}), {"what": "close"})

    assert bob.get("/").status_code == 302
    assert not Session.objects.filter(session_key=bob.cookies["sessionid"].value).exists()


def test_a_change_of_the_role_holds_at_the_next_page(alice: Client, log_in_as: As, world: World) -> None:
    charlie = log_in_as("charlie")
    (user,) = [one for one in queries.users() if one.name == "Charlie"]
    assert charlie.get("/").status_code == 403
    alice.post(reverse("web:user", kwargs={"user_id": user.id}), {"name": "Uusi Nimi", "place": f"level:{world.level}"})

    assert charlie.get("/").status_code == 200
    assert charlie.get(reverse("web:elevate")).status_code == 404
    assert "Uusi Nimi" in charlie.get("/").content.decode()


@pytest.mark.parametrize(("clock", "seconds"), [(SEEN, 10_801), (BEGAN, 43_201)])
def test_a_session_ends_when_it_was_idle_or_open_for_too_long(bob: Client, clock: str, seconds: int) -> None:
    stamped(bob, **{clock: seconds - 60})
    assert bob.get("/").status_code == 200
    stamped(bob, **{clock: seconds})
    assert bob.get("/").status_code == 302
    assert "session.expire" in {line.action for line in log.events()}


def test_the_key_of_the_session_changes_with_the_log_in(log_in_as: As) -> None:
    make_user("bob", "sales")
    client = Client()
    client.post(reverse("web:passkey-challenge"))
    before = client.cookies["sessionid"].value
    client.post(reverse("web:log-in"), {"email": "bob@staff.example", "password": PASSWORD})

    assert client.cookies["sessionid"].value != before
    assert not Session.objects.filter(session_key=before).exists()


def test_other_sessions_are_seen_and_ended(log_in_as: As) -> None:
    make_user("bob", "sales")
    here, there = Client(), Client()
    for client in (here, there):
        client.post(reverse("web:log-in"), {"email": "bob@staff.example", "password": PASSWORD})
    (user,) = queries.users()
    assert user.sessions == 2
    here.post(reverse("web:end-session"), {"all": "1"})

    assert here.get(reverse("web:account")).status_code == 200
    assert there.get(reverse("web:account")).status_code == 302


def test_after_a_new_password_this_browser_goes_on_and_others_do_not(log_in_as: As) -> None:
    make_user("bob", "sales")
    here, there = Client(), Client()
    for client in (here, there):
        client.post(reverse("web:log-in"), {"email": "bob@staff.example", "password": PASSWORD})
    given = {"present": "wrong", "password": ANOTHER}
    assert here.post(reverse("web:password"), given).status_code == 422
    assert here.post(reverse("web:password"), {**given, "present": PASSWORD}).status_code == 302

    assert here.get(reverse("web:account")).status_code == 200
    assert there.get(reverse("web:account")).status_code == 302


def test_what_is_sensitive_asks_for_the_password_again_and_keeps_what_was_typed(alice: Client) -> None:
    stamped(alice, **{CONFIRMED: 901})
    given = {"name": "Uusi", "email": "uusi@staff.example", "place": "sales", "language": "en"}
    asked = alice.post(reverse("web:invite"), given, headers={"Origin": "http://testserver"})
    assert asked.status_code == 403
    kept = re.search(r'name="kept" value="([^"]+)"', asked.content.decode())
    assert kept
    assert queries.open_invitations(at=NOW) == ()

    confirm = {"next": reverse("web:invite"), "kept": kept[1]}
    assert alice.post(reverse("web:confirm"), {**confirm, "password": "wrong"}).status_code == 422
    onward = alice.post(reverse("web:confirm"), {**confirm, "password": PASSWORD}).content.decode()
    again = alice.post(reverse("web:invite"), {"kept": kept[1]}).content.decode()
    assert reverse("web:invite") in onward
    assert 'value="uusi@staff.example"' in again


def test_behind_a_button_the_confirmation_leads_back_to_its_page(alice: Client, world: World) -> None:
    stamped(alice, **{CONFIRMED: 901})
    page, button = (reverse(f"web:{name}", kwargs={"user_id": world.staff}) for name in ("user", "change-user"))
    asked = alice.post(button, {"what": "close"}, headers={"Referer": f"http://testserver{page}"})

    assert asked.status_code == 403
    assert f'name="next" value="http://testserver{page}"' in asked.content.decode()
    known = queries.user(user_id=world.staff)
    assert known is not None
    assert known.is_active


def test_the_second_step_is_asked_for_and_opens(db: None) -> None:
    user = make_user("alice", "main_user")
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(user, backend=BACKEND)
    page = client.post(reverse("web:totp")).content.decode()
    assert "<svg" in page
    secret = re.search(r"<code>([A-Z2-7 ]+)</code>", page)
    assert secret
    offered = operations_secret(user.id)
    codes = client.post(reverse("web:totp"), {"code": current_code(offered)}).content.decode()
    recovery = re.findall(r"<code>(\w{4}-\w{4}-\w{4})</code>", codes)
    assert len(recovery) == 10

    visitor = Client(headers={"Accept-Language": "en"})
    first = visitor.post(reverse("web:log-in"), {"email": "alice@staff.example", "password": PASSWORD})
    assert first.headers["Location"] == reverse("web:second-step")
    assert visitor.get("/").status_code == 302
    assert visitor.post(reverse("web:second-step"), {"code": "000000"}).status_code == 422
    assert visitor.post(reverse("web:second-step"), {"answer": "none"}).status_code == 422
    assert visitor.post(reverse("web:second-step"), {"code": recovery[0]}).status_code == 302
    assert visitor.get("/").status_code == 200


def operations_secret(user_id: Any) -> str:
    offer = queries.totp_offer(user_id=user_id, issuer="x")
    assert offer
    return offer.secret


def current_code(secret: str) -> str:
    import base64  # noqa: PLC0415
    import time  # noqa: PLC0415

    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    return totp.code_at(key, int(time.time()) // totp.STEP)


def test_elevated_access_from_asking_to_its_end(
    log_in_as: As, world: World, settings: Settings,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:  # fmt: skip
    alice, dora = log_in_as("alice"), log_in_as("dora")
    settings.EMAIL_HOST = "mail.example"
    with django_capture_on_commit_callbacks(execute=True):
        answer = alice.post(
            reverse("web:elevate"),
            {"role_and_purpose": "sales mailing", "minutes": "30", "reason": "Bob on sairaana."},
        )
    assert answer.status_code == 302
    assert [message.to for message in mail.outbox] == [["dora@staff.example"]]
    assert "Bob on sairaana" not in mail.outbox[0].body
    assert alice.get(f"/people/{world.maija}/").status_code == 200
    assert {"access.elevated", "elevation.open"} <= {line.action for line in log.events()}
    assert next(line for line in log.events() if line.action == "person.read").actor_role == "sales"

    mine = " ".join(alice.get("/account/").content.decode().split())
    assert "Elevated access until" in mine
    assert "Sales: Sending bulletins" in mine
    assert "another purpose is chosen" not in mine
    alice.post(reverse("web:purpose"), {"purpose": "crm"})
    assert "not in use, for another purpose is chosen" in alice.get("/account/").content.decode()
    alice.post(reverse("web:purpose"), {"purpose": "mailing"})
    told = dora.get(reverse("web:log")).content.decode()
    assert "Alice used elevated access." in told
    assert "not let to the data" not in told

    frame = dora.get("/").content.decode()
    assert '<span class="hidden">1 new</span>' in frame.split('class="areas"')[1].split("</div>")[0]
    assert '<span class="hidden">1 new</span>' in frame.split('class="thumb"')[1].split("</ul>")[0]  # on a phone
    page = dora.get(reverse("web:elevations")).content.decode()
    assert "Bob on sairaana." in page
    assert "not seen yet" in page
    seen = dora.post(reverse("web:see-elevations"), follow=True).content.decode()
    assert "seen by Dora" in seen
    assert "I have seen these" not in seen
    assert '<span class="hidden">1 new' not in dora.get("/").content.decode()
    assert alice.post(reverse("web:see-elevations")).status_code == 404
    (elevation,) = queries.elevations(at=NOW)
    dora.post(reverse("web:end-elevation", kwargs={"elevation_id": elevation.id}))
    alice.get(f"/people/{world.maija}/")
    line = next(line for line in log.events() if line.action == "person.read")
    assert (line.actor_role, line.purpose) == ("main_user", "crm")
    assert "Elevated access until" not in alice.get("/account/").content.decode()


def test_a_key_is_shown_once(alice: Client) -> None:
    given = {"name": "shop", "purpose": "crm", "operations": ["read"], "until": "31.12.2026"}
    page = alice.post(reverse("web:tokens"), given).content.decode()
    secret = re.search(r"kortisto_[\w-]{43}", page)
    assert secret
    assert secret[0] not in alice.get(reverse("web:tokens")).content.decode()
    assert operations.token_actor(secret=secret[0], at=NOW) is not None
    assert alice.post(reverse("web:tokens"), {**given, "until": "1.1.2020"}).status_code == 422


@pytest.mark.parametrize(
    ("peer", "told", "expected"),
    [
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),
        ("10.0.0.2", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.2", "192.0.2.66, 198.51.100.1, 10.0.0.3", "198.51.100.1"),
        ("10.0.0.2", "", "10.0.0.2"),
    ],
)
def test_only_a_trusted_proxy_is_believed(
    peer: str, told: str, expected: str, rf: RequestFactory, settings: Settings
) -> None:
    settings.TRUSTED_PROXIES = Environment({"KORTISTO_PROXIES": "10.0.0.0/8"}).networks("KORTISTO_PROXIES")

    assert client_address(rf.get("/", REMOTE_ADDR=peer, headers={"X-Forwarded-For": told})) == expected


def test_somebody_elses_things_are_not_found(log_in_as: As, world: World) -> None:
    bob = log_in_as("bob")
    for name, given in (
        ("end-session", {"session": str(world.staff)}),
        ("revoke-token", {"token": str(world.staff)}),
        ("drop-passkey", {"passkey": "x"}),
    ):
        assert bob.post(reverse(f"web:{name}"), given).status_code == 404
    assert not rules.may(rules.actor_of(make_user("eve", "sales")), "accounts.manage")
