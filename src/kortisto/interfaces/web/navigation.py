"""The areas of the staff pages: one line each, in the order in which the rail shows them.

A new area adds a line to `AREAS`: its name, the address of its first page, an icon of `icons.svg`, who may see it, and
the letter that leads there after `g`. Something that can be begun from anywhere adds a line to `ACTIONS`. They stand in
the rail, at the bottom of a phone and in the command palette; none of them opens a door: each page asks itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kortisto.declaration.words import Operation
from kortisto.interfaces.web.visits import Visit
from kortisto.privacy.retention import queries as retention_queries
from kortisto.privacy.retention import rules as retention
from kortisto.register.access import queries as access
from kortisto.register.access.rules import id_of, may

May = Callable[[Visit], bool]


class Group(StrEnum):
    """Under which heading an area stands."""

    WORK = "work"
    PRIVACY = "privacy"
    KEEPING = "keeping"


GROUP_NAMES = {Group.WORK: "", Group.PRIVACY: _("Privacy"), Group.KEEPING: _("Administration")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A place in the rail. `url`: name of its first page; `also`: names of the others; `key`: the letter after `g`;
    `waiting`: how much there waits for the visitor. `near`: the smaller, the rather it stands under the thumb.
    """

    name: Any
    url: str
    icon: str
    group: Group = Group.WORK
    may: May = lambda visit: True  # noqa: ARG005 (everybody who has logged in)
    also: tuple[str, ...] = ()
    key: str = ""
    waiting: Callable[[Visit], int] = lambda visit: 0  # noqa: ARG005
    near: int = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Something that can be begun from anywhere, by the command palette."""

    name: Any
    url: str
    icon: str
    may: May = lambda visit: True  # noqa: ARG005


def _oversees(visit: Visit) -> bool:
    return retention.may_oversee(visit.by)


def _imports(visit: Visit) -> bool:
    return visit.has("import")


def _reads_certificates(visit: Visit) -> bool:
    return retention.may_read_certificates(visit.by)


def _sees_sweeps(visit: Visit) -> bool:
    return retention.may_read_certificates(visit.by) or retention.may_sweep(visit.by)


def _sees_holds(visit: Visit) -> bool:
    return retention.may_see_holds(visit.by)


def _regular_runs_waiting(visit: Visit) -> int:
    return retention_queries.regular_runs_waiting(by=visit.by, at=visit.at)


def _merges(visit: Visit) -> bool:
    return may(visit.by, "merge")


def _adds(item: str) -> May:
    return lambda visit: visit.may(Operation.COLLECT, item)


def _keeps_tags(visit: Visit) -> bool:
    declared = any(visit.may(Operation.READ, item) for item in ("person.tag", "person.group"))
    return declared and visit.has("tags.manage")


AREAS: tuple[Area, ...] = (
    Area(name=_("Register"), url="parties", icon="people", also=("person", "organisation"), key="r", near=1),
    Area(name=_("People"), url="people", icon="person", also=("many", "undo-many"), key="p", near=4),
    Area(name=_("Organisations"), url="organisations", icon="building", key="o", near=5),
    Area(
        name=_("Duplicates"), url="duplicates", icon="merge", may=_merges, also=("merge", "merges"), key="d",
    ),
    Area(
        name=_("Log of use"), url="log", icon="history", group=Group.PRIVACY, may=lambda visit: visit.has("log.read"),
        also=("log-seal",), key="l", near=3,
    ),
    Area(
        name=_("The seal of the log"), url="log-seal", icon="shield-check", group=Group.PRIVACY,
        may=lambda visit: visit.has("log.verify") and not visit.has("log.read"),
    ),
    Area(name=_("My day"), url="day", icon="day", also=("reminders", "calendar", "task"), key="m", near=6),
    Area(
        name=_("Tags and groups"), url="tags", icon="tag", group=Group.KEEPING, may=_keeps_tags, also=("group",),
    ),
    Area(
        name=_("Retention"), url="retention", icon="hourglass", group=Group.PRIVACY, may=_oversees, key="t",
        also=("retention-calendar",),
    ),
    Area(
        name=_("Sweeps"), url="sweeps", icon="clock", group=Group.PRIVACY, may=_sees_sweeps, key="w",
        also=("trial",),
    ),
    Area(
        name=_("Holds"), url="holds", icon="lock", group=Group.PRIVACY, may=_sees_holds,
        also=("add-hold", "hold", "end-hold"), key="h",
    ),
    Area(
        name=_("Confirmations"), url="reviews", icon="check", group=Group.PRIVACY,
        may=lambda visit: bool(retention.reviews_to_see(visit.by)), also=("decide-reviews",), key="v",
    ),
    Area(
        name=_("Restrictions"), url="restrictions", icon="lock", group=Group.PRIVACY,
        may=lambda visit: visit.has("restrictions.manage"), also=("restriction", "restrict"), key="x",
    ),
    Area(
        name=_("Certificates"), url="certificates", icon="certificate", group=Group.PRIVACY, may=_reads_certificates,
        also=("certificate",), key="c",
    ),
    Area(
        name=_("Regular runs"), url="regular-runs", icon="calendar", group=Group.PRIVACY,
        may=lambda visit: retention.may_see_regular_runs(visit.by), also=("record-regular-run",),
        waiting=_regular_runs_waiting,
    ),
    Area(
        name=_("Elevated access"), url="elevations", icon="unlock", group=Group.PRIVACY,
        may=lambda visit: visit.has("elevations.oversee"), key="e",
        waiting=lambda visit: access.unseen_elevations(user_id=id_of(visit.by)), near=2,
    ),
    Area(
        name=_("Users"), url="users", icon="people", group=Group.KEEPING,
        may=lambda visit: visit.has("accounts.manage"), key="u",
        also=("user", "invite", "levels", "level", "new-level"),
    ),
    Area(
        name=_("Import"), url="imports", icon="upload", group=Group.KEEPING, may=_imports,
        also=("import", "undo-import"), key="i",
    ),
    Area(
        name=_("Notice"), url="officer-notice", icon="notice", group=Group.PRIVACY, may=_oversees, key="n",
        also=("notice-versions", "notice-adopt"),
    ),
)  # fmt: skip

ACTIONS: tuple[Action, ...] = (
    Action(name=_("Opened by you lately"), url="search", icon="history"),
    Action(name=_("Add a person"), url="add-person", icon="person", may=_adds("person.name")),
    Action(name=_("Add an organisation"), url="add-organisation", icon="building", may=_adds("organisation.name")),
    Action(name=_("Invite a user"), url="invite", icon="plus", may=lambda visit: visit.has("accounts.manage")),
    Action(name=_("Ask for elevated access"), url="elevate", icon="unlock", may=lambda visit: visit.has("elevate")),
    Action(name=_("Import a file"), url="imports", icon="upload", may=_imports),
)

OWN: tuple[Action, ...] = (
    Action(name=_("My account"), url="account", icon="person"),
    Action(name=_("Roles and permissions"), url="roles", icon="key"),
)
"""Pages on the visitor's own account: they stand in the menu of the user."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An area as a page shows it."""

    name: str
    address: str
    icon: str
    key: str
    current: bool
    waiting: int = 0
    near: int = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """The areas under one heading; `name` is empty for those that need none."""

    id: str
    name: str
    places: tuple[Place, ...]


