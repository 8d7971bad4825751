"""Bringing a file in: the file, what its columns mean, what would come of it, how far it is, and taking it back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Any, cast
from uuid import UUID

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field, StrictInt, StringConstraints

from kortisto.declaration.words import Operation
from kortisto.interfaces.api.answers import CHANGES, REFUSALS, Made, json, made
from kortisto.interfaces.api.bodies import Body, Day, Line50, Line100, OwnItem, Source
from kortisto.interfaces.api.calls import Call, call_of
from kortisto.interfaces.api.describing import BYTES, sends, takes_file
from kortisto.interfaces.api.files import FileName, check_type
from kortisto.interfaces.api.problems import ProblemError
from kortisto.register.audit.enums import Door
from kortisto.register.parties.enums import RelationshipKind, UndoState, UploadState
from kortisto.register.parties.importing.choices import Duplicates, MatchBy, Policy
from kortisto.register.parties.importing.csv_files import ENCODINGS
from kortisto.register.parties.importing.meaning import Content, Meaning, Own, Target, meaning
from kortisto.register.parties.importing.mending import SUFFIX
from kortisto.register.parties.importing.own_columns import own_columns
from kortisto.register.parties.importing.reading import UnreadableFileError
from kortisto.register.parties.importing.wording import why_rejected, why_unreadable
from kortisto.register.parties.intake.portion import Became, Outcome
from kortisto.register.parties.operations import trying, undoing, uploads
from kortisto.register.parties.operations.uploads import NotReadyError
from kortisto.register.parties.queries import imports as queries
from kortisto.register.parties.queries.imports import UploadView

router = Router(tags=["imports"])
_CHUNK = 1_000_000  # bytes
_SEPARATORS = ("", ",", ";", "\t", "|")
_NOT_READY = {
    "source": "Say where the data come from: nothing is taken without it.",
    "collected_on": "Say when the data were collected; the day must not lie ahead.",
    "basis": "Say on which legal basis: nothing is taken without it.",
    "purpose": "The purpose of the key is not one of the notice.",
    "mapping": "Say which column is the name: of the person, of the organisation, or the number of the order.",
    "twice": "Two columns have the same meaning. Leave one of them out.",
}
Row = Annotated[StrictInt, Field(ge=0, le=2**31)]


class Upload(Schema):
    """A file on its way in: what was read of it, what was chosen, and how far it is.

    `targets`: what each column becomes; `left_out`: the columns that were not taken, once it has begun; `samples`: the
    first values of each column.
    """

    id: UUID
    file_name: str
    kind: str
    encoding: str
    separator: str
    sheet: str
    sheets: list[str]
    columns: list[str]
    samples: dict[str, list[str]]
    program: str
    rows: int
    state: UploadState
    content: str
    targets: list[str]
    left_out: list[str]
    policies: dict[str, str]
    duplicates: str
    match_by: str
    relation: str
    source: str
    collected_on: date | None
    basis: str
    purpose: str
    position: int
    counts: dict[str, int]
    failure: str
    batch: UUID | None
    made_at: datetime
    moved_at: datetime
    has_rejected: bool
    has_file: bool


class Batch(Schema):
    """An import in the history. `kept`: what stayed when it was undone, and why.

    `undo_done` of `undo_total` rows and changed values have been taken back.
    """

    id: UUID
    file_name: str
    source: str
    purpose: str
    imported_at: datetime
    imported_by: str
    counts: dict[str, int]
    undone_at: datetime | None
    kept: list[dict[str, str]]
    upload: UUID | None
    state: str
    undo_state: UndoState | None
    undo_done: int
    undo_total: int
    undo_failure: str


class Imports(Schema):
    """Files that are not in yet, and the latest imports."""

    under_way: list[Upload]
    batches: list[Batch]


class FileAbout(Schema):
    """The name of the file, by which it is found again."""

    file_name: FileName


class Reading(Body):
    """How the file is read; what is empty is found out."""

    encoding: Line50 = ""
    separator: Annotated[str, StringConstraints(max_length=1)] = ""
    sheet: Line100 = ""


class Choices(Body):
    """What the columns mean, and what is to be done. The purpose is that of the key.

    `targets`: one for each column, a word of the list or an own item of the notice (`own.boiler`); `policies`: when a
    column changes what is there, by target.
    """

    content: Content
    targets: list[Target | OwnItem] = Field(max_length=500)
    policies: dict[Target | OwnItem, Policy] = {}
    duplicates: Duplicates = Duplicates.SKIP
    match_by: MatchBy = MatchBy.AUTO
    relation: RelationshipKind = RelationshipKind.CUSTOMER
    source: Source
    collected_on: Day
    basis: Line100


class Answer(Body):
    row: Row
    answer: Duplicates


class Answers(Body):
    """What becomes of the rows about which is asked; `rest`: of those that are not named (`ask`: asked about again)."""

    answers: list[Answer] = Field(default=[], max_length=1000)
    rest: Duplicates = Duplicates.SKIP


class Example(Schema):
    """A row: its number, its fields, and why it is not taken."""

    row: int
    fields: list[str]
    why: str = ""


class Trial(Schema):
    """What would become of all rows: how many, and the first of each kind; once it has `ended`.

    A file of more than 2,000 rows is tried out by a job: then `looked_at` tells how far it is. `failure`: why it has
    stopped.
    """

    looked_at: int
    ended: bool
    failure: str
    counts: dict[str, int]
    examples: dict[str, list[Example]]


class Asked(Schema):
    """Rows about which is asked, in the order of the file; `next` is a cursor for `after`. `count`: of all of them."""

    items: list[Example]
    next: str | None
    count: int


class AskedFrom(Schema):
    """Where the page begins, and how many rows it holds."""

    after: Annotated[str | None, StringConstraints(max_length=20)] = None
    limit: int = Field(default=50, ge=1, le=200)


# --- files -----------------------------------------------------------------------------------------------------------


@router.get("/imports", response={200: Imports, **REFUSALS}, summary="Imports under way, and earlier ones")
def imports(request: HttpRequest) -> HttpResponse:
    """Needs the permission `import`."""
    _allowed(request)
    return json({"under_way": [_shown(one, {}) for one in queries.uploads_under_way()], "batches": queries.batches()})


@router.post(
    "/imports",
    response={201: Made, **CHANGES},
    summary="Bring a file in",
    openapi_extra=takes_file("500 million bytes") | {"x-sent-again": False},
)
def bring(request: HttpRequest, about: Query[FileAbout]) -> HttpResponse:
    """CSV, XLSX or vCard. Nothing is taken from it yet. Needs the permission `import`."""
    call = _allowed(request)
    check_type(request)
    if int(request.META.get("CONTENT_LENGTH") or 0) > settings.KORTISTO_LARGEST_UPLOAD:
        raise ProblemError(413, "too-large", "Split the file, or use ./kortisto import.")
    try:
        id_ = uploads.bring_upload(
            content=_chunks(request), file_name=about.file_name, by=call.by, at=call.at, channel=Door.API
        )
    except UnreadableFileError as unreadable:
        raise _not_readable(unreadable, about.file_name) from unreadable
    return made(id_, f"/api/v1/imports/{id_}")


@router.get("/imports/{uuid:upload_id}", response={200: Upload, **REFUSALS}, summary="How far an import is")
def upload(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Needs the permission `import`."""
    _allowed(request)
    view = _upload(upload_id)
    return json(_shown(view, queries.samples_of(upload_id=upload_id) if view.state is UploadState.NEW else {}))


