"""Sentences of the second half of a notice: how long, devices, automation, rights, protection, changes."""

from __future__ import annotations

from collections.abc import Mapping

from kortisto.declaration.model import Text as T  # noqa: N817 - a table of texts reads better with a short name

SENTENCES: Mapping[str, T] = {
    # --- retention
    "retention.lead": T(
        "Taulukossa on kunkin tiedon säilytysaika käyttötarkoituksittain. Tietoa käytetään vain niihin tarkoituksiin, "
        "joiden säilytysaika on kesken; kun viimeinenkin aika on kulunut, tieto hävitetään taulukossa kerrotulla tavalla.",
        "Tabellen visar förvaringstiden för varje uppgift enligt ändamål. En uppgift används bara för de ändamål vars "
        "förvaringstid inte har gått ut; när den sista tiden har löpt ut behandlas uppgiften så som tabellen anger.",
        "The table gives the period for each datum by purpose. A datum is used only for purposes whose period is still "
        "running; when the last period has ended, it is disposed of as the table says.",
    ),
    "retention.caption": T("Säilytysajat", "Förvaringstider", "Retention periods"),
    "retention.what": T("Tiedot ja tarkoitus", "Uppgifter och ändamål", "Data and purpose"),
    "retention.how_long": T("Säilytysaika", "Förvaringstid", "Period"),
    "retention.then": T("Sen jälkeen", "Därefter", "Then"),
    "retention.items": T("Tiedot: {items}.", "Uppgifter: {items}.", "Data: {items}."),
    "retention.all": T("kaikki tiedot, joilla ei ole omaa aikaa", "alla uppgifter som saknar egen tid",
                       "all data without a period of their own"),
    "retention.purposes": T("Tarkoitus: {purposes}.", "Ändamål: {purposes}.", "Purpose: {purposes}."),
    "retention.groups": T("Keistä: {groups}.", "Om: {groups}.", "About: {groups}."),
    "retention.places": T("Säilytyspaikka: {places}.", "Förvaringsplats: {places}.", "Place: {places}."),
    "retention.most": T("Enintään {period} {start}.", "Högst {period} {start}.", "At most {period} {start}."),
    "retention.least": T("Vähintään {period} {start}.", "Minst {period} {start}.", "At least {period} {start}."),
    "retention.exact": T("{period} {start}.", "{period} {start}.", "{period} {start}."),
    "retention.both": T(
        "Vähintään {least} ja enintään {most} {start}.", "Minst {least} och högst {most} {start}.",
        "At least {least} and at most {most} {start}.",
    ),
    "retention.permanent": T("Säilytetään pysyvästi.", "Förvaras för alltid.", "Kept permanently."),
    "retention.at_once": T(
        "Säilytys päättyy heti: {name}.", "Förvaringen upphör genast: {name}.", "Keeping ends at once: {name}."
    ),
    "retention.unknown": T(
        "Jos tämä ajankohta ei ole tiedossa: enintään {period} {start}.",
        "Om tidpunkten inte är känd: högst {period} {start}.",
        "If that date is not known: at most {period} {start}.",
    ),
    "retention.unknown_permanent": T(
        "Jos tämä ajankohta ei ole tiedossa, tieto säilytetään pysyvästi.",
        "Om tidpunkten inte är känd förvaras uppgiften för alltid.",
        "If that date is not known, the datum is kept permanently.",
    ),
    "retention.review": T(
        "Tarpeettomuuden vahvistaa {by}; asia tarkistetaan {period} välein.",
        "{by} bekräftar att uppgifterna inte längre behövs; frågan prövas med {period} mellanrum.",
        "{by} confirms that the data are no longer needed; this is checked at intervals of {period}.",
    ),
    "retention.shorten": T(
        "Aikaa voidaan lyhentää, jos tietoa ei enää tarvita.", "Tiden kan förkortas om uppgiften inte längre behövs.",
        "The period may be shortened if the datum is no longer needed.",
    ),
    "retention.indicative": T(
        "Aika on ohjeellinen: siitä voidaan perustellusta syystä poiketa, mutta enimmäisaikaa ei ylitetä ilman alla "
        "mainittua perustetta.",
        "Tiden är riktgivande: den kan av grundad anledning frångås, men den längsta tiden överskrids inte utan en grund "
        "som nämns nedan.",
        "The period is indicative: it may be departed from for good reason, but the maximum is not exceeded without a "
        "ground named below.",
    ),
    "retention.undo": T(
        "Poisto voidaan perua {period} ajan.", "Raderingen kan ångras under {period}.",
        "Deletion can be undone for {period}.",
    ),
    "retention.law": T("Säädökset: {laws}.", "Författningar: {laws}.", "Statutes: {laws}."),
    "retention.keeps": T("Jäljelle jää: {items}.", "Kvar blir: {items}.", "What remains: {items}."),
    "retention.readable": T(
        "Käytettävissä enää tarkoituksiin: {purposes}.", "Kan bara användas för: {purposes}.",
        "Usable only for: {purposes}.",
    ),
    "retention.exceptions": T("Tarkennukset ja poikkeukset", "Preciseringar och undantag", "Details and exceptions"),
    "retention.lag": T(
        "{place}: poistettu tieto häviää viimeistään {period} kuluttua.",
        "{place}: raderade uppgifter försvinner senast efter {period}.",
        "{place}: deleted data are gone after {period} at the latest.",
    ),
    "round.day": T("Aika päättyy viimeisen päivän lopussa.", "Tiden löper ut vid den sista dagens slut.",
                   "The period ends at the end of its last day."),
    "round.month": T("Aika päättyy sen kalenterikuukauden lopussa, jona se täyttyy.",
                     "Tiden löper ut vid utgången av den kalendermånad då den fylls.",
                     "The period ends at the end of the calendar month in which it is reached."),
    "round.year": T("Aika päättyy sen kalenterivuoden lopussa, jona se täyttyy.",
                    "Tiden löper ut vid utgången av det kalenderår då den fylls.",
                    "The period ends at the end of the calendar year in which it is reached."),
    "round.financial year": T("Aika päättyy sen tilikauden lopussa, jona se täyttyy.",
                              "Tiden löper ut vid utgången av den räkenskapsperiod då den fylls.",
                              "The period ends at the end of the financial year in which it is reached."),
    "round.year of financial year": T(
        "Aika päättyy sen kalenterivuoden lopussa, jonka aikana tilikausi päättyi.",
        "Tiden löper ut vid utgången av det kalenderår under vilket räkenskapsperioden gick ut.",
        "The period ends at the end of the calendar year in which the financial year ended."),
    "start.day": T("{start}, kyseisen päivän lopusta", "{start}, räknat från dagens slut",
                   "{start}, counted from the end of that day"),
    "start.month": T("{start}, kyseisen kalenterikuukauden lopusta", "{start}, räknat från kalendermånadens utgång",
                     "{start}, counted from the end of that calendar month"),
    "start.year": T("{start}, kyseisen kalenterivuoden lopusta", "{start}, räknat från kalenderårets utgång",
                    "{start}, counted from the end of that calendar year"),
    "start.financial year": T("{start}, kyseisen tilikauden lopusta", "{start}, räknat från räkenskapsperiodens utgång",
                              "{start}, counted from the end of that financial year"),
    "start.year of financial year": T(
        "sen kalenterivuoden lopusta, jonka aikana tilikausi on päättynyt ({start})",
        "från utgången av det kalenderår under vilket räkenskapsperioden har gått ut ({start})",
        "from the end of the calendar year in which the financial year ended ({start})"),
    "end of.day": T("sen päivän lopusta, jolle osuu {name}", "från utgången av den dag då följande infaller: {name}",
                    "from the end of the day of this event: {name}"),
    "end of.month": T("sen kalenterikuukauden lopusta, jolle osuu {name}",
                      "från utgången av den kalendermånad då följande infaller: {name}",
                      "from the end of the calendar month of this event: {name}"),
    "end of.year": T("sen kalenterivuoden lopusta, jolle osuu {name}",
                     "från utgången av det kalenderår då följande infaller: {name}",
                     "from the end of the calendar year of this event: {name}"),
    "end of.financial year": T("sen tilikauden lopusta, jolle osuu {name}",
                               "från utgången av den räkenskapsperiod då följande infaller: {name}",
                               "from the end of the financial year of this event: {name}"),
    "end of.year of financial year": T(
        "sen kalenterivuoden lopusta, jonka aikana on päättynyt tilikausi, jolle osuu {name}",
        "från utgången av det kalenderår under vilket den räkenskapsperiod har gått ut då följande infaller: {name}",
        "from the end of the calendar year in which the financial year of this event ended: {name}"),
    "start.first": T("{start} (ensimmäisestä kerrasta)", "{start} (första gången)", "{start} (the first time)"),
    "start.later two": T("{starts}, sen mukaan kumpi on myöhempi", "{starts}, beroende på vilket som inträffar senare",
                         "{starts}, whichever is later"),
    "start.later": T("{starts}, sen mukaan mikä niistä on viimeisin",
                     "{starts}, beroende på vilket som inträffar sist", "{starts}, whichever is the latest"),
    "start.earlier two": T("{starts}, sen mukaan kumpi on aiempi", "{starts}, beroende på vilket som inträffar först",
                           "{starts}, whichever is earlier"),
    "start.earlier": T("{starts}, sen mukaan mikä niistä on ensimmäinen",
                       "{starts}, beroende på vilket som inträffar först", "{starts}, whichever is the earliest"),
    "start.all": T("viimeisestä seuraavista, kun kaikki ovat toteutuneet: {names}",
                   "från det sista av följande, när alla har inträffat: {names}",
                   "from the last of the following, once all have happened: {names}"),
    # --- exceptions
    "unless.lead": T("Poikkeus: {text}", "Undantag: {text}", "Exception: {text}"),
    "unless.when": T("Poikkeus, kun: {condition}.", "Undantag, när: {condition}.", "Exception, when: {condition}."),
    "unless.bare": T("Poikkeus:", "Undantag:", "Exception:"),
    "unless.applies": T("Sovelletaan, kun: {condition}.", "Tillämpas när: {condition}.", "Applies when: {condition}."),
    "unless.by": T("Päätöksen tekee: {by}.", "Beslut fattas av: {by}.", "Decided by: {by}."),
    "unless.keep": T("Tällöin enintään {period} {start}.", "Då högst {period} {start}.", "Then at most {period} {start}."),
    "unless.keep_bare": T("Tällöin enintään {period}.", "Då högst {period}.", "Then at most {period}."),
    "unless.permanent": T("Tällöin pysyvästi.", "Då för alltid.", "Then permanently."),
    "unless.at_once": T("Tällöin heti.", "Då genast.", "Then at once."),
    "unless.from": T("Tällöin aika lasketaan {start}.", "Då räknas tiden {start}.", "The period is then counted {start}."),
    "unless.leaves": T(
        "Tiedot ovat silloin käytettävissä vain tarkoituksiin: {purposes}.",
        "Uppgifterna kan då bara användas för: {purposes}.", "The data are then usable only for: {purposes}.",
    ),
    "reach.items": T("Tiedot: {items}.", "Uppgifter: {items}.", "Data: {items}."),
    "reach.purposes": T("Tarkoitukset: {purposes}.", "Ändamål: {purposes}.", "Purposes: {purposes}."),
    "reach.groups": T("Ryhmät: {groups}.", "Grupper: {groups}.", "Groups: {groups}."),
    "reach.places": T("Säilytyspaikat: {places}.", "Förvaringsplatser: {places}.", "Places: {places}."),
    "state.not": T("ei päde: {condition}", "inte gäller: {condition}", "not the case: {condition}"),
    # --- holds
    "holds.title": T("Milloin poistamista lykätään", "När raderingen skjuts upp", "When deletion is put off"),
    "holds.lead": T(
        "Tietoja ei poisteta eikä anonymisoida, vaikka säilytysaika olisi kulunut, niin kauan kuin jokin seuraavista "
        "perusteista on voimassa.",
        "Uppgifter raderas eller anonymiseras inte, även om förvaringstiden har gått ut, så länge någon av följande "
        "grunder gäller.",
        "Data are not deleted or anonymised, even after the period has ended, as long as one of the following grounds "
        "stands.",
    ),
    "holds.caption": T("Lykkäämisen perusteet", "Grunder för uppskov", "Grounds for putting off deletion"),
    "holds.ground": T("Peruste", "Grund", "Ground"),
    "holds.ends": T("Päättyy", "Upphör", "Ends"),
    "holds.meanwhile": T("Sillä välin", "Under tiden", "Meanwhile"),
    "hold.most": T("Enintään {period}.", "Högst {period}.", "At most {period}."),
    "hold.review": T(
        "Perusteen voimassaolo tarkistetaan {period} välein.", "Grunden prövas med {period} mellanrum.",
        "The ground is reviewed at intervals of {period}.",
    ),
    "hold.leaves": T(
        "Käytettävissä vain tarkoituksiin: {purposes}.", "Kan bara användas för: {purposes}.", "Usable only for: {purposes}."
    ),
    "hold.opened_by": T("Asettaa: {roles}.", "Läggs av: {roles}.", "Set by: {roles}."),
    "hold.opens_when": T(
        "Tulee voimaan, kun: {condition}.", "Träder i kraft när: {condition}.", "Begins when: {condition}."
    ),
    "hold.reason": T("Syy kirjataan.", "Skälet antecknas.", "The reason is recorded."),
    "run.every": T("{what} {period} välein.", "{what} med {period} mellanrum.", "{what} at intervals of {period}."),
    "run.by": T("Vastuussa: {roles}.", "Ansvarig: {roles}.", "Responsible: {roles}."),
    "run.refresh": T("Tiedot päivitetään", "Uppgifterna uppdateras", "The data are updated"),
    "run.purge": T("Vanhentuneet tiedot hävitetään", "Föråldrade uppgifter gallras", "Expired data are removed"),
    "run.review": T("Tietojen tarpeellisuus tarkistetaan", "Behovet av uppgifterna prövas",
                    "The need for the data is reviewed"),
    "run.source update": T("Tiedot päivitetään lähteestä", "Uppgifterna uppdateras från källan",
                           "The data are updated from the source"),
    "run.consent renewal": T("Suostumus pyydetään uudelleen", "Samtycke begärs på nytt", "Consent is asked again"),
    "run.restore test": T("Varmuuskopioiden palautus testataan", "Återställning av säkerhetskopior testas",
                          "Restoring from backups is tested"),
    "run.security test": T("Järjestelmien tietoturva testataan", "Systemens säkerhet testas",
                           "The security of the systems is tested"),
    # --- cookies
    "cookies.none": T(
        "Rekisteriin ei kerätä tietoja evästeillä eikä muilla päätelaitteelle tallennettavilla tunnisteilla.",
        "Till registret samlas inga uppgifter in med kakor eller andra identifierare som lagras på terminalen.",
        "No data are collected into the register with cookies or other identifiers stored on your device.",
    ),
    "cookies.lead": T(
        "Muita kuin välttämättömiä evästeitä ja tunnisteita käytetään vain suostumuksella "
        "(laki sähköisen viestinnän palveluista 917/2014, 205 §).",
        "Andra kakor och identifierare än de nödvändiga används bara med samtycke (lagen om tjänster inom elektronisk "
        "kommunikation 917/2014, 205 §).",
        "Cookies and identifiers other than the strictly necessary ones are used only with consent (Act on Electronic "
        "Communications Services 917/2014, section 205).",
    ),
    "cookies.caption": T("Evästeet ja tunnisteet", "Kakor och identifierare", "Cookies and identifiers"),
    "cookies.cookie": T("Eväste tai tunniste", "Kaka eller identifierare", "Cookie or identifier"),
    "cookies.purpose": T("Tarkoitus ja luokka", "Ändamål och klass", "Purpose and class"),
    "cookies.life": T("Voimassaolo", "Giltighetstid", "Lifetime"),
    "cookies.data": T("Tiedot ja osapuoli", "Uppgifter och part", "Data and party"),
    "cookie.purpose": T("{purpose}.", "{purpose}.", "{purpose}."),
    "cookie.class": T("Luokka: {what}.", "Klass: {what}.", "Class: {what}."),
    "cookie.life": T("Enintään {period}.", "Högst {period}.", "At most {period}."),
    "cookie.session": T("Poistuu heti.", "Försvinner genast.", "Removed at once."),
    "cookie.permanent": T("Pysyvästi.", "För alltid.", "Permanently."),
    "cookie.items": T("Tiedot: {items}.", "Uppgifter: {items}.", "Data: {items}."),
    "cookie.party": T("Osapuoli: {party}.", "Part: {party}.", "Party: {party}."),
    "cookie.links": T(
        "Voidaan yhdistää henkilöön, kun: {condition}.", "Kan kopplas till person när: {condition}.",
        "May be linked to a person when: {condition}.",
    ),
    "cookie.web": T("Lisätietoja: {web}", "Mer information: {web}", "More information: {web}"),
    # --- automation
    "automation.no_decisions": T(
        "Henkilötietoja ei käytetä automaattisiin päätöksiin, joilla on rekisteröityä koskevia oikeusvaikutuksia tai "
        "jotka vaikuttavat häneen vastaavalla tavalla merkittävästi (22 artikla).",
        "Personuppgifter används inte för automatiserade beslut som har rättsliga följder för den registrerade eller på "
        "liknande sätt i betydande grad påverkar honom eller henne (artikel 22).",
        "Personal data are not used for automated decisions that have legal effects on you or similarly significantly "
        "affect you (Article 22).",
    ),
    "automation.decisions": T(
        "Rekisterissä tehdään automaattisia päätöksiä, joilla on rekisteröityä koskevia oikeusvaikutuksia tai jotka "
        "vaikuttavat häneen merkittävästi (22 artikla).",
        "I registret fattas automatiserade beslut som har rättsliga följder för den registrerade eller i betydande grad "
        "påverkar honom eller henne (artikel 22).",
        "Automated decisions that have legal effects on you or significantly affect you are made (Article 22).",
    ),
    "automation.no_profiling": T(
        "Henkilötietoja ei käytetä profilointiin.", "Personuppgifter används inte för profilering.",
        "Personal data are not used for profiling.",
    ),
    "automation.profiling": T(
        "Henkilötietoja käytetään profilointiin.", "Personuppgifter används för profilering.",
        "Personal data are used for profiling.",
    ),
    "automation.logic": T("Logiikka", "Logiken", "Logic"),
    "automation.effect": T("Merkitys rekisteröidylle", "Betydelse för den registrerade", "What it means for you"),
    "automation.human": T("Ihmisen osallistuminen", "Mänsklig medverkan", "Human involvement"),
    "segments.caption": T("Profiloinnissa muodostettavat tiedot", "Uppgifter som skapas genom profilering",
                          "Data made by profiling"),
    "segments.item": T("Tieto", "Uppgift", "Item"),
    "segments.from": T("Muodostetaan tiedoista", "Skapas ur", "Derived from"),
    "segments.why": T("Tarkoitus ja oikeusperuste", "Ändamål och rättslig grund", "Purpose and legal basis"),
    # --- rights
    "rights.lead": T(
        "Se, mitkä oikeudet rekisteröidyllä on, riippuu käsittelyn oikeusperusteesta. Taulukko perustuu niihin "
        "perusteisiin, joita tässä rekisterissä käytetään.",
        "Vilka rättigheter den registrerade har beror på den rättsliga grunden för behandlingen. Tabellen utgår från de "
        "grunder som används i detta register.",
        "Which rights you have depends on the legal basis of the processing. The table follows from the bases used in "
        "this register.",
    ),
    "rights.caption": T("Oikeudet ja milloin ne ovat käytettävissä", "Rättigheterna och när de gäller",
                        "Rights and when they apply"),
    "rights.right": T("Oikeus", "Rättighet", "Right"),
    "rights.applies": T("Milloin", "När", "When"),
    "rights.always": T("Kaikkeen tämän rekisterin käsittelyyn.", "All behandling i detta register.",
                       "All processing in this register."),
    "rights.bases": T("Kun oikeusperusteena on {bases}.", "När den rättsliga grunden är {bases}.",
                      "Where the legal basis is {bases}."),
    "rights.purposes": T("Tarkoitukset: {purposes}.", "Ändamål: {purposes}.", "Purposes: {purposes}."),
    "rights.not": T(
        "Näitä oikeuksia ei ole rekisterissä käytettyjen oikeusperusteiden nojalla: {rights}.",
        "Följande rättigheter följer inte av de rättsliga grunder som används i registret: {rights}.",
        "The following rights do not follow from the legal bases used in this register: {rights}.",
    ),
    "right.information": T(
        "Rekisteröidyllä on oikeus saada tietää, miten hänen henkilötietojaan käsitellään. Tiedot annetaan tässä "
        "selosteessa.",
        "Den registrerade har rätt att få veta hur hans eller hennes personuppgifter behandlas. Informationen ges i denna "
        "beskrivning.",
        "You have the right to know how your personal data are processed. This notice tells you.",
    ),
    "right.access": T(
        "Rekisteröidyllä on oikeus saada vahvistus siitä, käsitelläänkö hänen henkilötietojaan, ja saada jäljennös "
        "tiedoistaan sekä tiedot käsittelystä.",
        "Den registrerade har rätt att få bekräftat om hans eller hennes personuppgifter behandlas och att få en kopia av "
        "uppgifterna samt information om behandlingen.",
        "You have the right to be told whether your personal data are processed, and to receive a copy of them and "
        "information on the processing.",
    ),
    "right.rectification": T(
        "Rekisteröidyllä on oikeus vaatia, että virheelliset tiedot oikaistaan ja puutteelliset täydennetään ilman "
        "aiheetonta viivytystä.",
        "Den registrerade har rätt att kräva att felaktiga uppgifter rättas och ofullständiga uppgifter kompletteras utan "
        "onödigt dröjsmål.",
        "You have the right to have inaccurate data corrected and incomplete data completed without undue delay.",
    ),
    "right.erasure": T(
        "Rekisteröidyllä on oikeus saada tietonsa poistetuiksi, jos niitä ei enää tarvita, jos suostumus peruutetaan "
        "eikä muuta perustetta ole, jos rekisteröity vastustaa käsittelyä eikä käsittelyyn ole perusteltua syytä, tai "
        "jos käsittely on lainvastaista. Tietoja ei poisteta siltä osin kuin niitä tarvitaan lakisääteisen velvoitteen "
        "noudattamiseen tai oikeusvaateen laatimiseen, esittämiseen tai puolustamiseen.",
        "Den registrerade har rätt att få sina uppgifter raderade om de inte längre behövs, om samtycket återkallas och "
        "det inte finns någon annan grund, om den registrerade invänder mot behandlingen och det saknas berättigade skäl "
        "för den, eller om behandlingen är olaglig. Uppgifterna raderas inte till den del de behövs för att uppfylla en "
        "rättslig förpliktelse eller för att fastställa, framställa eller försvara rättsliga anspråk.",
        "You have the right to have your data erased if they are no longer needed, if you withdraw your consent and there "
        "is no other basis, if you object and there are no overriding grounds, or if the processing is unlawful. Data are "
        "not erased to the extent that they are needed to comply with a legal obligation or for legal claims.",
    ),
    "right.restriction": T(
        "Rekisteröidyllä on oikeus vaatia käsittelyn rajoittamista, kun hän kiistää tietojen paikkansapitävyyden, kun "
        "käsittely on lainvastaista mutta hän ei halua tietoja poistettaviksi, kun hän tarvitsee tietoja "
        "oikeusvaadetta varten tai kun hänen vastustuksensa on käsiteltävänä.",
        "Den registrerade har rätt att kräva att behandlingen begränsas när han eller hon bestrider uppgifternas "
        "riktighet, när behandlingen är olaglig men han eller hon inte vill att uppgifterna raderas, när han eller hon "
        "behöver uppgifterna för ett rättsligt anspråk eller medan en invändning prövas.",
        "You have the right to have processing restricted while the accuracy of the data is contested, where the "
        "processing is unlawful but you do not want erasure, where you need the data for a legal claim, or while your "
        "objection is being considered.",
    ),
    "right.portability": T(
        "Rekisteröidyllä on oikeus saada itse antamansa tiedot koneellisesti luettavassa muodossa ja siirtää ne toiselle "
        "rekisterinpitäjälle, kun tietoja käsitellään automaattisesti ja käsittely perustuu suostumukseen tai "
        "sopimukseen.",
        "Den registrerade har rätt att få ut de uppgifter som han eller hon själv har lämnat i maskinläsbart format och "
        "överföra dem till en annan personuppgiftsansvarig när behandlingen är automatiserad och grundar sig på samtycke "
        "eller avtal.",
        "You have the right to receive the data that you have given in a machine-readable form and to transmit them to "
        "another controller, where the processing is automated and based on consent or a contract.",
    ),
    "right.objection": T(
        "Rekisteröidyllä on oikeus henkilökohtaiseen tilanteeseensa liittyvällä perusteella vastustaa käsittelyä, joka "
        "perustuu oikeutettuun etuun tai yleistä etua koskevaan tehtävään. Suoramarkkinointia ja siihen liittyvää "
        "profilointia saa vastustaa milloin tahansa ilman perusteluja, ja käsittely lopetetaan silloin aina.",
        "Den registrerade har rätt att av skäl som hänför sig till hans eller hennes särskilda situation invända mot "
        "behandling som grundar sig på berättigat intresse eller en uppgift av allmänt intresse. Mot direktmarknadsföring "
        "och profilering i samband med den får man invända när som helst utan motivering, och behandlingen upphör då "
        "alltid.",
        "You have the right to object, on grounds relating to your particular situation, to processing based on "
        "legitimate interest or a task in the public interest. You may object to direct marketing and related profiling "
        "at any time without giving reasons, and the processing then always stops.",
    ),
    "right.no automated decision": T(
        "Rekisteröidyllä on oikeus olla joutumatta pelkästään automaattiseen käsittelyyn perustuvan, häneen merkittävästi "
        "vaikuttavan päätöksen kohteeksi.",
        "Den registrerade har rätt att inte bli föremål för ett beslut som enbart grundas på automatiserad behandling och "
        "som i betydande grad påverkar honom eller henne.",
        "You have the right not to be subject to a decision based solely on automated processing that significantly "
        "affects you.",
    ),
    "right.withdraw consent": T(
        "Rekisteröidyllä on oikeus peruuttaa antamansa suostumus milloin tahansa. Ennen peruuttamista tehty käsittely "
        "pysyy lainmukaisena.",
        "Den registrerade har rätt att när som helst återkalla sitt samtycke. Behandling som skett före återkallandet "
        "förblir laglig.",
        "You have the right to withdraw your consent at any time. Processing before the withdrawal remains lawful.",
    ),
    "right.complaint": T(
        "Rekisteröidyllä on oikeus tehdä valitus valvontaviranomaiselle, jos hän katsoo, että hänen henkilötietojensa "
        "käsittelyssä rikotaan tietosuojalainsäädäntöä.",
        "Den registrerade har rätt att lämna in klagomål till tillsynsmyndigheten om han eller hon anser att "
        "behandlingen av personuppgifter strider mot dataskyddslagstiftningen.",
        "You have the right to lodge a complaint with the supervisory authority if you consider that the processing of "
        "your personal data infringes data protection law.",
    ),
    "right.limited": T("Rajoitus: {text}", "Begränsning: {text}", "Limit: {text}"),
    "right.limit_groups": T("Ryhmät: {groups}.", "Grupper: {groups}.", "Groups: {groups}."),
    "right.limit_hold": T(
        "Rajoitus on voimassa vain niin kauan kuin peruste kestää: {hold}.",
        "Begränsningen gäller bara så länge grunden består: {hold}.",
        "The limit applies only while its ground stands: {hold}.",
    ),
    "objections.title": T("Kiellot ja vastustaminen", "Förbud och invändningar", "Bans and objections"),
    "objections.caption": T("Mitä rekisteröity voi kieltää", "Vad den registrerade kan förbjuda", "What you can forbid"),
    "objections.ban": T("Kielto tai vastustus", "Förbud eller invändning", "Ban or objection"),
    "objections.stops": T("Mikä päättyy", "Vad som upphör", "What it stops"),
    "objections.how": T("Miten", "Hur", "How"),
    "objection.closes": T("Päättyy: {what}.", "Upphör: {what}.", "Stops: {what}."),
    "objection.channels": T("Kanavat: {channels}.", "Kanaler: {channels}.", "Channels: {channels}."),
    "objection.situation": T(
        "Pyynnössä on kerrottava henkilökohtainen tilanne, johon vastustaminen perustuu.",
        "I begäran ska anges den personliga situation som invändningen grundar sig på.",
        "Tell us the particular situation on which the objection is based.",
    ),
    "objection.no_reason": T("Syytä ei tarvitse kertoa.", "Något skäl behöver inte anges.", "No reason is needed."),
    "objection.told_to": T("Kiellosta ilmoitetaan: {parties}.", "Förbudet meddelas: {parties}.",
                           "The ban is passed on to: {parties}."),
    "objection.suppression": T(
        "Jotta kielto pysyy voimassa, siitä säilytetään {items} {form}. Aika on enintään {period} {start}.",
        "För att förbudet ska bestå lagras {items} {form}. Tiden är högst {period} {start}.",
        "So that the ban keeps holding, we keep {items} {form}. The period is at most {period} {start}.",
    ),
    "objection.suppression_permanent": T(
        "Jotta kielto pysyy voimassa, siitä säilytetään {items} {form} pysyvästi.",
        "För att förbudet ska bestå lagras {items} {form} för alltid.",
        "So that the ban keeps holding, we keep {items} {form} permanently.",
    ),
    # --- requests
    "requests.contact": T("Kenelle pyyntö tehdään", "Vart begäran riktas", "Where to send a request"),
    "requests.channels": T("Kanavat", "Kanaler", "Channels"),
    "requests.languages": T("Kielet", "Språk", "Languages"),
    "requests.language_note": T(
        "Pyynnön voi tehdä millä tahansa näistä kielistä.", "Begäran kan göras på vilket som helst av dessa språk.",
        "A request may be made in any of these languages.",
    ),
    "requests.answer": T("Vastausaika", "Svarstid", "Time to answer"),
    "requests.within": T(
        "Pyyntöön vastataan ilman aiheetonta viivytystä ja viimeistään {period} kuluessa sen saapumisesta.",
        "Begäran besvaras utan onödigt dröjsmål och senast inom {period} från det att den har mottagits.",
        "A request is answered without undue delay and at the latest within {period} of its receipt.",
    ),
    "requests.extend": T(
        "Jos pyyntöjä on paljon tai asia on monimutkainen, määräaikaa voidaan pidentää. Pidennys on enintään {period}; "
        "siitä ja sen syistä kerrotaan ensimmäisen määräajan kuluessa.",
        "Om begärandena är många eller ärendet är komplicerat kan tiden förlängas. Förlängningen är högst {period}; den "
        "och skälen till den meddelas inom den första tidsfristen.",
        "If requests are many or complex, the time may be extended. The extension is at most {period}; you are told of it "
        "and of its reasons within the first time limit.",
    ),
    "requests.fee": T("Maksu", "Avgift", "Fee"),
    "requests.free": T(
        "Pyynnöt ovat maksuttomia. Ilmeisen perusteettomasta tai kohtuuttomasta pyynnöstä voidaan periä kohtuullinen "
        "maksu tai siitä voidaan kieltäytyä (12 artiklan 5 kohta).",
        "Begärandena är avgiftsfria. För en uppenbart ogrundad eller orimlig begäran kan en rimlig avgift tas ut eller "
        "begäran kan avslås (artikel 12.5).",
        "Requests are free of charge. For a manifestly unfounded or excessive request a reasonable fee may be charged, or "
        "the request may be refused (Article 12(5)).",
    ),
    "requests.not_free": T(
        "Pyynnöstä voidaan periä kohtuullinen maksu vain, kun se on ilmeisen perusteeton tai kohtuuton "
        "(12 artiklan 5 kohta).",
        "En rimlig avgift kan tas ut bara när begäran är uppenbart ogrundad eller orimlig (artikel 12.5).",
        "A reasonable fee may be charged only for a manifestly unfounded or excessive request (Article 12(5)).",
    ),
    "requests.identity": T("Henkilöllisyys", "Identitet", "Identity"),
    "requests.signature_none": T(
        "Allekirjoitusta ei vaadita.", "Underskrift krävs inte.", "No signature is required."
    ),
    "requests.signature_one_way": T(
        "Allekirjoitus on yksi tapa osoittaa henkilöllisyys, mutta sitä ei vaadita.",
        "Underskrift är ett sätt att styrka identiteten men krävs inte.",
        "A signature is one way to prove identity, but it is not required.",
    ),
    "requests.known_address": T(
        "Pyyntö on hyvä lähettää siitä sähköposti- tai postiosoitteesta, joka rekisterissä on; muusta osoitteesta "
        "lähetetty pyyntö käsitellään myös.",
        "Begäran bör helst sändas från den e-post- eller postadress som finns i registret; en begäran från en annan "
        "adress behandlas också.",
        "If possible, send the request from the e-mail or postal address that the register holds; requests from another "
        "address are handled too.",
    ),
    "requests.doubt": T(
        "Jos henkilöllisyydestä on perusteltua epäilystä, voidaan pyytää lisätietoja, joita sen varmistaminen "
        "edellyttää.",
        "Om det finns rimliga skäl att betvivla identiteten kan ytterligare information som behövs för att bekräfta den "
        "begäras.",
        "If there is reasonable doubt about identity, further information needed to confirm it may be asked for.",
    ),
    "requests.refusal": T("Kieltäytyminen", "Avslag", "Refusal"),
    "requests.reasons": T(
        "Jos pyyntöön ei suostuta, syyt kerrotaan samassa määräajassa, ja samalla kerrotaan oikeudesta tehdä valitus "
        "valvontaviranomaiselle ja käyttää muita oikeussuojakeinoja.",
        "Om begäran inte bifalls meddelas skälen inom samma tid, liksom rätten att lämna in klagomål till "
        "tillsynsmyndigheten och att använda andra rättsmedel.",
        "If a request is not granted, the reasons are given within the same time, with information on the right to "
        "complain to the supervisory authority and on judicial remedies.",
    ),
    "requests.certificate": T(
        "Kieltäytymisestä annetaan kirjallinen todistus, jossa mainitaan syyt.",
        "Över avslaget ges ett skriftligt intyg där skälen anges.",
        "A written certificate of refusal that states the reasons is given.",
    ),
    "requests.notify": T("Ilmoitukset muille", "Underrättelser till andra", "Telling others"),
    "requests.notify_recipients": T(
        "Oikaisusta, poistosta ja käsittelyn rajoittamisesta ilmoitetaan niille, joille tietoja on luovutettu, ellei se "
        "ole mahdotonta tai vaadi kohtuutonta vaivaa.",
        "Om rättelse, radering och begränsning underrättas de till vilka uppgifterna har lämnats ut, om det inte är "
        "omöjligt eller kräver en oproportionell insats.",
        "Rectification, erasure and restriction are notified to those to whom the data have been disclosed, unless this "
        "is impossible or takes disproportionate effort.",
    ),
    "requests.notify_sources": T(
        "Virheen oikaisemisesta ilmoitetaan myös sille, jolta virheellinen tieto on saatu.",
        "Om rättelsen underrättas också den som den felaktiga uppgiften fåtts från.",
        "The correction of an error is also notified to the source of the incorrect data.",
    ),
    "requests.notify_back": T(
        "Ilmoitus koskee luovutuksia enintään {period} ajalta.", "Underrättelsen gäller utlämnanden under högst {period}.",
        "Disclosures are covered for at most {period} back.",
    ),
    "requests.self_service": T("Itsepalvelu", "Självbetjäning", "Self-service"),
    "requests.self": T(
        "Verkkopalvelussa voi käyttää itse seuraavia oikeuksia: {rights}.",
        "I webbtjänsten kan följande rättigheter användas direkt: {rights}.",
        "The following rights can be used directly in the online service: {rights}.",
    ),
    # --- complaint
    "complaint.own_state": T(
        "Valituksen voi tehdä myös sen EU:n jäsenvaltion valvontaviranomaiselle, jossa rekisteröity asuu tai "
        "työskentelee tai jossa väitetty rikkominen on tapahtunut. Oikeus muihin oikeussuojakeinoihin säilyy.",
        "Klagomål kan också lämnas in till tillsynsmyndigheten i den EU-medlemsstat där den registrerade bor eller "
        "arbetar eller där det påstådda intrånget har begåtts. Rätten till andra rättsmedel kvarstår.",
        "A complaint may also be lodged in the EU Member State where you live or work or where the alleged infringement "
        "took place. The right to other remedies remains.",
    ),
    "complaint.visiting": T("Käyntiosoite", "Besöksadress", "Visiting address"),
    # --- security
    "security.lead": T(
        "Henkilötiedot suojataan luvattomalta käsittelyltä ja pääsyltä seuraavin toimenpitein (32 artikla).",
        "Personuppgifterna skyddas mot obehörig behandling och åtkomst genom följande åtgärder (artikel 32).",
        "Personal data are protected against unauthorised processing and access by the following measures (Article 32).",
    ),
    "security.roles": T("Ketkä tietoja käsittelevät", "Vem som behandlar uppgifterna", "Who processes the data"),
    "role.confidential": T("Allekirjoittanut salassapitositoumuksen.", "Har undertecknat en sekretessförbindelse.",
                           "Has signed a confidentiality undertaking."),
    "roles.confidential": T(
        "Jokainen, joka käsittelee tietoja, on allekirjoittanut salassapitositoumuksen.",
        "Alla som behandlar uppgifterna har undertecknat en sekretessförbindelse.",
        "Everybody who processes the data has signed a confidentiality undertaking.",
    ),
    "role.named": T("Vain nimetyt henkilöt.", "Bara namngivna personer.", "Named people only."),
    "role.logged": T("Käsittely kirjataan lokiin.", "Behandlingen loggas.", "Processing is logged."),
    "role.employer": T("Työnantaja: {party}.", "Arbetsgivare: {party}.", "Employer: {party}."),
    "role.grants": T("Myöntää käyttöoikeudet.", "Beviljar åtkomsträttigheter.", "Grants access rights."),
    "paper.none": T("Rekisterissä ei ole manuaalista aineistoa.", "Registret innehåller inget manuellt material.",
                    "The register holds no manual material."),
    "paper.some": T(
        "Manuaalinen aineisto suojataan samoin periaattein kuin muukin aineisto.",
        "Manuellt material skyddas enligt samma principer som övrigt material.",
        "Manual material is protected by the same principles as the rest.",
    ),
    "electronic.none": T("Rekisterissä ei ole sähköistä aineistoa.", "Registret innehåller inget elektroniskt material.",
                         "The register holds no electronic material."),
    "electronic.some": T(
        "Sähköinen aineisto suojataan edellä kuvatuin toimenpitein.",
        "Elektroniskt material skyddas genom de åtgärder som beskrivs ovan.",
        "Electronic material is protected by the measures described above.",
    ),
    "measure.places": T("Koskee: {places}.", "Gäller: {places}.", "Applies to: {places}."),
    # --- item by item
    "table.caption": T("Kukin tieto eriteltynä", "Varje uppgift specificerad", "Each item in detail"),
    "table.source": T("Lähde", "Källa", "Source"),
    "table.why": T("Tarkoitus ja oikeusperuste", "Ändamål och rättslig grund", "Purpose and legal basis"),
    "table.to": T("Vastaanottajat ja siirrot", "Mottagare och överföringar", "Recipients and transfers"),
    "table.keep": T("Säilytysaika", "Förvaringstid", "Period"),
    "table.transfer": T("siirto EU:n tai ETA:n ulkopuolelle: {countries}", "överföring utanför EU eller EES: {countries}",
                        "transferred outside the EU or the EEA: {countries}"),
    "table.nobody": T("Ei luovuteta.", "Lämnas inte ut.", "Not disclosed."),
    "table.lead": T(
        "Tiedot, joita käsitellään samalla tavalla, ovat samalla rivillä. Säilytysajan alkaminen on kerrottu "
        "säilytysaikojen taulukossa samalla nimellä.",
        "Uppgifter som behandlas på samma sätt står på samma rad. När förvaringstiden börjar anges under samma namn i "
        "tabellen över förvaringstider.",
        "Data that are processed alike share a row. When the period begins is told under the same name in the table of "
        "retention periods.",
    ),
    "table.basis": T("{basis}: {purposes}", "{basis}: {purposes}", "{basis}: {purposes}"),
    "table.rule": T("{name}: {period}", "{name}: {period}", "{name}: {period}"),
    "table.rule_most": T("{name}: enintään {period}", "{name}: högst {period}", "{name}: at most {period}"),
    # --- changes and version
    "changes.none": T(
        "Tämä on selosteen ensimmäinen versio.", "Detta är beskrivningens första version.",
        "This is the first version of the notice.",
    ),
    "changes.undescribed": T(
        "Tässä versiossa ei ole kirjattu muutoksia edelliseen versioon verrattuna.",
        "I denna version har inga ändringar jämfört med den föregående versionen antecknats.",
        "No changes from the previous version are recorded for this version.",
    ),
    "changes.lead": T("Muutokset edelliseen versioon verrattuna:", "Ändringar jämfört med den föregående versionen:",
                      "Changes from the previous version:"),
    "changes.line": T("{reason}: {what}", "{reason}: {what}", "{reason}: {what}"),
    "changes.computed": T("Muuttuneet kohdat", "Ändrade punkter", "Changed points"),
    "changes.added": T("Lisätty: {what}.", "Tillagt: {what}.", "Added: {what}."),
    "changes.removed": T("Poistettu: {what}.", "Borttaget: {what}.", "Removed: {what}."),
    "changes.changed": T("Muutettu: {what}.", "Ändrat: {what}.", "Changed: {what}."),
    "changes.period": T("Säilytysaika muuttui ({what}): {old} → {new}.", "Förvaringstiden ändrades ({what}): {old} → {new}.",
                        "The period changed ({what}): {old} → {new}."),
    "version.version": T("Versio", "Version", "Version"),
    "version.drafted": T("Laadittu", "Upprättad", "Drawn up"),
    "version.valid": T("Voimassa alkaen", "Gäller från", "In force from"),
    "version.replaces": T("Korvaa", "Ersätter", "Replaces"),
    "version.replaced": T("{notice}, versio {version}", "{notice}, version {version}", "{notice}, version {version}"),
    "version.replaced_dated": T("{notice}, versio {version}, laadittu {date}",
                                "{notice}, version {version}, upprättad {date}",
                                "{notice}, version {version}, drawn up {date}"),
    "version.told": T("Miten muutoksista kerrotaan", "Hur ändringar meddelas", "How changes are told"),
    "told.on the page": T(
        "Muutokset julkaistaan selosteen uutena versiona. Jos laki edellyttää, niistä kerrotaan myös suoraan "
        "rekisteröidyille.",
        "Ändringar publiceras som en ny version av beskrivningen. Om lagen kräver det meddelas de också direkt till de "
        "registrerade.",
        "Changes are published as a new version of this notice. Where the law requires, you are also told directly.",
    ),
    "told.on the page, and in person when the law demands it": T(
        "Muutokset julkaistaan selosteen uutena versiona. Rekisteröidyille kerrotaan muutoksista erikseen silloin, kun "
        "laki sitä edellyttää.",
        "Ändringar publiceras som en ny version av beskrivningen. De registrerade underrättas särskilt när lagen kräver "
        "det.",
        "Changes are published as a new version of this notice. You are told separately where the law requires it.",
    ),
    "told.in person": T(
        "Muutoksista kerrotaan suoraan rekisteröidyille.", "Ändringar meddelas direkt till de registrerade.",
        "You are told of changes directly.",
    ),
}  # fmt: skip
