"""What the import says, in three languages."""

from __future__ import annotations

from kortisto.declaration.model import Text as T  # noqa: N817 - a table of texts reads better with a short name

# Where a number would bend its noun, it stands after it.
FOUND = T("{0}: rivejä {1}, merkistö {2}, erotin {3}", "{0}: rader {1}, teckenkodning {2}, skiljetecken {3}",
          "{0}: rows: {1}, encoding {2}, separator {3}")  # fmt: skip
FOUND_OTHER = T("{0}: rivejä {1} ({2})", "{0}: rader {1} ({2})", "{0}: rows: {1} ({2})")
RECOGNISED = T("Tiedosto tunnistettiin: {0}.", "Filen kändes igen: {0}.", "The file was recognised: {0}.")
PICTURES = T("Kuvia, joita ei tuoda: {0}.", "Bilder som inte importeras: {0}.", "Pictures that are not imported: {0}.")
BAD_POLICY = T("--update {0}: kirjoita MERKITYS=MILLOIN. Milloin: {1}", "--update {0}: skriv BETYDELSE=NÄR. När: {1}",
               "--update {0}: write MEANING=WHEN. When: {1}")  # fmt: skip
FOR = T("Rekisteri: {0}. Käyttötarkoitus: {1}. Sarakkeet tulkittiin näin:",
        "Register: {0}. Ändamål: {1}. Kolumnerna tolkades så här:",
        "Register: {0}. Purpose: {1}. The columns were taken to mean:")  # fmt: skip
UNDECLARED = T("ei tuoda: selosteessa ei ole tällaista tietoa", "importeras inte: uppgiften saknas i deklarationen",
               "not imported: not in the declaration")  # fmt: skip
MENDED = T("Rivejä, joilla oli lainausmerkitön erotin kentän sisällä: {0}. Kentät yhdistettiin.",
           "Rader med ett skiljetecken utan citattecken i ett fält: {0}. Fälten slogs ihop.",
           "Rows with an unquoted separator inside a field: {0}. The fields were joined.")  # fmt: skip
RAGGED = T("Rivejä, joilla on eri määrä kenttiä kuin otsikkorivillä: {0}. Niitä ei tuoda.",
           "Rader med ett annat antal fält än rubrikraden: {0}. De importeras inte.",
           "Rows with another number of fields than the header: {0}. They are not imported.")  # fmt: skip
CONFIRM = T("Tuodaanko rivit?", "Ska raderna importeras?", "Import the rows?")
NOT_CONFIRMED = T("Tuontia ei vahvistettu. Lisää --yes, tai katso ensin --dry-run.",
                  "Importen bekräftades inte. Lägg till --yes, eller titta först med --dry-run.",
                  "The import was not confirmed. Add --yes, or look first with --dry-run.")  # fmt: skip
DONE = T(
    "Tuotu: organisaatioita {organisations}, henkilöitä {people}, tilauksia {orders}. Ennestään olleita rivejä: "
    "{known}. Hylättyjä rivejä: {rejected}.",
    "Importerat: organisationer {organisations}, personer {people}, beställningar {orders}. Rader som redan fanns: "
    "{known}. Förkastade rader: {rejected}.",
    "Imported: {organisations} organisations, {people} people, {orders} orders. Rows that were there already: {known}. "
    "Rows rejected: {rejected}.",
)
REJECTED = T("Hylätyt rivit ({0}) syineen: {1}. Korjaa rivit ja tuo tiedosto; jo tuotuja rivejä ei tuoda kahdesti.",
             "Förkastade rader ({0}) med orsak: {1}. Rätta dem och importera filen; inget importeras två gånger.",
             "Rejected rows ({0}) with their reasons: {1}. Mend them and import that file; nothing is taken twice.",
             )  # fmt: skip
