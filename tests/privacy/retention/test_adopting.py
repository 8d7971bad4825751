"""What a new version of the notice does to the data that are there: told before, and done by the next sweep."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from pytest_django import Settings

from kortisto.declaration.loader import loads
from kortisto.declaration.model import Declaration
from kortisto.privacy.retention.enums import PURPOSE, SubjectKind
from kortisto.privacy.retention.operations import settle, sweep
from kortisto.privacy.retention.queries import due_report
from kortisto.privacy.retention.queries.adopting import Preview, names_to_tell, preview
from kortisto.privacy.retention.walking import learn
from kortisto.register.access import current
from kortisto.register.access.models import AdoptedNotice
from kortisto.register.audit.enums import ActorKind, Door
from kortisto.register.audit.operations import open_access
from kortisto.register.audit.values import Actor
from kortisto.register.parties import operations as parties
from tests.register.conftest import NOW, ORIGIN, entered

pytestmark = pytest.mark.integration

JOB = Actor(kind=ActorKind.JOB)
OPERATOR = Actor(kind=ActorKind.COMMAND)
SAMPLE = (Path(__file__).parents[2] / "register" / "samples" / "register.yaml").read_text("utf-8")
LATER = NOW + timedelta(365 * 2)


def text(version: str, keep: str, **changes: str) -> str:
    found = SAMPLE.replace('version: "1.0"', f'version: "{version}"').replace("3 years", keep)
    found = found.replace("valid from: 2026-12-01", "valid from: 2026-11-01")
    for before, after in changes.items():
        found = found.replace(before, after)
    return found


def declared(version: str, keep: str, **changes: str) -> Declaration:
    loaded = loads(text(version, keep, **changes))
    assert loaded.declaration, loaded.problems
    return loaded.declaration


def previewed(new: Declaration, at: datetime = LATER) -> Preview:
    settle(by=JOB, at=NOW, channel=Door.JOBS)
    with open_access(by=OPERATOR, purpose=PURPOSE, at=NOW, channel=Door.CLI) as access:
        return preview(new=new, access=access, at=at)


@pytest.fixture
def adopted(db: None, settings: Settings) -> Iterator[None]:
    """Let the database say what is in force: first the sample."""
    settings.KORTISTO_NOTICE_SECONDS = 0.0
    put_into_force("1.0", "3 years")
    yield
    current.look_again()


def put_into_force(version: str, keep: str) -> None:
    """As adoption does; the sample is small and does not satisfy the linter, which is not what is tried here."""
    last = AdoptedNotice.objects.count()
    AdoptedNotice.objects.create(
        id=UUID(int=last + 1), number=last + 1, register="minimal", version=version, valid_from=NOW.date(),
        files=[["n.yaml", text(version, keep)]], digest=f"{last:064x}", adopted_at=NOW, adopted_as="command",
    )  # fmt: skip
    current.look_again()


def test_a_shorter_period_tells_what_falls_due_at_once_and_the_sweep_does_it(adopted: None, maija: UUID) -> None:
    found = previewed(declared("1.1", "1 year"))
    assert found.looked_at[SubjectKind.PERSON] == 1
    assert found.touched[SubjectKind.PERSON] == 1
    assert {one.rule for one in found.falls_due} == {"retention.contacts"}
    assert "person.name.first" in {one.item for one in found.falls_due}
    assert not any(found.tell.values())

    put_into_force("1.1", "1 year")
    with open_access(by=OPERATOR, purpose=PURPOSE, at=NOW, channel=Door.CLI) as access:
        report = due_report(access=access, at=LATER)
    assert sum(report.by_rule().values()) == found.data
    assert sweep(by=JOB, at=LATER, now=LATER, channel=Door.JOBS).people == 1


def test_a_longer_period_tells_whom_to_tell_and_keeps_nobody_longer(adopted: None, maija: UUID) -> None:
    found = previewed(declared("1.1", "9 years"))
    assert (found.data, found.tell[SubjectKind.PERSON]) == (0, 1)
    with open_access(by=OPERATOR, purpose=PURPOSE, at=NOW, channel=Door.CLI) as access:
        assert next(names_to_tell(found, access=access))[:2] == ("person", str(maija))

    put_into_force("1.1", "9 years")
    after_three = NOW + timedelta(366 * 3)
    assert sweep(by=JOB, at=after_three, now=after_three, channel=Door.JOBS).people == 1


def test_the_same_version_number_of_days_changes_nothing(adopted: None, maija: UUID) -> None:
    found = previewed(declared("1.1", "3 years"))
    assert (found.data, found.lost, found.appear, found.disappear) == (0, (), (), ())


def test_what_is_declared_no_more_is_unlawful_and_its_field_disappears(adopted: None, maija: UUID) -> None:
    new = declared(
        "1.1", "3 years", **{"person.title, person.language, ": "person.language, ", "  person.title:\n": ""}
    )
    found = previewed(new)
    assert {item for one in found.lost for item in one.items} == {"person.title"}
    assert [name.en for name in found.disappear] == ["job title"]
    assert found.appear == ()


def test_every_datum_knows_the_version_it_was_collected_under(adopted: None, maija: UUID) -> None:
    put_into_force("1.1", "9 years")
    origin = replace(ORIGIN, declaration="minimal 1.1")
    with entered() as by:
        parties.edit_person(person_id=maija, changes={"language": "sv"}, origin=origin, by=by, at=NOW)
    with open_access(by=JOB, purpose=PURPOSE, at=NOW, channel=Door.JOBS) as access:
        access.record("test.look")
        data = learn(SubjectKind.PERSON, [maija])[maija].state.data
    under = {one.item: one.declaration for one in data}
    assert under.pop("person.language") == "minimal 1.1"
    assert set(under.values()) == {"minimal 1.0"}
