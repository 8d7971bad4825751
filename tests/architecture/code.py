"""Rules about Python code, as functions from a source folder to findings; empty means that all is well.

They read the code and do not run it, so each can be shown a wrong file in a temporary folder.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

DOMAIN = ("declaration", "lib", "register", "privacy", "business")
WITH_TABLES = ("register", "privacy", "business")

CLOCKS = {
    "datetime.datetime.now",
    "datetime.datetime.today",
    "datetime.datetime.utcnow",
    "datetime.date.today",
    "time.time",
    "time.time_ns",
    "time.localtime",
    "time.gmtime",
    "django.utils.timezone.now",
    "django.utils.timezone.localdate",
    "django.db.models.functions.Now",
    "django.db.models.functions.datetime.Now",
}
CLOCK_ARGUMENTS = {"auto_now", "auto_now_add"}
# Files that may read the clock, and why.
MAY_READ_THE_CLOCK = {
    "kortisto/lib/ids.py": "the milliseconds in an id only order rows; no rule reads them",
    "kortisto/register/audit/models.py": "the database's own stamp stands beside the time that was passed in",
}

# Functions in operations that take `by` and `at` in another way, and how.
BY_AND_AT_OTHERWISE = {
    "kortisto/register/access/operations/answered.py: forget_answers": "takes away ids that nobody asks for any more",
    "kortisto/register/access/operations/door.py: record_refusal": "the refusal that it writes carries both",
    "kortisto/register/access/operations/door.py: refusals_recorded": "the refusals that it writes carry both",
    "kortisto/register/access/operations/logging_in.py: has_second_factor": "asks, and writes nothing",
    "kortisto/register/access/operations/tokens.py: token_actor": "tells who acts; until then nobody is known",
}

# Periods belong into notices/. One day is not a period but a step ("the day after").
DURATION_TEXT = re.compile(
    r"\b\d+\s*(?:years?|months?|weeks?|days?|vuotta|vuoden|kuukautta|kuukauden|viikkoa|viikon|päivää|päivän"
    r"|år|månad(?:er)?|veck(?:a|or)|dag(?:ar)?)\b|^P\d+[YMWD]",
    re.IGNORECASE,
)
LONGEST_STEP = 1  # day


@dataclass(frozen=True)
class Module:
    path: str  # below the source folder, as kortisto/lib/ids.py
    tree: ast.Module

    @property
    def names(self) -> dict[str, str]:
        """What each imported name stands for: `{"dt": "datetime", "now": "django.utils.timezone.now"}`."""
        found = {}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    found[alias.asname or alias.name.partition(".")[0]] = (
                        alias.name if alias.asname else alias.name.partition(".")[0]
                    )
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                for alias in node.names:
                    found[alias.asname or alias.name] = f"{node.module}.{alias.name}"
        return found


def modules(source: Path, *groups: str) -> Iterator[Module]:
    for group in groups:
        for path in sorted((source / "kortisto" / group).rglob("*.py")):
            if "migrations" not in path.parts:
                yield Module(path.relative_to(source).as_posix(), ast.parse(path.read_text("utf-8"), str(path)))


def _dotted(node: ast.expr, names: dict[str, str]) -> str:
    """The full name of `timezone.now` and the like, by the module's imports; empty for anything else."""
    parts = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return ""
    return ".".join([names.get(node.id, node.id), *reversed(parts)])


def clock_calls(source: Path) -> list[str]:
    """Also the mere mention, as in `default=timezone.now`, and Django's automatic dates."""
    findings = []
    for module in modules(source, *DOMAIN):
        if module.path in MAY_READ_THE_CLOCK:
            continue
        names = module.names
        for node in ast.walk(module.tree):
            if (
                isinstance(node, ast.Attribute | ast.Name)
                and isinstance(node.ctx, ast.Load)
                and _dotted(node, names) in CLOCKS
            ):
                findings.append(f"{module.path}:{node.lineno}: {_dotted(node, names)}; take the time as `at`")
            elif isinstance(node, ast.keyword) and node.arg in CLOCK_ARGUMENTS:
                findings.append(f"{module.path}:{node.value.lineno}: {node.arg}; take the time as `at`")
    return findings


