"""Sentences of the first half of a notice: who, about whom, why, what, from where, to whom."""

from __future__ import annotations

from collections.abc import Mapping

from kortisto.declaration.model import Text as T  # noqa: N817 - a table of texts reads better with a short name

SENTENCES: Mapping[str, T] = {
    # --- introduction
    "intro.about": T(
        "Tässä selosteessa kerrotaan, mitä henkilötietoja rekisterissä on, mihin niitä käytetään, mistä ne saadaan, "
        "kenelle niitä luovutetaan, kuinka kauan niitä säilytetään ja mitä oikeuksia rekisteröidyllä on.",
        "I denna beskrivning berättas vilka personuppgifter registret innehåller, vad de används till, varifrån de "
        "fås, till vem de lämnas ut, hur länge de förvaras och vilka rättigheter den registrerade har.",
        "This notice tells what personal data the register holds, what they are used for, where they come from, to whom "
        "they are disclosed, how long they are kept and what rights you have.",
    ),
    "intro.controller": T(
        "Rekisterinpitäjä: {controller}.", "Personuppgiftsansvarig: {controller}.", "Controller: {controller}."
    ),
    "intro.law": T(
        "Seloste perustuu EU:n yleiseen tietosuoja-asetukseen (EU) 2016/679 ja tietosuojalakiin (1050/2018); artiklat, "
        "joihin selosteessa viitataan, ovat tietosuoja-asetuksen artikloja.",
        "Beskrivningen grundar sig på EU:s allmänna dataskyddsförordning (EU) 2016/679 och dataskyddslagen (1050/2018); "
        "de artiklar som beskrivningen hänvisar till är artiklar i dataskyddsförordningen.",
        "The notice is based on the General Data Protection Regulation (EU) 2016/679 and the Finnish Data Protection Act "
        "(1050/2018); the Articles referred to are Articles of the Regulation.",
    ),
    "lead.version": T(
        "Versio {version}, laadittu {date}.", "Version {version}, upprättad {date}.", "Version {version}, drawn up {date}."
    ),
    # --- controller
    "party.business_id": T("Y-tunnus", "FO-nummer", "Business ID"),
    "party.office": T("Yksikkö", "Enhet", "Office"),
    "party.address": T("Postiosoite", "Postadress", "Postal address"),
    "party.email": T("Sähköposti", "E-post", "E-mail"),
    "party.phone": T("Puhelin", "Telefon", "Telephone"),
    "party.web": T("Verkkosivu", "Webbplats", "Website"),
    "party.name": T("Nimi", "Namn", "Name"),
    "party.country": T("Maa", "Land", "Country"),
    "party.answers_for": T("Vastaa seuraavista", "Ansvarar för", "Answers for"),
    "party.deputies": T(
        "Samasta osoitteesta tavoittaa myös tietosuojavastaavan sijaiset.",
        "På samma adress nås även dataskyddsombudets ersättare.",
        "Deputies can be reached at the same address.",
    ),
    "party.receives": T(
        "Ottaa vastaan rekisteröityjen pyynnöt.", "Tar emot de registrerades begäranden.", "Receives your requests."
    ),
    "party.member": T("Kuuluu ryhmään: {party}.", "Hör till: {party}.", "Member of: {party}."),
    "party.no_dpo": T(
        "Rekisterinpitäjä ei ole nimittänyt tietosuojavastaavaa.",
        "Den personuppgiftsansvarige har inte utnämnt något dataskyddsombud.",
        "The controller has not appointed a data protection officer.",
    ),
    "party.joint": T(
        "Yhteisrekisterinpitäjät ovat sopineet keskinäisestä vastuunjaostaan (26 artikla). Sopimuksen keskeinen "
        "sisältö annetaan pyynnöstä, ja oikeuksia voi käyttää kutakin rekisterinpitäjää kohtaan.",
        "De gemensamt personuppgiftsansvariga har kommit överens om ansvarsfördelningen (artikel 26). Det väsentliga "
        "innehållet i överenskommelsen fås på begäran, och rättigheterna kan utövas mot var och en av dem.",
        "The joint controllers have agreed on their respective responsibilities (Article 26). The essence of the "
        "arrangement is available on request, and you may use your rights against each of them.",
    ),
    "party.family": T(
        "Kukin alla mainittu yhtiö on oman rekisterinsä rekisterinpitäjä; tämä seloste koskee niitä kaikkia.",
        "Varje bolag som nämns nedan är personuppgiftsansvarigt för sitt eget register; beskrivningen gäller dem alla.",
        "Each company named below is the controller of its own register; this notice applies to all of them.",
    ),
    # --- register
    "register.name": T("Rekisterin nimi", "Registrets namn", "Name of the register"),
    "register.covers": T("Seloste kattaa", "Beskrivningen omfattar", "The notice covers"),
    "places.caption": T("Missä tietoja säilytetään", "Var uppgifterna förvaras", "Where the data are kept"),
    "places.place": T("Säilytyspaikka", "Förvaringsplats", "Place"),
    "places.kind": T("Laji", "Slag", "Kind"),
    "places.where": T("Sijainti ja ylläpitäjä", "Plats och innehavare", "Location and keeper"),
    "place.country": T("Maa: {country}.", "Land: {country}.", "Country: {country}."),
    "place.held_by": T("Ylläpitäjä: {party}.", "Innehavare: {party}.", "Kept by: {party}."),
    "place.locked": T("Lukittu.", "Låst.", "Locked."),
    "place.fireproof": T("Paloturvallinen.", "Brandsäker.", "Fireproof."),
    "place.items": T("Tiedot: {items}.", "Uppgifter: {items}.", "Data: {items}."),
    "feed.to": T(
        "Tietoja siirtyy rekisterinpitäjän toiseen rekisteriin: {register}. Tiedot: {items}. Tarkoitus: {purpose}.",
        "Uppgifter förs över till ett annat av den personuppgiftsansvariges register: {register}. Uppgifter: {items}. "
        "Ändamål: {purpose}.",
        "Data pass into another register of the controller: {register}. Data: {items}. Purpose: {purpose}.",
    ),
    # --- subjects
    "groups.lead": T(
        "Rekisterissä käsitellään seuraavien ryhmien tietoja:",
        "I registret behandlas uppgifter om följande grupper:",
        "The register holds data on the following groups:",
    ),
    "group.represents": T("Edustettu taho: {groups}.", "Företräder: {groups}.", "Represents: {groups}."),
    "group.guardian_of": T("Huollettava: {groups}.", "Den som vårdas: {groups}.", "Guardian of: {groups}."),
    "group.employed_by": T("Työnantaja: {groups}.", "Arbetsgivare: {groups}.", "Employed by: {groups}."),
    "group.household_of": T(
        "Samaa kotitaloutta: {groups}.", "Samma hushåll: {groups}.", "Same household as: {groups}."
    ),
    "group.sole_trader": T(
        "Yksityisen elinkeinonharjoittajan ja toiminimen tietoja käsitellään henkilötietoina.",
        "Uppgifter om enskilda näringsidkare och firmor behandlas som personuppgifter.",
        "Data of sole traders are treated as personal data.",
    ),
    "group.minors": T(
        "Alle {age}-vuotiaan tietoja käsitellään vain huoltajan suostumuksella tai valtuutuksella.",
        "Uppgifter om barn som inte har fyllt {age} år behandlas bara med vårdnadshavarens samtycke eller "
        "godkännande.",
        "Data of children under the age of {age} are processed only with the consent or authorisation of a guardian.",
    ),
    "group.minors_without": T(
        "Alle {age}-vuotiaan tietoja käsitellään erityistä varovaisuutta noudattaen.",
        "Uppgifter om barn som inte har fyllt {age} år behandlas med särskild varsamhet.",
        "Data of children under the age of {age} are processed with particular care.",
    ),
    # --- purposes
    "basis.line": T(
        "Oikeusperuste: {basis} ({article}).", "Rättslig grund: {basis} ({article}).", "Legal basis: {basis} ({article})."
    ),
    "basis.special": T(
        "Erityisten tietojen käsittelyn peruste: {condition} ({article}).",
        "Grund för behandling av känsliga uppgifter: {condition} ({article}).",
        "Ground for processing sensitive data: {condition} ({article}).",
    ),
    "basis.statutes": T("Säädökset: {laws}.", "Författningar: {laws}.", "Statutes: {laws}."),
    "basis.interest": T("Etu: {text}", "Intresset: {text}", "The interest: {text}"),
    "basis.contract": T("Sopimus: {text}", "Avtalet: {text}", "The contract: {text}"),
    "basis.balancing": T(
        "Oikeutettu etu on punnittu rekisteröidyn etuja ja oikeuksia vasten; punninnasta saa pyynnöstä lisätietoja.",
        "Det berättigade intresset har vägts mot den registrerades intressen och rättigheter; närmare uppgifter om "
        "avvägningen fås på begäran.",
        "The legitimate interest has been balanced against your interests and rights; details are available on request.",
    ),
    "basis.from": T("Peruste on voimassa {date} alkaen.", "Grunden gäller från {date}.", "The basis applies from {date}."),
    "basis.until": T("Peruste on voimassa {date} asti.", "Grunden gäller till {date}.", "The basis applies until {date}."),
    "processing.states": T("Rekisteröidyt: {groups}.", "De registrerade: {groups}.", "Concerns: {groups}."),
    "processing.may": T(
        "Käsittely voi koskea seuraavia: {groups}.", "Behandlingen kan gälla: {groups}.", "May concern: {groups}."
    ),
    "processing.usually": T(
        "Käsittely koskee yleensä seuraavia: {groups}.", "Behandlingen gäller vanligen: {groups}.",
        "Usually concerns: {groups}.",
    ),
    "processing.example": T(
        "Käsittely koskee esimerkiksi seuraavia: {groups}.", "Behandlingen gäller till exempel: {groups}.",
        "Concerns for example: {groups}.",
    ),
    "purpose.compatible": T(
        "Tietoja voidaan käyttää myös seuraaviin yhteensopiviin tarkoituksiin: {purposes}.",
        "Uppgifterna kan också användas för följande förenliga ändamål: {purposes}.",
        "The data may also be used for the following compatible purposes: {purposes}.",
    ),
    "purpose.never_with": T(
        "Tietoja ei yhdistetä seuraaviin tarkoituksiin: {purposes}.",
        "Uppgifterna förenas inte med följande ändamål: {purposes}.",
        "The data are never combined with the following purposes: {purposes}.",
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
        "Consent is voluntary and can be withdrawn at any time as easily as it was given. Withdrawal does not affect the "
        "lawfulness of processing before it.",
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
        "Suostumuksesta tallennetaan todisteeksi: {items}.", "Som bevis på samtycket lagras: {items}.",
        "Stored as proof of the consent: {items}.",
    ),
    "consent.valid": T("Voimassaolo", "Giltighetstid", "Valid for"),
    "consent.valid_for": T(
        "{period} suostumuksen antamisesta, ellei sitä peruuteta aiemmin.",
        "{period} från det att samtycket gavs, om det inte återkallas tidigare.",
        "{period} from the giving of the consent, unless withdrawn earlier.",
    ),
    "consent.withdraw": T("Miten suostumus peruutetaan", "Hur samtycket återkallas", "How it is withdrawn"),
    "consent.closes": T(
        "Peruuttaminen päättää seuraavan käsittelyn: {what}.", "Återkallandet avslutar följande behandling: {what}.",
        "Withdrawal ends the following processing: {what}.",
    ),
    "consent.then": T(
        "Jos tietoja ei tarvita muuhun tarkoitukseen, {action}",
        "Om uppgifterna inte behövs för något annat ändamål gäller följande: {action}",
        "If the data are not needed for any other purpose, {action}",
    ),
    # --- items
    "items.about": T("Tiedot seuraavista ryhmistä: {groups}", "Uppgifter om följande grupper: {groups}",
                     "Data on the following groups: {groups}"),
    "items.item": T("Tieto", "Uppgift", "Item"),
    "item.derived": T("Muodostetaan tiedoista: {items}.", "Skapas ur: {items}.", "Derived from: {items}."),
    "item.examples": T("Esimerkiksi: {text}", "Till exempel: {text}", "For example: {text}"),
    "items.never_collected": T(
        "Seuraavia tietoja ei kerätä: {items}.", "Följande uppgifter samlas inte in: {items}.",
        "The following data are not collected: {items}.",
    ),
    "item.never_disclosed": T("Ei luovuteta kenellekään.", "Lämnas inte ut till någon.", "Never disclosed to anybody."),
    # --- mandatory
    "mandatory.none": T(
        "Minkään tiedon antaminen ei ole lakisääteinen tai sopimukseen perustuva vaatimus.",
        "Det är inte ett lagstadgat eller avtalsenligt krav att lämna någon av uppgifterna.",
        "Giving the data is not a statutory or contractual requirement.",
    ),
    "mandatory.caption": T("Tiedot, jotka on annettava", "Uppgifter som ska lämnas", "Data that must be given"),
    "mandatory.why": T("Miksi", "Varför", "Why"),
    "mandatory.else": T("Seuraus, jos tietoa ei anneta", "Följd om uppgiften inte lämnas", "If it is not given"),
    "mandatory.rest": T(
        "Muiden tietojen antaminen on vapaaehtoista.", "Det är frivilligt att lämna övriga uppgifter.",
        "Giving the other data is voluntary.",
    ),
    "all.items": T("kaikki rekisterin tiedot", "alla uppgifter i registret", "all data of the register"),
    "all.groups": T("kaikki ryhmät", "alla grupper", "all groups"),
    "all.purposes": T("kaikki rekisterin tarkoitukset", "registrets alla ändamål", "all purposes of the register"),
    # --- sources
    "sources.caption": T("Tietolähteet", "Informationskällor", "Sources of data"),
    "sources.source": T("Lähde", "Källa", "Source"),
    "sources.items": T("Tiedot", "Uppgifter", "Data"),
    "sources.more": T("Tarkennus", "Precisering", "Details"),
    "source.kind": T("Lähteen laji: {kind}.", "Slag av källa: {kind}.", "Kind of source: {kind}."),
    "source.party": T("Nimi: {party}.", "Namn: {party}.", "Name: {party}."),
    "source.public": T(
        "Lähde on yleisesti saatavilla.", "Källan är allmänt tillgänglig.", "The source is publicly accessible."
    ),
    "source.groups": T("Keistä: {groups}.", "Om: {groups}.", "About: {groups}."),
    "source.every": T(
        "Tiedot päivitetään {period} välein.", "Uppgifterna uppdateras med {period} mellanrum.",
        "The data are updated at intervals of {period}.",
    ),
    "source.correct": T(
        "Virhe oikaistaan ensisijaisesti lähteessä.", "Fel rättas i första hand i källan.",
        "Errors are corrected at the source first.",
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
    "recipient.conditions": T("Edellytykset: {conditions}.", "Förutsättningar: {conditions}.", "Conditions: {conditions}."),
    "recipient.decided_by": T("Luovutuksesta päättää: {roles}.", "Beslut fattas av: {roles}.", "Decided by: {roles}."),
    "recipient.on_demand": T(
        "Luovutetaan vain tapauskohtaisesti.", "Lämnas ut bara från fall till fall.", "Disclosed only case by case."
    ),
    "recipient.every": T(
        "Luovutus tapahtuu {period} välein.", "Utlämnandet sker med {period} mellanrum.",
        "Disclosed at intervals of {period}.",
    ),
    "recipient.to_register": T(
        "Tiedot tallennetaan rekisteriin: {register}.", "Uppgifterna lagras i registret: {register}.",
        "The data are stored in the register: {register}.",
    ),
    "recipient.tell": T(
        "Luovutuksesta kerrotaan rekisteröidylle, ellei laki sitä estä.",
        "Den registrerade underrättas om utlämnandet, om inte lagen hindrar det.",
        "You are told of the disclosure unless the law forbids it.",
    ),
    "recipient.logged": T("Luovutus kirjataan.", "Utlämnandet registreras.", "The disclosure is recorded."),
    "recipient.agreement": T(
        "Tietojen käsittelystä on sovittu kirjallisesti.", "Behandlingen har avtalats skriftligt.",
        "The processing is governed by a written agreement.",
    ),
    "recipient.changes": T(
        "Vastaanottajat voivat vaihtua; ajantasaisen luettelon saa pyynnöstä.",
        "Mottagarna kan växla; en aktuell förteckning fås på begäran.",
        "The recipients may change; a current list is available on request.",
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
        "Siirrot EU:n tai ETA:n ulkopuolelle", "Överföringar utanför EU eller EES", "Transfers outside the EU or the EEA"
    ),
    "transfers.countries": T("Maa", "Land", "Country"),
    "transfers.ground": T("Siirtoperuste ja suojatoimet", "Överföringsgrund och skyddsåtgärder", "Ground and safeguards"),
    "transfer.ground": T("{ground} ({article}).", "{ground} ({article}).", "{ground} ({article})."),
    "transfer.bare_ground": T("{ground}.", "{ground}.", "{ground}."),
    "transfer.decision": T("Päätös: {reference}.", "Beslut: {reference}.", "Decision: {reference}."),
    "transfer.certified": T(
        "Päätös koskee vain järjestelyyn sitoutuneita vastaanottajia.",
        "Beslutet gäller bara mottagare som har anslutit sig till ordningen.",
        "The decision covers only recipients that are certified under it.",
    ),
    "transfer.module": T("Lausekkeiden moduuli {module}.", "Klausulernas modul {module}.", "Module {module} of the clauses."),
    "transfer.items": T("Tiedot: {items}.", "Uppgifter: {items}.", "Data: {items}."),
    "transfer.from": T("Voimassa {date} alkaen.", "Gäller från {date}.", "Valid from {date}."),
    "transfer.until": T("Voimassa {date} asti.", "Gäller till {date}.", "Valid until {date}."),
    "transfer.copy": T(
        "Jäljennöksen suojatoimia koskevista asiakirjoista saa pyynnöstä: {contact}.",
        "En kopia av handlingarna om skyddsåtgärderna fås på begäran: {contact}.",
        "A copy of the safeguards is available on request: {contact}.",
    ),
    "transfer.web": T("Lisätietoja: {web}", "Mer information: {web}", "More information: {web}"),
}  # fmt: skip
