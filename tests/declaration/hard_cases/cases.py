"""Loads the hard cases, and puts questions to them in few words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path

from kortisto.declaration.civil_time import end_of_day
from kortisto.declaration.compiled import Compiled, compile_declaration
from kortisto.declaration.decisions import Decision, decide
from kortisto.declaration.endings import Due, due
from kortisto.declaration.loader import load
from kortisto.declaration.model import Declaration
from kortisto.declaration.subjects import Datum, SubjectState
from kortisto.declaration.windows import Clocks, ClockState
from kortisto.declaration.words import Channel, Operation

FOLDER = Path(__file__).parent
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
NAME, EMAIL, PHONE = "person.name.first", "person.contact.email", "person.contact.phone"
ADDRESS = "person.contact.address"
CUSTOMER = frozenset({"consumer customer"})
RUNNING = ClockState(running=True)


def declared(name: str) -> Declaration:
    loaded = load(FOLDER / f"{name}.yaml")
    assert loaded.declaration is not None, loaded.problems
    return loaded.declaration


def case(name: str) -> Compiled:
    compiled = compile_declaration(declared(name))
    assert (compiled.ties, compiled.gaps) == ((), ())
    return compiled


def struck(*moments: date) -> ClockState:
    return ClockState(moments)


def datum(item: str, collected: date = date(2020, 1, 10), **clocks: ClockState) -> Datum:
    return Datum(item=item, collected=collected, clocks=_clocks(clocks))


def _clocks(named: dict[str, ClockState]) -> Clocks:
    return {name.replace("__", "."): state for name, state in named.items()}


def ask(
    compiled: Compiled,
    subject: SubjectState,
    purpose: str,
    role: str,
    items: Iterable[str],
    *,
    operation: Operation = Operation.READ,
    at: datetime = NOW,
    channel: Channel | None = None,
) -> Decision:
    return decide(
        compiled,
        purpose=purpose,
        role=role,
        operation=operation,
        items=items,
        subject=subject,
        at=at,
        channel=channel,
    )


def ends(compiled: Compiled, subject: SubjectState) -> dict[str, datetime | None]:
    return {found.item: found.at for found in due(compiled, subject=subject)}


def only(compiled: Compiled, subject: SubjectState) -> Due:
    (found,) = due(compiled, subject=subject)
    return found


def after(year: int, month: int, day: int) -> datetime:
    """The first instant after a day: the end of a window that is open through it."""
    return end_of_day(date(year, month, day))
