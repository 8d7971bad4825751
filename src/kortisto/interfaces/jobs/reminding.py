"""Reminders of tasks, by mail where that is configured; and tidying up what staff have removed and uploaded."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from smtplib import SMTPException
from uuid import UUID

from django.conf import settings
from django.core.mail import send_mail

from kortisto.declaration.model import Text
from kortisto.declaration.words import Basis
from kortisto.privacy.retention.enums import PURPOSE as RETENTION
from kortisto.privacy.retention.queries.restrictions import restrictions_waiting
from kortisto.privacy.retention.rules import may_restrict
from kortisto.register.access import queries as users
from kortisto.register.access.operations import forget_answers
from kortisto.register.audit.enums import ActorKind, Door
from kortisto.register.audit.operations import UnrecordedAccessError, open_access
from kortisto.register.audit.values import Access, Actor
from kortisto.register.parties import operations
from kortisto.register.parties.operations import uploads

PURPOSE = "staff reminders"
"""What the log says: the job reads tasks to remind those who do them, and shows them to nobody else."""
KEEPING = "upkeep"

_SUBJECT = Text("Kortisto: muistutus", "Kortisto: påminnelse", "Kortisto: a reminder")
_TEXT = Text(
    "Kortistossa odottaa muistutuksia: {0}.",
    "Påminnelser som väntar i Kortisto: {0}.",
    "Reminders that wait for you in Kortisto: {0}.",
)
_RESTRICTIONS = Text(
    "Rajoituksia, joiden viimeinen päivä on ohi ja joiden päättymisestä ei ole kerrottu henkilölle: {0}.",
    "Begränsningar vars sista dag är förbi utan att personen har underrättats: {0}.",
    "Restrictions whose last day is over and of whose lifting the person was not told: {0}.",
)
_log = logging.getLogger(__name__)
JOB = Actor(kind=ActorKind.JOB)


@contextmanager
def _opened(*, purpose: str, basis: Basis, at: datetime) -> Iterator[Access]:
    """Open the door for a job. One that finds nothing to do leaves no line, which would bury the others."""
    with (
        suppress(UnrecordedAccessError),
        open_access(by=JOB, purpose=purpose, basis=basis, at=at, channel=Door.JOBS) as by,
    ):
        yield by


def remind(*, at: datetime) -> int:
    """Give the reminders whose time has come; return how many. Mail is sent once they are on their lists."""
    with _opened(purpose=PURPOSE, basis=Basis.LEGITIMATE_INTEREST, at=at) as by:
        given = operations.give_reminders(by=by, at=at)
    _send_mail(Counter(one.user_id for one in given))
    return len(given)


def tidy(*, at: datetime) -> Mapping[str, int]:
    """Let go what can no longer be put back or sent again, and destroy files without a row; return how many of each.

    Lists whose order changes by the day are put right, too.
    """
    with _opened(purpose=KEEPING, basis=Basis.LEGAL_OBLIGATION, at=at) as by:
        moved = operations.follow_days(by=by, at=at)
        forgotten = operations.forget_removed(by=by, at=at)
        orphans = operations.destroy_orphans(by=by, at=at)
        left = uploads.remove_left_files(by=by, at=at)
    if orphans["rows"]:
        _log.error("files are missing from the data folder", extra={"count": orphans["rows"]})
    return {"moved": moved, "forgotten": forgotten, "uploads": left, "answers": forget_answers(at=at), **orphans}


def remind_of_restrictions(*, at: datetime) -> int:
    """Write to those who look after restrictions when some have passed their last day and nobody was told."""
    with open_access(
        by=JOB, purpose=RETENTION, basis=Basis.LEGAL_OBLIGATION, at=at, channel=Door.JOBS
    ) as by:  # fmt: skip
        number = restrictions_waiting(at)
        by.record("restriction.list")
    if number and settings.EMAIL_HOST:
        for member in users.active_staff():
            actor = users.active_actor(member.id)
            if actor is not None and may_restrict(actor):
                _mail(member, _RESTRICTIONS.in_language(member.language).format(number), "/restrictions/")
    return number


def _send_mail(numbers: Mapping[UUID, int]) -> None:
    """Tell each that reminders wait. What they are about stays behind the door: mail travels far and stays long."""
    if not settings.EMAIL_HOST or not numbers:
        return
    for member in users.active_staff():
        count = numbers.get(member.id, 0)
        if not count:
            continue
        _mail(member, _TEXT.in_language(member.language).format(count), "/day/reminders/")


def _mail(member: users.StaffMember, text: str, path: str) -> None:
    subject = _SUBJECT.in_language(member.language)
    address = f"{settings.KORTISTO_ADDRESS}{path}" if settings.KORTISTO_ADDRESS else ""
    try:
        send_mail(subject, f"{text}\n\n{address}".strip() + "\n", None, [member.email])
    except (OSError, SMTPException):
        # The reminder stands in the interface; another attempt would remind the others twice.
        _log.exception("a reminder could not be mailed")
