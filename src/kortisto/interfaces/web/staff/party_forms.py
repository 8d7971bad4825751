"""Forms of people and organisations: their own fields, and what stands between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kortisto.interfaces.web.staff.forms import (
    ENDS_BEFORE_START,
    FromASource,
    Shows,
    checked,
    day,
    in_order,
    plain,
    text,
)
from kortisto.interfaces.web.staff.own_fields import form_field
from kortisto.lib import identifiers
from kortisto.register.parties.enums import (
    Language,
    NameKind,
    PartyKind,
    RelationshipKind,
    RepresentationRole,
    SizeClass,
)
from kortisto.register.parties.own_items import own_fields

_SOLE_TRADER = [("", _("Company, association or authority")), ("yes", _("Sole trader: its data are personal data"))]
_STORED = {
    "business_id": identifiers.business_id,
    "vat_id": identifiers.vat_id,
    "einvoice_address": identifiers.einvoice_address,
    "industry_code": identifiers.industry_code,
}


class PartyForm(FromASource):
    """The fields of a party, with those that the declaration adds."""

    of: PartyKind

    def __init__(self, *arguments: Any, shows: Shows | None = None, **named: Any) -> None:
        """Add the own fields that the visit may touch."""
        super().__init__(*arguments, shows=shows, **named)
        self.own = [field.item for field in own_fields(self.of) if shows is None or shows(field.item)]
        for field in own_fields(self.of):
            if field.item in self.own:
                self.fields[field.item] = form_field(field)
        self.fields["source"] = self.fields.pop("source")  # last, since it is about all of them

    def parted(self, changes: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
        """Part changes into those of the fixed fields and those of the own ones."""
        fixed = {name: value for name, value in changes.items() if name not in self.own}
        return fixed, {name: plain(value) for name, value in changes.items() if name in self.own}


class PersonForm(PartyForm):
    """The fields of a person."""

    of = PartyKind.PERSON
    items = {
        "prefix": "person.name.prefix",
        "first_name": "person.name.first",
        "last_name": "person.name.last",
        "language": "person.language",
        "informed_on": "person.informed",
        "non_disclosure_until": "person.nondisclosure",
    }

    prefix = text(_("Title before the name"), 50)  # type: ignore[assignment] # Django takes fields out of the class
    first_name = text(_("First name"), 100)
    last_name = text(_("Last name"), 100)
    language = forms.ChoiceField(
        label=_("Language of service"), required=False, choices=[("", _("Not known")), *Language.choices]
    )
    informed_on = day(_("Told of the processing on"), help_text=_("When the person got the privacy notice."))
    non_disclosure_until = day(
        _("Non-disclosure for personal safety until"),
        help_text=_("Last day of the order. Leave empty when there is none."),
    )

    def clean(self) -> dict[str, Any]:
        """A person has a first or a last name."""
        cleaned = super().clean() or {}
        asked = {"first_name", "last_name"} & self.fields.keys()
        if not self.errors and asked and not any(cleaned.get(name) for name in asked):
            raise ValidationError(_("Write a first name or a last name: a person needs one of them."))
        return cleaned


class OrganisationForm(PartyForm):
    """The fields of an organisation."""

    of = PartyKind.ORGANISATION
    not_data = FromASource.not_data | {"former_until"}
    items = {
        "registered_name": "organisation.name",
        "trade_name": "organisation.name",
        "former_until": "organisation.name",
        "business_id": "organisation.business_id",
        "vat_id": "organisation.business_id",
        "einvoice_address": "billing.details",
        "einvoice_operator": "billing.details",
        "industry_code": "organisation.register_data",
        "size_class": "organisation.register_data",
        "external_reference": "organisation.customership",
        "sole_trader": "organisation.name",
    }

    registered_name = text(_("Registered name"), 200, required=True)
    trade_name = text(_("Trade name"), 200)
    former_until = day(
        _("The old name was used until"),
        help_text=_("If the organisation changed its name: the old one stays and still finds it. Else leave empty."),
    )
    business_id = text(
        _("Business ID"),
        20,
        help_text=_("For example 2077474-0."),
        validators=[
            checked(identifiers.business_id, _("The check digit is wrong. Check the business ID or leave it empty."))
        ],
    )
    vat_id = text(
        _("VAT number"),
        20,
        help_text=_("For example FI20774740."),
        validators=[checked(identifiers.vat_id, _("This is no VAT number of the EU. Check it or leave it empty."))],
    )
    einvoice_address = text(
        _("E-invoice address"),
        50,
        help_text=_("An OVT code, an IBAN, or the address that the operator has given."),
        validators=[
            checked(identifiers.einvoice_address, _("This is no e-invoice address. Check it or leave it empty."))
        ],
    )
    einvoice_operator = text(_("E-invoice operator"), 35, help_text=_("The operator's code, for example 003721291126."))
    industry_code = text(
        _("Industry"),
        10,
        help_text=_("The code of TOL 2008, for example 62010."),
        validators=[
            checked(identifiers.industry_code, _("There is no such code in TOL 2008. Check it or leave it empty."))
        ],
    )
    size_class = forms.ChoiceField(label=_("Size"), required=False, choices=[("", _("Not known")), *SizeClass.choices])
    external_reference = text(_("Customer number"), 100)
    sole_trader = forms.ChoiceField(label=_("Form"), required=False, choices=_SOLE_TRADER)

    def clean(self) -> dict[str, Any]:
        """Identifiers in their one stored form, so that another way of writing is no change."""
        cleaned = super().clean() or {}
        for name, stored in _STORED.items():
            if cleaned.get(name):
                cleaned[name] = stored(cleaned[name])
        return cleaned

    def parted(self, changes: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
        """Part changes; what the form of an organisation says becomes a switch."""
        fixed, own = super().parted(changes)
        if "sole_trader" in fixed:
            fixed["sole_trader"] = bool(fixed["sole_trader"])
        return fixed, own


# --- periods -------------------------------------------------------------------------------------------------------


class PeriodForm(FromASource):
    """From when and until when something holds."""

    what = "organisation.customership"

    started_on = day(_("From"))
    ended_on = day(_("Until"), help_text=_("Leave empty while it goes on."))
    field_order: tuple[str, ...] = ("started_on", "ended_on", "source")

    def clean(self) -> dict[str, Any]:
        """The end does not lie before the start."""
        cleaned = super().clean() or {}
        in_order(self, "started_on", "ended_on", ENDS_BEFORE_START)
        return cleaned


class RelationshipForm(PeriodForm):
    """What an organisation is to us."""

    kind = forms.ChoiceField(label=_("What it is to us"), choices=RelationshipKind.choices)
    field_order = ("kind", *PeriodForm.field_order)


class RepresentationForm(PeriodForm):
    """As what a person acts for an organisation."""

    what = "person.represents"
    items = {"title": "person.title", "role": "person.represents"}

    title = text(_("Title"), 200)
    role = forms.ChoiceField(
        label=_("Role"), required=False, choices=[("", _("Not known")), *RepresentationRole.choices]
    )
    field_order: tuple[str, ...] = ("title", "role", *PeriodForm.field_order)


class FormerNameForm(FromASource):
    """A name that an organisation had earlier."""

    what = "organisation.name"

    kind = forms.ChoiceField(label=_("Kind of name"), choices=NameKind.choices)
    name = text(_("Name"), 200, required=True)
    used_from = day(_("Used from"))
    used_to = day(_("Used until"))
    field_order = ("kind", "name", "used_from", "used_to", "source")

    def clean(self) -> dict[str, Any]:
        """The end does not lie before the start."""
        cleaned = super().clean() or {}
        in_order(self, "used_from", "used_to", ENDS_BEFORE_START)
        return cleaned


# --- a party to choose ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Offered:
    """The parties among whom one is chosen: id and text. `more`: others are found by the same text."""

    options: Sequence[tuple[str, str]] = ()
    more: bool = False


NOBODY = Offered()


class Choosing(FromASource):
    """A form that asks which party is meant: write a name, choose one of those found. Works without a script."""

    not_data = FromASource.not_data | {"find"}
    must_choose = True

    find = text(_("Name or business ID"), 200)
    chosen = forms.ChoiceField(label=_("Which one?"), required=False, widget=forms.RadioSelect)

    def __init__(self, *arguments: Any, options: Offered = NOBODY, **named: Any) -> None:
        """Offer the parties that were found for what stands in `find`."""
        super().__init__(*arguments, **named)
        self._options = options.options
        if "chosen" in self.fields and self._options:
            self.fields["chosen"].choices = self._options  # type: ignore[attr-defined]
            self.fields["chosen"].help_text = _("There are more: write more of the name.") if options.more else ""
        else:
            self.fields.pop("chosen", None)

    def clean(self) -> dict[str, Any]:
        """Who is to be found is chosen too."""
        cleaned = super().clean() or {}
        if cleaned.get("chosen") or self.errors.get("chosen"):
            return cleaned
        if self._options:
            self.add_error("chosen", _("Choose which one you mean, then save."))
        elif cleaned.get("find"):
            self.add_error("find", _("Nobody was found by this. Write it otherwise, or add them first."))
        elif self.must_choose:
            self.add_error("find", _("Write a name, then choose from those that are found."))
        return cleaned


class NewRepresentationForm(Choosing, RepresentationForm):
    """Whom a person acts for, or who acts for an organisation."""

    field_order = ("find", "chosen", *RepresentationForm.field_order)


class GuardianForm(PeriodForm):
    """From when until when somebody is a guardian."""

    what = "person.guardian"


class NewGuardianForm(Choosing, PeriodForm):
    """Who is the guardian of a person, and from when until when."""

    what = "person.guardian"

    find = text(_("Name"), 200)
    field_order = ("find", "chosen", *PeriodForm.field_order)


class ParentForm(Choosing):
    """To which organisation of its group one belongs."""

    what = "organisation.name"

    field_order = ("find", "chosen", "source")
