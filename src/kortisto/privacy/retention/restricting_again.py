"""Restrictions in the ledger: an older database has to learn of them, and of their end, before anybody reads in it."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from kortisto.privacy.retention.enums import SubjectKind
from kortisto.privacy.retention.models import Restriction
from kortisto.privacy.retention.subject import columns_of, whose
from kortisto.privacy.retention.walking import objects, root_of
from kortisto.register.access import current
from kortisto.register.audit.values import Access
from kortisto.register.ledger.enums import Act, Reason
from kortisto.register.ledger.replayers import replays
from kortisto.register.ledger.values import Affected, Entry
from kortisto.register.ledger.writing import note


def enter_restriction(row: Restriction, reason: Reason) -> None:
    """Enter a restriction that begins in this transaction."""
    kind, subject = whose(row.person_id, row.organisation_id)
    note(entry=Entry(
        act=Act.RESTRICTED, at=row.since, kind=kind, reason=reason, declaration=current.version(),
        subjects=(Affected(id=subject),),
        detail={
            "id": str(row.id), "ground": row.ground, "rule": row.rule, "purposes": " ".join(row.purposes),
            "by": str(row.restricted_by or ""), "until": row.until.isoformat() if row.until else "",
        },
    ))  # fmt: skip


def enter_lifting(row: Restriction) -> None:
    """Enter that a restriction ends in this transaction."""
    if row.lifted_at is None:
        return
    kind, subject = whose(row.person_id, row.organisation_id)
    note(entry=Entry(
        act=Act.LIFTED, at=row.lifted_at, kind=kind, reason=Reason.USER, declaration=current.version(),
        subjects=(Affected(id=subject),),
        detail={
            "id": str(row.id), "by": str(row.lifted_by or ""), "told": row.told_on.isoformat() if row.told_on else "",
        },
    ))  # fmt: skip


@replays(Act.RESTRICTED)
def restrict_again(entry: Entry, access: Access, at: datetime) -> tuple[int, int]:  # noqa: ARG001 (of the header)
    """Restrict whom an entry restricted, where they are there and not restricted anyhow."""
    kind, told = SubjectKind(entry.kind), entry.detail
    [subject] = entry.subjects
    there = objects(root_of(kind)).filter(pk=subject.id).exists()
    if there and not Restriction.objects.filter(**columns_of(kind, subject.id), lifted_at=None).exists():
        Restriction.objects.create(
            **columns_of(kind, subject.id), id=UUID(told["id"]), ground=told["ground"], rule=told["rule"],
            purposes=told["purposes"].split(), since=entry.at, restricted_by=_id(told["by"]), until=_day(told["until"]),
        )  # fmt: skip
    return 0, 0


@replays(Act.LIFTED)
def lift_again(entry: Entry, access: Access, at: datetime) -> tuple[int, int]:  # noqa: ARG001 (of the header)
    """Lift the restriction that an entry lifted. Why in words was only in the database."""
    told = entry.detail
    Restriction.objects.filter(pk=UUID(told["id"]), lifted_at=None).update(
        lifted_at=entry.at, lifted_by=_id(told["by"]), told_on=_day(told["told"])
    )
    return 0, 0


def _id(written: str) -> UUID | None:
    return UUID(written) if written else None


def _day(written: str) -> date | None:
    return date.fromisoformat(written) if written else None
