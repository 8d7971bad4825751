"""Which parties a typed text means: names by beginnings of words and with typing errors, numbers in any
writing, colleagues by the domain of their mail.

What the access may not read, nobody is found by. The names are asked in a function of the database that answers with
ids only (migrations 0007 and 0024), because row-level security keeps an index of words from being used; everything else
is a range of a column, and every row that is shown is read under the policies. Better matches come first.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Model, QuerySet, Value

from kortisto.declaration.civil_time import civil_day
from kortisto.declaration.words import Operation
from kortisto.lib import identifiers
from kortisto.lib.text_keys import PREFIX_END, TYPO_MARK, nearest, search_words, sort_key, typo_keys
from kortisto.register.audit.values import Access
from kortisto.register.parties.enums import PartyKind
from kortisto.register.parties.models import (
    Order,
    Organisation,
    OrganisationEmail,
    OrganisationPhone,
    Person,
    PersonEmail,
    PersonPhone,
)
from kortisto.register.statements.frozen import Frozen, rows_of_all

Question = tuple[Frozen, tuple[Any, ...]]

LONGEST_TEXT = 200
"""Of what somebody types only so much is looked at."""

_FEWEST_DIGITS = 4  # of a telephone number or business id: fewer are found in names only
_MOST_WORDS = 6
_FEW = 5  # with fewer found, typing errors are forgiven
_BUSINESS_ID_DIGITS = 8
_DOMAIN = re.compile(r"[^\s@.]+(\.[^\s@.]+)+")  # of mail addresses, such as esimerkki.example
_PLENTY = 50  # with so many better matches nobody looks for what lies around

_SEARCH = "select kind, id, tier from parties_find(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
_CITIES = "select * from parties_cities(%s, %s)"
# Asked for whole words alone: the second text is for those that fill up what these leave, and is the same.
_ALSO_WHOLE = " union all select kind, id, tier from parties_find_by_name(%s, %s, '', %s, %s, array[%s, 0])"
_KINDS = (PartyKind.PERSON, PartyKind.ORGANISATION)  # in the order in which the functions take them


class Match(IntEnum):
    """How well somebody matches; smaller is better."""

    NUMBER = 0  # the e-mail address, telephone number, business id or reference itself, or its beginning
    WORDS = 1  # every word is a word of the name
    BEGINNINGS = 2  # every word begins a word of the name
    AROUND = 3  # by the city or the organisation they represent
    FORGIVEN = 4  # but for typing errors


@dataclass(slots=True)
class Found:
    """The best match of each party that was found, and whether there may be more than were looked for."""

    matches: dict[tuple[PartyKind, UUID], Match] = field(default_factory=dict)
    more: bool = False
    in_use: set[UUID] = field(default_factory=set)
    former: set[UUID] = field(default_factory=set)
    """Who was found by an address or a number that is in use, and by one that is no longer."""

    def is_former(self, id_: UUID) -> bool:
        """Return whether a party was found by what is no longer theirs alone."""
        return id_ in self.former and id_ not in self.in_use

    def add(self, kind: PartyKind, ids: Collection[UUID], match: Match) -> None:
        """Note matches, unless a better one is known."""
        for id_ in ids:
            known = self.matches.get((kind, id_))
            if known is None or match < known:
                self.matches[kind, id_] = match

    def ids(self, kind: PartyKind) -> list[UUID]:
        """Return the parties of a kind."""
        return [id_ for found, id_ in self.matches if found is kind]


def cleaned(text: str) -> str:
    """Return what of a typed text is looked for."""
    return "".join(letter for letter in text[:LONGEST_TEXT] if letter.isprintable()).strip()


def find(*, by: Access, text: str, kinds: Collection[PartyKind], most: int, first: int | None = None) -> Found:
    """Return who matches a cleaned text, of each kind and way at most `most`.

    `first`: so many of each kind are shown; nobody after these in the order of names is looked for.
    """
    first = most if first is None else min(first, most)
    wanted = [kind for kind in kinds if by.grants(Operation.READ, f"{kind.value}.name")]
    found = Found()
    if not text or not wanted:
        return found
    if "@" in text:
        _by_mail(found, text.casefold(), wanted, by, most)
    words = search_words(text)[:_MOST_WORDS]
    # One word is looked for at the beginning of the names in their order: that of a frequent name is most quickly found
    # there, and of very many the first ones are enough.
    in_order = len(words) == 1 and "@" not in text
    questions = [(kind, question) for kind in wanted for question in _by_number(kind, text, by, most)]
    orders = [_in_order(kind, text, first) for kind in wanted if in_order]
    answers = rows_of_all([*(question for _, question in questions), *orders])
    for (kind, _), rows in zip(questions, answers, strict=False):
        _note(found, kind, [row[0] for row in rows], Match.NUMBER, most)
        _note_use(found, rows, by)
    if "@" in text and found.matches:
        return found  # an address names nobody else
    named, begun, typed = set(wanted), set[PartyKind](), sort_key(text)
    for kind, rows in zip(wanted, answers[len(questions) :], strict=False):
        if len(rows) >= first:
            whole = [id_ for id_, key in rows if _is_whole(key, typed)]
            _note(found, kind, [id_ for id_, _key in rows], Match.BEGINNINGS, first)
            _note(found, kind, whole, Match.WORDS, first)
            named.remove(kind)
            if len(whole) < first:
                begun.add(kind)
    if words:
        _by_words(_Words(words, wanted, named, begun, first), found, by, most)
        if all(match is Match.FORGIVEN for match in found.matches.values()):
            _by_misspelt_city(_Words(words, wanted, set(wanted), set(), first), found, by, most)
    return found


# --- names -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Words:
    """What is looked for among whom; `named`: whose names have not filled a page yet.

    `begun`: of whom names that only begin with the word have filled it. Better ones may stand elsewhere in the order,
    such as by a first name: of these `first` are looked for.
    """

    words: list[str]
    kinds: Sequence[PartyKind]
    named: Collection[PartyKind]
    begun: Collection[PartyKind]
    first: int


def _by_words(asked: _Words, found: Found, by: Access, most: int) -> None:
    """Find by names, and unless those are plenty by what is around somebody.

    That is a city alone, a name with a city, or of people a name with an organisation that they represent. All in one
    question: a message to the database takes longer than most of its parts.
    """
    words = asked.words
    there = [kind for kind in asked.kinds if by.grants(Operation.READ, f"{kind.value}.contact.address")]
    represents = by.grants(Operation.READ, "person.represents") and by.grants(Operation.READ, "organisation.name")
    before = len(found.matches)
    values: list[Any] = [
        " & ".join(f"'{word}'" for word in words),
        _beginning_with(words),
        _forgiving(words),
        words,
        [_beginning_with([word]) for word in words],
        [_beginning_with([other for other in words if other != word]) for word in words],
        *(kind in asked.named for kind in _KINDS),
        *(kind in there for kind in _KINDS),
        represents and PartyKind.PERSON in asked.kinds,
        civil_day(by.at),
        [most, 0 if before else _FEW, _PLENTY, before],
    ]
    statement = _SEARCH
    if asked.begun:
        statement += _ALSO_WHOLE
        values += [values[0], values[0], *(kind in asked.begun for kind in _KINDS), asked.first]
    ways: dict[tuple[PartyKind, Match], list[UUID]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        for kind, id_, tier in cursor.fetchall():
            ways[PartyKind(kind), Match(tier)].append(id_)
    for (kind, match), ids in ways.items():
        _note(found, kind, ids, match, most)


def _by_misspelt_city(asked: _Words, found: Found, by: Access, most: int) -> None:
    """Find by a city that one of the words nearly is, and with it whoever the other words name."""
    there = [kind in asked.kinds and by.grants(Operation.READ, f"{kind.value}.contact.address") for kind in _KINDS]
    if not any(there):
        return
    with connection.cursor() as cursor:
        cursor.execute(_CITIES, there)
        cities = sorted(city for (city,) in cursor.fetchall())
    for at, word in enumerate(asked.words):
        city = nearest(word, cities)
        if city is not None and city != word:
            words = [*asked.words[:at], *search_words(city), *asked.words[at + 1 :]][:_MOST_WORDS]
            _by_words(replace(asked, words=words), found, by, most)


def _beginning_with(words: Sequence[str]) -> str:
    """Return the query for names in which each of the words begins one."""
    return " & ".join(f"'{word}':*" for word in words)


def _forgiving(words: list[str]) -> list[str]:
    """Queries that forgive typing errors, the narrowest first.

    In one of the words, the others whole; in any of them; in any of them, or in as much of it as was typed so far.
    """
    keyed = [" | ".join(f"'{TYPO_MARK}{key}'" for key in typo_keys(word)) or f"'{word}':*" for word in words]
    if len(words) == 1:
        return keyed  # its beginning has been looked for
    one = [
        " & ".join(f"({keys})" if other == word else f"'{other}'" for other in words)
        for word, keys in zip(words, keyed, strict=True)
        if typo_keys(word)
    ]
    any_ = " & ".join(f"({keys})" for keys in keyed)
    begun = " & ".join(f"('{word}':* | {keys})" for word, keys in zip(words, keyed, strict=True))
    return [*one, any_, begun]


def _note(found: Found, kind: PartyKind, ids: Sequence[UUID], match: Match, most: int) -> None:
    found.more = found.more or len(ids) >= most
    found.add(kind, ids, match)


def _note_use(found: Found, rows: Iterable[Sequence[Any]], by: Access) -> None:
    """Note whose address or number is in use: of rows of a party and the last day of use, where they tell of one."""
    today = civil_day(by.at)
    for id_, *until in rows:
        ended = bool(until) and until[0] is not None and until[0] < today
        (found.former if ended else found.in_use).add(id_)


# --- numbers and addresses -------------------------------------------------------------------------------------------


def _by_mail(found: Found, text: str, kinds: Collection[PartyKind], by: Access, most: int) -> None:
    known = tuple(kind for kind in kinds if by.grants(Operation.READ, f"{kind.value}.contact.email"))
    rows = _mails(known, most).rows(text, text + PREFIX_END) if known else ()
    for kind in known:
        _note(found, kind, [id_ for its_kind, id_, _ in rows if its_kind == kind.value], Match.NUMBER, most)
    _note_use(found, [row[1:] for row in rows], by)


def _by_number(kind: PartyKind, text: str, by: Access, most: int) -> Iterator[Question]:
    """Yield the questions for who is found by what is no name, of each way at most `most`."""
    owner = f"{kind.value}_id"
    of_person = kind is PartyKind.PERSON
    digits = _digits(text)
    if by.grants(Operation.READ, f"{kind.value}.contact.phone"):
        for prefix in _phone_prefixes(text, digits):
            phones = PersonPhone if of_person else OrganisationPhone
            yield _beginning(phones, "normalised", prefix, (owner, "valid_to"), most)
    domain = text.removeprefix("@").casefold()
    if _DOMAIN.fullmatch(domain) and by.grants(Operation.READ, f"{kind.value}.contact.email"):
        mails = PersonEmail if of_person else OrganisationEmail
        yield _beginning(mails, "domain", domain, (owner, "valid_to"), most)
    numbered = "@" not in text and any(letter.isdigit() for letter in text)
    if not of_person:
        if len(digits) >= _FEWEST_DIGITS and by.grants(Operation.READ, "organisation.business_id"):
            yield _beginning(Organisation, "business_id", _as_business_id(digits), ("id",), most)
        # Customer numbers of other systems are often letters alone.
        if "@" not in text and " " not in text and by.grants(Operation.READ, "organisation.customership"):
            yield _called(Organisation, "external_reference", text, "id", most)
    if numbered and by.grants(Operation.READ, "order.history"):
        yield _called(Order, "reference", text, owner, most)


def _phone_prefixes(text: str, digits: str) -> Iterator[str]:
    """Yield how a number may be stored of which this is the beginning, however it is written."""
    if len(digits) < _FEWEST_DIGITS:
        return
    if text.startswith("+"):
        yield f"+{digits}"
    elif digits.startswith("00"):
        yield f"+{digits[2:]}"
    else:
        yield digits
        yield f"{identifiers.HOME_PREFIX}{digits.removeprefix('0')}"
    without_plus = not text.startswith("+") and identifiers.is_home_without_plus(digits)
    if without_plus:
        yield f"+{digits}"
    if without_plus or text.startswith("+") or digits.startswith("00"):
        home = identifiers.dialled_at_home(digits)  # numbers that no plan knows are stored so
        if home:
            yield home
    if "(0)" in text:  # +358 (0)40 123 4567
        yield f"+{''.join(letter for letter in text.replace('(0)', '') if letter in '0123456789')}"


def _as_business_id(digits: str) -> str:
    """The first digits of a business id as it is stored, with its hyphen before the check digit."""
    number, check = digits[: _BUSINESS_ID_DIGITS - 1], digits[_BUSINESS_ID_DIGITS - 1 :]
    return f"{number}-{check}" if check else number


def _digits(text: str) -> str:
    """The digits of a text that holds nothing but digits and their usual separators; also of a Finnish VAT id."""
    bare = text[2:] if text[:2].upper() == identifiers.HOME_REGION and text[2:].isdigit() else text
    digits = "".join(letter for letter in bare if letter.isascii() and letter.isdigit())
    return digits if all(letter in "0123456789 +-()/.\xa0\u2010\u2011\u2013" for letter in bare) else ""


def _in_order(kind: PartyKind, text: str, most: int) -> Question:
    model = Person if kind is PartyKind.PERSON else Organisation
    return _range(model, "sort_key", ("id", "sort_key"), most, ("sort_key", "id")), _between(sort_key(text))


def _is_whole(key: str, typed: str) -> bool:
    """Return whether a key of the order does not only begin with what was typed, but with that as a word."""
    return key == typed or (key.startswith(typed) and not key[len(typed)].isalnum() and key[len(typed)] != "~")


def _beginning(model: type[Model], column: str, prefix: str, answer: tuple[str, ...], most: int) -> Question:
    """Return the question for the `answer` of rows whose C-collated column begins with the prefix.

    That is a range of the column, which an index serves under row-level security.
    """
    return _range(model, column, answer, most), _between(prefix)


def _between(prefix: str) -> tuple[str, str]:
    return prefix, prefix + PREFIX_END


def _called(model: type[Model], column: str, text: str, answer: str, most: int) -> Question:
    """Return the question for the `answer` of rows whose column is the text, as typed or in capitals."""
    return _one_of(model, column, answer, most), ([text, text.upper()],)


@cache
def _range(model: type[Model], column: str, answer: tuple[str, ...], most: int, order: tuple[str, ...] = ()) -> Frozen:
    return Frozen(
        lambda first, end: (
            model._default_manager.filter(**{f"{column}__gte": first, f"{column}__lt": end})
            .order_by(*order)
            .values_list(*answer)[:most]
        ),
        str,
        str,
    )


@cache
def _one_of(model: type[Model], column: str, answer: str, most: int) -> Frozen:
    return Frozen(
        lambda texts: (
            model._default_manager.filter(**{f"{column}__any_of": texts})
            .exclude(**{answer: None})
            .values_list(answer)[:most]
        ),
        list,
    )


@cache
def _mails(kinds: tuple[PartyKind, ...], most: int) -> Frozen:
    """The question for the kind and id of whose mail address begins with a text: its first letters, and its end."""

    def question(first: str, end: str) -> QuerySet[Any, Any]:
        parts = [
            (PersonEmail if kind is PartyKind.PERSON else OrganisationEmail)
            .objects.filter(normalised__gte=first, normalised__lt=end)
            .values_list(Value(kind.value), f"{kind.value}_id", "valid_to")[:most]
            for kind in kinds
        ]
        return parts[0].union(*parts[1:], all=True)

    return Frozen(question, str, str)
