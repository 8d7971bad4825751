"""Sources, recipients, transfers."""

from __future__ import annotations

from kortisto.declaration.model import Recipient, Source, Transfer
from kortisto.declaration.printing.content.parts import exceptions, paragraph, with_texts
from kortisto.declaration.printing.content.why import basis_sentences, outward_bans, runs
from kortisto.declaration.printing.context import Context, capital
from kortisto.declaration.printing.document import Block, Sentence, Sentences, Table
from kortisto.declaration.printing.statutes import article_of_ground
from kortisto.declaration.printing.terms.words import CONDITION, GROUND, RECIPIENT_ROLE, SOURCE
from kortisto.declaration.vocabulary.law import ADEQUACY
from kortisto.declaration.words import DisclosureCondition, RunKind


def sources(c: Context) -> tuple[Block, ...]:
    """Where data come from, which, how verified, how often."""
    numbers = c.numbers_of("sources")
    rows = tuple(
        (
            (c.put(node, f"{numbers[node.id]} {capital(c.text(node.name))}"),),
            (_source_items(c, node),),
            _source_details(c, node),
        )
        for node in c.declaration.sources.values()
    )
    columns = (c.term("sources.source"), c.term("sources.items"), c.term("sources.more"))
    table = (Table("sources", c.term("sources.caption"), columns, rows),) if rows else ()
    return with_texts(c, "sources", table, runs(c, RunKind.SOURCE_UPDATE, RunKind.REFRESH))


def _source_items(c: Context, node: Source) -> Sentence:
    return c.put(node, c.items(node.items) if node.items else c.term("all.items"))


def _source_details(c: Context, node: Source) -> Sentences:
    made: Sentences = ()
    kind = c.word(SOURCE[node.kind])
    if SOURCE[node.kind].fi.casefold() != node.name.fi.casefold():
        made += (c.say(node, "source.kind", kind=kind),)
    if node.party and c.in_finnish.party(node.party) != node.name.fi:
        made += (c.say(node, "source.party", party=c.party(node.party)),)
    if node.public:
        made += (c.say(node, "source.public"),)
    if node.groups:
        made += (c.say(node, "source.groups", groups=c.groups(node.groups)),)
    made += c.free(node, node.text, enforced=False)
    made += c.free(node, node.verified, enforced=False)
    if node.every:
        made += (c.say(node, "source.every", every=c.every(node.every)),)
    if node.correct_at_source:
        made += (c.say(node, "source.correct"),)
    return made or c.dash(node)


def recipients(c: Context) -> tuple[Block, ...]:
    """To whom data go, what, why, on which conditions; what is never disclosed."""
    register = c.declaration.register
    nodes = c.declaration.recipients.values()
    if not nodes:
        return with_texts(c, "recipients", paragraph(c.say(register, "recipients.none")), outward_bans(c))
    numbers = c.numbers_of("recipients")
    rows = tuple(
        (
            (c.put(node, f"{numbers[node.id]} {capital(c.text(node.name))}"),),
            _recipient_what(c, node),
            _recipient_terms(c, node),
        )
        for node in nodes
    )
    columns = tuple(c.term(f"recipients.{key}") for key in ("recipient", "what", "terms"))
    table = Table("recipients", c.term("recipients.caption"), columns, rows)
    after: Sentences = (c.say(c.declaration.rights, "recipients.named"),)
    changing = [node for node in nodes if node.changes_over_time]
    if changing:
        refs = " ".join(node.ref for node in changing)
        who = c.references(numbers, [node.id for node in changing])
        after = (c.say(refs, "recipient.changes", numbers=who), *after)
    named = paragraph(*after)
    return with_texts(c, "recipients", (table,), named, outward_bans(c))


def _recipient_what(c: Context, node: Recipient) -> Sentences:
    made: Sentences = (c.say(node, "recipient.role", role=c.word(RECIPIENT_ROLE[node.role])),)
    if node.party and c.in_finnish.party(node.party) != node.name.fi:
        made += (c.say(node, "recipient.party", party=c.party(node.party)),)
    if node.items:
        made += (c.say(node, "recipient.items", items=c.items(node.items)),)
    if node.purposes:
        made += (c.say(node, "recipient.purposes", purposes=c.purposes(node.purposes)),)
    if node.basis is not None and node.basis in c.declaration.bases:
        basis = basis_sentences(c, c.declaration.bases[node.basis])
        used = any(row.basis == node.basis for row in c.declaration.processing.values())
        made += basis[:1] if used else basis
    if node.groups:
        made += (c.say(node, "recipient.groups", groups=c.groups(node.groups)),)
    return made


