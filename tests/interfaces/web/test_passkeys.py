"""Passkeys in a real browser, whose authenticator is a virtual one."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from kortisto.register.access import queries
from tests.interfaces.web.conftest import PASSWORD, make_user
from tests.interfaces.web.test_accessibility import browser, site

pytestmark = pytest.mark.e2e
__all__ = ["site"]


def with_authenticator(page: Page) -> None:
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def log_in(page: Page, local: str) -> None:
    page.goto(f"{local}/login/")
    page.fill("#id_email", "alice@staff.example")
    page.fill("#id_password", PASSWORD)
    page.click("#log-in button.primary")


def test_a_passkey_is_made_and_opens_the_account_alone_and_as_the_second_step(site: str) -> None:
    user = make_user("alice", "main_user")
    local = site.replace("127.0.0.1", "localhost")
    with browser(site, "none", language="en") as context:
        page = context.new_page()
        with_authenticator(page)
        log_in(page, local)
        page.wait_for_url(f"{local}/")
        page.goto(f"{local}{reverse('web:add-passkey')}")
        page.fill("#id_name", "työpuhelin")
        page.click("form[data-passkey] button.primary")
        page.locator(".codes li").first.wait_for()

        context.clear_cookies()
        page.goto(f"{local}/login/")
        page.click("form[data-passkey] button")
        page.wait_for_url(f"{local}/")

        context.clear_cookies()
        log_in(page, local)
        page.wait_for_url(f"{local}/login/second/")
        page.click("form[data-passkey] button")
        page.wait_for_url(f"{local}/")

    (passkey,) = queries.factors_of(user_id=user.id).passkeys
    assert passkey.name == "työpuhelin"
    assert passkey.last_used_at is not None
    assert [one.method for one in queries.sessions_of(user_id=user.id, session_key="")].count("passkey") == 1
