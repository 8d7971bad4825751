"""What the declaration says of a relation is what happens to rows that hang on a subject; else the table says it.

And where a table cannot do what a declaration demands.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from django.db.models import Model

from kortisto.declaration.compiled import Compiled
from kortisto.declaration.holdings import Link, registry
from kortisto.declaration.model import Relation
from kortisto.declaration.words import CascadeKind
from kortisto.privacy.retention.enums import SubjectKind
from kortisto.privacy.retention.walking import Row, link_to_subject
from kortisto.register.access import current

LEFT_BEHIND = frozenset({CascadeKind.CUT, CascadeKind.KEEP, CascadeKind.ANONYMISE})
"""What leaves a row where it is when the subject goes, as far as it is somebody else's too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Misfit:
    """A relation for which a declaration demands what a table cannot do: its rows cannot be without their subject."""

    relation: str
    demanded: CascadeKind
    table: str
    column: str


def declared(link: Link) -> Relation | None:
    """Return what the declaration in force says of a relation; None where it says nothing."""
    return current.compiled().declaration.relations.get(link.relation)


def cascade_of(link: Link) -> CascadeKind:
    """Return what a relation does when the subject goes."""
    found = declared(link)
    return found.cascade if found is not None else link.cascade


def is_left_behind(row: Row, kind: SubjectKind) -> bool:
    """Return whether a row stays for its other owner when its period is over for the subject, or the subject goes.

    What is nobody else's goes by its own period, whatever the relation: there would be nobody left whose it is.
    """
    link = link_to_subject(row.holding, kind)
    return link is not None and not row.alone and can_be_cut(row, kind) and cascade_of(link) in LEFT_BEHIND


def is_made_anonymous(row: Row, kind: SubjectKind) -> bool:
    """Return whether a row that is left behind is to hold nothing of the subject any more."""
    link = link_to_subject(row.holding, kind)
    return link is not None and cascade_of(link) is CascadeKind.ANONYMISE


def can_be_cut(row: Row, kind: SubjectKind) -> bool:
    """Return whether a row can be without the subject: the column that ties it may be empty."""
    column = column_of(row, kind)
    return column is not None and _may_be_empty(row.holding.model, column)


def column_of(row: Row, kind: SubjectKind) -> str | None:
    """Return the column by which a row hangs on its subject; None for the subject's own row."""
    path = row.holding.subject if kind is SubjectKind.PERSON else row.holding.organisation
    return path or None


def misfits(compiled: Compiled) -> Iterator[Misfit]:
    """Yield where a table cannot do what a declaration demands of a relation."""
    for holding in registry():
        for name, column in holding.columns.items():
            found = compiled.declaration.relations.get(column.relation) if isinstance(column, Link) else None
            if found is None or name not in {holding.subject, holding.organisation}:
                continue
            if found.cascade in LEFT_BEHIND and not _may_be_empty(holding.model, name):
                model = cast("type[Model]", holding.model)
                yield Misfit(relation=found.id, demanded=found.cascade, table=model.__name__, column=name)


def _may_be_empty(model: type, column: str) -> bool:
    return bool(cast("type[Model]", model)._meta.get_field(column).null)
