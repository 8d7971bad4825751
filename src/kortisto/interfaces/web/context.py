"""What the frame of every page shows: who is here, for which purpose, in which language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from kortisto.interfaces.web.looks import Looks, looks_of
from kortisto.interfaces.web.navigation import Place, Places, actions, own, places
from kortisto.interfaces.web.visits import Visit, in_words, language_of_page, purposes_of, visit_of
from kortisto.privacy.retention import rules as retention_rules
from kortisto.register.access import current, rules
from kortisto.register.parties import queries as parties

UNDER_THE_THUMB = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of several: `value` is what a form sends."""

    value: str
    name: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Elevated:
    """The elevated access of this session, in words. `is_used`: this page is shown in the borrowed role."""

    id: UUID
    role: str
    purpose: str
    until: datetime
    is_used: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The frame around a page. `user` is empty for visitors who have not logged in, and then so are the others.

    `may`: the visitor's permissions, for what a page offers; the door of each page checks them again.
    """

    register: str
    languages: tuple[Choice, ...]
    looks: Looks
    user: str = ""
    role: str = ""
    purpose: str = ""
    purposes: tuple[Choice, ...] = ()
    areas: tuple[Places, ...] = ()
    actions: tuple[Place, ...] = ()
    own: tuple[Place, ...] = ()
    oversees: bool = False
    reminders: int = 0
    elevated: Elevated | None = None
    may: frozenset[str] = frozenset()

    @property
    def thumb(self) -> tuple[Place, ...]:
        """The four nearest areas, in the order of the rail: as many as fit beside each other on a phone."""
        shown = self._shown
        return tuple(one for one in shown if one in sorted(shown, key=lambda place: place.near)[:UNDER_THE_THUMB])

    @property
    def waiting_behind(self) -> int:
        """How much waits in the areas that a phone shows only when somebody asks for more."""
        return sum(one.waiting for one in self._shown if one not in self.thumb)

    @property
    def _shown(self) -> list[Place]:
        return [place for group in self.areas for place in group.places]


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `frame`, looked up only by pages that show it."""
    return {"frame": SimpleLazyObject(lambda: _frame(request))}


def _frame(request: HttpRequest) -> Frame:
    declaration = current.compiled().declaration
    language = language_of_page()
    name = in_words(declaration.register.name)
    looks = looks_of(request)
    languages = tuple(
        Choice(value=code, name=own_name, chosen=code == language) for code, own_name in settings.LANGUAGES
    )
    user: Any = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return Frame(register=name, languages=languages, looks=looks)
    visit = visit_of(request)
    role = declaration.roles.get(visit.by.role)
    purposes = tuple(
        Choice(value=id_, name=in_words(declaration.purposes[id_].name), chosen=id_ == visit.purpose)
        for id_ in purposes_of(visit)
    )
    page = request.resolver_match.url_name if request.resolver_match else ""
    return Frame(
        register=name,
        languages=languages,
        looks=looks,
        user=user.display_name,
        role=in_words(role.name) if role else visit.by.role,
        purpose=next((one.name for one in purposes if one.chosen), ""),
        purposes=purposes,
        areas=places(visit, page or ""),
        actions=actions(visit),
        own=own(visit),
        reminders=parties.unread_reminders(user_id=user.pk),
        elevated=_elevated(visit),
        oversees=retention_rules.may_oversee(visit.by),
        may=rules.permissions_of(visit.by),
    )


def _elevated(visit: Visit) -> Elevated | None:
    found, declared = visit.elevated, current.compiled().declaration
    if found is None:
        return None
    role, purpose = declared.roles.get(found.role), declared.purposes.get(found.purpose)
    return Elevated(
        id=found.id,
        role=in_words(role.name) if role else found.role,
        purpose=in_words(purpose.name) if purpose else found.purpose,
        until=found.ended_at,
        is_used=visit.by.elevation is not None,
    )
