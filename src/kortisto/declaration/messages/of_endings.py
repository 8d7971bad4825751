"""The words of the checks on what is held, why, and until when: K401 to K404, K410, K411, K420, K421 and K425."""

from __future__ import annotations

from collections.abc import Mapping

from kortisto.declaration.messages.wording import Wording
from kortisto.declaration.model import Text

_DECISIONS = Text(
    "Säilytysaika on määriteltävä: {gdpr:5(1)(e)} ja {gdpr:13(2)(a)}. Tietosuojavaltuutettu on katsonut, ettei tietoja "
    "saa säilyttää koko asiakassuhteen ajan vaan aika on määriteltävä käyttötarkoituksittain (3831/161/21, Kesko), "
    "eikä "
    "asiaa saa jättää sen varaan, pyytääkö asiakas poistamista (TSV/26/2020, Verkkokauppa.com).",
    "Förvaringstiden ska bestämmas: {gdpr:5(1)(e)} och {gdpr:13(2)(a)}. Dataombudsmannen har ansett att uppgifter inte "
    "får "
    "lagras under hela kundförhållandet utan att tiden ska bestämmas per ändamål (3831/161/21, Kesko), och att saken "
    "inte "
    "får bero på om kunden begär radering (TSV/26/2020, Verkkokauppa.com).",
    "How long data are kept must be determined: {gdpr:5(1)(e)} and {gdpr:13(2)(a)}. The Data Protection Ombudsman has "
    "held "
    "that data may not be kept for the whole customer relationship but need a period for each purpose (3831/161/21, "
    "Kesko), and that the matter may not be left to the customer's request for erasure (TSV/26/2020, "
    "Verkkokauppa.com).",
)

