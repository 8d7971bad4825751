"""The work of a sweep: carries out what has fallen due, portion by portion, and certifies it.

It looks at whom the agenda names, so that it costs what is due; the agenda only says where to look.

Why it is safe: what goes is decided anew for each subject inside the transaction that erases it, from the declaration
in force and the dates as they stand, which are locked so that they go on standing; a datum whose period still runs for
any purpose, or on which a hold stands, is never part of it; a row goes only when everything in it may go, and what
other data hang on goes only when those go too. Each portion is one transaction with its log lines, its count and the
place that it reached, so that a sweep that is cut off leaves no half-erased subject and no count of what did not
happen, and whoever takes it on begins with the next portion. A subject that cannot be erased is set aside alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import KW_ONLY, dataclass, field, replace
from datetime import datetime
from uuid import UUID

from django.db import DatabaseError, connection, models, transaction

from kortisto.declaration.words import Basis
from kortisto.lib.ids import uuid7
from kortisto.privacy.retention import clocks
from kortisto.privacy.retention.agenda import HOLD
from kortisto.privacy.retention.certifying import canonical, digest_of, document_of, object_kind
from kortisto.privacy.retention.enums import OVER, PURPOSE, Closing, Stage, SubjectKind, SweepState
from kortisto.privacy.retention.erasing import Done, carry_out
from kortisto.privacy.retention.models import Certificate, Stuck, Sweep
from kortisto.privacy.retention.operations.regular import record_purges
from kortisto.privacy.retention.operations.restrictions import restrict_by_rules
from kortisto.privacy.retention.operations.settling import settle
from kortisto.privacy.retention.planning import plan_of
from kortisto.privacy.retention.queries import (
    PORTION,
    CertificateView,
    candidate_page,
    certificate_view,
    held_back,
    number_of_candidates,
)
from kortisto.privacy.retention.queries.candidates import FIRST, Place
from kortisto.privacy.retention.remaining import narrow
from kortisto.privacy.retention.stuck import concerns_all, let_go, not_tried_by, set_aside
from kortisto.privacy.retention.walking import learn
from kortisto.register.access import current
from kortisto.register.audit import operations as audit
from kortisto.register.audit.enums import ActorKind, Door
from kortisto.register.audit.operations import open_access
from kortisto.register.audit.values import Access, Actor
from kortisto.register.statements.files_left import files_left

Clock = Callable[[], datetime]
"""Tells the time: an aware instant."""

Progress = Callable[[int], None]
"""Called after each portion with the number of subjects looked at so far."""

SWEEP = "sweep"
"""What the log calls a sweep as an object, and the name of the task that does one."""
MOST_STUCK = 1_000
"""When so many subjects of one sweep are stuck, what is wrong is nothing of theirs: it is closed."""


class _StoppedError(Exception):
    """It is over, or another worker has taken it on: what this one has begun is taken back."""


def run_sweep(
    *,
    sweep_id: UUID,
    by: Actor,
    at: datetime,
    clock: Clock,
    channel: Door,
    progress: Progress | None = None,
) -> CertificateView | None:
    """Take a sweep on, at its beginning or where it was, and do it to its end; return its certificate.

    None: another worker has taken it on meanwhile. Raises what concerns not one subject but all, as when the database
    goes away; it then stands as interrupted, or, where not even that could be written, as not moving any more.
    """
    run = _Run(sweep_id, by=_actor(sweep_id, by), clock=clock, channel=channel, progress=progress)
    try:
        if run.take_on(at):
            while run.portion():
                pass
    except _StoppedError:
        pass
    except BaseException:
        with suppress(DatabaseError):
            run.interrupt()
        raise
    found = Certificate.objects.filter(pk=sweep_id).first()
    return certificate_view(found) if found is not None else None


def certify(*, sweep: Sweep, outcome: SweepState, by: Actor, at: datetime, channel: Door) -> None:
    """End a sweep, write what it did and put the hash of that into the log; within the transaction of its end."""
    compiled = current.compiled()
    started = sweep.started_at or at
    ended = max(at, started)
    document = canonical(document_of(sweep, compiled=compiled, outcome=outcome, finished_at=ended))
    Certificate.objects.create(
        id=sweep.id, declaration=sweep.declaration, started_at=started, finished_at=ended, outcome=outcome,
        people=sweep.counts.get("people", 0), organisations=sweep.counts.get("organisations", 0), document=document,
    )  # fmt: skip
    sweep.state, sweep.started_at, sweep.finished_at, sweep.moved_at = outcome, started, ended, ended
    sweep.save()
    audit.record(
        by=by, action="retention.certify", at=ended, channel=channel, object_kind=object_kind(digest_of(document)),
        object_id=sweep.id,
    )  # fmt: skip
    if outcome is SweepState.FINISHED:
        record_purges(proof=str(sweep.id), by=by, at=ended, channel=channel)


def _actor(sweep_id: UUID, by: Actor) -> Actor:
    """Return who does it: the worker does it under the name of the member of staff who asked for it."""
    if by.kind is not ActorKind.JOB:
        return by
    return replace(by, id=Sweep.objects.filter(pk=sweep_id).values_list("asked_by", flat=True).first())


@dataclass(slots=True)
class _Run:
    """A sweep in the hands of one worker, which it knows by a token: who has another token stops.

    `too_many`: so many are stuck that it is closed.
    """

    sweep_id: UUID
    _: KW_ONLY
    by: Actor
    clock: Clock
    channel: Door
    progress: Progress | None
    token: UUID = field(default_factory=uuid7)
    too_many: bool = False

    def access(self, at: datetime) -> AbstractContextManager[Access]:
        return open_access(by=self.by, purpose=PURPOSE, basis=Basis.LEGAL_OBLIGATION, at=at, channel=self.channel)

    def take_on(self, at: datetime) -> bool:
        """Make the sweep this worker's; return whether there is anything left to do."""
        with transaction.atomic():
            sweep = Sweep.objects.select_for_update().get(pk=self.sweep_id)
            if sweep.state in OVER:
                return False
            with self.access(at) as access:
                if sweep.started_at is None:
                    sweep.started_at = max(at, sweep.asked_at)
                    access.record("retention.start", object_kind=SWEEP, object_id=sweep.id)
                else:
                    sweep.resumed += 1
                    access.record("retention.resume", object_kind=SWEEP, object_id=sweep.id)
            if sweep.state != SweepState.CANCELLING:
                sweep.state = SweepState.RUNNING
            sweep.worker, sweep.moved_at = self.token, at
            sweep.save()
        return True

    def interrupt(self) -> None:
        """Say that nobody does it now. Raises DatabaseError where that cannot be written."""
        mine = Sweep.objects.filter(pk=self.sweep_id, worker=self.token, state=SweepState.RUNNING)
        mine.update(state=SweepState.INTERRUPTED, worker=None)

    def portion(self) -> bool:
        """Do the next portion; return whether there is another."""
        at = self.clock()
        if _begins(Sweep.objects.get(pk=self.sweep_id)):
            # What was erased of people may set their organisations free, so this is done anew for each kind.
            settle(by=self.by, at=at, channel=self.channel, whole=True)
        with files_left() as left:
            with transaction.atomic():
                looked_at, more = self._portion(at)
            if left:
                self._count_files(len(left))
        if self.progress is not None:
            self.progress(looked_at)
        return more

    def _portion(self, at: datetime) -> tuple[int, bool]:
        seen = Sweep.objects.get(pk=self.sweep_id)
        if seen.worker != self.token or seen.state in OVER:
            raise _StoppedError
        if seen.state == SweepState.CANCELLING:
            return self._end(seen, SweepState.CANCELLED, at)
        if seen.declaration != current.version():
            return self._end(seen, SweepState.CLOSED, at, Closing.DECLARATION)
        if self.too_many:
            return self._end(seen, SweepState.CLOSED, at, Closing.TOO_MANY_STUCK)
        stage = Stage(seen.stage)
        with self.access(at) as access:
            with connection.cursor() as cursor:
                # What the database refuses it refuses at once, where one subject can be left out, not at the end.
                cursor.execute("set constraints all immediate")
            if _begins(seen):
                _look_ahead(seen)
            places = self._next(seen)
            ids = [subject for _, subject in places]
            access.record("retention.list", object_kind=stage.kind, subjects=_people(stage.kind, ids))
            done = self._erase(stage.kind, ids, seen.evaluated_at, at, access)
            access.record(
                "retention.erase",
                object_kind=stage.kind,
                subjects=[*_people(stage.kind, done.touched), *done.others],
                items=done.items,
            )
            # Only now is the row locked: who cancels it, or looks at it, need not wait for a portion.
            sweep = self._mine()
            sweep.total, sweep.counts = seen.total, seen.counts
            _count(sweep, stage, len(ids), done)
            self.too_many = Stuck.objects.filter(sweep=sweep.id).count() > MOST_STUCK
            more = _move(sweep, stage, places, bool(done.touched)) or self.too_many
            sweep.moved_at = at
            sweep.counts |= _stuck_in_all()
        if not more:
            return self._end(sweep, SweepState.FINISHED, at)
        sweep.save(update_fields=["stage", "after_on", "after", "total", "looked_at", "counts", "moved_at"])
        return sweep.looked_at, True

    def _next(self, sweep: Sweep) -> list[Place]:
        """Return the subjects of the next portion with their places. The one place where they come from."""
        stage = Stage(sweep.stage)
        if stage.retries:
            return [(FIRST[0], subject) for subject in not_tried_by(stage.kind, sweep.id, PORTION)]
        return candidate_page(stage.kind, sweep.evaluated_at, after=_place(sweep), limit=PORTION)

    def _erase(
        self, kind: SubjectKind, ids: Sequence[UUID], evaluated_at: datetime, at: datetime, access: Access
    ) -> Done:
        """Erase what is due of some subjects, together; where one of them stops it, in halves, until that one is left.

        Only the subject that stops it is set aside, whatever the error is, unless it concerns all.
        """
        if not ids:
            return Done()
        try:
            with transaction.atomic():
                known = learn(kind, ids, locked=True)
                plans = {id_: plan_of(one, evaluated_at) for id_, one in known.items()}
                done = carry_out(list(plans.values()), at=at)
                narrow(list(plans.values()), at=evaluated_at)
                clocks.looked_at(kind, [one for id_, one in known.items() if not plans[id_].going], evaluated_at)
                restrict_by_rules(known=known.values(), by=access, at=evaluated_at, now=at)
        except Exception as error:
            if concerns_all(error):
                raise
            if len(ids) == 1:
                set_aside(kind, ids[0], error, at=at, sweep=self.sweep_id)
                return Done()
            half = len(ids) // 2
            first = self._erase(kind, ids[:half], evaluated_at, at, access)
            return _both(first, self._erase(kind, ids[half:], evaluated_at, at, access))
        let_go(kind, ids)
        return done

    def _mine(self) -> Sweep:
        sweep = Sweep.objects.select_for_update().get(pk=self.sweep_id)
        if sweep.worker != self.token or sweep.state in OVER:
            raise _StoppedError
        return sweep

    def _end(self, sweep: Sweep, outcome: SweepState, at: datetime, closing: str = "") -> tuple[int, bool]:
        mine = self._mine()
        for name in ("stage", "after_on", "after", "total", "looked_at", "counts"):
            setattr(mine, name, getattr(sweep, name))
        mine.closing = closing
        certify(sweep=mine, outcome=outcome, by=self.by, at=at, channel=self.channel)
        return mine.looked_at, False

    def _count_files(self, number: int) -> None:
        with transaction.atomic():
            sweep = self._mine()
            sweep.counts["files_left"] = sweep.counts.get("files_left", 0) + number
            sweep.save(update_fields=["counts"])


