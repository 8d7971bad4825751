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
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import connection, transaction

from kortisto.declaration.words import Basis
from kortisto.lib.batches import batched
from kortisto.privacy.retention.enums import PURPOSE, SubjectKind
from kortisto.privacy.retention.erasing import carry_out
from kortisto.privacy.retention.ledgering import left_again, plan_again
from kortisto.privacy.retention.planning import plan_of
from kortisto.privacy.retention.walking import learn, objects, root_of
from kortisto.register.audit.enums import Door
from kortisto.register.audit.operations import open_access, record
from kortisto.register.audit.values import Access, Actor
from kortisto.register.ledger.book import contents
from kortisto.register.ledger.enums import SETS_FREE, TAKES_AWAY, Fate, Reason
from kortisto.register.ledger.replayers import replayer_of, replays
from kortisto.register.ledger.standing import RESTORED, lacking, open_doors
from kortisto.register.ledger.values import Entry
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
                if entry.act in TAKES_AWAY and entry.kind == kind and found.fate(entry.id) is Fate.DONE
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
    with transaction.atomic(), carrying_out_again(entry), _access(by, at, channel) as access:
        with connection.cursor() as cursor:
            cursor.execute("set constraints all immediate")
        wanted = entry if fate is Fate.DONE else _still_wanted(entry)
        # A ban of somebody whom the register does not know stands in the ledger alone.
        if wanted is not None and wanted.subjects:
            people, organisations = replayer_of(entry.act)(wanted, access, at)
        else:
            people = organisations = 0
        know(entries=[(entry.id, entry.at)])
        access.record(
            "ledger.again", at=at, object_kind=entry.kind,
            subjects=entry.ids() if entry.kind == SubjectKind.PERSON else (),
        )  # fmt: skip
    if fate is Fate.OPEN:
        # Whatever it once was: of this database it is now true.
        confirm(entry=entry.id, fate=Fate.DONE if wanted is not None else Fate.UNDONE, at=at)
        done.left_open += wanted is None
    done.acts[entry.act] += 1
    done.people += people
    done.organisations += organisations


def _still_wanted(entry: Entry) -> Entry | None:
    """Return an entry whose writer was killed, with the subjects for whom it is still to be carried out, if any.

    What protects somebody is; what would set somebody free is not.
    """
    if entry.act in SETS_FREE:
        return None
    if entry.act not in TAKES_AWAY or entry.reason is not Reason.RULE:
        return entry
    kind = SubjectKind(entry.kind)
    known = learn(kind, entry.ids(), locked=True)
    still = tuple(one for one in entry.subjects if one.id in known and plan_of(known[one.id], entry.at).going)
    return replace(entry, subjects=still) if still else None


@replays(*TAKES_AWAY)
def _erase_again(entry: Entry, access: Access, at: datetime) -> tuple[int, int]:  # noqa: ARG001 (of the header)
    """Erase what an entry erased, and of those who went as a whole everything; return how many of each kind did."""
    kind = SubjectKind(entry.kind)
    known = learn(kind, entry.ids(), locked=True)
    there = [(known[id_], subject) for subject in entry.subjects for id_ in (subject.id, *subject.also) if id_ in known]
    gone = 0
    for portion in batched(there, _PORTION):
        plans = [plan_again(one, subject) for one, subject in portion]
        left = [one for whose, subject in portion for one in left_again(whose, subject, entry)]
        held_back = carry_out(plans, at=at, reason=entry.reason, left=left).held_back
        if held_back:
            raise StillThereError(dict(held_back))
        gone += sum(plan.whole for plan in plans)
    return (gone, 0) if kind is SubjectKind.PERSON else (0, gone)
