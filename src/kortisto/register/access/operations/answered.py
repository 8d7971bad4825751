"""Calls of programs that were answered before: sent again, they do nothing twice."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings

from kortisto.register.access.models import AnsweredCall
from kortisto.register.audit.values import Actor


class ReusedKeyError(ValueError):
    """The program has used the key of this call for another one."""


def answered_before(*, key: str, asked: str, by: Actor, at: datetime) -> UUID | None:
    """Return what the same call made before; None for a call that is new, and that is then being answered.

    Two of the same at once: the second waits for the transaction of the first. Raises ReusedKeyError.
    """
    if by.token is None:
        raise ValueError("a program with a key calls")
    fresh = AnsweredCall(token_id=by.token, key=key, asked=asked, answered_at=at)
    AnsweredCall.objects.bulk_create([fresh], ignore_conflicts=True)
    row = AnsweredCall.objects.get(token=by.token, key=key)
    if row.asked != asked:
        raise ReusedKeyError
    return row.made


def keep_answer(*, key: str, made: UUID, by: Actor, at: datetime) -> None:
    """Keep the id of what a call made."""
    AnsweredCall.objects.filter(token=by.token, key=key).update(made=made, answered_at=at)


def forget_answers(*, at: datetime) -> int:
    """Forget calls that nobody sends again any more; return how many."""
    long_ago = at - timedelta(seconds=settings.API_ANSWERS_KEPT_SECONDS)
    return AnsweredCall.objects.filter(answered_at__lt=long_ago).delete()[0]
