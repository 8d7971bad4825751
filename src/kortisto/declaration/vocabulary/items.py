"""The vocabulary of items: the kinds of datum that the software can hold.

Items are hierarchical by their dots: `person.contact.email` lies under `person.contact`, which lies under `person`.
What a declaration says of a parent holds for its children.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from kortisto.declaration.model import Text


class Nature(StrEnum):
    """What an item is in the eyes of the law; decides which checks apply."""

    PLAIN = "plain"
    SPECIAL = "special category"  # Article 9
    CRIMINAL = "criminal"  # Article 10
    NATIONAL_ID = "national id"  # tietosuojalaki 1050/2018 29 §
    RECORDING = "recording"
    LOCATION = "location"
    FREE_TEXT = "free text"
    DERIVED = "derived"  # made by the controller from other data: profiling
    ORGANISATION = "organisation"  # about an organisation; personal when that is a sole trader


@dataclass(frozen=True, slots=True)
class ItemWord:
    """One word of the vocabulary of items; `terminal` marks what is read from the user's device."""

    id: str
    name: Text
    dpv: str
    nature: Nature = Nature.PLAIN
    terminal: bool = False

    @property
    def parent(self) -> str | None:
        """Return the id of the item right above, or None at the top."""
        head, dot, _ = self.id.rpartition(".")
        return head if dot else None


OWN = "own."
"""Items that a declaration defines itself begin with this."""


def is_under(item: str, ancestor: str) -> bool:
    """Return True when the item is the ancestor itself or lies under it."""
    return item == ancestor or item.startswith(ancestor + ".")


_P, _F, _R, _D, _O = Nature.PLAIN, Nature.FREE_TEXT, Nature.RECORDING, Nature.DERIVED, Nature.ORGANISATION

