"""Message catalogues: the compiled form that programs read is made from the sources whenever these are newer."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path


def compile_stale(folder: Path) -> list[Path]:
    """Compile every catalogue below the folder that is missing or older than its source; return what was written.

    A folder that may not be written keeps what it has: pages then show older texts, or English ones.
    """
    written = []
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        compiled = source.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime:
            continue
        # Slow imports: most starts find everything up to date.
        from babel.messages.mofile import write_mo  # noqa: PLC0415
        from babel.messages.pofile import read_po  # noqa: PLC0415

        with source.open("rb") as lines:
            catalogue = read_po(lines, locale=source.parent.parent.name)
        made = BytesIO()
        write_mo(made, catalogue)
        # Two processes may start at once: each writes a file of its own and puts it in place whole.
        new = compiled.with_name(f"{compiled.name}.{os.getpid()}")
        try:
            new.write_bytes(made.getvalue())
            new.replace(compiled)
        except PermissionError:
            continue
        written.append(compiled)
    return written
