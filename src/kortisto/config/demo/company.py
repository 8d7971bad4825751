"""What the demo company knows: invented from a seed and a day, as plain values, before anything is stored.

None of it can reach a real person or company:
- business ids have right check digits and running numbers from 9 900 001 up; they are given in ascending order, and in
  2026 the newest are below 4 000 000;
- mail and web addresses end in `.example`, which is nobody's (RFC 2606);
- telephone numbers are 019 000 0xxx, which the Finnish numbering plan does not have: no number begins with 0 after the
  area code.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random

from kortisto.config.demo import names
from kortisto.lib.text_keys import fold

SEED = 20261122
ORGANISATIONS = 40
PEOPLE = 120
FIRST_NUMBER = 9_900_001
YEAR, MONTH = 365, 30  # days: how far back the demo reaches, not how long anything is kept
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2)
_NO_DIGIT = 10


@dataclass(slots=True)
class DemoOrganisation:
    """An organisation. `ended_on`: when its customership ended, None while it goes on."""

    name: str
    language: str
    trade: str
    business_id: str
    host: str
    phone: str
    street: str
    place: tuple[str, str]
    started_on: date
    ended_on: date | None
    orders: list[date] = field(default_factory=list)
    meetings: list[tuple[int, date]] = field(default_factory=list)  # which of the people, when


@dataclass(slots=True)
class DemoPerson:
    """A contact person. `organisations`: one or two, by place in the list; `since`: when the data were collected."""

    first_name: str
    last_name: str
    language: str
    organisations: tuple[int, ...]
    titles: tuple[str, ...]
    email: str
    phone: str
    since: date
    registered_themselves: bool
    notes: list[tuple[date, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class DemoCompany:
    """Everything that is loaded."""

    organisations: Sequence[DemoOrganisation]
    people: Sequence[DemoPerson]


def invent(*, today: date, period_ends_after: int, seed: int = SEED) -> DemoCompany:
    """Invent the customers as they stand on a day.

    `period_ends_after`: days from the end of a customership to the end of the declaration's period; some customerships
    are laid around it, so that a few people are overdue and some fall due within weeks.
    """
    chance = Random(seed)  # noqa: S311 (the same demo each time is the purpose)
    organisations = _organisations(chance, today, period_ends_after)
    people = _people(chance, today, organisations)
    _events(chance, today, organisations, people)
    return DemoCompany(organisations, people)


def business_id(number: int) -> str | None:
    """Return the business id of a running number with its check digit; None for a number that cannot have one."""
    rest = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, f"{number:07}", strict=True)) % 11
    check = 11 - rest if rest else 0
    return None if check == _NO_DIGIT else f"{number:07}-{check}"


def _organisations(chance: Random, today: date, period: int) -> list[DemoOrganisation]:
    kinds = [
        (language, beginning, pattern, trade)
        for language in ("fi", "sv")
        for beginning in names.BEGINNINGS[language]
        for pattern, trade in names.ENDINGS[language]
    ]
    ids = (found for number in range(FIRST_NUMBER, FIRST_NUMBER + 1000) if (found := business_id(number)))
    made = []
    for place, (language, beginning, pattern, trade) in enumerate(chance.sample(kinds, ORGANISATIONS)):
        started_ago, ended_ago = _lifetime(chance, place, period)
        name = pattern.format(beginning)
        made.append(
            DemoOrganisation(
                name=name,
                language=language,
                trade=trade,
                business_id=next(ids),
                host=f"{_ascii(name.removeprefix('As Oy ').removeprefix('Bostads Ab ').split(' ')[0])}{place}.example",
                phone=_phone(place),
                street=f"{chance.choice(names.STREETS[language])} {chance.randint(1, 60)}",
                place=chance.choice(names.PLACES[language]),
                started_on=_ago(today, started_ago),
                ended_on=None if ended_ago is None else _ago(today, ended_ago),
            )
        )
    return made


def _lifetime(chance: Random, place: int, period: int) -> tuple[int, int | None]:
    """How many days ago the customership began, and how many days ago it ended."""
    if place < 3:  # noqa: PLR2004 (three organisations whose people are overdue)
        ended: int | None = period + chance.randint(10, 200)
    elif place < 7:  # noqa: PLR2004 (four whose people fall due within weeks)
        ended = period - chance.randint(5, 50)
    elif place < 13:  # noqa: PLR2004 (six that are customers no more)
        ended = chance.randint(3 * MONTH, period - YEAR)
    else:
        ended = None
    started = (ended or 0) + chance.randint(YEAR, 9 * YEAR)
    return started, ended


def _people(chance: Random, today: date, organisations: Sequence[DemoOrganisation]) -> list[DemoPerson]:
    made: list[DemoPerson] = []
    taken: set[tuple[str, str]] = set()
    going_on = [place for place, one in enumerate(organisations) if one.ended_on is None]
    for number in range(PEOPLE):
        place = number % ORGANISATIONS
        home = organisations[place]
        language = home.language if chance.random() < 0.85 else "fi"  # noqa: PLR2004 (most speak its language)
        while (
            name := (_pick(chance, names.FIRST_NAMES, language), _pick(chance, names.LAST_NAMES, language))
        ) in taken:
            continue
        taken.add(name)
        places: tuple[int, ...] = (place,)
        if place in going_on and chance.random() < 0.12:  # noqa: PLR2004 (some act for two organisations)
            places = (place, chance.choice([other for other in going_on if other != place]))
        until = home.ended_on or today
        since = _between(chance, home.started_on, until)
        made.append(
            DemoPerson(
                first_name=name[0],
                last_name=name[1],
                language=language,
                organisations=places,
                titles=tuple(chance.choice(names.TITLES[home.language][organisations[one].trade]) for one in places),
                email=f"{_ascii(name[0])}.{_ascii(name[1])}@{home.host}",
                phone=_phone(100 + number),
                since=since,
                registered_themselves=chance.random() < 0.4,  # noqa: PLR2004 (the employer named the others)
            )
        )
    return made


def _events(
    chance: Random, today: date, organisations: Sequence[DemoOrganisation], people: Sequence[DemoPerson]
) -> None:
    """Orders and meetings while the customership went on, not before the person was known."""
    for place, one in enumerate(organisations):
        until = one.ended_on or today
        one.orders = sorted(_between(chance, one.started_on, until) for _ in range(chance.randint(2, 9)))
        theirs = [number for number, person in enumerate(people) if person.organisations[0] == place]
        one.meetings = [
            (number, _between(chance, people[number].since, until))
            for number in theirs
            for _ in range(chance.randint(0, 2))
        ]
    for person in people:
        until = organisations[person.organisations[0]].ended_on or today
        if chance.random() < 0.3:  # noqa: PLR2004 (a note about every third)
            person.notes.append((_between(chance, person.since, until), chance.choice(names.NOTES[person.language])))


def _pick(chance: Random, lists: dict[str, tuple[str, ...]], language: str) -> str:
    return chance.choice(lists[language])


def _ago(today: date, days: int) -> date:
    return date.fromordinal(today.toordinal() - days)


def _between(chance: Random, first: date, last: date) -> date:
    return date.fromordinal(chance.randint(first.toordinal(), last.toordinal()))


def _phone(number: int) -> str:
    return f"019 000 0{number:03}"


def _ascii(text: str) -> str:
    return "".join(letter for letter in fold(text) if letter.isascii() and letter.isalnum())
