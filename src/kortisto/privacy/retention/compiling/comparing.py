"""What falls due because one declaration follows another, for all subjects of whom the same is true, as SQL.

Only what differs is asked: an item that both keep by the same windows falls due for nobody because of the change, since
what the older version said of it never ends before the windows themselves. Of the rest it is first asked of each
subject whether anything could fall due at all; few can, where a period has changed by a year, and only their rows are
read.

Counted by Finnish days, as things stand at the end of a day: what falls due in the course of it belongs to it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from kortisto.declaration.civil_time import civil_day, start_of_day
from kortisto.declaration.compiled import Compiled
from kortisto.declaration.endings import STRICTEST_FIRST, Endings
from kortisto.declaration.open_holds import OpenHold
from kortisto.declaration.standing import Standing
from kortisto.declaration.subjects import Datum, SubjectState
from kortisto.declaration.words import ActionKind
from kortisto.privacy.retention.compiling.dates import Point, over_on
from kortisto.privacy.retention.compiling.endings import (
    Combination,
    Contest,
    Deciding,
    Row,
    Window,
    bound_from,
    greatest,
    names_row,
    text,
)
from kortisto.privacy.retention.compiling.windows import Columns, closed_by

NOTHING = "null::text"
_EVER, _NEVER = "'-infinity'::date", "'infinity'::date"


@dataclass(slots=True)
class Possible:
    """Of which subjects anything can fall due: conditions over `w`, each once."""

    conditions: dict[str, None] = field(default_factory=dict)

    def add(self, condition: str) -> None:
        """Note a condition."""
        self.conditions[condition] = None


class Comparing:
    """The items of one combination of states under two declarations: `new` has `old` among those before it."""

    def __init__(self, old: Compiled, new: Compiled, combination: Combination, at: datetime) -> None:
        """Take the last instant of a day as `at`."""
        self._old, self._new = Deciding(old, combination, at), Deciding(new, combination, at)
        self._compiled, self._at, self._day = (old, new), at, f"'{civil_day(at).isoformat()}'::date"
        state = SubjectState(
            states=frozenset(combination.states),
            earlier=frozenset(combination.earlier),
            phase=combination.phase or None,
        )
        self._standing = Standing(new, state, at)

    def differs(self, item: str) -> bool:
        """Return whether anything of an item can fall due because of the new declaration."""
        before, after = self._old.justifying(item), self._new.justifying(item)
        return before is None or after is None or before != after

    def can_say(self, item: str) -> bool:
        """Return whether it can be said of all together what falls due of an item."""
        return self._old.rows(item) is not None and self._new.rows(item) is not None

    def answer(self, item: str, columns: Columns, *, number: int, possible: Possible) -> str:
        """Return the key of what falls due of a datum (see `key`), null where nothing does, as SQL.

        `number` of the combination, to ask nothing of other subjects. Notes for whom it is possible.
        """
        if not self.differs(item):
            return NOTHING
        old, new = self._old.rows(item), self._new.rows(item)
        if old is None or new is None:
            raise ValueError(f"{item} is decided about one by one")
        columns_of = [
            replace(columns, bound_from=bound_from(one, columns.version, columns.born.at)) for one in self._compiled
        ]
        # What both keep by the same windows must be over anyway where anything falls due now, and decides nothing more.
        same = {one.free for one in new}
        ended = [one for one in old if one.free not in same]
        if old and not ended:
            return NOTHING
        before, after = _due(ended, columns_of[0]), _due(new, columns_of[1])
        exact = f"{after} <= {self._day} and {before} > {self._day}"
        key = self._key(item, new, columns_of[1], after)
        mine = f"w.combination = {number}"
        if not names_row(exact) and not names_row(key):
            possible.add(columns.once(f"({mine} and {exact})"))
            return f"case when {exact} then {key} end"
        (least_before, most_before), (least_after, most_after) = (
            _bounds(some, of) for some, of in zip((ended, new), columns_of, strict=True)
        )
        surely = columns.once(f"({mine} and {most_after} <= {self._day} and {least_before} > {self._day})")
        perhaps = columns.once(f"({mine} and {least_after} <= {self._day} and {most_before} > {self._day})")
        possible.add(perhaps)
        return f"case when {surely} then {key} when {perhaps} then case when {exact} then {key} end end"

    def _key(self, item: str, rows: Sequence[Row], columns: Columns, due: str) -> str:
        """Return rule, action and whether it is held, in one text with spaces between, as SQL."""
        datum = Datum(item=item, collected=self._at)
        if not rows:
            one = Endings(self._standing).of(datum)
            held = not self._standing.all_groups() or bool(one.blocked_by)
            return text(f"{one.rule} {one.action.kind.value} {held:d}")
        rule, action = _rule(rows, columns), _action(rows, columns)
        held_back = self._held(datum, due)
        always = isinstance(action, ActionKind) and held_back in {"true", "false"}
        if isinstance(rule, Constant) and always:
            kept = not self._standing.all_groups() or (held_back == "true" and action is not ActionKind.RESTRICT)
            return text(f"{rule} {action} {kept:d}")
        shown = text(rule) if isinstance(rule, Constant) else rule
        done = text(action.value) if isinstance(action, ActionKind) else action
        held_sql = f"{held_back} and {done} <> {text(ActionKind.RESTRICT.value)}"
        if not self._standing.all_groups():
            held_sql = "true"
        return f"({shown} || ' ' || {done} || case when {held_sql} then ' 1' else ' 0' end)"

    def _held(self, datum: Datum, due: str) -> str:
        """Return whether a hold that a state has opened keeps a datum, as SQL."""
        conditions = [self._stands(one, due) for one in self._standing.holds_on(datum)]
        return "true" if "true" in conditions else f"({' or '.join(conditions)})" if conditions else "false"

    def _stands(self, hold: OpenHold, due: str) -> str:
        most = hold.plan.node.at_most
        if most is None or most.permanent:
            return "true"
        since = Point(f"(({due})::timestamp at time zone 'Europe/Helsinki')", due)
        return f"{over_on(since, most, None, '12-31')} > {self._day}"


class Constant(str):
    """A word that is the same for all, not SQL."""

    __slots__ = ()


def key(said: str) -> tuple[str, ActionKind, bool]:
    """Return rule, action and whether it is held, from the key of an answer."""
    rule, action, held = said.rsplit(" ", 2)
    return rule, ActionKind(action), held == "1"


def end_of(day: date) -> datetime:
    """Return the last instant of a Finnish day, as exactly as the database knows instants."""
    following = start_of_day(date.fromordinal(day.toordinal() + 1))
    return following - following.resolution


def _due(rows: Sequence[Row], columns: Columns) -> str:
    return greatest([_of_row(one, columns) for one in rows]) if rows else columns.born.day


def _of_row(row: Row, columns: Columns) -> str:
    return greatest([one.closed_on(columns) for one in row.parts])


def _rule(rows: Sequence[Row], columns: Columns) -> Constant | str:
    """Return the rule of the row that keeps a datum longest, of several the first (`Endings.of`)."""
    rules = [_rule_of_row(one, columns) for one in rows]
    if len(set(rules)) == 1:
        return rules[0]
    shown = [text(one) if isinstance(one, Constant) else one for one in rules]
    return _first_of_the_latest(shown, [_of_row(one, columns) for one in rows])


def _rule_of_row(row: Row, columns: Columns) -> Constant | str:
    """Return the rule of the latest of a row's windows, before it is asked what earlier versions said of it."""
    refs = [one.rule.ref for one in row.free]
    if len(set(refs)) == 1:
        return Constant(refs[0])
    return _first_of_the_latest([text(one) for one in refs], [one.closed_on(columns) for one in row.free])


