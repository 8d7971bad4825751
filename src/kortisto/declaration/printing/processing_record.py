"""The record of processing activities of a controller (Article 30(1)): one activity for each purpose.

The same facts in the same words as the notice, in the order of points (a) to (g), with the legal basis, which the
article does not ask for and every authority does. As a document for HTML and PDF, and as a spreadsheet.
"""

from __future__ import annotations

import io
from collections.abc import Iterable

import xlsxwriter

from kortisto.declaration.model import Declaration, Processing, Purpose, RetentionRule, Transfer
from kortisto.declaration.printing.content import protection, who
from kortisto.declaration.printing.content.how_long import name_of
from kortisto.declaration.printing.content.parts import how_long
from kortisto.declaration.printing.content.whence_and_whither import transfer_cells
from kortisto.declaration.printing.content.why import basis_sentences
from kortisto.declaration.printing.context import Context
from kortisto.declaration.printing.document import Document, Facts, Section, Sentence, Sentences, Table
from kortisto.declaration.printing.notice import LABELS
from kortisto.declaration.printing.terms.record import COLUMNS, TITLE
from kortisto.declaration.vocabulary.headings import HEADINGS

_APART = ("basis", "transfers", "limits")
_WIDTHS = {"purpose": 34, "basis": 44, "subjects": 32, "items": 46, "recipients": 40, "transfers": 34, "limits": 52}


def document(declaration: Declaration, language: str) -> Document:
    """Return the record in `fi`, `sv` or `en`; KeyError for another language."""
    c = Context(declaration, language, "officer")
    activities = tuple(
        Section(f"activity-{id_}", c.purpose(id_), (_table(c, id_),), "30(1)(b)-(f)")
        for id_ in c.purpose_numbers
        if _rows(c, id_)
    )
    sections = (
        Section("controller", c.word(HEADINGS["controller"].name), who.controller(c), "30(1)(a)"),
        *activities,
        Section(
            "security",
            c.word(HEADINGS["security"].name),
            (*protection.security(c), *protection.paper(c), *protection.electronic(c)),
            "30(1)(g)",
        ),
    )
    register = declaration.register
    lead = (c.say(register, "lead.version", version=c.text(register.version), date=c.date(register.drafted)),)
    title = f"{c.word(TITLE)}: {c.text(register.name)}"
    labels = {key: c.term(key) for key in LABELS}
    return Document(title, language, "public", sections, lead, None, labels)


def spreadsheet(declaration: Declaration, language: str) -> bytes:
    """Return the record as an .xlsx workbook: one sheet of activities, one of the controller and the measures."""
    c = Context(declaration, language, "officer")
    out = io.BytesIO()
    # strings_to_formulas off: a text that begins with "=" is a text.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        body = book.add_format({"text_wrap": True, "valign": "top"})
        activities = book.add_worksheet(c.word(TITLE)[:31])
        activities.freeze_panes(1, 1)
        activities.set_landscape()
        activities.fit_to_pages(1, 0)
        activities.repeat_rows(0)
        for column, (key, width) in enumerate(_WIDTHS.items()):
            activities.set_column(column, column, width)
            activities.write_string(0, column, c.word(COLUMNS[key]), head)
        for line, id_ in enumerate((id_ for id_ in c.purpose_numbers if _rows(c, id_)), start=1):
            cells = {"purpose": (Sentence(c.purpose(id_), ""),), **dict(_cells(c, id_))}
            for column, key in enumerate(_WIDTHS):
                activities.write_string(line, column, "\n".join(one.text for one in cells[key]), body)
        common = book.add_worksheet(c.word(COLUMNS["common"])[:31])
        common.set_column(0, 0, 34)
        common.set_column(1, 1, 90)
        for line, (label, text) in enumerate(_common(c)):
            common.write_string(line, 0, label, head)
            common.write_string(line, 1, text, body)
    return out.getvalue()


def _rows(c: Context, purpose: str) -> list[Processing]:
    return [row for row in c.declaration.processing.values() if row.purpose == purpose]


