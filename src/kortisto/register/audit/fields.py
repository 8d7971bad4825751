"""Column types of the audit log."""

from __future__ import annotations

from typing import Any

from django.db import models


class TransactionId(models.BigIntegerField):  # type: ignore[type-arg]
    """The 64-bit id of a database transaction (`xid8`), which never comes again."""

    def db_type(self, connection: Any) -> str:  # noqa: ARG002 (Django's hook)
        return "xid8"

    def rel_db_type(self, connection: Any) -> str:  # noqa: ARG002 (Django's hook)
        return "xid8"
