"""The words of the checks on bases, consents and what leaves the register: K405 to K409, K418, K419, K426, K427."""

from __future__ import annotations

from collections.abc import Mapping

from kortisto.declaration.messages.wording import Wording
from kortisto.declaration.model import Text

WORDINGS: Mapping[str, Wording] = {
    "K405": Wording(
        Text("oikeusperusteen teksti ja koodi ovat ristiriidassa", "den rättsliga grundens text strider mot dess kod",
             "the text of a legal basis contradicts its code"),
        Text("Oikeusperusteen koodi on “{basis}”, mutta tekstissä on “{offending}”.",
             "Grundens kod är “{basis}”, men texten säger “{offending}”.",
             "The code of the basis is “{basis}”, but its text says “{offending}”."),
        Text("Valitse peruste, johon käsittely todella nojaa, ja kirjoita tekstiin se. Jos perusteita on kaksi, tee "
             "kummallekin "
             "oma kohta osioon bases ja oma rivi osioon processing.",
             "Välj den grund som behandlingen verkligen vilar på och skriv den i texten. Är grunderna två, gör en "
             "egen punkt i "
             "bases och en egen rad i processing för vardera.",
             "Choose the basis that the processing really rests on, and write that in the text. If there are two, "
             "make a "
             "statement in bases and a row in processing for each."),
        why=Text("Oikeusperuste on ilmoitettava oikein: {gdpr:6(1)}, {gdpr:13(1)(c)} ja {gdpr:13(1)(d)}.",
                 "Den rättsliga grunden ska anges rätt: {gdpr:6(1)}, {gdpr:13(1)(c)} och {gdpr:13(1)(d)}.",
                 "The legal basis must be stated correctly: {gdpr:6(1)}, {gdpr:13(1)(c)} and {gdpr:13(1)(d)}."),
    ),
    "K406": Wording(
        Text("suostumus, jonka peruuttaminen ei vaikuta", "samtycke vars återkallande inte har verkan",
             "a consent whose withdrawal has no effect"),
        Text("Suostumuksen peruuttaminen ei päätä käsittelyä “{offending}”.",
             "Att samtycket återkallas avslutar inte behandlingen “{offending}”.",
             "Withdrawing the consent does not end the processing “{offending}”."),
        Text("Lisää rivi suostumuksen kohtaan “withdrawal: {open}closes: [...]{close}”.",
             "Lägg till raden i samtyckets “withdrawal: {open}closes: [...]{close}”.",
             "Add the row to “withdrawal: {open}closes: [...]{close}” of the consent."),
        why=Text("Suostumuksen voi peruuttaa milloin tahansa, ja käsittelyn on silloin päätyttävä: {gdpr:7(3)} ja "
                 "{gdpr:17(1)(b)}.",
                 "Ett samtycke kan återkallas när som helst, och behandlingen ska då upphöra: {gdpr:7(3)} och "
                 "{gdpr:17(1)(b)}.",
                 "A consent may be withdrawn at any time, and the processing must then end: {gdpr:7(3)} and "
                 "{gdpr:17(1)(b)}."),
        cases={
            "row": (
                Text("Käsittely “{row}” perustuu suostumukseen, mutta minkään suostumuksen peruuttaminen ei päätä sitä "
                     "(suostumukset: {consents}).",
                     "Behandlingen “{row}” vilar på samtycke, men inget återkallande avslutar den (samtycken: "
                     "{consents}).",
                     "The processing “{row}” rests on consent, but withdrawing no consent ends it (consents: "
                     "{consents})."),
                None,
            ),
            "none": (
                Text("Käsittely “{row}” perustuu suostumukseen, mutta sen tarkoitukseen ei pyydetä suostumusta.",
                     "Behandlingen “{row}” vilar på samtycke, men för dess ändamål begärs inget samtycke.",
                     "The processing “{row}” rests on consent, but no consent is asked for its purpose."),
                Text("Lisää osioon consents suostumus, jonka “purposes” sisältää tämän tarkoituksen ja jonka "
                     "peruuttaminen "
                     "päättää rivin “{row}”.",
                     "Lägg till ett samtycke i consents vars “purposes” innehåller detta ändamål och vars återkallande "
                     "avslutar raden “{row}”.",
                     "Add a consent to consents whose “purposes” contain this purpose and whose withdrawal closes the "
                     "row "
                     "“{row}”."),
            ),
            "nothing": (
                Text("Suostumuksen “{offending}” peruuttaminen ei päätä mitään suostumukseen perustuvaa käsittelyä.",
                     "Att samtycket “{offending}” återkallas avslutar ingen behandling som vilar på samtycke.",
                     "Withdrawing the consent “{offending}” ends no processing that rests on consent."),
                Text("Nimeä kohdassa “closes” rivit, joiden peruste on suostumus, tai poista suostumus.",
                     "Ange under “closes” de rader vars grund är samtycke, eller ta bort samtycket.",
                     "Name under “closes” the rows whose basis is consent, or delete the consent."),
            ),
        },
    ),
    "K407": Wording(
        Text("arkaluonteinen tieto ilman erityistä perustetta", "känslig uppgift utan särskild grund",
             "a sensitive item without a condition"),
        Text("Rivillä “{offending}” on tietoja, jotka vaativat erityisen perusteen: {items}.",
             "Raden “{offending}” omfattar uppgifter som kräver en särskild grund: {items}.",
             "The row “{offending}” covers items that need a condition of their own: {items}."),
        Text("Lisää oikeusperusteelle kohta “condition”.", "Lägg till “condition” i grunden.",
             "Add a “condition” to the basis."),
        cases={
            "special": (
                Text("Rivi “{offending}” käsittelee erityisiä henkilötietoryhmiä ilman erityistä perustetta "
                     "({gdpr:9(2)}): "
                     "{items}.",
                     "Raden “{offending}” behandlar särskilda kategorier av personuppgifter utan ett särskilt villkor "
                     "({gdpr:9(2)}): {items}.",
                     "The row “{offending}” processes special categories of data without a condition of their own "
                     "({gdpr:9(2)}): {items}."),
                Text("Lisää oikeusperusteelle “condition” (esimerkiksi “explicit consent”, jolloin suostumuksessa on "
                     "“explicit: yes”) tai peruste, joka nojaa lakiin, ja “statutes”. Muutoin jätä tieto pois riviltä "
                     "tai "
                     "merkitse “never collect: yes”.",
                     "Lägg till “condition” i grunden (till exempel “explicit consent”, då samtycket har “explicit: "
                     "yes”) "
                     "eller ett villkor som stöder sig på lag, med “statutes”. Lämna annars uppgiften utanför raden "
                     "eller "
                     "skriv “never collect: yes”.",
                     "Add a “condition” to the basis (say “explicit consent”, with “explicit: yes” in the consent), "
                     "or one "
                     "that rests on law, with “statutes”. Otherwise leave the item out of the row, or write “never "
                     "collect: "
                     "yes”."),
            ),
            "criminal": (
                Text("Rivi “{offending}” käsittelee rikoksia koskevia tietoja ilman lain tukea: {items} ({gdpr:10}, "
                     "tietosuojalaki 1050/2018 7 §).",
                     "Raden “{offending}” behandlar uppgifter om brott utan stöd i lag: {items} ({gdpr:10}, "
                     "dataskyddslagen "
                     "1050/2018 7 §).",
                     "The row “{offending}” processes data on offences without support in law: {items} ({gdpr:10}, "
                     "tietosuojalaki 1050/2018 7 §)."),
                Text("Lisää oikeusperusteelle “condition: offences by law” ja “statutes”, tai “condition: legal "
                     "claims”.",
                     "Lägg till “condition: offences by law” och “statutes” i grunden, eller “condition: legal "
                     "claims”.",
                     "Add “condition: offences by law” and “statutes” to the basis, or “condition: legal claims”."),
            ),
            "national_id": (
                Text("Rivi “{offending}” käsittelee henkilötunnusta ilman suostumusta tai lakia: {items} "
                     "(tietosuojalaki "
                     "1050/2018 29 §).",
                     "Raden “{offending}” behandlar personbeteckningen utan samtycke eller lag: {items} "
                     "(dataskyddslagen "
                     "1050/2018 29 §).",
                     "The row “{offending}” processes the personal identity code without consent or a law: {items} "
                     "(tietosuojalaki 1050/2018 29 §)."),
                Text("Käytä oikeusperustetta, jossa laki on mainittu (“statutes”), tai suostumusta; muutoin jätä "
                     "tieto pois.",
                     "Använd en grund där lagen nämns (“statutes”), eller samtycke; lämna annars bort uppgiften.",
                     "Use a basis that cites the law (“statutes”), or consent; otherwise leave the item out."),
            ),
        },
    ),
    "K408": Wording(
        Text("siirto ilman voimassa olevaa perustetta", "överföring utan gällande grund",
             "a transfer without a ground in force"),
        Text("Siirrolla “{offending}” EU:n ja ETA:n ulkopuolelle ei ole voimassa olevaa perustetta.",
             "Överföringen “{offending}” till länder utanför EU och EES har ingen gällande grund.",
             "The transfer “{offending}” out of the EU and the EEA has no ground in force."),
        Text("Valitse laillinen siirtoperuste: riittävyyspäätös (A45-3), suojatoimet (A46-...) tai erityistilanteen "
             "poikkeus "
             "(A49-...). Muutoin lopeta siirto.",
             "Välj en laglig grund: ett beslut om adekvat skyddsnivå (A45-3), skyddsåtgärder (A46-...) eller ett "
             "undantag i "
             "särskilda situationer (A49-...). Avsluta annars överföringen.",
             "Choose a lawful ground: an adequacy decision (A45-3), safeguards (A46-...) or a derogation for a "
             "specific "
             "situation (A49-...). Otherwise end the transfer."),
        why=Text("Siirto on sallittu vain tietosuoja-asetuksen V luvun perusteilla: {gdpr:44}.",
                 "Överföring är tillåten endast på grunderna i kapitel V i dataskyddsförordningen: {gdpr:44}.",
                 "A transfer is allowed only on the grounds of Chapter V: {gdpr:44}."),
        cases={
            "none": (
                Text("“{offending}” ei ole siirtoperuste.", "“{offending}” är ingen grund för överföring.",
                     "“{offending}” is no ground for a transfer."),
                None,
            ),
            "interval": (
                Text("Siirto “{offending}” ei ole voimassa {day}.", "Överföringen “{offending}” gäller inte den {day}.",
                     "The transfer “{offending}” is not in force on {day}."),
                Text("Tarkista “valid from” ja “valid until”, tai poista siirto.",
                     "Kontrollera “valid from” och “valid until”, eller ta bort överföringen.",
                     "Check “valid from” and “valid until”, or delete the transfer."),
            ),
            "decision": (
                Text("Siirron “{offending}” peruste on riittävyyspäätös, mutta päätöstä ei mainita.",
                     "Överföringen “{offending}” vilar på ett beslut om adekvat skyddsnivå, men beslutet nämns inte.",
                     "The transfer “{offending}” rests on an adequacy decision, but none is named."),
                Text("Lisää “decision: ...”.", "Lägg till “decision: ...”.", "Add “decision: ...”."),
            ),
            "country": (
                Text("Riittävyyspäätös “{decision}” ei koske näitä maita: {countries}.",
                     "Beslutet om adekvat skyddsnivå “{decision}” gäller inte dessa länder: {countries}.",
                     "The adequacy decision “{decision}” does not cover these countries: {countries}."),
                Text("Tee näille maille oma siirto ja sille oma peruste.",
                     "Gör en egen överföring för dessa länder, med en egen grund.",
                     "Make a transfer of its own for these countries, with a ground of its own."),
            ),
            "lapsed": (
                Text("Riittävyyspäätös “{decision}” ({reference}) ei ole enää voimassa; se päättyi {until}.",
                     "Beslutet om adekvat skyddsnivå “{decision}” ({reference}) gäller inte längre; det upphörde "
                     "{until}.",
                     "The adequacy decision “{decision}” ({reference}) is no longer in force; it ended on {until}."),
                Text("Yhdysvaltoihin voi siirtää tietoja päätöksen “data privacy framework” nojalla, jos "
                     "vastaanottaja on "
                     "sertifioitu; muutoin vakiolausekkeilla (A46-2-c) ja siirron vaikutusarvioinnilla.",
                     "Till Förenta staterna kan uppgifter överföras med stöd av “data privacy framework” om "
                     "mottagaren är "
                     "certifierad; annars med standardklausuler (A46-2-c) och en bedömning av överföringen.",
                     "Data may go to the United States under “data privacy framework” if the recipient is certified; "
                     "otherwise "
                     "under standard clauses (A46-2-c) with an assessment of the transfer."),
            ),
            "module": (
                Text("Siirron “{offending}” vakiolausekkeista puuttuu moduuli.",
                     "Modulen saknas i standardklausulerna för överföringen “{offending}”.",
                     "The standard clauses of the transfer “{offending}” lack their module."),
                Text("Lisää “module: 1” (rekisterinpitäjältä rekisterinpitäjälle), 2 (käsittelijälle), 3 "
                     "(käsittelijältä "
                     "käsittelijälle) tai 4 (käsittelijältä rekisterinpitäjälle).",
                     "Lägg till “module: 1” (ansvarig till ansvarig), 2 (ansvarig till biträde), 3 (biträde till "
                     "biträde) "
                     "eller 4 (biträde till ansvarig).",
                     "Add “module: 1” (controller to controller), 2 (controller to processor), 3 (processor to "
                     "processor) or "
                     "4 (processor to controller)."),
            ),
            "assessment": (
                Text("Siirrolla “{offending}” ei ole voimassa olevaa vaikutusarviointia.",
                     "Överföringen “{offending}” saknar en gällande bedömning.",
                     "The transfer “{offending}” has no assessment in force."),
                Text("Lisää osioon evidence “kind: transfer assessment” ja nimeä se siirron kohdassa “assessment” "
                     "(unionin tuomioistuin C-311/18).",
                     "Lägg till “kind: transfer assessment” i evidence och ange den som “assessment” i överföringen "
                     "(EU-domstolen C-311/18).",
                     "Add a “kind: transfer assessment” to evidence and name it as “assessment” of the transfer "
                     "(Court of "
                     "Justice C-311/18)."),
            ),
            "regular": (
                Text("{gdpr:49} ei ole tarkoitettu säännölliseen siirtoon ({offending}).",
                     "{gdpr:49} är inte avsedd för regelbunden överföring ({offending}).",
                     "{gdpr:49} is not meant for regular transfers ({offending})."),
                Text("Valitse jokin suojatoimi ({gdpr:46}), tai merkitse vastaanottajalle “regular: no”.",
                     "Välj en skyddsåtgärd ({gdpr:46}), eller skriv “regular: no” hos mottagaren.",
                     "Choose a safeguard ({gdpr:46}), or write “regular: no” at the recipient."),
            ),
            "uncovered": (
                Text("“{offending}” on EU:n ja ETA:n ulkopuolella ({country}), eikä mikään siirto kata sitä.",
                     "“{offending}” finns utanför EU och EES ({country}), och ingen överföring omfattar den.",
                     "“{offending}” is outside the EU and the EEA ({country}), and no transfer covers it."),
                Text("Lisää osioon transfers siirto, jossa on tämä maa, vastaanottaja ja peruste.",
                     "Lägg till en överföring i transfers med detta land, mottagaren och en grund.",
                     "Add a transfer with this country, the recipient and a ground to transfers."),
            ),
        },
    ),
    "K409": Wording(
        Text("luovutuskielto ja vastaanottajat ovat ristiriidassa", "förbud mot utlämnande trots mottagare",
             "disclosure is banned and yet happens"),
        Text("Luovutus kielletään, vaikka vastaanottajia on: {recipients}.",
             "Utlämnande förbjuds, fast det finns mottagare: {recipients}.",
             "Disclosure is banned, and yet there are recipients: {recipients}."),
        Text("Rajaa kieltoa, lisää siihen poikkeus (unless), tai poista vastaanottaja.",
             "Begränsa förbudet, lägg till ett undantag (unless), eller ta bort mottagaren.",
             "Narrow the ban, add an exception (unless), or delete the recipient."),
        why=Text("Vastaanottajat on ilmoitettava totuudenmukaisesti: {gdpr:13(1)(e)}.",
                 "Mottagarna ska anges sanningsenligt: {gdpr:13(1)(e)}.",
                 "Recipients must be stated truthfully: {gdpr:13(1)(e)}."),
        cases={
            "ban": (
                Text("“{offending}” kieltää luovuttamasta sitä, mitä nämä vastaanottajat selosteen mukaan saavat: "
                     "{recipients}.",
                     "“{offending}” förbjuder att lämna ut det som dessa mottagare enligt beskrivningen får: "
                     "{recipients}.",
                     "“{offending}” bans disclosing what these recipients are said to get: {recipients}."),
                None,
            ),
            "text": (
                Text("Tekstin mukaan tietoja ei luovuteta (“{offending}”), mutta vastaanottajia on: {recipients}.",
                     "Enligt texten lämnas uppgifter inte ut (“{offending}”), men det finns mottagare: {recipients}.",
                     "The text says that data are not disclosed (“{offending}”), but there are recipients: "
                     "{recipients}."),
                Text("Korjaa teksti: kerro, mihin tarkoitukseen tai kenelle tietoja ei luovuteta.",
                     "Rätta texten: säg för vilket ändamål eller till vem uppgifter inte lämnas ut.",
                     "Correct the text: say for which purpose or to whom data are not disclosed."),
            ),
        },
    ),
    "K418": Wording(
        Text("profilointi kielletään tekstissä mutta sitä tehdään", "profilering förnekas men förekommer",
             "profiling is denied and yet happens"),
        Text("Seloste sanoo “{offending}”, mutta rekisterissä on profilointia: {evidence}.",
             "Beskrivningen säger “{offending}”, men i registret förekommer profilering: {evidence}.",
             "The declaration says “{offending}”, but the register profiles: {evidence}."),
        Text("Kirjoita “profiling: yes” ja selitä logiikka (logic), tai poista nämä tiedot.",
             "Skriv “profiling: yes” och förklara logiken (logic), eller ta bort dessa uppgifter.",
             "Write “profiling: yes” and explain the logic (logic), or delete these."),
        why=Text("Profilointi on kerrottava: {gdpr:4(4)} ja {gdpr:13(2)(f)}.",
                 "Profilering ska anges: {gdpr:4(4)} och {gdpr:13(2)(f)}.",
                 "Profiling must be told: {gdpr:4(4)} and {gdpr:13(2)(f)}."),
    ),
    "K419": Wording(
        Text("alaikäisiä voi olla, sääntöä ei ole", "minderåriga är möjliga, regel saknas",
             "minors are possible and there is no rule"),
        Text("Ryhmässä “{offending}” voi olla alaikäisiä.", "I gruppen “{offending}” kan finnas minderåriga.",
             "There may be minors in the group “{offending}”."),
        Text("Lisää ryhmälle “minors: {open}below: 13, guardian: yes{close}” tai muu ikäraja ja huoltajan osuus.",
             "Lägg till “minors: {open}below: 13, guardian: yes{close}” i gruppen, eller en annan åldersgräns och "
             "vårdnadshavarens roll.",
             "Add “minors: {open}below: 13, guardian: yes{close}” to the group, or another age and the guardian's "
             "part."),
        why=Text("Lapsen tietojen käsittelyssä on ikäraja, Suomessa 13 vuotta: {gdpr:8} ja tietosuojalaki 1050/2018 5 "
        "§.",
                 "Behandlingen av barns uppgifter har en åldersgräns, i Finland 13 år: {gdpr:8} och dataskyddslagen "
                 "1050/2018 "
                 "5 §.",
                 "There is an age limit for children's data, in Finland 13 years: {gdpr:8} and tietosuojalaki "
                 "1050/2018 5 §."),
        cases={
            "rule": (
                Text("Ryhmässä “{offending}” voi olla alaikäisiä, mutta ikärajaa ja huoltajaa koskeva sääntö puuttuu.",
                     "I gruppen “{offending}” kan finnas minderåriga, men en regel om ålder och vårdnadshavare saknas.",
                     "There may be minors in the group “{offending}”, but no rule on age and guardian."),
                None,
            ),
            "unanswered": (
                Text("Ryhmään “{offending}” kuuluu yleensä myös lapsia, eikä seloste sano siitä mitään.",
                     "Till gruppen “{offending}” hör i allmänhet också barn, och beskrivningen säger inget om det.",
                     "The group “{offending}” usually has children in it too, and the declaration says nothing of "
                     "them."),
                None,
            ),
            "guardian": (
                Text("Ryhmän “{offending}” lapsille tarvitaan huoltajan lupa, mutta käsittelyn “{row}” suostumusta ei "
                     "voi "
                     "antaa huoltaja.",
                     "För barn i gruppen “{offending}” behövs vårdnadshavarens lov, men samtycket för “{row}” kan "
                     "inte ges av "
                     "en vårdnadshavare.",
                     "Children in the group “{offending}” need a guardian's permission, but no guardian can give the "
                     "consent "
                     "for “{row}”."),
                Text("Lisää suostumuksen kohtaan “given by” sana “guardian”.",
                     "Lägg till “guardian” under “given by” i samtycket.",
                     "Add “guardian” to “given by” of the consent."),
            ),
        },
    ),
    "K426": Wording(
        Text("vajaa oikeusperuste", "ofullständig rättslig grund", "a legal basis that says too little"),
        Text("Oikeusperuste “{offending}” on vajaa.", "Den rättsliga grunden “{offending}” är ofullständig.",
             "The legal basis “{offending}” says too little."),
        Text("Täydennä oikeusperustetta.", "Komplettera grunden.", "Complete the basis."),
        why=Text("Perusteesta on kerrottava, mihin se nojaa: {gdpr:6(3)} ja {gdpr:13(1)(d)}.",
                 "Av grunden ska framgå vad den vilar på: {gdpr:6(3)} och {gdpr:13(1)(d)}.",
                 "A basis must say what it rests on: {gdpr:6(3)} and {gdpr:13(1)(d)}."),
        cases={
            "interest": (
                Text("Oikeutettua etua “{offending}” ei ole kirjoitettu auki.",
                     "Det berättigade intresset “{offending}” är inte utskrivet.",
                     "The legitimate interest “{offending}” is not stated."),
                Text("Lisää “interest: {open}fi: ..., sv: ..., en: ...{close}”.",
                     "Lägg till “interest: {open}fi: ..., sv: ..., en: ...{close}”.",
                     "Add “interest: {open}fi: ..., sv: ..., en: ...{close}”."),
            ),
            "balancing": (
                Text("Oikeutetun edun “{offending}” tasapainotestiä ei löydy.",
                     "Intresseavvägningen för “{offending}” saknas.",
                     "There is no balancing test for the legitimate interest “{offending}”."),
                Text("Lisää osioon evidence “kind: balancing test” ja nimeä se kohdassa “balancing”.",
                     "Lägg till “kind: balancing test” i evidence och ange den under “balancing”.",
                     "Add a “kind: balancing test” to evidence and name it under “balancing”."),
            ),
            "statute": (
                Text("Oikeusperuste “{offending}” nojaa lakiin, jota ei mainita.",
                     "Grunden “{offending}” stöder sig på en lag som inte nämns.",
                     "The basis “{offending}” rests on a law that is not cited."),
                Text("Lisää laki numeroineen: “statutes: kirjanpitolaki 1336/1997 2:10”.",
                     "Lägg till lagen med nummer: “statutes: bokföringslagen 1336/1997 2:10”.",
                     "Add the law with its number: “statutes: kirjanpitolaki 1336/1997 2:10”."),
            ),
        },
    ),
    "K427": Wording(
        Text("automaattista käsittelyä ei ole selitetty", "automatisk behandling utan förklaring",
             "automation without an explanation"),
        Text("Automaattisesta käsittelystä puuttuu “{key}”.", "“{key}” saknas om den automatiska behandlingen.",
             "“{key}” of the automation is missing."),
        Text("Lisää osioon automation “{key}: {open}fi: ..., sv: ..., en: ...{close}”.",
             "Lägg till “{key}: {open}fi: ..., sv: ..., en: ...{close}” i automation.",
             "Add “{key}: {open}fi: ..., sv: ..., en: ...{close}” to automation."),
        why=Text("Logiikka ja seuraukset on kerrottava, ja ratkaisu on voitava saattaa ihmisen käsiteltäväksi: "
        "{gdpr:13(2)(f)} ja {gdpr:22(3)}.",
                 "Logiken och följderna ska anges, och en människa ska kunna ingripa: {gdpr:13(2)(f)} och "
                 "{gdpr:22(3)}.",
                 "The logic and the consequences must be told, and a human being must be there: {gdpr:13(2)(f)} and "
                 "{gdpr:22(3)}."),
    ),
}  # fmt: skip
