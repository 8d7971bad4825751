"""Who is restricted, since when, on which ground and for whom to read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import Q

from kortisto.declaration.civil_time import civil_day
from kortisto.declaration.model import Text
from kortisto.privacy.retention.enums import RestrictionGround, SubjectKind
from kortisto.privacy.retention.models import Restriction
from kortisto.privacy.retention.subject import columns_of, whose
from kortisto.register.access import current
from kortisto.register.audit.values import Access
from kortisto.register.parties.queries.names import names_of

PAGE = 50


class Shown(StrEnum):
    """Which restrictions a page of the list shows."""

    IN_FORCE = "in-force"  # those that can be lifted
    ERASED = "erased"  # what stays after an erasure
    LIFTED = "lifted"


@dataclass(frozen=True, slots=True, kw_only=True)
class RestrictionView:
    """A restriction. `purposes`: which read all the same. `late`: how many days ago somebody should have looked."""

    id: UUID
    kind: SubjectKind
    subject: UUID
    subject_name: str
    ground: RestrictionGround
    rule: str
    purposes: tuple[Text, ...]
    since: datetime
    restricted_by: UUID | None
    until: date | None
    late: int
    lifted_at: datetime | None
    lifted_by: UUID | None
    lift_reason: str
    told_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RestrictionsPage:
    """A page of the list, the oldest first. `next`: where it goes on, empty at the end."""

    restrictions: tuple[RestrictionView, ...]
    next: str


def restrictions(*, access: Access, at: datetime, which: Shown = Shown.IN_FORCE, after: str = "") -> RestrictionsPage:
    """Return a page of the restrictions that stand, of what stays after erasures, or of those that were lifted."""
    rows = Restriction.objects.filter(lifted_at__isnull=which is not Shown.LIFTED).order_by("since", "pk")
    if which is not Shown.LIFTED:
        erased = Q(ground=RestrictionGround.ERASED.value)
        rows = rows.filter(erased if which is Shown.ERASED else ~erased)
    value, _tilde, id_ = after.partition("~")
    try:
        since, last = datetime.fromisoformat(value), UUID(id_)
    except ValueError:
        after = ""
    if after:
        rows = rows.filter(Q(since__gt=since) | Q(since=since, pk__gt=last))
    found = list(rows[: PAGE + 1])
    more, found = len(found) > PAGE, found[:PAGE]
    subjects = [whose(row.person_id, row.organisation_id) for row in found]
    names = names_of(by=access, ids=[id_ for _kind, id_ in subjects]) if found else {}
    access.record("restriction.list", subjects=[id_ for kind, id_ in subjects if kind is SubjectKind.PERSON])
    views = tuple(
        _view(row, at, names[one][1] if one in names else "") for row, (_k, one) in zip(found, subjects, strict=True)
    )
    return RestrictionsPage(
        restrictions=views, next=f"{found[-1].since.isoformat()}~{found[-1].pk}" if more else ""
    )  # fmt: skip


def restrictions_waiting(at: datetime) -> int:
    """Return how many restrictions have passed their last day and go on because nobody was told; within an access."""
    rows = Restriction.objects.filter(lifted_at=None, told_on=None, until__lt=civil_day(at))
    return rows.exclude(ground=RestrictionGround.ERASED.value).count()


def restriction(*, access: Access, restriction_id: UUID, at: datetime) -> RestrictionView | None:
    """Return one restriction; None when there is none."""
    row = Restriction.objects.filter(pk=restriction_id).first()
    if row is None:
        access.record("restriction.read")
        return None
    kind, subject = whose(row.person_id, row.organisation_id)
    names = names_of(by=access, ids=[subject])
    people = [subject] if kind is SubjectKind.PERSON else []
    access.record("restriction.read", object_kind=kind, object_id=subject, subjects=people)
    return _view(row, at, names[subject][1] if subject in names else "")


def restriction_of(kind: SubjectKind, subject: UUID, at: datetime) -> RestrictionView | None:
    """Return the restriction that stands over a subject; the caller has said that it looks.

    Where there are two, that of an erasure: it is the one that stays.
    """
    rows = Restriction.objects.filter(**columns_of(kind, subject), lifted_at=None)
    row = rows.filter(ground=RestrictionGround.ERASED.value).first() or rows.first()
    return _view(row, at, "") if row is not None else None


def _view(row: Restriction, at: datetime, name: str) -> RestrictionView:
    declared = current.compiled().declaration.purposes
    kind, subject = whose(row.person_id, row.organisation_id)
    late = (civil_day(at) - row.until).days if row.until is not None and row.lifted_at is None else 0
    return RestrictionView(
        id=row.id,
        kind=kind,
        subject=subject,
        subject_name=name,
        ground=RestrictionGround(row.ground),
        rule=row.rule,
        purposes=tuple(declared[one].name for one in row.purposes if one in declared),
        since=row.since,
        restricted_by=row.restricted_by,
        until=row.until,
        late=max(late, 0),
        lifted_at=row.lifted_at,
        lifted_by=row.lifted_by,
        lift_reason=row.lift_reason,
        told_on=row.told_on,
    )
