"""Twenty-five years of an invented company: who becomes a customer, orders, calls, leaves, and is forgotten.

Everything is written as it would have been on its day, with its origin; only items that the notice declares. The same
seed makes the same history.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, models

from kortisto.lib import identifiers
from kortisto.lib.ids import uuid7
from kortisto.privacy.retention.enums import PURPOSE
from kortisto.register.audit.enums import ActorKind, Door
from kortisto.register.audit.operations import open_access
from kortisto.register.audit.values import Actor
from kortisto.register.parties import models as tables
from tests.privacy.retention.years.checker import TABLES
from tests.privacy.retention.years.paper import Notice

JOB = Actor(kind=ActorKind.JOB)
FIRST = (
    "Aada",
    "Bertta",
    "Cecilia",
    "Daavid",
    "Elmo",
    "Fanni",
    "Gunnar",
    "Helka",
    "Ilmo",
    "Joonatan",
    "Kaisla",
    "Lumi",
)
LAST = ("Keksitty", "Olematon", "Kuvitelma", "Satunen", "Tarunen", "Påhittad", "Uppdiktad", "Luotu")
ROLES = {
    "customer organisation": "customer", "prospect organisation": "prospect", "supplier organisation": "supplier",
    "partner organisation": "partner", "reseller organisation": "reseller",
}  # fmt: skip


@contextmanager
def opened(at: datetime) -> Iterator[None]:
    """The door of the engine itself: everything is seen and may be written."""
    with open_access(by=JOB, purpose=PURPOSE, at=at, channel=Door.JOBS) as access:
        yield
        access.record("test.look")


def dumped(at: datetime) -> dict[str, list[dict[str, Any]]]:
    """Return all rows of the tables that the checker knows."""
    found = {}
    with opened(at), connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"select * from {table}")  # noqa: S608 (names of ours)
            names = [column.name for column in cursor.description or ()]
            found[table] = [{name: plain(value) for name, value in zip(names, row, strict=True)} for row in cursor]
    return found


def plain(value: Any) -> Any:
    """Return a value as the checker reads it: ids as texts."""
    return str(value) if isinstance(value, UUID) else value


def _business_ids() -> Iterator[str]:
    for number in range(1_000_000, 9_999_999):
        for check in range(10):
            text = f"{number}-{check}"
            try:
                identifiers.business_id(text)
            except ValueError:
                continue
            yield text
            break


@dataclass
class World:
    """What is there to go on with; rows that the sweep has taken are found missing and dropped."""

    notice: Notice
    chance: random.Random
    business_ids: Iterator[str] = field(default_factory=_business_ids)

    def year(self, today: date, *, newcomers: int) -> None:
        """Let a year of the company's life happen, up to a day."""
        with opened(_at(today)):
            for _ in range(newcomers):
                self._newcomer(self._day(today))
            for organisation in list(tables.Organisation.objects.order_by("pk")):
                self._lives_on(organisation, today)
            for person in list(tables.Person.objects.order_by("pk")):
                self._acts(person, today)

    # --- people and organisations ---

    def _newcomer(self, day: date) -> None:
        states = {state for wanted in self.notice.groups.values() for state in wanted}
        kinds = [kind for state, kind in ROLES.items() if state in states]
        if {"consumer customer", "sole trader"} & states and self.chance.random() < 0.25:
            self._consumer(day)
            return
        organisation = self._add(
            tables.Organisation,
            day,
            registered_name=f"Keksitty {self.chance.randrange(10_000)} Oy",
            sort_key="keksitty",
            business_id=next(self.business_ids),
            industry_code="43220" if self._keeps("organisation.register_data") else "",
            external_reference="K-1" if self._keeps("organisation.customership") else "",
        )
        kind = self.chance.choice([*kinds, "customer"] if "customer organisation" in states else kinds)
        if kind == "customer":
            self._add(tables.Customership, day, organisation=organisation, started_on=day)
        else:
            self._add(tables.BusinessRelation, day, organisation=organisation, kind=kind, started_on=day)
        if self._keeps("organisation.contact.phone"):
            self._add(
                tables.OrganisationPhone, day, organisation=organisation, value="09 000 0000", normalised="+35890000000"
            )
        for _ in range(self.chance.randrange(1, 4)):
            person = self._person(day)
            self._add(
                tables.Represents, day, person=person, organisation=organisation, started_on=day,
                title="Ostaja" if self._keeps("person.title") and self.chance.random() < 0.7 else "",
            )  # fmt: skip

    def _consumer(self, day: date) -> None:
        person = self._person(day)
        if self._keeps("organisation.customership"):
            self._add(tables.ConsumerCustomership, day, person=person, started_on=day)

    def _person(self, day: date) -> tables.Person:
        person: tables.Person = self._add(
            tables.Person, day, first_name=self.chance.choice(FIRST), last_name=self.chance.choice(LAST), sort_key="x",
            language="fi" if self._keeps("person.language") else "",
            informed_on=day if self._keeps("person.informed") else None,
        )  # fmt: skip
        number = self.chance.randrange(10_000_000)
        if self._keeps("person.contact.email"):
            mail = f"keksitty{number}@esimerkki.example"
            self._add(tables.PersonEmail, day, person=person, value=mail, normalised=mail)
        if self._keeps("person.contact.phone") and self.chance.random() < 0.7:
            self._add(tables.PersonPhone, day, person=person, value="040 000 0000", normalised="+358400000000")
        return person

    # --- what happens ---

    def _lives_on(self, organisation: tables.Organisation, today: date) -> None:
        chance = self.chance.random()
        if self._keeps("order.history") and chance < 0.3:
            self._add(tables.Order, day := self._day(today), organisation=organisation, placed_on=day)
        if chance > 0.9:
            for model in (tables.Customership, tables.BusinessRelation):
                for row in model._default_manager.filter(organisation=organisation, ended_on__isnull=True):
                    model._default_manager.filter(pk=row.pk).update(ended_on=today)
        if 0.5 < chance < 0.6 and self._keeps("organisation.register_data"):
            touched = _at(self._day(today))
            tables.Organisation.objects.filter(pk=organisation.pk).update(industry_code="43210", changed_at=touched)
            self._tell(organisation=organisation, happened_at=touched, item="organisation.register_data")

    def _acts(self, person: tables.Person, today: date) -> None:
        chance = self.chance.random()
        organisation = tables.Represents.objects.filter(person=person, ended_on__isnull=True).values_list(
            "organisation", flat=True
        )
        firm = {"organisation_id": organisation[0]} if organisation and chance > 0.1 else {}
        day = self._day(today)
        if chance < 0.2 and self._keeps("person.activity"):
            self._add(tables.Activity, day, person=person, kind="call", happened_on=day, **firm)
        if chance < 0.1 and self._keeps("person.note"):
            self._add(tables.Note, day, person=person, text="Soitti ja kysyi.", written_on=day, **firm)
        if 0.2 < chance < 0.3 and self._keeps("order.history"):
            self._add(tables.Order, day, person=person, placed_on=day, **firm)
        if chance > 0.92:
            open_ = tables.Represents.objects.filter(person=person, ended_on__isnull=True)
            open_.filter(started_on__lte=day).update(ended_on=day)
            tables.ConsumerCustomership.objects.filter(person=person, ended_on__isnull=True).update(ended_on=today)
        if 0.4 < chance < 0.5:
            touched = _at(day)
            tables.Person.objects.filter(pk=person.pk).update(changed_at=touched)
            self._tell(person=person, happened_at=touched, item="person.name.first")

    def _tell(self, **told: Any) -> None:
        if self._keeps("log.changes"):
            owner = told.get("person") or told["organisation"]
            tables.Change.objects.create(
                table="person", row=owner.pk, field="first_name", old="Vanha", new="Uusi", source="staff", **told
            )

    # --- small things ---

    def _keeps(self, item: str) -> bool:
        """Return whether the notice declares an item, the ones above it, or the ones under it."""
        words = item.split(".")
        above = {".".join(words[:number]) for number in range(1, len(words) + 1)}
        return bool(self.notice.declared & above) or any(one.startswith(f"{item}.") for one in self.notice.declared)

    def _day(self, today: date) -> date:
        return today - timedelta(days=self.chance.randrange(1, 360))

    def _add(self, model: type[models.Model], day: date, **values: Any) -> Any:
        origin = {
            "source": "staff", "collected_at": _at(day), "basis": "legitimate interest",
            "declaration": f"{self.notice.id} {self.notice.version}",
        }  # fmt: skip
        return model._default_manager.create(id=uuid7(), **origin, **values)


def _at(day: date) -> datetime:
    return datetime.combine(day, time(9, 30), tzinfo=UTC)
