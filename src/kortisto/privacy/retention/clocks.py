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

from kortisto.declaration.circumstances import Circumstances, circumstances_of
from kortisto.declaration.civil_time import civil_day, instant
from kortisto.declaration.holdings import Facts, facts_of, follows_erasure
from kortisto.declaration.windows import Clocks
from kortisto.lib.batches import batched
from kortisto.privacy.retention.agenda import Entry, Waiting, asks_for_reviews, entry_of, entry_on, fingerprint
from kortisto.privacy.retention.compiling.endings import Combination
from kortisto.privacy.retention.compiling.questions import first_days
from kortisto.privacy.retention.compiling.striking import is_busy, strike, wrongly_struck
from kortisto.privacy.retention.enums import SubjectKind
from kortisto.privacy.retention.walking import Known, learn, objects, root_of
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
    if len(ids) >= MANY or is_busy(kind, ids):
        return _settle_many(kind, ids, at)
    stored, right = _stored(kind, ids), right_now(kind, ids, at)
    wrong = [id_ for id_ in ids if stored.get(id_) != right.get(id_)]
    if wrong:
        _write(kind, wrong, stored, right)
    return len(wrong)


def _settle_many(kind: SubjectKind, ids: Collection[UUID], at: datetime) -> int:
    """As `settle_portion`, where the database works out clocks and the first day on which anything is due.

    It reads states from the agenda, so what differs of these is written first. Only whom it cannot decide about, or of
    whom something is due, is learned one by one.
    """
    declaration = fingerprint(current.compiled())
    wrong = strike(kind, ids)
    known, stored = _known(kind, ids), _lines(kind, ids)
    drafts = {
        id_: (one, declaration)
        for id_, one in known.items()
        if id_ not in stored or _facts(stored[id_][0]) != _facts(one) or stored[id_][1] != declaration
    }
    _write_lines(kind, drafts, stored)
    right = {id_: (one, declaration) for id_, one in _days(kind, known, at).items()}
    before = stored | drafts
    _write_lines(kind, {id_: one for id_, one in right.items() if before[id_] != one}, before)
    gone = stored.keys() - right.keys()
    _forget_lines(kind, gone)
    return len(wrong | gone | {id_ for id_, one in right.items() if stored.get(id_) != one})


def _known(kind: SubjectKind, ids: Collection[UUID]) -> Mapping[UUID, Entry]:
    """Return what the agenda says of some subjects beside days; ids that do not exist are left out."""
    there = list(objects(root_of(kind)).filter(pk__any_of=list(ids)).values_list("pk", flat=True))
    facts, told = facts_of(there), circumstances_of(there)
    nothing, nobody = Facts(), Circumstances()
    return {id_: entry_on(facts.get(id_, nothing), told.get(id_, nobody), None, {}) for id_ in there}


def _days(kind: SubjectKind, known: Mapping[UUID, Entry], at: datetime) -> Mapping[UUID, Entry]:
    """Return the whole entries of subjects whose clocks and states are stored as they are.

    Where something is due the day says so, whether or not it can be done: the sweep that looks finds out, and says it
    (`looked_at`). Only those are learned here of whom the database can say no day, or who may wait for a review.
    """
    combinations = {Combination(one.states, one.earlier, one.phase) for one in known.values() if not one.special}
    said = first_days(current.compiled(), kind, known.keys(), combinations, at) if known else {}
    today = civil_day(at)
    right = {
        id_: replace(known[id_], next_on=day, review_on=review_on)
        for id_, (day, review_on) in said.items()
        if review_on is None or review_on > today
    }
    for portion in batched(sorted(known.keys() - right.keys()), MANY):
        right |= {id_: entry_of(one, at) for id_, one in learn(kind, portion).items()}
    return right


def looked_at(kind: SubjectKind, known: Collection[Known], at: datetime) -> None:
    """Enter when to look again at subjects of whom nothing could be done now. Their rows are locked."""
    if known:
        declaration = fingerprint(current.compiled())
        ids = sorted(one.id for one in known)
        _lock(kind, ids)
        _write_lines(kind, {one.id: (entry_of(one, at), declaration) for one in known}, _lines(kind, ids))


def _facts(entry: Entry) -> tuple[object, ...]:
    """Return what SQL reads of a line."""
    return entry.states, entry.earlier, entry.phase, entry.special


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


