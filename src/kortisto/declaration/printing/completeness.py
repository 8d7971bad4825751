"""What Articles 13 and 14 demand of a notice and a declaration does not answer.

Each item of 13(1)(a) to (f), 13(2)(a) to (f), 14(1)(d) and 14(2)(f) has its own check. The right to complain
(13(2)(d)) is always answered, with the authority of `vocabulary.law`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kortisto.declaration.compiled import compile_declaration
from kortisto.declaration.model import Declaration, Party
from kortisto.declaration.model import Text as T  # noqa: N817 - a table of texts reads better with a short name
from kortisto.declaration.vocabulary.items import is_under
from kortisto.declaration.vocabulary.law import EEA
from kortisto.declaration.words import Basis, MandatoryKind, Operation, PartyRole, TransferGround

MADE_BY_USE = "log"
"""Items that the register itself writes when it is used: they have no source outside it."""

_NO_GROUND = frozenset({TransferGround.NONE, TransferGround.TECHNICALLY_NECESSARY})
_OUTWARD = frozenset({Operation.DISCLOSE, Operation.PUBLISH, Operation.SELL})

WHAT = {
    "13(1)(a)": T("rekisterinpitäjän nimi ja yhteystiedot", "den personuppgiftsansvariges namn och kontaktuppgifter",
                  "name and contact details of the controller"),
    "13(1)(b)": T("tietosuojavastaavan yhteystiedot", "dataskyddsombudets kontaktuppgifter",
                  "contact details of the data protection officer"),
    "13(1)(c)": T("käsittelyn tarkoitus ja oikeusperuste", "ändamål och rättslig grund", "purpose and legal basis"),
    "13(1)(d)": T("oikeutettu etu, johon käsittely perustuu", "det berättigade intresset",
                  "the legitimate interest pursued"),
    "13(1)(e)": T("vastaanottajat tai vastaanottajaryhmät", "mottagare eller kategorier av mottagare",
                  "recipients or categories of recipients"),
    "13(1)(f)": T("siirron peruste ja kohdemaa", "grund för överföringen och mottagarland",
                  "ground and country of the transfer"),
    "13(2)(a)": T("säilytysaika", "förvaringstid", "storage period"),
    "13(2)(b)": T("mihin rekisteröity ottaa yhteyttä oikeuksistaan", "vart den registrerade vänder sig",
                  "whom to contact about rights"),
    "13(2)(c)": T("miten suostumus peruutetaan", "hur samtycket återkallas", "how consent is withdrawn"),
    "13(2)(e)": T("seuraus, jos tietoa ei anneta", "följden om uppgiften inte lämnas",
                  "consequence of not giving the datum"),
    "13(2)(f)": T("automaattisen päätöksenteon tai profiloinnin logiikka ja merkitys",
                  "logiken bakom och betydelsen av automatiserade beslut eller profilering",
                  "logic and significance of automated decisions or profiling"),
    "14(1)(d)": T("käsiteltävät henkilötietoryhmät", "kategorier av personuppgifter", "categories of personal data"),
    "14(2)(f)": T("mistä tiedot on saatu", "varifrån uppgifterna kommer", "the source of the data"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Missing:
    """An answer that the law demands and the declaration lacks. `node` is where it would stand."""

    article: str
    what: T
    node: str


def completeness(declaration: Declaration) -> list[Missing]:
    """Return what is missing, in the order of the Articles; an empty list when the notice may be printed."""
    return [
        Missing(article, WHAT[article], node)
        for check in (_who, _why, _to_whom, _how_long, _rights, _mandatory, _automation, _data)
        for article, node in check(declaration)
    ]


_Found = Iterator[tuple[str, str]]


def _reachable(party: Party) -> bool:
    return bool(party.address or party.email or party.phone)


def _who(d: Declaration) -> _Found:
    controllers = [
        party for party in d.parties.values() if {PartyRole.CONTROLLER, PartyRole.JOINT_CONTROLLER} & set(party.roles)
    ]
    if not controllers:
        yield "13(1)(a)", "parties"
    for party in controllers:
        contacts = [one for one in d.parties.values() if {PartyRole.CONTACT, PartyRole.DPO} & set(one.roles)]
        if not any(_reachable(one) for one in (party, *contacts)):
            yield "13(1)(a)", party.ref
    for party in d.parties.values():
        if PartyRole.DPO in party.roles and not _reachable(party):
            yield "13(1)(b)", party.ref


def _why(d: Declaration) -> _Found:
    if not d.purposes:
        yield "13(1)(c)", "purposes"
    above = {node.under for node in d.purposes.values()}
    for purpose in d.purposes.values():
        rows = [row for row in d.processing.values() if row.purpose == purpose.id]
        if not rows and purpose.id not in above:
            yield "13(1)(c)", purpose.ref
    for row in d.processing.values():
        if row.basis not in d.bases:
            yield "13(1)(c)", row.ref
    for basis in d.bases.values():
        if basis.basis is Basis.LEGITIMATE_INTEREST and basis.interest is None:
            yield "13(1)(d)", basis.ref


def _to_whom(d: Declaration) -> _Found:
    goes_out = any(_OUTWARD & set(row.operations) for row in d.processing.values())
    processors = any(
        {PartyRole.PROCESSOR, PartyRole.SUB_PROCESSOR, PartyRole.RECIPIENT} & set(party.roles)
        for party in d.parties.values()
    )
    if (goes_out or processors) and not d.recipients:
        yield "13(1)(e)", "recipients"
    carried = {recipient for transfer in d.transfers.values() for recipient in transfer.recipients}
    for recipient in d.recipients.values():
        party = d.parties.get(recipient.party or "")
        if party is not None and party.country not in EEA and recipient.id not in carried:
            yield "13(1)(f)", recipient.ref
    for transfer in d.transfers.values():
        if transfer.ground in _NO_GROUND or not transfer.countries:
            yield "13(1)(f)", transfer.ref


def _how_long(d: Declaration) -> _Found:
    said = set()
    for gap in compile_declaration(d).gaps:
        declared = [item for item in d.items if is_under(gap.item, item)]
        ref = f"items.{max(declared, key=len)}" if declared else f"processing.{gap.processing}"
        if ref not in said:
            said.add(ref)
            yield "13(2)(a)", ref


def _rights(d: Declaration) -> _Found:
    contact = d.parties.get(d.rights.contact)
    if contact is None or not _reachable(contact):
        yield "13(2)(b)", d.rights.ref
    for row in d.processing.values():
        basis = d.bases.get(row.basis)
        consented = any(
            row.purpose in consent.purposes or row.id in consent.withdrawal.closes for consent in d.consents.values()
        )
        if basis is not None and basis.basis is Basis.CONSENT and not consented:
            yield "13(2)(c)", row.ref


def _mandatory(d: Declaration) -> _Found:
    for item in d.items.values():
        if item.mandatory is not MandatoryKind.NO and item.refusal is None:
            yield "13(2)(e)", item.ref


def _automation(d: Declaration) -> _Found:
    told = d.automation.logic is not None and d.automation.effect is not None
    profiles = any(Operation.PROFILE in row.operations for row in d.processing.values())
    if (d.automation.decisions and not told) or (profiles and not d.automation.profiling):
        yield "13(2)(f)", d.automation.ref


def _data(d: Declaration) -> _Found:
    kept = [item for item in d.items.values() if not item.never_collect]
    if not kept:
        yield "14(1)(d)", "items"
    for item in kept:
        if not is_under(item.id, MADE_BY_USE) and not any(
            not source.items or any(is_under(item.id, one) or is_under(one, item.id) for one in source.items)
            for source in d.sources.values()
        ):
            yield "14(2)(f)", item.ref
