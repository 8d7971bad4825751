"""Sentences of a notice: purposes, bases, bans, consents."""

from __future__ import annotations

from collections.abc import Mapping

from kortisto.declaration.model import Text as T  # noqa: N817 - a table of texts reads better with a short name

SENTENCES: Mapping[str, T] = {
    # --- purposes
    "basis.line": T(
        "Oikeusperuste: {basis} ({article}).",
        "Rättslig grund: {basis} ({article}).",
        "Legal basis: {basis} ({article}).",
    ),
    "basis.as_above": T(
        "Oikeusperuste: {basis}, sama kuin kohdassa {number}.",
        "Rättslig grund: {basis}, samma grund som i punkt {number}.",
        "Legal basis: {basis}, the same as in section {number}.",
    ),
    "basis.bare": T("{basis} ({article}).", "{basis} ({article}).", "{basis} ({article})."),
    "basis.special": T(
        "Erityisten tietojen käsittelyn peruste: {condition} ({article}).",
        "Grund för behandling av särskilda kategorier av personuppgifter: {condition} ({article}).",
        "Ground for processing special categories of data: {condition} ({article}).",
    ),
    "basis.statutes": T("Säädökset: {laws}.", "Författningar: {laws}.", "Statutes: {laws}."),
    "basis.interest": T("Etu: {text}", "Intresset: {text}", "The interest: {text}"),
    "basis.contract": T("Sopimus: {text}", "Avtalet: {text}", "The contract: {text}"),
    "basis.balancing": T(
        "Oikeutettu etu on punnittu rekisteröidyn etuja ja oikeuksia vasten; punninnasta saa pyynnöstä lisätietoja.",
        "Det berättigade intresset har vägts mot den registrerades intressen och rättigheter; närmare uppgifter om "
        "avvägningen fås på begäran.",
        "The legitimate interest has been balanced against your interests and rights; details are available on "
        "request.",
    ),
    "basis.from": T(
        "Peruste on voimassa {date} alkaen.", "Grunden gäller från {date}.", "The basis applies from {date}."
    ),
    "basis.until": T(
        "Peruste on voimassa {date} asti.", "Grunden gäller till {date}.", "The basis applies until {date}."
    ),
    "processing.states": T("Rekisteröidyt: {groups}.", "De registrerade: {groups}.", "Concerns: {groups}."),
    "processing.may": T(
        "Käsittely voi koskea seuraavia: {groups}.", "Behandlingen kan gälla: {groups}.", "May concern: {groups}."
    ),
    "processing.usually": T(
        "Käsittely koskee yleensä seuraavia: {groups}.",
        "Behandlingen gäller vanligen: {groups}.",
        "Usually concerns: {groups}.",
    ),
    "processing.example": T(
        "Käsittely koskee esimerkiksi seuraavia: {groups}.",
        "Behandlingen gäller till exempel: {groups}.",
        "Concerns for example: {groups}.",
    ),
    "purpose.compatible": T(
        "Tarkoitus sopii yhteen niiden tarkoitusten kanssa, joita varten tiedot on kerätty: {purposes}.",
        "Ändamålet är förenligt med de ändamål för vilka uppgifterna har samlats in: {purposes}.",
        "This purpose is compatible with those for which the data were collected: {purposes}.",
    ),
    "purpose.never_with": T(
        "Tietoja ei yhdistetä seuraaviin tarkoituksiin: {purposes}.",
        "Uppgifterna kopplas inte ihop med uppgifter för följande ändamål: {purposes}.",
        "The data are never combined with data held for the following purposes: {purposes}.",
    ),
    "bans.title": T("Mitä tiedoilla ei tehdä", "Vad som inte görs med uppgifterna", "What is never done with the data"),
    "ban.line": T("Kielletty: {operations}.", "Förbjudet: {operations}.", "Never done: {operations}."),
    "ban.items": T("Tiedot: {items}.", "Uppgifter: {items}.", "Data: {items}."),
    "ban.purposes": T("Tarkoitukset: {purposes}.", "Ändamål: {purposes}.", "Purposes: {purposes}."),
    "ban.groups": T("Ryhmät: {groups}.", "Grupper: {groups}.", "Groups: {groups}."),
    # --- consent
    "consent.none": T(
        "Tässä rekisterissä henkilötietojen käsittely ei perustu suostumukseen.",
        "I detta register grundar sig behandlingen av personuppgifter inte på samtycke.",
        "No processing in this register is based on consent.",
    ),
    "consent.lead": T(
        "Suostumus on vapaaehtoinen, ja sen voi peruuttaa milloin tahansa yhtä helposti kuin sen antoi. Peruuttaminen "
        "ei vaikuta ennen sitä tehdyn käsittelyn lainmukaisuuteen.",
        "Samtycke är frivilligt och kan återkallas när som helst lika lätt som det gavs. Återkallandet påverkar inte "
        "lagligheten av behandling som skett före det.",
        "Consent is voluntary and can be withdrawn at any time as easily as it was given. Withdrawal does not affect "
        "the lawfulness of processing carried out before it.",
    ),
    "consent.purposes": T("Mihin suostumus pyydetään", "Vad samtycket gäller", "What the consent is for"),
    "consent.how": T("Miten suostumus annetaan", "Hur samtycket ges", "How it is given"),
    "consent.givers": T("Antaja: {givers}.", "Ges av: {givers}.", "Given by: {givers}."),
    "consent.channels": T("Kanavat: {channels}.", "Kanaler: {channels}.", "Channels: {channels}."),
    "consent.items": T("Tiedot: {items}.", "Uppgifter: {items}.", "Data: {items}."),
    "consent.recipients": T("Vastaanottajat: {recipients}.", "Mottagare: {recipients}.", "Recipients: {recipients}."),
    "consent.explicit": T(
        "Suostumus pyydetään nimenomaisena.", "Samtycket ska vara uttryckligt.", "The consent is explicit."
    ),
    "consent.proof": T(
        "Suostumuksesta tallennetaan todisteeksi: {items}.",
        "Som bevis på samtycket lagras: {items}.",
        "Stored as proof of the consent: {items}.",
    ),
    "consent.valid": T("Voimassaolo", "Giltighetstid", "Valid for"),
    "consent.valid_for": T(
        "{period} suostumuksen antamisesta, ellei sitä peruuteta aiemmin.",
        "{period} från det att samtycket gavs, om det inte återkallas tidigare.",
        "{period} from the giving of the consent, unless it is withdrawn earlier.",
    ),
    "consent.withdraw": T("Miten suostumus peruutetaan", "Hur samtycket återkallas", "How it is withdrawn"),
    "consent.closes": T(
        "Peruuttaminen päättää seuraavan käsittelyn: {what}.",
        "Återkallandet avslutar följande behandling: {what}.",
        "Withdrawal ends the following processing: {what}.",
    ),
    "consent.closes_this": T(
        "Peruuttaminen päättää tämän käsittelyn.",
        "Återkallandet avslutar denna behandling.",
        "Withdrawal ends this processing.",
    ),
    "consent.then": T(
        "Jos tietoja ei tarvita muuhun tarkoitukseen, {then}.",
        "{action} om de inte behövs för något annat ändamål.",
        "{action} unless they are needed for another purpose.",
    ),
}
