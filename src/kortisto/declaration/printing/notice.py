"""A declaration as a notice in one language: the builders of all headings, in the customary order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from kortisto.declaration.model import LANGUAGES, Declaration, Node
from kortisto.declaration.printing.completeness import Missing, completeness
from kortisto.declaration.printing.content import (
    devices,
    history,
    how_long,
    in_short,
    protection,
    rights,
    what,
    whence_and_whither,
    who,
    why,
)
from kortisto.declaration.printing.context import Context
from kortisto.declaration.printing.document import (
    Block,
    Bullets,
    Document,
    Fact,
    Facts,
    Paragraph,
    Section,
    Sentence,
    Sentences,
    Table,
    inert,
    sentences_of,
)
from kortisto.declaration.printing.nodes import nodes_of
from kortisto.declaration.printing.terms.labels import STRENGTH
from kortisto.declaration.vocabulary.headings import HEADINGS
from kortisto.declaration.words import Status

AUDIENCES = ("public", "officer")

BUILDERS: Mapping[str, Callable[[Context], tuple[Block, ...]]] = {
    "introduction": lambda c: (*in_short.in_short(c), *who.introduction(c)),
    "controller": who.controller,
    "register": who.register,
    "subjects": who.subjects,
    "purposes": why.purposes,
    "consent": why.consents,
    "items": what.items,
    "mandatory": what.mandatory,
    "sources": whence_and_whither.sources,
    "recipients": whence_and_whither.recipients,
    "transfers": whence_and_whither.transfers,
    "retention": how_long.retention,
    "cookies": devices.cookies,
    "automation": devices.automation,
    "rights": rights.rights,
    "requests": rights.requests,
    "complaint": rights.complaint,
    "security": protection.security,
    "security_paper": protection.paper,
    "security_electronic": protection.electronic,
    "items_table": what.items_table,
    "changes": history.changes,
    "version": history.version,
}
"""One builder for each heading of `vocabulary.headings`."""

LABELS = ("contents", "skip", "page", "unenforced", "officer")
"""The writers' own words, which every document carries."""


class IncompleteNoticeError(ValueError):
    """A published declaration lacks what Articles 13 and 14 demand; `missing` says what."""

    def __init__(self, missing: list[Missing]) -> None:
        """Keep what is missing for whoever shows it."""
        super().__init__("; ".join(f"{one.article} {one.what.en} ({one.node})" for one in missing))
        self.missing = missing


def notice(
    declaration: Declaration, language: str, *, audience: str = "public", previous: Declaration | None = None
) -> Document:
    """Make the notice in `fi`, `sv` or `en`, for the `public` or the `officer`.

    `previous` is the version that was in force before; with it the notice tells what changed. Raises KeyError for an
    unknown language or audience, and IncompleteNoticeError when a published notice would lack what the law demands; the
    officer's view, drafts and templates are made all the same.
    """
    if language not in LANGUAGES or audience not in AUDIENCES:
        raise KeyError(language if language not in LANGUAGES else audience)
    status = declaration.register.status
    if status is Status.PUBLISHED and audience == "public" and (missing := completeness(declaration)):
        raise IncompleteNoticeError(missing)
    c = Context(declaration, language, audience, previous, to_reader=True)
    sections = tuple(
        Section(id_, c.word(heading.name), BUILDERS[id_](c), heading.answers) for id_, heading in HEADINGS.items()
    )
    register = declaration.register
    lead: Sentences = (
        c.say(register, "lead.version", version=c.text(register.version), date=c.date(register.drafted)),
    )
    if c.officer:
        sections = tuple(_for_officer(c, sections))
    labels = {key: c.term(key) for key in LABELS} | {str(kind): c.word(text) for kind, text in STRENGTH.items()}
    banner = None if status is Status.PUBLISHED else c.term(str(status))
    return Document(c.text(register.title), language, audience, sections, lead, banner, labels)


# --- the officer's view


def _for_officer(c: Context, sections: tuple[Section, ...]) -> list[Section]:
    nodes = {node.ref: node for node in nodes_of(c.declaration)}
    told: set[str] = set()

    def annotate(sentence: Sentence) -> Sentence:
        new = [ref for ref in sentence.node.split() if ref not in told]
        told.update(new)
        notes = tuple(note for ref in new if ref in nodes for note in _notes(c, nodes[ref]))
        return replace(sentence, notes=notes)

    annotated = [_mapped(section, annotate) for section in sections]
    printed = {ref for one in sentences_of(sections) for ref in one.node.split()}
    rest = [node for node in nodes.values() if node.ref not in printed]
    blocks = _missing(c) + (_rest(c, rest) if rest else ())
    return [*annotated, Section("officer", c.term("officer.title"), blocks)] if blocks else annotated


def _notes(c: Context, node: Node) -> tuple[str, ...]:
    notes = (c.term("promises", ids=", ".join(node.promises)),) if node.promises else ()
    return (*notes, c.term("ours", why=inert(node.ours))) if node.ours else notes


def _missing(c: Context) -> tuple[Block, ...]:
    found = completeness(c.declaration)
    items = tuple((Sentence(f"{one.article}: {c.word(one.what)} ({one.node})", one.node),) for one in found)
    return (Bullets(items),) if items else ()


def _rest(c: Context, nodes: list[Node]) -> tuple[Block, ...]:
    rows = []
    for node in nodes:
        text = getattr(node, "text", None) or getattr(node, "name", None)
        said = (Sentence(node.ref, node.ref), *((Sentence(c.text(text), node.ref),) if text else ()))
        rows.append((said, tuple(Sentence(note, node.ref) for note in _notes(c, node))))
    columns = (c.term("officer.node"), c.term("officer.reason"))
    return (Table("officer-rest", c.term("officer.caption"), columns, tuple(rows)),)


def _mapped(section: Section, change: Callable[[Sentence], Sentence]) -> Section:
    def all_of(sentences: Sentences) -> Sentences:
        return tuple(change(one) for one in sentences)

    notes = change(Sentence(section.title, section.node)).notes if section.node else ()
    blocks: list[Block] = []
    for block in section.blocks:
        match block:
            case Paragraph():
                blocks.append(Paragraph(all_of(block.sentences)))
            case Bullets():
                blocks.append(replace(block, items=tuple(all_of(item) for item in block.items)))
            case Facts():
                blocks.append(Facts(tuple(Fact(one.label, all_of(one.sentences)) for one in block.facts)))
            case Table():
                rows = tuple(tuple(all_of(cell) for cell in row) for row in block.rows)
                blocks.append(replace(block, rows=rows))
            case Section():
                blocks.append(_mapped(block, change))
    return replace(section, blocks=tuple(blocks), notes=notes)
