"""What the commands of backups and of the ledger say."""

from __future__ import annotations

from kortisto.declaration.model import Text as T  # noqa: N817 - a table of texts reads better with a short name

NO_SECRET = T(
    "Varmuuskopioiden salauksen avainta ei ole: anna se asetuksella KORTISTO_BACKUP_SECRET tai tuo tiedosto {0}.",
    "Nyckeln till säkerhetskopiorna finns inte: ange den med inställningen KORTISTO_BACKUP_SECRET eller hämta filen "
    "{0}.",
    "The secret of the backups is not here: give it as KORTISTO_BACKUP_SECRET, or bring the file {0}.",
)
SHORT_SECRET = T("KORTISTO_BACKUP_SECRET on liian lyhyt: anna vähintään {0} merkkiä.",
                 "KORTISTO_BACKUP_SECRET är för kort: ange minst {0} tecken.",
                 "KORTISTO_BACKUP_SECRET is too short: give at least {0} characters.")  # fmt: skip
MADE_SECRET = T(
    "Kopiot salataan avaimella, joka on tiedostossa {0}. Tallenna sen sisältö muualle: ilman sitä kopioita ei voi "
    "lukea, eikä se ole kopioissa.",
    "Kopiorna krypteras med nyckeln i filen {0}. Spara dess innehåll på annat håll: utan den kan kopiorna inte läsas, "
    "och den finns inte i kopiorna.",
    "Backups are sealed with the secret in the file {0}. Keep its content elsewhere: without it they cannot be read, "
    "and they do not hold it.",
)
CANNOT_READ = T("Tiedostoa {0} ei voi lukea: {1}", "Filen {0} kan inte läsas: {1}", "The file {0} cannot be read: {1}")
NOT_WHOLE = T("Varmuuskopio {0} ei ole ehjä, tai avain on väärä: {1}",
              "Säkerhetskopian {0} är inte hel, eller nyckeln är fel: {1}",
              "The backup {0} is not whole, or the secret is another: {1}")  # fmt: skip
NO_OWNER = T("Palautus tarvitsee taulujen omistajan osoitteen: KORTISTO_OWNER_DATABASE_URL",
             "Återställningen behöver adressen till tabellernas ägare: KORTISTO_OWNER_DATABASE_URL",
             "A restore needs the address of the owner of the tables: KORTISTO_OWNER_DATABASE_URL")  # fmt: skip
NO_BACKUP_ROLE = T(
    "Varmuuskopiointi tarvitsee roolin, jolta rivikohtainen suojaus ei piilota mitään: anna sen osoite asetuksella "
    "KORTISTO_BACKUP_DATABASE_URL. Rooli: create role kortisto_backup login bypassrls password '...'; "
    "grant pg_read_all_data to kortisto_backup",
    "Säkerhetskopieringen behöver en roll som radskyddet inte döljer något för: ange dess adress med inställningen "
    "KORTISTO_BACKUP_DATABASE_URL. Rollen: create role kortisto_backup login bypassrls password '...'; "
    "grant pg_read_all_data to kortisto_backup",
    "A backup needs a role from which row-level security hides nothing: give its address as "
    "KORTISTO_BACKUP_DATABASE_URL. The role: create role kortisto_backup login bypassrls password '...'; "
    "grant pg_read_all_data to kortisto_backup",
)
UNREACHABLE = T("Tietokantaan ei saada yhteyttä: {0}", "Databasen kan inte nås: {0}",
                "The database cannot be reached: {0}")  # fmt: skip
NOT_DUMPED = T("Tietokantaa ei saatu kopioitua: {0}", "Databasen kunde inte kopieras: {0}",
               "The database could not be dumped: {0}")  # fmt: skip
NOT_RESTORED = T("Tietokannan kopiota ei saatu luettua: {0}", "Databasens kopia kunde inte läsas: {0}",
                 "The dump of the database could not be read: {0}")  # fmt: skip
