"""The sentences of explanations, by code, in Finnish, Swedish and English.

Names of items, purposes and clocks stand in the nominative, after a colon or in quotes, so that none needs inflecting;
`{from}` is the stored form of a clock (`asiakkuuden päättymisestä`), `{until}` a whole phrase (`22.11.2026 asti`).
"""

from __future__ import annotations

from collections.abc import Mapping

from kortisto.declaration.model import Text

UNTIL: Mapping[str, Text] = {
    "day": Text("{} asti", "till och med {}", "up to and including {}"),
    "moment": Text("{} asti", "till {}", "until {}"),
}


def _refusal(fi: str, sv: str, en: str) -> Text:
    return Text(
        f"Ei saa käyttää: {{item}}. {fi}", f"Får inte användas: {{item}}. {sv}", f"May not be used: {{item}}. {en}"
    )


STAYS: Mapping[str, Text] = {
    "stays.until": Text("tieto säilyy {until}.", "uppgiften förvaras {until}.", "the item is kept {until}."),
    "stays.cut": Text(
        "käytön peruste päättyy ennen säilytysaikaa ({end}).",
        "grunden för användningen upphör före förvaringstiden ({end}).",
        "the ground for the use ends before the retention period ({end}).",
    ),
    "stays.open": Text("päättymispäivä ei ole tiedossa.", "slutdatumet är inte känt.", "the end date is not known."),
}
"""What is said of one purpose, or of several at once, after their names."""

FOR_PURPOSE = Text("Tarkoitus {purposes}: {rest}", "Ändamålet {purposes}: {rest}", "Purpose {purposes}: {rest}")
FOR_PURPOSES = Text("Tarkoitukset {purposes}: {rest}", "Ändamålen {purposes}: {rest}", "Purposes {purposes}: {rest}")
QUOTED = Text("”{}”", "”{}”", "“{}”")
AND = Text(" ja ", " och ", " and ")


def _for_purpose(rest: Text) -> Text:
    def said(language: str) -> str:
        name = QUOTED.in_language(language).format("{purpose}")
        return FOR_PURPOSE.in_language(language).format(purposes=name, rest=rest.in_language(language))

    return Text(said("fi"), said("sv"), said("en"))