WORDINGS: Mapping[str, Wording] = {
    "K401": Wording(
        Text("tieto, jota mikään käsittely ei käytä", "uppgift som ingen behandling använder",
             "an item that no processing uses"),
        Text("Tietoa “{offending}” ei käytä mikään voimassa oleva käsittelyrivi: {items}.",
             "Uppgiften “{offending}” används inte av någon gällande rad i processing: {items}.",
             "The item “{offending}” is used by no processing row in force: {items}."),
        Text("Lisää tieto sen käsittelyrivin kohtaan “items”, jonka tarkoitukseen sitä tarvitaan. Jos sitä ei tarvita, "
             "poista se osiosta items tai merkitse “never collect: yes”.",
             "Lägg till uppgiften under “items” på den rad i processing vars ändamål kräver den. Behövs den inte, ta "
             "bort "
             "den ur items eller skriv “never collect: yes”.",
             "Add the item to “items” of the processing row whose purpose needs it. If none does, delete it from "
             "items, or "
             "write “never collect: yes”."),
        why=Text("Tietoa saa käsitellä vain määrättyyn tarkoitukseen ja jollakin oikeusperusteella: {gdpr:5(1)(b)}, "
                 "{gdpr:5(1)(c)} ja {gdpr:6(1)}.",
                 "Uppgifter får behandlas endast för ett bestämt ändamål och på en rättslig grund: {gdpr:5(1)(b)}, "
                 "{gdpr:5(1)(c)} och {gdpr:6(1)}.",
                 "Data may be processed only for a stated purpose and on a legal basis: {gdpr:5(1)(b)}, {gdpr:5(1)(c)} "
                 "and {gdpr:6(1)}."),
    ),
    "K402": Wording(
        Text("käsittely ilman säilytysaikaa", "behandling utan förvaringstid", "processing without a retention rule"),
        Text("Käsittelyrivillä “{offending}” on tietoja, joilla ei ole säilytyssääntöä: {items}.",
             "Raden “{offending}” i processing omfattar uppgifter utan lagringsregel: {items}.",
             "The processing row “{offending}” covers items that have no retention rule: {items}."),
        Text("Lisää osioon retention sääntö, joka kattaa nämä tiedot, tämän tarkoituksen, ryhmät ja kaikki "
             "säilytyspaikat: “keep: 3 years”, “from: ...”. Sääntö, jossa on “places”, koskee vain niitä paikkoja.",
             "Lägg till en regel i retention som omfattar dessa uppgifter, detta ändamål, grupperna och alla platser: "
             "“keep: 3 years”, “from: ...”. En regel med “places” gäller bara de platserna.",
             "Add a rule to retention that covers these items, this purpose, the groups and all places: “keep: 3 "
             "years”, "
             "“from: ...”. A rule with “places” holds for those places only."),
        why=_DECISIONS,
    ),
    "K403": Wording(
        Text("tieto, jolla ei ole varmaa loppua", "uppgift utan ett säkert slut", "a datum without a sure end"),
        Text("Säännöllä “{offending}” ei ole loppua, joka varmasti tulee.",
             "Regeln “{offending}” har inget säkert slut.",
             "The rule “{offending}” has no end that is sure to come."),
        Text("Lisää enimmäisaika, joka lasketaan tapahtumasta, joka varmasti on sattunut.",
             "Lägg till en längsta tid som räknas från något som säkert har hänt.",
             "Add a maximum counted from something that surely has happened."),
        why=_DECISIONS,
        cases={
            "permanent": (
                Text("Säännön “{offending}” mukaan tiedot säilytetään pysyvästi, eikä sääntö nojaa lakiin.",
                     "Enligt regeln “{offending}” lagras uppgifterna permanent, och regeln stöder sig inte på någon "
                     "lag.",
                     "By the rule “{offending}” data are kept permanently, and no law is cited for it."),
                Text("Kirjoita enimmäisaika (“keep: 10 years”), tai mainitse laki numeroineen: “law: kirjanpitolaki "
                     "1336/1997 2:10”.",
                     "Skriv en längsta tid (“keep: 10 years”), eller ange lagen med nummer: “law: bokföringslagen "
                     "1336/1997 2:10”.",
                     "Write a maximum (“keep: 10 years”), or cite the law with its number: “law: kirjanpitolaki "
                     "1336/1997 "
                     "2:10”."),
            ),
            "clock": (
                Text("Säännön “{offending}” aika alkaa tapahtumasta {clock}, joka ei ehkä koskaan toteudu "
                     "tai voi jäädä kirjaamatta.",
                     "Tiden i regeln “{offending}” räknas från {clock}, som kanske aldrig inträffar eller inte "
                     "antecknas.",
                     "The period of the rule “{offending}” counts from {clock}, which may never come or never be "
                     "recorded."),
                Text("Lisää säännölle “if unknown: {open}keep: 5 years, from: item.collected{close}”, tai laske aika "
                     "keruusta.",
                     "Lägg till “if unknown: {open}keep: 5 years, from: item.collected{close}” i regeln, eller räkna "
                     "tiden "
                     "från insamlingen.",
                     "Add “if unknown: {open}keep: 5 years, from: item.collected{close}” to the rule, or count from "
                     "the "
                     "collection."),
            ),
            "fallback": (
                Text("Säännön “{offending}” varalla oleva enimmäisaika (if unknown) ei sekään pääty varmasti: {clock}.",
                     "Inte heller reservtiden (if unknown) i regeln “{offending}” tar säkert slut: {clock}.",
                     "The fallback (if unknown) of the rule “{offending}” is not sure to end either: {clock}."),
                Text("Anna kohdalle “if unknown” määräaika ja laske se keruusta: “from: item.collected” tai “from: "
                     "{open}later of: [person.last_activity, item.collected]{close}”.",
                     "Ge “if unknown” en bestämd tid och räkna den från insamlingen: “from: item.collected” eller "
                     "“from: "
                     "{open}later of: [person.last_activity, item.collected]{close}”.",
                     "Give “if unknown” a period and count it from the collection: “from: item.collected” or “from: "
                     "{open}later of: [person.last_activity, item.collected]{close}”."),
            ),
            "exception": (
                Text("Poikkeus “{offending}” voi pitää tiedot tallessa loputtomiin.",
                     "Undantaget “{offending}” kan hålla kvar uppgifterna i all evighet.",
                     "The exception “{offending}” may keep the data for ever."),
                Text("Anna poikkeukselle oma määräaika tapahtumasta, joka varmasti sattuu (“keep”, “from”), mainitse "
                     "laki "
                     "numeroineen, tai sido se menettelyyn, joka päättyy (esimerkiksi “when: claim pending”).",
                     "Ge undantaget en egen tid från något som säkert inträffar (“keep”, “from”), ange lagen med "
                     "nummer, "
                     "eller bind det till ett förfarande som tar slut (till exempel “when: claim pending”).",
                     "Give the exception a period of its own from something that surely happens (“keep”, “from”), "
                     "cite the "
                     "law with its number, or bind it to a proceeding that ends (say, “when: claim pending”)."),
            ),
            "action": (
                Text("Säännön “{offending}” lopussa tiedot jäävät talteen ({action}).",
                     "I slutet av regeln “{offending}” blir uppgifterna kvar ({action}).",
                     "At the end of the rule “{offending}” the data stay ({action})."),
                Text("Kirjoita “then: delete” tai “then: anonymise”, tai mainitse laki numeroineen (“law”). Jos "
                     "tietojen "
                     "käyttöä rajoitetaan ennen poistamista, pidennä aikaa ja jätä vain tarpeellinen käsittelyrivi.",
                     "Skriv “then: delete” eller “then: anonymise”, eller ange lagen med nummer (“law”). Begränsas "
                     "användningen före raderingen, förläng tiden och behåll bara den rad i processing som behövs.",
                     "Write “then: delete” or “then: anonymise”, or cite the law with its number (“law”). If use is "
                     "restricted before erasure, lengthen the period and leave only the processing row that is "
                     "needed."),
            ),
            "keeps": (
                Text("Säännön “{offending}” mukaan anonymisoitaessa jää tietoja, joista henkilön tunnistaa: {items}.",
                     "Enligt regeln “{offending}” blir vid anonymisering kvar uppgifter som identifierar personen: "
                     "{items}.",
                     "By the rule “{offending}” anonymising leaves items that tell who the person is: {items}."),
                Text("Poista nämä kohdasta “keeps”.", "Ta bort dem ur “keeps”.", "Delete them from “keeps”."),
            ),
            "alike": (
                Text("Sääntö “{offending}” jättää anonymisoitaessa tietoja mutta ei sano, monenko ihmisen tietojen on "
                     "oltava samanlaiset.",
                     "Regeln “{offending}” lämnar kvar uppgifter vid anonymisering men säger inte hur många personers "
                     "uppgifter som måste vara lika.",
                     "The rule “{offending}” leaves items when anonymising, and does not say of how many people they "
                     "have to be alike."),
                Text("Lisää luku, esimerkiksi “alike: 5”, tai poista “keeps”.",
                     "Lägg till ett antal, till exempel “alike: 5”, eller ta bort “keeps”.",
                     "Add a number, for example “alike: 5”, or delete “keeps”."),
            ),
            "permanently": (
                Text("“{offending}”: tiedot jäävät tänne pysyvästi.", "“{offending}”: uppgifterna blir kvar för "
                     "alltid.",
                     "“{offending}”: the data stay there for ever."),
                Text("Kirjoita määräaika, esimerkiksi “30 days”.", "Skriv en bestämd tid, till exempel “30 days”.",
                     "Write a period, for example “30 days”."),
            ),
            "suppression": (
                Text("Kiellon “{offending}” jälkeen säilytettävillä tiedoilla ei ole varmaa loppua.",
                     "Det som bevaras efter förbudet “{offending}” har inget säkert slut.",
                     "What is kept after the objection “{offending}” has no end that is sure to come."),
                Text("Anna kohdalle “suppression” määräaika tapahtumasta, joka varmasti on sattunut: “keep: 5 years, "
                     "from: "
                     "objection.made”.",
                     "Ge “suppression” en bestämd tid från något som säkert har hänt: “keep: 5 years, from: "
                     "objection.made”.",
                     "Give “suppression” a period from something that surely has happened: “keep: 5 years, from: "
                     "objection.made”."),
            ),
            "hold": (
                Text("Pidäke “{offending}” voi estää poistamisen loputtomiin.",
                     "Hindret “{offending}” kan hindra radering i all evighet.",
                     "The hold “{offending}” may stop erasure for ever."),
                Text("Lisää pidäkkeelle “at most”, tai mainitse laki numeroineen. Asiakassuhde, sopimus tai "
                     "yhteyshenkilönä "
                     "toimiminen ei ole menettely, joka päättyy itsestään.",
                     "Lägg till “at most”, eller ange lagen med nummer. Ett kundförhållande, ett avtal eller ett "
                     "uppdrag som "
                     "kontaktperson är inget förfarande som tar slut av sig självt.",
                     "Add “at most” to the hold, or cite the law with its number. A customer relationship, a contract "
                     "or the "
                     "role of a contact person is no proceeding that ends by itself."),
            ),
        },
    ),
    "K404": Wording(
        Text("vähimmäisaika ilman päättäjää", "minsta tid utan beslut", "a minimum without a decision"),
        Text("Säännön “{offending}” vähimmäisaika on {least} ja enimmäisaika {most}.",
             "Regeln “{offending}” har den minsta tiden {least} och den längsta tiden {most}.",
             "The rule “{offending}” has the minimum {least} and the maximum {most}."),
        Text("Lisää “review: {open}by: ..., every: 1 year{close}”.",
             "Lägg till “review: {open}by: ..., every: 1 year{close}”.",
             "Add “review: {open}by: ..., every: 1 year{close}”."),
        why=Text("Tietoja ei saa säilyttää pidempään kuin on tarpeen: {gdpr:5(1)(e)}.",
                 "Uppgifter får inte lagras längre än nödvändigt: {gdpr:5(1)(e)}.",
                 "Data may not be kept longer than necessary: {gdpr:5(1)(e)}."),
        cases={
            "longer": (
                Text("Säännön “{offending}” vähimmäisaika ({least}) on pidempi kuin enimmäisaika ({most}).",
                     "Den minsta tiden ({least}) i regeln “{offending}” är längre än den längsta ({most}).",
                     "The minimum ({least}) of the rule “{offending}” is longer than the maximum ({most})."),
                Text("Lyhennä vähimmäisaikaa (at least) tai pidennä enimmäisaikaa (keep).",
                     "Förkorta den minsta tiden (at least) eller förläng den längsta (keep).",
                     "Shorten the minimum (at least) or lengthen the maximum (keep)."),
            ),
            "review": (
                Text("Säännön “{offending}” vähimmäisajan ({least}) jälkeen kukaan ei arvioi, onko tiedoille enää "
                     "tarvetta; "
                     "enimmäisaika on {most}.",
                     "Efter den minsta tiden ({least}) i regeln “{offending}” bedömer ingen om uppgifterna ännu "
                     "behövs; den "
                     "längsta tiden är {most}.",
                     "After the minimum ({least}) of the rule “{offending}” nobody decides whether data are still "
                     "needed; "
                     "the maximum is {most}."),
                Text("Lisää arviointi ja sen tekijä: “review: {open}by: main_user, every: 1 year{close}”. Jos "
                     "arviointia ei "
                     "tehdä, poista “at least”.",
                     "Lägg till en bedömning och vem som gör den: “review: {open}by: main_user, every: 1 "
                     "year{close}”. Görs "
                     "ingen bedömning, ta bort “at least”.",
                     "Add a review and who does it: “review: {open}by: main_user, every: 1 year{close}”. If there is "
                     "no "
                     "review, delete “at least”."),
            ),
        },
    ),
    "K410": Wording(
        Text("avoin luettelo ilman suljettua joukkoa", "öppen lista utan en sluten mängd",
             "an open list without a closed set"),
        Text("Tieto “{offending}” on avoin luettelo, eikä sen takana ole suljettua joukkoa.",
             "Uppgiften “{offending}” är en öppen lista utan en sluten mängd bakom sig.",
             "The item “{offending}” is an open list with no closed set behind it."),
        Text("Luettele tiedot yksitellen.", "Räkna upp uppgifterna en för en.", "List the items one by one."),
        why=Text("“Esimerkiksi” ei kerro, mitä käsitellään: {gdpr:5(1)(c)} ja {gdpr:14(1)(d)}.",
                 "“Till exempel” säger inte vad som behandlas: {gdpr:5(1)(c)} och {gdpr:14(1)(d)}.",
                 "“For example” does not say what is processed: {gdpr:5(1)(c)} and {gdpr:14(1)(d)}."),
        cases={
            "own": (
                Text("Oma tieto “{offending}” on avoin luettelo, eikä sen alla ole yhtään tietoa.",
                     "Den egna uppgiften “{offending}” är en öppen lista, och under den finns inga uppgifter.",
                     "The item of your own “{offending}” is an open list, and there are no items under it."),
                Text("Lisää osioon items sen alle jokainen tieto (“{offending}.koko:”), ja poista “open list” tai "
                     "luettele ne "
                     "käsittelyriveillä.",
                     "Lägg till varje uppgift under den i items (“{offending}.storlek:”), och ta bort “open list” "
                     "eller räkna "
                     "upp dem på raderna i processing.",
                     "Add each item under it to items (“{offending}.size:”), and delete “open list” or name them in "
                     "the "
                     "processing rows."),
            ),
            "wide": (
                Text("Tieto “{offending}” on avoin luettelo, ja käsittelyrivit kattavat sen kokonaan: {rows}.",
                     "Uppgiften “{offending}” är en öppen lista, och rader i processing omfattar den i dess helhet: "
                     "{rows}.",
                     "The item “{offending}” is an open list, and processing rows cover the whole of it: {rows}."),
                Text("Luettele käsittelyriveillä ne tiedot, joita käytetään: {items}. Tekstissä voi silti lukea "
                     "“esimerkiksi”.",
                     "Räkna på raderna i processing upp de uppgifter som används: {items}. I texten får det ändå stå "
                     "“till "
                     "exempel”.",
                     "Name in the processing rows the items that are used: {items}. The text may still say “for "
                     "example”."),
            ),
        },
    ),
    "K411": Wording(
        Text("yhteys, jonka poistamisesta ei sanota mitään", "relation utan besked om radering",
             "a relation without a cascade"),
        Text("Seloste ei kerro, mitä yhteydelle “{offending}” tapahtuu, kun toinen pää poistetaan (tiedot {items}).",
             "Beskrivningen säger inte vad som sker med relationen “{offending}” när den ena änden raderas "
             "(uppgifterna "
             "{items}).",
             "The declaration does not say what happens to the relation “{offending}” when one end is erased (the "
             "items "
             "{items})."),
        Text("Lisää osioon relations “{offending}: {open}cascade: delete too{close}”, tai keep, cut tai anonymise.",
             "Lägg till “{offending}: {open}cascade: delete too{close}” i relations, eller keep, cut eller anonymise.",
             "Add “{offending}: {open}cascade: delete too{close}” to relations, or keep, cut or anonymise."),
        why=Text("Poistamisen on ulotuttava kaikkialle: {gdpr:17(1)}.", "Raderingen ska nå överallt: {gdpr:17(1)}.",
                 "Erasure must reach everywhere: {gdpr:17(1)}."),
    ),
    "K420": Wording(
        Text("kaksi yhtä läheistä säilytyssääntöä", "två lika nära lagringsregler", "two retention rules that tie"),
        Text("Säännöt {rules} koskevat yhtä läheisesti samoja tietoja: {items}.",
             "Reglerna {rules} gäller lika nära samma uppgifter: {items}.",
             "The rules {rules} apply equally closely to the same items: {items}."),
        Text("Rajaa toista sääntöä: nimeä tarkempi tieto (items), käsittely (processing), käyttötarkoitus (purposes), "
             "ryhmä (groups) tai paikka (places).",
             "Begränsa den ena regeln: ange en snävare uppgift (items), behandling (processing), ett ändamål "
             "(purposes), "
             "en grupp (groups) eller plats (places).",
             "Narrow one of the rules: name a closer item (items), row (processing), purpose (purposes), group "
             "(groups) or "
             "place (places)."),
        why=Text("Säilytysajan on oltava yksiselitteinen: {gdpr:13(2)(a)}.",
        "Förvaringstiden ska vara entydig: {gdpr:13(2)(a)}.",
                 "The period must be unambiguous: {gdpr:13(2)(a)}."),
    ),
    "K421": Wording(
        Text("epätäydellinen poikkeus", "ofullständigt undantag", "an incomplete exception"),
        Text("Poikkeus “{offending}” on epätäydellinen.", "Undantaget “{offending}” är ofullständigt.",
             "The exception “{offending}” is incomplete."),
        Text("Kerro, milloin poikkeusta sovelletaan (when) tai kuka siihen voi vedota (invoked by).",
             "Ange när undantaget gäller (when) eller vem som får åberopa det (invoked by).",
             "Say when the exception applies (when) or who may invoke it (invoked by)."),
        why=Text("Poikkeuksen on oltava määritelty, jotta käsittely on läpinäkyvää: {gdpr:5(1)(a)}.",
                 "Ett undantag ska vara bestämt för att behandlingen ska vara öppen: {gdpr:5(1)(a)}.",
                 "An exception must be defined for processing to be transparent: {gdpr:5(1)(a)}."),
        cases={
            "reach": (
                Text("Poikkeus “{offending}” koskee kaikkia tietoja ja ryhmiä, koska sitä ei ole rajattu.",
                     "Undantaget “{offending}” gäller alla uppgifter och grupper, eftersom det inte är avgränsat.",
                     "The exception “{offending}” concerns all items and groups, since nothing limits it."),
                Text("Lisää poikkeukselle “purposes”, “groups”, “items” tai “processing”.",
                     "Lägg till “purposes”, “groups”, “items” eller “processing” i undantaget.",
                     "Add “purposes”, “groups”, “items” or “processing” to the exception."),
            ),
            "who": (
                Text("Poikkeusta “{offending}” sovelletaan aina, joten sääntö ei koske ketään.",
                     "Undantaget “{offending}” gäller alltid, så regeln gäller ingen.",
                     "The exception “{offending}” always applies, so the rule applies to nobody."),
                None,
            ),
            "clock": (
                Text("Säilytyssäännön poikkeuksella “{offending}” ei ole omaa aikaa ja kelloa.",
                     "Undantaget “{offending}” från lagringsregeln har ingen egen tid och klocka.",
                     "The exception “{offending}” from the retention rule has no period and clock of its own."),
                Text("Lisää poikkeukselle “keep: ...” ja “from: ...”. Jos kyse on poistamisen esteestä, kirjoita se "
                     "osioon "
                     "holds.",
                     "Lägg till “keep: ...” och “from: ...” i undantaget. Är det fråga om ett hinder för radering, "
                     "skriv det "
                     "i avsnittet holds.",
                     "Add “keep: ...” and “from: ...” to the exception. If it is something that stops erasure, write "
                     "it into "
                     "the section holds."),
            ),
        },
    ),
    "K425": Wording(
        Text("tyhjä käsittelyrivi", "tom behandlingsrad", "a processing row that covers nothing"),
        Text("Käsittelyrivin “{offending}” kohta “{key}” on tyhjä, joten rivi ei salli mitään.",
             "Fältet “{key}” på raden “{offending}” i processing är tomt, så raden tillåter ingenting.",
             "“{key}” of the processing row “{offending}” is empty, so the row permits nothing."),
        Text("Täytä kohta “{key}”, tai poista koko rivi.", "Fyll i “{key}”, eller ta bort hela raden.",
             "Fill in “{key}”, or delete the whole row."),
        why=Text("Käsittelyn tarkoitus ja kohde on ilmoitettava: {gdpr:30(1)}.",
                 "Behandlingens ändamål och föremål ska anges: {gdpr:30(1)}.",
                 "The purpose and the object of processing must be stated: {gdpr:30(1)}."),
    ),
}  # fmt: skip
