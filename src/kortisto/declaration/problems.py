"""What is wrong with a declaration: a value with a stable code, a place, and what to write instead.

The words of each code stand in `messages`, in three languages; a problem carries the code and its details only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kortisto.declaration.model import Position


class Severity(StrEnum):
    """An error stops the declaration from starting; a warning is printed and the declaration starts."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding. `offending` is the text as it stands in the file, shortened; `details` fill the message."""

    code: str
    position: Position
    offending: str = ""
    details: Mapping[str, str] = field(default_factory=dict)
    severity: Severity = Severity.ERROR
    node: str | None = None


class ProblemList:
    """Collects problems in the order found; hands them out in the order of the file."""

    def __init__(self) -> None:
        """Start empty."""
        self._found: list[Problem] = []

    def add(
        self,
        code: str,
        position: Position,
        offending: object = "",
        *,
        severity: Severity = Severity.ERROR,
        node: str | None = None,
        **details: object,
    ) -> None:
        """Record one finding. Text is shortened to what fits on a line of a terminal."""
        self._found.append(
            Problem(
                code,
                position,
                shorten(str(offending)),
                {key: shorten(str(value), 200) for key, value in details.items()},
                severity,
                node,
            )
        )

    def extend(self, problems: ProblemList) -> None:
        """Take over the findings of another list."""
        self._found.extend(problems._found)

    def __len__(self) -> int:
        """Return how many problems were found."""
        return len(self._found)

    def sorted(self) -> tuple[Problem, ...]:
        """Return the findings by file, line and column; equal ones once."""
        unique = {
            (p.position.file, p.position.line, p.position.column, p.code, p.offending, tuple(p.details.items())): p
            for p in self._found
        }
        return tuple(unique[key] for key in sorted(unique, key=lambda key: key[:4]))


def shorten(text: str, longest: int = 60) -> str:
    """Return the text on one line, printable, and no longer than asked."""
    printable = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in " ".join(text.split()))
    return printable if len(printable) <= longest else printable[: longest - 1] + "\N{HORIZONTAL ELLIPSIS}"
