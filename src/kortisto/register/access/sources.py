"""Where a datum comes from when nobody says more than that it was written down here."""

from __future__ import annotations

from collections.abc import Collection

from kortisto.declaration.words import SourceKind
from kortisto.register.access import current
from kortisto.register.audit.values import touches


def sources_for(items: Collection[str]) -> tuple[str, ...]:
    """Return the sources from which the notice says that some of the items come; all of them where it says of none.

    What the notice says nothing of, by naming no items of a source, may come from it.
    """
    listed = current.compiled().declaration.sources
    some = tuple(
        id_ for id_, node in listed.items() if not node.items or any(touches(node.items, item) for item in items)
    )
    return some or tuple(listed)


def usual_source(items: Collection[str]) -> str:
    """Return whence the items come when we write them down: from us, or from the only source that there is for them.

    From us only where the notice says of each of them that our staff writes it down: the origin that is kept by itself
    is no other than the notice tells. Empty where nobody knows.
    """
    listed = current.compiled().declaration.sources
    if not items or len(listed) == 1:
        return next(iter(listed)) if len(listed) == 1 else ""
    every = [id_ for id_, node in listed.items() if not node.items or all(touches(node.items, item) for item in items)]
    ours = next((id_ for id_ in every if listed[id_].kind is SourceKind.STAFF), "")
    some = sources_for(items)
    return ours or (some[0] if len(some) == 1 else "")
