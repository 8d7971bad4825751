"""Removes the demo company and its logins, and nothing that anybody else brought in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from kortisto.config.demo import names
from kortisto.config.demo.loading import BATCH
from kortisto.config.starting.logins import DOMAIN
from kortisto.privacy.retention.enums import PURPOSE
from kortisto.register.access.operations.removal import remove_users
from kortisto.register.access.queries.users import first_main_user, ids_of_domain
from kortisto.register.audit.enums import ActorKind, Door
from kortisto.register.audit.operations import open_access
from kortisto.register.audit.values import Actor
from kortisto.register.parties.operations import let_go_of_staff, remove_batches, remove_unused_labels
from kortisto.register.parties.queries.imports import has_batch

_OPERATOR = Actor(kind=ActorKind.COMMAND)


class NoMainUserError(Exception):
    """Nobody would be left who can grant access."""


def is_loaded() -> bool:
    """Return whether there is a demo company."""
    return has_batch(file_name=BATCH)


def needs_main_user() -> bool:
    """Return whether nobody but a login of the demo could grant access afterwards."""
    return first_main_user(outside=DOMAIN) is None


@transaction.atomic
def remove(*, at: datetime) -> Mapping[str, int]:
    """Erase what the demo brought, with all that hangs on its people and organisations, and its logins.

    What these were still to do for anybody else goes to the main user. Returns how many people and organisations went.
    Raises NoMainUserError.
    """
    heir = first_main_user(outside=DOMAIN)
    if heir is None:
        raise NoMainUserError
    with open_access(by=_OPERATOR, purpose=PURPOSE, at=at, channel=Door.CLI) as access:
        counts = remove_batches(file_name=BATCH, by=access, at=at)
        remove_unused_labels(names=[*names.TAGS, *names.GROUPS], by=access, at=at)
        let_go_of_staff(users=ids_of_domain(DOMAIN), heir=heir, by=access, at=at)
    remove_users(domain=DOMAIN, by=_OPERATOR, at=at)
    return counts
