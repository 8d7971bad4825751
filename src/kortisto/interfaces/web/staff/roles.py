"""The page that shows each role: what it may do, for which purpose, and why."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kortisto.declaration.printing.terms.words import OPERATION
from kortisto.interfaces.web.visits import Visit, in_words, staff
from kortisto.register.access import queries


@require_safe
@staff
def roles(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show what every role may do; whoever works here may know the rules."""
    shown = [
        {
            "id": role.id,
            "name": in_words(role.name),
            "text": in_words(role.text) if role.text else "",
            "permissions": [(in_words(one.name), in_words(one.why)) for one in role.permissions],
            "purposes": [
                (in_words(purpose.name), ", ".join(in_words(OPERATION[one]) for one in purpose.operations))
                for purpose in role.purposes
            ],
            "role": role,
            "own": role.id == visit.by.role,
        }
        for role in queries.roles()
    ]
    return render(request, "web/staff/roles.html", {"roles": shown})
