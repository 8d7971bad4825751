"""The stored clocks and the agenda: written by the exact form, compared with it, and gone with their subject.

Whoever writes here has locked the subjects' lines of the agenda first and asks the register only then: what he learns
is at least as new as what he writes over.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from kortisto.declaration.civil_time import civil_day, instant
from kortisto.declaration.holdings import follows_erasure
from kortisto.declaration.windows import Clocks
from kortisto.privacy.retention.agenda import Entry, Waiting, asks_for_reviews, entry_of, entry_on, fingerprint
from kortisto.privacy.retention.compiling.endings import Combination
from kortisto.privacy.retention.compiling.questions import first_days
from kortisto.privacy.retention.enums import SubjectKind
from kortisto.privacy.retention.walking import learn, root_of
from kortisto.register.access import current

MANY = 100
"""From so many subjects on SQL is asked about them together; for fewer, to put the question takes longer."""

Struck = tuple[datetime | None, date | None, datetime | None, date | None, bool]
"""First instant and day, last instant and day, and whether it runs."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of one subject, or should be."""

    clocks: Mapping[str, Struck]
    entry: Entry
    declaration: str


def settle_portion(kind: SubjectKind, ids: Collection[UUID], at: datetime) -> int:
    """Bring clocks and agenda of some subjects up to their rows; return of how many something was not right.

    Inside a transaction that has the access header. Subjects that are there no more are forgotten.
    """
    ids = sorted(ids)
    _lock(kind, ids)
    stored = _stored(kind, ids)
    if len(ids) < MANY:
        right, drafted = right_now(kind, ids, at), set[UUID]()
    else:
        right, drafted = _right_of_many(kind, ids, at, stored)
    wrong = [id_ for id_ in ids if stored.get(id_) != right.get(id_)]
    written = drafted.union(wrong)
    if written:
        # The clocks of drafts stand already, and no review.
        drafts = {id_: right[id_] for id_ in drafted & right.keys()}
        drafts = {id_: replace(one, entry=replace(one.entry, reviews=())) for id_, one in drafts.items()}
        _write(kind, sorted(written), {**stored, **drafts}, right)
    return len(wrong)


def _right_of_many(
    kind: SubjectKind, ids: Collection[UUID], at: datetime, stored: Mapping[UUID, Kept]
) -> tuple[Mapping[UUID, Kept], set[UUID]]:
    """Return the same as `right_now`, where SQL says when the first datum is due of whom nothing is due yet.

    It reads clocks and states from the tables, so what differs of these is written first; second: of whom that was.
    """
    declaration, learned = fingerprint(current.compiled()), learn(kind, ids)
    drafts = {
        id_: Kept(_struck(known.state.clocks), entry_on(known, None, {}), declaration) for id_, known in learned.items()
    }
    drafted = {id_ for id_, one in drafts.items() if id_ not in stored or _facts(stored[id_]) != _facts(one)}
    if drafted:
        _write(kind, sorted(drafted), stored, drafts)
    combinations = {Combination(one.entry.states, one.entry.earlier, one.entry.phase) for one in drafts.values()}
    said = first_days(current.compiled(), kind, ids, combinations, at)
    today = civil_day(at)
    right = {}
    for id_, known in learned.items():
        day, review_on = said.get(id_, (date.min, None))
        later = all(one is None or one > today for one in (day, review_on))
        entry = entry_on(known, day, {}, review_on) if later else entry_of(known, at)
        right[id_] = Kept(drafts[id_].clocks, entry, declaration)
    return right, drafted


def _facts(kept: Kept) -> tuple[object, ...]:
    """Return what SQL reads of a subject."""
    entry = kept.entry
    return kept.clocks, entry.states, entry.earlier, entry.phase, entry.special


