"""What the doctor can find: a code for each, what it means, and how to mend it, in three languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from kortisto.declaration.model import Text as T  # noqa: N817 - a table of texts reads better with a short name


class Level(StrEnum):
    """How bad it is: an error keeps the installation from working or protecting; a warning will, some day."""

    OK = "ok"
    WARNING = "warning"
    ERROR = "error"


LEVELS: Mapping[Level, T] = {
    Level.OK: T("kunnossa", "i ordning", "ok"),
    Level.WARNING: T("varoitus", "varning", "warning"),
    Level.ERROR: T("virhe", "fel", "error"),
}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of finding. `mend`: what to do; None where `text` says so itself."""

    code: str
    level: Level
    text: T
    mend: T | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A kind, with its values. A value that can be called is a sentence: it is told the language."""

    kind: Kind
    values: tuple[object, ...] = ()

    def told(self, language: str) -> tuple[str, str]:
        """Return what was found, and what to do about it (empty when there is nothing to do)."""
        shown = tuple(_shown(value, language) for value in self.values)
        mend = self.kind.mend.in_language(language).format(*shown) if self.kind.mend else ""
        return self.kind.text.in_language(language).format(*shown), mend


def found(kind: Kind, *values: object) -> Finding:
    return Finding(kind, values)


def _shown(value: object, language: str) -> object:
    """A text may come with values of its own, which may be texts; a sentence is made in the reader's language."""
    if callable(value):
        return value(language)
    if isinstance(value, tuple) and len(value) == 2 and isinstance(value[0], T):  # noqa: PLR2004 (text and values)
        return value[0].in_language(language).format(*(_shown(one, language) for one in value[1]))
    return value.in_language(language) if isinstance(value, T) else value


FINE = Kind("", Level.OK, T("{0}", "{0}", "{0}"))

OLD_PYTHON = Kind(
    "D101", Level.ERROR,
    T("Python on {0}; tarvitaan {1} tai uudempi.", "Python är {0}; {1} eller nyare behövs.",
      "Python is {0}; {1} or newer is needed."),
    T("Asenna uudempi Python ja aja ./kortisto uudelleen.", "Installera en nyare Python och kör ./kortisto igen.",
      "Install a newer Python and run ./kortisto again."),
)  # fmt: skip
OLD_ENVIRONMENT = Kind(
    "D102", Level.ERROR,
    T("Asennetut kirjastot eivät ole ne, joihin ohjelma on lukittu.",
      "De installerade biblioteken är inte de som programmet är låst till.",
      "The installed libraries are not those that the program is locked to."),
    T("Aja mikä tahansa ./kortisto-komento kansion omistajana: se asentaa puuttuvat.",
      "Kör vilket ./kortisto-kommando som helst som mappens ägare: det installerar det som fattas.",
      "Run any ./kortisto command as the owner of the folder: it installs what is missing."),
)  # fmt: skip
BAD_SETTINGS = Kind("D103", Level.ERROR, T("{0}", "{0}", "{0}"))

NO_FOLDER = Kind(
    "D201", Level.ERROR,
    T("Tietokansiota {0} ei ole.", "Datamappen {0} finns inte.", "There is no data folder {0}."),
    T("Tee asennus (./kortisto init) tai anna oikea kansio: KORTISTO_DATA.",
      "Gör en installation (./kortisto init) eller ange rätt mapp: KORTISTO_DATA.",
      "Make an installation (./kortisto init), or name the right folder: KORTISTO_DATA."),
)  # fmt: skip
NOT_WRITABLE = Kind(
    "D202", Level.ERROR,
    T("Tämä käyttäjä ei saa kirjoittaa kansioon {0}.", "Denna användare får inte skriva i {0}.",
      "This user may not write to {0}."),
    T("Aja käyttäjänä, jolle kansio kuuluu, tai anna se tälle: chown -R KÄYTTÄJÄ {0}",
      "Kör som den användare som äger mappen, eller ge den till denna: chown -R ANVÄNDARE {0}",
      "Run as the user who owns the folder, or give it to this one: chown -R USER {0}"),
)  # fmt: skip
OPEN_FILE = Kind(
    "D203", Level.ERROR,
    T("Muut käyttäjät voivat lukea salaisen tiedoston {0}.", "Andra användare kan läsa den hemliga filen {0}.",
      "Other users can read the secret file {0}."),
    T("chmod 600 {0}; jos kone on ollut muiden käytössä, vaihda salaisuus.",
      "chmod 600 {0}; om andra har använt maskinen, byt hemligheten.",
      "chmod 600 {0}; if others have used the machine, change the secret."),
)  # fmt: skip
DISK_FULL = Kind(
    "D204", Level.ERROR,
    T("Levyllä, jolla {0} on, on tilaa enää {1}.", "På disken med {0} finns bara {1} kvar.",
      "The disk with {0} has only {1} left."),
    T("Vapauta tilaa tai siirrä tietokansio suuremmalle levylle. Kortisto jatkaa itse, kun tilaa on.",
      "Frigör utrymme eller flytta datamappen till en större disk. Kortisto fortsätter själv när det finns plats.",
      "Free some space, or move the data folder to a larger disk. Kortisto goes on by itself when there is space."),
)  # fmt: skip
DISK_FILLING = Kind(
    "D205", Level.WARNING,
    T("Levy, jolla {0} on, on {2} % täynnä (vapaana {1}).", "Disken med {0} är full till {2} % (ledigt {1}).",
      "The disk with {0} is {2} % full ({1} free)."),
    T("Hanki lisää tilaa ennen kuin se loppuu.", "Skaffa mer utrymme innan det tar slut.",
      "Get more space before it runs out."),
)  # fmt: skip

