"""The closed words of the declaration as readers see them, in the forms that the sentences need.

Nouns stand in the nominative, so that they can follow a colon or stand in a list; actions are whole sentences.
"""

from __future__ import annotations

from collections.abc import Mapping

from kortisto.declaration.model import Text as T  # noqa: N817 - a table of texts reads better with a short name
from kortisto.declaration.vocabulary.items import Nature
from kortisto.declaration.words import (
    ActionKind,
    ArticleNine,
    Basis,
    BasisDetail,
    Channel,
    ConsentGiver,
    DisclosureCondition,
    LimitGround,
    MandatoryKind,
    MeasureKind,
    Medium,
    MinimisedForm,
    Operation,
    PartyRole,
    PlaceKind,
    ReasonForChange,
    RecipientRole,
    Right,
    SourceKind,
    TerminalClass,
    TransferGround,
)

MEDIUM: Mapping[Medium, T] = {
    Medium.ELECTRONIC: T("Rekisteri on sähköinen.", "Registret är elektroniskt.", "The register is electronic."),
    Medium.PAPER: T("Rekisteri on paperimuotoinen.", "Registret förs på papper.", "The register is kept on paper."),
    Medium.MIXED: T("Rekisterissä on sekä sähköistä että manuaalista (paperista) aineistoa.",
                    "Registret innehåller både elektroniskt och manuellt material (papper).",
                    "The register holds both electronic and manual (paper) material."),
}  # fmt: skip

PLACE: Mapping[PlaceKind, T] = {
    PlaceKind.DATABASE: T("tietokanta", "databas", "database"),
    PlaceKind.FILES: T("tiedostot", "filer", "files"),
    PlaceKind.BACKUP: T("varmuuskopio", "säkerhetskopia", "backup copy"),
    PlaceKind.INCOMING: T("tuotavat tiedostot", "filer som ska importeras", "files to be imported"),
    PlaceKind.ARCHIVE: T("arkisto", "arkiv", "archive"),
    PlaceKind.PAPER: T("paperiaineisto", "pappersmaterial", "paper material"),
    PlaceKind.DEVICE: T("laite", "enhet", "device"),
    PlaceKind.CLOUD: T("pilvipalvelu", "molntjänst", "cloud service"),
}

PARTY_ROLE: Mapping[PartyRole, T] = {
    PartyRole.CONTROLLER: T("Rekisterinpitäjä", "Personuppgiftsansvarig", "Controller"),
    PartyRole.JOINT_CONTROLLER: T("Yhteisrekisterinpitäjä", "Gemensamt personuppgiftsansvarig", "Joint controller"),
    PartyRole.REPRESENTATIVE: T("Edustaja EU:ssa", "Företrädare i EU", "Representative in the EU"),
    PartyRole.DPO: T("Tietosuojavastaava", "Dataskyddsombud", "Data protection officer"),
    PartyRole.CONTACT: T("Yhteystaho rekisteriä koskevissa asioissa", "Kontakt i ärenden som gäller registret",
                         "Contact in matters concerning the register"),
    PartyRole.PROCESSOR: T("Henkilötietojen käsittelijä", "Personuppgiftsbiträde", "Processor"),
    PartyRole.SUB_PROCESSOR: T("Alikäsittelijä", "Underbiträde", "Sub-processor"),
    PartyRole.RECIPIENT: T("Vastaanottaja", "Mottagare", "Recipient"),
    PartyRole.GROUP_COMPANY: T("Konserniyhtiö", "Koncernbolag", "Group company"),
    PartyRole.AUTHORITY: T("Valvontaviranomainen", "Tillsynsmyndighet", "Supervisory authority"),
    PartyRole.SOURCE: T("Tietolähde", "Uppgiftskälla", "Source of data"),
}  # fmt: skip

