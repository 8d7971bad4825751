"""What the settings say when they cannot be used, in three languages."""

from __future__ import annotations

from kortisto.declaration.model import Text as T  # noqa: N817 - a table of texts reads better with a short name

NO_KEY = T("Istuntojen allekirjoitusavainta ei voi säilyttää tiedostossa {0} ({1}). Anna KORTISTO_SECRET_KEY, tai anna "
           "KORTISTO_DATA-muuttujassa kansio, johon saa kirjoittaa.",
           "Nyckeln som signerar sessionerna kan inte förvaras i {0} ({1}). Ange KORTISTO_SECRET_KEY, eller ange i "
           "KORTISTO_DATA en mapp som får skrivas i.",
           "The key that signs sessions cannot be kept in {0} ({1}). Set KORTISTO_SECRET_KEY, or KORTISTO_DATA to a "
           "folder that may be written.")  # fmt: skip
# The parser's own message repeats parts of the address, which holds a password.
NO_ADDRESS = T("{0} ei ole PostgreSQL-osoite. Kirjoita se näin: postgresql://KÄYTTÄJÄ:SALASANA@PALVELIN/TIETOKANTA",
               "{0} är ingen PostgreSQL-adress. Skriv den så här: postgresql://ANVÄNDARE:LÖSENORD@SERVER/DATABAS",
               "{0} is no PostgreSQL address. Write it as: postgresql://USER:PASSWORD@SERVER/DATABASE")  # fmt: skip
