"""Saved views: one's own, and those that others share."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from kortisto.declaration.words import Operation
from kortisto.register.audit.values import Access
from kortisto.register.parties.enums import PartyKind
from kortisto.register.parties.models import SavedView


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A saved view. `query`: filters, columns and order as an address has them."""

    id: UUID
    owner: UUID
    kind: PartyKind
    name: str
    query: str
    shared: bool


def saved_views(*, by: Access, kind: PartyKind) -> tuple[View, ...]:
    """Return the views of a list that the actor has saved, then those that others share, by name. Tells of nobody."""
    by.require(Operation.READ)
    mine = Q(owner=by.actor.id)
    rows = SavedView.objects.filter(mine | Q(shared=True), kind=kind.value).order_by("name", "id")
    return tuple(map(_view, rows))


def saved_view(*, by: Access, view_id: UUID) -> View | None:
    """Return a view that the actor may use; None where there is none, or somebody else keeps it to themselves."""
    by.require(Operation.READ)
    row = SavedView.objects.filter(Q(owner=by.actor.id) | Q(shared=True), id=view_id).first()
    by.record("view.open", object_kind="view", object_id=view_id)
    return _view(row) if row is not None else None


def _view(row: SavedView) -> View:
    return View(id=row.id, owner=row.owner, kind=PartyKind(row.kind), name=row.name, query=row.query, shared=row.shared)
