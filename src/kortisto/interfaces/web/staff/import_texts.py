"""What the pages of the import say about numbers, states and reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kortisto.register.parties.importing.meaning import Content
from kortisto.register.parties.importing.wording import why_rejected
from kortisto.register.parties.intake.portion import Became, Outcome

COUNTS: Mapping[str, Any] = {
    "people": _("People added"),
    "organisations": _("Organisations added"),
    "relationships": _("Organisations with a new relationship"),
    "orders": _("Orders added"),
    "bans": _("People with an opt-out from direct marketing"),
    "updated": _("Rows that changed something"),
    "known": _("Rows that were there already"),
    "asked": _("Rows that wait for an answer"),
    "rejected": _("Rows not taken"),
    "undone_people": _("People removed again"),
    "undone_organisations": _("Organisations removed again"),
    "undone_restored": _("Values given back"),
    "undone_kept": _("Kept since somebody has gone on with them"),
}
FAILURES: Mapping[str, Any] = {
    "denied": _("The person who started it may no longer do so, or the notice no longer permits it."),
    "file": _("The file is no longer here, or cannot be read any more."),
}
NOT_READY: Mapping[str, Any] = {
    "source": _("Choose where the data come from: nothing is taken without it."),
    "collected_on": _("Write when the data were collected; the day must not lie ahead."),
    "basis": _("Choose the legal basis: nothing is taken without it."),
    "purpose": _("Choose the purpose: nothing is taken without it."),
    "mapping": _("Say which column is the name: of the person, of the organisation, or the number of the order."),
    "twice": _("Two columns have the same meaning. Leave one of them out."),
}
KEPT: Mapping[str, Any] = {
    "changed": _("Somebody has changed it since."),
    "used": _("Somebody has added something to it since."),
    "merged": _("It has been merged with another since: undo the merge, if you want this import out of it."),
}
BECAME: Mapping[Became, Any] = {
    Became.NEW: pgettext_lazy("rows of a file", "New"),
    Became.UPDATED: pgettext_lazy("rows of a file", "Would change something"),
    Became.KNOWN: pgettext_lazy("rows of a file", "There already"),
    Became.ASKED: pgettext_lazy("rows of a file", "To be asked about"),
    Became.REJECTED: pgettext_lazy("rows of a file", "Not taken"),
}


@dataclass(frozen=True, slots=True)
class Example:
    """A row that a trial shows: its number, its fields that are not empty, and why it is not taken."""

    number: int
    fields: tuple[str, ...]
    why: str


def counted(counts: Mapping[str, int]) -> list[tuple[Any, int]]:
    """Return the numbers of an import with their names, in a fixed order."""
    return [(name, counts[key]) for key, name in COUNTS.items() if counts.get(key)]


def foreseen(counts: Mapping[str, int], content: str) -> list[tuple[Any, int]]:
    """Return the numbers of a trial with their names; those by which one decides also where they are nought."""
    new = ("orders",) if content == Content.ORDERS else ("people", "organisations")
    decide = {*new, "updated", "known", "rejected"}
    return [(name, counts.get(key, 0)) for key, name in COUNTS.items() if key in decide or counts.get(key)]


def examples_of(examples: Mapping[Became, tuple[Outcome, ...]], language: str) -> list[tuple[Any, tuple[Example, ...]]]:
    """Return the first rows of each kind, as the page shows them."""
    return [
        (name, tuple(_example(one, language) for one in examples[became]))
        for became, name in BECAME.items()
        if examples.get(became)
    ]


def _example(outcome: Outcome, language: str) -> Example:
    why = why_rejected(outcome.faults, language) if outcome.became is Became.REJECTED else ""
    return Example(outcome.line.number, tuple(one for one in outcome.line.fields if one)[:6], why)
