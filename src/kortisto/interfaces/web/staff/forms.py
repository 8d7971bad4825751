"""Forms of the staff pages. What was typed stays; an error says what to write instead."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from kortisto.interfaces.web.staff.labels import sources_to_choose
from kortisto.lib import identifiers
from kortisto.register.access.sources import usual_source
from kortisto.register.parties.enums import AddressUse, ContactKind, ContactUse

WAS = "was-"
"""Prefix of the hidden fields that carry what stood there when the form was opened."""

TOO_LONG = _("This is too long: %(limit_value)d characters at most, now %(show_value)d.")
_DATE = _("Write the day as d.m.yyyy, for example 31.12.2026.")


class DayInput(forms.DateInput):
    """A field for a day: figures are typed as people of the language write them, or a calendar is opened beside it."""

    template_name = "web/parts/day_input.html"

    def __init__(self, **attrs: Any) -> None:
        """Say how a day is written; `attrs`: further attributes of the field."""
        super().__init__(attrs={"inputmode": "numeric", "autocomplete": "off", "placeholder": _("d.m.yyyy"), **attrs})


ENDS_BEFORE_START = _("The last day lies before the first. Check both.")


def text(label: Any, longest: int, *, required: bool = False, **extra: Any) -> forms.CharField:
    """A field for one line of text; the browser does not cut what is pasted, so that nothing is lost unseen."""
    field = forms.CharField(
        label=label,
        max_length=longest,
        required=required,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"max_length": TOO_LONG, "required": _("Write something here.")},
        **extra,
    )
    field.widget.attrs.pop("maxlength", None)
    return field


def day(label: Any, **extra: Any) -> forms.DateField:
    """A field for a day, typed as people of the language write it."""
    return forms.DateField(
        label=label,
        required=extra.pop("required", False),
        widget=DayInput(),
        error_messages={"invalid": _DATE, "required": _DATE},
        **extra,
    )


def in_order(form: forms.Form, first: str, last: str, problem: Any) -> None:
    """Add the problem to the form where the second day lies before the first."""
    start, end = form.cleaned_data.get(first), form.cleaned_data.get(last)
    if start and end and end < start:
        form.add_error(last, problem)


def checked(check: Callable[[str], str], message: Any) -> Callable[[str], None]:
    def validate(value: str) -> None:
        try:
            check(value)
        except ValueError as error:
            raise ValidationError(message) from error

    return validate


def telephone(value: str) -> None:
    """Check a telephone number that somebody types in. Raises ValidationError."""
    try:
        identifiers.full_phone(value)
    except identifiers.TooShortError as error:
        raise ValidationError(_("The number is too short. Write all of it, for example 040 123 4567.")) from error
    except ValueError as error:
        raise ValidationError(_("Write a telephone number, for example 040 123 4567.")) from error


_CONTACTS: Mapping[ContactKind, Callable[[str], None]] = {
    ContactKind.EMAIL: checked(identifiers.email, _("Write an e-mail address like name@company.example.")),
    ContactKind.PHONE: telephone,
    ContactKind.WEB: checked(identifiers.web, _("Write a web address, for example www.company.example.")),
}


def plain(value: Any) -> str:
    """Return a value as the hidden fields carry it, so that what was and what stands can be compared."""
    if value is None or value is False:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return "yes" if value is True else str(value).replace("\r\n", "\n")  # browsers send ends of lines in their own way


def written(field: forms.Field, value: Any) -> str:
    """Return a value as somebody would have typed it into the field: a day in the way of the language."""
    if isinstance(field, forms.DateField):
        return str(field.widget.format_value(value) or "")
    return plain(value)


def source_field() -> forms.ChoiceField:
    """A field for where data come from."""
    return forms.ChoiceField(
        label=_("Where does this come from?"),
        help_text=_("Kept with what you write, and told to the person who asks."),
        error_messages={"required": _("Choose where this comes from.")},
    )


Shows = Callable[[str], bool]
"""Whether the purpose of the visit lets the form show and take an item."""


class FromASource(forms.Form):
    """A form whose data come from somewhere: every datum knows its origin.

    What we write down comes from us, unless the writer says otherwise: the usual source of what the form is about
    stands there beforehand. Where the notice does not say of all of it that we write it down, the writer chooses among
    the sources that it names. `what`: the item of a form that is about one thing; `told`: the items of one that is
    about other things on other pages. `items`: which item a field holds. A field whose item the visit may not touch,
    or the declaration does not list, is not there. `not_data`: fields that say something about the change itself.
    """

    what: ClassVar[str] = ""
    items: ClassVar[Mapping[str, str]] = {}
    not_data: ClassVar[frozenset[str]] = frozenset({"source"})

    source = source_field()

    def __init__(self, *arguments: Any, shows: Shows | None = None, told: Sequence[str] = (), **named: Any) -> None:
        """Offer the sources of the declaration, and only the fields whose items `shows` grants."""
        super().__init__(*arguments, **named)
        self._told = told
        self.label_suffix = ""
        if shows is not None:
            for name, item in self.items.items():
                if name in self.fields and not shows(item):
                    del self.fields[name]
        about = self.about()
        self.fields["source"].choices = sources_to_choose(about)  # type: ignore[attr-defined]
        self.fields["source"].initial = usual_source(about)

    def about(self) -> tuple[str, ...]:
        """Return the items that the form is about: of what else a field tells, the same source is said."""
        shown = (item for name, item in self.items.items() if name in self.fields)
        return tuple(dict.fromkeys(filter(None, (self.what, *self._told, *shown))))

    def stands_from(self, source: str) -> None:
        """Say from where what stands there has come, which it still does where we are not those who write it down."""
        field = self.fields["source"]
        known = {choice for choice, _name in field.choices}  # type: ignore[attr-defined]
        if not field.initial and source in known:
            field.initial = source

    @property
    def edited(self) -> list[str]:
        """The names of the fields that are data."""
        return [name for name in self.fields if name not in self.not_data]

    def touched(self, name: str, present: Mapping[str, Any]) -> bool:
        """Return whether the field differs from what stood there when the form was opened."""
        return plain(self.cleaned_data[name]) != self.was(name, present)

    def was(self, name: str, present: Mapping[str, Any]) -> str:
        """Return what stood in the register when the form was opened."""
        return plain(self.data.get(f"{WAS}{name}", present[name]))

    def changes(self, present: Mapping[str, Any]) -> dict[str, Any]:
        """Return what was changed in the form and differs from what stands in the register."""
        return {
            name: self.cleaned_data[name]
            for name in self.edited
            if self.touched(name, present) and plain(self.cleaned_data[name]) != plain(present[name])
        }

    def overtaken(self, present: Mapping[str, Any]) -> list[str]:
        """Return the fields that this form changes and somebody else has changed since it was opened."""
        return [name for name in self.changes(present) if self.was(name, present) != plain(present[name])]

    def brought_up_to_date(self, present: Mapping[str, Any]) -> dict[str, Any]:
        """Return the data of the form with what was not touched as it stands in the register now."""
        untouched = {
            name: written(self.fields[name], present[name]) for name in self.edited if not self.touched(name, present)
        }
        return {**self.data.dict(), **untouched}  # type: ignore[attr-defined] # of a request it is a QueryDict


class ContactForm(FromASource):
    """A contact point whose kind is known."""

    use = forms.ChoiceField(label=_("Use"), choices=ContactUse.choices)
    value = text(_("Address or number"), 254, required=True)
    valid_from = day(_("In use from"))
    valid_to = day(_("In use until"), help_text=_("Leave empty while it is in use."))
    field_order = ("kind", "value", "use", "valid_from", "valid_to", "source")

    def __init__(self, *arguments: Any, what: ContactKind | None = None, **named: Any) -> None:
        """Take the kind, unless the form asks for it."""
        self._what = what
        super().__init__(*arguments, **named)

    def clean(self) -> dict[str, Any]:
        """The value is one of its kind."""
        cleaned = super().clean() or {}
        kind = self._what or ContactKind(cleaned.get("kind") or ContactKind.EMAIL)
        # What stands there is left alone: an old number without its area may be ended, or get another use.
        if cleaned.get("value") and cleaned["value"] != self.data.get(f"{WAS}value"):
            try:
                _CONTACTS[kind](cleaned["value"])
            except ValidationError as error:
                self.add_error("value", error)
        in_order(self, "valid_from", "valid_to", ENDS_BEFORE_START)
        return cleaned


class NewContactForm(ContactForm):
    """A contact point of any kind."""

    kind = forms.ChoiceField(label=_("Kind"), choices=ContactKind.choices)
    field_order = ContactForm.field_order


class AddressForm(FromASource):
    """A postal address."""

    use = forms.ChoiceField(label=_("Use"), choices=AddressUse.choices)
    lines = forms.CharField(
        label=_("Street or post office box"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
        error_messages={"max_length": TOO_LONG},
    )
    postal_code = text(_("Postal code"), 20)
    city = text(_("City"), 100)
    country = text(
        _("Country"),
        2,
        help_text=_("Two letters: FI for Finland, SE for Sweden."),
        validators=[RegexValidator(r"^[A-Za-z]{2}$", _("Write the two letters of the country, for example FI."))],
    )
    valid_from = day(_("In use from"))
    valid_to = day(_("In use until"), help_text=_("Leave empty while it is in use."))
    field_order = ("use", "lines", "postal_code", "city", "country", "valid_from", "valid_to", "source")

    def __init__(self, *arguments: Any, **named: Any) -> None:
        """Let the browser take lines of any length, as for notes."""
        super().__init__(*arguments, **named)
        self.fields["lines"].widget.attrs.pop("maxlength", None)

    def clean_lines(self) -> str:
        """Return the lines with one kind of ends."""
        return "\n".join(line.strip() for line in self.cleaned_data["lines"].splitlines() if line.strip())

    def clean_country(self) -> str:
        """Return the code in capital letters."""
        return str(self.cleaned_data["country"]).upper()

    def clean(self) -> dict[str, Any]:
        """An address has a street or a city."""
        cleaned = super().clean() or {}
        if not self.errors and not any(cleaned.get(name) for name in ("lines", "postal_code", "city")):
            raise ValidationError(_("Write a street, a postal code or a city."))
        in_order(self, "valid_from", "valid_to", ENDS_BEFORE_START)
        return cleaned


class NoteForm(FromASource):
    """A note."""

    what = "person.note"

    written_on = forms.DateField(label=_("Day"), widget=DayInput(), error_messages={"invalid": _DATE})
    text = forms.CharField(
        label=_("Note"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Write only what the matter needs: the person may read it."),
        error_messages={"max_length": TOO_LONG, "required": _("Write the note.")},
    )
    field_order = ("written_on", "text", "source")

    def __init__(self, *arguments: Any, **named: Any) -> None:
        """Let the browser take a note of any length: cutting it off unseen would lose words."""
        super().__init__(*arguments, **named)
        self.fields["text"].widget.attrs.pop("maxlength", None)
