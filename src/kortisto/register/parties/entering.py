"""Tells the ledger of what this package erases by itself: what an import brought, and the demo."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from kortisto.declaration.holdings import former_ids
from kortisto.register.access import current
from kortisto.register.ledger.enums import Act, Reason
from kortisto.register.ledger.values import Affected, Entry
from kortisto.register.ledger.writing import note


def enter_parties(kind: str, ids: Collection[UUID], *, reason: Reason, at: datetime) -> None:
    """Enter that parties of a kind, `person` or `organisation`, are erased in this transaction."""
    if not ids:
        return
    before = former_ids(ids)
    note(entry=Entry(
        act=Act.ERASED, at=at, kind=kind, reason=reason, declaration=current.version(),
        subjects=tuple(Affected(id=id_, also=tuple(before.get(id_, ())), whole=True) for id_ in sorted(ids)),
    ))  # fmt: skip


def enter_rows(rows: Iterable[Any], *, reason: Reason, at: datetime) -> None:
    """Enter that rows which hang on parties are erased in this transaction, while the parties stay."""
    found: dict[tuple[str, UUID], dict[str, tuple[str, ...]]] = defaultdict(dict)
    for row in rows:
        for kind in ("person", "organisation"):
            owner = getattr(row, f"{kind}_id", None)
            if owner:
                found[kind, owner][f"{type(row).__name__}:{row.pk}"] = ()
                break
    for kind in ("person", "organisation"):
        subjects = tuple(Affected(id=id_, rows=gone) for (of, id_), gone in sorted(found.items()) if of == kind)
        if subjects:
            note(entry=Entry(
                act=Act.ERASED, at=at, kind=kind, reason=reason, declaration=current.version(), subjects=subjects
            ))  # fmt: skip
