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
        "Tabellen visar förvaringstiden för varje uppgift per ändamål. En uppgift används bara för de ändamål vars "
        "förvaringstid inte har gått ut; när den sista tiden har löpt ut gallras uppgiften på det sätt som tabellen "
        "anger.",
        "The table gives the retention period of the data for each purpose. Data are used only for purposes whose "
        "period is still running; when the last period has ended, they are disposed of as the table says.",
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
    "retention.permanent": T("Säilytetään pysyvästi.", "Förvaras permanent.", "Kept permanently."),
    "retention.ends": T(
        "Säilytyksen päättää: {name}.",
        "Förvaras tills följande inträffar: {name}.",
        "Kept until this happens: {name}.",
    ),
    "retention.ends_all": T(
        "Säilytyksen päättää viimeinen seuraavista: {name}.",
        "Förvaras tills allt följande har inträffat: {name}.",
        "Kept until all of these have happened: {name}.",
    ),
    "retention.ends_any": T(
        "Säilytyksen päättää ensimmäinen seuraavista: {name}.",
        "Förvaras tills något av följande inträffar: {name}.",
        "Kept until any of these happens: {name}.",
    ),
    "retention.unknown": T(
        "Jos tätä ajankohtaa ei ole tai sitä ei tiedetä: enintään {period} {start}.",
        "Om någon sådan tidpunkt inte finns eller inte är känd: högst {period} {start}.",
        "If there is no such date or it is not known: at most {period} {start}.",
    ),
    "retention.unknown_below_least": T(
        "Jos tätä ajankohtaa ei ole tai sitä ei tiedetä, vähimmäisaikaa ei ole: enintään {period} {start}.",
        "Om någon sådan tidpunkt inte finns eller inte är känd gäller ingen minimitid: högst {period} {start}.",
        "If there is no such date or it is not known, no minimum applies: at most {period} {start}.",
    ),
    "retention.unknown_same": T(
        "Jos tätä ajankohtaa ei ole tai sitä ei tiedetä: sama aika {start}.",
        "Om någon sådan tidpunkt inte finns eller inte är känd: samma tid {start}.",
        "If there is no such date or it is not known: the same period {start}.",
    ),
    "retention.unknown_permanent": T(
        "Jos tätä ajankohtaa ei ole tai sitä ei tiedetä, tieto säilytetään pysyvästi.",
        "Om någon sådan tidpunkt inte finns eller inte är känd förvaras uppgiften permanent.",
        "If there is no such date or it is not known, the data are kept permanently.",
    ),
    "retention.review": T(
        "Tarpeettomuuden vahvistaa {by}; asia tarkistetaan {every}.",
        "Att uppgifterna inte längre behövs bekräftas av: {by}. Frågan prövas {every}.",
        "Confirmed as no longer needed by: {by}. This is checked {every}.",
    ),
    "retention.shorten": T(
        "Aikaa voidaan lyhentää, jos tietoa ei enää tarvita.",
        "Tiden kan förkortas om uppgiften inte längre behövs.",
        "The period may be shortened if the data are no longer needed.",
    ),
    "retention.indicative": T(
        "Aika on ohjeellinen: siitä voidaan perustellusta syystä poiketa, mutta enimmäisaikaa ei ylitetä ilman alla "
        "mainittua perustetta.",
        "Tiden är riktgivande: den kan av grundad anledning frångås, men maximitiden överskrids inte utan en grund "
        "som nämns nedan.",
        "The period is indicative: it may be departed from for good reason, but the maximum is not exceeded without a "
        "ground named below.",
    ),
    "retention.undo": T(
        "Poisto voidaan perua {period} ajan.",
        "Raderingen kan ångras under {period}.",
        "Deletion can be undone for {period}.",
    ),
    "retention.law": T("Säädökset: {laws}.", "Författningar: {laws}.", "Statutes: {laws}."),
    "retention.keeps": T("Jäljelle jää: {items}.", "Följande återstår: {items}.", "What remains: {items}."),
    "retention.readable": T(
        "Käytettävissä enää tarkoituksiin: {purposes}.",
        "Kan bara användas för: {purposes}.",
        "Can be used only for: {purposes}.",
    ),
    "retention.exceptions": T("Tarkennukset ja poikkeukset", "Preciseringar och undantag", "Details and exceptions"),
    "retention.lag": T(
        "{place}: poistettu tieto häviää viimeistään {period} kuluttua.",
        "{place}: raderade uppgifter försvinner inom {period}.",
        "{place}: deleted data are gone within {period}.",
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
        "från utgången av dagen för {name}",
        "from the end of the day of {name}",
    ),
    "end of.month": T(
        "sen kalenterikuukauden lopusta, jolle osuu {name}",
        "från utgången av kalendermånaden för {name}",
        "from the end of the calendar month of {name}",
    ),
    "end of.year": T(
        "sen kalenterivuoden lopusta, jolle osuu {name}",
        "från utgången av kalenderåret för {name}",
        "from the end of the calendar year of {name}",
    ),
    "end of.financial year": T(
        "sen tilikauden lopusta, jolle osuu {name}",
        "från utgången av räkenskapsperioden för {name}",
        "from the end of the financial year containing {name}",
    ),
    "end of.year of financial year": T(
        "sen kalenterivuoden lopusta, jonka aikana on päättynyt tilikausi, jolle osuu {name}",
        "från utgången av det kalenderår under vilket räkenskapsperioden för {name} gick ut",
        "from the end of the calendar year in which the financial year containing {name} ended",
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
        "siitä, kun viimeinenkin seuraavista on toteutunut: {names}",
        "från det sista av följande, när alla har inträffat: {names}",
        "from the last of the following, once all have happened: {names}",
    ),
    # --- exceptions
    "unless.lead": T("Poikkeus: {text}", "Undantag: {text}", "Exception: {text}"),
    "unless.when": T("Poikkeus, kun: {condition}.", "Undantag när: {condition}.", "Exception when: {condition}."),
    "unless.bare": T("Poikkeus:", "Undantag:", "Exception:"),
    "unless.applies": T("Sovelletaan, kun: {condition}.", "Tillämpas när: {condition}.", "Applies when: {condition}."),
    "unless.by": T("Päätöksen tekee: {by}.", "Beslut fattas av: {by}.", "Decided by: {by}."),
    "unless.keep": T(
        "Tällöin enintään {period} {start}.",
        "I så fall högst {period} {start}.",
        "In that case at most {period} {start}.",
    ),
    "unless.keep_bare": T("Tällöin enintään {period}.", "I så fall högst {period}.", "In that case at most {period}."),
    "unless.permanent": T("Tällöin pysyvästi.", "I så fall permanent.", "In that case permanently."),
    "unless.at_once": T("Tällöin heti.", "I så fall genast.", "In that case at once."),
    "unless.from": T(
        "Tällöin aika lasketaan {start}.",
        "I så fall räknas tiden {start}.",
        "In that case the period is counted {start}.",
    ),
    "unless.extends": T(
        "Poikkeus voi vain pidentää aikaa.",
        "Undantaget kan bara förlänga tiden.",
        "The exception can only lengthen the period.",
    ),
    "hold.requests_only": T(
        "Koskee vain rekisteröidyn omaa poistopyyntöä; säilytysaika ei pitene.",
        "Gäller bara den registrerades egen begäran om radering; förvaringstiden förlängs inte.",
        "Applies only to an erasure that you request; the retention period is not lengthened.",
    ),
    "unless.leaves": T(
        "Tietoja käytetään silloin vain seuraavaan: {purposes}.",
        "Uppgifterna kan då bara användas för: {purposes}.",
        "The data can then be used only for: {purposes}.",
    ),
    "reach.items": T("Tiedot: {items}.", "Uppgifter: {items}.", "Data: {items}."),
    "reach.purposes": T("Tarkoitukset: {purposes}.", "Ändamål: {purposes}.", "Purposes: {purposes}."),
    "reach.groups": T("Ryhmät: {groups}.", "Grupper: {groups}.", "Groups: {groups}."),
    "reach.places": T("Säilytyspaikat: {places}.", "Förvaringsplatser: {places}.", "Places: {places}."),
    "state.not": T("ei päde: {condition}", "följande inte gäller: {condition}", "this is not the case: {condition}"),
    # --- holds
    "holds.title": T("Milloin poistamista lykätään", "När raderingen skjuts upp", "When deletion is postponed"),
    "holds.lead": T(
        "Tietoja ei poisteta eikä anonymisoida, vaikka säilytysaika olisi kulunut, niin kauan kuin jokin seuraavista "
        "perusteista on voimassa.",
        "Uppgifter raderas eller anonymiseras inte, även om förvaringstiden har gått ut, så länge någon av följande "
        "grunder gäller.",
        "Data are not deleted or anonymised, even after the period has ended, as long as one of the following grounds "
        "applies.",
    ),
    "holds.caption": T("Lykkäämisen perusteet", "Grunder för uppskov", "Grounds for postponing deletion"),
    "holds.ground": T("Peruste", "Grund", "Ground"),
    "holds.ends": T("Päättyy", "Upphör", "Ends"),
    "holds.meanwhile": T("Sillä välin", "Under tiden", "Meanwhile"),
    "hold.most": T("Enintään {period}.", "Högst {period}.", "At most {period}."),
    "hold.review": T(
        "Perusteen voimassaolo tarkistetaan {every}.",
        "Grunden prövas {every}.",
        "The ground is reviewed {every}.",
    ),
    "hold.leaves": T(
        "Tietoja käytetään vain seuraavaan: {purposes}.",
        "Kan bara användas för: {purposes}.",
        "Can be used only for: {purposes}.",
    ),
    "hold.opened_by": T("Asettaa: {roles}.", "Fastställs av: {roles}.", "Set by: {roles}."),
    "hold.opens_when": T(
        "Tulee voimaan, kun: {condition}.", "Träder i kraft när: {condition}.", "Begins when: {condition}."
    ),
    "hold.reason": T("Syy kirjataan.", "Skälet antecknas.", "The reason is recorded."),
    "run.every": T("{what} {every}.", "{what} {every}.", "{what} {every}."),
    "run.by": T("Vastuussa: {roles}.", "Ansvarig: {roles}.", "Responsible: {roles}."),
    "run.refresh": T("Tiedot päivitetään", "Uppgifterna uppdateras", "The data are updated"),
    "run.purge": T("Vanhentuneet tiedot hävitetään", "Föråldrade uppgifter gallras", "Expired data are removed"),
    "run.review": T(
        "Tietojen tarpeellisuus tarkistetaan", "Behovet av uppgifterna prövas", "The need for the data is reviewed"
    ),
    "run.source update": T(
        "Tiedot päivitetään lähteestä", "Uppgifterna uppdateras från källan", "The data are updated from the source"
    ),
    "run.consent renewal": T(
        "Annetut suostumukset käydään läpi ja pyydetään tarvittaessa uudelleen",
        "Givna samtycken gås igenom och begärs vid behov på nytt",
        "Consents given are reviewed, and requested again where needed,",
    ),
    "run.restore test": T(
        "Varmuuskopioiden palautus testataan",
        "Återställning av säkerhetskopior testas",
        "Restoring from backups is tested",
    ),
    "run.security test": T(
        "Järjestelmien tietoturva testataan",
        "Systemens informationssäkerhet testas",
        "The security of the systems is tested",
    ),
}
