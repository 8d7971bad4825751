"""A second reading of the rules, as naive as can be: may it be used, when is it gone. Slow, and shares no code with the
kernel but the model and the state of a subject; where the two differ, one of them is wrong.

The five lines: every use needs a live row, and a ban beats all; a datum stays while any window or hold is open; when
the last closes its action falls due, after the review where one is declared; withdrawal and objection close rows.
"""

# Naive means long functions that say everything in one place.
# ruff: noqa: C901

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from kortisto.declaration.model import (
    Ban,
    ClockPick,
    Condition,
    Consent,
    Declaration,
    Processing,
    Reach,
    RetentionRule,
    Selector,
    Unless,
)
from kortisto.declaration.periods import Period
from kortisto.declaration.subjects import Datum, HoldState, SubjectState
from kortisto.declaration.windows import ClockState

FINLAND = ZoneInfo("Europe/Helsinki")
NEVER = datetime(9000, 1, 1, tzinfo=UTC)
"""The end of what has no end, so that ends compare."""
Moment = date | datetime


# --- time ----------------------------------------------------------------------------------------------------------


def day_of(moment: Moment) -> date:
    return moment.astimezone(FINLAND).date() if isinstance(moment, datetime) else moment


def midnight_after(day: date) -> datetime:
    next_day = day + timedelta(days=1)
    return datetime(next_day.year, next_day.month, next_day.day, tzinfo=FINLAND).astimezone(UTC)


def over_at(moment: Moment) -> datetime:
    return moment if isinstance(moment, datetime) else midnight_after(moment)


def begins_at(moment: Moment) -> datetime:
    return moment if isinstance(moment, datetime) else midnight_after(moment - timedelta(days=1))


