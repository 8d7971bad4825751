"""Who in the register may be the party that somebody is about to add: by the rules by which all are compared."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import Any
from uuid import UUID

from kortisto.declaration.words import Operation
from kortisto.lib import identifiers
from kortisto.lib.text_keys import search_words, sort_key
from kortisto.register.audit.values import Access
from kortisto.register.parties import likeness
from kortisto.register.parties.enums import ContactKind, LikenessReason, PartyKind
from kortisto.register.parties.likeness import Likeness, Traits
from kortisto.register.parties.models import Organisation, Person
from kortisto.register.parties.models.contacts import POINTS
from kortisto.register.parties.queries.finding import cleaned, find
from kortisto.register.parties.queries.traits import traits_of
from kortisto.register.parties.values import LookAlike, Party

MOST = 10
"""More look-alikes than this help nobody to choose."""

_COMPARED = 60  # found in one way: a frequent name has more bearers, of whom those count who are reached alike
_TELLING = frozenset({LikenessReason.EMAIL, LikenessReason.PHONE, LikenessReason.IDENTIFIER})
"""What is worth a warning whatever the name is."""


def look_alikes(
    *,
    by: Access,
    kind: PartyKind,
    names: Iterable[str] = (),
    business_id: str = "",
    vat_id: str = "",
    emails: Iterable[str] = (),
    phones: Iterable[str] = (),
    organisations: Collection[UUID] = (),
) -> tuple[LookAlike, ...]:
    """Return parties of a kind that are like what was typed, the likeliest first, each with what agrees.

    `names`: of a person last name and first name in this order; of an organisation each of its names. `organisations`:
    whom the person represents. Texts that are no identifier find nothing. Only what the access may read is compared, so
    the answer tells nothing that a search would not.
    """
    by.require(Operation.READ)
    typed = _Typed(by, kind, tuple(names), (business_id, vat_id), tuple(emails), tuple(phones), organisations)
    candidates = {id_ for ids in typed.ways() for id_ in islice(ids, _COMPARED)}
    traits = traits_of(kind, candidates, by)
    compared = {id_: typed.likeness(one) for id_, one in traits.items()}
    alike = {
        id_: result
        for id_, result in compared.items()
        if result.score >= likeness.WORTH_A_WARNING or _TELLING & set(result.reasons)
    }
    best = sorted(alike, key=lambda id_: (-alike[id_].score, id_))[:MOST]
    parties = {row.pk: row for row in _table(kind)._default_manager.filter(pk__in=best)}
    by.record(
        "parties.look_alikes",
        object_kind=kind,
        subjects=best,
        items=[f"{kind.value}.name"] if best else [],
    )
    return tuple(
        LookAlike(
            party=Party(kind=kind, id=id_),
            name=parties[id_].name,
            detail=_detail(parties[id_], by),
            same=alike[id_].reasons,
        )
        for id_ in best
    )


class _Typed:
    """What somebody has typed of a party, in the form in which parties are compared."""

    def __init__(  # noqa: PLR0917 (what a form has)
        self,
        by: Access,
        kind: PartyKind,
        names: tuple[str, ...],
        numbers: tuple[str, str],
        emails: tuple[str, ...],
        phones: tuple[str, ...],
        organisations: Collection[UUID],
    ) -> None:
        self._by = by
        self._kind = kind
        self._names = [name.strip() for name in names]
        self._business_id = _stored(identifiers.business_id, numbers[0])
        self._vat_id = _stored(identifiers.vat_id, numbers[1])
        self._emails = [one for text in emails if (one := _stored(identifiers.email, text))]
        self._phones = [one for text in phones if (one := _stored(identifiers.phone, text))]
        rest: dict[str, Any] = {
            "emails": frozenset(self._emails),
            "phones": frozenset(self._phones),
            "organisations": frozenset(organisations),
            "identifiers": frozenset(filter(None, (self._business_id, self._vat_id))),
        }
        if kind is PartyKind.PERSON:
            given = tuple(search_words(*self._names[1:]))
            self._traits = [Traits(name=tuple(search_words(*self._names)), given=given, **rest)]
        else:
            # Each of its names may be the one by which the register knows it.
            spelt = [name for name in self._names if name] or [""]
            self._traits = [Traits(name=tuple(search_words(name)), **rest) for name in spelt]

    def likeness(self, other: Traits) -> Likeness:
        """Return how like a party is, by the name that is likest."""
        compare = likeness.of(self._kind)
        return max((compare(one, other) for one in self._traits), key=lambda result: result.score)

    def ways(self) -> Iterator[Iterable[UUID]]:
        """Yield who is found by one thing and another."""
        by, kind = self._by, self._kind
        rows = _table(kind)._default_manager
        if by.grants(Operation.READ, f"{kind.value}.name") and any(self._names):
            whole = [sort_key(*self._names)] if kind is PartyKind.PERSON else [sort_key(name) for name in self._names]
            keys = [key for key in whole if key]
            yield rows.filter(sort_key__in=keys).order_by("id").values_list("pk", flat=True)[:_COMPARED]
            # A company is written with its form before or behind, or without.
            spelt = [" ".join(self._names)] if kind is PartyKind.PERSON else map(likeness.name_key, self._names)
            for text in filter(None, spelt):
                yield find(by=by, text=cleaned(text), kinds=[kind], most=_COMPARED).ids(kind)
        if kind is PartyKind.ORGANISATION and by.grants(Operation.READ, "organisation.business_id"):
            for field, value in (("business_id", self._business_id), ("vat_id", self._vat_id)):
                if value:
                    yield rows.filter(**{field: value}).order_by("id").values_list("pk", flat=True)[:_COMPARED]
        for contact, values in ((ContactKind.EMAIL, self._emails), (ContactKind.PHONE, self._phones)):
            if values and by.grants(Operation.READ, f"{kind.value}.contact.{contact.value}"):
                points = POINTS[kind, contact]._default_manager.filter(normalised__in=values).order_by("id")
                yield points.values_list(f"{kind.value}_id", flat=True)[:_COMPARED]


def _table(kind: PartyKind) -> type[Person | Organisation]:
    return Person if kind is PartyKind.PERSON else Organisation


def _stored(check: Any, text: str) -> str:
    try:
        return str(check(text)) if text.strip() else ""
    except ValueError:
        return ""


def _detail(row: Person | Organisation, by: Access) -> str:
    if isinstance(row, Organisation) and by.grants(Operation.READ, "organisation.business_id"):
        return row.business_id or ""
    return ""