@router.put("/imports/{uuid:upload_id}/reading", response={204: None, **CHANGES}, summary="Read the file anew")
def read_anew(request: HttpRequest, upload_id: UUID, payload: Reading) -> HttpResponse:
    """With another encoding, separator or sheet. Needs the permission `import`."""
    call = _allowed(request)
    view = _upload(upload_id)
    if payload.encoding and payload.encoding not in ENCODINGS:
        raise ProblemError(422, "invalid", "Known: " + ", ".join(ENCODINGS) + ".", field="encoding")
    if payload.separator not in _SEPARATORS:
        raise ProblemError(422, "invalid", "Known: comma, semicolon, tab and |.", field="separator")
    try:
        uploads.read_upload_as(
            upload_id=upload_id, encoding=payload.encoding, separator=payload.separator, sheet=payload.sheet,
            by=call.by, at=call.at, channel=Door.API,
        )  # fmt: skip
    except UnreadableFileError as unreadable:
        raise _not_readable(unreadable, view.file_name) from unreadable
    return HttpResponse(status=204)


@router.put("/imports/{uuid:upload_id}/choices", response={204: None, **CHANGES}, summary="Say what columns mean")
def choose(request: HttpRequest, upload_id: UUID, payload: Choices) -> HttpResponse:
    """And where the data come from. Needs the permission `import`."""
    call = _allowed(request)
    _upload(upload_id)
    if payload.duplicates in {Duplicates.UPDATE, Duplicates.ASK}:
        call.needs(Operation.CHANGE)
    try:
        uploads.choose_for_upload(
            upload_id=upload_id,
            content=payload.content,
            targets=_meanings(payload.targets),
            policies=dict(zip(_meanings(payload.policies), payload.policies.values(), strict=True)),
            duplicates=payload.duplicates,
            match_by=payload.match_by,
            relation=payload.relation,
            source=payload.source,
            collected_on=payload.collected_on,
            basis=payload.basis,
            purpose=call.purpose,
            language="en",
            by=call.by,
            at=call.at,
            channel=Door.API,
        )
    except NotReadyError as missing:
        raise _not_ready(missing) from missing
    return HttpResponse(status=204)


