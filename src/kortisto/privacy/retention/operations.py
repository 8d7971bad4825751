"""The sweep: carries out what has fallen due, and certifies it.

Why it is safe: what goes is decided anew for each subject inside the transaction that erases it, from the declaration
in force and the dates as they stand, which are locked so that they go on standing; a datum whose period still runs for
any purpose, or on which a hold stands, is never part of it; a row goes only when everything in it may go, and what
other data hang on goes only when those go too. Each portion is one transaction with its log lines and its count in the
certificate, so that a run that is cut off leaves no half-erased subject and no certificate of what did not happen; the
next run goes on with the rest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import KW_ONLY, dataclass, field
from datetime import datetime
from typing import cast
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import Model

from kortisto.declaration.decisions import Due, due
from kortisto.declaration.holdings import Column, Erasure, Holding, tell_followers
from kortisto.declaration.standing import Standing
from kortisto.declaration.words import ActionKind, Basis, CascadeKind, Operation
from kortisto.lib.batches import batched
from kortisto.privacy.retention import rules
from kortisto.privacy.retention.enums import PURPOSE, HeldBack, SubjectKind
from kortisto.privacy.retention.models import Certificate
from kortisto.privacy.retention.queries import PORTION, CertificateView, certificate_view
from kortisto.privacy.retention.walking import (
    Known,
    Row,
    learn,
    link_to_subject,
    objects,
    places_subject,
    subject_ids,
)
from kortisto.register.access import current
from kortisto.register.access.operations import DeniedError
from kortisto.register.access.rules import must_sign
from kortisto.register.audit.enums import ActorKind, Door
from kortisto.register.audit.operations import open_access
from kortisto.register.audit.values import Access, Actor

Clock = Callable[[], datetime]
"""Tells the time: an aware instant."""

Progress = Callable[[int], None]
"""Called with the number of subjects looked at so far."""


@dataclass(slots=True)
class _Done:
    """What one portion did."""

    subjects: list[UUID] = field(default_factory=list)
    touched: list[UUID] = field(default_factory=list)
    items: set[str] = field(default_factory=set)
    rows: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    held_back: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class _Plan:
    """What goes of one subject: whole rows, single columns, and why the rest of what is due stays."""

    known: Known
    delete: tuple[Row, ...]
    clear: tuple[tuple[Row, tuple[str, ...]], ...]
    going: tuple[Due, ...]
    held_back: Counter[str]


@contextmanager
def oversee(*, by: Actor, at: datetime, channel: Door, request_id: str = "") -> Iterator[Access]:
    """Open the door for watching over retention, which needs no purpose of the declaration but a duty (Article 5(2)).

    For reports only. Raises DeniedError for whom `rules.may_oversee` does not name.
    """
    unsigned = by.kind is ActorKind.USER and must_sign(by)
    if unsigned or not rules.may_oversee(by):
        raise DeniedError(
            by=by, purpose=PURPOSE, operation=Operation.READ, at=at, channel=channel, request_id=request_id,
            no_undertaking=unsigned,
        )  # fmt: skip
    basis = Basis.LEGAL_OBLIGATION
    with open_access(by=by, purpose=PURPOSE, basis=basis, at=at, channel=channel, request_id=request_id) as access:
        yield access


def sweep(
    *,
    by: Actor,
    at: datetime,
    now: datetime,
    channel: Door,
    simulate: bool = False,
    progress: Progress | None = None,
    clock: Clock | None = None,
) -> CertificateView:
    """Erase what had fallen due by `at`, and return the certificate.

    `now` is when the run begins and is what the log says; `clock` tells when it has ended, without it `now` does.
    People go before organisations, because people hang on them. A simulation does the same and takes it back: what it
    returns is exactly what would happen, and it is not kept. Raises ValueError when `at` lies after `now`: nothing is
    erased ahead of its time.
    """
    if at > now and not simulate:
        raise ValueError("a sweep cannot erase what falls due later than now; simulate it instead")
    certificate = Certificate(declaration=current.version(), evaluated_at=at, started_at=now, started_by=by.id)
    run = _Run(certificate, by=by, at=at, now=now, channel=channel, progress=progress, keep=not simulate)
    ended = clock or (lambda: now)
    if simulate:
        # Taken back whole, and only then told to the log: what was looked at was looked at all the same.
        with transaction.atomic():
            touched = run.all()
            certificate.finished_at = ended()
            transaction.set_rollback(True)
        with run.access() as access:
            access.record("retention.simulate", object_kind=SubjectKind.PERSON, subjects=touched)
    else:
        certificate.save(force_insert=True)
        run.all()
        certificate.finished_at = ended()
        certificate.save(update_fields=["finished_at"])
    return certificate_view(certificate)


@dataclass(slots=True)
class _Run:
    """One sweep under way, which counts into its certificate portion by portion."""

    certificate: Certificate
    _: KW_ONLY
    by: Actor
    at: datetime
    now: datetime
    channel: Door
    progress: Progress | None
    keep: bool  # a simulation keeps no certificate

    def access(self) -> AbstractContextManager[Access]:
        return open_access(by=self.by, purpose=PURPOSE, basis=Basis.LEGAL_OBLIGATION, at=self.now, channel=self.channel)

    def all(self) -> list[UUID]:
        """Sweep everybody; return the people of whom something went."""
        people: list[UUID] = []
        looked_at = 0
        for kind in SubjectKind:
            for portion in batched(self._ids(kind), PORTION):
                done = self._sweep(kind, portion)
                people += done.touched if kind is SubjectKind.PERSON else ()
                looked_at += len(portion)
                if self.progress is not None:
                    self.progress(looked_at)
        return people

    def _ids(self, kind: SubjectKind) -> list[UUID]:
        with self.access() as access:
            ids = list(subject_ids(kind))
            access.record("retention.list", object_kind=kind, subjects=ids if kind is SubjectKind.PERSON else ())
        return ids

    def _sweep(self, kind: SubjectKind, ids: Sequence[UUID]) -> _Done:
        with transaction.atomic(), self.access() as access:
            with connection.cursor() as cursor:
                # What the database refuses it refuses at once, where one subject can be left out, not at the end.
                cursor.execute("set constraints all immediate")
            known = learn(kind, ids, locked=self.keep)
            done = _carry_out([_plan(one, self.at) for one in known.values()])
            people = done.touched if kind is SubjectKind.PERSON else ()
            access.record("retention.erase", object_kind=kind, subjects=people, items=done.items)
            _count(self.certificate, kind, done)
            if self.keep:
                self.certificate.save(update_fields=["people", "organisations", "rows", "rules", "held_back"])
        return done


def _count(certificate: Certificate, kind: SubjectKind, done: _Done) -> None:
    if kind is SubjectKind.PERSON:
        certificate.people += len(done.subjects)
    else:
        certificate.organisations += len(done.subjects)
    certificate.rows = _sum(certificate.rows, done.rows)
    certificate.rules = _sum(certificate.rules, done.rules)
    certificate.held_back = _sum(certificate.held_back, done.held_back)


def _sum(before: Mapping[str, int], more: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted((Counter(before) + Counter(more)).items()))


def _plan(known: Known, at: datetime) -> _Plan:
    """Decide what goes of a subject now."""
    held_back: Counter[str] = Counter()
    allowed: dict[tuple[str, str], Due] = {}
    # Nothing justifies data of somebody who is nothing to us; but more likely nobody has said yet what they are.
    unplaced = not Standing(current.compiled(), known.state, at).all_groups()
    for one in due(current.compiled(), subject=known.state, at=at):
        if unplaced:
            held_back[HeldBack.UNPLACED] += 1
        elif one.blocked_by:
            held_back[HeldBack.HOLD] += 1
        elif one.action.kind is not ActionKind.DELETE:
            held_back[HeldBack.ACTION] += 1
        else:
            allowed[one.datum.record or "", one.item] = one
    whole = {record for record, row in known.rows.items() if _is_free(row, allowed)}
    roots = {record for record, row in known.rows.items() if link_to_subject(row.holding, known.kind) is None}
    if _must_stay(known, roots, whole):
        # With the subject stays what says what it is to us: the periods of all that is left depend on that.
        placing = {record for record, row in known.rows.items() if places_subject(row.holding, known.kind)}
        kept = (roots | placing) & whole
        needed = [(known.rows[record], item) for record in kept for item in known.rows[record].items]
        held_back[HeldBack.STILL_NEEDED] = sum(not _clearable(row, item) for row, item in needed)
        whole -= kept
    delete = tuple(known.rows[record] for record in known.rows if record in whole)
    clear = tuple(
        (row, columns)
        for record, row in known.rows.items()
        if record not in whole and (columns := _columns_to_clear(row, allowed))
    )
    gone = {(row.record, item) for row in delete for item in row.items}
    gone |= {(row.record, item) for row, _ in clear for item in row.items if _clearable(row, item)}
    going = tuple(one for key, one in allowed.items() if key in gone)
    held_back[HeldBack.SHARED_ROW] = len(allowed) - len(going) - held_back[HeldBack.STILL_NEEDED]
    return _Plan(known, delete, clear, going, +held_back)


def _must_stay(known: Known, roots: set[str], whole: set[str]) -> bool:
    """Return whether a subject's own row has to stay: for what it holds, or for what hangs on it."""
    left = (row for record, row in known.rows.items() if record not in whole and not row.holding.trace)
    return known.has_dependants or not roots <= whole or any(_hangs_on_subject(row, known) for row in left)


