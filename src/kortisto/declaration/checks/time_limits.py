"""Whether every datum has an end that is sure to come."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kortisto.declaration.checks.citations import cites_duty, cites_law
from kortisto.declaration.checks.registry import Context, Finding, check, names
from kortisto.declaration.model import ClockPick, Condition, Declaration, Hold, Reach, RetentionRule, Selector, Unless
from kortisto.declaration.problems import Severity
from kortisto.declaration.vocabulary.clocks import CLOCKS
from kortisto.declaration.vocabulary.items import ITEMS, Nature, is_under
from kortisto.declaration.words import ActionKind, CascadeKind, HoldKind, Mode

COLLECTED = "item.collected"

PROCEEDINGS = frozenset(
    {
        "open invoice", "collection running", "claim pending", "dispute pending", "request pending",
        "correctness contested", "investigation running", "authority order", "incident",
    }
)  # fmt: skip
"""States that end by their nature. A relationship (customer, contract in force, consent) may last for ever."""

_OBJECTED = frozenset({COLLECTED, "objection.made"})  # what is kept after an objection is kept because it was made
_KEEPING = frozenset({ActionKind.RESTRICT, ActionKind.PSEUDONYMISE, ActionKind.ARCHIVE})
_TELLING = frozenset({Nature.FREE_TEXT, Nature.RECORDING, Nature.NATIONAL_ID})
_IDENTIFYING = (
    "person.name", "person.contact", "person.birth", "person.guardian", "person.signature", "service.credentials",
    "service.account", "visit.ip", "visit.identifier",
)  # fmt: skip

_OF_LASTING_KIND = frozenset({HoldKind.CONTRACT_TERM, HoldKind.ACTIVE_CONTACT, HoldKind.STATUTE})


@check("K403")
def datum_without_end(context: Context) -> Iterator[Finding]:
    """Every datum must have an end that is sure to come: a maximum counted from something that surely happens.

    “While the customership lasts” and “until the customer asks” are not periods: the Data Protection Ombudsman held so
    in the decisions 3831/161/21 (Kesko) and TSV/26/2020 (Verkkokauppa.com). A clock that may go on for ever, or never
    be recorded, needs `if unknown` with a maximum counted from the collection of the datum. `permanent` needs a law
    that demands it, cited by number; the data protection acts demand no keeping. An exception or a hold that rests on a
    relationship rather than on a proceeding needs an end too.

    What follows the end must be an end as well: to restrict, pseudonymise or archive is to keep, and so is to anonymise
    but keep names. The same goes for what stays after an objection, for cookies, for the time for second thoughts after
    an erasure, and for backups.
    """
    for rule in context.declaration.retention.values():
        if not cites_duty(rule.law, by=context.effective):
            if rule.at_most.permanent:
                yield Finding(rule, "permanent", rule.id)
            elif rule.if_unknown is not None or not surely_strikes(rule.start):  # a fallback that is there is used
                yield from _without_fallback(rule)
            yield from _kept_after_the_end(rule)
        for exception in rule.unless:
            yield from _endless(exception, rule, context.effective)
    for relation in context.declaration.relations.values():
        if relation.cascade is CascadeKind.ANONYMISE and relation.keeps and relation.alike is None:
            yield Finding(relation, "alike", relation.id)
    yield from _kept_elsewhere(context.declaration)
    for hold in context.declaration.holds.values():
        if not _ends(hold, context.effective):
            yield Finding(hold, "hold", hold.id)


def _kept_after_the_end(rule: RetentionRule) -> Iterator[Finding]:
    identifying = [item for item in rule.then.keeps if _identifies(item)]
    if rule.then.kind in _KEEPING:
        yield Finding(rule, "action", rule.id, details={"action": str(rule.then.kind)})
    elif rule.then.kind is ActionKind.ANONYMISE and identifying:
        yield Finding(rule, "keeps", rule.id, details={"items": names(identifying)})
    elif rule.then.kind is ActionKind.ANONYMISE and rule.then.keeps and rule.then.alike is None:
        yield Finding(rule, "alike", rule.id)
    if rule.undo is not None and rule.undo.permanent:
        yield Finding(rule, "permanently", "undo: permanent")


def _kept_elsewhere(declaration: Declaration) -> Iterator[Finding]:
    for objection in declaration.objections.values():
        kept = objection.suppression
        if kept is not None and (kept.keep.permanent or not gives_a_date(kept.start, _OBJECTED)):
            yield Finding(objection, "suppression", objection.id)
    for item in declaration.terminal_items.values():
        if item.life.permanent:
            yield Finding(item, "permanently", "life: permanent")
    for place in declaration.register.places:
        if place.lag is not None and place.lag.permanent:
            yield Finding(place, "permanently", "lag: permanent")


def _identifies(item: str) -> bool:
    """Return whether an item, or something under it, tells who somebody is."""
    return any(
        (is_under(word.id, item) or is_under(item, word.id))
        and (word.nature in _TELLING or any(is_under(word.id, root) for root in _IDENTIFYING))
        for word in ITEMS.values()
        if word.id.count(".") or word.id == item
    )


def surely_strikes(selector: Selector) -> bool:
    """Return whether a selector gives a date for every datum there is.

    It does when each of its clocks is the event that brought the datum into being (windows then count from the
    collection if the record of it is missing), or when the collection itself decides in the end.
    """
    return all(CLOCKS[clock].always_known for clock in _clocks(selector)) or gives_a_date(selector)


def gives_a_date(selector: Selector, known: frozenset[str] = frozenset({COLLECTED})) -> bool:
    """Return whether a selector gives a date though nothing but the known clocks is known."""
    if isinstance(selector, ClockPick):
        return selector.clock in known
    given = [gives_a_date(part, known) for part in selector.of]
    if selector.mode is Mode.LATER_OF:  # clocks that are not known are left out, but one that goes on keeps it open
        return any(given) and not any(_may_go_on(part, known) for part in selector.of)
    return any(given) if selector.mode is Mode.EARLIER_OF else all(given)


def _may_go_on(selector: Selector, known: frozenset[str]) -> bool:
    """Return whether a selector may wait for an end: of a contract, of a customership, of a payment."""
    if isinstance(selector, ClockPick):
        return CLOCKS[selector.clock].may_go_on
    return not gives_a_date(selector, known) and any(_may_go_on(part, known) for part in selector.of)


def _clocks(selector: Selector) -> Iterator[str]:
    if isinstance(selector, ClockPick):
        yield selector.clock
    else:
        for part in selector.of:
            yield from _clocks(part)


def _without_fallback(rule: RetentionRule) -> Iterator[Finding]:
    fallback = rule.if_unknown
    if fallback is None:
        yield Finding(rule, "clock", rule.id, details={"clock": clocks_in_words(rule.start)})
    elif fallback.keep.permanent or not gives_a_date(fallback.start):
        yield Finding(rule, "fallback", rule.id, details={"clock": clocks_in_words(fallback.start)})


def _endless(exception: Unless, rule: RetentionRule, day: date) -> Iterator[Finding]:
    """Find exceptions that may keep a window open for ever; what they say wins over the rule while they apply."""
    if cites_duty(exception.law, by=day):
        return
    timed = exception.keep is not None or exception.start is not None
    keep = exception.keep or rule.at_most
    ends = timed and not keep.permanent and surely_strikes(exception.start or rule.start)
    if keep.permanent or not (ends or (exception.when is not None and is_proceeding(exception.when))):
        yield Finding(exception, "exception", exception.id)
    for inner in exception.unless:
        if inner.keep is not None or inner.start is not None:  # the others take the exception back
            yield from _endless(inner, rule, day)


def is_proceeding(condition: Condition) -> bool:
    """Return whether a condition can be true only while some proceeding is under way."""
    if condition.mode is Mode.IS:
        return condition.terms[0] in PROCEEDINGS
    inner = [is_proceeding(term) for term in condition.terms if isinstance(term, Condition)]
    if condition.mode is Mode.ANY_OF:
        return all(inner)
    return condition.mode is Mode.ALL_OF and any(inner)


def _ends(hold: Hold, day: date) -> bool:
    by_statute = hold.opens_when is not None and hold.opens_when.terms == ("statute requires",)
    if (hold.at_most is not None and not hold.at_most.permanent) or cites_duty(hold.law, by=day):
        return True
    if by_statute and cites_law(hold.law):
        return True  # the state itself says that a law demands it, and ends with that
    if hold.kind in _OF_LASTING_KIND or not hold.ends:
        return False
    return hold.opens_when is None or is_proceeding(hold.opens_when)


def clocks_in_words(selector: Selector) -> str:
    """Return a selector as it is written."""
    if isinstance(selector, ClockPick):
        return selector.clock
    return f"{selector.mode} [{', '.join(clocks_in_words(part) for part in selector.of)}]"


@check("K404")
def minimum_without_decision(context: Context) -> Iterator[Finding]:
    """“At least ten years” says when data may go, not when they must: from then on somebody decides.

    A minimum below the maximum needs a review by a named role; a minimum longer than the maximum contradicts it.
    """
    for rule in context.declaration.retention.values():
        least, most = rule.at_least, rule.at_most
        if least is None:
            continue
        details = {"least": str(least), "most": str(most)}
        if least.permanent or least.surely_longer_than(most):
            if not (least.permanent and most.permanent):
                yield Finding(rule, "longer", rule.id, details=details)
        elif most.surely_longer_than(least) and (rule.review is None or not rule.review.by):
            yield Finding(rule, "review", rule.id, details=details)


@check("K421")
def exception_without_who_or_clock(context: Context) -> Iterator[Finding]:
    """Every exception names who may invoke it or the state in which it applies; one from a retention rule has its own
    period and clock.

    Without a state and without anybody to invoke it an exception always applies, and the rule never does. An exception
    reaches as far as the rule that it stands in; where neither names anything, it reaches everything (a warning).
    """
    declaration = context.declaration
    for section in (declaration.processing, declaration.bans, declaration.recipients):
        for node in section.values():
            yield from (Finding(one, "who", one.id) for one in _all(node.unless) if _applies_always(one))
    for rule in declaration.retention.values():
        yield from (Finding(one, "who", one.id) for one in _all(rule.unless) if _applies_always(one))
        for exception in rule.unless:
            if exception.keep is None or exception.start is None:
                yield Finding(exception, "clock", exception.id)
            if rule.reach == exception.reach == Reach():
                yield Finding(exception, "reach", exception.id, severity=Severity.WARNING)


def _all(exceptions: tuple[Unless, ...]) -> Iterator[Unless]:
    for exception in exceptions:
        yield exception
        yield from _all(exception.unless)


def _applies_always(exception: Unless) -> bool:
    return not exception.invoked_by and (
        exception.when is None or (exception.when.mode is Mode.IS and exception.when.terms == ("anybody",))
    )
