"""Keeps a party from others for as long as somebody compares it with what a caller has seen."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from kortisto.register.audit.values import Access
from kortisto.register.parties.enums import PartyKind
from kortisto.register.parties.models import Organisation, Person


@transaction.atomic
def keep_from_others(*, kind: PartyKind, party_id: UUID, by: Access, at: datetime) -> None:  # noqa: ARG001 (as all)
    """Let nobody else change the party until the transaction of the access ends; whoever tries waits.

    To read a version and to change upon it are two steps: without this two callers who have seen the same could both
    be told that nothing had come between. A party that is not there is not told of: reading it tells.
    """
    rows = Person.objects if kind is PartyKind.PERSON else Organisation.objects
    rows.select_for_update().filter(pk=party_id).values_list("pk").first()
