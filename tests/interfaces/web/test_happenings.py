"""The timeline, the day, the calendar, files and tags as their visitors meet them."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from icalendar import Calendar
from pytest_django import Settings

from kortisto.interfaces.jobs import reminding
from kortisto.interfaces.web.staff.calendar_file import calendar_file
from kortisto.register.audit import queries as log
from kortisto.register.audit.models import AuditEvent
from kortisto.register.parties import operations as parties
from kortisto.register.parties.enums import ActivityKind
from kortisto.register.parties.models import Attachment, Change, Reminder, Task
from kortisto.register.parties.queries.day import Item
from tests.interfaces.web.conftest import BACKEND, NOW, World, add_customer, engine, make_user, make_world, origin
from tests.register.wider import widened

pytestmark = pytest.mark.integration

HTMX = {"HX-Request": "true"}


def text(response: Any) -> str:
    return str(response.content.decode())


def page(client: Client, world: World) -> str:
    return text(client.get(f"/people/{world.maija}/"))


def own_id() -> UUID:
    from django.contrib.auth import get_user_model  # noqa: PLC0415 (needs Django set up)

    return UUID(str(get_user_model().objects.get(email="bob@staff.example").pk))


@pytest.mark.parametrize("form", ["notes/add", "activities/add", "tasks/add", "files/add", "labels"])
def test_what_we_write_down_comes_from_us_unless_somebody_says_otherwise(
    bob: Client, world: World, settings: Settings, tmp_path: Path, form: str
) -> None:
    register = Path(settings.KORTISTO_DECLARATION)
    ours = "  us:\n    name: {fi: Omat kirjaukset, sv: Egna anteckningar, en: Our own entries}\n    kind: staff\n"
    written = register.read_text(encoding="utf-8").replace("\nrecipients:", f"{ours}\nrecipients:", 1)
    (tmp_path / "register.yaml").write_text(written, encoding="utf-8")
    settings.KORTISTO_DECLARATION = str(tmp_path / "register.yaml")
    shown = text(bob.get(f"/people/{world.maija}/{form}/"))

    assert '<option value="us" selected>' in shown
    assert '<option value="subject">' in shown  # which stands first in the declaration


# --- the timeline ----------------------------------------------------------------------------------------------------


def test_a_note_is_written_without_a_script(bob: Client, world: World) -> None:
    form = {"written_on": "21.11.2026", "text": "Soitti takaisin.", "source": "subject"}
    response = bob.post(f"/people/{world.maija}/notes/add/", form)

    assert (response.status_code, response.headers["Location"]) == (302, f"/people/{world.maija}/#timeline")
    assert "Soitti takaisin." in page(bob, world)


def test_a_note_is_written_in_place(bob: Client, world: World) -> None:
    address = f"/people/{world.maija}/notes/add/"
    opened = bob.get(address, headers=HTMX)
    assert "<html" not in text(opened)
    assert f'hx-post="{address}"' in text(opened)
    refused = bob.post(address, {"written_on": "x", "text": "Säilyy", "source": "subject"}, headers=HTMX)
    assert "Säilyy" in text(refused)
    assert refused.headers["HX-Retarget"] == "#in-place"
    saved = bob.post(address, {"written_on": "21.11.2026", "text": "Säilyy", "source": "subject"}, headers=HTMX)
    assert (saved.headers["HX-Retarget"], saved.headers["HX-Reswap"]) == ("#timeline-card", "outerHTML")
    assert "Säilyy" in text(saved)


def test_a_meeting_with_a_time_and_colleagues_is_added_and_cancelled(bob: Client, world: World) -> None:
    bob.post(
        f"/people/{world.maija}/activities/add/",
        {
            "kind": "meeting", "happened_on": "1.12.2026", "clock": "14.30", "minutes": "45", "reference": "Huolto",
            "staff": [str(own_id())], "source": "subject",
        },
    )  # fmt: skip
    shown = page(bob, world)
    assert "14.30" in shown
    assert "Huolto" in shown
    assert "Huolto" in text(bob.get(f"/organisations/{world.company}/"))  # whom she represents met us too
    edit = re.search(rf"/people/{world.maija}/activity/[0-9a-f-]+/", shown)
    assert edit is not None
    assert "14.30" in text(bob.get(edit[0]))
    bob.post(edit[0], {"cancel": "1"})
    assert "Cancelled" in page(bob, world)


def test_what_somebody_else_has_changed_is_not_overwritten_unseen(bob: Client, world: World) -> None:
    address = f"/people/{world.maija}/note/{world.note}/"
    seen = re.search(r'name="seen" value="([^"]*)"', text(bob.get(address)))
    assert seen is not None
    form = {"written_on": "20.11.2026", "text": "Minun", "source": "subject", "seen": seen[1]}
    assert bob.post(address, {**form, "text": "Heidän"}).status_code == 302
    refused = bob.post(address, form)
    assert refused.status_code == 422
    assert "Minun" in text(refused)
    assert "Heidän" in text(refused)
    again = re.search(r'name="seen" value="([^"]*)"', text(refused))
    assert again is not None
    assert bob.post(address, {**form, "seen": again[1]}).status_code == 302
    assert "Minun" in page(bob, world)


def test_an_entry_is_changed_only_on_its_own_party(bob: Client, world: World) -> None:
    assert bob.get(f"/people/{world.onni}/note/{world.note}/").status_code == 404


def test_removed_and_put_back(bob: Client, world: World) -> None:
    bob.post(f"/removed/note/{world.note}/", {"next": f"/people/{world.maija}/"})
    shown = page(bob, world)
    undo = re.search(r'action="(/removed/[0-9a-f-]+/undo/)"', shown)
    assert undo is not None
    assert "Kysyi toimitusaikaa" not in shown
    bob.post(undo[1])
    assert "Kysyi toimitusaikaa" in page(bob, world)
    assert "It is too late" in text(bob.post(undo[1], follow=True))


@pytest.mark.parametrize("address", ["//evil.example/", "https://evil.example/", "/\\evil.example"])
def test_removing_leads_nowhere_else(bob: Client, world: World, address: str) -> None:
    response = bob.post(f"/removed/note/{world.note}/", {"next": address})
    assert response.headers["Location"] == "/"


def test_older_lines_follow_in_place(bob: Client, world: World) -> None:
    with engine() as by:
        for n in range(60):
            parties.add_note(
                text=f"rivi {n:02}", written_on=date(2026, 1, 1), person_id=world.maija, origin=origin(), by=by, at=NOW
            )
    address = re.search(r'hx-get="([^"]*before=[^"]*)"', page(bob, world))
    assert address is not None
    part = text(bob.get(address[1].replace("&amp;", "&"), headers=HTMX))
    assert part.lstrip().startswith("<li")
    assert "rivi 00" in part
    assert bob.get(f"/people/{world.maija}/timeline/?before=x").status_code == 200


# --- the day ---------------------------------------------------------------------------------------------------------


def add_task(world: World, title: str, due_on: date, **more: Any) -> UUID:
    with engine() as by:
        return parties.add_task(
            title=title, due_on=due_on, assigned_to=own_id(), person_id=world.maija, origin=origin(), by=by, at=NOW,
            **more,
        )  # fmt: skip


def test_the_day_shows_what_is_overdue_today_and_soon(bob: Client, world: World) -> None:
    today = datetime.now(UTC).date()
    for title, days in (("Vanha", -3), ("Tänään", 0), ("Pian", 3), ("Myöhemmin", 30)):
        add_task(world, title, today + timedelta(days=days))
    shown = text(bob.get("/day/"))
    assert shown.index("Vanha") < shown.index("Tänään") < shown.index("Pian")
    assert "Myöhemmin" not in shown
    assert "Maija Esimerkki" in shown
    assert log.events(subject=world.maija)[0].action == "day.read"


def test_a_task_is_ticked_off_and_on_again(bob: Client, world: World) -> None:
    task = add_task(world, "Soita", datetime.now(UTC).date())
    bob.post(f"/day/tasks/{task}/done/", {"done": "yes"})
    assert "Done today" in text(bob.get("/day/"))
    bob.post(f"/day/tasks/{task}/done/", {"done": "no"})
    assert "Done today" not in text(bob.get("/day/"))


def test_a_task_of_ones_own_is_written_and_changed(bob: Client, world: World) -> None:
    form = {
        "title": "Siivoa", "due_on": "1.12.2026", "clock": "9.15", "remind": "15", "assigned_to": str(own_id()),
        "source": "subject",
    }  # fmt: skip
    assert bob.post("/day/tasks/add/", form).status_code == 302
    with engine():
        task = Task.objects.get()
    assert task.due_at == datetime(2026, 12, 1, 7, 15, tzinfo=UTC)
    assert task.remind_at == datetime(2026, 12, 1, 7, 0, tzinfo=UTC)
    shown = text(bob.get(f"/day/tasks/{task.id}/"))
    assert 'value="9.15"' in shown or 'value="09.15"' in shown
    assert bob.post(f"/day/tasks/{task.id}/", {**form, "title": "Siivoa varasto", "seen": ""}).status_code == 302
    with engine():
        assert (Task.objects.get().title, Task.objects.get().revision) == ("Siivoa varasto", 1)


def test_a_task_about_nobody_is_changed_and_done_where_a_history_is_kept(
    bob: Client, world: World, settings: Settings, tmp_path: Path
) -> None:
    settings.KORTISTO_DECLARATION = str(widened(Path(settings.KORTISTO_DECLARATION), tmp_path))
    form = {
        "title": "Viikkopalaveri", "due_on": "23.11.2026", "remind": "", "repeats": "weekly",
        "assigned_to": str(own_id()), "source": "subject",
    }  # fmt: skip
    bob.post("/day/tasks/add/", form)
    with engine():
        task = Task.objects.get()
    assert bob.post(f"/day/tasks/{task.id}/", {**form, "title": "Maanantaipalaveri"}).status_code == 302
    assert "The next one is on" in text(bob.post(f"/day/tasks/{task.id}/done/", {"done": "yes"}, follow=True))
    assert bob.post(f"/day/tasks/{task.id}/done/", {"done": "no"}).status_code == 302
    with engine():
        assert [one.title for one in Task.objects.all()] == ["Maanantaipalaveri"]
        assert not Change.objects.exists()


def test_an_empty_timeline_does_not_say_that_nothing_happened_where_the_purpose_hides_it(
    bob: Client, world: World
) -> None:
    empty = f"/organisations/{add_customer('Hiljainen Oy')}/"
    assert "Nothing has happened yet." in text(bob.get(empty))
    bob.post("/purpose/", {"purpose": "mailing"})
    shown = text(bob.get(empty))
    assert "Nothing has happened yet." not in shown
    assert "Nothing that this purpose shows." in shown


def test_a_task_that_repeats_comes_again_when_it_is_done(bob: Client, world: World) -> None:
    form = {
        "title": "Kuukausiraportti", "due_on": "30.11.2026", "remind": "", "repeats": "monthly",
        "assigned_to": str(own_id()), "source": "subject",
    }  # fmt: skip
    assert bob.post(f"/people/{world.maija}/tasks/add/", form).status_code == 302
    with engine():
        task = Task.objects.get()
    assert "Every month" in page(bob, world).split('class="timeline ')[1]
    assert '<option value="monthly" selected>' in text(bob.get(f"/people/{world.maija}/task/{task.id}/"))
    assert '<option value="monthly" selected>' in text(bob.get(f"/day/tasks/{task.id}/"))
    (event,) = Calendar.from_ical(Client().get(address_of_calendar(bob)).content).walk("VEVENT")
    rule: Any = event["RRULE"]
    assert dict(rule) == {
        "FREQ": ["MONTHLY"], "INTERVAL": [1], "BYMONTHDAY": [28, 29, 30], "BYSETPOS": [-1],
    }  # fmt: skip
    done = bob.post(f"/day/tasks/{task.id}/done/", {"done": "yes"}, follow=True)
    assert "Done. The next one is on 30.12.2026." in text(done)
    with engine():
        assert [one.due_on for one in Task.objects.order_by("due_on")] == [date(2026, 11, 30), date(2026, 12, 30)]
    bob.post(f"/day/tasks/{task.id}/done/", {"done": "no"})
    with engine():
        assert Task.objects.get() == task


# --- reminders -------------------------------------------------------------------------------------------------------


def test_a_reminder_is_given_once_and_shows_on_the_bell(bob: Client, world: World, settings: Settings) -> None:
    add_task(world, "Muistettava", date(2026, 12, 1), remind_at=NOW)
    assert reminding.remind(at=NOW - timedelta(seconds=1)) == 0
    assert reminding.remind(at=NOW) == 1
    assert reminding.remind(at=NOW + timedelta(minutes=5)) == 0
    assert "Reminders: 1 new" in text(bob.get("/day/"))
    assert "Muistettava" in text(bob.get("/day/reminders/"))
    assert mail.outbox == []  # no server is configured
    bob.post("/day/reminders/")
    assert "Reminders: 0 new" in text(bob.get("/day/"))


def test_a_job_that_finds_nothing_to_do_leaves_no_line(bob: Client, world: World) -> None:
    assert reminding.remind(at=NOW) == 0
    assert set(reminding.tidy(at=NOW).values()) == {0}
    assert not AuditEvent.objects.filter(actor_kind="job").exists()
    add_task(world, "Muistettava", date(2026, 12, 1), remind_at=NOW)
    assert reminding.remind(at=NOW) == 1
    assert [one.action for one in AuditEvent.objects.filter(actor_kind="job")] == ["task.remind"]


def test_mail_tells_that_a_reminder_waits_and_not_of_what(bob: Client, world: World, settings: Settings) -> None:
    settings.EMAIL_HOST, settings.KORTISTO_ADDRESS = "mail.example", "https://crm.example"
    add_task(world, "Maijan lasku", date(2026, 12, 1), remind_at=NOW)
    reminding.remind(at=NOW)
    (message,) = mail.outbox
    assert message.to == ["bob@staff.example"]
    assert "https://crm.example/day/reminders/" in message.body
    assert "Maija" not in f"{message.subject}{message.body}"


def test_a_new_time_reminds_anew_and_what_is_done_does_not(bob: Client, world: World) -> None:
    task = add_task(world, "Soita", date(2026, 12, 1), remind_at=NOW)
    reminding.remind(at=NOW)
    with engine() as by:
        parties.edit_task(task_id=task, changes={"remind_at": NOW + timedelta(hours=1)}, origin=origin(), by=by, at=NOW)
    assert reminding.remind(at=NOW + timedelta(hours=1)) == 1
    with engine() as by:
        parties.edit_task(task_id=task, changes={"remind_at": NOW + timedelta(hours=2)}, origin=origin(), by=by, at=NOW)
        parties.tick_task(task_id=task, done=True, by=by, at=NOW)
    assert reminding.remind(at=NOW + timedelta(hours=2)) == 0
    assert not Reminder.objects.filter(read_at__isnull=True).exists()


# --- the calendar ----------------------------------------------------------------------------------------------------


def address_of_calendar(client: Client) -> str:
    found = re.search(r'<code class="secret">http://testserver([^<]+)</code>', text(client.post("/day/calendar/")))
    assert found is not None
    return found[1]


def test_the_calendar_is_read_by_its_secret_address_until_that_is_renewed(bob: Client, world: World) -> None:
    with engine() as by:
        meeting = parties.add_activity(
            kind=ActivityKind.MEETING, starts_at=datetime.now(UTC) + timedelta(days=1), person_id=world.maija,
            staff=[own_id()], reference="Huolto", origin=origin(), by=by, at=NOW,
        )  # fmt: skip
    address = address_of_calendar(bob)
    calendar = Client()  # nobody has logged in there
    first = calendar.get(address)
    assert first.headers["Content-Type"].startswith("text/calendar")
    (event,) = Calendar.from_ical(first.content).walk("VEVENT")
    assert (event["UID"], event["STATUS"], event["SEQUENCE"]) == (f"{meeting}@minimal.kortisto", "CONFIRMED", 0)
    assert "Maija Esimerkki" in str(event["SUMMARY"])
    line = log.events(subject=world.maija)[0]
    assert (line.action, line.actor_id, line.purpose) == ("calendar.read", own_id(), "crm")
    with engine() as by:
        parties.cancel_activity(activity_id=meeting, by=by, at=NOW + timedelta(hours=1))
    (event,) = Calendar.from_ical(calendar.get(address).content).walk("VEVENT")
    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 1)

    renewed = address_of_calendar(bob)
    assert calendar.get(address).status_code == 404
    assert calendar.get(renewed).status_code == 200
    bob.post("/day/calendar/", {"off": "1"})
    assert calendar.get(renewed).status_code == 404


def test_the_calendar_holds_what_its_purpose_permits(bob: Client, world: World) -> None:
    add_task(world, "Salainen", datetime.now(UTC).date())
    bob.post("/purpose/", {"purpose": "mailing"})
    assert Calendar.from_ical(Client().get(address_of_calendar(bob)).content).walk("VEVENT") == []


@pytest.mark.unit
@pytest.mark.parametrize(
    ("start", "utc", "offset"),
    [
        (datetime(2026, 10, 24, 9, tzinfo=UTC), datetime(2026, 10, 24, 9, tzinfo=UTC), 3),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 0, 30, tzinfo=UTC), 3),
        (datetime(2026, 10, 25, 9, tzinfo=UTC), datetime(2026, 10, 25, 9, tzinfo=UTC), 2),
        (datetime(2027, 3, 28, 0, 30, tzinfo=UTC), datetime(2027, 3, 28, 0, 30, tzinfo=UTC), 2),
        (datetime(2027, 3, 28, 1, 30, tzinfo=UTC), datetime(2027, 3, 28, 1, 30, tzinfo=UTC), 3),
    ],
)
def test_times_survive_the_change_of_clocks(start: datetime, utc: datetime, offset: int) -> None:
    item = Item(
        id=UUID(int=1), kind=ActivityKind.MEETING, uid=UUID(int=1), on=start.date(), at=start, minutes=60,
        title="Huolto; tärkeä, pitkä" * 6, party=None, name="", done_at=None, cancelled=False, remind_at=None,
        revision=3, changed_at=NOW,
    )  # fmt: skip
    read = Calendar.from_ical(calendar_file([item], register="ivt", now=NOW))
    (event,) = read.walk("VEVENT")

    assert event.decoded("DTSTART").astimezone(UTC) == utc
    assert event.decoded("DTSTART").utcoffset() == timedelta(hours=offset)
    assert event.decoded("DURATION") == timedelta(hours=1)
    assert [one["TZID"] for one in read.walk("VTIMEZONE")] == ["Europe/Helsinki"]
    assert "Huolto; tärkeä, pitkä" in str(event["SUMMARY"])


# --- files -----------------------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def folder_of_files(settings: Settings, tmp_path: Path) -> Path:
    settings.KORTISTO_FILES = tmp_path / "files"
    settings.DATA = tmp_path  # where imports keep their files: none of another test's is counted here
    return tmp_path / "files"


PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def office(*names: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        for name in names:
            package.writestr(name, "<x/>")
    return packed.getvalue()


def send(client: Client, world: World, name: str, content: bytes) -> Any:
    file = SimpleUploadedFile(name, content)
    return client.post(f"/people/{world.maija}/files/add/", {"file": file, "source": "subject"})


def stored(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_file_is_enciphered_and_given_only_to_be_saved(bob: Client, world: World, folder_of_files: Path) -> None:
    assert send(bob, world, "Tarjous ä.pdf", PDF).status_code == 302
    (path,) = stored(folder_of_files)
    assert b"PDF" not in path.read_bytes()
    assert "Tarjous" not in path.name
    with engine():
        file = Attachment.objects.get().id
    assert "Not scanned" in page(bob, world)
    given = bob.get(f"/files/{file}/")
    assert given.content == PDF
    assert given.headers["Content-Disposition"].startswith("attachment;")
    assert given.headers["X-Content-Type-Options"] == "nosniff"
    assert given.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "no-store" in given.headers["Cache-Control"]
    assert log.events(subject=world.maija)[0].action == "file.read"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.exe", b"MZ\x90"),
        ("a.html", b"<script>alert(1)</script>"),
        ("a.svg", b"<svg onload='x()'/>"),
        ("a.pdf", b"<html><script>x</script></html>"),
        ("a.png", PDF),
        ("a.docx", office("word/document.xml")),
        ("a.docx", office("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")),
        ("a.xlsx", b"PK\x03\x04 broken"),
        ("a.txt", b"a\x00b"),
        ("pdf", PDF),
        ("a.pdf.exe", PDF),
        ("a.txt", b""),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(
    bob: Client, world: World, folder_of_files: Path, name: str, content: bytes
) -> None:
    assert send(bob, world, name, content).status_code == 422
    assert stored(folder_of_files) == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.PDF", PDF),
        ("a.docx", office("[Content_Types].xml", "word/document.xml")),
        ("a.ods", office("mimetype", "content.xml")),
        ("a.txt", "Äiti\r\n".encode("cp1252")),
        ("a.png", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 20),
    ],
)
def test_usual_files_are_taken(bob: Client, world: World, name: str, content: bytes) -> None:
    assert send(bob, world, name, content).status_code == 302


def test_which_files_are_taken_is_said_beforehand(bob: Client, world: World, settings: Settings) -> None:
    settings.KORTISTO_FILE_BYTES = 7_000_000
    assert "an office document or a text, 7 million bytes at most" in text(bob.get(f"/people/{world.maija}/files/add/"))


def test_the_limit_of_size(bob: Client, world: World, settings: Settings) -> None:
    settings.KORTISTO_FILE_BYTES = len(PDF) - 1
    assert send(bob, world, "a.pdf", PDF).status_code == 422
    settings.KORTISTO_FILE_BYTES = len(PDF)
    assert send(bob, world, "a.pdf", PDF).status_code == 302


@pytest.mark.parametrize(
    ("command", "status", "files"), [("run:true", 302, 1), ("run:false", 422, 0), ("run:no-such-program", 422, 0)]
)
def test_the_scanner_is_asked_and_failing_it_the_file_is_not_taken(
    bob: Client, world: World, settings: Settings, folder_of_files: Path, *, command: str, status: int, files: int
) -> None:
    settings.KORTISTO_SCANNER = command
    assert send(bob, world, "a.pdf", PDF).status_code == status
    assert len(stored(folder_of_files)) == files


def test_the_permission_to_add_files_is_asked_too(bob: Client, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from kortisto.register.access import rules  # noqa: PLC0415 (patched here alone)

    real = rules.permissions_of
    monkeypatch.setattr(rules, "permissions_of", lambda actor: real(actor) - {"files.add"})
    assert send(bob, world, "a.pdf", PDF).status_code == 404


def test_a_file_goes_with_its_row_and_comes_back_with_it(transactional_db: None, folder_of_files: Path) -> None:
    world, client = make_world(), Client()  # committed here, for what happens at commit
    client.force_login(make_user("bob", "sales"), backend=BACKEND)
    send(client, world, "a.pdf", PDF)
    with engine():
        file = Attachment.objects.get().id
    client.post(f"/removed/file/{file}/", {"next": f"/people/{world.maija}/"})
    assert len(stored(folder_of_files)) == 1
    undo = re.search(r'action="(/removed/[0-9a-f-]+/undo/)"', page(client, world))
    assert undo is not None
    assert client.get(f"/files/{file}/").status_code == 404
    client.post(undo[1])
    assert client.get(f"/files/{file}/").content == PDF
    client.post(f"/removed/file/{file}/")
    assert reminding.tidy(at=datetime.now(UTC) + timedelta(seconds=700))["forgotten"] == 1
    assert stored(folder_of_files) == []


def test_orphans_of_an_upload_that_was_cut_off_are_destroyed_and_a_missing_file_is_told(
    bob: Client, world: World, folder_of_files: Path
) -> None:
    send(bob, world, "a.pdf", PDF)
    (kept,) = stored(folder_of_files)
    orphan = kept.parent / "new-cut-off"
    orphan.write_bytes(b"half")
    assert reminding.tidy(at=datetime.now(UTC))["files"] == 0  # it may be an upload under way
    assert reminding.tidy(at=datetime.now(UTC) + timedelta(hours=2)) == {
        "moved": 0,
        "forgotten": 0,
        "uploads": 0,
        "answers": 0,
        "files": 1,
        "left": 0,
        "rows": 0,
    }
    assert stored(folder_of_files) == [kept]
    with engine():
        file = Attachment.objects.get().id
    kept.write_bytes(kept.read_bytes()[:-1] + b"x")
    assert bob.get(f"/files/{file}/").status_code == 410
    kept.unlink()
    assert reminding.tidy(at=datetime.now(UTC))["rows"] == 1


# --- tags and groups -------------------------------------------------------------------------------------------------


def test_tags_are_kept_in_a_list_and_stand_on_parties(alice: Client, world: World) -> None:
    alice.post("/tags/", {"what": "tag", "name": "Vuosihuolto", "colour": "green"})
    alice.post("/tags/", {"what": "group", "name": "Joulukortit"})
    assert alice.post("/tags/", {"what": "tag", "name": "vuosihuolto", "colour": "red"}).status_code == 422
    form = text(alice.get(f"/people/{world.maija}/labels/"))
    tag, group = (re.search(rf'name="{name}" value="([0-9a-f-]+)"', form) for name in ("tags", "groups"))
    assert tag is not None
    assert group is not None
    alice.post(f"/people/{world.maija}/labels/", {"tags": [tag[1]], "groups": [group[1]], "source": "subject"})
    shown = page(alice, world)
    assert '<span class="tag green">Vuosihuolto</span>' in shown
    assert "Joulukortit" in shown
    assert "Maija Esimerkki" in text(alice.get(f"/groups/{group[1]}/"))
    alice.post("/tags/", {"what": "tag", "id": tag[1], "remove": "1"})
    assert "Vuosihuolto" not in page(alice, world)


def test_a_purpose_without_them_shows_neither_tags_nor_files(bob: Client, world: World) -> None:
    bob.post("/purpose/", {"purpose": "mailing"})
    shown = page(bob, world)
    assert 'id="labels"' not in shown
    assert 'id="files"' not in shown
    assert bob.get(f"/files/{UUID(int=7)}/").status_code == 403