UNREACHABLE = Kind(
    "D301", Level.ERROR,
    T("Tietokanta ei vastaa: {0}", "Databasen svarar inte: {0}", "The database does not answer: {0}"),
    T("Tarkista, että palvelin on käynnissä ja että KORTISTO_DATABASE_URL on oikein.",
      "Kontrollera att servern är igång och att KORTISTO_DATABASE_URL är rätt.",
      "See that the server runs and that KORTISTO_DATABASE_URL is right."),
)  # fmt: skip
UNFIT = Kind("D302", Level.ERROR, T("{0}", "{0}", "{0}"))
NOT_MIGRATED = Kind(
    "D303", Level.ERROR,
    T("Tietokannasta puuttuu {0} taulumuutosta, ensimmäisenä {1}.", "Databasen saknar {0} tabelländringar, först {1}.",
      "The database lacks {0} changes of tables, the first of them {1}."),
    T("./kortisto database migrate", "./kortisto database migrate", "./kortisto database migrate"),
)  # fmt: skip
NEWER_TABLES = Kind(
    "D304", Level.ERROR,
    T("Tietokannan on tehnyt uudempi Kortisto ({0}).", "Databasen är gjord av en nyare Kortisto ({0}).",
      "The database was made by a newer Kortisto ({0})."),
    T("Ota uudempi ohjelma takaisin, tai palauta varmuuskopio, joka on tehty ennen päivitystä.",
      "Ta den nyare programversionen tillbaka, eller återställ en säkerhetskopia från före uppdateringen.",
      "Take the newer program back, or restore a backup made before the update."),
)  # fmt: skip
NO_ROW_SECURITY = Kind(
    "D305", Level.ERROR,
    T("Rivikohtainen suojaus puuttuu taulusta {0}: sen henkilötiedot näkyvät ilman merkintää lokiin.",
      "Radskydd saknas i tabellen {0}: dess personuppgifter syns utan en rad i loggen.",
      "Row-level security is missing on the table {0}: people's data in it show without a line in the log."),
    T("ALTER TABLE {0} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY; sitten selvitä, kuka sen poisti.",
      "ALTER TABLE {0} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY; utred sedan vem som tog bort det.",
      "ALTER TABLE {0} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY; then find out who took it away."),
)  # fmt: skip
EMBEDDED = Kind(
    "D306", Level.WARNING,
    T("Sivuja tarjotaan muille ({0}), mutta tietokantana on mukana tullut palvelin, jota päivitetään vain "
      "Kortiston mukana.",
      "Sidorna visas för andra ({0}), men databasen är den medföljande servern, som bara uppdateras med Kortisto.",
      "The pages are served to others ({0}), but the database is the server that came along, which is updated only "
      "with "
      "Kortisto."),
    T("Ota käyttöön oma PostgreSQL: ./kortisto database prepare. Huolehdi siihen asti varmuuskopioista: "
      "docs/howto/run-it.md",
      "Ta en egen PostgreSQL i bruk: ./kortisto database prepare. Sköt säkerhetskopiorna tills dess: "
      "docs/howto/run-it.md",
      "Use a PostgreSQL of your own: ./kortisto database prepare. Until then see to backups: docs/howto/run-it.md"),
)  # fmt: skip
CLOCKS = Kind(
    "D307", Level.ERROR,
    T("Tämän koneen ja tietokannan kellot eroavat {0} sekuntia.",
      "Maskinens och databasens klockor skiljer {0} sekunder.",
      "The clocks of this machine and of the database differ by {0} seconds."),
    T("Ota ajan tahdistus käyttöön molemmilla (Debian: apt-get install systemd-timesyncd).",
      "Slå på tidssynkronisering på båda (Debian: apt-get install systemd-timesyncd).",
      "Switch time synchronisation on on both (Debian: apt-get install systemd-timesyncd)."),
)  # fmt: skip

