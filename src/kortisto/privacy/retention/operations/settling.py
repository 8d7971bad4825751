"""Settling: what was marked is learned anew, so that clocks and agenda agree with the rows.

Why nothing that was committed is missed: marks are taken away first, and the rows are read by later statements, each of
which sees all that was committed before it. A mark that could be taken was committed with its rows; one that was not
there yet is settled the next time. What is read in between and overtaken by a later commit is marked by that commit.
One settles at a time, so that nobody writes what he has learned earlier over what another has learned later.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from kortisto.declaration.words import Basis
from kortisto.lib.batches import batched
from kortisto.privacy.retention import clocks
from kortisto.privacy.retention.agenda import asks_for_reviews, fingerprint
from kortisto.privacy.retention.compiling import rewriting
from kortisto.privacy.retention.enums import PURPOSE, SubjectKind
from kortisto.privacy.retention.marks import touch
from kortisto.privacy.retention.models import Mark
from kortisto.privacy.retention.queries import PORTION
from kortisto.privacy.retention.stuck import concerns_all
from kortisto.privacy.retention.walking import representatives, subject_ids
from kortisto.register.access import current
from kortisto.register.audit.enums import Door
from kortisto.register.audit.operations import open_access
from kortisto.register.audit.values import Actor

MARKS = 5000
"""Marks that are taken in one transaction; a subject usually has several that stand together."""

_MANY = 5000
"""Subjects that the database is asked about together."""

_LINES = 20_000
"""Lines of the agenda that are written in one transaction where all are."""

_TURN = 0x6B6F_7274_7365_7474  # of the advisory lock: who holds it settles
_TRIES = 3

Progress = Callable[[int], None]
"""Called with the number of subjects looked at so far."""


Differing = Callable[[SubjectKind, Collection[UUID], datetime], set[UUID]]
"""Tells of whom something is kept that is not so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What settling did: marks that were taken, subjects that were learned, and of how many something was not right."""

    marks: int = 0
    subjects: int = 0
    changed: int = 0

    def __add__(self, other: Settled) -> Settled:
        """Return both together."""
        return Settled(
            marks=self.marks + other.marks,
            subjects=self.subjects + other.subjects,
            changed=self.changed + other.changed,
        )


def settle(
    *,
    by: Actor,
    at: datetime,
    channel: Door,
    whole: bool = False,
    most: int | None = None,
    progress: Progress | None = None,
) -> Settled:
    """Bring clocks and agenda up to everything that was committed before the call.

    In portions of a transaction each: what is interrupted is gone on with by the next call. Where nothing was touched
    one small question is asked. `at`: the moment by which the agenda is worked out. `whole`: look also, where nothing
    was touched, whether the agenda was made by another declaration; whoever acts on it has to. `most`: no more
    marks than about so many, for one who waits; None: all.
    """
    done = Settled()
    if whole or Mark.objects.exists():
        rewrite_agenda(by=by, at=at, channel=channel)
    while Mark.objects.exists():
        portion = _settle_portion(by=by, at=at, channel=channel)
        done += portion
        if progress is not None:
            progress(done.subjects)
        if portion.marks < MARKS or (most is not None and done.marks >= most):
            break
    return done


def rebuild_clocks(
    *, by: Actor, at: datetime, channel: Door, exactly: int | None = None, progress: Progress | None = None
) -> int:
    """Look at everybody anew, mend what was not right, and return of how many subjects something was not.

    The database compares everybody in portions; then the exact form learns some one by one, at even distances in the
    order of their keys, to prove the database right: `exactly` of each kind, None: everybody. What is under way while
    this runs is no difference: who differs is settled and compared again.
    """
    settle(by=by, at=at, channel=channel, whole=True)
    wrong, looked_at = 0, 0
    for kind in SubjectKind:
        with _turn(by=by, at=at, channel=channel):
            ids = list(subject_ids(kind))
            gone = clocks.strangers(kind)
        distance = 1 if exactly is None else max(1, len(ids) // max(exactly, 1))
        rounds = ((clocks.differing_of_many, _MANY, [*ids, *gone]), (clocks.differing, PORTION, ids[::distance]))
        for differing, size, these in rounds:
            for portion in batched(these, size):
                wrong += _rebuild_portion(kind, portion, differing, by=by, at=at, channel=channel)
                looked_at += len(portion)
                if progress is not None:
                    progress(looked_at)
    return wrong


def rewrite_agenda(*, by: Actor, at: datetime, channel: Door) -> int:
    """Work out the agenda of everybody anew where it was made by another declaration; return of how many.

    Set-wise, from the clocks: no row is read in Python. Whom SQL cannot decide about is marked, for the exact form to
    say it; of who is due at once the next sweep finds out whether anything can be done. Lines are written in portions;
    a line that somebody has settled in between is newer and stays. Those of whom a review may be asked for are marked.
    """
    declaration = fingerprint(current.compiled())
    written = 0
    for kind in SubjectKind:
        with _turn(by=by, at=at, channel=channel):
            outdated = rewriting.is_outdated(kind, declaration)
            if outdated:
                rewriting.work_out(kind, declaration, at)
            elif asks_for_reviews(current.compiled()):
                rewriting.mark_reviews(kind, at)
        left = outdated
        while left:
            with _turn(by=by, at=at, channel=channel):
                number = rewriting.write_next(kind, declaration, at, portion=_LINES)
                left = number > 0
                if not left:
                    rewriting.mark_rest(kind, declaration)
            written += number
    return written


def _settle_portion(*, by: Actor, at: datetime, channel: Door) -> Settled:
    changed = 0
    with _turn(by=by, at=at, channel=channel):
        marks, subjects, wide = _take()
        people = representatives(wide)
        if len(people) > MARKS:
            # So many that they would make this transaction long: they are left for the next ones.
            touch(SubjectKind.PERSON, people)
            marks = max(marks, MARKS)
        else:
            subjects[SubjectKind.PERSON] |= people
        for kind, ids in subjects.items():
            for portion in batched(sorted(ids), _MANY):
                changed += _settle_each(kind, portion, at)
    return Settled(marks=marks, subjects=sum(map(len, subjects.values())), changed=changed)


def _settle_each(kind: SubjectKind, ids: Sequence[UUID], at: datetime) -> int:
    """Settle subjects together; where one of them cannot be, in halves, and that one is left for a sweep to look at."""
    try:
        with transaction.atomic():
            return clocks.settle_portion(kind, ids, at)
    except Exception as error:
        if concerns_all(error):
            raise
        if len(ids) == 1:
            clocks.have_looked_at(kind, ids[0], at)
            return 1
        half = len(ids) // 2
        return _settle_each(kind, ids[:half], at) + _settle_each(kind, ids[half:], at)


def _take() -> tuple[int, dict[SubjectKind, set[UUID]], set[UUID]]:
    """Take marks away; return how many, whom they name, and the organisations whose people are touched too."""
    with connection.cursor() as cursor:
        cursor.execute(
            "delete from retention_mark where id = any(array(select id from retention_mark order by id limit %s "
            "for update skip locked)) returning kind, subject, wide",
            (MARKS,),
        )
        taken = cursor.fetchall()
    subjects: dict[SubjectKind, set[UUID]] = {kind: set() for kind in SubjectKind}
    wide: set[UUID] = set()
    for kind, subject, touches_people in taken:
        subjects[SubjectKind(kind)].add(subject)
        if touches_people:
            wide.add(subject)
    return len(taken), subjects, wide


def _rebuild_portion(
    kind: SubjectKind, ids: Collection[UUID], differing: Differing, *, by: Actor, at: datetime, channel: Door
) -> int:
    suspects = set(ids)
    for attempt in range(_TRIES):
        if attempt:
            settle(by=by, at=at, channel=channel)
        with _turn(by=by, at=at, channel=channel):
            suspects = differing(kind, suspects, at)
        if not suspects:
            return 0
    with _turn(by=by, at=at, channel=channel):
        clocks.settle_portion(kind, suspects, at)
    return len(suspects)


@contextmanager
def _turn(*, by: Actor, at: datetime, channel: Door) -> Iterator[None]:
    """A transaction in which nobody else settles, with the header that the walls ask for.

    The line in the log names nobody: dates were counted, and nobody was shown to anybody.
    """
    with (
        transaction.atomic(),
        open_access(by=by, purpose=PURPOSE, basis=Basis.LEGAL_OBLIGATION, at=at, channel=channel) as access,
    ):
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(%s)", (_TURN,))
        access.record("retention.settle")
        yield
