"""Exporting a list, a selection or one party: first what the file will hold, then the file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any, BinaryIO, cast

from django import forms
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from kortisto.declaration.words import Operation
from kortisto.interfaces.web.staff.list_forms import COLUMN_NAMES, ListAddress
from kortisto.interfaces.web.staff.lists import WORDS, address_of, in_words
from kortisto.interfaces.web.staff.own_fields import value_in_words
from kortisto.interfaces.web.visits import Visit, permitted
from kortisto.interfaces.web.visits import in_words as in_language
from kortisto.lib.downloads import content_type, download_name, spooled
from kortisto.register.access import current
from kortisto.register.audit.values import Access
from kortisto.register.parties import queries
from kortisto.register.parties.enums import ExportFormat, PartyKind
from kortisto.register.parties.listing import (
    ContactColumn,
    ListColumn,
    ListRow,
    contact_columns,
    items_shown,
    offered_columns,
    offers_contacts,
)
from kortisto.register.parties.operations.exports import MOST_IN_WORKBOOK, Leaving, Wording
from kortisto.register.parties.own_items import OwnField, granted_fields

CONTACT_NAMES = {
    ContactColumn.TITLE: gettext_lazy("Contact person’s job title"),
    ContactColumn.EMAIL: gettext_lazy("Contact person’s e-mail"),
    ContactColumn.PHONE: gettext_lazy("Contact person’s telephone"),
}
SAMPLE = 3
"""Lines that the preview shows."""
REFUSED = 422


class ExportForm(forms.Form):
    """In which form, and which columns."""

    form = forms.ChoiceField(choices=ExportFormat.choices)
    columns = forms.MultipleChoiceField(required=False)
    contacts = forms.BooleanField(required=False)

    def __init__(self, *arguments: Any, offered: _Offered, **named: Any) -> None:
        """Offer the columns that the access covers, and no other."""
        super().__init__(*arguments, **named)
        self.fields["columns"].choices = [  # type: ignore[attr-defined]
            *((column.value, COLUMN_NAMES[column]) for column in offered.columns),
            *((field.item, in_language(field.name)) for field in offered.own),
        ]
        if not offered.contacts:
            del self.fields["contacts"]


@require_http_methods(["GET", "POST"])
@permitted("export")
def export(request: HttpRequest, visit: Visit, kind: PartyKind) -> HttpResponse:
    """Show how many the file will hold, with which columns, for which purpose; a form that is sent gets the file."""
    if request.method == "POST" and request.POST.get("do") != "preview":
        return _file(request, visit, kind)
    return _preview(request, visit, kind)


def _preview(request: HttpRequest, visit: Visit, kind: PartyKind, *, status: int = 200) -> HttpResponse:
    """Show the first lines with the columns of the list, or with those that were ticked."""
    with visit.enter() as access:
        address = address_of(request, kind, access)
        ids = queries.chosen_ids(by=access, kind=kind, filters=address.filters)
        offered = _Offered(kind, access)
        ticked = set(request.POST.getlist("columns")) if request.method == "POST" else set(address.columns)
        columns = tuple(column for column in offered.columns if column in ticked)
        own = tuple(field for field in offered.own if field.item in ticked)
        items = tuple(field.item for field in own)
        rows = tuple(queries.rows_of(by=access, kind=kind, ids=ids[:SAMPLE], columns=columns, own=items))
        shown = [*items_shown(kind, columns), *items] if rows else []
        contacts = offered.contacts and bool(request.POST.get("contacts"))
        if contacts:
            rows = tuple(queries.with_contacts(rows, by=access))
            shown += queries.items_of_contacts(access)
        told = contact_columns(access) if contacts else ()
        concerned = [row.id for row in rows] + [one.id for row in rows for one in row.contacts]
        access.record(f"{kind.value}.list", object_kind=kind, subjects=concerned, items=shown)
    too_many = len(ids) > MOST_IN_WORKBOOK
    context = {
        "kind": kind,
        "list": reverse(f"web:{WORDS[kind]}"),
        "count": len(ids),
        "too_many": too_many,
        "most": MOST_IN_WORKBOOK,
        "chosen": bool(address.filters.ids),
        "chips": address.chips(""),
        "query": address.query(),
        "columns": [
            *((column.value, COLUMN_NAMES[column], column in columns) for column in offered.columns),
            *((field.item, in_language(field.name).capitalize(), field in own) for field in offered.own),
        ],
        "formats": [one for one in ExportFormat.choices if not (too_many and one[0] == ExportFormat.XLSX)],
        "form": request.POST.get("form", ExportFormat.CSV.value),
        "headings": [
            *(COLUMN_NAMES[column] for column in columns),
            *(in_language(field.name).capitalize() for field in own),
            *([_("Contact person")] if contacts else []),
            *(CONTACT_NAMES[column] for column in told),
        ],
        "sample": [(row.name, cells) for row in rows for cells in _in_cells(row, own, told if contacts else None)],
        "offers_contacts": offered.contacts,
        "hides_contacts": kind is PartyKind.ORGANISATION and not offered.contacts,
        "contacts": contacts,
        "refused": status == REFUSED,
    }
    return render(request, "web/staff/export.html", context, status=status)


def _in_cells(row: ListRow, own: tuple[OwnField, ...], told: tuple[ContactColumn, ...] | None) -> Iterator[list[str]]:
    """Yield the cells of each line that a party has in a file: with contact persons as many as there are of them."""
    cells = [in_words(column, value) for column, value in row.cells.items()]
    cells += [value_in_words(field, row.own[field.item]) if row.own[field.item] else "" for field in own]
    if told is None:
        yield cells
    elif not row.contacts:
        yield [*cells, "", *("" for _column in told)]
    for one in row.contacts:
        yield [*cells, one.name, *(in_words(ListColumn(column.value), one.cells[column]) for column in told or ())]


def _file(request: HttpRequest, visit: Visit, kind: PartyKind) -> HttpResponse:
    # What is written in one piece is written whole before the first byte leaves: the lines of the log are committed by
    # then, and an export that breaks off leaves neither half a file nor a line of one that nobody got.
    with ExitStack() as unless_given, visit.enter() as access:
        offered = _Offered(kind, access)
        asked = ExportForm(request.POST, offered=offered)
        if asked.is_valid():
            address = address_of(request, kind, access)
            form = ExportFormat(asked.cleaned_data["form"])
            ids = queries.chosen_ids(by=access, kind=kind, filters=address.filters)
            leaving = Leaving(
                kind=kind,
                columns=tuple(column for column in offered.columns if column.value in asked.cleaned_data["columns"]),
                own=tuple(field.item for field in offered.own if field.item in asked.cleaned_data["columns"]),
                form=form,
                contacts=bool(asked.cleaned_data.get("contacts")),
                wording=_wording(visit, kind, address, offered),
            )
            if len(ids) <= MOST_IN_WORKBOOK:
                file = unless_given.enter_context(spooled())
                leaving.write(ids, file, by=access, at=visit.at)
                unless_given.pop_all()  # the response closes it
                file.seek(0)
                return _response(file, visit, leaving)
            if form is not ExportFormat.XLSX:
                return _response(leaving.parts(ids, enter=visit.enter, at=visit.at), visit, leaving)
        access.record(f"{kind.value}.export_refused", object_kind=kind)
    return _preview(request, visit, kind, status=REFUSED)


class _Offered:
    """The columns that the access covers: those of every register, and the declaration's own fields."""

    def __init__(self, kind: PartyKind, by: Access) -> None:
        self.columns = offered_columns(kind, by)
        self.own = granted_fields(kind, by, Operation.READ)
        self.contacts = offers_contacts(kind, by)


