"""Changes known people and organisations as the columns of a file say, and keeps what stood there before.

A contact point is added beside the others, never put in place of one: whether an old number is out of use no file says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from kortisto.declaration.words import Operation
from kortisto.lib.ids import uuid7
from kortisto.register.parties.bulk import Columns, insert_rows
from kortisto.register.parties.editing import apply_changes
from kortisto.register.parties.enums import AddressUse, PartyKind
from kortisto.register.parties.importing.choices import Policy
from kortisto.register.parties.importing.meaning import Own, Target
from kortisto.register.parties.importing.rows import PartyRow
from kortisto.register.parties.intake.naming import rewrite_names
from kortisto.register.parties.intake.portion import (
    ADDRESS,
    HOME_ADDRESS,
    POINT_TARGETS,
    Became,
    Intake,
    Outcome,
    Portion,
    address_of,
    point_of,
)
from kortisto.register.parties.models import (
    Organisation,
    OrganisationAddress,
    OwnValue,
    Person,
    PersonAddress,
    Represents,
)
from kortisto.register.parties.models.contacts import POINTS
from kortisto.register.parties.models.provenance import Provenance
from kortisto.register.parties.rows import (
    filled,
    items_of,
    origin_columns,
)

_PERSON = {
    "first_name": (Target.FIRST_NAME, Target.PERSON_NAME),
    "last_name": (Target.LAST_NAME, Target.PERSON_NAME),
    "prefix": (Target.PREFIX,),
    "language": (Target.LANGUAGE,),
}
_ORGANISATION = {
    "registered_name": (Target.ORGANISATION_NAME,),
    "trade_name": (Target.TRADE_NAME,),
    "business_id": (Target.BUSINESS_ID,),
    "vat_id": (Target.VAT_ID,),
    "einvoice_address": (Target.EINVOICE,),
    "external_reference": (Target.REFERENCE,),
}
_ADDRESS_FIELDS = ("lines", "postal_code", "city", "region", "country")


class _Changes:
    """What is changed and added in one portion."""

    def __init__(self, portion: Portion, intake: Intake) -> None:
        self.portion, self.intake = portion, intake
        self.added: defaultdict[type[Any], list[Columns]] = defaultdict(list)
        self.touched: set[int] = set()  # numbers of rows that changed something

    def change(self, row: PartyRow, thing: Provenance, fields: Mapping[str, Any]) -> bool:
        """Change fields of a row that is there, with their origin and history; return whether one differed."""
        if not fields:
            return False
        changed = apply_changes(thing, fields, by=self.intake.by, at=self.intake.at, origin=self.intake.origin)
        if changed:
            self.portion.items.update(items_of(type(thing), changed))
            self.touched.add(row.number)
        return bool(changed)

    def add(self, row: PartyRow, model: type[Any], columns: Columns) -> None:
        """Add a row beside the others."""
        self.added[model].append({"id": uuid7(), **columns})
        self.touched.add(row.number)


def update_known(portion: Portion, intake: Intake) -> None:
    """Bring the known parties of a portion up to date with its rows. Raises NotGrantedError."""
    changes = _Changes(portion, intake)
    updates = portion.updates
    people = _by_id(Person, [who for row, who, _ in updates if any(row.person)])
    organisations = _by_id(Organisation, [org for _, _, org in updates if org is not None])
    _update_people(changes, [(row, people[who], org) for row, who, org in updates if who in people])
    _update_organisations(changes, [(row, organisations[org]) for row, _, org in updates if org in organisations])
    origin = origin_columns(intake.origin)
    for model, rows in changes.added.items():
        items = {item for row in rows for item in items_of(model, filled(row))}
        if model is OwnValue:
            items = {row["item"] for row in rows}
        if model is Represents:
            items.add("person.represents")
        intake.by.require(Operation.COLLECT, sorted(items))
        insert_rows(model, rows, origin)
        portion.items.update(items)
    for place, outcome in enumerate(portion.outcomes):
        if outcome.became is Became.UPDATED and outcome.line.number not in changes.touched:
            portion.outcomes[place] = Outcome(outcome.line, Became.KNOWN)


def _by_id(model: type[Any], ids: Sequence[UUID]) -> dict[UUID, Any]:
    """Return the rows, locked in the order of their ids so that two imports never wait for each other in a circle."""
    return {row.id: row for row in model.objects.select_for_update().filter(id__in=set(ids)).order_by("id")}


def _update_people(changes: _Changes, updates: Sequence[tuple[PartyRow, Person, UUID | None]]) -> None:
    choices = changes.intake.choices
    ids = [person.id for _, person, _ in updates]
    roles = defaultdict(list)
    for role in Represents.objects.select_for_update().filter(person__in=ids, ended_on=None).order_by("id"):
        roles[role.person_id].append(role)
    points = _points_of(PartyKind.PERSON, ids)
    addresses = _addresses_of(PersonAddress, "person", ids)
    own = _own_of(PartyKind.PERSON, ids, changes.intake)
    renamed = []
    for row, person, organisation in updates:
        owner = {"person_id": person.id}
        first, last = row.person
        given = {"first_name": first, "last_name": last, "prefix": row.get(Target.PREFIX),
                 "language": row.get(Target.LANGUAGE)}  # fmt: skip
        wanted = _wanted(person, given, _PERSON, choices.policy)
        if changes.change(row, person, wanted) and {"first_name", "last_name"} & wanted.keys():
            renamed.append(person)
        if organisation is not None:
            _update_role(changes, row, person, organisation, roles[person.id])
        _update_own(changes, row, PartyKind.PERSON, person.id, own)
        _add_points(changes, row, PartyKind.PERSON, person.id, points)
        _update_address(
            changes, row, PersonAddress, owner, address_of(row, HOME_ADDRESS, Target.PERSON_COUNTRY),
            addresses.get(person.id, []), Target.PERSON_STREET,
        )  # fmt: skip
    rewrite_names(renamed)


def _own_of(owner: PartyKind, ids: Sequence[UUID], intake: Intake) -> Mapping[tuple[UUID, str], OwnValue]:
    """Return the values of own fields that the file may change, by owner and item."""
    if not any(isinstance(one, Own) for one in intake.mapping.targets):
        return {}
    rows = OwnValue.objects.select_for_update().filter(**{f"{owner.value}__in": ids}).order_by("id")
    return {(getattr(row, f"{owner.value}_id"), row.item): row for row in rows}


def _update_own(
    changes: _Changes, row: PartyRow, owner: PartyKind, id_: UUID, there: Mapping[tuple[UUID, str], OwnValue]
) -> None:
    for item, value in row.own.items():
        policy = changes.intake.choices.policy(item)
        if changes.intake.own[item].of is not owner or policy is Policy.NEVER:
            continue
        kept = there.get((id_, item))
        if kept is None:
            changes.add(row, OwnValue, {f"{owner.value}_id": id_, "item": str(item), "value": value})
        elif policy is Policy.ALWAYS and kept.value != value:
            changes.intake.by.require(Operation.CHANGE, [item])
            changes.change(row, kept, {"value": value})
            changes.portion.items.add(item)


def _update_role(
    changes: _Changes, row: PartyRow, person: Person, organisation: UUID, roles: Sequence[Represents]
) -> None:
    choices = changes.intake.choices
    here = next((role for role in roles if role.organisation_id == organisation), None)
    if here is not None:
        wanted = _wanted(here, {"title": row.get(Target.TITLE)}, {"title": (Target.TITLE,)}, choices.policy)
        changes.change(row, here, wanted)
        return
    policy = choices.policy(Target.ORGANISATION_NAME)
    if policy is Policy.ALWAYS or (policy is Policy.IF_EMPTY and not roles):
        changes.add(
            row, Represents,
            {"person_id": person.id, "organisation_id": organisation, "title": row.get(Target.TITLE)},
        )  # fmt: skip


def _update_organisations(changes: _Changes, updates: Sequence[tuple[PartyRow, Organisation]]) -> None:
    choices = changes.intake.choices
    ids = [organisation.id for _, organisation in updates]
    points = _points_of(PartyKind.ORGANISATION, ids)
    addresses = _addresses_of(OrganisationAddress, "organisation", ids)
    own = _own_of(PartyKind.ORGANISATION, ids, changes.intake)
    renamed: dict[UUID, Organisation] = {}
    done = set()
    for row, organisation in updates:
        if organisation.id in done:
            continue  # several contact persons of one organisation: the first row speaks for it
        done.add(organisation.id)
        owner = {"organisation_id": organisation.id}
        given = {field: row.get(targets[0]) for field, targets in _ORGANISATION.items()}
        wanted = _wanted(organisation, given, _ORGANISATION, choices.policy)
        if changes.change(row, organisation, wanted) and {"registered_name", "trade_name"} & wanted.keys():
            renamed[organisation.id] = organisation
        _add_points(changes, row, PartyKind.ORGANISATION, organisation.id, points)
        _update_own(changes, row, PartyKind.ORGANISATION, organisation.id, own)
        _update_address(
            changes, row, OrganisationAddress, owner, address_of(row, ADDRESS, Target.COUNTRY),
            addresses.get(organisation.id, []), Target.STREET,
        )  # fmt: skip
    rewrite_names(renamed.values())


def _wanted(thing: Any, given: Mapping[str, str], targets: Mapping[str, Sequence[Target]], policy: Any) -> Columns:
    """Return the fields that the row may change: given, and empty or to be overwritten."""
    wanted = {}
    for field, value in given.items():
        chosen = policy(*targets[field])
        if value and (chosen is Policy.ALWAYS or (chosen is Policy.IF_EMPTY and not getattr(thing, field))):
            wanted[field] = value
    return wanted


def _points_of(owner: PartyKind, ids: Sequence[UUID]) -> dict[Any, list[tuple[str, str]]]:
    """Return what is in use: by owner and kind the normalised values with their use."""
    found: defaultdict[Any, list[tuple[str, str]]] = defaultdict(list)
    for (whose, kind), model in POINTS.items():
        if whose is owner:
            rows = model._default_manager.filter(**{f"{owner.value}__in": ids}, valid_to=None)
            for id_, normalised, use in rows.values_list(f"{owner.value}_id", "normalised", "use"):
                found[id_, kind].append((normalised, use))
    return found


def _add_points(changes: _Changes, row: PartyRow, owner: PartyKind, id_: UUID, points: Mapping[Any, Any]) -> None:
    there = {key: list(values) for key, values in points.items() if key[0] == id_}
    for target, normalised in row.normal.items():
        whose, kind, use = POINT_TARGETS[target]
        if whose is not owner:
            continue
        present = there.get((id_, kind), [])
        policy = changes.intake.choices.policy(target)
        before = points.get((id_, kind), [])
        wanted = policy is Policy.ALWAYS or (policy is Policy.IF_EMPTY and all(one != use for _, one in before))
        if wanted and all(value != normalised for value, _ in present):
            changes.add(row, POINTS[owner, kind], point_of(row, target, owner, id_))
            there.setdefault((id_, kind), []).append((normalised, use.value))


def _addresses_of(model: type[Any], owner: str, ids: Sequence[UUID]) -> dict[UUID, list[Any]]:
    found: defaultdict[UUID, list[Any]] = defaultdict(list)
    for one in model.objects.select_for_update().filter(**{f"{owner}__in": ids}, valid_to=None).order_by("id"):
        found[getattr(one, f"{owner}_id")].append(one)
    return found


def _update_address(  # noqa: PLR0917 (both kinds of owners)
    changes: _Changes,
    row: PartyRow,
    model: type[Any],
    owner: Columns,
    address: Columns,
    there: Sequence[Any],
    column: Target,
) -> None:
    policy = changes.intake.choices.policy(column)
    if not address or policy is Policy.NEVER:
        return
    if not there:
        changes.add(row, model, {**owner, **address})
    elif policy is Policy.ALWAYS:
        postal = next((one for one in there if one.use == AddressUse.POSTAL), there[0])
        changes.change(row, postal, {field: address[field] for field in _ADDRESS_FIELDS})
