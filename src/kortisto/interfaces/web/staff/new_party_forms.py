"""Forms of people and organisations that are added: their fields, how they are reached, and what they are to us."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kortisto.interfaces.web.staff.forms import checked, day, telephone, text
from kortisto.interfaces.web.staff.party_forms import Choosing, OrganisationForm, PersonForm
from kortisto.lib import identifiers
from kortisto.register.parties.enums import RelationshipKind, RepresentationRole

_EMAIL = checked(identifiers.email, _("Write an e-mail address like name@company.example."))


class NewPersonForm(Choosing, PersonForm):
    """A new person, with a first contact point of each kind and whom they represent."""

    must_choose = False
    not_data = PersonForm.not_data | {
        "find", "chosen", "email", "phone", "title", "role", "started_on", "consumer"
    }  # fmt: skip
    items = {
        **PersonForm.items,
        "email": "person.contact.email",
        "phone": "person.contact.phone",
        "find": "person.represents",
        "chosen": "person.represents",
        "title": "person.title",
        "role": "person.represents",
        "started_on": "person.represents",
        "consumer": "organisation.customership",
    }

    email = text(_("E-mail"), 254, validators=[_EMAIL])
    phone = text(_("Telephone"), 50, validators=[telephone])
    title = text(_("Title"), 200)
    role = forms.ChoiceField(
        label=_("Role"), required=False, choices=[("", _("Not known")), *RepresentationRole.choices]
    )
    started_on = day(_("Represents it from"))
    consumer = forms.ChoiceField(
        label=_("Own customer relationship"),
        required=False,
        choices=[("", _("No")), ("yes", _("Is our customer as a consumer, from today on"))],
    )
    field_order = (
        "prefix", "first_name", "last_name", "language", "email", "phone", "find", "chosen", "title", "role",
        "started_on", "consumer",
    )  # fmt: skip

    def __init__(self, *arguments: Any, **named: Any) -> None:
        """Say that the organisation is found by its name."""
        super().__init__(*arguments, **named)
        if "find" in self.fields:
            self.fields["find"].label = _("Represents: name or business ID of the organisation")

    def of_the_party(self) -> dict[str, Any]:
        """Return the filled fields of the person itself."""
        return {name: self.cleaned_data[name] for name in self.edited if self.cleaned_data[name]}


class NewOrganisationForm(OrganisationForm):
    """A new organisation, with a first contact point of each kind and what it is to us."""

    not_data = OrganisationForm.not_data | {"email", "phone", "relationship"}
    items = {
        **OrganisationForm.items,
        "email": "organisation.contact.email",
        "phone": "organisation.contact.phone",
        "relationship": "organisation.customership",
    }

    former_until = None  # type: ignore[assignment] # a new organisation has no name that it had earlier
    email = text(_("E-mail"), 254, validators=[_EMAIL])
    phone = text(_("Telephone"), 50, validators=[telephone])
    relationship = forms.ChoiceField(
        label=_("What it is to us"), required=False, choices=[("", _("Nothing yet")), *RelationshipKind.choices]
    )
    field_order = (
        "registered_name",
        "trade_name",
        "business_id",
        "vat_id",
        "sole_trader",
        "relationship",
        "email",
        "phone",
    )

    def of_the_party(self) -> dict[str, Any]:
        """Return the filled fields of the organisation itself."""
        return {name: self.cleaned_data[name] for name in self.edited if self.cleaned_data[name]}
