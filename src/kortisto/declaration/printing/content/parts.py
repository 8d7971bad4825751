"""Parts that several headings share: paragraphs, free texts, starts of periods, exceptions."""

from __future__ import annotations

from collections.abc import Iterable

from kortisto.declaration.model import ClockPick, Reach, Selector, Unless
from kortisto.declaration.periods import Period
from kortisto.declaration.printing.context import Context
from kortisto.declaration.printing.document import Block, Fact, Facts, Paragraph, Sentence, Sentences
from kortisto.declaration.words import Mode


def paragraph(*sentences: Sentence) -> tuple[Paragraph, ...]:
    """Return the sentences as one paragraph, or nothing when there are none."""
    return (Paragraph(sentences),) if sentences else ()


def free_texts(c: Context, heading: str) -> tuple[Paragraph, ...]:
    """Return the free texts of a heading in their order. Nothing enforces them."""
    here = sorted((node for node in c.declaration.notice_text.values() if node.heading == heading), key=_order)
    made = []
    for node in here:
        sentences = c.free(node, node.text, enforced=False, strength=node.strength)
        if node.audience:
            sentences += (c.say(node, "reach.groups", groups=c.groups(node.audience)),)
        made.append(Paragraph(sentences))
    return tuple(made)


def _order(node: object) -> int:
    return getattr(node, "order", 0)


def facts(*rows: tuple[str, Sentences]) -> tuple[Facts, ...]:
    """Return labels with their sentences, without those that have none."""
    kept = tuple(Fact(label, sentences) for label, sentences in rows if sentences)
    return (Facts(kept),) if kept else ()


# --- when a period starts


def counted_from(c: Context, start: Selector) -> str:
    """Return `asiakkuuden päättymisestä`, or the choice among several clocks in words."""
    if isinstance(start, ClockPick):
        words = c.counted_from(start.clock)
        if start.to_end_of:
            words = c.term(f"end of.{start.to_end_of}", name=c.the_clock(start.clock))
        return c.term("start.first", start=words) if start.first else words
    words = _choice(c, start.mode, start.of)
    return c.term(f"start.{start.to_end_of}", start=words) if start.to_end_of else words


def _choice(c: Context, mode: Mode, parts: tuple[Selector, ...]) -> str:
    if mode is Mode.ALL:
        names = [name for part in parts for name in clock_names(c, part)]
        return c.term("start.all", names=c.listing(names))
    inner = [counted_from(c, part) if isinstance(part, ClockPick) else f"({counted_from(c, part)})" for part in parts]
    later = mode is Mode.LATER_OF
    two = " two" if len(parts) == 2 else ""  # noqa: PLR2004 - languages have a word for the later of two
    joined = f" {c.term('or')} ".join(inner) if two else c.listing(inner, "or")
    return c.term(f"start.{'later' if later else 'earlier'}{two}", starts=joined)


def clock_names(c: Context, start: Selector) -> list[str]:
    """Return the names of the clocks of a selector."""
    if isinstance(start, ClockPick):
        return [c.clock(start.clock)]
    return [name for part in start.of for name in clock_names(c, part)]


def how_long(c: Context, node: str, key: str, period: Period, start: Selector) -> Sentence:
    """Return `Enintään 10 vuotta asiakkuuden päättymisestä.` for `key` most, least or unknown."""
    if period.permanent:
        return c.say(node, "retention.unknown_permanent" if key == "unknown" else "retention.permanent")
    if period.amount == 0:
        return _ends(c, node, start)
    return c.say(node, f"retention.{key}", period=c.period(period), start=counted_from(c, start))


def _ends(c: Context, node: str, start: Selector) -> Sentence:
    names = "; ".join(clock_names(c, start))
    if isinstance(start, ClockPick):
        return c.say(node, "retention.ends", name=names)
    return c.say(node, "retention.ends_any" if start.mode is Mode.EARLIER_OF else "retention.ends_all", name=names)


# --- exceptions


def exceptions(c: Context, unless: Iterable[Unless]) -> Sentences:
    """Return the exceptions of a rule as sentences, nested ones after the one that they narrow."""
    made: list[Sentence] = []
    for one in unless:
        made += _lead(c, one)
        if one.invoked_by:
            made.append(c.say(one, "unless.by", by=c.actors(one.invoked_by)))
        made += _own_clock(c, one)
        if one.extends:
            made.append(c.say(one, "unless.extends"))
        made += reach(c, one, one.reach)
        if one.leaves and set(one.leaves) != set(one.reach.purposes):
            made.append(c.say(one, "unless.leaves", purposes=c.purposes(one.leaves)))
        if one.law:
            made.append(c.say(one, "retention.law", laws=c.law(one.law)))
        made += exceptions(c, one.unless)
    return tuple(made)


def _lead(c: Context, one: Unless) -> list[Sentence]:
    if one.text is not None:
        lead = list(c.free_in(one, "unless.lead", one.text))
        if one.when is not None and c.officer:
            lead.append(c.say(one, "unless.applies", condition=c.condition(one.when)))
        return lead
    if one.when is not None:
        return [c.say(one, "unless.when", condition=c.condition(one.when))]
    return [c.say(one, "unless.bare")]


def _own_clock(c: Context, one: Unless) -> list[Sentence]:
    if one.keep is None:
        return [c.say(one, "unless.from", start=counted_from(c, one.start))] if one.start else []
    if one.keep.permanent:
        return [c.say(one, "unless.permanent")]
    if one.keep.amount == 0:
        return [c.say(one, "unless.at_once")]
    period = c.period(one.keep)
    if one.start is None:
        return [c.say(one, "unless.keep_bare", period=period)]
    return [c.say(one, "unless.keep", period=period, start=counted_from(c, one.start))]


def reach(c: Context, node: Unless | str, where: Reach) -> Sentences:
    """Return what a reach is limited to."""
    made = []
    if where.items:
        made.append(c.say(node, "reach.items", items=c.items(where.items)))
    purposes = list(where.purposes) + [
        c.declaration.processing[row].purpose for row in where.processing if row in c.declaration.processing
    ]
    if purposes:
        made.append(c.say(node, "reach.purposes", purposes=c.purposes(purposes)))
    if where.groups:
        made.append(c.say(node, "reach.groups", groups=c.groups(where.groups)))
    if where.places:
        made.append(c.say(node, "reach.places", places=c.places(where.places)))
    return tuple(made)


def with_texts(c: Context, heading: str, *blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return the free texts of a heading and then what was built."""
    return (*free_texts(c, heading), *(one for some in blocks for one in some))
