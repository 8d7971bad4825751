"""The log itself has a period: what the declaration says of `log.access`, counted from the writing of a line.

A line names no person's data, only ids; which groups its people belong to is not asked. Of several rules that speak of
the log the longest holds, as everywhere: a datum stays while any window is open.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from kortisto.declaration.civil_time import civil_day, end_of_day, start_of_day
from kortisto.declaration.compiled import Compiled
from kortisto.declaration.model import RetentionRule
from kortisto.declaration.windows import ClockState, window
from kortisto.lib.signed_notes import Signer
from kortisto.register.access import current
from kortisto.register.audit import checking, pruning
from kortisto.register.audit.enums import Door
from kortisto.register.audit.queries import oldest_line
from kortisto.register.audit.values import Actor
from kortisto.register.audit.verifying import Report
from kortisto.register.audit.witnesses import Witness

ITEM, CLOCK = "log.access", "log.written"


def look_after_log(
    *, by: Actor, at: datetime, channel: Door, signer: Signer, witnesses: Sequence[Witness] = (), processes: int = 1
) -> Report:
    """Do what the log needs every night: make room for next month, remove what is over, and check the whole.

    Raises what `pruning.prune` and `checking.check` raise; run again it goes on with the rest.
    """
    checking.prepare_months(at=at)
    prune_log(by=by, at=at, channel=channel, signer=signer, witnesses=witnesses)
    return checking.check(
        by=by, at=at, channel=channel, verifier=signer.verifier, witnesses=witnesses, processes=processes
    )


def prune_log(*, by: Actor, at: datetime, channel: Door, signer: Signer, witnesses: Sequence[Witness] = ()) -> int:
    """Remove the lines whose period has passed by the declaration; return how many."""
    oldest = oldest_line()
    limit = kept_from(current.compiled(), at=at, oldest=oldest) if oldest else None
    if limit is None:
        return 0
    return pruning.prune(older_than=limit, by=by, at=at, channel=channel, signer=signer, witnesses=witnesses)


def kept_from(declared: Compiled, *, at: datetime, oldest: datetime) -> datetime | None:
    """Return the time from which on lines are kept; None when nothing is over, or no rule ever ends."""
    rules = rules_of(declared)
    first, last = civil_day(oldest), civil_day(at)
    if not rules or not _is_over(rules, first, at, declared.year_end):
        return None
    # Days that are over lie before days that are not: look in the middle, and again.
    while last - first > timedelta(days=1):
        middle = first + (last - first) // 2
        if _is_over(rules, middle, at, declared.year_end):
            first = middle
        else:
            last = middle
    return start_of_day(first + timedelta(days=1))


def shortest_period(declared: Compiled) -> str:
    """Return the shortest period of the log as PostgreSQL reads it; empty when there is none, or it never ends.

    The database holds to it by itself, whatever the program asks for.
    """
    periods = [rule.at_most for rule in rules_of(declared)]
    if not periods or any(period.permanent for period in periods):
        return ""
    shortest = next(one for one in periods if not any(one.surely_longer_than(other) for other in periods))
    return str(shortest) if shortest.amount else "0"


def rules_of(declared: Compiled) -> tuple[RetentionRule, ...]:
    """Return the rules of the declaration for the log."""
    found = {rule.id: rule for _row, item, _group, _place, rule in declared.entries() if item == ITEM}
    return tuple(found.values())


def _is_over(rules: Sequence[RetentionRule], day: date, at: datetime, year_end: str) -> bool:
    """Return whether the windows of what was written at the end of a day have all closed."""
    written = end_of_day(day).astimezone(UTC) - timedelta(microseconds=1)
    clocks = {CLOCK: ClockState((written,))}
    windows = [window(rule, clocks, collected=written, year_end=year_end) for rule in rules]
    return not any(one.is_open(at) for one in windows)
