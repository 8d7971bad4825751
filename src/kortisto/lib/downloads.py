"""Files as they are given away: their types, their names, and where they lie until they are sent."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from datetime import date
from typing import BinaryIO, cast

TYPES: Mapping[str, str] = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "vcf": "text/vcard",
    "json": "application/json",
}
"""The media type of a file by its ending."""
IN_MEMORY = 8 * 1024 * 1024
"""Bytes of a file in memory; a longer one lies in a temporary file that has no name."""


def content_type(ending: str) -> str:
    """Return the type of a file as the header of an answer names it."""
    kind = TYPES[ending]
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind


def download_name(*, of: str, purpose: str, day: date, ending: str) -> str:
    """Return the name of a list that leaves as a file. `of`: the word for what is in it; `purpose`: id of what for."""
    return f"kortisto-{of}-{re.sub(r'[^A-Za-z0-9_]', '', purpose)}-{day.isoformat()}.{ending}"


def spooled() -> BinaryIO:
    """Return a file to write before it is sent, which goes when it is closed."""
    return cast("BinaryIO", tempfile.SpooledTemporaryFile(max_size=IN_MEMORY))