OLD_PROGRAMS = T(
    "Palvelimen versio on {1}, mutta PostgreSQL-ohjelmat ovat versiota {0}. Asenna uudemmat (KORTISTO_POSTGRES_BIN).",
    "Serverns version är {1}, men PostgreSQL-programmen har version {0}. Installera nyare (KORTISTO_POSTGRES_BIN).",
    "The server is of version {1}, but PostgreSQL's programs of {0}. Install newer ones (KORTISTO_POSTGRES_BIN).",
)
MAKING = T("Kopioidaan tietokanta ja tiedostot ...", "Kopierar databasen och filerna ...",
           "Copying database and files ...")  # fmt: skip
VERIFYING = T("Luetaan kopio alusta loppuun ...", "Läser kopian från början till slut ...",
              "Reading the backup from beginning to end ...")  # fmt: skip
MADE = T("Varmuuskopio on valmis ja luettu: {0} ({1:.1f} Mt, {2:.0f} s)",
         "Säkerhetskopian är klar och läst: {0} ({1:.1f} MB, {2:.0f} s)",
         "The backup is made and was read: {0} ({1:.1f} MB, {2:.0f} s)")  # fmt: skip
WHOLE = T("Ehjä: tehty {0}, seloste {1}, tietokanta {2:.1f} Mt, tiedostoja {3}, luettelossa {4} riviä.",
          "Hel: gjord {0}, beskrivning {1}, databas {2:.1f} MB, filer {3}, förteckningen har {4} rader.",
          "Whole: made {0}, declaration {1}, database {2:.1f} MB, files {3}, ledger of {4} lines.")  # fmt: skip
ROTATED = T("Poistettu {0}: selosteen mukaan kopio saa olla enintään {1} vanha.",
            "Borttagen {0}: enligt beskrivningen får en kopia vara högst {1} gammal.",
            "Removed {0}: by the declaration a backup may be {1} old at most.")  # fmt: skip
NO_AGE = T(
    "Seloste ei kerro, kuinka vanha varmuuskopio saa olla (places: kind: backup, lag). Vanhoja kopioita ei siksi "
    "poisteta, eikä poistoluettelosta mitään.",
    "Beskrivningen säger inte hur gammal en säkerhetskopia får vara (places: kind: backup, lag). Därför tas inga gamla "
    "kopior bort, och inget ur raderingsförteckningen.",
    "The declaration does not say how old a backup may be (places: kind: backup, lag). So no old backup is removed, "
    "and nothing is dropped from the ledger of erasures.",
)
NO_BACKUPS = T("Kansiossa {0} ei ole varmuuskopioita.", "Mappen {0} har inga säkerhetskopior.",
               "There are no backups in {0}.")  # fmt: skip
NOT_EMPTY = T(
    "Kansiossa {0} tai sen tietokannassa on jo tietoja. Palauta tyhjään kansioon, tai korvaa ne: --replace "
    "(nykyinen tietokanta ja tiedostot häviävät).",
    "Mappen {0} eller dess databas har redan uppgifter. Återställ till en tom mapp, eller ersätt dem: --replace "
    "(den nuvarande databasen och filerna försvinner).",
    "The folder {0} or its database holds data already. Restore into an empty folder, or replace them: --replace "
    "(the present database and files are gone then).",
)
RUNS = T("Kortisto on käynnissä kansiossa {0}: pysäytä se ensin.", "Kortisto är igång i mappen {0}: stoppa det först.",
         "Kortisto runs in the folder {0}: stop it first.")  # fmt: skip
READING_BACK = T("Palautetaan tietokanta ja tiedostot ...", "Återställer databasen och filerna ...",
                 "Putting database and files back ...")  # fmt: skip
REPLAYING = T("Toistetaan poistoluetteloa: {0} / {1}", "Gör om raderingsförteckningen: {0} / {1}",
              "Carrying out the ledger again: {0} of {1}")  # fmt: skip
