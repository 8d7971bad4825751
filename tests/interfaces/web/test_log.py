"""The pages of the log: who watches sees who has seen whom, and is seen doing so."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import psycopg
import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings

from kortisto.declaration.words import Operation
from kortisto.interfaces.web.staff import log as log_pages
from kortisto.register.access import operations as access
from kortisto.register.access.models import User
from kortisto.register.access.rules import actor_of
from kortisto.register.audit import operations, queries, reading, sealing
from kortisto.register.audit.enums import ActorKind, Door, Outcome
from kortisto.register.audit.models import AuditEvent, Verification
from kortisto.register.audit.reading import Wanted
from kortisto.register.audit.values import Actor
from kortisto.register.parties import operations as parties
from tests.interfaces.web.conftest import BACKEND, NOW, As, World, engine, make_user
from tests.register.conftest import ORIGIN
from tests.support.postgres import TestServer

pytestmark = pytest.mark.integration
HELSINKI = ZoneInfo("Europe/Helsinki")


@pytest.fixture
def dora(log_in_as: As) -> Client:
    return log_in_as("dora", strict=True)


def shown(client: Client, **query: str) -> str:
    response = client.get(reverse("web:log"), query)
    assert response.status_code == 200
    return response.content.decode()


def write(lines: int, *, action: str = "person.read", by: Actor | None = None, about: UUID | None = None) -> None:
    actor = by or Actor(kind=ActorKind.COMMAND)
    for number in range(lines):
        operations.record(
            by=actor, action=action, at=NOW + timedelta(seconds=number), channel=Door.CLI, purpose="crm",
            subjects=[about or uuid4()],
        )  # fmt: skip


def test_who_has_seen_a_person_is_told_with_names(log_in_as: As, world: World, dora: Client) -> None:
    log_in_as("bob").get(reverse("web:person", args=[world.maija]))
    page = shown(dora, person=str(world.maija))

    assert "Bob saw the data of a person." in page
    assert "Who has handled the data of Maija Esimerkki." in page
    assert "Onni" not in page


def test_what_a_program_read_is_found_by_its_key(log_in_as: As, world: World, dora: Client) -> None:
    log_in_as("alice")
    alice = User.objects.get(email="alice@staff.example")
    key, other = (
        access.make_token(
            name=name, purpose="crm", operations=[Operation.READ], by=actor_of(alice),
            at=timezone.now(), expires_at=timezone.now() + timedelta(days=1),
        )
        for name in ("Verkkokauppa", "=Toinen")
    )  # fmt: skip
    program = Client(headers={"Authorization": f"Bearer {key.secret}"})
    assert program.get(f"/api/v1/people/{world.maija}").status_code == 200
    assert program.get("/api/v1/search", {"q": "Maija"}).status_code == 200
    queries_before = len(rows_of(dora))

    lines = reading.read_log(wanted=Wanted(token=key.id), by=actor_of(alice), at=NOW, channel=Door.WEB).lines
    assert {(line.token_id, line.actor_id, line.channel) for line in lines} == {(key.id, alice.id, Door.API)}
    assert all(world.maija in line.subjects for line in lines if line.action in {"person.read", "parties.search"})
    assert "key: Verkkokauppa (Alice)" in shown(dora, key=str(key.id))
    assert "Nothing in the log fits" in shown(dora, key=str(other.id))
    rows = rows_of(dora, key=str(key.id))
    assert {row["Key"] for row in rows} == {"Verkkokauppa (Alice)"}
    assert len(rows) < queries_before


def test_a_line_says_whose_account_and_what_was_not_permitted(log_in_as: As, dora: Client) -> None:
    assert log_in_as("bob").get(reverse("web:users")).status_code == 404
    bob = User.objects.get(email="bob@staff.example")
    log_in_as("alice").post(reverse("web:change-user", args=[bob.id]), {"what": "close"})

    page = " ".join(shown(dora).split())
    assert "Alice closed an account. <strong>Bob</strong>" in page
    assert "Bob tried a page without permission. <strong>grant and close accounts</strong>" in page
    assert "Dora read the log. <strong>" not in page


def test_only_a_refusal_names_a_permission(dora: Client) -> None:
    """`duplicates.scan` is an action and a permission."""
    alice = make_user("alice", "main_user")
    for action, outcome in (("duplicates.scan", Outcome.DONE), ("permission.duplicates.scan", Outcome.DENIED)):
        operations.record(by=actor_of(alice), action=action, at=NOW, channel=Door.WEB, outcome=outcome)

    page = " ".join(shown(dora).split())
    assert "Alice searched the whole register for duplicates. <strong>" not in page
    assert "Alice tried a page without permission. <strong>look for duplicates</strong>" in page


def test_who_is_meant_is_asked_among_the_best_and_more_are_said_to_be_there(
    dora: Client, world: World, log_in_as: As
) -> None:
    with engine() as by:
        company = parties.add_organisation(registered_name="Virtanen Oy", origin=ORIGIN, by=by, at=NOW)
        for number in range(14):
            contact = parties.add_person(
                first_name=f"Aino {chr(65 + number)}", last_name="Aalto", origin=ORIGIN, by=by, at=NOW
            )
            parties.add_representation(person_id=contact, organisation_id=company, origin=ORIGIN, by=by, at=NOW)
        parties.add_person(first_name="Ville", last_name="Virtanen", origin=ORIGIN, by=by, at=NOW)
        for number in range(13):
            parties.add_person(first_name=f"Onni {chr(65 + number)}", last_name="Öhman", origin=ORIGIN, by=by, at=NOW)

    few = shown(dora, who="virtanen")
    assert "Ville Virtanen" in few
    assert "Virtanen Oy" in few
    assert "There are more" not in few
    many = shown(dora, who="öhman")
    assert many.count("Öhman</a>") == 12
    assert "There are more: write more of the name." in many


def test_a_line_says_which_data_without_what_goes_without_saying(dora: Client) -> None:
    few, many = ["person.name", "person.name.first"], ["organisation.name", "person.note", "person.title"]
    for items in (few, [*few, *many, "person.contact.email", "no such item"]):
        operations.record(
            by=Actor(kind=ActorKind.COMMAND), action="person.read", at=NOW, channel=Door.CLI, purpose="crm", items=items
        )

    page = " ".join(shown(dora).split())
    assert '<p class="note small soft">name</p>' in page
    assert "no such item" not in page
    assert re.search(r"<summary>[^<]+, [^<]+, [^<]+ and 2 more</summary>", page)


def test_lines_about_somebody_are_found_by_their_name(log_in_as: As, world: World, dora: Client) -> None:
    address = reverse("web:log")
    one = dora.get(address, {"who": "maija", "denied": "on"})
    assert one.headers["Location"] == f"{address}?denied=on&person={world.maija}"
    several = shown(dora, who="oy")
    assert f'href="{address}?person={world.company}"' in several
    assert '<ol class="timeline">' not in several
    assert "Nobody in the register was found by this." in shown(dora, who="Tuntematon")
    nameless = shown(log_in_as("aaro", strict=True), who="maija")  # who may not see names does not find by them
    assert 'name="who"' not in nameless
    assert '<ol class="timeline">' in nameless


def test_reading_the_log_is_in_the_log(dora: Client, world: World) -> None:
    shown(dora, person=str(world.maija))

    line = AuditEvent.objects.get(action="audit.read")
    assert (line.actor_role, line.purpose, line.subjects) == ("dpo", "oversight", [world.maija])
    assert line.network == "127.0.0.0/24"
    assert "Dora read the log." in shown(dora)


def test_a_person_page_leads_to_who_has_seen_it(dora: Client, log_in_as: As, world: World) -> None:
    link = f"{reverse('web:log')}?person={world.maija}"

    assert link in dora.get(reverse("web:person", args=[world.maija])).content.decode()
    assert link not in log_in_as("bob").get(reverse("web:person", args=[world.maija])).content.decode()


def test_an_auditor_sees_the_log_without_names_of_people(log_in_as: As, world: World) -> None:
    log_in_as("bob").get(reverse("web:person", args=[world.maija]))
    page = shown(log_in_as("aaro", strict=True))

    assert "Bob saw the data of a person." in page
    assert "Maija" not in page


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_log_speaks_three_languages(log_in_as: As, world: World, language: str) -> None:
    page = log_in_as("dora", language=language).get(reverse("web:log")).content.decode()

    assert {"fi": "Käyttöloki", "sv": "Användningslogg", "en": "Log of use"}[language] in page


def test_lines_are_found_by_user_time_action_and_refusal(world: World) -> None:
    bob, later = Actor(kind=ActorKind.USER, id=UUID(int=0xB), role="sales"), NOW + timedelta(days=2)
    operations.record(by=bob, action="login", at=NOW, channel=Door.WEB)
    operations.record(by=bob, action="logout", at=later, channel=Door.WEB)
    operations.record(
        by=bob, action="access.read", at=NOW, channel=Door.WEB, outcome=Outcome.DENIED, object_id=world.onni
    )

    def found(wanted: Wanted) -> list[str]:
        page = reading.read_log(wanted=wanted, by=Actor(kind=ActorKind.COMMAND), at=NOW, channel=Door.CLI)
        return [line.action for line in page.lines]

    assert set(found(Wanted(actor=bob.id))) == {"login", "logout", "access.read"}
    assert found(Wanted(actor=bob.id, since=NOW + timedelta(days=1))) == ["logout"]
    assert found(Wanted(actor=bob.id, until=NOW)) == []
    assert found(Wanted(action="login")) == ["login"]
    assert found(Wanted(denied=True)) == ["access.read"]
    assert "access.read" in found(Wanted(about=world.onni)), "what was refused about somebody, too"


@pytest.mark.parametrize(
    ("asked", "since", "until"),
    [
        ({"since": "22.11.2026", "until": "22.11.2026"}, "2026-11-22T00:00", "2026-11-23T00:00"),
        ({"since": "22.11.2026", "since_at": "09:30"}, "2026-11-22T09:30", None),
        ({"until": "22.11.2026", "until_at": "9.30"}, None, "2026-11-22T09:31"),
    ],
)
def test_the_time_asked_for_is_days_or_minutes(asked: dict[str, str], since: str | None, until: str | None) -> None:
    form = log_pages.WantedForm(asked, staff=log_pages.Known(users={}, keys={}), language="en")
    bounds = (form.wanted().since, form.wanted().until)

    assert form.errors == {}
    assert [one and one.astimezone(HELSINKI).strftime("%Y-%m-%dT%H:%M") for one in bounds] == [since, until]


def test_the_page_asks_for_the_time_of_day_and_tells_what_is_no_time(dora: Client) -> None:
    page = dora.get(reverse("web:log"), {"since_at": "klo"}).content.decode()
    assert 'type="time" name="until_at"' in page
    assert "Write the time as hours and minutes" in page


@pytest.mark.parametrize("sealed", [0, 70, 120])
def test_pages_go_on_where_the_last_one_ended(db: None, sealed: int) -> None:
    person = uuid4()
    signer = sealing.signer()
    write(sealed, about=person)
    if sealed:
        sealing.seal_all(at=NOW, signer=signer)
    write(120 - sealed, about=person)
    seen: list[UUID] = []
    after = None
    for _ in range(3):
        page = reading.read_log(
            wanted=Wanted(about=person, action="person.read"), after=after, by=Actor(kind=ActorKind.COMMAND), at=NOW,
            channel=Door.CLI,
        )  # fmt: skip
        seen += [line.id for line in page.lines]
        after = page.next

    assert after is None
    assert len(seen) == len(set(seen)) == 120


def test_the_page_has_a_link_to_what_is_older(dora: Client) -> None:
    write(120)
    first = dora.get(reverse("web:log"), {"action": "person.read"})
    older = first.context["next"]
    second = dora.get(f"{reverse('web:log')}?{older}")

    assert "action=person.read" in older
    assert not {line.event.id for line in first.context["lines"]} & {line.event.id for line in second.context["lines"]}


@pytest.mark.parametrize(
    "before", ["", "yesterday", "2026-11-22T09:00:00_x", "2026-11-22T09:00:00_" + str(UUID(int=1))]
)
def test_a_mangled_link_leads_to_the_beginning(dora: Client, before: str) -> None:
    assert not dora.get(reverse("web:log"), {"before": before}).context["continued"]


def test_what_cannot_be_understood_is_told_and_kept(dora: Client) -> None:
    response = dora.get(reverse("web:log"), {"since": "yesterday"})

    assert response.status_code == 422
    assert 'value="yesterday"' in response.content.decode()
    assert "31.12.2026" in response.content.decode()


def test_a_page_asks_as_many_questions_for_one_line_as_for_fifty(dora: Client) -> None:
    def questions() -> int:
        from django.test.utils import CaptureQueriesContext  # noqa: PLC0415 (only here)

        with CaptureQueriesContext(connection) as asked:
            shown(dora, action="person.edit")
        return len(asked)

    write(1, action="person.edit")
    few = questions()
    write(49, action="person.edit")

    assert questions() == few


# --- the file --------------------------------------------------------------------------------------------------------


def rows_of(client: Client, **query: str) -> list[dict[str, str]]:
    response = client.get(reverse("web:log-export"), query)
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    body = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    assert body.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig")), delimiter=";"))


def test_the_log_goes_into_a_file_with_the_filter_and_says_so(dora: Client, world: World) -> None:
    write(3, about=world.maija, action="person.edit")
    rows = rows_of(dora, person=str(world.maija), action="person.edit")

    assert len(rows) == 3
    assert {row["People"] for row in rows} == {str(world.maija)}
    assert rows[0]["Event"] == "An operator at the command line changed the data of a person."
    line = AuditEvent.objects.get(action="audit.export")
    assert (line.subjects, line.actor_role) == ([world.maija], "dpo")


def test_a_file_of_several_portions_has_every_line_once(dora: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_PORTION", 7)
    write(30)
    ids = [row["Id of the event"] for row in rows_of(dora, action="person.read")]

    assert len(ids) == len(set(ids)) == 30


def test_no_cell_is_a_formula(dora: Client) -> None:
    bob = make_user("bob", "sales")
    User.objects.filter(id=bob.id).update(display_name="=HYPERLINK(1)")
    write(1, action="person.edit", by=actor_of(bob))
    [row] = rows_of(dora, action="person.edit")

    assert row["Who"] == "'=HYPERLINK(1)"
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row.values())


# --- no line, no answer ----------------------------------------------------------------------------------------------

NO_LINE = "alter table audit_outbox add constraint nothing_more check (false) not valid"


@pytest.mark.parametrize("name", ["parties", "search", "person", "organisation", "log", "log-export", "retention"])
def test_without_a_line_in_the_log_nothing_is_answered(
    name: str, log_in_as: As, world: World, postgres_server: TestServer
) -> None:
    """The log takes nothing more: as if its disk were full. `world` lives in this test's own transaction."""
    arguments = {"person": {"party_id": world.maija}, "organisation": {"party_id": world.company}}.get(name)
    client = log_in_as("dora")
    with connection.cursor() as cursor:
        cursor.execute("reset role")
        cursor.execute(NO_LINE)
    response = client.get(reverse(f"web:{name}", kwargs=arguments))

    assert response.status_code == 503
    assert b"Maija" not in response.content
    assert b"Esimerkki" not in response.content
    assert not response.streaming


