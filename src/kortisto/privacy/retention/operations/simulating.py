"""What a sweep would do: it is done, counted, and taken back, portion by portion. Nothing of it is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from kortisto.declaration.holdings import registry
from kortisto.declaration.model import Text
from kortisto.declaration.words import Basis
from kortisto.lib.batches import batched
from kortisto.privacy.retention import rules
from kortisto.privacy.retention.enums import PURPOSE, StuckReason, SubjectKind
from kortisto.privacy.retention.erasing import Done, carry_out
from kortisto.privacy.retention.operations.settling import settle
from kortisto.privacy.retention.planning import Plan, plan_of
from kortisto.privacy.retention.queries import PORTION, candidate_page, names_of, number_of_candidates
from kortisto.privacy.retention.queries.candidates import FIRST, Place
from kortisto.privacy.retention.stuck import concerns_all, reason_of
from kortisto.privacy.retention.walking import learn, objects
from kortisto.register.access import current
from kortisto.register.access.rules import require
from kortisto.register.audit.enums import Door
from kortisto.register.audit.operations import open_access
from kortisto.register.audit.values import Access, Actor

SAMPLES = 5
"""Subjects of each kind that are shown with what would go of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A subject of whom something would go. `whole`: it would go itself; `items`, `rules`: of what goes.

    `words`: the items as words of the vocabulary.
    """

    kind: SubjectKind
    id: UUID
    name: str
    whole: bool
    items: tuple[Text, ...]
    words: tuple[str, ...]
    rules: tuple[str, ...]


@dataclass(slots=True, kw_only=True)
class Simulation:
    """What would happen. `complete`: everybody was looked at; `samples` are empty for who may not see people.

    `total`: to how many there is to look.
    """

    declaration: str
    evaluated_at: datetime
    total: int = 0
    looked_at: int = 0
    complete: bool = True
    people: int = 0
    organisations: int = 0
    rows: Counter[str] = field(default_factory=Counter)
    items: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    held_back: Counter[str] = field(default_factory=Counter)
    holds: Counter[str] = field(default_factory=Counter)
    stuck: Counter[StuckReason] = field(default_factory=Counter)
    samples: list[Sample] = field(default_factory=list)


Told = Callable[[Simulation], bool]
"""Called before the first portion and after each, outside of what is taken back; it ends there when this is False."""


def simulate_sweep(
    *,
    by: Actor,
    at: datetime,
    channel: Door,
    evaluated_at: datetime | None = None,
    most: int | None = None,
    told: Told | None = None,
    request_id: str = "",
) -> Simulation:
    """Return what a sweep of what has fallen due by `evaluated_at` (without it: by now) would do.

    `most`: of each kind look at no more subjects than so many. Each portion is a transaction of its own that is rolled
    back; that people were looked at stands in the log all the same. Raises NotPermittedError.
    """
    require(by=by, permission=rules.SWEEP, at=at, channel=channel, request_id=request_id)
    found = Simulation(declaration=current.version(), evaluated_at=evaluated_at or at)
    run = _Simulating(found, by, at, channel, request_id, shows=rules.may_oversee(by))
    settle(by=by, at=at, channel=channel, whole=True)
    run.look_ahead()
    goes_on = told is None or told(found)
    for kind in SubjectKind:
        after, looked_at = FIRST, 0
        while goes_on and (
            places := run.portion(kind, after, PORTION if most is None else min(PORTION, most - looked_at))
        ):
            after, looked_at = places[-1], looked_at + len(places)
            found.looked_at += len(places)
            goes_on = told is None or told(found)
        found.complete = found.complete and goes_on and looked_at != most
    if goes_on:
        run.organisations_set_free()
    return found


@dataclass(slots=True)
class _Simulating:
    found: Simulation
    by: Actor
    at: datetime
    channel: Door
    request_id: str
    shows: bool
    set_free: set[UUID] = field(default_factory=set)
    looked_at: set[UUID] = field(default_factory=set)

    def look_ahead(self) -> None:
        """Count to how many there is to look."""
        with self._access() as access:
            access.record("retention.simulate")
            self.found.total = sum(number_of_candidates(kind, self.found.evaluated_at) for kind in SubjectKind)

    def portion(self, kind: SubjectKind, after: Place, size: int) -> list[Place]:
        """Do a portion and take it back; return whom it looked at."""
        if size < 1:
            return []
        with self._access() as access:
            places = candidate_page(kind, self.found.evaluated_at, after=after, limit=size)
            ids = [subject for _, subject in places]
            access.record("retention.simulate", object_kind=kind, subjects=ids if kind is SubjectKind.PERSON else ())
        self._try(kind, ids)
        return places

    def organisations_set_free(self) -> None:
        """Look at the organisations that a real sweep would look at because it has erased their people before."""
        with self._access() as access:
            ids = sorted(self.set_free - self.looked_at)
            access.record("retention.simulate", object_kind=SubjectKind.ORGANISATION)
        for portion in batched(ids, PORTION):
            self._try(SubjectKind.ORGANISATION, portion)

    def _try(self, kind: SubjectKind, ids: Sequence[UUID]) -> None:
        if not ids:
            return
        with transaction.atomic():
            with self._access() as access:
                with connection.cursor() as cursor:
                    cursor.execute("set constraints all immediate")
                if kind is SubjectKind.PERSON:
                    self.set_free |= _organisations_of(ids)
                else:
                    self.looked_at |= set(ids)
                    self._erase(SubjectKind.PERSON, _people_of(ids), counted=False)
                self._erase(kind, ids, counted=True)
                # Taken back with the rest; that they were looked at stands in the line that was written before.
                access.record("retention.simulate", object_kind=kind)
            transaction.set_rollback(True)

    def _access(self) -> AbstractContextManager[Access]:
        return open_access(
            by=self.by, purpose=PURPOSE, basis=Basis.LEGAL_OBLIGATION, at=self.at, channel=self.channel,
            request_id=self.request_id,
        )  # fmt: skip

    def _erase(self, kind: SubjectKind, ids: Sequence[UUID], *, counted: bool) -> None:
        if not ids:
            return
        try:
            with transaction.atomic():
                known = learn(kind, ids)
                plans = [plan_of(one, self.found.evaluated_at) for one in known.values()]
                # Their names are asked for before they go.
                names = self._names(kind, plans) if counted else {}
                done = carry_out(plans, at=self.at)
        except Exception as error:
            if concerns_all(error):
                raise
            if len(ids) == 1:
                self.found.stuck[reason_of(error)[0]] += counted
                return
            half = len(ids) // 2
            self._erase(kind, ids[:half], counted=counted)
            self._erase(kind, ids[half:], counted=counted)
            return
        if counted:
            self._count(kind, done)
            self.found.samples += [_sample(plan, names[plan.known.id]) for plan in plans if plan.known.id in names]

    def _names(self, kind: SubjectKind, plans: Sequence[Plan]) -> dict[UUID, str]:
        room = SAMPLES - sum(sample.kind is kind for sample in self.found.samples) if self.shows else 0
        chosen = [plan.known.id for plan in plans if plan.going][: max(room, 0)]
        return dict(names_of(kind, chosen)) if chosen else {}

    def _count(self, kind: SubjectKind, done: Done) -> None:
        if kind is SubjectKind.PERSON:
            self.found.people += len(done.subjects)
        else:
            self.found.organisations += len(done.subjects)
        for name in ("rows", "items", "rules", "held_back", "holds"):
            getattr(self.found, name).update(getattr(done, name))


def _people_of(organisations: Sequence[UUID]) -> list[UUID]:
    """Return the people on whom it depends whether organisations go: a real sweep has been at them before."""
    found: set[UUID] = set()
    for holding in registry():
        if holding.subject and holding.organisation and holding.collected:
            rows = objects(holding).filter(
                **{f"{holding.organisation}__in": list(organisations), f"{holding.subject}__isnull": False}
            )
            found.update(rows.values_list(holding.subject, flat=True))
    return sorted(found)


def _organisations_of(people: Sequence[UUID]) -> set[UUID]:
    """Return the organisations that people hang on, or hung on."""
    found: set[UUID] = set()
    for holding in registry():
        if holding.subject and holding.organisation and holding.collected:
            rows = objects(holding).filter(
                **{f"{holding.subject}__in": list(people), f"{holding.organisation}__isnull": False}
            )
            found.update(rows.values_list(holding.organisation, flat=True))
    return found


def _sample(plan: Plan, name: str) -> Sample:
    compiled = current.compiled()
    words = tuple(dict.fromkeys(one.item for one in plan.going))
    return Sample(
        kind=plan.known.kind,
        id=plan.known.id,
        name=name,
        whole=any(plan.is_root(row) for row in plan.delete),
        items=tuple(compiled.name(item) for item in words),
        words=words,
        rules=tuple(sorted({one.rule for one in plan.going})),
    )
