"""Sentences for the ledger of erasures, backups and restores."""

from __future__ import annotations

from kortisto.declaration.model import Text as T  # noqa: N817 - a table of texts reads better with a short name

LEDGER: dict[str, T] = {
    "backup.make": T("{who} teki varmuuskopion.", "{who} gjorde en säkerhetskopia.", "{who} made a backup."),
    "backup.restore": T(
        "{who} palautti tietokannan varmuuskopiosta.",
        "{who} återställde databasen från en säkerhetskopia.",
        "{who} restored the database from a backup.",
    ),
    "ledger.compare": T(
        "{who} tarkisti, ettei ketään poistettua ole tallella.",
        "{who} kontrollerade att ingen som har raderats finns kvar.",
        "{who} checked that nobody who was erased is left.",
    ),
    "ledger.again": T(
        "{who} toisti palautuksen jälkeen sen, mitä poistoluettelo sanoo tehdyn varmuuskopion jälkeen.",
        "{who} gjorde efter återställningen om det som raderingsförteckningen säger har gjorts efter säkerhetskopian.",
        "{who} did again, after a restore, what the ledger of erasures says was done since the backup.",
    ),
    "recognised.contract": T(
        "{who} lisäsi henkilön, joka oli pyytänyt poistamaan tietonsa: uusi sopimus tai tilaus.",
        "{who} lade till en person som hade bett om radering: ett nytt avtal eller en ny beställning.",
        "{who} added somebody who had asked to be erased: a new contract or order.",
    ),
    "recognised.own_wish": T(
        "{who} lisäsi henkilön, joka oli pyytänyt poistamaan tietonsa: hän otti itse yhteyttä.",
        "{who} lade till en person som hade bett om radering: personen tog själv kontakt.",
        "{who} added somebody who had asked to be erased: they contacted us themselves.",
    ),
    "recognised.role": T(
        "{who} lisäsi henkilön, joka oli pyytänyt poistamaan tietonsa: hän edustaa organisaatiota.",
        "{who} lade till en person som hade bett om radering: personen företräder en organisation.",
        "{who} added somebody who had asked to be erased: they act for an organisation.",
    ),
    "ledger.lost": T(
        "{who} ilmoitti kirjallisesti, että poistoluettelo on kadonnut.",
        "{who} uppgav skriftligen att raderingsförteckningen har gått förlorad.",
        "{who} declared in writing that the ledger of erasures is lost.",
    ),
}
