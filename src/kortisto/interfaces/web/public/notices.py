"""The register's own notice, printed from the declaration that the program runs on."""

from __future__ import annotations

import re
from functools import lru_cache

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from kortisto.declaration.compiled import Compiled
from kortisto.declaration.printing import IncompleteNoticeError, html, notice
from kortisto.declaration.printing.style import STYLE
from kortisto.interfaces.web.errors import not_found
from kortisto.interfaces.web.visits import Visit, language_of_page, staff
from kortisto.privacy.retention.rules import may_oversee
from kortisto.register.access import current

_NODES = re.compile(r'<span data-node="([^"]+)"')
_NOT_READY = 503


@login_not_required
@require_safe
def public(request: HttpRequest) -> HttpResponse:
    """Show the notice to everybody. `?lang=fi|sv|en` chooses its language, else that of the page."""
    language = request.GET.get("lang", "")
    if language not in {"fi", "sv", "en"}:
        language = language_of_page()
    with translation.override(language):
        try:
            shown = printed(current.compiled(), language, "public")
        except IncompleteNoticeError:
            return render(request, "web/notice/incomplete.html", status=_NOT_READY)
        return render(request, "web/notice/public.html", {"notice": shown, "LANGUAGE_CODE": language})


@require_safe
@staff
def officer(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the notice with what nothing enforces, reasons and promises; only to who watches over it."""
    if not may_oversee(visit.by):
        return not_found(request)
    return render(
        request, "web/notice/officer.html", {"notice": printed(current.compiled(), visit.language, "officer")}
    )


@login_not_required
@require_safe
def style(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 (a view)
    """The style of the notice, as a file: pages carry no style of their own."""
    return HttpResponse(STYLE, content_type="text/css; charset=utf-8", headers={"Cache-Control": "max-age=300"})


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Say how far these pages can be used by everybody."""
    return render(request, "web/notice/accessibility.html")


@lru_cache(maxsize=12)
def printed(compiled: Compiled, language: str, audience: str) -> SafeString:
    """Return the notice as part of a page, each statement with an id to link to. Raises IncompleteNoticeError."""
    written = html.fragment(notice(compiled.declaration, language, audience=audience))
    # The writer escapes every text of the declaration; only ids are added here.
    return mark_safe(_with_anchors(written))  # noqa: S308


def _with_anchors(written: str) -> str:
    """Give the first sentence of each statement an id that links can lead to."""
    seen: set[str] = set()

    def anchored(match: re.Match[str]) -> str:
        new = [ref for ref in match[1].split() if ref not in seen]
        seen.update(new)
        others = "".join(f'<span id="node-{ref}"></span>' for ref in new[1:])
        own = f' id="node-{new[0]}"' if new else ""
        return f'{others}<span{own} data-node="{match[1]}"'

    return _NODES.sub(anchored, written)
