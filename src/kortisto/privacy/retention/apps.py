from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class RetentionConfig(AppConfig):
    name = "kortisto.privacy.retention"
    label = "retention"

    def ready(self) -> None:
        """Let what is kept of a subject go with it, whoever erases it; and tell what our own tables say of subjects."""
        import_module("kortisto.privacy.retention.clocks")
        import_module("kortisto.privacy.retention.meeting")
        import_module("kortisto.privacy.retention.remembering")
        import_module("kortisto.privacy.retention.stuck")
        import_module("kortisto.privacy.retention.told")
        import_module("kortisto.privacy.retention.operations.replaying")
        import_module("kortisto.privacy.retention.restricting_again")
