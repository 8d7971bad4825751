"""Who in the register may be the party that somebody is about to add: by what is exactly the same."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet

from kortisto.declaration.words import Operation
from kortisto.lib import identifiers
from kortisto.lib.text_keys import sort_key
from kortisto.register.audit.values import Access
from kortisto.register.parties.enums import ContactKind, PartyKind
from kortisto.register.parties.models import Organisation, Person
from kortisto.register.parties.models.contacts import POINTS
from kortisto.register.parties.values import LookAlike, Party

MOST = 10
"""More look-alikes than this help nobody to choose."""


def look_alikes(
    *,
    by: Access,
    kind: PartyKind,
    names: Iterable[str] = (),
    business_id: str = "",
    vat_id: str = "",
    emails: Iterable[str] = (),
    phones: Iterable[str] = (),
) -> tuple[LookAlike, ...]:
    """Return parties of a kind that are alike in a name, a number, an e-mail address or a telephone number.

    `names`: of a person last name and first name in this order; of an organisation each of its names. Texts that are no
    identifier find nothing. Only what the access may read is compared, so the answer tells nothing that a search would
    not.
    """
    by.require(Operation.READ)
    found: dict[UUID, list[str]] = {}
    for word, ids in _ways(by, kind, tuple(names), business_id, vat_id, tuple(emails), tuple(phones)):
        for id_ in ids[:MOST]:
            found.setdefault(id_, []).append(word)
    best = sorted(found, key=lambda id_: -len(found[id_]))[:MOST]
    parties = {row.pk: row for row in _table(kind)._default_manager.filter(pk__in=best)}
    shown = [id_ for id_ in best if id_ in parties]
    by.record(
        "parties.look_alikes",
        object_kind=kind,
        subjects=shown if kind is PartyKind.PERSON else [],
        items=[f"{kind.value}.name"] if shown else [],
    )
    return tuple(
        LookAlike(
            party=Party(kind=kind, id=id_),
            name=parties[id_].name,
            detail=_detail(parties[id_], by),
            same=tuple(found[id_]),
        )
        for id_ in shown
    )


def _ways(
    by: Access,
    kind: PartyKind,
    names: tuple[str, ...],
    *rest: Any,
) -> Iterable[tuple[str, list[UUID]]]:
    business_id, vat_id, emails, phones = rest
    table = _table(kind)._default_manager
    if by.grants(Operation.READ, f"{kind.value}.name"):
        keys = [sort_key(*names)] if kind is PartyKind.PERSON else [sort_key(name) for name in names if name.strip()]
        if any(keys) and any(name.strip() for name in names):
            yield "name", _ids(table.filter(sort_key__in=keys))
    if kind is PartyKind.ORGANISATION and by.grants(Operation.READ, "organisation.business_id"):
        for field, text, stored in (
            ("business_id", business_id, identifiers.business_id),
            ("vat_id", vat_id, identifiers.vat_id),
        ):
            value = _stored(stored, text)
            if value:
                yield field, _ids(table.filter(**{field: value}))
    for contact, texts in ((ContactKind.EMAIL, emails), (ContactKind.PHONE, phones)):
        points = POINTS[kind, contact]
        check = identifiers.email if contact is ContactKind.EMAIL else identifiers.phone
        values = [value for text in texts if (value := _stored(check, text))]
        if values and by.grants(Operation.READ, f"{kind.value}.contact.{contact.value}"):
            rows = points._default_manager.filter(normalised__in=values).order_by("id")
            yield contact.value, list(dict.fromkeys(rows.values_list(f"{kind.value}_id", flat=True)[:MOST]))


def _table(kind: PartyKind) -> type[Person | Organisation]:
    return Person if kind is PartyKind.PERSON else Organisation


def _ids(rows: QuerySet[Model]) -> list[UUID]:
    return list(rows.order_by("id").values_list("pk", flat=True)[:MOST])


def _stored(check: Any, text: str) -> str:
    try:
        return str(check(text)) if text.strip() else ""
    except ValueError:
        return ""


def _detail(row: Person | Organisation, by: Access) -> str:
    if isinstance(row, Organisation) and by.grants(Operation.READ, "organisation.business_id"):
        return row.business_id or ""
    return ""
