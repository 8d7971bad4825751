"""What somebody has typed into a form outlives an expired session, an expired form and a change of the language.

The page that answers instead carries the fields along in a signed value, bound to the address of the form. Nothing is
kept on the server, and nothing is written: what comes back is shown in the form, and its own button saves it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils import translation
from django.views.decorators.http import require_http_methods

KEPT = "kept"
"""The field that carries what was typed along."""
SHOW_IN = "show-in"
"""The field that asks for the same form, with what is typed in it, in another language."""
WORK_FOR = "work-for"
"""The field that asks for the same form, with what is typed in it, for another purpose."""
MOST = 60_000
"""Characters of typed text that are carried along: many times the longest form."""

_SALT = "kortisto.typed"
_NEVER = ("password", "token", "secret")
_OWN = {KEPT, SHOW_IN, WORK_FOR, "end"}

View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Typed:
    """The fields of a form as they were sent, and the address of the form."""

    address: str
    fields: dict[str, str]

    def sealed(self) -> str:
        """Return the value for the hidden field."""
        return signing.dumps([self.address, self.fields], salt=_SALT)


def form_page(view: View) -> View:
    """Mark a view as a page with a form whose text is never lost; it answers GET and POST."""
    checked: Any = require_http_methods(["GET", "POST"])(view)
    checked.form_page = True
    return checked  # type: ignore[no-any-return]


def is_form_page(view: Any) -> bool:
    """Return whether a view says that it is a page with a form."""
    return bool(getattr(view, "form_page", False))


def typed_in(request: HttpRequest) -> Typed | None:
    """Return what a refused request had typed; None when that is not ours to show, or is too much.

    Only what a page of ours has sent: else any page on the web could fill in a form for somebody.
    """
    if request.method != "POST" or not from_here(request):
        return None
    if request.POST.get(KEPT):
        return opened(request.POST[KEPT])
    fields = _fields(request)
    if sum(len(name) + len(value) for name, value in fields.items()) > MOST:
        return None
    return Typed(request.path, fields)


def opened(sealed: str) -> Typed | None:
    """Return what a hidden value carries; None when it is not one of ours or leads to no form."""
    if len(sealed) > 20 * MOST:  # a character takes sixteen at most, in JSON and then in base64
        return None
    try:
        address, fields = signing.loads(sealed, salt=_SALT)
        view = resolve(address).func
    except (signing.BadSignature, Resolver404):
        return None
    return Typed(address, fields) if is_form_page(view) else None


def shown_again(request: HttpRequest) -> dict[str, str]:
    """Return what the form is to show although it was never saved; empty when it is opened as usual."""
    found: dict[str, str] = getattr(request, "typed", {})
    return found


def take_up(request: HttpRequest) -> str:
    """Turn a request that carries typed text, or asks for another language or purpose, into one that shows the form.

    Returns the language that was asked for, else an empty text. Raises BadRequest for a value that is not ours.
    """
    language = ""
    fields: dict[str, str] = {}
    if SHOW_IN in request.POST:
        language = switched(request)
        fields = _fields(request)
    elif WORK_FOR in request.POST:
        fields = {name: value for name, value in _fields(request).items() if name != "purpose"}
    elif KEPT in request.POST:
        typed = opened(request.POST[KEPT])
        if typed is None or typed.address != request.path:
            raise BadRequest("not what this form has sent")
        fields = typed.fields
    else:
        return ""
    # No view writes anything for a GET: it cannot take for saving what is only to be shown.
    request.method = "GET"
    request.typed = fields  # type: ignore[attr-defined]
    return language


def switched(request: HttpRequest) -> str:
    """Go on in the language that was asked for, and return it; empty when there is no such one."""
    language = request.POST.get(SHOW_IN, "")
    if language not in dict(settings.LANGUAGES):
        return ""
    translation.activate(language)
    request.LANGUAGE_CODE = language
    return language


def from_here(request: HttpRequest) -> bool:
    """Return whether the browser says that a page of this very site has sent the request."""
    origin = request.headers.get("Origin") or request.headers.get("Referer", "")
    parts = urlsplit(origin)
    return (parts.scheme, parts.netloc) == (request.scheme, request.get_host())


def _fields(request: HttpRequest) -> dict[str, str]:
    return {
        name: value
        for name, value in request.POST.items()
        if isinstance(value, str) and name not in _OWN and not any(word in name.lower() for word in _NEVER)
    }
