"""Migrations of an app follow each other: two that were written side by side cannot both be the last."""

from __future__ import annotations

import pytest
from django.db.migrations.loader import MigrationLoader

pytestmark = pytest.mark.unit


def test_each_app_has_one_last_migration() -> None:
    assert MigrationLoader(None).detect_conflicts() == {}
