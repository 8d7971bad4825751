"""The headings of the record of processing activities."""

from __future__ import annotations

from collections.abc import Mapping

from kortisto.declaration.model import Text as T  # noqa: N817 - a table of texts reads better with a short name

TITLE = T("Seloste käsittelytoimista", "Register över behandling", "Record of processing activities")

COLUMNS: Mapping[str, T] = {
    "purpose": T("Käsittelyn tarkoitus", "Ändamål med behandlingen", "Purpose of the processing"),
    "basis": T("Oikeusperuste", "Rättslig grund", "Legal basis"),
    "subjects": T("Rekisteröityjen ryhmät", "Kategorier av registrerade", "Categories of data subjects"),
    "items": T("Henkilötietoryhmät", "Kategorier av personuppgifter", "Categories of personal data"),
    "recipients": T("Vastaanottajien ryhmät", "Kategorier av mottagare", "Categories of recipients"),
    "transfers": T("Siirrot kolmansiin maihin ja suojatoimet", "Överföringar till tredjeländer och skyddsåtgärder",
                   "Transfers to third countries and safeguards"),
    "limits": T("Määräajat tietojen poistamiselle", "Tidsfrister för radering", "Time limits for erasure"),
    "point": T("Kohta", "Punkt", "Point"),
    "content": T("Sisältö", "Innehåll", "Content"),
    "common": T("Rekisterinpitäjä ja suojaus", "Personuppgiftsansvarig och skydd", "Controller and security"),
    "no transfers": T("Ei siirtoja EU:n tai ETA:n ulkopuolelle.", "Inga överföringar utanför EU eller EES.",
                      "No transfers outside the EU or the EEA."),
}  # fmt: skip