def have_looked_at(kind: SubjectKind, subject: UUID, at: datetime) -> None:
    """Put a subject on the agenda for now: it could not be worked out when it is due, and a sweep finds out why.

    Inside a transaction that has the access header.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into retention_agenda "
            "(kind, subject, next_on, states, earlier, phase, special, held_back, declaration) "
            "values (%s, %s, %s, '{}', '{}', '', false, '{}', '') "
            "on conflict (kind, subject) do update "
            "set next_on = least(retention_agenda.next_on, excluded.next_on), review_on = null",
            (kind, subject, civil_day(at)),
        )


def right_now(kind: SubjectKind, ids: Collection[UUID], at: datetime) -> Mapping[UUID, Kept]:
    """Return what should be kept of some subjects, from their rows; ids that do not exist are left out."""
    declaration = fingerprint(current.compiled())
    return {
        id_: Kept(_struck(known.state.clocks), entry_of(known, at), declaration)
        for id_, known in learn(kind, ids).items()
    }


def differing(kind: SubjectKind, ids: Collection[UUID], at: datetime) -> set[UUID]:
    """Return the subjects of whom something is kept that is not so, or kept in such a way that they could be missed.

    A day of the agenda that is too early costs a look and is no difference: it was the right one before `at` came.
    """
    right, stored = right_now(kind, ids, at), _stored(kind, ids)
    return {id_ for id_ in ids if not _is_right(stored.get(id_), right.get(id_))}


def strangers(kind: SubjectKind) -> list[UUID]:
    """Return the subjects of whom something is kept, and who are there no more."""
    root = root_of(kind).model._meta.db_table  # type: ignore[attr-defined]
    there = f'(select from "{root}" r where r.id = k.subject)'
    with connection.cursor() as cursor:
        cursor.execute(
            f"select subject from retention_agenda k where kind = %s and not exists {there} "  # noqa: S608 - names of our own
            f"union select subject from retention_clock k where kind = %s and not exists {there}",
            (kind, kind),
        )
        return [subject for (subject,) in cursor.fetchall()]


@follows_erasure
def forget(model: type, keys: Collection[object], columns: Collection[str] | None = None) -> None:
    """Erase what is kept of subjects that are erased, with them."""
    if columns is None:
        for kind in SubjectKind:
            if root_of(kind).model is model:
                ids = sorted(key for key in keys if isinstance(key, UUID))
                _lock(kind, ids)
                _write(kind, ids, {}, {})


def _lock(kind: SubjectKind, ids: Collection[UUID]) -> None:
    """Lock the lines of the agenda in the order of their keys: who erases a subject locks them too, in this order."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select from retention_agenda where kind = %s and subject = any(%s) order by subject for update",
            (kind, list(ids)),
        )


def _struck(clocks: Clocks) -> dict[str, Struck]:
    found: dict[str, Struck] = {}
    for clock, state in clocks.items():
        if state.struck:
            first, last = state.first, state.last
            found[clock] = (instant(first), civil_day(first), instant(last), civil_day(last), state.running)
        elif state.running:
            found[clock] = (None, None, None, None, True)
    return found


def _is_right(stored: Kept | None, right: Kept | None) -> bool:
    if stored is None or right is None:
        return stored is right
    one, other = stored.entry, right.entry
    return (
        stored.clocks == right.clocks
        and (one.states, one.earlier, one.phase) == (other.states, other.earlier, other.phase)
        and one.special == other.special
        and (stored.declaration != right.declaration or _is_in_time(one, other))
    )


def _is_in_time(one: Entry, other: Entry) -> bool:
    """Return whether nothing is missed, and the same reviews wait."""
    days = ((one.next_on, other.next_on), (one.review_on, other.review_on))
    return one.reviews == other.reviews and all((day or date.max) <= (right or date.max) for day, right in days)


def _stored(kind: SubjectKind, ids: Collection[UUID]) -> Mapping[UUID, Kept]:
    clocks: dict[UUID, dict[str, Struck]] = defaultdict(dict)
    reviews = _stored_reviews(kind, ids) if asks_for_reviews(current.compiled()) else {}
    with connection.cursor() as cursor:
        cursor.execute(
            "select subject, clock, first_at, first_day, last_at, last_day, running from retention_clock "
            "where kind = %s and subject = any(%s)",
            (kind, list(ids)),
        )
        for subject, clock, *struck in cursor.fetchall():
            clocks[subject][clock] = (struck[0], struck[1], struck[2], struck[3], struck[4])
        cursor.execute(
            "select subject, next_on, states, earlier, phase, special, held_back::text, review_on, declaration "
            "from retention_agenda where kind = %s and subject = any(%s)",
            (kind, list(ids)),
        )
        found = {
            subject: Kept(
                clocks.pop(subject, {}),
                Entry(
                    next_on,
                    tuple(states),
                    tuple(earlier),
                    phase,
                    special,
                    json.loads(held),
                    review_on,
                    reviews.get(subject, ()),
                ),
                declaration,
            )
            for subject, next_on, states, earlier, phase, special, held, review_on, declaration in cursor.fetchall()
        }
    # Clocks without a line of the agenda are of nobody: equal to nothing that could be right.
    nobody = Entry(None, (), (), "", special=False)
    return found | {subject: Kept(left, nobody, "") for subject, left in clocks.items()}


def _stored_reviews(kind: SubjectKind, ids: Collection[UUID]) -> Mapping[UUID, tuple[Waiting, ...]]:
    found: dict[UUID, tuple[Waiting, ...]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "select subject, rule, since, last_day, items from retention_awaited_review "
            "where kind = %s and subject = any(%s) order by subject, since, rule",
            (kind, list(ids)),
        )
        for subject, rule, since, last_day, items in cursor.fetchall():
            found[subject] = (*found.get(subject, ()), Waiting(rule, since, last_day, tuple(items)))
    return found