def test_a_file_is_streamed_only_after_its_line_is_committed(
    transactional_db: None, postgres_server: TestServer
) -> None:
    client = Client()
    client.force_login(make_user("dora", "dpo"), backend=BACKEND)
    response = client.get(reverse("web:log-export"))

    # Another connection sees the line before a single byte of the file was asked for.
    with psycopg.connect(postgres_server.admin_dsn, dbname=connection.settings_dict["NAME"]) as elsewhere:
        found = elsewhere.execute("select count(*) from audit_event where action = 'audit.export'").fetchone()
    assert found == (1,)
    assert b"".join(response.streaming_content)  # type: ignore[attr-defined]


# --- the seal --------------------------------------------------------------------------------------------------------


def test_the_state_of_the_seal_is_shown_and_checked_at_once(log_in_as: As, world: World) -> None:
    alice = log_in_as("alice", strict=True)
    sealing.seal_all(at=NOW, signer=sealing.signer(), witnesses=sealing.witnesses())
    before = alice.get(reverse("web:log-seal")).content.decode()
    after = alice.post(reverse("web:log-seal"), follow=True).content.decode()

    assert "The log has not been verified yet." in before
    assert "The log was whole on" in after
    assert Verification.objects.get().findings == []
    assert queries.seal_state().found == ()
    assert AuditEvent.objects.filter(action="audit.verify", actor_role="main_user").exists()


