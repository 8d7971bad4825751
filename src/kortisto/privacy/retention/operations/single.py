"""What is due of one subject, done at once: when a hold over it has ended, or somebody has confirmed that it may go."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from kortisto.declaration.words import Basis
from kortisto.privacy.retention.enums import PURPOSE, SubjectKind, SweepState
from kortisto.privacy.retention.erasing import carry_out
from kortisto.privacy.retention.models import Sweep
from kortisto.privacy.retention.operations.restrictions import restrict_by_rules
from kortisto.privacy.retention.operations.sweeping import certify
from kortisto.privacy.retention.planning import plan_of
from kortisto.privacy.retention.queries import CertificateView, certificate
from kortisto.privacy.retention.remaining import narrow
from kortisto.privacy.retention.walking import learn
from kortisto.register.access import current
from kortisto.register.audit.enums import Door
from kortisto.register.audit.operations import open_access
from kortisto.register.audit.values import Actor


def sweep_subject(
    *, kind: SubjectKind, subject: UUID, by: Actor, at: datetime, channel: Door
) -> CertificateView | None:
    """Erase what is due of one subject, by the same plan as the sweep; return the certificate, None if nothing went.

    A subject that is gone already is no error: somebody else was quicker.
    """
    basis = Basis.LEGAL_OBLIGATION
    with transaction.atomic(), open_access(by=by, purpose=PURPOSE, basis=basis, at=at, channel=channel) as access:
        with connection.cursor() as cursor:
            cursor.execute("set constraints all immediate")
        known = learn(kind, [subject], locked=True)
        plans = [plan_of(one, at) for one in known.values()]
        done = carry_out(plans, at=at)
        narrow(plans, at=at)
        restrict_by_rules(known=known.values(), by=access, at=at, now=at)
        is_person = kind is SubjectKind.PERSON
        access.record(
            "retention.erase",
            object_kind=kind,
            subjects=[subject] if is_person and done.touched else [],
            items=done.items,
        )
        if not done.touched:
            return None
        counts = {
            "people" if is_person else "organisations": len(done.subjects),
            "touched": len(done.touched),
            **{name: dict(sorted(getattr(done, name).items())) for name in ("rows", "items", "rules", "held_back")},
        }
        done_now = Sweep(
            declaration=current.version(), evaluated_at=at, asked_at=at, asked_by=by.id, asked_by_kind=by.kind.value,
            started_at=at, moved_at=at, total=1, looked_at=1, counts=counts,
        )  # fmt: skip
        certify(sweep=done_now, outcome=SweepState.FINISHED, by=by, at=at, channel=channel)
    return certificate(certificate_id=done_now.id)