BASIS: Mapping[Basis, T] = {
    Basis.CONSENT: T("suostumus", "samtycke", "consent"),
    Basis.CONTRACT: T("sopimus", "avtal", "contract"),
    Basis.LEGAL_OBLIGATION: T("lakisääteinen velvoite", "rättslig förpliktelse", "legal obligation"),
    Basis.VITAL_INTEREST: T("elintärkeä etu", "grundläggande intresse", "vital interest"),
    Basis.PUBLIC_TASK: T("yleistä etua koskeva tehtävä", "uppgift av allmänt intresse",
                         "task in the public interest"),
    Basis.LEGITIMATE_INTEREST: T("oikeutettu etu", "berättigat intresse", "legitimate interest"),
}  # fmt: skip

BASIS_IN_FULL: Mapping[Basis, T] = {
    Basis.CONSENT: T("rekisteröidyn suostumus", "den registrerades samtycke", "your consent"),
    Basis.CONTRACT: T(
        "sopimuksen täytäntöönpano tai sopimusta edeltävät toimenpiteet rekisteröidyn pyynnöstä",
        "fullgörande av avtal eller åtgärder på den registrerades begäran innan avtal ingås",
        "performance of a contract, or steps taken at your request before entering into a contract",
    ),
    Basis.LEGAL_OBLIGATION: T(
        "rekisterinpitäjän lakisääteinen velvoite", "rättslig förpliktelse som åvilar den personuppgiftsansvarige",
        "a legal obligation of the controller",
    ),
    Basis.VITAL_INTEREST: T(
        "rekisteröidyn tai toisen ihmisen elintärkeän edun suojaaminen",
        "skydd av intressen som är av grundläggande betydelse för den registrerade eller någon annan",
        "protection of the vital interests of you or another person",
    ),
    Basis.PUBLIC_TASK: T(
        "yleistä etua koskeva tehtävä", "uppgift av allmänt intresse", "a task carried out in the public interest"
    ),
    Basis.LEGITIMATE_INTEREST: T(
        "rekisterinpitäjän oikeutettu etu", "den personuppgiftsansvariges berättigade intresse",
        "a legitimate interest of the controller",
    ),
}  # fmt: skip

BASIS_DETAIL: Mapping[BasisDetail, T] = {
    BasisDetail.PERFORMANCE: T("sopimuksen täytäntöönpano", "fullgörande av avtal", "performance of a contract"),
    BasisDetail.BEFORE_CONTRACT: T(
        "sopimusta edeltävät toimenpiteet rekisteröidyn pyynnöstä",
        "åtgärder på den registrerades begäran innan avtal ingås",
        "steps taken at your request before entering into a contract",
    ),
    BasisDetail.THIRD_PARTY: T(
        "kolmannen osapuolen oikeutettu etu", "en tredje parts berättigade intresse",
        "a legitimate interest of a third party",
    ),
    BasisDetail.OFFICIAL_AUTHORITY: T(
        "rekisterinpitäjälle kuuluvan julkisen vallan käyttö", "den personuppgiftsansvariges myndighetsutövning",
        "the exercise of official authority vested in the controller",
    ),
}  # fmt: skip

