"""Whether data that leave the register, or Europe, may do so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from kortisto.declaration.checks.prose import texts
from kortisto.declaration.checks.registry import Context, Finding, check, names
from kortisto.declaration.model import Ban, Evidence, Recipient, Transfer
from kortisto.declaration.problems import Severity
from kortisto.declaration.vocabulary.items import is_under
from kortisto.declaration.vocabulary.law import ADEQUACY, EEA
from kortisto.declaration.words import EvidenceKind, Operation, PartyRole, RecipientRole, TransferGround

_NO_GROUND = frozenset({TransferGround.NONE, TransferGround.TECHNICALLY_NECESSARY})
_SAFEGUARDS = frozenset(ground for ground in TransferGround if ground.startswith("A46"))
_DEROGATIONS = frozenset(ground for ground in TransferGround if ground.startswith("A49"))
_HANDLING = frozenset(
    {
        PartyRole.PROCESSOR, PartyRole.SUB_PROCESSOR, PartyRole.RECIPIENT, PartyRole.GROUP_COMPANY,
        PartyRole.JOINT_CONTROLLER,
    }
)  # fmt: skip


@check("K408")
def transfer_without_ground(context: Context) -> Iterator[Finding]:
    """Data leave the EU and the EEA only on a ground of Articles 45 to 49 that holds on the day.

    “Technically necessary” is no ground. An adequacy decision must cover the country and be in force both when the
    declaration comes into force and when it is checked (Privacy Shield lapsed on 16 July 2020). Safeguards of Article
    46 need an assessment of the transfer (C-311/18), standard clauses their module too. A recipient, a processor or a
    place in a third country needs a transfer that covers it.
    """
    for transfer in context.declaration.transfers.values():
        yield from _ground(context, transfer)
    yield from _uncovered(context)


def _ground(context: Context, transfer: Transfer) -> Iterator[Finding]:
    days = {context.declaration.register.valid_from, context.at}
    if transfer.ground in _NO_GROUND:
        yield Finding(transfer, "none", str(transfer.ground))
    lapsed = [day for day in days if not _within(day, transfer.valid_from, transfer.valid_until)]
    if lapsed:
        yield Finding(transfer, "interval", transfer.id, details={"day": min(lapsed).isoformat()})
    if transfer.ground is TransferGround.ADEQUACY:
        yield from _adequacy(transfer, days)
    elif transfer.ground in _SAFEGUARDS:
        if transfer.ground is TransferGround.STANDARD_CLAUSES and transfer.module is None:
            yield Finding(transfer, "module", transfer.id)
        if not _assessed(context.declaration.evidence.get(transfer.assessment or ""), context.at):
            yield Finding(transfer, "assessment", transfer.id)
    elif transfer.ground in _DEROGATIONS:
        recipients = context.declaration.recipients
        if any(recipients[one].regular for one in transfer.recipients if one in recipients):
            yield Finding(transfer, "regular", str(transfer.ground), severity=Severity.WARNING)


def _adequacy(transfer: Transfer, days: set[date]) -> Iterator[Finding]:
    decision = ADEQUACY.get(transfer.decision or "")
    if decision is None:
        yield Finding(transfer, "decision", transfer.id)
        return
    outside = [country for country in transfer.countries if country not in {*decision.countries, *EEA}]
    if outside:
        details = {"countries": names(outside), "decision": decision.id}
        yield Finding(transfer, "country", decision.id, details=details)
    lapsed = [day for day in days if not _within(day, decision.valid_from, decision.valid_until)]
    if lapsed:
        until = decision.valid_until.isoformat() if decision.valid_until else decision.valid_from.isoformat()
        details = {"decision": decision.id, "reference": decision.reference, "until": until}
        yield Finding(transfer, "lapsed", decision.id, details=details)


def _within(day: date, start: date | None, end: date | None) -> bool:
    return (start is None or start <= day) and (end is None or day <= end)


def _assessed(evidence: Evidence | None, at: date) -> bool:
    return (
        evidence is not None
        and evidence.kind is EvidenceKind.TRANSFER_ASSESSMENT
        and _within(at, None, evidence.valid_until)
    )


def _uncovered(context: Context) -> Iterator[Finding]:
    declaration = context.declaration
    used = {item.party for item in declaration.terminal_items.values()}
    used |= {recipient.party for recipient in declaration.recipients.values()}
    for party in declaration.parties.values():
        if (party.id in used or not _HANDLING.isdisjoint(party.roles)) and not _covered(
            context, party.country, party.id
        ):
            yield Finding(party, "uncovered", party.id, details={"country": party.country})
    for place in declaration.register.places:
        if not _covered(context, place.country, place.held_by):
            yield Finding(place, "uncovered", place.id, details={"country": place.country})


def _covered(context: Context, country: str, party: str | None) -> bool:
    """Return whether data may lie in a country with a party: in the EEA, or under a transfer that names both."""
    if country in EEA:
        return True
    declaration = context.declaration
    recipients = {one.id for one in declaration.recipients.values() if party is not None and one.party == party}
    return any(
        country in transfer.countries
        and (not recipients or not transfer.recipients or not recipients.isdisjoint(transfer.recipients))
        for transfer in declaration.transfers.values()
    )


# --- promises not to disclose ----------------------------------------------------------------------------------------

_GIVING = {
    Operation.DISCLOSE: frozenset(
        {RecipientRole.CONTROLLER, RecipientRole.JOINT_CONTROLLER, RecipientRole.GROUP_COMPANY, RecipientRole.AUTHORITY,
         RecipientRole.PUBLIC}
    ),
    Operation.SELL: frozenset(),
    Operation.PUBLISH: frozenset({RecipientRole.PUBLIC}),
}  # fmt: skip

_PROMISE = re.compile(
    r"\b(?:ei|emme|eikä)\b(?:\s\w+){0,3}?\s(?:luovut\w+|anneta|annamme|jaeta|jaa)\b|\b(?:lämnas|utlämnas|lämnar|delas)\b"
    r"(?:\s\w+){0,3}?\s(?:inte|aldrig)\b|\b(?:not|never)\b(?:\s\w+){0,2}?\s(?:disclose\w*|shared?|given)\b",
    re.IGNORECASE,
)
_OF_DATA = re.compile(r"\b(?:\w*tieto|\w*tiedo|\w*uppgift|data\b|information)", re.IGNORECASE)
_PROMISING = frozenset({"notice_text", "register", "recipients", "transfers"})
# A promise with a condition, a purpose or a limit is another promise, kept elsewhere.
_LIMITED = re.compile(
    r"\b(?:paitsi|ellei|ellemme|jollei|jolleivat|ilman|muutoin|muuten|muihin|muuhun|muille kuin|kuin|vain|ainoastaan"
    r"|tällöin|säännönmukai\w+|pääsääntöi\w+|markkinoin\w+|suoramarkkinoin\w+|tarkoituk\w+|ulkopuolelle|EU|ETA"
    r"|utom|då|om inte|utan|andra än|endast|bara|regelmässig\w*|marknadsföring\w*|ändamål\w*|EES|utanför"
    r"|except|for this|unless|without|other than|only|otherwise|regularly|marketing|purpose\w*|outside|EEA)\b",
    re.IGNORECASE,
)


@check("K409")
def disclosure_despite_ban(context: Context) -> Iterator[Finding]:
    """A declaration that bans disclosure and lists recipients contradicts itself.

    A ban without an exception that covers an item which a recipient is said to get is an error: the ban always wins, so
    the list of recipients is false. A text that promises without any condition that data are not disclosed is a warning
    when there are recipients outside.
    """
    outside = [
        recipient
        for recipient in context.declaration.recipients.values()
        if recipient.role in _GIVING[Operation.DISCLOSE]
    ]
    for ban in context.declaration.bans.values():
        beaten = [one.id for one in outside if _beats(ban, one)] if not ban.unless and not ban.by else []
        if beaten:
            yield Finding(ban, "ban", ban.id, details={"recipients": names(beaten)})
    for item in context.declaration.items.values():
        named = [one.id for one in outside if any(is_under(word, item.id) for word in one.items)]
        if item.never_disclose and named:
            yield Finding(item, "ban", item.id, details={"recipients": names(named)})
    if outside:
        for node, text in texts(context.declaration):
            if node.section not in _PROMISING:  # the text of a ban is enforced by the ban
                continue
            promised = next((words for words in (text.fi, text.sv, text.en) if _promises_nothing_leaves(words)), "")
            if promised:
                details = {"recipients": names(one.id for one in outside)}
                yield Finding(node, "text", promised, severity=Severity.WARNING, details=details)


def _beats(ban: Ban, recipient: Recipient) -> bool:
    """Return whether a ban without a way around covers something that a recipient names."""
    reach = ban.reach
    return (
        any(recipient.role in _GIVING.get(operation, frozenset()) for operation in ban.operations)
        and (not reach.items or any(is_under(item, above) for item in recipient.items for above in reach.items))
        and (not reach.purposes or set(recipient.purposes) <= set(reach.purposes))
        and (not reach.groups or (bool(recipient.groups) and set(recipient.groups) <= set(reach.groups)))
        and not reach.places
        and not reach.processing
    )


def _promises_nothing_leaves(text: str) -> bool:
    return any(
        _PROMISE.search(sentence) and _OF_DATA.search(sentence) and not _LIMITED.search(sentence)
        for sentence in re.split(r"(?<=[.!?])\s+", text)
    )
