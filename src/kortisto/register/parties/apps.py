from __future__ import annotations

from django.apps import AppConfig


class PartiesConfig(AppConfig):
    name = "kortisto.register.parties"
    label = "parties"