WOULD = T(
    "Tuotaisiin: organisaatioita {organisations}, henkilöitä {people}, tilauksia {orders}. Ennestään olleita rivejä: "
    "{known}. Hylättäviä rivejä: {rejected}.",
    "Skulle importeras: organisationer {organisations}, personer {people}, beställningar {orders}. Rader som redan "
    "finns: {known}. Rader som förkastas: {rejected}.",
    "Would be imported: {organisations} organisations, {people} people, {orders} orders. Rows that are there already: "
    "{known}. Rows to be rejected: {rejected}.",
)
NOTHING_DONE = T("Mitään ei tuotu.", "Ingenting importerades.", "Nothing was imported.")
RELATED = T("Ennestään olleista organisaatioista {0} sai uuden suhteen.",
            "Av organisationerna som redan fanns fick {0} en ny relation.",
            "Of the organisations that were there, {0} got a new relationship.")  # fmt: skip
ROW = T("  rivi {0}: {1}", "  rad {0}: {1}", "  row {0}: {1}")
MORE = T("  ... ja {0} muuta", "  ... och {0} till", "  ... and {0} more")
OR = T("Rekisteri: {0}. Käyttötarkoitus: {1}. Sarakkeet tulkittiin näin:",
        "Register: {0}. Ändamål: {1}. Kolumnerna tolkades så här:",
        "Register: {0}. Purpose: {1}. The columns were taken to mean:")  # fmt: skip
UNDECLARED = T("ei tuoda: selosteessa ei ole tällaista tietoa", "importeras inte: uppgiften saknas i deklarationen",
               "not imported: not in the declaration")  # fmt: skip
MENDED = T("Rivejä, joilla oli lainausmerkitön erotin kentän sisällä: {0}. Kentät yhdistettiin.",
           "Rader med ett skiljetecken utan citattecken i ett fält: {0}. Fälten slogs ihop.",
           "Rows with an unquoted separator inside a field: {0}. The fields were joined.")  # fmt: skip
RAGGED = T("Rivejä, joilla on eri määrä kenttiä kuin otsikkorivillä: {0}. Niitä ei tuoda.",
           "Rader med ett annat antal fält än rubrikraden: {0}. De importeras inte.",
           "Rows with another number of fields than the header: {0}. They are not imported.")  # fmt: skip
CONFIRM = T("Tuodaanko rivit?", "Ska raderna importeras?", "Import the rows?")
NOT_CONFIRMED = T("Tuontia ei vahvistettu. Lisää --yes, tai katso ensin --dry-run.",
                  "Importen bekräftades inte. Lägg till --yes, eller titta först med --dry-run.",
                  "The import was not confirmed. Add --yes, or look first with --dry-run.")  # fmt: skip
DONE = T(
    "Tuotu: organisaatioita {organisations}, henkilöitä {people}, tilauksia {orders}. Ennestään olleita rivejä: "
    "{known}. Hylättyjä rivejä: {rejected}.",
    "Importerat: organisationer {organisations}, personer {people}, beställningar {orders}. Rader som redan fanns: "
    "{known}. Förkastade rader: {rejected}.",
    "Imported: {organisations} organisations, {people} people, {orders} orders. Rows that were there already: {known}. "
    "Rows rejected: {rejected}.",
)
REJECTED = T("Hylätyt rivit ({0}) syineen: {1}. Korjaa rivit ja tuo tiedosto; jo tuotuja rivejä ei tuoda kahdesti.",
             "Förkastade rader ({0}) med orsak: {1}. Rätta dem och importera filen; inget importeras två gånger.",
             "Rejected rows ({0}) with their reasons: {1}. Mend them and import that file; nothing is taken twice.",
             )  # fmt: skip
