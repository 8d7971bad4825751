"""Mutated declarations give errors with a place, never a traceback, and never a datum that has no end.

The usual run tries a few hundred; `KORTISTO_FUZZ=10000` tries that many.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from kortisto.declaration.compiled import compile_declaration
from kortisto.declaration.conditions import Situation, is_true
from kortisto.declaration.linter import lint
from kortisto.declaration.loader import loads
from kortisto.declaration.messages import format_problem
from kortisto.declaration.model import Declaration, RetentionRule
from kortisto.declaration.problems import Problem, Severity
from kortisto.declaration.tree import line_of
from kortisto.declaration.vocabulary.clocks import CLOCKS
from kortisto.declaration.vocabulary.states import STATES
from kortisto.declaration.windows import ClockState, Ending, window

pytestmark = pytest.mark.unit

EXAMPLES = int(os.environ.get("KORTISTO_FUZZ", "300"))
ROOT = Path(__file__).resolve().parents[2]
MINIMAL = Path(__file__).parent / "samples/minimal.yaml"
NOTICES = sorted((ROOT / "notices").glob("*.yaml"))
TODAY = date(2026, 11, 22)
SLOWEST = 2.0
"""Seconds of processor time for reading, checking and telling one file."""

Lines = list[bytes]
Mutation = Callable[[Lines], Lines]
Drawn = st.SearchStrategy[tuple[str, Mutation]]

ODD = [
    b"", b"~", b"null", b"none", b"yes", b"no", b"[]", b"{}", b"[[]]", b"[none]", b"{a: b}", b"[a, {b: c}]", b"0",
    b"-1", b"1e309", b"0x1F", b"0o17", b"9"*400, b".inf", b".nan", b"1_000", b"2026-02-30", b"0000-00-00",
    b"9999-12-31", b"2026-1-1", b"1.1.2026", b"permanent", b"at once", b"999 years", b"1000 years", b"0 days",
    b"1 year", b"-3 years", b"3 Years", "٣ years".encode(), b"3  years", b"'", b'"', b"|", b">", b"- x", b"? x",
    b"@x", b"`x", b"%x", b"!!int 3", b"!x y", b"&a x", b"*a", b"<<", b"${x}", b"${}", b"[x]", b"#", b": ", b"a: b: c",
    "\u202eabc".encode(), "a\u0301".encode(), "\U0001f4a9".encode(), "\ufeffx".encode(), b"\xed\xa0\x80", b"\x00",
    b"\x1b[31m", "\x85".encode(), "\u2028".encode(), b"\xff\xfe", b"\t", b"x"*5000, b"constructor", b"__class__",
    b"person", b"organisation", b"own.x", b"own.", b"item.collected", b"customership.ended", b"person.last_activity",
    b"contract.ended", b"{later of: [customership.ended, item.collected]}", b"{earlier of: [customership.ended]}",
    b"{all: [contract.ended, item.collected]}", b"{first: contact.ended}", b"{later of: []}", b"anybody",
    b"customer contact", b"open invoice", b"{not: anybody}", b"{any of: []}", b"kirjanpitolaki 1336/1997", b"law",
    b"published", b"template",
]  # fmt: skip
# Values that say something, mostly something else than was meant: what is read goes on to the linter.
SPEAKING = [
    b"permanent", b"at once", b"999 years", b"item.collected", b"customership.ended", b"person.last_activity",
    b"contract.ended", b"order.placed", b"{later of: [customership.ended, item.collected]}",
    b"{later of: [person.last_activity, item.collected]}", b"{earlier of: [customership.ended, item.collected]}",
    b"{earlier of: [customership.ended, order.placed]}", b"{all: [contract.ended, item.collected]}",
    b"{first: contact.ended}", b"{all: [{earlier of: [contract.ended, item.collected]}, order.placed]}", b"anybody",
    b"customer contact", b"open invoice", b"contract in force", b"{not: open invoice}", b"statute requires",
    b"{any of: [open invoice, contract in force]}", b"{keep: permanent, from: item.collected}",
    b"{keep: 3 years, from: customership.ended}", b"{keep: 3 years, from: item.collected}", b"law", b"none", b"person",
    b"kirjanpitolaki 1336/1997", b"person.name", b"organisation.name", b"person.contact", b"database", b"backup",
    b"contacts", b"customers", b"consent", b"yes", b"no", b"archive", b"restrict", b"anonymise",
    b"{do: anonymise, keeps: person.name}", b"{do: anonymise, keeps: organisation, alike: 5}",
]  # fmt: skip
_VALUE = re.compile(rb"^(?P<head>\s*(?:- )?[^:#]{1,60}:)(?: (?P<value>.*))?$")


def cut(lines: Lines, at: int) -> Lines:
    whole = b"\n".join(lines)
    return whole[: at % (len(whole) + 1)].split(b"\n")


def flip(lines: Lines, at: int, bit: int) -> Lines:
    whole = bytearray(b"\n".join(lines))
    if whole:
        whole[at % len(whole)] ^= 1 << bit
    return bytes(whole).split(b"\n")


def insert(lines: Lines, at: int, odd: bytes) -> Lines:
    whole = b"\n".join(lines)
    place = at % (len(whole) + 1)
    return (whole[:place] + odd + whole[place:]).split(b"\n")


def delete(lines: Lines, at: int, many: int) -> Lines:
    start = at % len(lines)
    return lines[:start] + lines[start + many :] or [b""]


def repeat(lines: Lines, at: int, to: int) -> Lines:
    start, end = at % len(lines), to % (len(lines) + 1)
    return [*lines[:end], lines[start], *lines[end:]]


def move(lines: Lines, at: int, to: int) -> Lines:
    line = lines[at % len(lines)]
    rest = lines[: at % len(lines)] + lines[at % len(lines) + 1 :]
    place = to % (len(rest) + 1)
    return [*rest[:place], line, *rest[place:]]


def indent(lines: Lines, at: int, by: int) -> Lines:
    start = at % len(lines)
    line = lines[start]
    return [*lines[:start], b" " * by + line if by > 0 else line[-by:], *lines[start + 1 :]]


def swap(lines: Lines, one: int, other: int) -> Lines:
    """Swap the values of two keys."""
    places = [place for place, line in enumerate(lines) if _VALUE.match(line)]
    if not places:
        return lines
    first, second = places[one % len(places)], places[other % len(places)]
    a, b = _VALUE.match(lines[first]), _VALUE.match(lines[second])
    changed = list(lines)
    if a and b:
        changed[first] = a["head"] + b" " + (b["value"] or b"")
        changed[second] = b["head"] + b" " + (a["value"] or b"")
    return changed


def put(lines: Lines, at: int, odd: bytes) -> Lines:
    """Put an odd value in the place of a value."""
    places = [place for place, line in enumerate(lines) if _VALUE.match(line)]
    if not places:
        return lines
    place = places[at % len(places)]
    match = _VALUE.match(lines[place])
    changed = list(lines)
    changed[place] = (match["head"] if match else b"") + b" " + odd
    return changed


def put_word(lines: Lines, at: int, odd: bytes) -> Lines:
    """Put an odd value in the place of a word in the middle of a line: inside lists and short mappings."""
    whole = b"\n".join(lines)
    words = list(re.finditer(rb"(?<=[\[ {,])[a-z_.0-9]{2,40}(?=[\]}, \n])", whole))
    if not words:
        return lines
    word = words[at % len(words)]
    return (whole[: word.start()] + odd + whole[word.end() :]).split(b"\n")


def put_near(lines: Lines, at: int, odd: bytes) -> Lines:
    """Put an odd value where time is counted: periods, clocks, fallbacks, laws, exceptions and holds."""
    keys = b"keep,at most,from,if unknown,law,when,opens when,ends,places,items,then,lag,life,undo,suppression".split(
        b","
    )
    places = [place for place, line in enumerate(lines) if line.split(b":")[0].strip() in keys]
    return put(lines, lines.index(lines[places[at % len(places)]]), odd) if places else lines


def forget_near(lines: Lines, at: int, many: int) -> Lines:
    """Delete a line that says until when."""
    keys = (b"keep:", b"if unknown:", b"law:", b"at most:", b"ends:", b"review", b"groups:", b"places:", b"reach:")
    places = [place for place, line in enumerate(lines) if line.strip().startswith(keys)]
    return delete(lines, places[at % len(places)], min(many, 1) or 1) if places else lines


NUMBER = st.integers(0, 10_000_000)
ODDLY = (
    st.sampled_from(ODD) | st.binary(max_size=8) | st.text(max_size=8).map(lambda t: t.encode("utf-8", "surrogatepass"))
)


def made(
    function: Callable[..., Lines], *arguments: st.SearchStrategy[object]
) -> st.SearchStrategy[tuple[str, Mutation]]:
    return st.tuples(*arguments).map(lambda drawn: (function.__name__, lambda lines: function(lines, *drawn)))


def mutations() -> Drawn:
    many = st.integers(1, 12)
    return st.one_of(
        made(cut, NUMBER),
        made(flip, NUMBER, st.integers(0, 7)),
        made(insert, NUMBER, ODDLY),
        made(delete, NUMBER, many),
        made(repeat, NUMBER, NUMBER),
        made(move, NUMBER, NUMBER),
        made(indent, NUMBER, st.integers(-4, 4)),
        made(swap, NUMBER, NUMBER),
        made(put, NUMBER, ODDLY),
        made(put_word, NUMBER, ODDLY),
        made(put_near, NUMBER, ODDLY),
        made(forget_near, NUMBER, st.just(1)),
    )


def speaking() -> Drawn:
    """Mutations after which most files can still be read, so that it is the linter that must see what they did."""
    return st.one_of(
        made(put_near, NUMBER, st.sampled_from(SPEAKING)),
        made(put_word, NUMBER, st.sampled_from(SPEAKING)),
        made(put, NUMBER, st.sampled_from(SPEAKING)),
        made(forget_near, NUMBER, st.just(1)),
        made(swap, NUMBER, NUMBER),
    )


# --- what must be true of every result -------------------------------------------------------------------------------

LASTING = frozenset(STATES) - {
    "open invoice", "collection running", "claim pending", "dispute pending", "request pending",
    "correctness contested", "investigation running", "authority order", "incident",
}  # fmt: skip
"""States that may be true of somebody for ever."""
WAITING = frozenset(
    clock
    for clock in CLOCKS
    if clock.endswith((".ended", ".closed", ".paid", ".settled", ".lifted", ".delivered", ".answered"))
)
LIVES: tuple[dict[str, ClockState], ...] = (
    {},
    {clock: ClockState(running=True) for clock in WAITING},
    {clock: ClockState(struck=(date(2020, 2, 29),)) for clock in CLOCKS},
    {clock: ClockState(struck=(date(2020, 2, 29),), running=clock in WAITING) for clock in CLOCKS},
)
"""What may be known of a subject: nothing; that everything goes on; that everything has happened; both."""


def endless(declaration: Declaration) -> Iterator[str]:
    """Tell what in a declaration may be kept for ever, asking the windows themselves rather than the linter."""
    compiled = compile_declaration(declaration)
    forbidden = [item.id for item in declaration.items.values() if item.never_collect]
    for row in compiled.rows.values():
        for item in row.items:
            if any(f"{item}.".startswith(f"{one}.") for one in forbidden) or not any(
                f"{item}.".startswith(f"{one}.") for one in declaration.items
            ):
                continue
            for group in row.groups:
                everywhere = (item, group.id, None) in row.rules
                places = [place.id for place in declaration.register.places if place.lag is None]
                if not everywhere and not (places and all((item, group.id, one) in row.rules for one in places)):
                    yield f"{row.node.id}: {item} of {group.id} has no rule"
    used = ((row, *key, plan) for row in compiled.rows.values() for key, plan in row.rules.items())
    for row, item, holder, place, plan in used:
        invoked = frozenset(exception.id for exception in plan.rule.unless)
        situations = [
            Situation(
                facts=facts,
                invoked=called,
                item=item,
                group=holder,
                place=place,
                processing=row.node.id,
                purposes=row.lineage,
            )
            for facts in (frozenset(), LASTING)
            for called in (frozenset(), invoked)
        ]
        yield from (f"{row.node.id}: {item}: {plan.rule.id}" for _ in _open_for_ever(plan.rule, situations))
    yield from _kept_beside(declaration)


def _kept_beside(declaration: Declaration) -> Iterator[str]:
    """Tell what stays though the windows close: by the action, beside the data, or by a hold."""
    for rule in declaration.retention.values():
        stays = rule.then.kind in {"restrict", "archive", "pseudonymise"} or "person.name" in rule.then.keeps
        if stays and not any(re.search(r"\d", law) for law in rule.law):
            yield f"{rule.id} ends with {rule.then.kind}"
    lasting = [
        *(objection.suppression.keep for objection in declaration.objections.values() if objection.suppression),
        *(item.life for item in declaration.terminal_items.values()),
        *(place.lag for place in declaration.register.places if place.lag),
        *(rule.undo for rule in declaration.retention.values() if rule.undo and not rule.law),
    ]
    yield from (f"{period} somewhere" for period in lasting if period.permanent)
    for hold in declaration.holds.values():
        opens_by_itself = hold.opens_when is not None and is_true(hold.opens_when, LASTING)
        if (
            hold.at_most is None
            and not any(re.search(r"\d", law) for law in hold.law)
            and (opens_by_itself or not hold.ends)
        ):
            yield f"hold {hold.id}"


def _open_for_ever(rule: RetentionRule, situations: list[Situation]) -> Iterator[str]:
    if any(re.search(r"\d", law) for law in rule.law):
        return
    lawful = {exception.ref for exception in rule.unless if any(re.search(r"\d", law) for law in exception.law)}
    for clocks in LIVES:
        for situation in situations if rule.unless else situations[:1]:
            end = window(rule, clocks, collected=date(2020, 2, 29), year_end="12-31", situation=situation)
            if (
                end.ending is not Ending.DATED
                and end.ref not in lawful
                and not end.ref.startswith(tuple(f"{one}." for one in lawful))
            ):
                yield end.ref
                return


_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")


def is_inside(problem: Problem, text: str, raw: bytes) -> bool:
    """Whether the place of a problem is a place in its file, or right behind its end."""
    position = problem.position
    if problem.code == "K103":  # bytes that are no text have a place among bytes
        lines: list[str] | list[bytes] = raw.split(b"\n")
    elif position.file == "mutated.yaml":
        lines = _BREAK.split(text)
    else:
        lines = _BREAK.split(Path(position.file).read_text("utf-8"))
    if position.line == len(lines) + 1 and position.column == 1:
        return True
    return 1 <= position.line <= len(lines) and 1 <= position.column <= len(lines[position.line - 1]) + 1


def checked(raw: bytes, folder: Path) -> str:
    """Read, check and tell one file as the command does; assert what must be true; return how it went."""
    started = time.process_time()
    loaded = loads(raw, name="mutated.yaml", folder=folder)
    problems = list(loaded.problems)
    if loaded.declaration is not None:
        problems += lint(loaded.declaration, TODAY)
    text = raw.decode("utf-8-sig", "replace")
    for problem in problems:
        told = format_problem(problem, "fi", line_of(text, problem.position.line))
        assert told.isprintable() or "\n" in told
        assert is_inside(problem, text, raw), problem
    assert time.process_time() - started < SLOWEST
    if any(problem.severity is Severity.ERROR for problem in problems):
        return "refused by the linter" if loaded.declaration is not None else "not read"
    assert loaded.declaration is not None, "nothing is wrong and nothing was read"
    assert list(endless(loaded.declaration)) == []
    return "accepted"


@given(
    source=st.sampled_from([MINIMAL] * max(1, len(NOTICES)) * 2 + NOTICES),
    changes=st.lists(mutations(), min_size=1, max_size=4) | st.lists(speaking(), min_size=1, max_size=2),
)
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
def test_a_mutated_declaration_is_refused_with_a_place_or_has_an_end_for_everything(
    source: Path, changes: list[tuple[str, Mutation]]
) -> None:
    lines = source.read_bytes().split(b"\n")
    for _, change in changes:
        lines = change(lines)
    event(checked(b"\n".join(lines), source.parent))


@pytest.mark.parametrize("value", SPEAKING, ids=repr)
def test_every_speaking_value_in_every_place_where_time_is_counted(value: bytes) -> None:
    lines = MINIMAL.read_bytes().replace(
        b"{later of: [person.last_activity, organisation.last_activity]}", b"contact.ended"
    )
    start = lines.index(b"retention:")
    head, rules = lines[:start].split(b"\n"), lines[start : lines.index(b"relations:")].split(b"\n")
    tail = lines[lines.index(b"relations:") :].split(b"\n")
    rules[2:2] = [b"    law: none", b"    places: none", b"    items: none", b"    groups: none"]
    for at in range(rules.index(b"  contacts:"), len(rules)):
        checked(b"\n".join([*head, *put(rules, at, value), *tail]), MINIMAL.parent)


@pytest.mark.parametrize("path", [MINIMAL, *NOTICES], ids=lambda path: path.name)
def test_a_declaration_as_it_stands_has_an_end_for_everything(path: Path) -> None:
    loaded = loads(path.read_bytes(), name=str(path), folder=path.parent)
    assert loaded.declaration is not None
    assert list(endless(loaded.declaration)) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    if unknown: {keep: 3 years, from: item.collected}\n", ""),
        ("keep: 3 years\n    from: {last", "keep: permanent\n    from: {last"),
        ("from: item.collected}", "from: person.last_activity}"),
        ("if unknown: {keep: 3 years", "if unknown: {keep: permanent"),
        ("    purposes: crm\n    keep", "    places: backup\n    keep"),
    ],
)  # fmt: skip
def test_the_oracle_finds_what_has_no_end(old: str, new: str) -> None:
    text = MINIMAL.read_text("utf-8")
    text = text.replace("later of: [person.last_activity, organisation.last_activity]", "last: contact.ended")
    assert old in text
    loaded = loads(text.replace(old, new, 1))
    assert loaded.declaration is not None
    assert list(endless(loaded.declaration))
