"""Where the time of a call goes: the same calls within this process, with a profiler, and the statements they send."""

from __future__ import annotations

import cProfile
import json
import pstats
from collections.abc import Mapping
from time import perf_counter, process_time
from typing import Any

import psycopg
from _filled import Register

ROUNDS, LINES = 100, 75


class Inside:
    """Answers within this process what a server would answer."""

    headers: Mapping[str, str]

    def __init__(self) -> None:
        from django.test import Client

        self._client = Client(raise_request_exception=True)

    def ask(self, address: str, *, method: str = "GET", body: Any = None, **headers: str) -> bytes:
        """Send a request and return the answer."""
        cookies = headers.pop("Cookie", "")
        for pair in filter(None, cookies.split("; ")):
            name, _, value = pair.partition("=")
            self._client.cookies[name] = value
        answer = self._client.generic(
            method, address, b"" if body is None else json.dumps(body).encode(), "application/json", headers=headers
        )
        assert answer.status_code < 300, (address, answer.status_code, answer.content[:500])  # noqa: PLR2004
        return answer.getvalue()


def profile(register: Register, admin: psycopg.Connection[Any], key: str, cookie: str, titles: str) -> None:
    """Print the statements of each call whose title holds the text, with their times, and the slowest functions."""
    from django.conf import settings
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from register import Asker

    settings.ALLOWED_HOSTS = ["*"]
    for row in Asker(register, admin, Inside(), key, cookie).rows():  # type: ignore[arg-type]
        if titles not in row.title:
            continue
        for turn in range(10):
            row.call(turn)
        with CaptureQueriesContext(connection) as sent:
            row.call(11)
        print(f"\n== {row.title}: {len(sent.captured_queries)} statements")
        for statement in sent.captured_queries:
            print(f"{float(statement['time']) * 1000:6.1f} ms  {' '.join(statement['sql'].split())[:170]}")
        profiler = cProfile.Profile()
        began, busy = perf_counter(), process_time()
        for turn in range(ROUNDS):
            row.call(turn)
        took, worked = perf_counter() - began, process_time() - busy
        print(
            f"{took / ROUNDS * 1000:.2f} ms a call without the profiler, {worked / ROUNDS * 1000:.2f} of them in Python"
        )
        profiler.enable()
        for turn in range(ROUNDS):
            row.call(turn)
        profiler.disable()
        pstats.Stats(profiler).sort_stats("cumulative").print_stats(LINES)
