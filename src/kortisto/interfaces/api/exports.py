"""Lists leave as files: with a permission, for the purpose of the key, and everybody in them named in the log."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any, BinaryIO, cast

from django.http import FileResponse, HttpRequest, HttpResponse
from ninja import Router
from pydantic import Field, StrictBool

from kortisto.declaration.words import Operation
from kortisto.interfaces.api.answers import CHANGES
from kortisto.interfaces.api.bodies import Body, OwnItem
from kortisto.interfaces.api.calls import Call, call_of
from kortisto.interfaces.api.choosing import OrganisationColumns, OrganisationsChosen, PeopleChosen, PeopleColumns
from kortisto.interfaces.api.describing import sends
from kortisto.interfaces.api.problems import ProblemError
from kortisto.lib.downloads import TYPES, content_type, download_name, spooled
from kortisto.register.access import current
from kortisto.register.parties import queries
from kortisto.register.parties.enums import ExportFormat, PartyKind
from kortisto.register.parties.listing import CONTACT_NEEDS, ContactColumn, ListColumn
from kortisto.register.parties.operations.exports import MOST_IN_WORKBOOK, Leaving, Wording
from kortisto.register.parties.own_items import granted_fields

router = Router(tags=["exports"])
_FILE = sends(*TYPES.values())


class Wanted(Body):
    """`format`: of the file; its columns have the words of the API for headings. `own`: own items of the notice.

    The file says for which purpose it was made: JSON in `purpose`, a workbook on its second sheet, CSV in the last
    column (`purpose`), a vCard in X-KORTISTO-PURPOSE.
    """

    format: ExportFormat = ExportFormat.JSON
    has_email: StrictBool | None = None
    own: list[OwnItem] = Field(default=[], max_length=100)


class PeopleExport(PeopleChosen, Wanted):
    """Which people, as which file."""

    columns: PeopleColumns = []


class OrganisationsExport(OrganisationsChosen, Wanted):
    """Which organisations, as which file. `contacts`: with the people who represent them now.

    In JSON they are `contacts` of each organisation; CSV and workbooks have a row for each of them; vCards follow the
    card of their organisation.
    """

    contacts: StrictBool = False
    columns: OrganisationColumns = []


@router.post("/people/export", response={200: None, **CHANGES}, summary="People as a file", openapi_extra=_FILE)
def export_people(request: HttpRequest, payload: PeopleExport) -> HttpResponse:
    """Needs the permission `export`."""
    return _exported(request, PartyKind.PERSON, payload)


@router.post(
    "/organisations/export", response={200: None, **CHANGES}, summary="Organisations as a file", openapi_extra=_FILE
)
def export_organisations(request: HttpRequest, payload: OrganisationsExport) -> HttpResponse:
    """Needs the permission `export`."""
    return _exported(request, PartyKind.ORGANISATION, payload)


def _exported(request: HttpRequest, kind: PartyKind, wanted: PeopleExport | OrganisationsExport) -> HttpResponse:
    # What is written in one piece is written whole before the first byte leaves: the lines of the log are committed.
    call = call_of(request)
    call.require("export")
    with ExitStack() as unless_given, call.enter() as by:
        own = [field.item for field in granted_fields(kind, by, Operation.READ)]
        if unknown := next((item for item in wanted.own if item not in own), ""):
            raise ProblemError(422, "invalid", f"Not an own item that this key may read: {unknown}.", field="own")
        contacts = isinstance(wanted, OrganisationsExport) and wanted.contacts
        if contacts:
            by.require(Operation.READ, CONTACT_NEEDS)
        ids = queries.chosen_ids(by=by, kind=kind, filters=wanted.filters())
        leaving = Leaving(
            kind=kind, columns=tuple(dict.fromkeys(wanted.columns)), own=tuple(dict.fromkeys(wanted.own)),
            contacts=contacts, form=wanted.format, wording=_wording(call, kind, own),
        )  # fmt: skip
        if len(ids) > MOST_IN_WORKBOOK:
            if wanted.format is ExportFormat.XLSX:
                raise ProblemError(422, "invalid", f"A workbook holds at most {MOST_IN_WORKBOOK}.", field="format")
            return _response(leaving.parts(ids, enter=call.enter, at=call.at), call, leaving)
        file = unless_given.enter_context(spooled())
        leaving.write(ids, file, by=by, at=call.at)
        unless_given.pop_all()  # the response closes it
    file.seek(0)
    return _response(file, call, leaving)


def _response(file: BinaryIO | Iterator[bytes], call: Call, leaving: Leaving) -> HttpResponse:
    ending = leaving.form.ending
    name = download_name(of=leaving.kind.value, purpose=call.purpose, day=call.today, ending=ending)
    response = FileResponse(file, as_attachment=True, filename=name, content_type=content_type(ending))
    return cast("HttpResponse", response)


def _wording(call: Call, kind: PartyKind, own: list[str]) -> Wording:
    declaration = current.compiled().declaration
    about = (
        ("register", declaration.register.name.en),
        ("purpose", declaration.purposes[call.purpose].name.en),
        ("exported_on", call.today.isoformat()),
    )
    return Wording(
        title=kind.value, name="name", headings={one: one.value for one in ListColumn}, cell=_cell, about=about,
        purpose=("purpose", call.purpose),
        own_headings={item: item for item in own}, own_cell=lambda _item, value: value,
        contact="contact", contact_headings={one: f"contact_{one.value}" for one in ContactColumn},
    )  # fmt: skip


def _cell(_column: ListColumn, value: Any) -> str:
    return "" if value is None else str(value)
