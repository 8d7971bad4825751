"""What does an act of the ledger again: registered by the package whose act it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from kortisto.register.audit.values import Access
from kortisto.register.ledger.enums import Act
from kortisto.register.ledger.values import Entry

Replayer = Callable[[Entry, Access, datetime], tuple[int, int]]
"""Does what an entry says, where it is not done already; returns how many people and organisations went."""

_replayers: dict[Act, Replayer] = {}


class NoReplayerError(RuntimeError):
    """Nothing here knows how to do such an act again: the doors stay shut."""


def replays(*acts: Act) -> Callable[[Replayer], Replayer]:
    """Register what does acts again, on a database that does not know of them. Done twice it must change nothing.

    Raises ValueError where somebody else does such an act already: nobody's may be forgotten.
    """

    def register(replayer: Replayer) -> Replayer:
        taken = [act for act in acts if act in _replayers]
        if taken:
            raise ValueError(f"these are done again by somebody else already: {', '.join(taken)}")
        _replayers.update(dict.fromkeys(acts, replayer))
        return replayer

    return register


def forget_replayer(replayer: Replayer) -> None:
    """Take out what was registered."""
    for act in [act for act, one in _replayers.items() if one == replayer]:
        del _replayers[act]


def replayer_of(act: Act) -> Replayer:
    """Return what does an act again. Raises NoReplayerError."""
    try:
        return _replayers[act]
    except KeyError:
        raise NoReplayerError(act) from None
