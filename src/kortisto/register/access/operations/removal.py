"""Accounts that stood for nobody are removed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kortisto.register.access.models import User
from kortisto.register.audit import operations as audit
from kortisto.register.audit.enums import Door
from kortisto.register.audit.values import Actor


@transaction.atomic
def remove_users(*, domain: str, by: Actor, at: datetime, channel: Door = Door.CLI) -> int:
    """Remove the accounts with e-mail addresses of a domain, as those of a demo; return how many.

    Accounts of real people are closed, not removed.
    """
    users = list(User.objects.filter(email__endswith=f"@{domain}"))
    for user in users:
        id_ = user.id
        user.delete()
        audit.record(by=by, action="user.remove", at=at, channel=channel, object_kind="user", object_id=id_)
    return len(users)
