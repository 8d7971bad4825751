"""Leads from the id of a party that has become one with another to that of the one that stands for it."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from kortisto.declaration.words import Operation
from kortisto.interfaces.api.calls import Call
from kortisto.interfaces.api.problems import ProblemError
from kortisto.register.access.operations import DeniedError
from kortisto.register.audit.operations import UnrecordedAccessError
from kortisto.register.parties import queries
from kortisto.register.parties.enums import PartyKind

_KINDS = {"people": PartyKind.PERSON, "organisations": PartyKind.ORGANISATION}
NAMES = ("person_id", "organisation_id", "party_id")
"""What a party is called in an address."""


def where_it_went(request: HttpRequest) -> HttpResponse | None:
    """Return 307, which repeats the request as it was, to the address of the survivor; None where there is none."""
    call = getattr(request, "auth", None)
    named = request.resolver_match.kwargs if request.resolver_match else {}
    if not isinstance(call, Call) or Operation.READ not in call.operations:
        return None
    gone = next((UUID(str(named[name])) for name in NAMES if name in named), None)
    kind = next((kind for word, kind in _KINDS.items() if f"/{word}/" in request.path), None)
    if gone is None or kind is None:
        return None
    survivor = None
    # Who may not read is not led anywhere.
    with suppress(DeniedError, ProblemError, UnrecordedAccessError), call.enter() as by:
        survivor = queries.stands_for(kind=kind, party=gone, by=by, recorded=gone in call.asked_for)
    if survivor is None:
        return None
    return HttpResponseRedirect(request.get_full_path().replace(str(gone), str(survivor), 1), preserve_request=True)
