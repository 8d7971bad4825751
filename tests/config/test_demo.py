"""The demo company: invented the same each time, harmless, and loaded through the operations with honest origins."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, date, datetime

import pytest

from kortisto.config import demo
from kortisto.config.demo import names
from kortisto.config.demo.company import FIRST_NUMBER, business_id, invent
from kortisto.lib import identifiers

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
PERIOD = 3653  # days of the ten years of the shipped declaration


@pytest.mark.unit
def test_the_same_seed_and_day_give_the_same_company() -> None:
    first, second = (invent(today=TODAY, period_ends_after=PERIOD) for _ in range(2))
    assert asdict(first) == asdict(second)
    assert asdict(invent(today=TODAY, period_ends_after=PERIOD, seed=1)) != asdict(first)
    later = invent(today=date(2027, 2, 1), period_ends_after=PERIOD)
    assert [person.last_name for person in later.people] == [person.last_name for person in first.people]
    assert later.people[0].since > first.people[0].since


@pytest.mark.unit
def test_its_size_and_shape() -> None:
    company = invent(today=TODAY, period_ends_after=PERIOD)
    assert len(company.organisations) == 40
    assert len(company.people) == 120
    assert 5 <= sum(len(person.organisations) == 2 for person in company.people) <= 30
    assert sum(one.ended_on is not None for one in company.organisations) == 13
    assert {person.language for person in company.people} == {"fi", "sv"}
    assert len({one.business_id for one in company.organisations}) == 40
    assert len({(person.first_name, person.last_name) for person in company.people}) == 120
    assert len({person.email for person in company.people}) == 120


@pytest.mark.unit
def test_nothing_happens_before_its_time_or_after_the_end() -> None:
    company = invent(today=TODAY, period_ends_after=PERIOD)
    for one in company.organisations:
        until = one.ended_on or TODAY
        assert one.started_on <= until <= TODAY
        assert all(one.started_on <= day <= until for day in one.orders)
        for number, day in one.meetings:
            assert company.people[number].since <= day <= until
    for person in company.people:
        until = company.organisations[person.organisations[0]].ended_on or TODAY
        assert all(person.since <= day <= until for day, _ in person.notes)


@pytest.mark.unit
def test_nobody_real_can_be_reached() -> None:
    company = invent(today=TODAY, period_ends_after=PERIOD)
    for one in company.organisations:
        assert identifiers.business_id(one.business_id) == one.business_id
        assert int(one.business_id[:7]) >= FIRST_NUMBER
        assert one.host.endswith(".example")
        assert one.host.isascii()
        assert one.phone.startswith("019 000 0")
    for person in company.people:
        assert identifiers.email(person.email) == person.email
        assert person.email.endswith(".example")
        assert person.phone.startswith("019 000 0")
        assert not identifiers.phone(person.phone).startswith("+")  # no number of the Finnish plan


@pytest.mark.unit
def test_check_digits() -> None:
    assert business_id(1234567) == "1234567-1"
    impossible = [number for number in range(FIRST_NUMBER, FIRST_NUMBER + 100) if business_id(number) is None]
    assert impossible
    for number in impossible:
        for digit in range(10):
            with pytest.raises(ValueError, match="not a Finnish business id"):
                identifiers.business_id(f"{number}-{digit}")


@pytest.mark.unit
def test_titles_for_every_trade() -> None:
    for language, endings in names.ENDINGS.items():
        assert {trade for _, trade in endings} <= set(names.TITLES[language])


@pytest.mark.integration
@pytest.mark.usefixtures("transactional_db")
def test_it_is_loaded_once_with_an_origin_for_everything() -> None:
    from kortisto.privacy.retention.enums import PURPOSE, SubjectKind  # noqa: PLC0415 (needs the test database)
    from kortisto.privacy.retention.queries import due_report  # noqa: PLC0415
    from kortisto.register.audit.enums import ActorKind, Door  # noqa: PLC0415
    from kortisto.register.audit.operations import open_access  # noqa: PLC0415
    from kortisto.register.audit.values import Actor  # noqa: PLC0415
    from kortisto.register.parties.models import Batch, Note, Order, Organisation, Person  # noqa: PLC0415

    counts = demo.load(at=NOW)
    assert counts is not None
    assert (counts["organisations"], counts["people"]) == (40, 120)
    assert demo.load(at=NOW) == counts
    batch = Batch.objects.get()
    assert (batch.file_name, batch.counts["people"]) == ("demo", 120)
    with open_access(by=Actor(kind=ActorKind.COMMAND), purpose=PURPOSE, at=NOW, channel=Door.CLI) as access:
        assert Person.objects.count() == 120
        for model in (Person, Organisation, Order, Note):
            assert not model.objects.exclude(batch_id=batch.id).exists()
            assert not model.objects.exclude(basis="legitimate interest").exists()
            assert not model.objects.filter(collected_at__gt=NOW).exists()
        assert set(Person.objects.values_list("source", flat=True)) == {"registration", "customer_organisation"}
        report = due_report(access=access, at=NOW)
        soon = due_report(access=access, at=datetime(2027, 1, 31, tzinfo=UTC))
    assert 3 <= report.count(SubjectKind.PERSON) <= 15
    assert report.count(SubjectKind.PERSON) < soon.count(SubjectKind.PERSON) < 40
