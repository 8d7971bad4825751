"""Search from every page: results as somebody types, and a page of its own where no script runs."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kortisto.declaration.words import Operation
from kortisto.interfaces.web.staff.recent import opened_lately
from kortisto.interfaces.web.visits import Visit, staff
from kortisto.register.parties import queries
from kortisto.register.parties.queries.finding import LONGEST_TEXT

SHOWN_ON_PAGE = 25
PART = "web/staff/search.html#results"


@require_safe
@staff
def search(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show whom `q` finds, people and organisations apart, best first.

    Asked for while somebody types (`HX-Request`), only the results and fewer of them. Without a text, whom the visitor
    opened lately.
    """
    text = request.GET.get("q", "")[:LONGEST_TEXT]
    part = request.headers.get("HX-Request") == "true" and "HX-History-Restore-Request" not in request.headers
    options = {} if part else {"limit": SHOWN_ON_PAGE}
    with visit.enter() as access:
        found = queries.results(by=access, text=text, **options)
        recent = () if text or part else opened_lately(visit, access)
    context = {
        "q": text,
        "found": found,
        "recent": recent,
        "may_add_person": _may_add(visit, "person.name"),
        "may_add_organisation": _may_add(visit, "organisation.name"),
        "shows_names": any(visit.may(Operation.READ, item) for item in ("person.name", "organisation.name")),
    }
    response = render(request, PART if part else "web/staff/search.html", context)
    response.headers["Vary"] = "HX-Request, Cookie, Accept-Language"
    return response


def _may_add(visit: Visit, name: str) -> bool:
    return visit.may(Operation.COLLECT, name) and visit.may(Operation.READ, name)
