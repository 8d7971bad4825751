"""What the launcher of PostgreSQL and the check of a server say, in three languages; each says what to do."""

from __future__ import annotations

from kortisto.declaration.model import Text as T  # noqa: N817 - a table of texts reads better with a short name

NO_SYSTEM_USER = T(
    "Tietokantapalvelinta ei voi ajaa rootina, eikä käyttäjää {0} voitu luoda. Luo se: useradd --system {0}",
    "Databasservern kan inte köras som root, och användaren {0} kunde inte skapas. Skapa den: useradd --system {0}",
    "The database server does not run as root, and the user {0} cannot be created. Create it: useradd --system {0}",
)
DATA_TOO_NEW = T(
    "Tiedot on kirjoittanut PostgreSQL {0}, joka on uudempi kuin täällä oleva ({1}). Tiedot eivät voi palata "
    "vanhempaan versioon: käytä uudempaa Kortistoa tai palauta aiemmin tehty varmuuskopio.",
    "Uppgifterna är skrivna av PostgreSQL {0}, som är nyare än den som finns här ({1}). De kan inte gå tillbaka "
    "till en äldre version: använd den nyare Kortisto eller återställ en säkerhetskopia från förr.",
    "The data was written by PostgreSQL {0}, which is newer than what is here ({1}). Data cannot go back to an "
    "older version: run the newer Kortisto, or restore a backup made before.",
)
DATA_OF_ANOTHER = T("Tiedot on kirjoittanut PostgreSQL {0}; täällä on {1}. Asenna PostgreSQL {0} tai kerro "
                    "KORTISTO_POSTGRES_BIN-muuttujassa, missä sen ohjelmat ovat.",
                    "Uppgifterna är skrivna av PostgreSQL {0}; här finns {1}. Installera PostgreSQL {0} eller ange i "
                    "KORTISTO_POSTGRES_BIN var dess program finns.",
                    "The data was written by PostgreSQL {0}; here is {1}. Install PostgreSQL {0} or point "
                    "KORTISTO_POSTGRES_BIN to its programs.")  # fmt: skip
NO_SERVER = T(
    "Täällä ei ole PostgreSQL:ää, jonka versio on {0} tai uudempi. Asenna se (Debian: apt-get install postgresql), "
    "tai osoita KORTISTO_POSTGRES_BIN kansioon, jossa sen ohjelmat ovat, tai KORTISTO_DATABASE_URL palvelimeen.",
    "Här finns ingen PostgreSQL av version {0} eller nyare. Installera en (Debian: apt-get install postgresql), "
    "eller peka KORTISTO_POSTGRES_BIN på en mapp med dess program, eller KORTISTO_DATABASE_URL på en server.",
    "No PostgreSQL of version {0} or newer is here. Install one (Debian: apt-get install postgresql), or point "
    "KORTISTO_POSTGRES_BIN to a folder with its programs, or KORTISTO_DATABASE_URL to a server.",
)
DOES_NOT_STOP = T("Tietokantapalvelin ei pysähdy: {0}", "Databasservern stannar inte: {0}",
                  "The database server does not stop: {0}")  # fmt: skip
DOES_NOT_START = T("Tietokantapalvelin ei käynnisty. Sen viimeiset sanat:\n{0}",
                   "Databasservern startar inte. Dess sista ord:\n{0}",
                   "The database server does not start. Its last words:\n{0}")  # fmt: skip
NO_SPACE = T(
    "Tietokantapalvelin ei käynnisty, koska levy on täynnä: {0}. Vapauta tilaa: käynnissä oleva Kortisto jatkaa sitten "
    "itse, pysähtynyt käynnistetään uudelleen. Mitään tallennettua ei ole kadonnut.",
    "Databasservern startar inte, eftersom disken är full: {0}. Frigör utrymme: en Kortisto som är igång fortsätter "
    "sedan själv, en som har stannat startas om. Inget som har sparats har gått förlorat.",
    "The database server does not start because the disk is full: {0}. Free some space: a Kortisto that runs then goes "
    "on by itself, one that has stopped is started again. Nothing that was saved is lost.",
)
SOCKET_OF_ANOTHER = T("{0} kuuluu toiselle käyttäjälle, joten palvelimen pistoketta ei luoda sinne. Poista se.",
                      "{0} tillhör någon annan, så serverns socket läggs inte där. Ta bort den.",
                      "{0} belongs to somebody else, so the server's socket is not put there. Remove it.")  # fmt: skip
NOT_WRITABLE = T("Tämä käyttäjä ei saa kirjoittaa kansioon {0}. Aja käyttäjänä, jolle se kuuluu.",
                 "{0} kan inte skrivas av denna användare. Kör som den användare som äger den.",
                 "{0} cannot be written by this user. Run as the user whom it belongs to.")  # fmt: skip
