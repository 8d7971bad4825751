"""What erasing a party would do, and doing it."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from kortisto.interfaces.api.answers import CHANGES, REFUSALS, InLanguage, Language, json
from kortisto.interfaces.api.around import Kind, party_of
from kortisto.interfaces.api.bodies import Body
from kortisto.interfaces.api.calls import call_of
from kortisto.interfaces.api.problems import ProblemError
from kortisto.privacy.retention import operations, queries, rules
from kortisto.privacy.retention.enums import Outcome, Repeating, Stays, SubjectKind
from kortisto.register.audit.enums import Door

router = Router(tags=["privacy"])


class Goes(Schema):
    """Data of one item in one table."""

    item: str
    name: str
    table: str
    number: int


class Along(Schema):
    """Rows that go with what goes: what they are, and how many."""

    kind: Repeating
    name: str
    table: str
    number: int


class Loosened(Schema):
    """Rows that stay, without this party."""

    name: str
    table: str
    number: int


class Kept(Schema):
    """Data that stay: why, until when (the first day without them; null: not known), for which purposes."""

    item: str
    name: str
    number: int
    why: Stays
    until: date | None
    purposes: list[str]
    laws: list[str]
    holds: list[str]
    rule: str


class Plan(Schema):
    """What erasing a party does. `digest`: by what the plan is known again. `letter`: the answer to a person.

    `readers`: the purposes that alone use what stays from then on; null where nobody is kept from it.
    """

    id: UUID
    whole: bool
    goes: list[Goes]
    emptied: list[Goes]
    along: list[Along]
    loosened: list[Loosened]
    anonymised: list[Loosened]
    stays: list[Kept]
    rows: dict[str, int]
    files: int
    others: int
    readers: list[str] | None
    digest: str
    letter: list[str]


class EraseBody(Body):
    """`seen`: the digest of the plan that was looked at; where it would be another by now, nothing is erased.

    `asked_on`: the day on which the request of the person arrived; without it, whoever sends this decides so today.
    """

    seen: str = Field(min_length=64, max_length=64)
    asked_on: date | None = None


class Erased(Schema):
    """How it ended, what went by table, what was kept, and for which purposes alone."""

    outcome: Outcome
    rows: dict[str, int]
    stays: list[Kept]
    readers: list[str] | None
    letter: list[str]


class AskedLanguage(InLanguage):
    """In which language names and the letter are."""


@router.get("/{kind}/{uuid:party_id}/erasure", response={200: Plan, **REFUSALS}, summary="What erasing would do")
def erasure(request: HttpRequest, kind: Kind, party_id: UUID, asked: Query[AskedLanguage]) -> HttpResponse:
    """Needs the permission `retention.erase`. Nothing is erased."""
    call = call_of(request)
    door = operations.decide_on_erasure(by=call.by, at=call.at, channel=Door.API, request_id=call.request_id)
    with door as access:
        plan = queries.plan_of_erasure(access=access, kind=_subject(kind, party_id), subject=party_id, at=call.at)
    if plan is None:
        raise ProblemError(404, "not-found")
    named = asked.language
    return json(
        {
            "id": plan.id,
            "whole": plan.whole,
            "goes": [_named(one, named) for one in plan.goes],
            "emptied": [_named(one, named) for one in plan.emptied],
            "along": [{**_named(one, named), "kind": one.kind} for one in plan.along],
            "loosened": [_named(one, named) for one in plan.loosened],
            "anonymised": [_named(one, named) for one in plan.anonymised],
            "stays": [_kept(one, named) for one in plan.stays],
            "rows": dict(plan.rows),
            "files": plan.files,
            "others": plan.others,
            "readers": _readers(plan, named),
            "digest": plan.digest,
            "letter": _letter(plan, named),
        }
    )


@router.post("/{kind}/{uuid:party_id}/erase", response={200: Erased, **CHANGES}, summary="Erase a party")
def erase(request: HttpRequest, kind: Kind, party_id: UUID, asked: EraseBody) -> HttpResponse:
    """Needs the permission `retention.erase`. What law or a hold keeps stays; sent twice, the second finds nobody."""
    call = call_of(request)
    try:
        done = operations.erase(
            kind=_subject(kind, party_id), subject=party_id, by=call.by, at=call.at, channel=Door.API,
            request_id=call.request_id, asked_on=asked.asked_on, seen=asked.seen,
        )  # fmt: skip
    except rules.AskedLaterError:
        raise ProblemError(422, "invalid", "asked_on lies in the future.", field="asked_on") from None
    if done.outcome is Outcome.GONE:
        raise ProblemError(404, "not-found")
    if done.plan is None:
        raise ProblemError(409, "conflict", f"Nothing was erased: {done.outcome.value}.")
    return json(
        {
            "outcome": done.outcome,
            "rows": dict(done.rows),
            "stays": [_kept(one, "en") for one in done.plan.stays],
            "readers": _readers(done.plan, "en"),
            "letter": _letter(done.plan, "en"),
        }
    )


def _subject(kind: Kind, party_id: UUID) -> SubjectKind:
    return SubjectKind(party_of(kind, party_id).kind.value)


def _letter(plan: queries.ErasurePlan, language: Language) -> list[str]:
    return list(plan.letter(language)) if plan.kind is SubjectKind.PERSON else []


def _readers(plan: queries.ErasurePlan, language: Language) -> list[str] | None:
    return None if plan.readers is None else [one.in_language(language) for one in plan.readers]


def _named(one: Any, language: Language) -> dict[str, Any]:
    told = {"name": one.name.in_language(language), "table": one.table, "number": one.number}
    return {**told, "item": one.item} if isinstance(one, queries.Goes) else told


def _kept(one: queries.Kept, language: Language) -> dict[str, Any]:
    return {
        "item": one.item,
        "name": one.name.in_language(language),
        "number": one.number,
        "why": one.why,
        "until": one.until,
        "purposes": [purpose.in_language(language) for purpose in one.purposes],
        "laws": list(one.laws),
        "holds": [hold.in_language(language) for hold in one.holds],
        "rule": one.rule,
    }
