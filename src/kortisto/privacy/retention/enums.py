"""The words of retention."""

from __future__ import annotations

from enum import StrEnum

PURPOSE = "retention"
"""Why the engine reads and erases: the duty of Article 5(1)(e). No purpose of a declaration, and no role has it."""


class SubjectKind(StrEnum):
    """What a subject is."""

    PERSON = "person"
    ORGANISATION = "organisation"


class HeldBack(StrEnum):
    """Why a datum that is due stays for now."""

    HOLD = "hold"  # a hold of the declaration stands
    ACTION = "action"  # the rule says something else than delete: a person decides
    SHARED_ROW = "shared row"  # its row also holds a datum whose period runs
    STILL_NEEDED = "still needed"  # it is what other data hang on, and the period of those runs
    UNPLACED = "unplaced"  # in no group of the declaration: what the subject is to us is not known, a person decides
    DATABASE = "database"  # the database refused: something that nobody declared hangs on it
