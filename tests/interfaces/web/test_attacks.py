"""What an attacker tries at the pages, in every place where it could be tried."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from html.parser import HTMLParser
from io import StringIO
from logging import StreamHandler, getLogger
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core import mail
from django.db import connection
from django.http import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, reverse
from django.utils import timezone
from pytest_django import Settings

from kortisto.config.logs import WithoutValues
from kortisto.declaration.words import Operation
from kortisto.interfaces.web.urls import urlpatterns
from kortisto.register.access import operations as access
from kortisto.register.access.models import Invitation, Passkey, User
from kortisto.register.access.rules import actor_of
from kortisto.register.audit.models import AuditEvent
from kortisto.register.parties import operations as parties
from kortisto.register.parties.enums import ContactKind, PartyKind, TagColour
from tests.interfaces.web.conftest import (
    BACKEND,
    NOW,
    PASSWORD,
    As,
    World,
    add_contact,
    add_customer,
    engine,
    make_user,
    origin,
)
from tests.interfaces.web.test_forms import opened
from tests.interfaces.web.test_who_may import POST_ONLY, TABLE, address

pytestmark = pytest.mark.integration

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"|[0-9a-f]{32}')


def without_tokens(content: bytes) -> str:
    return TOKEN.sub("", content.decode())


# --- what one may not know exists ------------------------------------------------------------------------------------


def parameters(pattern: URLPattern) -> set[str]:
    return set(pattern.pattern.converters)


NESTED = [pattern.name for pattern in urlpatterns if {"party_id"} < parameters(pattern) - {"kind", "what"}]


@pytest.mark.parametrize("name", NESTED)
def test_what_hangs_on_one_party_is_not_reached_through_another(name: str, log_in_as: As, world: World) -> None:
    own = address(name, world)
    owner, stranger = (world.maija, world.onni) if str(world.maija) in own else (world.company, add_customer("Muu Oy"))
    through_another = own.replace(str(owner), str(stranger))
    alice = log_in_as("alice")
    before = alice.get(own)

    assert through_another != own
    assert alice.get(through_another).status_code == (404 if before.status_code == 200 else before.status_code)
    for form in ({"source": "subject", "end": "1"}, {"source": "subject", "text": "x", "written_on": "1.1.2026"}):
        assert alice.post(through_another, form).status_code in {404, 403}
    after = alice.get(own)
    assert (after.status_code, without_tokens(after.content)) == (before.status_code, without_tokens(before.content))


def test_somebody_of_one_kind_is_nobody_of_the_other(log_in_as: As, world: World) -> None:
    alice = log_in_as("alice")
    for kind, other, id_ in (("people", "organisations", world.maija), ("organisations", "people", world.company)):
        assert alice.get(f"/{kind}/{id_}/").status_code == 200
        for rest in ("", "edit/", "contacts/add/", "notes/add/", "tasks/add/", "timeline/", "labels/"):
            assert alice.get(f"/{other}/{id_}/{rest}").status_code == 404, rest


@pytest.mark.parametrize("visitor", ["charlie", "aaro", "dora", "bob"])
def test_a_refusal_does_not_tell_whether_somebody_exists(visitor: str, log_in_as: As, world: World) -> None:
    """The same status, the same words, as many questions to the database."""
    client = log_in_as(visitor)

    def answer(name: str, id_: UUID) -> tuple[int, str, int]:
        with CaptureQueriesContext(connection) as asked:
            response = client.get(reverse(f"web:{name}", args=[id_]))
        return response.status_code, without_tokens(response.content).replace(str(id_), ""), len(asked)

    people = ("person", "edit-person", "customership") if visitor != "bob" else ()
    users = ("user", "level", "import", "undo-import") if visitor != "alice" else ()
    known = {"user": world.staff, "level": world.level, "import": world.upload, "undo-import": world.batch}
    for name in (*people, *users):
        if name == "customership" or TABLE[name][("", "alice", "bob", "dora", "aaro", "charlie").index(visitor)] == 200:
            continue
        client.get("/")  # the first page of a session asks more
        assert answer(name, known.get(name, world.maija)) == answer(name, uuid4()), name


def test_private_things_of_others_are_as_if_they_were_not(log_in_as: As, world: World) -> None:
    alice, bob = log_in_as("alice"), log_in_as("bob")
    with engine() as by:
        view = parties.save_view(
            kind=PartyKind.PERSON, name="Oma", query="", by=replaced(by, "alice@staff.example"), at=NOW
        )
    assert alice.get(reverse("web:view", args=[view])).status_code < 400
    for change in ({}, {"name": "Bobin"}, {"remove": "1"}):
        answers = [
            (response.status_code, without_tokens(response.content).replace(str(id_), ""))
            for id_ in (view, uuid4())
            for response in [bob.post(reverse("web:view", args=[id_]), change)]
        ]
        assert answers[0] == answers[1]
        assert answers[0][0] == 404


def replaced(by: Any, email: str) -> Any:
    by.actor = actor_of(User.objects.get(email=email))
    return by


DISK_FULL = """
    create function no_room() returns trigger language plpgsql as
        $$ begin raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$;
    create trigger no_room before insert on audit_outbox execute function no_room();
