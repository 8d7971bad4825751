"""Accounts that stood for nobody are removed."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction

from kortisto.register.access.models import (
    Elevation,
    Invitation,
    Passkey,
    RecoveryCode,
    StaffSession,
    Token,
    TotpDevice,
    User,
)
from kortisto.register.audit import operations as audit
from kortisto.register.audit.enums import Door
from kortisto.register.audit.values import Actor


@transaction.atomic
def remove_users(*, domain: str, by: Actor, at: datetime, channel: Door = Door.CLI) -> int:
    """Remove the accounts with e-mail addresses of a domain under `.example`, as those of a demo; return how many.

    Accounts of real people are closed, not removed: of another domain the database refuses it (ProgrammingError).
    """
    users = User.objects.filter(email__endswith=f"@{domain}")
    for model in (StaffSession, Token, TotpDevice, Passkey, RecoveryCode, Elevation, Invitation):
        model._default_manager.filter(user__in=users).delete()
    with connection.cursor() as cursor:
        cursor.execute("select access_remove_accounts_of(%s)", (domain,))
        (gone,) = cursor.fetchone()
    for user_id in gone:
        audit.record(by=by, action="user.remove", at=at, channel=channel, object_kind="user", object_id=user_id)
    return len(gone)
