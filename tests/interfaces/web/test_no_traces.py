"""Of somebody whom staff looked for, edited, and were reminded of, nothing is in sessions, jobs, mail and the log.

So an erasure has nothing to clean there: what a visit leaves besides rows of the person is looked for with markers.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from pytest_django import Settings

from kortisto.config.logs import WithoutValues
from kortisto.interfaces.jobs import reminding
from kortisto.lib.jobs import ask_for
from kortisto.privacy.retention.enums import Outcome, SubjectKind
from kortisto.privacy.retention.operations import erase
from kortisto.register.audit.enums import Door
from kortisto.register.parties import operations as parties
from kortisto.register.parties.enums import ContactKind, PartyKind
from kortisto.register.parties.values import Party
from tests.interfaces.web.conftest import NOW, OFFICER, World, add_contact, engine, origin
from tests.interfaces.web.test_forms import opened
from tests.interfaces.web.test_happenings import own_id
from tests.support.filling import UNIQUE
from tests.support.traces import traces

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

OUTSIDE = {"sessions", "django_session", "procrastinate_jobs", "mail", "log"}


@pytest.fixture(autouse=True)
def folders(settings: Settings, tmp_path: Path) -> None:
    settings.DATA, settings.KORTISTO_FILES = tmp_path, tmp_path / "files"


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """What the program logs, in the form in which it does."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(WithoutValues("%(levelname)s %(name)s: %(message)s"))
    loggers = [logging.getLogger(name) for name in ("kortisto", "django", "procrastinate")]
    for one in loggers:
        one.addHandler(handler)
    yield stream
    for one in loggers:
        one.removeHandler(handler)


def test_what_a_visit_leaves_besides_rows_tells_of_nobody_and_an_erasure_leaves_nothing(
    bob: Client, world: World, settings: Settings, logged: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    settings.EMAIL_HOST = "mail.example"
    person = add_contact("Zq0001x", "Zq0002x", world.company)
    with engine() as by:
        parties.add_contact_point(
            owner=Party(kind=PartyKind.PERSON, id=person), kind=ContactKind.EMAIL, value="zq0003x@firma.example",
            origin=origin(), by=by, at=NOW,
        )  # fmt: skip
        parties.add_task(
            title="Soita: Zq0004x", due_on=date(2026, 12, 1), assigned_to=own_id(), person_id=person, remind_at=NOW,
            origin=origin(), by=by, at=NOW,
        )  # fmt: skip
    page = f"/people/{person}/"
    for path in (page, "/search/?q=zq0002x", "/people/?q=zq0003x@firma.example", "/day/", f"{page}timeline/"):
        assert bob.get(path).status_code == 200
    form = opened(bob, f"{page}edit/")
    assert bob.post(f"{page}edit/", {**form, "first_name": "Zq0005x " * 40}).status_code == 422
    assert bob.post(f"{page}edit/", {**form, "first_name": "Zq0006x"}).status_code == 302  # and a toast waits
    assert bob.post("/people/views/", {"name": "Omat", "query": "q=zq0002x&language=fi"}).status_code == 302
    assert bob.post("/purpose/", {"purpose": "mailing", "next": "/search/?q=zq0002x"}).status_code == 302
    assert reminding.remind(at=NOW) == 1
    assert mail.outbox
    ask_for("sweep subject", kind="person", subject=str(person))

    def breaks(**_: object) -> None:
        raise ValueError("Zq0007x <zq0008x@firma.example>")

    with monkeypatch.context() as broken:
        broken.setattr("kortisto.register.parties.queries.person_page", breaks)
        broken.setattr("kortisto.interfaces.web.staff.party.queries.person_page", breaks, raising=False)
        bob.raise_request_exception = False  # as a visitor sees it
        assert bob.get(page).status_code == 500
    assert "ValueError" in logged.getvalue()
    assert Session.objects.exists()

    with engine() as by:
        there = traces(UNIQUE, log=logged.getvalue())
    assert {"parties_person", "parties_person_email", "parties_task", "parties_person_search_keys"} <= there.keys()
    assert not OUTSIDE & there.keys(), there
    done = erase(kind=SubjectKind.PERSON, subject=person, by=OFFICER, at=NOW + timedelta(days=1), channel=Door.WEB)
    assert done.outcome is Outcome.DONE
    with engine() as by:
        assert traces(UNIQUE, log=logged.getvalue()) == {}
