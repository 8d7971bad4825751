"""Whom somebody opened lately: read from the log, so that no name outlives its erasure in a list of its own."""

from __future__ import annotations

from kortisto.interfaces.web.visits import Visit
from kortisto.register.audit import queries as log
from kortisto.register.audit.values import Access
from kortisto.register.parties.queries.names import names_of
from kortisto.register.parties.values import Party

OPENED = {"person.read", "organisation.read"}
LOOKED_THROUGH = 300
"""So many of the visitor's own latest lines of the log are looked through for the pages that they opened."""
RECENT = 12


def opened_lately(visit: Visit, access: Access, most: int = RECENT) -> tuple[tuple[Party, str], ...]:
    """Return whom the visitor opened lately, the latest first, as far as they are still there and may be named."""
    lines = log.events(actor=visit.by.id, limit=LOOKED_THROUGH)
    opened = list(dict.fromkeys(line.object_id for line in lines if line.action in OPENED and line.object_id))[:most]
    if not opened:
        return ()
    named = names_of(by=access, ids=opened)
    return tuple(named[id_] for id_ in opened if id_ in named)