OTHER_LAYOUT = T(
    "Kansion {0} tiedot on järjestänyt toinen Kortisto (järjestys {1}; tämä tuntee järjestyksen {2}). Tiedot eivät "
    "voi palata vanhempaan versioon: käytä uudempaa Kortistoa tai palauta aiemmin tehty varmuuskopio.",
    "Uppgifterna i {0} är ordnade av en annan Kortisto (ordning {1}; denna känner till {2}). De kan inte gå "
    "tillbaka till en äldre version: använd den nyare Kortisto eller återställ en säkerhetskopia från förr.",
    "The data in {0} was arranged by another Kortisto (layout {1}; this one knows {2}). Data cannot go back to an "
    "older version: run the newer Kortisto, or restore a backup made before.",
)
NOT_A_DATABASE = T("{0} ei ole tietokanta, mutta ei tyhjäkään. Siirrä se pois.",
                   "{0} är ingen databas, men inte heller tom. Flytta bort den.",
                   "{0} is not a database, but not empty either. Move it away.")  # fmt: skip
NOT_CREATED = T("Tietokantaa ei voitu luoda: {0}", "Databasen kunde inte skapas: {0}",
                "The database could not be created: {0}")  # fmt: skip
ADMIN_REFUSED = T("Tietokanta ei päästä ylläpitäjäänsä sisään; ovatko kansion {0} tiedostot ehjät? {1}",
                  "Databasen släpper inte in sin administratör; är filerna i {0} hela? {1}",
                  "The database refuses its administrator; are the files in {0} whole? {1}")  # fmt: skip
NOBODY_HERE = T("ei mitään", "ingen", "none")

# --- a server of one's own ------------------------------------------------------------------------------------------

TOO_OLD = T("Palvelimen PostgreSQL on {0}. Kortisto tarvitsee version {1} tai uudemman: päivitä palvelin.",
            "Serverns PostgreSQL är {0}. Kortisto behöver version {1} eller nyare: uppgradera servern.",
            "The server's PostgreSQL is {0}. Kortisto needs {1} or newer: upgrade the server.")  # fmt: skip
NOT_UTF8 = T("Tietokannan merkistö on {0}. Luo tietokanta, jonka merkistö on UTF8: ./kortisto database prepare",
             "Databasens teckenkodning är {0}. Gör en databas med UTF8: ./kortisto database prepare",
             "The database's encoding is {0}. Make one with UTF8: ./kortisto database prepare")  # fmt: skip
SUPERUSER = T(
    "Rooli {0} on pääkäyttäjä (superuser), joten mikään oikeus ei rajoita sitä eikä lokia suojaa mikään. Anna "
    "KORTISTO_DATABASE_URL-osoitteessa tavallinen rooli; ./kortisto database prepare tekee sellaisen.",
    "Rollen {0} är superanvändare, så inga rättigheter begränsar den och inget skyddar loggen. Ange en vanlig roll "
    "i KORTISTO_DATABASE_URL; ./kortisto database prepare gör en.",
    "The role {0} is a superuser, so no privilege limits it and nothing protects the log. Give an ordinary role in "
    "KORTISTO_DATABASE_URL; ./kortisto database prepare makes one.",
)
BYPASSES = T(
    "Rooli {0} ohittaa rivikohtaisen suojauksen (BYPASSRLS), joten henkilötiedot näkyisivät ilman merkintää lokiin. "
    "Poista se: ALTER ROLE {0} NOBYPASSRLS",
    "Rollen {0} går förbi radskyddet (BYPASSRLS), så personuppgifter skulle synas utan en rad i loggen. Ta bort "
    "det: ALTER ROLE {0} NOBYPASSRLS",
    "The role {0} bypasses row-level security (BYPASSRLS), so people's data would show without a line in the log. "
    "Take it away: ALTER ROLE {0} NOBYPASSRLS",
)
OWNS = T("Rooli {0} omistaa tauluja tai voi luoda niitä, joten se voisi poistaa lokin suojauksen. Käytä "
         "KORTISTO_DATABASE_URL-osoitteessa toista roolia kuin KORTISTO_OWNER_DATABASE_URL-osoitteessa.",
         "Rollen {0} äger tabeller eller får skapa dem, så den kunde ta bort loggens skydd. Använd en annan roll i "
         "KORTISTO_DATABASE_URL än i KORTISTO_OWNER_DATABASE_URL.",
         "The role {0} owns tables or may create them, so it could take the log's protection away. Use another role in "
         "KORTISTO_DATABASE_URL than in KORTISTO_OWNER_DATABASE_URL.")  # fmt: skip
LOG_OPEN = T(
    "Rooli {0} saa muuttaa tai poistaa lokin rivejä ({1}). Uusi oikeudet: ./kortisto database migrate",
    "Rollen {0} får ändra eller ta bort rader i loggen ({1}). Förnya rättigheterna: ./kortisto database migrate",
    "The role {0} may change or delete rows of the log ({1}). Renew the privileges: ./kortisto database migrate",
)