def _people(kind: SubjectKind, ids: Sequence[UUID]) -> Sequence[UUID]:
    """Return those whom the log names as its subjects."""
    return ids if kind is SubjectKind.PERSON else ()


def _place(sweep: Sweep) -> Place:
    return FIRST if sweep.after is None or sweep.after_on is None else (sweep.after_on, sweep.after)


def _begins(sweep: Sweep) -> bool:
    """Return whether a sweep is about to look at the first subjects of a kind."""
    return sweep.after is None and not Stage(sweep.stage).retries and sweep.state not in OVER


def _look_ahead(sweep: Sweep) -> None:
    """Count to whom there is to look, and what stays of those at whom there is not."""
    kind, at = Stage(sweep.stage).kind, sweep.evaluated_at
    further = number_of_candidates(SubjectKind.ORGANISATION, at) if kind is SubjectKind.PERSON else 0
    sweep.total = sweep.looked_at + number_of_candidates(kind, at) + further
    stays = held_back(kind, at)
    holds = Counter({reason.removeprefix(HOLD): number for reason, number in stays.items() if reason.startswith(HOLD)})
    reasons = Counter({reason: number for reason, number in stays.items() if not reason.startswith(HOLD)})
    counts = dict(sweep.counts)
    counts["held_back"] = _sum(counts.get("held_back", {}), reasons)
    counts["holds"] = _sum(counts.get("holds", {}), holds)
    sweep.counts = counts


