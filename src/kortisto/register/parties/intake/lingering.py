"""How long what is to be imported may wait: what the notice says of the place where such files lie.

Whose data are in a file nobody can tell before its rows are in. So much later than everything else somebody who was
erased may still stand in one, as in a backup; and as with a backup, the notice tells it (`lag` of the place).
"""

from __future__ import annotations

from kortisto.declaration.compiled import Compiled
from kortisto.declaration.periods import Period
from kortisto.declaration.words import PlaceKind


def time_of_waiting(declared: Compiled) -> Period | None:
    """Return the shortest lag of the places for files to be imported; None where the notice lets none wait."""
    shortest: Period | None = None
    for place in declared.declaration.register.places:
        if place.kind is PlaceKind.INCOMING and place.lag is not None:
            longer = shortest is not None and place.lag.surely_longer_than(shortest)
            shortest = shortest if longer else place.lag
    return shortest
