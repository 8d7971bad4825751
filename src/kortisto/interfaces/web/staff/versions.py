"""The versions of the notice: what was adopted by whom, what the file would change, and its adoption."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kortisto.declaration.civil_time import civil_day
from kortisto.declaration.explanation_texts import NAMES_OF_WORDS
from kortisto.declaration.loader import CannotLoadError, sources
from kortisto.declaration.model import Declaration, Text
from kortisto.declaration.printing import IncompleteNoticeError
from kortisto.declaration.printing.differences import differences_in_words
from kortisto.declaration.versions import LostUse
from kortisto.interfaces.web.errors import not_found
from kortisto.interfaces.web.public.notices import printed
from kortisto.interfaces.web.staff.labels import rule_of
from kortisto.interfaces.web.toasts import toast
from kortisto.interfaces.web.visits import Visit, in_words, language_of_page, staff
from kortisto.privacy.retention import operations
from kortisto.privacy.retention.queries.adopting import Preview, is_behind, names_to_tell, preview
from kortisto.privacy.retention.rules import may_oversee
from kortisto.register.access.adopting import (
    CannotAdoptError,
    ChangedMeanwhileError,
    Files,
    NotYetError,
    OtherRegisterError,
    VersionNotHigherError,
    checked,
    digest_of,
    require_order,
)
from kortisto.register.access.operations import notices
from kortisto.register.access.queries import names_of
from kortisto.register.access.queries.notices import FileState, adopted, compiled_version, file_state, versions
from kortisto.register.audit.enums import Door

_MOST_NAMED = 200
_MOST_SETTLED = 5_000
"""Changes that are counted in while somebody waits; after a large import the worker does the rest."""


@require_safe
@staff
def every_version(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the versions, and how the file stands to the one in force."""
    if not may_oversee(visit.by):
        return not_found(request)
    found = versions()
    names = names_of([one.adopted_by for one in found if one.adopted_by])
    context = {
        "versions": [(one, names.get(one.adopted_by, "") if one.adopted_by else "") for one in found],
        "state": file_state().value,
        "file": settings.KORTISTO_DECLARATION,
        "may_adopt": visit.has(notices.ADOPT),
    }
    return render(request, "web/staff/versions.html", context)


@login_not_required
@require_safe
def version(request: HttpRequest, number: int) -> HttpResponse:
    """Show a version to everybody as it was published: data collected under it are bound by it."""
    found = adopted(number=number)
    compiled = compiled_version(version=f"{found.register} {found.version}") if found else None
    if compiled is None:
        return not_found(request)
    language = language_of_page()
    try:
        shown = printed(compiled, language, "public")
    except IncompleteNoticeError:
        return not_found(request)
    return render(request, "web/notice/version.html", {"notice": shown, "version": found})


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def adopt(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show what the file would change; POST adopts it, if it is still the one that was shown."""
    visit.require(notices.ADOPT)
    last = next(iter(versions()), None)
    if last is None or file_state() is not FileState.DIFFERS:
        return redirect("web:notice-versions")
    try:
        files = sources(Path(settings.KORTISTO_DECLARATION))
        declaration = checked(files, civil_day(visit.at))
        require_order(declaration, register=last.register, version=last.version, today=civil_day(visit.at))
        if request.method == "POST":
            return _adopted(request, visit, files)
        return render(request, "web/staff/adopt.html", _context(visit, declaration, files, last.number))
    except CannotLoadError:
        messages.error(request, _("The file has errors. ./kortisto notice check tells them."))
    except (OSError, CannotAdoptError) as error:
        messages.error(request, _refusal(error))
    return redirect("web:notice-versions")


def _adopted(request: HttpRequest, visit: Visit, files: Files) -> HttpResponse:
    """Adopt what was shown, and nothing else."""
    number = request.POST.get("instead_of", "")
    if request.POST.get("digest") != digest_of(files) or not number.isdecimal():
        raise ChangedMeanwhileError
    notices.adopt(
        files=files, by=visit.by, at=visit.at, channel=Door.WEB, instead_of=int(number), request_id=visit.request_id
    )
    toast(request, _("The new version is in force."))
    return redirect("web:notice-versions")


def _context(visit: Visit, declaration: Declaration, files: Files, number: int) -> dict[str, object]:
    context: dict[str, object] = {
        "new": declaration.register, "digest": digest_of(files), "instead_of": number,
        "file": settings.KORTISTO_DECLARATION,
    }  # fmt: skip
    operations.settle(by=visit.by, at=visit.at, channel=Door.WEB, most=_MOST_SETTLED)
    with operations.oversee(by=visit.by, at=visit.at, channel=Door.WEB, request_id=visit.request_id) as access:
        found = preview(new=declaration, access=access, at=visit.at)
        context |= _shown(found, list(names_to_tell(found, access=access, most=_MOST_NAMED)), visit.language)
        context["behind"] = is_behind()
    return context


def _shown(found: Preview, told: Sequence[tuple[str, str, str]], language: str) -> dict[str, object]:
    return {
        "found": found,
        "differences": differences_in_words(found.differences, language)[:-1],
        "due": [
            (one, in_words(one.name), in_words(NAMES_OF_WORDS[f"action.{one.action.value}"]), rule_of(one.rule))
            for one in found.falls_due
        ],
        "lost": [_lost(one, found) for one in found.lost],
        "appear": _names(found.appear),
        "disappear": _names(found.disappear),
        "told": told[:_MOST_NAMED],
        "told_count": sum(found.tell.values()),
    }


def _lost(one: LostUse, found: Preview) -> tuple[str, str, str]:
    old = found.differences.old
    purpose = in_words(old.declaration.purposes[one.purpose].name)
    operation = in_words(NAMES_OF_WORDS[f"operation.{one.operation.value}"])
    return purpose, operation, _names(old.name(item) for item in one.items)


def _names(names: Iterable[Text]) -> str:
    return ", ".join(in_words(name) for name in names)


def _refusal(error: Exception) -> str:
    if isinstance(error, OtherRegisterError):
        return _("The file is the notice of another register.")
    if isinstance(error, VersionNotHigherError):
        return _("The number of the version must grow. Going back is a new version, too.")
    if isinstance(error, NotYetError):
        return _("The notice says that it holds only from a later day. Adopt it then.")
    if isinstance(error, ChangedMeanwhileError):
        return _("The file or the version in force has changed meanwhile. Look again at what would change.")
    return _("The file cannot be read.")