ARTICLE_NINE: Mapping[ArticleNine, tuple[str, T]] = {
    ArticleNine.EXPLICIT_CONSENT: ("9(2)(a)", T("nimenomainen suostumus", "uttryckligt samtycke", "explicit consent")),
    ArticleNine.EMPLOYMENT: ("9(2)(b)", T("työoikeuden ja sosiaaliturvan velvoitteet",
                                          "skyldigheter inom arbetsrätt och social trygghet",
                                          "obligations in employment and social security law")),
    ArticleNine.VITAL: ("9(2)(c)", T("elintärkeiden etujen suojaaminen", "skydd av grundläggande intressen",
                                     "protection of vital interests")),
    ArticleNine.ASSOCIATION: ("9(2)(d)", T("yhdistyksen laillinen toiminta", "en förenings berättigade verksamhet",
                                           "legitimate activities of an association")),
    ArticleNine.MADE_PUBLIC: ("9(2)(e)", T("rekisteröity on itse julkistanut tiedot",
                                           "den registrerade har själv offentliggjort uppgifterna",
                                           "data made public by the person")),
    ArticleNine.LEGAL_CLAIMS: ("9(2)(f)", T("oikeusvaateen laatiminen, esittäminen tai puolustaminen",
                                            "rättsliga anspråk fastställs, görs gällande eller försvaras",
                                            "establishment, exercise or defence of legal claims")),
    ArticleNine.PUBLIC_INTEREST: ("9(2)(g)", T("tärkeä yleinen etu", "viktigt allmänt intresse",
                                               "substantial public interest")),
    ArticleNine.CARE: ("9(2)(h)", T("terveydenhoito", "hälso- och sjukvård", "health care")),
    ArticleNine.PUBLIC_HEALTH: ("9(2)(i)", T("kansanterveys", "folkhälsa", "public health")),
    ArticleNine.ARCHIVING: ("9(2)(j)", T("arkistointi, tutkimus tai tilastointi",
                                         "arkivering, forskning eller statistik",
                                         "archiving, research or statistics")),
    ArticleNine.OFFENCES_BY_LAW: ("10", T("rikoksia koskevien tietojen käsittely lain nojalla",
                                          "behandling av uppgifter om brott med stöd av lag",
                                          "processing of data on offences under the law")),
}  # fmt: skip

NATURE: Mapping[Nature, T] = {
    Nature.SPECIAL: T("Kuuluu erityisiin henkilötietoryhmiin (9 artikla).",
                      "Hör till särskilda kategorier av personuppgifter (artikel 9).",
                      "A special category of personal data (Article 9)."),
    Nature.CRIMINAL: T("Rikoksia koskeva tieto (10 artikla).", "Uppgift om brott (artikel 10).",
                       "Data on offences (Article 10)."),
    Nature.NATIONAL_ID: T("Käsitellään vain, kun laki sallii henkilötunnuksen käsittelyn.",
                          "Behandlas bara när lagen tillåter behandling av personbeteckning.",
                          "Processed only where the law allows the use of the personal identity code."),
    Nature.DERIVED: T("Päätelty tai muodostettu muista tiedoista.", "Har härletts eller skapats ur andra uppgifter.",
                      "Derived from other data."),
}  # fmt: skip

MANDATORY: Mapping[MandatoryKind, T] = {
    MandatoryKind.STATUTORY: T("Laki vaatii tiedon.", "Lagen kräver uppgiften.", "Required by law."),
    MandatoryKind.CONTRACTUAL: T("Sopimus edellyttää tietoa.", "Avtalet förutsätter uppgiften.",
                                 "Required by the contract."),
    MandatoryKind.NEEDED: T("Tieto tarvitaan palvelun tai asian hoitamiseksi.",
                            "Uppgiften behövs för att sköta tjänsten eller ärendet.",
                            "Needed to provide the service or handle the matter."),
}  # fmt: skip

MINIMISED: Mapping[MinimisedForm, T] = {
    MinimisedForm.TRUNCATED: T("Tallennetaan lyhennettynä.", "Lagras i förkortad form.", "Stored in shortened form."),
    MinimisedForm.HASH: T("Tallennetaan vain tiivisteenä.", "Lagras bara som hashvärde.", "Stored only as a hash."),
    MinimisedForm.YEAR: T("Tallennetaan vain vuoden tarkkuudella.", "Lagras bara med ett års noggrannhet.",
                          "Only the year is stored."),
    MinimisedForm.AGGREGATED: T("Tallennetaan vain koosteena.", "Lagras bara i sammanställd form.",
                                "Stored only in aggregate."),
    MinimisedForm.PSEUDONYM: T("Tallennetaan pseudonymisoituna.", "Lagras i pseudonymiserad form.",
                               "Stored in pseudonymised form."),
}  # fmt: skip

