"""Which data wait for somebody to say whether they are still needed.

The list is read from the table that settling keeps, so a page costs what it shows; what somebody decides is asked of
the rules anew, for the subjects that it is about.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import Min, Q, QuerySet

from kortisto.declaration.civil_time import civil_day, end_after, last_day_before
from kortisto.declaration.endings import Endings
from kortisto.declaration.model import RetentionRule, Text
from kortisto.declaration.standing import Standing
from kortisto.privacy.retention.agenda import Waiting, waiting_of
from kortisto.privacy.retention.enums import ReviewOutcome, SubjectKind
from kortisto.privacy.retention.models import AwaitedReview, Review
from kortisto.privacy.retention.rules import reviews_to_make, reviews_to_see
from kortisto.privacy.retention.subject import whose
from kortisto.privacy.retention.walking import learn
from kortisto.register.access import current
from kortisto.register.audit.values import Access
from kortisto.register.parties.queries.names import names_of

PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaiting:
    """Data of one subject under one rule that wait for a review.

    `since`: the day from which on it has waited; `latest`: the last day to which it may be put off; `items`: which.
    """

    rule: str
    roles: tuple[str, ...]
    since: date
    late: int
    latest: date
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Which review: of whom, under which rule."""

    kind: SubjectKind
    subject: UUID
    rule: str

    def __str__(self) -> str:
        """Return it as a link or a form carries it."""
        return f"{self.kind.value}.{self.subject}.{self.rule}"

    @classmethod
    def read(cls, written: str) -> Place | None:
        """Return what a link or a form carried; None when that is no place."""
        kind, _dot, rest = written.partition(".")
        subject, _dot, rule = rest.partition(".")
        try:
            return cls(SubjectKind(kind), UUID(subject), rule) if rule else None
        except ValueError:
            return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What the last review of the same data found: that they were kept, why, when and by whom."""

    reason: str
    at: datetime
    by: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewView:
    """A review that waits, as pages show it. `ref`: of the rule; `last_day`: until when the data stay at the latest.

    `may_make`: whether it is the turn of the one who asks. `before`: the last finding that it is still needed.
    """

    place: Place
    name: str
    ref: str
    roles: tuple[str, ...]
    since: date
    late: int
    last_day: date | None
    latest: date
    items: tuple[Text, ...]
    may_make: bool
    before: Finding | None


class ReviewOrder(StrEnum):
    """In which order reviews are listed."""

    LATE = "late"  # what has waited longest first
    NEW = "new"
    ENDING = "ending"  # what goes soonest without anybody's doing first


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewFilter:
    """Which reviews are listed. `rule`: id in the declaration; `role`: whose turn it is; empty: whichever.

    `kind`: of people or of organisations alone; `days`: only what is later than so many days.
    """

    rule: str = ""
    role: str = ""
    kind: SubjectKind | None = None
    mine: bool = False
    days: int = 0
    order: ReviewOrder = ReviewOrder.LATE


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewsPage:
    """A page of the list. `next`: where it goes on, empty at the end. `all`: how many there are in all."""

    reviews: tuple[ReviewView, ...]
    next: str
    all: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewsWaiting:
    """How many reviews wait for the one who asks, and since when the first."""

    number: int
    since: date | None


def awaiting(kind: SubjectKind, subjects: Collection[UUID], at: datetime) -> Mapping[UUID, tuple[Awaiting, ...]]:
    """Return what waits of some subjects by the rules, the longest first; the caller has said that it looks.

    They are learned together: how many questions are asked does not depend on how many subjects there are.
    """
    compiled = current.compiled()
    found = {}
    for id_, known in learn(kind, subjects).items():
        endings = Endings(Standing(compiled, known.state, at))
        waits = waiting_of([endings.of(datum) for datum in known.state.data], at)
        if waits:
            found[id_] = tuple(_awaiting(one, at) for one in waits)
    return found


def reviews(*, access: Access, wanted: ReviewFilter, at: datetime, after: str = "", limit: int = PAGE) -> ReviewsPage:
    """Return a page of what waits, as of the last `settle`, of what the actor may see.

    `after`: what the page before gave as `next`; a text that is none is the beginning.
    """
    chosen = _chosen(access, wanted, at)
    found = list(_ordered(chosen, wanted.order, after)[: limit + 1])
    more = len(found) > limit
    found = found[:limit]
    return ReviewsPage(
        reviews=_views(access, found, at),
        next=_cursor(found[-1], wanted.order) if more else "",
        all=chosen.count(),
    )


def every_review(*, access: Access, wanted: ReviewFilter, at: datetime) -> Iterator[ReviewView]:
    """Yield all of a list, for a file."""
    after = ""
    while True:
        page = reviews(access=access, wanted=wanted, at=at, after=after, limit=500)
        yield from page.reviews
        after = page.next
        if not after:
            return


def reviews_chosen(
    *, access: Access, wanted: ReviewFilter, at: datetime, among: Sequence[Place], most: int
) -> tuple[ReviewView, ...]:
    """Return the reviews at some places, or where none are named the first of a list; at most so many."""
    rows = _chosen(access, wanted if not among else ReviewFilter(), at)
    if among:
        rows = rows.filter(pk__in=[(one.kind.value, one.subject, one.rule) for one in among[:most]])
    return _views(access, list(_ordered(rows, wanted.order, "")[:most]), at)


def reviews_of(*, access: Access, kind: SubjectKind, subject: UUID, at: datetime) -> tuple[ReviewView, ...]:
    """Return what waits of one subject, the longest first, of what the actor may see."""
    rows = _chosen(access, ReviewFilter(), at).filter(kind=kind.value, subject=subject)
    return _views(access, list(_ordered(rows, ReviewOrder.LATE, "")), at)


def reviews_waiting(*, access: Access, at: datetime) -> ReviewsWaiting:
    """Return how many reviews wait for the roles of the actor."""
    access.record("review.count")
    if not reviews_to_make(access.actor):
        return ReviewsWaiting(number=0, since=None)
    rows = _chosen(access, ReviewFilter(mine=True), at)
    return ReviewsWaiting(number=rows.count(), since=rows.aggregate(first=Min("since"))["first"])


def last_day_to_keep(rule: RetentionRule, last_day: date | None, at: datetime) -> date:
    """Return the last day to which a review may be put off: within its rhythm, and never beyond the maximum."""
    assert rule.review is not None  # noqa: S101 (only such rules have data that wait)
    within = last_day_before(end_after(at, rule.review.every))
    return within if last_day is None else min(within, last_day)


def _awaiting(one: Waiting, at: datetime) -> Awaiting:
    rule = current.compiled().declaration.retention[one.rule]
    return Awaiting(
        rule=one.rule,
        roles=rule.review.by if rule.review is not None else (),
        since=one.since,
        late=(civil_day(at) - one.since).days,
        latest=last_day_to_keep(rule, one.last_day, at),
        items=one.items,
    )


def _chosen(access: Access, wanted: ReviewFilter, at: datetime) -> QuerySet[AwaitedReview]:
    seen = reviews_to_make(access.actor) if wanted.mine else reviews_to_see(access.actor)
    declared = current.compiled().declaration.retention
    if wanted.rule:
        seen &= {wanted.rule}
    if wanted.role:
        seen = frozenset(one for one in seen if (asked := declared[one].review) and wanted.role in asked.by)
    today = civil_day(at)
    rows = AwaitedReview.objects.filter(rule__in=sorted(seen))
    # What is over goes by itself; what is asked for later is not asked for yet.
    rows = rows.filter(Q(last_day__isnull=True) | Q(last_day__gte=today), since__lte=today)
    if wanted.kind is not None:
        rows = rows.filter(kind=wanted.kind.value)
    if wanted.days:
        rows = rows.filter(since__lt=date.fromordinal(max(today.toordinal() - wanted.days, 1)))
    return rows


_NEVER = date.max


def _ordered(rows: QuerySet[AwaitedReview], order: ReviewOrder, after: str) -> QuerySet[AwaitedReview]:
    field, down = ("last_day" if order is ReviewOrder.ENDING else "since"), order is ReviewOrder.NEW
    value, _tilde, written = after.partition("~")
    place = Place.read(written)
    try:
        bound = date.fromisoformat(value)
    except ValueError:
        place = None
    if place is not None:
        word = "lt" if down else "gt"
        # Lines without a last day come last: of them it goes on by their key alone.
        same = Q(**{f"{field}__isnull": True}) if bound == _NEVER else Q(**{field: bound})
        further = Q(**{f"pk__{word}": (place.kind.value, place.subject, place.rule)})
        beyond = Q(pk__in=[]) if bound == _NEVER else Q(**{f"{field}__{word}": bound})
        if field == "last_day" and bound != _NEVER:
            beyond |= Q(last_day__isnull=True)
        rows = rows.filter(beyond | (same & further))
    return rows.order_by(*(f"-{one}" if down else one for one in (field, "kind", "subject", "rule")))


def _cursor(row: AwaitedReview, order: ReviewOrder) -> str:
    value = (row.last_day or _NEVER) if order is ReviewOrder.ENDING else row.since
    return f"{value.isoformat()}~{_place(row)}"


def _place(row: AwaitedReview) -> Place:
    return Place(SubjectKind(row.kind), row.subject, row.rule)


def _views(access: Access, rows: Sequence[AwaitedReview], at: datetime) -> tuple[ReviewView, ...]:
    compiled = current.compiled()
    names = names_of(by=access, ids=[row.subject for row in rows]) if rows else {}
    before = _kept_before(rows)
    mine = reviews_to_make(access.actor)
    people = sorted({row.subject for row in rows if row.kind == SubjectKind.PERSON})
    access.record("review.list", subjects=people)
    found = []
    for row in rows:
        rule = compiled.declaration.retention[row.rule]
        found.append(
            ReviewView(
                place=_place(row),
                name=names[row.subject][1] if row.subject in names else "",
                ref=rule.ref,
                roles=rule.review.by if rule.review is not None else (),
                since=row.since,
                late=(civil_day(at) - row.since).days,
                last_day=row.last_day,
                latest=last_day_to_keep(rule, row.last_day, at),
                items=tuple(compiled.name(item) for item in row.items),
                may_make=row.rule in mine,
                before=before.get(_place(row)),
            )
        )
    return tuple(found)


def _kept_before(rows: Sequence[AwaitedReview]) -> Mapping[Place, Finding]:
    """Return the last finding of each that the data were still needed."""
    if not rows:
        return {}
    ids = {kind: [row.subject for row in rows if row.kind == kind] for kind in SubjectKind}
    theirs = Q(person_id__in=ids[SubjectKind.PERSON]) | Q(organisation_id__in=ids[SubjectKind.ORGANISATION])
    found = {}
    kept = Review.objects.filter(theirs, outcome=ReviewOutcome.KEPT.value)
    for one in kept.order_by("reviewed_at", "pk"):
        kind, subject = whose(one.person_id, one.organisation_id)
        found[Place(kind, subject, one.rule)] = Finding(reason=one.reason, at=one.reviewed_at, by=one.reviewed_by)
    return found


def columns_of_places(places: Collection[Place]) -> dict[SubjectKind, list[UUID]]:
    """Return the subjects of some places, by kind, in the order in which they are locked."""
    return {kind: sorted({one.subject for one in places if one.kind is kind}) for kind in SubjectKind}
