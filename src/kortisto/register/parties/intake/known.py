"""What the register knows already of the people and organisations of a portion of rows: a few queries for all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from uuid import UUID

from django.db import connection

from kortisto.lib.text_keys import sort_key as _sort_key
from kortisto.register.parties.bulk import Columns
from kortisto.register.parties.enums import RelationshipKind
from kortisto.register.parties.importing.choices import MatchBy
from kortisto.register.parties.importing.meaning import Target
from kortisto.register.parties.importing.rows import EMAILS, PERSON_EMAILS, PERSON_PHONES, PHONES, PartyRow
from kortisto.register.parties.rows import person_sort_key

sort_key = lru_cache(maxsize=20_000)(_sort_key)
"""A name of a row is compared several times, and an organisation has several rows."""
NOBODY = UUID(int=0)
"""Stands for "no organisation" in keys."""

_ORGANISATIONS = """
select id, external_reference, business_id, vat_id, sort_key, source from parties_organisation
where business_id = any(%s) or (vat_id <> '' and vat_id = any(%s)) or sort_key = any(%s)
   or (source = %s and external_reference = any(%s))
order by id
"""
_RELATED = {
    True: "select organisation_id from parties_customership where organisation_id = any(%s)",
    False: "select organisation_id from parties_business_relation where organisation_id = any(%s) and kind = %s",
}
_COLLEAGUES = """
select r.organisation_id, p.id, p.sort_key from parties_represents r join parties_person p on p.id = r.person_id
where r.organisation_id = any(%s) and p.sort_key = any(%s) order by p.id
"""
_ALONE = """
select p.id, p.sort_key from parties_person p
where p.sort_key = any(%s) and not exists (select from parties_represents r where r.person_id = p.id) order by p.id
"""
_REACHED = """
select c.normalised, p.id, p.sort_key from {table} c join parties_person p on p.id = c.person_id
where c.normalised = any(%s) and c.valid_to is null order by p.id
"""


@dataclass(slots=True)
class KnownParties:
    """Who is known, by what; what a portion adds is added here, so that its later rows find it."""

    source: str
    kind: RelationshipKind
    match_by: MatchBy = MatchBy.AUTO
    numbered: dict[str, UUID] = field(default_factory=dict)
    named: defaultdict[str, set[UUID]] = field(default_factory=lambda: defaultdict(set))
    related: set[tuple[UUID, RelationshipKind]] = field(default_factory=set)
    in_organisation: defaultdict[tuple[UUID, str], list[UUID]] = field(default_factory=lambda: defaultdict(list))
    reached: defaultdict[str, list[tuple[UUID, str]]] = field(default_factory=lambda: defaultdict(list))
    made: set[UUID] = field(default_factory=set)  # of this portion: not in the tables yet

    def learn(self, rows: Sequence[PartyRow]) -> None:
        """Ask the register about all the rows at once."""
        with connection.cursor() as cursor:
            self._learn_organisations(cursor, rows)
            self._learn_people(cursor, rows)

    def _learn_organisations(self, cursor: object, rows: Sequence[PartyRow]) -> None:
        def given(target: Target) -> list[str]:
            return list({row.values[target] for row in rows if target in row.values})

        keys = list({sort_key(name) for name in given(Target.ORGANISATION_NAME)})
        cursor.execute(  # type: ignore[attr-defined] # Django's cursor has no type of its own
            _ORGANISATIONS,
            [given(Target.BUSINESS_ID), given(Target.VAT_ID), keys, self.source, given(Target.REFERENCE)],
        )
        found = cursor.fetchall()  # type: ignore[attr-defined]
        ids = [row[0] for row in found]
        kinds = {self.kind, *(row.stage for row in rows if row.stage)}
        if RelationshipKind.PROSPECT in kinds:
            kinds.add(RelationshipKind.CUSTOMER)  # who is one is no prospect
        for kind in kinds:
            customers = kind is RelationshipKind.CUSTOMER
            cursor.execute(_RELATED[customers], [ids] if customers else [ids, kind.value])  # type: ignore[attr-defined]
            self.related.update((row[0], kind) for row in cursor.fetchall())  # type: ignore[attr-defined]
        in_file = {id_ for id_, _kind in self.related}
        for id_, reference, business_id, vat_id, key, source in found:
            # Customers and suppliers of one system are numbered apart: number 1 may be one of each.
            mine = reference if source == self.source and id_ in in_file else ""
            for number in _numbers(mine, business_id or "", vat_id):
                self.numbered.setdefault(number, id_)
            self.named[key].add(id_)

    def _learn_people(self, cursor: object, rows: Sequence[PartyRow]) -> None:
        keys = list({person_key(row) for row in rows if any(row.person)})
        if not keys:
            return
        organisations = list({id_ for row in rows if (id_ := self.organisation(row)) is not None})
        execute, fetched = cursor.execute, cursor.fetchall  # type: ignore[attr-defined]
        if organisations:
            execute(_COLLEAGUES, [organisations, keys])
            for organisation, person, key in fetched():
                self.in_organisation[organisation, key].append(person)
        if any(not row.get(Target.ORGANISATION_NAME) for row in rows):
            execute(_ALONE, [keys])
            for person, key in fetched():
                self.in_organisation[NOBODY, key].append(person)
        for table, targets, alone in (
            ("parties_person_email", PERSON_EMAILS, EMAILS),
            ("parties_person_phone", PERSON_PHONES, PHONES),
        ):
            # Of a row without an organisation all contact points are the person's.
            of = ((row, targets if row.get(Target.ORGANISATION_NAME) else alone) for row in rows if any(row.person))
            values = list({row.normal[one] for row, columns in of for one in columns if one in row.normal})
            if values:
                execute(_REACHED.format(table=table), [values])
                for value, person, key in fetched():
                    self.reached[value].append((person, key))

    def organisation(self, row: PartyRow) -> UUID | None:
        """Return the known organisation of a row: by its numbers; of a row without any by a name that one alone has."""
        name = row.get(Target.ORGANISATION_NAME)
        if not name:
            return None
        numbers = numbers_of(row)
        known = next((self.numbered[number] for number in numbers if number in self.numbered), None)
        if known is None and not numbers:
            alike = self.named.get(sort_key(name), ())
            if len(alike) == 1:
                (known,) = alike
        return known

    def people(self, row: PartyRow, organisation: UUID | None) -> list[UUID]:
        """Return who the person of a row may be, the likeliest first; none when the person is new."""
        key = person_key(row)
        emails = [row.normal[one] for one in PERSON_EMAILS if one in row.normal]
        phones = [row.normal[one] for one in PERSON_PHONES if one in row.normal]
        match self.match_by:
            case MatchBy.EMAIL:
                return _distinct(person for value in emails for person, _ in self.reached.get(value, ()))
            case MatchBy.PHONE:
                return _distinct(person for value in phones for person, _ in self.reached.get(value, ()))
            case MatchBy.NAME:
                return list(self.in_organisation.get((organisation or NOBODY, key), ()))
        by_reach = [
            person for value in (*emails, *phones) for person, theirs in self.reached.get(value, ()) if theirs == key
        ]
        if organisation is not None:
            return _distinct([*self.in_organisation.get((organisation, key), ()), *by_reach])
        if by_reach or emails or phones:
            return _distinct(by_reach)
        # Somebody of whom only a name is given, and who acts for nobody: the same name is the same row again.
        return list(self.in_organisation.get((NOBODY, key), ()))

    def has_points(self, row: PartyRow, targets: Sequence[Target], people: Sequence[UUID]) -> bool:
        """Return whether the likeliest of these people has all these contact points of the row already."""
        return bool(people) and all(
            any(person == people[0] for person, _ in self.reached.get(row.normal[one], ())) for one in targets
        )

    def is_repeated(self, row: PartyRow, organisation: UUID | None, person: UUID) -> bool:
        """Return whether everything by which the row reaches the person is there, and in the same organisation."""
        key = person_key(row)
        values = [row.normal[one] for one in (*PERSON_EMAILS, *PERSON_PHONES) if one in row.normal]
        there = all((person, key) in self.reached.get(value, ()) for value in values)
        return there and person in self.in_organisation.get((organisation or NOBODY, key), ())

    def is_related(self, organisation: UUID, kind: RelationshipKind) -> bool:
        """Return whether an organisation is that to us already; a customer is no prospect any more."""
        known = {kind, RelationshipKind.CUSTOMER} if kind is RelationshipKind.PROSPECT else {kind}
        return any((organisation, one) in self.related for one in known)

    def forget_prospect(self, organisation: UUID, relations: list[Columns]) -> None:
        """Take back what an earlier row of the portion has said of an organisation that is a customer after all."""
        prospect = RelationshipKind.PROSPECT
        if (organisation, prospect) in self.related and organisation in self.made:
            relations[:] = [
                one for one in relations if one["organisation_id"] != organisation or one["kind"] != prospect.value
            ]

    def add_organisation(self, row: PartyRow, id_: UUID) -> None:
        """Know an organisation that a row has brought."""
        self.numbered.update(dict.fromkeys(numbers_of(row), id_))
        self.named[sort_key(row.get(Target.ORGANISATION_NAME))].add(id_)
        self.made.add(id_)

    def add_person(self, row: PartyRow, organisation: UUID | None, id_: UUID) -> None:
        """Know a person whom a row has brought."""
        key = person_key(row)
        self.in_organisation[organisation or NOBODY, key].append(id_)
        for one in (*PERSON_EMAILS, *PERSON_PHONES):
            if one in row.normal:
                self.reached[row.normal[one]].append((id_, key))
        self.made.add(id_)


def person_key(row: PartyRow) -> str:
    """Return the key by which the person of a row is compared: that of lists, so that accents and case do not count."""
    return _key_of(*row.person)


@lru_cache(maxsize=20_000)
def _key_of(first_name: str, last_name: str) -> str:
    return person_sort_key(first_name=first_name, last_name=last_name)


def numbers_of(row: PartyRow) -> tuple[str, ...]:
    """Return what the organisation of a row is numbered by."""
    return _numbers(row.get(Target.REFERENCE), row.get(Target.BUSINESS_ID), row.get(Target.VAT_ID))


def _numbers(reference: str, business_id: str, vat_id: str) -> tuple[str, ...]:
    marks = (("ref", reference), ("id", business_id), ("vat", vat_id))
    return tuple(f"{kind} {value}" for kind, value in marks if value)


def _distinct(people: Iterable[UUID]) -> list[UUID]:
    return list(dict.fromkeys(people))
