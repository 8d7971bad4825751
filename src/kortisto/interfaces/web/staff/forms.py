"""Forms of the staff pages. What was typed stays; an error says what to write instead."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from kortisto.interfaces.web.staff.labels import sources
from kortisto.lib import identifiers
from kortisto.register.parties.enums import ActivityKind, AddressUse, ContactKind, ContactUse, Language

WAS = "was-"
"""Prefix of the hidden fields that carry what stood there when the form was opened."""

_TOO_LONG = _("This is too long: %(limit_value)d characters at most, now %(show_value)d.")
_DATE = _("Write the day as d.m.yyyy, for example 31.12.2026.")
_KINDS = [choice for choice in ActivityKind.choices if choice[0] not in {ActivityKind.ORDER, ActivityKind.NOTE}]


def text(label: Any, longest: int, *, required: bool = False, **extra: Any) -> forms.CharField:
    """A field for one line of text; the browser does not cut what is pasted, so that nothing is lost unseen."""
    field = forms.CharField(
        label=label,
        max_length=longest,
        required=required,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"max_length": _TOO_LONG, "required": _("Write something here.")},
        **extra,
    )
    field.widget.attrs.pop("maxlength", None)
    return field


def _checked(check: Callable[[str], str], message: Any) -> Callable[[str], None]:
    def validate(value: str) -> None:
        try:
            check(value)
        except ValueError as error:
            raise ValidationError(message) from error

    return validate


class FromASource(forms.Form):
    """A form whose data come from somewhere: every datum knows its origin."""

    source = forms.ChoiceField(
        label=_("Where does this come from?"), help_text=_("Kept with what you write, and told to the person who asks.")
    )

    def __init__(self, *arguments: Any, **named: Any) -> None:
        """Offer the sources of the declaration."""
        super().__init__(*arguments, **named)
        self.label_suffix = ""
        self.fields["source"].choices = sources()  # type: ignore[attr-defined]

    @property
    def edited(self) -> list[str]:
        """The names of the fields that are data."""
        return [name for name in self.fields if name != "source"]

    def touched(self, name: str, present: Mapping[str, Any]) -> bool:
        """Return whether the field differs from what stood there when the form was opened."""
        return bool(self.cleaned_data[name] != self._was(name, present))

    def _was(self, name: str, present: Mapping[str, Any]) -> str:
        # Browsers send the ends of lines in their own way.
        return str(self.data.get(f"{WAS}{name}", present[name])).replace("\r\n", "\n")

    def changes(self, present: Mapping[str, Any]) -> dict[str, Any]:
        """Return what was changed in the form and differs from what stands in the register."""
        return {
            name: self.cleaned_data[name]
            for name in self.edited
            if self.touched(name, present) and self.cleaned_data[name] != present[name]
        }

    def overtaken(self, present: Mapping[str, Any]) -> list[str]:
        """Return the fields that this form changes and somebody else has changed since it was opened."""
        return [name for name in self.changes(present) if self._was(name, present) != present[name]]

    def brought_up_to_date(self, present: Mapping[str, Any]) -> dict[str, Any]:
        """Return the data of the form with what was not touched as it stands in the register now."""
        untouched = {name: present[name] for name in self.edited if not self.touched(name, present)}
        return {**self.data.dict(), **untouched}  # type: ignore[attr-defined] # of a request it is a QueryDict


class PersonForm(FromASource):
    """The basic fields of a person."""

    prefix = text(_("Title before the name"), 50)  # type: ignore[assignment] # Django takes fields out of the class
    first_name = text(_("First name"), 100)
    last_name = text(_("Last name"), 100)
    language = forms.ChoiceField(
        label=_("Language of service"), required=False, choices=[("", _("Not known")), *Language.choices]
    )
    field_order = ("prefix", "first_name", "last_name", "language", "source")

    def clean(self) -> dict[str, Any]:
        """A person has a first or a last name."""
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("first_name") and not cleaned.get("last_name"):
            raise ValidationError(_("Write a first name or a last name: a person needs one of them."))
        return cleaned


class OrganisationForm(FromASource):
    """The basic fields of an organisation."""

    registered_name = text(_("Registered name"), 200, required=True)
    trade_name = text(_("Trade name"), 200)
    business_id = text(
        _("Business ID"),
        20,
        help_text=_("For example 2077474-0."),
        validators=[
            _checked(identifiers.business_id, _("The check digit is wrong. Check the business ID or leave it empty."))
        ],
    )
    vat_id = text(
        _("VAT number"),
        20,
        help_text=_("For example FI20774740."),
        validators=[_checked(identifiers.vat_id, _("This is no VAT number of the EU. Check it or leave it empty."))],
    )
    einvoice_address = text(_("E-invoice address"), 100)
    field_order = ("registered_name", "trade_name", "business_id", "vat_id", "einvoice_address", "source")

    def clean(self) -> dict[str, Any]:
        """Identifiers in their one stored form, so that another way of writing is no change."""
        cleaned = super().clean() or {}
        for name, form in (("business_id", identifiers.business_id), ("vat_id", identifiers.vat_id)):
            if cleaned.get(name):
                cleaned[name] = form(cleaned[name])
        return cleaned


class ContactForm(FromASource):
    """A contact point whose kind is known."""

    use = forms.ChoiceField(label=_("Use"), choices=ContactUse.choices)
    value = text(_("Address or number"), 254, required=True)
    field_order = ("kind", "use", "value", "source")

    def __init__(self, *arguments: Any, what: ContactKind | None = None, **named: Any) -> None:
        """Take the kind, unless the form asks for it."""
        self._what = what
        super().__init__(*arguments, **named)

    def clean(self) -> dict[str, Any]:
        """The value is one of its kind."""
        cleaned = super().clean() or {}
        kind = self._what or ContactKind(cleaned.get("kind") or ContactKind.EMAIL)
        check, message = {
            ContactKind.EMAIL: (identifiers.email, _("Write an e-mail address like name@company.example.")),
            ContactKind.PHONE: (identifiers.phone, _("Write a telephone number, for example 040 123 4567.")),
            ContactKind.WEB: (identifiers.web, _("Write a web address, for example www.company.example.")),
        }[kind]
        if cleaned.get("value"):
            try:
                check(cleaned["value"])
            except ValueError:
                self.add_error("value", message)
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
        error_messages={"max_length": _TOO_LONG},
    )
    postal_code = text(_("Postal code"), 20)
    city = text(_("City"), 100)
    country = text(
        _("Country"),
        2,
        help_text=_("Two letters: FI for Finland, SE for Sweden."),
        validators=[RegexValidator(r"^[A-Za-z]{2}$", _("Write the two letters of the country, for example FI."))],
    )
    field_order = ("use", "lines", "postal_code", "city", "country", "source")

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
        return cleaned


class NoteForm(FromASource):
    """A note."""

    written_on = forms.DateField(
        label=_("Day"), widget=forms.DateInput(attrs={"inputmode": "numeric"}), error_messages={"invalid": _DATE}
    )
    text = forms.CharField(
        label=_("Note"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Write only what the matter needs: the person may read it."),
        error_messages={"max_length": _TOO_LONG, "required": _("Write the note.")},
    )
    field_order = ("written_on", "text", "source")

    def __init__(self, *arguments: Any, **named: Any) -> None:
        """Let the browser take a note of any length: cutting it off unseen would lose words."""
        super().__init__(*arguments, **named)
        self.fields["text"].widget.attrs.pop("maxlength", None)


class ActivityForm(FromASource):
    """A meeting, a call or another event."""

    kind = forms.ChoiceField(label=_("What happened"), choices=_KINDS)
    happened_on = forms.DateField(
        label=_("Day"),
        widget=forms.DateInput(attrs={"inputmode": "numeric"}),
        help_text=_("It is the last activity of this party, from which periods may count."),
        error_messages={"invalid": _DATE},
    )
    reference = text(_("Reference"), 100)
    field_order = ("kind", "happened_on", "reference", "source")
