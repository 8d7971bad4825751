"""Checks one row of a file and makes it the values that operations take; says exactly what is wrong with a bad one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache, lru_cache

from babel import Locale
from babel.core import get_global

from kortisto.declaration.words import OwnKind
from kortisto.lib import identifiers
from kortisto.register.parties.enums import PartyKind, RelationshipKind
from kortisto.register.parties.importing import told
from kortisto.register.parties.importing.full_names import FullName, parted
from kortisto.register.parties.importing.meaning import Content, Mapping_, Meaning, Own, Target
from kortisto.register.parties.importing.reading import Line
from kortisto.register.parties.importing.streets import street_alone
from kortisto.register.parties.own_items import OwnField, stored

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
    Target.PREFIX: 50,
    Target.TRADE_NAME: 300,
    Target.EINVOICE: 100,
    Target.PERSON_STREET: 500,
    Target.PERSON_CITY: 200,
    Target.PERSON_POSTAL_CODE: 20,
}
_ALSO_CALLED = {"uk": "GB", "usa": "US", "england": "GB", "holland": "NL"}
_DATES = ("%Y-%m-%d", "%d.%m.%Y", "%Y/%m/%d", "%Y%m%d")
_LANGUAGES = {
    **dict.fromkeys(("fi", "suomi", "finska", "finnish"), "fi"),
    **dict.fromkeys(("sv", "se", "ruotsi", "svenska", "swedish"), "sv"),
    **dict.fromkeys(("en", "englanti", "engelska", "english"), "en"),
}
_NO_COUNTRIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})
"""Codes of the locale data that are no country's."""
_OF_PEOPLE = (
    Target.PERSON_EMAIL, Target.PERSON_PHONE, Target.TITLE, Target.PERSON_EMAIL_2, Target.PERSON_MOBILE,
    Target.PRIVATE_EMAIL, Target.PRIVATE_PHONE,
)  # fmt: skip
# Control characters, and marks that turn the direction of writing: a name that carries them shows as another.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_SEVERAL = " ::: "
"""How Google writes several values into one cell."""
_APART = re.compile(r"\s*[,;]\s*")
"""How Pipedrive does, and people."""
_WHOLE_NUMBER = 6  # digits: what is shorter between two commas is part of a number
_NEXT = {
    Target.EMAIL: Target.EMAIL_2,
    Target.PHONE: Target.PHONE_2,
    Target.PERSON_EMAIL: Target.PERSON_EMAIL_2,
    Target.PERSON_EMAIL_2: Target.PRIVATE_EMAIL,
    Target.PERSON_PHONE: Target.PERSON_MOBILE,
    Target.PERSON_MOBILE: Target.PRIVATE_PHONE,
}
_OF_MANY_LINES = frozenset({Target.STREET, Target.PERSON_STREET})
_SPLIT = frozenset({*_NEXT, *_NEXT.values()})
"""A cell of any of these may hold several values, also of the last one, which has no place for them."""
PERSON_PHONES = (Target.PERSON_PHONE, Target.PERSON_MOBILE, Target.PRIVATE_PHONE)
PERSON_EMAILS = (Target.PERSON_EMAIL, Target.PERSON_EMAIL_2, Target.PRIVATE_EMAIL)
PHONES = (Target.PHONE, Target.PHONE_2, *PERSON_PHONES)
EMAILS = (Target.EMAIL, Target.EMAIL_2, *PERSON_EMAILS)


