"""What the frame of every page shows: who is here, for which purpose, in which language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from kortisto.interfaces.web.visits import in_words, language_of_page, purposes_of, visit_of
from kortisto.privacy.retention import rules as retention_rules
from kortisto.register.access import current, rules


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of several: `value` is what a form sends."""

    value: str
    name: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The frame around a page. `user` is empty for visitors who have not logged in, and then so are the others.

    `may`: the visitor's permissions, for what a page offers; the door of each page checks them again.
    """

    register: str
    languages: tuple[Choice, ...]
    user: str = ""
    role: str = ""
    purpose: str = ""
    purposes: tuple[Choice, ...] = ()
    oversees: bool = False
    reads_certificates: bool = False
    may: frozenset[str] = frozenset()


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `frame`, looked up only by pages that show it."""
    return {"frame": SimpleLazyObject(lambda: _frame(request))}


def _frame(request: HttpRequest) -> Frame:
    declaration = current.compiled().declaration
    language = language_of_page()
    name = in_words(declaration.register.name)
    languages = tuple(
        Choice(value=code, name=own_name, chosen=code == language) for code, own_name in settings.LANGUAGES
    )
    user: Any = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return Frame(register=name, languages=languages)
    visit = visit_of(request)
    role = declaration.roles.get(visit.by.role)
    purposes = tuple(
        Choice(value=id_, name=in_words(declaration.purposes[id_].name), chosen=id_ == visit.purpose)
        for id_ in purposes_of(visit.by.role)
    )
    return Frame(
        register=name,
        languages=languages,
        user=user.display_name,
        role=in_words(role.name) if role else visit.by.role,
        purpose=next((one.name for one in purposes if one.chosen), ""),
        purposes=purposes,
        oversees=retention_rules.may_oversee(visit.by.role),
        may=rules.permissions_of(visit.by),
        reads_certificates=retention_rules.may_read_certificates(visit.by.role),
    )
