"""The regulator's eye: what is unlawful or cannot be enforced refuses to start, what is doubtful is warned of."""

from __future__ import annotations

from datetime import date

# Importing a module of checks registers them.
from kortisto.declaration.checks import (  # noqa: F401 - see above
    consents,
    coverage,
    going_out,
    grounds,
    profiling,
    rights,
    structure,
    time_limits,
    told,
)
from kortisto.declaration.checks.registry import CHECKS, Context, Finding, Registered
from kortisto.declaration.model import Declaration, Position
from kortisto.declaration.problems import Problem, ProblemList

__all__ = ["CHECKS", "lint"]


def lint(declaration: Declaration, at: date) -> tuple[Problem, ...]:
    """Return everything that the checks find, in the order of the file. `at` is the day of the examination.

    A declaration with a problem of the severity `error` must not start.
    """
    context = Context(declaration, at)
    found = ProblemList()
    for registered in CHECKS.values():
        for finding in registered.look(context):
            _record(found, registered, finding, declaration)
    return found.sorted()


def _record(found: ProblemList, registered: Registered, finding: Finding, declaration: Declaration) -> None:
    details = {**finding.details, "node": finding.node.ref}
    if finding.case:
        details["case"] = finding.case
    found.add(
        registered.code,
        finding.node.position or Position(declaration.file, 1, 1),
        finding.offending,
        severity=finding.severity or registered.severity,
        node=details.pop("node"),
        **details,
    )
