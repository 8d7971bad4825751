"""Lists leave as files: with a permission, for the purpose of the key, and everybody in them named in the log."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from typing import Any, BinaryIO, cast

from django.http import FileResponse, HttpRequest, HttpResponse
from ninja import Router
from pydantic import StrictBool

from kortisto.interfaces.api.answers import CHANGES
from kortisto.interfaces.api.bodies import Body
from kortisto.interfaces.api.calls import Call, call_of
from kortisto.interfaces.api.choosing import OrganisationColumns, OrganisationsChosen, PeopleChosen, PeopleColumns
from kortisto.interfaces.api.describing import sends
from kortisto.interfaces.api.problems import ProblemError
from kortisto.register.access import current
from kortisto.register.parties import operations, queries
from kortisto.register.parties.enums import ExportFormat, PartyKind
from kortisto.register.parties.listing import ListColumn
from kortisto.register.parties.operations.exports import MOST_EXPORTED, Wording

router = Router(tags=["exports"])
TYPES = {
    ExportFormat.CSV: ("csv", "text/csv"),
    ExportFormat.XLSX: ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ExportFormat.VCARD_3: ("vcf", "text/vcard"),
    ExportFormat.VCARD_4: ("vcf", "text/vcard"),
    ExportFormat.JSON: ("json", "application/json"),
}
_BUFFER = 8 * 1024 * 1024  # bytes in memory; a longer file lies in a temporary one that has no name
_FILE = sends(*dict.fromkeys(content_type for _, content_type in TYPES.values()))


class Wanted(Body):
    """`format`: of the file; its columns have the words of the API for headings."""

    format: ExportFormat = ExportFormat.JSON
    has_email: StrictBool | None = None


class PeopleExport(PeopleChosen, Wanted):
    """Which people, as which file."""

    columns: PeopleColumns = []


class OrganisationsExport(OrganisationsChosen, Wanted):
    """Which organisations, as which file."""

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
    # Written whole before the first byte leaves: the lines of the log are committed by then.
    call = call_of(request)
    call.require("export")
    with ExitStack() as unless_given, call.enter() as by:
        ids = queries.chosen_ids(by=by, kind=kind, filters=wanted.filters())
        if len(ids) > MOST_EXPORTED:
            raise ProblemError(422, "invalid", f"More than {MOST_EXPORTED}: narrow it down.")
        file = cast("BinaryIO", unless_given.enter_context(tempfile.SpooledTemporaryFile(max_size=_BUFFER)))
        operations.export_parties(
            kind=kind, ids=ids, columns=tuple(dict.fromkeys(wanted.columns)), form=wanted.format,
            wording=_wording(call, kind), file=file, by=by, at=call.at,
        )  # fmt: skip
        unless_given.pop_all()  # the response closes it
    file.seek(0)
    ending, content_type = TYPES[wanted.format]
    name = f"kortisto-{kind.value}-{call.today.isoformat()}.{ending}"
    return cast("HttpResponse", FileResponse(file, as_attachment=True, filename=name, content_type=content_type))


def _wording(call: Call, kind: PartyKind) -> Wording:
    declaration = current.compiled().declaration
    about = (
        ("register", declaration.register.name.en),
        ("purpose", declaration.purposes[call.purpose].name.en),
        ("exported_on", call.today.isoformat()),
    )
    return Wording(
        title=kind.value, name="name", headings={one: one.value for one in ListColumn}, cell=_cell, about=about
    )


def _cell(_column: ListColumn, value: Any) -> str:
    return "" if value is None else str(value)
