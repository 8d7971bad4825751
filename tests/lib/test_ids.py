from __future__ import annotations

import time

import pytest

from kortisto.lib.ids import uuid7

pytestmark = pytest.mark.unit


def test_ids_are_of_version_7_and_tell_the_time() -> None:
    before = time.time_ns() // 1_000_000
    made = uuid7()

    assert (made.version, made.variant) == (7, "specified in RFC 4122")
    assert before <= made.int >> 80 <= time.time_ns() // 1_000_000 + 1


def test_ids_grow_and_differ() -> None:
    made = [uuid7() for _ in range(5000)]

    assert made == sorted(made)
    assert len(set(made)) == len(made)
