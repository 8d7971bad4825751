"""Restrictions in the ledger: an older database has to learn of them, and of their end, before anybody reads in it."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid5

from kortisto.declaration.holdings import former_ids
from kortisto.privacy.retention.enums import RestrictionGround, SubjectKind
from kortisto.privacy.retention.models import Erasure, Restriction
from kortisto.privacy.retention.subject import columns_of, whose
from kortisto.privacy.retention.walking import objects, root_of
from kortisto.register.access import current
from kortisto.register.audit.values import Access
from kortisto.register.ledger.enums import Act, Reason
from kortisto.register.ledger.replayers import replays
from kortisto.register.ledger.values import Affected, Entry
from kortisto.register.ledger.writing import note

_WHO = {True: "person", False: "staff"}
"""Who wanted an erasure, as the ledger has it."""


def enter_restriction(row: Restriction, reason: Reason, *, erasure: Erasure | None = None) -> None:
    """Enter a restriction that begins in this transaction; with the erasure that has left what it is over."""
    kind, subject = whose(row.person_id, row.organisation_id)
    note(entry=Entry(
        act=Act.RESTRICTED, at=row.since, kind=kind, reason=reason, declaration=current.version(),
        subjects=(_affected(subject),),
        detail={
            "id": str(row.id), "ground": row.ground, "rule": row.rule, "purposes": " ".join(row.purposes),
            "by": str(row.restricted_by or ""), "until": row.until.isoformat() if row.until else "",
            **({"asked": erasure.asked_on.isoformat(), "asked by": _WHO[erasure.on_request]} if erasure else {}),
        },
    ))  # fmt: skip


def enter_lifting(row: Restriction) -> None:
    """Enter that a restriction ends in this transaction."""
    if row.lifted_at is None:
        return
    kind, subject = whose(row.person_id, row.organisation_id)
    note(entry=Entry(
        act=Act.LIFTED, at=row.lifted_at, kind=kind, reason=Reason.USER, declaration=current.version(),
        subjects=(_affected(subject),),
        detail={
            "id": str(row.id), "by": str(row.lifted_by or ""), "told": row.told_on.isoformat() if row.told_on else "",
        },
    ))  # fmt: skip


@replays(Act.RESTRICTED)
def restrict_again(entry: Entry, access: Access, at: datetime) -> tuple[int, int]:  # noqa: ARG001 (of the header)
    """Restrict whom an entry restricted, where they are there and not restricted anyhow, also those merged since."""
    kind, told = SubjectKind(entry.kind), entry.detail
    erased = told["ground"] == RestrictionGround.ERASED
    for id_ in sorted(objects(root_of(kind)).filter(pk__in=entry.ids()).values_list("pk", flat=True)):
        standing = Restriction.objects.filter(**columns_of(kind, id_), lifted_at=None)
        if erased:
            _remember_erasure(entry, columns_of(kind, id_))
        alike = standing.filter(ground=told["ground"]) if erased else standing.exclude(ground=RestrictionGround.ERASED)
        if alike.exists():
            continue
        Restriction.objects.create(
            **columns_of(kind, id_), id=_of(entry, id_), ground=told["ground"], rule=told["rule"],
            purposes=told["purposes"].split(), since=entry.at, restricted_by=_id(told["by"]), until=_day(told["until"]),
        )  # fmt: skip
    return 0, 0


@replays(Act.LIFTED)
def lift_again(entry: Entry, access: Access, at: datetime) -> tuple[int, int]:  # noqa: ARG001 (of the header)
    """Lift the restriction that an entry lifted. Why in words was only in the database."""
    told = entry.detail
    Restriction.objects.filter(pk__in=[_of(entry, id_) for id_ in entry.ids()], lifted_at=None).update(
        lifted_at=entry.at, lifted_by=_id(told["by"]), told_on=_day(told["told"])
    )
    return 0, 0


def _remember_erasure(entry: Entry, whose: dict[str, UUID]) -> None:
    told = entry.detail
    Erasure.objects.get_or_create(
        **whose,
        defaults={
            "asked_on": date.fromisoformat(told["asked"]), "on_request": told["asked by"] == _WHO[True],
            "carried_out_at": entry.at, "carried_out_by": _id(told["by"]),
        },
    )  # fmt: skip


def _affected(subject: UUID) -> Affected:
    return Affected(id=subject, also=tuple(former_ids([subject]).get(subject, ())))


def _of(entry: Entry, subject: UUID) -> UUID:
    """Return the id of the restriction of one whom an entry restricted; of one that was merged into it one of its own.

    An older database knows several, of whom each is restricted.
    """
    id_ = UUID(entry.detail["id"])
    return id_ if subject == entry.subjects[0].id else uuid5(id_, str(subject))


def _id(written: str) -> UUID | None:
    return UUID(written) if written else None


def _day(written: str) -> date | None:
    return date.fromisoformat(written) if written else None
