"""Pages that only tests serve: one shows a person, others are refused or break after reading."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from kortisto.declaration.words import Operation
from kortisto.register.access.operations import enter
from kortisto.register.audit.enums import Door
from kortisto.register.parties.queries import search
from tests.register.conftest import BOB, CHARLIE, NOW


def shown(request: HttpRequest) -> HttpResponse:
    with enter(by=BOB, purpose="crm", at=NOW, channel=Door.WEB) as by:
        return HttpResponse(", ".join(hit.name for hit in search(by=by).hits))


def refused(request: HttpRequest) -> HttpResponse:
    with enter(by=CHARLIE, purpose="crm", at=NOW, channel=Door.WEB) as by:
        return HttpResponse(str(search(by=by)))


def broken(request: HttpRequest) -> HttpResponse:
    with enter(by=BOB, purpose="crm", at=NOW, channel=Door.WEB) as by:
        search(by=by)
    raise LookupError


def overreaching(request: HttpRequest) -> HttpResponse:
    with enter(by=BOB, purpose="crm", at=NOW, channel=Door.WEB) as by:
        by.require(Operation.READ, ["billing.details"])
        return HttpResponse("Maija's bank account")


urlpatterns = [
    path("overreaching/", overreaching),
    path("shown/", shown),
    path("refused/", refused),
    path("broken/", broken),
    path("", include("kortisto.config.urls")),
]