def _is_free(row: Row, allowed: Mapping[tuple[str, str], Due]) -> bool:
    """Return whether everything in the row may go."""
    return bool(row.items) and all((row.record, item) in allowed for item in row.items)


def _columns_to_clear(row: Row, allowed: Mapping[tuple[str, str], Due]) -> tuple[str, ...]:
    """Return the columns that may be emptied in a row that stays."""
    items = [item for item in row.items if (row.record, item) in allowed and _clearable(row, item)]
    return tuple(name for item in items for name in row.items[item])


def _clearable(row: Row, item: str) -> bool:
    """Return whether the item can leave its row without the row."""
    columns = [row.holding.columns[name] for name in row.items[item]]
    return all(isinstance(column, Column) and column.erase is Erasure.CLEAR for column in columns)


def _hangs_on_subject(row: Row, known: Known) -> bool:
    """Return whether the row cannot do without its subject: it would go with it, or belong to nobody."""
    link = link_to_subject(row.holding, known.kind)
    return link is not None and (link.cascade is CascadeKind.CASCADE or row.alone)


def _carry_out(plans: Sequence[_Plan]) -> _Done:
    """Erase what goes of a portion, together or, where the database refuses, one subject at a time.

    Of a subject that it refuses alone too nothing goes, and the reason is counted.
    """
    done = _Done()
    for plan in plans:
        done.held_back += plan.held_back
    going = [plan for plan in plans if plan.going]
    try:
        _erase(going, done)
    except IntegrityError:
        for plan in going:
            try:
                _erase([plan], done)
            except IntegrityError:
                done.held_back[HeldBack.DATABASE] += len(plan.going)
    return done


