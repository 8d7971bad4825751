"""The list of people and organisations, with its search."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kortisto.declaration.words import Operation
from kortisto.interfaces.web.staff.recent import opened_lately
from kortisto.interfaces.web.visits import Visit, staff
from kortisto.register.parties import queries
from kortisto.register.parties.enums import PartyKind
from kortisto.register.parties.queries.finding import LONGEST_TEXT
from kortisto.register.parties.queries.search import BadCursorError
from kortisto.register.parties.values import Party

KINDS = {"people": (PartyKind.PERSON,), "organisations": (PartyKind.ORGANISATION,)}
SHOWN_LATELY = 8
PART = "web/staff/parties.html#results"


@require_safe
@staff
def parties(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show a page of the list; `q` what is searched for, `kind` people or organisations, `after` where it goes on.

    Asked for by the search box while somebody types, only the results. Where the work of a day begins, so without a
    question, what is due stands above it, and whom the visitor opened lately.
    """
    text, kind = request.GET.get("q", "")[:LONGEST_TEXT], request.GET.get("kind", "")
    part = request.headers.get("HX-Request") == "true" and "HX-History-Restore-Request" not in request.headers
    at_start = not part and not request.GET
    recent: tuple[tuple[Party, str], ...] = ()
    late, due_today = 0, 0
    try:
        with visit.enter() as access:
            page = queries.search(
                by=access, text=text, after=request.GET.get("after"), kinds=KINDS.get(kind, tuple(PartyKind))
            )
            if at_start and page.hits and visit.by.id is not None:
                recent = opened_lately(visit, access, SHOWN_LATELY)
                late, due_today = queries.due_of(user_id=visit.by.id, today=visit.today, by=access)
    except BadCursorError:
        # An old or mangled link: the list from its beginning is what its reader wants.
        with visit.enter() as access:
            page = queries.search(by=access, text=text, kinds=KINDS.get(kind, tuple(PartyKind)))
    context = {
        "page": page,
        "shows_names": any(visit.may(Operation.READ, item) for item in ("person.name", "organisation.name")),
        "may_add_person": visit.may(Operation.COLLECT, "person.name"),
        "may_add_organisation": visit.may(Operation.COLLECT, "organisation.name"),
        "q": text,
        "kind": kind if kind in KINDS else "",
        "continued": bool(request.GET.get("after")),
        "may_import": visit.has("import"),
        "recent": recent,
        "late": late,
        "due_today": due_today,
    }
    response = render(request, PART if part else "web/staff/parties.html", context)
    response.headers["Vary"] = "HX-Request, Cookie, Accept-Language"
    return response
