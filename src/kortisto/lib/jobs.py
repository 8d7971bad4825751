"""Asks for work that the worker does later, by the name of its task: who asks need not know who does it."""

from __future__ import annotations

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.types import JSONValue


def ask_for(task: str, *, once: str | None = None, **arguments: JSONValue) -> bool:
    """Put a task into the queue, within the transaction that is open: if that is rolled back, nothing was asked.

    `once`: while a task with this word waits, a second one is not put beside it; False is returned then.
    """
    try:
        with transaction.atomic():  # what the queue refuses must not spoil the transaction of who asks
            app.configure_task(task, queueing_lock=once).defer(**arguments)
    except AlreadyEnqueued:
        return False
    return True