def _first_of_the_latest(words: Sequence[str], days: Sequence[str]) -> str:
    listed = ", ".join(days)
    return f"(array[{', '.join(words)}])[array_position(array[{listed}], greatest({listed}))]"


def _action(rows: Sequence[Row], columns: Columns) -> ActionKind | str:
    """Return the strictest action of the rules of the rows."""
    fixed = [_rank(row.free[0].rule.then.kind) for row in rows if _acts_alike(row)]
    changing = []
    for row in rows:
        if not _acts_alike(row):
            ranks = {one.rule.ref: _rank(one.rule.then.kind) for one in row.free}
            whens = " ".join(f"when {text(ref)} then {rank}" for ref, rank in ranks.items())
            changing.append(f"case {_rule_of_row(row, columns)} {whens} end")
    if not changing:
        return STRICTEST_FIRST[min(fixed)]
    least = ", ".join([*map(str, sorted(fixed)[:1]), *changing])
    words = ", ".join(text(kind.value) for kind in STRICTEST_FIRST)
    return f"(array[{words}])[least({least}) + 1]"


def _acts_alike(row: Row) -> bool:
    return len({one.rule.then.kind for one in row.free}) == 1


def _rank(kind: ActionKind) -> int:
    return STRICTEST_FIRST.index(kind)


def _bounds(rows: Sequence[Row], columns: Columns) -> tuple[str, str]:
    """Return between which days a datum is due, whatever its own row says, as SQL."""
    if not rows:
        return _EVER, _NEVER
    found = [_bounds_of(part, columns) for row in rows for part in row.parts]
    return greatest([least for least, _ in found]), greatest([most for _, most in found])


def _bounds_of(part: Window | Contest, columns: Columns) -> tuple[str, str]:
    if isinstance(part, Contest):
        bound, lasting = (
            [_bounds_of(one, columns) for one in some] for some in (part.bound, part.lasting)
        )  # fmt: skip
        least = f"least({greatest([one for one, _ in bound])}, {greatest([one for one, _ in lasting])})"
        return least, greatest([one for _, one in (*bound, *lasting)])
    limits = [_least(part, columns)]
    limits += [greatest([_least(one, columns) for one in said.windows] or [_EVER]) for said in part.said]
    different: Collection[str] = dict.fromkeys(limits)
    return (limits[0] if len(different) == 1 else f"least({', '.join(different)})"), _most(part, columns)


def _least(window: Window, columns: Columns) -> str:
    """Return the day before which a window cannot be closed, whenever the datum was collected."""
    long_ago = Point("'0001-01-01 00:00+00'::timestamptz", "'0001-01-01'::date")
    found = replace(window, said=()).closed_on(replace(columns, once=str, born=long_ago))
    return _EVER if names_row(found) else found


def _most(window: Window, columns: Columns) -> str:
    plain = replace(columns, once=str, year_end=window.year_end)
    found = closed_by(window.rule, window.exceptions, plain, lambda one: not names_row(one))
    return f"least({found}, {window.cut})" if window.cut else found