SENTENCES: Mapping[str, Text] = {
    "decision": Text(
        "Tarkoitus: {purpose}. Rooli: {role}. Toimi: {operation}. Ajankohta: {at}.",
        "Ändamål: {purpose}. Roll: {role}. Åtgärd: {operation}. Tidpunkt: {at}.",
        "Purpose: {purpose}. Role: {role}. Operation: {operation}. Time: {at}.",
    ),
    "granted": Text("Saa käyttää: {item}.", "Får användas: {item}.", "May be used: {item}."),
    "granted.held": Text(
        "Saa käyttää vain, koska tiedon poistamiselle on este: {item}.",
        "Får användas endast eftersom det finns ett hinder för raderingen: {item}.",
        "May be used only because a hold prevents its erasure: {item}.",
    ),
    "refused.no_use": _refusal(
        "Mikään ilmoitettu käsittely ei kata tätä tarkoitusta, roolia ja toimea yhdessä.",
        "Ingen angiven behandling omfattar detta ändamål, denna roll och denna åtgärd tillsammans.",
        "No declared processing covers this purpose, role and operation together.",
    ),
    "refused.no_item": _refusal(
        "Tieto ei kuulu niihin tietoihin, joita tähän käytetään.",
        "Uppgiften hör inte till dem som används för detta.",
        "The item is not among those used for this.",
    ),
    "refused.group": _refusal(
        "Henkilö ei kuulu niihin ryhmiin, joita käsittely koskee.",
        "Personen hör inte till de grupper som behandlingen gäller.",
        "The person is not in the groups that the processing concerns.",
    ),
    "refused.phase": _refusal(
        "Käsittely koskee suhteen toista vaihetta.",
        "Behandlingen gäller ett annat skede av relationen.",
        "The processing concerns another phase of the relationship.",
    ),
    "refused.never_with": _refusal(
        "Tieto on kerätty tarkoitukseen, jota ei yhdistetä tähän.",
        "Uppgiften har samlats in för ett ändamål som inte kombineras med detta.",
        "The item was collected for a purpose that is never combined with this one.",
    ),
    "refused.no_rule": _refusal(
        "Tiedolle ei ole säilytysaikaa.", "Uppgiften har ingen förvaringstid.", "The item has no retention period."
    ),
    "refused.basis_not_valid": _refusal(
        "Käsittelyn oikeusperuste ei ole voimassa.",
        "Den rättsliga grunden för behandlingen gäller inte.",
        "The legal basis of the processing is not in force.",
    ),
    "refused.no_consent": _refusal(
        "Suostumusta ei ole annettu.", "Samtycke har inte getts.", "No consent has been given."
    ),
    "refused.consent_expired": _refusal(
        "Suostumuksen voimassaolo on päättynyt.", "Samtycket har upphört att gälla.", "The consent has expired."
    ),
    "refused.consent_withdrawn": _refusal(
        "Suostumus on peruutettu.", "Samtycket har återkallats.", "The consent has been withdrawn."
    ),
    "refused.objection": _refusal(
        "Henkilö on kieltänyt käsittelyn tai vastustanut sitä.",
        "Personen har förbjudit behandlingen eller invänt mot den.",
        "The person has forbidden the processing or objected to it.",
    ),
    "refused.exception": _refusal(
        "Käsittelyä koskeva poikkeus estää käytön.",
        "Ett undantag från behandlingen hindrar användningen.",
        "An exception from the processing prevents the use.",
    ),
    "refused.erased": _refusal(
        "Tieto poistetaan henkilön pyynnöstä.",
        "Uppgiften raderas på personens begäran.",
        "The item is to be erased at the person's request.",
    ),
    "refused.not_yet": _refusal(
        "Tietoa ei ollut vielä kerätty.",
        "Uppgiften hade ännu inte samlats in.",
        "The item had not yet been collected.",
    ),
    "refused.closed": _refusal(
        "Säilytysaika tähän tarkoitukseen on päättynyt.",
        "Förvaringstiden för detta ändamål har gått ut.",
        "The retention period for this purpose has ended.",
    ),
    "refused.restricted": _refusal(
        "Tietojen käsittelyä on rajoitettu.",
        "Behandlingen av uppgifterna har begränsats.",
        "The processing of the data is restricted.",
    ),
    "refused.banned": _refusal(
        "Seloste kieltää tämän käytön.",
        "Dataskyddsbeskrivningen förbjuder denna användning.",
        "The notice forbids this use.",
    ),
    "window.open": Text(
        "Säilytysaika on {keep} {from} ({date}), eli tieto säilyy {until}.",
        "Förvaringstiden är {keep} {from} ({date}), det vill säga uppgiften förvaras {until}.",
        "The retention period is {keep} {from} ({date}); that is, the item is kept {until}.",
    ),
    "window.closed": Text(
        "Säilytysaika oli {keep} {from} ({date}), ja se päättyi {end}.",
        "Förvaringstiden var {keep} {from} ({date}) och gick ut {end}.",
        "The retention period was {keep} {from} ({date}) and ended on {end}.",
    ),
    "window.at_once": Text(
        "Säilytysaika päättyy heti, laskettuna {from} ({date}).",
        "Förvaringstiden går ut genast, räknat {from} ({date}).",
        "The retention period ends at once, counted {from} ({date}).",
    ),
    "window.fallback.running": Text(
        "Tapahtumaa ”{clock}” ei ole vielä ollut. Siihen asti säilytysaika on {keep} {from} ({date}), "
        "eli tieto säilyy {until}.",
        "Händelsen ”{clock}” har ännu inte inträffat. Till dess är förvaringstiden {keep} {from} ({date}), "
        "det vill säga uppgiften förvaras {until}.",
        "The event “{clock}” has not happened yet. Until then the retention period is {keep} {from} ({date}), "
        "that is, the item is kept {until}.",
    ),
    "window.fallback.unknown": Text(
        "Tapahtuman ”{clock}” ajankohta ei ole tiedossa. Siksi säilytysaika on {keep} {from} ({date}), "
        "eli tieto säilyy {until}.",
        "Tidpunkten för händelsen ”{clock}” är inte känd. Därför är förvaringstiden {keep} {from} ({date}), "
        "det vill säga uppgiften förvaras {until}.",
        "The time of the event “{clock}” is not known. Therefore the retention period is {keep} {from} ({date}), "
        "that is, the item is kept {until}.",
    ),
    "window.running": Text(
        "Tapahtumaa ”{clock}” ei ole vielä ollut, joten säilytysajalla ei vielä ole päättymispäivää.",
        "Händelsen ”{clock}” har ännu inte inträffat, så förvaringstiden har ännu inget slutdatum.",
        "The event “{clock}” has not happened yet, so the retention period has no end date yet.",
    ),
    "window.unknown": Text(
        "Tapahtuman ”{clock}” ajankohta ei ole tiedossa, joten säilytysajalla ei ole päättymispäivää.",
        "Tidpunkten för händelsen ”{clock}” är inte känd, så förvaringstiden har inget slutdatum.",
        "The time of the event “{clock}” is not known, so the retention period has no end date.",
    ),
    "window.permanent": Text(
        "Tieto säilytetään pysyvästi.", "Uppgiften förvaras permanent.", "The item is kept permanently."
    ),
    "window.kept_open": Text(
        "Säilytysaikaa koskeva poikkeus on voimassa, joten tieto säilyy, kunnes poikkeus päättyy.",
        "Ett undantag från förvaringstiden gäller, så uppgiften förvaras tills undantaget upphör.",
        "An exception from the retention period applies, so the item is kept until the exception ends.",
    ),
    "clock.struck": Text("{clock}: {date}.", "{clock}: {date}.", "{clock}: {date}."),
    "clock.running": Text("{clock}: ei vielä.", "{clock}: inte ännu.", "{clock}: not yet."),
    "clock.unknown": Text("{clock}: ei tiedossa.", "{clock}: inte känt.", "{clock}: not known."),
    "clock.later_of": Text(
        "Näistä ratkaisee myöhempi: {clock}.",
        "Av dessa är den senare avgörande: {clock}.",
        "Of these the later one decides: {clock}.",
    ),
    "clock.earlier_of": Text(
        "Näistä ratkaisee aikaisempi: {clock}.",
        "Av dessa är den tidigare avgörande: {clock}.",
        "Of these the earlier one decides: {clock}.",
    ),
    "clock.all": Text(
        "Kaikki ovat tapahtuneet, ja viimeinen ratkaisee: {clock}.",
        "Alla har inträffat, och den sista är avgörande: {clock}.",
        "All have happened, and the last one decides: {clock}.",
    ),
    "clock.rounded": Text(
        "Aika lasketaan {rounding} lopusta: {date}.",
        "Tiden räknas från utgången av {rounding}: {date}.",
        "The time is counted from the end of {rounding}: {date}.",
    ),
    "due.dated": Text(
        "{item}: tieto {action}, kun viimeinen säilytysaika on päättynyt ({end}).",
        "{item}: uppgiften {action} när den sista förvaringstiden har gått ut ({end}).",
        "{item}: the item is {action} when the last retention period has ended ({end}).",
    ),
    "due.permanent": Text(
        "{item}: tieto säilytetään pysyvästi.",
        "{item}: uppgiften förvaras permanent.",
        "{item}: the item is kept permanently.",
    ),
    "due.open": Text(
        "{item}: päättymispäivä ei ole vielä tiedossa. Säilytysajan päätyttyä tieto {action}.",
        "{item}: slutdatumet är ännu inte känt. När förvaringstiden har gått ut {action} uppgiften.",
        "{item}: the end date is not known yet. When the retention period has ended, the item is {action}.",
    ),
    "due.unjustified": Text(
        "{item}: mikään ilmoitettu käsittely ei oikeuta säilyttämään tietoa, joten tieto {action} heti.",
        "{item}: ingen angiven behandling ger rätt att förvara uppgiften, så uppgiften {action} genast.",
        "{item}: no declared processing justifies keeping the item, so it is {action} at once.",
    ),
    **{code: _for_purpose(rest) for code, rest in STAYS.items()},
    "promised": Text(
        "Tieto on kerätty, kun voimassa oli selosteen versio {version}, jonka mukaan säilytysaika oli lyhyempi. "
        "Se koskee tätä tietoa edelleen.",
        "Uppgiften samlades in när version {version} av beskrivningen gällde. Enligt den var förvaringstiden kortare, "
        "och det gäller fortfarande denna uppgift.",
        "The item was collected under version {version} of the notice, whose period was shorter, "
        "and that still holds for it.",
    ),
    "promised.nothing": Text(
        "Tieto on kerätty, kun voimassa oli selosteen versio {version}, joka ei oikeuttanut säilyttämään sitä. "
        "Uudempi versio ei muuta sitä.",
        "Uppgiften samlades in när version {version} av beskrivningen gällde, och den gav inte rätt att förvara den. "
        "En nyare version ändrar inte det.",
        "The item was collected under version {version} of the notice, which did not justify keeping it, "
        "and a newer version does not change that.",
    ),
    "blocked": Text(
        "Este: {hold}. Tietoa ei poisteta ennen kuin este on poistunut.",
        "Hinder: {hold}. Uppgiften raderas inte förrän hindret har upphört.",
        "Hold: {hold}. The item is not erased before the hold has ended.",
    ),
    "blocked.not_shown": Text(
        "Este: syytä ei näytetä tälle roolille. Tietoa ei poisteta ennen kuin este on poistunut.",
        "Hinder: skälet visas inte för den här rollen. Uppgiften raderas inte förrän hindret har upphört.",
        "Hold: its reason is not shown to this role. The item is not erased before the hold has ended.",
    ),
    "blocked.until": Text(
        "Este poistuu, kun jokin näistä on tapahtunut: {clocks}.",
        "Hindret upphör när något av detta har inträffat: {clocks}.",
        "The hold ends when one of these has happened: {clocks}.",
    ),
    "blocked.by_hand": Text(
        "Este poistuu, kun se merkitään päättyneeksi.",
        "Hindret upphör när det antecknas som avslutat.",
        "The hold ends when it is noted as ended.",
    ),
    "blocked.by_state": Text(
        "Este poistuu itsestään, kun sen syy on poistunut.",
        "Hindret upphör av sig självt när dess orsak har upphört.",
        "The hold ends by itself when its reason has gone.",
    ),
    "blocked.since": Text("Este on asetettu {opened}.", "Hindret sattes {opened}.", "The hold was set on {opened}."),
    "blocked.at_most": Text(
        "Este kestää enintään: {most}.", "Hindret gäller längst: {most}.", "The hold lasts at most: {most}."
    ),
    "next.sweep": Text(
        "Seuraavaksi: tieto {action} seuraavassa poistoajossa, sillä sen aika on ohi.",
        "Härnäst: uppgiften {action} vid nästa gallring, eftersom dess tid har gått ut.",
        "Next: the item is {action} by the next sweep, because its time is over.",
    ),
    "next.hold": Text(
        "Seuraavaksi: tieto {action}, kun este on poistunut. Sen aika on ohi.",
        "Härnäst: uppgiften {action} när hindret har upphört. Dess tid har gått ut.",
        "Next: the item is {action} when the hold has ended. Its time is over.",
    ),
    "next.review": Text(
        "Seuraavaksi: tiedon tarpeellisuus arvioidaan {day}.",
        "Härnäst: behovet av uppgiften bedöms {day}.",
        "Next: the need for the item is reviewed on {day}.",
    ),
    "next.action": Text(
        "Seuraavaksi: tieto {action} {day}.",
        "Härnäst: uppgiften {action} {day}.",
        "Next: the item is {action} on {day}.",
    ),
    "next.open": Text(
        "Seuraavaksi: päivä ei ole vielä tiedossa.",
        "Härnäst: dagen är ännu inte känd.",
        "Next: the day is not known yet.",
    ),
    "next.permanent": Text(
        "Seuraavaksi: ei mitään, sillä tieto säilytetään pysyvästi.",
        "Härnäst: ingenting, eftersom uppgiften förvaras permanent.",
        "Next: nothing, because the item is kept permanently.",
    ),
    "review": Text(
        "Tiedon tarpeellisuus arvioidaan ensimmäisen kerran {first}.",
        "Behovet av uppgiften bedöms för första gången {first}.",
        "The need for the item is reviewed for the first time on {first}.",
    ),
}
"""By code. A code without a sentence is a mistake that a test finds."""

