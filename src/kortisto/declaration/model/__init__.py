"""What a declaration says, as frozen values: one class for each kind of statement.

A key in the file is the field's name with spaces for underscores (`valid from` is `valid_from`). Every statement is a
node: it has an id that is unique in its section, the place in the file where it stands, and either the promises of
the source notice that it carries (`promises`) or the reason why it was added (`ours`). Nodes name each other by id,
never by object, so that a declaration is a tree that can be printed, compared and read back.
"""

from __future__ import annotations

from kortisto.declaration.model.base import LANGUAGES, SINGLE, Node, Position, Text
from kortisto.declaration.model.declaration import Declaration
from kortisto.declaration.model.parties import Address, Change, Feed, Party, Place, Register, Replaced
from kortisto.declaration.model.people import (
    Consent,
    Objection,
    RightExtra,
    RightLimit,
    Rights,
    Suppression,
    Withdrawal,
)
from kortisto.declaration.model.practice import Automation, Evidence, Measure, NoticeText, Role, Segment, TerminalItem
from kortisto.declaration.model.purposes import Item, LegalBasis, Minors, OwnChoice, Purpose, SubjectGroup
from kortisto.declaration.model.retention import Action, Fallback, Hold, Relation, RetentionRule, Review, Run
from kortisto.declaration.model.rules import ClockChoice, ClockPick, Condition, Reach, Selector, Unless
from kortisto.declaration.model.uses import Ban, Processing, Recipient, Source, Transfer

__all__ = [
    "LANGUAGES",
    "SINGLE",
    "Action",
    "Address",
    "Automation",
    "Ban",
    "Change",
    "ClockChoice",
    "ClockPick",
    "Condition",
    "Consent",
    "Declaration",
    "Evidence",
    "Fallback",
    "Feed",
    "Hold",
    "Item",
    "LegalBasis",
    "Measure",
    "Minors",
    "Node",
    "NoticeText",
    "Objection",
    "OwnChoice",
    "Party",
    "Place",
    "Position",
    "Processing",
    "Purpose",
    "Reach",
    "Recipient",
    "Register",
    "Relation",
    "Replaced",
    "RetentionRule",
    "Review",
    "RightExtra",
    "RightLimit",
    "Rights",
    "Role",
    "Run",
    "Segment",
    "Selector",
    "Source",
    "SubjectGroup",
    "Suppression",
    "TerminalItem",
    "Text",
    "Transfer",
    "Unless",
    "Withdrawal",
]
