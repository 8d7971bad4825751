"""Which states are true of people and organisations, as far as this package knows: told to the walkers by registry."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Model, Q

from kortisto.declaration.circumstances import Circumstances, tells_circumstances
from kortisto.declaration.holdings import Facts, tells_facts, tells_former_ids
from kortisto.declaration.subjects import ObjectionState
from kortisto.register.access import current
from kortisto.register.parties.enums import RelationshipKind
from kortisto.register.parties.models import (
    BusinessRelation,
    ConsumerCustomership,
    Customership,
    Guardianship,
    Merge,
    Objection,
    Organisation,
    Represents,
)
from kortisto.register.statements.frozen import Frozen, rows_of_all

_ORGANISATION = {
    RelationshipKind.CUSTOMER: "customer organisation",
    RelationshipKind.PROSPECT: "prospect organisation",
    RelationshipKind.SUPPLIER: "supplier organisation",
    RelationshipKind.PARTNER: "partner organisation",
    RelationshipKind.RESELLER: "reseller organisation",
}
_CONTACT = {
    RelationshipKind.CUSTOMER: "customer contact",
    RelationshipKind.PROSPECT: "prospect contact",
    RelationshipKind.SUPPLIER: "supplier contact",
    RelationshipKind.PARTNER: "partner contact",
    RelationshipKind.RESELLER: "reseller contact",
}
_CONSUMER = "consumer customer"
_GUARDIAN = "guardian"
_SOLE_TRADER = "sole trader"
_ACTIVE = "active contact"

_Relations = Mapping[UUID, set[tuple[RelationshipKind, bool]]]  # by organisation: what it is to us, and whether still


@tells_facts
def facts_of_parties(subjects: Collection[UUID]) -> Mapping[UUID, Facts]:
    """Tell what organisations are to us, and for whom people act: now while both the role and the relationship go on,
    earlier once one of them has ended.
    """
    roles = _ROLES.rows(list(subjects))
    organisations = list({*subjects, *(organisation for _, organisation, _ in roles)})
    customers, others, traders, consumers, guardians = rows_of_all([
        (_CUSTOMERS, [organisations]), (_RELATIONS, [organisations]), (_TRADERS, [organisations]),
        (_CONSUMERS, [list(subjects)]), (_GUARDIANS, [list(subjects)]),
    ])  # fmt: skip
    relations = _relations(customers, others)
    sole_traders = {organisation for (organisation,) in traders}
    now: dict[UUID, set[str]] = defaultdict(set)
    earlier: dict[UUID, set[str]] = defaultdict(set)
    for organisation, found in relations.items():
        for kind, goes_on in found:
            (now if goes_on else earlier)[organisation].add(_ORGANISATION[kind])
    for person, organisation, ended_on in roles:
        acts = ended_on is None
        for kind, goes_on in relations.get(organisation, ()):
            (now if acts and goes_on else earlier)[person].add(_CONTACT[kind])
            if acts and goes_on:
                now[person].add(_ACTIVE)
        if organisation in sole_traders:
            (now if acts else earlier)[person].add(_SOLE_TRADER)
    for organisation in sole_traders:
        now[organisation].add(_SOLE_TRADER)
    for states, rows in ((_CONSUMER, consumers), (_GUARDIAN, guardians)):
        for person, ended_on in rows:
            (now if ended_on is None else earlier)[person].add(states)
    return {
        subject: Facts(states=frozenset(now[subject]), earlier=frozenset(earlier[subject]))
        for subject in subjects
        if subject in now or subject in earlier
    }


@tells_circumstances
def circumstances_of_parties(subjects: Collection[UUID]) -> Mapping[UUID, Circumstances]:
    """Tell what people have forbidden; a declaration that knows no bans is not asked about any."""
    if not current.compiled().declaration.objections:
        return {}
    found: dict[UUID, dict[str, ObjectionState]] = defaultdict(dict)
    for person, objection, made_on in _OBJECTIONS.rows(list(subjects)):
        found[person][objection] = ObjectionState(made=made_on)
    return {person: Circumstances(objections=objections) for person, objections in found.items()}


@tells_former_ids
def former_ids_of_parties(subjects: Collection[UUID]) -> Mapping[UUID, Collection[UUID]]:
    """Tell which parties were merged into these; a merge that was undone has left two."""
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for person, organisation, absorbed in rows_of_all([(_MERGES, [list(subjects)])])[0]:
        found[person or organisation].append(absorbed)
    return found


def _relations(customers: Iterable[tuple[Any, ...]], others: Iterable[tuple[Any, ...]]) -> _Relations:
    found: dict[UUID, set[tuple[RelationshipKind, bool]]] = defaultdict(set)
    for organisation, ended_on in customers:
        found[organisation].add((RelationshipKind.CUSTOMER, ended_on is None))
    for organisation, kind, ended_on in others:
        found[organisation].add((RelationshipKind(kind), ended_on is None))
    return found


def _about(model: type[Model], subject: str, *columns: str, **only: Any) -> Frozen:
    """The question for columns of the rows that tell of some subjects."""
    return Frozen(
        lambda ids: model._default_manager.filter(**{f"{subject}__any_of": ids}, **only).values_list(*columns), list
    )


_ROLES = _about(Represents, "person", "person_id", "organisation_id", "ended_on")
_CUSTOMERS = _about(Customership, "organisation", "organisation_id", "ended_on")
_RELATIONS = _about(BusinessRelation, "organisation", "organisation_id", "kind", "ended_on")
_TRADERS = _about(Organisation, "pk", "pk", sole_trader=True)
_CONSUMERS = _about(ConsumerCustomership, "person", "person_id", "ended_on")
_GUARDIANS = _about(Guardianship, "guardian", "guardian_id", "ended_on")
_OBJECTIONS = _about(Objection, "person", "person_id", "objection", "made_on")
_MERGES = Frozen(
    lambda ids: Merge.objects.filter(Q(person__any_of=ids) | Q(organisation__any_of=ids), undone_at=None).values_list(
        "person_id", "organisation_id", "absorbed"
    ),
    list,
)
