"""Items, whether they must be given, and the table of each item in detail."""

from __future__ import annotations

from collections.abc import Sequence

from kortisto.declaration.model import Item, Processing, Recipient, RetentionRule, Source
from kortisto.declaration.periods import Period
from kortisto.declaration.printing.completeness import MADE_BY_USE
from kortisto.declaration.printing.content.parts import paragraph, with_texts
from kortisto.declaration.printing.context import Context, capital
from kortisto.declaration.printing.document import Block, Bullets, Section, Sentence, Sentences, Table
from kortisto.declaration.printing.terms.words import BASIS, MANDATORY, MINIMISED, NATURE
from kortisto.declaration.vocabulary.headings import HEADINGS
from kortisto.declaration.vocabulary.items import ITEMS, Nature, is_under
from kortisto.declaration.words import Basis, MandatoryKind, Operation

_FEW = 2
_KEEPING = frozenset({Operation.COLLECT, Operation.STORE})


def items(c: Context) -> tuple[Block, ...]:
    """What is processed about whom, and what is never collected."""
    by_groups: dict[str, list[Item]] = {}
    for item in c.declaration.items.values():
        if not item.never_collect:
            by_groups.setdefault(_about(c.in_finnish, item), []).append(item)
    lists: list[Block] = []
    for some in by_groups.values():
        bullets = Bullets(tuple((*_named(c, item), *_details(c, item)) for item in some), narrow=True)
        lists.append(Section(f"items-{len(lists) + 1}", _heading(c, some[0]), (bullets,)))
    never = tuple(item for item in c.declaration.items.values() if item.never_collect)
    said: Sentences = ()
    if never:
        refs = " ".join(item.ref for item in never)
        said = (c.say(refs, "items.never_collected", items="; ".join(c.item(item.id) for item in never)),)
        for item in never:
            said += c.free_in(item, "item.examples", item.examples)
    return with_texts(c, "items", tuple(lists), paragraph(*said))


def _heading(c: Context, item: Item) -> str:
    about = _about(c, item)
    return c.term("items.about_all") if about == c.term("all.groups") else c.term("items.about", groups=about)


def _named(c: Context, item: Item) -> Sentences:
    more = bool(_details(c, item))
    name = c.put(item, c.item(item.id))
    return (Sentence(name.text.rstrip(".") + "." if more else name.text, item.ref),)


def _details(c: Context, item: Item) -> Sentences:
    made: Sentences = c.free_in(item, "item.examples", item.examples)
    nature = ITEMS[item.id].nature if item.id in ITEMS else None
    if nature is not None and nature in NATURE and not (nature is Nature.DERIVED and item.derived_from):
        made += (Sentence(c.word(NATURE[nature]), item.ref),)
    if item.minimised is not None:
        made += (Sentence(c.word(MINIMISED[item.minimised]), item.ref),)
    if item.derived_from:
        made += (c.say(item, "item.derived", items=c.items(item.derived_from)),)
    if item.never_disclose:
        made += (c.say(item, "item.never_disclosed"),)
    return made


def _about(c: Context, item: Item) -> str:
    rows = rows_of(c, item.id)
    keeping = [row for row in rows if _KEEPING & set(row.operations)] or rows
    return c.groups(group for row in keeping for group in row.groups)


def rows_of(c: Context, item: str) -> list[Processing]:
    """Return the processing rows that use an item, an item under it or one above it."""
    return [
        row
        for row in c.declaration.processing.values()
        if any(is_under(item, named) or is_under(named, item) for named in row.items)
    ]


def mandatory(c: Context) -> tuple[Block, ...]:
    """Which data must be given, why, and what follows when they are not."""
    register = c.declaration.register
    needed = [item for item in c.declaration.items.values() if item.mandatory is not MandatoryKind.NO]
    if not needed:
        return with_texts(c, "mandatory", paragraph(c.say(register, "mandatory.none")))
    rows = tuple(
        (
            (c.put(item, c.item(item.id)),),
            (Sentence(c.word(MANDATORY[item.mandatory]), item.ref),),
            c.free(item, item.refusal),
        )
        for item in needed
    )
    columns = (c.term("items.item"), c.term("mandatory.why"), c.term("mandatory.else"))
    table = Table("mandatory", c.term("mandatory.caption"), columns, rows)
    rest = len(needed) < len([item for item in c.declaration.items.values() if not item.never_collect])
    return with_texts(c, "mandatory", (table,), paragraph(c.say(register, "mandatory.rest")) if rest else ())


