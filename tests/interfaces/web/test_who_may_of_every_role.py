"""Each page for the roles of a whole notice that the small one of the tests does not have: what it answers to GET.

The notice is that of a customer register as it is used; each role works for the first purpose that it gives it. A
page that is not in the table fails the build.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from kortisto.interfaces.web.urls import urlpatterns
from kortisto.register.access import current
from tests.interfaces.web.conftest import BACKEND, World, make_user
from tests.interfaces.web.test_who_may import address

pytestmark = pytest.mark.integration

NOTICE = Path(__file__).parents[3] / "notices" / "asiakasrekisteri.yaml"
ROLES = ("service", "marketing", "billing", "legal")
PAGES: Mapping[tuple[int, ...], str] = {
    (404, 404, 404, 404): """
        view erase imports import import-rejected undo-import log log-export log-seal tags calendar-feed retention
        sweeps record-regular-run retention-calendar retention-calendar-file notice-versions notice-adopt
        notice-version certificates certificate reviews export-reviews decide-reviews restrictions restrict
        restriction officer-notice trial gallery add-passkey tokens elevations levels new-level level users invite user
        invitation
    """,
    (405, 405, 405, 405): """
        save-view scan-duplicates dismiss-duplicate undo-merge act-on-import remove-entry undo tick start-sweep
        simulate-sweep act-on-sweep log-out language looks purpose confirm end-session drop-totp
        new-passkey-challenge drop-passkey recovery-codes revoke-token end-elevation see-elevations remove-level
        withdraw change-user log-in-passkey passkey-challenge cancel-trial
    """,
    (200, 200, 200, 200): """
        parties search people organisations person organisation timeline day reminders calendar notice notice-style
        accessibility roles account password totp elevate undertaking
    """,
    (200, 403, 200, 403): """
        many edit-person edit-organisation add-representation representation parent add-former-name add-contact
        contact add-address address remove add-note add-activity add-task add-file
    """,
    (200, 403, 403, 403): """
        add-customership customership add-relationship relationship add-own-task
    """,
    (302, 302, 302, 302): """
        log-in second-step company-log-in company-back
    """,
    (200, 404, 404, 404): """
        duplicates merges merge merge-with
    """,
    (200, 404, 200, 200): """
        holds export-holds add-hold
    """,
    (200, 404, 200, 404): """
        add-person add-organisation
    """,
    (403, 403, 403, 403): """
        add-guardian guardian
    """,
    (200, 403, 404, 403): """
        edit-entry labels
    """,
    (404, 403, 403, 403): """
        file group
    """,
    (404, 404, 404, 200): """
        hold end-hold
    """,
    (404, 200, 200, 404): """
        export
    """,
    (302, 403, 302, 403): """
        undo-many
    """,
    (404, 403, 404, 403): """
        task
    """,
    (404, 200, 404, 404): """
        regular-runs
    """,
}
"""What the roles are answered: 403 by the notice, 404 for want of a permission."""
TABLE = {name: row for row, names in PAGES.items() for name in names.split()}


@pytest.fixture(autouse=True)
def whole_notice(world: World, settings: Settings) -> None:
    """After the world was made by the small one, whose holds have the same names and other openers."""
    settings.KORTISTO_DECLARATION = str(NOTICE)
    current.look_again()


def test_every_page_is_in_the_table() -> None:
    assert {pattern.name for pattern in urlpatterns} == set(TABLE)
    assert sum(len(names.split()) for names in PAGES.values()) == len(TABLE), "none is there twice"


@pytest.mark.parametrize("role", ROLES)
def test_each_page_answers_each_role_as_the_table_says(role: str, world: World) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(make_user(role, role), backend=BACKEND)
    expected = {name: row[ROLES.index(role)] for name, row in TABLE.items()}

    assert {name: client.get(address(name, world)).status_code for name in TABLE} == expected
