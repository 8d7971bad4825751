"""The words of the ledger."""

from __future__ import annotations

from enum import StrEnum


class Act(StrEnum):
    """What was done with data of a subject, and has to be done again with a database that does not know of it."""

    ERASED = "erased"
    ANONYMISED = "anonymised"  # erased, and something was left that is nobody's any more
    RESTRICTED = "restricted"
    LIFTED = "lifted"  # a restriction has ended
    WITHDRAWN = "withdrawn"  # a consent
    BANNED = "banned"  # an objection was made, which forbids some use
    UNBANNED = "unbanned"  # it was taken back


TAKES_AWAY = frozenset({Act.ERASED, Act.ANONYMISED})
"""After these a subject, or some of its rows, must not be in the database."""
SETS_FREE = frozenset({Act.LIFTED, Act.UNBANNED})
"""These end a protection: where nobody knows whether they were done, the protection stays."""


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
