"""Statements that answer nothing, and so need no message of their own to the database."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from django.db import connection

from kortisto.register.statements.postgres.base import DatabaseWrapper


def send_with_next(statement: str, params: Sequence[object] = ()) -> None:
    """Send a statement that answers nothing in one message with the next one, or with the COMMIT.

    What fails in it fails where that message is sent, and nothing is committed then. Outside a transaction it is sent
    at once.
    """
    cast("DatabaseWrapper", connection).hold(statement, params)