"""


def test_no_page_names_anybody_when_the_log_takes_no_line(log_in_as: As, world: World) -> None:
    pages = [name for name, row in TABLE.items() if row is not POST_ONLY]
    clients = {who: log_in_as(who) for who in ("alice", "dora")}
    named = [(who, name) for who, client in clients.items() for name in pages if names_somebody(client, name, world)[1]]
    with connection.cursor() as cursor:
        cursor.execute("reset role")
        cursor.execute(DISK_FULL)

    assert len(named) >= 30
    for who, name in named:
        assert names_somebody(clients[who], name, world) == (503, False), (who, name)


def names_somebody(client: Client, name: str, world: World) -> tuple[int, bool]:
    response = client.get(address(name, world))
    content = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
    return response.status_code, b"Maija" in content or b"Onni" in content


NO_CHANGES = "alter table audit_outbox add constraint no_changes check (action !~ '[.](add|edit|end|merge)$') not valid"


@pytest.mark.parametrize("form", ["people/add", "organisations/add", "contact", "edit", "end", "merge"])
def test_nothing_is_kept_when_the_log_takes_no_line_of_it(form: str, log_in_as: As, world: World) -> None:
    """The refusal of the log is not taken for a value that stands in the register already, which a form would tell."""
    bob, person = log_in_as("alice"), f"/people/{world.maija}/"
    path, typed = {
        "people/add": ("/people/add/", {"first_name": "Kerttu", "last_name": "Kuvitteellinen"}),
        "organisations/add": ("/organisations/add/", {"registered_name": "Kuvitelma Oy"}),
        "contact": (f"{person}contacts/add/", {"value": "kerttu@keksitty.example"}),
        "edit": (f"{person}edit/", {"first_name": "Kerttu"}),
        "end": (f"{person}contacts/{ContactKind.EMAIL}/{world.email}/", {"end": "1"}),
        "merge": (f"{person}merge/{world.onni}/", {}),
    }[form]
    sent = {**({} if form == "merge" else opened(bob, path)), **typed}
    with connection.cursor() as cursor:
        cursor.execute("reset role")
        cursor.execute(NO_CHANGES)
        before = everything_of_parties(cursor)
        response = bob.post(path, sent)
        assert response.status_code == 503
        assert everything_of_parties(cursor) == before
        cursor.execute("alter table audit_outbox drop constraint no_changes")
        assert bob.post(path, sent).status_code == 302
        assert everything_of_parties(cursor) != before


def everything_of_parties(cursor: Any) -> list[Any]:
    cursor.execute("select tablename from pg_tables where schemaname = 'public' and tablename ~ '^parties_' order by 1")
    found = []
    for (table,) in cursor.fetchall():
        cursor.execute(f"select '{table}', count(*), md5(string_agg(t::text, ',' order by t::text)) from {table} t")  # noqa: S608
        found += cursor.fetchall()
    return found


# --- forms -----------------------------------------------------------------------------------------------------------


def posting() -> Iterator[str]:
    yield from (str(pattern.name) for pattern in urlpatterns if pattern.name not in {"gallery", "notice-style"})


def test_nothing_can_be_sent_from_another_site(world: World) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(make_user("alice", "main_user"), backend=BACKEND)
    lines = AuditEvent.objects.count()
    for name in posting():
        form = {"source": "subject", "csrfmiddlewaretoken": "x" * 64, "next": "/", "language": "sv"}
        response = strict.post(address(name, world), form)
        assert response.status_code in {403, 405}, name
    assert AuditEvent.objects.count() == lines
    assert not any(getattr(pattern.callback, "csrf_exempt", False) for pattern in urlpatterns)


def test_fields_that_a_form_does_not_offer_change_nothing(log_in_as: As, world: World) -> None:
    alice = log_in_as("alice")
    extra = {
        "id": str(uuid4()), "pk": "1", "is_active": "on", "is_superuser": "on", "role": "main_user",
        "level": str(world.level), "created_at": "2001-01-01", "created_by": str(uuid4()), "undertaking_version": "9",
        "password": "x", "provider": "evil", "email": "evil@staff.example", "permissions": "accounts.manage",
    }  # fmt: skip
    bob = make_user("bob2", "sales")
    client = Client()
    client.force_login(bob, backend=BACKEND)
    for name in ("undertaking", "purpose", "looks", "account", "day", "parties", "roles"):
        client.post(reverse(f"web:{name}"), extra)
    client.post(reverse("web:password"), {**extra, "present": PASSWORD})
    after = User.objects.get(id=bob.id)
    kept = ("email", "role", "level_id", "is_active", "created_at", "created_by", "provider", "undertaking_version")
    assert [getattr(after, name) for name in kept] == [getattr(bob, name) for name in kept]

    alice.post(reverse("web:invite"), {
        **extra, "name": "Uusi", "email": "uusi@staff.example", "place": "sales", "language": "fi",
    })  # fmt: skip
    invitation = Invitation.objects.get(email="uusi@staff.example")
    assert (invitation.role, invitation.level_id, invitation.user_id) == ("sales", None, None)


def test_who_is_invited_to_one_role_cannot_take_another(log_in_as: As, world: World, client: Client) -> None:
    by = actor_of(make_user("alice", "main_user"))
    link = access.invite(email="uusi@staff.example", display_name="Uusi", role="auditor", by=by, at=timezone.now())
    client.post(reverse("web:invitation", args=[link.secret]), {
        "password": "kolmetoista pientä kanaa", "signed": "on", "role": "main_user", "email": "evil@staff.example",
        "level": str(world.level), "place": "main_user",
    })  # fmt: skip

    assert User.objects.get(email="uusi@staff.example").role == "auditor"
    assert not User.objects.filter(email="evil@staff.example").exists()


ELSEWHERE = (
    "https://evil.example/", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example",
    "/\t/evil.example", "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "http:evil.example", "https:///evil.example",
    "//testserver@evil.example", "http://testserver.evil.example", "https://evil.example#testserver",
    "\x00//evil.example",
    "/%0d%0aLocation:%20https://evil.example", "//evil%E3%80%82example", "ftp://testserver/", " //evil.example",
)  # fmt: skip


def test_no_address_leads_to_another_site(log_in_as: As, world: World) -> None:
    bob = log_in_as("bob")
    forms = {"language": {"language": "sv"}, "looks": {}, "purpose": {"purpose": "crm"}}
    for target in ELSEWHERE:
        for name, form in forms.items():
            leads_nowhere_else(bob.post(reverse(f"web:{name}"), {**form, "next": target}), target)


@pytest.mark.parametrize("target", ["https://evil.example/", "/\\evil.example", "\x00//evil.example"])
def test_no_log_in_leads_to_another_site(target: str, log_in_as: As, world: World) -> None:
    bob, nobody = log_in_as("bob"), Client(raise_request_exception=False)
    leads_nowhere_else(bob.post(reverse("web:confirm"), {"password": PASSWORD, "next": target}), target)
    form = {"email": "bob@staff.example", "password": PASSWORD, "next": target}
    leads_nowhere_else(nobody.post(reverse("web:log-in"), form), target)


def leads_nowhere_else(response: HttpResponseBase, target: str) -> None:
    place = response.headers.get("Location", "/")
    assert place.startswith("/"), (target, place)
    assert not place.startswith(("//", "/\\", "/\t")), (target, place)
    assert "\n" not in place
    assert "\r" not in place


# --- hosts and addresses ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "testserver@evil.example"},
        {"Host": "testserver:80@evil.example"},
        {"Host": "testserver", "X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"},
        {"Host": "testserver", "X-Forwarded-Host": "evil.example", "X-Original-Host": "evil.example"},
    ],
)
def test_no_link_leads_where_a_header_says(headers: dict[str, str], log_in_as: As, settings: Settings) -> None:
    settings.EMAIL_HOST = "mail.example"
    alice = log_in_as("alice")
    form = {"name": "Uusi", "email": "uusi@staff.example", "place": "sales", "language": "fi"}
    response = alice.post(reverse("web:invite"), form, headers=headers)

    assert response.status_code == (200 if headers["Host"] == "testserver" else 400)
    assert "evil.example" not in response.content.decode()
    assert not any("evil.example" in message.body for message in mail.outbox)


def test_a_session_key_that_somebody_else_chose_is_not_taken(world: World) -> None:
    make_user("bob", "sales")
    client = Client()
    client.cookies["sessionid"] = chosen = "a" * 32
    client.get("/login/")
    client.post(reverse("web:log-in"), {"email": "bob@staff.example", "password": PASSWORD})

    assert client.cookies["sessionid"].value not in {chosen, ""}
    thief = Client()
    thief.cookies["sessionid"] = chosen
    assert thief.get("/").status_code == 302


@pytest.mark.parametrize("path", ["/x%0aERROR%20forged", "/x%0d%0aforged", "/x%1b[2Jforged", "/x%e2%80%a8forged"])
def test_what_is_sent_begins_no_line_of_the_programs_log(path: str, log_in_as: As) -> None:
    written = StringIO()
    handler = StreamHandler(written)
    handler.setFormatter(WithoutValues("%(levelname)s %(message)s"))
    logger = getLogger("django.request")
    logger.addHandler(handler)
    try:
        assert log_in_as("bob").get(path).status_code == 404
        getLogger("django.request").error("as our own code might: %s", path.replace("%0a", "\n").replace("%1b", "\x1b"))
    finally:
        logger.removeHandler(handler)

    lines = written.getvalue().splitlines()
    assert len(lines) == 2
    assert all(line.startswith(("WARNING ", "ERROR ")) for line in lines)
    assert "\x1b" not in written.getvalue()


def test_a_browser_of_a_million_letters_is_cut(world: World) -> None:
    make_user("bob", "sales")
    agent = "<script>" + "x" * 1_000_000
    client = Client(headers={"User-Agent": agent})
    client.post(reverse("web:log-in"), {"email": "bob@staff.example", "password": PASSWORD})
    page = client.get(reverse("web:account")).content.decode()

    assert len(page) < 200_000
    assert "<script>x" not in page


# --- markup that somebody wrote --------------------------------------------------------------------------------------

HOSTILE = "\"'><b id=evil onmouseover=alert(1)>{{ 7 }}{% now 'Y' %}"


class Markup(HTMLParser):
    """Finds what the hostile text would be as markup."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if (
                value == "evil"
                or name.startswith("on")
                or (value or "").lower().startswith(("javascript:", "data:text"))
            ):
                self.found.append(f"{tag} {name}={value}")


