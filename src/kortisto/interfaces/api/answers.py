"""What programs get: the frozen values of the queries as JSON, with a version, in pages that go on by a cursor."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, Literal
from uuid import UUID

import orjson
from django.http import HttpRequest, HttpResponse
from ninja import Schema

from kortisto.interfaces.api.problems import Problem, ProblemError

Language = Literal["fi", "sv", "en"]
"""The language of texts that the notice has in three."""

REFUSALS: Mapping[int, Any] = {404: Problem}
"""What every call may answer instead; `describing` completes it."""
CHANGES: Mapping[int, Any] = REFUSALS
VERSIONED: Mapping[int, Any] = {**REFUSALS, 304: None}
"""What a call may answer whose answer has a version."""


class Made(Schema):
    """What was made: its id, and its address in the header Location where it has one.

    `standing`: what goes on holding for it: `ban`, where somebody with this e-mail address or telephone number has
    forbidden direct marketing. The header Kortisto-Standing says the same, also where nothing is made but changed.
    """

    id: UUID
    standing: list[Literal["ban"]] = []


class Line(Schema):
    """One party of a list: `columns` holds what was asked for, as the page of the list shows it.

    `former`: it was found by an address or a number that is no longer in use.
    """

    id: UUID
    kind: str
    name: str
    detail: str = ""
    columns: dict[str, str] = {}
    former: bool = False


class Page(Schema):
    """A page of a list. `next` and `previous` are cursors for `after` and `before`; null at the ends."""

    items: list[Line]
    next: str | None = None
    previous: str | None = None


class Undoable(Schema):
    """What was removed: for a while it can be put back by `POST /removed/{undo}/undo`."""

    undo: UUID


class InLanguage(Schema):
    """The language of the texts of the notice."""

    language: Language = "en"


STANDS: Mapping[str, str] = {"Kortisto-Standing": "ban"}


def json(value: object, status: int = 200, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """Return an answer of frozen values."""
    return _json(orjson.dumps(value, default=_other), status, headers)


def versioned(request: HttpRequest, value: object) -> HttpResponse:
    """Return an answer with its version; 304 where the caller has it already."""
    body = orjson.dumps(value, default=_other)
    version = version_of(body)
    if not _tags(request.headers.get("If-None-Match", "")).isdisjoint((version, "*")):
        return HttpResponse(status=304, headers={"ETag": version})
    return _json(body, 200, {"ETag": version})


def version_of(body: bytes) -> str:
    """Return the ETag of an answer."""
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def demand_version(request: HttpRequest, value: object) -> None:
    """Go on only if the caller has seen what is there now; a caller that says nothing of it is not asked.

    Raises ProblemError 412.
    """
    seen = request.headers.get("If-Match")
    if seen is None or seen.strip() == "*":
        return
    if version_of(orjson.dumps(value, default=_other)) not in _tags(seen):
        raise ProblemError(412, "overtaken", "Get it again: what you have seen is not what is there now.")


def _tags(header: str) -> set[str]:
    return {tag.strip().removeprefix("W/") for tag in header.split(",")}


def made(id_: UUID, location: str = "", *, banned: bool = False) -> HttpResponse:
    """Return the answer to a call that has made something. `banned`: of somebody who has forbidden direct marketing."""
    headers = {**({"Location": location} if location else {}), **(STANDS if banned else {})}
    return json({"id": id_, "standing": ["ban"] if banned else []}, 201, headers)


def _json(body: bytes, status: int, headers: Mapping[str, str] | None) -> HttpResponse:
    return HttpResponse(body, status=status, content_type="application/json", headers=dict(headers or {}))


def _other(value: object) -> object:
    if isinstance(value, frozenset | set):
        return sorted(value)
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(type(value).__name__)
