"""What changed since the last version, and which version this is."""

from __future__ import annotations

from collections.abc import Mapping

from kortisto.declaration.model import Declaration, Node, RetentionRule
from kortisto.declaration.printing.content.how_long import name_of
from kortisto.declaration.printing.content.parts import counted_from, facts, paragraph, with_texts
from kortisto.declaration.printing.context import Context
from kortisto.declaration.printing.document import Block, Bullets, Section, Sentences
from kortisto.declaration.printing.terms.words import REASON

_SECTIONS = (
    "parties", "purposes", "bases", "subject_groups", "items", "sources", "recipients", "transfers", "retention",
    "holds", "consents", "objections", "terminal_items",
)  # fmt: skip


def changes(c: Context) -> tuple[Block, ...]:
    """The recorded changes, and what comparing with the previous version finds."""
    register = c.declaration.register
    if register.changes:
        told = tuple(
            (c.say(register, "changes.line", reason=c.word(REASON[one.reason]), what=c.text(one.what)),)
            for one in register.changes
        )
        lead: tuple[Block, ...] = (*paragraph(c.say(register, "changes.lead")), Bullets(told))
    else:
        key = "changes.undescribed" if register.replaces or c.previous else "changes.none"
        lead = paragraph(c.say(register, key))
    found = _compared(c, c.previous) if c.previous is not None else ()
    section = (Section("changed-points", c.term("changes.computed"), (Bullets(found),)),) if found else ()
    return with_texts(c, "changes", lead, section)


def _compared(c: Context, previous: Declaration) -> tuple[Sentences, ...]:
    before = Context(previous, c.language, c.audience, to_reader=c.to_reader)
    made: list[Sentences] = []
    for section in _SECTIONS:
        new: Mapping[str, Node] = getattr(c.declaration, section)
        old: Mapping[str, Node] = getattr(previous, section)
        made += [(c.say(node, "changes.added", what=_called(c, node)),) for key, node in new.items() if key not in old]
        for key, node in old.items():
            if key not in new:
                made.append((c.say(node, "changes.removed", what=_called(before, node)),))
            elif new[key] != node:
                made.append(_changed(c, before, new[key], node))
    return tuple(made)


def _changed(c: Context, before: Context, new: Node, old: Node) -> Sentences:
    now, then = c.declaration.retention.get(new.id), before.declaration.retention.get(old.id)
    if new.section == "retention" and now and then and (now.at_most, now.start) != (then.at_most, then.start):
        was, is_ = (
            f"{c.period(rule.at_most)} {counted_from(c, rule.start)}" if rule.at_most.amount else c.period(rule.at_most)
            for rule in (then, now)
        )
        return (c.say(new, "changes.period", what=name_of(c, now), old=was, new=is_),)
    return (c.say(new, "changes.changed", what=_called(c, new)),)


def _called(c: Context, node: Node) -> str:
    if node.section == "items":
        return c.item(node.id)
    if isinstance(node, RetentionRule):
        return name_of(c, node)
    name = getattr(node, "name", None)
    return c.text(name) if name is not None else node.ref


def version(c: Context) -> tuple[Block, ...]:
    """Number, dates, what it replaces, how changes are told."""
    node = c.declaration.register
    replaced: Sentences = ()
    for one in node.replaces:
        if one.version is None:
            dated = {"date": c.date(one.drafted)} if one.drafted else {}
            key = "version.replaced_only_dated" if dated else "version.replaced_bare"
            replaced += (c.say(node, key, notice=c.text(one.notice), **dated),)
            continue
        words = {"notice": c.text(one.notice), "version": c.text(one.version)}
        if one.drafted:
            replaced += (c.say(node, "version.replaced_dated", date=c.date(one.drafted), **words),)
        else:
            replaced += (c.say(node, "version.replaced", **words),)
    rows = facts(
        (c.term("version.version"), (c.put(node, c.text(node.version)),)),
        (c.term("version.drafted"), (c.put(node, c.date(node.drafted)),)),
        (c.term("version.valid"), (c.put(node, c.date(node.valid_from)),)),
        (c.term("version.replaces"), replaced),
        (c.term("version.told"), (c.say(node, f"told.{node.changes_told}"),)),
    )
    return with_texts(c, "version", rows)
