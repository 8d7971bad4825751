"""What a key may do, what can be said in this register, and the search."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from kortisto.interfaces.api.answers import REFUSALS, Line, Page, json
from kortisto.interfaces.api.calls import call_of
from kortisto.interfaces.api.choosing import KINDS, Cursor, Words
from kortisto.register.access import current
from kortisto.register.access import queries as access
from kortisto.register.parties import queries
from kortisto.register.parties.enums import PartyKind
from kortisto.register.parties.own_items import own_fields

router = Router(tags=["finding"])
BEST = 50
"""So many of a search: of a text that more match, the best."""


class Named(Schema):
    """A word of the notice, with its name in three languages."""

    id: str
    fi: str
    sv: str
    en: str


class OwnFieldView(Schema):
    """A field that the notice adds of its own: `choices` of a field whose kind is choice."""

    item: str
    of: PartyKind
    kind: str
    name: Named
    choices: list[Named] = []


class KeyView(Schema):
    """What the key of the call may do, for which purpose, and which words of the notice in force it can use."""

    purpose: str
    operations: list[str]
    role: str
    permissions: list[str]
    declaration: str
    sources: list[Named]
    own_fields: list[OwnFieldView]


class RoleView(Schema):
    """A role: what it may do in the program, and with people's data for which purposes."""

    id: str
    name: Named
    permissions: list[str]
    purposes: dict[str, list[str]]


class LookAlikes(Schema):
    """Parties that may be the one that is about to be added; `same` says what is alike, by id."""

    items: list[Line]
    same: dict[str, list[str]]


@router.get("/key", response={200: KeyView, **REFUSALS}, summary="What this key may do")
def key(request: HttpRequest) -> HttpResponse:
    """And which sources and own fields the notice in force has."""
    call = call_of(request)
    declaration = current.compiled().declaration
    return json(
        {
            "purpose": call.purpose,
            "operations": [one.value for one in call.operations],
            "role": call.by.role,
            "permissions": sorted(call.by.permissions or ()),
            "declaration": current.version(),
            "sources": [{"id": id_, **asdict(node.name)} for id_, node in declaration.sources.items()],
            "own_fields": [
                {
                    "item": one.item,
                    "of": one.of,
                    "kind": one.kind.value,
                    "name": {"id": one.item, **asdict(one.name)},
                    "choices": [{"id": id_, **asdict(name)} for id_, name in one.choices],
                }
                for kind in PartyKind
                for one in own_fields(kind)
            ],
        }
    )


@router.get("/roles", response={200: list[RoleView], **REFUSALS}, summary="What every role may do")
def roles(request: HttpRequest) -> HttpResponse:
    """Whoever works with the register may know its rules."""
    call_of(request)
    return json(
        [
            {
                "id": role.id,
                "name": {"id": role.id, **asdict(role.name)},
                "permissions": [one.id for one in role.permissions],
                "purposes": {one.id: [word.value for word in one.operations] for one in role.purposes},
            }
            for role in access.roles()
        ]
    )


class SearchAsked(Schema):
    """What is looked for. An empty `q` lists everybody by name; so does `kind`, of one kind, a page at a time."""

    q: Words = Field(examples=["makela turku"])
    kind: PartyKind | None = None
    after: Cursor | None = None


@router.get("/search", response={200: Page, **REFUSALS}, summary="Find people and organisations, best first")
def search(request: HttpRequest, asked: Query[SearchAsked]) -> HttpResponse:
    """Words in any order, beginnings of words, typing errors, e-mail addresses, numbers in any writing, cities."""
    following = None
    with call_of(request).enter() as by:
        if asked.q.strip() and asked.kind is None and asked.after is None:
            hits = queries.best_matches(by=by, text=asked.q, limit=BEST).hits
        else:
            kinds = (asked.kind,) if asked.kind else tuple(PartyKind)
            page = queries.search(by=by, text=asked.q, after=asked.after, kinds=kinds)
            hits, following = page.hits, page.next
    items = [
        {
            "id": hit.party.id,
            "kind": hit.party.kind,
            "name": hit.name,
            "detail": hit.detail,
            "columns": {},
            "former": hit.former,
        }
        for hit in hits
    ]
    return json({"items": items, "next": following, "previous": None})


class AlikeAsked(Schema):
    """What is known of somebody who is about to be added. `names`: of a person the last name, then the first name."""

    kind: Annotated[str, Field(pattern="^(people|organisations)$")] = "people"
    names: list[Words] = Field(default=[], max_length=3)
    business_id: Words = ""
    vat_id: Words = ""
    emails: list[Words] = Field(default=[], max_length=5)
    phones: list[Words] = Field(default=[], max_length=5)


@router.get("/look-alikes", response={200: LookAlikes, **REFUSALS}, summary="Who may be the same")
def look_alikes(request: HttpRequest, asked: Query[AlikeAsked]) -> HttpResponse:
    """Ask before you add: who is alike in a name, a number, an e-mail address or a telephone number."""
    with call_of(request).enter() as by:
        found = queries.look_alikes(
            by=by,
            kind=KINDS[asked.kind],
            names=asked.names,
            business_id=asked.business_id,
            vat_id=asked.vat_id,
            emails=asked.emails,
            phones=asked.phones,
        )
    return json({
        "items": [{"id": one.party.id, "kind": one.party.kind, "name": one.name, "detail": one.detail, "columns": {}}
                  for one in found],
        "same": {str(one.party.id): list(one.same) for one in found},
    })  # fmt: skip
