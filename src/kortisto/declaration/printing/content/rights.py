"""The rights that apply given the bases in use, how to use them, and where to complain."""

from __future__ import annotations

from kortisto.declaration.model import Objection, RightLimit
from kortisto.declaration.printing.content.parts import counted_from, facts, paragraph, with_texts
from kortisto.declaration.printing.content.why import channels
from kortisto.declaration.printing.context import Context
from kortisto.declaration.printing.document import Block, Bullets, Section, Sentence, Sentences, Table
from kortisto.declaration.printing.statutes import article
from kortisto.declaration.printing.terms.words import BASIS, FORM, LIMIT, RIGHT
from kortisto.declaration.vocabulary.law import ARTICLE_OF_RIGHT, OMBUDSMAN, RIGHTS_BY_BASIS
from kortisto.declaration.words import Basis, Right, SignatureRule

# A notice that states one of these rights in its own words says the same as the generated sentence.
_RESTATES = "Rekisteröidyllä on oikeus"
_PLAIN = frozenset({Right.INFORMATION, Right.RECTIFICATION, Right.WITHDRAW_CONSENT, Right.COMPLAINT})


def bases_in_use(c: Context) -> list[Basis]:
    """Return the bases of the processing rows, in the order of Article 6."""
    bases = c.declaration.bases
    used = {bases[row.basis].basis for row in c.declaration.processing.values() if row.basis in bases}
    return [basis for basis in Basis if basis in used]


def rights_that_apply(c: Context) -> dict[Right, list[Basis]]:
    """Return the rights that follow from the bases in use, each with those bases."""
    used = bases_in_use(c)
    found = {right: [basis for basis in used if right in RIGHTS_BY_BASIS[basis]] for right in Right}
    return {right: bases for right, bases in found.items() if bases}


def rights(c: Context) -> tuple[Block, ...]:
    """A table of rights and when they apply, then each right in a plain sentence with its limits and extras."""
    node = c.declaration.rights
    applying = rights_that_apply(c)
    rows = tuple(
        ((c.put(node, f"{c.word(RIGHT[right])} ({article(ARTICLE_OF_RIGHT[right], c.language)})"),),
         _when(c, right, bases))
        for right, bases in applying.items()
    )  # fmt: skip
    columns = (c.term("rights.right"), c.term("rights.applies"))
    table = Table("rights", c.term("rights.caption"), columns, rows)
    absent = [right for right in Right if right not in applying]
    rest = (
        paragraph(c.say(node, "rights.not", rights="; ".join(_low(c.word(RIGHT[right])) for right in absent)))
        if absent
        else ()
    )
    sections = tuple(
        Section(f"right-{right.name.lower()}", c.word(RIGHT[right]), _right(c, right))
        for right in Right
        if right in applying or _declared(c, right)
    )
    return with_texts(c, "rights", paragraph(c.say(node, "rights.lead")), (table,), rest, sections, _objections(c))


def _low(text: str) -> str:
    return text[:1].lower() + text[1:]


def _declared(c: Context, right: Right) -> bool:
    return any(extra.right is right for extra in c.declaration.rights.extras)


def _when(c: Context, right: Right, bases: list[Basis]) -> Sentences:
    node, declared, automation = c.declaration.rights, c.declaration.bases, c.declaration.automation
    if right is Right.NO_AUTOMATED_DECISION and not automation.decisions:
        return (c.say(node, "rights.no_decisions"),)
    if bases == bases_in_use(c):
        return (c.say(node, "rights.always"),)
    purposes = dict.fromkeys(
        row.purpose
        for row in c.declaration.processing.values()
        if row.basis in declared and declared[row.basis].basis in bases
    )
    said = (c.say(node, "rights.bases", bases=c.listing((c.word(BASIS[basis]) for basis in bases), "or")),)
    every = {row.purpose for row in c.declaration.processing.values()}
    return said if set(purposes) == every else (*said, c.say(node, "rights.purposes", purposes=c.purposes(purposes)))


def _right(c: Context, right: Right) -> tuple[Block, ...]:
    node = c.declaration.rights
    extras = [extra for extra in node.extras if extra.right is right]
    told: Sentences = ()
    for extra in extras:
        told += c.free(extra, extra.text, enforced=False, strength=extra.strength)
    restated = any(extra.text.fi.startswith(_RESTATES) for extra in extras) and right in _PLAIN
    values = {"bases": _objected_to(c)} if right is Right.OBJECTION else {}
    said: Sentences = () if restated else (c.say(node, f"right.{right}", **values),)
    limits = tuple(_limit(c, limit) for limit in node.limits if right in limit.rights)
    return (*paragraph(*said), *paragraph(*told), *((Bullets(limits),) if limits else ()))


def _objected_to(c: Context) -> str:
    """Return the bases that may be objected to: those in use, or both where the declaration gives the right itself."""
    every = [basis for basis in Basis if Right.OBJECTION in RIGHTS_BY_BASIS[basis]]
    used = rights_that_apply(c).get(Right.OBJECTION, every)
    return c.listing((c.term(f"right.objection.{basis}") for basis in reversed(used)), "or")


