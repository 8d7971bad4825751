"""Takes a portion of the rows of a file: one transaction, a statement for each table, a line in the log with whom."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any
from uuid import UUID

from kortisto.declaration.civil_time import civil_day
from kortisto.declaration.words import Operation
from kortisto.lib.ids import uuid7
from kortisto.register.parties.bulk import Columns, insert_rows
from kortisto.register.parties.enums import PartyKind, RelationshipKind
from kortisto.register.parties.importing.choices import Duplicates
from kortisto.register.parties.importing.meaning import Target
from kortisto.register.parties.importing.reading import Line, RefusedLine
from kortisto.register.parties.importing.rows import PartyRow, party_row
from kortisto.register.parties.intake.known import KnownParties
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
from kortisto.register.parties.intake.recognised import erased, fault_of, restricted
from kortisto.register.parties.intake.telling import add_bans, add_happened
from kortisto.register.parties.intake.updating import update_known
from kortisto.register.parties.models import (
    Activity,
    BusinessRelation,
    ConsumerCustomership,
    Customership,
    Organisation,
    OrganisationAddress,
    OwnValue,
    Person,
    PersonAddress,
    Represents,
)
from kortisto.register.parties.models.contacts import POINTS
from kortisto.register.parties.rows import (
    filled,
    items_of,
    new_organisation,
    new_person,
    origin_columns,
    write_organisation_words,
    write_person_words,
)

_ORDER: tuple[type[Any], ...] = (
    Organisation, Customership, BusinessRelation, OrganisationAddress, Person, Represents, ConsumerCustomership,
    PersonAddress, *POINTS.values(), OwnValue, Activity,
)  # fmt: skip
"""Tables in the order in which their rows hang on each other."""


def take_parties(lines: Sequence[Line | RefusedLine], intake: Intake) -> Portion:
    """Take rows of parties, and return what became of each that was dealt with.

    A portion ends before a row that concerns somebody whom an earlier row of it updates: what is not dealt with comes
    with the next one. Raises NotGrantedError, IntegrityError and DataError: then nothing of the portion is written.
    """
    portion = Portion()
    known = KnownParties(intake.origin.source, intake.kind, intake.choices.match_by)
    today = civil_day(intake.at)
    read = [
        party_row(line, intake.mapping, region=intake.region, own=intake.own, today=today)
        if isinstance(line, Line)
        else None
        for line in lines
    ]
    known.learn([row for row in read if row is not None and not row.faults])
    sound = [row for row in read if row is not None and not row.faults]
    asked_to_go, not_to_be_touched = erased(sound, at=intake.at), restricted(sound)
    for line, row in zip(lines, read, strict=True):
        if row is None:
            portion.outcomes.append(Outcome(line, Became.REJECTED))
        elif row.faults:
            portion.outcomes.append(Outcome(line, Became.REJECTED, tuple(row.faults)))
        elif row.number in not_to_be_touched:
            portion.outcomes.append(Outcome(line, Became.REJECTED, (not_to_be_touched[row.number],)))
        elif row.number in asked_to_go and not _has_come_back(row, asked_to_go[row.number], known):
            portion.outcomes.append(Outcome(line, Became.REJECTED, (fault_of(asked_to_go[row.number]),)))
        else:
            became = _take(row, known, portion, intake)
            if became is None:
                break
            portion.outcomes.append(Outcome(line, became))
    _write(portion, intake)
    return portion


def _has_come_back(row: PartyRow, by: Sequence[Target], known: KnownParties) -> bool:
    """Return whether somebody has taken the person in again, with that by which the row is recognised."""
    return known.has_points(row, by, known.people(row, known.organisation(row)))


def _take(row: PartyRow, known: KnownParties, portion: Portion, intake: Intake) -> Became | None:
    duplicates = intake.answers.get(row.number, intake.choices.duplicates)
    organisation = known.organisation(row)
    people = known.people(row, organisation) if any(row.person) else []
    if people and duplicates is Duplicates.CREATE:
        people = [one for one in people if known.is_repeated(row, organisation, one)]
    existing = people[0] if people else None
    if duplicates is Duplicates.ASK and existing is not None and existing not in known.made:
        return Became.ASKED
    if duplicates is Duplicates.UPDATE and existing in portion.subjects:
        return None  # an earlier row of the portion makes or updates the same person
    changed = False
    if row.get(Target.ORGANISATION_NAME):
        organisation, changed = _organisation(row, organisation, known, portion, intake)
    if any(row.person) and existing is None:
        existing = _person(row, organisation, known, portion, intake)
        changed = True
    elif duplicates is Duplicates.UPDATE and (existing is not None or organisation not in known.made):
        _tell(row, existing, organisation, portion, happened=True)
        portion.updates.append((row, existing or organisation, organisation))  # type: ignore[arg-type] # one is there
        if existing is not None:
            portion.subjects[existing] = None
        return Became.NEW if changed else Became.UPDATED
    _tell(row, existing, organisation, portion, happened=changed)
    return Became.NEW if changed else Became.KNOWN


def _tell(row: PartyRow, person: UUID | None, organisation: UUID | None, portion: Portion, *, happened: bool) -> None:
    """Note what a row tells beside who somebody is. A ban is kept of who is known already, whatever was chosen."""
    if row.banned and person is not None:
        portion.banned[person] = None
    if row.active_on is not None and happened:
        portion.happened[person, organisation if person is None or organisation else None, row.active_on] = None


def _organisation(
    row: PartyRow, organisation: UUID | None, known: KnownParties, portion: Portion, intake: Intake
) -> tuple[UUID, bool]:
    """Return the organisation of the row, and whether it is new, or new in what it is to us."""
    kind = row.stage or known.kind
    if organisation is not None and known.is_related(organisation, kind):
        return organisation, False
    if organisation is None:
        columns = new_organisation(
            registered_name=row.get(Target.ORGANISATION_NAME),
            trade_name=row.get(Target.TRADE_NAME),
            business_id=row.get(Target.BUSINESS_ID),
            vat_id=row.get(Target.VAT_ID),
            einvoice_address=row.get(Target.EINVOICE),
            external_reference=row.get(Target.REFERENCE),
        )
        organisation = columns["id"]
        portion.rows[Organisation].append(columns)
        portion.counts["organisations"] += 1
        known.add_organisation(row, organisation)
        _points(row, PartyKind.ORGANISATION, organisation, portion)
        _own(row, PartyKind.ORGANISATION, organisation, portion, intake)
        address = address_of(row, ADDRESS, Target.COUNTRY)
        if address:
            portion.rows[OrganisationAddress].append({"id": uuid7(), "organisation_id": organisation, **address})
    else:  # a supplier, say, that has become a customer
        portion.counts["relationships"] += 1
    relation: Columns = {"id": uuid7(), "organisation_id": organisation, "started_on": row.since}
    if kind is RelationshipKind.CUSTOMER:
        portion.rows[Customership].append(relation)
        known.forget_prospect(organisation, portion.rows[BusinessRelation])
    else:
        portion.rows[BusinessRelation].append({**relation, "kind": kind.value})
    known.related.add((organisation, kind))
    return organisation, True


def _person(row: PartyRow, organisation: UUID | None, known: KnownParties, portion: Portion, intake: Intake) -> UUID:
    first_name, last_name = row.person
    columns = new_person(
        first_name=first_name,
        last_name=last_name,
        prefix=row.get(Target.PREFIX),
        language=row.get(Target.LANGUAGE),
    )
    person: UUID = columns["id"]
    portion.rows[Person].append(columns)
    portion.subjects[person] = None
    portion.counts["people"] += 1
    known.add_person(row, organisation, person)
    if organisation is not None:
        portion.rows[Represents].append({
            "id": uuid7(), "person_id": person, "organisation_id": organisation, "title": row.get(Target.TITLE),
            "started_on": row.since,
        })  # fmt: skip
    elif row.stage is RelationshipKind.CUSTOMER:
        portion.rows[ConsumerCustomership].append({"id": uuid7(), "person_id": person, "started_on": row.since})
    _points(row, PartyKind.PERSON, person, portion)
    _own(row, PartyKind.PERSON, person, portion, intake)
    address = address_of(row, HOME_ADDRESS, Target.PERSON_COUNTRY)
    if organisation is None:  # what a program calls an address at work is then the person's
        _points(row, PartyKind.ORGANISATION, person, portion, to=PartyKind.PERSON, intake=intake)
        if not address and intake.by.grants(Operation.COLLECT, "person.contact.address"):
            address = address_of(row, ADDRESS, Target.COUNTRY)
    if address:
        portion.rows[PersonAddress].append({"id": uuid7(), "person_id": person, **address})
    return person


def _own(row: PartyRow, whose: PartyKind, id_: UUID, portion: Portion, intake: Intake) -> None:
    """Add the values of the declaration's own fields of one kind of party."""
    for item, value in row.own.items():
        if intake.own[item].of is whose:
            portion.rows[OwnValue].append({"id": uuid7(), f"{whose.value}_id": id_, "item": str(item), "value": value})


