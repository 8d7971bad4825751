"""Addresses of the API."""

from __future__ import annotations

from django.urls import path

from kortisto.interfaces.api import application

urlpatterns = [path("v1/", application.urls())]
