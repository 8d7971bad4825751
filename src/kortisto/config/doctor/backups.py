"""What the doctor asks of backups and of the ledger of erasures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from django.conf import settings

from kortisto.config import doors
from kortisto.config.backup.files import backups, folder
from kortisto.config.doctor.findings import FINE, Finding, Kind, Level, found
from kortisto.declaration.civil_time import end_after
from kortisto.declaration.model import Text as T  # noqa: N817 - a table of texts reads better with a short name
from kortisto.register.access import current
from kortisto.register.ledger.book import book, contents
from kortisto.register.ledger.expiring import age_of_backups

FRESH = timedelta(hours=26)
"""A backup is made every night; a busy machine may be late."""

SHUT = Kind(
    "D701", Level.ERROR,
    T("Rekisteri pysyy kiinni: {0}", "Registret förblir stängt: {0}", "The register stays shut: {0}"),
)  # fmt: skip
NO_BACKUP = Kind(
    "D702", Level.WARNING,
    T("Viimeisin varmuuskopio: {0}.", "Senaste säkerhetskopia: {0}.", "The last backup: {0}."),
    T("Ota kopio joka yö: backup_hour = 4 asetustiedostoon, tai ./kortisto backup (docs/howto/back-up-and-restore.md)",
      "Gör en kopia varje natt: backup_hour = 4 i inställningsfilen, eller ./kortisto backup "
      "(docs/howto/back-up-and-restore.md)",
      "Make one every night: backup_hour = 4 in the settings file, or ./kortisto backup "
      "(docs/howto/back-up-and-restore.md)"),
)  # fmt: skip
OLD_BACKUP = Kind(
    "D703", Level.ERROR,
    T("Varmuuskopio {0} on vanhempi kuin seloste sallii ({1}).",
      "Säkerhetskopian {0} är äldre än beskrivningen tillåter ({1}).",
      "The backup {0} is older than the declaration allows ({1})."),
    T("Poista se; ./kortisto backup poistaa vanhat itse.", "Ta bort den; ./kortisto backup tar själv bort gamla.",
      "Remove it; ./kortisto backup removes old ones by itself."),
)  # fmt: skip
NO_COPY = Kind(
    "D704", Level.WARNING,
    T("Poistoluettelosta ei ole kopiota toisella koneella.",
      "Raderingsförteckningen har ingen kopia på en annan dator.",
      "The ledger of erasures has no copy on another machine."),
    T("Anna kansio asetuksella KORTISTO_LEDGER_COPIES: ilman luetteloa varmuuskopiota ei voi ottaa käyttöön.",
      "Ange en mapp med inställningen KORTISTO_LEDGER_COPIES: utan förteckningen kan ingen säkerhetskopia tas i bruk.",
      "Name a folder in KORTISTO_LEDGER_COPIES: without the ledger no backup can be put to use."),
)  # fmt: skip
OUTDATED_COPY = Kind(
    "D705", Level.ERROR,
    T("Poistoluettelon kopio {0} ei ole ajan tasalla: {1}", "Raderingsförteckningens kopia {0} är inte aktuell: {1}",
      "The copy {0} of the ledger of erasures is not up to date: {1}"),
    T("Katso, että kansioon voi kirjoittaa. Seuraava poisto päivittää kopion.",
      "Se att mappen är skrivbar. Nästa radering uppdaterar kopian.",
      "See that the folder can be written. The next erasure brings it up to date."),
)  # fmt: skip
LATE_BACKUP = Kind(
    "D706", Level.ERROR,
    T("Varmuuskopio otetaan joka yö kello {0}, mutta viimeisin on myöhässä: {1}.",
      "Säkerhetskopian görs varje natt klockan {0}, men den senaste är försenad: {1}.",
      "A backup is made every night at {0} o'clock, but the last one is late: {1}."),
    T("Katso, miksi työ epäonnistui: log/worker.log datakansiossa. Ota kopio nyt: ./kortisto backup",
      "Se efter varför jobbet misslyckades: log/worker.log i datamappen. Gör en kopia nu: ./kortisto backup",
      "See why the job failed: log/worker.log in the data folder. Make one now: ./kortisto backup"),
)  # fmt: skip
LEDGER_FINE = T("Poistoluettelo on ehjä: rivejä {0}, viimeisin merkintä {1}; viimeisin varmuuskopio {2}",
                "Raderingsförteckningen är hel: {0} rader, senaste anteckning {1}; senaste säkerhetskopia {2}",
                "The ledger of erasures is whole: {0} lines, last entry {1}; last backup {2}")  # fmt: skip
NEVER = T("ei koskaan", "aldrig", "never")


def ledger(*, born: datetime) -> Iterator[Finding]:
    """Look whether the doors may open, at the backups of the usual folder, and at the copies of the ledger.

    `born`: when this installation was made.
    """
    shut = doors.obstacle()
    if shut is not None:
        yield found(SHUT, (shut.text, shut.values))
        return
    now = datetime.now(UTC)
    there = backups(folder())
    last = there[-1].made_at if there else None
    if last is None or now - last > FRESH:
        spelt, hour = NEVER if last is None else _spelt(last), settings.BACKUP_HOUR
        # One that was to be made by itself and was not is worse: nobody else makes it.
        late = hour is not None and (last is not None or now - born > FRESH)
        yield found(LATE_BACKUP, hour, spelt) if late else found(NO_BACKUP, spelt)
    age = age_of_backups(current.compiled())
    for one in there:
        if age is not None and not age.permanent and end_after(one.made_at, age) <= now:
            yield found(OLD_BACKUP, one.file, age)
    if not settings.LEDGER_COPIES:
        yield found(NO_COPY)
    for place, why in book().outdated_copies().items():
        yield found(OUTDATED_COPY, place, why)
    known = contents(fresh=True)
    entry = max((one.at for one in known.entries.values()), default=None)
    shown = (NEVER if one is None else _spelt(one) for one in (entry, last))
    yield found(FINE, (LEDGER_FINE, (known.size, *shown)))


def _spelt(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"
