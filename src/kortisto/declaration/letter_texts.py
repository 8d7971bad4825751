"""The sentences of the answers to people, in Finnish, Swedish and English."""

from __future__ import annotations

from collections.abc import Mapping

from kortisto.declaration.model import Text
from kortisto.declaration.words import Basis, MinimisedForm

SENTENCES: Mapping[str, Text] = {
    "withdrawn": Text(
        "Olette peruuttanut suostumuksenne: {name}. Peruutus on kirjattu {date}, ja se vaikuttaa siitä lähtien.",
        "Ni har återkallat ert samtycke: {name}. Återkallandet registrerades {date} och gäller från och med den dagen.",
        "You have withdrawn your consent: {name}. The withdrawal was recorded on {date} and takes effect from that "
        "date.",
    ),
    "objected": Text(
        "Olette kieltänyt tietojenne käsittelyn: {name}. Kielto on kirjattu {date}.",
        "Ni har förbjudit behandlingen av era uppgifter: {name}. Förbudet registrerades {date}.",
        "You have objected to the processing of your data: {name}. The objection was recorded on {date}.",
    ),
    "erasure": Text(
        "Olette pyytänyt tietojenne poistamista. Pyyntö on toteutettu {date} siltä osin kuin mikään ei estä sitä.",
        "Ni har begärt att era uppgifter raderas. Begäran verkställdes {date} till den del inget hindrar det.",
        "You have asked for the erasure of your data. The request was carried out on {date} except where "
        "something prevents it.",
    ),
    "erasure.asked": Text(
        "Olette pyytänyt tietojenne poistamista. Pyyntö saapui {asked}, ja se on toteutettu {date} siltä osin kuin "
        "mikään ei estä sitä.",
        "Ni har begärt att era uppgifter raderas. Begäran kom in {asked} och verkställdes {date} till den del inget "
        "hindrar det.",
        "You have asked for the erasure of your data. Your request arrived on {asked} and was carried out on {date} "
        "except where something prevents it.",
    ),
    "only": Text(
        "Säilyviä tietoja käytetään vain siihen tarkoitukseen, jonka vuoksi ne säilytetään. Muuhun käyttöön niitä ei "
        "enää näe kukaan.",
        "De uppgifter som bevaras används bara för det ändamål som de bevaras för. För annan användning ser ingen dem "
        "längre.",
        "The data that are kept are used only for the purpose that they are kept for. Nobody sees them for any other "
        "use.",
    ),
    "needed.until": Text(
        "Säilytämme {until} myös seuraavat tiedot, koska ne kuuluvat yhteen edellä mainittujen kanssa: {items}.",
        "Vi förvarar {until} också följande uppgifter, eftersom de hör ihop med de ovan nämnda: {items}.",
        "We also keep the following data {until}, because they belong to those mentioned above: {items}.",
    ),
    "stopped": Text(
        "Emme enää käytä tietojanne näihin tarkoituksiin: {purposes}.",
        "Vi använder inte längre era uppgifter för dessa ändamål: {purposes}.",
        "We no longer use your data for these purposes: {purposes}.",
    ),
    "lost": Text(
        "Seuraavien tietojen säilyttämiseen ei ole enää perustetta, joten ne {action}: {items}.",
        "Det finns inte längre någon grund för att förvara följande uppgifter, och därför {action} de: {items}.",
        "We no longer have any ground for keeping the following data, so they are {action}: {items}.",
    ),
    "blocked": Text(
        "Seuraavia tietoja emme voi vielä poistaa: {items}. Este: {hold}. Poistamme tiedot, kun este on poistunut.",
        "Följande uppgifter kan vi inte radera ännu: {items}. Hinder: {hold}. Vi raderar uppgifterna när hindret har "
        "upphört.",
        "We cannot yet erase the following data: {items}. Reason: {hold}. We will erase the data when the reason "
        "no longer applies.",
    ),
    "stays": Text(
        "Säilytämme {until} seuraavat tiedot: {items}. Tarkoitus: {purpose}. Säilytysaika: {period}. "
        "Oikeusperuste: {basis}.",
        "Vi förvarar följande uppgifter {until}: {items}. Ändamål: {purpose}. Förvaringstid: {period}. "
        "Rättslig grund: {basis}.",
        "We keep the following data {until}: {items}. Purpose: {purpose}. Retention period: {period}. "
        "Legal basis: {basis}.",
    ),
    "stays.open": Text(
        "Säilytämme seuraavat tiedot: {items}. Tarkoitus: {purpose}. Säilytysaika: {period}; päättymispäivä ei ole "
        "vielä tiedossa. Oikeusperuste: {basis}.",
        "Vi förvarar följande uppgifter: {items}. Ändamål: {purpose}. Förvaringstid: {period}; slutdatumet är ännu "
        "inte känt. Rättslig grund: {basis}.",
        "We keep the following data: {items}. Purpose: {purpose}. Retention period: {period}; the end date is not "
        "known yet. Legal basis: {basis}.",
    ),
    "needed": Text(
        "Seuraavat tiedot poistetaan vasta niiden tietojen mukana, joihin ne liittyvät ja joita vielä säilytämme: "
        "{items}.",
        "Följande uppgifter raderas först tillsammans med de uppgifter som de hör ihop med och som vi ännu förvarar: "
        "{items}.",
        "The following data are erased only together with the data that they belong to and that we still keep: "
        "{items}.",
    ),
    "suppressed": Text(
        "Jotta kiellon noudattaminen on mahdollista, kieltomerkintä säilytetään ({form}): {items}.",
        "För att förbudet ska kunna iakttas bevaras en anteckning om det ({form}): {items}.",
        "So that the objection can be respected, a record of it is kept ({form}): {items}.",
    ),
    "told": Text(
        "Ilmoitamme asiasta seuraaville: {parties}.",
        "Vi meddelar följande parter: {parties}.",
        "We will inform the following parties: {parties}.",
    ),
    "complaint": Text(
        "Jos katsotte, että tietojanne käsitellään lainvastaisesti, voitte tehdä valituksen tietosuojavaltuutetulle "
        "(tietosuoja.fi).",
        "Om ni anser att era uppgifter behandlas lagstridigt kan ni lämna in ett klagomål till dataombudsmannen "
        "(tietosuoja.fi).",
        "If you consider that your data are processed unlawfully, you may lodge a complaint with the Data Protection "
        "Ombudsman (tietosuoja.fi).",
    ),
}

