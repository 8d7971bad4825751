"""Each item of Articles 13 and 14 that a declaration leaves unanswered is named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from kortisto.declaration.model import Declaration
from kortisto.declaration.printing import completeness
from kortisto.declaration.words import PartyRole, TransferGround
from tests.declaration.printing.notices import NAMES, declaration
from tests.declaration.printing.sample import sample

pytestmark = pytest.mark.unit


def without(section: str, **changes: dict[str, object]) -> Callable[[Declaration], Declaration]:
    """Change fields of nodes of a section by their id, or empty the section."""

    def change(whole: Declaration) -> Declaration:
        nodes = {key: replace(one, **changes.get(key, {})) for key, one in getattr(whole, section).items()}
        fields: dict[str, Any] = {section: nodes if changes else {}}
        return replace(whole, **fields)

    return change


CASES: list[tuple[str, Callable[[Declaration], Declaration]]] = [
    ("13(1)(a)", without("parties", company={"roles": (PartyRole.SOURCE,)}, sister={"roles": (PartyRole.SOURCE,)})),
    ("13(1)(b)", without("parties", officer={"email": None, "phone": None})),
    ("13(1)(c)", lambda whole: replace(whole, processing={k: v for k, v in whole.processing.items() if k != "books"})),
    ("13(1)(d)", without("bases", interest={"interest": None})),
    ("13(1)(e)", without("recipients")),
    ("13(1)(f)", without("transfers")),
    ("13(1)(f)", without("transfers", us={"ground": TransferGround.NONE})),
    ("13(2)(a)", without("retention")),
    ("13(2)(b)", lambda whole: replace(whole, rights=replace(whole.rights, contact="nobody"))),
    ("13(2)(c)", without("consents")),
    ("13(2)(e)", lambda w: replace(w, items={**w.items, "person.name": replace(w.items["person.name"], refusal=None)})),
    ("13(2)(f)", lambda whole: replace(whole, automation=replace(whole.automation, profiling=False))),
    ("13(2)(f)", lambda whole: replace(whole, automation=replace(whole.automation, decisions=True, logic=None))),
    ("14(1)(d)", without("items")),
    ("14(2)(f)", without("sources")),
]


@pytest.mark.parametrize(("article", "change"), CASES)
def test_a_missing_answer_is_named(article: str, change: Callable[[Declaration], Declaration]) -> None:
    assert article in {missing.article for missing in completeness(change(sample()))}


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_missing(name: str) -> None:
    assert completeness(declaration(name)) == []
