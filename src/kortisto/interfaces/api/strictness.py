"""Nothing that was sent is passed over in silence: no body that is read in two ways, no parameter that nobody knows.

A filter that is spelt wrongly would else list everybody, and of a field that stands twice one value would be lost.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from typing import Any, NoReturn

from django.http import HttpRequest
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.parser import Parser

from kortisto.interfaces.api.problems import ProblemError

JSON = "application/json"


class StrictParser(Parser):
    """Reads JSON of UTF-8 and nothing else."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Return the body. Raises ProblemError for another type, ValueError for what is no JSON, or is ambiguous."""
        charset = (request.content_params or {}).get("charset", "utf-8")
        if request.content_type != JSON or charset.lower() not in {"utf-8", "utf8"}:
            raise ProblemError(415, "other-type", f"Send the body as {JSON}.")
        return json.loads(request.body.decode(), object_pairs_hook=_once_each, parse_constant=_no_number)


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice in one object")
    return found


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number of JSON")


def be_strict(api: NinjaAPI) -> None:
    """Let every operation refuse parameters that it does not know, and single ones that stand there twice."""
    for router in api._get_bound_routers():  # noqa: SLF001 (the library has no other way to its operations)
        for view in router.path_operations.values():
            for operation in view.operations:
                single: set[str] = set()
                several: set[str] = set()
                for model in operation.models:
                    if model.__ninja_param_source__ == "query":
                        lists = set(getattr(model, "__ninja_collection_fields__", ()))
                        several |= lists
                        single |= set(model.__ninja_flatten_map__) - lists
                operation._get_values = _checked(operation._get_values, single, several)  # type: ignore[method-assign] # noqa: SLF001


def _checked(get: Callable[..., Any], single: Collection[str], several: Collection[str]) -> Callable[..., Any]:
    def checked(request: HttpRequest, *arguments: Any, **named: Any) -> Any:
        errors = [
            {"loc": ("query", name), "msg": "stands here twice" if name in single else "is not known here"}
            for name, values in request.GET.lists()
            if (name not in single and name not in several) or (name in single and len(values) > 1)
        ]
        if errors:
            raise ValidationError(errors)
        return get(request, *arguments, **named)

    return checked
