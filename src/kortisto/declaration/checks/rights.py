"""Whether limits on rights are carried by law, and people know what refusing costs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kortisto.declaration.checks.citations import PROCEDURAL, acts, cites_law
from kortisto.declaration.checks.registry import Context, Finding, check, names
from kortisto.declaration.model import Ban, Condition, RightLimit, Unless
from kortisto.declaration.problems import Severity
from kortisto.declaration.vocabulary.law import ANSWER_WITHIN, MAY_EXTEND_BY
from kortisto.declaration.words import HoldKind, LimitGround, MandatoryKind, Mode, Operation, Right

_CLAIMS = frozenset({HoldKind.CLAIM, HoldKind.DISPUTE, HoldKind.COLLECTION, HoldKind.OPEN_INVOICE})
_NEVER = frozenset({Right.WITHDRAW_CONSENT, Right.COMPLAINT, Right.INFORMATION})
_CASE_BY_CASE = frozenset({Right.ACCESS, Right.PORTABILITY})
_CARRIED_ELSEWHERE = frozenset({LimitGround.STATUTE, LimitGround.HOLD, LimitGround.LEGAL_CLAIMS})
_KEEPING = frozenset({"processing", "retention"})  # elsewhere the law lets out what it demands, whatever it is
_DENIED = re.compile(
    r"\bei (?:voi|voida|saa) poistaa\b|\bei poisteta\b|\bkan inte (?:raderas|avlägsnas)\b|\braderas inte\b"
    r"|\b(?:cannot|can not|may not|will not) be (?:deleted|erased|removed)\b",
    re.IGNORECASE,
)


@check("K412")
def limit_without_law(context: Context) -> Iterator[Finding]:
    """A limit that calls on the law must have the law in the declaration: cited, and carried by a row or a hold.

    A limit by statute cites it; a limit by hold names the hold; a limit by legal claims needs a hold of that kind. An
    exception that cites an act needs a legal basis, a hold, a retention rule or a statute among the evidence that rests
    on the same act: otherwise nothing in the register does what the act demands.
    """
    carried = _carried_acts(context)
    for limit in context.declaration.rights.limits:
        case = _unsupported(context, limit, carried)
        if case:
            yield Finding(limit, case, limit.id)
    declaration = context.declaration
    for section in (declaration.processing, declaration.bans, declaration.recipients, declaration.retention):
        for node in section.values():
            for exception in _all(node.unless):
                if node.section in _KEEPING and _rests_on_unnamed_law(exception):
                    yield Finding(exception, "statute", exception.id)
                missing = acts(exception.law) - carried - PROCEDURAL
                if missing:
                    yield Finding(exception, "carried", exception.id, details={"acts": names(missing)})


def _unsupported(context: Context, limit: RightLimit, carried: frozenset[str]) -> str:
    if limit.ground is LimitGround.STATUTE:
        if not cites_law(limit.law):
            return "statute"
        if Right.ERASURE in limit.rights and limit.hold is None and acts(limit.law) - carried - PROCEDURAL:
            return "row"
    if limit.ground is LimitGround.HOLD and limit.hold is None:
        return "hold"
    if limit.ground is LimitGround.LEGAL_CLAIMS and limit.hold is None:
        kinds = {hold.kind for hold in context.declaration.holds.values()}
        return "" if kinds & _CLAIMS else "hold"
    return ""


def _carried_acts(context: Context) -> frozenset[str]:
    declaration = context.declaration
    return frozenset().union(
        *(acts(basis.statutes) for basis in declaration.bases.values()),
        *(acts(hold.law) for hold in declaration.holds.values()),
        *(acts(rule.law) for rule in declaration.retention.values()),
        *(acts((evidence.reference,)) for evidence in declaration.evidence.values()),
    )


def _all(exceptions: tuple[Unless, ...]) -> Iterator[Unless]:
    for exception in exceptions:
        yield exception
        yield from _all(exception.unless)


def _rests_on_unnamed_law(exception: Unless) -> bool:
    return exception.when is not None and _says(exception.when, "statute requires") and not cites_law(exception.law)


def _says(condition: Condition, word: str) -> bool:
    if condition.mode is Mode.IS:
        return condition.terms[0] == word
    return any(_says(term, word) for term in condition.terms if isinstance(term, Condition))


@check("K416")
def mandatory_without_consequence(context: Context) -> Iterator[Finding]:
    """Whoever is told that a datum must be given is told what follows if it is not (Article 13(2)(e))."""
    for item in context.declaration.items.values():
        if item.mandatory is not MandatoryKind.NO and item.refusal is None and not item.never_collect:
            yield Finding(item, offending=item.id, details={"mandatory": str(item.mandatory)})


@check("K417")
def right_denied_to_a_group(context: Context) -> Iterator[Finding]:
    """No right is denied to a whole group of people by a sentence: a hold or a statute must stand behind it.

    Access may be limited case by case for others' data, secrets and security; other rights, and whole groups, need a
    hold that concerns the group or a cited law. Withdrawing a consent, complaining and being informed cannot be limited
    at all. A ban on erasing without an exception is such a denial; so, as a warning, is a text that says that data
    cannot be erased where no hold is declared.
    """
    declaration = context.declaration
    for limit in declaration.rights.limits:
        never = _NEVER.intersection(limit.rights)
        if never:
            yield Finding(limit, "never", limit.id, details={"rights": names(str(right) for right in never)})
        elif _whole(limit) and not _concerned(context, limit):
            yield Finding(limit, "group", limit.id, details={"rights": names(str(right) for right in limit.rights)})
    for ban in declaration.bans.values():
        if _denies_erasure(ban):
            yield Finding(ban, "ban", ban.id)
    if not declaration.holds and not any(cites_law(rule.law) for rule in declaration.retention.values()):
        for extra in declaration.rights.extras:
            denied = next(
                (words for words in (extra.text.fi, extra.text.sv, extra.text.en) if _DENIED.search(words)), ""
            )
            if denied:
                yield Finding(extra, "text", denied, severity=Severity.WARNING)


@check("K428")
def requests_answered_too_late(context: Context) -> Iterator[Finding]:
    """Requests are answered within a month, extended by two more at most, and free of charge (Article 12(3) and (5)).

    A fee is possible only for a single request that is manifestly unfounded or excessive, never as a rule.
    """
    rights = context.declaration.rights
    for case, given, most in (
        ("late", rights.answer_within, ANSWER_WITHIN),
        ("extended", rights.may_extend_by, MAY_EXTEND_BY),
    ):
        if given.surely_longer_than(most):
            yield Finding(rights, case, str(given), details={"most": str(most)})
    if not rights.free:
        yield Finding(rights, "fee", "free: no")


def _whole(limit: RightLimit) -> bool:
    """Return whether a limit takes a right from everybody in a group, and not from a part of an answer."""
    return bool(limit.groups) or not _CASE_BY_CASE.issuperset(limit.rights)


def _concerned(context: Context, limit: RightLimit) -> bool:
    """Return whether a hold for these groups, or a law, stands behind a limit."""
    if limit.hold is None:  # K412 looks after the grounds that stand elsewhere
        return cites_law(limit.law) or limit.ground in _CARRIED_ELSEWHERE
    hold = context.declaration.holds.get(limit.hold)
    if hold is None or not hold.reach.groups:
        return hold is not None
    return bool(limit.groups) and set(limit.groups) <= set(hold.reach.groups)


def _denies_erasure(ban: Ban) -> bool:
    return Operation.ERASE in ban.operations and not ban.unless and not ban.by