def _both(one: Done, other: Done) -> Done:
    return Done(
        subjects=one.subjects + other.subjects,
        touched=one.touched + other.touched,
        others=one.others + other.others,
        items=one.items + other.items,
        rows=one.rows + other.rows,
        rules=one.rules + other.rules,
        held_back=one.held_back + other.held_back,
        holds=one.holds + other.holds,
        anonymised=one.anonymised + other.anonymised,
    )


def _count(sweep: Sweep, stage: Stage, looked_at: int, done: Done) -> None:
    counts = dict(sweep.counts)
    subjects = "people" if stage.kind is SubjectKind.PERSON else "organisations"
    counts[subjects] = counts.get(subjects, 0) + len(done.subjects)
    counts["touched"] = counts.get("touched", 0) + len(done.touched)
    for name in ("rows", "items", "rules", "held_back", "holds", "anonymised"):
        counts[name] = _sum(counts.get(name, {}), getattr(done, name))
    sweep.counts = counts
    if not stage.retries:
        sweep.looked_at += looked_at


def _move(sweep: Sweep, stage: Stage, places: Sequence[Place], erased: bool) -> bool:  # noqa: FBT001 (of this file)
    """Remember where it goes on: after this portion, or with whom it looks at next; return whether there is more.

    The portion that certifies has itself erased nothing: files go only when theirs is committed, and the certificate
    has to know of each that could not be removed.
    """
    if len(places) == PORTION:
        sweep.after_on, sweep.after = places[-1]
        return True
    following = stage.following
    if following is not None and following.retries and not not_tried_by(following.kind, sweep.id, 1):
        following = following.following
    sweep.after_on = sweep.after = None
    if following is None and not erased:
        return False
    if following is None:
        sweep.after_on, sweep.after = places[-1]
    else:
        sweep.stage = following
    return True


def _stuck_in_all() -> Mapping[str, object]:
    reasons = dict(Stuck.objects.order_by("reason").values_list("reason").annotate(models.Count("id")))
    return {"stuck": sum(reasons.values()), "stuck_by_reason": reasons}


def _sum(before: Mapping[str, int], more: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted((Counter(before) + Counter(more)).items()))