REPLAYED = T("Toistettu {0} merkintää: henkilöitä poistettu {1}, organisaatioita {2}. Ketään poistettua ei ole "
             "tallella.",
             "{0} anteckningar gjordes om: {1} personer och {2} organisationer raderades. Ingen raderad finns kvar.",
             "{0} entries carried out again: {1} people and {2} organisations erased. Nobody who was erased is left."
             )  # fmt: skip
STILL_THERE = T("Poistettuja on yhä tietokannassa: {0}. Ovet pysyvät kiinni. Ota yhteys ylläpitoon.",
                "Raderade finns kvar i databasen: {0}. Dörrarna förblir stängda. Kontakta underhållet.",
                "Some who were erased are still in the database: {0}. The doors stay shut. Ask for help.")  # fmt: skip
RESTORED = T("Palautettu hetkeen {0}. Nyt: ./kortisto up", "Återställd till {0}. Nu: ./kortisto up",
             "Restored to {0}. Now: ./kortisto up")  # fmt: skip
NO_REPLAYER = T(
    "Poistoluettelossa on merkintä, jota tämä ohjelmaversio ei osaa toistaa ({0}). Ovet pysyvät kiinni. Asenna "
    "versio, jolla merkintä tehtiin, tai uudempi, ja aja: ./kortisto ledger replay",
    "Raderingsförteckningen har en anteckning som den här programversionen inte kan göra om ({0}). Dörrarna förblir "
    "stängda. Installera versionen som gjorde den, eller en nyare, och kör: ./kortisto ledger replay",
    "The ledger of erasures has an entry that this version of the program cannot carry out ({0}). The doors stay shut. "
    "Install the version that made it, or a newer one, and run: ./kortisto ledger replay",
)
LOST_LINES = T(
    "Lokista puuttuvat rivit {0}–{1}: ne kirjattiin varmuuskopion jälkeen. Todistajan tiedosto on tallessa: {2}",
    "Loggen saknar raderna {0}–{1}: de skrevs efter säkerhetskopian. Vittnets fil finns kvar: {2}",
    "The log lacks the lines {0} to {1}: they were written after the backup. The witness's file is kept: {2}",
)
ASK_LOST = T(
    "Ilman luetteloa kukaan ei tiedä, ketkä on poistettu varmuuskopion jälkeen: he palaavat. Ilmoitus kirjataan lokiin "
    "ja uuteen luetteloon. Jatketaanko?",
    "Utan förteckningen vet ingen vilka som har raderats efter säkerhetskopian: de kommer tillbaka. Uppgiften "
    "antecknas i loggen och i den nya förteckningen. Fortsätta?",
    "Without the ledger nobody knows who was erased since the backup: they come back. The declaration is kept in the "
    "log and in the new ledger. Go on?",
)
NOT_CONFIRMED = T("Vahvista: --yes", "Bekräfta: --yes", "Confirm: --yes")
LOST = T("Uusi poistoluettelo on aloitettu, ja kadonneesta on merkintä. Kirjaa tietoturvaloukkaus, jos on syytä.",
         "En ny raderingsförteckning har börjats, och den förlorade är antecknad. Anteckna en personuppgiftsincident "
         "om det behövs.",
         "A new ledger is begun, and says that the other was lost. Note a personal data breach if there was one."
         )  # fmt: skip
LEDGER = T("Poistoluettelo on ehjä: {0}. Rivejä {1}, merkintöjä {2}, tunnistetiivisteitä {3}.",
           "Raderingsförteckningen är hel: {0}. Rader {1}, anteckningar {2}, igenkänningshashar {3}.",
           "The ledger of erasures is whole: {0}. Lines {1}, entries {2}, hashes to recognise by {3}.")  # fmt: skip
COPY_OUTDATED = T("Kopio {0} ei ole ajan tasalla: {1}", "Kopian {0} är inte aktuell: {1}",
                  "The copy {0} is not up to date: {1}")  # fmt: skip
NOTHING_TO_DO = T("Tietokannasta ei puutu mitään.", "Databasen saknar ingenting.", "The database lacks nothing.")