def differing_of_many(kind: SubjectKind, ids: Collection[UUID], at: datetime) -> set[UUID]:
    """Return the same as `differing`, as far as the database can say it; changes nothing."""
    wrong = wrongly_struck(kind, ids)
    known, stored = _known(kind, ids), _lines(kind, ids)
    wrong |= {id_ for id_, one in known.items() if id_ not in stored or _facts(stored[id_][0]) != _facts(one)}
    wrong |= stored.keys() - known.keys()
    # Of the others clocks and states are as they should be, and days can be counted from them.
    right = _days(kind, {id_: one for id_, one in known.items() if id_ not in wrong}, at)
    declaration, today = fingerprint(current.compiled()), civil_day(at)
    doubtful = []
    for id_, one in right.items():
        line, version = stored[id_]
        if version != declaration or _is_in_time(line, one):
            continue
        due = one.next_on or date.max
        # What is due and cannot be done is looked at again when that changes, and a review may be asked for later than
        # the database can say: the exact form knows.
        if today < due < (line.next_on or date.max):
            wrong.add(id_)
        else:
            doubtful.append(id_)
    for portion in batched(doubtful, MANY):
        wrong |= differing(kind, portion, at)
    return wrong


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
    with connection.cursor() as cursor:
        cursor.execute(
            "select subject, clock, first_at, first_day, last_at, last_day, running from retention_clock "
            "where kind = %s and subject = any(%s)",
            (kind, list(ids)),
        )
        for subject, clock, *struck in cursor.fetchall():
            clocks[subject][clock] = (struck[0], struck[1], struck[2], struck[3], struck[4])
    found = {
        subject: Kept(clocks.pop(subject, {}), entry, declaration)
        for subject, (entry, declaration) in _lines(kind, ids).items()
    }
    # Clocks without a line of the agenda are of nobody: equal to nothing that could be right.
    nobody = Entry(None, (), (), "", special=False)
    return found | {subject: Kept(left, nobody, "") for subject, left in clocks.items()}


def _lines(kind: SubjectKind, ids: Collection[UUID]) -> dict[UUID, tuple[Entry, str]]:
    """Return the lines of the agenda of some subjects, with the declaration by which each was worked out."""
    reviews = _stored_reviews(kind, ids) if asks_for_reviews(current.compiled()) else {}
    with connection.cursor() as cursor:
        cursor.execute(
            "select subject, next_on, states, earlier, phase, special, held_back::text, review_on, declaration "
            "from retention_agenda where kind = %s and subject = any(%s)",
            (kind, list(ids)),
        )
        return {
            subject: (
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
    with connection.cursor() as cursor:
        if gone:
            cursor.execute("delete from retention_clock where kind = %s and subject = any(%s)", (kind, gone))
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
    _forget_lines(kind, gone)
    lines = {id_: (right[id_].entry, right[id_].declaration) for id_ in ids if id_ in right}
    _write_lines(kind, lines, {id_: (one.entry, one.declaration) for id_, one in stored.items()})


def _forget_lines(kind: SubjectKind, ids: Collection[UUID]) -> None:
    if ids:
        with connection.cursor() as cursor:
            for table in ("retention_agenda", "retention_awaited_review"):
                cursor.execute(f"delete from {table} where kind = %s and subject = any(%s)", (kind, list(ids)))  # noqa: S608 - names of our own


def _write_lines(
    kind: SubjectKind, right: Mapping[UUID, tuple[Entry, str]], stored: Mapping[UUID, tuple[Entry, str]]
) -> None:
    lines = [
        (id_, one.next_on, json.dumps(one.states), json.dumps(one.earlier), one.phase, one.special,
         json.dumps(one.held_back), one.review_on, declaration)
        for id_, (one, declaration) in sorted(right.items())
    ]  # fmt: skip
    if lines:
        with connection.cursor() as cursor:
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
    before = {id_: one.reviews for id_, (one, _) in stored.items()}
    _write_reviews(kind, before, {id_: one.reviews for id_, (one, _) in right.items()})


def _write_reviews(
    kind: SubjectKind, stored: Mapping[UUID, tuple[Waiting, ...]], right: Mapping[UUID, tuple[Waiting, ...]]
) -> None:
    changed = {id_: reviews for id_, reviews in right.items() if reviews != stored.get(id_, ())}
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
