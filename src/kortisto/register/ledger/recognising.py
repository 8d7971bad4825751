"""Recognises an erased or banned person by keyed hashes of an e-mail address or a telephone number.

Only what the declaration's suppressions name is kept and asked for, and only as long as they say; nothing of the old
person is known here, and nothing can be shown.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db import OperationalError

from kortisto.declaration.civil_time import end_after
from kortisto.declaration.compiled import Compiled
from kortisto.declaration.model import Objection
from kortisto.declaration.vocabulary.items import is_under
from kortisto.declaration.words import MinimisedForm
from kortisto.lib import identifiers
from kortisto.lib.chained_files import BrokenChainError
from kortisto.register.access import current
from kortisto.register.ledger.book import Contents, contents, recognition_key
from kortisto.register.ledger.enums import Fate, Why
from kortisto.register.ledger.values import Mark

EMAIL, PHONE = "person.contact.email", "person.contact.phone"
_FORMS: Mapping[str, Callable[[str], str]] = {EMAIL: identifiers.email, PHONE: identifiers.phone}
ITEMS = tuple(_FORMS)
"""The items by which somebody can be recognised."""


class LedgerUnreadableError(OperationalError):
    """Whether somebody was erased cannot be told now: nobody is added, and whoever wanted to is told to try again."""


@dataclass(frozen=True, slots=True, order=True)
class Recognised:
    """Somebody was recognised: why, and by which objection of the declaration."""

    why: Why
    objection: str


def suppressions(declared: Compiled) -> Mapping[str, Objection]:
    """Return the objections after which the declaration keeps hashes."""
    return {
        one.id: one
        for one in declared.declaration.objections.values()
        if one.suppression is not None and one.suppression.form is MinimisedForm.HASH
    }


def items_of(objection: Objection) -> tuple[str, ...]:
    """Return the items whose hashes an objection's suppression keeps, of those that can be compared."""
    kept = objection.suppression.items if objection.suppression else ()
    return tuple(item for item in ITEMS if any(is_under(item, one) for one in kept))


def marks_of(
    *, entry: UUID, why: Why, objections: Mapping[str, datetime], identifiers_: Iterable[tuple[str, str]]
) -> list[Mark]:
    """Return the marks that the declaration allows for one subject.

    `objections`: those that stand, with the moment at which the period of what they keep begins; `identifiers_`: the
    subject's items with their values.
    """
    given = [*identifiers_]
    if not given or not objections:
        return []
    key, found = recognition_key(), []
    for id_, objection in suppressions(current.compiled()).items():
        if id_ not in objections:
            continue
        wanted = items_of(objection)
        hashes = {one for item, value in given if item in wanted and (one := _hash(key, item, value))}
        if hashes:
            found.append(Mark(entry=entry, why=why, objection=id_, hashes=tuple(sorted(hashes)), start=objections[id_]))
    return found


def hashes_of(identifiers_: Iterable[tuple[str, str]]) -> set[str]:
    """Return the hashes of items with their values. Raises OSError."""
    given = [*identifiers_]
    key = recognition_key() if given else b""
    return {one for item, value in given if (one := _hash(key, item, value))}


def recognise(*, identifiers_: Sequence[tuple[str, str]], at: datetime) -> tuple[Recognised, ...]:
    """Return what stands against adding somebody with these items and values; empty for everybody else.

    Raises LedgerUnreadableError.
    """
    return recognise_each(people=[identifiers_], at=at)[0]


def recognise_each(*, people: Sequence[Sequence[tuple[str, str]]], at: datetime) -> tuple[tuple[Recognised, ...], ...]:
    """Return the same of several people at once. Raises LedgerUnreadableError."""
    nobody: tuple[tuple[Recognised, ...], ...] = ((),) * len(people)
    if not any(people) or not suppressions(current.compiled()):
        return nobody
    try:
        known = _index(contents(), current.compiled(), at)
        key = recognition_key() if known else b""
    except (BrokenChainError, OSError) as error:
        raise LedgerUnreadableError("the ledger of erasures cannot be read") from error
    if not known:
        return nobody
    return tuple(
        tuple(sorted({found for item, value in given for found in known.get(_hash(key, item, value), ())}))
        for given in people
    )


def is_over(mark: Mark, declared: Compiled, at: datetime) -> bool:
    """Return whether the period of a mark has ended, or the declaration no longer provides for it."""
    objection = suppressions(declared).get(mark.objection)
    if objection is None or objection.suppression is None:
        return True
    keep = objection.suppression.keep
    return not keep.permanent and end_after(mark.start, keep) <= at


def _index(found: Contents, declared: Compiled, at: datetime) -> dict[str, list[Recognised]]:
    known: dict[str, list[Recognised]] = {}
    ended = found.ended_bans()
    for _number, mark in found.marks:
        if (
            found.fate(mark.entry) is not Fate.UNDONE
            and (mark.entry, mark.objection) not in ended
            and not is_over(mark, declared, at)
        ):
            for one in mark.hashes:
                known.setdefault(one, []).append(Recognised(mark.why, mark.objection))
    return known


def _hash(key: bytes, item: str, value: str) -> str:
    """Return the hash of a value in the form in which it is compared; empty for what has none."""
    try:
        form = _FORMS[item](value)
    except (KeyError, ValueError):
        return ""
    return hmac.new(key, f"{item}\0{form}".encode(), sha256).hexdigest()
