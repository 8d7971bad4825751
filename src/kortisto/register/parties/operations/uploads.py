"""A file on its way in: brought, looked at, tried out, imported by portions, broken off, gone on with.

The file lies in the data folder, which no page serves, readable by the program's own account alone, until its rows are
in. Each portion is one transaction with the place that it reached, so that whatever stops the work, at any moment,
leaves whole portions, and going on begins with the next row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from uuid import UUID

from django.db import transaction

from kortisto.declaration.civil_time import civil_day, end_after, start_of_day
from kortisto.declaration.periods import Period
from kortisto.lib.ids import uuid7
from kortisto.register.access import current
from kortisto.register.access import rules as access_rules
from kortisto.register.audit import operations as audit
from kortisto.register.audit.enums import Door
from kortisto.register.audit.values import Access, Actor
from kortisto.register.parties.enums import RelationshipKind, UploadState
from kortisto.register.parties.importing.choices import Duplicates, MatchBy, Policy
from kortisto.register.parties.importing.meaning import Content, Mapping_, Meaning, NotUnderstoodError, Target, guess
from kortisto.register.parties.importing.opening import OpenedFile, open_file
from kortisto.register.parties.importing.own_columns import own_names
from kortisto.register.parties.importing.presets import mapping_of, recognised
from kortisto.register.parties.importing.wording import REASONS
from kortisto.register.parties.intake.chosen import entered, go_on_later, left_out_of, mapping_of_upload
from kortisto.register.parties.intake.keeping import (
    file_of,
    files_before,
    keep_file,
    learnt_of,
    rejected_file_of,
    remove_files,
)
from kortisto.register.parties.intake.lingering import time_of_waiting
from kortisto.register.parties.intake.portion import Became, Outcome
from kortisto.register.parties.intake.trial_files import forget_trial
from kortisto.register.parties.models import Upload, UploadRow
from kortisto.register.parties.operations.imports import open_batch
from kortisto.register.parties.stages import knows_prospects

UPLOAD = "upload"
_GREATEST = 2**31 - 1
"""No row has a greater number; the database refuses to compare with one."""
LEFT_ALONE = timedelta(hours=1)
"""A file that was written so lately may be one that is just being brought."""


class NotReadyError(ValueError):
    """The import lacks something: `missing` names it (source, collected_on, basis, purpose, mapping, twice)."""

    def __init__(self, missing: str) -> None:
        super().__init__(missing)
        self.missing = missing


class WrongStateError(RuntimeError):
    """The import is not in a state in which this can be done: somebody else was quicker."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What would become of the rows. `examples`: the first outcomes of each kind. `looked_at`: how many rows."""

    counts: Mapping[str, int]
    examples: Mapping[Became, tuple[Outcome, ...]]
    looked_at: int


def bring_upload(*, content: Iterable[bytes], file_name: str, by: Actor, at: datetime, channel: Door) -> UUID:
    """Keep a file, read what it is and guess what its columns mean; return the id of the upload.

    Raises NotPermittedError, UnreadableFileError (then nothing is kept), OSError when the disk is full.
    """
    access_rules.require(by=by, permission="import", at=at, channel=channel)
    id_ = uuid7()
    path = keep_file(id_, content)
    try:
        file = open_file(path)
        with transaction.atomic():
            upload = Upload(
                id=id_,
                file_name=file_name[-255:],
                size=path.stat().st_size,
                made_at=at,
                made_by=by.id,
                moved_at=at,
                kind=file.kind,
                sha256=file.sha256,
                rows=file.rows,
            )
            _describe(upload, file)
            upload.save(force_insert=True)
            audit.record(by=by, action="upload.add", at=at, channel=channel, object_kind=UPLOAD, object_id=id_)
    except BaseException:
        remove_files(id_)
        raise
    return id_


def read_upload_as(
    *, upload_id: UUID, encoding: str, separator: str, sheet: str, by: Actor, at: datetime, channel: Door
) -> None:
    """Read the file anew with another encoding, separator or sheet. Raises UnreadableFileError, WrongStateError."""
    access_rules.require(by=by, permission="import", at=at, channel=channel)
    file = open_file(file_of(upload_id), encoding=encoding, separator=separator, sheet=sheet)
    with transaction.atomic():
        upload = _locked(upload_id, UploadState.NEW)
        _describe(upload, file)
        upload.moved_at = at
        upload.save()


