"""Completes the description of the API by what stands in no signature: headers, problems, every answer.

What a program meets is what the description says; `./kortisto bench api_fuzz` holds the two against each other.
"""

from __future__ import annotations

import json
from typing import Any

from kortisto.interfaces.api.moved import NAMES
from kortisto.interfaces.api.problems import CONTENT_TYPE

JSON = "application/json"
PROBLEMS = {
    "400": "The request cannot be understood",
    "401": "The key is missing, or works no more",
    "403": "The notice or the key does not permit it",
    "404": "There is no such thing, or nothing that the key may know of",
    "413": "The body is too large",
    "415": "The body has another type than it should",
    "422": "A value is not possible: `errors` names each",
    "503": "The register cannot answer now; send it again in a while",
}
"""What every operation may answer instead."""
_WITH_A_BODY = frozenset({"413", "415"})
_FILED = ("/files/{file_id}", "/imports/{upload_id}")
"""What is read from a file of the data folder, which somebody may have taken away: that contradicts the register."""
_STALE = {"409": "It contradicts what is there", "412": "It was changed since you have seen it"}
_TEXT: dict[str, Any] = {"type": "string"}
_ETAG = {"ETag": {"description": "The version, for If-Match and If-None-Match", "schema": _TEXT}}
_LOCATION = {"Location": {"description": "Where it is found, of what has an address of its own", "schema": _TEXT}}
_MOVED = "The party has become one with another: send the same call there"
_MOVED_TO = {"Location": {"description": "The address of the one that stands for it", "schema": _TEXT}}
_ASKS_FOR_A_KEY = {"WWW-Authenticate": {"description": "Bearer", "schema": _TEXT}}
_AGAIN = {"Retry-After": {"description": "Seconds", "schema": _TEXT}}
_HEADERS = {
    "If-Match": "The ETag that you have seen: what somebody else has changed since is not overwritten",
    "If-None-Match": "The ETag that you have: what is the same is not sent again",
    "Idempotency-Key": "A word of your own, up to 255 characters: the same call sent again does nothing twice",
}
# An ETag that is none is that of no version, which is no mistake.
_BOUNDS: dict[str, dict[str, Any]] = {
    "Idempotency-Key": {"minLength": 1, "maxLength": 255, "pattern": r"^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$"}
}
_EXAMPLES = {
    "If-Match": '"0123456789abcdef0123456789abcdef"',
    "If-None-Match": '"0123456789abcdef0123456789abcdef"',
    "Idempotency-Key": "order-4711-person",
}


def completed(described: dict[str, Any]) -> None:
    """Write into the description of every operation what it answers and which headers it reads."""
    parts = described["components"]
    used = json.dumps(described, default=str)
    # Shapes of parameters, which stand with their operations one by one.
    parts["schemas"] = {name: one for name, one in parts["schemas"].items() if f'#/components/schemas/{name}"' in used}
    parts["responses"] = {f"Problem{status}": _problem(status, text) for status, text in (PROBLEMS | _STALE).items()}
    parts["parameters"] = {name: _header(name) for name in _HEADERS}
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            _complete(method, path, operation)


def _complete(method: str, path: str, operation: dict[str, Any]) -> None:
    answers = operation["responses"] = {str(status): answer for status, answer in operation["responses"].items()}
    has_body = "requestBody" in operation
    problems = {status: text for status, text in PROBLEMS.items() if has_body or status not in _WITH_A_BODY}
    if method != "get":
        problems |= _STALE
    elif any(part in path for part in _FILED):
        problems |= {"409": _STALE["409"]}
    answers |= {status: {"$ref": f"#/components/responses/Problem{status}"} for status in problems}
    if any(f"{{{name}}}" in path for name in NAMES):
        answers["307"] = {"description": _MOVED, "headers": _MOVED_TO}
    if "201" in answers:
        answers["201"]["headers"] = _LOCATION
        if operation.pop("x-sent-again", True):
            _reads(operation, "Idempotency-Key")
    if "304" in answers:
        answers["304"] = {"description": "It is as you have it", "headers": _ETAG}
        answers["200"]["headers"] = _ETAG
        _reads(operation, "If-None-Match")
    if operation.pop("x-if-match", False):
        _reads(operation, "If-Match")
    operation["responses"] = dict(sorted(answers.items()))


def _reads(operation: dict[str, Any], header: str) -> None:
    operation["parameters"].append({"$ref": f"#/components/parameters/{header}"})


def _header(name: str) -> dict[str, Any]:
    return {
        "in": "header", "name": name, "required": False, "description": _HEADERS[name],
        "schema": _TEXT | _BOUNDS.get(name, {}), "example": _EXAMPLES[name],
    }  # fmt: skip


def _problem(status: str, text: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    described: dict[str, Any] = {"description": text, "content": {CONTENT_TYPE: {"schema": schema}}}
    if headers := {"401": _ASKS_FOR_A_KEY, "503": _AGAIN}.get(status):
        described["headers"] = headers
    return described


MATCHES: dict[str, Any] = {"x-if-match": True}
"""Of operations that compare If-Match with what is there."""


def sends(*types: str) -> dict[str, Any]:
    """Describe an answer that is a file of one of these types."""
    content = {one: {"schema": {"type": "object"} if one == JSON else _FILE} for one in types}
    return {"responses": {200: {"description": "The file", "content": content}}}


def takes_file(most: str) -> dict[str, Any]:
    """Describe a body that is a file as it is."""
    return {
        "requestBody": {
            "required": True,
            "description": f"The file as it is, of {most} at most",
            "content": {BYTES: {"schema": _FILE}},
        }
    }


BYTES = "application/octet-stream"
_FILE = {"type": "string", "format": "binary"}
