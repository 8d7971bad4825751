"""JSON: one object that says what the file is, with one object a party."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import BinaryIO

from kortisto.register.parties.listing import ListRow


def write_json(file: BinaryIO, rows: Iterable[ListRow], *, about: Mapping[str, object]) -> None:
    """Write `{...about, "parties": [{"id", "name", column: value}]}`; days as ISO 8601, an unknown value as null."""
    head = json.dumps(dict(about), ensure_ascii=False)
    file.write(head[:-1].encode() + b', "parties": [')
    for place, row in enumerate(rows):
        cells = {column.value: _written(value) for column, value in row.cells.items()}
        line = json.dumps({"id": str(row.id), "name": row.name, **cells}, ensure_ascii=False)
        file.write((b",\n" if place else b"\n") + line.encode())
    file.write(b"\n]}\n")


def _written(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value or None
