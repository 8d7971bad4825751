"""Compiling, printing and reading back gives the same nodes: of the shipped registers, and of changed ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kortisto.declaration.compiled import compile_declaration
from kortisto.declaration.loader import load, loads
from kortisto.declaration.model import ClockChoice, ClockPick, Declaration, Fallback, Selector, Text
from kortisto.declaration.periods import AT_ONCE, MOST, PERMANENT, Period, Unit
from kortisto.declaration.vocabulary.clocks import CLOCKS
from kortisto.declaration.words import Mode, Rounding
from kortisto.declaration.writer import write

pytestmark = pytest.mark.unit

NodeType = TypeVar("NodeType")

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = sorted((ROOT / "notices").glob("*.yaml"))
HARD = "\"quotes\" 'and' colons: #no comment, - dash [list] {map} back\\slash åäö € \U0001f600 yes no null ~ 1.0"

amounts = st.builds(Period, st.integers(1, MOST), st.sampled_from(Unit)) | st.sampled_from([PERMANENT, AT_ONCE])
rounding = st.none() | st.sampled_from(Rounding)
picks = st.builds(ClockPick, clock=st.sampled_from(sorted(CLOCKS)), first=st.booleans(), to_end_of=rounding)
selectors = st.recursive(
    picks,
    lambda parts: st.builds(
        ClockChoice,
        mode=st.sampled_from([Mode.LATER_OF, Mode.EARLIER_OF, Mode.ALL]),
        of=st.lists(parts, min_size=1, max_size=3, unique=True).map(tuple),
        to_end_of=rounding,
    ),
    max_leaves=4,
)


@cache
def shipped(path: Path) -> Declaration:
    declaration = load(path).declaration
    assert declaration is not None
    return declaration


def read_back(declaration: Declaration) -> Declaration:
    loaded = loads(write(declaration))
    assert loaded.errors == ()
    assert loaded.declaration is not None
    return loaded.declaration


def entries(declaration: Declaration) -> list[tuple[str, str, str, str | None, str]]:
    compiled = compile_declaration(declaration)
    return [(row.node.id, item, group, place, rule.id) for row, item, group, place, rule in compiled.entries()]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_declaration_reads_back(path: Path) -> None:
    again = read_back(shipped(path))
    assert again == shipped(path)
    assert entries(again) == entries(shipped(path))


@given(
    path=st.sampled_from(SHIPPED),
    at_most=amounts,
    at_least=st.none() | amounts,
    start=selectors,
    fallback=st.none() | st.builds(Fallback, keep=amounts, start=selectors),
    round_end=rounding,
    number=st.integers(0, 30),
)
@settings(max_examples=40, deadline=None)
def test_any_rule_reads_back(  # noqa: PLR0917 (Hypothesis passes them by name)
    path: Path,
    at_most: Period,
    at_least: Period | None,
    start: Selector,
    fallback: Fallback | None,
    round_end: Rounding | None,
    number: int,
) -> None:
    rules = shipped(path).retention
    rule = list(rules.values())[number % len(rules)]
    changed = replace(rule, at_most=at_most, at_least=at_least, start=start, if_unknown=fallback, round_end=round_end)
    whole = replace(shipped(path), retention={**rules, rule.id: changed})
    assert read_back(whole) == whole


@given(path=st.sampled_from(SHIPPED), left_out=st.sets(st.integers(0, 60), max_size=6))
@settings(max_examples=20, deadline=None)
def test_what_may_be_left_out_reads_back(path: Path, left_out: set[int]) -> None:
    def kept(nodes: Mapping[str, NodeType]) -> Mapping[str, NodeType]:
        return {id_: node for place, (id_, node) in enumerate(nodes.items()) if place not in left_out}

    one = shipped(path)
    whole = replace(one, notice_text=kept(one.notice_text), runs=kept(one.runs), bans=kept(one.bans))
    assert read_back(whole) == whole


@given(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1) | st.just(HARD))
@settings(max_examples=100, deadline=None)
def test_any_text_reads_back(text: str) -> None:
    minimal = shipped(ROOT / "tests/declaration/samples/minimal.yaml")
    changed = replace(minimal, register=replace(minimal.register, about=Text(text, text, text)))
    assert read_back(changed).register.about == Text(text, text, text)
