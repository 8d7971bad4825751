"""The words of K2xx: a file that is YAML but does not speak the language of declarations."""

from __future__ import annotations

from collections.abc import Mapping

from kortisto.declaration.messages.wording import Wording
from kortisto.declaration.model import Text

WORDINGS: Mapping[str, Wording] = {
    "K201": Wording(
        Text("tuntematon avain", "okänd nyckel", "unknown key"),
        Text("Avainta “{offending}” ei ole tässä kohdassa.", "Nyckeln “{offending}” finns inte på detta ställe.",
             "There is no key “{offending}” in this place."),
        Text("Käytä jotakin näistä: {known}.", "Använd någon av dessa: {known}.", "Use one of: {known}."),
    ),
    "K202": Wording(
        Text("väärän lajin arvo", "värde av fel slag", "a value of the wrong kind"),
        Text("“{offending}” ei kelpaa: tähän tulee {expected}.", "“{offending}” duger inte: här ska stå {expected}.",
             "“{offending}” will not do: what belongs here is {expected}."),
        Text("Kirjoita tähän {expected}. Jos arvo puuttuu tarkoituksella, poista koko rivi.",
             "Skriv {expected} här. Om värdet saknas avsiktligt, ta bort hela raden.",
             "Write {expected} here. If there is deliberately no value, delete the whole line."),
    ),
    "K203": Wording(
        Text("arvo on väärää muotoa", "värdet har fel form", "a value of the wrong form"),
        Text("“{offending}” ei ole {expected}.", "“{offending}” är inte {expected}.",
             "“{offending}” is not {expected}."),
        Text("Korjaa kirjoitusasu: tähän tulee {expected}. Luku, joka alkaa nollalla, pannaan lainausmerkkeihin.",
             "Rätta skrivsättet: här ska stå {expected}. Ett tal som börjar med noll sätts inom citattecken.",
             "Correct it: this place takes {expected}. Put a number that begins with zero in quotes."),
    ),
    "K204": Wording(
        Text("luku on rajojen ulkopuolella", "talet ligger utanför gränserna", "a number out of bounds"),
        Text("“{offending}” ei ole kokonaisluku väliltä {least}–{most}.",
             "“{offending}” är inte ett heltal mellan {least} och {most}.",
             "“{offending}” is not a whole number from {least} to {most}."),
        Text("Kirjoita luku numeroin, ilman välejä ja desimaaleja.",
             "Skriv talet med siffror, utan mellanslag och decimaler.",
             "Write the number in digits, without spaces or decimals."),
    ),
    "K205": Wording(
        Text("virheellinen päivämäärä", "felaktigt datum", "not a date"),
        Text("“{offending}” ei ole päivämäärä, tai sellaista päivää ei ole.",
             "“{offending}” är inte ett datum, eller en sådan dag finns inte.",
             "“{offending}” is not a date, or there is no such day."),
        Text("Kirjoita vuosi, kuukausi ja päivä: 2026-12-31.", "Skriv år, månad och dag: 2026-12-31.",
             "Write year, month and day: 2026-12-31."),
    ),
    "K206": Wording(
        Text("virheellinen ajanjakso", "felaktig tidsperiod", "not a period"),
        Text("“{offending}” ei ole ajanjakso, jonka ohjelma voi laskea.",
             "“{offending}” är inte en tidsperiod som programmet kan räkna.",
             "“{offending}” is not a period that the program can count."),
        Text("Kirjoita kokonaisluku ja yksikkö (minute, hour, day, week, month tai year), esimerkiksi “10 years” tai "
             "“3 months”; heti on “at once” ja pysyvästi “permanent”. Sanat “niin kauan kuin tarpeen” eivät ole "
             "ajanjakso.",
             "Skriv ett heltal och en enhet (minute, hour, day, week, month eller year), till exempel “10 years” eller "
             "“3 months”; genast är “at once” och permanent “permanent”. “Så länge som behövs” är ingen tidsperiod.",
             "Write a whole number and a unit (minute, hour, day, week, month or year), for example “10 years” or "
             "“3 months”; “at once” and “permanent” are the two others. “As long as needed” is not a period."),
        why=Text("Säilytysajan on oltava määrätty: {gdpr:5(1)(e)} ja {gdpr:13(2)(a)}.",
                 "Förvaringstiden ska vara bestämd: {gdpr:5(1)(e)} och {gdpr:13(2)(a)}.",
                 "How long data are kept must be determined: {gdpr:5(1)(e)} and {gdpr:13(2)(a)}."),
    ),
    "K207": Wording(
        Text("teksti ilman kieliä", "text utan språk", "a text without languages"),
        Text("Tässä on teksti vain yhdessä muodossa: “{offending}”.", "Här står texten bara i en form: “{offending}”.",
             "The text stands here in one form only: “{offending}”."),
        Text("Kirjoita teksti kaikilla kolmella kielellä: {open}fi: ..., sv: ..., en: ...{close}.",
             "Skriv texten på alla tre språken: {open}fi: ..., sv: ..., en: ...{close}.",
             "Write the text in all three languages: {open}fi: ..., sv: ..., en: ...{close}."),
        why=Text("Tiedot on annettava ymmärrettävästi: {gdpr:12(1)}.",
        "Informationen ska vara begriplig: {gdpr:12(1)}.",
                 "Information must be intelligible: {gdpr:12(1)}."),
    ),
    "K208": Wording(
        Text("kieli puuttuu", "ett språk saknas", "a language is missing"),
        Text("Tekstistä puuttuu kieli “{language}”.", "Språket “{language}” saknas i texten.",
             "The text lacks the language “{language}”."),
        Text("Lisää rivi “{language}: ...”. Jokainen teksti on suomeksi (fi), ruotsiksi (sv) ja englanniksi (en).",
             "Lägg till raden “{language}: ...”. Varje text finns på finska (fi), svenska (sv) och engelska (en).",
             "Add the line “{language}: ...”. Every text is given in Finnish (fi), Swedish (sv) and English (en)."),
        why=Text("Tiedot on annettava ymmärrettävästi: {gdpr:12(1)}.",
        "Informationen ska vara begriplig: {gdpr:12(1)}.",
                 "Information must be intelligible: {gdpr:12(1)}."),
    ),
    "K209": Wording(
        Text("tuntematon sana", "okänt ord", "unknown word"),
        Text("Sanaa “{offending}” ei ole tämän kohdan sanojen joukossa.",
             "“{offending}” är inte ett av de ord som kan stå här.",
             "“{offending}” is not one of the words allowed here."),
        Text("Käytä jotakin näistä: {known}.", "Använd något av dessa: {known}.", "Use one of: {known}."),
    ),
    "K210": Wording(
        Text("sama arvo kahteen kertaan", "samma värde två gånger", "the same value twice"),
        Text("“{offending}” on luettelossa kahteen kertaan.", "“{offending}” står två gånger i listan.",
             "“{offending}” stands in the list twice."),
        Text("Poista toinen.", "Ta bort det ena.", "Delete one of them."),
    ),
    "K211": Wording(
        Text("tähän kuuluu avaimia ja arvoja", "här ska stå nycklar och värden", "keys and values belong here"),
        Text("Kohdassa {where} on “{offending}”, vaikka siinä pitäisi olla avaimia ja arvoja.",
             "I {where} står “{offending}” där det ska stå nycklar och värden.",
             "In {where} there is “{offending}” where keys and values belong."),
        Text("Kirjoita jokainen tieto omalle rivilleen sisennettynä: “avain: arvo”.",
             "Skriv varje uppgift på en egen rad med indrag: “nyckel: värde”.",
             "Write each statement on a line of its own, indented: “key: value”."),
    ),
    "K212": Wording(
        Text("pakollinen avain puuttuu", "en obligatorisk nyckel saknas", "a required key is missing"),
        Text("Avain “{key}” puuttuu.", "Nyckeln “{key}” saknas.", "The key “{key}” is missing."),
        Text("Lisää “{key}:” ja sille arvo.", "Lägg till “{key}:” med ett värde.", "Add “{key}:” with a value."),
        cases={
            "keep": (
                Text("Säilytyssäännöstä puuttuu enimmäisaika “keep”.", "Lagringsregeln saknar en längsta tid, “keep”.",
                     "The retention rule has no maximum, “keep”."),
                Text("Lisää enimmäisaika, esimerkiksi “keep: 3 years”. Vähimmäisaika (at least) ei riitä: tietosuoja"
                     "valtuutettu on päätöksissään 3831/161/21 (Kesko) ja TSV/26/2020 (Verkkokauppa.com) edellyttänyt, "
                     "että rekisterinpitäjä itse määrittelee säilytysajan käyttötarkoituksittain ({gdpr:5(1)(e)}).",
                     "Lägg till en längsta tid, till exempel “keep: 3 years”. En minsta tid (at least) räcker inte: "
                     "dataombudsmannen har i besluten 3831/161/21 (Kesko) och TSV/26/2020 (Verkkokauppa.com) krävt att "
                     "den personuppgiftsansvarige själv bestämmer förvaringstiden per ändamål ({gdpr:5(1)(e)}).",
                     "Add a maximum, for example “keep: 3 years”. A minimum (at least) is not enough: in the decisions "
                     "3831/161/21 (Kesko) and TSV/26/2020 (Verkkokauppa.com) the Data Protection Ombudsman required "
                     "that the controller itself sets the period for each purpose ({gdpr:5(1)(e)})."),
            ),
        },
    ),
    "K213": Wording(
        Text("kaksi avainta samalle asialle", "två nycklar för samma sak", "two keys for the same thing"),
        Text("“{offending}” ja “{other}” tarkoittavat samaa.", "“{offending}” och “{other}” betyder samma sak.",
             "“{offending}” and “{other}” mean the same."),
        Text("Jätä vain toinen.", "Behåll bara den ena.", "Keep one of the two."),
    ),
    "K214": Wording(
        Text("tähän kuuluu tunnuksia", "här ska stå beteckningar", "ids belong here"),
        Text("Kohdassa {where} on “{offending}”, vaikka siinä pitäisi olla tunnuksia ja niiden sisältö.",
             "I {where} står “{offending}” där det ska stå beteckningar med innehåll.",
             "In {where} there is “{offending}” where ids and what they say belong."),
        Text("Kirjoita jokaiselle kohdalle tunnus ja sen alle sisennettynä sen tiedot. Jos kohtia ei ole, kirjoita "
             "“none”.",
             "Ge varje punkt en beteckning och skriv dess uppgifter indragna under den. Finns inga punkter, skriv "
             "“none”.",
             "Give each statement an id and write what it says indented below. If there are none, write “none”."),
    ),
    "K215": Wording(
        Text("virheellinen tunnus", "felaktig beteckning", "not an id"),
        Text("“{offending}” ei kelpaa tunnukseksi.", "“{offending}” duger inte som beteckning.",
             "“{offending}” will not do as an id."),
        Text("Tunnuksessa on pieniä kirjaimia a–z, numeroita ja alaviivoja, ja se alkaa kirjaimella: “asiakas_tiedot”.",
             "En beteckning består av små bokstäver a–z, siffror och understreck och börjar med en bokstav: "
             "“kund_uppgifter”.",
             "An id has small letters a–z, digits and underscores and begins with a letter: “customer_data”."),
    ),
    "K216": Wording(
        Text("aikaa ei lasketa mistään", "tiden räknas inte från något", "no event to count from"),
        Text("Tästä ei selviä, mistä tapahtumasta aika lasketaan.",
             "Av detta framgår inte från vilken händelse tiden räknas.",
             "This does not say from which event time is counted."),
        Text("Nimeä kello: “from: customership.ended”, “from: {open}first: order.placed{close}” tai “from: {open}later "
             "of: [person.last_activity, organisation.last_activity]{close}”.",
             "Ange en klocka: “from: customership.ended”, “from: {open}first: order.placed{close}” eller “from: "
             "{open}later of: [person.last_activity, organisation.last_activity]{close}”.",
             "Name a clock: “from: customership.ended”, “from: {open}first: order.placed{close}” or “from: {open}later "
             "of: [person.last_activity, organisation.last_activity]{close}”."),
    ),
    "K217": Wording(
        Text("epäselvä ehto", "oklart villkor", "not a condition"),
        Text("Tästä ei selviä, mikä ehdon pitää olla.", "Av detta framgår inte vad villkoret är.",
             "This does not say what the condition is."),
        Text("Kirjoita yksi tila (“when: customer contact”) tai yksi yhdistelmä: any of, all of tai not.",
             "Skriv ett tillstånd (“when: customer contact”) eller en kombination: any of, all of eller not.",
             "Write one state (“when: customer contact”) or one combination: any of, all of or not."),
    ),
    "K218": Wording(
        Text("kielen versio puuttuu tai on väärä", "språkversionen saknas eller är fel",
             "the version of the language is missing or wrong"),
        Text("Tiedosto ei sano, että se on kirjoitettu kielen versiolla {version}.",
             "Filen säger inte att den är skriven på version {version} av språket.",
             "The file does not say that it is written in version {version} of the language."),
        Text("Aloita tiedosto rivillä “kortisto: {version}”.", "Börja filen med raden “kortisto: {version}”.",
             "Begin the file with the line “kortisto: {version}”."),
    ),
    "K219": Wording(
        Text("osio on tyhjä", "avsnittet är tomt", "the section is empty"),
        Text("Osio “{offending}” on tyhjä, vaikka seloste tarvitsee sen.",
             "Avsnittet “{offending}” är tomt, fast beskrivningen behöver det.",
             "The section “{offending}” is empty, but a declaration needs it."),
        Text("Lisää osioon ainakin yksi kohta.", "Lägg till minst en punkt i avsnittet.",
             "Add at least one statement to the section."),
        why=Text("Tiedot, jotka selosteessa on oltava: {gdpr:13(1)}, {gdpr:14(1)} ja {gdpr:30(1)}.",
                 "Vad en beskrivning ska innehålla: {gdpr:13(1)}, {gdpr:14(1)} och {gdpr:30(1)}.",
                 "What a notice must contain: {gdpr:13(1)}, {gdpr:14(1)} and {gdpr:30(1)}."),
    ),
    "K220": Wording(
        Text("mallipohjan nimi ei kelpaa", "mallens namn duger inte", "not the name of a template"),
        Text("“{offending}” ei ole pelkkä tiedoston nimi.", "“{offending}” är inte enbart ett filnamn.",
             "“{offending}” is not a plain file name."),
        Text("Kirjoita samassa kansiossa olevan tiedoston nimi ilman polkua: “template: malli.yaml”.",
             "Skriv namnet på en fil i samma mapp utan sökväg: “template: mall.yaml”.",
             "Write the name of a file in the same folder, without a path: “template: form.yaml”."),
    ),
    "K221": Wording(
        Text("mallipohjat viittaavat toisiinsa", "mallarna hänvisar till varandra", "templates go round in a circle"),
        Text("Mallipohjat viittaavat toisiinsa kehässä: {chain}.",
             "Mallarna hänvisar till varandra i en cirkel: {chain}.",
             "The templates name each other in a circle: {chain}."),
        Text("Poista “template:” yhdestä näistä tiedostoista.", "Ta bort “template:” ur en av filerna.",
             "Delete “template:” from one of these files."),
    ),
    "K222": Wording(
        Text("mallipohjaa ei löydy", "mallen hittas inte", "the template is not there"),
        Text("Mallipohjaa “{offending}” ei ole kansiossa {folder}.",
             "Mallen “{offending}” finns inte i mappen {folder}.",
             "There is no template “{offending}” in the folder {folder}."),
        Text("Tarkista nimi, tai siirrä mallipohja samaan kansioon tämän tiedoston kanssa.",
             "Kontrollera namnet, eller flytta mallen till samma mapp som denna fil.",
             "Check the name, or move the template into the folder of this file."),
    ),
    "K223": Wording(
        Text("mallipohjassa ei ole tätä parametria", "mallen har ingen sådan parameter",
             "the template has no such parameter"),
        Text("Mallipohjassa ei ole parametria “{offending}”.", "Mallen har ingen parameter “{offending}”.",
             "The template has no parameter “{offending}”."),
        Text("Käytä jotakin näistä: {known}.", "Använd någon av dessa: {known}.", "Use one of: {known}."),
    ),
    "K224": Wording(
        Text("parametrin arvo puuttuu", "parameterns värde saknas", "a parameter has no value"),
        Text("Mallipohja kysyy parametria “{offending}”, eikä sille ole annettu arvoa.",
             "Mallen frågar efter parametern “{offending}” som inte har fått något värde.",
             "The template asks for the parameter “{offending}”, and no value is given."),
        Text("Lisää osioon “with:” rivi “{offending}: ...”.", "Lägg till raden “{offending}: ...” i avsnittet “with:”.",
             "Add the line “{offending}: ...” to the section “with:”."),
    ),
    "K225": Wording(
        Text("avoin kohta ilman parametria", "öppet ställe utan parameter", "an open place without a parameter"),
        Text("Avoimelle kohdalle “{offending}” ei ole parametria.",
             "Det öppna stället “{offending}” har ingen parameter.",
             "There is no parameter for the open place “{offending}”."),
        Text("Lisää parametri osioon “parameters:”, tai käytä jotakin näistä: {known}.",
             "Lägg till parametern i avsnittet “parameters:”, eller använd någon av dessa: {known}.",
             "Add the parameter to “parameters:”, or use one of: {known}."),
    ),
    "K226": Wording(
        Text("parametri ei sovi tekstin sisään", "parametern passar inte inne i en text",
             "a parameter that does not fit into a text"),
        Text("Parametrin “{offending}” arvo ei ole yksittäinen teksti, joten sitä ei voi panna toisen tekstin sisään.",
             "Värdet av parametern “{offending}” är inte en enskild text och kan inte sättas inne i en annan text.",
             "The value of the parameter “{offending}” is not a single text and cannot be put inside another."),
        Text("Kirjoita “{offending}” koko arvoksi, tai anna parametrille yksi teksti kullekin kielelle.",
             "Skriv “{offending}” som hela värdet, eller ge parametern en text för varje språk.",
             "Write “{offending}” as the whole value, or give the parameter one text for each language."),
    ),
    "K230": Wording(
        Text("viittaus tuntemattomaan nimeen", "hänvisning till ett okänt namn", "a name that names nothing"),
        Text("“{offending}” ei ole tunnettu nimi; tähän tulee {kind}.",
             "“{offending}” är inget känt namn; här ska stå {kind}.",
             "“{offending}” is not a known name; this place takes {kind}."),
        Text("Määrittele “{offending}” omassa osiossaan, tai käytä tunnettua nimeä. {known_names}",
             "Definiera “{offending}” i sitt eget avsnitt, eller använd ett känt namn. {known_names}",
             "Declare “{offending}” in its own section, or use a known name. {known_names}"),
    ),
}  # fmt: skip
