"""Who of a file an import does not bring in: who asked to be erased, and whose data may only be stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from kortisto.register.ledger.enums import Why
from kortisto.register.ledger.recognising import EMAIL, PHONE, recognise_each
from kortisto.register.parties.hidden import hidden_among
from kortisto.register.parties.importing.meaning import Target
from kortisto.register.parties.importing.rows import EMAILS, PERSON_EMAILS, PERSON_PHONES, PHONES, Fault, PartyRow

Erased = Mapping[int, tuple[Target, ...]]
"""By the numbers of rows the columns by which somebody was recognised."""

_NUMBERS = (Target.BUSINESS_ID, Target.VAT_ID)
_NUMBER = "number"


def erased(rows: Sequence[PartyRow], *, at: datetime) -> Erased:
    """Return the columns of each row by which somebody is recognised who asked to be erased.

    Nothing is known of the person but that. Whose ban on marketing stands is taken in: the ban goes on holding by the
    same hash.
    """
    asked = [(row, target, item) for row in rows if any(row.person) for target, item in _points_of_person(row)]
    found = recognise_each(people=[[(item, row.normal[target])] for row, target, item in asked], at=at)
    told: dict[int, tuple[Target, ...]] = {}
    for (row, target, _item), reasons in zip(asked, found, strict=True):
        if any(one.why is Why.ERASED for one in reasons):
            told[row.number] = (*told.get(row.number, ()), target)
    return told


def fault_of(columns: Sequence[Target]) -> Fault:
    """Return what is to be said of a row: it names the column of the file, and no value."""
    return Fault(columns[0], "", "erased")


def _points_of_person(row: PartyRow) -> list[tuple[Target, str]]:
    # Of a row without an organisation all contact points are the person's.
    alone = not row.get(Target.ORGANISATION_NAME)
    emails, phones = (EMAILS, PHONES) if alone else (PERSON_EMAILS, PERSON_PHONES)
    return [
        *((one, EMAIL) for one in emails if one in row.normal),
        *((one, PHONE) for one in phones if one in row.normal),
    ]


def restricted(rows: Sequence[PartyRow]) -> Mapping[int, Fault]:
    """Return, by their numbers, the rows that meet somebody whom the import may not see, with what is to be said.

    Else they would be added a second time, or, worse, changed. Whom it concerns is for the data protection officer to
    say: the fault names the column of the file, and nothing of what is stored.
    """
    given = [_identifiers(row) for row in rows]

    def all_of(kind: str) -> list[str]:
        return sorted({value for one in given for _target, of, value in one if of == kind})

    hidden = hidden_among(all_of(EMAIL), all_of(PHONE), all_of(_NUMBER))
    return {
        row.number: Fault(meant[0], "", "restricted")
        for row, one in zip(rows, given, strict=True)
        if (meant := [target for target, _of, value in one if value in hidden])
    }


def _identifiers(row: PartyRow) -> list[tuple[Target, str, str]]:
    people = [(target, kind, row.normal[target]) for target, kind in _points_of_person(row)] if any(row.person) else []
    return [*people, *((one, _NUMBER, row.values[one]) for one in _NUMBERS if one in row.values)]
