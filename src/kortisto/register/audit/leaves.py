"""What the seal covers of a line: all of it, as canonical JSON.

Keys in alphabetical order, no blanks, times in UTC without a zone and without trailing noughts, UTF-8. The sequencer
writes it from the values; the database can write the same bytes itself, which is how millions are checked quickly. A
line that a check finds to differ is written from its values once more before anything is said about it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import orjson

FORMAT = 1
"""Version of what a leaf holds; a change of the columns is a new one, and lines tell theirs by `v`."""
COLUMNS = (
    "access", "action", "actor_id", "actor_kind", "actor_role", "basis", "channel", "happened_at", "id", "items",
    "network", "object_id", "object_kind", "outcome", "purpose", "recorded_at", "request_id", "subjects",
)  # fmt: skip
_TIMES = {"happened_at", "recorded_at"}

_VALUES = ", ".join(
    f"line.{name} at time zone 'UTC' as {name}" if name in _TIMES else f"line.{name}" for name in COLUMNS
)
ENTRY_IN_SQL = f"(select row_to_json(entry) from (select {_VALUES}, {FORMAT} as v) entry)::text"  # noqa: S608 (names)
"""The entry of the row `line`, as the database writes it."""


def entry_of(values: Iterable[Any]) -> bytes:
    """Return the entry of a line from the values of COLUMNS."""
    held = {name: _moment(value) if name in _TIMES else value for name, value in zip(COLUMNS, values, strict=True)}
    return orjson.dumps({**held, "v": FORMAT}, option=orjson.OPT_SORT_KEYS)


def _moment(value: datetime) -> str:
    written = value.astimezone(UTC).replace(tzinfo=None).isoformat()
    return written.rstrip("0") if "." in written else written
