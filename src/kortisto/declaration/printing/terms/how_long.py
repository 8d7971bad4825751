"""Sentences of a notice: periods, exceptions, holds."""

from __future__ import annotations

from collections.abc import Mapping

from kortisto.declaration.model import Text as T  # noqa: N817 - a table of texts reads better with a short name

SENTENCES: Mapping[str, T] = {
    # --- retention
    "retention.lead": T(
        "Taulukossa on kunkin tiedon säilytysaika käyttötarkoituksittain. Tietoa käytetään vain niihin tarkoituksiin, "
        "joiden säilytysaika on kesken; kun viimeinenkin aika on kulunut, tieto hävitetään taulukossa kerrotulla "
        "tavalla.",
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
    "retention.all": T(
        "kaikki tiedot, joilla ei ole omaa aikaa",
        "alla uppgifter som saknar egen tid",
        "all data without a period of their own",
    ),
    "retention.purposes": T("Tarkoitus: {purposes}.", "Ändamål: {purposes}.", "Purpose: {purposes}."),
    "retention.groups": T("Keistä: {groups}.", "Om: {groups}.", "About: {groups}."),
    "retention.places": T("Säilytyspaikka: {places}.", "Förvaringsplats: {places}.", "Place: {places}."),
    "retention.most": T("Enintään {period} {start}.", "Högst {period} {start}.", "At most {period} {start}."),
    "retention.least": T("Vähintään {period} {start}.", "Minst {period} {start}.", "At least {period} {start}."),
    "retention.exact": T("{period} {start}.", "{period} {start}.", "{period} {start}."),
    "retention.both": T(
        "Vähintään {least} ja enintään {most} {start}.",
        "Minst {least} och högst {most} {start}.",
        "At least {least} and at most {most} {start}.",
    ),
    "retention.permanent": T("Säilytetään pysyvästi.", "Förvaras för alltid.", "Kept permanently."),
    "retention.ends": T(
        "Säilytys päättyy, kun tapahtuu: {name}.",
        "Förvaringen upphör när följande inträffar: {name}.",
        "Keeping ends upon this event: {name}.",
    ),
    "retention.ends_all": T(
        "Säilytys päättyy, kun kaikki nämä ovat tapahtuneet: {name}.",
        "Förvaringen upphör när allt följande har inträffat: {name}.",
        "Keeping ends when all of these have happened: {name}.",
    ),
    "retention.ends_any": T(
        "Säilytys päättyy, kun jokin näistä tapahtuu: {name}.",
        "Förvaringen upphör när något av följande inträffar: {name}.",
        "Keeping ends when any of these happens: {name}.",
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
        "Aikaa voidaan lyhentää, jos tietoa ei enää tarvita.",
        "Tiden kan förkortas om uppgiften inte längre behövs.",
        "The period may be shortened if the datum is no longer needed.",
    ),
    "retention.indicative": T(
        "Aika on ohjeellinen: siitä voidaan perustellusta syystä poiketa, mutta enimmäisaikaa ei ylitetä ilman alla "
        "mainittua perustetta.",
        "Tiden är riktgivande: den kan av grundad anledning frångås, men den längsta tiden överskrids inte utan en "
        "grund som nämns nedan.",
        "The period is indicative: it may be departed from for good reason, but the maximum is not exceeded without a "
        "ground named below.",
    ),
    "retention.undo": T(
        "Poisto voidaan perua {period} ajan.",
        "Raderingen kan ångras under {period}.",
        "Deletion can be undone for {period}.",
    ),
    "retention.law": T("Säädökset: {laws}.", "Författningar: {laws}.", "Statutes: {laws}."),
    "retention.keeps": T("Jäljelle jää: {items}.", "Kvar blir: {items}.", "What remains: {items}."),
    "retention.readable": T(
        "Käytettävissä enää tarkoituksiin: {purposes}.",
        "Kan bara användas för: {purposes}.",
        "Usable only for: {purposes}.",
    ),
    "retention.exceptions": T("Tarkennukset ja poikkeukset", "Preciseringar och undantag", "Details and exceptions"),
    "retention.lag": T(
        "{place}: poistettu tieto häviää viimeistään {period} kuluttua.",
        "{place}: raderade uppgifter försvinner senast efter {period}.",
        "{place}: deleted data are gone after {period} at the latest.",
    ),
    "round.day": T(
        "Aika päättyy viimeisen päivän lopussa.",
        "Tiden löper ut vid den sista dagens slut.",
        "The period ends at the end of its last day.",
    ),
    "round.month": T(
        "Aika päättyy sen kalenterikuukauden lopussa, jona se täyttyy.",
        "Tiden löper ut vid utgången av den kalendermånad då den fylls.",
        "The period ends at the end of the calendar month in which it is reached.",
    ),
    "round.year": T(
        "Aika päättyy sen kalenterivuoden lopussa, jona se täyttyy.",
        "Tiden löper ut vid utgången av det kalenderår då den fylls.",
        "The period ends at the end of the calendar year in which it is reached.",
    ),
    "round.financial year": T(
        "Aika päättyy sen tilikauden lopussa, jona se täyttyy.",
        "Tiden löper ut vid utgången av den räkenskapsperiod då den fylls.",
        "The period ends at the end of the financial year in which it is reached.",
    ),
    "round.year of financial year": T(
        "Aika päättyy sen kalenterivuoden lopussa, jonka aikana tilikausi päättyi.",
        "Tiden löper ut vid utgången av det kalenderår under vilket räkenskapsperioden gick ut.",
        "The period ends at the end of the calendar year in which the financial year ended.",
    ),
    "start.day": T(
        "{start}, kyseisen päivän lopusta",
        "{start}, räknat från dagens slut",
        "{start}, counted from the end of that day",
    ),
    "start.month": T(
        "{start}, kyseisen kalenterikuukauden lopusta",
        "{start}, räknat från kalendermånadens utgång",
        "{start}, counted from the end of that calendar month",
    ),
    "start.year": T(
        "{start}, kyseisen kalenterivuoden lopusta",
        "{start}, räknat från kalenderårets utgång",
        "{start}, counted from the end of that calendar year",
    ),
    "start.financial year": T(
        "{start}, kyseisen tilikauden lopusta",
        "{start}, räknat från räkenskapsperiodens utgång",
        "{start}, counted from the end of that financial year",
    ),
    "start.year of financial year": T(
        "sen kalenterivuoden lopusta, jonka aikana tilikausi on päättynyt ({start})",
        "från utgången av det kalenderår under vilket räkenskapsperioden har gått ut ({start})",
        "from the end of the calendar year in which the financial year ended ({start})",
    ),
    "end of.day": T(
        "sen päivän lopusta, jolle osuu {name}",
        "från utgången av den dag då följande infaller: {name}",
        "from the end of the day of this event: {name}",
    ),
    "end of.month": T(
        "sen kalenterikuukauden lopusta, jolle osuu {name}",
        "från utgången av den kalendermånad då följande infaller: {name}",
        "from the end of the calendar month of this event: {name}",
    ),
    "end of.year": T(
        "sen kalenterivuoden lopusta, jolle osuu {name}",
        "från utgången av det kalenderår då följande infaller: {name}",
        "from the end of the calendar year of this event: {name}",
    ),
    "end of.financial year": T(
        "sen tilikauden lopusta, jolle osuu {name}",
        "från utgången av den räkenskapsperiod då följande infaller: {name}",
        "from the end of the financial year of this event: {name}",
    ),
    "end of.year of financial year": T(
        "sen kalenterivuoden lopusta, jonka aikana on päättynyt tilikausi, jolle osuu {name}",
        "från utgången av det kalenderår under vilket den räkenskapsperiod har gått ut då följande infaller: {name}",
        "from the end of the calendar year in which the financial year of this event ended: {name}",
    ),
    "start.first": T("{start} (ensimmäisestä kerrasta)", "{start} (första gången)", "{start} (the first time)"),
    "start.later two": T(
        "{starts}, sen mukaan kumpi on myöhempi",
        "{starts}, beroende på vilket som inträffar senare",
        "{starts}, whichever is later",
    ),
    "start.later": T(
        "{starts}, sen mukaan mikä niistä on viimeisin",
        "{starts}, beroende på vilket som inträffar sist",
        "{starts}, whichever is the latest",
    ),
    "start.earlier two": T(
        "{starts}, sen mukaan kumpi on aiempi",
        "{starts}, beroende på vilket som inträffar först",
        "{starts}, whichever is earlier",
    ),
    "start.earlier": T(
        "{starts}, sen mukaan mikä niistä on ensimmäinen",
        "{starts}, beroende på vilket som inträffar först",
        "{starts}, whichever is the earliest",
    ),
    "start.all": T(
        "viimeisestä seuraavista, kun kaikki ovat toteutuneet: {names}",
        "från det sista av följande, när alla har inträffat: {names}",
        "from the last of the following, once all have happened: {names}",
    ),
    # --- exceptions
    "unless.lead": T("Poikkeus: {text}", "Undantag: {text}", "Exception: {text}"),
    "unless.when": T("Poikkeus, kun: {condition}.", "Undantag, när: {condition}.", "Exception, when: {condition}."),
    "unless.bare": T("Poikkeus:", "Undantag:", "Exception:"),
    "unless.applies": T("Sovelletaan, kun: {condition}.", "Tillämpas när: {condition}.", "Applies when: {condition}."),
    "unless.by": T("Päätöksen tekee: {by}.", "Beslut fattas av: {by}.", "Decided by: {by}."),
    "unless.keep": T(
        "Tällöin enintään {period} {start}.", "Då högst {period} {start}.", "Then at most {period} {start}."
    ),
    "unless.keep_bare": T("Tällöin enintään {period}.", "Då högst {period}.", "Then at most {period}."),
    "unless.permanent": T("Tällöin pysyvästi.", "Då för alltid.", "Then permanently."),
    "unless.at_once": T("Tällöin heti.", "Då genast.", "Then at once."),
    "unless.from": T(
        "Tällöin aika lasketaan {start}.", "Då räknas tiden {start}.", "The period is then counted {start}."
    ),
    "unless.extends": T(
        "Poikkeus voi vain pidentää aikaa.",
        "Undantaget kan bara förlänga tiden.",
        "The exception can only lengthen the period.",
    ),
    "hold.requests_only": T(
        "Koskee vain rekisteröidyn omaa poistopyyntöä; säilytysaika ei pitene.",
        "Gäller bara den registrerades egen begäran om radering; förvaringstiden förlängs inte.",
        "Applies only to an erasure that you ask for; the period is not lengthened.",
    ),
    "unless.leaves": T(
        "Tiedot ovat silloin käytettävissä vain tarkoituksiin: {purposes}.",
        "Uppgifterna kan då bara användas för: {purposes}.",
        "The data are then usable only for: {purposes}.",
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
        "Perusteen voimassaolo tarkistetaan {period} välein.",
        "Grunden prövas med {period} mellanrum.",
        "The ground is reviewed at intervals of {period}.",
    ),
    "hold.leaves": T(
        "Käytettävissä vain tarkoituksiin: {purposes}.",
        "Kan bara användas för: {purposes}.",
        "Usable only for: {purposes}.",
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
    "run.review": T(
        "Tietojen tarpeellisuus tarkistetaan", "Behovet av uppgifterna prövas", "The need for the data is reviewed"
    ),
    "run.source update": T(
        "Tiedot päivitetään lähteestä", "Uppgifterna uppdateras från källan", "The data are updated from the source"
    ),
    "run.consent renewal": T("Suostumus pyydetään uudelleen", "Samtycke begärs på nytt", "Consent is asked again"),
    "run.restore test": T(
        "Varmuuskopioiden palautus testataan",
        "Återställning av säkerhetskopior testas",
        "Restoring from backups is tested",
    ),
    "run.security test": T(
        "Järjestelmien tietoturva testataan", "Systemens säkerhet testas", "The security of the systems is tested"
    ),
}
