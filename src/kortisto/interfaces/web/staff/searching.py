"""Search from every page: results as somebody types, and a page of its own where no script runs."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kortisto.declaration.words import Operation
from kortisto.interfaces.web.visits import Visit, staff
from kortisto.register.audit import queries as log
from kortisto.register.audit.values import Access
from kortisto.register.parties import queries
from kortisto.register.parties.queries.finding import LONGEST_TEXT
from kortisto.register.parties.queries.names import names_of
from kortisto.register.parties.values import Party

SHOWN_ON_PAGE = 25
PART = "web/staff/search.html#results"
OPENED = {"person.read", "organisation.read"}
LOOKED_THROUGH = 300
"""So many of the visitor's own latest lines of the log are looked through for the pages that they opened."""
RECENT = 12


@require_safe
@staff
def search(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show whom `q` finds, people and organisations apart, best first.

    Asked for while somebody types (`HX-Request`), only the results and fewer of them. Without a text, whom the visitor
    opened lately: read from the log, so that no name outlives its erasure in a list of its own.
    """
    text = request.GET.get("q", "")[:LONGEST_TEXT]
    part = request.headers.get("HX-Request") == "true" and "HX-History-Restore-Request" not in request.headers
    options = {} if part else {"limit": SHOWN_ON_PAGE}
    with visit.enter() as access:
        found = queries.results(by=access, text=text, **options)
        recent = () if text or part else _recent(visit, access)
    context = {
        "q": text,
        "found": found,
        "recent": recent,
        "shows_names": any(visit.may(Operation.READ, item) for item in ("person.name", "organisation.name")),
    }
    response = render(request, PART if part else "web/staff/search.html", context)
    response.headers["Vary"] = "HX-Request, Cookie, Accept-Language"
    return response


def _recent(visit: Visit, access: Access) -> tuple[tuple[Party, str], ...]:
    """Whom the visitor opened lately, the latest first, as far as they are still there and may be named."""
    lines = log.events(actor=visit.by.id, limit=LOOKED_THROUGH)
    opened = dict.fromkeys(line.object_id for line in lines if line.action in OPENED and line.object_id)
    named = names_of(by=access, ids=list(opened)[:RECENT])
    return tuple(named[id_] for id_ in opened if id_ in named)
