"""What the notice of VTT anonymises: whoever goes after the last of its periods leaves counts, and nothing else.

The sweep is the real one; one of the people holds a marker in every column that takes text, in files and in history.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from pytest_django import Settings

from kortisto.declaration.civil_time import start_of_day
from kortisto.privacy.retention import anonymising
from kortisto.privacy.retention.models import Remnant
from kortisto.privacy.retention.operations import sweep
from kortisto.register.access import current
from kortisto.register.access.models import User
from kortisto.register.audit import queries as log
from kortisto.register.audit.enums import ActorKind, Door
from kortisto.register.audit.values import Actor
from kortisto.register.parties import models as m
from kortisto.register.parties import operations as parties
from kortisto.register.parties import vault
from kortisto.register.parties.enums import ActivityKind, RelationshipKind
from kortisto.register.parties.values import Origin
from tests.privacy.retention.test_nothing_left import OnCommit, reading, where
from tests.register.conftest import NOW, ORIGIN
from tests.support.filling import MARKER, WHEN, fill

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

JOB = Actor(kind=ActorKind.JOB)
NOTICE = Path(__file__).parents[3] / "notices" / "vtt.yaml"
ALIKE = 5
"""Of so many people what is left has to be, says the notice."""
KEPT = {"Activity": {"kind", "happened_on"}}
"""By table the columns that the notice keeps (`person.activity`), of which of a day the year."""
LATER = datetime(2050, 1, 10, 1, 0, tzinfo=UTC)
EXACT = datetime(2026, 11, 22, 9, 41, 7, 123456, tzinfo=UTC)


@pytest.fixture(autouse=True)
def vtt(declaration_of_tests: None, settings: Settings, tmp_path: Path) -> None:
    settings.KORTISTO_DECLARATION = str(NOTICE)
    settings.DATA = tmp_path
    settings.KORTISTO_FILES = tmp_path / "files"


def origin(at: datetime) -> Origin:
    return Origin(source=ORIGIN.source, collected_at=at, basis=ORIGIN.basis, declaration=current.version())


@pytest.fixture
def company(db: None) -> UUID:
    """A customer that lives on, with a contact who orders every few years."""
    with reading() as by:
        id_ = parties.add_organisation(registered_name="Esimerkki Oy", origin=origin(NOW), by=by, at=NOW)
        parties.add_relationship(organisation_id=id_, kind=RelationshipKind.CUSTOMER, origin=origin(NOW), by=by, at=NOW)
        alive = parties.add_person(first_name="Aino", last_name="Jatkaja", origin=origin(NOW), by=by, at=NOW)
        parties.add_representation(person_id=alive, organisation_id=id_, origin=origin(NOW), by=by, at=NOW)
        for year in range(2027, 2050):
            parties.add_order(
                organisation_id=id_, person_id=alive, placed_on=date(year, 12, 1), reference=str(year),
                origin=origin(NOW), by=by, at=NOW,
            )  # fmt: skip
    return id_


def met(company: UUID, number: int, kind: ActivityKind = ActivityKind.CALL) -> UUID:
    """Somebody who acted for the company until the end of the year, and with whom we spoke once, alone."""
    with reading(EXACT) as by:
        more: Any = {"origin": origin(EXACT), "by": by, "at": EXACT}
        person = parties.add_person(first_name=f"Etunimi{number}", last_name=f"Sukunimi{number}", **more)
        parties.add_representation(person_id=person, organisation_id=company, **more)
        parties.add_activity(kind=kind, happened_on=date(2026, 11, number), person_id=person, **more)
        m.Represents.objects.filter(person=person).update(ended_on=date(2026, 12, 31))
    return person


def marked(person: UUID, company: UUID) -> set[str]:
    """Fill every table that can hang on a person, and files, with the marker; return the ids of all its rows."""
    with reading():
        other = m.Person.objects.get(last_name="Jatkaja")
        user = User.objects.create(email="k@esimerkki.example", display_name="K", role="sales", created_at=NOW)
        tag, group = (one.objects.create(name="luokka", created_at=WHEN) for one in (m.Tag, m.Group))
        made = fill(
            person,
            others={
                m.Person: other.pk,
                m.Organisation: company,
                User: user.pk,
                m.Tag: tag.pk,
                m.Group: group.pk,
            },
            skip=frozenset({"Restriction"}),
        )  # fmt: skip (whose data may only be stored stays)
        for ended in (m.Represents, m.ConsumerCustomership):
            ended._default_manager.filter(person=person).update(ended_on=date(2026, 12, 31))
        for model in (m.Attachment, m.Removed):
            name, salt = vault.put(MARKER.encode())
            rows = model._default_manager.exclude(stored_as="")  # of everybody: the person may be a guardian in them
            rows.update(stored_as=name, **({"salt": salt} if model is m.Attachment else {}))
    return {str(row.pk) for row in made if isinstance(row.pk, UUID)} | {str(person)}


def ours_too(person: UUID, company: UUID) -> m.Activity:
    """A meeting that is the company's as well as the person's."""
    with reading(EXACT) as by:
        parties.add_activity(
            kind=ActivityKind.MEETING, happened_on=date(2026, 11, 20), person_id=person, organisation_id=company,
            reference=MARKER, origin=origin(EXACT), by=by, at=EXACT,
        )  # fmt: skip
        meeting = m.Activity.objects.get(organisation=company, kind="meeting")
        m.Activity.objects.filter(pk=meeting.pk).update(
            starts_at=datetime(2026, 11, 20, 8, 15, tzinfo=UTC), minutes=45, changed_at=EXACT
        )
    return meeting


def swept(on_commit: OnCommit) -> None:
    with on_commit(execute=True):
        sweep(by=JOB, at=LATER, now=LATER, channel=Door.JOBS)


def tables_with(words: set[str]) -> set[str]:
    """Return the tables, but for the log, with one of these words in any column."""
    found = set()
    with reading(), connection.cursor() as cursor:
        cursor.execute(
            "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') "
            "and has_table_privilege(oid, 'select') and relname not like 'audit%'"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f'select lower(coalesce(string_agg(t::text, chr(10)), chr(32))) from "{table}" t')  # noqa: S608
            text = cursor.fetchone()[0]
            if any(word in text for word in words):
                found.add(table)
    return found


def left() -> dict[str, list[tuple[dict[str, str | None], int, int]]]:
    found: dict[str, list[tuple[dict[str, str | None], int, int]]] = {}
    for one in Remnant._default_manager.order_by("table", "-people"):
        found.setdefault(one.table, []).append((one.values, one.people, one.rows))
    return found


def test_whoever_goes_leaves_counts_of_what_five_share_and_no_word_id_or_file(
    company: UUID, django_capture_on_commit_callbacks: OnCommit
) -> None:
    people = [met(company, number) for number in range(1, ALIKE + 1)]
    people.append(met(company, 9, ActivityKind.OTHER))
    ids = marked(people[0], company)
    assert where(), "there is something to find"
    swept(django_capture_on_commit_callbacks)

    assert where() == set(), "free text, names of files, addresses, in history, in the log of use and in files"
    with reading():
        assert set(m.Person.objects.values_list("last_name", flat=True)) == {"Jatkaja"}
    assert tables_with(ids | set(map(str, people))) == set(), "no id is left by which rows could be joined"
    for table, remnants in left().items():
        for values, number, rows in remnants:
            assert set(values) <= KEPT[table], "nothing but what the notice names"
            assert ALIKE <= number <= rows
    assert ({"kind": "call", "happened_on": "2026"}, ALIKE, ALIKE) in [
        (values, number, number) for values, number, _ in left()["Activity"]
    ]
    assert not any(values.get("kind") == "other" for values, *_ in left()["Activity"]), "of one alone nothing is told"


def test_four_who_are_alike_leave_nothing(company: UUID, django_capture_on_commit_callbacks: OnCommit) -> None:
    people = [met(company, number) for number in range(1, ALIKE)]
    swept(django_capture_on_commit_callbacks)
    assert left() == {}
    assert tables_with(set(map(str, people))) == set()


def test_what_stays_with_the_company_cannot_be_joined_to_anybody(
    company: UUID, django_capture_on_commit_callbacks: OnCommit
) -> None:
    person = met(company, 3)
    before = ours_too(person, company)
    swept(django_capture_on_commit_callbacks)

    with reading():
        after = m.Activity.objects.get(organisation=company, kind="meeting")
    assert (after.person_id, after.reference, after.batch_id, after.changed_at) == (None, "", None, None)
    assert after.happened_on == before.happened_on, "by it the periods of the company count"
    # The log of use tells to the microsecond who was entered when: neither an id nor a moment may lead to it.
    assert after.pk != before.pk
    assert after.collected_at == start_of_day(date(2026, 11, 22))
    assert after.starts_at == start_of_day(date(2026, 11, 20))
    assert after.minutes is None
    lines = [line for line in log.events() if person in line.subjects]
    assert lines
    assert not {after.pk, after.collected_at, after.starts_at} & {
        value for line in lines for value in (line.object_id, line.happened_at, line.id)
    }
    assert where() == set()


def test_the_proof_would_notice_what_is_not_coarsened(
    company: UUID, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: OnCommit
) -> None:
    person = met(company, 3)
    ours_too(person, company)
    monkeypatch.setattr(anonymising, "_anew", lambda field, old, _holding, tie: (
        None if field.name == tie else getattr(old, field.attname)
    ))  # fmt: skip
    swept(django_capture_on_commit_callbacks)
    assert where() == {"parties_activity"}


def test_it_is_the_notice_that_says_what_is_kept(company: UUID) -> None:
    rules = [one.then for one in current.compiled().declaration.retention.values() if one.then.keeps]
    assert {one.alike for one in rules} == {ALIKE}
    assert timedelta(0) < LATER - EXACT
