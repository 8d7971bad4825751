"""Addresses of the API."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.urls import path, re_path
from django.views.decorators.csrf import csrf_exempt

from kortisto.interfaces.api import application, page
from kortisto.interfaces.api.problems import unknown_address

urlpatterns = [
    path("v1/", page.described, name="api-page"),
    path("v1/api.css", page.style, name="api-style"),
    path("v1/", application.urls()),
    re_path(r"^(?P<path>.*)$", login_not_required(csrf_exempt(unknown_address))),
]