_NO_FIELDS: Mapping[Own, OwnField] = {}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one field: which target, its value, and why.

    `code`: missing, long, form, many, unknown, future, ambiguous, asked, erased, restricted, database.
    """

    target: Meaning
    value: str
    code: str


@dataclass(slots=True)
class PartyRow:
    """A row of parties with good values; empty texts are absent, lines of a street are apart."""

    number: int
    values: dict[Target, str] = field(default_factory=dict)
    normal: dict[Target, str] = field(default_factory=dict)  # contact points as they are compared
    faults: list[Fault] = field(default_factory=list)
    own: dict[Own, str] = field(default_factory=dict)  # the declaration's own fields, as they are stored
    active_on: date | None = None  # when something last happened with them
    since: date | None = None  # when the relation began
    stage: RelationshipKind | None = None  # what they are to us, where the row says it
    banned: bool = False  # they have forbidden direct marketing
    _name: FullName | None = None

    def get(self, target: Target) -> str:
        """Return a value, or an empty text."""
        return self.values.get(target, "")

    @property
    def person(self) -> FullName:
        """Return the name of the person; one in a single column is parted. Both parts empty where there is none."""
        if self._name is None:
            first, last = self.get(Target.FIRST_NAME), self.get(Target.LAST_NAME)
            self._name = FullName(first, last) if first or last else parted(self.get(Target.PERSON_NAME))
        return self._name

    @property
    def country(self) -> str:
        """Return the country as ISO 3166-1 alpha-2, empty when absent."""
        return country_code(self.get(Target.COUNTRY)) or ""

    def is_in(self, country: str) -> bool:
        """Return whether a text means the country of the row, in whichever language each is written."""
        return bool(self.country) and country_code(country) == self.country


@dataclass(frozen=True, slots=True)
class OrderRow:
    """A row of orders with good values."""

    number: int
    customer: str
    reference: str
    placed_on: date


def party_row(
    line: Line,
    mapping: Mapping_,
    *,
    region: str = identifiers.HOME_REGION,
    own: Mapping[Own, OwnField] = _NO_FIELDS,
    today: date | None = None,
) -> PartyRow:
    """Read a row of parties; its `faults` say what keeps it out. Identifiers are in their stored form.

    `region`: the country whose telephone numbers these are where the row does not say its country. `own`: the fields
    that the declaration declares of its own. `today`: days after it are no days on which something has happened.
    """
    row = PartyRow(line.number)
    for target, value in _written(line, mapping, row.faults):
        if isinstance(target, Own):
            _take_own(row, target, value, own)
        elif target in TOLD:
            _take_told(row, target, value, today)
        elif (fault := _fault(target, value)) is None:
            row.values[target] = _STORED[target](value) if target in _STORED else value
        else:
            row.faults.append(fault)
    _normalise(row, region)
    if mapping.whole_street and (street := row.get(Target.STREET)):
        others = [row.get(one) for one in (Target.POSTAL_CODE, Target.CITY, Target.REGION)]
        row.values[Target.STREET] = street_alone(street, others=others, is_country=row.is_in)
    if row.faults:
        place = {target: place for place, target in enumerate(mapping.targets)}
        row.faults.sort(key=lambda fault: place.get(fault.target, len(place)))  # as the row has them
        return row
    _find_missing(row, mapping, own)
    return row


def _find_missing(row: PartyRow, mapping: Mapping_, own: Mapping[Own, OwnField]) -> None:
    """Add the faults of what a row lacks, or has of nobody."""
    somebody = any(row.person)
    owners = {own[one].of for one in row.own}
    if not row.get(Target.ORGANISATION_NAME) and (mapping.content is not Content.PEOPLE or not somebody):
        missing = Target.PERSON_NAME if mapping.content is Content.PEOPLE else Target.ORGANISATION_NAME
        row.faults.append(Fault(missing, "", "missing"))
    elif PartyKind.ORGANISATION in owners and not row.get(Target.ORGANISATION_NAME):
        row.faults.append(Fault(Target.ORGANISATION_NAME, "", "missing"))
    elif not somebody and (PartyKind.PERSON in owners or row.banned or any(one in row.values for one in _OF_PEOPLE)):
        row.faults.append(Fault(Target.PERSON_NAME, "", "missing"))  # else an e-mail of nobody would be lost
    if somebody and any(len(part) > _LONGEST[Target.FIRST_NAME] for part in row.person):
        row.faults.append(Fault(Target.PERSON_NAME, row.get(Target.PERSON_NAME), "long"))


TOLD = frozenset({Target.ACTIVE_ON, Target.SINCE, Target.STAGE, Target.BAN, Target.BAN_2})
"""What a row tells of the relation, and no text of which is stored."""


def _take_told(row: PartyRow, target: Target, value: str, today: date | None) -> None:
    """Understand a day, a stage or a ban; one that is not understood is a fault, so that no ban is lost."""
    code = ""
    if target in {Target.ACTIVE_ON, Target.SINCE}:
        on = day(value)
        if on is None:
            code = "form"
        elif today is not None and on > today:
            code = "future"
        elif target is Target.SINCE:
            row.since = on
        else:
            row.active_on = on
    elif target is Target.STAGE:
        known = told.stage(value)
        code = "unknown" if known is None else ""
        row.stage = RelationshipKind(known) if known else None
    else:
        forbidden = told.ban(value)
        code = "unknown" if forbidden is None else ""
        row.banned = row.banned or bool(forbidden)
    if code:
        row.faults.append(Fault(target, value, code))


def _take_own(row: PartyRow, target: Own, value: str, own: Mapping[Own, OwnField]) -> None:
    """Bring a value of an own field into its stored form; one that is none is a fault."""
    field = own.get(target)
    if field is None:
        return
    if field.kind is OwnKind.DAY and (written := day(value)) is not None:
        value = written.isoformat()
    try:
        if kept := stored(field, value):
            row.own[target] = kept
    except ValueError:
        row.faults.append(Fault(target, value, "form"))


def _normalise(row: PartyRow, region: str) -> None:
    """Bring contact points into the form in which they are compared; one that is none is a fault."""
    own = row.country or region
    for targets, form in _FORMS_OF_POINTS:
        for target in targets:
            if target not in row.values:
                continue
            try:
                row.normal[target] = form(row.values[target], own)
            except ValueError:
                row.faults.append(Fault(target, row.values.pop(target), "form"))


_FORMS_OF_POINTS: tuple[tuple[tuple[Target, ...], Callable[[str, str], str]], ...] = (
    (EMAILS, lambda value, _: identifiers.email(value)),
    (PHONES, identifiers.phone),
    ((Target.WEB,), lambda value, _: identifiers.web(value)),
)


def order_row(line: Line, mapping: Mapping_, today: date) -> OrderRow | list[Fault]:
    """Read a row of orders, or say what is wrong with it; an order of a day to come is not one."""
    values = {target: value for target, value in _written(line, mapping, []) if isinstance(target, Target)}
    needed = (Target.REFERENCE, Target.ORDER_REFERENCE, Target.ORDERED_ON)
    faults = [Fault(target, "", "missing") for target in needed if target not in values]
    faults += [fault for target in needed if target in values and (fault := _fault(target, values[target]))]
    placed_on = day(values.get(Target.ORDERED_ON, ""))
    if faults or placed_on is None:
        return faults
    if placed_on > today:
        return [Fault(Target.ORDERED_ON, values[Target.ORDERED_ON], "future")]
    return OrderRow(line.number, values[Target.REFERENCE], values[Target.ORDER_REFERENCE], placed_on)


def _written(line: Line, mapping: Mapping_, faults: list[Fault]) -> Iterator[tuple[Meaning, str]]:
    """What the fields of a row hold: on one line, but for the lines of an address, and without control characters.

    Values of one cell that have no place go to the faults: nothing is dropped without a word.
    """
    taken = {meant for meant, text in zip(mapping.targets, line.fields, strict=True) if text}
    for target, text in zip(mapping.targets, line.fields, strict=True):
        if not text or target is Target.NOTHING:
            continue
        if text.isprintable():
            value = " ".join(text.split())
        else:
            lines = [" ".join(_UNPRINTABLE.sub(" ", one).split()) for one in text.splitlines()]
            value = ("\n" if target in _OF_MANY_LINES else " ").join(filter(None, lines))
        if isinstance(target, Target) and target in _SPLIT and (values := _values_in(target, value)):
            yield from _several(target, values, taken, faults)
        elif value:
            yield target, value


def _values_in(target: Target, value: str) -> list[str]:
    """Return the several values of one cell; empty where it holds one."""
    if _SEVERAL in value:
        return [one for one in map(str.strip, value.split(_SEVERAL)) if one]
    if "," not in value and ";" not in value:
        return []
    values = [one for one in _APART.split(value) if one]
    if target in EMAILS:
        return values if all("@" in one for one in values) else []
    return values if all(sum(map(str.isdigit, one)) >= _WHOLE_NUMBER for one in values) else []


def _several(
    target: Target, values: list[str], taken: set[Meaning], faults: list[Fault]
) -> Iterator[tuple[Target, str]]:
    """Give the values of one cell the places after it that no other has. `taken`: those of the row that are filled."""
    first, *others = dict.fromkeys(values)
    yield target, first
    left: list[str] = []
    for one in others:
        place = _NEXT.get(target)
        while place in taken and place is not None:
            place = _NEXT.get(place)
        if place is None:
            left.append(one)
            continue
        taken.add(place)
        yield place, one
    if left:
        faults.append(Fault(target, ", ".join(left), "many"))


def day(text: str) -> date | None:
    """Read a date as Finland or a computer writes it (22.11.2026, 2026-11-22, with or without a time); else None."""
    first = re.split(r"[ T]", text.strip(), maxsplit=1)[0]
    for form in _DATES:
        try:
            return datetime.strptime(first, form).date()  # noqa: DTZ007 (a civil date has no zone)
        except ValueError:
            continue
    return None


@lru_cache(maxsize=1000)
def country_code(text: str) -> str | None:
    """Return ISO 3166-1 alpha-2 of a code (FI, FIN) or of a name in Finnish, Swedish or English; None when unknown."""
    word = text.strip().casefold()
    return _ALSO_CALLED.get(word) or _territories().get(word)


@cache
def _territories() -> Mapping[str, str]:
    found = {
        str(name).casefold(): code
        for language in ("fi", "sv", "en")
        for code, name in Locale.parse(language).territories.items()
        if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES  # noqa: PLR2004 (the length of a code)
    }
    codes = set(found.values())
    for alias, meant in get_global("territory_aliases").items():
        if len(alias) == 3 and alias.isalpha() and len(meant) == 1 and meant[0] in codes:  # noqa: PLR2004 (alpha-3)
            found.setdefault(alias.casefold(), meant[0])
    return found | {code.casefold(): code for code in codes}


@lru_cache(maxsize=1000)
def language_code(text: str) -> str | None:
    """Return `fi`, `sv` or `en` of a code (fi, sv-FI) or of a name in the three languages; None when it is none."""
    word = text.strip().casefold()
    return _LANGUAGES.get(word) or _LANGUAGES.get(re.split(r"[-_]", word, maxsplit=1)[0])


_STORED: Mapping[Target, Callable[[str], str]] = {
    Target.BUSINESS_ID: identifiers.business_id,
    Target.VAT_ID: identifiers.vat_id,
    Target.LANGUAGE: lambda value: language_code(value) or "",
}


def _fault(target: Target, value: str) -> Fault | None:
    if len(value) > _LONGEST.get(target, 320):
        return Fault(target, value, "long")
    if not value.isascii() and _SURROGATE.search(value):
        return Fault(target, _SURROGATE.sub("\ufffd", value), "form")
    check = _CHECKS.get(target)
    code = check(value) if check else ""
    return Fault(target, value, code) if code else None


def _known(value: str) -> str:
    return "" if country_code(value) else "unknown"


def _formed(form: Callable[[str], object]) -> Callable[[str], str]:
    def check(value: str) -> str:
        try:
            form(value)
        except ValueError:
            return "form"
        return ""

    return check


_CHECKS: Mapping[Target, Callable[[str], str]] = {
    Target.COUNTRY: _known,
    Target.PERSON_COUNTRY: _known,
    Target.LANGUAGE: lambda value: "" if language_code(value) else "unknown",
    Target.ORDERED_ON: lambda value: "" if day(value) else "form",
    Target.BUSINESS_ID: _formed(identifiers.business_id),
    Target.VAT_ID: _formed(identifiers.vat_id),
}
