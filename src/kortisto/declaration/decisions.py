"""May this be used: deny unless a row of the declaration covers the use and is live for this subject at this time.

A ban beats a restriction, which beats a permit. What is granted are single items, for one purpose: the same item may be
open for accounting and closed for marketing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from kortisto.declaration.civil_time import opening
from kortisto.declaration.compiled import Compiled, RowPlan
from kortisto.declaration.conditions import Situation, ancestry, applying, reaches
from kortisto.declaration.endings import Due, Endings, due
from kortisto.declaration.explanations import Explanation, explain_window
from kortisto.declaration.model import Ban
from kortisto.declaration.open_holds import OpenHold
from kortisto.declaration.remainders import Remainder, remainder
from kortisto.declaration.standing import Closing, Reason, RowWindow, Standing
from kortisto.declaration.subjects import Datum, SubjectState
from kortisto.declaration.windows import Window, later
from kortisto.declaration.words import ActionKind, ArticleNine, Basis, Channel, HoldKind, Operation

__all__ = [
    "Decision",
    "Due",
    "Finding",
    "Grant",
    "Questions",
    "Reason",
    "Refusal",
    "Remainder",
    "decide",
    "due",
    "remainder",
]

_SEVERITY = {reason: place for place, reason in enumerate(Reason)}

# Article 18(2): what may still be done with restricted data.
_WHILE_RESTRICTED = (Operation.STORE, Operation.RESTRICT)
_LEFT_BY_HOLDS = (Reason.CLOSED, Reason.ERASED)
_BASES_WHILE_RESTRICTED = (Basis.CONSENT, Basis.VITAL_INTEREST, Basis.PUBLIC_TASK)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a row said of an item: why it does not grant it. `ref`: the node that decided, `at`: since when."""

    row: str
    reason: Reason
    ref: str
    at: datetime | None = None
    window: Window | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """An item that may be used, under which row and basis, and until when.

    `data`: the data that may be used; `closed`: those of the same item whose window has closed. Both empty: the subject
    has no such datum yet, and one may be collected. `hold`: the window has closed, and the data stay usable for this
    purpose only because that hold stands.
    """

    item: str
    row: str
    basis: str
    window: Window
    data: tuple[Datum, ...] = ()
    closed: tuple[Datum, ...] = ()
    hold: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """An item that may not be used, and why: the reason nearest to a permit, and what each row said."""

    item: str
    reason: Reason
    ref: str
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The answer for each leaf item asked."""

    purpose: str
    role: str
    operation: Operation
    at: datetime
    grants: tuple[Grant, ...]
    refusals: tuple[Refusal, ...]
    compiled: Compiled = field(compare=False, repr=False)

    @property
    def granted(self) -> frozenset[str]:
        """Return the items that may be used."""
        return frozenset(grant.item for grant in self.grants)

    @property
    def refused(self) -> dict[str, Reason]:
        """Return the items that may not be used, with the reason."""
        return {refusal.item: refusal.reason for refusal in self.refusals}

    @property
    def explanation(self) -> Explanation:
        """Return why, as a tree: the question, an answer for each item, and what it rests on."""
        declaration, name = self.compiled.declaration, self.compiled.name
        purpose = declaration.purposes.get(self.purpose)
        role = declaration.roles.get(self.role)
        children = [
            Explanation(
                "granted" if grant.hold is None else "granted.held",
                {"item": name(grant.item)},
                tuple(ref for ref in (grant.row, grant.basis, grant.hold) if ref is not None),
                (explain_window(grant.window, self.at),),
            )
            for grant in self.grants
        ]
        children += [
            Explanation(
                f"refused.{refusal.reason.name.lower()}",
                {"item": name(refusal.item)},
                (refusal.ref,) if refusal.ref else (),
                tuple(explain_window(found.window, self.at) for found in refusal.findings if found.window is not None),
            )
            for refusal in self.refusals
        ]
        return Explanation(
            "decision",
            {
                "purpose": purpose.name if purpose is not None else self.purpose,
                "role": role.name if role is not None else self.role,
                "operation": f"operation.{self.operation.value}",
                "at": self.at,
            },
            (),
            tuple(children),
        )


def decide(
    compiled: Compiled,
    *,
    purpose: str,
    role: str,
    operation: Operation,
    items: Iterable[str],
    subject: SubjectState,
    at: datetime,
    channel: Channel | None = None,
) -> Decision:
    """Decide which of the items may be used. An item asked by its parent stands for every item under it."""
    questions = Questions(compiled, items=items, subject=subject, at=at)
    return questions.decide(purpose=purpose, role=role, operation=operation, channel=channel)


class Questions:
    """Several uses of the same items of one subject at one time: what no use changes is worked out once for all."""

    def __init__(self, compiled: Compiled, *, items: Iterable[str], subject: SubjectState, at: datetime) -> None:
        self.standing = Standing(compiled, subject, at)
        self.endings = Endings(self.standing)
        self.at = at
        self.asked = _asked(compiled, items, subject)
        restricted = subject.restricted
        self.restricted = restricted is not None and opening(restricted) <= at
        self.outside_of: dict[RowPlan, tuple[Reason, str] | None] = {}
        self.held: dict[tuple[str, str | None], tuple[OpenHold, ...]] = {}
        self.data: dict[str, list[Datum]] = {}
        for datum in subject.data:
            if datum.item in self.asked:
                self.data.setdefault(datum.item, []).append(datum)

    def decide(self, *, purpose: str, role: str, operation: Operation, channel: Channel | None = None) -> Decision:
        """Decide which of the items may be used in one way."""
        use = _Use(self, purpose=purpose, role=role, operation=operation, channel=channel)
        answers = [use.answer(item) for item in self.asked]
        return Decision(
            purpose=purpose,
            role=role,
            operation=operation,
            at=self.at,
            grants=tuple(answer for answer in answers if isinstance(answer, Grant)),
            refusals=tuple(answer for answer in answers if isinstance(answer, Refusal)),
            compiled=self.standing.compiled,
        )


def _asked(compiled: Compiled, items: Iterable[str], subject: SubjectState) -> dict[str, None]:
    """The leaf items under those asked, and what the subject has between the two."""
    asked: dict[str, None] = {}
    for item in items:
        leaves = compiled.expand(item)
        asked.update(dict.fromkeys(leaves))
        if leaves != (item,):
            asked.update({datum.item: None for datum in subject.data if item in ancestry(datum.item)})
    return asked


class _Use:
    """One question put to each item in turn."""

    def __init__(
        self, questions: Questions, *, purpose: str, role: str, operation: Operation, channel: Channel | None
    ) -> None:
        self._standing = questions.standing
        self._endings = questions.endings
        self._compiled = questions.standing.compiled
        self._at = questions.at
        self._purpose = purpose
        self._role = role
        self._operation = operation
        self._channel = channel
        self._rows = self._compiled.uses.get((purpose, role, operation), ())
        self._lineage = self._compiled.lineage(purpose)
        self._restricted = questions.restricted
        self._outside_of = questions.outside_of
        self._closings: dict[RowPlan, Closing | None] = {}
        self._held = questions.held
        self._data = questions.data

    def answer(self, item: str) -> Grant | Refusal:
        rows = [row for row in self._rows if item in row.covers]
        banned = self._banned(item, None) if self._compiled.bans else None
        if banned is not None:
            return Refusal(item=item, reason=Reason.BANNED, ref=banned.ref)
        findings: list[Finding] = []
        best: Grant | None = None
        for row in rows:
            found = self._under(row, item)
            if isinstance(found, Finding):
                findings.append(found)
            elif best is None or _reaches_further(found, best):
                best = found
        if best is not None:
            return best
        if not findings:
            reason = Reason.NO_ITEM if self._rows else Reason.NO_USE
            return Refusal(item=item, reason=reason, ref=f"purposes.{self._purpose}")
        nearest = max(findings, key=lambda found: _SEVERITY[found.reason])
        return Refusal(item=item, reason=nearest.reason, ref=nearest.ref, findings=tuple(findings))

    def _under(self, row: RowPlan, item: str) -> Grant | Finding:
        """Return what one row says of an item."""
        outside = self._outside(row, item)
        if outside is not None:
            return Finding(row=row.ref, reason=outside[0], ref=outside[1])
        held = self._data.get(item)
        if held is None:
            # What is not there yet is asked as if it were collected now.
            datum = Datum(item=item, collected=self._at, declaration=self._compiled.version)
            found = self._for_datum(row, datum)
            return found if isinstance(found, Finding) else replace(found, data=())
        answers = [self._for_datum(row, datum) for datum in held]
        grants = [answer for answer in answers if isinstance(answer, Grant)]
        if not grants:
            return max((one for one in answers if isinstance(one, Finding)), key=lambda one: _SEVERITY[one.reason])
        if len(held) == 1:
            return grants[0]
        return replace(
            grants[0],
            data=tuple(datum for grant in grants for datum in grant.data),
            closed=tuple(datum for datum, answer in zip(held, answers, strict=True) if isinstance(answer, Finding)),
        )

    def _outside(self, row: RowPlan, item: str) -> tuple[Reason, str] | None:
        """Return why a row does not concern this subject at all."""
        banned = self._banned(item, row) if self._compiled.bans_name_rows else None
        if banned is not None:
            return Reason.BANNED, banned.ref
        if row not in self._outside_of:
            self._outside_of[row] = (
                (Reason.GROUP, row.ref)
                if not self._standing.groups(row)
                else (Reason.PHASE, row.ref)
                if not self._standing.in_phase(row)
                else None
            )
        return self._outside_of[row]

    def _for_datum(self, row: RowPlan, datum: Datum) -> Grant | Finding:
        ref = row.ref
        if datum.collected_for is not None and self._compiled.never_together(self._purpose, datum.collected_for):
            return Finding(row=ref, reason=Reason.NEVER_WITH, ref=f"purposes.{self._purpose}")
        found = self._endings.window(row, datum)
        if found is None:
            return Finding(row=ref, reason=Reason.NO_RULE, ref=ref)
        closed, hold = self._closed(row, datum, found), None
        if closed is not None:
            hold = self._left_by_hold(datum, found.window, closed) if closed.reason in _LEFT_BY_HOLDS else None
            if hold is None:
                return closed
        restriction = self._restriction(row, datum)
        if restriction is not None:
            return Finding(row=ref, reason=Reason.RESTRICTED, ref=restriction, window=found.window)
        return Grant(item=datum.item, row=ref, basis=row.basis.ref, window=found.window, data=(datum,), hold=hold)

    def _closed(self, row: RowPlan, datum: Datum, found: RowWindow) -> Finding | None:
        """Return what has closed a row for a datum at the time asked; None while it is open."""
        ref, window = row.ref, found.window
        if row.closable or self._standing.subject.erasure is not None:
            closing = self._closing(row, datum, found)
            if closing is not None and (closing.at is None or closing.at <= self._at):
                return Finding(row=ref, reason=closing.reason, ref=closing.ref, at=closing.at)
        collected = opening(datum.collected)
        if self._at < collected:
            return Finding(row=ref, reason=Reason.NOT_YET, ref=window.ref, at=collected)
        if window.is_open(self._at):
            return None
        then = found.plan.rule.then
        if then.kind is ActionKind.RESTRICT and not self._lineage.isdisjoint(then.readable_for):
            return None
        return Finding(row=ref, reason=Reason.CLOSED, ref=window.ref, at=window.ends, window=window)

    def _closing(self, row: RowPlan, datum: Datum, found: RowWindow) -> Closing | None:
        """Return what closes a row, asked once where it is the same for all its items."""
        standing = self._standing
        if row.closable_by_item or standing.subject.erasure is not None:
            return standing.closing(row, datum, found.plan, operation=self._operation, channel=self._channel)
        if row not in self._closings:
            self._closings[row] = standing.closing(
                row, datum, found.plan, operation=self._operation, channel=self._channel
            )
        return self._closings[row]

    def _holds(self, datum: Datum) -> tuple[OpenHold, ...]:
        if not self._standing.holds:
            return ()
        key = datum.item, datum.place
        if key not in self._held:
            self._held[key] = self._standing.holds_on(datum)
        return self._held[key]

    def _left_by_hold(self, datum: Datum, window: Window, closed: Finding) -> str | None:
        """Return the hold that leaves the data usable for this purpose although their row is closed."""
        asked = closed.reason is Reason.ERASED and window.is_open(self._at)
        for hold in self._standing.holds_on(datum, asked=asked) if self._standing.holds else ():
            if self._purpose in hold.plan.leaves:
                return hold.plan.node.ref
        return None

    def _restriction(self, row: RowPlan, datum: Datum) -> str | None:
        """Return what restricts this use (Article 18), or None."""
        restricting = "rights" if self._restricted else None
        for hold in self._holds(datum):
            left = self._purpose in hold.plan.leaves
            if left and hold.plan.node.kind is HoldKind.CLAIM:
                return None
            if not left and hold.plan.node.kind is HoldKind.DISPUTE_OVER_CORRECTNESS:
                restricting = hold.plan.node.ref
        allowed = (
            restricting is None
            or self._operation in _WHILE_RESTRICTED
            or row.basis.basis in _BASES_WHILE_RESTRICTED
            or row.basis.condition is ArticleNine.LEGAL_CLAIMS
        )
        return None if allowed else restricting

    def _banned(self, item: str, row: RowPlan | None) -> Ban | None:
        """Return the ban on an item: `row` None: whatever the row; else among the bans that name rows."""
        for ban in self._compiled.bans_on(item, self._operation):
            if bool(ban.reach.processing) == (row is not None) and self._hits(ban, item, row):
                return ban
        return None

    def _hits(self, ban: Ban, item: str, row: RowPlan | None) -> bool:
        if ban.by and self._role not in ban.by:
            return False
        groups = self._standing.all_groups() if ban.reach.groups else (None,)
        places = {datum.place for datum in self._data.get(item, ())} if ban.reach.places else {None}
        for group in groups:
            for place in places:
                situation = Situation(
                    facts=self._standing.facts,
                    invoked=self._standing.subject.invoked,
                    role=self._role,
                    item=item,
                    group=group,
                    place=place,
                    processing=row.node.id if row is not None else None,
                    purposes=self._lineage,
                )
                if reaches(ban.reach, situation) and not applying(ban.unless, situation):
                    return True
        return False


def _reaches_further(one: Grant, other: Grant) -> bool:
    """Return whether a grant is better than another: not by a hold, more data, a later end."""
    return (one.hold is None, len(one.data), *later(one.window)) > (
        other.hold is None,
        len(other.data),
        *later(other.window),
    )
