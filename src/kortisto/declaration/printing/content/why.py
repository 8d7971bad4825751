"""Purposes with their bases, bans, consents."""

from __future__ import annotations

from dataclasses import replace

from kortisto.declaration.model import Ban, Consent, LegalBasis, Processing, Purpose
from kortisto.declaration.printing.content.parts import exceptions, facts, paragraph, reach, with_texts
from kortisto.declaration.printing.context import Context, capital
from kortisto.declaration.printing.document import Block, Bullets, Paragraph, Section, Sentences
from kortisto.declaration.printing.statutes import article
from kortisto.declaration.printing.terms.words import (
    ACTION,
    ARTICLE_NINE,
    BASIS,
    BASIS_DETAIL,
    BASIS_IN_FULL,
    CHANNEL,
    GIVER,
    OPERATION,
)
from kortisto.declaration.vocabulary.law import ARTICLE_OF_BASIS
from kortisto.declaration.words import ConsentGiver, Operation, RunKind, Strength

_OUTWARD = frozenset({Operation.DISCLOSE, Operation.SELL, Operation.PUBLISH, Operation.TRANSFER, Operation.EXPORT})


def purposes(c: Context) -> tuple[Block, ...]:
    """Each purpose with its description, the people concerned, its bases and their statutes."""
    numbers = c.purpose_numbers
    told: dict[str, str] = {}
    made = tuple(
        Section(
            f"purpose-{id_}",
            f"{numbers[id_]} {c.purpose(id_)}",
            _purpose(c, c.declaration.purposes[id_], told),
            node=c.declaration.purposes[id_].ref,
        )
        for id_ in numbers
    )
    balanced = " ".join(basis.ref for basis in c.declaration.bases.values() if basis.balancing)
    weighed = paragraph(c.only_say(balanced, "basis.balancing")) if balanced else ()
    inward = tuple(ban for ban in c.declaration.bans.values() if not set(ban.operations) & _OUTWARD)
    return with_texts(c, "purposes", made, weighed, bans(c, inward))


def _purpose(c: Context, node: Purpose, told: dict[str, str]) -> tuple[Block, ...]:
    """One purpose. `told`: bases that stand in full under an earlier number, to which this one refers."""
    rows = [row for row in c.declaration.processing.values() if row.purpose == node.id]
    lead = c.free(node, node.description)
    if node.compatible_with:
        lead += (c.say(node, "purpose.compatible", purposes=c.purposes(node.compatible_with)),)
    if node.never_with:
        lead += (c.say(node, "purpose.never_with", purposes=c.purposes(node.never_with)),)
    items: list[Sentences] = []
    for basis in dict.fromkeys(row.basis for row in rows):
        said = _basis(c, basis, told, c.purpose_numbers[node.id]) if basis in c.declaration.bases else ()
        items.append(said + _rows(c, [row for row in rows if row.basis == basis]))
    return (*paragraph(*lead), *((Bullets(tuple(items)),) if items else ()))


def _basis(c: Context, id_: str, told: dict[str, str], number: str) -> Sentences:
    basis = c.declaration.bases[id_]
    if id_ in told and (basis.interest or basis.contract or basis.text):
        return (c.say(basis, "basis.as_above", basis=c.word(BASIS[basis.basis]), number=told[id_]),)
    told[id_] = number
    return basis_sentences(c, basis)


def _rows(c: Context, rows: list[Processing]) -> Sentences:
    """Texts of the rows of one basis, whom the rows concern, exceptions. Rows are told together where they can be."""
    made: Sentences = ()
    for strength in Strength:
        alike = [row for row in rows if row.strength is strength]
        made += tuple(sentence for row in alike for sentence in c.free(row, row.text, strength=strength))
        made += _concerns(c, alike) if alike else ()
    return made + tuple(sentence for row in rows for sentence in exceptions(c, row.unless))


def _concerns(c: Context, rows: list[Processing]) -> Sentences:
    strength = rows[0].strength
    refs = " ".join(row.ref for row in rows)
    groups = c.groups(group for row in rows for group in row.groups)
    return (replace(c.say(refs, f"processing.{strength}", groups=groups), strength=strength),)


def basis_sentences(c: Context, basis: LegalBasis, *, labelled: bool = True) -> Sentences:
    """Return what a basis is, its Article, and what it rests on; not labelled where a column is called so already."""
    named = c.word(BASIS_DETAIL[basis.detail] if basis.detail else BASIS_IN_FULL[basis.basis])
    cited = article(ARTICLE_OF_BASIS[basis.basis], c.language)
    key, named = ("basis.line", named) if labelled else ("basis.bare", capital(named))
    made: Sentences = (c.say(basis, key, basis=named, article=cited),)
    made += c.free_in(basis, "basis.interest", basis.interest)
    made += c.free_in(basis, "basis.contract", basis.contract)
    made += c.free(basis, basis.text)
    if basis.condition:
        where, what = ARTICLE_NINE[basis.condition]
        made += (c.say(basis, "basis.special", condition=c.word(what), article=article(where, c.language)),)
    if basis.statutes:
        made += (c.say(basis, "basis.statutes", laws=c.law(basis.statutes)),)
    if basis.valid_from:
        made += (c.say(basis, "basis.from", date=c.date(basis.valid_from)),)
    if basis.valid_until:
        made += (c.say(basis, "basis.until", date=c.date(basis.valid_until)),)
    return made


