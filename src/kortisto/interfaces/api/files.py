"""Files of a party, up and down. A file is the body of its call as it is; what is known of it stands in the address."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from ninja import Query, Router, Schema
from pydantic import StringConstraints

from kortisto.interfaces.api.answers import CHANGES, REFUSALS, Made, Undoable, json
from kortisto.interfaces.api.around import Kind, party_of
from kortisto.interfaces.api.bodies import Moment, Sent, Source
from kortisto.interfaces.api.calls import call_of
from kortisto.interfaces.api.describing import BYTES, sends, takes_file
from kortisto.interfaces.api.doing import added
from kortisto.interfaces.api.happenings import removed
from kortisto.interfaces.api.problems import ProblemError
from kortisto.register.parties import file_types as types
from kortisto.register.parties import operations, queries
from kortisto.register.parties.enums import Scan
from kortisto.register.parties.queries.pages import PartyNotFoundError
from kortisto.register.parties.scanner import ScannerFailedError

router = Router(tags=["files"])
SANDBOX = "sandbox; default-src 'none'"
"""Whatever is in the file: should a browser show it after all, it may run nothing and ask for nothing."""
FileName = Annotated[str, StringConstraints(min_length=1, max_length=255, pattern=r"^[^\x00-\x1f\x7f]+$")]
_REASONS = {
    types.UNKNOWN_KIND: "Files of this kind are not taken: take a PDF, a picture, an office document or a text.",
    types.OTHER_CONTENT: "The content is not what the name of the file says.",
    types.EMPTY: "The file is empty.",
    types.MACROS: "The document has macros or programs in it. Save it without them, or as a PDF.",
    types.INFECTED: "The scanner has found malicious software in the file. It was not stored.",
}


class FileAbout(Schema):
    """What is known of a file: its `name`, and where it comes from."""

    name: FileName
    source: Source
    collected_at: Moment | None = None


class File(Schema):
    """A file; `size` in bytes."""

    id: UUID
    name: str
    media_type: str
    size: int
    scan: Scan
    added_at: datetime


class Files(Schema):
    """Null where the key does not show files."""

    items: list[File] | None


@router.get("/{kind}/{uuid:party_id}/files", response={200: Files, **REFUSALS}, summary="The files of a party")
def files(request: HttpRequest, kind: Kind, party_id: UUID) -> HttpResponse:
    """Newest first."""
    with call_of(request).enter() as by:
        found = queries.files_of(party=party_of(kind, party_id), by=by)
        if found is None:
            by.record("labels.list")
    items = found and [
        {"id": one.id, "name": one.name, "media_type": one.media_type, "size": one.size, "scan": one.scan,
         "added_at": one.added_at}
        for one in found
    ]  # fmt: skip
    return json({"items": None if found is None else items or []})


@router.post(
    "/{kind}/{uuid:party_id}/files",
    response={201: Made, **CHANGES},
    summary="Add a file",
    openapi_extra=takes_file("20 million bytes, or as the installation says,"),
)
def add_file(request: HttpRequest, kind: Kind, party_id: UUID, about: Query[FileAbout]) -> HttpResponse:
    """Needs the permission `files.add`. Its content is looked at, and scanned where a scanner is configured."""
    call_of(request).require("files.add")
    content = body_of(request, settings.KORTISTO_FILE_BYTES)
    sent = Sent(source=about.source, collected_at=about.collected_at)
    try:
        return added(
            request,
            sent,
            lambda by, origin: operations.add_file(
                owner=party_of(kind, party_id), name=about.name, content=content, origin=origin, by=by, at=by.at
            ),
            "/files/{}",
            hashlib.sha256(content).digest(),
        )
    except types.NotAllowedError as refused:
        why = _REASONS.get(refused.reason, "The file is too large.")
        raise ProblemError(422, "invalid", why, field="body.file") from refused
    except ScannerFailedError as failed:
        raise ProblemError(503, "busy", "The scanner does not answer, so the file was not stored.") from failed


@router.get(
    "/files/{uuid:file_id}",
    response={200: None, **REFUSALS},
    summary="The content of a file",
    openapi_extra=sends("*/*"),
)
def file(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """To be saved, never to be shown under our address."""
    with call_of(request).enter() as by:
        found = queries.content_of(file_id=file_id, by=by)
        if found is None:
            raise PartyNotFoundError(file_id)
    view, content = found
    response = HttpResponse(content, content_type=view.media_type)
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=view.name) or ""
    response.headers["Content-Security-Policy"] = SANDBOX
    return response


@router.delete("/files/{uuid:file_id}", response={200: Undoable, **CHANGES}, summary="Take a file away")
def remove_file(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """For a while it can be put back."""
    return removed(request, "file", file_id)


def body_of(request: HttpRequest, most: int) -> bytes:
    """Return a body that is a file. Raises ProblemError for another type, or for more than so many bytes."""
    check_type(request)
    content = request.read(most + 1)
    if len(content) > most:
        raise ProblemError(413, "too-large", f"The file is too large: {most} bytes at most.")
    return content


def check_type(request: HttpRequest) -> None:
    """Go on only with a body that is said to be bytes. Raises ProblemError."""
    if request.content_type != BYTES:
        raise ProblemError(415, "other-type", f"Send the file as it is, as {BYTES}.")
