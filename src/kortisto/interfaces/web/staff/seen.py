"""Who has looked at the data of a party: for who may read the log with names, for everybody else how many."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kortisto.interfaces.web.visits import Visit, in_words
from kortisto.register.access import current
from kortisto.register.access import queries as users
from kortisto.register.audit import queries as log
from kortisto.register.audit.enums import ActorKind

LATEST = 200
"""So many lines of the log are looked at: enough to say who was here lately."""
SHOWN = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """The latest look of one member of staff. `purpose` in the language of the page."""

    who: str
    role: str
    purpose: str
    at: datetime
    times: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """`people`: how many members of staff, in the lines looked at; `looks` is empty for who may not read the log."""

    people: int
    looks: tuple[Look, ...]
    may_read: bool


def seen(visit: Visit, party: UUID) -> Seen:
    """Return who has looked at a party lately, without the look that is under way."""
    latest: dict[UUID, log.LoggedEvent] = {}
    times: dict[UUID, set[str]] = {}
    for line in log.events(subject=party, limit=LATEST):
        if line.actor_kind is ActorKind.USER and line.actor_id and line.request_id != visit.request_id:
            latest.setdefault(line.actor_id, line)
            times.setdefault(line.actor_id, set()).add(line.request_id)
    may_read = visit.has("log.read")
    if not may_read:
        return Seen(people=len(latest), looks=(), may_read=False)
    names = users.names_of(latest)
    declaration = current.compiled().declaration
    looks = []
    for id_, line in list(latest.items())[:SHOWN]:
        role, purpose = declaration.roles.get(line.actor_role), declaration.purposes.get(line.purpose)
        looks.append(
            Look(
                who=names.get(id_, "–"),
                role=in_words(role.name) if role else line.actor_role,
                purpose=in_words(purpose.name) if purpose else line.purpose,
                at=line.happened_at,
                times=len(times[id_]),
            )
        )
    return Seen(people=len(latest), looks=tuple(looks), may_read=True)
