"""The words of the checks on rights and on what people are told: K412 to K417, K422 to K424,
K428 and K429.
"""

from __future__ import annotations

from collections.abc import Mapping

from kortisto.declaration.messages.wording import Wording
from kortisto.declaration.model import Text

WORDINGS: Mapping[str, Wording] = {
    "K412": Wording(
        Text("lakiin vetoava rajoitus ilman lakia", "begränsning som åberopar en lag som saknas",
             "a limit by law without the law"),
        Text("Rajoituksen “{offending}” takana ei ole lakia eikä pidäkettä.",
             "Bakom begränsningen “{offending}” finns ingen lag och inget hinder.",
             "No law and no hold stands behind the limit “{offending}”."),
        Text("Mainitse laki numeroineen kohdassa “law”, tai nimeä pidäke kohdassa “hold”.",
             "Ange lagen med nummer under “law”, eller hindret under “hold”.",
             "Cite the law with its number under “law”, or name the hold under “hold”."),
        why=Text("Oikeuksia saa rajoittaa vain lain nojalla: {gdpr:17(3)}, {gdpr:23(1)} ja tietosuojalaki 1050/2018 "
        "34 §.",
                 "Rättigheter får begränsas bara med stöd av lag: {gdpr:17(3)}, {gdpr:23(1)} och dataskyddslagen "
                 "1050/2018 "
                 "34 §.",
                 "Rights may be limited only by law: {gdpr:17(3)}, {gdpr:23(1)} and tietosuojalaki 1050/2018 34 §."),
        cases={
            "statute": (
                Text("“{offending}” vetoaa lakiin, jota ei mainita.", "“{offending}” åberopar en lag som inte nämns.",
                     "“{offending}” calls on a law that is not cited."),
                Text("Lisää laki numeroineen: “law: kirjanpitolaki 1336/1997 2:10”.",
                     "Lägg till lagen med nummer: “law: bokföringslagen 1336/1997 2:10”.",
                     "Add the law with its number: “law: kirjanpitolaki 1336/1997 2:10”."),
            ),
            "row": (
                Text("“{offending}” epää poistamisen lailla, johon mikään oikeusperuste, pidäke tai säilytyssääntö ei "
                     "nojaa.",
                     "“{offending}” nekar radering med en lag som ingen grund, inget hinder och ingen lagringsregel "
                     "stöder sig "
                     "på.",
                     "“{offending}” denies erasure by a law on which no basis, hold or retention rule rests."),
                Text("Lisää oikeusperuste “legal obligation”, jonka “statutes” mainitsee saman lain, tai pidäke, "
                     "jonka “law” "
                     "mainitsee sen.",
                     "Lägg till en grund “legal obligation” vars “statutes” nämner samma lag, eller ett hinder vars "
                     "“law” "
                     "nämner den.",
                     "Add a basis “legal obligation” whose “statutes” cite the same law, or a hold whose “law” cites "
                     "it."),
            ),
            "hold": (
                Text("Rajoituksen “{offending}” takana ei ole pidäkettä.",
                     "Bakom begränsningen “{offending}” finns inget hinder.",
                     "No hold stands behind the limit “{offending}”."),
                Text("Nimeä pidäke kohdassa “hold” ja lisää se tarvittaessa osioon holds.",
                     "Ange hindret under “hold” och lägg vid behov till det i holds.",
                     "Name the hold under “hold”, and add it to holds if it is not there."),
            ),
            "carried": (
                Text("Poikkeus “{offending}” vetoaa lakiin, johon mikään oikeusperuste, pidäke tai säilytyssääntö ei "
                     "nojaa: "
                     "{acts}.",
                     "Undantaget “{offending}” åberopar en lag som ingen grund, inget hinder och ingen lagringsregel "
                     "stöder "
                     "sig på: {acts}.",
                     "The exception “{offending}” calls on a law on which no basis, hold or retention rule rests: "
                     "{acts}."),
                Text("Mainitse sama laki oikeusperusteen kohdassa “statutes”, pidäkkeen tai säilytyssäännön kohdassa "
                     "“law” tai "
                     "osiossa evidence, tai korjaa lain numero.",
                     "Nämn samma lag i en grunds “statutes”, i ett hinders eller en lagringsregels “law” eller i "
                     "evidence, "
                     "eller rätta lagens nummer.",
                     "Cite the same law in “statutes” of a basis, in “law” of a hold or a retention rule or in "
                     "evidence, or "
                     "correct its number."),
            ),
        },
    ),
    "K413": Wording(
        Text("yhteystiedot eroavat toisistaan", "kontaktuppgifterna skiljer sig åt", "contact details that differ"),
        Text("Yhteystiedot eroavat toisistaan: {offending}.", "Kontaktuppgifterna skiljer sig åt: {offending}.",
             "Contact details differ: {offending}."),
        Text("Käytä kaikkialla osapuolen tietoja osiosta parties.", "Använd överallt partens uppgifter ur parties.",
             "Use the details of the party in parties everywhere."),
        why=Text("Rekisterinpitäjän yhteystiedot on ilmoitettava ja oikeuksien käyttöä helpotettava: {gdpr:12(2)} ja "
                 "{gdpr:13(1)(a)}.",
                 "Kontaktuppgifterna ska anges och utövandet av rättigheter underlättas: {gdpr:12(2)} och "
                 "{gdpr:13(1)(a)}.",
                 "Contact details must be given, and using rights made easy: {gdpr:12(2)} and {gdpr:13(1)(a)}."),
        cases={
            "text": (
                Text("Tekstissä on yhteystieto, jota ei ole millään osapuolella: {offending}.",
                     "I texten finns en kontaktuppgift som ingen part har: {offending}.",
                     "The text has a contact detail that no party has: {offending}."),
                Text("Korjaa teksti, tai lisää tieto osapuolelle osioon parties. Parasta on jättää yhteystiedot pois "
                     "teksteistä: "
                     "ne tulostuvat osapuolilta.",
                     "Rätta texten, eller lägg till uppgiften hos en part i parties. Bäst är att lämna "
                     "kontaktuppgifter utanför "
                     "texterna: de skrivs ut från parterna.",
                     "Correct the text, or add the detail to a party in parties. It is best to leave contact details "
                     "out of "
                     "texts: they are printed from the parties."),
            ),
            "channel": (
                Text("Pyynnön voi tehdä tavalla “{channel}”, mutta siihen ei ole yhteystietoa ({offending}).",
                     "En begäran kan göras per “{channel}”, men det finns ingen kontaktuppgift för det ({offending}).",
                     "Requests may be made by “{channel}”, but there is no contact detail for that ({offending})."),
                Text("Lisää osapuolelle email, phone tai address, tai poista kanava kohdasta “channels”.",
                     "Lägg till email, phone eller address hos parten, eller ta bort kanalen ur “channels”.",
                     "Add email, phone or address to the party, or delete the channel from “channels”."),
            ),
        },
    ),
    "K414": Wording(
        Text("valvontaviranomaisen tiedot ovat vanhentuneet", "tillsynsmyndighetens uppgifter är föråldrade",
             "the authority's contact data are out of date"),
        Text("Valvontaviranomaisen tiedot ovat vanhentuneet: {offending}.",
             "Tillsynsmyndighetens uppgifter är föråldrade: {offending}.",
             "The authority's contact data are out of date: {offending}."),
        Text("Poista tieto: viranomaisen yhteystiedot tulostuvat itsestään. Nykyinen postiosoite on {postal}.",
             "Ta bort uppgiften: myndighetens kontaktuppgifter skrivs ut av sig själva. Postadressen är nu {postal}.",
             "Delete it: the authority's contact data are printed by themselves. The postal address is now {postal}."),
        why=Text("Valitusoikeudesta on kerrottava: {gdpr:13(2)(d)}.", "Rätten att klaga ska anges: {gdpr:13(2)(d)}.",
                 "The right to complain must be told: {gdpr:13(2)(d)}."),
        cases={
            "outdated": (
                Text("“{offending}” on valvontaviranomaisen vanha yhteystieto.",
                     "“{offending}” är en gammal kontaktuppgift till tillsynsmyndigheten.",
                     "“{offending}” is an old contact detail of the supervisory authority."),
                None,
            ),
            "checked": (
                Text("Valvontaviranomaisen yhteystiedot on tarkistettu viimeksi {checked}, ja selosteen tarkistusväli "
                     "“{offending}” on jo kulunut.",
                     "Tillsynsmyndighetens kontaktuppgifter kontrollerades senast {checked}, och beskrivningens "
                     "kontrollintervall “{offending}” har redan gått ut.",
                     "The authority's contact data were last checked on {checked}, and the declaration's interval of "
                     "review "
                     "“{offending}” has passed."),
                Text("Päivitä ohjelma, tai vertaa tietoja viranomaisen sivuun tietosuoja.fi.",
                     "Uppdatera programmet, eller jämför uppgifterna med myndighetens sida tietosuoja.fi.",
                     "Update the program, or compare the data with the authority's page tietosuoja.fi."),
            ),
        },
    ),
    "K415": Wording(
        Text("kieliversiot eroavat toisistaan", "språkversionerna skiljer sig åt", "the languages differ"),
        Text("Kielessä “{language}” on “{fact}”, kielessä “{other}” ei.",
             "I språket “{language}” finns “{fact}”, i “{other}” inte.",
             "The language “{language}” has “{fact}”, and “{other}” has not."),
        Text("Korjaa lause niin, että sama luku, päivä, osoite tai avoin kohta on kaikilla kielillä: “{offending}”.",
             "Rätta meningen så att samma tal, datum, adress eller öppna ställe finns på alla språk: “{offending}”.",
             "Correct the sentence so that the same number, date, address or open place stands in every language: "
             "“{offending}”."),
        why=Text("Kaikille on kerrottava sama asia: {gdpr:5(1)(a)} ja {gdpr:12(1)}.",
                 "Alla ska få veta samma sak: {gdpr:5(1)(a)} och {gdpr:12(1)}.",
                 "Everybody must be told the same: {gdpr:5(1)(a)} and {gdpr:12(1)}."),
    ),
    "K416": Wording(
        Text("pakollinen tieto ilman seurausta", "obligatorisk uppgift utan följd",
             "a mandatory item without a consequence"),
        Text("Tieto “{offending}” on pakollinen ({mandatory}), mutta seloste ei kerro, mitä sen antamatta "
             "jättämisestä seuraa.",
             "Uppgiften “{offending}” är obligatorisk ({mandatory}), men beskrivningen säger inte vad som följer om "
             "den inte "
             "lämnas.",
             "The item “{offending}” must be given ({mandatory}), but the declaration does not say what follows if it "
             "is not."),
        Text("Lisää “refusal: {open}fi: ..., sv: ..., en: ...{close}”.",
             "Lägg till “refusal: {open}fi: ..., sv: ..., en: ...{close}”.",
             "Add “refusal: {open}fi: ..., sv: ..., en: ...{close}”."),
        why=Text("Antamatta jättämisen seuraukset on kerrottava: {gdpr:13(2)(e)}.",
                 "Följderna av att inte lämna uppgiften ska anges: {gdpr:13(2)(e)}.",
                 "The consequences of not giving data must be told: {gdpr:13(2)(e)}."),
    ),
    "K417": Wording(
        Text("oikeus evätään kokonaiselta ryhmältä", "en rättighet nekas en hel grupp",
             "a right denied to a whole group"),
        Text("“{offending}” epää oikeuden kokonaiselta ryhmältä.", "“{offending}” nekar en hel grupp en rättighet.",
             "“{offending}” denies a right to a whole group."),
        Text("Nimeä pidäke, joka koskee näitä ryhmiä (“hold”), tai laki numeroineen (“law”). Muutoin poista rajoitus: "
             "pyynnöt "
             "ratkaistaan yksitellen.",
             "Ange ett hinder som gäller dessa grupper (“hold”), eller en lag med nummer (“law”). Ta annars bort "
             "begränsningen: "
             "begäranden avgörs en för en.",
             "Name a hold that concerns these groups (“hold”), or a law with its number (“law”). Otherwise delete the "
             "limit: "
             "requests are decided one by one."),
        why=Text("Oikeudesta saa kieltäytyä vain laissa mainitulla syyllä: {gdpr:12(4)} ja {gdpr:17(3)}.",
                 "En rättighet får nekas bara av en orsak som nämns i lag: {gdpr:12(4)} och {gdpr:17(3)}.",
                 "A right may be refused only for a reason named in law: {gdpr:12(4)} and {gdpr:17(3)}."),
        cases={
            "never": (
                Text("“{offending}” rajoittaa oikeutta, jota ei saa rajoittaa: {rights}.",
                     "“{offending}” begränsar en rättighet som inte får begränsas: {rights}.",
                     "“{offending}” limits a right that cannot be limited: {rights}."),
                Text("Poista tämä oikeus rajoituksesta.", "Ta bort denna rättighet ur begränsningen.",
                     "Delete this right from the limit."),
            ),
            "group": (
                Text("“{offending}” epää oikeuden kokonaiselta ryhmältä ilman pidäkettä tai lakia: {rights}.",
                     "“{offending}” nekar en hel grupp en rättighet utan hinder eller lag: {rights}.",
                     "“{offending}” denies a right to a whole group without a hold or a law: {rights}."),
                None,
            ),
            "ban": (
                Text("Kielto “{offending}” estää kaiken poistamisen.", "Förbudet “{offending}” hindrar all radering.",
                     "The ban “{offending}” stops all erasure."),
                Text("Poista “erase” kiellosta ja kirjoita poistamisen este osioon holds.",
                     "Ta bort “erase” ur förbudet och skriv hindret för radering i holds.",
                     "Delete “erase” from the ban, and write what stops erasure into holds."),
            ),
            "text": (
                Text("Tekstin mukaan tietoja ei voi poistaa (“{offending}”), mutta selosteessa ei ole yhtään "
                     "pidäkettä.",
                     "Enligt texten kan uppgifter inte raderas (“{offending}”), men beskrivningen har inget hinder.",
                     "The text says that data cannot be erased (“{offending}”), but the declaration has no hold."),
                Text("Lisää este osioon holds, tai korjaa teksti.", "Lägg till hindret i holds, eller rätta texten.",
                     "Add the hold to holds, or correct the text."),
            ),
        },
    ),
    "K422": Wording(
        Text("rekisterinpitäjä puuttuu tai ei ole tavoitettavissa",
             "den personuppgiftsansvarige saknas eller kan inte nås",
             "no controller, or none that can be reached"),
        Text("Rekisterillä “{offending}” ei ole rekisterinpitäjää.",
             "Registret “{offending}” har ingen personuppgiftsansvarig.",
             "The register “{offending}” has no controller."),
        Text("Lisää osioon parties osapuoli, jolla on “roles: controller”.",
             "Lägg till en part med “roles: controller” i parties.",
             "Add a party with “roles: controller” to parties."),
        why=Text("Rekisterinpitäjä ja sen yhteystiedot on ilmoitettava: {gdpr:13(1)(a)}.",
                 "Den personuppgiftsansvarige och kontaktuppgifterna ska anges: {gdpr:13(1)(a)}.",
                 "The controller and its contact details must be given: {gdpr:13(1)(a)}."),
        cases={
            "none": (
                Text("Rekisterillä “{offending}” ei ole rekisterinpitäjää.",
                     "Registret “{offending}” har ingen personuppgiftsansvarig.",
                     "The register “{offending}” has no controller."),
                None,
            ),
            "contact": (
                Text("Rekisterinpitäjään “{offending}” ei saa yhteyttä: osoite, sähköposti ja puhelin puuttuvat.",
                     "Den personuppgiftsansvarige “{offending}” kan inte nås: adress, e-post och telefon saknas.",
                     "The controller “{offending}” cannot be reached: address, e-mail and telephone are missing."),
                Text("Lisää osapuolelle address, email tai phone, tai lisää yhteystaho (roles: contact).",
                     "Lägg till address, email eller phone hos parten, eller en kontakt (roles: contact).",
                     "Add address, email or phone to the party, or add a contact (roles: contact)."),
            ),
            "arrangement": (
                Text("Yhteisrekisterinpitäjän “{offending}” vastuita ei kerrota ({gdpr:26}).",
                     "Ansvaret för den gemensamt ansvarige “{offending}” anges inte ({gdpr:26}).",
                     "What the joint controller “{offending}” answers for is not said ({gdpr:26})."),
                Text("Lisää osapuolelle “answers for: [...]”.", "Lägg till “answers for: [...]” hos parten.",
                     "Add “answers for: [...]” to the party."),
            ),
        },
    ),
    "K423": Wording(
        Text("julkaistussa selosteessa on avoin kohta", "öppet ställe i en publicerad beskrivning",
             "an open place in a published declaration"),
        Text("Julkaistussa selosteessa on täyttämätön kohta: {offending}.",
             "Den publicerade beskrivningen har ett ställe som inte är ifyllt: {offending}.",
             "The published declaration has a place that is not filled in: {offending}."),
        Text("Täytä kohta, tai merkitse seloste luonnokseksi (status: draft).",
             "Fyll i stället, eller märk beskrivningen som utkast (status: draft).",
             "Fill it in, or mark the declaration as a draft (status: draft)."),
        why=Text("Tiedot on annettava täsmällisesti: {gdpr:12(1)}.",
        "Informationen ska vara fullständig: {gdpr:12(1)}.",
                 "Information must be complete: {gdpr:12(1)}."),
    ),
    "K424": Wording(
        Text("yhteystieto näyttää ihmisen omalta", "kontaktuppgiften verkar vara en persons egen",
             "a contact detail that looks like a person's"),
        Text("“{offending}” näyttää ihmisen omalta yhteystiedolta.",
             "“{offending}” ser ut som en persons egen kontaktuppgift.",
             "“{offending}” looks like the contact detail of a person."),
        Text("Käytä tehtävään tai toimipaikkaan kuuluvaa osoitetta tai numeroa, esimerkiksi tietosuoja@yritys.example.",
             "Använd en adress eller ett nummer som hör till en uppgift eller ett kontor, till exempel "
             "dataskydd@foretag.example.",
             "Use an address or a number of a role or an office, for example privacy@company.example."),
        why=Text("Selosteessa ei julkaista henkilötietoja tarpeettomasti: {gdpr:5(1)(c)}.",
                 "I en beskrivning publiceras inte personuppgifter i onödan: {gdpr:5(1)(c)}.",
                 "A notice does not publish personal data needlessly: {gdpr:5(1)(c)}."),
    ),
    "K428": Wording(
        Text("pyyntöihin vastataan liian myöhään tai maksusta", "begäranden besvaras för sent eller mot avgift",
             "requests are answered too late or for a fee"),
        Text("Pyyntöihin vastaamisesta: {offending}.", "Om besvarandet av begäranden: {offending}.",
             "On answering requests: {offending}."),
        Text("Kirjoita enintään “{most}”.", "Skriv högst “{most}”.", "Write “{most}” at most."),
        why=Text("Vastausaika on kuukausi, ja sitä voi jatkaa kahdella kuukaudella; vastaus on maksuton: {gdpr:12(3)} "
        "ja "
                 "{gdpr:12(5)}.",
                 "Svarstiden är en månad och kan förlängas med två månader; svaret är avgiftsfritt: {gdpr:12(3)} och "
                 "{gdpr:12(5)}.",
                 "An answer is due in one month, which may be extended by two, and is free: {gdpr:12(3)} and "
                 "{gdpr:12(5)}."),
        cases={
            "late": (
                Text("Vastausaika “{offending}” on liian pitkä.", "Svarstiden “{offending}” är för lång.",
                     "The time for answering, “{offending}”, is too long."),
                None,
            ),
            "extended": (
                Text("Jatkoaika “{offending}” on liian pitkä.", "Förlängningen “{offending}” är för lång.",
                     "The extension, “{offending}”, is too long."),
                None,
            ),
            "fee": (
                Text("“{offending}”: oikeuksien käytöstä ei saa ottaa maksua.",
                     "“{offending}”: för utövandet av rättigheter får ingen avgift tas ut.",
                     "“{offending}”: using rights may not cost anything."),
                Text("Poista tämä rivi.", "Ta bort raden.", "Delete this line."),
            ),
        },
    ),
    "K429": Wording(
        Text("puolittain määritelty oma kenttä", "ett eget fält som är halvt definierat",
             "a field of one's own, half declared"),
        Text("Oma kenttä “{offending}” on puolittain määritelty.", "Det egna fältet “{offending}” är halvt definierat.",
             "The field “{offending}” is half declared."),
        Text("Kirjoita sekä “own of” (person tai organisation) että “own value” (esimerkiksi text).",
             "Skriv både “own of” (person eller organisation) och “own value” (till exempel text).",
             "Write both “own of” (person or organisation) and “own value” (text, for example)."),
        why=Text("Tiedon laji ja kohde on tiedettävä ennen kuin sitä tallennetaan: {gdpr:5(1)(b)}.",
                 "Uppgiftens slag och vem den gäller ska vara kända innan den lagras: {gdpr:5(1)(b)}.",
                 "What a datum is and whose must be known before it is stored: {gdpr:5(1)(b)}."),
        cases={
            "half": (Text("Kentästä “{offending}” puuttuu, kenen tai minkä lajin tieto se on.",
                          "För fältet “{offending}” saknas vems uppgift eller vilket slag det är.",
                          "The field “{offending}” lacks whose datum it is, or of which type."), None),
            "word": (
                Text("“{offending}” on sanaston sana, ei oma kenttä.",
                     "“{offending}” är ett ord i ordlistan, inget eget fält.",
                     "“{offending}” is a word of the vocabulary, not a field of your own."),
                Text("Poista rivit, joiden avain alkaa “own”, tai anna kentälle nimi, joka alkaa “own.”.",
                     "Ta bort raderna vars nyckel börjar med “own”, eller ge fältet ett namn som börjar med “own.”.",
                     "Delete the lines whose key begins with “own”, or give the field a name that begins with “own.”."),
            ),
            "choices": (
                Text("Kentän “{offending}” vaihtoehdot ja laji eivät sovi yhteen.",
                     "Fältets “{offending}” alternativ och slag passar inte ihop.",
                     "The choices and the type of the field “{offending}” do not fit together."),
                Text("Kirjoita “own value: choice” ja vaihtoehdot kohtaan “own choices”, tai poista vaihtoehdot.",
                     "Skriv “own value: choice” och alternativen under “own choices”, eller ta bort alternativen.",
                     "Write “own value: choice” and the choices under “own choices”, or delete the choices."),
            ),
            "name": (
                Text("Kentällä “{offending}” ei ole nimeä.", "Fältet “{offending}” har inget namn.",
                     "The field “{offending}” has no name."),
                Text("Kirjoita “name” suomeksi, ruotsiksi ja englanniksi.",
                     "Skriv “name” på finska, svenska och engelska.",
                     "Write “name” in Finnish, Swedish and English."),
            ),
            "heading": (
                Text("Kentän “{offending}” alla on muita tietoja, joten se on otsikko.",
                     "Under fältet “{offending}” finns andra uppgifter, så det är en rubrik.",
                     "Other items lie under “{offending}”, so it is a heading."),
                Text("Poista “own of” ja “own value”, tai anna kentälle oma nimi otsikon alta.",
                     "Ta bort “own of” och “own value”, eller ge fältet ett eget namn under rubriken.",
                     "Delete “own of” and “own value”, or give the field a name of its own under the heading."),
            ),
        },
    ),
}  # fmt: skip