BAD_DECLARATION = Kind(
    "D401", Level.ERROR,
    T("Selosteessa {0} on {1} virhettä.", "Beskrivningen {0} har {1} fel.", "The declaration {0} has {1} errors."),
    T("Katso ne: ./kortisto notice check {0}", "Se dem: ./kortisto notice check {0}",
      "See them: ./kortisto notice check {0}"),
)  # fmt: skip
OTHER_REGISTER = Kind(
    "D402", Level.ERROR,
    T("Tiedot on kerätty selosteen {0} alla, mutta asennus käyttää selostetta {1}.",
      "Uppgifterna är insamlade enligt beskrivningen {0}, men installationen använder {1}.",
      "The data were collected under the declaration {0}, but the installation runs on {1}."),
    T("Anna oikea seloste: KORTISTO_DECLARATION.", "Ange rätt beskrivning: KORTISTO_DECLARATION.",
      "Name the right declaration: KORTISTO_DECLARATION."),
)  # fmt: skip
DRAFT = Kind(
    "D403", Level.WARNING,
    T("Seloste {0} on vielä luonnos.",
      "Beskrivningen {0} är ännu ett utkast.", "The declaration {0} is still a draft."),
    T("Kun se on valmis, kirjoita siihen status: published ja uusi version, ja sitten: ./kortisto notice adopt {1}",
      "Skriv i den när den är klar status: published och ny version, och sedan: ./kortisto notice adopt {1}",
      "When it is ready, write status: published and a new version in it, and then: ./kortisto notice adopt {1}"),
)  # fmt: skip
NOT_ADOPTED = Kind(
    "D404", Level.WARNING,
    T("Tiedosto {0} ei ole voimassa oleva seloste: voimassa on {1}.",
      "Filen {0} är inte den gällande beskrivningen: {1} gäller.",
      "The file {0} is not the notice in force, which is {1}."),
    T("Katso, mitä se muuttaisi, ja ota se käyttöön: ./kortisto notice adopt {0}",
      "Se vad den skulle ändra, och ta den i bruk: ./kortisto notice adopt {0}",
      "See what it would change, and adopt it: ./kortisto notice adopt {0}"),
)  # fmt: skip