def choose_for_upload(
    *,
    upload_id: UUID,
    content: Content,
    targets: Iterable[Meaning],
    policies: Mapping[Meaning, Policy],
    duplicates: Duplicates,
    match_by: MatchBy,
    relation: RelationshipKind,
    source: str,
    collected_on: date | None,
    basis: str,
    purpose: str,
    language: str,
    by: Actor,
    at: datetime,
    channel: Door,
) -> None:
    """Keep what the columns mean and what is to be done. `basis`: id of a basis of the declaration; empty: not chosen.

    Raises NotPermittedError, WrongStateError, and NotReadyError for what the declaration does not know.
    """
    access_rules.require(by=by, permission="import", at=at, channel=channel)
    declaration = current.compiled().declaration
    known = {"source": (source, declaration.sources), "basis": (basis, declaration.bases),
             "purpose": (purpose, declaration.purposes)}  # fmt: skip
    for name, (value, there) in known.items():
        if value and value not in there:
            raise NotReadyError(name)
    if collected_on is not None and collected_on > civil_day(at):
        raise NotReadyError("collected_on")
    with transaction.atomic():
        upload = _locked(upload_id, UploadState.NEW)
        chosen = tuple(targets)
        if len(chosen) != len(upload.columns):
            raise NotReadyError("mapping")
        forget_trial(upload_id)
        upload.options = {
            "content": content.value,
            "targets": [target.value for target in chosen],
            "policies": {target.value: policy.value for target, policy in policies.items()},
            "duplicates": duplicates.value,
            "match_by": match_by.value,
            "language": language,
            "survey": upload.options.get("survey"),
        }
        upload.relation, upload.source, upload.collected_on = relation.value, source, collected_on
        upload.basis, upload.purpose, upload.moved_at = basis, purpose, at
        upload.save()


@transaction.atomic
def start_upload(*, upload_id: UUID, by: Actor, at: datetime, channel: Door, defer: bool = True) -> UUID:
    """Open the import and have a job bring the rows in; return the id of the batch. `defer`: False runs no job.

    Raises NotPermittedError, DeniedError, NotReadyError, WrongStateError.
    """
    access_rules.require(by=by, permission="import", at=at, channel=channel)
    upload = _locked(upload_id, UploadState.NEW)
    _check_ready(upload)
    with entered(upload, by, at, channel) as access:
        upload.batch_id = _open_batch(upload, access, at)
        upload.options["left_out"] = list(left_out_of(upload, access))
    forget_trial(upload_id)
    upload.state, upload.moved_at = UploadState.RUNNING, at
    upload.made_by = by.id  # the rows come in under the name of who said so
    upload.save()
    if defer:
        go_on_later(upload_id=upload_id)
    return upload.batch_id


@transaction.atomic
def cancel_upload(*, upload_id: UUID, by: Actor, at: datetime, channel: Door) -> None:
    """Stop after the present portion; what is in stays, and can be undone. Raises WrongStateError."""
    access_rules.require(by=by, permission="import", at=at, channel=channel)
    upload = _locked(upload_id, UploadState.RUNNING, UploadState.ASKING)
    upload.state, upload.moved_at = UploadState.CANCELLED, at
    upload.save()
    audit.record(by=by, action="upload.cancel", at=at, channel=channel, object_kind=UPLOAD, object_id=upload_id)


@transaction.atomic
def resume_upload(*, upload_id: UUID, by: Actor, at: datetime, channel: Door, defer: bool = True) -> None:
    """Go on with an import that was broken off or has stopped. Raises WrongStateError."""
    access_rules.require(by=by, permission="import", at=at, channel=channel)
    upload = _locked(upload_id, UploadState.CANCELLED, UploadState.FAILED, UploadState.RUNNING)
    if upload.batch_id is None or not file_of(upload_id).exists():
        raise WrongStateError(upload.state)
    upload.state, upload.failure, upload.moved_at = UploadState.RUNNING, "", at
    upload.save()
    audit.record(by=by, action="upload.resume", at=at, channel=channel, object_kind=UPLOAD, object_id=upload_id)
    if defer:
        go_on_later(upload_id=upload_id)


