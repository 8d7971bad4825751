from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "kortisto.interfaces.web"
    label = "web"

    def ready(self) -> None:
        """Stamp sessions from the first log-in on, also one before which no middleware was loaded."""
        from kortisto.interfaces.web import sessions  # noqa: F401, PLC0415 (models are ready only now)
