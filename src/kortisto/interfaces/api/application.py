"""The API: version 1, described by itself in OpenAPI 3.1 at /api/v1/openapi.json."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from ninja import NinjaAPI

from kortisto.interfaces.api import around, parties
from kortisto.interfaces.api.calls import Key
from kortisto.interfaces.api.moved import where_it_went
from kortisto.interfaces.api.problems import answer_with_problems, problem
from kortisto.register.parties.queries.pages import PartyNotFoundError

api = NinjaAPI(
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
)
api.add_router("", parties.router)
api.add_router("", around.router)
answer_with_problems(api)
for missing in (PartyNotFoundError, ObjectDoesNotExist):
    api.add_exception_handler(missing, lambda request, _error: where_it_went(request) or problem(404, "not-found"))


def urls() -> Any:
    """Return the addresses of the API. A key opens them: no session is asked for, and none would help."""
    patterns, name, namespace = api.urls
    for pattern in patterns:
        setattr(pattern.callback, "login_required", False)  # noqa: B010 (Django's mark on a function)
    return patterns, name, namespace
