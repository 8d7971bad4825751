"""The sweep: carries out what has fallen due, and certifies it.

It looks at whom the agenda names, so that it costs what is due; the agenda only says where to look.

Why it is safe: what goes is decided anew for each subject inside the transaction that erases it, from the declaration
in force and the dates as they stand, which are locked so that they go on standing; a datum whose period still runs for
any purpose, or on which a hold stands, is never part of it; a row goes only when everything in it may go, and what
other data hang on goes only when those go too. Each portion is one transaction with its log lines and its count in the
certificate, so that a run that is cut off leaves no half-erased subject and no certificate of what did not happen; the
next run goes on with the rest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import KW_ONLY, dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from kortisto.declaration.words import Basis
from kortisto.lib.batches import batched
from kortisto.privacy.retention.enums import PURPOSE, SubjectKind
from kortisto.privacy.retention.erasing import Done, carry_out
from kortisto.privacy.retention.models import Certificate
from kortisto.privacy.retention.operations.settling import settle
from kortisto.privacy.retention.planning import plan_of
from kortisto.privacy.retention.queries import PORTION, CertificateView, candidates, certificate_view, held_back
from kortisto.privacy.retention.walking import learn
from kortisto.register.access import current
from kortisto.register.audit.enums import Door
from kortisto.register.audit.operations import open_access
from kortisto.register.audit.values import Access, Actor

Clock = Callable[[], datetime]
"""Tells the time: an aware instant."""

Progress = Callable[[int], None]
"""Called with the number of subjects looked at so far."""


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
        """Sweep everybody of whom something may be due; return the people of whom something went."""
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
        # What was erased of people may set their organisations free, so this is done anew for each kind.
        settle(by=self.by, at=self.now, channel=self.channel)
        with self.access() as access:
            ids = list(candidates(kind, self.at))
            self.certificate.held_back = _sum(self.certificate.held_back, held_back(kind, self.at))
            access.record("retention.list", object_kind=kind, subjects=ids if kind is SubjectKind.PERSON else ())
        return ids

    def _sweep(self, kind: SubjectKind, ids: Sequence[UUID]) -> Done:
        with transaction.atomic(), self.access() as access:
            with connection.cursor() as cursor:
                # What the database refuses it refuses at once, where one subject can be left out, not at the end.
                cursor.execute("set constraints all immediate")
            known = learn(kind, ids, locked=self.keep)
            done = carry_out([plan_of(one, self.at) for one in known.values()])
            people = done.touched if kind is SubjectKind.PERSON else ()
            access.record("retention.erase", object_kind=kind, subjects=people, items=done.items)
            _count(self.certificate, kind, done)
            if self.keep:
                self.certificate.save(update_fields=["people", "organisations", "rows", "rules", "held_back"])
        return done


def _count(certificate: Certificate, kind: SubjectKind, done: Done) -> None:
    if kind is SubjectKind.PERSON:
        certificate.people += len(done.subjects)
    else:
        certificate.organisations += len(done.subjects)
    certificate.rows = _sum(certificate.rows, done.rows)
    certificate.rules = _sum(certificate.rules, done.rules)
    certificate.held_back = _sum(certificate.held_back, done.held_back)


def _sum(before: Mapping[str, int], more: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted((Counter(before) + Counter(more)).items()))
