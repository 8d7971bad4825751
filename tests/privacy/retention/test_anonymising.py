"""What anonymising leaves: counts of what several people share, and rows of an organisation without the person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from kortisto.privacy.retention.anonymising import Contribution, grouped
from kortisto.privacy.retention.enums import PURPOSE, Outcome, SubjectKind
from kortisto.privacy.retention.models import Remnant
from kortisto.privacy.retention.operations import erase, settle, sweep
from kortisto.privacy.retention.queries import plan_of_erasure
from kortisto.register.audit.enums import ActorKind, Door
from kortisto.register.audit.operations import open_access
from kortisto.register.audit.values import Access, Actor
from kortisto.register.parties import operations as parties
from kortisto.register.parties.enums import ActivityKind
from kortisto.register.parties.models import Activity, ActivityStaff, Person
from tests.register.conftest import ALICE, NOW, ORIGIN, entered

JOB = Actor(kind=ActorKind.JOB)
SAMPLE = Path(__file__).parents[2] / "register" / "samples" / "register.yaml"
LATER = datetime(2030, 1, 15, 12, tzinfo=UTC)
ANONYMISE = "then: {do: anonymise, keeps: [person.activity], alike: 3}"


@contextmanager
def reading() -> Iterator[Access]:
    with open_access(by=JOB, purpose=PURPOSE, at=NOW, channel=Door.JOBS) as access:
        yield access
        access.record("test.look")


@pytest.fixture
def declared(settings: Settings, tmp_path: Path) -> None:
    settings.KORTISTO_DECLARATION = str(that_anonymises(tmp_path))


def that_anonymises(folder: Path) -> Path:
    """Write the small declaration, that anonymises what is over and keeps of events what three people share."""
    text = SAMPLE.read_text(encoding="utf-8").replace("then: delete", ANONYMISE)
    text = text.replace("relations:\n", "relations:\n  person.activities: {cascade: anonymise}\n")
    changed = folder / "register.yaml"
    changed.write_text(text, encoding="utf-8")
    return changed


def met(organisation: UUID, number: int, kind: ActivityKind = ActivityKind.CALL, *, alone: bool = True) -> UUID:
    """A person who represents an organisation, and with whom we spoke once."""
    with entered() as by:
        person = parties.add_person(first_name="Keksitty", last_name=f"Nimi{number}", origin=ORIGIN, by=by, at=NOW)
        parties.add_representation(person_id=person, organisation_id=organisation, origin=ORIGIN, by=by, at=NOW)
        parties.add_activity(
            kind=kind, happened_on=date(2026, 11, number), person_id=person, reference=f"viite{number}",
            organisation_id=None if alone else organisation, origin=ORIGIN, by=by, at=NOW,
        )  # fmt: skip
    return person


def left() -> list[tuple[dict[str, str | None], int, int]]:
    return [(one.values, one.people, one.rows) for one in Remnant._default_manager.all()]


# --- counting -------------------------------------------------------------------------------------------------------


@pytest.mark.integration
@pytest.mark.django_db
@pytest.mark.parametrize(("people", "counted"), [(2, []), (3, [({"happened_on": "2026", "kind": "call"}, 3, 3)])])
def test_what_enough_people_share_is_counted_and_no_row_stays(
    people: int, counted: object, declared: None, esimerkki_oy: UUID
) -> None:
    for number in range(1, people + 1):
        met(esimerkki_oy, number)
    sweep(by=JOB, at=LATER, now=LATER, channel=Door.JOBS)
    with reading():
        assert not Person.objects.exists()
        assert not Activity.objects.exists()
    assert left() == counted


@pytest.mark.integration
@pytest.mark.django_db
def test_the_rarest_value_is_cleared_until_enough_people_are_alike(declared: None, esimerkki_oy: UUID) -> None:
    for number in range(1, 5):
        met(esimerkki_oy, number, ActivityKind.MEETING if number == 4 else ActivityKind.CALL)
    sweep(by=JOB, at=LATER, now=LATER, channel=Door.JOBS)
    assert left() == [({"happened_on": "2026", "kind": "call"}, 3, 3)], "one meeting alone is not told of at all"


@pytest.mark.integration
@pytest.mark.django_db
def test_a_declaration_that_names_no_number_keeps_nothing(
    settings: Settings, tmp_path: Path, declared: None, esimerkki_oy: UUID
) -> None:
    changed = tmp_path / "without.yaml"
    text = Path(str(settings.KORTISTO_DECLARATION)).read_text(encoding="utf-8")
    changed.write_text(text.replace(", alike: 3", ""), encoding="utf-8")
    settings.KORTISTO_DECLARATION = str(changed)
    for number in range(1, 5):
        met(esimerkki_oy, number)
    sweep(by=JOB, at=LATER, now=LATER, channel=Door.JOBS)
    assert left() == []


@pytest.mark.unit
@given(
    st.lists(st.tuples(st.integers(0, 6), st.sampled_from("abc"), st.sampled_from("xyz")), max_size=30),
    st.integers(2, 5),
)
def test_no_group_is_of_fewer_people_than_declared(rows: list[tuple[int, str, str]], least: int) -> None:
    people = [uuid4() for _ in range(7)]
    contributions = [Contribution("T", least, people[who], (("a", a), ("b", b))) for who, a, b in rows]
    groups = grouped(contributions, frozenset())
    told = {(name, value) for one in contributions for name, value in one.values}
    for values, (found, number) in groups.items():
        assert len(found) >= least
        assert number >= len(found)
        assert all(value is None or (name, value) in told for name, value in values)
    assert sum(number for _, number in groups.values()) <= len(rows)


# --- rows of an organisation too ------------------------------------------------------------------------------------


@pytest.mark.integration
@pytest.mark.django_db
def test_an_event_that_is_the_organisations_too_is_written_anew_without_the_person(
    declared: None, esimerkki_oy: UUID
) -> None:
    person = met(esimerkki_oy, 5, alone=False)
    with reading():
        old = Activity.objects.get().pk
        before = Counter(activities=Activity.objects.count(), staff=ActivityStaff.objects.count())
    with reading() as access:
        plan = plan_of_erasure(access=access, kind=SubjectKind.PERSON, subject=person, at=NOW + timedelta(days=1))
    assert plan is not None
    assert [(one.table, one.number) for one in plan.anonymised] == [("Activity", 1)]
    done = erase(kind=SubjectKind.PERSON, subject=person, by=ALICE, at=NOW + timedelta(days=1), channel=Door.WEB)
    assert done.outcome is Outcome.DONE
    with reading():
        new = Activity.objects.get()
        assert before["activities"] == 1
    assert new.pk != old, "its id stands in the log beside the person's"
    assert (new.person_id, new.organisation_id, new.reference, new.batch_id) == (None, esimerkki_oy, "", None)
    assert (new.kind, new.happened_on) == (ActivityKind.CALL, date(2026, 11, 5)), "by these its own periods count"
    settle(by=JOB, at=LATER, channel=Door.JOBS)
    assert not holding(str(person), str(old), "viite5", "nimi5")


def holding(*words: str) -> set[str]:
    """Return the tables, but for the log, that hold one of these words in any column."""
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
