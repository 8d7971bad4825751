"""Whether the declaration is about people and organisations that are no customers yet."""

from __future__ import annotations

from kortisto.declaration.model import Condition
from kortisto.register.access import current

_PROSPECTS = frozenset({"prospect contact", "prospect organisation"})  # words of the vocabulary of states


def knows_prospects() -> bool:
    """Return whether a group of the declaration is of prospects: of others it would say neither why nor how long."""
    return any(_speaks_of(group.when) for group in current.compiled().declaration.subject_groups.values())


def _speaks_of(condition: Condition) -> bool:
    return any(term in _PROSPECTS if isinstance(term, str) else _speaks_of(term) for term in condition.terms)
