"""Which party is meant: those that a text finds, as the choices of a form."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest

from kortisto.interfaces.web.staff.party_forms import NOBODY, Offered
from kortisto.interfaces.web.typed import shown_again
from kortisto.interfaces.web.visits import Visit
from kortisto.register.parties import queries
from kortisto.register.parties.enums import PartyKind

MOST = 12
"""More choices than this are no help: the text is to be made longer."""


def found_options(request: HttpRequest, visit: Visit, kind: PartyKind, *, but: UUID | None = None) -> Offered:
    """Return the best of a kind of what is typed in the form's field `find`, but not oneself."""
    sent = request.POST if request.method == "POST" else shown_again(request)
    text = str(sent.get("find", "")).strip()
    if not text:
        return NOBODY
    with visit.enter() as by:
        found = queries.best_matches(by=by, text=text, kinds=(kind,), limit=MOST)
    options = tuple(
        (str(hit.party.id), f"{hit.name} ({hit.detail})" if hit.detail else hit.name or "–")
        for hit in found.hits
        if hit.party.id != but
    )
    return Offered(options, more=found.more)
