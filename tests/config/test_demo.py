"""The demo company: invented the same each time, harmless, loaded with honest origins, and removed without a trace."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any, cast

import pytest
from django.db.models import F, Model
from pytest_django import Settings

from kortisto.config.demo import names
from kortisto.config.demo.company import FIRST_NUMBER, SHAPE, DemoCompany, Shape, business_id, invent
from kortisto.declaration.holdings import Column, Holding, holding_of
from kortisto.declaration.vocabulary.items import is_under
from kortisto.lib import identifiers

NOTICES = Path(__file__).parents[2] / "notices"
TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
PERIOD = 3653  # days of the ten years of the shipped declaration


@cache
def company() -> DemoCompany:
    return invent(today=TODAY, period_ends_after=PERIOD)


@pytest.mark.unit
def test_the_same_seed_and_day_give_the_same_company() -> None:
    again = invent(today=TODAY, period_ends_after=PERIOD)
    assert asdict(again) == asdict(company())
    assert asdict(invent(today=TODAY, period_ends_after=PERIOD, seed=1)) != asdict(again)
    later = invent(today=date(2027, 2, 1), period_ends_after=PERIOD)
    assert [one.name for one in later.organisations] == [one.name for one in again.organisations]
    assert later.organisations[0].started_on > again.organisations[0].started_on


@pytest.mark.unit
def test_its_size_and_shape() -> None:
    organisations, people = company().organisations, company().people
    assert (len(organisations), len(people)) == (400, 2000)
    assert sum(one.ended_on is not None for one in organisations) == 70
    assert sum(one.parent is not None for one in organisations) >= 10
    assert sum(person.consumer is not None for person in people) == 150
    assert sum(any(post.ended_on for post in person.posts) for person in people) >= 120
    assert sum(len(person.posts) == 2 and not any(post.ended_on for post in person.posts) for person in people) >= 50
    assert {person.language for person in people} == {"fi", "sv"}
    assert sum(bool(one.tags) for one in organisations) >= 80
    assert sum(bool(person.groups) for person in people) >= 40
    assert {name for one in organisations for name in one.tags} == set(names.TAGS)
    listed = {name for one in organisations for name in one.groups} | {name for one in people for name in one.groups}
    assert listed == set(names.GROUPS)
    known = [one.business_id for one in organisations if one.business_id]
    assert len(set(known)) == len(known) == 388
    assert {post.organisation for person in people for post in person.posts} == set(range(388))


@pytest.mark.unit
def test_some_customers_are_sole_traders_under_the_name_of_who_represents_them() -> None:
    organisations, people = company().organisations, company().people
    traders = {place: one for place, one in enumerate(organisations) if one.sole_trader}
    assert len(traders) == 16
    for place, one in traders.items():
        staff = [person for person in people for post in person.posts if post.organisation == place]
        assert any(f"{person.first_name} {person.last_name}" in one.name for person in staff)
        assert one.ended_on is None
    assert {one.language for one in traders.values()} == {"fi", "sv"}


@pytest.mark.unit
def test_some_were_entered_twice_with_a_slip() -> None:
    twins = company().people[-SHAPE.twice :]
    numbers = {identifiers.phone(one.phone) for one in company().people[: -SHAPE.twice]}
    assert all(identifiers.phone(one.phone) in numbers for one in twins)
    originals = {identifiers.phone(one.phone): one for one in company().people[: -SHAPE.twice]}
    slipped = [one for one in twins if one.last_name != originals[identifiers.phone(one.phone)].last_name]
    assert 10 <= len(slipped) <= 35
    spelt = {name for lists in names.LAST_NAMES.values() for name in lists}
    misspelt = [person for person in company().people if person.last_name not in spelt]
    assert 40 <= len(misspelt) <= 120


@pytest.mark.unit
def test_nothing_happens_before_its_time_or_after_the_end() -> None:
    organisations = company().organisations
    for one in organisations:
        until = one.ended_on or TODAY
        assert one.started_on <= until <= TODAY
        assert all(one.started_on <= day <= until for day in one.orders)
    for person in company().people:
        posts = {post.organisation: post for post in person.posts}
        for _, day, place in person.events:
            if place is None:
                assert person.since <= day <= TODAY
                continue
            assert posts[place].started_on <= day
            assert day <= (posts[place].ended_on or organisations[place].ended_on or TODAY) <= TODAY
        assert all(person.since <= day <= TODAY for day, _ in person.notes)
        assert all(post.started_on <= (post.ended_on or TODAY) for post in person.posts)


@pytest.mark.unit
def test_nobody_real_can_be_reached() -> None:
    for one in company().organisations:
        if one.business_id:
            assert identifiers.business_id(one.business_id) == one.business_id
            assert int(one.business_id[:7]) >= FIRST_NUMBER
        assert one.host.endswith(".example")
        assert one.host.isascii()
        assert identifiers.phone(one.phone).startswith("019000")
    for person in company().people:
        for address, _ in person.emails:
            assert identifiers.email(address) == address
            assert address.endswith(".example")
        assert identifiers.phone(person.phone).startswith("019000")  # no number of the Finnish plan: it would be +358


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
def test_the_codes_of_industries_are_codes() -> None:
    assert all(identifiers.industry_code(code) == code for code in names.INDUSTRIES.values())


@pytest.mark.unit
def test_titles_for_every_trade() -> None:
    for language, endings in names.ENDINGS.items():
        assert {trade for _, trade in endings} <= set(names.TITLES[language])


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """All rows of the register, table by table, without ids and the time at which they were written."""
    from django.apps import apps  # noqa: PLC0415 (needs the test database)
    from django.db.models import ForeignKey  # noqa: PLC0415

    found = {}
    for model in apps.get_app_config("parties").get_models():
        fields = [
            field.name
            for field in model._meta.concrete_fields
            if not field.primary_key and not isinstance(field, ForeignKey) and field.name not in WRITTEN
        ]
        rows = [tuple(map(str, row)) for row in model._default_manager.values_list(*fields)]
        if rows:
            found[model._meta.db_table] = sorted(rows)
    return found


def kept_items() -> set[str]:
    """The items of which the register holds something, by the columns that are filled."""
    from django.apps import apps  # noqa: PLC0415 (needs the test database)

    return {
        column.item
        for model in apps.get_app_config("parties").get_models()
        for name, column in cast("Holding", holding_of(model)).columns.items()
        if isinstance(column, Column)
        and column.item
        and any(row not in {None, "", date.min} for row in model._default_manager.values_list(name, flat=True))
    }


def items_of_model(model: type[Model]) -> set[str]:
    columns = cast("Holding", holding_of(model)).columns.values()
    return {column.item for column in columns if isinstance(column, Column) and column.item} or {"person.represents"}


def is_declared(item: str) -> bool:
    from kortisto.register.access import current  # noqa: PLC0415 (needs Django set up)

    return any(is_under(item, one) for one in current.compiled().declaration.items)


WRITTEN = {"created_at", "changed_at", "imported_at", "updated_at"}


@pytest.mark.integration
@pytest.mark.usefixtures("transactional_db")
def test_it_is_loaded_removed_and_loaded_again_the_same() -> None:
    from kortisto.config import demo  # noqa: PLC0415 (needs the test database)
    from kortisto.config.demo import removing  # noqa: PLC0415
    from kortisto.config.starting import logins  # noqa: PLC0415
    from kortisto.privacy.retention.enums import PURPOSE, SubjectKind  # noqa: PLC0415
    from kortisto.privacy.retention.queries import due_report  # noqa: PLC0415
    from kortisto.register.audit.enums import ActorKind, Door  # noqa: PLC0415
    from kortisto.register.audit.operations import open_access  # noqa: PLC0415
    from kortisto.register.audit.values import Access, Actor  # noqa: PLC0415
    from kortisto.register.parties.models import Batch, Note, Order, Organisation, Person  # noqa: PLC0415

    def door() -> Any:
        return open_access(by=Actor(kind=ActorKind.COMMAND), purpose=PURPOSE, at=NOW, channel=Door.CLI)

    def seen(access: Access) -> dict[str, list[tuple[Any, ...]]]:
        access.record("demo.compare", at=NOW)
        return everything()

    counts = demo.load(at=NOW)
    assert counts is not None
    assert (counts["organisations"], counts["people"]) == (400, 2000)
    assert demo.load(at=NOW) == counts
    batch = Batch.objects.get()
    assert (batch.file_name, batch.counts["people"]) == ("demo", 2000)
    with door() as access:
        first = seen(access)
        for model in (Person, Organisation, Order, Note):
            assert not model.objects.exclude(batch_id=batch.id).exists()
            assert not model.objects.exclude(basis="legitimate interest").exists()
            assert not model.objects.filter(collected_at__gt=NOW).exists()
        assert set(Person.objects.values_list("source", flat=True)) == {"registration", "customer_organisation"}
        report = due_report(access=access, at=NOW)
        soon = due_report(access=access, at=datetime(2027, 1, 31, tzinfo=UTC))
        assert {"person.tag", "person.group", "person.note", "organisation.register_data"} <= (kept := kept_items())
        assert {item for item in kept if not is_declared(item)} == set()
    assert 10 <= report.count(SubjectKind.PERSON) <= 80
    assert report.count(SubjectKind.PERSON) < soon.count(SubjectKind.PERSON) < 250

    assert removing.needs_main_user()
    with pytest.raises(removing.NoMainUserError):
        removing.remove(at=NOW)
    assert removing.is_loaded()
    logins.add_main(email="minna@yritys.example", password="viisi vihreää kettua", language="fi", at=NOW)
    assert removing.remove(at=NOW) == {"people": 2000, "organisations": 400}
    assert not removing.is_loaded()
    with door() as access:
        assert seen(access) == {}

    demo.load(at=NOW)
    with door() as access:
        assert seen(access) == first


SMALL = Shape(
    organisations=24, people=80, overdue=3, soon=3, ended=4, consumers=8, moved=4, twice=3, organisations_twice=2
)


@pytest.mark.integration
@pytest.mark.django_db
def test_what_happened_was_written_down_by_those_who_sell_and_serve(settings: Settings, tmp_path: Path) -> None:
    from kortisto.config import demo  # noqa: PLC0415 (needs the test database)
    from kortisto.config.starting import logins  # noqa: PLC0415
    from kortisto.privacy.retention.enums import PURPOSE  # noqa: PLC0415
    from kortisto.register.access.queries.users import users  # noqa: PLC0415
    from kortisto.register.audit.enums import ActorKind, Door  # noqa: PLC0415
    from kortisto.register.audit.operations import open_access  # noqa: PLC0415
    from kortisto.register.audit.values import Actor  # noqa: PLC0415
    from kortisto.register.parties.models import Activity, Note  # noqa: PLC0415

    settings.KORTISTO_DECLARATION = str(NOTICES / "ivt.yaml")
    demo.load(at=NOW, shape=SMALL)
    logins.make_demo(tmp_path / "logins.json", language="fi", at=NOW)
    demo.sign(at=NOW)
    authors = {one.id for one in users() if one.role in {"sales", "service"}}
    with open_access(by=Actor(kind=ActorKind.COMMAND), purpose=PURPOSE, at=NOW, channel=Door.CLI) as access:
        access.record("demo.look", at=NOW)
        assert len(authors) == 2
        for model in (Activity, Note):
            assert set(model.objects.values_list("written_by", flat=True)) == authors
        said = Note.objects.filter(activity__isnull=False)
        assert said.exists()
        assert not said.exclude(written_by=F("activity__written_by")).exists()


@pytest.mark.integration
@pytest.mark.django_db
@pytest.mark.parametrize("register", ["asiakasrekisteri", "futursoft", "ivt", "vastuugroup", "vtt"])
def test_every_register_gets_of_it_what_its_declaration_lets_in(register: str, settings: Settings) -> None:
    from kortisto.config import demo  # noqa: PLC0415 (needs the test database)
    from kortisto.privacy.retention.enums import PURPOSE  # noqa: PLC0415
    from kortisto.register.access import current  # noqa: PLC0415
    from kortisto.register.audit.enums import ActorKind, Door  # noqa: PLC0415
    from kortisto.register.audit.operations import open_access  # noqa: PLC0415
    from kortisto.register.audit.values import Actor, touches  # noqa: PLC0415
    from kortisto.register.parties.models import (  # noqa: PLC0415
        Activity,
        Batch,
        Order,
        Organisation,
        Person,
        PersonEmail,
        Represents,
    )

    settings.KORTISTO_DECLARATION = str(NOTICES / f"{register}.yaml")
    counts = demo.load(at=NOW, shape=SMALL)
    declaration = current.compiled().declaration
    keeps_orders = "order.history" in declaration.items
    assert counts is not None
    assert (counts["organisations"], counts["people"], counts["orders"] > 0) == (24, 80, keeps_orders)
    with open_access(by=Actor(kind=ActorKind.COMMAND), purpose=PURPOSE, at=NOW, channel=Door.CLI) as access:
        access.record("demo.look", at=NOW)
        # The day of an order is copied to the lists, which sort by it, as somebody's last activity.
        kept = kept_items() - ({"person.activity"} if keeps_orders else set())
        assert not Activity.objects.exists() or touches(declaration.items, "person.activity")
        assert {item for item in kept if not touches(declaration.items, item)} == set()
        assert {"person.name.last", "person.contact.email", "organisation.business_id"} <= kept
        assert Batch.objects.get().register == register
        assert Organisation.objects.filter(sole_trader=True).exists()
        for model in (Person, PersonEmail, Represents, Order):
            for source in model._default_manager.values_list("source", flat=True).distinct():
                assert any(touches(declaration.sources[source].items, item) for item in items_of_model(model))


@pytest.mark.integration
@pytest.mark.usefixtures("transactional_db")
def test_what_a_login_of_the_demo_was_to_do_goes_to_the_main_user() -> None:
    from kortisto.config.demo import removing  # noqa: PLC0415 (needs the test database)
    from kortisto.config.starting import logins  # noqa: PLC0415
    from kortisto.declaration.words import Basis  # noqa: PLC0415
    from kortisto.privacy.retention.enums import PURPOSE  # noqa: PLC0415
    from kortisto.register.access.models import User  # noqa: PLC0415
    from kortisto.register.access.operations import add_user  # noqa: PLC0415
    from kortisto.register.access.rules import actor_of  # noqa: PLC0415
    from kortisto.register.audit.enums import ActorKind, Door  # noqa: PLC0415
    from kortisto.register.audit.operations import open_access  # noqa: PLC0415
    from kortisto.register.audit.values import Actor  # noqa: PLC0415
    from kortisto.register.parties import operations as parties  # noqa: PLC0415
    from kortisto.register.parties.models import Task  # noqa: PLC0415
    from kortisto.register.parties.values import Origin  # noqa: PLC0415

    command = Actor(kind=ActorKind.COMMAND)
    guest = add_user(email="sales@demo.example", password="neljä kaunista majavaa", role="sales", by=command, at=NOW)
    origin = Origin(source="registration", collected_at=NOW, basis=Basis.LEGITIMATE_INTEREST, declaration="ivt 2.0")
    with open_access(by=command, purpose=PURPOSE, at=NOW, channel=Door.CLI) as by:
        task = parties.add_task(
            title="Tilaa kahvia", assigned_to=guest.id, due_on=date(2026, 12, 1), remind_at=NOW, origin=origin, by=by,
            at=NOW,
        )  # fmt: skip
        parties.give_reminders(by=by, at=NOW)
    parties.make_calendar_address(purpose="register_keeping", by=actor_of(guest), at=NOW, channel=Door.WEB)

    logins.add_main(email="minna@yritys.example", password="viisi vihreää kettua", language="fi", at=NOW)
    removing.remove(at=NOW)

    (minna,) = User.objects.all()
    assert minna.email == "minna@yritys.example"
    with open_access(by=command, purpose=PURPOSE, at=NOW, channel=Door.CLI) as by:
        assert [(one.assigned_to_id, one.revision) for one in Task.objects.filter(id=task)] == [(minna.id, 1)]
        assert [one.user_id for one in parties.give_reminders(by=by, at=NOW)] == [minna.id]


@pytest.mark.integration
@pytest.mark.usefixtures("transactional_db")
def test_who_has_a_level_instead_of_the_role_cannot_grant_access_and_inherits_nothing() -> None:
    from kortisto.config.demo import removing  # noqa: PLC0415 (needs the test database)
    from kortisto.config.starting import logins  # noqa: PLC0415
    from kortisto.register.access import rules  # noqa: PLC0415
    from kortisto.register.access.models import Level, User  # noqa: PLC0415
    from kortisto.register.access.operations import add_user  # noqa: PLC0415
    from kortisto.register.audit.enums import ActorKind  # noqa: PLC0415
    from kortisto.register.audit.values import Actor  # noqa: PLC0415

    command, main = Actor(kind=ActorKind.COMMAND), rules.main_role()
    logins.add_main(email="main@demo.example", password="neljä kaunista majavaa", language="fi", at=NOW)
    level = Level.objects.create(name="Vähän", roles=[main], permissions=[], created_at=NOW)
    add_user(
        email="liisa@yritys.example", password="viisi vihreää kettua", role=main, level_id=level.id, by=command, at=NOW
    )

    assert removing.needs_main_user()
    with pytest.raises(removing.NoMainUserError):
        removing.remove(at=NOW)
    assert User.objects.filter(email="main@demo.example").exists()
