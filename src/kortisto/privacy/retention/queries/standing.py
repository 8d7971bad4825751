"""What has fallen due, for whom, since when and by which rule; and what each datum of a person stands on."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import Model

from kortisto.declaration.civil_time import civil_day
from kortisto.declaration.decisions import Due, Questions, Reason, due
from kortisto.declaration.endings import DueKind, Justification
from kortisto.declaration.explanations import Explanation, Told, clock_name, grouped_sentences, sentence
from kortisto.declaration.model import Text
from kortisto.declaration.standing import Standing
from kortisto.declaration.subjects import SubjectState
from kortisto.declaration.windows import Reading, Struck
from kortisto.declaration.words import ActionKind, Operation
from kortisto.lib.batches import batched
from kortisto.privacy.retention.enums import SubjectKind
from kortisto.privacy.retention.planning import plan_of
from kortisto.privacy.retention.queries.holds import HoldView, holds_by_themselves, stored_holds
from kortisto.privacy.retention.queries.veiling import Veil
from kortisto.privacy.retention.walking import Known, learn, objects, root_of, subject_ids
from kortisto.register.access import current
from kortisto.register.audit.reckoning import beyond_purpose
from kortisto.register.audit.values import Access, Actor

PORTION = 500
"""Subjects that are looked at in one go: bounds memory, and the time a transaction is open."""


_NEVER_MEANT = frozenset({Reason.NO_USE, Reason.NO_ITEM, Reason.GROUP, Reason.PHASE, Reason.NO_RULE, Reason.NOT_YET})
"""Why a use does not come into question at all; any other reason refuses what the notice else permits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedUse:
    """A use that the notice names and that is refused now. `reason`: a word of `decisions.Reason`; `ref`: its node."""

    purpose: Text
    operation: Operation
    reason: Reason
    ref: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockRead:
    """A clock that a window reads: the date it gave, None where it is running or unknown (`status`)."""

    clock: str
    name: Text
    status: Struck
    date: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowView:
    """One window of a datum. `until`: its exclusive end, None: none is known. `version`: the earlier one that binds."""

    purpose: str
    basis: str
    rule: str
    until: datetime | None
    clocks: tuple[ClockRead, ...]
    version: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DatumStanding:
    """One datum of a subject: what it is, where it came from, and until when it stays by which rule.

    `due_on`: the first civil day on which it should be gone; None when no end is known. `rule`: ref of the node.
    `declaration`: the version that it was collected under. `next_step`: what happens next, on `next_on` where that is
    known. `refused`: uses that are refused at the moment asked; filled in only for the page of one subject.
    """

    item: str
    name: Text
    record: str
    source: str
    collected_on: date
    purposes: tuple[Text, ...]
    bases: tuple[str, ...]
    kind: DueKind
    action: ActionKind
    due_on: date | None
    overdue: bool
    rule: str
    hold_ids: tuple[str, ...]
    holds: tuple[Text, ...]
    explanation: Explanation
    windows: tuple[WindowView, ...]
    declaration: str
    next_on: date | None
    next_step: Explanation
    refused: tuple[RefusedUse, ...] = ()

    def reasons(self, language: str, told: Told | None = None) -> tuple[str, ...]:
        """Return in sentences why the datum is here and until when; what holds for several purposes is said once.

        `told`: what was said of other data of the subject, which mostly stand on the same rows; filled here.
        """
        return grouped_sentences(self.explanation, language, told)

    def what_next(self, language: str) -> str:
        """Return in a sentence what happens to the datum next, and on which day."""
        return sentence(self.next_step, language)


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectStanding:
    """What a subject's data stand on. `placed`: whether it is in a group of the notice; who is in none is not erased.

    `goes`: how many data the next sweep would erase; `held_back`: how many are due and would stay, by `HeldBack`.
    """

    data: tuple[DatumStanding, ...] = ()
    holds: tuple[HoldView, ...] = ()
    restricted: bool = False
    placed: bool = True
    goes: int = 0
    held_back: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectDue:
    """A subject of whom something has fallen due. `since`: the first day on which all of what is due was due."""

    id: UUID
    kind: SubjectKind
    name: str
    since: date
    data: tuple[DatumStanding, ...]
    blocked: int
    whole: bool  # nothing of the subject stays


