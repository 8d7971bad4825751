"""Prints a declaration as a file again: read back, it gives the same nodes."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import yaml

from kortisto.declaration.grammar import AUTOMATION, REGISTER, RIGHTS, SECTIONS
from kortisto.declaration.loader import VERSION
from kortisto.declaration.model import Declaration
from kortisto.declaration.shapes import Plain, key_of

try:
    from yaml import CSafeDumper as _Dumper
except ImportError:  # a PyYAML built without libyaml: slower, same text to a reader
    from yaml import SafeDumper as _Dumper  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kortisto.declaration.shapes import Record

_SINGLE: Mapping[str, Record] = {"register": REGISTER, "rights": RIGHTS, "automation": AUTOMATION}


def write(declaration: Declaration) -> str:
    """Return the YAML text of a declaration, templates and parameters filled in."""
    written: dict[str, Plain] = {"kortisto": VERSION}
    for one in fields(Declaration):
        if one.name in {"template", "file"}:
            continue
        value = getattr(declaration, one.name)
        if one.name in _SINGLE:
            record = _SINGLE[one.name].write(value)
            if one.name == "register" and isinstance(record, dict):
                record = {"id": value.id, **record}
            written[key_of(one.name)] = record
        elif value:
            written[key_of(one.name)] = SECTIONS[one.name].write(value)
    return yaml.dump(written, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110, default_flow_style=False)