FORM: Mapping[MinimisedForm, T] = {
    MinimisedForm.TRUNCATED: T("lyhennettynä", "i förkortad form", "in shortened form"),
    MinimisedForm.HASH: T("tiivisteenä", "som hashvärden", "as hashes"),
    MinimisedForm.YEAR: T("vuoden tarkkuudella", "med ett års noggrannhet", "by year only"),
    MinimisedForm.AGGREGATED: T("koosteena", "i sammanställd form", "in aggregate"),
    MinimisedForm.PSEUDONYM: T("pseudonymisoituna", "i pseudonymiserad form", "in pseudonymised form"),
}

OPERATION: Mapping[Operation, T] = {
    Operation.COLLECT: T("kerääminen", "insamling", "collecting"),
    Operation.STORE: T("säilyttäminen", "lagring", "storing"),
    Operation.READ: T("katselu", "läsning", "reading"),
    Operation.USE: T("käyttö", "användning", "using"),
    Operation.CHANGE: T("muuttaminen", "ändring", "changing"),
    Operation.CONTACT: T("yhteydenotto", "kontakt", "contacting"),
    Operation.MATCH: T("yhdistäminen muihin tietoihin", "samkörning med andra uppgifter", "combining with other data"),
    Operation.SCREEN: T("tarkistaminen luetteloista", "kontroll mot listor", "screening against lists"),
    Operation.PROFILE: T("profilointi", "profilering", "profiling"),
    Operation.ANALYSE: T("analysointi", "analys", "analysing"),
    Operation.DISCLOSE: T("luovuttaminen", "utlämnande", "disclosing"),
    Operation.PUBLISH: T("julkaiseminen", "publicering", "publishing"),
    Operation.SELL: T("myyminen", "försäljning", "selling"),
    Operation.TRANSFER: T("siirtäminen EU:n tai ETA:n ulkopuolelle", "överföring utanför EU eller EES",
                          "transferring outside the EU or the EEA"),
    Operation.EXPORT: T("vieminen toiseen järjestelmään", "export till ett annat system", "exporting"),
    Operation.PSEUDONYMISE: T("pseudonymisointi", "pseudonymisering", "pseudonymising"),
    Operation.ANONYMISE: T("anonymisointi", "anonymisering", "anonymising"),
    Operation.RESTRICT: T("käsittelyn rajoittaminen", "begränsning av behandlingen", "restricting"),
    Operation.ERASE: T("poistaminen", "radering", "erasing"),
}  # fmt: skip

SOURCE: Mapping[SourceKind, T] = {
    SourceKind.SUBJECT: T("rekisteröity itse", "den registrerade själv", "you yourself"),
    SourceKind.GUARDIAN: T("huoltaja", "vårdnadshavare", "guardian"),
    SourceKind.EMPLOYER: T("työnantaja", "arbetsgivare", "employer"),
    SourceKind.CUSTOMER_ORGANISATION: T("asiakasorganisaatio", "kundorganisation", "customer organisation"),
    SourceKind.STAFF: T("rekisterinpitäjän henkilöstö", "den personuppgiftsansvariges personal", "our staff"),
    SourceKind.PARTNER: T("yhteistyökumppani", "samarbetspartner", "partner"),
    SourceKind.SUBCONTRACTOR: T("alihankkija", "underleverantör", "subcontractor"),
    SourceKind.PUBLIC_REGISTER: T("julkinen rekisteri", "offentligt register", "public register"),
    SourceKind.PUBLIC_SOURCE: T("julkinen lähde", "offentlig källa", "public source"),
    SourceKind.UPDATE_SERVICE: T("päivityspalvelu", "uppdateringstjänst", "update service"),
    SourceKind.SOCIAL_MEDIA: T("sosiaalinen media", "sociala medier", "social media"),
    SourceKind.DEVICE: T("rekisteröidyn päätelaite", "den registrerades terminalutrustning", "your device"),
    SourceKind.INFERENCE: T("muodostettu muista tiedoista", "härledning ur andra uppgifter", "derived from other data"),
}