def _table(c: Context, purpose: str) -> Table:
    """One activity: a row for each point of the article; what has an end of its own has a row of its own."""
    node = c.declaration.purposes[purpose]
    rows: list[tuple[Sentences, ...]] = []
    for key, sentences in _cells(c, purpose):
        label = (c.put(node, c.word(COLUMNS[key])),)
        parts = [(one,) for one in sentences] if key in _APART else [sentences]
        rows += [(label if place == 0 else (), part) for place, part in enumerate(parts)]
    columns = (c.word(COLUMNS["point"]), c.word(COLUMNS["content"]))
    return Table(f"record-{purpose}", c.purpose(purpose), columns, tuple(rows))


def _cells(c: Context, purpose: str) -> tuple[tuple[str, Sentences], ...]:
    node, rows = c.declaration.purposes[purpose], _rows(c, purpose)
    bases = dict.fromkeys(row.basis for row in rows)
    refs = " ".join(row.ref for row in rows)
    return (
        (
            "basis",
            tuple(
                c.put(c.declaration.bases[id_], _text(basis_sentences(c, c.declaration.bases[id_], labelled=False)))
                for id_ in bases
            ),
        ),
        ("subjects", (c.put(refs, names_of_groups(c, rows)),)),
        ("items", (c.put(refs, c.listing(dict.fromkeys(c.item(item) for row in rows for item in row.items))),)),
        ("recipients", _recipients(c, node)),
        ("transfers", _transfers(c, node)),
        ("limits", _limits(c, rows)),
    )


def names_of_groups(c: Context, rows: Iterable[Processing]) -> str:
    """Return the groups of the rows, each by its name: outside the notice its numbers of groups say nothing."""
    used = {group for row in rows for group in row.groups}
    return "; ".join(c.group(id_) for id_ in c.declaration.subject_groups if id_ in used)


def _recipients(c: Context, purpose: Purpose) -> Sentences:
    found = [node for node in c.declaration.recipients.values() if purpose.id in node.purposes]
    if not found:
        return (c.say(purpose, "table.nobody"),)
    return (c.put(" ".join(node.ref for node in found), c.listing(c.text(node.name) for node in found)),)


def _transfers(c: Context, purpose: Purpose) -> Sentences:
    receiving = {node.id for node in c.declaration.recipients.values() if purpose.id in node.purposes}
    found = [node for node in c.declaration.transfers.values() if receiving & set(node.recipients)]
    said = tuple(c.put(node, _transfer(c, node)) for node in found)
    return said or (c.put(purpose, c.word(COLUMNS["no transfers"])),)


def _transfer(c: Context, node: Transfer) -> str:
    countries, *ground = transfer_cells(c, node)
    return f"{countries.text}: {_text(tuple(ground))}"


def _limits(c: Context, rows: list[Processing]) -> Sentences:
    """The time limit of each rule that holds for the activity, with the name of what it is about."""
    refs = {row.id for row in rows}
    rules: dict[str, RetentionRule] = {
        rule.id: rule for row, _, _, _, rule in c.compiled.entries() if row.node.id in refs
    }
    made: list[Sentence] = []
    for rule in rules.values():
        period = how_long(c, rule.ref, "most", rule.at_most, rule.start)
        made.append(c.put(rule, f"{name_of(c, rule)}: {period.text[:1].lower()}{period.text[1:]}"))
    return tuple(made)


def _common(c: Context) -> Iterable[tuple[str, str]]:
    blocks = (*who.controller(c), *protection.security(c), *protection.paper(c), *protection.electronic(c))
    yield from _labelled(blocks, "")


def _labelled(blocks: Iterable[object], label: str) -> Iterable[tuple[str, str]]:
    for block in blocks:
        if isinstance(block, Section):
            yield from _labelled(block.blocks, block.title)
        elif isinstance(block, Facts):
            yield from ((f"{label} {fact.label}".strip(), _text(fact.sentences)) for fact in block.facts)
        else:
            items = getattr(block, "items", None) or (getattr(block, "sentences", ()),)
            yield from ((label, _text(sentences)) for sentences in items if sentences)


def _text(sentences: Sentences) -> str:
    return " ".join(sentence.text for sentence in sentences)
