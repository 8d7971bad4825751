"""What `./kortisto up` says, in three languages."""

from __future__ import annotations

from collections.abc import Mapping

from kortisto.declaration.model import Text as T  # noqa: N817 - a table of texts reads better with a short name

DATABASE = T("Tietokanta käynnissä", "Databasen är igång", "Database running")
MIGRATED = T("Taulut ajan tasalla", "Tabellerna är uppdaterade", "Tables up to date")
DECLARATION = T("Seloste luettu: {0}", "Dataskyddsbeskrivningen är läst: {0}", "Declaration read: {0}")
DEMO = T("Esimerkkiyritys ladattu: {0} organisaatiota, {1} henkilöä, {2} tilausta",
         "Exempelföretaget är inläst: {0} organisationer, {1} personer, {2} beställningar",
         "Demo company loaded: {0} organisations, {1} people, {2} orders")  # fmt: skip
LOGINS = T("Tunnukset luotu: {0}", "Inloggningar skapade: {0}", "Logins made: {0}")
RUNNING = T("Verkkosivut ja taustatyöt käynnissä", "Webbsidorna och bakgrundsjobben är igång",
            "Web pages and background jobs running")  # fmt: skip
OPEN = T("Kortisto on käynnissä ({0:.1f} s). Avaa selaimessa: {1}",
         "Kortisto är igång ({0:.1f} s). Öppna i webbläsaren: {1}",
         "Kortisto is running ({0:.1f} s). Open in a browser: {1}")  # fmt: skip
LOG_IN_WITH = T("Kirjaudu jollakin näistä (esimerkkiyrityksen tunnukset, tiedostossa {0}):",
                "Logga in med någon av dessa (exempelföretagets inloggningar, i filen {0}):",
                "Log in with one of these (logins of the demo company, kept in {0}):")  # fmt: skip
MAIN_USER = T("Pääkäyttäjä: {0}", "Huvudanvändare: {0}", "Main user: {0}")
PASSWORD_ONCE = T("Salasana: {0}   (näytetään vain nyt; ota se talteen)", "Lösenord: {0}   (visas bara nu; spara det)",
                  "Password: {0}   (shown only now; keep it)")  # fmt: skip
HOW_TO_STOP = T("Pysäytys: Ctrl-C. Lokit: {0}", "Stoppa med Ctrl-C. Loggar: {0}", "Stop with Ctrl-C. Logs: {0}")
STOPPING = T("Pysäytetään ...", "Stoppar ...", "Stopping ...")
STOPPED = T("Pysäytetty.", "Stoppat.", "Stopped.")
WAITING = T("Toinen komento käyttää tietokantaa; odotetaan, että se päättyy ...",
            "Ett annat kommando använder databasen; väntar tills det är klart ...",
            "Another command is using the database; waiting for it to end ...")  # fmt: skip
NOT_EMPTY = T("Huomaa: tässä asennuksessa on jo käyttäjiä, joten --empty ei muuta mitään. Tyhjä asennus syntyy "
              "toiseen kansioon: KORTISTO_DATA=KANSIO ./kortisto up --empty",
              "Observera: denna installation har redan användare, så --empty ändrar ingenting. En tom installation "
              "görs i en annan mapp: KORTISTO_DATA=MAPP ./kortisto up --empty",
              "Note: this installation has users already, so --empty changes nothing. An empty installation is made in "
              "another folder: KORTISTO_DATA=FOLDER ./kortisto up --empty")  # fmt: skip
NO_DEMO = T("Esimerkkiyritystä ei ladattu: seloste {0} ei anna kerätä asiakkaiden nimiä asiakassuhteen hoitoon.",
            "Exempelföretaget lästes inte in: beskrivningen {0} låter inte samla in kunders namn för kundrelationen.",
            "The demo company was not loaded: the declaration {0} does not let names of customers be collected for the "
            "customer relationship.")  # fmt: skip
