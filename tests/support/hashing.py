"""Passwords of invented users, hashed as in an installation but with little work: a test waits for no slow hash."""

from __future__ import annotations

from django.contrib.auth.hashers import Argon2PasswordHasher


class QuickArgon2(Argon2PasswordHasher):
    """Argon2id with the least work that it allows; the work of a real one is 100 MB and a fifth of a second."""

    time_cost = 1
    memory_cost = 8  # kilobytes
    parallelism = 1
