"""Which data wait for somebody to say whether they are still needed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from kortisto.declaration.civil_time import civil_day, end_after, last_day_before
from kortisto.declaration.endings import Endings
from kortisto.declaration.standing import Standing
from kortisto.privacy.retention.enums import ReviewOutcome, SubjectKind
from kortisto.privacy.retention.models import Review
from kortisto.privacy.retention.subject import columns_of
from kortisto.privacy.retention.walking import learn
from kortisto.register.access import current


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


def awaiting(kind: SubjectKind, subjects: Collection[UUID], at: datetime) -> Mapping[UUID, tuple[Awaiting, ...]]:
    """Return what waits of some subjects, the longest first; the caller has said that it looks."""
    return {id_: found for id_ in subjects if (found := _of(kind, id_, at))}


def _of(kind: SubjectKind, subject: UUID, at: datetime) -> tuple[Awaiting, ...]:
    known = learn(kind, [subject]).get(subject)
    if known is None:
        return ()
    compiled = current.compiled()
    endings = Endings(Standing(compiled, known.state, at))
    rules = {rule.ref: rule.id for rule in compiled.declaration.retention.values()}
    found: dict[str, Awaiting] = {}
    for datum in known.state.data:
        for review in endings.of(datum).reviews:
            if not review.is_due(at) or review.rule not in rules:
                continue
            rule, since = rules[review.rule], civil_day(review.first)
            ends = [end_after(at, review.every), *([review.until] if review.until is not None else [])]
            before = found.get(rule)
            since = min(since, before.since) if before else since
            latest = last_day_before(min(ends))
            found[rule] = Awaiting(
                rule=rule,
                roles=review.by,
                since=since,
                late=(civil_day(at) - since).days,
                latest=min(latest, before.latest) if before else latest,
                items=tuple(sorted({*(before.items if before else ()), datum.item})),
            )
    kept = _kept(kind, subject)
    waits = [one for one in found.values() if kept.get(one.rule, date.min) <= civil_day(at)]
    return tuple(sorted(waits, key=lambda one: one.since))


def _kept(kind: SubjectKind, subject: UUID) -> Mapping[str, date]:
    """Return until when the last review of each rule has put it off."""
    rows = Review.objects.filter(**columns_of(kind, subject)).order_by("reviewed_at", "pk")
    return {row.rule: row.until or date.min for row in rows if row.outcome == ReviewOutcome.KEPT.value}