def test_who_reads_the_log_is_told_to_those_who_do_not(log_in_as: As) -> None:
    alice = log_in_as("alice", strict=True)
    assert "Invite the data protection officer" in alice.get(reverse("web:log-seal")).content.decode()
    make_user("dora", "dpo")
    page = alice.get(reverse("web:log-seal")).content.decode()

    assert "Invite the data protection officer" not in page
    assert re.search(r"Who reads the log</h2>.*?<strong>Dora</strong>", page, re.DOTALL)
    assert "does not read it" in alice.get(reverse("web:roles")).content.decode()


def test_what_each_witness_has_seen_is_shown(dora: Client, settings: Settings, tmp_path: Path) -> None:
    away = tmp_path / "file" / "checkpoints"
    away.parent.write_text("not a folder", encoding="utf-8")
    settings.AUDIT_WITNESSES = [tmp_path / "here", away]
    page = dora.get(reverse("web:log-seal")).content.decode()
    assert "has seen nothing yet" in page
    assert "cannot be reached" in page

    write(3)
    sealing.seal_all(at=NOW, signer=sealing.signer(), witnesses=sealing.witnesses()[:1])
    page = dora.get(reverse("web:log-seal")).content.decode()
    assert f"has seen {sealing.last_checkpoint().size} lines, last on" in page  # type: ignore[union-attr]


