"""The retention table, what refines it, and what puts deletion off."""

from __future__ import annotations

from dataclasses import replace

from kortisto.declaration.model import Action, Hold, RetentionRule
from kortisto.declaration.printing.content.parts import (
    counted_from,
    exceptions,
    facts,
    how_long,
    paragraph,
    reach,
    with_texts,
)
from kortisto.declaration.printing.content.why import runs
from kortisto.declaration.printing.context import Context, capital
from kortisto.declaration.printing.document import Block, Bullets, Section, Sentence, Sentences, Table
from kortisto.declaration.printing.terms.words import ACTION
from kortisto.declaration.words import RunKind


def retention(c: Context) -> tuple[Block, ...]:
    """What, for which purpose, how long, counted from what, what then; exceptions, holds, backups."""
    register = c.declaration.register
    rules = c.declaration.retention.values()
    rows = tuple((_what(c, rule), _how_long(c, rule), _then(c, rule)) for rule in rules)
    columns = tuple(c.term(f"retention.{key}") for key in ("what", "how_long", "then"))
    lags = tuple(
        (c.say(place, "retention.lag", place=c.text(place.name), period=c.span(place.lag)),)
        for place in register.places
        if place.lag
    )
    return with_texts(
        c,
        "retention",
        paragraph(c.say(register, "retention.lead")),
        (Table("retention", c.term("retention.caption"), columns, rows),) if rows else (),
        _refinements(c),
        runs(c, RunKind.PURGE, RunKind.REVIEW),
        (Bullets(lags),) if lags else (),
        _holds(c),
    )


def name_of(c: Context, rule: RetentionRule) -> str:
    """Return the name of a rule, or the data that it is about."""
    if rule.name is not None:
        return c.text(rule.name)
    if rule.reach.items:
        return c.items(rule.reach.items)
    return c.purposes(_purposes(c, rule)) if _purposes(c, rule) else c.term("retention.all")


def _purposes(c: Context, rule: RetentionRule) -> list[str]:
    rows = (c.declaration.processing[row] for row in rule.reach.processing if row in c.declaration.processing)
    return [*rule.reach.purposes, *(row.purpose for row in rows)]


def _what(c: Context, rule: RetentionRule) -> Sentences:
    made: Sentences = (c.put(rule, f"{c.numbers_of('retention')[rule.id]} {capital(name_of(c, rule))}"),)
    if rule.name is not None and rule.reach.items:
        made += (c.say(rule, "retention.items", items=c.items(rule.reach.items)),)
    purposes = _purposes(c, rule)
    if purposes and (rule.name is not None or rule.reach.items):
        made += (c.say(rule, "retention.purposes", purposes=c.purposes(purposes)),)
    if rule.reach.groups:
        made += (c.say(rule, "retention.groups", groups=c.groups(rule.reach.groups)),)
    if rule.reach.places:
        made += (c.say(rule, "retention.places", places=c.places(rule.reach.places)),)
    return made


def _how_long(c: Context, rule: RetentionRule) -> Sentences:
    made: Sentences
    if rule.at_least == rule.at_most and rule.at_most.amount:
        most = c.period(rule.at_most)
        made = (c.say(rule, "retention.exact", period=most, start=counted_from(c, rule.start)),)
    elif rule.at_least and rule.at_least.amount and rule.at_most.amount:
        least, most = c.period(rule.at_least), c.period(rule.at_most)
        made = (c.say(rule, "retention.both", least=least, most=most, start=counted_from(c, rule.start)),)
    else:
        least_said = (how_long(c, rule.ref, "least", rule.at_least, rule.start),) if rule.at_least else ()
        made = (*least_said, how_long(c, rule.ref, "most", rule.at_most, rule.start))
    if rule.round_end:
        made += (c.say(rule, f"round.{rule.round_end}"),)
    if rule.if_unknown and rule.if_unknown.keep == rule.at_most and rule.at_most.amount:
        made += (c.say(rule, "retention.unknown_same", start=counted_from(c, rule.if_unknown.start)),)
    elif rule.if_unknown:
        key = "unknown_below_least" if _ends_before_the_least(rule) else "unknown"
        made += (how_long(c, rule.ref, key, rule.if_unknown.keep, rule.if_unknown.start),)
    if rule.law:
        made += (c.say(rule, "retention.law", laws=c.law(rule.law)),)
    return made


def _ends_before_the_least(rule: RetentionRule) -> bool:
    """Return True when the fallback is shorter than the minimum, which holds only from the date that is missing."""
    least, most = rule.at_least, rule.if_unknown.keep if rule.if_unknown else None
    return bool(least and most and least.amount and most.amount and least.surely_longer_than(most))


