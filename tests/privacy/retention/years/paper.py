"""Reads a notice from its file as a person with a pencil would: plain YAML, no code of the program.

Only what says until when data stay is read: groups, processing rows, legal bases and retention rules.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True)
class Rule:
    """One retention rule. `keep` and `unknown_keep` are texts such as `3 years`; selectors are as in the file."""

    id: str
    processing: frozenset[str]
    purposes: frozenset[str]
    groups: frozenset[str]
    items: frozenset[str]
    keep: str
    start: Any
    unknown_keep: str | None
    unknown_start: Any
    at_least: str | None
    by_law: bool


@dataclass(frozen=True)
class Row:
    """One processing row: what is kept, of whom, for which purpose."""

    id: str
    purposes: tuple[str, ...]  # its own first, then those above it
    groups: frozenset[str]
    items: frozenset[str]
    on_consent: bool


@dataclass(frozen=True)
class Notice:
    """What a notice says about keeping."""

    id: str
    version: str
    declared: frozenset[str]
    groups: dict[str, frozenset[str]]  # the states of which any one makes a member
    rows: tuple[Row, ...]
    rules: tuple[Rule, ...]
    year_end: str


def read(path: Path) -> Notice:
    """Read a notice; of an instance of a template the template with its values."""
    text = path.read_text(encoding="utf-8")
    plain = yaml.safe_load(re.sub(r"\$\{\w+\}", "0", text))
    if "template" in plain:
        above = path.with_name(plain["template"]).read_text(encoding="utf-8")
        values = _defaults(above) | {name: str(value) for name, value in plain["with"].items()}
        whole = yaml.safe_load(_with(above, values))
        return _notice(whole | {"register": whole["register"] | plain["register"]})
    return _notice(yaml.safe_load(_with(text, _defaults(text))))


def _defaults(template: str) -> dict[str, str]:
    asked = yaml.safe_load(re.sub(r"\$\{\w+\}", "0", template)).get("parameters") or {}
    found = {}
    for name, one in asked.items():
        default = one.get("default", "0")
        found[name] = str(default.get("en", "0") if isinstance(default, dict) else default)
    return found


def _with(template: str, values: dict[str, str]) -> str:
    return re.sub(r"\$\{(\w+)\}", lambda found: values.get(found[1], "0"), template)


def _notice(whole: dict[str, Any]) -> Notice:
    purposes = {name: (one or {}).get("under") for name, one in whole["purposes"].items()}
    bases = {name: one["basis"] for name, one in whole["bases"].items()}
    rows = tuple(
        Row(
            id=name,
            purposes=_upwards(one["purpose"], purposes),
            groups=_words(one["groups"]),
            items=_words(one["items"]),
            on_consent=bases[one["basis"]] == "consent",
        )
        for name, one in whole["processing"].items()
    )
    rules = tuple(_rule(name, one) for name, one in whole["retention"].items())
    groups = {name: _any_of(one["when"]) for name, one in whole["subject groups"].items()}
    register = whole["register"]
    return Notice(
        id=register["id"],
        version=str(register["version"]),
        declared=frozenset(whole["items"]),
        groups=groups,
        rows=rows,
        rules=rules,
        year_end=str(register.get("financial year end") or "12-31"),
    )


def _rule(name: str, one: dict[str, Any]) -> Rule:
    unknown = one.get("if unknown") or {}
    return Rule(
        id=name,
        processing=_words(one.get("processing")),
        purposes=_words(one.get("purposes")),
        groups=_words(one.get("groups")),
        items=_words(one.get("items")),
        keep=one["keep"],
        start=one["from"],
        unknown_keep=unknown.get("keep"),
        unknown_start=unknown.get("from"),
        at_least=one.get("at least"),
        by_law=bool(one.get("law")),
    )


def _words(value: Any) -> frozenset[str]:
    return frozenset([value] if isinstance(value, str) else value or ())


def _any_of(value: Any) -> frozenset[str]:
    return _words(value["any of"] if isinstance(value, dict) else value)


def _upwards(purpose: str, under: dict[str, str | None]) -> tuple[str, ...]:
    found = [purpose]
    while (above := under.get(found[-1])) is not None:
        found.append(above)
    return tuple(found)


# --- the calendar -----------------------------------------------------------------------------------------------------


def last_day(day: date, keep: str) -> date | None:
    """Return the last day of a period counted from a day; None: for ever."""
    if keep == "permanent":
        return None
    if keep == "at once":
        return day
    number, unit = keep.split()
    count = int(number)
    if unit.startswith(("day", "week")):
        return day + timedelta(days=count * (7 if unit.startswith("week") else 1))
    months = day.year * 12 + day.month - 1 + count * (12 if unit.startswith("year") else 1)
    # The same day of the month, or its last one where there is no such day.
    for number_of_day in range(day.day, day.day - 4, -1):
        try:
            return date(months // 12, months % 12 + 1, number_of_day)
        except ValueError:
            continue
    raise AssertionError(f"{keep} from {day}")


def end_of_year(day: date, what: str, year_end: str) -> date:
    """Return the end of the year that a day falls in, by one of the three ways in which the notices say it."""
    if what == "year":
        return date(day.year, 12, 31)
    month, number = (int(part) for part in year_end.split("-"))
    closing = date(day.year, month, number)
    closing = closing if day <= closing else date(day.year + 1, month, number)
    return date(closing.year, 12, 31) if what == "year of financial year" else closing