def _response(file: BinaryIO | Iterator[bytes], visit: Visit, leaving: Leaving) -> HttpResponse:
    ending = leaving.form.ending
    name = download_name(of=WORDS[leaving.kind], purpose=visit.purpose, day=visit.today, ending=ending)
    response = FileResponse(file, as_attachment=True, filename=name, content_type=content_type(ending))
    # Like every answer it is one that Django streams; the types of views know the other kind only.
    return cast("HttpResponse", response)


def _wording(visit: Visit, kind: PartyKind, address: ListAddress, offered: _Offered) -> Wording:
    declaration = current.compiled().declaration
    title = _("People") if kind is PartyKind.PERSON else _("Organisations")
    about = (
        (_("Register"), in_language(declaration.register.name)),
        (_("Purpose"), in_language(declaration.purposes[visit.purpose].name)),
        (_("Exported on"), date_format(visit.today, "SHORT_DATE_FORMAT")),
        (_("Filters"), "; ".join(chip.text for chip in address.chips(""))),
    )
    fields = {field.item: field for field in offered.own}
    return Wording(
        title=title,
        name=_("Name"),
        headings={column: str(name) for column, name in COLUMN_NAMES.items()},
        cell=in_words,
        about=about,
        purpose=about[1],
        own_headings={item: in_language(field.name).capitalize() for item, field in fields.items()},
        own_cell=lambda item, value: value_in_words(fields[item], value),
        contact=_("Contact person"),
        contact_headings={column: str(name) for column, name in CONTACT_NAMES.items()},
    )
