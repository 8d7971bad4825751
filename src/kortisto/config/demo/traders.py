"""Sole traders among the demo's customers: organisations that are people, whose every datum is personal data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kortisto.config.demo.company import DemoOrganisation, DemoPerson

ONE_OF = 25
"""One of so many organisations is a sole trader."""
_NAMES = {"fi": ("Tmi {}", "{} Tmi", "Toiminimi {}"), "sv": ("Firma {}", "{} Enskild firma")}
_TITLES = {"fi": "Yrittäjä", "sv": "Företagare"}
_NO_TRADER = {"public", "property"}


def become_sole_traders(
    chance: Random, organisations: Sequence[DemoOrganisation], people: Sequence[DemoPerson]
) -> None:
    """Let some of the smallest customers bear the name of one who represents them, and be sole traders."""
    staff: dict[int, list[DemoPerson]] = {}
    for person in people:
        for post in person.posts:
            staff.setdefault(post.organisation, []).append(person)
    groups = {one.parent for one in organisations}
    hosts = Counter(one.host for one in organisations)
    fitting = [
        place
        for place, one in enumerate(organisations)
        if one.ended_on is None
        and one.parent is None
        and place not in groups
        and hosts[one.host] == 1  # not entered twice, under another name
        and one.trade not in _NO_TRADER
        and any(len(person.posts) == 1 for person in staff.get(place, ()))
    ]
    fitting.sort(key=lambda place: len(staff[place]))
    wanted = -(-len(organisations) // ONE_OF)
    for place in sorted(chance.sample(fitting[: 2 * wanted], min(wanted, len(fitting)))):
        one, trader = organisations[place], next(person for person in staff[place] if len(person.posts) == 1)
        one.sole_trader, one.size = True, "micro"
        one.name = chance.choice(_NAMES[one.language]).format(f"{trader.first_name} {trader.last_name}")
        trader.posts = (replace(trader.posts[0], title=_TITLES[one.language]),)
