"""What a new version of the notice would do to the data that are there, before it is adopted.

Set-wise where clocks and states decide, one by one where circumstances do; as true as the last `settle`. What falls due
in the course of the day is counted, because the sweep of the coming night takes it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from kortisto.declaration.civil_time import civil_day
from kortisto.declaration.compiled import Compiled
from kortisto.declaration.endings import Due, DueKind, Endings
from kortisto.declaration.holdings import registry
from kortisto.declaration.model import Declaration, Text
from kortisto.declaration.promises import in_succession
from kortisto.declaration.standing import Standing
from kortisto.declaration.subjects import SubjectState
from kortisto.declaration.versions import Differences, LostUse, compare, lost_uses
from kortisto.declaration.words import ActionKind
from kortisto.lib.batches import batched
from kortisto.privacy.retention.compiling.changes import change
from kortisto.privacy.retention.compiling.comparing import end_of
from kortisto.privacy.retention.compiling.endings import Combination
from kortisto.privacy.retention.compiling.questions import every_combination, subjects_like
from kortisto.privacy.retention.enums import SubjectKind
from kortisto.privacy.retention.models import Mark
from kortisto.privacy.retention.queries.standing import PORTION, names_of
from kortisto.privacy.retention.walking import learn
from kortisto.register.access import current
from kortisto.register.audit.values import Access

Progress = Callable[[int], None]
"""Called with the number of subjects looked at so far."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FallsDue:
    """Data of one item that fall due at once by one rule. `held`: of these, what a hold or a person's word keeps."""

    item: str
    name: Text
    rule: str
    action: ActionKind
    data: int
    held: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What the adoption of a version would do at a moment.

    `appear` and `disappear`: items with a field that the new version declares, or declares no more. `tell`: how many
    must be told of the change (Articles 13(3), 14(4)); `touched`: of how many something falls due at once.
    """

    at: datetime
    new: Declaration
    differences: Differences
    lost: tuple[LostUse, ...]
    appear: tuple[Text, ...]
    disappear: tuple[Text, ...]
    falls_due: tuple[FallsDue, ...] = ()
    looked_at: Mapping[SubjectKind, int]
    touched: Mapping[SubjectKind, int]
    tell: Mapping[SubjectKind, int]
    alike: Mapping[SubjectKind, tuple[Combination, ...]] = field(repr=False)

    @property
    def data(self) -> int:
        """Return how many data fall due at once."""
        return sum(one.data for one in self.falls_due)


def preview(*, new: Declaration, access: Access, at: datetime, progress: Progress | None = None) -> Preview:
    """Return what a version would do if it were adopted at a moment. Counts everybody, names nobody, and is logged."""
    access.record("notice.preview")
    old = current.compiled()
    differences = compare(old.declaration, new)
    count = _Count(old, differences, at)
    looked_at: dict[SubjectKind, int] = {}
    tell: dict[SubjectKind, int] = {}
    alike: dict[SubjectKind, tuple[Combination, ...]] = {}
    for kind in SubjectKind:
        numbers = every_combination(kind)
        looked_at[kind] = sum(numbers.values())
        alike[kind] = tuple(one for one in numbers if count.must_be_told(one))
        tell[kind] = sum(numbers[one] for one in alike[kind])
        count.add_all(kind)
        for done in count.one_by_one(kind):
            if progress is not None:
                progress(done)
    known_before, known_after = _fields(old), _fields(differences.new)
    return Preview(
        at=at,
        new=new,
        differences=differences,
        lost=lost_uses(old, differences.new),
        appear=tuple(name for item, name in known_after.items() if item not in known_before),
        disappear=tuple(name for item, name in known_before.items() if item not in known_after),
        falls_due=count.falls_due(),
        looked_at=looked_at,
        touched=count.touched,
        tell=tell,
        alike=alike,
    )


def names_to_tell(found: Preview, *, access: Access, most: int | None = None) -> Iterator[tuple[str, str, str]]:
    """Yield kind, id and name of who must be told, up to `most` of each kind; the log says who was named."""
    for kind, combinations in found.alike.items():
        for portion in batched(subjects_like(kind, combinations, most=most), PORTION):
            access.record("notice.preview", subjects=portion if kind is SubjectKind.PERSON else ())
            yield from ((kind.value, str(id_), name) for id_, name in names_of(kind, portion).items())


def is_behind() -> bool:
    """Return whether changes are still to be counted in (see `operations.settle`)."""
    return Mark.objects.exists()


class _Count:
    """Counts what falls due because of the new version."""

    def __init__(self, old: Compiled, differences: Differences, at: datetime) -> None:
        self._old = old
        self._new = in_succession((*old.before, old, differences.new))
        self._groups = frozenset(differences.must_be_told)
        self._items = _affected(differences)
        self._at = end_of(civil_day(at))
        self._data: Counter[tuple[str, str, ActionKind]] = Counter()
        self._held: Counter[tuple[str, str, ActionKind]] = Counter()
        self._rest: dict[SubjectKind, list[UUID]] = {}
        self.touched = dict.fromkeys(SubjectKind, 0)

    def must_be_told(self, one: Combination) -> bool:
        """Return whether subjects of whom this is true must be told of the change."""
        state = SubjectState(
            states=frozenset(one.states), earlier=frozenset(one.earlier), phase=one.phase or None
        )  # fmt: skip
        groups = (
            group
            for compiled in (self._new, self._old)
            for group in Standing(compiled, state, self._at).all_groups()
        )  # fmt: skip
        return not self._groups.isdisjoint(groups)

    def add_all(self, kind: SubjectKind) -> None:
        """Count the data of all of whom the database can say what falls due."""
        found = change(self._old, self._new, kind, at=self._at, items=self._items)
        for (item, rule, action, held), number in found.data.items():
            self._data[item, rule, action] += number
            self._held[item, rule, action] += number if held else 0
        self.touched[kind] += found.touched
        self._rest[kind] = found.one_by_one

    def one_by_one(self, kind: SubjectKind) -> Iterator[int]:
        """Count the data of the others; yield how many subjects were looked at."""
        done = 0
        for portion in batched(self._rest[kind], PORTION):
            for one in learn(kind, portion).values():
                self._add(kind, one.state)
            done += len(portion)
            yield done

    def _add(self, kind: SubjectKind, state: SubjectState) -> None:
        standing, before = Standing(self._new, state, self._at), Standing(self._old, state, self._at)
        groups = standing.all_groups()
        after, earlier = Endings(standing), Endings(before)
        data = (one for one in state.data if self._items is None or one.item in self._items)
        due = [one for datum in data if (one := after.of(datum)).is_due(self._at)]
        due = [one for one in due if not earlier.of(one.datum).is_due(self._at)]
        self.touched[kind] += bool(due)
        for one in due:
            key = one.item, _rule(one), one.action.kind
            self._data[key] += 1
            self._held[key] += bool(one.blocked_by or not groups)

    def falls_due(self) -> tuple[FallsDue, ...]:
        """Return the counts, by item and rule."""
        return tuple(
            FallsDue(
                item=item,
                name=self._new.name(item),
                rule=rule,
                action=action,
                data=number,
                held=self._held[item, rule, action],
            )
            for (item, rule, action), number in sorted(self._data.items())
        )


def _rule(one: Due) -> str:
    """Return the rule of the new version that would have kept a datum longest."""
    if one.kind is DueKind.UNJUSTIFIED:
        return one.rule
    return max(one.justifications, key=lambda row: (row.until is None, row.until)).plan.rule.ref


_ONLY_PERIODS = frozenset({"retention", "recipients", "parties", "roles", "items"})
"""Sections of which only the changes of periods bear on when something falls due."""


def _affected(differences: Differences) -> frozenset[str] | None:
    """Return the items of which something may fall due at once; None where more than periods has changed."""
    if not differences.sections.keys() <= _ONLY_PERIODS:
        return None
    return frozenset(one.item for one in differences.periods)


def _fields(compiled: Compiled) -> dict[str, Text]:
    """Return the items that have a field and may be stored: of the tables, and those that an organisation added."""
    stored = {leaf for holding in registry() for item in holding.items() for leaf in compiled.expand(item)}
    declared = {item for item in stored if item in compiled.holding}
    declared |= {item.id for item in compiled.declaration.items.values() if item.own_of and item.id in compiled.holding}
    return {item: compiled.name(item) for item in sorted(declared)}
