"""Takes a file of parties or orders into the register: every good row, and the reasons for every row that is not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from kortisto.lib.text_keys import sort_key
from kortisto.register.audit.values import Access
from kortisto.register.parties.enums import ContactKind, PartyKind, RelationshipKind
from kortisto.register.parties.importing.meaning import Content, Mapping_, Target
from kortisto.register.parties.importing.permitted import permitted_mapping
from kortisto.register.parties.importing.reading import Table
from kortisto.register.parties.importing.rows import Fault, OrderRow, PartyRow, order_row, party_row
from kortisto.register.parties.models import Order, Organisation, Represents
from kortisto.register.parties.operations.activities import add_order
from kortisto.register.parties.operations.contacts import add_address, add_contact_point
from kortisto.register.parties.operations.imports import count_batch, open_batch
from kortisto.register.parties.operations.organisations import add_organisation, add_relationship
from kortisto.register.parties.operations.people import add_person, add_representation
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
    """What became of a file. `counts`: organisations, people, orders, known (there already). `left_out`: columns whose
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
    organisations: dict[str, UUID] = field(default_factory=dict)  # by customer number or business id or sort key


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

    A row whose organisation, person or order is there already (same customer number, business id or name) changes
    nothing and is counted as known. `origin.batch` is set here. Raises NotGrantedError when the access covers neither
    organisations nor orders.
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
    for line in table.lines:
        row = party_row(line, mapping)
        if row.faults:
            taking.rejected.append(Rejected(line.number, line.fields, tuple(row.faults)))
            continue
        organisation, new = _organisation(row, taking)
        person_is_new = bool(row.first_name or row.last_name) and _person(row, organisation, taking)
        if not new and not person_is_new:
            taking.counts["known"] += 1


def _know_organisations(taking: _Taking) -> None:
    known = Organisation.objects.values_list("id", "external_reference", "business_id", "sort_key", "source")
    for id_, reference, business_id, key, source in known:
        for mark in _marks(reference if source == taking.origin.source else "", business_id or "", key):
            taking.organisations.setdefault(mark, id_)


def _marks(reference: str, business_id: str, key: str) -> tuple[str, ...]:
    """By what an organisation is recognised: its customer number and business id; by name only without a number."""
    numbers = tuple(f"{kind} {value}" for kind, value in (("ref", reference), ("id", business_id)) if value)
    return numbers or (f"name {key}",)


def _organisation(row: PartyRow, taking: _Taking) -> tuple[UUID, bool]:
    name = row.get(Target.ORGANISATION_NAME)
    marks = _marks(row.get(Target.REFERENCE), row.get(Target.BUSINESS_ID), sort_key(name))
    known = next((taking.organisations[mark] for mark in marks if mark in taking.organisations), None)
    if known is not None:
        return known, False
    id_ = add_organisation(
        registered_name=name,
        business_id=row.get(Target.BUSINESS_ID),
        vat_id=row.get(Target.VAT_ID),
        external_reference=row.get(Target.REFERENCE),
        origin=taking.origin,
        by=taking.by,
        at=taking.at,
    )
    add_relationship(organisation_id=id_, kind=taking.kind, origin=taking.origin, by=taking.by, at=taking.at)
    _contacts(row, Party(kind=PartyKind.ORGANISATION, id=id_), taking)
    street, postal_code, city, region, _ = (row.get(target) for target in _ADDRESS)
    if street or postal_code or city:
        add_address(
            owner=Party(kind=PartyKind.ORGANISATION, id=id_),
            lines=[street] if street else [],
            postal_code=postal_code,
            city=city,
            region=region,
            country=row.country,
            origin=taking.origin,
            by=taking.by,
            at=taking.at,
        )
    taking.organisations.update(dict.fromkeys(marks, id_))
    taking.counts["organisations"] += 1
    return id_, True


def _person(row: PartyRow, organisation: UUID, taking: _Taking) -> bool:
    """Add the contact person unless the organisation has one of that name; return whether it was new."""
    there = Represents.objects.filter(
        organisation_id=organisation, person__first_name=row.first_name, person__last_name=row.last_name
    )
    if there.exists():
        return False
    person = add_person(
        first_name=row.first_name,
        last_name=row.last_name,
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
                owner=owner, kind=kind, value=row.get(target), origin=taking.origin, by=taking.by, at=taking.at
            )


# --- orders --------------------------------------------------------------------------------------------------------


def _take_orders(table: Table, mapping: Mapping_, taking: _Taking) -> None:
    customers = dict(Organisation.objects.exclude(external_reference="").values_list("external_reference", "id"))
    there = set(Order.objects.filter(source=taking.origin.source).values_list("reference", flat=True))
    for line in table.lines:
        row = order_row(line, mapping)
        if not isinstance(row, OrderRow):
            taking.rejected.append(Rejected(line.number, line.fields, tuple(row)))
        elif row.customer not in customers:
            fault = Fault(Target.REFERENCE, row.customer, "unknown")
            taking.rejected.append(Rejected(line.number, line.fields, (fault,)))
        elif row.reference in there:
            taking.counts["known"] += 1
        else:
            there.add(row.reference)
            add_order(
                reference=row.reference,
                placed_on=row.placed_on,
                organisation_id=customers[row.customer],
                origin=taking.origin,
                by=taking.by,
                at=taking.at,
            )
            taking.counts["orders"] += 1
