"""Why each datum is still here and until when; who has seen somebody; what is due; the certificates of sweeps."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router, Schema

from kortisto.declaration.endings import DueKind
from kortisto.declaration.words import ActionKind, Operation
from kortisto.interfaces.api.answers import REFUSALS, InLanguage, Language, json
from kortisto.interfaces.api.around import Kind, party_of
from kortisto.interfaces.api.bodies import Day
from kortisto.interfaces.api.calls import call_of
from kortisto.interfaces.api.doing import page_of
from kortisto.interfaces.api.holds import Hold, hold_in_words
from kortisto.interfaces.api.problems import ProblemError
from kortisto.interfaces.api.reviews import Review, door, review_in_words
from kortisto.privacy.retention import operations, queries
from kortisto.privacy.retention.enums import SubjectKind
from kortisto.privacy.retention.queries import DatumStanding
from kortisto.privacy.retention.queries.reviews import ReviewView, reviews_of
from kortisto.privacy.retention.rules import may_oversee, may_read_certificates, reviews_to_see
from kortisto.register.access import rules
from kortisto.register.audit import queries as audit
from kortisto.register.audit.enums import ActorKind, Door

router = Router(tags=["privacy"])
LATEST = 200
"""So many lines of the log are looked at for who has seen somebody lately."""


class Refused(Schema):
    """A use that the notice names and that is refused now, by `reason`; `rule` is the node of the notice."""

    purpose: str
    operation: Operation
    reason: str
    rule: str


class Datum(Schema):
    """One datum: where it comes from, for which purposes and on which bases it is here, until when, by which rule.

    `due_on`: the first day on which it should be gone; null while no end is known. `action`: what happens then.
    """

    item: str
    name: str
    record: str
    source: str
    collected_on: date
    purposes: list[str]
    bases: list[str]
    kind: DueKind
    action: ActionKind
    due_on: date | None
    overdue: bool
    rule: str
    holds: list[str]
    reasons: list[str]
    refused: list[Refused]


class Privacy(Schema):
    """Every datum of a party that the key shows; `hidden`: how many more there are. `holds`: what stands over it.

    `reviews`: what of it waits for a confirmation, as far as the key's owner may see that.
    `placed`: whether it is in a group of the notice: of who is in none nothing is erased by itself.
    """

    items: list[Datum]
    hidden: int
    holds: list[Hold]
    reviews: list[Review]
    placed: bool


class Look(Schema):
    """The latest look of one member of staff, and in how many requests they looked."""

    user: UUID
    role: str
    purpose: str
    at: datetime
    times: int


class Seen(Schema):
    """`people`: how many members of staff have looked lately; `items` needs the permission `log.read`, else null."""

    people: int
    items: list[Look] | None


@router.get("/{kind}/{uuid:party_id}/privacy", response={200: Privacy, **REFUSALS}, summary="Why each datum is here")
def privacy(request: HttpRequest, kind: Kind, party_id: UUID, asked: Query[InLanguage]) -> HttpResponse:
    """The privacy panel of a party."""
    call = call_of(request)
    party = party_of(kind, party_id)
    with call.enter() as by:
        page_of(party, by)
        kind_of_subject = SubjectKind(party.kind.value)
        standing = queries.standing_of(access=by, kind=kind_of_subject, subject=party_id, at=call.at)
        shown = [one for one in standing.data if by.grants(Operation.READ, one.item)]
    waiting: tuple[ReviewView, ...] = ()
    if reviews_to_see(call.by):
        with door(call) as access:
            waiting = reviews_of(access=access, kind=kind_of_subject, subject=party_id, at=call.at)
    return json(
        {
            "items": [_datum(one, asked.language) for one in shown],
            "hidden": len(standing.data) - len(shown),
            "holds": [hold_in_words(one, asked.language) for one in standing.holds if one.is_open],
            "reviews": [review_in_words(one, asked.language) for one in waiting],
            "placed": standing.placed,
        }
    )


def _datum(one: DatumStanding, language: Language) -> dict[str, Any]:
    return {
        "item": one.item,
        "name": one.name.in_language(language),
        "record": one.record,
        "source": one.source,
        "collected_on": one.collected_on,
        "purposes": [purpose.in_language(language) for purpose in one.purposes],
        "bases": list(one.bases),
        "kind": one.kind.value,
        "action": one.action.value,
        "due_on": one.due_on,
        "overdue": one.overdue,
        "rule": one.rule,
        "holds": [hold.in_language(language) for hold in one.holds],
        "reasons": list(one.reasons(language)),
        "refused": [
            {
                "purpose": use.purpose.in_language(language),
                "operation": use.operation.value,
                "reason": use.reason.name.lower(),
                "rule": use.ref,
            }
            for use in one.refused
        ],
    }


@router.get("/{kind}/{uuid:party_id}/seen", response={200: Seen, **REFUSALS}, summary="Who has seen a party")
def seen(request: HttpRequest, kind: Kind, party_id: UUID) -> HttpResponse:
    """Members of staff, by the latest lines of the log; this call is not among them."""
    call = call_of(request)
    with call.enter() as by:
        page_of(party_of(kind, party_id), by)
        latest: dict[UUID, audit.LoggedEvent] = {}
        times: dict[UUID, set[str]] = {}
        for line in audit.events(subject=party_id, limit=LATEST):
            if line.actor_kind is ActorKind.USER and line.actor_id and line.request_id != call.request_id:
                latest.setdefault(line.actor_id, line)
                times.setdefault(line.actor_id, set()).add(line.request_id)
    looks = [
        {
            "user": id_,
            "role": line.actor_role,
            "purpose": line.purpose,
            "at": line.happened_at,
            "times": len(times[id_]),
        }
        for id_, line in latest.items()
    ]
    return json({"people": len(latest), "items": looks if rules.may(call.by, "log.read") else None})


# --- what is due -----------------------------------------------------------------------------------------------------


class DueAsked(Schema):
    """`on`: the day for which it is asked; today without it."""

    on: Day | None = None


class SubjectDue(Schema):
    """A party of whom something has fallen due, since when, by which rules; `whole`: nothing of it stays."""

    id: UUID
    kind: SubjectKind
    name: str
    since: date
    data: int
    blocked: int
    whole: bool
    rules: list[str]


class DueReport(Schema):
    """What had fallen due by a moment, under a version of the notice."""

    at: datetime
    declaration: str
    looked_at: dict[str, int]
    by_rule: dict[str, int]
    items: list[SubjectDue]


class Certificate(Schema):
    """What a sweep did: how many parties, which rows, by which rules, and what held the rest back."""

    id: UUID
    declaration: str
    evaluated_at: datetime
    started_at: datetime
    finished_at: datetime
    outcome: str
    closing: str
    remarks: list[str]
    started_by: UUID | None
    asked_by_kind: str
    resumed: int
    looked_at: int
    people: int
    organisations: int
    rows: dict[str, int]
    items: dict[str, int]
    rules: dict[str, int]
    held_back: dict[str, int]
    holds: dict[str, int]
    stuck: int
    stuck_by_reason: dict[str, int]
    files_left: int
    rule_texts: dict[str, str]
    sha256: str


class Certificates(Schema):
    items: list[Certificate]


@router.get("/retention", response={200: DueReport, **REFUSALS}, summary="Of whom something is due")
def due(request: HttpRequest, asked: Query[DueAsked]) -> HttpResponse:
    """For keys with the permission to see whose data are due for erasure."""
    call = call_of(request)
    if not may_oversee(call.by):
        raise ProblemError(404, "not-found")
    call.needs(Operation.READ)
    at = timezone.make_aware(datetime.combine(asked.on, time(12))) if asked.on else call.at
    with operations.oversee(by=call.by, at=call.at, channel=Door.API, request_id=call.request_id) as access:
        report = queries.due_report(access=access, at=at)
    return json(
        {
            "at": report.at,
            "declaration": report.declaration,
            "looked_at": {kind.value: count for kind, count in report.looked_at.items()},
            "by_rule": dict(report.by_rule()),
            "items": [
                {
                    "id": one.id,
                    "kind": one.kind,
                    "name": one.name,
                    "since": one.since,
                    "data": len(one.data),
                    "blocked": one.blocked,
                    "whole": one.whole,
                    "rules": sorted({datum.rule for datum in one.data}),
                }
                for one in report.subjects
            ],
        }
    )


@router.get("/certificates", response={200: Certificates, **REFUSALS}, summary="The latest sweeps")
def certificates(request: HttpRequest) -> HttpResponse:
    """For keys with the permission to read certificates of erasure."""
    if not may_read_certificates(call_of(request).by):
        raise ProblemError(404, "not-found")
    return json({"items": queries.certificates()})


@router.get("/certificates/{uuid:certificate_id}", response={200: Certificate, **REFUSALS}, summary="One sweep")
def certificate(request: HttpRequest, certificate_id: UUID) -> HttpResponse:
    """For keys with the permission to read certificates of erasure."""
    may = may_read_certificates(call_of(request).by)
    found = queries.certificate(certificate_id=certificate_id) if may else None
    if found is None:
        raise ProblemError(404, "not-found")
    return json(found)