WORKER_SILENT = Kind(
    "D501", Level.ERROR,
    T("Taustatöiden suorittaja ei ole ilmoittautunut {0}.", "Bakgrundsjobbens process har inte hörts av {0}.",
      "The worker of background jobs has not been heard of {0}."),
    T("Käynnistä se: ./kortisto up, tai systemctl restart kortisto-worker.",
      "Starta den: ./kortisto up, eller systemctl restart kortisto-worker.",
      "Start it: ./kortisto up, or systemctl restart kortisto-worker."),
)  # fmt: skip
NO_SWEEP = Kind(
    "D502", Level.ERROR,
    T("Viimeisin poistoajo: {0}. Erääntyneet tiedot eivät poistu.",
      "Senaste gallring: {0}. Uppgifter vars lagringstid har gått ut tas inte bort.",
      "The last sweep: {0}. What has fallen due is not erased."),
    T("./kortisto retention sweep; sitten katso, miksi yöllinen ajo ei käynnisty (D501, D503).",
      "./kortisto retention sweep; se sedan varför den nattliga inte startar (D501, D503).",
      "./kortisto retention sweep; then see why the nightly one does not start (D501, D503)."),
)  # fmt: skip
FILES_LEFT = Kind(
    "D507", Level.ERROR,
    T("{0} tiedostoa on jäänyt hävittämättä, vaikka niiden rivi on poistettu.",
      "{0} filer har inte förstörts fast deras rad är raderad.",
      "{0} files have not been destroyed although their rows are erased."),
    T("Tarkista, että ohjelma saa poistaa tiedostoja kansiosta {1}; se yrittää itse viiden minuutin välein.",
      "Kontrollera att programmet får ta bort filer i mappen {1}; det försöker själv var femte minut.",
      "See that the program may remove files from the folder {1}; it tries by itself every five minutes."),
)  # fmt: skip
FILES_GONE = Kind(
    "D508", Level.ERROR,
    T("{0} rivin tiedosto puuttuu.", "Filen till {0} rader saknas.", "The files of {0} rows are missing."),
    T("Palauta kansio {1} varmuuskopiosta.", "Återställ mappen {1} från säkerhetskopian.",
      "Restore the folder {1} from the backup."),
)  # fmt: skip
FAILED_JOB = Kind(
    "D503", Level.ERROR,
    T("Taustatyö {0} on epäonnistunut ({1}).", "Bakgrundsjobbet {0} har misslyckats ({1}).",
      "The background job {0} has failed ({1})."),
    T("Syy on lokissa {2}.", "Orsaken finns i loggen {2}.", "The reason is in the log {2}."),
)  # fmt: skip
STUCK_JOBS = Kind(
    "D504", Level.WARNING,
    T("Jonossa on {0} työtä, vanhin {1}.", "I kön väntar {0} jobb, det äldsta {1}.",
      "{0} jobs wait in the queue, the oldest {1}."),
    T("Katso, että suorittaja on käynnissä (D501); muuten katso sen lokia.",
      "Se att processen är igång (D501); se annars dess logg.",
      "See that the worker runs (D501); otherwise look into its log."),
)  # fmt: skip

LOG_NOT_WHOLE = Kind(
    "D505", Level.ERROR,
    T("Lokin viimeisin tarkistus ({0}) löysi muutoksia: {1}",
      "Den senaste kontrollen av loggen ({0}) fann ändringar: {1}",
      "The last check of the log ({0}) found changes: {1}"),
    T("Älä muuta mitään, ennen kuin olet lukenut: docs/howto/check-the-log.md. Löydökset: ./kortisto audit verify",
      "Ändra ingenting innan du har läst: docs/howto/check-the-log.md. Fynden: ./kortisto audit verify",
      "Change nothing before you have read docs/howto/check-the-log.md. The findings: ./kortisto audit verify"),
)  # fmt: skip
LOG_WAITS = Kind(
    "D506", Level.ERROR,
    T("Lokirivejä odottaa sinettiä {0}, vanhin {1}. Sinä aikana niiden muuttaminen ei paljastuisi.",
      "{0} loggrader väntar på försegling, den äldsta {1}. Under tiden skulle en ändring av dem inte märkas.",
      "{0} lines of the log wait for their seal, the oldest {1}. Meanwhile a change of them would not be noticed."),
    T("Katso, että taustatyöt kulkevat (D501); jos kulkevat, syyn kertoo ./kortisto audit verify",
      "Se att bakgrundsjobben löper (D501); gör de det, säger ./kortisto audit verify varför.",
      "See that background jobs go on (D501); if they do, ./kortisto audit verify says why."),
)  # fmt: skip

