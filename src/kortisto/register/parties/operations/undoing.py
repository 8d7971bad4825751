"""Takes an import back, portion by portion: gives back what it changed, then removes what it made.

What somebody has changed since, or has hung something on, stays as it is and is listed; so is a value that was changed
once more. Nothing that people have done after the import is lost. Each portion is one transaction with the place that
it reached, so that whatever stops the work leaves whole portions, and going on begins with the next one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from kortisto.declaration.words import Operation
from kortisto.register.access import rules as access_rules
from kortisto.register.access.operations import DeniedError, enter, record_refusal
from kortisto.register.access.rules import NotPermittedError
from kortisto.register.audit import operations as audit
from kortisto.register.audit.enums import Door
from kortisto.register.audit.values import Access, Actor, NotGrantedError
from kortisto.register.parties.enums import UndoState, UploadState
from kortisto.register.parties.intake.chosen import actor_for, undo_later
from kortisto.register.parties.intake.giving_back import Stays, give_back
from kortisto.register.parties.intake.keeping import remove_files
from kortisto.register.parties.intake.taking_out import parts, take_out, take_out_parts
from kortisto.register.parties.models import Batch, Change, Organisation, Person, Upload
from kortisto.register.parties.operations.imports import BATCH

PORTION = 1_000
MOST_LISTED = 1_000
"""Of what stays so much is kept for the page; the numbers are of all."""
_VALUES = "values"


class UndoneAlreadyError(RuntimeError):
    """The import was undone before, or is being undone."""


class StillRunningError(RuntimeError):
    """The import is being brought in: cancel it first."""


class _StoppedError(Exception):
    """Another worker goes on with it, or it is over."""


@transaction.atomic
def start_undo(
    *, batch_id: UUID, purpose: str, by: Actor, at: datetime, channel: Door, request_id: str = "", defer: bool = True
) -> None:
    """Begin to undo an import, and have a job do it; `defer`: False runs no job. One that has stopped goes on.

    `purpose`: for which it is done where the import itself does not say its purpose. Raises Batch.DoesNotExist,
    UndoneAlreadyError, StillRunningError, NotPermittedError, DeniedError.
    """
    access_rules.require(by=by, permission="import.undo", at=at, channel=channel, request_id=request_id)
    batch = Batch.objects.select_for_update().get(id=batch_id)
    if batch.undone_at is not None or batch.undo_state == UndoState.RUNNING:
        raise UndoneAlreadyError(str(batch_id))
    upload = Upload.objects.select_for_update().filter(batch=batch).first()
    if upload is not None and upload.state in {UploadState.RUNNING, UploadState.ASKING}:
        raise StillRunningError(str(batch_id))
    if not batch.undo:
        batch.undo = {"purpose": batch.purpose or purpose, "phase": _VALUES, "after": "", "done": 0}
        with _entered(batch, by, at, channel, request_id) as access:
            batch.undo["total"] = sum(rows.count() for rows in _counted(batch))
            access.record("batch.undo", at=at, object_kind=BATCH, object_id=batch_id)
    batch.undo_state, batch.undo_moved_at, batch.undone_by = UndoState.RUNNING, at, by.id
    batch.undo.pop("failure", None)
    batch.save()
    if upload is not None:
        upload.state = UploadState.UNDONE  # nothing more of its file comes in
        upload.save(update_fields=["state"])
    if defer:
        undo_later(batch_id=batch_id)


def run_undo(*, batch_id: UUID, by: Actor, at: datetime, clock: Callable[[], datetime], channel: Door) -> None:
    """Undo what is not undone yet. Run twice at once, or again after a kill, each portion is undone once.

    It is done under the name of who began it, with what they may do by now; a refusal stops it, and it can be gone on
    with. `by` is what does it, `at` when it begins. Raises OperationalError when the database goes away.
    """
    try:
        while True:
            _undo_portion(batch_id, clock(), channel)
    except _StoppedError:
        return
    except (DeniedError, NotGrantedError, NotPermittedError) as refusal:
        record_refusal(refusal)
        _fail(batch_id, "denied", by, at, channel)


@transaction.atomic
def _undo_portion(batch_id: UUID, at: datetime, channel: Door) -> None:
    batch = Batch.objects.select_for_update().filter(id=batch_id, undo_state=UndoState.RUNNING).first()
    if batch is None:
        raise _StoppedError
    actor = actor_for(batch.undone_by)
    access_rules.require(by=actor, permission="import.undo", at=at, channel=channel)
    with _entered(batch, actor, at, channel) as access:
        over = _Portion(batch, access, at).run()
        if not access.events:
            access.record("batch.undo", at=at, object_kind=BATCH, object_id=batch_id)
    batch.undo_moved_at = at
    if over:
        batch.undone_at, batch.undo_state = at, UndoState.DONE
        upload = Upload.objects.filter(batch=batch).values_list("id", flat=True).first()
        if upload is not None:
            transaction.on_commit(lambda: remove_files(upload))
    batch.save()


class _Portion:
    """The next portion of the phase in which undoing is: values first, then people, organisations, and what is left."""

    def __init__(self, batch: Batch, access: Access, at: datetime) -> None:
        self._batch, self._access, self._at = batch, access, at
        self._place: dict[str, Any] = batch.undo

    def run(self) -> bool:
        """Do it, and remember the place; return whether all is done."""
        phases = [_VALUES, *(model._meta.label for model in _models())]
        phase = self._place["phase"]
        ids = self._values() if phase == _VALUES else self._rows(_models()[phases.index(phase) - 1])
        self._place["after"] = str(ids[-1]) if ids else ""
        if len(ids) == PORTION:
            return False
        following = phases.index(phase) + 1
        if following == len(phases):
            return True
        self._place["phase"], self._place["after"] = phases[following], ""
        return False

    def _values(self) -> Sequence[UUID]:
        changes = Change.objects.filter(batch=self._batch.id).order_by("-id")
        if after := self._place["after"]:
            changes = changes.filter(id__lt=after)
        portion = list(changes[:PORTION])
        done = give_back(portion, batch=self._batch.id, by=self._access, at=self._at)
        self._count(done=len(portion), undone_restored=done.restored, stays=done.stays)
        return [change.id for change in portion]

    def _rows(self, model: type[Any]) -> Sequence[UUID]:
        rows = model._default_manager.filter(batch=self._batch).order_by("pk")
        if after := self._place["after"]:
            rows = rows.filter(pk__gt=after)
        ids = list(rows.values_list("pk", flat=True)[:PORTION])
        if model in {Person, Organisation}:
            removed, stays = take_out(model, ids, batch=self._batch.id, by=self._access, at=self._at)
            name = "undone_people" if model is Person else "undone_organisations"
            self._count(done=len(ids), stays=stays, **{name: removed})
        elif ids:
            stays = take_out_parts(model, ids, batch=self._batch.id, by=self._access, at=self._at)
            self._count(done=0, stays=stays)
        return ids

    def _count(self, *, done: int, stays: Sequence[Stays] = (), **numbers: int) -> None:
        self._place["done"] += done
        counts = dict(self._batch.counts)
        for name, number in {**numbers, "undone_kept": len(stays)}.items():
            counts[name] = counts.get(name, 0) + number
        self._batch.counts = counts
        room = MOST_LISTED - len(self._batch.kept)
        self._batch.kept = [*self._batch.kept, *(one.as_json() for one in stays[: max(room, 0)])]


def _models() -> list[type[Any]]:
    """Return the tables in the order in which rows are taken out: who hangs on others first."""
    return [Person, Organisation, *(model for model, _ in parts())]


def _counted(batch: Batch) -> tuple[Any, ...]:
    """Return what tells how much there is to do."""
    return (
        Change.objects.filter(batch=batch.id),
        Person.objects.filter(batch=batch),
        Organisation.objects.filter(batch=batch),
    )


def _entered(batch: Batch, by: Actor, at: datetime, channel: Door, request_id: str = "") -> Any:
    return enter(
        by=by, purpose=batch.undo["purpose"], at=at, channel=channel, operations=(Operation.CHANGE,),
        request_id=request_id,
    )  # fmt: skip


def _fail(batch_id: UUID, why: str, by: Actor, at: datetime, channel: Door) -> None:
    with transaction.atomic():
        batch = Batch.objects.select_for_update().filter(id=batch_id, undo_state=UndoState.RUNNING).first()
        if batch is not None:
            batch.undo_state = UndoState.FAILED
            batch.undo["failure"] = why
            batch.save(update_fields=["undo_state", "undo"])
            audit.record(by=by, action="upload.stop", at=at, channel=channel, object_kind=BATCH, object_id=batch_id)
