"""Small things that templates need."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import cache, lru_cache
from typing import Any, cast

from django import template
from django.contrib.messages.storage.base import Message
from django.template.loader import get_template
from django.templatetags.static import static
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from kortisto.interfaces.web.toasts import undo_address

register = template.Library()

LONG_WORD = 12
"""Letters of a word that may not fit under an icon on a phone."""
_BREAKS = {
    "fi": re.compile("(?<=[a-zåäö]{4})(?=[bcdfghjklmnpqrstvwxz][aeiouyåäö][a-zåäö])", re.IGNORECASE),
    # Swedish has no such rule: the endings and the last parts of the names of our areas.
    "sv": re.compile("(?<=[a-zåäö]{4})(?=ner$|ning|åtkomst|logg)"),
}


@register.simple_tag
@cache  # a page shows more than a hundred
def icon(name: str) -> SafeString:
    """Return an icon of the sprite; decoration only, words stand beside it."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("web/icons.svg"),
        name,
    )


@register.simple_tag
def kept(template_name: str, **values: Any) -> SafeString:
    """Return a part of a page that tells nothing but these values, in the language of the page.

    For what the notice and the frame say over and over: it is rendered once for each set of values, and kept in the
    process. So nothing about a person belongs into it; the values have to be hashable.
    """
    return _kept(template_name, get_language(), tuple(values.items()))


@lru_cache(maxsize=2048)
def _kept(template_name: str, _language: str | None, values: tuple[tuple[str, Any], ...]) -> SafeString:
    return cast("SafeString", get_template(template_name).render(dict(values)))


@register.filter
def listed(texts: Iterable[str]) -> SafeString:
    """Return texts as the entries of a list."""
    return format_html_join("", "<li>{}</li>", ((text,) for text in texts))


@register.filter
def initials(name: str) -> str:
    """Return one or two letters that stand for a name; decoration only."""
    words = [word for word in str(name).split() if word[:1].isalnum()]
    letters = [words[0][0], words[-1][0]] if len(words) > 1 else [word[0] for word in words]
    return "".join(letters).upper()


@register.filter
def may_break(word: str) -> str:
    """Return a long Finnish or Swedish word with the places where it may be broken; English words as they are.

    A Finnish syllable begins with the last consonant before a vowel; browsers do not know that for these languages.
    """
    breaks = _BREAKS.get(get_language() or "")
    if breaks is None or len(word) < LONG_WORD:
        return word
    return breaks.sub("\N{SOFT HYPHEN}", word)


@register.filter
def after_at(address: str) -> str:
    """Return an e-mail address that may be broken around its domain, rather than amid a name; other texts as are."""
    name, at, domain = address.partition("@")
    pieces = [f"{name}{at}", *re.split(r"(?=[.])", domain)] if at else [address]
    return format_html_join(mark_safe("<wbr>"), "{}", ((piece,) for piece in pieces))


@register.filter
def over(day: date | None, today: date) -> bool:
    """Return whether what ends on a day is over: from that day on, since who ends something today means now."""
    return day is not None and day <= today


@register.filter
def undo_of(message: Message) -> str:
    """Return the address that takes back what a message tells of; empty where nothing does."""
    return undo_address(message.extra_tags)


@register.filter
def thousands(number: int) -> str:
    """Return a whole number with a space after each three figures, as it is read in Finland."""
    return number_format(number, force_grouping=True)


_BROWSERS = (
    ("Edg", "Edge"), ("OPR", "Opera"), ("Vivaldi", "Vivaldi"), ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"), ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Macintosh", "Mac"),
    ("CrOS", "ChromeOS"), ("Linux", "Linux"),
)  # fmt: skip


@register.filter
def browser_name(sent: str) -> str:
    """Return what a browser says of itself in the two words that people know, such as Firefox, Windows.

    Many browsers name others too, to be served alike; the first of the list that is named is the one. What is not
    known is shown as it was sent, shortened.
    """
    found = [next((name for mark, name in marks if mark in sent), "") for marks in (_BROWSERS, _SYSTEMS)]
    return ", ".join(filter(None, found)) or sent[:60]