RECIPIENT_ROLE: Mapping[RecipientRole, T] = {
    RecipientRole.STAFF: T("rekisterinpitäjän henkilöstö", "den personuppgiftsansvariges personal", "our own staff"),
    RecipientRole.PROCESSOR: T(
        "henkilötietojen käsittelijä rekisterinpitäjän lukuun",
        "personuppgiftsbiträde som handlar för den personuppgiftsansvariges räkning", "processor acting on our behalf",
    ),
    RecipientRole.CONTROLLER: T(
        "itsenäinen rekisterinpitäjä", "självständig personuppgiftsansvarig", "independent controller"
    ),
    RecipientRole.JOINT_CONTROLLER: T(
        "yhteisrekisterinpitäjä", "gemensamt personuppgiftsansvarig", "joint controller"
    ),
    RecipientRole.GROUP_COMPANY: T("konserniyhtiö", "koncernbolag", "group company"),
    RecipientRole.AUTHORITY: T("viranomainen", "myndighet", "authority"),
    RecipientRole.PUBLIC: T("yleisö (julkaiseminen)", "allmänheten (publicering)", "the public (publication)"),
}  # fmt: skip

CONDITION: Mapping[DisclosureCondition, T] = {
    DisclosureCondition.AGREEMENT: T("kirjallinen sopimus vastaanottajan kanssa", "skriftligt avtal med mottagaren",
                                     "a written agreement with the recipient"),
    DisclosureCondition.BINDING_ORDER: T("viranomaisen velvoittava määräys", "myndighetens bindande föreläggande",
                                         "a binding order of an authority"),
    DisclosureCondition.OWN_JUDGEMENT: T("rekisterinpitäjän oma harkinta perustellusta pyynnöstä",
                                         "den personuppgiftsansvariges egen prövning av en motiverad begäran",
                                         "our own assessment of a reasoned request"),
    DisclosureCondition.CONSENT: T("rekisteröidyn suostumus", "den registrerades samtycke", "your consent"),
    DisclosureCondition.LAW: T("laki edellyttää luovutusta", "lagen kräver utlämnandet",
                               "the law requires the disclosure"),
    DisclosureCondition.CREDIT_DECISION: T("luottopäätöksen tekeminen", "kreditbeslut", "a credit decision"),
    DisclosureCondition.CREDIT_APPLICATION: T("luottohakemuksen käsittely", "behandling av kreditansökan",
                                              "handling of a credit application"),
    DisclosureCondition.COLLECTION: T("saatavan perintä", "indrivning av fordran", "collection of a receivable"),
    DisclosureCondition.BILLING: T("laskutus", "fakturering", "billing"),
    DisclosureCondition.ADDED_VALUE: T("lisäarvopalvelun tuottaminen", "tillhandahållande av en mervärdestjänst",
                                       "provision of an added-value service"),
    DisclosureCondition.PAYMENT_COMMITMENT: T("maksusitoumus", "betalningsförbindelse", "a payment commitment"),
    DisclosureCondition.CONTRACTOR_LEAVES: T("toimittajan vaihtuminen", "byte av leverantör",
                                             "change of contractor"),
    DisclosureCondition.NO_BAN: T("rekisteröity ei ole kieltänyt luovutusta",
                                  "den registrerade har inte förbjudit utlämnandet",
                                  "you have not objected to the disclosure"),
    DisclosureCondition.TECHNICAL_NEED: T("palvelun tekninen toteutus", "det tekniska genomförandet av tjänsten",
                                          "technical operation of the service"),
    DisclosureCondition.FRAUD_OR_CLAIM: T("väärinkäytösten torjunta tai oikeusvaade",
                                          "bekämpning av missbruk eller rättsligt anspråk",
                                          "prevention of fraud or a legal claim"),
}  # fmt: skip