WOULD = T(
    "Tuotaisiin: organisaatioita {organisations}, henkilöitä {people}, tilauksia {orders}. Ennestään olleita rivejä: "
    "{known}. Hylättäviä rivejä: {rejected}.",
    "Skulle importeras: organisationer {organisations}, personer {people}, beställningar {orders}. Rader som redan "
    "finns: {known}. Rader som förkastas: {rejected}.",
    "Would be imported: {organisations} organisations, {people} people, {orders} orders. Rows that are there already: "
    "{known}. Rows to be rejected: {rejected}.",
)
NOTHING_DONE = T("Mitään ei tuotu.", "Ingenting importerades.", "Nothing was imported.")
RELATED = T("Ennestään olleista organisaatioista {0} sai uuden suhteen.",
            "Av organisationerna som redan fanns fick {0} en ny relation.",
            "Of the organisations that were there, {0} got a new relationship.")  # fmt: skip
ROW = T("  rivi {0}: {1}", "  rad {0}: {1}", "  row {0}: {1}")
MORE = T("  ... ja {0} muuta", "  ... och {0} till", "  ... and {0} more")
REASON = T("Hylkäämisen syy", "Orsak till förkastandet", "Reason for rejection")
REASONS = frozenset({REASON.fi, REASON.sv, REASON.en})
OR = T(" tai ", " eller ", " or ")
NOT_OPENED = T("Tiedostoa {0} ei voi lukea: {1}.", "Filen {0} kan inte läsas: {1}.", "{0} cannot be read: {1}.")
NOT_KEPT = T(
    "Rivit tuotiin, mutta hylättyjä rivejä ei voi kirjoittaa tiedostoon {0} ({1}). Hae ne kansiossa, johon voit "
    "kirjoittaa: ./kortisto imports rejected {2}",
    "Raderna importerades, men de förkastade raderna kan inte skrivas till {0} ({1}). Hämta dem i en mapp som du får "
    "skriva i: ./kortisto imports rejected {2}",
    "The rows are in, but the rejected rows cannot be written to {0} ({1}). Fetch them in a folder that you may write "
    "to: ./kortisto imports rejected {2}",
)
ID = T("Tuonnin tunnus: {0}. Peru: ./kortisto imports undo {0}",
       "Importens id: {0}. Ångra: ./kortisto imports undo {0}",
       "Id of the import: {0}. To take it back: ./kortisto imports undo {0}")  # fmt: skip
ASKED = T("Rivejä, joiden henkilö on jo rekisterissä: {0}. Ne odottavat vastaustasi sivulla Tuonti.",
          "Rader vars person redan finns i registret: {0}. De väntar på ditt svar på sidan Import.",
          "Rows whose person is in the register already: {0}. They wait for your answer on the page Import.",
          )  # fmt: skip
UPDATED = T("Rivejä, jotka muuttivat rekisterin tietoja: {0}.", "Rader som ändrade uppgifter i registret: {0}.",
            "Rows that changed what the register had: {0}.")  # fmt: skip
BROKEN_OFF = T(
    "Tuonti keskeytettiin: rivejä käsitelty {0}/{1}. Tuodut rivit jäävät. Jatka: ./kortisto imports resume {2}",
    "Importen avbröts: behandlade rader {0}/{1}. Rader som kommit in blir kvar. Fortsätt: "
    "./kortisto imports resume {2}",
    "The import was broken off: rows dealt with {0}/{1}. Rows that are in stay. Go on: ./kortisto imports resume {2}",
)
FAILED = T(
    "Tuonti pysähtyi: rivejä käsitelty {0}/{1}. Tuodut rivit jäävät. Katso syy sivulta Tuonti ja jatka: "
    "./kortisto imports resume {2}",
    "Importen stannade: behandlade rader {0}/{1}. Rader som kommit in blir kvar. Se orsaken på sidan Import och "
    "fortsätt: ./kortisto imports resume {2}",
    "The import has stopped: rows dealt with {0}/{1}. Rows that are in stay. See why on the page Import, and go on: "
    "./kortisto imports resume {2}",
)
STOPPED = T(
    "Tuonti pysähtyi ({0}). Tuodut rivit jäävät. Kun vika on korjattu, taustatyö jatkaa itse; tai jatka heti: "
    "./kortisto imports resume {1}",
    "Importen stannade ({0}). Rader som kommit in blir kvar. När felet är avhjälpt fortsätter bakgrundsjobbet av sig "
    "självt; eller fortsätt genast: ./kortisto imports resume {1}",
    "The import has stopped ({0}). Rows that are in stay. When the fault is mended the worker goes on by itself; or go "
    "on at once: ./kortisto imports resume {1}",
)
DENIED = T("Rooli {0} ei saa kerätä tietoja tarkoitukseen {1}.", "Rollen {0} får inte samla in uppgifter för ändamålet "
           "{1}.", "The role {0} may not collect data for the purpose {1}.")  # fmt: skip
