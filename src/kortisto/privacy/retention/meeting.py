"""Whom an import meets without seeing them: tells the register which identifiers belong to somebody restricted."""

from __future__ import annotations

from collections.abc import Collection

from django.db import connection

from kortisto.register.parties.hidden import meets_hidden


@meets_hidden
def met(emails: Collection[str], phones: Collection[str], numbers: Collection[str]) -> frozenset[str]:
    """Return the identifiers of those who are hidden from the present transaction; within an access."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select retention_met_hidden(%s::text[], %s::text[], %s::text[])",
            (list(emails), list(phones), list(numbers)),
        )
        return frozenset(value for (value,) in cursor.fetchall())