def _erase(plans: Sequence[_Plan], done: _Done) -> None:
    """Erase what goes of some subjects, all or nothing, and count it. Raises IntegrityError."""
    rows: Counter[str] = Counter()
    clear: dict[tuple[Holding, tuple[str, ...]], list[object]] = {}
    delete: dict[Holding, list[object]] = {}
    roots: dict[Holding, list[object]] = {}
    for plan in plans:
        for row, columns in plan.clear:
            clear.setdefault((row.holding, columns), []).append(row.pk)
        for row in plan.delete:
            (roots if _is_root(row, plan) else delete).setdefault(row.holding, []).append(row.pk)
    with transaction.atomic():
        for (holding, columns), keys in clear.items():
            model = cast("type[Model]", holding.model)
            objects(holding).filter(pk__in=keys).update(**{name: _empty(model, name) for name in columns})
            tell_followers(holding.model, keys, columns)
        # The subjects' own rows last: what hangs on them has its own decision and its own count.
        for holding, keys in [*delete.items(), *roots.items()]:
            tell_followers(holding.model, keys)
            _, by_model = objects(holding).filter(pk__in=keys).delete()
            rows.update({label.rpartition(".")[2]: number for label, number in by_model.items()})
    done.rows += rows
    for plan in plans:
        done.rules += Counter(one.rule for one in plan.going)
        done.items |= {one.item for one in plan.going}
        done.touched.append(plan.known.id)
        if any(_is_root(row, plan) for row in plan.delete):
            done.subjects.append(plan.known.id)


def _is_root(row: Row, plan: _Plan) -> bool:
    return link_to_subject(row.holding, plan.known.kind) is None


def _empty(model: type[Model], name: str) -> object:
    return None if model._meta.get_field(name).null else ""
