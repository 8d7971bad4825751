"""Sweeps and their trials: started, watched, cancelled, gone on with; and the regular runs that the notice promises."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import StringConstraints

from kortisto.declaration.words import RunKind
from kortisto.interfaces.api.answers import CHANGES, REFUSALS, InLanguage, Language, Made, json, made
from kortisto.interfaces.api.bodies import Body, Moment
from kortisto.interfaces.api.calls import Call, call_of
from kortisto.interfaces.api.problems import ProblemError
from kortisto.privacy.retention import operations, queries, rules
from kortisto.privacy.retention.enums import StuckReason, SubjectKind, SweepState, TrialState
from kortisto.privacy.retention.operations import (
    DoneAlreadyError,
    SweepIsOverError,
    SweepUnderWayError,
    TrialIsOverError,
    TrialUnderWayError,
)
from kortisto.privacy.retention.queries import RunDone, RunDue, SweepView, TrialView
from kortisto.register.audit.enums import Door

router = Router(tags=["privacy"])


class Sweep(Schema):
    """A sweep and how far it is: `looked_at` of `total`. When it is over, `/certificates/{id}` says what it did."""

    id: UUID
    state: SweepState
    declaration: str
    evaluated_at: datetime
    asked_at: datetime
    asked_by: UUID | None
    started_at: datetime | None
    moved_at: datetime
    finished_at: datetime | None
    resumed: int
    total: int
    looked_at: int
    people: int
    organisations: int
    stuck: int
    over: bool


class Sweeps(Schema):
    """The sweep that is under way, and the latest, newest first; `next` is a cursor for `after`."""

    under_way: Sweep | None
    items: list[Sweep]
    next: str | None


class SweepsAsked(Schema):
    """`after`: what the page before gave as `next`."""

    after: Annotated[str, StringConstraints(max_length=100)] = ""


class TrialAsked(Body):
    """`at`: the moment for which it is asked, which may lie ahead; now without it."""

    at: Moment | None = None


class TriedSubject(Schema):
    """One of whom something would go; `whole`: nothing of it would stay."""

    kind: SubjectKind
    id: UUID
    name: str
    whole: bool
    items: list[str]
    rules: list[str]


class Trial(Schema):
    """What a sweep would do, as far as it has been found out: `looked_at` of `total`.

    `samples`: a few of whom something would go, once it is over, for keys that watch over retention; else null.
    """

    id: UUID
    state: TrialState
    declaration: str
    evaluated_at: datetime
    asked_at: datetime
    asked_by: UUID | None
    started_at: datetime | None
    moved_at: datetime
    finished_at: datetime | None
    total: int
    looked_at: int
    people: int
    organisations: int
    rows: dict[str, int]
    items: dict[str, int]
    rules: dict[str, int]
    held_back: dict[str, int]
    holds: dict[str, int]
    stuck: dict[StuckReason, int]
    samples: list[TriedSubject] | None = None


class Trials(Schema):
    """The latest trials, newest first."""

    items: list[Trial]


class Run(Schema):
    """A regular run of the notice with its next date. `id`: by which it is recorded as done, null before its date is
    set; `late`: by how many days; `may_do`: whether the key's owner may record it.
    """

    id: UUID | None
    run: str
    kind: RunKind
    every: str
    roles: list[str]
    text: str
    due_on: date | None
    late: int
    last_done: date | None
    last_proof: str
    may_do: bool


class Recorded(Schema):
    """A record that a run was done; `genuine`: it is the one whose hash stands in the log."""

    id: UUID
    run: str
    kind: RunKind
    due_on: date
    done_at: datetime
    done_by: UUID | None
    late: int
    note: str
    proof: str
    genuine: bool


class Runs(Schema):
    """What is to be done, the most urgent first, and what was done, the latest first."""

    due: list[Run]
    done: list[Recorded]


class Doing(Body):
    """What was done and found, and where the proof is. Names nobody: the record cannot be changed later."""

    note: Annotated[str, StringConstraints(min_length=1, max_length=2000, strip_whitespace=True, pattern=r"^[^\x00]*$")]
    proof: Annotated[str, StringConstraints(max_length=300, strip_whitespace=True, pattern=r"^[^\x00-\x1f\x7f]*$")] = ""


# --- sweeps ----------------------------------------------------------------------------------------------------------


@router.get("/sweeps", response={200: Sweeps, **REFUSALS}, summary="How far the sweep is, and those before")
def sweeps(request: HttpRequest, asked: Query[SweepsAsked]) -> HttpResponse:
    """For keys that may read certificates of erasure, or start sweeps."""
    call = _sees(request)
    page = queries.sweeps_page(at=call.at, after=asked.after)
    under_way = queries.sweep_under_way(at=call.at)
    return json(
        {
            "under_way": _sweep(under_way) if under_way is not None else None,
            "items": [_sweep(one) for one in page.sweeps],
            "next": page.next or None,
        }
    )


@router.post("/sweeps", response={202: Made, **CHANGES}, summary="Have what is due erased now")
def start_sweep(request: HttpRequest) -> HttpResponse:
    """The worker does it. Needs the permission `retention.sweep`; while one is under way a second is refused."""
    call = call_of(request)
    with _refusals():
        id_ = operations.ask_sweep(by=call.by, at=call.at, channel=Door.API, request_id=call.request_id)
    return _asked(id_, f"/api/v1/sweeps/{id_}")


@router.get("/sweeps/{uuid:sweep_id}", response={200: Sweep, **REFUSALS}, summary="How far one sweep is")
def sweep(request: HttpRequest, sweep_id: UUID) -> HttpResponse:
    """For keys that may read certificates of erasure, or start sweeps."""
    call = _sees(request)
    found = queries.sweep_view(sweep_id=sweep_id, at=call.at)
    if found is None:
        raise ProblemError(404, "not-found")
    return json(_sweep(found))


@router.post("/sweeps/{uuid:sweep_id}/cancel", response={204: None, **CHANGES}, summary="Break a sweep off")
def cancel_sweep(request: HttpRequest, sweep_id: UUID) -> HttpResponse:
    """It ends after its present portion; what it has erased is certified. Needs the permission `retention.sweep`."""
    call = call_of(request)
    with _refusals():
        operations.cancel_sweep(
            sweep_id=sweep_id, by=call.by, at=call.at, channel=Door.API, request_id=call.request_id
        )  # fmt: skip
    return HttpResponse(status=204)


@router.post("/sweeps/{uuid:sweep_id}/resume", response={204: None, **CHANGES}, summary="Go on with a sweep")
def resume_sweep(request: HttpRequest, sweep_id: UUID) -> HttpResponse:
    """Of one that stands still. Needs the permission `retention.sweep`."""
    call = call_of(request)
    with _refusals():
        operations.resume_sweep(
            sweep_id=sweep_id, by=call.by, at=call.at, channel=Door.API, request_id=call.request_id
        )  # fmt: skip
    return HttpResponse(status=204)


# --- trials ----------------------------------------------------------------------------------------------------------


@router.get("/sweeps/trials", response={200: Trials, **REFUSALS}, summary="What sweeps would have done")
def trials(request: HttpRequest) -> HttpResponse:
    """For keys that may read certificates of erasure, or start sweeps."""
    _sees(request)
    return json({"items": [_trial(one) for one in queries.latest_trials()]})


@router.post("/sweeps/trials", response={202: Made, **CHANGES}, summary="Find out what a sweep would do")
def try_sweep(request: HttpRequest, payload: TrialAsked) -> HttpResponse:
    """The worker does it and takes it back. Needs the permission `retention.sweep`; one is under way at a time."""
    call = call_of(request)
    with _refusals():
        id_ = operations.ask_trial(
            by=call.by, at=call.at, evaluated_at=payload.at, channel=Door.API, request_id=call.request_id
        )
    return _asked(id_, f"/api/v1/sweeps/trials/{id_}")


@router.get("/sweeps/trials/{uuid:trial_id}", response={200: Trial, **REFUSALS}, summary="What a sweep would do")
def trial(request: HttpRequest, trial_id: UUID, asked: Query[InLanguage]) -> HttpResponse:
    """For keys that may read certificates of erasure, or start sweeps."""
    call = _sees(request)
    found = queries.trial_view(trial_id=trial_id)
    if found is None:
        raise ProblemError(404, "not-found")
    shown = _trial(found)
    if found.over and rules.may_oversee(call.by):
        with operations.oversee(by=call.by, at=call.at, channel=Door.API, request_id=call.request_id) as access:
            samples = queries.tried_subjects(access=access, trial_id=trial_id)
        shown["samples"] = [
            {
                "kind": one.kind.value,
                "id": one.id,
                "name": one.name,
                "whole": one.whole,
                "items": [item.in_language(asked.language) for item in one.items],
                "rules": list(one.rules),
            }
            for one in samples
        ]
    return json(shown)


@router.post("/sweeps/trials/{uuid:trial_id}/cancel", response={204: None, **CHANGES}, summary="Break a trial off")
def cancel_trial(request: HttpRequest, trial_id: UUID) -> HttpResponse:
    """What it has found so far stays. Needs the permission `retention.sweep`."""
    call = call_of(request)
    with _refusals():
        operations.cancel_trial(
            trial_id=trial_id, by=call.by, at=call.at, channel=Door.API, request_id=call.request_id
        )  # fmt: skip
    return HttpResponse(status=204)


# --- regular runs ----------------------------------------------------------------------------------------------------


@router.get("/regular-runs", response={200: Runs, **REFUSALS}, summary="What the notice promises to do regularly")
def regular_runs(request: HttpRequest, asked: Query[InLanguage]) -> HttpResponse:
    """With the next date of each, how late it is, and the records of what was done."""
    call = call_of(request)
    if not rules.may_see_regular_runs(call.by):
        raise ProblemError(404, "not-found")
    due = [_run(one, asked.language) for one in queries.regular_runs(by=call.by, at=call.at)]
    return json({"due": due, "done": [_recorded(one) for one in queries.regular_runs_done()]})


@router.post(
    "/regular-runs/{uuid:record_id}/done", response={204: None, **CHANGES}, summary="Record a regular run as done"
)
def record_regular_run(request: HttpRequest, record_id: UUID, payload: Doing) -> HttpResponse:
    """For keys whose owner's role does it, or that watch over retention."""
    call = call_of(request)
    found = None
    if rules.may_see_regular_runs(call.by):
        found = queries.regular_run(record_id=record_id, by=call.by, at=call.at)
    if found is None or not found.may_do:
        raise ProblemError(404, "not-found")
    with _refusals():
        operations.record_regular_run(
            record_id=record_id, note=payload.note, proof=payload.proof, by=call.by, at=call.at, channel=Door.API,
            request_id=call.request_id,
        )  # fmt: skip
    return HttpResponse(status=204)


