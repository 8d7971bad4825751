"""Takes a file of parties or orders into the register: every good row, and the reasons for every row that is not."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from kortisto.declaration.civil_time import civil_day
from kortisto.lib.identifiers import HOME_REGION
from kortisto.lib.text_keys import sort_key
from kortisto.register.audit.values import Access
from kortisto.register.parties.enums import ContactKind, PartyKind, RelationshipKind
from kortisto.register.parties.importing.meaning import Content, Mapping_, Target
from kortisto.register.parties.importing.permitted import permitted_mapping
from kortisto.register.parties.importing.reading import Table
from kortisto.register.parties.importing.rows import Fault, OrderRow, PartyRow, order_row, party_row
from kortisto.register.parties.models import BusinessRelation, Customership, Order, Organisation, Represents
from kortisto.register.parties.operations.activities import add_order
from kortisto.register.parties.operations.contacts import add_address, add_contact_point
from kortisto.register.parties.operations.imports import count_batch, open_batch
from kortisto.register.parties.operations.organisations import add_organisation
from kortisto.register.parties.operations.people import add_person, add_representation
from kortisto.register.parties.operations.relations import add_relationship
from kortisto.register.parties.values import Origin, Party

_CONTACTS = {
    Target.PHONE: (PartyKind.ORGANISATION, ContactKind.PHONE),
    Target.EMAIL: (PartyKind.ORGANISATION, ContactKind.EMAIL),
    Target.WEB: (PartyKind.ORGANISATION, ContactKind.WEB),
    Target.PERSON_PHONE: (PartyKind.PERSON, ContactKind.PHONE),
    Target.PERSON_EMAIL: (PartyKind.PERSON, ContactKind.EMAIL),
}
_ADDRESS = (Target.STREET, Target.POSTAL_CODE, Target.CITY, Target.REGION, Target.COUNTRY)


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that was not taken: its number in the file, its fields as they were, and what is wrong with them."""

    number: int
    fields: tuple[str, ...]
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What became of a file. `counts`: organisations, people, orders, relationships (of organisations
    that were there), known (rows that changed nothing), rejected. `left_out`: columns whose
    item the declaration does not let anybody collect for this purpose.
    """

    batch: UUID
    counts: Mapping[str, int]
    rejected: tuple[Rejected, ...]
    left_out: tuple[str, ...]


@dataclass(slots=True)
class _Taking:
    """One file on its way in."""

    origin: Origin
    by: Access
    at: datetime
    kind: RelationshipKind
    counts: Counter[str] = field(default_factory=Counter)
    rejected: list[Rejected] = field(default_factory=list)
    related: set[UUID] = field(default_factory=set)  # organisations that are, or were, of this kind to us
    region: str = HOME_REGION  # whose telephone numbers these are where a row does not say its country
    numbered: dict[str, UUID] = field(default_factory=dict)  # by customer number, business id or VAT id
    named: defaultdict[str, set[UUID]] = field(default_factory=lambda: defaultdict(set))  # by sort key


@transaction.atomic
def import_table(
    *,
    table: Table,
    mapping: Mapping_,
    file_name: str,
    register: str,
    origin: Origin,
    by: Access,
    at: datetime,
    kind: RelationshipKind = RelationshipKind.CUSTOMER,
) -> Imported:
    """Take every good row of a file, in one transaction, and say what is wrong with the others.

    A row whose organisation, person or order is there already changes nothing and is counted as known. An organisation
    is known by its customer number (among those of the same source and `kind`), its business id or VAT id; a row
    without any of these by its name, where one organisation alone has it. `origin.batch` is set here. Raises
    NotGrantedError when the access covers neither organisations nor orders.
    """
    batch = open_batch(
        file_name=file_name,
        sha256=table.sha256,
        register=register,
        source=origin.source,
        collected_at=origin.collected_at,
        basis=origin.basis,
        declaration=origin.declaration,
        by=by,
        at=at,
    )
    wanted, left_out = permitted_mapping(columns=table.columns, mapping=mapping, by=by)
    taking = _Taking(replace(origin, batch=batch), by, at, kind)
    taking.rejected = [Rejected(line.number, line.fields, ()) for line in table.refused]
    if mapping.content is Content.ORDERS:
        _take_orders(table, wanted, taking)
    else:
        _take_parties(table, wanted, taking)
    taking.counts["rejected"] = len(taking.rejected)
    count_batch(batch_id=batch, counts=taking.counts, by=by, at=at)
    return Imported(
        batch=batch,
        counts=dict(taking.counts),
        rejected=tuple(sorted(taking.rejected, key=lambda one: one.number)),
        left_out=left_out,
    )


# --- parties -------------------------------------------------------------------------------------------------------


def _take_parties(table: Table, mapping: Mapping_, taking: _Taking) -> None:
    _know_organisations(taking)
    if mapping.place(Target.COUNTRY) is not None:
        taking.region = ""
    for line in table.lines:
        row = party_row(line, mapping)
        if row.faults:
            taking.rejected.append(Rejected(line.number, line.fields, tuple(row.faults)))
            continue
        organisation, changed = _organisation(row, taking)
        if any(row.person):
            changed = _person(row, organisation, taking) or changed
        if not changed:
            taking.counts["known"] += 1


def _know_organisations(taking: _Taking) -> None:
    taking.related = _related(taking.kind)
    known = Organisation.objects.order_by("id").values_list(
        "id", "external_reference", "business_id", "vat_id", "sort_key", "source"
    )
    for id_, reference, business_id, vat_id, key, source in known:
        # Customers and suppliers of one system are numbered apart: number 1 may be one of each.
        mine = reference if source == taking.origin.source and id_ in taking.related else ""
        for number in _numbers(mine, business_id or "", vat_id):
            taking.numbered.setdefault(number, id_)
        taking.named[key].add(id_)


def _related(kind: RelationshipKind) -> set[UUID]:
    """Return the organisations that are, or have been, of this kind to us."""
    rows = (
        Customership.objects.all()
        if kind is RelationshipKind.CUSTOMER
        else BusinessRelation.objects.filter(kind=kind.value)
    )
    return set(rows.values_list("organisation_id", flat=True))


def _numbers(reference: str, business_id: str, vat_id: str) -> tuple[str, ...]:
    marks = (("ref", reference), ("id", business_id), ("vat", vat_id))
    return tuple(f"{kind} {value}" for kind, value in marks if value)


def _organisation(row: PartyRow, taking: _Taking) -> tuple[UUID, bool]:
    """Return the organisation of the row, and whether it is new, or new in what it is to us."""
    name = row.get(Target.ORGANISATION_NAME)
    numbers = _numbers(row.get(Target.REFERENCE), row.get(Target.BUSINESS_ID), row.get(Target.VAT_ID))
    known = next((taking.numbered[number] for number in numbers if number in taking.numbered), None)
    if known is None and not numbers and len(taking.named[sort_key(name)]) == 1:
        (known,) = taking.named[sort_key(name)]
    if known in taking.related:
        return known, False
    if known is not None:  # a supplier, say, that has become a customer
        _relate(known, taking)
        taking.counts["relationships"] += 1
        return known, True
    id_ = _new_organisation(name, row, taking)
    taking.numbered.update(dict.fromkeys(numbers, id_))
    taking.named[sort_key(name)].add(id_)
    taking.counts["organisations"] += 1
    return id_, True


def _new_organisation(name: str, row: PartyRow, taking: _Taking) -> UUID:
    id_ = add_organisation(
        registered_name=name,
        business_id=row.get(Target.BUSINESS_ID),
        vat_id=row.get(Target.VAT_ID),
        external_reference=row.get(Target.REFERENCE),
        origin=taking.origin,
        by=taking.by,
        at=taking.at,
    )
    _relate(id_, taking)
    _contacts(row, Party(kind=PartyKind.ORGANISATION, id=id_), taking)
    street, postal_code, city, region, _ = (row.get(target) for target in _ADDRESS)
    if street or postal_code or city:
        add_address(
            owner=Party(kind=PartyKind.ORGANISATION, id=id_),
            lines=street.splitlines(),
            postal_code=postal_code,
            city=city,
            region=region,
            country=row.country,
            origin=taking.origin,
            by=taking.by,
            at=taking.at,
        )
    return id_


def _relate(organisation: UUID, taking: _Taking) -> None:
    add_relationship(organisation_id=organisation, kind=taking.kind, origin=taking.origin, by=taking.by, at=taking.at)
    taking.related.add(organisation)


def _person(row: PartyRow, organisation: UUID, taking: _Taking) -> bool:
    """Add the contact person unless the organisation has one of that name; return whether it was new."""
    first_name, last_name = row.person
    there = Represents.objects.filter(
        organisation_id=organisation, person__first_name=first_name, person__last_name=last_name
    )
    if there.exists():
        return False
    person = add_person(
        first_name=first_name,
        last_name=last_name,
        language=row.get(Target.LANGUAGE),
        origin=taking.origin,
        by=taking.by,
        at=taking.at,
    )
    add_representation(
        person_id=person,
        organisation_id=organisation,
        title=row.get(Target.TITLE),
        origin=taking.origin,
        by=taking.by,
        at=taking.at,
    )
    _contacts(row, Party(kind=PartyKind.PERSON, id=person), taking)
    taking.counts["people"] += 1
    return True


def _contacts(row: PartyRow, owner: Party, taking: _Taking) -> None:
    for target, (whose, kind) in _CONTACTS.items():
        if whose is owner.kind and row.get(target):
            add_contact_point(
                owner=owner,
                kind=kind,
                value=row.get(target),
                region=row.country or taking.region,
                origin=taking.origin,
                by=taking.by,
                at=taking.at,
            )


# --- orders --------------------------------------------------------------------------------------------------------


def _take_orders(table: Table, mapping: Mapping_, taking: _Taking) -> None:
    customers = _customers(taking.origin.source)
    there = set(Order.objects.filter(source=taking.origin.source).values_list("reference", flat=True))
    for line in table.lines:
        row = order_row(line, mapping, civil_day(taking.at))
        if not isinstance(row, OrderRow):
            taking.rejected.append(Rejected(line.number, line.fields, tuple(row)))
        elif row.reference in there:
            taking.counts["known"] += 1
        elif len(found := customers.get(row.customer, ())) != 1:
            fault = Fault(Target.REFERENCE, row.customer, "ambiguous" if found else "unknown")
            taking.rejected.append(Rejected(line.number, line.fields, (fault,)))
        else:
            there.add(row.reference)
            add_order(
                reference=row.reference,
                placed_on=row.placed_on,
                organisation_id=found[0],
                origin=taking.origin,
                by=taking.by,
                at=taking.at,
            )
            taking.counts["orders"] += 1


def _customers(source: str) -> Mapping[str, Sequence[UUID]]:
    """Return who has each customer number: in the source of the orders, else in any."""
    here: defaultdict[str, list[UUID]] = defaultdict(list)
    elsewhere: defaultdict[str, list[UUID]] = defaultdict(list)
    ours = _related(RelationshipKind.CUSTOMER)
    known = Organisation.objects.exclude(external_reference="").values_list("id", "external_reference", "source")
    for id_, reference, its_source in known:
        if id_ in ours:
            (here if its_source == source else elsewhere)[reference].append(id_)
    return {**elsewhere, **here}
