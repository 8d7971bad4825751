"""Every table that holds data of people, whichever package it is of, shows them only to who has said why they look."""

from __future__ import annotations

import pytest
from django.db import connection, models

from kortisto.declaration.holdings import registry

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


def test_every_table_about_people_is_behind_the_wall() -> None:
    about_people = {
        one.model._meta.db_table
        for one in registry()
        if issubclass(one.model, models.Model) and one.subject is not None and "kortisto." in one.model.__module__
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "select relname from pg_class join pg_policies on tablename = relname "
            "where relrowsecurity and relforcerowsecurity and permissive = 'PERMISSIVE' and cmd = 'ALL' "
            "and (qual like '%%audit_has_header()%%' or qual like '%%audit_shows(%%') "
            "and with_check like '%%audit_has_header()%%'"
        )
        walled = {name for (name,) in cursor.fetchall()}
    assert {"parties_person", "retention_hold"} <= about_people
    assert about_people - walled == set()
