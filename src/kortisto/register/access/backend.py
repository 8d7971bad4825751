"""How Django finds the member of staff behind a session."""

from __future__ import annotations

from django.contrib.auth.backends import ModelBackend


class StaffBackend(ModelBackend):
    """Checks e-mail and password, in the same time for unknown accounts, and refuses accounts that are not active.

    Django's own permissions are not used: what a role may do stands in the declaration.
    """
