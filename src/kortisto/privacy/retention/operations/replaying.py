"""Carries out again, on a restored database, what the ledger says was done since its backup.

Each entry is one transaction with its number in the database, so that a replay that is cut off goes on where it was,
and one that is repeated finds nothing to do. Nothing is decided anew: what was erased had been due or asked for. An
entry of which nobody knows whether it was done is carried out where it is still due by the declaration, or where
somebody had asked for it; what a rule alone would erase and does not any more stays.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection, transaction

from kortisto.declaration.words import Basis
from kortisto.lib.batches import batched
from kortisto.privacy.retention.enums import PURPOSE, SubjectKind
from kortisto.privacy.retention.erasing import carry_out
from kortisto.privacy.retention.planning import Plan, plan_of
from kortisto.privacy.retention.walking import Known, learn, objects, root_of
from kortisto.register.audit.enums import Door
from kortisto.register.audit.operations import open_access, record
from kortisto.register.audit.values import Access, Actor
from kortisto.register.ledger.book import contents
from kortisto.register.ledger.enums import Act, Fate, Reason
from kortisto.register.ledger.replayers import replayer_of, replays
from kortisto.register.ledger.standing import RESTORED, lacking, open_doors
from kortisto.register.ledger.values import Affected, Entry
from kortisto.register.ledger.writing import carrying_out_again, confirm, know, say

Progress = Callable[[int, int], None]
"""Called with how many entries were carried out, and of how many."""

RESTORE = "backup.restore"
_PORTION = 500


class StillThereError(RuntimeError):
    """After the replay somebody who was erased is still there: the doors stay shut."""


@dataclass(slots=True)
class Replayed:
    """What a replay did. `acts`: entries by what they are; `people`, `organisations`: how many of them went."""

    acts: Counter[str] = field(default_factory=Counter)
    people: int = 0
    organisations: int = 0
    left_open: int = 0


def replay(
    *,
    by: Actor,
    at: datetime,
    channel: Door,
    progress: Progress | None = None,
    lost_lines: Sequence[tuple[int, int, str]] = (),
) -> Replayed:
    """Carry out what this database lacks, see that nobody erased is left, and open the doors.

    `lost_lines`: of each witness of the log that had seen more than there is: how many lines there are, how many it had
    seen, and its root; they are kept where the restore is recorded.

    Raises StillThereError, BrokenChainError, LedgerRefusedError; then the doors stay shut, and it can be run again.
    """
    done = Replayed()
    found = contents(fresh=True)
    todo = lacking(found, opened=True)
    for number, entry in enumerate(todo, start=1):
        _again(entry, found.fate(entry.id), done, by=by, at=at, channel=channel)
        if progress is not None:
            progress(number, len(todo))
    left = count_left(by=by, at=at, channel=channel)
    if sum(left.values()):
        raise StillThereError(dict(left))
    record(by=by, action=RESTORE, at=at, channel=channel, object_kind="database")
    say(
        what=RESTORED, at=at, entries=len(todo), people=done.people, organisations=done.organisations,
        log=[list(one) for one in lost_lines],
    )  # fmt: skip
    open_doors()
    return done


def count_left(*, by: Actor, at: datetime, channel: Door) -> Mapping[str, int]:
    """Return how many of those who were erased as a whole are in the database, by kind: none, unless it is older."""
    found = contents()
    left: Counter[str] = Counter()
    with transaction.atomic(), _access(by, at, channel) as access:
        for kind in SubjectKind:
            gone = [
                id_
                for entry in found.entries.values()
                if entry.act is Act.ERASED and entry.kind == kind and found.fate(entry.id) is Fate.DONE
                for subject in entry.subjects
                if subject.whole
                for id_ in (subject.id, *subject.also)
            ]
            for portion in batched(gone, _PORTION):
                left[kind] += objects(root_of(kind)).filter(pk__in=portion).count()
        access.record("ledger.compare", at=at)
    return left


def _access(by: Actor, at: datetime, channel: Door) -> AbstractContextManager[Access]:
    return open_access(by=by, purpose=PURPOSE, basis=Basis.LEGAL_OBLIGATION, at=at, channel=channel)


def _again(entry: Entry, fate: Fate, done: Replayed, *, by: Actor, at: datetime, channel: Door) -> None:
    act = replayer_of(entry.act)
    with transaction.atomic(), carrying_out_again(entry), _access(by, at, channel) as access:
        with connection.cursor() as cursor:
            cursor.execute("set constraints all immediate")
        wanted = entry if fate is Fate.DONE else _still_wanted(entry)
        people, organisations = act(wanted, access, at) if wanted.subjects else (0, 0)
        know(entries=[(entry.id, entry.at)])
        access.record(
            "ledger.again", at=at, object_kind=entry.kind,
            subjects=entry.ids() if entry.kind == SubjectKind.PERSON else (),
        )  # fmt: skip
    if fate is Fate.OPEN:
        # Whatever it once was: of this database it is now true.
        confirm(entry=entry.id, fate=Fate.DONE if wanted.subjects else Fate.UNDONE, at=at)
        done.left_open += not wanted.subjects
    done.acts[entry.act] += 1
    done.people += people
    done.organisations += organisations


def _still_wanted(entry: Entry) -> Entry:
    """Return an entry whose writer was killed, with the subjects for whom it is still to be carried out."""
    if entry.act is not Act.ERASED or entry.reason is not Reason.RULE:
        return entry
    kind = SubjectKind(entry.kind)
    known = learn(kind, entry.ids(), locked=True)
    still = tuple(one for one in entry.subjects if one.id in known and plan_of(known[one.id], entry.at).going)
    return Entry(
        act=entry.act, at=entry.at, kind=entry.kind, subjects=still, reason=entry.reason,
        declaration=entry.declaration, id=entry.id,
    )  # fmt: skip


@replays(Act.ERASED)
def _erase_again(entry: Entry, access: Access, at: datetime) -> tuple[int, int]:  # noqa: ARG001 (of the header)
    """Erase what an entry erased, and of those who went as a whole everything; return how many of each kind did."""
    kind = SubjectKind(entry.kind)
    known = learn(kind, entry.ids(), locked=True)
    plans = [
        plan
        for subject in entry.subjects
        for id_ in (subject.id, *subject.also)
        if id_ in known and ((plan := _plan_again(known[id_], subject)).delete or plan.clear)
    ]
    for portion in batched(plans, _PORTION):
        held_back = carry_out(portion, at=at, reason=entry.reason).held_back
        if held_back:
            raise StillThereError(dict(held_back))
    gone = sum(any(plan.is_root(row) for row in plan.delete) for plan in plans)
    return (gone, 0) if kind is SubjectKind.PERSON else (0, gone)


def _plan_again(known: Known, subject: Affected) -> Plan:
    if subject.whole:
        return Plan(known, tuple(known.rows.values()), (), (), Counter())
    there = [(row, subject.rows[record]) for record, row in known.rows.items() if record in subject.rows]
    return Plan(
        known,
        tuple(row for row, columns in there if not columns),
        tuple((row, columns) for row, columns in there if columns),
        (),
        Counter(),
    )
