"""Pages for which a permission is asked: who lacks it finds nothing there."""

from __future__ import annotations

import re

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path, reverse

from kortisto.config.urls import handler404
from kortisto.config.urls import urlpatterns as pages
from kortisto.interfaces.web.visits import Visit, permitted
from kortisto.register.audit import queries as log
from kortisto.register.audit.enums import Outcome
from tests.interfaces.web.conftest import As

pytestmark = pytest.mark.integration


@permitted("accounts.manage")
def secret(request: HttpRequest, visit: Visit) -> HttpResponse:
    return HttpResponse("the accounts")


urlpatterns = [path("secret/", secret), *pages]
__all__ = ["handler404"]


def plainly(client: Client, address: str) -> tuple[int, str]:
    """The answer without what differs in any two answers: the address itself and the tokens of its forms."""
    answer = client.get(address)
    text = answer.content.decode().replace(address, "")
    return answer.status_code, re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)


@pytest.mark.urls(__name__)
def test_a_page_needs_its_permission(log_in_as: As) -> None:
    assert log_in_as("alice").get("/secret/").content == b"the accounts"


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("visitor", ["bob", "dora", "aaro", "charlie", "ulla"])
def test_who_lacks_it_gets_the_answer_of_a_page_that_does_not_exist(visitor: str, log_in_as: As) -> None:
    client = log_in_as(visitor)

    assert plainly(client, "/secret/") == plainly(client, "/hidden/")
    assert client.get("/secret/").status_code == 404
    line = log.events()[0]
    assert (line.action, line.outcome) == ("permission.accounts.manage", Outcome.DENIED)


def test_the_roles_are_shown_with_their_purposes_and_reasons(log_in_as: As) -> None:
    page = log_in_as("bob").get(reverse("web:roles")).content.decode()

    assert "Managing the customer relationship" in page
    assert "merge duplicates" in page
    assert "your role" in page