FAILED_JOB = T("Huomaa: taustatyö {0} epäonnistui {1}; syy on lokissa {2}.",
               "Observera: bakgrundsjobbet {0} misslyckades {1}; orsaken finns i loggen {2}.",
               "Note: the background job {0} failed on {1}; the reason is in the log {2}.")  # fmt: skip

ASK_EMAIL = T("Pääkäyttäjän sähköpostiosoite", "Huvudanvändarens e-postadress", "E-mail address of the main user")
ASK_PASSWORD = T("Salasana, vähintään 15 merkkiä (tyhjä: Kortisto keksii sen)",
                 "Lösenord, minst 15 tecken (tomt: Kortisto hittar på ett)",
                 "Password, at least 15 characters (empty: Kortisto makes one up)")  # fmt: skip
ASK_PASSWORD_AGAIN = T("Sama salasana uudelleen", "Samma lösenord en gång till", "The same password again")
NOT_THE_SAME = T("Salasanat eivät olleet samat.", "Lösenorden var inte lika.", "The two were not the same.")

# --- what can go wrong; each says what to do --------------------------------------------------------------------------

RUNS_ALREADY = T("Kortisto on jo käynnissä: {0} (prosessi {1}). Pysäytä se siellä Ctrl-C:llä tai komennolla: kill {1}",
                 "Kortisto är redan igång: {0} (process {1}). Stoppa det där med Ctrl-C eller med: kill {1}",
                 "Kortisto runs already: {0} (process {1}). Stop it there with Ctrl-C, or with: kill {1}")  # fmt: skip
STARTS_ALREADY = T("Toinen ./kortisto up on juuri käynnistymässä samassa kansiossa ({0}).",
                   "Ett annat ./kortisto up håller just på att starta i samma mapp ({0}).",
                   "Another ./kortisto up is just starting in the same folder ({0}).")  # fmt: skip
PORT_TAKEN = T("Portti {0} on toisen ohjelman käytössä. Valitse toinen (--port {1}) tai jätä --port pois, "
               "niin vapaa portti valitaan puolestasi.",
               "Porten {0} används av ett annat program. Välj en annan (--port {1}) eller utelämna --port, "
               "så väljs en ledig port.",
               "Port {0} is used by another program. Choose another (--port {1}), or leave --port out and a free one "
               "is chosen for you.")  # fmt: skip
PORT_FORBIDDEN = T("Porttia {0} ei saa käyttää ({1}). Valitse suurempi kuin 1023, esimerkiksi --port 8000.",
                   "Porten {0} får inte användas ({1}). Välj en större än 1023, till exempel --port 8000.",
                   "Port {0} may not be used ({1}). Choose one above 1023, such as --port 8000.")  # fmt: skip
STARTED_AGAIN = T("{0} päättyi yllättäen (tila {1}) ja käynnistettiin uudelleen. Loki: {2}",
                  "{0} avslutades oväntat (status {1}) och startades om. Logg: {2}",
                  "{0} ended unexpectedly (status {1}) and was started again. Log: {2}")  # fmt: skip
DATABASE_AGAIN = T("Tietokanta päättyi yllättäen ja käynnistettiin uudelleen. Loki: {0}",
                   "Databasen avslutades oväntat och startades om. Logg: {0}",
                   "The database ended unexpectedly and was started again. Log: {0}")  # fmt: skip
NOT_STARTED = T("Tietokantaa ei saatu käynnistettyä uudelleen: {0} Loki: {1}",
                "Databasen kunde inte startas om: {0} Logg: {1}",
                "The database could not be started again: {0} Log: {1}")  # fmt: skip
DATABASE_DIED = T("Tietokanta päättyi yhä uudelleen, joten kaikki pysäytettiin. Syy on sen lokissa: {0}",
                  "Databasen avslutades gång på gång, så allt stoppades. Orsaken finns i dess logg: {0}",
                  "The database ended over and over, so everything was stopped. The reason is in its log: {0}"
                  )  # fmt: skip
CHILD_DIED = T("{0} päättyi yllättäen (tila {1}), joten kaikki pysäytettiin. Lokin {2} viimeiset rivit:",
               "{0} avslutades oväntat (status {1}), så allt stoppades. De sista raderna i loggen {2}:",
               "{0} ended unexpectedly (status {1}), so everything was stopped. Last lines of the log "
               "{2}:")  # fmt: skip