# --- bans


def outward_bans(c: Context) -> tuple[Block, ...]:
    """Bans on disclosing, selling, publishing and transferring; they stand with the recipients."""
    return bans(c, tuple(ban for ban in c.declaration.bans.values() if set(ban.operations) & _OUTWARD))


def bans(c: Context, some: tuple[Ban, ...]) -> tuple[Block, ...]:
    """Return what is never done, as a section; nothing when there is no ban."""
    if not some:
        return ()
    plain = tuple(_ban(c, ban) for ban in some if not ban.unless)
    blocks: list[Block] = [Bullets(plain)] if plain else []
    for ban in some:
        if ban.unless:
            blocks += [Paragraph(_ban(c, ban)), Bullets(tuple(exceptions(c, (one,)) for one in ban.unless))]
    kind = "outward" if set(some[0].operations) & _OUTWARD else "inward"
    return (Section(f"bans-{kind}", c.term("bans.title"), tuple(blocks)),)


def _ban(c: Context, ban: Ban) -> Sentences:
    if ban.text is not None:
        return c.free(ban, ban.text)
    operations = c.listing(c.word(OPERATION[one]) for one in ban.operations)
    return (c.say(ban, "ban.line", operations=operations), *reach(c, ban.ref, ban.reach))


# --- consent


def consents(c: Context) -> tuple[Block, ...]:
    """Each consent: what for, how given, how withdrawn, and what its withdrawal closes."""
    register = c.declaration.register
    if not c.declaration.consents:
        return with_texts(c, "consent", paragraph(c.say(register, "consent.none")))
    sections = tuple(
        Section(f"consent-{node.id}", c.text(node.name), _consent(c, node), node=node.ref)
        for node in c.declaration.consents.values()
    )
    return with_texts(
        c, "consent", paragraph(c.say(register, "consent.lead")), sections, runs(c, RunKind.CONSENT_RENEWAL)
    )


def _consent(c: Context, node: Consent) -> tuple[Block, ...]:
    what: Sentences = (c.put(node, c.purposes(node.purposes) + "."),)
    if node.items:
        what += (c.say(node, "consent.items", items=c.items(node.items)),)
    if node.recipients:
        names = c.listing(_recipient_or_party(c, one) for one in node.recipients)
        what += (c.say(node, "consent.recipients", recipients=names),)
    how = (
        *c.free(node, node.how),
        *_givers(c, node),
    )
    if node.channels:
        how += (c.say(node, "consent.channels", channels=channels(c, node.channels)),)
    if node.explicit:
        how += (c.say(node, "consent.explicit"),)
    if node.proof:
        how += (c.say(node, "consent.proof", items=c.items(node.proof)),)
    withdrawal = c.free(node, node.withdrawal.how)
    if node.withdrawal.closes:
        closed = c.processing_purposes(node.withdrawal.closes)
        same = closed == c.purposes(node.purposes)
        withdrawal += (c.say(node, "consent.closes_this") if same else c.say(node, "consent.closes", what=closed),)
    if node.withdrawal.then is not None:
        ended = c.word(ACTION[node.withdrawal.then.kind]).rstrip(".")
        withdrawal += (c.say(node, "consent.then", action=ended, then=ended[:1].lower() + ended[1:]),)
    valid = (c.say(node, "consent.valid_for", period=c.period(node.valid)),) if node.valid else ()
    return (
        *paragraph(*c.free(node, node.text)),
        *facts(
            (c.term("consent.purposes"), what),
            (c.term("consent.how"), how),
            (c.term("consent.valid"), valid),
            (c.term("consent.withdraw"), withdrawal),
        ),
    )


def _givers(c: Context, node: Consent) -> Sentences:
    """Who gives a consent; that the person does so goes without saying, except to the officer."""
    if node.given_by == (ConsentGiver.SUBJECT,) and not c.officer:
        return ()
    return (c.say(node, "consent.givers", givers=c.listing((c.word(GIVER[one]) for one in node.given_by), "or")),)


def _recipient_or_party(c: Context, id_: str) -> str:
    recipient = c.declaration.recipients.get(id_)
    return c.text(recipient.name) if recipient else c.party(id_)


def channels(c: Context, some: tuple[object, ...]) -> str:
    """Return names of channels as a list."""
    return c.listing((c.word(text) for channel, text in CHANNEL.items() if channel in some), "or")


def runs(c: Context, *kinds: RunKind) -> tuple[Block, ...]:
    """Return the scheduled work of some kinds, with its cadence."""
    made = []
    for run in c.declaration.runs.values():
        if run.kind in kinds:
            said: Sentences = (
                *c.free(run, run.text),
                c.say(run, "run.every", what=c.term(f"run.{run.kind}"), every=c.every(run.every)),
                *reach(c, run.ref, run.reach),
            )
            if run.by:
                said += (c.say(run, "run.by", roles=c.actors(run.by)),)
            made.append(said)
    return (Bullets(tuple(made)),) if made else ()
