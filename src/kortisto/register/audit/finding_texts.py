"""What a finding says to people: what is wrong, where, and what it means."""

from __future__ import annotations

from kortisto.declaration.model import Text as T  # noqa: N817 - a table of texts reads better with a short name
from kortisto.register.audit.range_check import Finding, FindingKind

_WHAT = {
    FindingKind.CHANGED: T(
        "Rivi {place} ei ole se, joka sinetöitiin: sitä on muutettu (tapahtuma {event}).",
        "Rad {place} är inte den som förseglades: den har ändrats (händelse {event}).",
        "Line {place} is not what was sealed: it has been changed (event {event}).",
    ),
    FindingKind.MISSING: T(
        "Sinetöityjä rivejä puuttuu: {places}.",
        "Förseglade rader saknas: {places}.",
        "Lines that were sealed are missing: {places}.",
    ),
    FindingKind.INSERTED: T(
        "Rivi {place} on lisätty lokiin sinetin ohi (tapahtuma {event}).",
        "Rad {place} har lagts till i loggen förbi förseglingen (händelse {event}).",
        "Line {place} was put into the log past the seal (event {event}).",
    ),
    FindingKind.MOVED: T(
        "Rivillä {place} on rivi, joka sinetöitiin paikalle {detail}: järjestystä on muutettu.",
        "På rad {place} står den rad som förseglades på plats {detail}: ordningen har ändrats.",
        "Line {place} holds what was sealed in place {detail}: the order has been changed.",
    ),
    FindingKind.TRUNCATED: T(
        "Lokin loppu puuttuu: todistaja {detail} on nähnyt rivit {places}, joita ei enää ole.",
        "Slutet av loggen saknas: vittnet {detail} har sett raderna {places}, som inte längre finns.",
        "The end of the log is gone: the witness {detail} has seen the lines {places}, which are no longer there.",
    ),
    FindingKind.REWRITTEN: T(
        "Historia on kirjoitettu uudelleen: rivit {places} eivät ole ne, jotka on allekirjoitettu ({detail}).",
        "Historien har skrivits om: raderna {places} är inte de som har undertecknats ({detail}).",
        "History has been rewritten: the lines {places} are not those that were signed ({detail}).",
    ),
    FindingKind.SEAL: T(
        "Rivit {places} sinetöivät tiivisteet eivät täsmää: sinettiä on muutettu.",
        "Hashvärdena som förseglar raderna {places} stämmer inte: förseglingen har ändrats.",
        "The hashes that seal the lines {places} do not fit together: the seal has been changed.",
    ),
    FindingKind.SIGNATURE: T(
        "Allekirjoitus ei ole tämän lokin avaimella tehty: {detail}.",
        "Underskriften är inte gjord med loggens nyckel: {detail}.",
        "A signature was not made with the key of this log: {detail}.",
    ),
    FindingKind.WITNESS: T(
        "Todistajaa ei voi lukea, tai se ei ole nähnyt mitään: {detail}.",
        "Vittnet kan inte läsas, eller har inte sett något: {detail}.",
        "A witness cannot be read, or has seen nothing: {detail}.",
    ),
    FindingKind.WAITING: T(
        "Rivit odottavat sinettiä liian kauan ({detail} alkaen): onko taustaohjelma käynnissä?",
        "Rader väntar för länge på försegling (sedan {detail}): är bakgrundsprogrammet i gång?",
        "Lines wait too long for their seal (since {detail}): is the worker running?",
    ),
}


def sentence(finding: Finding, language: str) -> str:
    """Return what a finding says, in `fi`, `sv` or `en`. Places are counted from one, as people count lines."""
    first = "?" if finding.first is None else f"{finding.first + 1:,}".replace(",", " ")
    last = "?" if finding.last is None else f"{finding.last + 1:,}".replace(",", " ")
    detail = finding.detail
    if finding.kind is FindingKind.MOVED and detail.isdigit():
        detail = str(int(detail) + 1)
    return (
        _WHAT[finding.kind]
        .in_language(language)
        .format(place=first, places=first if first == last else f"{first}–{last}", event=finding.event, detail=detail)
    )
