"""Invented people and organisations in any number, with names as unevenly spread as real ones are."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from random import Random

from kortisto.config.demo import names
from kortisto.lib.text_keys import fold

_STEMS = (
    "Aalto", "Halli", "Harju", "Heino", "Hieta", "Honka", "Ilves", "Joki", "Kangas", "Karhu", "Kivi", "Koski", "Kuusi",
    "Laakso", "Lahti", "Lampi", "Lehto", "Linna", "Luoto", "Metsä", "Mäki", "Nurmi", "Oja", "Palo", "Pelto", "Pihla",
    "Rauta", "Ranta", "Saari", "Salmi", "Selkä", "Suo", "Talvi", "Tuuli", "Uusi", "Vaara", "Vesi", "Virta", "Ylä",
    "Äijä",
)  # fmt: skip
_ENDS = (
    "nen", "la", "lä", "niemi", "ranta", "koski", "mäki", "pelto", "lainen", "vaara", "saari", "lampi", "vuori",
    "järvi",
    "luoma", "aho", "kallio", "oja", "nurmi", "virta", "harju", "salo", "korpi", "kangas", "sto", "nummi", "lehto",
    "suo", "maa", "tie", "rinne", "hovi", "puro", "talo", "kari", "lahti", "mies", "holma", "kylä", "perä",
)  # fmt: skip
CITIES = (
    "HELSINKI", "ESPOO", "TAMPERE", "VANTAA", "OULU", "TURKU", "JYVÄSKYLÄ", "KUOPIO", "LAHTI", "PORI", "JOENSUU",
    "LAPPEENRANTA", "VAASA", "HÄMEENLINNA", "SEINÄJOKI", "ROVANIEMI", "MIKKELI", "KOTKA", "SALO", "PORVOO", "KOKKOLA",
    "LOHJA", "HYVINKÄÄ", "NURMIJÄRVI", "JÄRVENPÄÄ", "RAUMA", "KIRKKONUMMI", "TUUSULA", "KAJAANI", "KERAVA", "MARIEHAMN",
)  # fmt: skip


class Uneven:
    """Draws from a list so that the n-th is drawn about 1/n as often as the first."""

    def __init__(self, words: list[str], flatness: float = 10.0) -> None:
        self._words = words
        self._sums = list(accumulate(1 / (place + flatness) for place in range(len(words))))

    def draw(self, chance: Random) -> str:
        return self._words[bisect(self._sums, chance.random() * self._sums[-1])]


@dataclass(slots=True)
class Someone:
    """One invented person and where they work."""

    first_name: str
    last_name: str
    email: str
    phone: str
    city: str
    organisation: int


def last_names(chance: Random) -> list[str]:
    """Some 20,000 last names; the most frequent ones first."""
    known = [*names.LAST_NAMES["fi"], *names.LAST_NAMES["sv"]]
    made = [stem + end for stem in _STEMS for end in _ENDS]
    double = [f"{chance.choice(known)}-{chance.choice(known)}" for _ in range(3_000)]
    rare = ["".join(chance.choice("hjklmnprstv") + chance.choice("aeiouyäö") for _ in range(3)).title() + "nen"
            for _ in range(15_000)]  # fmt: skip
    chance.shuffle(made)
    return list(dict.fromkeys([*known, *made, *double, *rare]))


def people(number: int, organisations: int, *, seed: int = 20261122) -> Iterator[Someone]:
    """Invent so many people, the same ones each time."""
    chance = Random(seed)  # noqa: S311 (the same people each time is the purpose)
    first = [*names.FIRST_NAMES["fi"], *names.FIRST_NAMES["sv"]]
    firsts = Uneven(first + [f"{a}-{b}" for a in first[:30] for b in first[30:60]], 20)
    lasts, cities = Uneven(last_names(chance)), Uneven(list(CITIES), 3)
    for place in range(number):
        first_name, last_name = firsts.draw(chance), lasts.draw(chance)
        host = place % organisations if organisations else 0
        yield Someone(
            first_name,
            last_name,
            f"{fold(first_name)}.{fold(last_name)}{place}@y{host}.example",
            f"+35840{place % 10_000_000:07}",
            cities.draw(chance),
            host,
        )


def organisations(number: int, *, seed: int = 4) -> Iterator[str]:
    """Invent so many names of organisations."""
    chance = Random(seed)  # noqa: S311 (see people)
    stems = Uneven(last_names(chance))
    endings = ("kodit Oy", "leipomo Oy", "rakennus Oy", "huolto Oy", "puutarha Oy", "kuljetus Oy", "sähkö Oy",
               "konsultit Oy", "invest Oy", "bygg Ab", "transport Ab", "lämpö Oy", "hoiva Oy", "mökit Ky")  # fmt: skip
    for _ in range(number):
        yield f"{stems.draw(chance)} {chance.choice(endings)}"