def last_of_month(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def rounded(day: date, to: str | None, year_end: str) -> date:
    """Walk forward day by day to the first that ends the period asked for."""
    if to is None or to == "day":
        return day
    month, number = int(year_end[:2]), int(year_end[3:])
    found = day
    if to == "month":
        while found != last_of_month(found.year, found.month):
            found += timedelta(days=1)
        return found
    if to != "year":
        # A year that ends with February ends on its last day; another on the day named.
        while not (
            found == last_of_month(found.year, 2)
            if month == 2 and number >= 28
            else (found.month, found.day) == (month, number)
        ):
            found += timedelta(days=1)
    return found if to == "financial year" else date(found.year, 12, 31)


def plus(moment: Moment, period: Period, round_end: str | None, year_end: str) -> datetime:
    """When a period counted from a moment is over: days are whole, and that of the event is not counted."""
    unit = str(period.unit)
    if unit in ("minute", "hour"):
        end = over_at(moment) + timedelta(minutes=period.amount * (60 if unit == "hour" else 1))
    elif period.amount == 0:
        end = over_at(moment)
    else:
        day = day_of(moment)
        if unit in ("day", "week"):
            last = day + timedelta(days=period.amount * (7 if unit == "week" else 1))
        else:
            months = day.month - 1 + period.amount * (12 if unit == "year" else 1)
            year, month = day.year + months // 12, months % 12 + 1
            last = date(year, month, min(day.day, last_of_month(year, month).day))
        return midnight_after(rounded(last, round_end, year_end))
    if round_end is None:
        return end
    return midnight_after(rounded(day_of(end - timedelta(microseconds=1)), round_end, year_end))


# --- clocks and windows --------------------------------------------------------------------------------------------

UNKNOWN, RUNNING = "unknown", "running"


def happened(selector: Selector, clocks: Mapping[str, ClockState], collected: Moment, year_end: str) -> datetime | None:
    """When the event that a selector gives has surely happened, however it is rounded; of equal ones the last."""
    found = read(selector, clocks, collected, year_end)
    if isinstance(found, str):
        return None
    if not isinstance(selector, ClockPick):
        plain = read(replace(selector, to_end_of=None), clocks, collected, year_end)
        assert not isinstance(plain, str)
        alike = [
            happened(part, clocks, collected, year_end)
            for part in selector.of
            if not isinstance(said := read(part, clocks, collected, year_end), str) and over_at(said) == over_at(plain)
        ]
        return max(one for one in alike if one is not None)
    plain = read(replace(selector, to_end_of=None), clocks, collected, year_end)
    assert not isinstance(plain, str)
    return over_at(plain)


def read(selector: Selector, clocks: Mapping[str, ClockState], collected: Moment, year_end: str) -> Moment | str:
    """The date that a selector gives, or why none."""
    if isinstance(selector, ClockPick):
        state = ClockState((collected,)) if selector.clock == "item.collected" else clocks.get(selector.clock)
        if state is None or (not state.struck and not state.running):
            return UNKNOWN
        dates = sorted(state.struck, key=over_at)
        if selector.first and dates:
            found: Moment = dates[0]
        elif state.running:
            return RUNNING
        else:
            found = dates[-1]
    else:
        parts = [read(part, clocks, collected, year_end) for part in selector.of]
        known = sorted((part for part in parts if not isinstance(part, str)), key=over_at)
        mode = str(selector.mode)
        if mode == "earlier of" and known:
            found = known[0]
        elif RUNNING in parts:
            return RUNNING
        elif not known or (mode == "all" and UNKNOWN in parts):
            return UNKNOWN
        else:
            found = known[-1]
    return found if selector.to_end_of is None else rounded(day_of(found), str(selector.to_end_of), year_end)


def window_end(
    rule: RetentionRule,
    clocks: Mapping[str, ClockState],
    collected: Moment,
    year_end: str,
    applying: Iterable[Unless] = (),
) -> tuple[datetime, datetime | None]:
    """When a window ends, and from when a review may end it before that."""
    end, least, _ = window_of(rule, clocks, collected, year_end, applying)
    return end, least


def window_of(
    rule: RetentionRule,
    clocks: Mapping[str, ClockState],
    collected: Moment,
    year_end: str,
    applying: Iterable[Unless] = (),
) -> tuple[datetime, datetime | None, datetime | None]:
    """The same, and when the event that it counts from has happened."""
    round_end = None if rule.round_end is None else str(rule.round_end)
    start = read(rule.start, clocks, collected, year_end)
    least, begun = None, happened(rule.start, clocks, collected, year_end)
    if not isinstance(start, str):
        end = NEVER if rule.at_most.permanent else plus(start, rule.at_most, round_end, year_end)
        if rule.at_least is not None and not rule.at_least.permanent:
            least = plus(start, rule.at_least, round_end, year_end)
            if least > end:
                end = least if rule.law else end
                least = end
    else:
        end = NEVER
        if not rule.at_most.permanent and rule.if_unknown is not None:
            since = read(rule.if_unknown.start, clocks, collected, year_end)
            begun = happened(rule.if_unknown.start, clocks, collected, year_end)
            if not isinstance(since, str) and not rule.if_unknown.keep.permanent:
                end = plus(since, rule.if_unknown.keep, round_end, year_end)
    instead: list[tuple[datetime, datetime | None, datetime | None]] = []
    for exception in applying:
        since = read(exception.start or rule.start, clocks, collected, year_end)
        if since == UNKNOWN:
            continue
        keep, own = exception.keep or rule.at_most, happened(exception.start or rule.start, clocks, collected, year_end)
        if isinstance(since, str) or keep.permanent:
            instead.append((NEVER, None, own))
        else:
            mine = plus(since, keep, round_end, year_end), None, own
            instead.append(max((end, least, begun), mine, key=lambda one: one[0]) if exception.extends else mine)
    return max(instead, key=lambda one: one[0]) if instead else (end, least, begun)


def clocks_of(selector: Selector) -> set[str]:
    if isinstance(selector, ClockPick):
        return {selector.clock}
    return set().union(*(clocks_of(part) for part in selector.of))


# --- one subject ---------------------------------------------------------------------------------------------------


def true_of(condition: Condition, states: frozenset[str]) -> bool:
    terms = [
        true_of(term, states) if isinstance(term, Condition) else term in states or term == "anybody"
        for term in condition.terms
    ]
    if condition.mode == "any of":
        return any(terms)
    return not any(terms) if condition.mode == "not" else all(terms)


def above(item: str) -> list[str]:
    """The item and those above it, nearest first."""
    words = item.split(".")
    return [".".join(words[:n]) for n in range(len(words), 0, -1)]


class Naive:
    """One subject under one declaration at one time."""

    def __init__(
        self, declaration: Declaration, subject: SubjectState, at: datetime, before: tuple[Declaration, ...] = ()
    ) -> None:
        self.declaration, self.subject, self.at, self.before = declaration, subject, at, before
        self.year_end = declaration.register.financial_year_end
        self.groups = {
            group.id
            for group in declaration.subject_groups.values()
            if true_of(group.when, subject.states) or true_of(group.when, subject.states | subject.earlier)
        }
        self.holds = self._holds()
        self.facts = subject.states | {str(self.declaration.holds[hold].kind) for hold, _ in self.holds}

    def purposes(self, purpose: str | None) -> set[str]:
        """A purpose and those above it."""
        found: set[str] = set()
        while purpose is not None and purpose not in found:
            found.add(purpose)
            node = self.declaration.purposes.get(purpose)
            purpose = node.under if node is not None else None
        return found

    # holds

    def _holds(self) -> list[tuple[str, frozenset[str]]]:
        """The holds that stand: id and what they were opened for (nothing: all)."""
        opened = [
            (state.hold, state.items)
            for state in self.subject.holds
            if state.hold in self.declaration.holds and self._stands(state)
        ]
        by_themselves: list[tuple[str, frozenset[str]]] = [
            (hold.id, frozenset())
            for hold in self.declaration.holds.values()
            if hold.opens_when is not None and true_of(hold.opens_when, self.subject.states)
        ]
        return opened + by_themselves

    def _stands(self, state: HoldState) -> bool:
        hold, opened = self.declaration.holds[state.hold], begins_at(state.opened)
        if self.at < opened or (state.ended is not None and begins_at(state.ended) <= self.at):
            return False
        if hold.at_most is not None and plus(state.opened, hold.at_most, None, self.year_end) <= self.at:
            return False
        for clock in hold.ends:
            struck = self.subject.clocks.get(clock)
            if struck is not None and not struck.running and struck.struck:
                last = begins_at(max(struck.struck, key=over_at))
                if opened <= last <= self.at:
                    return False
        return True

    def holds_on(self, datum: Datum, *, asked: bool) -> list[str]:
        found = []
        for id_, items in self.holds:
            hold = self.declaration.holds[id_]
            reach = hold.reach
            rows = [row for row in self.declaration.processing.values() if set(row.items) & set(above(datum.item))]
            if (
                (asked or not hold.requests_only)
                and (not items or items & set(above(datum.item)))
                and (not reach.items or set(reach.items) & set(above(datum.item)))
                and (not reach.places or datum.place in reach.places)
                and (not reach.groups or self.groups & set(reach.groups))
                and (not reach.purposes or any(self.purposes(row.purpose) & set(reach.purposes) for row in rows))
            ):
                found.append(id_)
        return found

    # exceptions and bans

    def applies(self, exception: Unless, reached: Mapping[str, set[str]]) -> bool:
        states = self.facts
        called = exception.when is None or true_of(exception.when, states)
        if not called and exception.when is not None and exception.start is not None:
            called = true_of(exception.when, states | self.subject.earlier)
        if exception.invoked_by:
            called = called and exception.id in self.subject.invoked
        return (
            called
            and self.reaches(exception.reach, reached)
            and not any(
                inner.keep is None and inner.start is None and self.applies(inner, reached)
                for inner in exception.unless
            )
        )

    @staticmethod
    def reaches(reach: Reach, reached: Mapping[str, set[str]]) -> bool:
        return all(
            not getattr(reach, part) or bool(set(getattr(reach, part)) & reached[part])
            for part in ("items", "purposes", "groups", "places", "processing")
        )

    def reached(self, datum: Datum, purpose: str, row: str | None, groups: set[str]) -> dict[str, set[str]]:
        return {
            "items": set(above(datum.item)),
            "purposes": self.purposes(purpose),
            "groups": groups,
            "places": {datum.place} if datum.place is not None else set(),
            "processing": {row} if row is not None else set(),
        }

    def banned(self, ban: Ban, datum: Datum, *, purpose: str, role: str, operation: str, row: str) -> bool:
        reached = self.reached(datum, purpose, row, self.groups)
        return (
            (not ban.operations or operation in ban.operations)
            and (not ban.by or role in ban.by)
            and self.reaches(ban.reach, reached)
            and not any(self.applies(exception, reached) for exception in ban.unless)
        )

    # windows

    def rule_of(self, row: Processing, group: str, datum: Datum) -> RetentionRule | None:
        """The rule that names the item most closely; of those the one that names most of the rest."""
        for item in [*above(datum.item), None]:
            found = []
            for rule in self.declaration.retention.values():
                reach = rule.reach
                if (
                    (item in reach.items if item is not None else not reach.items)
                    and (not reach.purposes or set(reach.purposes) & self.purposes(row.purpose))
                    and (not reach.groups or group in reach.groups)
                    and (not reach.places or datum.place in reach.places)
                    and (not reach.processing or row.id in reach.processing)
                ):
                    found.append(rule)
            if found:
                return max(found, key=lambda rule: self._named(rule, row))
        return None

    def _named(self, rule: RetentionRule, row: Processing) -> tuple[int, ...]:
        depth = max(
            (len(self.purposes(one)) for one in rule.reach.purposes if one in self.purposes(row.purpose)), default=0
        )
        return bool(rule.reach.processing) * 100 + depth, bool(rule.reach.groups), bool(rule.reach.places)

    def window(
        self, row: Processing, datum: Datum
    ) -> tuple[datetime, datetime | None, datetime | None, RetentionRule] | None:
        """The latest window over the groups that the subject is in."""
        found = []
        for group in row.groups:
            if group in self.groups and (rule := self.rule_of(row, group, datum)) is not None:
                reached = self.reached(datum, row.purpose, row.id, {group})
                applying = [exception for exception in rule.unless if self.applies(exception, reached)]
                clocks = {**self._own_clocks(row), **self.subject.clocks, **datum.clocks}
                found.append((*window_of(rule, clocks, datum.collected, self.year_end, applying), rule))
        return max(found, key=lambda one: one[0], default=None)

    def _own_clocks(self, row: Processing) -> dict[str, ClockState]:
        given = [
            (node, self.subject.consents[node.id]) for node in self._consents(row) if node.id in self.subject.consents
        ]
        made = [state for node in self.declaration.objections.values() if row.id in node.closes
                if (state := self.subject.objections.get(node.id)) is not None]  # fmt: skip
        clocks = {}
        if given:
            ends = [self._consent_end(node.id) for node, _ in given]
            clocks["consent.given"] = ClockState(tuple(state.given for _, state in given))
            clocks["consent.ended"] = ClockState(tuple(end for end in ends if end < NEVER), running=NEVER in ends)
        if made:
            clocks["objection.made"] = ClockState(tuple(state.made for state in made))
        return clocks

    # what closes a row

    def _consents(self, row: Processing) -> list[Consent]:
        nodes = list(self.declaration.consents.values())
        named = [node for node in nodes if row.id in node.withdrawal.closes]
        if not named and str(self.declaration.bases[row.basis].basis) == "consent":
            named = [node for node in nodes if self.purposes(row.purpose) & set(node.purposes)]
        return named

    def _consent_end(self, consent: str) -> datetime:
        node, state = self.declaration.consents[consent], self.subject.consents[consent]
        ends = [NEVER if state.withdrawn is None else begins_at(state.withdrawn)]
        if node.valid is not None:
            ends.append(plus(state.given, node.valid, None, self.year_end))
        return min(ends)

    def closings(self, row: Processing, datum: Datum, rule: RetentionRule | None) -> list[tuple[str, datetime | None]]:
        """What closes a row, and since when; None: it was never open."""
        found: list[tuple[str, datetime | None]] = []
        basis = self.declaration.bases[row.basis]
        if basis.valid_until is not None:
            found.append(("basis", midnight_after(basis.valid_until)))
        if basis.valid_from is not None and self.at < begins_at(basis.valid_from):
            found.append(("basis", None))
        consent = str(basis.basis) == "consent"
        given = [
            node.id
            for node in self._consents(row)
            if (state := self.subject.consents.get(node.id)) is not None and begins_at(state.given) <= self.at
        ]
        if consent:
            end = max((self._consent_end(one) for one in given), default=None)
            if end is None or end < NEVER:
                found.append(("consent.ended" if given else "no consent", end))
        else:
            ends = [
                begins_at(withdrawn)
                for one in given
                if (withdrawn := self.subject.consents[one].withdrawn) is not None
                and begins_at(withdrawn) == self._consent_end(one)
            ]
            found += [("consent.ended", end) for end in ends]
        for objection in self.declaration.objections.values():
            said = self.subject.objections.get(objection.id)
            stands = said is not None and (said.lifted is None or self.at < begins_at(said.lifted))
            if row.id in objection.closes and said is not None and stands:
                found.append(("objection.made", begins_at(said.made)))
        for group in row.groups:
            reached = self.reached(datum, row.purpose, row.id, {group})
            if group in self.groups:
                for exception in row.unless:
                    if self.applies(exception, reached) and not self.purposes(row.purpose) & set(exception.leaves):
                        found.append(("exception", None))
        asked = self.subject.erasure
        lawful = str(basis.basis) in ("legal obligation", "public task") or (rule is not None and bool(rule.law))
        if asked is not None and not lawful and begins_at(datum.collected) <= begins_at(asked):
            found.append(("erased", begins_at(asked)))
        return found

    # the questions

    def never_together(self, one: str, other: str | None) -> bool:
        if other is None:
            return False
        first, second = self.declaration.purposes[one], self.declaration.purposes[other]
        return bool(self.purposes(other) & set(first.never_with) or self.purposes(one) & set(second.never_with))

    def may_use(self, datum: Datum, *, purpose: str, role: str, operation: str) -> bool:
        """Whether a datum that the register has may be used."""
        return any(
            self._live(row, datum, purpose=purpose, role=role, operation=operation)
            for row in self.declaration.processing.values()
        )

    def _live(self, row: Processing, datum: Datum, *, purpose: str, role: str, operation: str) -> bool:
        if (
            row.purpose not in self.purposes(purpose)
            or role not in row.by
            or operation not in row.operations
            or not set(row.items) & set(above(datum.item))
            or not self.groups & set(row.groups)
            or (row.phases and self.subject.phase not in row.phases)
            or self.never_together(purpose, datum.collected_for)
            or self.at < begins_at(datum.collected)
        ):
            return False
        for ban in self.declaration.bans.values():
            if self.banned(ban, datum, purpose=purpose, role=role, operation=operation, row=row.id):
                return False
        found = self.window(row, datum)
        if found is None:
            return False
        end, _, _, rule = found
        end = min(end, self.promised(row, rule, datum))
        reasons = {why for why, since in self.closings(row, datum, rule) if since is None or since <= self.at}
        open_ = self.at < end
        if not open_ and str(rule.then.kind) == "restrict" and self.purposes(purpose) & set(rule.then.readable_for):
            open_ = True
        held = self.holds_on(datum, asked="erased" in reasons and self.at < end)
        left = [id_ for id_ in held if any(one in self.declaration.holds[id_].leaves for one in self.purposes(purpose))]
        if (reasons or not open_) and not (reasons <= {"erased"} and left):
            return False
        standing = self.holds_on(datum, asked=False)
        claims = [id_ for id_ in standing if id_ in left and str(self.declaration.holds[id_].kind) == "claim"]
        disputed = [
            id_ for id_ in standing if id_ not in left
            if str(self.declaration.holds[id_].kind) == "dispute over correctness"
        ]  # fmt: skip
        restricted = self.subject.restricted is not None and begins_at(self.subject.restricted) <= self.at
        if (restricted or disputed) and not claims and operation not in ("store", "restrict"):
            return str(self.declaration.bases[row.basis].basis) in ("consent", "vital interest", "public task")
        return True

    def promised(self, row: Processing, rule: RetentionRule, datum: Datum) -> datetime:
        """The least end that the versions since a datum was collected said for a purpose, unless a law demands more."""
        if rule.law or str(self.declaration.bases[row.basis].basis) in ("legal obligation", "public task"):
            return NEVER
        names = [f"{one.register.id} {one.register.version}" for one in self.before]
        since = names.index(datum.declaration) if datum.declaration in names else len(names)
        least = NEVER
        for declaration in self.before[since:]:
            then = Naive(declaration, self.subject, self.at)
            if not then.groups or not any(set(one.items) & set(above(datum.item)) for one in then.rows()):
                continue  # it said nothing of such people, or of such data
            stays = then.stays(datum)
            ends = [end for purpose, end, _, _ in stays if purpose == row.purpose] or [end for _, end, _, _ in stays]
            least = min(least, max(ends, default=begins_at(datum.collected)))
        return least

    def rows(self) -> list[Processing]:
        return list(self.declaration.processing.values())

    def stays(self, datum: Datum) -> list[tuple[str, datetime, str, bool]]:
        """For each row that justifies a datum: its purpose, its end, its action, whether a request ends it early."""
        found: list[tuple[str, datetime, str, bool]] = []
        for row in self.rows():
            if not set(row.items) & set(above(datum.item)) or not self.groups & set(row.groups):
                continue
            if (row.phases and self.subject.phase not in row.phases) or self.never_together(
                row.purpose, datum.collected_for
            ):
                continue
            window = self.window(row, datum)
            if window is None:
                continue
            end, least, begun, rule = window
            end = min(end, self.promised(row, rule, datum))
            clocks = clocks_of(rule.start) | (clocks_of(rule.if_unknown.start) if rule.if_unknown else set())
            closings = [(why, since) for why, since in self.closings(row, datum, rule) if why not in clocks]
            if any(since is None for _, since in closings):
                continue
            cut = min((since for _, since in closings if since is not None), default=NEVER)
            first = {why for why, since in closings if since == cut}
            asked = "erased" in first and cut < end and self.at < end
            end = min(end, cut)
            confirmed = self.subject.confirmed.get(rule.id)
            if confirmed is not None and begun is not None and begins_at(confirmed) < begun:
                confirmed = None  # what the window counts from came after it
            if confirmed is not None and rule.review is not None and (rule.at_least is None or least is not None):
                end = min(end, max(begins_at(confirmed), least or begins_at(datum.collected)))
            found.append((row.purpose, end, str(rule.then.kind), asked))
        return found

    def gone(self, datum: Datum) -> tuple[datetime, bool]:
        """When the last window of a datum closes (`NEVER`: no end), and whether a hold blocks what then follows."""
        stays = self.stays(datum)
        actions = {kind for _, _, kind, _ in stays}
        if not stays:  # then the strictest of the rules that could have held says what follows
            for row in self.rows():
                for place in (None, "paper"):
                    for group in row.groups if set(row.items) & set(above(datum.item)) else ():
                        possible = self.rule_of(row, group, replace(datum, place=place))
                        actions |= {str(possible.then.kind)} if possible is not None else set()
        when = max((end for _, end, _, _ in stays), default=begins_at(datum.collected))
        blocked = bool(self.holds_on(datum, asked=any(asked for *_, asked in stays))) and actions != {"restrict"}
        return when, blocked
