"""Looks up every name that a declaration uses: of its own nodes, and of the vocabularies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from kortisto.declaration.shapes import MISSING, Reading, Reference, nearest
from kortisto.declaration.vocabulary.clocks import CLOCKS
from kortisto.declaration.vocabulary.headings import HEADINGS
from kortisto.declaration.vocabulary.items import ITEMS, OWN, is_under
from kortisto.declaration.vocabulary.law import ADEQUACY
from kortisto.declaration.vocabulary.measures import MEASURES
from kortisto.declaration.vocabulary.purposes import PURPOSE_KINDS
from kortisto.declaration.vocabulary.relations import RELATIONS
from kortisto.declaration.vocabulary.states import STATES

# Anybody who may invoke an exception or open a hold besides roles and parties of the declaration.
SUBJECT = "the person"
COURT = "court or authority"
SYSTEM = "the system"


def check_references(sections: Mapping[str, Any], reading: Reading) -> None:
    """Record K230 for each name that names nothing, with the nearest name that does."""
    known = _known(sections)
    for reference in reading.references:
        words = known.get(reference.kind)
        if words is None:
            continue  # the section that it names could not be read: its own errors stand
        if not _names(reference, words):
            reading.problems.add(
                "K230",
                reference.position,
                reference.word,
                kind=reference.kind,
                nearest=nearest(reference.word, words),
                known=", ".join(sorted(words)) if len(words) <= 24 else "",  # noqa: PLR2004 - what a terminal shows
            )


def _names(reference: Reference, words: Iterable[str]) -> bool:
    if reference.word in words:
        return True
    if reference.kind == "item":  # a rule may stand on a parent of what is declared, or on a child
        return any(is_under(word, reference.word) or is_under(reference.word, word) for word in words) and (
            reference.word in ITEMS or reference.word.startswith(OWN) or any(is_under(i, reference.word) for i in ITEMS)
        )
    return reference.kind == "item word" and reference.word.startswith(OWN)


def _known(sections: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    known: dict[str, frozenset[str]] = {
        "clock": frozenset(CLOCKS),
        "state": frozenset(STATES),
        "item word": frozenset(ITEMS),
        "relation": frozenset(RELATIONS),
        "measure word": frozenset(MEASURES),
        "kind of purpose": frozenset(PURPOSE_KINDS),
        "heading": frozenset(HEADINGS),
        "adequacy decision": frozenset(ADEQUACY),
    }
    named = {
        "party": "parties",
        "purpose": "purposes",
        "basis": "bases",
        "group": "subject_groups",
        "item": "items",
        "processing": "processing",
        "recipient": "recipients",
        "hold": "holds",
        "consent": "consents",
        "measure": "measures",
        "evidence": "evidence",
        "role": "roles",
    }
    for kind, section in named.items():
        nodes = sections.get(section, MISSING)
        if nodes is not MISSING:
            known[kind] = frozenset(nodes)
    if "role" in known and "party" in known:
        known["role or party"] = known["role"] | known["party"]
        known["invoker"] = known["role or party"] | {SUBJECT, COURT, SYSTEM}
    register = sections.get("register", MISSING)
    if register is not MISSING:
        known["place"] = frozenset(place.id for place in register.places)
    return known
