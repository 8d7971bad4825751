"""The words of K1xx: a file that cannot be read as a declaration at all."""

from __future__ import annotations

from collections.abc import Mapping

from kortisto.declaration.messages.wording import Wording
from kortisto.declaration.model import Text

WORDINGS: Mapping[str, Wording] = {
    "K101": Wording(
        Text("tiedostoa ei voi avata", "filen kan inte öppnas", "the file cannot be opened"),
        Text("Tiedostoa ei voi avata: {reason}.", "Filen kan inte öppnas: {reason}.",
             "The file cannot be opened: {reason}."),
        Text("Tarkista polku ja oikeudet. Anna yksi YAML-tiedosto, ei kansiota.",
             "Kontrollera sökvägen och rättigheterna. Ange en YAML-fil, inte en mapp.",
             "Check the path and the permissions. Give one YAML file, not a folder."),
    ),
    "K102": Wording(
        Text("tiedosto on liian suuri", "filen är för stor", "the file is too large"),
        Text("Tiedoston koko on {size} tavua; seloste saa olla enintään {most} tavua.",
             "Filen är {size} byte; en beskrivning får vara högst {most} byte.",
             "The file has {size} bytes; a declaration may have at most {most}."),
        Text("Tarkista, että tiedosto on tietosuojaseloste eikä esimerkiksi tietokantavedos.",
             "Kontrollera att filen är en dataskyddsbeskrivning och inte till exempel en databasdump.",
             "Check that the file is a privacy notice and not, say, a database dump."),
    ),
    "K103": Wording(
        Text("tiedosto ei ole UTF-8-muodossa", "filen är inte UTF-8", "the file is not UTF-8"),
        Text("Tavut “{offending}” eivät ole UTF-8-koodattua tekstiä.",
             "Byten “{offending}” är inte text i UTF-8.", "The bytes “{offending}” are not UTF-8 text."),
        Text("Tallenna tiedosto UTF-8-muodossa.", "Spara filen i UTF-8.", "Save the file as UTF-8."),
    ),
    "K104": Wording(
        Text("YAML-syntaksivirhe", "YAML-syntaxfel", "YAML syntax error"),
        Text("Tiedosto ei ole kelvollista YAMLia tässä kohdassa (jäsennin: {reason}).",
             "Filen är inte giltig YAML här (tolken: {reason}).",
             "The file is not valid YAML here (parser: {reason})."),
        Text("Tarkista tämän rivin ja edellisen rivin sisennys, kaksoispisteet, sulut ja lainausmerkit. "
             "Sisennä välilyönneillä, älä sarkaimella, ja pane lainausmerkkeihin teksti, jossa on kaksoispiste.",
             "Kontrollera indrag, kolon, parenteser och citattecken på denna rad och raden före. "
             "Gör indrag med blanksteg, inte med tabb, och sätt text som innehåller kolon inom citattecken.",
             "Check the indentation, colons, brackets and quotes of this line and the one before. "
             "Indent with spaces, not tabs, and put text that contains a colon into quotes."),
    ),
    "K105": Wording(
        Text("kielletty merkki", "otillåtet tecken", "a character that is not allowed"),
        Text("Tässä on merkki, jota YAML-tiedostossa ei saa olla ({offending}).",
             "Här finns ett tecken som inte får stå i en YAML-fil ({offending}).",
             "There is a character here that a YAML file may not contain ({offending})."),
        Text("Poista merkki tai kirjoita se uudelleen näppäimistöltä.", "Ta bort tecknet eller skriv det på nytt.",
             "Delete the character or type it again."),
    ),
    "K106": Wording(
        Text("tiedosto ei ole seloste", "filen är ingen beskrivning", "the file is not a declaration"),
        Text("Tiedostossa ei ole osioita: sen pitää olla luettelo avaimia ja arvoja.",
             "Filen har inga avsnitt: den ska bestå av nycklar och värden.",
             "The file has no sections: it must consist of keys and values."),
        Text("Aloita rivillä “kortisto: 1” ja osiolla “register:”.",
             "Börja med raden “kortisto: 1” och avsnittet “register:”.",
             "Begin with the line “kortisto: 1” and the section “register:”."),
    ),
    "K107": Wording(
        Text("useita asiakirjoja yhdessä tiedostossa", "flera dokument i en fil", "several documents in one file"),
        Text("Tiedostossa alkaa toinen YAML-asiakirja (---).", "Ett andra YAML-dokument börjar här (---).",
             "A second YAML document begins here (---)."),
        Text("Poista rivi “---”, tai siirrä toinen rekisteri omaan tiedostoonsa.",
             "Ta bort raden “---”, eller flytta det andra registret till en egen fil.",
             "Delete the line “---”, or move the other register into a file of its own."),
    ),
    "K108": Wording(
        Text("liian syvä rakenne", "för djup struktur", "nested too deeply"),
        Text("Rakenteessa on enemmän kuin {most} tasoa.", "Strukturen har fler än {most} nivåer.",
             "The structure has more than {most} levels."),
        Text("Tarkista sisennys: tietosuojaselosteessa ei ole näin syvää kohtaa.",
             "Kontrollera indraget: en dataskyddsbeskrivning har ingenting så djupt.",
             "Check the indentation: nothing in a declaration lies this deep."),
    ),
    "K109": Wording(
        Text("ankkuri, viite tai yhdistämisavain", "ankare, alias eller sammanslagningsnyckel",
             "anchor, alias or merge key"),
        Text("“{offending}” on YAML-ankkuri, -viite tai -yhdistämisavain, eikä niitä käytetä tässä kielessä.",
             "“{offending}” är ett YAML-ankare, ett alias eller en sammanslagningsnyckel; språket har inga sådana.",
             "“{offending}” is a YAML anchor, alias or merge key; this language has none."),
        Text("Kirjoita arvo auki, tai käytä mallipohjaa ja sen parametreja (template, with).",
             "Skriv ut värdet, eller använd en mall och dess parametrar (template, with).",
             "Write the value out, or use a template and its parameters (template, with)."),
    ),
    "K110": Wording(
        Text("YAML-tunniste", "YAML-tagg", "YAML tag"),
        Text("“{offending}” on YAML-tunniste, eikä niitä käytetä tässä kielessä.",
             "“{offending}” är en YAML-tagg; språket har inga sådana.",
             "“{offending}” is a YAML tag; this language has none."),
        Text("Poista tunniste. Jos teksti alkaa huutomerkillä, pane se lainausmerkkeihin.",
             "Ta bort taggen. Om texten börjar med ett utropstecken, sätt den inom citattecken.",
             "Delete the tag. If the text begins with an exclamation mark, put it into quotes."),
    ),
    "K111": Wording(
        Text("avain ei ole sana", "nyckeln är inte ett ord", "a key that is not a word"),
        Text("Avaimena on luettelo tai rakenne.", "Nyckeln är en lista eller en struktur.",
             "The key is a list or a structure."),
        Text("Kirjoita avaimeksi yksi sana tai sanapari ja sen perään kaksoispiste. Hakasulkeilla tai aaltosulkeilla "
             "alkava teksti pannaan lainausmerkkeihin.",
             "Skriv ett ord eller ordpar som nyckel och ett kolon efter det. Text som börjar med en parentes "
             "[ eller { sätts inom citattecken.",
             "Write a word or two as the key, and a colon after it. Text that begins with [ or { goes into quotes."),
    ),
    "K112": Wording(
        Text("avain kahteen kertaan", "nyckeln står två gånger", "the key stands twice"),
        Text("Avain “{offending}” on tässä toisen kerran; ensimmäinen on rivillä {first}.",
             "Nyckeln “{offending}” står här en andra gång; den första står på rad {first}.",
             "The key “{offending}” stands here a second time; the first is on line {first}."),
        Text("Poista toinen, anna sille toinen nimi tai yhdistä kohdat.",
             "Ta bort den ena, ge den ett annat namn eller slå ihop dem.",
             "Delete one of them, give it another name, or join the two."),
    ),
}  # fmt: skip
