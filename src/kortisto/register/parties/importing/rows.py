"""Checks one row of a file and makes it the values that operations take; says exactly what is wrong with a bad one."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache

from babel import Locale

from kortisto.lib import identifiers
from kortisto.register.parties.importing.meaning import Mapping_, Target
from kortisto.register.parties.importing.reading import Line

_LONGEST: Mapping[Target, int] = {
    Target.ORGANISATION_NAME: 300,
    Target.REFERENCE: 100,
    Target.ORDER_REFERENCE: 100,
    Target.FIRST_NAME: 200,
    Target.LAST_NAME: 200,
    Target.PERSON_NAME: 400,
    Target.TITLE: 200,
    Target.STREET: 500,
    Target.CITY: 200,
    Target.REGION: 200,
    Target.POSTAL_CODE: 20,
}
_ALSO_CALLED = {"uk": "GB", "usa": "US", "england": "GB", "suomi": "FI", "sverige": "SE"}
_DATES = ("%Y-%m-%d", "%d.%m.%Y", "%Y/%m/%d", "%Y%m%d")
_LANGUAGES = {"fi", "sv", "en"}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one field: which target, its value, and why (a code: missing, long, form, unknown)."""

    target: Target
    value: str
    code: str


@dataclass(slots=True)
class PartyRow:
    """A row of parties with good values; empty texts are absent."""

    number: int
    values: dict[Target, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def get(self, target: Target) -> str:
        """Return a value, or an empty text."""
        return self.values.get(target, "")

    @property
    def first_name(self) -> str:
        """Return the first name; of a full name, all but its last word."""
        return self.get(Target.FIRST_NAME) or self.get(Target.PERSON_NAME).rpartition(" ")[0]

    @property
    def last_name(self) -> str:
        """Return the last name; of a full name, its last word."""
        return self.get(Target.LAST_NAME) or self.get(Target.PERSON_NAME).rpartition(" ")[2]

    @property
    def country(self) -> str:
        """Return the country as ISO 3166-1 alpha-2, empty when absent."""
        return country_code(self.get(Target.COUNTRY)) or ""


@dataclass(frozen=True, slots=True)
class OrderRow:
    """A row of orders with good values."""

    number: int
    customer: str
    reference: str
    placed_on: date


def party_row(line: Line, mapping: Mapping_) -> PartyRow:
    """Read a row of parties; its `faults` say what keeps it out."""
    row = PartyRow(line.number)
    for target, value in zip(mapping.targets, line.fields, strict=True):
        if target is Target.NOTHING or not value:
            continue
        fault = _fault(target, value)
        if fault is None:
            row.values[target] = value
        else:
            row.faults.append(fault)
    if not row.get(Target.ORGANISATION_NAME) and not row.faults:
        row.faults.append(Fault(Target.ORGANISATION_NAME, "", "missing"))
    return row


def order_row(line: Line, mapping: Mapping_) -> OrderRow | list[Fault]:
    """Read a row of orders, or say what is wrong with it."""
    values = {target: value for target, value in zip(mapping.targets, line.fields, strict=True) if value}
    needed = (Target.REFERENCE, Target.ORDER_REFERENCE, Target.ORDERED_ON)
    faults = [Fault(target, "", "missing") for target in needed if target not in values]
    faults += [fault for target in needed if target in values and (fault := _fault(target, values[target]))]
    placed_on = day(values.get(Target.ORDERED_ON, ""))
    if faults or placed_on is None:
        return faults
    return OrderRow(line.number, values[Target.REFERENCE], values[Target.ORDER_REFERENCE], placed_on)


def day(text: str) -> date | None:
    """Read a date as Finland or a computer writes it (22.11.2026, 2026-11-22, with or without a time); else None."""
    first = re.split(r"[ T]", text.strip(), maxsplit=1)[0]
    for form in _DATES:
        try:
            return datetime.strptime(first, form).date()  # noqa: DTZ007 (a civil date has no zone)
        except ValueError:
            continue
    return None


def country_code(text: str) -> str | None:
    """Return ISO 3166-1 alpha-2 of a code or of a name in Finnish, Swedish or English; None when unknown."""
    word = text.strip().casefold()
    if len(word) == 2 and word.upper() in _territories().values():  # noqa: PLR2004 (the length of a code)
        return _ALSO_CALLED.get(word, word.upper())
    return _ALSO_CALLED.get(word) or _territories().get(word)


@cache
def _territories() -> Mapping[str, str]:
    return {
        str(name).casefold(): code
        for language in ("fi", "sv", "en")
        for code, name in Locale.parse(language).territories.items()
        if len(code) == 2 and code.isalpha()  # noqa: PLR2004 (the length of a code)
    }


_FORMS: Mapping[Target, Callable[[str], object]] = {
    Target.BUSINESS_ID: identifiers.business_id,
    Target.VAT_ID: identifiers.vat_id,
    Target.PHONE: identifiers.phone,
    Target.PERSON_PHONE: identifiers.phone,
    Target.EMAIL: identifiers.email,
    Target.PERSON_EMAIL: identifiers.email,
    Target.WEB: identifiers.web,
}


def _fault(target: Target, value: str) -> Fault | None:
    if len(value) > _LONGEST.get(target, 320):
        return Fault(target, value, "long")
    if target is Target.COUNTRY and country_code(value) is None:
        return Fault(target, value, "unknown")
    if target is Target.LANGUAGE and value not in _LANGUAGES:
        return Fault(target, value, "unknown")
    if target is Target.ORDERED_ON and day(value) is None:
        return Fault(target, value, "form")
    if target in _FORMS:
        try:
            _FORMS[target](value)
        except ValueError:
            return Fault(target, value, "form")
    return None
