"""Lists of parties, in Finnish alphabetical order, found by the beginnings of words."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Collection
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from kortisto.declaration.words import Operation
from kortisto.lib import identifiers
from kortisto.lib.text_keys import PREFIX_END, search_words
from kortisto.register.audit.values import Access
from kortisto.register.parties.enums import PartyKind
from kortisto.register.parties.models import (
    Organisation,
    OrganisationEmail,
    OrganisationPhone,
    OrganisationSearchWord,
    Person,
    PersonEmail,
    PersonPhone,
    PersonSearchWord,
    Represents,
)
from kortisto.register.parties.values import Hit, HitPage, Party

PAGE = 50
LONGEST_TEXT = 200
"""Of what somebody types only so much is looked at."""

_FEWEST_DIGITS = 4  # of a telephone number or business id: fewer are found in names only
_Row = TypeVar("_Row", bound=Model)


class BadCursorError(ValueError):
    """The cursor is not one that `search` gave."""


def search(
    *,
    by: Access,
    text: str = "",
    after: str | None = None,
    limit: int = PAGE,
    kinds: Collection[PartyKind] = tuple(PartyKind),
) -> HitPage:
    """Return the parties that match, or all when `text` is empty; `after` is `next` of the page before.

    Every word typed must begin a word of the name (å, ä, ö and other accents forgiven), or the whole text begins an
    e-mail address, a telephone number or a business id, or is a customer number. Raises BadCursorError.
    """
    by.require(Operation.READ)
    text = "".join(letter for letter in text[:LONGEST_TEXT] if letter.isprintable()).strip()
    key, last = _decode(after)
    found: list[tuple[str, UUID, PartyKind, str, str]] = []
    if PartyKind.PERSON in kinds and by.grants(Operation.READ, "person.name"):
        people = _page(_matching_people(text, by), key, last, limit)
        found += [
            (
                person.sort_key,
                person.id,
                PartyKind.PERSON,
                _name(person.prefix, person.first_name, person.last_name),
                "",
            )
            for person in people
        ]
    if PartyKind.ORGANISATION in kinds and by.grants(Operation.READ, "organisation.name"):
        organisations = _page(_matching_organisations(text, by), key, last, limit)
        shows_id = by.grants(Operation.READ, "organisation.business_id")
        found += [
            (one.sort_key, one.id, PartyKind.ORGANISATION, one.name,
             (one.business_id or "") if shows_id else "")
            for one in organisations
        ]  # fmt: skip
    found.sort(key=lambda row: (row[0].encode(), row[1]))
    shown = found[:limit]
    people_shown = [party_id for _, party_id, kind, _, _ in shown if kind is PartyKind.PERSON]
    represented = _represented(people_shown, by)
    by.record(
        "parties.search",
        object_kind="party",
        subjects=people_shown,
        items=["person.name", "organisation.name"] if shown else [],
    )
    return HitPage(
        hits=tuple(
            Hit(party=Party(kind=kind, id=party_id), name=name, detail=detail or represented.get(party_id, ""))
            for _, party_id, kind, name, detail in shown
        ),
        next=_encode(shown[-1][0], shown[-1][1]) if len(found) > limit else None,
    )


def _matching_people(text: str, by: Access) -> QuerySet[Person]:
    people = Person.objects.only("id", "prefix", "first_name", "last_name", "sort_key")
    if not text:
        return people
    ways: list[QuerySet[Any, Any]] = [
        Person.objects.filter(*_words_match(PersonSearchWord, "person", text)).values("id")
    ]
    if by.grants(Operation.READ, "person.contact"):
        ways += [
            _beginning(model, "normalised", prefix).values("person")
            for model, prefix in _contact_prefixes(text, PersonEmail, PersonPhone)
        ]
    return people.filter(id__in=_any_of(ways))


def _matching_organisations(text: str, by: Access) -> QuerySet[Organisation]:
    organisations = Organisation.objects.only("id", "trade_name", "registered_name", "business_id", "sort_key")
    if not text:
        return organisations
    ways: list[QuerySet[Any, Any]] = [
        Organisation.objects.filter(*_words_match(OrganisationSearchWord, "organisation", text)).values("id")
    ]
    if by.grants(Operation.READ, "organisation.contact"):
        ways += [
            _beginning(model, "normalised", prefix).values("organisation")
            for model, prefix in _contact_prefixes(text, OrganisationEmail, OrganisationPhone)
        ]
    if by.grants(Operation.READ, "organisation.customership"):
        ways.append(Organisation.objects.filter(external_reference__in={text, text.upper()}).values("id"))
    digits = _digits(text)
    if len(digits) >= _FEWEST_DIGITS and by.grants(Operation.READ, "organisation.business_id"):
        ways.append(_beginning(Organisation, "business_id", _as_business_id(digits)).values("id"))
    return organisations.filter(id__in=_any_of(ways))


def _any_of(ways: list[QuerySet[Any, Any]]) -> QuerySet[Any, Any]:
    """The ids that one of the queries finds. A union, since an OR of sub-selects would read the whole table."""
    return ways[0].union(*ways[1:]) if len(ways) > 1 else ways[0]


def _words_match(model: type[Model], owner: str, text: str) -> list[Q]:
    """A condition for each word typed; where nothing typed is a word, one that nobody meets."""
    words = search_words(text)
    return [Q(id__in=_beginning(model, "word", word).values(owner)) for word in words] or [Q(id=None)]


def _as_business_id(digits: str) -> str:
    """The first digits of a business id as it is stored, with its hyphen before the check digit."""
    number, check = digits[:7], digits[7:]
    return f"{number}-{check}" if check else number


def _contact_prefixes(text: str, email: type[Model], phone: type[Model]) -> list[tuple[type[Model], str]]:
    prefixes = []
    if "@" in text:
        prefixes.append((email, text.casefold()))
    if len(_digits(text)) >= _FEWEST_DIGITS:
        digits = _digits(text)
        if text.startswith("+"):
            prefixes.append((phone, f"+{digits}"))
        else:
            prefixes.append((phone, digits))
            prefixes.append((phone, f"{identifiers.HOME_PREFIX}{digits.removeprefix('0')}"))
    return prefixes


def _digits(text: str) -> str:
    """The digits of a text that holds nothing but digits and their usual separators."""
    digits = "".join(letter for letter in text if letter.isascii() and letter.isdigit())
    return digits if all(letter in "0123456789 +-()/." for letter in text) else ""


def _beginning(model: type[Model], field: str, prefix: str) -> QuerySet[Any]:
    """Rows whose C-collated column begins with the prefix: a range, which an index serves under row-level security."""
    return model._default_manager.filter(**{f"{field}__gte": prefix, f"{field}__lt": prefix + PREFIX_END})


def _page(rows: QuerySet[_Row], key: str, last: UUID | None, limit: int) -> QuerySet[_Row]:
    if last is not None:
        rows = rows.filter(Q(sort_key__gt=key) | Q(sort_key=key, id__gt=last))
    return rows.order_by("sort_key", "id")[: limit + 1]


def _represented(people: list[UUID], by: Access) -> dict[UUID, str]:
    if not people or not by.grants(Operation.READ, "person.represents"):
        return {}
    rows = (
        Represents.objects.filter(person__in=people, ended_on=None)
        .order_by("organisation__sort_key")
        .values_list("person_id", "organisation__trade_name", "organisation__registered_name")
    )
    names: dict[UUID, list[str]] = {}
    for person, trade_name, registered_name in rows:
        names.setdefault(person, []).append(trade_name or registered_name)
    return {person: ", ".join(found) for person, found in names.items()}


def _name(*parts: str) -> str:
    return " ".join(filter(None, parts))


def _encode(key: str, last: UUID) -> str:
    return base64.urlsafe_b64encode(last.bytes + key.encode()).decode()


def _decode(cursor: str | None) -> tuple[str, UUID | None]:
    if not cursor:
        return "", None
    try:
        raw = base64.b64decode(cursor.encode(), altchars=b"-_", validate=True)
        key, last = raw[16:].decode(), UUID(bytes=raw[:16])
    except (binascii.Error, UnicodeError, ValueError) as error:
        raise BadCursorError(cursor) from error
    if "\0" in key:  # PostgreSQL stores no such text
        raise BadCursorError(cursor)
    return key, last
