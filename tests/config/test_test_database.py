"""Tests of models run on the embedded server of the test run, each worker in its own database."""

from __future__ import annotations

import os

import psycopg
import pytest
from django.db import connection

from tests.support.postgres import TestServer

pytestmark = pytest.mark.integration


@pytest.mark.django_db
def test_each_worker_has_its_own_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database(), current_user, session_user")
        database, user, login = cursor.fetchone()
    assert database.startswith("test_")
    assert database.endswith(os.environ.get("PYTEST_XDIST_WORKER", ""))
    assert user == "kortisto_app"
    assert login == "kortisto_owner"  # who makes the database, and steps down to the runtime role


def test_the_roles_are_those_of_an_installation(postgres_server: TestServer) -> None:
    with psycopg.connect(postgres_server.app_dsn) as app:
        row = app.execute(
            "SELECT rolsuper OR rolcreatedb OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
    assert row == (False,)
