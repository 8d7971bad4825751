"""Messages to members of staff, where a mail server is set. Without one the pages show what there is to pass on."""

from __future__ import annotations

import logging
from functools import partial

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.http import HttpRequest

log = logging.getLogger(__name__)


def full_address(request: HttpRequest, path: str) -> str:
    """Return the address of a page as a link holds it: what the settings say counts more than what a browser does."""
    return f"{settings.KORTISTO_ADDRESS}{path}" if settings.KORTISTO_ADDRESS else request.build_absolute_uri(path)


def send(*, to: str, subject: str, text: str) -> bool:
    """Send when the transaction has been committed. Returns whether a mail server is set at all."""
    if not settings.EMAIL_HOST:
        return False
    transaction.on_commit(partial(_send, to, subject, text))
    return True


def _send(to: str, subject: str, text: str) -> None:
    try:
        send_mail(subject, text, None, [to])
    except OSError as error:  # also what the mail server says: the page has shown the link, nothing is lost
        log.warning("A message could not be sent: %s", error.__class__.__name__)
