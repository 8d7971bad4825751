"""Days as pages write them."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from django.utils.formats import date_format
from django.utils.translation import get_language


def day_in_words(day: date, form: str = "DATE_FORMAT") -> str:
    """Return a civil day in the language of the page, as `date_format` does: a page names the same few often."""
    return _in_words(day, form, get_language())


@lru_cache(maxsize=10_000)
def _in_words(day: date, form: str, _language: str | None) -> str:
    return date_format(day, form)
