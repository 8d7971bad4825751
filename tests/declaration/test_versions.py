"""Whether a period has become shorter or longer from one version to the next."""

from __future__ import annotations

from pathlib import Path

import pytest

from kortisto.declaration.loader import loads
from kortisto.declaration.model import Declaration
from kortisto.declaration.versions import Direction, compare

pytestmark = pytest.mark.unit

MINIMAL = (Path(__file__).parent / "samples" / "minimal.yaml").read_text("utf-8")
OLD = "keep: 3 years\n    from: person.last_activity\n    if unknown: {keep: 3 years, from: item.collected}"


def declaration(rule: str = OLD) -> Declaration:
    start = MINIMAL.index("    keep: 3 years")
    text = MINIMAL[:start] + f"    {rule}\n" + MINIMAL[MINIMAL.index("    then: delete", start) :]
    loaded = loads(text)
    assert loaded.declaration, loaded.problems
    return loaded.declaration


def rule(keep: str, fallback: str | None, start: str = "item.collected") -> str:
    unknown = f"\n    if unknown: {{keep: {fallback}, from: {start}}}" if fallback else ""
    return f"keep: {keep}\n    from: person.last_activity{unknown}"


S, L, OTHERWISE = Direction.SHORTER, Direction.LONGER, Direction.OTHERWISE


@pytest.mark.parametrize(
    ("new", "direction"),
    [
        (rule("2 years", "3 years"), S),
        (rule("2 years", "1 year"), S),  # both shorten
        (rule("3 years", "1 year"), S),  # the fallback alone
        (rule("4 years", "3 years"), L),
        (rule("4 years", "5 years"), L),
        (rule("3 years", "4 years"), L),
        (rule("permanent", "permanent"), L),
        (rule("2 years", "4 years"), OTHERWISE),
        (rule("4 years", "2 years"), OTHERWISE),
        (rule("2 years", None), OTHERWISE),
        (rule("2 years", "2 years", "customership.ended"), OTHERWISE),
        (rule("36 months", "3 years"), OTHERWISE),  # neither is surely longer
        (rule("2 years", "3 years").replace("person.last_activity", "customership.ended"), OTHERWISE),
    ],
)
def test_the_direction_of_a_change(new: str, direction: Direction) -> None:
    found = compare(declaration(), declaration(new)).periods
    assert found
    assert {change.direction for change in found} == {direction}


def test_only_who_is_kept_longer_must_be_told() -> None:
    assert compare(declaration(), declaration(rule("2 years", "1 year"))).must_be_told == ()
    assert compare(declaration(), declaration(rule("4 years", "3 years"))).must_be_told != ()


def test_the_same_is_no_change() -> None:
    assert compare(declaration(), declaration()).sections == {}
