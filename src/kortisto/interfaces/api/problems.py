"""What went wrong, as RFC 9457 says it: `application/problem+json`, in words that say what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from django.core.exceptions import ObjectDoesNotExist
from django.db import DataError, IntegrityError
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic import Field

from kortisto.register.access.operations import DeniedError, record_refusal
from kortisto.register.access.rules import NotPermittedError
from kortisto.register.audit.values import NotGrantedError
from kortisto.register.parties.editing import ChangedMeanwhileError
from kortisto.register.parties.queries.duplicates import MergeNotFoundError, PairNotFoundError
from kortisto.register.parties.queries.pages import PartyNotFoundError
from kortisto.register.parties.queries.search import BadCursorError

CONTENT_TYPE = "application/problem+json"

_TITLES: Mapping[str, str] = {
    "bad-request": "The request cannot be understood",
    "no-key": "A key is needed",
    "denied": "The notice does not permit this",
    "key-too-narrow": "The key does not permit this",
    "not-found": "There is no such thing",
    "conflict": "This contradicts what is there",
    "overtaken": "It was changed in the meantime",
    "if-match-needed": "Say which version you have seen",
    "invalid": "A value is not possible",
    "unknown-source": "Unknown source",
    "key-reused": "The Idempotency-Key was used for something else",
}


class FieldProblem(Schema):
    """What is wrong with one value: where it stands, and why."""

    field: str = Field(examples=["body.last_name"])
    message: str


class Problem(Schema):
    """RFC 9457. `type` is stable, the texts are not."""

    type: str = Field(examples=["/api/problems/not-found"])
    title: str
    status: int
    detail: str = ""
    errors: list[FieldProblem] = []


class ProblemError(Exception):
    """A call cannot be answered; carries what the answer says."""

    def __init__(self, status: int, kind: str, detail: str = "", *, field: str = "") -> None:
        super().__init__(detail)
        self.status = status
        self.kind = kind
        self.detail = detail
        self.field = field


def problem(status: int, kind: str, detail: str = "", errors: Sequence[Mapping[str, str]] = ()) -> HttpResponse:
    """Return the answer that says what went wrong."""
    body: dict[str, Any] = {
        "type": f"/api/problems/{kind}",
        "title": _TITLES[kind],
        "status": status,
        "detail": detail,
        "errors": list(errors),
    }
    response = HttpResponse(orjson.dumps(body), status=status, content_type=CONTENT_TYPE)
    if status == 401:  # noqa: PLR2004
        response.headers["WWW-Authenticate"] = 'Bearer realm="Kortisto"'
    return response


def answer_with_problems(api: NinjaAPI) -> None:
    """Let the API answer every error that its operations may raise with a problem."""

    def answers(kind: type[Exception] | Exception, handler: Any) -> None:
        api.add_exception_handler(kind, handler)  # type: ignore[arg-type]

    answers(ProblemError, _told)
    answers(
        AuthenticationError, lambda _r, _e: problem(401, "no-key", "Send a key that works: Authorization: Bearer ...")
    )
    answers(ValidationError, _invalid)
    answers(HttpError, lambda _r, error: problem(400, "bad-request", str(error)))
    for refused in (DeniedError, NotGrantedError):
        answers(refused, _refused)
    answers(NotPermittedError, _not_permitted)
    for missing in (PartyNotFoundError, MergeNotFoundError, PairNotFoundError, ObjectDoesNotExist):
        answers(missing, lambda _r, _e: problem(404, "not-found"))
    answers(
        BadCursorError, lambda _r, _e: problem(422, "invalid", "Send the cursor as it was given.", [_at("query.after")])
    )
    answers(ChangedMeanwhileError, lambda _r, error: problem(412, "overtaken", f"Fields that differ: {error}."))
    answers(IntegrityError, _contradicted)
    answers(DataError, lambda _r, _e: problem(422, "invalid", "A text is too long, or a value out of range."))
    answers(ValueError, lambda _r, error: problem(422, "invalid", str(error)[:300]))


def _told(_request: HttpRequest, error: ProblemError) -> HttpResponse:
    errors = [{"field": f"body.{error.field}", "message": error.detail}] if error.field else []
    return problem(error.status, error.kind, error.detail, errors)


def _invalid(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    errors = [
        {"field": ".".join(str(part) for part in one["loc"] if part != "payload"), "message": str(one["msg"])}
        for one in error.errors
    ]
    return problem(422, "invalid", "See the errors: each names the value.", errors)


def _refused(_request: HttpRequest, error: DeniedError | NotGrantedError) -> HttpResponse:
    # What was begun has been rolled back with the door that it went through; the refusal is written beside it.
    record_refusal(error)
    items = ", ".join(error.items)
    return problem(403, "denied", f"Not for this purpose: {error.operation.value} {items}".strip() + ".")


def _not_permitted(_request: HttpRequest, error: NotPermittedError) -> HttpResponse:
    record_refusal(error)
    return problem(404, "not-found")


def _contradicted(_request: HttpRequest, error: IntegrityError) -> HttpResponse:
    diagnosis = getattr(error.__cause__, "diag", None)
    name = getattr(diagnosis, "constraint_name", "") or ""
    if getattr(error.__cause__, "sqlstate", "") == "23503":
        return problem(422, "invalid", "Something that it refers to is not there.")
    return problem(409, "conflict", f"The rule that it would break: {name}." if name else "")


def _at(field: str) -> Mapping[str, str]:
    return {"field": field, "message": "is no cursor"}
