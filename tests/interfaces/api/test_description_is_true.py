"""What the API answers is what its description says, whatever is sent: the same cases in every run.

`./kortisto bench api_fuzz` does the same with as many cases as there is time for, against the real server.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from typing import Any
from uuid import UUID

import hypothesis
import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, Verbosity
from schemathesis import Case, GenerationMode
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance

from kortisto.interfaces.api.application import api
from tests.interfaces.api.conftest import Program
from tests.interfaces.api.test_who_may_call import known
from tests.interfaces.web.conftest import World

__all__ = ["known"]
pytestmark = pytest.mark.integration

EXCLUDED = [positive_data_acceptance, ignored_auth]
"""No description can say which ids are there; who may call what is a table (test_who_may_call)."""
CASES = {GenerationMode.POSITIVE: 2, GenerationMode.NEGATIVE: 2}
"""Of each operation; the bench makes more."""


@contextmanager
def _one_connection() -> Iterator[None]:
    """The application leaves the connection of the test open, as the test client of Django has it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_what_the_description_allows_and_rules_out_is_answered_as_it_says(
    full: Program, world: World, known: Mapping[str, Any]
) -> None:
    wrong: dict[str, str] = {}
    statuses: Counter[int] = Counter()

    def ask(case: Case[Any]) -> None:
        _lead(case, known)
        before = transaction.savepoint()  # each call finds the register as it was
        try:
            response = case.call(headers=full.headers)
            statuses[response.status_code] += 1
            case.validate_response(response, headers=full.headers, excluded_checks=EXCLUDED)
        except BaseExceptionGroup as failures:
            wrong[case.operation.label] = str(failures.exceptions[0])[:600]
        finally:
            transaction.savepoint_rollback(before)

    with _one_connection():
        described = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", _whole(get_wsgi_application()))
        for found in described.get_all_operations():
            assert isinstance(found, Ok)
            for mode, number in CASES.items():
                with suppress(hypothesis.errors.Unsatisfiable):  # of some operations nothing is ruled out
                    _some(number)(hypothesis.given(found.ok().as_strategy(mode))(ask))()
    assert wrong == {}
    assert statuses.total() > 300, statuses
    assert statuses[200] + statuses[201] + statuses[204] > 100, statuses


def _whole(application: Any) -> Any:
    """Let the application close what it has sent, as a web server does."""

    def answer(environ: Any, start: Any) -> list[bytes]:
        with closing(application(environ, start)) as sent:
            return [b"".join(sent)]

    return answer


def _some(number: int) -> hypothesis.settings:
    return hypothesis.settings(
        derandomize=True, database=None, deadline=None, max_examples=number, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck), verbosity=Verbosity.quiet,
    )  # fmt: skip


def _lead(case: Case[Any], known: Mapping[str, Any]) -> None:
    """Exchange ids that are made up for those of what is there: else nearly every call would find nothing."""
    for name, value in case.path_parameters.items():
        if name in known and isinstance(known[name], str | UUID) and _is_id(value):
            case.path_parameters[name] = str(known[name])
    if isinstance(case.body, dict) and str(case.body.get("source", "")).isalnum():
        case.body["source"] = "subject"


def _is_id(value: object) -> bool:
    try:
        UUID(str(value))
    except ValueError:
        return False
    return True


# --- what no description would make up -------------------------------------------------------------------------------

