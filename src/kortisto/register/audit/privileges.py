"""Which columns of the log the runtime role may write and read: named one by one, and never changed or removed."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Model

from kortisto.register.audit.models import AccessContext, AuditEvent


@dataclass(frozen=True, slots=True)
class AppendOnly:
    """Columns of a table that rows may be added to. What is in neither list the database sets by itself."""

    written: tuple[str, ...]
    read: tuple[str, ...]


def _columns(model: type[Model]) -> tuple[str, ...]:
    return tuple(str(field.column) for field in model._meta.concrete_fields)


_EVENT = _columns(AuditEvent)
_CONTEXT = _columns(AccessContext)

APPEND_ONLY = {
    AuditEvent._meta.db_table: AppendOnly(
        written=tuple(column for column in _EVENT if column != "recorded_at"),
        read=_EVENT,
    ),
    # The runtime role cannot choose the transaction that a header opens: it cannot write `xid`, the database does.
    # Of the headers it needs to read the transaction alone, which is what row-level security asks for.
    AccessContext._meta.db_table: AppendOnly(
        written=tuple(column for column in _CONTEXT if column != "xid"),
        read=("xid",),
    ),
}
