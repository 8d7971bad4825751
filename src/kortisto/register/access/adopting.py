"""What can be adopted: a notice without errors whose version grows; and what its text is recognised by."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from uuid import UUID

from kortisto.declaration.linter import lint
from kortisto.declaration.loader import CannotLoadError
from kortisto.declaration.model import Declaration
from kortisto.declaration.problems import Severity
from kortisto.register.access import current

Files = Sequence[tuple[str, str]]
"""Names and texts of the files of a notice: its own first, then its templates (`loader.sources`)."""


class CannotAdoptError(ValueError):
    """This version cannot be put into force; the kind of the error says why."""


class OtherRegisterError(CannotAdoptError):
    """It is the notice of another register than the one in force: its id differs."""


class VersionNotHigherError(CannotAdoptError):
    """Its number does not grow. Going back is a new version, too."""


class NotYetError(CannotAdoptError):
    """It says itself that it holds from a later day."""


class ChangedMeanwhileError(CannotAdoptError):
    """Another version was adopted since the one in force was looked at."""


def checked(files: Files, today: date, *, linted: bool = True) -> Declaration:
    """Return the declaration that the files make. Raises CannotLoadError with every error of reading and of law.

    `linted` False: of reading only.
    """
    loaded = current.loaded(tuple((name, text) for name, text in files))
    problems = loaded.problems
    if loaded.declaration is not None and linted:
        problems += lint(loaded.declaration, today)
    if loaded.declaration is None or any(one.severity is Severity.ERROR for one in problems):
        raise CannotLoadError(problems)
    return loaded.declaration


def require_order(declaration: Declaration, *, register: str, version: str, today: date) -> None:
    """Raise a kind of CannotAdoptError unless a declaration can follow a version of a register."""
    new = declaration.register
    if new.id != register:
        raise OtherRegisterError(new.id, register)
    if _order(new.version) <= _order(version):
        raise VersionNotHigherError(new.version, version)
    if new.valid_from > today:
        raise NotYetError(new.valid_from)


def _order(version: str) -> tuple[int, ...]:
    """Return the numbers of a version, so that 1.10 comes after 1.9; a version without one comes first."""
    return tuple(int(one) for one in re.findall(r"[0-9]+", version))


def digest_of(files: Files) -> str:
    """Return what recognises a text: of one file its SHA-256; of several that of the lines that `sha256sum` prints."""
    digests = [(sha256(text.encode("utf-8", "surrogatepass")).hexdigest(), name) for name, text in files]
    if len(digests) == 1:
        return digests[0][0]
    return sha256("".join(f"{digest}  {name}\n" for digest, name in digests).encode()).hexdigest()


def id_of(digest: str) -> UUID:
    """Return the id of a text (RFC 9562, version 8): the sealed line of the log that carries it vouches for it."""
    bits = int(digest[:32], 16)
    return UUID(int=bits & ~(0xF << 76) & ~(0b11 << 62) | 0x8 << 76 | 0b10 << 62)
