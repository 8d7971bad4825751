"""Small things that templates need."""

from __future__ import annotations

from django import template
from django.contrib.messages.storage.base import Message
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from kortisto.interfaces.web.toasts import undo_address

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """Return an icon of the sprite; decoration only, words stand beside it."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("web/icons.svg"),
        name,
    )


@register.filter
def initials(name: str) -> str:
    """Return one or two letters that stand for a name; decoration only."""
    words = [word for word in str(name).split() if word[:1].isalnum()]
    letters = [words[0][0], words[-1][0]] if len(words) > 1 else [word[0] for word in words]
    return "".join(letters).upper()


@register.filter
def undo_of(message: Message) -> str:
    """Return the address that takes back what a message tells of; empty where nothing does."""
    return undo_address(message.extra_tags)
