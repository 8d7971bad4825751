"""The words of the ledger."""

from __future__ import annotations

from enum import StrEnum


class Act(StrEnum):
    """What was done with data of a subject, and has to be done again with a database that does not know of it."""

    ERASED = "erased"
    ANONYMISED = "anonymised"
    RESTRICTED = "restricted"
    LIFTED = "lifted"
    WITHDRAWN = "withdrawn"
    BANNED = "banned"


class Reason(StrEnum):
    """Why it was done."""

    RULE = "rule"  # its period had ended
    REQUEST = "request"  # the person asked for it
    USER = "user"  # a member of staff with the right to it
    IMPORT_UNDONE = "import undone"
    DEMO = "demo"


class Fate(StrEnum):
    """What became of an entry."""

    DONE = "done"
    UNDONE = "undone"  # its transaction was rolled back
    OPEN = "open"  # not known yet


class Why(StrEnum):
    """Why somebody is recognised."""

    ERASED = "erased"  # asked to be erased
    BANNED = "banned"  # forbade something, which goes on holding
