"""What this package's own tables say of subjects, told to the walkers by the registry of circumstances."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Model

from kortisto.declaration.circumstances import Circumstances, tells_circumstances
from kortisto.declaration.subjects import HoldState
from kortisto.privacy.retention.enums import RestrictionGround
from kortisto.privacy.retention.models import Erasure, Hold, Restriction, Review
from kortisto.register.statements.frozen import Frozen, rows_of_all


def _about(model: type[Model], *columns: str, **only: Any) -> tuple[Frozen, Frozen]:
    """The questions for columns of the rows about some people, and about some organisations; first whose they are."""

    def question(subject: str) -> Frozen:
        return Frozen(
            lambda ids: model._default_manager.filter(**{f"{subject}__any_of": ids}, **only).values_list(
                f"{subject}_id", *columns
            ),
            list,
        )

    return question("person"), question("organisation")


_HOLDS = _about(Hold, "hold", "opened_at", "ended_at", "items")
# What stays after an erasure is not data that may only be stored: what keeps it goes on using it.
_ARTICLE_18 = [one.value for one in RestrictionGround if one is not RestrictionGround.ERASED]
_RESTRICTIONS = _about(Restriction, "since", lifted_at=None, ground__in=_ARTICLE_18)
_ERASURES = _about(Erasure, "asked_on", "carried_out_at")
_REVIEWS = _about(Review, "rule", "reviewed_at", "pk", "until")


@tells_circumstances
def circumstances_of_retention(subjects: Collection[UUID]) -> Mapping[UUID, Circumstances]:
    """Tell holds that people opened, restrictions, what the last reviews have found, and erasures that left something.

    An erasure holds since the request arrived, and reaches whatever was collected until it was carried out.
    """
    questions = (*_HOLDS, *_RESTRICTIONS, *_REVIEWS, *_ERASURES)
    found = rows_of_all([(question, [list(subjects)]) for question in questions])
    held, restricted, reviews = (*found[0], *found[1]), dict((*found[2], *found[3])), (*found[4], *found[5])
    erasures = {subject: (asked_on, done) for subject, asked_on, done in (*found[6], *found[7])}
    holds: dict[UUID, list[HoldState]] = defaultdict(list)
    confirmed: dict[UUID, dict[str, datetime]] = defaultdict(dict)
    kept: dict[UUID, dict[str, date]] = defaultdict(dict)
    for subject, hold, opened, ended, items in held:
        holds[subject].append(HoldState(hold=hold, opened=opened, ended=ended, items=frozenset(items)))
    # Of several findings under one rule the last counts.
    last = {(subject, rule): (at, until) for subject, rule, at, _pk, until in sorted(reviews, key=lambda one: one[2:4])}
    for (subject, rule), (at, until) in last.items():
        if until is None:
            confirmed[subject][rule] = at
        else:
            kept[subject][rule] = until
    return {
        subject: Circumstances(
            holds=tuple(holds.get(subject, ())),
            restricted=restricted.get(subject),
            erasure=erasures[subject][0] if subject in erasures else None,
            reaches=erasures[subject][1] if subject in erasures else None,
            confirmed=confirmed.get(subject, {}),
            kept=kept.get(subject, {}),
        )
        for subject in {*holds, *restricted, *confirmed, *kept, *erasures}
    }
