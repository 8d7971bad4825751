"""Which states are true of people and organisations, as far as this package knows: told to the walkers by registry."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from uuid import UUID

from kortisto.declaration.holdings import Facts, tells_facts
from kortisto.register.parties.enums import RelationshipKind
from kortisto.register.parties.models import (
    BusinessRelation,
    ConsumerCustomership,
    Customership,
    Guardianship,
    Organisation,
    Represents,
)

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
    roles = list(Represents.objects.filter(person__in=subjects).values_list("person_id", "organisation_id", "ended_on"))
    organisations = {*subjects, *(organisation for _, organisation, _ in roles)}
    relations = _relations(organisations)
    traders = set(Organisation.objects.filter(pk__in=organisations, sole_trader=True).values_list("pk", flat=True))
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
        if organisation in traders:
            (now if acts else earlier)[person].add(_SOLE_TRADER)
    for organisation in traders:
        now[organisation].add(_SOLE_TRADER)
    for states, rows in (
        (_CONSUMER, ConsumerCustomership.objects.filter(person__in=subjects).values_list("person_id", "ended_on")),
        (_GUARDIAN, Guardianship.objects.filter(guardian__in=subjects).values_list("guardian_id", "ended_on")),
    ):
        for person, ended_on in rows:
            (now if ended_on is None else earlier)[person].add(states)
    return {
        subject: Facts(states=frozenset(now[subject]), earlier=frozenset(earlier[subject]))
        for subject in subjects
        if subject in now or subject in earlier
    }


def _relations(organisations: Collection[UUID]) -> _Relations:
    found: dict[UUID, set[tuple[RelationshipKind, bool]]] = defaultdict(set)
    customers = Customership.objects.filter(organisation__in=organisations)
    for organisation, ended_on in customers.values_list("organisation_id", "ended_on"):
        found[organisation].add((RelationshipKind.CUSTOMER, ended_on is None))
    others = BusinessRelation.objects.filter(organisation__in=organisations)
    for organisation, kind, ended_on in others.values_list("organisation_id", "kind", "ended_on"):
        found[organisation].add((RelationshipKind(kind), ended_on is None))
    return found