# --- in words --------------------------------------------------------------------------------------------------------


def _sweep(one: SweepView) -> dict[str, Any]:
    return {name: getattr(one, name) for name in Sweep.model_fields}


def _trial(one: TrialView) -> dict[str, Any]:
    shown = {name: getattr(one, name) for name in Trial.model_fields if name != "samples"}
    return {**shown, "stuck": {reason.value: number for reason, number in one.stuck.items()}, "samples": None}


def _run(one: RunDue, language: Language) -> dict[str, Any]:
    return {
        "id": one.id,
        "run": one.run,
        "kind": one.kind.value,
        "every": str(one.every),
        "roles": list(one.roles),
        "text": one.text.in_language(language) if one.text is not None else "",
        "due_on": one.due_on,
        "late": one.late,
        "last_done": one.last_done,
        "last_proof": one.last_proof,
        "may_do": one.may_do,
    }


def _recorded(one: RunDone) -> dict[str, Any]:
    return {**{name: getattr(one, name) for name in Recorded.model_fields}, "kind": one.kind.value}


def _sees(request: HttpRequest) -> Call:
    call = call_of(request)
    if not (rules.may_read_certificates(call.by) or rules.may_sweep(call.by)):
        raise ProblemError(404, "not-found")
    return call


def _asked(id_: UUID, location: str) -> HttpResponse:
    response = made(id_, location)
    response.status_code = 202
    return response


@contextmanager
def _refusals() -> Iterator[None]:
    """Answer what is under way or over already as a contradiction to what is there."""
    try:
        yield
    except (SweepUnderWayError, TrialUnderWayError) as error:
        raise ProblemError(409, "conflict", "Another one is under way. Wait for its end, or break it off.") from error
    except (SweepIsOverError, TrialIsOverError) as error:
        raise ProblemError(409, "conflict", "It is over already.") from error
    except DoneAlreadyError as error:
        raise ProblemError(409, "conflict", "Somebody else has recorded it meanwhile.") from error
