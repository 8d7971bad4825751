from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class PartiesConfig(AppConfig):
    name = "kortisto.register.parties"
    label = "parties"

    def ready(self) -> None:
        import_module("kortisto.register.parties.queries.facts")  # registers what it tells
        import_module("kortisto.register.parties.operations.attachments")  # a file goes with its row
        import_module("kortisto.register.parties.history")  # so does what repeats it
        import_module("kortisto.register.parties.made_of")