def _write(kind: SubjectKind, ids: Collection[UUID], stored: Mapping[UUID, Kept], right: Mapping[UUID, Kept]) -> None:
    gone = [id_ for id_ in ids if id_ not in right]
    before = {id_: stored[id_].clocks if id_ in stored else {} for id_ in ids}
    over = [(id_, clock) for id_ in right if id_ in before for clock in before[id_].keys() - right[id_].clocks.keys()]
    new = [
        (id_, clock, *struck)
        for id_ in ids
        if id_ in right
        for clock, struck in sorted(right[id_].clocks.items())
        if before[id_].get(clock) != struck
    ]
    lines = [
        (id_, one.next_on, json.dumps(one.states), json.dumps(one.earlier), one.phase, one.special,
         json.dumps(one.held_back), one.review_on, right[id_].declaration)
        for id_ in ids if id_ in right for one in (right[id_].entry,)
    ]  # fmt: skip
    with connection.cursor() as cursor:
        if gone:
            for table in ("retention_clock", "retention_agenda", "retention_awaited_review"):
                cursor.execute(f"delete from {table} where kind = %s and subject = any(%s)", (kind, gone))  # noqa: S608 - names of our own
        if over:
            cursor.execute(
                "delete from retention_clock k using unnest(%s::uuid[], %s::text[]) as o(subject, clock) "
                "where k.kind = %s and (k.subject, k.clock) = (o.subject, o.clock)",
                (*_columns(over, 2), kind),
            )
        if new:
            cursor.execute(
                "insert into retention_clock (kind, subject, clock, first_at, first_day, last_at, last_day, running) "
                "select %s, n.* from unnest(%s::uuid[], %s::text[], %s::timestamptz[], %s::date[], "
                "%s::timestamptz[], %s::date[], %s::boolean[]) as n "
                "on conflict (kind, subject, clock) do update set (first_at, first_day, last_at, last_day, running) = "
                "(excluded.first_at, excluded.first_day, excluded.last_at, excluded.last_day, excluded.running)",
                (kind, *_columns(new, 7)),
            )
        if lines:
            cursor.execute(
                "insert into retention_agenda "
                "(kind, subject, next_on, states, earlier, phase, special, held_back, review_on, declaration) "
                "select %s, n.subject, n.next_on, array(select json_array_elements_text(n.states::json)), "
                "array(select json_array_elements_text(n.earlier::json)), n.phase, n.special, n.held_back::jsonb, "
                "n.review_on, n.declaration from unnest(%s::uuid[], %s::date[], %s::text[], %s::text[], %s::text[], "
                "%s::boolean[], %s::text[], %s::date[], %s::text[]) "
                "as n(subject, next_on, states, earlier, phase, special, held_back, review_on, declaration) "
                "on conflict (kind, subject) do update set "
                "(next_on, states, earlier, phase, special, held_back, review_on, declaration) = (excluded.next_on, "
                "excluded.states, excluded.earlier, excluded.phase, excluded.special, excluded.held_back, "
                "excluded.review_on, excluded.declaration)",
                (kind, *_columns(lines, 9)),
            )
    _write_reviews(kind, stored, {id_: right[id_].entry.reviews for id_ in ids if id_ in right})


def _write_reviews(kind: SubjectKind, stored: Mapping[UUID, Kept], right: Mapping[UUID, tuple[Waiting, ...]]) -> None:
    changed = {
        id_: reviews for id_, reviews in right.items()
        if reviews != (stored[id_].entry.reviews if id_ in stored else ())
    }  # fmt: skip
    lines = [
        (id_, one.rule, one.since, one.last_day, json.dumps(one.items))
        for id_, some in sorted(changed.items())
        for one in some
    ]
    if not changed:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "delete from retention_awaited_review where kind = %s and subject = any(%s)", (kind, sorted(changed))
        )
        if lines:
            cursor.execute(
                "insert into retention_awaited_review (kind, subject, rule, since, last_day, items) "
                "select %s, n.subject, n.rule, n.since, n.last_day, "
                "array(select json_array_elements_text(n.items::json)) "
                "from unnest(%s::uuid[], %s::text[], %s::date[], %s::date[], %s::text[]) "
                "as n(subject, rule, since, last_day, items)",
                (kind, *_columns(lines, 5)),
            )


def _columns(rows: Iterable[tuple[object, ...]], width: int) -> list[list[object]]:
    columns: list[list[object]] = [[] for _ in range(width)]
    for row in rows:
        for place, value in enumerate(row):
            columns[place].append(value)
    return columns
