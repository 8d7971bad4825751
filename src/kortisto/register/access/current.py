"""The declaration that this installation runs on: read once, when it is first asked for."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings

from kortisto.declaration.compiled import Compiled, compile_declaration
from kortisto.declaration.loader import CannotLoadError, load


def compiled() -> Compiled:
    """Return the declaration in force, ready for questions. Raises CannotLoadError when the file has errors."""
    return _compiled(str(settings.KORTISTO_DECLARATION))


def version() -> str:
    """Return the register and version of the notice, as rows keep it: `ivt 1.0`."""
    register = compiled().declaration.register
    return f"{register.id} {register.version}"


@cache
def _compiled(path: str) -> Compiled:
    # Asked a dozen times for every page and call: a text is looked up, a path would be taken apart each time.
    loaded = load(Path(path))
    if loaded.declaration is None or loaded.errors:
        raise CannotLoadError(loaded.errors)
    return compile_declaration(loaded.declaration)
