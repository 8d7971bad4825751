"""Whether this installation may open: not while a restore is under way, nor while its database lacks what was done.

Asked by whatever starts: pages, worker, commands. Only restoring, replaying and looking are let through.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kortisto.config.environment import data_folder
from kortisto.config.telling import ToldError
from kortisto.declaration.model import Text as T  # noqa: N817 - a table of texts reads better with a short name

MARKER = "restore-pending.json"
READ = "read"
"""Whether the marker says that the backup was read to its end."""

PAGE = T(
    "Rekisteri on suljettu: tietokanta on palautettu, eikä siitä ole vielä poistettu niitä, jotka on jo kerran "
    "poistettu. Ylläpito näkee syyn komennolla ./kortisto doctor",
    "Registret är stängt: databasen har återställts, och de som redan en gång har raderats finns ännu i den. "
    "Underhållet ser orsaken med ./kortisto doctor",
    "The register is shut: its database was restored, and those who had been erased are not yet erased from it again. "
    "Who runs it sees why with ./kortisto doctor",
)
PENDING = T(
    "Palautus on kesken: tietokanta ei vielä tiedä, ketkä on poistettu varmuuskopion jälkeen. Vie palautus loppuun: "
    "./kortisto ledger replay",
    "En återställning pågår: databasen vet ännu inte vilka som har raderats efter säkerhetskopian. Slutför den: "
    "./kortisto ledger replay",
    "A restore is under way: the database does not know yet who was erased since the backup. Bring it to its end: "
    "./kortisto ledger replay",
)
HALF = T(
    "Palautus on kesken: varmuuskopiota ei ole luettu loppuun, ja tietokanta on vajaa. Aja ./kortisto restore "
    "uudelleen samalla tiedostolla.",
    "En återställning pågår: säkerhetskopian har inte lästs till slut, och databasen är inte hel. Kör ./kortisto "
    "restore på nytt med samma fil.",
    "A restore is under way: the backup was not read to its end, and the database is not whole. Run ./kortisto restore "
    "again with the same file.",
)
BEHIND = T(
    "Tietokanta on vanhempi kuin poistoluettelo: siitä puuttuu {0} merkintää siitä, mitä on poistettu tai rajoitettu. "
    "Kukaan ei pääse tietoihin ennen kuin ne on toistettu: ./kortisto ledger replay",
    "Databasen är äldre än raderingsförteckningen: den saknar {0} anteckningar om vad som har raderats eller "
    "begränsats. Ingen kommer åt uppgifterna innan de har gjorts om: ./kortisto ledger replay",
    "The database is older than the ledger of erasures: it lacks {0} entries of what was erased or restricted. Nobody "
    "gets at the data before they are carried out again: ./kortisto ledger replay",
)
NO_LEDGER = T(
    "Tämän tietokannan poistoluetteloa ({0}) ei ole kansiossa {1}. Ilman sitä poistetut ihmiset palaisivat. Kopioi "
    "kansio sieltä, missä luettelo on (KORTISTO_LEDGER_COPIES tai vanha kone), ja yritä uudelleen. Jos se on varmasti "
    'kadonnut, ilmoita se kirjallisesti: ./kortisto ledger lost --reason "..."',
    "Raderingsförteckningen för denna databas ({0}) finns inte i mappen {1}. Utan den skulle raderade personer komma "
    "tillbaka. Kopiera mappen därifrån den finns (KORTISTO_LEDGER_COPIES eller den gamla datorn) och försök igen. Är "
    'den säkert förlorad, uppge det skriftligen: ./kortisto ledger lost --reason "..."',
    "The ledger of erasures of this database ({0}) is not in the folder {1}. Without it erased people would come back. "
    "Copy the folder from where it is (KORTISTO_LEDGER_COPIES, or the old machine) and try again. If it is surely "
    'lost, declare so in writing: ./kortisto ledger lost --reason "..."',
)
BROKEN = T(
    "Poistoluetteloa kansiossa {1} on lyhennetty tai muutettu, tai se on vanhempi kuin tietokanta: {0}. Älä muuta "
    "mitään. Kopioi kansioon ehjä kopio (KORTISTO_LEDGER_COPIES). Jos sellaista ei ole, ilmoita se kirjallisesti: "
    './kortisto ledger lost --reason "..."',
    "Raderingsförteckningen i mappen {1} har kapats eller ändrats, eller är äldre än databasen: {0}. Ändra ingenting. "
    "Kopiera in en hel kopia (KORTISTO_LEDGER_COPIES). Finns ingen, uppge det skriftligen: "
    './kortisto ledger lost --reason "..."',
    "The ledger of erasures in the folder {1} was cut or changed, or is older than the database: {0}. Change nothing. "
    "Copy a whole one into the folder (KORTISTO_LEDGER_COPIES). If there is none, declare so in writing: "
    './kortisto ledger lost --reason "..."',
)


class ShutError(ToldError):
    """The doors stay shut; the message says why and what to do."""


def marker() -> Path:
    """Return the file that is there from the beginning of a restore to its end."""
    return data_folder() / MARKER


def pending() -> Mapping[str, Any] | None:
    """Return what the marker says of a restore that is under way; None when there is none."""
    try:
        found = json.loads(marker().read_text("utf-8"))
    except FileNotFoundError:
        return None
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def cut_off() -> ShutError | None:
    """Return what a restore says that is under way: to be carried on, or begun anew. None when there is none."""
    found = pending()
    if found is None:
        return None
    return ShutError(PENDING if found.get(READ) else HALF)


def require_read() -> None:
    """Raise ShutError while the database is half of a backup: nothing may be done to it but to read it anew."""
    found = cut_off()
    if found is not None and found.text is HALF:
        raise found


def obstacle() -> ShutError | None:
    """Return what keeps the doors shut; None when they may open. Django is ready.

    Entries of the ledger whose writer was killed are settled on the way. Raises what the database raises.
    """
    from django.conf import settings  # noqa: PLC0415 (needs Django set up)

    from kortisto.register.ledger.standing import Obstacle, look_and_settle  # noqa: PLC0415 (see above)

    under_way = cut_off()
    if under_way is not None:
        return under_way
    found = look_and_settle(at=datetime.now(UTC))
    match found.obstacle:
        case None:
            return None
        case Obstacle.BEHIND:
            return ShutError(BEHIND, found.lacking)
        case Obstacle.NO_LEDGER:
            return ShutError(NO_LEDGER, found.detail, settings.LEDGER_FOLDER)
        case Obstacle.BROKEN:
            return ShutError(BROKEN, found.detail, settings.LEDGER_FOLDER)


def require_no_restore() -> None:
    """Raise ShutError while a restore is under way, or was cut off; asks no database."""
    under_way = cut_off()
    if under_way is not None:
        raise under_way


def require_open() -> None:
    """Raise ShutError while the doors have to stay shut, and what the database raises."""
    found = obstacle()
    if found is not None:
        raise found