GROUND: Mapping[TransferGround, T] = {
    TransferGround.ADEQUACY: T("komission päätös tietosuojan riittävyydestä",
                               "kommissionens beslut om adekvat skyddsnivå", "adequacy decision of the Commission"),
    TransferGround.LEGAL_INSTRUMENT: T("viranomaisten välinen sitova asiakirja",
                                       "bindande instrument mellan myndigheter",
                                       "binding instrument between authorities"),
    TransferGround.BINDING_CORPORATE_RULES: T("sitovat yrityssäännöt", "bindande företagsbestämmelser",
                                              "binding corporate rules"),
    TransferGround.STANDARD_CLAUSES: T("komission vakiosopimuslausekkeet (EU) 2021/914",
                                       "kommissionens standardavtalsklausuler (EU) 2021/914",
                                       "standard contractual clauses of the Commission (EU) 2021/914"),
    TransferGround.AUTHORITY_CLAUSES: T("valvontaviranomaisen vakiolausekkeet",
                                        "tillsynsmyndighetens standardklausuler",
                                        "standard clauses of the supervisory authority"),
    TransferGround.CODE_OF_CONDUCT: T("hyväksytyt käytännesäännöt", "godkänd uppförandekod",
                                      "approved code of conduct"),
    TransferGround.CERTIFICATION: T("hyväksytty sertifiointi", "godkänd certifiering", "approved certification"),
    TransferGround.AD_HOC_CLAUSES: T("valvontaviranomaisen hyväksymät sopimuslausekkeet",
                                     "avtalsklausuler som tillsynsmyndigheten har godkänt",
                                     "contractual clauses authorised by the supervisory authority"),
    TransferGround.ADMINISTRATIVE_ARRANGEMENT: T("viranomaisten hallinnollinen järjestely",
                                                 "administrativ överenskommelse mellan myndigheter",
                                                 "administrative arrangement between authorities"),
    TransferGround.EXPLICIT_CONSENT: T("rekisteröidyn nimenomainen suostumus",
                                       "den registrerades uttryckliga samtycke", "your explicit consent"),
    TransferGround.CONTRACT_WITH_SUBJECT: T("rekisteröidyn kanssa tehdyn sopimuksen täytäntöönpano",
                                            "fullgörande av avtal med den registrerade",
                                            "performance of a contract with you"),
    TransferGround.CONTRACT_FOR_SUBJECT: T("rekisteröidyn edun mukaisen sopimuksen täytäntöönpano",
                                           "fullgörande av avtal i den registrerades intresse",
                                           "performance of a contract in your interest"),
    TransferGround.PUBLIC_INTEREST: T("tärkeä yleinen etu", "viktigt allmänt intresse",
                                      "important reasons of public interest"),
    TransferGround.LEGAL_CLAIMS: T("oikeusvaade", "rättsligt anspråk", "legal claims"),
    TransferGround.VITAL_INTEREST: T("elintärkeä etu", "grundläggande intresse", "vital interests"),
    TransferGround.PUBLIC_REGISTER: T("julkinen rekisteri", "offentligt register", "public register"),
    TransferGround.NONE: T("ei perustetta", "ingen grund", "no ground"),
    TransferGround.TECHNICALLY_NECESSARY: T("tekninen välttämättömyys (ei ole lain mukainen peruste)",
                                            "teknisk nödvändighet (är ingen laglig grund)",
                                            "technical necessity (not a ground in law)"),
}  # fmt: skip