_ROWS: tuple[tuple[str, str, str, str, str, Nature], ...] = (
    ("person", "henkilötiedot", "personuppgifter", "personal data", "PersonalData", _P),
    ("person.name", "nimi", "namn", "name", "pd:Name", _P),
    ("person.name.first", "etunimi", "förnamn", "first name", "pd:GivenName", _P),
    ("person.name.last", "sukunimi", "efternamn", "last name", "pd:FamilyName", _P),
    ("person.name.prefix", "nimen etuliite", "namnprefix", "name prefix", "pd:Name", _P),
    ("person.title", "tehtävänimike", "titel", "job title", "pd:JobTitle", _P),
    (
        "person.represents",
        "edustettu organisaatio",
        "organisation som personen företräder",
        "organisation represented",
        "pd:ProfessionalEmploymentInformation",
        _P,
    ),
    ("person.language", "asiointikieli", "kontaktspråk", "language of contact", "pd:Language", _P),
    ("person.contact", "yhteystiedot", "kontaktuppgifter", "contact details", "pd:Contact", _P),
    ("person.contact.email", "sähköpostiosoite", "e-postadress", "e-mail address", "pd:EmailAddress", _P),
    ("person.contact.phone", "puhelinnumero", "telefonnummer", "telephone number", "pd:TelephoneNumber", _P),
    ("person.contact.address", "postiosoite", "postadress", "postal address", "pd:PhysicalAddress", _P),
    ("person.contact.web", "verkkosivun osoite", "webbadress", "web address", "pd:Contact", _P),
    ("person.birth", "syntymäaika tai ikä", "födelsedatum eller ålder", "date of birth or age", "pd:Age", _P),
    (
        "person.national_id",
        "henkilötunnus",
        "personbeteckning",
        "personal identity code",
        "pd:IdentificationNumber",
        Nature.NATIONAL_ID,
    ),
    ("person.guardian", "huoltajan tiedot", "uppgifter om vårdnadshavare", "data of the guardian", "pd:Parent", _P),
    (
        "person.informed",
        "tieto siitä, milloin henkilölle on kerrottu käsittelystä",
        "uppgift om när personen har informerats om behandlingen",
        "when the person was told of the processing",
        "pd:PrivacyPreference",
        _P,
    ),
    (
        "person.nondisclosure",
        "turvakielto",
        "spärrmarkering",
        "non-disclosure for personal safety",
        "pd:PrivacyPreference",
        _P,
    ),
    ("person.health", "terveyttä koskevat tiedot", "uppgifter om hälsa", "health data", "pd:Health", Nature.SPECIAL),
    (
        "person.sensitive",
        "muut erityisiin henkilötietoryhmiin kuuluvat tiedot",
        "övriga särskilda kategorier av personuppgifter",
        "other special categories of data",
        "SpecialCategoryPersonalData",
        Nature.SPECIAL,
    ),
    (
        "person.offences",
        "rikoksia koskevat tiedot",
        "uppgifter om brott",
        "data on offences",
        "pd:CriminalOffense",
        Nature.CRIMINAL,
    ),
    (
        "person.interests",
        "kiinnostuksen kohteet ja muut itse annetut luokittelutiedot",
        "intressen och andra klassificeringsuppgifter som personen själv lämnat",
        "interests and other classification data given by the person",
        "pd:Interest",
        _P,
    ),
    (
        "person.topic",
        "kiinnostuksen tai yhteydenoton aihe (vapaa teksti)",
        "ämne för intresse eller kontakt (fritext)",
        "topic of interest or contact (free text)",
        "pd:Interest",
        _F,
    ),
    ("person.note", "muistiinpanot", "anteckningar", "notes", "pd:Communication", _F),
    ("person.tag", "luokittelutunnisteet", "klassificeringsetiketter", "classification tags", "pd:Professional", _P),
    ("person.group", "ryhmiin kuuluminen", "medlemskap i grupper", "membership of groups", "pd:Professional", _P),
    (
        "person.activity",
        "tapahtumat ja tapaamiset",
        "händelser och möten",
        "events and meetings",
        "pd:ProfessionalHistory",
        _P,
    ),
    ("person.activity.sale", "myyntitapahtumat", "försäljningshändelser", "sales events", "pd:Transactional", _P),
    (
        "person.activity.event",
        "osallistuminen tilaisuuksiin",
        "deltagande i evenemang",
        "participation in events",
        "pd:ProfessionalHistory",
        _P,
    ),
    ("person.activity.meeting", "myyntitapaamiset", "säljmöten", "sales meetings", "pd:ProfessionalHistory", _P),
    (
        "person.feedback",
        "palaute, kommentit ja kysymykset",
        "respons, kommentarer och frågor",
        "feedback, comments and questions",
        "pd:Communication",
        _F,
    ),
    (
        "person.signature",
        "sähköinen allekirjoitus",
        "elektronisk underskrift",
        "electronic signature",
        "pd:Identifying",
        _P,
    ),
    (
        "person.authority",
        "nimenkirjoitus- ja edustusoikeus",
        "firmateckningsrätt och behörighet att företräda",
        "right to sign and represent",
        "pd:Professional",
        _P,
    ),
    ("person.profile", "käyttäjäprofiili", "användarprofil", "user profile", "pd:Profile", _D),
    ("person.segment", "kohdentamistiedot", "inriktningsuppgifter", "targeting data", "pd:Profile", _D),
    (
        "person.demographics",
        "väestötieteelliset tiedot",
        "demografiska uppgifter",
        "demographic data",
        "pd:Demographic",
        _D,
    ),
    ("person.demographics.age", "arvioitu ikä", "uppskattad ålder", "estimated age", "pd:AgeRange", _D),
    ("person.demographics.gender", "arvioitu sukupuoli", "uppskattat kön", "estimated gender", "pd:Gender", _D),
    (
        "person.demographics.topics",
        "arvioidut kiinnostuksen aihepiirit",
        "uppskattade intresseområden",
        "estimated topics of interest",
        "pd:Interest",
        _D,
    ),
    (
        "organisation",
        "organisaation tiedot",
        "uppgifter om organisationen",
        "data of the organisation",
        "pd:Professional",
        _O,
    ),
    (
        "organisation.name",
        "organisaation nimi",
        "organisationens namn",
        "name of the organisation",
        "pd:Professional",
        _O,
    ),
    ("organisation.business_id", "Y-tunnus", "FO-nummer", "business ID", "pd:Professional", _O),
    (
        "organisation.contact",
        "organisaation yhteystiedot",
        "organisationens kontaktuppgifter",
        "contact details of the organisation",
        "pd:Contact",
        _O,
    ),
    (
        "organisation.contact.email",
        "organisaation sähköpostiosoite",
        "organisationens e-postadress",
        "e-mail address of the organisation",
        "pd:Contact",
        _O,
    ),
    (
        "organisation.contact.phone",
        "organisaation puhelinnumero",
        "organisationens telefonnummer",
        "telephone number of the organisation",
        "pd:Contact",
        _O,
    ),
    (
        "organisation.contact.address",
        "organisaation katu- ja postiosoite",
        "organisationens gatu- och postadress",
        "street and postal address of the organisation",
        "pd:Contact",
        _O,
    ),
    (
        "organisation.contact.web",
        "organisaation verkkosivu",
        "organisationens webbplats",
        "website of the organisation",
        "pd:Contact",
        _O,
    ),
    (
        "organisation.customership",
        "asiakkuus ja sen kesto",
        "kundförhållandet och dess längd",
        "customer relationship and its duration",
        "pd:Professional",
        _O,
    ),
    (
        "organisation.register_data",
        "kaupparekisterin ja muiden rekisterien tiedot",
        "uppgifter ur handelsregistret och andra register",
        "data from the trade register and other registers",
        "pd:Professional",
        _O,
    ),
    (
        "order.history",
        "tilaukset ja aikaisemmat tilaukset",
        "beställningar och tidigare beställningar",
        "orders and earlier orders",
        "pd:PurchasesAndSpendingHabit",
        _P,
    ),
    ("delivery.data", "toimitustiedot", "leveransuppgifter", "delivery data", "pd:Transactional", _P),
    ("billing.details", "laskutustiedot", "faktureringsuppgifter", "billing details", "pd:FinancialAccount", _P),
    ("invoice", "laskut", "fakturor", "invoices", "pd:Transactional", _P),
    ("invoice.basis", "laskutusperuste", "faktureringsgrund", "basis of billing", "pd:Transactional", _P),
    ("invoice.amount", "laskun summa", "fakturabelopp", "invoice amount", "pd:Transactional", _P),
    ("invoice.due_date", "laskun eräpäivä", "fakturans förfallodag", "due date of the invoice", "pd:Transactional", _P),
    ("invoice.terms", "laskutusehdot", "faktureringsvillkor", "billing terms", "pd:Transactional", _P),
    (
        "invoice.voucher",
        "kirjanpidon tositteet",
        "verifikationer i bokföringen",
        "bookkeeping vouchers",
        "pd:Transactional",
        _P,
    ),
    (
        "invoice.ledger",
        "myyntireskontran ja kirjanpidon merkinnät",
        "anteckningar i kundreskontran och bokföringen",
        "entries in the sales ledger and the books",
        "pd:Transactional",
        _P,
    ),
    (
        "receivable",
        "saatavat, muistutukset ja perintä",
        "fordringar, påminnelser och indrivning",
        "receivables, reminders and collection",
        "pd:Credit",
        _P,
    ),
    ("contract", "sopimustiedot", "avtalsuppgifter", "contract data", "pd:Transactional", _P),
    (
        "contract.terms",
        "sopimuksen osapuolet, sisältö ja voimassaolo",
        "avtalets parter, innehåll och giltighetstid",
        "parties, content and duration of the contract",
        "pd:Transactional",
        _P,
    ),
    (
        "contract.seller",
        "sopimuksen myyjätiedot",
        "uppgifter om avtalets säljare",
        "seller of the contract",
        "pd:Professional",
        _P,
    ),
    ("project", "projektitiedot", "projektuppgifter", "project data", "pd:ProfessionalHistory", _P),
    ("service", "palvelujen tiedot", "uppgifter om tjänster", "service data", "pd:ServiceConsumptionBehavior", _P),
    (
        "service.subscription",
        "hankitut palvelut aloitus- ja lopetustietoineen",
        "anskaffade tjänster med start- och slutdatum",
        "purchased services with start and end dates",
        "pd:PurchasesAndSpendingHabit",
        _P,
    ),
    (
        "service.use",
        "palvelujen ja etujen käyttö",
        "användning av tjänster och förmåner",
        "use of services and benefits",
        "pd:ServiceConsumptionBehavior",
        _P,
    ),
    (
        "service.login",
        "kirjautumiset verkkopalveluihin",
        "inloggningar i nättjänster",
        "logins to online services",
        "pd:ServiceConsumptionBehavior",
        _P,
    ),
    (
        "service.credentials",
        "palvelujen tunnistautumistiedot",
        "autentiseringsuppgifter för tjänster",
        "authentication data for services",
        "pd:Authenticating",
        _P,
    ),
    (
        "service.account",
        "käyttäjätili ja käyttöoikeudet",
        "användarkonto och åtkomsträttigheter",
        "user account and access rights",
        "pd:UserAccount",
        _P,
    ),
    ("ticket", "asiakaspalvelun tiketit", "kundtjänstens ärenden", "customer service tickets", "pd:Communication", _P),
    (
        "ticket.message",
        "asiakaspalveluun lähetetyt viestit",
        "meddelanden till kundtjänsten",
        "messages to customer service",
        "pd:Communication",
        _F,
    ),
    (
        "ticket.handling",
        "tiketin käsittelytiedot",
        "ärendets handläggningsuppgifter",
        "ticket handling data",
        "pd:Communication",
        _P,
    ),
    ("chat.transcript", "chat-keskustelut", "chattkonversationer", "chat conversations", "pd:Communication", _R),
    (
        "call.recording",
        "puhelutallenteet",
        "samtalsinspelningar",
        "call recordings",
        "pd:VoiceCommunicationRecording",
        _R,
    ),
    (
        "form.submission",
        "verkkolomakkeilla annetut tiedot",
        "uppgifter lämnade på webbformulär",
        "data entered in web forms",
        "pd:Communication",
        _F,
    ),
    (
        "message.content",
        "viestien sisällöt ja lähetysajat",
        "meddelandens innehåll och sändningstider",
        "contents and sending times of messages",
        "pd:Communication",
        _F,
    ),
    (
        "message.delivery",
        "lähetetyt asiakas- ja markkinointiviestit",
        "sända kund- och marknadsföringsmeddelanden",
        "customer and marketing messages sent",
        "pd:Communication",
        _P,
    ),
    (
        "message.opened",
        "tieto viestin avaamisesta",
        "uppgift om att meddelandet öppnats",
        "whether the message was opened",
        "pd:BrowsingBehavior",
        _P,
    ),
    (
        "channel.use",
        "asiakaspalvelukanavien käyttö",
        "användning av kundtjänstkanaler",
        "use of customer service channels",
        "pd:ServiceConsumptionBehavior",
        _P,
    ),
    (
        "marketing.subscription",
        "postituslistojen tilaukset",
        "prenumerationer på sändlistor",
        "mailing list subscriptions",
        "pd:Preference",
        _P,
    ),
    (
        "marketing.permission",
        "markkinointiluvat",
        "marknadsföringstillstånd",
        "marketing permissions",
        "pd:PrivacyPreference",
        _P,
    ),
    (
        "marketing.ban",
        "suoramarkkinointi- ja viestintäkiellot",
        "förbud mot direktmarknadsföring och kommunikation",
        "opt-outs from direct marketing and communication",
        "pd:PrivacyPreference",
        _P,
    ),
    (
        "consent.record",
        "annetut ja peruutetut suostumukset",
        "givna och återkallade samtycken",
        "consents given and withdrawn",
        "pd:PrivacyPreference",
        _P,
    ),
    (
        "rights.record",
        "rekisteröidyn pyynnöt ja niiden johdosta tehdyt toimet",
        "den registrerades begäranden och åtgärder med anledning av dem",
        "requests by the data subject and measures taken",
        "pd:PrivacyPreference",
        _P,
    ),
    (
        "publication.ban",
        "tietojen julkaisemista koskeva kielto",
        "förbud mot publicering av uppgifter",
        "opt-out from the publication of data",
        "pd:PrivacyPreference",
        _P,
    ),
    ("visit", "verkkosivujen käyttö", "användning av webbplatsen", "use of the website", "pd:BrowsingBehavior", _P),
    ("visit.ip", "IP-osoite", "IP-adress", "IP address", "pd:IPAddress", _P),
    (
        "visit.identifier",
        "evästeen tai muun tunnisteen arvo",
        "kakans eller annan identifierares värde",
        "value of a cookie or other identifier",
        "pd:DeviceIdentifier",
        _P,
    ),
    ("visit.time", "käynnin ajankohta", "tidpunkt för besöket", "time of the visit", "pd:BrowsingBehavior", _P),
    (
        "visit.pages",
        "katsotut sivut ja katseluajat",
        "visade sidor och visningstider",
        "pages viewed and viewing times",
        "pd:BrowsingBehavior",
        _P,
    ),
    ("visit.browser", "selain", "webbläsare", "browser", "pd:BrowserFingerprint", _P),
    (
        "visit.referrer",
        "osoite ja palvelin, jolta sivulle on tultu",
        "adress och server som besökaren kom från",
        "address and server from which the visitor came",
        "pd:BrowsingReferral",
        _P,
    ),
    ("visit.brochures", "pyydetyt esitteet", "beställda broschyrer", "brochures requested", "pd:Interest", _P),
    (
        "visit.analytics",
        "tapahtuma- ja käyttäjäanalyysitiedot",
        "händelse- och användaranalysdata",
        "event and user analytics data",
        "pd:BrowsingBehavior",
        _P,
    ),
    (
        "social.activity",
        "toiminta sosiaalisessa mediassa",
        "aktivitet i sociala medier",
        "activity on social media",
        "pd:SocialMedia",
        _P,
    ),
    ("screening.credit", "luottotietotarkistukset", "kreditupplysningar", "credit checks", "pd:Credit", _P),
    (
        "screening.sanctions",
        "pakotelistatarkistukset",
        "kontroller mot sanktionslistor",
        "sanctions list checks",
        "pd:LegalCompliance",
        _P,
    ),
    (
        "screening.export",
        "vientivalvontatarkistukset",
        "exportkontroller",
        "export control checks",
        "pd:LegalCompliance",
        _P,
    ),
    (
        "log.processing",
        "tietojen luonti- ja päivitysajankohdat",
        "tidpunkter då uppgifter skapats och uppdaterats",
        "times when data were created and updated",
        "pd:LogData",
        _P,
    ),
    ("log.changes", "muutoshistoria", "ändringshistorik", "history of changes", "pd:LogData", _P),
    ("log.access", "käyttöloki", "användningslogg", "access log", "pd:LogData", _P),
    (
        "camera.image",
        "kameravalvonnan tallenteet",
        "inspelningar från kameraövervakning",
        "camera surveillance recordings",
        "pd:Picture",
        _R,
    ),
    (
        "incident.copy",
        "vahinkotapahtumaan liittyvät tallenteet",
        "inspelningar som gäller en incident",
        "recordings of an incident",
        "pd:Picture",
        _R,
    ),
    ("document.file", "tiedostot ja liitteet", "filer och bilagor", "files and attachments", "PersonalData", _F),
    ("document.paper", "paperiasiakirjat", "pappersdokument", "paper documents", "PersonalData", _P),
)

_TERMINAL = frozenset({
    "visit", "visit.ip", "visit.identifier", "visit.time", "visit.pages", "visit.browser", "visit.referrer",
    "message.opened", "visit.analytics",
})  # fmt: skip

ITEMS: Mapping[str, ItemWord] = {
    id_: ItemWord(id_, Text(fi, sv, en), dpv, nature, id_ in _TERMINAL) for id_, fi, sv, en, dpv, nature in _ROWS
}
"""Every word, parents before children."""
