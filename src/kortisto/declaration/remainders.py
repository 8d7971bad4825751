"""What remains after a withdrawal, an objection or a request for erasure: what stays, for what, until when.

The event closes rows, not data. A datum stays for the purposes whose rows are still open; one that loses its last row
is dealt with as the declaration says.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from kortisto.declaration.civil_time import end_after
from kortisto.declaration.compiled import Compiled
from kortisto.declaration.endings import Due, Endings, Justification
from kortisto.declaration.periods import Period
from kortisto.declaration.standing import Standing
from kortisto.declaration.subjects import Datum, ErasureAsked, Event, Objected, SubjectState, after
from kortisto.declaration.windows import ClockState, Window, read
from kortisto.declaration.words import MinimisedForm


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """An item that stays for a purpose: on which basis, by which row and window, until when (None: no end known)."""

    item: str
    purpose: str
    basis: str
    row: str
    until: datetime | None
    window: Window


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """A datum that has lost its last basis, and what happens to it."""

    datum: Datum
    due: Due

    @property
    def item(self) -> str:
        """Return the item."""
        return self.datum.item


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppressed:
    """What is kept, minimised, so that the ban goes on holding after the data are gone."""

    items: tuple[str, ...]
    form: MinimisedForm
    keep: Period
    until: datetime | None
    ref: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Remainder:
    """What an event leaves.

    `closed`: the rows that it closed. `lost`: data that no row justifies any longer; `blocked`: those of them that a
    hold keeps for now. `told_to`: parties that must hear of it.
    """

    event: Event
    at: datetime
    closed: tuple[str, ...]
    stays: tuple[Stay, ...]
    lost: tuple[Loss, ...]
    blocked: tuple[Loss, ...]
    suppressed: tuple[Suppressed, ...] = ()
    told_to: tuple[str, ...] = ()
    compiled: Compiled = field(compare=False, repr=False)

    @property
    def items_that_stay(self) -> frozenset[str]:
        """Return the items that stay for at least one purpose."""
        return frozenset(stay.item for stay in self.stays)


def remainder(compiled: Compiled, *, subject: SubjectState, event: Event, at: datetime) -> Remainder:
    """Return what remains of the subject's data after the event.

    Raises ValueError when a consent is withdrawn that was never given.
    """
    changed = after(subject, event, at)
    before, now = Endings(Standing(compiled, subject, at)), Endings(Standing(compiled, changed, at))
    closed: dict[str, None] = {}
    stays: list[Stay] = []
    lost: list[Loss] = []
    blocked: list[Loss] = []
    for datum in subject.data:
        was = {one.row for one in before.justifications(datum) if _live(one, at)}
        found = now.of(datum)
        live = [one for one in found.justifications if _live(one, at)]
        closed.update(dict.fromkeys(sorted(was - {one.row for one in live})))
        stays.extend(
            Stay(
                item=datum.item,
                purpose=one.purpose,
                basis=one.basis,
                row=one.row,
                until=one.until,
                window=one.window,
            )
            for one in live
        )
        if not live:
            (blocked if found.blocked_by else lost).append(Loss(datum=datum, due=found))
    return Remainder(
        event=event,
        at=at,
        closed=tuple(closed),
        stays=tuple(stays),
        lost=tuple(lost),
        blocked=tuple(blocked),
        suppressed=_suppressed(compiled, changed, event, at),
        told_to=_told_to(compiled, event),
        compiled=compiled,
    )


def _live(one: Justification, at: datetime) -> bool:
    return one.until is None or at < one.until


def _told_to(compiled: Compiled, event: Event) -> tuple[str, ...]:
    if isinstance(event, Objected):
        return compiled.declaration.objections[event.objection].told_to
    return ()


def _suppressed(compiled: Compiled, subject: SubjectState, event: Event, at: datetime) -> tuple[Suppressed, ...]:
    """What objections keep when the data go: the one that is made, or all that stand when everything is erased."""
    if isinstance(event, Objected):
        asked: tuple[str, ...] = (event.objection,)
    else:
        asked = tuple(subject.objections) if isinstance(event, ErasureAsked) else ()
    found: list[Suppressed] = []
    for id_ in asked:
        objection, state = compiled.declaration.objections.get(id_), subject.objections[id_]
        if objection is None or objection.suppression is None or state.lifted is not None:
            continue
        suppression = objection.suppression
        clocks = {"objection.made": ClockState((state.made,)), **subject.clocks}
        start = read(suppression.start, clocks, collected=state.made, year_end=compiled.year_end).moment or at
        until = None if suppression.keep.permanent else end_after(start, suppression.keep)
        found.append(
            Suppressed(
                items=suppression.items,
                form=suppression.form,
                keep=suppression.keep,
                until=until,
                ref=objection.ref,
            )
        )
    return tuple(found)