@router.post("/imports/{uuid:upload_id}/trial", response={200: Trial, **CHANGES}, summary="Try the file out")
def try_out(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Nothing is kept of it. Needs the permission `import`."""
    call = _allowed(request)
    _of_this_purpose(call, upload_id)
    view = queries.upload(upload_id=upload_id)
    try:
        if view is not None and view.rows > trying.AT_ONCE:
            trying.begin_trial(upload_id=upload_id, by=call.by, at=call.at, channel=Door.API)
            return how_far_tried(request, upload_id)
        trial = trying.try_upload(upload_id=upload_id, by=call.by, at=call.at, channel=Door.API)
    except NotReadyError as missing:
        raise _not_ready(missing) from missing
    return _trial(trial.looked_at, trial.counts, trial.examples, ended=True)


@router.get("/imports/{uuid:upload_id}/trial", response={200: Trial, **REFUSALS}, summary="How far trying out is")
def how_far_tried(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Of a file of more than 2,000 rows, which a job tries out. Needs the permission `import`."""
    call = _allowed(request)
    _of_this_purpose(call, upload_id)
    found = queries.trial_of(upload_id=upload_id)
    if found is None:
        raise ProblemError(404, "not-found")
    return _trial(found.done, found.counts, found.examples, ended=found.ended, failure=found.failure)


@router.delete("/imports/{uuid:upload_id}/trial", response={204: None, **CHANGES}, summary="Stop trying the file out")
def give_up_trying(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """After the present portion; what was found is forgotten. Needs the permission `import`."""
    call = _allowed(request)
    _of_this_purpose(call, upload_id)
    trying.give_up_trial(upload_id=upload_id, by=call.by, at=call.at, channel=Door.API)
    return HttpResponse(status=204)


def _trial(
    looked_at: int,
    counts: Mapping[str, int],
    examples: Mapping[Became, Sequence[Outcome]],
    *,
    ended: bool,
    failure: str = "",
) -> HttpResponse:
    shown = {
        became.value: [
            {"row": one.line.number, "fields": list(one.line.fields), "why": why_rejected(one.faults, "en")}
            for one in some
        ]
        for became, some in examples.items()
    }
    return json({"looked_at": looked_at, "ended": ended, "failure": failure, "counts": dict(counts), "examples": shown})


@router.post("/imports/{uuid:upload_id}/start", response={202: Made, **CHANGES}, summary="Start the import")
def start(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Answers with the id of the import, by which it is undone; the worker brings the rows in. Needs `import`."""
    call = _allowed(request)
    _of_this_purpose(call, upload_id)
    try:
        batch_id = uploads.start_upload(upload_id=upload_id, by=call.by, at=call.at, channel=Door.API)
    except NotReadyError as missing:
        raise _not_ready(missing) from missing
    return json({"id": batch_id}, 202)


@router.post("/imports/{uuid:upload_id}/cancel", response={204: None, **CHANGES}, summary="Break an import off")
def cancel(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """What is in stays, and can be undone. Needs the permission `import`."""
    return _moved(request, upload_id, uploads.cancel_upload)


@router.post("/imports/{uuid:upload_id}/resume", response={204: None, **CHANGES}, summary="Go on with an import")
def resume(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """That was broken off or has stopped. Needs the permission `import`."""
    return _moved(request, upload_id, uploads.resume_upload)


@router.delete("/imports/{uuid:upload_id}", response={204: None, **CHANGES}, summary="Remove a file")
def discard(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """That was not imported, or what is left of one: its rejected rows. Needs the permission `import`."""
    return _moved(request, upload_id, uploads.discard_upload)


@router.get("/imports/{uuid:upload_id}/asked", response={200: Asked, **REFUSALS}, summary="Rows that wait")
def asked(request: HttpRequest, upload_id: UUID, wanted: Query[AskedFrom]) -> HttpResponse:
    """Their person is known already. Needs the permission `import`."""
    _allowed(request)
    view = _upload(upload_id)
    if view.state is not UploadState.ASKING or not view.has_file:
        return json({"items": [], "next": None, "count": 0})
    page = queries.asked_rows(upload_id=upload_id, after=wanted.after, limit=wanted.limit)
    return json(
        {
            "items": [{"row": number, "fields": list(fields), "why": ""} for number, fields in page.rows],
            "next": page.next,
            "count": queries.asked_count(upload_id=upload_id),
        }
    )


@router.post("/imports/{uuid:upload_id}/answers", response={204: None, **CHANGES}, summary="Answer, and go on")
def answer(request: HttpRequest, upload_id: UUID, payload: Answers) -> HttpResponse:
    """Needs the permission `import`."""
    call = _allowed(request)
    _of_this_purpose(call, upload_id)
    said = {one.row: one.answer for one in payload.answers}
    if Duplicates.ASK in said.values():
        raise ProblemError(422, "invalid", "An answer is skip, update or create.", field="answers")
    uploads.answer_upload(
        upload_id=upload_id, answers=said, rest=payload.rest, by=call.by, at=call.at, channel=Door.API
    )
    return HttpResponse(status=204)


@router.get(
    "/imports/{uuid:upload_id}/rejected",
    response={200: None, **REFUSALS},
    summary="The rows that were not taken",
    openapi_extra=sends(BYTES),
)
def rejected(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """With the reasons, as a file to be mended and brought in again. Needs the permission `import`."""
    call = _allowed(request)
    view = _upload(upload_id)
    path = uploads.rejected_rows_of(upload_id=upload_id, by=call.by, at=call.at, channel=Door.API)
    if path is None:
        raise ProblemError(404, "not-found")
    name = f"{view.file_name.rpartition('.')[0] or view.file_name}.rejected{SUFFIX[view.kind]}"
    response = FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=BYTES)
    return cast("HttpResponse", response)


# --- imports that are in ---------------------------------------------------------------------------------------------


@router.get("/batches/{uuid:batch_id}", response={200: Batch, **REFUSALS}, summary="One import of the history")
def batch(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Needs the permission `import`."""
    _allowed(request)
    found = queries.batch(batch_id=batch_id)
    if found is None:
        raise ProblemError(404, "not-found")
    return json(found)


@router.post("/batches/{uuid:batch_id}/undo", response={202: Batch, **CHANGES}, summary="Take an import back")
def undo(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """What it made and what it changed; what somebody has gone on with stays. Needs the permission `import.undo`.

    The worker does it: ask for the import again to see how far that is. One that has stopped goes on.
    """
    call = call_of(request)
    call.require("import.undo")
    call.needs(Operation.CHANGE)
    found = queries.batch(batch_id=batch_id)
    if found is None:
        raise ProblemError(404, "not-found")
    if found.purpose and found.purpose != call.purpose:
        raise ProblemError(403, "key-too-narrow", "The import was for another purpose than that of the key.")
    undoing.start_undo(
        batch_id=batch_id, purpose=call.purpose, by=call.by, at=call.at, channel=Door.API, request_id=call.request_id
    )
    return json(queries.batch(batch_id=batch_id), 202)


def _meanings(said: Iterable[str]) -> list[Meaning]:
    """Return what columns become. Raises ProblemError for an own item that the notice does not declare."""
    found = [meaning(one) for one in said]
    declared = own_columns()
    for one in found:
        if isinstance(one, Own) and one not in declared:
            raise ProblemError(422, "invalid", f"The notice declares no item {one}.", field="targets")
    return found


# --- what they share -------------------------------------------------------------------------------------------------


def _allowed(request: HttpRequest) -> Call:
    call = call_of(request)
    call.require("import")
    call.needs(Operation.COLLECT)
    return call


def _upload(upload_id: UUID) -> UploadView:
    view = queries.upload(upload_id=upload_id)
    if view is None:
        raise ProblemError(404, "not-found")
    return view


def _of_this_purpose(call: Call, upload_id: UUID) -> None:
    """Go on only with an import for the purpose of the key, and within its operations. Raises ProblemError."""
    view = _upload(upload_id)
    if view.purpose and view.purpose != call.purpose:
        raise ProblemError(403, "key-too-narrow", "The import is for another purpose than that of the key.")
    if view.options.get("duplicates") in {Duplicates.UPDATE.value, Duplicates.ASK.value}:
        call.needs(Operation.CHANGE)


def _moved(request: HttpRequest, upload_id: UUID, move: Callable[..., None]) -> HttpResponse:
    call = _allowed(request)
    _of_this_purpose(call, upload_id)
    move(upload_id=upload_id, by=call.by, at=call.at, channel=Door.API)
    return HttpResponse(status=204)


def _chunks(request: HttpRequest) -> Iterator[bytes]:
    while chunk := request.read(_CHUNK):
        yield chunk


def _not_readable(unreadable: UnreadableFileError, file_name: str) -> ProblemError:
    return ProblemError(422, "invalid", why_unreadable(unreadable, file_name, "en"), field="body.file")


def _not_ready(missing: NotReadyError) -> ProblemError:
    return ProblemError(422, "invalid", _NOT_READY[missing.missing], field=missing.missing)


def _shown(view: UploadView, samples: Any) -> dict[str, Any]:
    options: Any = view.options
    return {
        "id": view.id,
        "file_name": view.file_name,
        "kind": view.kind,
        "encoding": view.encoding,
        "separator": view.separator,
        "sheet": view.sheet,
        "sheets": list(view.sheets),
        "columns": list(view.columns),
        "samples": {name: list(values) for name, values in samples.items()},
        "program": view.program,
        "rows": view.rows,
        "state": view.state,
        "content": options.get("content", ""),
        "targets": list(options.get("targets", [])),
        "left_out": list(view.left_out),
        "policies": dict(options.get("policies", {})),
        "duplicates": options.get("duplicates", ""),
        "match_by": options.get("match_by", ""),
        "relation": view.relation,
        "source": view.source,
        "collected_on": view.collected_on,
        "basis": view.basis,
        "purpose": view.purpose,
        "position": view.position,
        "counts": view.counts,
        "failure": view.failure,
        "batch": view.batch,
        "made_at": view.made_at,
        "moved_at": view.moved_at,
        "has_rejected": view.has_rejected,
        "has_file": view.has_file,
    }
