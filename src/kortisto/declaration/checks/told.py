"""Whether what people are told is the same everywhere in the notice, and in every language."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kortisto.declaration.checks.numbers_in_texts import facts_of
from kortisto.declaration.checks.prose import strings, texts
from kortisto.declaration.checks.registry import Context, Finding, by_node, check, names
from kortisto.declaration.civil_time import civil_day, end_after
from kortisto.declaration.model import LANGUAGES, Declaration, Party, Text
from kortisto.declaration.problems import Severity
from kortisto.declaration.vocabulary.law import OMBUDSMAN
from kortisto.declaration.words import Channel, PartyRole, RunKind, Status

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<![\w/-])(?:\+[0-9]{1,3}|0)(?:[ ()-]?[0-9]){6,12}(?![\w/-])")
_BUSINESS_ID = re.compile(r"(?<![\w-])[0-9]{7}-[0-9](?![\w-])")


@check("K413")
def contacts_that_differ(context: Context) -> Iterator[Finding]:
    """An address, a telephone number or a business ID in a text must be that of a party of the declaration.

    A notice that gives one address at the top and another in the section on rights leaves people to guess. Requests
    must be able to arrive: each channel that the rights name needs a contact detail of the contact or the controller.
    """
    parties = context.declaration.parties.values()
    emails = {OMBUDSMAN.email} | {(party.email or "").lower() for party in parties}
    phones = {_digits(OMBUDSMAN.phone)} | {_digits(party.phone or "") for party in parties}
    ids = {party.business_id for party in parties}
    for node, text in texts(context.declaration):
        written = f"{text.fi}\n{text.sv}\n{text.en}"
        strange = {match[0] for match in _EMAIL.finditer(written) if match[0].lower() not in emails}
        strange |= {match[0] for match in _PHONE.finditer(written) if _digits(match[0]) not in phones}
        strange |= {match[0] for match in _BUSINESS_ID.finditer(written) if match[0] not in ids}
        if strange:
            yield Finding(node, "text", names(strange))
    yield from _rights_without_channel(context.declaration)


def _digits(phone: str) -> str:
    return re.sub(r"^(?:\+|00)358", "0", re.sub(r"[^0-9+]", "", phone))


_CONTACT_DETAIL = {Channel.EMAIL: "email", Channel.PHONE: "phone", Channel.LETTER: "address"}


def _rights_without_channel(declaration: Declaration) -> Iterator[Finding]:
    rights = declaration.rights
    answering = [
        party
        for party in declaration.parties.values()
        if party.id == rights.contact or not _CONTROLLERS.isdisjoint(party.roles)
    ]
    if not rights.channels:
        yield Finding(rights, "channel", rights.id, details={"channel": "email, letter, form"})
    for channel in rights.channels:
        detail = _CONTACT_DETAIL.get(channel)
        if detail is not None and not any(getattr(party, detail) for party in answering):
            yield Finding(rights, "channel", rights.contact, details={"channel": str(channel)})


@check("K414")
def stale_authority_data(context: Context) -> Iterator[Finding]:
    """The supervisory authority's contact data must be today's: a complaint to an old address is lost.

    Addresses that the Office of the Data Protection Ombudsman has left are recognised, in texts and in a party with
    the role of the authority. Where the declaration has a run of the kind `review` without a reach, the program's own
    copy of the data must have been compared with the authority's page within that period (a warning).
    """
    left = (
        (node, address)
        for node, written in strings(context.declaration)
        for address in OMBUDSMAN.outdated
        if address.lower() in written.lower()
    )
    for node, addresses in by_node(left):
        yield Finding(node, "outdated", names(addresses))
    for party in context.declaration.parties.values():
        if PartyRole.AUTHORITY in party.roles and party.country == "FI" and not _is_todays(party):
            yield Finding(party, "outdated", party.id)
    year_end = context.declaration.register.financial_year_end
    for run in context.declaration.runs.values():
        whole = not (run.reach.items or run.reach.groups or run.reach.purposes or run.reach.processing)
        if run.kind is RunKind.REVIEW and whole and not run.every.permanent:
            due = civil_day(end_after(OMBUDSMAN.checked, run.every, round_end=None, year_end=year_end))
            if context.at > due:
                details = {"checked": OMBUDSMAN.checked.isoformat()}
                yield Finding(run, "checked", run.id, severity=Severity.WARNING, details=details)


def _is_todays(party: Party) -> bool:
    return (party.email is None or party.email.lower() == OMBUDSMAN.email) and (
        party.phone is None or _digits(party.phone) == _digits(OMBUDSMAN.phone)
    )


@check("K415")
def languages_that_differ(context: Context) -> Iterator[Finding]:
    """The same sentence in three languages must carry the same numbers, dates, addresses and open places.

    Numbers written as words count where a unit of time follows; dates are compared as dates however each language
    writes them; of web addresses the host is compared, since a page may have a version for each language.
    """
    for node, text in texts(context.declaration):
        difference = _difference(text)
        if difference:
            language, other, fact = difference
            details = {"language": language, "other": other, "fact": fact}
            yield Finding(node, offending=text.in_language(language), details=details)


def _difference(text: Text) -> tuple[str, str, str] | None:
    """Return the language that carries something, the one that does not, and what; None where all agree."""
    facts = {language: facts_of(text.in_language(language)) for language in LANGUAGES}
    for language in LANGUAGES:
        for other in LANGUAGES:
            only_here = facts[language] - facts[other]
            if only_here:
                return language, other, min(only_here)
    return None


# --- blanks and people ----------------------------------------------------------------------------------------------

_CONTROLLERS = frozenset({PartyRole.CONTROLLER, PartyRole.JOINT_CONTROLLER})
_BLANK = re.compile(r"\[[^\[\]]{1,200}\]|\$\{[^{}]*\}")


@check("K423")
def blank_in_published(context: Context) -> Iterator[Finding]:
    """A published declaration has no open places of its template left: `[name of the company]` says nothing."""
    if context.declaration.register.status is not Status.PUBLISHED:
        return
    found = ((node, blank) for node, written in strings(context.declaration) for blank in _BLANK.findall(written))
    for node, blanks in by_node(found):
        yield Finding(node, offending=names(blanks))


_ROLE_WORDS = re.compile(
    r"tietosuoja|tietoturva|asiaka|palvelu|rekister|register|kirjaamo|laskut|myynti|markkinointi|toimisto|viestint"
    r"|hallinto|yhteys|info|support|service|customer|data|privacy|protection|dpo|gdpr|office|sales|billing|contact|desk|legal"
    r"|kundtj|dataskydd|personuppgift|faktur|admin|help|marketing|security|finance|account|team|tuki|noreply|no\.reply",
    re.IGNORECASE,
)
_NAME_LIKE = re.compile(r"[a-zåäö]{2,}(?:-[a-zåäö]+)?\.[a-zåäö]{2,}(?:-[a-zåäö]+)?", re.IGNORECASE)
_MOBILE = re.compile(r"(?:0|\+358)(?:4[0-9]|50)[0-9]{5,8}")


@check("K424", Severity.WARNING)
def contact_of_a_natural_person(context: Context) -> Iterator[Finding]:
    """A notice names roles, not people: an address like `firstname.lastname@` or a mobile number may be a person's.

    A warning: the name of a role may look like a person's, and an office may have a mobile telephone.
    """
    for party in context.declaration.parties.values():
        local = (party.email or "").partition("@")[0]
        if _NAME_LIKE.fullmatch(local) and not _ROLE_WORDS.search(local):
            yield Finding(party, offending=party.email or "")
        if _MOBILE.fullmatch(re.sub(r"[^0-9+]", "", party.phone or "")):
            yield Finding(party, offending=party.phone or "")
