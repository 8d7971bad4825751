"""Loads the demo company set-wise, row for row as the operations write them, with an origin for each datum."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from kortisto.config.demo import names
from kortisto.config.demo.company import SEED, SHAPE, DemoCompany, DemoOrganisation, DemoPerson, Shape, invent
from kortisto.config.demo.fitting import EMPLOYER, STAFF, THEMSELVES, Fitting, NoRoomError, items_of_row
from kortisto.declaration.civil_time import civil_day, start_of_day
from kortisto.declaration.words import Basis, Operation, SourceKind
from kortisto.lib import identifiers
from kortisto.lib.ids import uuid7
from kortisto.register.access import current, rules
from kortisto.register.access.operations import enter
from kortisto.register.access.queries.users import users
from kortisto.register.audit.enums import ActorKind, Door
from kortisto.register.audit.values import Access, Actor
from kortisto.register.parties import operations, queries
from kortisto.register.parties.bulk import Columns
from kortisto.register.parties.enums import AddressUse, ContactUse, TagColour
from kortisto.register.parties.operations.sets import Table
from kortisto.register.parties.rows import new_organisation, new_person
from kortisto.register.parties.values import Origin

BATCH = "demo"
AUTHORS = frozenset({"sales", "service"})
"""The roles whose logins write down what happens."""


def load(*, at: datetime, seed: int = SEED, shape: Shape = SHAPE) -> Mapping[str, int] | None:
    """Load the demo as it stands on the day, in one transaction; return the counts.

    What the declaration does not let in is left out; None when it lets nobody in. Loaded before, it is left as it is.
    """
    role = rules.main_role()
    try:
        fitting = Fitting(current.compiled(), role)
    except NoRoomError:
        return None
    company = invent(today=(today := civil_day(at)), period_ends_after=fitting.days_kept(today), seed=seed, shape=shape)
    with transaction.atomic():
        with _door(role, fitting.main, at) as access:
            known = queries.counts_of(by=access, file_name=BATCH)
            if known is not None:
                return known
            batch = _open_batch(access, at, seed, fitting)
            portions = fitting.portions(_Rows(_labels(access, at, fitting), fitting).of(company))
        counts: Counter[str] = Counter()
        for purpose, rows in portions.items():
            with _door(role, purpose, at) as access:
                operations.add_set(rows=rows, origin=_origin(at, batch, fitting.basis(purpose)), by=access, at=at)
            counts.update({name: len(rows.get(table, ())) for name, table in _COUNTED.items()})
        with _door(role, fitting.main, at) as access:
            operations.count_batch(batch_id=batch, counts=counts, by=access, at=at)
    return counts


_COUNTED = {"organisations": Table.ORGANISATION, "people": Table.PERSON, "orders": Table.ORDER}


def sign(*, at: datetime) -> None:
    """Let those who sell and those who serve have written down what happened: their logins are made after the demo."""
    role = rules.main_role()
    purpose = Fitting(current.compiled(), role).main
    if rules.permitted(role=role, purpose=purpose, operation=Operation.CHANGE) is None:
        return
    staff = [one for one in users() if one.is_active]
    authors = [one.id for one in staff if one.role in AUTHORS] or [one.id for one in staff if one.role == role]
    with _door(role, purpose, at, Operation.CHANGE) as access:
        operations.sign_set(file_name=BATCH, authors=authors, by=access, at=at)


def _door(
    role: str, purpose: str, at: datetime, writes: Operation = Operation.COLLECT
) -> AbstractContextManager[Access]:
    return enter(
        by=Actor(kind=ActorKind.COMMAND, role=role), purpose=purpose, at=at, channel=Door.CLI,
        operations=(writes, Operation.READ),
    )  # fmt: skip


def _open_batch(access: Access, at: datetime, seed: int, fitting: Fitting) -> UUID:
    return operations.open_batch(
        file_name=BATCH,
        sha256=hashlib.sha256(f"{BATCH} {seed} {civil_day(at)}".encode()).hexdigest(),
        register=current.compiled().declaration.register.id,
        source=fitting.source(STAFF, ()),
        collected_at=at,
        basis=fitting.basis(fitting.main),
        declaration=current.version(),
        by=access,
        at=at,
    )


def _labels(access: Access, at: datetime, fitting: Fitting) -> Mapping[str, UUID]:
    """Make the tags and groups, or take those that are there; return their ids by name. None where none may be kept."""
    if not all(fitting.may_collect(fitting.main, item) for item in ("person.tag", "person.group")):
        return {}
    tags = {one.name: one.id for one in queries.tags(by=access)}
    groups = {one.name: one.id for one in queries.groups(by=access)}
    for name, colour in names.TAGS.items():
        if name not in tags:
            tags[name] = operations.add_tag(name=name, colour=TagColour(colour), by=access, at=at)
    for name in names.GROUPS:
        if name not in groups:
            groups[name] = operations.add_group(name=name, by=access, at=at)
    return tags | groups


def _origin(at: datetime, batch: UUID, basis: Basis) -> Origin:
    """Return what all rows share; each says its source and day itself."""
    return Origin(source="", collected_at=at, basis=basis, declaration=current.version(), batch=batch)


class _Rows:
    """The rows of the demo, table by table."""

    def __init__(self, labels: Mapping[str, UUID], fitting: Fitting) -> None:
        self._labels = labels
        self._fitting = fitting
        self._rows: defaultdict[Table, list[Columns]] = defaultdict(list)
        self._organisations: list[UUID] = []

    def of(self, company: DemoCompany) -> Mapping[Table, Sequence[Columns]]:
        for one in company.organisations:
            self._organisation(one)
        for person in company.people:
            self._person(person)
        return self._rows

    def _organisation(self, one: DemoOrganisation) -> None:
        row = new_organisation(
            registered_name=one.name,
            business_id=one.business_id,
            industry_code=names.INDUSTRIES.get(one.trade, ""),
            size_class=one.size,
            sole_trader=one.sole_trader,
            parent_id=None if one.parent is None else self._organisations[one.parent],
        )
        id_: UUID = row["id"]
        self._organisations.append(id_)
        self._add(Table.ORGANISATION, row, EMPLOYER, one.started_on)
        customership = {"organisation_id": id_, "started_on": one.started_on, "ended_on": one.ended_on}
        self._add(Table.CUSTOMERSHIP, customership, STAFF, one.started_on)
        point = {"organisation_id": id_, "use": ContactUse.WORK.value}
        phone = {**point, "value": one.phone, "normalised": identifiers.phone(one.phone)}
        self._add(Table.ORGANISATION_PHONE, phone, EMPLOYER, one.started_on)
        website = {**point, "value": one.host, "normalised": identifiers.web(one.host)}
        self._add(Table.ORGANISATION_WEBSITE, website, EMPLOYER, one.started_on)
        address = {"organisation_id": id_, **_address(one.street, one.place, AddressUse.VISITING)}
        self._add(Table.ORGANISATION_ADDRESS, address, EMPLOYER, one.started_on)
        for day in one.orders:
            self._order(day, organisation_id=id_)
        for name in filter(self._labels.__contains__, one.tags):
            self._add(Table.TAGGING, {"organisation_id": id_, "tag_id": self._labels[name]}, STAFF, one.started_on)
        for name in filter(self._labels.__contains__, one.groups):
            member = {"organisation_id": id_, "group_id": self._labels[name]}
            self._add(Table.MEMBERSHIP, member, STAFF, one.started_on)

    def _person(self, person: DemoPerson) -> None:
        source = THEMSELVES if person.registered_themselves else EMPLOYER
        row = new_person(
            first_name=person.first_name,
            last_name=person.last_name,
            language=person.language if person.registered_themselves else "",
        )
        id_: UUID = row["id"]
        self._add(Table.PERSON, row, source, person.since)
        for post in person.posts:
            represents = {
                "person_id": id_, "organisation_id": self._organisations[post.organisation], "title": post.title,
                "started_on": post.started_on, "ended_on": post.ended_on,
            }  # fmt: skip
            self._add(Table.REPRESENTS, represents, source, post.started_on)
        use = (ContactUse.PRIVATE if person.consumer else ContactUse.WORK).value
        point = {"person_id": id_, "use": use}
        for address, until in person.emails:
            email = {**point, "value": address, "normalised": identifiers.email(address), "valid_to": until}
            self._add(Table.PERSON_EMAIL, email, source, person.since)
        phone = {**point, "value": person.phone, "normalised": identifiers.phone(person.phone)}
        self._add(Table.PERSON_PHONE, phone, source, person.since)
        if person.consumer:
            started, ended = person.consumer
            customership = {"person_id": id_, "started_on": started, "ended_on": ended}
            self._add(Table.CONSUMER, customership, STAFF, started)
            home = {"person_id": id_, **_address(person.street, person.place, AddressUse.POSTAL)}
            self._add(Table.PERSON_ADDRESS, home, source, person.since)
        self._what_happened(person, id_)

    def _what_happened(self, person: DemoPerson, id_: UUID) -> None:
        for day in person.orders:
            self._order(day, person_id=id_)
        for name in filter(self._labels.__contains__, person.groups):
            self._add(Table.MEMBERSHIP, {"person_id": id_, "group_id": self._labels[name]}, STAFF, person.since)
        for kind, day, place in person.events:
            organisation = None if place is None else self._organisations[place]
            owners = {"person_id": id_, "organisation_id": organisation}
            event = {"id": uuid7(), "kind": kind, "happened_on": day, **owners}
            self._add(Table.ACTIVITY, event, STAFF, day)
            said = names.SAID[kind, person.language]
            number = len(self._rows[Table.ACTIVITY])
            if number % 8:  # of a few nothing was written down
                text = said[number % len(said)]
                note = {"text": text, "written_on": day, "activity_id": event["id"], **owners}
                self._add(Table.NOTE, note, STAFF, day)
        for day, text in person.notes:
            note = {"text": text, "written_on": day, "activity_id": None, "person_id": id_}
            self._add(Table.NOTE, note, STAFF, day)

    def _order(self, day: date, **owner: UUID) -> None:
        reference = f"D-{len(self._rows[Table.ORDER]) + 1:05}"
        self._add(Table.ORDER, {"reference": reference, "placed_on": day, **owner}, STAFF, day)

    def _add(self, table: Table, row: Columns, told_by: tuple[SourceKind, ...], day: date) -> None:
        source = self._fitting.source(told_by, items_of_row(table, row))
        self._rows[table].append({**row, "source": source, "collected_at": start_of_day(day)})


def _address(street: str, place: tuple[str, str], use: AddressUse) -> Columns:
    return {"lines": street, "postal_code": place[0], "city": place[1], "country": "FI", "use": use.value}
