"""Lists of people and of organisations: filters, columns, order, pages and saved views."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kortisto.declaration.words import Operation
from kortisto.interfaces.web.staff.labels import source_name
from kortisto.interfaces.web.staff.list_forms import COLUMN_NAMES, SORTED_COLUMNS, ListAddress
from kortisto.interfaces.web.visits import Visit, staff
from kortisto.lib.identifiers import home_phone
from kortisto.register.audit.values import Access
from kortisto.register.parties import queries
from kortisto.register.parties.bulk_actions import bulk_actions
from kortisto.register.parties.enums import Language, PartyKind, RelationshipKind
from kortisto.register.parties.listing import (
    ListColumn,
    ListRow,
    Order,
    offered_columns,
    offered_filters,
    offered_orders,
)
from kortisto.register.parties.queries.search import BadCursorError

WORDS = {PartyKind.PERSON: "people", PartyKind.ORGANISATION: "organisations"}
PART = "web/staff/list.html#results"
_COLUMNS = "columns.{}"
"""The cookie that remembers which columns of a list were shown last: names of columns, nothing about people."""
_A_YEAR = 31_536_000  # seconds


@dataclass(frozen=True, slots=True)
class Heading:
    """A column as the head of a table shows it. `sort`: address that sorts by it, empty where nothing does."""

    name: Any
    sort: str = ""
    sorted: str = ""  # ascending or descending, as aria-sort says it
    number: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A row as the table shows it: cells are (name of the column, text, what pressing it does)."""

    id: UUID
    name: str
    address: str
    cells: tuple[tuple[str, str, str], ...]


@require_safe
@staff
def people(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show a page of the list of people."""
    return _list(request, visit, PartyKind.PERSON)


@require_safe
@staff
def organisations(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show a page of the list of organisations."""
    return _list(request, visit, PartyKind.ORGANISATION)


def address_of(request: HttpRequest, kind: PartyKind, access: Access) -> ListAddress:
    """Return what the address says of a list, as far as the access covers it."""
    return ListAddress(
        request.GET,
        kind,
        columns=offered_columns(kind, access),
        filters=offered_filters(kind, access),
        orders=offered_orders(kind, access),
        tags=queries.tag_names(by=access),
        groups=queries.group_names(by=access),
        usual=request.COOKIES.get(_COLUMNS.format(WORDS[kind]), "").split("."),
    )


def _list(request: HttpRequest, visit: Visit, kind: PartyKind) -> HttpResponse:
    if not visit.may(Operation.READ, f"{kind.value}.name"):
        return _without_names(request, visit, kind)
    try:
        context = _page(request, visit, kind)
    except BadCursorError:
        # An old or mangled link: the list from its beginning is what its reader wants.
        context = _page(request, visit, kind, from_beginning=True)
    part = request.headers.get("HX-Request") == "true" and "HX-History-Restore-Request" not in request.headers
    response = render(request, PART if part else "web/staff/list.html", context)
    response.headers["Vary"] = "HX-Request, Cookie, Accept-Language"
    if "col" in request.GET:
        response.set_cookie(
            _COLUMNS.format(WORDS[kind]), ".".join(context["columns"]), max_age=_A_YEAR, samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE, httponly=True,
        )  # fmt: skip
    return response


def _without_names(request: HttpRequest, visit: Visit, kind: PartyKind) -> HttpResponse:
    """A purpose that shows no names lists nobody; that somebody looked is a line all the same."""
    with visit.enter() as access:
        access.record(f"{kind.value}.list", object_kind=kind)
    return render(request, "web/staff/list.html", {"kind": kind, "shows_names": False})


def _page(request: HttpRequest, visit: Visit, kind: PartyKind, *, from_beginning: bool = False) -> dict[str, Any]:
    with visit.enter() as access:
        address = address_of(request, kind, access)
        page = queries.list_page(
            by=access,
            kind=kind,
            filters=address.filters,
            columns=address.columns,
            order=address.order,
            descending=address.descending,
            after=None if from_beginning else request.GET.get("after"),
            before=None if from_beginning else request.GET.get("before"),
        )
        represented = address.filters.organisation
        organisation = queries.name_of_organisation(by=access, organisation_id=represented) if represented else ""
        views = queries.saved_views(by=access, kind=kind)
        sortable = offered_orders(kind, access)
    given = address.filters.given()
    return {
        "kind": kind,
        "here": request.path,
        "shows_names": True,
        "page": page,
        "lines": _lines(page.rows, kind),
        "name_heading": _heading(address, sortable, _("Name"), Order.NAME),
        "headings": [
            _heading(address, sortable, COLUMN_NAMES[column], SORTED_COLUMNS.get(column)) for column in address.columns
        ],
        "form": address.form,
        "chips": address.chips(organisation),
        "filtered": bool(given),
        "q": address.filters.text,
        "query": address.query(),
        "fields": address.fields(),
        "views": views,
        "own_views": [view for view in views if view.owner == visit.by.id],
        "shared_views": [view for view in views if view.owner != visit.by.id],
        "may_add": visit.may(Operation.COLLECT, f"{kind.value}.name"),
        "may_export": visit.has("export"),
        "may_share": visit.has("views.share"),
        "columns": [column.value for column in address.columns],
        "actions": bulk_actions(kind, visit.may),
        "keeps_text": bool(address.filters.text),
        "view_query": address.kept(),
    }


def _heading(address: ListAddress, sortable: tuple[Order, ...], name: Any, order: Order | None) -> Heading:
    days = order in {Order.ACTIVITY, Order.ADDED}
    if order is None or order not in sortable:
        return Heading(name, number=days)
    here = address.order is order
    down = not address.descending if here else days  # newest first
    state = ("descending" if address.descending else "ascending") if here else ""
    return Heading(name, address.query(sort=f"{'-' if down else ''}{order.value}"), state, days)


def _lines(rows: tuple[ListRow, ...], kind: PartyKind) -> list[Line]:
    # Names of columns and the address are made once, not once a row: a page has fifty.
    nobody = UUID(int=0)
    address = reverse(f"web:{kind.value}", kwargs={"party_id": nobody})
    names = {column: str(name) for column, name in COLUMN_NAMES.items()}
    return [
        Line(
            row.id,
            row.name or "–",
            address.replace(str(nobody), str(row.id)),
            tuple(
                (
                    names[column],
                    in_words(column, value) or "–",
                    f"{_HREF[column]}{value}" if value and column in _HREF else "",
                )
                for column, value in row.cells.items()
            ),
        )
        for row in rows
    ]


def in_words(column: ListColumn, value: Any) -> str:
    """Return the text of a cell in the language of the page."""
    written = _WRITTEN.get(column, str)
    return written(value) if value else ""


_WRITTEN: Mapping[ListColumn, Callable[[Any], str]] = {
    ListColumn.ACTIVITY: lambda day: date_format(day, "SHORT_DATE_FORMAT"),
    ListColumn.ADDED: lambda day: date_format(day, "SHORT_DATE_FORMAT"),
    ListColumn.LANGUAGE: lambda language: str(Language(language).label),
    ListColumn.RELATION: lambda kinds: ", ".join(str(RelationshipKind(kind).label) for kind in kinds.split()),
    ListColumn.SOURCE: source_name,
    ListColumn.PHONE: home_phone,
}
_HREF = {ListColumn.EMAIL: "mailto:", ListColumn.PHONE: "tel:"}
