"""Taking away what was entered by mistake: a page asks first, and the word that follows can put it back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kortisto.declaration.words import Operation
from kortisto.interfaces.web.errors import not_found
from kortisto.interfaces.web.staff.labels import origin_in_words
from kortisto.interfaces.web.staff.more import period
from kortisto.interfaces.web.staff.saving import PartyPage, address_of, page_of
from kortisto.interfaces.web.toasts import toast
from kortisto.interfaces.web.visits import Visit, staff
from kortisto.register.parties import operations
from kortisto.register.parties.enums import AddressUse, ContactKind, PartyKind
from kortisto.register.parties.operations.removing import HeldError
from kortisto.register.parties.values import Origin, Party

WORDS = (*ContactKind.values, "address", "representation", "relationship", "customership", "guardianship", "name")
"""What can be taken away from the page of a party, as its address calls it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Datum:
    """One datum as the page shows it before it goes. `edit`: where it can be ended instead; empty where it cannot be.

    `write` takes the open access and the time, as `by` and `at`.
    """

    item: str
    label: str
    lines: tuple[str, ...]
    origin: Origin
    write: Callable[..., UUID]
    edit: str = ""


@require_http_methods(["GET", "POST"])
@staff
def remove(
    request: HttpRequest, visit: Visit, *, kind: PartyKind, party_id: UUID, what: str, row_id: UUID
) -> HttpResponse:
    """Ask whether it was a mistake, or take it away; for a while it can be put back."""
    page = page_of(visit, kind, party_id, Operation.CHANGE)
    found = _datum(page, kind, what, row_id) if page is not None else None
    if page is None or found is None:
        return not_found(request)
    if not visit.may(Operation.CHANGE, found.item):
        raise visit.denied(Operation.CHANGE)
    if request.method == "POST":
        return _removed(request, visit, page, found.write)
    return render(
        request,
        "web/staff/remove.html",
        {
            "party": page,
            "address": address_of(page),
            "datum": found,
            "source": origin_in_words(found.origin.source, found.origin.collected_at),
            "minutes": settings.UNDO_SECONDS // 60,
        },
    )


def _removed(request: HttpRequest, visit: Visit, page: PartyPage, write: Callable[..., UUID]) -> HttpResponse:
    try:
        with visit.enter(Operation.CHANGE) as by:
            act = write(by=by, at=visit.at)
    except ObjectDoesNotExist:
        return not_found(request)
    except HeldError:
        # Which hold it is, and that it is one, is told only to those who may see holds.
        messages.error(request, _("This has to be kept as it is for now. The data protection officer knows why."))
    else:
        toast(request, _("Removed."), undo=reverse("web:undo", args=[act]))
    return redirect(address_of(page))


def _datum(page: Any, kind: PartyKind, what: str, row_id: UUID) -> Datum | None:
    """Return what is to go, as the page shows it; None where that is not on it."""
    make = _MAKERS[what]
    rows = getattr(page, _ROWS.get(what, "contact_points"), ())
    if what == "representation" and kind is PartyKind.ORGANISATION:
        rows = page.represented_by
    row = next((one for one in rows if one.id == row_id), None)
    if row is None or (what in ContactKind.values and row.kind != what):
        return None
    return make(row, Party(kind=kind, id=page.id))


_ROWS = {
    "address": "addresses",
    "representation": "represents",
    "relationship": "relationships",
    "customership": "customerships",
    "guardianship": "guardianships",
    "name": "former_names",
}


def _contact(row: Any, owner: Party) -> Datum:
    return Datum(
        item=row.item,
        label=str(row.kind.label),
        lines=(row.value,),
        origin=row.origin,
        write=partial(operations.remove_contact_point, contact_point_id=row.id, owner=owner, kind=row.kind),
        edit=_open(row.valid_to, "contact", owner.kind, owner.id, row.kind, row.id),
    )


def _address(row: Any, owner: Party) -> Datum:
    return Datum(
        item=row.item,
        label=str(dict(AddressUse.choices).get(row.use, row.use)),
        lines=tuple(filter(None, (*row.lines, f"{row.postal_code} {row.city}".strip()))),
        origin=row.origin,
        write=partial(operations.remove_address, address_id=row.id, owner=owner),
        edit=_open(row.valid_to, "address", owner.kind, owner.id, row.id),
    )


def _representation(row: Any, owner: Party) -> Datum:
    return Datum(
        item="person.represents",
        label=_("Represents"),
        lines=(f"{row.person_name} · {row.organisation_name}", *filter(None, (row.title,))),
        origin=row.origin,
        write=partial(operations.remove_representation, representation_id=row.id),
        edit=_open(row.ended_on, "representation", owner.kind, owner.id, row.id),
    )


def _relationship(row: Any, owner: Party) -> Datum:
    return Datum(
        item="organisation.customership",
        label=_("What it is to us"),
        lines=_with_period(str(row.kind.label), row),
        origin=row.origin,
        write=partial(operations.remove_relationship, relationship_id=row.id, kind=row.kind),
        edit=_open(row.ended_on, "relationship", owner.id, row.kind, row.id),
    )


def _customership(row: Any, owner: Party) -> Datum:
    return Datum(
        item="organisation.customership",
        label=_("Own customer relationship"),
        lines=_with_period("", row),
        origin=row.origin,
        write=partial(operations.remove_customership, customership_id=row.id),
        edit=_open(row.ended_on, "customership", owner.id, row.id),
    )


def _guardianship(row: Any, owner: Party) -> Datum:
    return Datum(
        item="person.guardian",
        label=_("Guardian") if row.ward_id == owner.id else _("Guardian of"),
        lines=_with_period((row.guardian_name if row.ward_id == owner.id else row.ward_name) or "–", row),
        origin=row.origin,
        write=partial(operations.remove_guardianship, guardianship_id=row.id),
        edit=_open(row.ended_on, "guardian", owner.id, row.id),
    )


def _former_name(row: Any, owner: Party) -> Datum:
    return Datum(
        item="organisation.name",
        label=_("Earlier name"),
        lines=(row.name,),
        origin=row.origin,
        write=partial(operations.remove_former_name, organisation_id=owner.id, name_id=row.id),
    )


_MAKERS: dict[str, Callable[[Any, Party], Datum]] = {
    **dict.fromkeys(ContactKind.values, _contact),
    "address": _address,
    "representation": _representation,
    "relationship": _relationship,
    "customership": _customership,
    "guardianship": _guardianship,
    "name": _former_name,
}


def _with_period(text: str, row: Any) -> tuple[str, ...]:
    return tuple(filter(None, (text, period(row.started_on, row.ended_on)))) or ("?–",)


def _open(until: date | None, name: str, *arguments: object) -> str:
    """Return where something can be ended, where it has not ended already."""
    return reverse(f"web:{name}", args=arguments) if until is None else ""
