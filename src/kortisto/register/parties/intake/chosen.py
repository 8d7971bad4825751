"""What was chosen for a file on its way in, as its rows are taken by it."""

from __future__ import annotations

from contextlib import AbstractContextManager, suppress
from datetime import datetime
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from kortisto.declaration.civil_time import start_of_day
from kortisto.declaration.words import Operation
from kortisto.register.access import current
from kortisto.register.access import queries as access_queries
from kortisto.register.access import rules as access_rules
from kortisto.register.access.operations import enter
from kortisto.register.audit.enums import ActorKind, Door
from kortisto.register.audit.values import Access, Actor
from kortisto.register.parties.enums import RelationshipKind
from kortisto.register.parties.importing.choices import Choices, Duplicates, MatchBy, Policy
from kortisto.register.parties.importing.meaning import Content, Mapping_, Target, meaning
from kortisto.register.parties.importing.permitted import permitted_mapping
from kortisto.register.parties.importing.presets import whole_street
from kortisto.register.parties.importing.wording import REASONS
from kortisto.register.parties.intake.portion import Intake
from kortisto.register.parties.models import Upload
from kortisto.register.parties.values import Origin

TASK = "import"
"""Name of the job that goes on with an import."""
UNDO_TASK = "undo import"
"""Name of the job that goes on with taking one back."""


def mapping_of_upload(upload: Upload) -> Mapping_:
    """Return what the columns of an upload mean."""
    targets = tuple(map(meaning, upload.options["targets"]))
    return Mapping_(
        Content(upload.options["content"]), targets, whole_street=whole_street(tuple(upload.columns), targets)
    )


def choices_of(upload: Upload) -> Choices:
    """Return what was chosen for an upload."""
    options = upload.options
    return Choices(
        duplicates=Duplicates(options.get("duplicates", Duplicates.SKIP)),
        match_by=MatchBy(options.get("match_by", MatchBy.AUTO)),
        policies={meaning(one): Policy(policy) for one, policy in options.get("policies", {}).items()},
    )


def intake_of(upload: Upload, access: Access, at: datetime, batch: UUID) -> Intake:
    """Return the import as rows are taken for it: permitted columns only."""
    declaration = current.compiled().declaration
    assert upload.collected_on is not None  # noqa: S101 (checked before, and by the database)
    wanted, _ = permitted_mapping(columns=tuple(upload.columns), mapping=mapping_of_upload(upload), by=access)
    return Intake(
        mapping=wanted,
        origin=Origin(
            source=upload.source,
            collected_at=start_of_day(upload.collected_on),
            basis=declaration.bases[upload.basis].basis,
            declaration=current.version(),
            batch=batch,
        ),
        by=access,
        at=at,
        kind=RelationshipKind(upload.relation),
        choices=choices_of(upload),
    )


def left_out_of(upload: Upload, access: Access) -> tuple[str, ...]:
    """Return the columns of an upload that hold something and are not taken, in their order."""
    wanted, _ = permitted_mapping(columns=tuple(upload.columns), mapping=mapping_of_upload(upload), by=access)
    places = zip(upload.columns, wanted.targets, strict=True)
    return tuple(column for column, target in places if target is Target.NOTHING and column not in REASONS)


def entered(upload: Upload, by: Actor, at: datetime, channel: Door) -> AbstractContextManager[Access]:
    return enter(by=by, purpose=upload.purpose, at=at, channel=channel, operations=operations_of(upload))


def operations_of(upload: Upload) -> tuple[Operation, ...]:
    """Return what the import does: it changes people only where that was chosen."""
    asks_or_updates = choices_of(upload).duplicates in {Duplicates.UPDATE, Duplicates.ASK}
    return (Operation.COLLECT, Operation.CHANGE) if asks_or_updates else (Operation.COLLECT,)


def actor_for(user_id: UUID | None) -> Actor:
    """Return in whose name work goes on: who began it, with what they may do now. None: from the command line."""
    if user_id is None:
        return Actor(kind=ActorKind.COMMAND, role=access_rules.main_role())
    found = access_queries.actor_with_id(user_id)
    return found or Actor(kind=ActorKind.USER, id=user_id)  # gone: an actor who may nothing


def go_on_later(*, upload_id: UUID) -> None:
    """Have the worker go on with an import; nothing happens when it is told so already."""
    # A savepoint: the queue refuses a second one with an error of the database.
    with suppress(AlreadyEnqueued), transaction.atomic():
        app.configure_task(TASK, queueing_lock=f"{TASK}-{upload_id}").defer(upload_id=str(upload_id))


def undo_later(*, batch_id: UUID) -> None:
    """Have the worker go on with taking an import back; nothing happens when it is told so already."""
    with suppress(AlreadyEnqueued), transaction.atomic():
        app.configure_task(UNDO_TASK, queueing_lock=f"{UNDO_TASK}-{batch_id}").defer(batch_id=str(batch_id))