ACTION: Mapping[ActionKind, T] = {
    ActionKind.DELETE: T("Tiedot poistetaan.", "Uppgifterna raderas.", "The data are deleted."),
    ActionKind.ANONYMISE: T("Tiedot anonymisoidaan.", "Uppgifterna anonymiseras.", "The data are anonymised."),
    ActionKind.PSEUDONYMISE: T("Tiedot pseudonymisoidaan.", "Uppgifterna pseudonymiseras.",
                               "The data are pseudonymised."),
    ActionKind.RESTRICT: T("Tietojen käyttöä rajoitetaan.", "Användningen av uppgifterna begränsas.",
                           "Use of the data is restricted."),
    ActionKind.AGGREGATE: T("Tiedoista jää vain kooste, josta henkilöä ei voi tunnistaa.",
                            "Av uppgifterna återstår bara en sammanställning där ingen kan identifieras.",
                            "Only an aggregate remains, from which no one can be identified."),
    ActionKind.ARCHIVE: T("Tiedot siirretään arkistoon.", "Uppgifterna överförs till arkivet.",
                          "The data are archived."),
    ActionKind.RETURN: T("Tiedot palautetaan.", "Uppgifterna återlämnas.", "The data are returned."),
}  # fmt: skip

CHANNEL: Mapping[Channel, T] = {
    Channel.EMAIL: T("sähköposti", "e-post", "e-mail"),
    Channel.SMS: T("tekstiviesti", "sms", "text message"),
    Channel.PHONE: T("puhelin", "telefon", "telephone"),
    Channel.LETTER: T("kirje", "brev", "letter"),
    Channel.FORM: T("verkkolomake", "webbformulär", "web form"),
    Channel.CHAT: T("chat", "chatt", "chat"),
    Channel.SOCIAL_MEDIA: T("sosiaalinen media", "sociala medier", "social media"),
    Channel.IN_PERSON: T("henkilökohtainen käynti", "personligt besök", "visit in person"),
    Channel.ONLINE_ADVERTISING: T("verkkomainonta", "webbannonsering", "online advertising"),
    Channel.OWN_SITE: T("rekisterinpitäjän verkkopalvelu", "den personuppgiftsansvariges webbtjänst",
                        "our own online service"),
}  # fmt: skip

GIVER: Mapping[ConsentGiver, T] = {
    ConsentGiver.SUBJECT: T("rekisteröity itse", "den registrerade själv", "you yourself"),
    ConsentGiver.GUARDIAN: T("huoltaja", "vårdnadshavaren", "the guardian"),
}

RIGHT: Mapping[Right, T] = {
    Right.INFORMATION: T("Oikeus saada tietoa käsittelystä", "Rätt till information om behandlingen",
                         "Right to be informed"),
    Right.ACCESS: T("Oikeus saada pääsy tietoihin", "Rätt till tillgång till uppgifterna", "Right of access"),
    Right.RECTIFICATION: T("Oikeus tietojen oikaisemiseen", "Rätt till rättelse", "Right to rectification"),
    Right.ERASURE: T("Oikeus tietojen poistamiseen", "Rätt till radering", "Right to erasure"),
    Right.RESTRICTION: T("Oikeus käsittelyn rajoittamiseen", "Rätt till begränsning av behandlingen",
                         "Right to restriction of processing"),
    Right.PORTABILITY: T("Oikeus siirtää tiedot järjestelmästä toiseen", "Rätt till dataportabilitet",
                         "Right to data portability"),
    Right.OBJECTION: T("Oikeus vastustaa käsittelyä", "Rätt att göra invändningar", "Right to object"),
    Right.NO_AUTOMATED_DECISION: T("Oikeus olla joutumatta automaattisen päätöksen kohteeksi",
                                   "Rätt att inte bli föremål för automatiserade beslut",
                                   "Right not to be subject to automated decisions"),
    Right.WITHDRAW_CONSENT: T("Oikeus peruuttaa suostumus", "Rätt att återkalla samtycke",
                              "Right to withdraw consent"),
    Right.COMPLAINT: T("Oikeus tehdä valitus valvontaviranomaiselle",
                       "Rätt att lämna in klagomål till tillsynsmyndigheten",
                       "Right to lodge a complaint with the supervisory authority"),
}  # fmt: skip

