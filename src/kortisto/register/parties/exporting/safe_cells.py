"""Keeps a text from being run as a formula by the spreadsheet that opens the file (OWASP: CSV injection)."""

from __future__ import annotations

import re

# Full-width forms are folded to the plain ones by some programs before they look at the cell.
_BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|", "%")
_NUMBER = re.compile(r"[+-]?[0-9][0-9 ().,/-]*")
_TEXT_MARK = "'"


def safe_cell(text: str) -> str:
    """Return the text with an apostrophe before it where it would be taken for a formula, else unchanged.

    A telephone number and a number are none, however they begin: `+358 40 1234567` and `-5,50` stay as they are.
    """
    looked_at = text.lstrip(" \xa0\u200b\ufeff")
    if looked_at.startswith(_BEGINS_FORMULA) and not _NUMBER.fullmatch(text):
        return _TEXT_MARK + text
    return text
