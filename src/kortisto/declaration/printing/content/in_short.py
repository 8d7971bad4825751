"""The summary that opens a notice, half a page at most: who, whose, why, how long, to whom, rights, contact.

It says nothing that the sections do not say: every sentence is made of the nodes that the sections are made of.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import reduce

from kortisto.declaration.model import RetentionRule
from kortisto.declaration.printing.content.how_long import name_of
from kortisto.declaration.printing.content.parts import facts, how_long
from kortisto.declaration.printing.content.rights import bases_in_use, rights_that_apply
from kortisto.declaration.printing.context import Context, capital
from kortisto.declaration.printing.document import Block, Section, Sentence, Sentences
from kortisto.declaration.printing.terms.in_short import BROADLY, MAY
from kortisto.declaration.printing.terms.words import BASIS
from kortisto.declaration.vocabulary.headings import HEADINGS
from kortisto.declaration.words import GroupKind, PartyRole, RecipientRole

_CONTROLLERS = {PartyRole.CONTROLLER, PartyRole.JOINT_CONTROLLER}
_MARKETING = frozenset({"marketing", "partner marketing"})


def in_short(c: Context) -> tuple[Block, ...]:
    """Return the summary as a section; nothing for the officer, who reads each node once, where it belongs."""
    if c.officer:
        return ()
    rows = facts(
        (c.term("short.who"), _who(c)),
        (c.term("short.whose"), _whose(c)),
        (c.term("short.why"), _why(c)),
        (c.term("short.basis"), _basis(c)),
        (c.term("short.how_long"), _how_long(c)),
        (c.term("short.to_whom"), _to_whom(c)),
        (c.term("short.rights"), _rights(c)),
        (c.term("short.contact"), _contact(c)),
    )
    return (Section("in-short", c.term("short.title"), rows),)


def _number(heading: str) -> str:
    return str(list(HEADINGS).index(heading) + 1)


def _series(named: list[tuple[str, str]]) -> Sentences:
    """Return names as one series, each of its own node: what one name says is not said of the others."""
    last = len(named) - 1
    return tuple(
        Sentence(capital(name).rstrip(".") + (";" if at < last else "."), node) for at, (name, node) in enumerate(named)
    )


def _who(c: Context) -> Sentences:
    parties = c.declaration.parties.values()
    return _series([(c.party(one.id), one.ref) for one in parties if _CONTROLLERS & set(one.roles)])


def _whose(c: Context) -> Sentences:
    groups = c.declaration.subject_groups.values()
    people = [one for one in groups if one.kind is GroupKind.PERSON] or list(groups)
    return _series([(c.text(one.name), one.ref) for one in people])


def _why(c: Context) -> Sentences:
    nodes = c.declaration.purposes.values()
    words = [c.word(BROADLY[one.kind]) if one.kind in BROADLY else c.text(one.name) for one in nodes]
    refs = " ".join(one.ref for one in nodes)
    return (c.say(refs, "short.list", words=capital(c.listing(words))),) if nodes else ()


def _basis(c: Context) -> Sentences:
    used = bases_in_use(c)
    refs = " ".join(one.ref for one in c.declaration.bases.values() if one.basis in used)
    words = capital(c.listing(c.word(BASIS[basis]) for basis in used))
    return (c.say(refs, "short.list", words=words),) if used else ()


def _how_long(c: Context) -> Sentences:
    """The rules of the first purpose and of marketing, then the longest ones."""
    rules = c.declaration.retention.values()
    if not rules:
        return ()
    main = [_carrying(c, [next(iter(c.declaration.purposes), "")]), _carrying(c, _marketing(c))]
    said = tuple(_keep(c, rule) for rule in dict.fromkeys(main) if rule is not None)
    ending = [rule for rule in rules if rule.at_most.amount]
    if ending:
        longest = reduce(
            lambda one, other: other if other.surely_longer_than(one) else one, (rule.at_most for rule in ending)
        )
        if not any(rule is not None and rule.at_most == longest for rule in main):
            said += _longest(c, [rule for rule in ending if rule.at_most == longest])
    for_ever = [rule for rule in rules if rule.at_most.permanent and rule not in main]
    if for_ever:
        refs = " ".join(rule.ref for rule in for_ever)
        said += (c.say(refs, "short.keep_for_ever", names=_names(c, for_ever)),)
    return (*said, c.say(c.declaration.register, "short.keep_more", number=_number("retention")))


def _marketing(c: Context) -> list[str]:
    return [one.id for one in c.declaration.purposes.values() if one.kind in _MARKETING]


def _carrying(c: Context, purposes: list[str]) -> RetentionRule | None:
    """Return the rule that holds for most data of some purposes."""
    rows = {row.id for row in c.declaration.processing.values() if row.purpose in purposes}
    reach = Counter(rule.id for row, *_, rule in c.compiled.entries() if row.node.id in rows)
    return c.declaration.retention[reach.most_common(1)[0][0]] if reach else None


def _keep(c: Context, rule: RetentionRule) -> Sentence:
    said = how_long(c, rule.ref, "most", rule.at_most, rule.start).text
    return replace(c.put(rule, name_of(c, rule)), text=f"{capital(name_of(c, rule))}: {said[:1].lower()}{said[1:]}")


def _longest(c: Context, rules: list[RetentionRule]) -> Sentences:
    refs = " ".join(rule.ref for rule in rules)
    return (c.say(refs, "short.keep_longest", period=c.period(rules[0].at_most), names=_names(c, rules)),)


def _names(c: Context, rules: list[RetentionRule]) -> str:
    return "; ".join(capital(name_of(c, rule)) for rule in rules)


def _to_whom(c: Context) -> Sentences:
    outside = [one for one in c.declaration.recipients.values() if one.role is not RecipientRole.STAFF]
    made = _series([(c.text(one.name), one.ref) for one in outside])
    made = made or (c.say(c.declaration.register, "short.nobody"),)
    leaving = c.declaration.transfers.values()
    if not leaving:
        return (*made, c.say(c.declaration.register, "short.no_transfers"))
    countries = c.listing(c.country(country) for one in leaving for country in one.countries)
    return (*made, c.say(" ".join(one.ref for one in leaving), "short.transfers", countries=countries))


def _rights(c: Context) -> Sentences:
    node = c.declaration.rights
    words = c.listing(c.word(MAY[right]) for right in rights_that_apply(c) if right in MAY)
    said: Sentences = (
        c.say(node, "short.may", rights=words),
        c.say(node, "short.depends", number=_number("rights")),
    )
    bans = [
        one for one in c.declaration.objections.values() if not one.situation_needed and _stops_marketing(c, one.closes)
    ]
    return (*said, c.say(" ".join(one.ref for one in bans), "short.no_marketing")) if bans else said


def _stops_marketing(c: Context, rows: tuple[str, ...]) -> bool:
    found = (c.declaration.processing.get(row) for row in rows)
    purposes = (c.declaration.purposes.get(row.purpose) for row in found if row is not None)
    return any(purpose is not None and purpose.kind in _MARKETING for purpose in purposes)


def _contact(c: Context) -> Sentences:
    node = c.declaration.rights
    party = c.declaration.parties.get(node.contact)
    answer = c.say(node, "short.answer", period=c.span(node.answer_within))
    if party is None:
        return (answer,)
    reached = [c.party(party.id), *(value for value in (party.email, party.phone) if value)]
    return (c.put(f"{node.ref} {party.ref}", ", ".join(c.text(one) for one in reached) + "."), answer)