def _recipient_terms(c: Context, node: Recipient) -> Sentences:
    made: Sentences = c.free(node, node.text)
    if not node.regular:
        made += (c.say(node, "recipient.on_demand"),)
    if node.conditions:
        words = "; ".join(c.word(CONDITION[one]) for one in node.conditions)
        made += (c.say(node, "recipient.conditions", conditions=words),)
    if node.decided_by:
        made += (c.say(node, "recipient.decided_by", roles=c.actors(node.decided_by)),)
    if node.every:
        made += (c.say(node, "recipient.every", every=c.every(node.every)),)
    if node.to_register:
        made += (c.say(node, "recipient.to_register", register=c.text(node.to_register)),)
    if node.agreement and (c.officer or DisclosureCondition.AGREEMENT not in node.conditions):
        made += (c.only_say(node, "recipient.agreement"),)
    made += c.free(node, node.onward, enforced=False)
    if node.tell_subject:
        made += (c.say(node, "recipient.tell"),)
    if node.logged and c.officer:
        made += (c.say(node, "recipient.logged"),)
    return (*made, *exceptions(c, node.unless)) or c.dash(node)


def transfers(c: Context) -> tuple[Block, ...]:
    """Each transfer: to whom, where, on which ground, with which safeguards, and how to get a copy."""
    register = c.declaration.register
    nodes = c.declaration.transfers.values()
    if not nodes:
        return with_texts(c, "transfers", paragraph(c.say(register, "transfers.none")))
    rows = tuple((_transfer_to(c, node), (_countries(c, node),), _transfer_ground(c, node)) for node in nodes)
    columns = (c.term("recipients.recipient"), c.term("transfers.countries"), c.term("transfers.ground"))
    table = Table("transfers", c.term("transfers.caption"), columns, rows)
    said: Sentences = tuple(one for node in nodes for one in c.free(node, node.text))
    copies = " ".join(node.ref for node in nodes if node.copy_on_request)
    if copies:
        contact = c.party(c.declaration.rights.contact)
        said += (c.say(f"{copies} {c.declaration.rights.ref}", "transfer.copy", contact=contact),)
    return with_texts(c, "transfers", (table,), paragraph(*said))


def transfer_cells(c: Context, node: Transfer) -> Sentences:
    """Return a transfer in one cell: the countries and the ground."""
    return (_countries(c, node), *_transfer_ground(c, node))


def _transfer_to(c: Context, node: Transfer) -> Sentences:
    names = [
        c.text(c.declaration.recipients[one].name) if one in c.declaration.recipients else one
        for one in node.recipients
    ]
    made: Sentences = (c.put(node, c.listing(names)),)
    if node.tool:
        made += c.free(node, node.tool)
    if node.items:
        made += (c.say(node, "transfer.items", items=c.items(node.items)),)
    return made


def _countries(c: Context, node: Transfer) -> Sentence:
    return c.put(node, c.listing(c.country(one) for one in node.countries))


def _transfer_ground(c: Context, node: Transfer) -> Sentences:
    ground, cited = capital(c.word(GROUND[node.ground])), article_of_ground(node.ground, c.language)
    made: Sentences = (
        c.say(node, "transfer.ground", ground=ground, article=cited)
        if cited
        else c.say(node, "transfer.bare_ground", ground=ground),
    )
    decision = ADEQUACY.get(node.decision or "")
    if decision is not None:
        made += (c.say(node, "transfer.decision", reference=decision.reference),)
        if decision.only_certified:
            made += (c.say(node, "transfer.certified"),)
    if node.module:
        made += (c.say(node, "transfer.module", module=str(node.module)),)
    for measure in node.measures:
        if measure in c.declaration.measures:
            made += c.free(c.declaration.measures[measure], c.declaration.measures[measure].text, enforced=False)
    if node.valid_from:
        made += (c.say(node, "transfer.from", date=c.date(node.valid_from)),)
    if node.valid_until:
        made += (c.say(node, "transfer.until", date=c.date(node.valid_until)),)
    if node.web:
        made += (c.say(node, "transfer.web", web=node.web),)
    return made
