"""Removes the demo company and its logins, and nothing that anybody else brought in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.apps import apps
from django.db import transaction
from django.db.models import Model

from kortisto.config.demo.loading import BATCH
from kortisto.config.starting.logins import DOMAIN
from kortisto.lib.batches import batched
from kortisto.privacy.retention.enums import PURPOSE
from kortisto.register.access import rules
from kortisto.register.access.models import User
from kortisto.register.audit import operations as audit
from kortisto.register.audit.enums import ActorKind, Door
from kortisto.register.audit.values import Actor
from kortisto.register.parties.models import Batch, Organisation, Person

_OPERATOR = Actor(kind=ActorKind.COMMAND)
_PORTION = 500  # people of one line in the log


def is_loaded() -> bool:
    """Return whether there is a demo company."""
    return Batch.objects.filter(file_name=BATCH).exists()


def needs_main_user() -> bool:
    """Return whether nobody but a login of the demo could grant access afterwards."""
    own = User.objects.filter(role=rules.main_role(), is_active=True).exclude(email__endswith=f"@{DOMAIN}")
    return not own.exists()


@transaction.atomic
def remove(*, at: datetime) -> Mapping[str, int]:
    """Erase what the demo brought, with all that hangs on its people and organisations, and its logins.

    Returns how many people and organisations went. An organisation of the demo that somebody of one's own acts for goes
    too, and the person stays.
    """
    counts: Counter[str] = Counter()
    with audit.open_access(by=_OPERATOR, purpose=PURPOSE, at=at, channel=Door.CLI) as access:
        batches = list(Batch.objects.filter(file_name=BATCH).values_list("id", flat=True))
        people: list[UUID] = list(Person.objects.filter(batch_id__in=batches).values_list("id", flat=True))
        for portion in batched(people, _PORTION):
            access.record("demo.remove", at=at, object_kind="batch", subjects=portion)
        if not people:
            access.record("demo.remove", at=at, object_kind="batch")
        # Parts first: what refers to what is the tables' own business, and a part of nobody would be left over.
        for model in _parts():
            model._default_manager.filter(batch_id__in=batches).delete()
        counts["people"] = len(people)
        Person.objects.filter(id__in=people).delete()
        organisations = Organisation.objects.filter(batch_id__in=batches)
        counts["organisations"] = organisations.count()
        organisations.delete()
        Batch.objects.filter(id__in=batches).delete()
    for user in User.objects.filter(email__endswith=f"@{DOMAIN}"):
        id_ = user.id
        user.delete()
        audit.record(by=_OPERATOR, action="user.remove", at=at, channel=Door.CLI, object_kind="user", object_id=id_)
    return counts


def _parts() -> list[type[Model]]:
    """Return the tables whose rows carry their import, but for people and organisations themselves."""
    models = apps.get_app_config("parties").get_models()
    with_batch = [
        model
        for model in models
        if any(field.name == "batch" and field.is_relation for field in model._meta.get_fields())
    ]
    return [model for model in with_batch if model not in {Person, Organisation, Batch}]
