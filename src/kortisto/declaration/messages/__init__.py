"""The words of every problem that a declaration can have: what is wrong, what is behind it, what to write instead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kortisto.declaration.messages import of_endings, of_grounds, of_language, of_reading, of_telling
from kortisto.declaration.messages.expectations import expectation
from kortisto.declaration.messages.wording import Wording, filled
from kortisto.declaration.model import LANGUAGES, Text
from kortisto.declaration.problems import Problem
from kortisto.declaration.vocabulary.law import OMBUDSMAN

WORDINGS: Mapping[str, Wording] = {
    code: wording
    for module in (of_reading, of_language, of_endings, of_grounds, of_telling)
    for code, wording in module.WORDINGS.items()
}
"""By code, in the order of the codes within each group."""

LABELS: Mapping[str, str] = {f"K4{number:02}": f"L{number}" for number in range(1, 20)}
"""The nineteen checks of a regulator's eye are shown with their short names too."""

SEVERITIES: Mapping[str, Text] = {
    "error": Text("virhe", "fel", "error"),
    "warning": Text("varoitus", "varning", "warning"),
}

# What is behind a missing key, where a provision demands it.
_DEMANDED: Mapping[str, str] = {
    "parties": "13(1)(a)",
    "purposes": "13(1)(c)",
    "bases": "13(1)(c)",
    "subject groups": "30(1)(c)",
    "items": "14(1)(d)",
    "processing": "6(1)",
    "sources": "14(2)(f)",
    "recipients": "13(1)(e)",
    "retention": "13(2)(a)",
    "rights": "13(2)(b)",
    "automation": "13(2)(f)",
    "measures": "30(1)(g)",
    "keep": "5(1)(e)",
    "withdrawal": "7(3)",
    "basis": "6(1)",
    "ground": "44",
    "answer within": "12(3)",
}
_DEMANDS = Text("Tätä edellyttää {provision}.", "Detta krävs enligt {provision}.", "This is required by {provision}.")

_NEAREST = Text("Tarkoititko “{nearest}”? ", "Menade du “{nearest}”? ", "Did you mean “{nearest}”? ")
_KNOWN_NAMES = Text("Tunnetut nimet: {known}.", "Kända namn: {known}.", "Known names: {known}.")
_ONE_OF = Text("Käytä jotakin näistä: {known}.", "Använd någon av dessa: {known}.", "Use one of: {known}.")


@dataclass(frozen=True, slots=True)
class Message:
    """A problem in words. `why` is empty where no provision or decision is behind it."""

    what: str
    why: str
    instead: str


def explain(problem: Problem, language: str) -> Message:
    """Return what is wrong, why it matters and what to write instead, in `fi`, `sv` or `en`."""
    if language not in LANGUAGES:
        raise ValueError(f"there are no messages in “{language}”")
    wording = WORDINGS[problem.code]
    details = _spoken(problem, language)
    what, instead = wording.what, wording.instead
    case = wording.cases.get(problem.details.get("case") or problem.details.get("key", ""))
    if case is not None:
        what, instead = case[0], case[1] or instead
    advice = filled(instead.in_language(language), details, language)
    nearest = problem.details.get("nearest")
    if nearest:
        advice = filled(_NEAREST.in_language(language), {"nearest": nearest}, language) + advice
    why = filled(wording.why.in_language(language), details, language)
    demanded = _DEMANDED.get(problem.details.get("key", "")) if problem.code == "K212" else None
    if demanded is not None and not why:
        named = filled(f"{{gdpr:{demanded}}}", {}, language)
        why = filled(_DEMANDS.in_language(language), {"provision": named}, language)
    return Message(_tidy(filled(what.in_language(language), details, language)), _tidy(why), _tidy(advice))


def shown_code(code: str) -> str:
    """Return the code as it is shown: `K403 (L3)` for the nineteen checks, `K206` for the others."""
    return f"{code} ({LABELS[code]})" if code in LABELS else code


def format_problem(problem: Problem, language: str, source_line: str | None = None) -> str:
    """Return a problem as a compiler tells it: place, severity and code, the line with a caret, and the advice.

    `source_line` is the line of the file that the problem stands on, without it the caret is left out.
    """
    message = explain(problem, language)
    severity = SEVERITIES[problem.severity].in_language(language)
    lines = [f"{problem.position}: {severity} {shown_code(problem.code)}: {message.what}"]
    if source_line is not None and source_line.strip():
        line, column = _window(source_line.rstrip("\r\n"), problem.position.column)
        number = str(problem.position.line)
        lines += [f"  {number} | {line}", f"  {' ' * len(number)} | {' ' * column}^"]
    if message.why:
        lines.append(f"    {message.why}")
    lines.append(f"    → {message.instead}")
    return "\n".join(lines)


def _spoken(problem: Problem, language: str) -> dict[str, str]:
    """The details as a text needs them: expectations in words of the language, braces that texts may show."""
    postal = OMBUDSMAN.postal.in_language(language)
    details = {"offending": problem.offending, "postal": postal, "open": "{", "close": "}", **problem.details}
    for key in ("expected", "kind"):
        if key in details:
            details[key] = expectation(details[key], language)
    known = details.get("known")
    details["known_names"] = filled(_KNOWN_NAMES.in_language(language), {"known": known}, language) if known else ""
    return details


def _tidy(text: str) -> str:
    words = " ".join(text.split())
    return words[:1].upper() + words[1:]


def _window(line: str, column: int, longest: int = 110) -> tuple[str, int]:
    """Return the part of a line around a column (counted from 1), printable, and where in it the column stands."""
    printable = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in line.replace("\t", " "))
    at = min(max(column - 1, 0), len(printable))
    start = max(0, at - longest // 2) if len(printable) > longest else 0
    return printable[start : start + longest], at - start
