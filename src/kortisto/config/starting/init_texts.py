"""What `./kortisto init` asks and says, in three languages."""

from __future__ import annotations

from kortisto.config.starting.texts import (
    ASK_EMAIL,
    ASK_PASSWORD,
    BAD_EMAIL,
    MAIN_USER,
    NO_MAIN_USER,
    PASSWORD_ONCE,
    WEAK_PASSWORD,
)
from kortisto.declaration.model import Text as T  # noqa: N817 - a table of texts reads better with a short name

__all__ = ["ASK_EMAIL", "ASK_PASSWORD", "BAD_EMAIL", "MAIN_USER", "NO_MAIN_USER", "PASSWORD_ONCE", "WEAK_PASSWORD"]

CHOICES = T("Valittavana ovat nämä selosteet:", "Dessa beskrivningar finns att välja på:",
            "These declarations can be chosen:")  # fmt: skip
CHOOSE = T("Mihin selosteeseen asennus perustuu (nimi, tai oman tiedoston polku)",
           "Vilken beskrivning bygger installationen på (namn, eller sökväg till en egen fil)",
           "Which declaration is yours based on (its name, or the path of a file of your own)")  # fmt: skip
TEMPLATE = T("malli, joka kysyy yrityksesi tiedot; sopii useimmille",
             "en mall som frågar efter företagets uppgifter; passar de flesta",
             "a template that asks for your company's details; suits most")  # fmt: skip
ASK_CONTROLLER = T(
    "Rekisterinpitäjän eli organisaatiosi nimi",
    "Den personuppgiftsansvariges namn, alltså organisationens",
    "Name of the controller, that is, your organisation",
)
ASK_HOST = T("Osoite, josta muut avaavat sivut (esim. crm.yritys.example; tyhjä: vain tältä koneelta)",
             "Adress där andra öppnar sidorna (t.ex. crm.foretag.example; tomt: bara från denna maskin)",
             "Host name under which others open the pages (e.g. crm.company.example; empty: this machine only)"
             )  # fmt: skip
THERE = T("Kansiossa {0} on jo seloste, eikä mitään muutettu. Uusi asennus tehdään toiseen kansioon: "
          "KORTISTO_DATA=KANSIO ./kortisto init",
          "I {0} finns redan en beskrivning, och ingenting ändrades. En ny installation görs i en annan mapp: "
          "KORTISTO_DATA=MAPP ./kortisto init",
          "There is a declaration in {0} already, and nothing was changed. A new installation is made in another "
          "folder: KORTISTO_DATA=FOLDER ./kortisto init")  # fmt: skip
USERS_THERE = T("Asennuksessa {0} on jo käyttäjiä, joten mitään ei muutettu. Uusi asennus tehdään toiseen kansioon: "
                "KORTISTO_DATA=KANSIO ./kortisto init",
                "Installationen {0} har redan användare, så ingenting ändrades. En ny installation görs i en annan "
                "mapp: KORTISTO_DATA=MAPP ./kortisto init",
                "The installation {0} has users already, so nothing was changed. A new one is made in another folder: "
                "KORTISTO_DATA=FOLDER ./kortisto init")  # fmt: skip
NO_NAME = T("Anna rekisterin lyhyt nimi: --name asiakkaat", "Ange registrets korta namn: --name kunder",
            "Give the short name of the register: --name customers")  # fmt: skip
NO_CONTROLLER = T("Anna organisaatiosi nimi: --controller NIMI", "Ange organisationens namn: --controller NAMN",
                  "Give the name of your organisation: --controller NAME")  # fmt: skip
SAME_NAME = T("Rekisterillä ei voi olla samaa nimeä kuin sen mallilla. Valitse toinen kuin {0}.",
              "Registret kan inte ha samma namn som sin mall. Välj ett annat än {0}.",
              "The register cannot have the name of its template. Choose another than {0}.")  # fmt: skip
BAD_DECLARATION = T("Selosteessa {0} on virheitä, jotka näkyvät yllä, eikä mitään tehty.",
                    "Beskrivningen {0} har de fel som visas ovan, och ingenting gjordes.",
                    "The declaration {0} has the errors shown above, and nothing was made.")  # fmt: skip
MADE = T(
    "Asennus on tehty. Seloste: {0}. Asetukset: {1}.",
    "Installationen är gjord. Beskrivning: {0}. Inställningar: {1}.",
    "The installation is made. Declaration: {0}. Settings: {1}.",
)
PARTIES = T("Selosteessa nimetään: {0}. Tarkista, että ne ovat teidän, ja korjaa loput tiedostoon.",
            "Beskrivningen nämner: {0}. Kontrollera att de är era, och rätta resten i filen.",
            "The declaration names: {0}. See that they are yours, and mend the rest in the file.")  # fmt: skip
NEXT = T("Seuraavaksi: ./kortisto notice check {0}, sitten {1}./kortisto up",
         "Härnäst: ./kortisto notice check {0}, sedan {1}./kortisto up",
         "Next: ./kortisto notice check {0}, then {1}./kortisto up")  # fmt: skip