DEEP = 100_000
BODIES: Mapping[str, bytes] = {
    "nothing": b"",
    "half": b'{"source": "subj',
    "another encoding": '{"source": "ä"}'.encode("utf-16"),
    "bytes that are no text": b'{"source": "\xff\xfe"}',
    "half of a surrogate pair": b'{"source": "\\ud800", "name": "\\udfff", "\\ud800": 1}',
    "NUL": b'{"source": "a\\u0000b", "name": "\\u0000"}',
    "a name twice": b'{"source": "subject", "source": "other"}',
    "no number": b'{"source": NaN, "minutes": Infinity}',
    "a number too large": b'{"source": 9223372036854775808, "minutes": 1e999, "rest": -9223372036854775809}',
    "a number without end": b'{"source": ' + b"9" * 10_000 + b"}",
    "lists in lists": b"[" * DEEP + b"]" * DEEP,
    "objects in objects": b'{"own":' * DEEP + b"1" + b"}" * DEEP,
    "a list": b'[{"source": "subject"}]',
    "a text": b'"source"',
    "a million letters": b'{"source": "' + b"a" * 1_000_000 + b'"}',
    "ten thousand names": json.dumps({f"n{at}": at for at in range(10_000)}).encode(),
}
OF_THE_SHAPE = {"half of a surrogate pair", "NUL", "a number too large", "a list"}
"""What is JSON is judged by the shape of each call; what is none is read in one place, for all of them alike."""
READ_ALIKE = {("POST", "/people"), ("PATCH", "/people/{person_id}"), ("PUT", "/{kind}/{party_id}/labels")}
QUERIES = (
    "%00", "a=%00", "%ff=%fe", "a=%ed%a0%80", "limit=9223372036854775808", "limit=-1", "limit=1e308", "limit=NaN",
    "limit=" + "9" * 5000, "after=AAAA", "after=%ff", "before=%22", "q=" + "a" * 5000, "q=%25%5F%5C", "order=id;--",
    "columns=password", "&&&=&", "limit=1&limit=2", "at=0000-00-00", "since=99999-01-01", "a[b]=c",
    "&".join(f"p{at}=1" for at in range(3000)),
)  # fmt: skip
HEADERS = (
    {"Idempotency-Key": "a" * 256}, {"Idempotency-Key": "\xe4"}, {"If-Match": "W/"}, {"If-None-Match": '"' * 2000},
    {"Content-Type": "text/plain"}, {"Content-Type": "application/json; charset=utf-16"}, {"Content-Type": ";;;"},
    {"Content-Length": "-1"}, {"X-HTTP-Method-Override": "DELETE"}, {"Range": "bytes=0-,0-,0-"},
    {"Accept": "application/xml"}, {"Authorization": "Bearer " + "a" * 5000}, {"Authorization": "Basic \x00"},
)  # fmt: skip


def _operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in api.get_openapi_schema()["paths"].items():
        for method, operation in methods.items():
            yield method.upper(), path.removeprefix("/api/v1"), operation


def _answered(response: Any, operation: Mapping[str, Any]) -> str:
    """Return what is wrong with an answer; nothing, where the description knows it and a problem is said as one."""
    if str(response.status_code) not in operation["responses"]:
        return f"{response.status_code} is not described: {response.content[:200]!r}"
    if response.status_code >= 400 and response.headers["Content-Type"] != "application/problem+json":
        return f"{response.status_code} is no problem: {response.headers['Content-Type']}"
    return ""


def test_no_body_breaks_a_call(full: Program, world: World, known: Mapping[str, Any]) -> None:
    wrong = {}
    for method, path, operation in _operations():
        if "application/json" not in operation.get("requestBody", {}).get("content", ()):
            continue
        for name, body in BODIES.items():
            if name not in OF_THE_SHAPE and (method, path) not in READ_ALIKE:
                continue
            before = transaction.savepoint()
            response = full.call(method, path.format(**known), body)
            transaction.savepoint_rollback(before)
            if said := _answered(response, operation):
                wrong[method, path, name] = said
            elif response.status_code < 400:
                wrong[method, path, name] = "was accepted"
    assert wrong == {}


def test_no_address_breaks_a_call(full: Program, world: World, known: Mapping[str, Any]) -> None:
    wrong = {}
    for method, path, operation in _operations():
        if method != "GET":
            continue
        for query in QUERIES:
            before = transaction.savepoint()
            response = full.call(method, f"{path.format(**known)}?{query}")
            transaction.savepoint_rollback(before)
            if said := _answered(response, operation):
                wrong[path, query[:60]] = said
    assert wrong == {}


@pytest.mark.parametrize("header", HEADERS, ids=str)
def test_no_header_breaks_a_call(
    header: Mapping[str, str], full: Program, world: World, known: Mapping[str, Any]
) -> None:
    body = {"source": "subject", "last_name": "Uusi"}
    described = {(method, path): operation for method, path, operation in _operations()}
    for method, path, sent in (("GET", "/people/{person_id}", None), ("POST", "/people", body),
                               ("PATCH", "/people/{person_id}", body)):  # fmt: skip
        response = full.call(method, path.format(**known), sent, header)
        assert _answered(response, described[method, path]) == ""


@pytest.mark.parametrize(
    "path", ["/people/%00", "/people/" + "a" * 5000, "/people/../../log", "/people/%ff%fe", "//people", "/%2e%2e/", "/"]
)
def test_no_path_breaks_it(path: str, full: Program) -> None:
    assert full.get(path).status_code in {200, 400, 404}
