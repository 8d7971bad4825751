"""What people were told when their data were collected binds the versions of the notice that come after.

A shorter period holds at once. A longer one holds only for what is collected under it, unless it cites a legal duty.
So a datum stays for a purpose no longer than the least of what the versions said since it was collected: the one that
it was collected under, those after it, and the one in force. Where an older version does not know the purpose, its last
end for any purpose is what it said; where it justified the datum for nothing, the datum had to go at once. A version
that has no group for the subject, or that does not hold the item, said nothing of it and does not bind: what it does
not hold was not stored under it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Protocol

from kortisto.declaration.civil_time import FIRST_DAY, last_day_before, opening, start_of_day
from kortisto.declaration.closest_rules import RulePlan
from kortisto.declaration.compiled import Compiled
from kortisto.declaration.conditions import ancestry
from kortisto.declaration.model import LegalBasis
from kortisto.declaration.standing import BY_LAW, RowWindow, Standing
from kortisto.declaration.subjects import Datum
from kortisto.declaration.windows import Ending, Promise, Window

_FOREVER = datetime.max.replace(tzinfo=UTC)


class Kept(Protocol):
    """What a version said of keeping a datum for one purpose (`endings.Justification`). `until` None: no known end."""

    @property
    def purpose(self) -> str:
        """Return the purpose."""

    @property
    def until(self) -> datetime | None:
        """Return the end, exclusive."""

    @property
    def window(self) -> Window:
        """Return the window."""


Reader = Callable[[Datum], Sequence[Kept]]
"""Tells what a version says of keeping a datum of one subject."""


def in_succession(versions: Sequence[Compiled]) -> Compiled:
    """Return the last of some versions, the oldest first, bound by what those before it said."""
    *before, last = versions
    return replace(last, before=tuple(replace(one, before=()) if one.before else one for one in before))


def binding(compiled: Compiled, datum: Datum) -> tuple[Compiled, ...]:
    """Return the versions before the one in force that bind it for a datum, the oldest first.

    A datum that names no version, or one that nobody knows, was collected under the last that was in force on its day.
    """
    known = [one.version for one in compiled.before]
    if datum.declaration == compiled.version:
        return ()
    if datum.declaration in known:
        return compiled.before[known.index(datum.declaration) :]
    collected = opening(datum.collected)
    if start_of_day(compiled.declaration.register.valid_from) <= collected:
        return ()
    first = 0
    for place, one in enumerate(compiled.before):
        if start_of_day(one.declaration.register.valid_from) <= collected:
            first = place
    return compiled.before[first:]


def demanded_by_law(plan: RulePlan, basis: LegalBasis) -> str | None:
    """Return the node that cites a legal duty to keep data, or None: only a duty lengthens what was said."""
    if plan.rule.law:
        return plan.rule.ref
    return basis.ref if basis.basis in BY_LAW else None


class Promises:
    """What earlier versions said of the data of one subject."""

    def __init__(self, standing: Standing, reader: Callable[[Standing], Reader]) -> None:
        """Take how the subject stands now, and what reads a version: every question is put to it in the same way."""
        self._standing = standing
        self._reader = reader
        self._read: dict[str, Reader | None] = {}
        self._last: dict[str, tuple[Datum, Sequence[Kept]]] = {}  # of each version: the datum asked of last
        self._bound: dict[tuple[RowWindow, Promise], RowWindow] = {}  # the same object for data that share it

    def kept(self, found: RowWindow, datum: Datum) -> RowWindow:
        """Return a window that lasts no longer than any version since the collection of the datum said.

        The same where nothing binds: one version only, collected under the one in force, or a legal duty is cited.
        """
        compiled, row = self._standing.compiled, found.row
        if not compiled.before or demanded_by_law(found.plan, row.basis) is not None:
            return found
        said = [one for version in binding(compiled, datum) if (one := self._said(version, row.node.purpose, datum))]
        least = min(said, key=lambda one: one.until, default=None)
        if least is None or (found.window.ends is not None and found.window.ends <= least.until):
            return found
        key = found, least
        if key not in self._bound:
            self._bound[key] = replace(found, window=_bound(found.window, least))
        return self._bound[key]

    def _said(self, version: Compiled, purpose: str, datum: Datum) -> Promise | None:
        """Return what a version said of a datum; None where it did not speak of it, or named no end."""
        if version.version not in self._read:
            standing = Standing(version, self._standing.subject, self._standing.at)
            self._read[version.version] = self._reader(standing) if standing.all_groups() else None
        read = self._read[version.version]
        item = _as_known(version, datum.item)
        if read is None or item is None:
            return None
        asked = self._last.get(version.version)
        if asked is None or asked[0] is not datum:  # once for a datum, not for each of its rows
            asked = datum, read(datum if item == datum.item else replace(datum, item=item))
            self._last[version.version] = asked
        kept = asked[1]
        last = _last([one for one in kept if one.purpose == purpose] or kept)
        if last is None:
            at_once = max(opening(datum.collected), start_of_day(FIRST_DAY))
            return Promise(version=version.version, until=at_once, window=None)
        if last.until is None:
            return None
        return Promise(version=version.version, until=last.until, window=last.window)


def _bound(window: Window, promise: Promise) -> Window:
    """Return the window that an earlier version said; from when a review may end it, the newer one says."""
    ends = promise.until
    return replace(
        promise.window or window,
        ending=Ending.DATED,
        ends=ends,
        last_day=last_day_before(ends),
        may_end=window.may_end,
        promise=promise,
    )


def _as_known(version: Compiled, item: str) -> str | None:
    """Return the item by which a version knew a datum: its own, or the nearest above it that the version holds."""
    return next((one for one in ancestry(item) if one in version.holding), None)


def _last(kept: Iterable[Kept]) -> Kept | None:
    return max(kept, key=lambda one: one.until or _FOREVER, default=None)
