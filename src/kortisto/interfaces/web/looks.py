"""How somebody wants the pages to look and to listen: kept in a cookie of the browser, nowhere else."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from kortisto.interfaces.web.log_in import safe

COOKIE = "looks"
THEMES = ("system", "light", "dark")
_A_YEAR = 31_536_000  # seconds


@dataclass(frozen=True, slots=True)
class Looks:
    """`theme`: one of THEMES; `keys`: whether single letters are shortcuts (WCAG 2.1.4: they can be switched off)."""

    theme: str = "system"
    keys: bool = True

    def written(self) -> str:
        """Return the value of the cookie."""
        return f"{self.theme}.{'keys' if self.keys else 'no-keys'}"


def looks_of(request: HttpRequest) -> Looks:
    """Return what the browser says; what it does not say, or says oddly, is as the system has it."""
    theme, _dot, keys = request.COOKIES.get(COOKIE, "").partition(".")
    return Looks(theme if theme in THEMES else "system", keys != "no-keys")


@login_not_required
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Keep another theme, or switch the shortcuts on or off, and go back to the page."""
    present = looks_of(request)
    theme = request.POST.get("theme", "")
    keys = request.POST.get("keys", "")
    chosen = Looks(theme if theme in THEMES else present.theme, keys == "on" if keys in {"on", "off"} else present.keys)
    response = HttpResponseRedirect(safe(request, request.POST.get("next")))
    response.set_cookie(
        COOKIE, chosen.written(), max_age=_A_YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE, httponly=True
    )
    return response