@pytest.fixture
def hostile(world: World, log_in_as: As) -> World:
    """Everything that can be called something is called that."""
    alice = make_user("alice", "main_user")
    by_alice = actor_of(alice)
    company = add_customer(f"{HOSTILE} Oy")
    person = add_contact(HOSTILE, f"{HOSTILE} O'Hara", company)
    User.objects.filter(id__in=[alice.id, world.staff]).update(display_name=HOSTILE)
    level = access.compose_level(name=HOSTILE[:90], roles=["sales"], permissions=[], by=by_alice, at=NOW)
    access.place_user(user_id=world.staff, level_id=level, by=by_alice, at=NOW)
    access.invite(email="x@staff.example", display_name=HOSTILE, role="sales", by=by_alice, at=timezone.now())
    access.make_token(
        name=HOSTILE, purpose="crm", operations=[Operation.READ], by=by_alice, at=timezone.now(),
        expires_at=timezone.now() + timedelta(days=1),
    )  # fmt: skip
    access.elevate(role="sales", purpose="crm", reason=HOSTILE, minutes=30, by=by_alice, at=timezone.now())
    Passkey.objects.create(user=alice, name=HOSTILE, credential_id=b"1", credential=b"1", created_at=NOW)
    with engine() as by:
        note = parties.add_note(
            text=HOSTILE, written_on=date(2026, 11, 20), person_id=person, origin=origin(), by=by, at=NOW
        )
        parties.add_task(
            title=HOSTILE, assigned_to=alice.id, due_on=NOW.date(), person_id=person, origin=origin(), by=by, at=NOW
        )
        parties.add_tag(name=HOSTILE[:40], colour=TagColour.GREY, by=by, at=NOW)
        parties.add_group(name=HOSTILE[:90], by=by, at=NOW)
        parties.save_view(
            kind=PartyKind.PERSON, name=HOSTILE[:90], query="q=" + HOSTILE, by=replaced(by, alice.email), at=NOW
        )
    return World(**{**vars(world), "company": company, "maija": person, "note": note, "level": level})