def durations(source: Path) -> list[str]:
    """Numbers of days and longer in code above the declaration, which is the reader of notices/."""
    findings = []
    for module in modules(source, "lib", *WITH_TABLES, "interfaces"):
        names = module.names
        texts_about_code = _docstrings(module.tree)
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and _dotted(node.func, names) == "datetime.timedelta" and _long(node):
                findings.append(f"{module.path}:{node.lineno}: a period in days; it belongs into notices/")
            elif isinstance(node, ast.ImportFrom | ast.Import) and any(
                "relativedelta" in name for name in _imported(node)
            ):
                findings.append(
                    f"{module.path}:{node.lineno}: relativedelta; ask kortisto.declaration for the end of a window"
                )
            elif isinstance(node, ast.Constant) and id(node) not in texts_about_code:
                match = DURATION_TEXT.search(node.value) if isinstance(node.value, str) else None
                findings.extend(
                    [f"{module.path}:{node.lineno}: {match[0]!r}; a period belongs into notices/"] if match else []
                )
    return findings


def _imported(node: ast.Import | ast.ImportFrom) -> list[str]:
    return [getattr(node, "module", None) or "", *(alias.name for alias in node.names)]


def _long(call: ast.Call) -> bool:
    """Whether a timedelta is a literal of more than a day."""
    days: float = 0
    in_days = {"days": 1, "weeks": 7, "hours": 1 / 24}
    values = [("days", value) for value in call.args[:1]] + [
        (keyword.arg or "", keyword.value) for keyword in call.keywords
    ]
    for unit, value in values:
        if isinstance(value, ast.Constant) and isinstance(value.value, int | float):
            days += abs(value.value) * in_days.get(unit, 0)
    return days > LONGEST_STEP


def _docstrings(tree: ast.Module) -> set[int]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and node.body:
            first = node.body[0]
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                found.add(id(first.value))
    return found


def operations(source: Path) -> list[str]:
    """Every write names who does it and when, and all its arguments: `tickets.close(ticket=..., by=..., at=...)`."""
    findings = []
    for module in modules(source, *WITH_TABLES):
        parts = module.path.removesuffix(".py").split("/")
        if "operations" not in parts:
            continue
        for node in module.tree.body:
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or node.name.startswith("_"):
                continue
            if f"{module.path}: {node.name}" in BY_AND_AT_OTHERWISE:
                continue
            where = f"{module.path}:{node.lineno}: {node.name}"
            if node.args.args or node.args.posonlyargs or node.args.vararg:
                findings.append(f"{where} takes positional arguments; begin them with *")
            missing = {"by", "at"} - {argument.arg for argument in node.args.kwonlyargs}
            findings.extend(f"{where} has no keyword argument {name}" for name in sorted(missing))
    return findings


def foreign_models(source: Path) -> list[str]:
    """A package's models are imported by itself alone; others call its queries and operations."""
    findings = []
    for module in modules(source, *WITH_TABLES, "interfaces", "config", "declaration", "lib"):
        own = module.path.removesuffix(".py").replace("/", ".").split(".")[:3]
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Import):
                targets = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                targets = [f"{node.module}.{alias.name}" for alias in node.names]
            else:
                continue
            for target in targets:
                parts = target.split(".")
                if (
                    parts[:1] == ["kortisto"]
                    and parts[1:2]
                    and parts[1] in WITH_TABLES
                    and "models" in parts[3:4]
                    and parts[:3] != own
                ):
                    findings.append(
                        f"{module.path}:{node.lineno}: imports {'.'.join(parts[:4])}; call its queries or operations"
                    )
    return findings
