"""Parties that may be one: found, compared, made one, and two again."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import StringConstraints

from kortisto.declaration.words import Operation
from kortisto.interfaces.api.answers import CHANGES, REFUSALS, Made, json
from kortisto.interfaces.api.around import Kind
from kortisto.interfaces.api.bodies import MergeBody
from kortisto.interfaces.api.calls import call_of
from kortisto.interfaces.api.choosing import KINDS
from kortisto.interfaces.api.doing import done
from kortisto.lib.jobs import ask_for
from kortisto.register.parties import operations, queries
from kortisto.register.parties.enums import LikenessReason, PartyKind

router = Router(tags=["duplicates"])


class PairCursorAsked(Schema):
    """Which pairs: of one kind, or both."""

    kind: PartyKind | None = None
    after: Annotated[str, StringConstraints(max_length=100, pattern=r"^[0-9]{1,3}\.[0-9a-f]{32}$")] | None = None


class Pair(Schema):
    """Two that may be one: how alike they are (0 to 100), and what agrees."""

    id: UUID
    kind: PartyKind
    first: UUID
    first_name: str
    second: UUID
    second_name: str
    score: int
    reasons: list[LikenessReason]


class ScanProgress(Schema):
    """How far a comparison of a kind is: of all parties, or with a `batch` of those whom that import brought."""

    id: UUID
    kind: PartyKind
    started_at: datetime
    finished_at: datetime | None
    cancelled_at: datetime | None
    compared: int
    found: int
    percent: int
    batch: UUID | None
    file_name: str


class Pairs(Schema):
    """Open pairs, the most alike first; `next` is a cursor for `after`. `scans`: the last whole ones, running ones."""

    items: list[Pair]
    next: str | None
    scans: list[ScanProgress]


class MergeMade(Schema):
    """A merge that was made."""

    id: UUID
    kind: PartyKind
    survivor: UUID
    name: str
    merged_at: datetime
    merged_by: UUID | None
    undone_at: datetime | None
    undoable: bool


class Merges(Schema):
    """The latest merges."""

    items: list[MergeMade]


class Begun(Schema):
    """The scans that were begun; none of a kind that is being compared already."""

    scans: list[UUID]


class Parted(Schema):
    """What became two again. `not_restored`: fields that somebody has changed since, and that stay as they are."""

    kind: PartyKind
    survivor: UUID
    absorbed: UUID
    not_restored: list[str]


@router.get("/duplicates", response={200: Pairs, **REFUSALS}, summary="Pairs that somebody should look at")
def duplicates(request: HttpRequest, asked: Query[PairCursorAsked]) -> HttpResponse:
    """Needs the permission `merge`."""
    call = call_of(request)
    call.require("merge")
    with call.enter() as by:
        page = queries.duplicate_pairs(by=by, kind=asked.kind, after=asked.after)
    items = [
        {
            "id": one.id,
            "kind": one.kind,
            "first": one.first.id,
            "first_name": one.first_name,
            "second": one.second.id,
            "second_name": one.second_name,
            "score": one.score,
            "reasons": one.reasons,
        }
        for one in page.pairs
    ]
    return json({"items": items, "next": page.next, "scans": queries.latest_scans(by=call.by)})


@router.post("/duplicates/scans", response={202: Begun, **CHANGES}, summary="Compare everybody with everybody")
def begin_scans(request: HttpRequest) -> HttpResponse:
    """Needs the permission `duplicates.scan`. The worker does it; `GET /duplicates` says how far it is."""
    call = call_of(request)
    call.require("duplicates.scan")
    begun = []
    for kind in PartyKind:
        try:
            with call.enter() as by:
                begun.append(operations.begin_scan(kind=kind, by=by, at=call.at))
        except operations.AlreadyScanningError:
            continue
    ask_for("compare_parties", once="compare_parties", user=str(call.owner), role=call.by.role, purpose=call.purpose)
    return json({"scans": begun}, 202)


@router.post("/duplicates/scans/{uuid:scan_id}/cancel", response={204: None, **CHANGES}, summary="Stop a scan")
def cancel_scan(request: HttpRequest, scan_id: UUID) -> HttpResponse:
    """What was found stays. Needs the permission `duplicates.scan`."""
    call = call_of(request)
    call.require("duplicates.scan")
    with call.enter() as by:
        operations.cancel_scan(scan_id=scan_id, by=by, at=call.at)
    return HttpResponse(status=204)


@router.post("/duplicates/{uuid:pair_id}/dismiss", response={204: None, **CHANGES}, summary="Remember that two are two")
def dismiss(request: HttpRequest, pair_id: UUID) -> HttpResponse:
    """Needs the permission `merge`."""
    call_of(request).require("merge")
    return done(request, lambda by: operations.dismiss_duplicate(pair_id=pair_id, by=by, at=by.at))


class FieldOfTwo(Schema):
    """One field of two parties, as texts."""

    field: str
    item: str
    first: str
    second: str


class RowsOfTwo(Schema):
    """How many rows of a kind hang on each of the two."""

    item: str
    first: int
    second: int


class Comparison(Schema):
    """Two parties side by side. `pair`: the pair of a search for duplicates, where one has found them."""

    kind: PartyKind
    first: UUID
    second: UUID
    first_name: str
    second_name: str
    fields: list[FieldOfTwo]
    hanging: list[RowsOfTwo]
    score: int
    reasons: list[LikenessReason]
    pair: UUID | None


@router.get(
    "/{kind}/{uuid:first}/compare/{uuid:second}", response={200: Comparison, **REFUSALS}, summary="Two side by side"
)
def compare(request: HttpRequest, kind: Kind, first: UUID, second: UUID) -> HttpResponse:
    """Needs the permission `merge`."""
    call = call_of(request)
    call.require("merge")
    with call.enter() as by:
        found = queries.compare(kind=KINDS[kind], first=first, second=second, by=by)
    return json(found)


@router.post("/{kind}/{uuid:party_id}/merge", response={200: Made, **CHANGES}, summary="Make two one")
def merge(request: HttpRequest, kind: Kind, party_id: UUID, payload: MergeBody) -> HttpResponse:
    """Answers with the id of the merge, by which it is undone. Needs the permission `merge`."""
    call = call_of(request)
    call.require("merge")
    with call.enter(Operation.READ, Operation.CHANGE) as by:
        made = operations.merge(
            kind=KINDS[kind], survivor=party_id, absorbed=payload.absorbed, take=payload.take, by=by, at=call.at
        )
    return json({"id": made.id})


@router.get("/merges", response={200: Merges, **REFUSALS}, summary="The latest merges, each with a way back")
def merges(request: HttpRequest) -> HttpResponse:
    """Needs the permission `merge`."""
    call = call_of(request)
    call.require("merge")
    with call.enter() as by:
        found = queries.merges(by=by)
    return json({"items": found})


@router.post("/merges/{uuid:merge_id}/undo", response={200: Parted, **CHANGES}, summary="Make two of one again")
def undo_merge(request: HttpRequest, merge_id: UUID) -> HttpResponse:
    """Needs the permission `merge`."""
    call = call_of(request)
    call.require("merge")
    with call.enter(Operation.READ, Operation.CHANGE) as by:
        parted = operations.undo_merge(merge_id=merge_id, by=by, at=call.at)
    return json(
        {
            "kind": parted.kind,
            "survivor": parted.survivor,
            "absorbed": parted.absorbed,
            "not_restored": [f"{table}.{field}" for table, field in parted.not_restored],
        }
    )
