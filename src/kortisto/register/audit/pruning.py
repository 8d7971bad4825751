"""Removes lines whose period has passed: their contents go, their hashes stay, and the log can be checked as before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction

from kortisto.lib.ids import uuid7
from kortisto.lib.signed_notes import Signer
from kortisto.register.audit.enums import Door
from kortisto.register.audit.models import SealedEvent
from kortisto.register.audit.operations import record
from kortisto.register.audit.sealing import seal_all
from kortisto.register.audit.values import Actor
from kortisto.register.audit.verifying import pruning_text
from kortisto.register.audit.witnesses import Witness

MARKER = "audit.prune"
LINE = "audit_line"


def prune(
    *, older_than: datetime, by: Actor, at: datetime, channel: Door, signer: Signer, witnesses: Sequence[Witness] = ()
) -> int:
    """Remove the lines before the first that was written at `older_than` or later; return how many.

    Only ever the beginning of the log goes, so that what may be missing is one signed number. First the log says so, in
    a line that is sealed, then the lines go: killed in between, the next run goes on. The database refuses to remove
    what is younger than the declared period, whoever asks. Raises what sealing raises, and django.db.DatabaseError.
    """
    seal_all(at=at, signer=signer, witnesses=witnesses)
    first_kept = SealedEvent.objects.filter(recorded_at__gte=older_than).order_by("seq").values("seq", "id").first()
    over = SealedEvent.objects.all() if first_kept is None else SealedEvent.objects.filter(seq__lt=first_kept["seq"])
    if not over.exists():
        return 0
    marker = uuid7()
    record(
        by=by, action=MARKER, at=at, channel=channel, object_kind=LINE,
        object_id=first_kept["id"] if first_kept else marker, id_=marker,
    )  # fmt: skip
    seal_all(at=at, signer=signer, witnesses=witnesses)
    before = SealedEvent.objects.values_list("seq", flat=True).get(id=first_kept["id"] if first_kept else marker)
    note = signer.sign_text(pruning_text(signer.verifier, before=before, marker=str(marker)))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select audit_prune(%s, %s)", (marker, note))
        return int(cursor.fetchone()[0])