def _then(c: Context, rule: RetentionRule) -> Sentences:
    made = action(c, rule.ref, rule.then)
    if rule.review:
        by = c.actors(rule.review.by)
        made += (c.say(rule, "retention.review", by=by, every=c.every(rule.review.every)),)
    if rule.undo:
        made += (c.say(rule, "retention.undo", period=c.span(rule.undo)),)
    return made


def action(c: Context, node: str, then: Action) -> Sentences:
    """Return what happens at the end."""
    made: Sentences = (Sentence(c.word(ACTION[then.kind]), node),)
    if then.keeps:
        made += (c.say(node, "retention.keeps", items=c.items(then.keeps)),)
    if then.readable_for:
        made += (c.say(node, "retention.readable", purposes=c.purposes(then.readable_for)),)
    return made


def _refinements(c: Context) -> tuple[Block, ...]:
    """The texts of the rules, then what several rules have in common: told once, with the names of all."""
    rules = c.declaration.retention.values()
    rows = [(capital(name_of(c, rule)), c.free(rule, rule.text)) for rule in rules]
    alike: dict[tuple[str, ...], list[RetentionRule]] = {}
    for rule in rules:
        words = tuple(sentence.text for one in c.in_all_languages for sentence in _common(one, rule))
        alike.setdefault(words, []).append(rule)
    for some in alike.values():
        names = "; ".join(capital(name_of(c, rule)) for rule in some)
        rows.append((names, _joined([_common(c, rule) for rule in some])))
    made = facts(*rows)
    return (Section("retention-details", c.term("retention.exceptions"), made),) if made else ()


def _common(c: Context, rule: RetentionRule) -> Sentences:
    said: Sentences = ()
    if rule.indicative:
        said += (c.say(rule, "retention.indicative"),)
    if rule.may_shorten:
        said += (c.say(rule, "retention.shorten"),)
    return said + exceptions(c, rule.unless)


def _joined(same: list[Sentences]) -> Sentences:
    """Return sentences that several nodes say alike once, with the refs of all."""
    return tuple(
        replace(sentences[0], node=" ".join(dict.fromkeys(one.node for one in sentences)))
        for sentences in zip(*same, strict=True)
    )


# --- holds


def _holds(c: Context) -> tuple[Block, ...]:
    holds = c.declaration.holds.values()
    if not holds:
        return ()
    rows = tuple((_ground(c, hold), _ends(c, hold), _meanwhile(c, hold)) for hold in holds)
    columns = tuple(c.term(f"holds.{key}") for key in ("ground", "ends", "meanwhile"))
    table = Table("holds", c.term("holds.caption"), columns, rows)
    lead = paragraph(c.say(c.declaration.register, "holds.lead"))
    return (Section("holds-section", c.term("holds.title"), (*lead, table)),)


def _ground(c: Context, hold: Hold) -> Sentences:
    made: Sentences = (c.put(hold, c.text(hold.name)), *c.free(hold, hold.text), *reach(c, hold.ref, hold.reach))
    if hold.opens_when and hold.text is None and not _says(c.in_finnish, hold):
        made += (c.say(hold, "hold.opens_when", condition=c.condition(hold.opens_when)),)
    if hold.law:
        made += (c.say(hold, "retention.law", laws=c.law(hold.law)),)
    return made


def _says(c: Context, hold: Hold) -> bool:
    """Return True when the name of the hold is the condition that opens it."""
    return hold.opens_when is not None and c.condition(hold.opens_when).lower() == c.text(hold.name).lower()


def _ends(c: Context, hold: Hold) -> Sentences:
    made: Sentences = ()
    if hold.ends:
        made += (c.put(hold, c.listing((c.clock(one) for one in hold.ends), "or") + "."),)
    if hold.at_most:
        made += (c.say(hold, "hold.most", period=c.period(hold.at_most)),)
    return (*made, c.say(hold, "hold.review", every=c.every(hold.review_every)))


def _meanwhile(c: Context, hold: Hold) -> Sentences:
    made: Sentences = (c.say(hold, "hold.requests_only"),) if hold.requests_only else ()
    if hold.leaves:
        made += (c.say(hold, "hold.leaves", purposes=c.purposes(hold.leaves)),)
    if c.officer:
        made += (c.say(hold, "hold.opened_by", roles=c.actors(hold.opened_by)),)
        if hold.reason_needed:
            made += (c.say(hold, "hold.reason"),)
    return made or c.dash(hold)