@transaction.atomic
def answer_upload(
    *,
    upload_id: UUID,
    answers: Mapping[int, Duplicates],
    rest: Duplicates = Duplicates.ASK,
    go_on: bool = True,
    by: Actor,
    at: datetime,
    channel: Door,
    defer: bool = True,
) -> None:
    """Say what becomes of rows whose person is known, by row number, and go on. Raises WrongStateError.

    `rest`: of the rows that are not named, which may be millions; ASK leaves them for later. `go_on`: False keeps the
    answers only, for whoever has more of them to give.
    """
    access_rules.require(by=by, permission="import", at=at, channel=channel)
    upload = _locked(upload_id, UploadState.ASKING)
    rows = UploadRow.objects.filter(upload=upload, asked=True)
    answers = {number: answer for number, answer in answers.items() if 0 <= number <= _GREATEST}
    if rest is not Duplicates.ASK:
        rows.filter(answer="").exclude(number__in=list(answers)).update(answer=rest.value)
    for answer in set(answers.values()) - {Duplicates.ASK}:
        rows.filter(number__in=[number for number, one in answers.items() if one is answer]).update(answer=answer.value)
    audit.record(by=by, action="upload.answer", at=at, channel=channel, object_kind=UPLOAD, object_id=upload_id)
    if not go_on:
        return
    upload.state, upload.moved_at = UploadState.RUNNING, at
    upload.save()
    if defer:
        go_on_later(upload_id=upload_id)


@transaction.atomic
def discard_upload(*, upload_id: UUID, by: Actor, at: datetime, channel: Door) -> None:
    """Remove a file that has not been imported, or what is left of one that has: its rejected rows."""
    access_rules.require(by=by, permission="import", at=at, channel=channel)
    upload = Upload.objects.select_for_update().get(id=upload_id)
    if upload.state in {UploadState.RUNNING, UploadState.ASKING}:
        raise WrongStateError(upload.state)
    if upload.state == UploadState.NEW:
        upload.delete()
    else:
        UploadRow.objects.filter(upload=upload).delete()
    audit.record(by=by, action="upload.discard", at=at, channel=channel, object_kind=UPLOAD, object_id=upload_id)
    transaction.on_commit(lambda: remove_files(upload_id))


def rejected_rows_of(*, upload_id: UUID, by: Actor, at: datetime, channel: Door) -> Path | None:
    """Return where the file of rejected rows lies, for whoever mends them; None when there is none. Is logged."""
    access_rules.require(by=by, permission="import", at=at, channel=channel)
    upload = Upload.objects.filter(id=upload_id).first()
    path = rejected_file_of(upload_id, upload.kind) if upload else None
    if path is None or not path.exists():
        return None
    audit.record(by=by, action="upload.rejected", at=at, channel=channel, object_kind=UPLOAD, object_id=upload_id)
    return path


@transaction.atomic
def remove_left_files(*, by: Access, at: datetime) -> int:
    """Remove files that a kill has left behind, of no upload, or of one that is done with them, and files that have
    waited too long for whoever brought them; return how many.

    Whose data are in a file nobody can tell before its rows are in: so it does not wait for ever.
    """
    waited = _let_go_of_waiting(at)
    left = list(files_before(at - LEFT_ALONE))
    if waited:
        by.record("upload.remove_left", at=at, object_kind=UPLOAD)
    if not left:
        return waited
    states = dict(Upload.objects.values_list("id", "state"))
    rejected = set(UploadRow.objects.order_by().values_list("upload", flat=True).distinct())
    removed = 0
    for upload_id, path in left:
        state = states.get(upload_id)
        is_file = path == file_of(upload_id)
        needed = state not in {UploadState.DONE, UploadState.UNDONE} if is_file else upload_id in rejected
        if state is None or (not needed and state != UploadState.RUNNING):
            path.unlink(missing_ok=True)
            removed += 1
    if removed:
        by.record("upload.remove_left", at=at, object_kind=UPLOAD)
    return removed + waited


