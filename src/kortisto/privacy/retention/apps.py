from __future__ import annotations

from django.apps import AppConfig


class RetentionConfig(AppConfig):
    name = "kortisto.privacy.retention"
    label = "retention"

    def ready(self) -> None:
        """Let what is kept of a subject go with it, whoever erases it."""
        from kortisto.privacy.retention import clocks  # noqa: F401, PLC0415 (registers itself; needs the models)
