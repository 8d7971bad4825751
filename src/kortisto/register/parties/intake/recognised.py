"""Who of a file has asked to be erased: an import does not bring them back, whoever adds them says on which ground."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from kortisto.register.ledger.enums import Why
from kortisto.register.ledger.recognising import EMAIL, PHONE, recognise_each
from kortisto.register.parties.importing.rows import PERSON_EMAILS, PERSON_PHONES, Fault, PartyRow


def erased(rows: Sequence[PartyRow], *, at: datetime) -> Mapping[int, Fault]:
    """Return, by their numbers, the rows of people who asked to be erased, with what is to be said of them.

    Nothing is known of the person but that: the fault names the column of the file, and no value. Whose ban on
    marketing stands is taken in: the ban goes on holding by the same hash.
    """
    ofrow = [
        [
            *((EMAIL, row.normal[one]) for one in PERSON_EMAILS if one in row.normal),
            *((PHONE, row.normal[one]) for one in PERSON_PHONES if one in row.normal),
        ]
        if any(row.person)
        else []
        for row in rows
    ]
    found = recognise_each(people=ofrow, at=at)
    return {
        row.number: Fault(next(one for one in (*PERSON_EMAILS, *PERSON_PHONES) if one in row.normal), "", "erased")
        for row, reasons in zip(rows, found, strict=True)
        if any(one.why is Why.ERASED for one in reasons)
    }
