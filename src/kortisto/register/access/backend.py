"""How Django finds the member of staff behind a session."""

from __future__ import annotations

from django.contrib.auth.backends import ModelBackend


class StaffBackend(ModelBackend):
    """Checks e-mail and password, and refuses accounts that are not active; permissions stand in the declaration."""
