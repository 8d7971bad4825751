"""Writes what a file tells beside who somebody is: when something last happened, and who has forbidden marketing."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from kortisto.declaration.civil_time import civil_day
from kortisto.declaration.words import Operation
from kortisto.lib.ids import uuid7
from kortisto.register.access.operations import enter
from kortisto.register.audit.values import Access
from kortisto.register.parties.bans import BAN_ITEM, bans_of_marketing, purpose_of_bans
from kortisto.register.parties.bulk import insert_rows
from kortisto.register.parties.enums import ActivityKind
from kortisto.register.parties.intake.portion import Intake, Portion
from kortisto.register.parties.models import Activity, Objection
from kortisto.register.parties.rows import origin_columns


def add_happened(portion: Portion) -> None:
    """Add to the rows of a portion the last event with each; of those who are known, what is not there yet."""
    wanted = portion.happened
    if not wanted:
        return
    days = sorted({on for _, _, on in wanted})
    there = set(
        Activity.objects.filter(happened_on__in=days, person__in={one for one, _, _ in wanted if one}).values_list(
            "person_id", "happened_on"
        )
    ) | set(
        Activity.objects.filter(
            happened_on__in=days, person=None, organisation__in={one for who, one, _ in wanted if one and not who}
        ).values_list("organisation_id", "happened_on")
    )
    for person, organisation, on in wanted:
        if (person or organisation, on) not in there:
            portion.rows[Activity].append({
                "id": uuid7(), "person_id": person, "organisation_id": organisation, "happened_on": on,
                "kind": ActivityKind.OTHER.value,
            })  # fmt: skip


def add_bans(portion: Portion, intake: Intake) -> None:
    """Record who has forbidden direct marketing, for a purpose for which that may be; who has already, stays as is."""
    objections = bans_of_marketing()
    if not portion.banned or not objections:
        return
    known = set(
        Objection.objects.filter(person__in=list(portion.banned), objection__in=objections).values_list(
            "person_id", "objection"
        )
    )
    day = civil_day(intake.origin.collected_at)
    rows = [
        {"id": uuid7(), "person_id": person, "objection": one, "made_on": day}
        for person in portion.banned
        for one in objections
        if (person, one) not in known
    ]
    if not rows:
        return
    portion.counts["bans"] += len({row["person_id"] for row in rows})
    if intake.by.grants(Operation.COLLECT, BAN_ITEM):
        _write(rows, intake, intake.by)
        return
    by = intake.by
    purpose = purpose_of_bans(role=by.actor.role, purpose=by.purpose)
    # The columns of a file for which there is no such purpose are not taken: NotGrantedError.
    with enter(
        by=by.actor, purpose=purpose or by.purpose, at=intake.at, channel=by.channel, operations=(Operation.COLLECT,),
        request_id=by.request_id,
    ) as door:  # fmt: skip
        _write(rows, intake, door)


def _write(rows: Sequence[dict[str, UUID | str | object]], intake: Intake, by: Access) -> None:
    by.require(Operation.COLLECT, [BAN_ITEM])
    insert_rows(Objection, rows, origin_columns(intake.origin))
    people = [row["person_id"] for row in rows]
    by.record(
        "import.bans", at=intake.at, object_kind="batch", object_id=intake.origin.batch, subjects=people,  # type: ignore[arg-type] # ids
        items=[BAN_ITEM],
    )  # fmt: skip