LIMIT: Mapping[LimitGround, T] = {
    LimitGround.OTHERS_DATA: T("Tieto sisältää muiden henkilöiden henkilötietoja.",
                               "Uppgiften innehåller andra personers personuppgifter.",
                               "The data contain personal data of others."),
    LimitGround.TRADE_SECRET: T("Tieto on liikesalaisuus.", "Uppgiften är en företagshemlighet.",
                                "The data are a trade secret."),
    LimitGround.SECURITY: T("Tieto koskee palvelun turvaominaisuuksia.",
                            "Uppgiften gäller tjänstens säkerhetsfunktioner.",
                            "The data concern the security features of a service."),
    LimitGround.STATUTE: T("Laki estää tai rajoittaa oikeuden käyttämistä.",
                           "Lagen hindrar eller begränsar utövandet av rätten.", "The law limits the right."),
    LimitGround.LEGAL_CLAIMS: T("Tietoa tarvitaan oikeusvaateen laatimiseen, esittämiseen tai puolustamiseen.",
                                "Uppgiften behövs för att fastställa, göra gällande eller försvara ett rättsligt "
                                "anspråk.",
                                "The data are needed for a legal claim."),
    LimitGround.HOLD: T("Tietoja ei voida vielä poistaa.", "Uppgifterna kan inte raderas ännu.",
                        "The data cannot be deleted yet."),
    LimitGround.HEALTH_OR_CRIME: T(
        "Tiedon antaminen vaarantaisi jonkun terveyden tai oikeudet taikka rikosten ehkäisemisen tai selvittämisen.",
        "Att lämna ut uppgiften skulle äventyra någons hälsa eller rättigheter eller förebyggandet eller "
        "utredningen av brott.",
        "Giving the data would endanger someone's health or rights, or the prevention or investigation of crime."),
    LimitGround.EXPRESSION: T("Sananvapaus edellyttää tiedon säilyttämistä.",
                              "Yttrandefriheten kräver att uppgiften bevaras.",
                              "Freedom of expression requires the data to be kept."),
}  # fmt: skip

TERMINAL: Mapping[TerminalClass, T] = {
    TerminalClass.NECESSARY: T("välttämätön, ei vaadi suostumusta", "nödvändig, kräver inte samtycke",
                               "strictly necessary, no consent needed"),
    TerminalClass.PREFERENCES: T("asetukset, vain suostumuksella", "inställningar, bara med samtycke",
                                 "preferences, only with consent"),
    TerminalClass.ANALYTICS: T("analytiikka, vain suostumuksella", "analys, bara med samtycke",
                               "analytics, only with consent"),
    TerminalClass.MARKETING: T("markkinointi, vain suostumuksella", "marknadsföring, bara med samtycke",
                               "marketing, only with consent"),
}  # fmt: skip

MEASURE: Mapping[MeasureKind, T] = {
    MeasureKind.TECHNICAL: T("Tekniset toimenpiteet", "Tekniska åtgärder", "Technical measures"),
    MeasureKind.ORGANISATIONAL: T("Organisatoriset toimenpiteet", "Organisatoriska åtgärder",
                                  "Organisational measures"),
    MeasureKind.PHYSICAL: T("Fyysinen suojaus", "Fysiskt skydd", "Physical protection"),
    MeasureKind.LEGAL: T("Sopimukset ja sitoumukset", "Avtal och förbindelser", "Agreements and undertakings"),
}  # fmt: skip

REASON: Mapping[ReasonForChange, T] = {
    ReasonForChange.SYSTEM: T("Järjestelmän muutos", "Systemändring", "Change of system"),
    ReasonForChange.PROVIDER: T("Palveluntuottajan muutos", "Ändring av tjänsteleverantör", "Change of provider"),
    ReasonForChange.GUIDANCE: T("Tulkintaohjeen muutos", "Ändrad vägledning", "Change of guidance"),
    ReasonForChange.LAW: T("Lainsäädännön muutos", "Lagändring", "Change of law"),
    ReasonForChange.CORRECTION: T("Korjaus", "Rättelse", "Correction"),
}
