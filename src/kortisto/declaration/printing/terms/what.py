"""Sentences of a notice: items, sources, recipients, transfers."""

from __future__ import annotations

from collections.abc import Mapping

from kortisto.declaration.model import Text as T  # noqa: N817 - a table of texts reads better with a short name

SENTENCES: Mapping[str, T] = {
    # --- items
    "items.about": T(
        "Tiedot ryhmistä: {groups}",
        "Uppgifter om följande grupper: {groups}",
        "Data on the following groups: {groups}",
    ),
    "items.about_all": T("Tiedot kaikista ryhmistä", "Uppgifter om alla grupper", "Data on all groups"),
    "items.item": T("Tieto", "Uppgift", "Item"),
    "item.derived": T("Muodostetaan tiedoista: {items}.", "Skapas ur: {items}.", "Derived from: {items}."),
    "item.examples": T("Esimerkiksi: {text}", "Till exempel: {text}", "For example: {text}"),
    "items.never_collected": T(
        "Seuraavia tietoja ei kerätä: {items}.",
        "Följande uppgifter samlas inte in: {items}.",
        "The following data are not collected: {items}.",
    ),
    "item.never_disclosed": T("Ei luovuteta kenellekään.", "Lämnas inte ut till någon.", "Never disclosed to anyone."),
    # --- mandatory
    "mandatory.none": T(
        "Minkään tiedon antaminen ei ole lakisääteinen tai sopimukseen perustuva vaatimus.",
        "Det är inte ett lagstadgat eller avtalsenligt krav att lämna någon av uppgifterna.",
        "Providing the data is not a statutory or contractual requirement.",
    ),
    "mandatory.caption": T("Tiedot, jotka on annettava", "Uppgifter som ska lämnas", "Data that must be provided"),
    "mandatory.why": T("Miksi", "Varför", "Why"),
    "mandatory.else": T("Seuraus, jos tietoa ei anneta", "Följd om uppgiften inte lämnas", "If it is not provided"),
    "mandatory.rest": T(
        "Muiden tietojen antaminen on vapaaehtoista.",
        "Det är frivilligt att lämna övriga uppgifter.",
        "Providing the other data is voluntary.",
    ),
    "all.items": T("kaikki rekisterin tiedot", "alla uppgifter i registret", "all data in the register"),
    "all.groups": T("kaikki ryhmät", "alla grupper", "all groups"),
    "all.purposes": T("kaikki rekisterin tarkoitukset", "registrets alla ändamål", "all purposes of the register"),
    # --- sources
    "sources.caption": T("Tietolähteet", "Uppgiftskällor", "Sources of data"),
    "sources.source": T("Lähde", "Källa", "Source"),
    "sources.items": T("Tiedot", "Uppgifter", "Data"),
    "sources.more": T("Tarkennus", "Precisering", "Details"),
    "source.kind": T("Lähteen laji: {kind}.", "Typ av källa: {kind}.", "Type of source: {kind}."),
    "source.party": T("Nimi: {party}.", "Namn: {party}.", "Name: {party}."),
    "source.public": T(
        "Lähde on yleisesti saatavilla.", "Källan är allmänt tillgänglig.", "The source is publicly accessible."
    ),
    "source.groups": T("Keistä: {groups}.", "Om: {groups}.", "About: {groups}."),
    "source.every": T(
        "Tiedot päivitetään {every}.",
        "Uppgifterna uppdateras {every}.",
        "The data are updated {every}.",
    ),
    "source.correct": T(
        "Virhe oikaistaan ensisijaisesti lähteessä.",
        "Fel rättas i första hand i källan.",
        "Errors are corrected primarily at the source.",
    ),
    # --- recipients
    "recipients.none": T(
        "Tietoja ei luovuteta säännönmukaisesti rekisterinpitäjän ulkopuolelle.",
        "Uppgifter lämnas inte regelmässigt ut utanför den personuppgiftsansvariges organisation.",
        "Data are not regularly disclosed outside the controller.",
    ),
    "recipients.caption": T("Vastaanottajat", "Mottagare", "Recipients"),
    "recipients.recipient": T("Vastaanottaja", "Mottagare", "Recipient"),
    "recipients.what": T("Tiedot ja tarkoitus", "Uppgifter och ändamål", "Data and purpose"),
    "recipients.terms": T("Ehdot", "Villkor", "Conditions"),
    "recipient.role": T("Asema: {role}.", "Ställning: {role}.", "Capacity: {role}."),
    "recipient.party": T("Nimi: {party}.", "Namn: {party}.", "Name: {party}."),
    "recipient.items": T("Tiedot: {items}.", "Uppgifter: {items}.", "Data: {items}."),
    "recipient.purposes": T("Tarkoitus: {purposes}.", "Ändamål: {purposes}.", "Purpose: {purposes}."),
    "recipient.groups": T("Keistä: {groups}.", "Om: {groups}.", "About: {groups}."),
    "recipient.conditions": T(
        "Edellytykset: {conditions}.", "Förutsättningar: {conditions}.", "Conditions: {conditions}."
    ),
    "recipient.decided_by": T("Luovutuksesta päättää: {roles}.", "Beslut fattas av: {roles}.", "Decided by: {roles}."),
    "recipient.on_demand": T(
        "Luovutetaan vain tapauskohtaisesti.",
        "Lämnas ut bara från fall till fall.",
        "Disclosed only on a case-by-case basis.",
    ),
    "recipient.every": T(
        "Luovutus tapahtuu {every}.",
        "Uppgifterna lämnas ut {every}.",
        "Disclosed {every}.",
    ),
    "recipient.to_register": T(
        "Tiedot tallennetaan rekisteriin: {register}.",
        "Uppgifterna lagras i registret: {register}.",
        "The data are stored in the register: {register}.",
    ),
    "recipient.tell": T(
        "Luovutuksesta kerrotaan rekisteröidylle, ellei laki sitä estä.",
        "Den registrerade underrättas om utlämnandet, om inte lagen hindrar det.",
        "You are told of the disclosure unless the law forbids it.",
    ),
    "recipient.logged": T("Luovutus kirjataan.", "Utlämnandet registreras.", "The disclosure is recorded."),
    "recipient.agreement": T(
        "Tietojen käsittelystä on sovittu kirjallisesti.",
        "Ett skriftligt avtal har ingåtts om behandlingen.",
        "The processing is governed by a written agreement.",
    ),
    "recipient.changes": T(
        "Vastaanottajat voivat vaihtua ({numbers}); ajantasaisen luettelon saa pyynnöstä.",
        "Mottagarna kan bytas ut ({numbers}); en aktuell förteckning fås på begäran.",
        "The recipients may change ({numbers}); a current list is available on request.",
    ),
    "recipients.named": T(
        "Rekisteröity saa pyynnöstä tiedon siitä, kenelle hänen tietojaan on luovutettu.",
        "Den registrerade får på begäran veta till vem uppgifter om honom eller henne har lämnats ut.",
        "On request you are told to whom your data have been disclosed.",
    ),
    # --- transfers
    "transfers.none": T(
        "Henkilötietoja ei siirretä EU:n tai ETA:n ulkopuolelle.",
        "Personuppgifter överförs inte utanför EU eller EES.",
        "Personal data are not transferred outside the EU or the EEA.",
    ),
    "transfers.caption": T(
        "Siirrot EU:n tai ETA:n ulkopuolelle",
        "Överföringar utanför EU eller EES",
        "Transfers outside the EU or the EEA",
    ),
    "transfers.countries": T("Maa", "Land", "Country"),
    "transfers.ground": T(
        "Siirtoperuste ja suojatoimet", "Överföringsgrund och skyddsåtgärder", "Ground and safeguards"
    ),
    "transfer.ground": T("{ground} ({article}).", "{ground} ({article}).", "{ground} ({article})."),
    "transfer.bare_ground": T("{ground}.", "{ground}.", "{ground}."),
    "transfer.decision": T("Päätös: {reference}.", "Beslut: {reference}.", "Decision: {reference}."),
    "transfer.certified": T(
        "Päätös koskee vain järjestelyyn sitoutuneita vastaanottajia.",
        "Beslutet gäller bara mottagare som har anslutit sig till ramverket.",
        "The decision covers only recipients that are certified under it.",
    ),
    "transfer.module": T(
        "Lausekkeiden moduuli {module}.", "Modul {module} i klausulerna.", "Module {module} of the clauses."
    ),
    "transfer.items": T("Tiedot: {items}.", "Uppgifter: {items}.", "Data: {items}."),
    "transfer.from": T("Voimassa {date} alkaen.", "Gäller från {date}.", "Valid from {date}."),
    "transfer.until": T("Voimassa {date} asti.", "Gäller till {date}.", "Valid until {date}."),
    "transfer.copy": T(
        "Jäljennöksen suojatoimia koskevista asiakirjoista voi pyytää täältä: {contact}.",
        "En kopia av handlingarna om skyddsåtgärderna fås på begäran av: {contact}.",
        "A copy of the safeguards is available on request from: {contact}.",
    ),
    "transfer.web": T("Lisätietoja: {web}", "Mer information: {web}", "More information: {web}"),
}