NAMES_OF_WORDS: Mapping[str, Text] = {
    "operation.collect": Text("kerääminen", "insamling", "collecting"),
    "operation.store": Text("säilyttäminen", "lagring", "storing"),
    "operation.read": Text("lukeminen", "läsning", "reading"),
    "operation.use": Text("käyttäminen", "användning", "using"),
    "operation.change": Text("muuttaminen", "ändring", "changing"),
    "operation.contact": Text("yhteydenotto", "kontakt", "contacting"),
    "operation.match": Text("yhdistäminen", "samkörning", "matching"),
    "operation.screen": Text("tarkistaminen", "kontroll", "screening"),
    "operation.profile": Text("profilointi", "profilering", "profiling"),
    "operation.analyse": Text("analysointi", "analys", "analysing"),
    "operation.disclose": Text("luovuttaminen", "utlämnande", "disclosing"),
    "operation.publish": Text("julkaiseminen", "publicering", "publishing"),
    "operation.sell": Text("myyminen", "försäljning", "selling"),
    "operation.transfer": Text("siirtäminen", "överföring", "transferring"),
    "operation.export": Text("vieminen tiedostoon", "export", "exporting"),
    "operation.pseudonymise": Text("pseudonymisointi", "pseudonymisering", "pseudonymising"),
    "operation.anonymise": Text("anonymisointi", "anonymisering", "anonymising"),
    "operation.restrict": Text("rajoittaminen", "begränsning", "restricting"),
    "operation.erase": Text("poistaminen", "radering", "erasing"),
    "action.delete": Text("poistetaan", "raderas", "deleted"),
    "action.anonymise": Text("anonymisoidaan", "anonymiseras", "anonymised"),
    "action.pseudonymise": Text("pseudonymisoidaan", "pseudonymiseras", "pseudonymised"),
    "action.restrict": Text("suljetaan muulta käytöltä", "spärras för annan användning", "closed to other use"),
    "action.aggregate": Text("yhdistetään tilastotiedoksi", "slås ihop till statistik", "aggregated into statistics"),
    "action.archive": Text("arkistoidaan", "arkiveras", "archived"),
    "action.return": Text("palautetaan", "återlämnas", "returned"),
    "rounding.day": Text("päivän", "dagen", "the day"),
    "rounding.month": Text("kuukauden", "månaden", "the month"),
    "rounding.year": Text("kalenterivuoden", "kalenderåret", "the calendar year"),
    "rounding.financial year": Text("tilikauden", "räkenskapsperioden", "the financial year"),
    "rounding.year of financial year": Text(
        "sen kalenterivuoden, jonka aikana tilikausi päättyi,",
        "det kalenderår under vilket räkenskapsperioden gick ut",
        "the calendar year in which the financial year ended",
    ),
}
"""Names of the closed words that explanations use."""
