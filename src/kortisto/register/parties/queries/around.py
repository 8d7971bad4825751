"""What stands around a party beside its contact points and what happened: relations, own fields, names, history."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from uuid import UUID

from django.db.models import F, Q

from kortisto.declaration.words import Operation
from kortisto.register.access import current
from kortisto.register.parties.enums import NameKind
from kortisto.register.parties.models import (
    Change,
    ConsumerCustomership,
    Guardianship,
    Organisation,
    OrganisationFormerName,
    OwnValue,
)
from kortisto.register.parties.models.changes import HISTORY
from kortisto.register.parties.own_items import granted_fields
from kortisto.register.parties.queries.parts import Reading, of_owner, origin_of
from kortisto.register.parties.rows import item_of
from kortisto.register.parties.values import (
    ChangeView,
    CustomershipView,
    FormerNameView,
    GuardianshipView,
    Member,
    OwnValueView,
    Party,
    PersonPage,
)
from kortisto.register.statements.frozen import Frozen

_OPEN_FIRST = F("ended_on").desc(nulls_first=True)


@cache
def _own_values(owner: str) -> Frozen:
    return Frozen(lambda id_, items: OwnValue.objects.filter(**{owner: id_}, item__any_of=items), UUID, list)


def own_values(reading: Reading, owner: Party) -> tuple[OwnValueView, ...]:
    """The values of the declaration's own items, in its order; only of those that it has for such parties."""
    granted = [field.item for field in granted_fields(owner.kind, reading.by, Operation.READ)]
    if not granted:
        return ()
    reading.shown.update(granted)
    rows = _own_values(owner.kind.value).objects(owner.id, granted)
    found = {row.item: row for row in rows}
    return tuple(
        OwnValueView(id=row.id, item=item, value=row.value, origin=origin_of(row))
        for item in granted
        if (row := found.get(item)) is not None
    )


def customerships(reading: Reading, person_id: UUID) -> tuple[CustomershipView, ...]:
    """When a person is and was our customer for themselves; the present first."""
    if not reading.grants(item_of(ConsumerCustomership, "started_on")):
        return ()
    rows = of_owner(ConsumerCustomership, "person", _OPEN_FIRST, "id").objects(person_id)
    return tuple(
        CustomershipView(id=row.id, started_on=row.started_on, ended_on=row.ended_on, origin=origin_of(row))
        for row in rows
    )


def guardianships(reading: Reading, person_id: UUID) -> tuple[GuardianshipView, ...]:
    """The guardians of a person, and of whom the person is a guardian; the present first."""
    if not reading.grants(item_of(Guardianship, "started_on")):
        return ()
    shows_names = reading.grants("person.name")
    rows = (
        Guardianship.objects.filter(Q(ward=person_id) | Q(guardian=person_id))
        .select_related("ward", "guardian")
        .order_by(_OPEN_FIRST, "id")
    )
    return tuple(
        GuardianshipView(
            id=row.id,
            ward_id=row.ward_id,
            ward_name=row.ward.name if shows_names else "",
            guardian_id=row.guardian_id,
            guardian_name=row.guardian.name if shows_names else "",
            started_on=row.started_on,
            ended_on=row.ended_on,
            origin=origin_of(row),
        )
        for row in rows
    )


def others(page: PersonPage, person_id: UUID) -> Iterable[UUID]:
    """Return the other people that the page of a person shows."""
    return {id_ for one in page.guardianships for id_ in (one.ward_id, one.guardian_id)} - {person_id}


def members(reading: Reading, organisation_id: UUID, most: int) -> tuple[Member, ...]:
    """The organisations right under this one in its group, in the order of lists."""
    if not reading.grants("organisation.name"):
        return ()
    rows = Organisation.objects.filter(parent=organisation_id).order_by("sort_key", "id")[:most]
    return tuple(Member(id=row.id, name=row.name) for row in rows)


def former_names(reading: Reading, organisation_id: UUID) -> tuple[FormerNameView, ...]:
    """The names that an organisation no longer has, the latest first."""
    if not reading.grants(item_of(OrganisationFormerName, "name")):
        return ()
    latest = F("used_to").desc(nulls_last=True)
    rows = of_owner(OrganisationFormerName, "organisation", latest, "-id").objects(organisation_id)
    return tuple(
        FormerNameView(
            id=row.id,
            kind=NameKind(row.kind),
            name=row.name,
            used_from=row.used_from,
            used_to=row.used_to,
            origin=origin_of(row),
        )
        for row in rows
    )


def changes(reading: Reading, owner: Party, most: int) -> tuple[ChangeView, ...]:
    """The latest changes, the newest first, of what the access shows: no value by way of the history."""
    if not most or HISTORY not in current.compiled().holding or not reading.grants(HISTORY):
        return ()
    rows = Change.objects.filter(**{owner.kind.value: owner.id}).order_by("-happened_at", "-id")[:most]
    return tuple(
        ChangeView(
            at=row.happened_at,
            by=row.changed_by,
            table=row.table,
            field=row.field,
            item=row.item,
            old=row.old,
            new=row.new,
            source=row.source,
        )
        for row in rows
        if reading.by.grants(Operation.READ, row.item)
    )
