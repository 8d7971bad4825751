"""Doing something with many at once: first whom it concerns and whom not, then it is done."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from ninja import Router, Schema
from pydantic import Field, StrictBool, StringConstraints

from kortisto.declaration.words import Operation
from kortisto.interfaces.api.answers import CHANGES, REFUSALS, json
from kortisto.interfaces.api.around import Kind
from kortisto.interfaces.api.bodies import Body, Line100, Source
from kortisto.interfaces.api.calls import call_of
from kortisto.interfaces.api.choosing import KINDS, PeopleChosen
from kortisto.interfaces.api.problems import ProblemError
from kortisto.register.parties import operations, queries
from kortisto.register.parties.bulk_actions import (
    MOST_AT_ONCE,
    Preview,
    action_called,
    bulk_actions,
    preview,
)
from kortisto.register.parties.bulk_undo import last_change, preview_undo
from kortisto.register.parties.enums import PartyKind

router = Router(tags=["many at once"])
Word = Annotated[str, StringConstraints(max_length=50, pattern=r"^[a-z_-]+$")]


class Action(Schema):
    """What can be done with many. `choices`: what it can set."""

    id: str
    choices: list[str]


class LastDone(Schema):
    """What the owner of the key did last with many of this kind, and can take back."""

    made_at: datetime
    count: int


class Actions(Schema):
    """`last`: null where there is nothing that can be taken back."""

    items: list[Action]
    last: LastDone | None


class LeftOut(Schema):
    """How many are left out, and why."""

    why: str
    count: int


class Concerned(Schema):
    """How many it concerns, and who is left out. `done`: whether it was done."""

    done: bool
    included: int
    excluded: list[LeftOut]


class ManyPeople(PeopleChosen, Body):
    """Which people; for organisations `organisation` and `language` mean nothing."""

    has_email: StrictBool | None = None


class DoWithMany(Body):
    """`choice`: what to set. As long as `preview` is not false, nothing is changed."""

    choice: Line100
    source: Source
    chosen: ManyPeople = Field(default_factory=ManyPeople)
    preview: StrictBool = True


@router.get("/{kind}/many", response={200: Actions, **REFUSALS}, summary="What can be done with many")
def actions(request: HttpRequest, kind: Kind) -> HttpResponse:
    """As far as the key lets change what it changes."""
    call = call_of(request)
    with call.enter(Operation.READ) as by:
        found = bulk_actions(KINDS[kind], call.may)
        last = last_change(kind=KINDS[kind], by=by)
        by.record("form.open", object_kind=KINDS[kind])
    items = [{"id": one.id, "choices": [str(id_) for id_, _ in one.choices()]} for one in found]
    shown = last is not None and call.may(Operation.CHANGE, last.item)
    return json({"items": items, "last": {"made_at": last.made_at, "count": last.count} if last and shown else None})


class TakeBack(Body):
    """As long as `preview` is not false, nothing is changed."""

    preview: StrictBool = True


@router.post("/{kind}/many/undo", response={200: Concerned, **CHANGES}, summary="Take back the last change of many")
def undo(request: HttpRequest, kind: Kind, payload: TakeBack) -> HttpResponse:
    """Of the owner of the key, once. What somebody has changed since stays: `preview` says how much that is."""
    call = call_of(request)
    party = KINDS[kind]
    with call.enter(Operation.READ, Operation.CHANGE) as by:
        last = last_change(kind=party, by=by)
        if last is None:
            raise ProblemError(404, "not-found", "There is no change of many that can be taken back.")
        found = (
            preview_undo(act=last.act, kind=party, by=by)
            if payload.preview
            else operations.undo_action(act=last.act, kind=party, by=by, at=call.at)
        )
    return _answer(found, done=not payload.preview)


@router.post("/{kind}/many/{action_id}", response={200: Concerned, **CHANGES}, summary="Do it with many")
def many(request: HttpRequest, kind: Kind, action_id: Word, payload: DoWithMany) -> HttpResponse:
    """First with `preview`, which says whom it concerns; then without."""
    call = call_of(request)
    party = KINDS[kind]
    action = action_called(action_id, party)
    if action is None:
        raise ProblemError(404, "not-found")
    if payload.choice not in {str(id_) for id_, _ in action.choices()}:
        raise ProblemError(422, "invalid", "No such choice.", field="choice")
    origin = call.origin(payload.source, None, action.operation)
    filters = payload.chosen.filters()
    if party is PartyKind.ORGANISATION:
        filters = replace(filters, language="", organisation=None)
    with call.enter(Operation.READ, action.operation) as by:
        ids = queries.chosen_ids(by=by, kind=party, filters=filters)
        if len(ids) > MOST_AT_ONCE:
            raise ProblemError(422, "invalid", f"More than {MOST_AT_ONCE}: narrow it down.", field="chosen")
        found: Preview = (
            preview(action=action, kind=party, ids=ids, choice=payload.choice, by=by)
            if payload.preview
            else operations.run_action(
                action=action, kind=party, ids=ids, choice=payload.choice, origin=origin, by=by, at=call.at
            )
        )
    return _answer(found, done=not payload.preview)


def _answer(found: Preview, *, done: bool) -> HttpResponse:
    with translation.override("en"):
        excluded = [{"why": str(why), "count": count} for why, count in found.excluded]
    return json({"done": done, "included": len(found.included), "excluded": excluded})
