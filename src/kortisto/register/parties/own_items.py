"""The fields that a declaration adds of its own: which there are, and the one stored form of their values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from kortisto.declaration.model import Item, Text
from kortisto.declaration.words import MandatoryKind, Operation, OwnKind
from kortisto.register.access import current
from kortisto.register.audit.values import Access
from kortisto.register.parties.enums import PartyKind

YES = "yes"
LONGEST: Mapping[OwnKind, int] = {OwnKind.TEXT: 300, OwnKind.LONG_TEXT: 2000, OwnKind.NUMBER: 40}
_WORDS_FOR_YES = frozenset({YES, "true", "1", "on", "x", "kyllä", "ja"})
_WORDS_FOR_NO = frozenset({"", "no", "false", "0", "off", "ei", "nej"})


class NotOwnItemError(LookupError):
    """The declaration declares no such field of its own for people, or for organisations."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnField:
    """One own item that is a field. `choices`: id and name of each value of a choice."""

    item: str
    name: Text
    of: PartyKind
    kind: OwnKind
    choices: tuple[tuple[str, Text], ...] = ()
    mandatory: bool = False
    refusal: Text | None = None


def own_fields(of: PartyKind) -> tuple[OwnField, ...]:
    """Return the own fields of people or of organisations, in the order of the declaration."""
    declared = current.compiled().declaration.items.values()
    return tuple(_field(one) for one in declared if is_field(one) and one.own_of == of.value)


def granted_fields(of: PartyKind, by: Access, operation: Operation) -> tuple[OwnField, ...]:
    """Return the own fields on which an access may do an operation."""
    return tuple(field for field in own_fields(of) if by.grants(operation, field.item))


def own_field(item: str, of: PartyKind) -> OwnField:
    """Return one own field. Raises NotOwnItemError."""
    declared = current.compiled().declaration.items.get(item)
    if declared is None or not is_field(declared) or declared.own_of != of.value:
        raise NotOwnItemError(item)
    return _field(declared)


def is_field(item: Item) -> bool:
    """Return whether an item is a field in the register, and may be stored."""
    return item.own_value is not None and item.own_of is not None and item.name is not None and not item.never_collect


def stored(field: OwnField, text: str) -> str:
    """Return the one stored form of a value, empty for none. Raises ValueError for a value of another type."""
    value = text.strip()
    match field.kind:
        case OwnKind.YES_NO:
            return _yes_no(value)
        case _ if not value:
            return ""
        case OwnKind.NUMBER:
            return _number(value)
        case OwnKind.DAY:
            return date.fromisoformat(value).isoformat()
        case OwnKind.CHOICE:
            return _choice(field, value)
    if len(value) > LONGEST[field.kind]:
        raise ValueError(f"longer than {LONGEST[field.kind]} characters")
    return value


def _yes_no(value: str) -> str:
    word = value.casefold()
    if word not in _WORDS_FOR_YES | _WORDS_FOR_NO:
        raise ValueError(f"neither yes nor no: {value!r}")
    return YES if word in _WORDS_FOR_YES else ""


def _number(value: str) -> str:
    plain = "".join(value.split()).replace(",", ".").replace("−", "-")
    try:
        number = Decimal(plain)
    except InvalidOperation as error:
        raise ValueError(f"not a number: {value!r}") from error
    longest = LONGEST[OwnKind.NUMBER]
    # An exponent first: 1e999999 is short to write, and a million digits to keep.
    if not number.is_finite() or abs(number.adjusted()) > longest or len(format(number, "f")) > longest:
        raise ValueError(f"not a number that can be kept: {value!r}")
    return format(number, "f")


def _choice(field: OwnField, value: str) -> str:
    for id_, name in field.choices:
        if value.casefold() in {id_, *(word.casefold() for word in (name.fi, name.sv, name.en))}:
            return id_
    raise ValueError(f"none of the choices: {value!r}")


def _field(item: Item) -> OwnField:
    if item.name is None or item.own_of is None or item.own_value is None:
        raise NotOwnItemError(item.id)
    return OwnField(
        item=item.id,
        name=item.name,
        of=PartyKind(item.own_of.value),
        kind=item.own_value,
        choices=tuple((choice.id, choice.name) for choice in item.own_choices),
        mandatory=item.mandatory is not MandatoryKind.NO,
        refusal=item.refusal,
    )