BASES: Mapping[Basis, Text] = {
    Basis.CONSENT: Text("suostumus", "samtycke", "consent"),
    Basis.CONTRACT: Text("sopimus", "avtal", "contract"),
    Basis.LEGAL_OBLIGATION: Text("lakisääteinen velvoite", "rättslig förpliktelse", "legal obligation"),
    Basis.VITAL_INTEREST: Text("elintärkeä etu", "grundläggande intresse", "vital interest"),
    Basis.PUBLIC_TASK: Text(
        "yleistä etua koskeva tehtävä", "uppgift av allmänt intresse", "task in the public interest"
    ),
    Basis.LEGITIMATE_INTEREST: Text("oikeutettu etu", "berättigat intresse", "legitimate interest"),
}

FORMS: Mapping[MinimisedForm, Text] = {
    MinimisedForm.TRUNCATED: Text("lyhennettynä", "i förkortad form", "in shortened form"),
    MinimisedForm.HASH: Text("vain tiivisteenä", "endast som hashvärde", "as a hash only"),
    MinimisedForm.YEAR: Text("vain vuosi", "endast året", "the year only"),
    MinimisedForm.AGGREGATED: Text("yhdistettynä", "i sammanställd form", "in aggregate"),
    MinimisedForm.PSEUDONYM: Text("pseudonymisoituna", "i pseudonymiserad form", "in pseudonymised form"),
}
