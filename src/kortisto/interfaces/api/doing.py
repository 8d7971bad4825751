"""How a call adds or changes something: with an origin, behind the door, once for one Idempotency-Key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from kortisto.declaration.words import Operation
from kortisto.interfaces.api.answers import STANDS, demand_version, json, made
from kortisto.interfaces.api.bodies import Sent
from kortisto.interfaces.api.calls import call_of
from kortisto.interfaces.api.once import once
from kortisto.register.audit.values import Access
from kortisto.register.ledger.enums import Why
from kortisto.register.parties import operations, queries
from kortisto.register.parties.enums import Between, ContactKind, PartyKind
from kortisto.register.parties.recognised import known_reasons
from kortisto.register.parties.values import OrganisationPage, Origin, Party, PersonPage

Write = Callable[[Access, Origin], Any]
Points = Sequence[tuple[ContactKind, str]]
Seen = Callable[[Access], object]
"""Reads what an If-Match is compared with."""


def added(
    request: HttpRequest,
    sent: Sent,
    write: Callable[[Access, Origin], UUID],
    address: str = "",
    asked: bytes = b"",
    *,
    points: Points = (),
) -> HttpResponse:
    """Add something and answer with its id. `address`: where it is found, with `{}` for the id.

    `asked`: a digest of what was sent, of a call whose body was read as it came. `points`: contact points of a person,
    of which the answer says where a ban goes on holding.
    """
    call = call_of(request)

    def add() -> UUID:
        with call.enter(Operation.COLLECT) as by:
            return write(by, call.origin(sent.source, sent.when(), Operation.COLLECT))

    id_ = once(request, call, add, asked)
    return made(id_, f"/api/v1{address.format(id_)}" if address else "", banned=_is_banned(request, points))


def _is_banned(request: HttpRequest, points: Points) -> bool:
    """Return whether somebody with one of these contact points has forbidden something, which goes on holding."""
    return Why.BANNED in known_reasons(points, at=call_of(request).at)


def changed(
    request: HttpRequest,
    sent: Sent,
    write: Write,
    *more: Operation,
    seen: Seen | None = None,
    points: Points = (),
) -> HttpResponse:
    """Change something, if the caller has seen what is there now; `more`: operations that it takes beside.

    `points`: as of `added`.
    """
    call = call_of(request)
    with call.enter(Operation.READ, Operation.CHANGE, *more) as by:
        if seen is not None and "If-Match" in request.headers:
            demand_version(request, seen(by))
        write(by, call.origin(sent.source, sent.when(), Operation.CHANGE))
        if not by.events:  # everything was so already
            by.record("api.unchanged")
    return HttpResponse(status=204, headers=dict(STANDS) if _is_banned(request, points) else None)


def put_away(request: HttpRequest, write: Callable[[Access], UUID], *, seen: Seen | None = None) -> HttpResponse:
    """Take away what was a mistake, if the caller has seen what is there now; answer by what it can be put back."""
    call = call_of(request)
    with call.enter(Operation.READ, Operation.CHANGE) as by:
        if seen is not None and "If-Match" in request.headers:
            demand_version(request, seen(by))
        act = write(by)
    return json({"undo": act})


def done(request: HttpRequest, write: Callable[[Access], object], *operations: Operation) -> HttpResponse:
    """Do something that is no datum and has no origin."""
    call = call_of(request)
    with call.enter(Operation.READ, *(operations or (Operation.CHANGE,))) as by:
        write(by)
    return HttpResponse(status=204)


def seen_in(party: Party) -> Seen:
    """Return what reads a party for a comparison with If-Match; nobody else changes it until that is done."""

    def read(by: Access) -> object:
        operations.keep_from_others(kind=party.kind, party_id=party.id, by=by, at=by.at)
        return page_of(party, by)

    return read


def seen_around(what: Between, row_id: UUID) -> Seen:
    """Return what reads the party whose this is, for a comparison with If-Match; see `seen_in`."""

    def read(by: Access) -> object:
        return seen_in(queries.owner_of(what=what, row_id=row_id, by=by))(by)

    return read


def page_of(party: Party, by: Access) -> PersonPage | OrganisationPage:
    """Return everything about a party, whose version is that of what hangs on it. Raises PartyNotFoundError."""
    if party.kind is PartyKind.PERSON:
        return queries.person_page(person_id=party.id, by=by)
    return queries.organisation_page(organisation_id=party.id, by=by)