NO_TLS = Kind(
    "D601", Level.ERROR,
    T("Sivuja tarjotaan muille ({0}) ilman https-yhteyttä: salasanat ja henkilötiedot kulkevat avoimina.",
      "Sidorna visas för andra ({0}) utan https: lösenord och personuppgifter går öppet.",
      "The pages are served to others ({0}) without https: passwords and people's data travel in the open."),
    T("Aseta eteen TLS-välityspalvelin ja kirjoita asetuksiin: tls = true (docs/howto/run-it.md)",
      "Ställ en TLS-proxy framför och skriv i inställningarna: tls = true (docs/howto/run-it.md)",
      "Put a proxy with TLS in front, and write into the settings: tls = true (docs/howto/run-it.md)"),
)  # fmt: skip
ANY_HOST = Kind(
    "D602", Level.ERROR,
    T("KORTISTO_HOSTS hyväksyy minkä tahansa nimen (*).", "KORTISTO_HOSTS godtar vilket namn som helst (*).",
      "KORTISTO_HOSTS accepts any name (*)."),
    T("Luettele nimet, joilla sivut avataan.", "Räkna upp de namn som sidorna öppnas med.",
      "List the names under which the pages are opened."),
)  # fmt: skip
DEBUG = Kind(
    "D603", Level.ERROR,
    T("KORTISTO_DEBUG on päällä: virhesivu näyttää sisäisiä tietoja.",
      "KORTISTO_DEBUG är på: felsidan visar interna uppgifter.",
      "KORTISTO_DEBUG is on: the error page shows what is inside."),
    T("Poista asetus.", "Ta bort inställningen.", "Remove the setting."),
)  # fmt: skip
SHORT_KEY = Kind(
    "D604", Level.ERROR,
    T("Istuntojen allekirjoitusavain on lyhyt ({0} merkkiä).", "Nyckeln som signerar sessionerna är kort ({0} tecken).",
      "The key that signs sessions is short ({0} characters)."),
    T("Anna vähintään 50 satunnaista merkkiä, tai poista KORTISTO_SECRET_KEY, niin avain tehdään.",
      "Ge minst 50 slumpmässiga tecken, eller ta bort KORTISTO_SECRET_KEY så görs en nyckel.",
      "Give at least 50 random characters, or remove KORTISTO_SECRET_KEY and one is made."),
)  # fmt: skip

# --- what is well -----------------------------------------------------------------------------------------------------

PYTHON_FINE = T("Python {0}, kirjastot lukituksen mukaiset", "Python {0}, biblioteken enligt låsningen",
                "Python {0}, libraries as locked")  # fmt: skip
FOLDER_FINE = T("Tietokansio {0}: kirjoitettavissa, tilaa {1}", "Datamappen {0}: skrivbar, {1} ledigt",
                "Data folder {0}: writable, {1} free")  # fmt: skip
SECRETS_FINE = T("Salaiset tiedostot vain omistajansa luettavissa: {0}", "Hemliga filer läsbara bara för ägaren: {0}",
                 "Secret files for their owner alone: {0}")  # fmt: skip
DATABASE_FINE = T("PostgreSQL {0}, rooli {1} oikein rajattu", "PostgreSQL {0}, rollen {1} rätt begränsad",
                  "PostgreSQL {0}, the role {1} rightly limited")  # fmt: skip
TABLES_FINE = T(
    "Taulut ajan tasalla, rivikohtainen suojaus {0} taulussa",
    "Tabellerna uppdaterade, radskydd i {0} tabeller",
    "Tables up to date, row-level security on {0} of them",
)
DECLARATION_FINE = T("Seloste {0} kunnossa", "Beskrivningen {0} i ordning", "Declaration {0} in order")
FILES_FINE = T("Jokaisella tiedostolla on rivinsä ja rivillä tiedostonsa",
               "Varje fil har sin rad och varje rad sin fil",
               "Every file has its row, and every row its file")  # fmt: skip
JOBS_FINE = T("Taustatyöt kulkevat, viimeisin poistoajo: {0}", "Bakgrundsjobben löper, senaste gallring: {0}",
              "Background jobs go on, last sweep: {0}")  # fmt: skip
LOG_FINE = T("Loki on ehjä, tarkistettu viimeksi {0}", "Loggen är hel, senast kontrollerad {0}",
             "The log is whole, last checked on {0}")  # fmt: skip
LOG_UNCHECKED = T("Lokia ei ole vielä tarkistettu: ./kortisto audit verify",
                  "Loggen har ännu inte kontrollerats: ./kortisto audit verify",
                  "The log has not been checked yet: ./kortisto audit verify")  # fmt: skip
PAGES_FINE = T("Sivut: {0}", "Sidorna: {0}", "Pages: {0}")
NOT_RUNNING = T(
    "Kortisto ei ole käynnissä, joten taustatöitä ei tarkistettu",
    "Kortisto är inte igång, så bakgrundsjobben kontrollerades inte",
    "Kortisto does not run now, so background jobs were not looked at",
)
NEVER = T("ei koskaan", "aldrig", "never")
SECONDS_LONG = T("{0} sekuntiin", "på {0} sekunder", "for {0} seconds")
AT_ALL = T("lainkaan", "alls", "at all")
SUMMARY = T("Virheitä: {0}, varoituksia: {1}.", "Fel: {0}, varningar: {1}.", "Errors: {0}, warnings: {1}.")
ALL_WELL = T("Kaikki kunnossa.", "Allt är i ordning.", "All is well.")
