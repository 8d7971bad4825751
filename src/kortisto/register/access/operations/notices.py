"""Adoption: which version of the privacy notice is in force, who put it into force, and when."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction

from kortisto.declaration.civil_time import civil_day
from kortisto.register.access import current, rules
from kortisto.register.access.adopting import ChangedMeanwhileError, Files, checked, digest_of, id_of, require_order
from kortisto.register.access.models import AdoptedNotice
from kortisto.register.audit import operations as audit
from kortisto.register.audit.enums import ActorKind, Door
from kortisto.register.audit.values import Actor

NOTICE = "notice"
ADOPT = "notice.adopt"
"""The permission, and the action in the log."""


@transaction.atomic
def adopt(
    *, files: Files, by: Actor, at: datetime, channel: Door, instead_of: int | None = None, request_id: str = ""
) -> int:
    """Put a version into force, for all processes, from the moment at which the transaction is committed.

    `instead_of`: the number of the version that it was compared with. Returns the number of the new one. Raises
    CannotLoadError (errors in it), NotPermittedError, and the kinds of CannotAdoptError.
    """
    if by.kind is ActorKind.USER:
        rules.require(by=by, permission=ADOPT, at=at, channel=channel, request_id=request_id)
    with connection.cursor() as cursor:
        # One adoption at a time: the second sees the first, and is compared with it.
        cursor.execute("select pg_advisory_xact_lock(hashtextextended('kortisto.access.notice', 0))")
    last = AdoptedNotice.objects.order_by("-number").only("number", "register", "version").first()
    if instead_of is not None and instead_of != (last.number if last else 0):
        raise ChangedMeanwhileError
    declaration = checked(files, civil_day(at), linted=last is not None)  # the first is what the program started with
    if last is not None:
        require_order(declaration, register=last.register, version=last.version, today=civil_day(at))
    digest = digest_of(files)
    register = declaration.register
    row = AdoptedNotice(
        id=id_of(digest),
        number=last.number + 1 if last else 1,
        register=register.id,
        version=register.version,
        valid_from=register.valid_from,
        files=[list(one) for one in files],
        digest=digest,
        adopted_at=at,
        adopted_by=by.id,
        adopted_as=by.kind.value,
    )
    row.save(force_insert=True)
    audit.record(
        by=by, action=ADOPT, at=at, channel=channel, object_kind=NOTICE, object_id=row.id,
        items=[f"{register.id} {register.version}"], request_id=request_id,
    )  # fmt: skip
    transaction.on_commit(current.look_for_next)
    return row.number