def _limit(c: Context, limit: RightLimit) -> Sentences:
    if limit.text is not None:
        made = c.free_in(limit, "right.limited", limit.text)
    else:
        made = (c.say(limit, "right.limited", text=c.word(LIMIT[limit.ground])),)
    if limit.groups:
        made += (c.say(limit, "right.limit_groups", groups=c.groups(limit.groups)),)
    if limit.hold is not None and limit.hold in c.declaration.holds:
        hold = c.text(c.declaration.holds[limit.hold].name)
        made += (c.say(limit, "right.limit_hold", hold=hold),)
    if limit.law:
        made += (c.say(limit, "retention.law", laws=c.law(limit.law)),)
    return made


# --- objections and bans


def _objections(c: Context) -> tuple[Block, ...]:
    nodes = c.declaration.objections.values()
    if not nodes:
        return ()
    rows = tuple(((c.put(node, c.text(node.name)),), _stops(c, node), _how(c, node)) for node in nodes)
    columns = tuple(c.term(f"objections.{key}") for key in ("ban", "stops", "how"))
    table = Table("objections", c.term("objections.caption"), columns, rows)
    return (Section("objections-section", c.term("objections.title"), (table,)),)


def _stops(c: Context, node: Objection) -> Sentences:
    made: Sentences = c.free(node, node.text)
    if node.closes:
        made += (c.say(node, "objection.closes", what=c.processing_purposes(node.closes)),)
    if node.told_to:
        made += (c.say(node, "objection.told_to", parties=c.actors(node.told_to)),)
    kept = node.suppression
    if kept is not None:
        words = {"items": c.items(kept.items), "form": c.word(FORM[kept.form])}
        if kept.keep.permanent:
            made += (c.say(node, "objection.suppression_permanent", **words),)
        else:
            words |= {"period": c.period(kept.keep), "start": counted_from(c, kept.start)}
            made += (c.say(node, "objection.suppression", **words),)
    return made


def _how(c: Context, node: Objection) -> Sentences:
    made: Sentences = ()
    if node.channels:
        made += (c.say(node, "objection.channels", channels=channels(c, node.channels)),)
    return (*made, c.say(node, "objection.situation" if node.situation_needed else "objection.no_reason"))


# --- requests


def requests(c: Context) -> tuple[Block, ...]:
    """How rights are used: where, in which languages, by when, the fee, identity, refusal, notifications."""
    node = c.declaration.rights
    party = c.declaration.parties.get(node.contact)
    to: Sentences = ()
    if party is not None:
        reached = [c.party(party.id), *(value for value in (party.email, party.phone) if value)]
        to = (c.put(f"{node.ref} {party.ref}", ", ".join(c.text(one) for one in reached) + "."),)
    languages = c.listing(c.term(one) if one in {"fi", "sv", "en"} else one for one in node.languages)
    notify = [c.say(node, f"requests.notify_{one}") for one in node.notify if one in {"recipients", "sources"}]
    if not node.notify:
        notify = [c.say(node, "requests.notify_recipients")]
    if node.notify_back:
        notify.append(c.say(node, "requests.notify_back", period=c.span(node.notify_back)))
    signature = "one_way" if node.signature is SignatureRule.ACCEPTED else "none"
    identity: Sentences = (*c.free(node, node.identity_check), c.say(node, f"requests.signature_{signature}"))
    if node.known_address_first:
        identity += (c.say(node, "requests.known_address"),)
    refusal: Sentences = (c.say(node, "requests.reasons"),)
    if node.refusal_certificate:
        refusal += (c.say(node, "requests.certificate"),)
    own: Sentences = ()
    if node.self_service:
        words = "; ".join(_low(c.word(RIGHT[right])) for right in node.self_service)
        own = (c.say(node, "requests.self", rights=words),)
    answer = (
        c.say(node, "requests.within", period=c.span(node.answer_within)),
        c.say(node, "requests.extend", period=c.period(node.may_extend_by)),
    )
    rows = facts(
        (c.term("requests.contact"), to),
        (c.term("requests.channels"), (c.put(node, channels(c, node.channels) + "."),) if node.channels else ()),
        (c.term("requests.languages"), (c.put(node, languages + "."), c.say(node, "requests.language_note"))),
        (c.term("requests.answer"), answer),
        (c.term("requests.fee"), (c.say(node, "requests.free" if node.free else "requests.not_free"),)),
        (c.term("requests.identity"), (*identity, c.say(node, "requests.doubt"))),
        (c.term("requests.refusal"), refusal),
        (c.term("requests.notify"), tuple(notify)),
        (c.term("requests.self_service"), own),
    )
    return with_texts(c, "requests", rows)


# --- complaint


def complaint(c: Context) -> tuple[Block, ...]:
    """The right to complain, and the authority's contact data of today, whatever a declaration says."""
    node = c.declaration.rights
    rows = facts(
        (c.term("party.name"), (c.put(node, c.word(OMBUDSMAN.name)),)),
        (c.term("complaint.visiting"), (c.put(node, c.word(OMBUDSMAN.visiting)),)),
        (c.term("party.address"), (c.put(node, c.word(OMBUDSMAN.postal)),)),
        (c.term("party.phone"), (c.put(node, OMBUDSMAN.phone),)),
        (c.term("party.email"), (Sentence(OMBUDSMAN.email, node.ref),)),
        (c.term("party.web"), (Sentence(c.word(OMBUDSMAN.web), node.ref),)),
    )
    lead = paragraph(c.say(node, "right.complaint"), c.say(node, "complaint.own_state"))
    return with_texts(c, "complaint", lead, rows)