def test_one_line_is_not_lines(dora: Client, settings: Settings, tmp_path: Path) -> None:
    settings.AUDIT_WITNESSES = [tmp_path / "here"]
    sealing.seal_all(at=NOW, signer=sealing.signer(), witnesses=sealing.witnesses())
    page = dora.get(reverse("web:log-seal")).content.decode()

    assert AuditEvent.objects.filter(action="user.add").count() == 1  # Dora's account is all that has happened
    assert "has seen 1 line, last on" in page


def test_what_a_check_found_is_told_on_both_pages(dora: Client, world: World) -> None:
    sealing.seal_all(at=NOW, signer=sealing.signer(), witnesses=sealing.witnesses())
    with connection.cursor() as cursor:
        cursor.execute("reset role")
        cursor.execute("alter table audit_sealed disable trigger user")
        cursor.execute("update audit_sealed set purpose = 'other' where seq = 2")
    dora.post(reverse("web:log-seal"))

    assert "Line 3 is not what was sealed" in dora.get(reverse("web:log-seal")).content.decode()
    assert "The last check has found changes in the log." in shown(dora)


def test_a_large_log_is_left_to_the_worker(dora: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log_pages, "CHECKED_AT_ONCE", -1)
    for _ in range(2):  # impatience starts no second check
        page = dora.post(reverse("web:log-seal"), follow=True).content.decode()

    assert "The check has begun" in page
    assert [job.task_name for job in ProcrastinateJob.objects.all()] == ["look_after_log"]


def test_who_may_only_verify_does_not_read(log_in_as: As) -> None:
    alice = log_in_as("alice")

    assert alice.get(reverse("web:log-seal")).status_code == 200
    assert alice.get(reverse("web:log")).status_code == 404
    assert log_in_as("charlie").post(reverse("web:log-seal")).status_code == 404