NOT_GRANTED = T("Mitään ei tuotu: selosteen mukaan tietoja {0} ei saa kerätä tähän tarkoitukseen.",
                "Ingenting importerades: enligt deklarationen får uppgifterna {0} inte samlas in för ändamålet.",
                "Nothing was imported: by the declaration {0} may not be collected for this purpose.")  # fmt: skip
SAID_TWICE = T("--map: {0} on annettu kahdelle sarakkeelle ({1}). Jätä toinen pois.",
               "--map: {0} har angetts för två kolumner ({1}). Ta bort den ena.",
               "--map: {0} was given to two columns ({1}). Leave one out.")  # fmt: skip

NOT_UNDERSTOOD = T('Sarakkeista ei löytynyt: {0}. Kerro, mikä sarake se on: --map "{1}={2}"',
                   'Bland kolumnerna hittades inte: {0}. Ange vilken kolumn det är: --map "{1}={2}"',
                   'No column was found for: {0}. Say which it is: --map "{1}={2}"')  # fmt: skip
NO_COLUMN = T("Saraketta {0} ei ole. Sarakkeet: {1}", "Kolumnen {0} finns inte. Kolumner: {1}",
              "There is no column {0}. Columns: {1}")  # fmt: skip
BAD_MEANING = T("--map {0}: kirjoita SARAKE=MERKITYS. Merkitykset: {1}",
                "--map {0}: skriv KOLUMN=BETYDELSE. Betydelser: {1}",
                "--map {0}: write COLUMN=MEANING. Meanings: {1}")  # fmt: skip
OTHER_REGISTER = T("Tämä asennus toimii rekisterillä {1}, ei {0}. Kirjoita --register {1}.",
                   "Den här installationen använder registret {1}, inte {0}. Skriv --register {1}.",
                   "This installation runs on the register {1}, not {0}. Write --register {1}.")  # fmt: skip
NO_SOURCE = T("Selosteessa ei ole tietolähdettä {0}. Tuontia ilman lähdettä ei tehdä. Lähteet: {1}",
              "Deklarationen har ingen källa {0}. Utan källa importeras inget. Källor: {1}",
              "The declaration has no source {0}. Nothing is imported without one. Sources: {1}")  # fmt: skip
NO_BASIS = T("Selosteessa ei ole oikeusperustetta {0}. Perusteet: {1}",
             "Deklarationen har ingen rättslig grund {0}. Grunder: {1}",
             "The declaration has no legal basis {0}. Bases: {1}")  # fmt: skip
NO_PURPOSE = T("Tietoja ei saa kerätä tarkoitukseen {0!r}. Tarkoitukset, joihin saa: {1}",
               "Uppgifter får inte samlas in för ändamålet {0!r}. Tillåtna ändamål: {1}",
               "Data may not be collected for the purpose {0!r}. Purposes that may: {1}")  # fmt: skip
FUTURE = T("Keruupäivä {0} on tulevaisuudessa.", "Insamlingsdagen {0} ligger i framtiden.",
           "The day of collection {0} lies in the future.")  # fmt: skip


def separator(character: str) -> str:
    """Return a separator as it can be seen."""
    return "TAB" if character == "\t" else character
