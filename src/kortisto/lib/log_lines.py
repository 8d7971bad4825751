"""The bytes of a line of the audit log that its seal covers: this program and PostgreSQL write the same.

Format 2: the byte 2, then for each of FIELDS the length of its value in four bytes (-1 for none) and the value in
PostgreSQL's binary form, all numbers big-endian. A database therefore writes these bytes by itself, very quickly, from
the columns themselves (`copy ... (format binary)`): a check of the log hashes what it is sent.

Format 1, of lines that were sealed before keys for programs stood in them: canonical JSON. No line of one format
reads as a line of the other, for the first byte of JSON is a brace.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import orjson

FORMAT = 2
MARK = bytes([FORMAT])
NOTHING = struct.pack(">i", -1)
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)  # where PostgreSQL's times begin
_TICK = timedelta(microseconds=1)
_TEXT_OID, _ID_OID = 1043, 2950  # of the elements of an array: varchar and uuid, the same in every PostgreSQL
_FIRST_ELEMENT = 1


class NoLineError(ValueError):
    """What should be a line of the log has other fields, or other values in them."""


def _text(value: str) -> bytes:
    return value.encode()


def _id(value: UUID) -> bytes:
    return value.bytes


def _time(value: datetime) -> bytes:
    return struct.pack(">q", (value - _EPOCH) // _TICK)


def _array(oid: int, write: Callable[[Any], bytes]) -> Callable[[Sequence[Any]], bytes]:
    def written(values: Sequence[Any]) -> bytes:
        sizes = [*_sizes(values)]
        single = [*_elements(values)]
        head = struct.pack(">iii", len(sizes), None in single, oid)
        head += b"".join(struct.pack(">ii", size, _FIRST_ELEMENT) for size in sizes)
        return head + b"".join(map(_value, (None if one is None else write(one) for one in single)))

    return written


def _sizes(values: Any) -> Iterator[int]:
    """The number of elements in each dimension; none for an empty array."""
    while isinstance(values, (list, tuple)) and values:
        yield len(values)
        values = values[0]


def _elements(values: Any) -> Iterator[Any]:
    if isinstance(values, (list, tuple)):
        for one in values:
            yield from _elements(one)
    else:
        yield values


def _value(written: bytes | None) -> bytes:
    return NOTHING if written is None else struct.pack(">i", len(written)) + written


FIELDS: Mapping[str, Callable[[Any], bytes]] = {
    "access": _id,
    "action": _text,
    "actor_id": _id,
    "actor_kind": _text,
    "actor_role": _text,
    "basis": _text,
    "channel": _text,
    "happened_at": _time,
    "id": _id,
    "items": _array(_TEXT_OID, _text),
    "network": _text,
    "object_id": _id,
    "object_kind": _text,
    "outcome": _text,
    "purpose": _text,
    "recorded_at": _time,
    "request_id": _text,
    "subjects": _array(_ID_OID, _id),
    "token_id": _id,
}
"""The fields of a line, in their order, and how the value of each is written."""
_NEW = "token_id"  # what format 1 did not have
_TIMES, _IDS = {"happened_at", "recorded_at"}, {"access", "actor_id", "id", "object_id", "token_id"}


def entry_of(values: Iterable[Any]) -> bytes:
    """Return the bytes of a line from its values in the order of FIELDS."""
    return MARK + b"".join(
        NOTHING if value is None else _value(write(value)) for write, value in zip(FIELDS.values(), values, strict=True)
    )


def entries_of(values: Sequence[Any]) -> Iterator[bytes]:
    """Yield the bytes of a line in every format that says all of it: the older one has no field for a key."""
    yield entry_of(values)
    held = dict(zip(FIELDS, values, strict=True))
    if held.pop(_NEW) is None:
        yield _canonical({**_readable(held), "v": 1})


def readable(values: Iterable[Any]) -> dict[str, Any]:
    """Return the values of a line by field, as JSON can hold them: `written` is the way back."""
    return _readable(dict(zip(FIELDS, values, strict=True)))


def written(line: Mapping[str, Any], version: int) -> bytes:
    """Return the bytes of a line from what `readable` made of it. Raises NoLineError."""
    if version not in {1, FORMAT} or {*line, _NEW} != FIELDS.keys() or (_NEW in line) != (version == FORMAT):
        raise NoLineError("not a line of the log")
    try:
        if version == 1:
            return _canonical({**line, "v": 1})
        return entry_of(_parsed(name, line[name]) for name in FIELDS)
    except (AttributeError, TypeError, ValueError, struct.error) as error:
        raise NoLineError(str(error)) from error


def _canonical(line: Mapping[str, Any]) -> bytes:
    return orjson.dumps(line, option=orjson.OPT_SORT_KEYS)


def _readable(line: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _plain(value) for name, value in line.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        moment = value.astimezone(UTC).replace(tzinfo=None).isoformat()
        return moment.rstrip("0") if "." in moment else moment
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    return str(value) if isinstance(value, UUID) else value


def _parsed(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in _TIMES:
        return datetime.fromisoformat(value).replace(tzinfo=UTC)
    if name == "subjects":
        return [UUID(one) for one in value]
    return UUID(value) if name in _IDS else value