def _points(
    row: PartyRow,
    whose: PartyKind,
    id_: UUID,
    portion: Portion,
    *,
    to: PartyKind | None = None,
    intake: Intake | None = None,
) -> None:
    """Add the contact points of one kind of party; `to`: the party that gets them, where the declaration permits it."""
    owner = to or whose
    taken = set()
    for target, normalised in row.normal.items():
        theirs, kind, _ = POINT_TARGETS[target]
        if theirs is not whose or (kind, normalised) in taken:
            continue
        model = POINTS[owner, kind]
        if intake is not None and not intake.by.grants(Operation.COLLECT, items_of(model, ["value"])[0]):
            continue
        taken.add((kind, normalised))
        portion.rows[model].append(point_of(row, target, owner, id_))


@cache
def _items(model: Any, fields: tuple[str, ...]) -> tuple[str, ...]:
    return items_of(model, filled(dict.fromkeys(fields, True)))


def _write(portion: Portion, intake: Intake) -> None:
    """Write what the rows became, having asked whether the declaration lets it be collected."""
    add_happened(portion)
    for model, rows in portion.rows.items():
        shapes = {tuple([field for field, value in row.items() if value]) for row in rows}
        portion.items.update(item for shape in shapes for item in _items(model, shape))  # type: ignore[arg-type]
        if model is OwnValue:
            portion.items.update(row["item"] for row in rows)
        if model is Represents:
            portion.items.add("person.represents")
        if model in {Customership, BusinessRelation, ConsumerCustomership}:
            portion.items.update(items_of(model, ["started_on"]))
    intake.by.require(Operation.COLLECT, sorted(portion.items))
    origin = origin_columns(intake.origin)
    for model in _ORDER:
        insert_rows(model, portion.rows.get(model, ()), origin)
    write_organisation_words(portion.rows.get(Organisation, ()))
    write_person_words(portion.rows.get(Person, ()))
    if portion.updates:
        update_known(portion, intake)
    add_bans(portion, intake)
    for outcome in portion.outcomes:
        if outcome.became is not Became.NEW:
            portion.counts[outcome.became.value] += 1
    if portion.rows or portion.subjects:
        intake.by.record(
            "import.rows",
            at=intake.at,
            object_kind="batch",
            object_id=intake.origin.batch,
            subjects=portion.subjects,
            items=portion.items,
        )
