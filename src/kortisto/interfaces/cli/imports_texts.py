"""What the commands on imports say, in three languages."""

from __future__ import annotations

from collections.abc import Mapping

from kortisto.declaration.model import Text as T  # noqa: N817 - a table of texts reads better with a short name

NONE = T("Mitään ei ole vielä tuotu.", "Ingenting har importerats ännu.", "Nothing has been imported yet.")
DONE = T("tuotu", "importerad", "imported")
UNKNOWN = T("Tuontia {0} ei ole. Katso tunnukset: ./kortisto imports list",
            "Importen {0} finns inte. Se id:n: ./kortisto imports list",
            "There is no import {0}. See the ids: ./kortisto imports list")  # fmt: skip
AT_ONCE = T("Tämä tuonti tehtiin kerralla: siinä ei ole keskeytettävää, jatkettavaa eikä haettavaa.",
            "Den här importen gjordes på en gång: det finns inget att avbryta, fortsätta eller hämta.",
            "This import was made at once: nothing to cancel, go on with or fetch.")  # fmt: skip
FILE = T("{0}: rivejä käsitelty {1}/{2}", "{0}: behandlade rader {1}/{2}", "{0}: rows dealt with {1}/{2}")
PICTURES = T("Kuvia, joita ei tuotu: {0}.", "Bilder som inte importerades: {0}.",
             "Pictures that were not imported: {0}.")  # fmt: skip
CANCELLED = T("Tuonti keskeytettiin. Tuodut rivit jäävät; jatka: resume, peru: undo.",
              "Importen avbröts. Rader som kommit in blir kvar; fortsätt: resume, ångra: undo.",
              "The import was cancelled. Rows that are in stay; go on: resume, take back: undo.")  # fmt: skip
NOT_STARTED = T("Tuontia ei ole aloitettu, joten siinä ei ole mitään peruttavaa.",
                "Importen har inte börjat, så det finns inget att ångra.",
                "The import has not begun, so there is nothing to undo.")  # fmt: skip
UNDO = T("Perutaanko koko tuonti?", "Ska hela importen ångras?", "Undo the whole import?")
NOT_CONFIRMED = T("Perumista ei vahvistettu. Lisää --yes.", "Ångrandet bekräftades inte. Lägg till --yes.",
                  "Undoing was not confirmed. Add --yes.")  # fmt: skip
NO_HISTORY = T(
    "Seloste ei sisällä muutoshistoriaa, joten tuonnin muuttamia arvoja ei voi palauttaa.",
    "Beskrivningen nämner ingen ändringshistorik, så värden som importen ändrade kan inte återställas.",
    "The notice lists no history of changes, so values that the import changed cannot be given back.",
)
NO_REJECTED = T("Hylättyjä rivejä ei ole.", "Det finns inga förkastade rader.", "There are no rejected rows.")
THERE_ALREADY = T("{0} on jo olemassa. Anna toinen nimi: --out.", "{0} finns redan. Ge ett annat namn: --out.",
                  "{0} is there already. Give another name: --out.")  # fmt: skip
WRITTEN = T("Hylätyt rivit syineen: {0}. Korjaa ne ja tuo tiedosto.",
            "Förkastade rader med orsak: {0}. Rätta dem och importera filen.",
            "Rejected rows with their reasons: {0}. Mend them and import that file.")  # fmt: skip
REJECTED = T("Hylätyt rivit: ./kortisto imports rejected {0}", "Förkastade rader: ./kortisto imports rejected {0}",
             "Rejected rows: ./kortisto imports rejected {0}")  # fmt: skip
UNDONE_BEFORE = T("Tuonti on jo peruttu.", "Importen har redan ångrats.", "The import was undone before.")
STILL_RUNNING = T("Tuonti on kesken: keskeytä se ensin (cancel).", "Importen pågår: avbryt den först (cancel).",
                  "The import is still going on: cancel it first.")  # fmt: skip
WRONG_STATE = T("Tuonti ei ole tilassa, jossa tämän voi tehdä. Katso: ./kortisto imports show",
                "Importen är inte i ett läge där detta kan göras. Se: ./kortisto imports show",
                "The import is not in a state in which this can be done. See: ./kortisto imports show")  # fmt: skip
STATES: Mapping[str, T] = {
    "new": T("ei vielä tuotu", "ännu inte importerad", "not imported yet"),
    "running": T("tuodaan", "importeras", "being imported"),
    "asking": T("odottaa vastauksia sivulla", "väntar på svar på sidan", "waits for answers on the page"),
    "done": DONE,
    "cancelled": T("keskeytetty", "avbruten", "cancelled"),
    "failed": T("pysähtyi virheeseen", "stoppad av ett fel", "stopped by a fault"),
    "undone": T("peruttu", "ångrad", "undone"),
}
UNDOING: Mapping[str, T] = {
    "running": T("perutaan", "ångras", "being undone"),
    "failed": T("peruminen pysähtyi; jatka: undo", "ångrandet stannade; fortsätt: undo",
                "undoing has stopped; go on: undo"),
    "done": STATES["undone"],
}  # fmt: skip
KEPT: Mapping[str, T] = {
    "changed": T("jäi, koska sitä on muutettu", "blev kvar, eftersom den har ändrats",
                 "stayed, for it was changed since"),
    "used": T("jäi, koska siihen on lisätty tietoa", "blev kvar, eftersom något har lagts till",
              "stayed, for something was added to it since"),
    "merged": T("jäi, koska se on yhdistetty toiseen", "blev kvar, eftersom den har slagits ihop med en annan",
                "stayed, for it was merged with another since"),
}  # fmt: skip
_COUNTS: Mapping[str, T] = {
    "people": T("henkilöitä", "personer", "people"),
    "organisations": T("organisaatioita", "organisationer", "organisations"),
    "relationships": T("uusia suhteita", "nya relationer", "new relationships"),
    "orders": T("tilauksia", "beställningar", "orders"),
    "updated": T("muuttaneita rivejä", "rader som ändrade något", "rows that changed something"),
    "known": T("ennestään olleita rivejä", "rader som redan fanns", "rows that were there already"),
    "asked": T("vastausta odottavia rivejä", "rader som väntar på svar", "rows that wait for an answer"),
    "rejected": T("hylättyjä rivejä", "förkastade rader", "rejected rows"),
    "undone_people": T("poistettuja henkilöitä", "borttagna personer", "people removed again"),
    "undone_organisations": T("poistettuja organisaatioita", "borttagna organisationer", "organisations removed again"),
    "undone_restored": T("palautettuja arvoja", "återställda värden", "values given back"),
    "undone_kept": T("ennalleen jätettyjä", "lämnade som de är", "left as they are"),
}


def counted(counts: Mapping[str, int], language: str) -> list[tuple[str, int]]:
    """Return the numbers of an import that are not none with their names, in a fixed order."""
    return [(name.in_language(language), counts[key]) for key, name in _COUNTS.items() if counts.get(key)]
