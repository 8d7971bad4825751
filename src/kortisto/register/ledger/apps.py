from __future__ import annotations

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "kortisto.register.ledger"
    label = "ledger"
