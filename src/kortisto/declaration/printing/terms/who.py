"""Sentences of a notice: introduction, parties, register, groups."""

from __future__ import annotations

from collections.abc import Mapping

from kortisto.declaration.model import Text as T  # noqa: N817 - a table of texts reads better with a short name

SENTENCES: Mapping[str, T] = {
    # --- introduction
    "intro.about": T(
        "Tässä {this.inessive} kerrotaan, mitä henkilötietoja rekisterissä on, mihin niitä käytetään, mistä ne "
        "saadaan, kenelle niitä luovutetaan, kuinka kauan niitä säilytetään ja mitä oikeuksia rekisteröidyllä on.",
        "I denna beskrivning redogörs för vilka personuppgifter registret innehåller, vad de används till, varifrån "
        "de erhålls, till vem de lämnas ut, hur länge de förvaras och vilka rättigheter den registrerade har.",
        "This notice explains what personal data the register holds, what they are used for, where they come from, to "
        "whom they are disclosed, how long they are kept and what rights you have.",
    ),
    "intro.controller": T(
        "Rekisterinpitäjä: {controller}.", "Personuppgiftsansvarig: {controller}.", "Controller: {controller}."
    ),
    "intro.law": T(
        "{this.capital} perustuu EU:n yleiseen tietosuoja-asetukseen (EU) 2016/679 ja tietosuojalakiin (1050/2018); "
        "artiklat, joihin {this.inessive} viitataan, ovat tietosuoja-asetuksen artikloja.",
        "Beskrivningen grundar sig på EU:s allmänna dataskyddsförordning (EU) 2016/679 och dataskyddslagen "
        "(1050/2018); de artiklar som beskrivningen hänvisar till är artiklar i dataskyddsförordningen.",
        "The notice is based on the General Data Protection Regulation (EU) 2016/679 and the Finnish Data Protection "
        "Act (1050/2018); the Articles referred to are Articles of the Regulation.",
    ),
    "lead.version": T(
        "Versio {version}, laadittu {date}.",
        "Version {version}, upprättad {date}.",
        "Version {version}, drawn up {date}.",
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
    "party.answers_for": T("Vastaa seuraavista", "Ansvarar för", "Responsible for"),
    "party.deputies": T(
        "Samasta osoitteesta tavoittaa myös tietosuojavastaavan sijaiset.",
        "På samma adress nås även dataskyddsombudets ställföreträdare.",
        "The data protection officer's deputies can be reached at the same address.",
    ),
    "party.receives": T(
        "Tänne voi lähettää rekisteröidyn oikeuksia koskevat pyynnöt.",
        "Hit kan begäranden om den registrerades rättigheter skickas.",
        "Requests about your rights can be sent here.",
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
        "De gemensamt personuppgiftsansvariga har kommit överens om den inbördes ansvarsfördelningen "
        "(artikel 26). Det väsentliga "
        "innehållet i överenskommelsen fås på begäran, och rättigheterna kan utövas mot var och en av dem.",
        "The joint controllers have agreed on their respective responsibilities (Article 26). The essence of the "
        "arrangement is available on request, and you may use your rights against each of them.",
    ),
    "party.family": T(
        "Kukin alla mainittu yhtiö on oman rekisterinsä rekisterinpitäjä; tämä {this.nominative} koskee niitä kaikkia.",
        "Varje bolag som nämns nedan är personuppgiftsansvarigt för sitt eget register; beskrivningen gäller dem alla.",
        "Each company named below is the controller of its own register; this notice applies to all of them.",
    ),
    # --- register
    "register.name": T("Rekisterin nimi", "Registrets namn", "Name of the register"),
    "register.covers": T("{this.capital} kattaa", "Beskrivningen omfattar", "The notice covers"),
    "places.caption": T("Missä tietoja säilytetään", "Var uppgifterna förvaras", "Where the data are kept"),
    "places.place": T("Säilytyspaikka", "Förvaringsplats", "Place"),
    "places.kind": T("Laji", "Typ", "Type"),
    "places.where": T("Sijainti ja ylläpitäjä", "Plats och förvaltare", "Location and operator"),
    "place.country": T("Maa: {country}.", "Land: {country}.", "Country: {country}."),
    "place.held_by": T("Ylläpitäjä: {party}.", "Förvaltare: {party}.", "Operated by: {party}."),
    "place.locked": T("Lukittu.", "Låst.", "Locked."),
    "place.fireproof": T("Paloturvallinen.", "Brandsäker.", "Fireproof."),
    "place.items": T("Tiedot: {items}.", "Uppgifter: {items}.", "Data: {items}."),
    "feed.to": T(
        "Tietoja siirtyy rekisterinpitäjän toiseen rekisteriin: {register}. Tiedot: {items}. Tarkoitus: {purpose}.",
        "Uppgifter förs över till ett annat av den personuppgiftsansvariges register: {register}. Uppgifter: {items}. "
        "Ändamål: {purpose}.",
        "Data are transferred to another register of the controller: {register}. Data: {items}. Purpose: {purpose}.",
    ),
    # --- subjects
    "groups.lead": T(
        "Rekisterissä käsitellään seuraavien ryhmien tietoja:",
        "I registret behandlas uppgifter om följande grupper:",
        "The register holds data on the following groups:",
    ),
    "group.represents": T("Edustettu taho: {groups}.", "Företräder: {groups}.", "Represents: {groups}."),
    "group.guardian_of": T("Huollettava: {groups}.", "Vårdnadshavare för: {groups}.", "Guardian of: {groups}."),
    "group.employed_by": T("Työnantaja: {groups}.", "Arbetsgivare: {groups}.", "Employed by: {groups}."),
    "group.household_of": T(
        "Samaa kotitaloutta: {groups}.", "Samma hushåll: {groups}.", "Same household as: {groups}."
    ),
    "group.sole_trader": T(
        "Yksityisen elinkeinonharjoittajan ja toiminimen tietoja käsitellään henkilötietoina ({groups}).",
        "Uppgifter om enskilda näringsidkare och firmor behandlas som personuppgifter ({groups}).",
        "Data of sole traders are treated as personal data ({groups}).",
    ),
    "group.minors": T(
        "Alle {age}-vuotiaan tietoja käsitellään vain huoltajan suostumuksella tai valtuutuksella.",
        "Uppgifter om barn som inte har fyllt {age} år behandlas bara med vårdnadshavarens samtycke eller godkännande.",
        "Data of children under the age of {age} are processed only with the consent or authorisation of a guardian.",
    ),
    "group.minors_without": T(
        "Alle {age}-vuotiaan tietoja käsitellään erityistä varovaisuutta noudattaen.",
        "Uppgifter om barn som inte har fyllt {age} år behandlas med särskild varsamhet.",
        "Data of children under the age of {age} are processed with particular care.",
    ),
}
