"""Cookies and other terminal items; automated decisions and profiling."""

from __future__ import annotations

from kortisto.declaration.model import TerminalItem
from kortisto.declaration.printing.content.parts import facts, paragraph, with_texts
from kortisto.declaration.printing.context import Context
from kortisto.declaration.printing.document import Block, Sentence, Sentences, Table
from kortisto.declaration.printing.terms.words import BASIS, TERMINAL


def cookies(c: Context) -> tuple[Block, ...]:
    """Each cookie, pixel or other identifier: purpose, class, lifetime, data, whose."""
    register = c.declaration.register
    nodes = c.declaration.terminal_items.values()
    if not nodes:
        return with_texts(c, "cookies", paragraph(c.say(register, "cookies.none")))
    rows = tuple((_name(c, node), _purpose(c, node), (_life(c, node),), _data(c, node)) for node in nodes)
    columns = tuple(c.term(f"cookies.{key}") for key in ("cookie", "purpose", "life", "data"))
    table = Table("cookies", c.term("cookies.caption"), columns, rows)
    return with_texts(c, "cookies", paragraph(c.say(register, "cookies.lead")), (table,))


def _name(c: Context, node: TerminalItem) -> Sentences:
    return (c.put(node, c.text(node.name)), *c.free(node, node.text, enforced=False))


def _purpose(c: Context, node: TerminalItem) -> Sentences:
    return (
        c.say(node, "cookie.purpose", purpose=c.purpose(node.purpose)),
        c.say(node, "cookie.class", what=c.word(TERMINAL[node.consent_class])),
    )


def _life(c: Context, node: TerminalItem) -> Sentence:
    if node.life.permanent:
        return c.say(node, "cookie.permanent")
    if node.life.amount == 0:
        return c.say(node, "cookie.session")
    return c.say(node, "cookie.life", period=c.period(node.life))


def _data(c: Context, node: TerminalItem) -> Sentences:
    made: Sentences = (c.say(node, "cookie.items", items=c.items(node.items)),)
    if node.party:
        made += (c.say(node, "cookie.party", party=c.party(node.party)),)
    if node.links_to_person_when:
        made += (c.say(node, "cookie.links", condition=c.condition(node.links_to_person_when)),)
    return (*made, *(c.say(node, "cookie.web", web=c.text(web)) for web in node.web))


def automation(c: Context) -> tuple[Block, ...]:
    """Automated decisions and profiling: each answered yes or no."""
    node = c.declaration.automation
    answers = paragraph(
        c.say(node, "automation.decisions" if node.decisions else "automation.no_decisions"),
        c.say(node, "automation.profiling" if node.profiling else "automation.no_profiling"),
    )
    details = facts(
        (c.term("automation.logic"), c.free(node, node.logic)),
        (c.term("automation.effect"), c.free(node, node.effect)),
        (c.term("automation.human"), c.free(node, node.human_review)),
    )
    return with_texts(c, "automation", answers, paragraph(*c.free(node, node.text)), details, _segments(c))


def _segments(c: Context) -> tuple[Block, ...]:
    rows = []
    for segment in c.declaration.automation.segments:
        basis = c.declaration.bases.get(segment.basis)
        why = c.purpose(segment.purpose) + (f" ({c.word(BASIS[basis.basis])})" if basis else "")
        rows.append(
            (
                (c.put(segment, c.item(segment.item)), *c.free(segment, segment.text)),
                (c.put(segment, c.items(segment.made_from)),),
                (c.put(segment, why),),
            )
        )
    columns = (c.term("segments.item"), c.term("segments.from"), c.term("segments.why"))
    return (Table("segments", c.term("segments.caption"), columns, tuple(rows)),) if rows else ()
