"""The API: version 1, described by itself in OpenAPI 3.1 at /api/v1/openapi.json, and for people at /api/v1/."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, wraps
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.http import HttpRequest
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from kortisto.interfaces.api import (
    around,
    day,
    erasing,
    exports,
    files,
    happenings,
    holds,
    imports,
    labels,
    log,
    lookup,
    many,
    merging,
    parties,
    restrictions,
    retention,
    reviews,
    sweeps,
    views,
)
from kortisto.interfaces.api.calls import Key
from kortisto.interfaces.api.describing import completed
from kortisto.interfaces.api.moved import where_it_went
from kortisto.interfaces.api.problems import NOT_ALLOWED, answer_with_problems, other_method, problem
from kortisto.interfaces.api.strictness import StrictParser, be_strict
from kortisto.register.parties.queries.pages import PartyNotFoundError

AREAS = (
    lookup, parties, around, merging, happenings, files, labels, views, many, exports, imports, day, holds,
    restrictions, reviews, sweeps, retention, erasing, log,
)  # fmt: skip
"""In the order in which they are described. Fixed words of an address come before what stands for any word."""


class RegisterAPI(NinjaAPI):
    """The API with a description that says everything that it does: headers, problems, every answer."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """Return the description, which is the same for every request."""
        del path_params
        return _described(self, path_prefix)

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Return the name of the function, by which generated clients call it."""
        return operation.view_func.__name__


@cache
def _described(api: RegisterAPI, prefix: str | None) -> OpenAPISchema:
    described = NinjaAPI.get_openapi_schema(api, path_prefix=prefix)
    completed(described)
    return described


api = RegisterAPI(
    title="Kortisto",
    version="1",
    description=(
        "People and organisations of the register. A key is made by a member of staff for one purpose of the privacy "
        "notice; it shows and changes what the notice permits for that purpose, and every call is recorded in the log."
    ),
    docs_url=None,
    openapi_url="/openapi.json",
    urls_namespace="api",
    auth=Key(),
    parser=StrictParser(),
)
for area in AREAS:
    api.add_router("", area.router)
answer_with_problems(api)
for missing in (PartyNotFoundError, ObjectDoesNotExist):
    api.add_exception_handler(missing, lambda request, _error: where_it_went(request) or problem(404, "not-found"))
be_strict(api)


ONE_PASSAGE = frozenset({
    "key", "search", "look-alikes", "people", "organisations", "people/<uuidstr:person_id>",
    "organisations/<uuidstr:organisation_id>",
})  # fmt: skip
"""Addresses whose GET is one passage through the door at most. That is a transaction itself and ends before the answer:
another one around it would only cost two more messages to the database. They are the ones asked most."""


def _reads_in_one(view: Callable[..., Any]) -> Callable[..., Any]:
    @transaction.non_atomic_requests
    @wraps(view)
    def answer(request: HttpRequest, *arguments: Any, **named: Any) -> Any:
        if request.method == "GET":
            return view(request, *arguments, **named)
        with transaction.atomic():
            return view(request, *arguments, **named)

    return answer


def _says_which_methods(view: Callable[..., Any]) -> Callable[..., Any]:
    """Answer another method than those of an address with a problem, as every other error."""

    @wraps(view)
    def answer(request: HttpRequest, *arguments: Any, **named: Any) -> Any:
        response = view(request, *arguments, **named)
        return other_method(response.headers["Allow"]) if response.status_code == NOT_ALLOWED else response

    return answer


def urls() -> Any:
    """Return the addresses of the API. A key opens them: no session is asked for, and none would help."""
    patterns, name, namespace = api.urls
    for pattern in patterns:
        if pattern.callback is None:
            continue
        if str(pattern.pattern) in ONE_PASSAGE:
            pattern.callback = _reads_in_one(pattern.callback)
        pattern.callback = _says_which_methods(pattern.callback)
        setattr(pattern.callback, "login_required", False)  # noqa: B010 (Django's mark on a function)
    return patterns, name, namespace
