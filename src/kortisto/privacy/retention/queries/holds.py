"""The holds that stand over a subject, and the list of all that people have opened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import Q, QuerySet

from kortisto.declaration.civil_time import civil_day, end_after, last_day_before
from kortisto.declaration.compiled import HoldPlan
from kortisto.declaration.model import Text
from kortisto.declaration.standing import Standing
from kortisto.declaration.subjects import SubjectState
from kortisto.privacy.retention.enums import SubjectKind
from kortisto.privacy.retention.models import Hold
from kortisto.privacy.retention.rules import holds_to_see
from kortisto.privacy.retention.subject import columns_of, whose
from kortisto.register.access import current
from kortisto.register.audit.values import Access
from kortisto.register.parties.queries.names import names_of

PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldView:
    """A hold over a subject.

    `id` None: it opened by itself, by a state, and is not to be ended by hand; it has neither opener nor review then.
    `late`: by how many days its review is late. `last_day`: the day with which its maximum is over, if it has one.
    `roles`: ids of the roles that may open and end it. `items`: what it concerns; empty: all in its reach.
    `veiled`: only that there is one is told; see `veiling`.
    """

    id: UUID | None
    kind: SubjectKind
    subject: UUID
    subject_name: str
    hold: str
    name: Text
    items: tuple[Text, ...]
    reason: str
    opened_at: datetime | None
    opened_by: UUID | None
    review_on: date | None
    late: int
    reviewed_at: datetime | None
    reviewed_by: UUID | None
    review_reason: str
    ended_at: datetime | None
    ended_by: UUID | None
    end_reason: str
    last_day: date | None
    roles: tuple[str, ...]
    veiled: bool = False

    @property
    def is_open(self) -> bool:
        """Return whether it stands."""
        return self.ended_at is None

    @property
    def by_itself(self) -> bool:
        """Return whether a state opened it, which also ends it."""
        return self.id is None and not self.veiled


class HoldOrder(StrEnum):
    """In which order holds are listed."""

    REVIEW = "review"  # what is most late first
    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldFilter:
    """Which holds are listed. `hold`: id of the declaration; `role`: which may open them; empty: whichever."""

    hold: str = ""
    role: str = ""
    late: bool = False
    ended: bool = False
    order: HoldOrder = HoldOrder.REVIEW


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldsPage:
    """A page of the list. `next`: where it goes on, empty at the end. `late`: how many of all are late for review."""

    holds: tuple[HoldView, ...]
    next: str
    late: int


def holds_of(*, access: Access, kind: SubjectKind, subject: UUID, at: datetime) -> tuple[HoldView, ...]:
    """Return the holds that people opened over a subject, the open ones first, then those that ended lately."""
    access.record("hold.read", object_kind=kind, object_id=subject, subjects=_people(kind, [subject]))
    return stored_holds(kind, subject, at)


def hold(*, access: Access, hold_id: UUID, at: datetime) -> HoldView | None:
    """Return one hold; None when there is none, or none that the actor may see."""
    row = Hold.objects.filter(pk=hold_id, hold__in=holds_to_see(access.actor)).first()
    if row is None:
        access.record("hold.read")
        return None
    kind, subject = whose(row.person_id, row.organisation_id)
    names = names_of(by=access, ids=[subject])
    access.record("hold.read", object_kind=kind, object_id=subject, subjects=_people(kind, [subject]))
    return _view(row, at, names[subject][1] if subject in names else "")


def holds(*, access: Access, wanted: HoldFilter, at: datetime, after: str = "", limit: int = PAGE) -> HoldsPage:
    """Return a page of the holds that the actor may see: all for whoever oversees, else those of their roles.

    `after`: what the page before gave as `next`; a text that is none is the beginning.
    """
    rows = _ordered(_chosen(access, wanted, at), wanted.order, after)[: limit + 1]
    found = list(rows)
    more = len(found) > limit
    found = found[:limit]
    late = _visible(access).filter(ended_at=None, review_on__lt=civil_day(at)).count()
    subjects = [whose(row.person_id, row.organisation_id) for row in found]
    names = names_of(by=access, ids=[id_ for _kind, id_ in subjects]) if subjects else {}
    views = tuple(
        _view(row, at, names[id_][1] if id_ in names else "")
        for row, (_kind, id_) in zip(found, subjects, strict=True)
    )  # fmt: skip
    access.record("hold.list", subjects=[id_ for kind, id_ in subjects if kind is SubjectKind.PERSON])
    return HoldsPage(holds=views, next=_cursor(found[-1], wanted.order) if more else "", late=late)


def every_hold(*, access: Access, wanted: HoldFilter, at: datetime) -> Iterator[HoldView]:
    """Yield all holds of a list, for a file."""
    after = ""
    while True:
        page = holds(access=access, wanted=wanted, at=at, after=after, limit=500)
        yield from page.holds
        after = page.next
        if not after:
            return


def late_reviews(*, access: Access, at: datetime) -> int:
    """Return how many of the holds that the actor may see are late for review."""
    access.record("hold.count")
    return _visible(access).filter(ended_at=None, review_on__lt=civil_day(at)).count()


def stored_holds(kind: SubjectKind, subject: UUID, at: datetime) -> tuple[HoldView, ...]:
    """Return the holds that people opened over a subject; the caller has said that it looks."""
    rows = Hold.objects.filter(**columns_of(kind, subject)).order_by("ended_at", "review_on", "id")
    views = [_view(row, at, "") for row in rows]
    return tuple(sorted(views, key=lambda one: not one.is_open))


def holds_by_themselves(kind: SubjectKind, subject: UUID, state: SubjectState, at: datetime) -> tuple[HoldView, ...]:
    """Return the holds that stand because a module tells of a state: an open invoice, a pending request."""
    return tuple(
        _of_plan(open_.plan, kind, subject)
        for open_ in Standing(current.compiled(), state, at).holds
        if open_.state is None
    )


def _visible(access: Access) -> QuerySet[Hold]:
    return Hold.objects.filter(hold__in=holds_to_see(access.actor))


def _chosen(access: Access, wanted: HoldFilter, at: datetime) -> QuerySet[Hold]:
    rows = _visible(access).filter(ended_at__isnull=not wanted.ended)
    if wanted.hold:
        known = wanted.hold in current.compiled().holds
        rows = rows.filter(hold=wanted.hold) if known else rows.none()
    if wanted.role:
        theirs = [one.node.id for one in current.compiled().holds.values() if wanted.role in one.node.opened_by]
        rows = rows.filter(hold__in=theirs)
    if wanted.late:
        rows = rows.filter(review_on__lt=civil_day(at))
    return rows


def _ordered(rows: QuerySet[Hold], order: HoldOrder, after: str) -> QuerySet[Hold]:
    field = "review_on" if order is HoldOrder.REVIEW else "opened_at"
    down = order is HoldOrder.NEWEST
    value, _tilde, id_ = after.partition("~")
    try:
        bound = (date if field == "review_on" else datetime).fromisoformat(value)
        last = UUID(id_)
    except ValueError:
        after = ""
    if after:
        word = "lt" if down else "gt"
        rows = rows.filter(Q(**{f"{field}__{word}": bound}) | Q(**{field: bound, f"pk__{word}": last}))
    return rows.order_by(*(f"-{one}" if down else one for one in (field, "pk")))


def _cursor(row: Hold, order: HoldOrder) -> str:
    value = row.review_on if order is HoldOrder.REVIEW else row.opened_at
    return f"{value.isoformat()}~{row.pk}"


def _people(kind: SubjectKind, ids: Iterable[UUID]) -> list[UUID]:
    return list(ids) if kind is SubjectKind.PERSON else []


def _view(row: Hold, at: datetime, subject_name: str) -> HoldView:
    compiled = current.compiled()
    plan = compiled.holds.get(row.hold)
    kind, subject = whose(row.person_id, row.organisation_id)
    late = (civil_day(at) - row.review_on).days if row.ended_at is None else 0
    most = plan.node.at_most if plan is not None else None
    return HoldView(
        id=row.id,
        kind=kind,
        subject=subject,
        subject_name=subject_name,
        hold=row.hold,
        name=plan.node.name if plan is not None else Text(row.hold, row.hold, row.hold),
        items=tuple(compiled.name(item) for item in row.items),
        reason=row.reason,
        opened_at=row.opened_at,
        opened_by=row.opened_by,
        review_on=row.review_on,
        late=max(late, 0),
        reviewed_at=row.reviewed_at,
        reviewed_by=row.reviewed_by,
        review_reason=row.review_reason,
        ended_at=row.ended_at,
        ended_by=row.ended_by,
        end_reason=row.end_reason,
        last_day=last_day_before(end_after(row.opened_at, most)) if most is not None and not most.permanent else None,
        roles=plan.node.opened_by if plan is not None else (),
    )


def _of_plan(plan: HoldPlan, kind: SubjectKind, subject: UUID) -> HoldView:
    return HoldView(
        id=None, kind=kind, subject=subject, subject_name="", hold=plan.node.id, name=plan.node.name, items=(),
        reason="", opened_at=None, opened_by=None, review_on=None, late=0, reviewed_at=None, reviewed_by=None,
        review_reason="", ended_at=None, ended_by=None, end_reason="", last_day=None, roles=plan.node.opened_by,
    )  # fmt: skip
