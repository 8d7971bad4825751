"""JSON: one object that says what the file is, with one object a party."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import BinaryIO

from kortisto.register.parties.listing import ListRow


def write_json(
    file: BinaryIO,
    rows: Iterable[ListRow],
    *,
    about: Mapping[str, object],
    contacts: bool = False,
    begins: bool = True,
    ends: bool = True,
) -> None:
    """Write `{...about, "parties": [{"id", "name", column: value}]}`; days as ISO 8601, an unknown value as null.

    Own fields stand by their items, `"own.boiler": "..."`, in their stored form; contact persons, where they go along,
    as `"contacts": [{"id", "name", ...}]`. `begins`, `ends`: see export_parties.
    """
    first = begins
    if begins:
        head = json.dumps(dict(about), ensure_ascii=False)
        file.write(head[:-1].encode() + b', "parties": [')
    for row in rows:
        cells = {column.value: _written(value) for column, value in row.cells.items()}
        own = {item: value or None for item, value in row.own.items()}
        told: dict[str, object] = {"id": str(row.id), "name": row.name, **cells, **own}
        if contacts:
            told["contacts"] = [
                {"id": str(one.id), "name": one.name, **{key.value: cell or None for key, cell in one.cells.items()}}
                for one in row.contacts
            ]
        line = json.dumps(told, ensure_ascii=False)
        file.write((b"\n" if first else b",\n") + line.encode())
        first = False
    if ends:
        file.write(b"\n]}\n")


def _written(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value or None
