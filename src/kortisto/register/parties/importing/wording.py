"""What is said of files and rows that cannot be taken, in three languages: on pages, at the terminal and in files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kortisto.declaration.model import Text as T  # noqa: N817 - a table of texts reads better with a short name
from kortisto.register.parties.importing.own_columns import name_of
from kortisto.register.parties.importing.reading import UnreadableFileError
from kortisto.register.parties.importing.rows import Fault

REASON = T("Hylkäämisen syy", "Orsak till förkastandet", "Reason for rejection")
REASONS = frozenset({REASON.fi, REASON.sv, REASON.en})

FAULTS: Mapping[str, T] = {
    "missing": T("{0} puuttuu", "{0} saknas", "{0} is missing"),
    "long": T("{0} on liian pitkä: {1}", "{0} är för lång: {1}", "{0} is too long: {1}"),
    "form": T("{0} ei ole oikeassa muodossa: {1}", "{0} har fel format: {1}", "{0} has not the right form: {1}"),
    "many": T("{0}: solussa on enemmän arvoja kuin niille on paikkoja. Yli jäi: {1}",
              "{0}: cellen har fler värden än det finns plats för. Blev över: {1}",
              "{0}: the cell has more values than there are places for. Left over: {1}"),
    "unknown": T("{0}: tuntematon arvo {1}", "{0}: okänt värde {1}", "{0}: unknown value {1}"),
    "future": T("{0} on tulevaisuudessa: {1}", "{0} ligger i framtiden: {1}", "{0} lies in the future: {1}"),
    "ambiguous": T("{0} {1} on usealla asiakkaalla", "{0} {1} finns hos flera kunder",
                   "{0} {1} belongs to several customers"),
    "ragged": T("rivillä on eri määrä kenttiä kuin otsikkorivillä", "raden har ett annat antal fält än rubrikraden",
                "the row has another number of fields than the header"),
    "card": T("korttia ei voi lukea", "kortet kan inte läsas", "the card cannot be read"),
    "asked": T("henkilö on jo rekisterissä; tuonti odottaa vastausta",
               "personen finns redan i registret; importen väntar på svar",
               "the person is in the register already; the import waits for an answer"),
    "erased": T("{0}: henkilö on pyytänyt poistamaan tietonsa. Lisää hänet käsin, jos siihen on uusi peruste; sitten "
                "rivin voi tuoda uudelleen",
                "{0}: personen har bett att få sina uppgifter raderade. Lägg till hen för hand om det finns en ny "
                "grund; sedan kan raden importeras på nytt",
                "{0}: this person has asked to be erased. Add them by hand if there is a new ground; then the row can "
                "be brought in again"),
    "restricted": T("{0}: tätä riviä ei voi tuoda. Kysy tietosuojavastaavalta",
                    "{0}: raden kan inte importeras. Fråga dataskyddsombudet",
                    "{0}: this row cannot be imported. Ask the data protection officer"),
    "database": T("tietokanta ei hyväksynyt riviä", "databasen godtog inte raden",
                  "the database did not accept the row"),
}  # fmt: skip

UNREADABLE: Mapping[str, T] = {
    "empty": T("{0} on tyhjä.", "{0} är tom.", "{0} is empty."),
    "large": T("{0} on liian suuri ({1} tavua). Jaa se osiin.", "{0} är för stor ({1} byte). Dela upp den.",
               "{0} is too large ({1} bytes). Split it."),
    "binary": T("{0} ei ole tekstiä. Tallenna se CSV-muodossa.", "{0} är inte text. Spara den som CSV.",
                "{0} is not text. Save it as CSV."),
    "columns": T("{0}: ensimmäisellä rivillä pitää olla jokaisella sarakkeella oma nimensä. Nyt: {1}",
                 "{0}: på första raden ska varje kolumn ha ett eget namn. Nu: {1}",
                 "{0}: the first row must give each column a name of its own. Now: {1}"),
    "one column": T("{0}: sarakkeita on vain yksi ({1}). Erottimen pitää olla pilkku, puolipiste, sarkain tai |.",
                    "{0}: det finns bara en kolumn ({1}). Skiljetecknet ska vara komma, semikolon, tabb eller |.",
                    "{0}: there is only one column ({1}). Separate them by comma, semicolon, tab or |."),
    "quotes": T("{0}: rivin {1} lainausmerkit eivät täsmää. Korjaa rivi: kentän sisällä lainausmerkki kirjoitetaan "
                'kahdesti ("").',
                "{0}: citattecknen på rad {1} går inte ihop. Rätta raden: inne i ett fält skrivs citattecknet två "
                'gånger ("").',
                "{0}: the quotation marks of row {1} do not match. Mend the row: within a field a quotation mark is "
                'written twice ("").'),
    "field": T("{0}: rivillä {1} on kenttä, jossa on yli 131 072 merkkiä. Puuttuuko siitä lainausmerkki?",
               "{0}: rad {1} har ett fält på över 131 072 tecken. Saknas ett citattecken?",
               "{0}: row {1} has a field of more than 131,072 characters. Is a quotation mark missing?"),
    "encoding": T("{0}: merkistöä ei tunnistettu. Tallenna tiedosto UTF-8-muodossa.",
                  "{0}: teckenkodningen kunde inte kännas igen. Spara filen som UTF-8.",
                  "{0}: the encoding was not recognised. Save the file as UTF-8."),
    "header only": T("{0}: tiedostossa on vain otsikkorivi eikä yhtään riviä tietoja.",
                     "{0}: filen har bara en rubrikrad och inga rader med uppgifter.",
                     "{0}: the file has a header row only, and no rows of data."),
    "many columns": T("{0}: sarakkeita on {1}, ja enintään 500 voidaan lukea. Poista turhat sarakkeet.",
                      "{0}: det finns {1} kolumner, och högst 500 kan läsas. Ta bort onödiga kolumner.",
                      "{0}: there are {1} columns, and 500 can be read at most. Remove columns you do not need."),
    "surrogate": T("{0}: tiedostossa on rikkoutuneita merkkejä. Tallenna se uudelleen UTF-8-muodossa siitä ohjelmasta, "
                   "josta se on peräisin.",
                   "{0}: filen innehåller trasiga tecken. Spara den på nytt som UTF-8 i programmet den kommer från.",
                   "{0}: the file has broken characters. Save it again as UTF-8 from the program that it comes from."),
    "other type": T("{0} on {1}-tiedosto. Tuo CSV-, Excel- (.xlsx) tai vCard-tiedosto (.vcf).",
                    "{0} är en {1}-fil. Importera en CSV-fil, en Excel-fil (.xlsx) eller en vCard-fil (.vcf).",
                    "{0} is a file of the type {1}. Import a CSV, Excel (.xlsx) or vCard (.vcf) file."),
    "password": T("{0} on suojattu salasanalla. Poista salasana Excelissä ja tallenna tiedosto uudelleen.",
                  "{0} är skyddad med lösenord. Ta bort lösenordet i Excel och spara filen på nytt.",
                  "{0} is protected by a password. Remove the password in Excel and save the file again."),
    "old excel": T("{0} on vanhassa Excel-muodossa. Avaa se Excelissä ja tallenna .xlsx-muodossa.",
                   "{0} är i det gamla Excel-formatet. Öppna den i Excel och spara den som .xlsx.",
                   "{0} is in the old format of Excel. Open it in Excel and save it as .xlsx."),
    "bomb": T("{0} purkautuu liian suureksi, joten sitä ei avattu. Tallenna se CSV-muodossa tai jaa se osiin.",
              "{0} blir för stor när den packas upp, så den öppnades inte. Spara den som CSV eller dela upp den.",
              "{0} unpacks to more than can be read, so it was not opened. Save it as CSV, or split it."),
    "sheet": T("{0}: valittua taulukkoa ei ole. Taulukot: {1}", "{0}: det valda bladet finns inte. Blad: {1}",
               "{0}: there is no such sheet. Sheets: {1}"),
    "no sheet": T("{0}: tiedostossa ei ole yhtään taulukkoa.", "{0}: filen har inget kalkylblad.",
                  "{0}: the file has no worksheet."),
    "damaged": T("{0} on vioittunut. Avaa se ohjelmassa, josta se on peräisin, ja tallenna uudelleen.",
                 "{0} är skadad. Öppna den i det program som den kommer från och spara den på nytt.",
                 "{0} is damaged. Open it in the program that it comes from, and save it again."),
}  # fmt: skip


def printable(text: str) -> str:
    """Return a text of a file as it may be shown: without what would steer a terminal or turn the writing."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def why_unreadable(error: UnreadableFileError, name: str, language: str) -> str:
    """Return the sentence that says why a file cannot be read, and what to do."""
    return UNREADABLE[error.code].in_language(language).format(printable(name), printable(error.detail))


def why_rejected(faults: Iterable[Fault], language: str, *, otherwise: str = "ragged") -> str:
    """Return why a row was not taken; `otherwise`: the reason of a row that has no fault of a field."""
    told = [
        FAULTS[fault.code].in_language(language).format(name_of(fault.target, language), printable(fault.value[:60]))
        for fault in faults
    ]
    return "; ".join(told) or FAULTS[otherwise].in_language(language)
