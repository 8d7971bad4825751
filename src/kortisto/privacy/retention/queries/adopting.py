"""What a new version of the notice would do to the data that are there, before it is adopted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kortisto.declaration.compiled import Compiled
from kortisto.declaration.endings import Due, Endings
from kortisto.declaration.holdings import registry
from kortisto.declaration.model import Declaration, Text
from kortisto.declaration.promises import in_succession
from kortisto.declaration.standing import Standing
from kortisto.declaration.subjects import SubjectState
from kortisto.declaration.versions import Differences, LostUse, compare, lost_uses
from kortisto.declaration.words import ActionKind
from kortisto.lib.batches import batched
from kortisto.privacy.retention.enums import SubjectKind
from kortisto.privacy.retention.queries.standing import PORTION, names_of
from kortisto.privacy.retention.walking import learn, objects, root_of, subject_ids
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

    `appear` and `disappear`: items with a field that the new version declares, or declares no more. `tell`:
    who must be told of the change (Articles 13(3), 14(4)); `touched`: of how many something falls due at once.
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
    tell: Mapping[SubjectKind, tuple[UUID, ...]]

    @property
    def data(self) -> int:
        """Return how many data fall due at once."""
        return sum(one.data for one in self.falls_due)


def preview(*, new: Declaration, access: Access, at: datetime, progress: Progress | None = None) -> Preview:
    """Return what a version would do if it were adopted at a moment. Reads everybody, and is logged as that."""
    old = current.compiled()
    differences = compare(old.declaration, new)
    count = _Count(old, differences)
    looked_at, total = dict.fromkeys(SubjectKind, 0), 0
    for kind in SubjectKind:
        for portion in batched(subject_ids(kind), PORTION):
            known = learn(kind, portion)
            for id_, one in known.items():
                count.add(kind, id_, one.state, at)
            looked_at[kind] += len(known)
            total += len(known)
            if progress is not None:
                progress(total)
    access.record("notice.preview", subjects=count.tell[SubjectKind.PERSON])
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
        tell={kind: tuple(ids) for kind, ids in count.tell.items()},
    )


def subjects_in_register(*, most: int) -> int:
    """Return how many people and organisations there are, counted up to `most`. Within an access."""
    return sum(1 for kind in SubjectKind for _ in objects(root_of(kind)).values_list("pk")[:most])


def names_to_tell(found: Preview) -> list[tuple[str, str, str]]:
    """Return kind, id and name of everybody who must be told. Within the access of the preview, which names them."""
    return [
        (kind.value, str(id_), name)
        for kind, ids in found.tell.items()
        for portion in batched(ids, PORTION)
        for id_, name in names_of(kind, portion).items()
    ]


class _Count:
    """Counts, subject by subject, what falls due because of the new version and who must be told of it."""

    def __init__(self, old: Compiled, differences: Differences) -> None:
        self._old = old
        self._new = in_succession((*old.before, old, differences.new))
        self._groups = frozenset(differences.must_be_told)
        self._items = _affected(differences)
        self._data: Counter[tuple[str, str, ActionKind]] = Counter()
        self._held: Counter[tuple[str, str, ActionKind]] = Counter()
        self.touched = dict.fromkeys(SubjectKind, 0)
        self.tell: dict[SubjectKind, list[UUID]] = {kind: [] for kind in SubjectKind}

    def add(self, kind: SubjectKind, id_: UUID, state: SubjectState, at: datetime) -> None:
        """Look at one subject."""
        standing, before = Standing(self._new, state, at), Standing(self._old, state, at)
        groups = standing.all_groups()
        if not self._groups.isdisjoint({*groups, *before.all_groups()}):
            self.tell[kind].append(id_)
        after, earlier = Endings(standing), Endings(before)
        data = (one for one in state.data if self._items is None or one.item in self._items)
        due = [one for datum in data if (one := after.of(datum)).is_due(at)]
        due = [one for one in due if not earlier.of(one.datum).is_due(at)]
        self.touched[kind] += bool(due)
        for one in due:
            key = _key(one)
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


_ONLY_PERIODS = frozenset({"retention", "recipients", "parties", "roles", "items"})
"""Sections of which only the changes of periods bear on when something falls due."""


def _affected(differences: Differences) -> frozenset[str] | None:
    """Return the items of which something may fall due at once; None where more than periods has changed."""
    if not differences.sections.keys() <= _ONLY_PERIODS:
        return None
    return frozenset(one.item for one in differences.periods)


def _key(one: Due) -> tuple[str, str, ActionKind]:
    return one.item, one.rule, one.action.kind


def _fields(compiled: Compiled) -> dict[str, Text]:
    """Return the items that have a field and may be stored: of the tables, and those that an organisation added."""
    stored = {leaf for holding in registry() for item in holding.items() for leaf in compiled.expand(item)}
    declared = {item for item in stored if item in compiled.holding}
    declared |= {item.id for item in compiled.declaration.items.values() if item.own_of and item.id in compiled.holding}
    return {item: compiled.name(item) for item in sorted(declared)}
