"""What an erasure asks for in each place where data lie: the database by the program, paper and devices by people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kortisto.declaration.civil_time import end_after
from kortisto.declaration.compiled import Compiled
from kortisto.declaration.conditions import ancestry
from kortisto.declaration.model import Place, Text
from kortisto.declaration.words import PlaceKind


class Doing(StrEnum):
    """How data leave a place, and what proves it."""

    BY_PROGRAM = "by program"  # proof: the certificate of the run
    BY_LAPSE = (
        "by lapse"  # backups grow old, and files of imports go; what a backup brings back is erased by the ledger
    )
    BY_HAND = "by hand"  # proof: a named person signs the task


_DOING = {
    PlaceKind.DATABASE: Doing.BY_PROGRAM,
    PlaceKind.FILES: Doing.BY_PROGRAM,
    PlaceKind.BACKUP: Doing.BY_LAPSE,
    PlaceKind.INCOMING: Doing.BY_LAPSE,
}

_WORDS: Mapping[PlaceKind, Text] = {
    PlaceKind.DATABASE: Text(
        "Ohjelma poistaa tiedot tietokannasta", "Programmet raderar uppgifterna ur databasen",
        "The program erases the data from the database",
    ),
    PlaceKind.FILES: Text(
        "Ohjelma poistaa tiedostot", "Programmet raderar filerna", "The program erases the files"
    ),
    PlaceKind.BACKUP: Text(
        "Tiedot poistuvat varmuuskopioista, kun kopiot vanhenevat",
        "Uppgifterna försvinner ur säkerhetskopiorna när kopiorna föråldras",
        "The data leave the backups as the copies expire",
    ),
    PlaceKind.INCOMING: Text(
        "Tuotavat tiedostot poistuvat, kun niiden odotusaika on ohi",
        "Filer som ska importeras försvinner när deras väntetid är över",
        "Files to be imported go when their time of waiting is over",
    ),
    PlaceKind.ARCHIVE: Text(
        "Poistakaa aineisto arkistosta", "Avlägsna materialet ur arkivet", "Remove the material from the archive"
    ),
    PlaceKind.PAPER: Text(
        "Hävittäkää paperiaineisto", "Förstör pappersmaterialet", "Destroy the paper material"
    ),
    PlaceKind.DEVICE: Text(
        "Poistakaa tiedot laitteesta", "Radera uppgifterna från enheten", "Erase the data from the device"
    ),
    PlaceKind.CLOUD: Text(
        "Poistattakaa tiedot palveluntarjoajalla", "Låt tjänsteleverantören radera uppgifterna",
        "Have the service provider erase the data",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What is to be done in one place. `done_by`: when data are surely gone; None: as soon as somebody does it.

    `signed`: a person must sign that it is done, and the signature is the proof.
    """

    place: Place
    doing: Doing
    items: tuple[str, ...]
    done_by: datetime | None

    @property
    def signed(self) -> bool:
        """Return whether the proof is a person's signature rather than a run's certificate."""
        return self.doing is Doing.BY_HAND

    def in_words(self, language: str) -> str:
        """Return the task as an instruction: what, and where."""
        return f"{_WORDS[self.place.kind].in_language(language)}: {self.place.name.in_language(language)}."


def erasure_tasks(compiled: Compiled, *, items: Iterable[str], at: datetime) -> tuple[Task, ...]:
    """Return a task for each place of the register that holds any of the items erased at `at`."""
    erased = tuple(items)
    tasks = []
    for place in compiled.declaration.register.places:
        there = tuple(item for item in erased if not place.items or not set(place.items).isdisjoint(ancestry(item)))
        if not there:
            continue
        doing = _DOING.get(place.kind, Doing.BY_HAND)
        lag = None if place.lag is None or place.lag.permanent else end_after(at, place.lag)
        done_by = at if doing is Doing.BY_PROGRAM and lag is None else lag
        tasks.append(Task(place=place, doing=doing, items=there, done_by=done_by))
    return tuple(tasks)
