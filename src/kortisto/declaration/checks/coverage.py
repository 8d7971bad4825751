"""Whether everything that is held has a reason, and everything that is processed an end that is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kortisto.declaration.checks.registry import Context, Finding, by_node, check, names
from kortisto.declaration.model import Node
from kortisto.declaration.vocabulary.items import OWN, is_under
from kortisto.declaration.vocabulary.relations import RELATIONS
from kortisto.declaration.words import PlaceKind


@check("K401")
def item_without_processing(context: Context) -> Iterator[Finding]:
    """An item may be held only if some processing row uses it: for a purpose, on a legal basis that is in force.

    Every leaf item under a declared item is looked at. A row counts when it names somebody's data, an operation and
    who may do it, and when its basis is valid on the day the declaration comes into force.
    """
    used = frozenset().union(*(items for _, items in context.live_rows))
    for item in context.declaration.items.values():
        unused = [leaf for leaf in context.compiled.expand(item.id) if context.is_declared(leaf) and leaf not in used]
        if unused:
            yield Finding(item, offending=item.id, details={"items": names(unused)})


@check("K402")
def processing_without_retention(context: Context) -> Iterator[Finding]:
    """Every item of every processing row needs a retention rule, for every group and every place where it lies.

    A rule that names places ends data in those places only. Backups and files to be imported, with a declared lag,
    follow the data that they copy and need no rule of their own.
    """
    yield from (
        Finding(node, offending=node.id, details={"items": names(items)})
        for node, items in by_node(_without_rule(context))
    )


def _without_rule(context: Context) -> Iterator[tuple[Node, str]]:
    places = context.declaration.register.places
    for row, items in context.rows.values():
        for group in row.groups:
            for item in items:
                if (item, group.id, None) in row.rules:
                    continue
                lying = [
                    place.id
                    for place in places
                    if not (place.kind in {PlaceKind.BACKUP, PlaceKind.INCOMING} and place.lag is not None)
                    and (not place.items or any(is_under(item, above) for above in place.items))
                ]
                if not lying or any((item, group.id, place) not in row.rules for place in lying):
                    yield row.node, item


@check("K410")
def open_list_without_closed_set(context: Context) -> Iterator[Finding]:
    """“For example” belongs to the text: what may be written must be a closed list.

    An item marked as an open list is backed when the processing rows name the items under it one by one, or when it
    is a leaf of the vocabulary, whose meaning is fixed. An item of one's own that is an open list has no meaning but
    its name, so it needs items under it.
    """
    for item in context.declaration.items.values():
        if not item.open_list:
            continue
        under = [leaf for leaf in context.compiled.expand(item.id) if leaf != item.id]
        if not under:
            if item.id.startswith(OWN):
                yield Finding(item, "own", item.id)
            continue
        wide = [
            row.node.id
            for row, items in context.live_rows
            if not items.isdisjoint(under) and any(is_under(item.id, named) for named in row.node.items)
        ]
        if wide:
            yield Finding(item, "wide", item.id, details={"rows": names(wide), "items": names(under)})


@check("K411")
def relation_without_cascade(context: Context) -> Iterator[Finding]:
    """When one end of a relation is erased, the declaration must say what happens to the other end: no default.

    The vocabulary of relations names the items that each relation joins; a relation is needed when an item is
    declared at, above or under each of them.
    """
    declared = [item.id for item in context.declaration.items.values() if not item.never_collect]
    for relation in RELATIONS.values():
        joined = relation.needs and all(_touched(need, declared) for need in relation.needs)
        if joined and relation.id not in context.declaration.relations:
            node = context.declaration.items[next(item for item in declared if _touches(item, relation.needs[-1]))]
            yield Finding(node, offending=relation.id, details={"items": names(relation.needs)})


def _touched(need: str, declared: Iterable[str]) -> bool:
    return any(_touches(item, need) for item in declared)


def _touches(item: str, need: str) -> bool:
    return is_under(item, need) or is_under(need, item)


@check("K420")
def rules_that_tie(context: Context) -> Iterator[Finding]:
    """Two retention rules that name the same item equally closely would leave the end of a datum to chance.

    The closest rule wins: by item first, then by row or purpose, group and place. Rules that none of this tells apart
    must be told apart by whoever writes the declaration.
    """
    found: dict[tuple[str, ...], list[str]] = {}
    for tie in context.compiled.ties:
        if context.is_declared(tie.item):
            found.setdefault(tie.rules, []).append(tie.item)
    for rules, items in found.items():
        node = context.declaration.retention[rules[-1].partition(".")[2]]
        details = {"rules": names(rules), "items": names(set(items))}
        yield Finding(node, offending=node.id, details=details)


@check("K425")
def row_that_covers_nothing(context: Context) -> Iterator[Finding]:
    """A processing row without groups, items, operations or anybody who may do it says nothing.

    It looks like a permission and is none: what it was meant to permit is denied.
    """
    for row in context.declaration.processing.values():
        for key in ("groups", "items", "operations", "by"):
            if not getattr(row, key):
                yield Finding(row, offending=row.id, details={"key": key})