def test_no_page_takes_what_somebody_wrote_for_markup(hostile: World) -> None:
    seen = 0
    for email in ("alice@staff.example", "dora@staff.example"):
        user = User.objects.filter(email=email).first() or make_user("dora", "dpo")
        client = Client(headers={"Accept-Language": "en"})
        client.force_login(user, backend=BACKEND)
        extra = [f"/?q={HOSTILE}", f"/search/?q={HOSTILE}", f"/people/?q={HOSTILE}", f"/log/?person={hostile.maija}",
                 f"/log/?user={HOSTILE}", f"/notice/?lang={HOSTILE}", f"/login/?next={HOSTILE}"]  # fmt: skip
        for page in [*(address(name, hostile) for name, row in TABLE.items() if row is not POST_ONLY), *extra]:
            response = client.get(page)
            if response.status_code == 200 and "html" in response.headers["Content-Type"]:
                text = response.content.decode()
                markup = Markup()
                markup.feed(text)
                assert markup.found == [], page
                assert "<b id=evil" not in text, page
                seen += "&lt;b id=evil" in text
        part = client.get("/search/?q=O'Hara", headers={"HX-Request": "true"}).content.decode()
        assert "<b id=evil" not in part
    assert seen > 15, "the text stands on many pages"


def test_a_name_puts_nothing_into_the_head_of_a_mail(
    world: World, settings: Settings, log_in_as: As, django_capture_on_commit_callbacks: Any
) -> None:
    settings.EMAIL_HOST = "mail.example"
    log_in_as("dora")
    alice = log_in_as("alice")
    User.objects.filter(email="alice@staff.example").update(display_name="A\r\nBcc: evil@evil.example\r\n\r\n<b>")
    form = {"role_and_purpose": "sales crm", "minutes": "30", "reason": "Kiire\r\nBcc: evil@evil.example"}
    invited = {"name": "B\r\nBcc: evil@evil.example", "email": "uusi@staff.example\r\nBcc: evil@evil.example"}
    with django_capture_on_commit_callbacks(execute=True):
        assert alice.post(reverse("web:elevate"), form).status_code == 302
        response = alice.post(reverse("web:invite"), {**invited, "place": "sales", "language": "fi"})

    assert response.status_code == 422
    [message] = mail.outbox
    assert b"\nBcc:" not in message.message().as_bytes().partition(b"\n\n")[0]
    assert message.recipients() == ["dora@staff.example"]
