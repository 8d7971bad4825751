"""Form fields of the items that a declaration adds of its own, and their values in words."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format, get_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kortisto.declaration.words import OwnKind
from kortisto.interfaces.web.staff.forms import day
from kortisto.interfaces.web.visits import in_words
from kortisto.register.parties.own_items import LONGEST, YES, OwnField, stored

_PROBLEMS = {
    OwnKind.NUMBER: gettext_lazy("Write a number, for example 12,5."),
    OwnKind.TEXT: gettext_lazy("This is too long."),
    OwnKind.LONG_TEXT: gettext_lazy("This is too long."),
}


class StoredField(forms.CharField):
    """A text or a number; what is cleaned is in the one stored form, so that another way of writing is no change."""

    def __init__(self, own: OwnField, **named: Any) -> None:
        super().__init__(**named)
        self._own = own

    def clean(self, value: Any) -> str:
        """Return the stored form. Raises ValidationError for a value of another type."""
        written = super().clean(value) or ""
        try:
            return stored(self._own, written)
        except ValueError as error:
            raise ValidationError(_PROBLEMS[self._own.kind]) from error


def form_field(own: OwnField) -> forms.Field:
    """Return the field of a form for an own item."""
    label = in_words(own.name).capitalize()
    hint = in_words(own.refusal) if own.refusal else ""
    match own.kind:
        case OwnKind.DAY:
            return day(label, help_text=hint)
        case OwnKind.YES_NO:
            choices = [("", _("No, or not known")), (YES, _("Yes"))]
            return forms.ChoiceField(label=label, required=False, choices=choices, help_text=hint)
        case OwnKind.CHOICE:
            choices = [("", _("Not known")), *((id_, in_words(name)) for id_, name in own.choices)]
            return forms.ChoiceField(label=label, required=False, choices=choices, help_text=hint)
    widget = forms.Textarea(attrs={"rows": 3}) if own.kind is OwnKind.LONG_TEXT else forms.TextInput()
    widget.attrs["autocomplete"] = "off"
    if own.kind is OwnKind.NUMBER:
        widget.attrs["inputmode"] = "decimal"
    longest = LONGEST[own.kind]
    field = StoredField(own, label=label, required=False, max_length=longest, widget=widget, help_text=hint)
    field.widget.attrs.pop("maxlength", None)
    return field


def value_in_words(own: OwnField, value: str) -> str:
    """Return a stored value as people read it."""
    match own.kind:
        case OwnKind.DAY:
            return date_format(date.fromisoformat(value)) if value else ""
        case OwnKind.YES_NO:
            return _("Yes") if value == YES else ""
        case OwnKind.CHOICE:
            return next((in_words(name) for id_, name in own.choices if id_ == value), value)
        case OwnKind.NUMBER:
            return value.replace(".", str(get_format("DECIMAL_SEPARATOR")))
    return value
