"""Of whoever it was nothing is left: generated people, whose every field holds a marker of its own, erased or swept.

What is asked of the engine by `test_nothing_left` for one person with everything is asked here for many, each with
other tables filled, and for anonymising as well as for erasing; the look goes into sessions, jobs, mail and log too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core import mail
from django.core.mail import EmailMessage
from django.db import models, transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as often
from hypothesis import strategies as st
from pytest_django import Settings

from kortisto.lib.jobs import ask_for
from kortisto.privacy.retention.enums import Outcome, SubjectKind
from kortisto.privacy.retention.operations import erase, sweep
from kortisto.register.access.models import User
from kortisto.register.audit.enums import ActorKind, Door
from kortisto.register.audit.values import Actor
from kortisto.register.parties import models as m
from kortisto.register.parties import vault
from tests.privacy.retention.test_anonymising import LATER, declared, that_anonymises  # noqa: F401 - a fixture
from tests.privacy.retention.test_nothing_left import AT, CLEANERS, OnCommit, reading
from tests.register.conftest import ALICE, NOW
from tests.support.filling import UNIQUE, WHEN, each_its_own, fill, models_of
from tests.support.traces import traces

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

JOB = Actor(kind=ActorKind.JOB)
TABLES = sorted({model.__name__ for model, _column in models_of(m.Person)})
NEVER = frozenset({"Restriction"})
"""Whose data may only be stored is neither erased nor made anonymous by a rule."""
NOISE = " åÅßø'\"\\%{}&<☃"
people = st.tuples(st.frozensets(st.sampled_from(TABLES), max_size=len(TABLES) // 2), st.text(NOISE, max_size=4))
"""Which tables hold nothing of somebody, and what stands after each marker."""


@pytest.fixture(autouse=True)
def folders(settings: Settings, tmp_path: Path) -> None:
    settings.DATA = tmp_path
    settings.KORTISTO_FILES = tmp_path / "files"


@contextmanager
def taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def with_what_needs_them(skipped: frozenset[str]) -> frozenset[str]:
    """Return tables, and those whose rows cannot be without one of theirs."""
    found = skipped
    while True:
        more = {
            model.__name__
            for model, _column in models_of(m.Person)
            for field in model._meta.concrete_fields
            if isinstance(field, models.ForeignKey) and not field.null and field.related_model.__name__ in found
        }
        if more <= found:
            return found
        found |= more


def write(person: UUID, skipped: frozenset[str], noise: str) -> None:
    """Fill what is not skipped with markers, each its own."""
    with reading(), each_its_own(noise):
        common = {"source": "subject", "collected_at": NOW, "basis": "contract", "declaration": "minimal 1.0"}
        other = m.Person.objects.create(first_name="Onni", last_name="Muu", sort_key="muu", **common)
        company = m.Organisation.objects.create(registered_name="Toinen Oy", sort_key="toinen", **common)
        user = User.objects.create(email="k@esimerkki.example", display_name="K", role="sales", created_at=NOW)
        tag, group = (one.objects.create(name="luokka", created_at=WHEN) for one in (m.Tag, m.Group))
        fill(person, skip=with_what_needs_them(skipped | NEVER), others={
            m.Person: other.pk, m.Organisation: company.pk, User: user.pk, m.Tag: tag.pk, m.Group: group.pk,
        })  # fmt: skip
        for ended in (m.Represents, m.ConsumerCustomership):
            ended._default_manager.filter(person=person).update(ended_on=date(2026, 12, 31))
        for model in (m.Attachment, m.Removed):
            name, salt = vault.put(b"zq9999x")
            rows = model._default_manager.all()  # also what hangs on an organisation or a task of theirs
            if not rows.update(stored_as=name, **({"salt": salt} if model is m.Attachment else {})):
                vault.destroy(name)

        for note in m.Note.objects.filter(person=person):
            # What stood in a row of theirs is also told where nothing of their own hangs.
            m.Change.objects.create(
                field="text", item="person.note", organisation=company, happened_at=NOW, table="Note", row=note.pk,
                old="Zq9998x", new="",
            )  # fmt: skip


def left() -> Mapping[str, set[str]]:
    with reading():
        return traces(UNIQUE)


def erased(person: UUID) -> None:
    assert erase(kind=SubjectKind.PERSON, subject=person, by=ALICE, at=AT, channel=Door.WEB).outcome is Outcome.DONE


def swept(person: UUID) -> None:
    sweep(by=JOB, at=LATER, now=LATER, channel=Door.JOBS)


WAYS: tuple[Callable[[UUID], None], ...] = (erased, swept)


@pytest.mark.parametrize("way", WAYS, ids=lambda one: one.__name__)
def test_of_nobody_anything_is_left(
    way: Callable[[UUID], None],
    maija: UUID,
    settings: Settings,
    tmp_path_factory: pytest.TempPathFactory,
    django_capture_on_commit_callbacks: OnCommit,
) -> None:
    if way is swept:
        settings.KORTISTO_DECLARATION = str(that_anonymises(tmp_path_factory.mktemp("notice")))

    @often(max_examples=6, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
    @given(people)
    def of(somebody: tuple[frozenset[str], str]) -> None:
        with taken_back():
            with django_capture_on_commit_callbacks(execute=True):
                write(maija, *somebody)
                before = left()
            assert len({word for words in before.values() for word in words}) > 20, "each field has its own"
            with django_capture_on_commit_callbacks(execute=True):
                way(maija)
            assert left() == {}

    of()


@pytest.mark.parametrize("cleaner", CLEANERS, ids=lambda one: one.__name__)
def test_without_one_of_the_cleaners_the_look_finds_what_anonymising_leaves(
    cleaner: Callable[[pytest.MonkeyPatch], None],
    maija: UUID,
    declared: None,  # noqa: F811 - the fixture
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: OnCommit,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        write(maija, frozenset(), "")
    cleaner(monkeypatch)
    with django_capture_on_commit_callbacks(execute=True):
        swept(maija)
    assert left()


def test_the_look_sees_into_sessions_jobs_mail_log_and_bytes(db: None, settings: Settings, tmp_path: Path) -> None:
    session = SessionStore()
    session["typed"] = {"name": "Zq0001x"}
    session.save()
    ask_for("sweep subject", subject="Zq0002x")
    mail.outbox.append(EmailMessage("Muistutus", "Zq0003x"))
    (tmp_path / "zq0004x.csv").write_text("Zq0005x", encoding="utf-8")
    with reading():
        found = traces(UNIQUE, log="zq0006x")
    assert found == {
        "sessions": {"zq0001x"}, "procrastinate_jobs": {"zq0002x"}, "mail": {"zq0003x"},
        f"file in {tmp_path.name}": {"zq0004x", "zq0005x"}, "log": {"zq0006x"},
    }  # fmt: skip
