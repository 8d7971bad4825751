from __future__ import annotations

from pathlib import Path

from django.apps import AppConfig

from kortisto.lib.catalogues import compile_stale


class WebConfig(AppConfig):
    name = "kortisto.interfaces.web"
    label = "web"

    def ready(self) -> None:
        """Bring the compiled message catalogues up to date: only their sources are kept in the repository."""
        compile_stale(Path(__file__).parent / "locale")
