"""Which columns of the log the runtime role may write and read: named one by one, and never changed or removed."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Model

from kortisto.register.audit.models import (
    AccessContext,
    AuditEvent,
    OutboxEvent,
    Pruning,
    PruningPolicy,
    SealedEvent,
    SignedCheckpoint,
    Tile,
    Verification,
)


@dataclass(frozen=True, slots=True)
class AppendOnly:
    """Columns of a table that rows may be added to. What is in neither list the database sets by itself."""

    read: tuple[str, ...]
    written: tuple[str, ...] = ()


def _columns(model: type[Model], *, but: str = "") -> tuple[str, ...]:
    return tuple(str(field.column) for field in model._meta.concrete_fields if field.column != but)


APPEND_ONLY = {
    OutboxEvent._meta.db_table: AppendOnly(
        read=_columns(OutboxEvent), written=_columns(OutboxEvent, but="recorded_at")
    ),
    # The runtime role cannot choose the transaction that a header opens: it cannot write `xid`, the database does.
    # Of the headers it needs to read the transaction, its purpose, its veil and what it hides, which is what row-level
    # security asks for, and its time, by which the database tells what is over.
    AccessContext._meta.db_table: AppendOnly(
        read=("xid", "purpose", "veiled", "hides", "opened_at"), written=_columns(AccessContext, but="xid")
    ),
    Verification._meta.db_table: AppendOnly(read=_columns(Verification), written=_columns(Verification)),
    **{
        model._meta.db_table: AppendOnly(read=_columns(model))
        for model in (AuditEvent, SealedEvent, Tile, SignedCheckpoint, Pruning, PruningPolicy)
    },
}

FUNCTIONS = (
    "audit_seal(bigint, uuid[], integer[], bigint[], bytea[], bytea, text, timestamptz)",
    "audit_clear_contexts()",
    "audit_prune(uuid, text)",
    "audit_prepare_months(date, integer)",
)
"""What else the runtime role may do to the log: each function keeps it whole, whoever calls it (migration 0004)."""