NO_ANSWER = T("Verkkosivut eivät vastanneet {0} sekunnissa. Lokin {1} viimeiset rivit:",
              "Webbsidorna svarade inte på {0} sekunder. De sista raderna i loggen {1}:",
              "The web pages did not answer in {0} seconds. Last lines of the log {1}:")  # fmt: skip
NAMES: Mapping[str, T] = {
    "web": T("Verkkopalvelin", "Webbservern", "The web server"),
    "worker": T("Taustatöiden suorittaja", "Bakgrundsjobbens process", "The worker of background jobs"),
    "database": T("Tietokanta", "Databasen", "The database"),
}
NO_FILE = T("{0}: {1}. Anna kansio, johon saa kirjoittaa ja jossa on tilaa: KORTISTO_DATA=KANSIO ./kortisto up",
            "{0}: {1}. Ange en mapp som får skrivas i och som har utrymme: KORTISTO_DATA=MAPP ./kortisto up",
            "{0}: {1}. Name a folder that may be written and has space: "
            "KORTISTO_DATA=FOLDER ./kortisto up")  # fmt: skip
NO_DATABASE = T("Tietokantaan ei saada yhteyttä: {0} Tarkista KORTISTO_DATABASE_URL.",
                "Databasen kan inte nås: {0} Kontrollera KORTISTO_DATABASE_URL.",
                "The database cannot be reached: {0} Check KORTISTO_DATABASE_URL.")  # fmt: skip
DATABASE_ERROR = T("Tietokanta keskeytti käynnistyksen: {0} Palvelimen loki on kansiossa {1}.",
                   "Databasen avbröt starten: {0} Serverns logg finns i mappen {1}.",
                   "The database broke off the start: {0} The server's log is in {1}.")  # fmt: skip
NOT_MIGRATED = T("Tietokannan taulut eivät ole ajan tasalla. Anna myös omistajan osoite: KORTISTO_OWNER_DATABASE_URL.",
                 "Databasens tabeller är inte uppdaterade. Ange också ägarens adress: KORTISTO_OWNER_DATABASE_URL.",
                 "The tables of the database are not up to date. Give the owner's address too: "
                 "KORTISTO_OWNER_DATABASE_URL.")  # fmt: skip
BAD_DECLARATION = T("Selosteessa {0} on {1} virhettä, joten ohjelma ei käynnisty. Katso ne: "
                    "./kortisto notice check {0}",
                    "Beskrivningen {0} har {1} fel, så programmet startar inte. Se dem: ./kortisto notice check {0}",
                    "The declaration {0} has {1} errors, so nothing is started. See them: "
                    "./kortisto notice check {0}")  # fmt: skip
NO_MAIN_USER = T("Ensimmäinen käynnistys tarvitsee pääkäyttäjän: --main-user OSOITE tai KORTISTO_MAIN_USER "
                 "(salasana: KORTISTO_MAIN_PASSWORD, tai se keksitään ja näytetään kerran).",
                 "Den första starten behöver en huvudanvändare: --main-user ADRESS eller KORTISTO_MAIN_USER "
                 "(lösenord: KORTISTO_MAIN_PASSWORD, annars hittas ett på och visas en gång).",
                 "The first start needs a main user: --main-user ADDRESS or KORTISTO_MAIN_USER "
                 "(password: KORTISTO_MAIN_PASSWORD, or one is made up and shown once).")  # fmt: skip
BAD_EMAIL = T("{0} ei ole sähköpostiosoite. Kirjoita se muodossa nimi@yritys.fi.",
              "{0} är ingen e-postadress. Skriv den som namn@foretag.fi.",
              "{0} is no e-mail address. Write it as name@company.com.")  # fmt: skip
WEAK_PASSWORD = T("Salasana ei kelpaa: {0}", "Lösenordet duger inte: {0}", "The password will not do: {0}")
