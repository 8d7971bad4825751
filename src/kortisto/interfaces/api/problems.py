"""What went wrong, as RFC 9457 says it: `application/problem+json`, in words that say what to do."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

import orjson
from django.core.exceptions import BadRequest, ObjectDoesNotExist, RequestDataTooBig, SuspiciousOperation
from django.db import DataError, IntegrityError, InterfaceError, OperationalError, transaction
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic import Field

from kortisto.register.access.operations import DeniedError, record_refusal
from kortisto.register.access.rules import NotPermittedError
from kortisto.register.audit.values import NotGrantedError
from kortisto.register.parties.editing import ChangedMeanwhileError
from kortisto.register.parties.operations import AlreadyScanningError, CannotMergeError, CannotUndoError
from kortisto.register.parties.operations.activities import NobodyTookPartError
from kortisto.register.parties.operations.removing import HeldError, StandsAgainError, TooLateError
from kortisto.register.parties.operations.undoing import StillRunningError, UndoneAlreadyError
from kortisto.register.parties.operations.uploads import WrongStateError
from kortisto.register.parties.own_items import NotOwnItemError
from kortisto.register.parties.queries.duplicates import MergeNotFoundError, PairNotFoundError
from kortisto.register.parties.queries.pages import PartyNotFoundError
from kortisto.register.parties.queries.search import BadCursorError
from kortisto.register.parties.recognised import WasErasedError
from kortisto.register.parties.vault import UnreadableFileError as UnreadableContentError

CONTENT_TYPE = "application/problem+json"
_log = logging.getLogger(__name__)

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
    "other-method": "This address knows other methods",
    "other-type": "The body has another type",
    "too-large": "The body is too large",
    "gone": "It is no longer here",
    "was-erased": "Somebody with this address has asked to be erased",
    "broken": "The mistake is ours",
    "busy": "The register cannot answer now",
}
_LONGEST_DETAIL = 300


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
    if status == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = 'Bearer realm="Kortisto"'
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers["Retry-After"] = "10"  # seconds
    return response


def problem_of(status: int) -> HttpResponse:
    """Return the answer to a request that has come to no operation of the API, or that has broken down."""
    kind, detail = {
        400: ("bad-request", "The address cannot be understood."),
        404: ("not-found", "See /api/v1/openapi.json for the addresses."),
        503: ("busy", "Send it again in a while."),
    }.get(status, ("broken", "It stands in the log of the program. Nothing was changed."))
    return problem(status, kind, detail)


NOT_ALLOWED = 405


def other_method(allowed: str) -> HttpResponse:
    """Return the answer to a method that an address does not know. `allowed`: those that it knows, comma-separated."""
    response = problem(NOT_ALLOWED, "other-method", f"It knows {allowed}.")
    response.headers["Allow"] = allowed
    return response


def unknown_address(request: HttpRequest, path: str = "") -> HttpResponse:  # noqa: ARG001 (the address names it)
    """Answer for every address below /api/ that is none."""
    return problem_of(404)


def answer_with_problems(api: NinjaAPI) -> None:
    """Let the API answer every error that its operations may raise with a problem."""

    def answers(kind: type[Exception] | Exception, handler: Any) -> None:
        api.add_exception_handler(kind, handler)  # type: ignore[arg-type]

    answers(ProblemError, _told)
    answers(
        AuthenticationError, lambda _r, _e: problem(401, "no-key", "Send a key that works: Authorization: Bearer ...")
    )
    answers(ValidationError, _invalid)
    answers(HttpError, _unreadable)
    answers(RequestDataTooBig, lambda _r, _e: problem(413, "too-large", "See the description for how large it may be."))
    answers(BadRequest, lambda _r, _e: problem(400, "bad-request"))
    answers(SuspiciousOperation, lambda _r, _e: problem(400, "bad-request"))
    answers(UnreadablePostError, lambda _r, _e: problem(400, "bad-request", "The body has broken off."))
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
    for impossible in (ValueError, OverflowError, NotOwnItemError):
        answers(impossible, lambda _r, error: problem(422, "invalid", _clean(error)))
    answers(WasErasedError, lambda _r, _e: problem(409, "was-erased", WAS_ERASED, [NEW_GROUND]))
    for contradiction, detail in CONTRADICTIONS.items():
        answers(contradiction, lambda _r, _e, detail=detail: problem(409, "conflict", detail))
    answers(Exception, _broken)


WAS_ERASED = (
    "Nothing was written, and nothing is left of what was known. Add or keep it only where there is a new ground, and "
    "send that as `new_ground`; the log keeps it."
)
NEW_GROUND = {
    "field": "body.new_ground",
    "message": "own_wish: they have contacted you themselves; contract: a new contract or order needs it; role: they "
    "now act for an organisation that you deal with",
}
"""What may be done about somebody who has asked to be erased, and how to go on."""
CONTRADICTIONS: Mapping[type[Exception], str] = {
    CannotMergeError: "One of the two is not there any more. Nothing was changed.",
    CannotUndoError: "This merge was undone before, or what was there has been erased by its rule.",
    AlreadyScanningError: "A search is under way already.",
    NobodyTookPartError: "Somebody of the register must have taken part.",
    TooLateError: "It is too late: it is gone for good.",
    StandsAgainError: "The same stands there again, or what it belonged to is gone. Nothing was put back.",
    HeldError: "It has to be kept as it is for now. The data protection officer knows why.",
    WrongStateError: "The import is not in a state in which this can be done: look at how far it is.",
    StillRunningError: "The import is still going on: cancel it first.",
    UndoneAlreadyError: "The import was undone before.",
    FileNotFoundError: "The file is no longer here. Bring it in again.",
    UnreadableContentError: "The file in the data folder is missing or damaged.",
}
"""What contradicts the state in which something is, and what to do about it."""


def _unreadable(_request: HttpRequest, error: HttpError) -> HttpResponse:
    cause = error.__cause__
    if isinstance(cause, ProblemError):
        return _told(_request, cause)
    return problem(400, "bad-request", f"{error}: {_clean(cause)}" if isinstance(cause, ValueError) else str(error))


def _broken(_request: HttpRequest, error: Exception) -> HttpResponse:
    if transaction.get_connection().in_atomic_block:
        transaction.set_rollback(True)
    if isinstance(error, (OperationalError, InterfaceError)):
        return problem_of(503)
    _log.error("a call of the API has broken down", exc_info=error)
    return problem_of(500)


def _clean(error: object) -> str:
    """The words of an error, which may hold what was sent: half of a surrogate pair has no place in an answer."""
    return str(error).encode("utf-8", "replace").decode()[:_LONGEST_DETAIL]


def _told(_request: HttpRequest, error: ProblemError) -> HttpResponse:
    where = error.field if "." in error.field else f"body.{error.field}"
    errors = [{"field": where, "message": error.detail}] if error.field else []
    return problem(error.status, error.kind, error.detail, errors)


def _invalid(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    errors = [
        {
            "field": _clean(".".join(str(part) for part in one["loc"] if part != "payload")),
            "message": _clean(one["msg"]),
        }
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