@dataclass(frozen=True, slots=True, kw_only=True)
class DueReport:
    """What had fallen due by a moment under a version of the declaration."""

    at: datetime
    declaration: str
    looked_at: Mapping[SubjectKind, int]
    subjects: tuple[SubjectDue, ...]

    def count(self, kind: SubjectKind) -> int:
        """Return how many subjects of a kind have something due."""
        return sum(subject.kind is kind for subject in self.subjects)

    def by_rule(self) -> Mapping[str, int]:
        """Return how many data are due by each rule."""
        return Counter(datum.rule for subject in self.subjects for datum in subject.data)


def due_report(*, access: Access, at: datetime) -> DueReport:
    """Return everybody of whom something has fallen due by the moment. Reads everybody, and is logged as that."""
    found: list[SubjectDue] = []
    looked_at: dict[SubjectKind, int] = {}
    seen: list[UUID] = []
    for kind in SubjectKind:
        looked_at[kind] = 0
        for portion in batched(subject_ids(kind), PORTION):
            portion_known = learn(kind, portion)
            looked_at[kind] += len(portion_known)
            seen += portion_known if kind is SubjectKind.PERSON else ()
            found += _due_of(kind, portion_known, at)
    access.record("retention.due", subjects=seen, items=sorted({d.item for s in found for d in s.data}))
    found.sort(key=lambda subject: (subject.since, subject.name))
    return DueReport(at=at, declaration=current.version(), looked_at=looked_at, subjects=tuple(found))


def standing_of(*, access: Access, kind: SubjectKind, subject: UUID, at: datetime) -> SubjectStanding:
    """Return what each datum of a subject stands on and what blocks it: the privacy panel. Empty where there is none.

    Of an organisation, but no person's. Of holds that the actor may not see, only that there is one.
    """
    people = [subject] if kind is SubjectKind.PERSON else []
    access.record("retention.why", object_kind=kind, object_id=subject, subjects=people)
    # Periods run from what has happened last, whether the purpose shows that or not.
    with beyond_purpose():
        return _standing_of(kind, subject, access.actor, at)


def _standing_of(kind: SubjectKind, subject: UUID, actor: Actor, at: datetime) -> SubjectStanding:
    known = learn(kind, [subject]).get(subject)
    if known is None:
        return SubjectStanding()
    plan, veil = plan_of(known, at), Veil(actor)
    holds = (*holds_by_themselves(kind, subject, known.state, at), *stored_holds(kind, subject, at))
    data = _standing(known, at)
    blocking = {id_ for one in data if one.overdue for id_ in one.hold_ids}
    return SubjectStanding(
        data=tuple(veil.datum(one) for one in data),
        holds=tuple(veil.holds(holds, blocking)),
        restricted=known.state.restricted is not None,
        placed=bool(Standing(current.compiled(), known.state, at).all_groups()),
        goes=len(plan.going),
        held_back=dict(plan.held_back),
    )


def standing_of_person(*, access: Access, person: UUID, at: datetime) -> tuple[DatumStanding, ...]:
    """Return what each datum of a person stands on. Empty when there is no such person."""
    return standing_of(access=access, kind=SubjectKind.PERSON, subject=person, at=at).data


def standing_of_organisation(*, access: Access, organisation: UUID, at: datetime) -> tuple[DatumStanding, ...]:
    """Return what each datum of an organisation, but no person's, stands on. Empty when there is no such one."""
    return standing_of(access=access, kind=SubjectKind.ORGANISATION, subject=organisation, at=at).data


@dataclass(slots=True)
class Shared:
    """What several data of one subject stand on, put into words once: by the id of the justification."""

    steps: dict[int, Explanation] = field(default_factory=dict)
    windows: dict[int, WindowView] = field(default_factory=dict)

    def window(self, one: Justification) -> WindowView:
        """Return a window as pages show it."""
        found = self.windows.get(id(one))
        if found is None:
            found = self.windows[id(one)] = _window_view(one)
        return found


