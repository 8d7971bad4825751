"""How Django finds the member of staff behind a session."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend

from kortisto.register.access.models import User


class StaffBackend(ModelBackend):
    """Checks e-mail and password, in the same time for unknown accounts, and refuses accounts that are not active.

    Django's own permissions are not used: what a role may do stands in the declaration.
    """

    def get_user(self, user_id: Any) -> User | None:
        """Return the user with their level, which every request asks for; None once the account is closed."""
        return User.objects.select_related("level").filter(pk=user_id, is_active=True).first()
