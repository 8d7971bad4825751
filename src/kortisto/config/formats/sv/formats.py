"""Dates and numbers as they are written in Finland, whatever the language of the page."""

from kortisto.config.formats.finnish import *  # noqa: F403