def datum_standing(one: Due, at: datetime, shared: Shared | None = None) -> DatumStanding:
    """Return what a datum stands on as a value for pages. `shared`: of what was found for the same subject."""
    compiled = one.compiled
    shared = shared or Shared()
    purposes = {row.purpose: None for row in one.justifications}
    next_on, next_step = one.next_step(at)
    return DatumStanding(
        item=one.item,
        name=compiled.name(one.item),
        record=one.datum.record or "",
        source=one.datum.source or "",
        collected_on=civil_day(one.datum.collected),
        purposes=tuple(compiled.declaration.purposes[purpose].name for purpose in purposes),
        bases=tuple(dict.fromkeys(row.basis for row in one.justifications)),
        kind=one.kind,
        action=one.action.kind,
        due_on=civil_day(one.at) if one.at is not None else None,
        overdue=one.is_due(at),
        rule=one.rule,
        hold_ids=tuple(hold.plan.node.id for hold in one.blocked_by),
        holds=tuple(hold.plan.node.name for hold in one.blocked_by),
        explanation=one.explained(shared.steps),
        windows=tuple(shared.window(row) for row in one.justifications),
        declaration=one.datum.declaration or "",
        next_on=next_on,
        next_step=next_step,
    )


def _window_view(one: Justification) -> WindowView:
    promise = one.window.promise
    return WindowView(
        purpose=one.purpose,
        basis=one.basis,
        rule=one.window.ref,
        until=one.until,
        clocks=tuple(_clocks_of(one.window.counted_from)),
        version=promise.version if promise is not None else None,
    )


def _clocks_of(reading: Reading) -> Iterator[ClockRead]:
    for part in reading.of:
        yield from _clocks_of(part)
    if not reading.of and reading.clock is not None:
        day = civil_day(reading.read) if reading.read is not None else None
        yield ClockRead(clock=reading.clock, name=clock_name(reading.clock), status=reading.status, date=day)


def _standing(known: Known, at: datetime) -> tuple[DatumStanding, ...]:
    refused, shared = _refused(known.state, at), Shared()
    found = due(current.compiled(), subject=known.state)
    return tuple(replace(datum_standing(one, at, shared), refused=tuple(refused[one.item])) for one in found)


def _refused(state: SubjectState, at: datetime) -> Mapping[str, list[RefusedUse]]:
    """Return by item which uses that the notice names are refused now: to look at it, else to contact by it."""
    compiled = current.compiled()
    items = tuple({datum.item: None for datum in state.data})
    asked = {
        (purpose, operation): role
        for purpose, role, operation in compiled.uses
        if operation in {Operation.READ, Operation.CONTACT}
    }
    found: dict[str, dict[str, RefusedUse]] = defaultdict(dict)
    questions = Questions(compiled, items=items, subject=state, at=at)
    for (purpose, operation), role in sorted(asked.items(), key=lambda one: one[0][1] is Operation.CONTACT):
        decision = questions.decide(purpose=purpose, role=role, operation=operation)
        for one in decision.refusals:
            if one.reason not in _NEVER_MEANT:
                name = compiled.declaration.purposes[purpose].name
                found[one.item].setdefault(
                    purpose, RefusedUse(purpose=name, operation=operation, reason=one.reason, ref=one.ref)
                )
    return defaultdict(list, {item: list(uses.values()) for item, uses in found.items()})


def _due_of(kind: SubjectKind, portion: Mapping[UUID, Known], at: datetime) -> Iterator[SubjectDue]:
    """Yield the subjects of a portion of whom something is due."""
    fallen = {id_: due(current.compiled(), subject=known.state, at=at) for id_, known in portion.items()}
    fallen = {id_: found for id_, found in fallen.items() if found}
    names = names_of(kind, fallen)
    for id_, found in fallen.items():
        yield SubjectDue(
            id=id_,
            kind=kind,
            name=names[id_],
            since=max(civil_day(one.at) for one in found if one.at is not None),
            data=tuple(datum_standing(one, at) for one in found),
            blocked=sum(bool(one.blocked_by) for one in found),
            whole=len(found) == len(portion[id_].state.data),
        )


def names_of(kind: SubjectKind, ids: Collection[UUID]) -> Mapping[UUID, str]:
    """Return the names of some subjects of a kind, by id."""
    rows: list[Model] = list(objects(root_of(kind)).filter(pk__in=ids))
    return {row.pk: str(getattr(row, "name", row)) for row in rows}  # roots have a name to show; their text is an id