# --- each item in detail


def items_table(c: Context) -> tuple[Block, ...]:
    """Source, purpose with basis, recipients, transfers and period of every item; items that are alike share a row."""
    alike: dict[tuple[tuple[str, ...], ...], list[Item]] = {}
    for item in c.declaration.items.values():
        if not item.never_collect:
            words = tuple(
                tuple(sentence.text for sentence in cell) for one in c.in_all_languages for cell in _cells(one, item)
            )
            alike.setdefault(words, []).append(item)
    rows = tuple((tuple(c.put(item, c.item(item.id)) for item in some), *_cells(c, some[0])) for some in alike.values())
    columns = tuple(c.term(key) for key in ("items.item", "table.source", "table.why", "table.to", "table.keep"))
    table = (Table("each-item", c.term("table.caption"), columns, rows, dense=True),) if rows else ()
    at = {id_: str(list(HEADINGS).index(id_) + 1) for id_ in ("sources", "purposes", "recipients", "retention")}
    lead = paragraph(c.say(c.declaration.register, "table.lead", **at)) if rows else ()
    return with_texts(c, "items_table", lead, table)


def _cells(c: Context, item: Item) -> tuple[Sentences, ...]:
    return _sources(c, item), _why(c, item), _to(c, item), _keep(c, item)


def _names(item: Item, named: tuple[str, ...]) -> bool:
    return not named or any(is_under(item.id, one) or is_under(one, item.id) for one in named)


def _sources(c: Context, item: Item) -> Sentences:
    found = [source for source in c.declaration.sources.values() if _names(item, source.items)]
    if not found and is_under(item.id, MADE_BY_USE):
        return (c.say(item, "table.made_by_use"),)
    return _referred(c, "sources", found)


def _referred(c: Context, section: str, found: Sequence[Source | Recipient]) -> Sentences:
    """Return names of one or two; of more the numbers under which they stand, or the table would be a book."""
    if len(found) <= _FEW:
        return tuple(c.put(node, c.text(node.name)) for node in found)
    words = c.references(c.numbers_of(section), [node.id for node in found])
    return (c.put(" ".join(node.ref for node in found), words),)


def _why(c: Context, item: Item) -> Sentences:
    by_basis: dict[Basis, list[Processing]] = {}
    for row in rows_of(c, item.id):
        basis = c.declaration.bases.get(row.basis)
        if basis is not None:
            by_basis.setdefault(basis.basis, []).append(row)
    return tuple(
        c.say(
            " ".join(dict.fromkeys(row.ref for row in rows)),
            "table.basis",
            basis=capital(c.word(BASIS[basis])),
            purposes=c.references(c.purpose_numbers, [row.purpose for row in rows]),
        )
        for basis, rows in by_basis.items()
    )


def _to(c: Context, item: Item) -> Sentences:
    if item.never_disclose:
        return (c.say(item, "item.never_disclosed"),)
    found = [recipient for recipient in c.declaration.recipients.values() if _names(item, recipient.items)]
    made = _referred(c, "recipients", found)
    names = {recipient.id for recipient in found}
    leaving = [node for node in c.declaration.transfers.values() if names & set(node.recipients)]
    leaving = [node for node in leaving if _names(item, node.items)]
    if leaving:
        countries = c.listing(c.country(one) for node in leaving for one in node.countries)
        made += (c.say(" ".join(node.ref for node in leaving), "table.transfer", countries=countries),)
    return made or (c.say(item, "table.nobody"),)


def _keep(c: Context, item: Item) -> Sentences:
    """The periods of an item, each with the numbers of the rules that give it, in the order of the rules."""
    leaves = set(c.compiled.expand(item.id))
    holding = {rule.id for _, leaf, _, _, rule in c.compiled.entries() if leaf in leaves}
    by_period: dict[Period, list[RetentionRule]] = {}
    for rule in c.declaration.retention.values():
        if rule.id in holding:
            by_period.setdefault(rule.at_most, []).append(rule)
    return tuple(_period(c, period, rules) for period, rules in by_period.items())


def _period(c: Context, period: Period, rules: list[RetentionRule]) -> Sentence:
    refs = " ".join(rule.ref for rule in rules)
    numbers = c.references(c.numbers_of("retention"), [rule.id for rule in rules])
    if period.amount == 0 and not period.permanent:
        return c.say(refs, "table.rule_ends", name=numbers)
    key = "table.rule" if period.permanent else "table.rule_most"
    return c.say(refs, key, name=numbers, period=c.period(period))