def places(visit: Visit, page: str) -> tuple[Places, ...]:
    """Return the areas that the visitor may see, by heading; `page` is the name of the page that is open."""
    shown = [area for area in AREAS if area.may(visit)]
    return tuple(
        Places(
            id=group.value,
            name=str(name),
            places=tuple(_place(area, page, visit) for area in shown if area.group is group),
        )
        for group, name in GROUP_NAMES.items()
        if any(area.group is group for area in shown)
    )


def actions(visit: Visit) -> tuple[Place, ...]:
    """Return what the visitor may begin from anywhere."""
    return _begun(ACTIONS, visit)


def own(visit: Visit) -> tuple[Place, ...]:
    """Return the pages on the visitor's own account."""
    return _begun(OWN, visit)


def _begun(these: tuple[Action, ...], visit: Visit) -> tuple[Place, ...]:
    return tuple(
        Place(name=str(one.name), address=reverse(f"web:{one.url}"), icon=one.icon, key="", current=False)
        for one in these
        if one.may(visit)
    )


def _place(area: Area, page: str, visit: Visit) -> Place:
    return Place(
        name=str(area.name),
        address=reverse(f"web:{area.url}"),
        icon=area.icon,
        key=area.key,
        current=page == area.url or page in area.also,
        waiting=area.waiting(visit),
        near=area.near,
    )
