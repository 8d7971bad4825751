"""What the seal covers of a line: every column, in the bytes of `lib.log_lines`, which a database writes by itself."""

from __future__ import annotations

from kortisto.lib.log_lines import FIELDS

COLUMNS = tuple(FIELDS)
"""The columns of a line, all but its place, in the order in which they are sealed."""
