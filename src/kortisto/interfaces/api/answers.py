"""What programs get: the frozen values of the queries as JSON, with a version, in pages that go on by a cursor."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.http import HttpRequest, HttpResponse
from ninja import Schema

from kortisto.interfaces.api.problems import Problem, ProblemError

REFUSALS: Mapping[int, Any] = dict.fromkeys((400, 401, 403, 404, 422), Problem)
"""What every call may answer instead."""
CHANGES: Mapping[int, Any] = {**REFUSALS, 409: Problem, 412: Problem}
"""What a change may answer instead."""


class Made(Schema):
    """What was made: its id, and its address in the header Location where it has one."""

    id: UUID


class KeyView(Schema):
    """What the key of the call may do, and for which purpose."""

    purpose: str
    operations: list[str]
    role: str
    permissions: list[str]


class Line(Schema):
    """One party of a list: `columns` holds what was asked for, as the page of the list shows it."""

    id: UUID
    kind: str
    name: str
    detail: str = ""
    columns: dict[str, str] = {}


class Page(Schema):
    """A page of a list. `next` and `previous` are cursors for `after` and `before`; null at the ends."""

    items: list[Line]
    next: str | None = None
    previous: str | None = None


def json(value: object, status: int = 200, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """Return an answer of frozen values."""
    return _json(orjson.dumps(value, default=_other), status, headers)


def versioned(request: HttpRequest, value: object) -> HttpResponse:
    """Return an answer with its version; 304 where the caller has it already."""
    body = orjson.dumps(value, default=_other)
    version = version_of(body)
    if version in request.headers.get("If-None-Match", ""):
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
    if version_of(orjson.dumps(value, default=_other)) not in seen:
        raise ProblemError(412, "overtaken", "Get it again: what you have seen is not what is there now.")


def made(id_: UUID, location: str = "") -> HttpResponse:
    """Return the answer to a call that has made something."""
    return json({"id": id_}, 201, {"Location": location} if location else None)


def _json(body: bytes, status: int, headers: Mapping[str, str] | None) -> HttpResponse:
    return HttpResponse(body, status=status, content_type="application/json", headers=dict(headers or {}))


def _other(value: object) -> object:
    if isinstance(value, frozenset | set):
        return sorted(value)
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(type(value).__name__)