def _let_go_of_waiting(at: datetime) -> int:
    """Let go of files that nobody has gone on with for too long, and of rejected rows; return how many uploads."""
    waiting = Upload.objects.exclude(state=UploadState.RUNNING)
    period = time_of_waiting(current.compiled())
    over = [upload.id for upload in waiting.filter(moved_at__lte=at - LEFT_ALONE) if _is_over(upload, period, at)]
    gone = 0
    for upload in waiting.filter(id__in=over).select_for_update(skip_locked=True):
        if not _is_over(upload, period, at):  # somebody has gone on with it meanwhile
            continue
        rows = UploadRow.objects.filter(upload=upload)
        if not (file_of(upload.id).exists() or rejected_file_of(upload.id, upload.kind).exists() or rows.exists()):
            continue
        rows.delete()
        if upload.state == UploadState.NEW:
            upload.delete()
        elif upload.state not in {UploadState.DONE, UploadState.UNDONE}:
            upload.state, upload.failure, upload.moved_at = UploadState.FAILED, "file", at
            upload.save(update_fields=["state", "failure", "moved_at"])
        transaction.on_commit(partial(remove_files, upload.id))
        gone += 1
    return gone


def _is_over(upload: Upload, period: Period | None, at: datetime) -> bool:
    if period is None:  # the notice lets no file wait: it stays only as long as somebody may be at work on it
        return upload.moved_at <= at - LEFT_ALONE
    return not period.permanent and end_after(upload.moved_at, period) <= at


# --- what the steps share --------------------------------------------------------------------------------------------


def _open_batch(upload: Upload, access: Access, at: datetime) -> UUID:
    """Open the import of an upload, with the origin that was stated for it."""
    declaration = current.compiled().declaration
    assert upload.collected_on is not None  # noqa: S101 (as above)
    return open_batch(
        file_name=upload.file_name,
        sha256=upload.sha256,
        register=declaration.register.id,
        source=upload.source,
        collected_at=start_of_day(upload.collected_on),
        basis=declaration.bases[upload.basis].basis,
        declaration=current.version(),
        by=access,
        at=at,
    )


def _describe(upload: Upload, file: OpenedFile) -> None:
    """Put into the upload what its file is, and what its columns are taken to mean."""
    upload.encoding, upload.separator, upload.sheet = file.encoding, file.separator, file.sheet
    upload.sheets, upload.columns = list(file.sheets), list(file.columns)
    upload.rows, upload.pictures = file.rows, file.pictures
    # The column of reasons of an earlier import says nothing of a person.
    said: dict[str, Meaning] = {column: Target.NOTHING for column in file.columns if column in REASONS}
    preset = recognised(file.columns)
    upload.program = preset.program if preset else ""
    if preset and preset.relation and knows_prospects():
        upload.relation = preset.relation.value
    own = own_names()
    try:
        mapping = mapping_of(preset, file.columns, said, own) if preset else guess(file.columns, said, own)
    except NotUnderstoodError:
        mapping = Mapping_(Content.PARTIES, (Target.NOTHING,) * len(file.columns))
    kept = {key: value for key, value in upload.options.items() if key not in {"content", "targets"}}
    upload.options = {
        **kept, "content": mapping.content.value, "targets": [target.value for target in mapping.targets],
        "survey": learnt_of(file),
    }  # fmt: skip


def _check_ready(upload: Upload) -> None:
    """Raise NotReadyError where something is not said that every import needs."""
    for name in ("source", "collected_on", "basis", "purpose"):
        if not getattr(upload, name):
            raise NotReadyError(name)
    targets = [target for target in mapping_of_upload(upload).targets if target is not Target.NOTHING]
    if len(set(targets)) < len(targets):
        raise NotReadyError("twice")
    if not _means_something(mapping_of_upload(upload)):
        raise NotReadyError("mapping")


def _means_something(mapping: Mapping_) -> bool:
    names = {Target.PERSON_NAME, Target.FIRST_NAME, Target.LAST_NAME}
    match mapping.content:
        case Content.ORDERS:
            return {Target.REFERENCE, Target.ORDER_REFERENCE, Target.ORDERED_ON} <= set(mapping.targets)
        case Content.PEOPLE:
            return not names.isdisjoint(mapping.targets)
    return Target.ORGANISATION_NAME in mapping.targets


def _locked(upload_id: UUID, *states: UploadState) -> Upload:
    upload = Upload.objects.select_for_update().get(id=upload_id)
    if upload.state not in states:
        raise WrongStateError(upload.state)
    return upload
