"""What the page of a party shows beside its basic data: own fields, relations, the history; and what may be added."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kortisto.declaration.words import Operation
from kortisto.interfaces.web.staff.labels import origin_in_words
from kortisto.interfaces.web.staff.own_fields import value_in_words
from kortisto.interfaces.web.visits import Visit, in_words
from kortisto.register.access import current
from kortisto.register.access import queries as users
from kortisto.register.parties.enums import (
    AddressUse,
    ContactUse,
    Language,
    PartyKind,
    RepresentationRole,
    SizeClass,
)
from kortisto.register.parties.own_items import OwnField, own_fields
from kortisto.register.parties.values import ChangeView, OrganisationPage, OwnValueView, PersonPage

Page = PersonPage | OrganisationPage


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """The value of an own field, in words."""

    label: str
    value: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A line of the history, in words."""

    at: datetime
    who: str
    label: str
    old: str
    new: str


_LABELS: Mapping[str, Any] = {
    "first_name": gettext_lazy("First name"),
    "last_name": gettext_lazy("Last name"),
    "registered_name": gettext_lazy("Registered name"),
    "trade_name": gettext_lazy("Trade name"),
    "business_id": gettext_lazy("Business ID"),
    "vat_id": gettext_lazy("VAT number"),
    "einvoice_address": gettext_lazy("E-invoice address"),
    "einvoice_operator": gettext_lazy("E-invoice operator"),
    "industry_code": gettext_lazy("Industry"),
    "size_class": gettext_lazy("Size"),
    "external_reference": gettext_lazy("Customer number"),
    "sole_trader": gettext_lazy("Sole trader"),
    "parent_id": gettext_lazy("Parent organisation"),
    "title": gettext_lazy("Title"),
    "role": gettext_lazy("Role"),
    "started_on": gettext_lazy("From"),
    "ended_on": gettext_lazy("Until"),
    "valid_from": gettext_lazy("In use from"),
    "valid_to": gettext_lazy("In use until"),
    "use": gettext_lazy("Use"),
    "postal_code": gettext_lazy("Postal code"),
    "city": gettext_lazy("City"),
    "country": gettext_lazy("Country"),
}
_CHOICES: Mapping[str, Any] = {
    "language": Language.choices,
    "size_class": SizeClass.choices,
    "role": RepresentationRole.choices,
    "use": [*ContactUse.choices, *AddressUse.choices],
}


def more_of(page: Page, visit: Visit) -> dict[str, object]:
    """Return what the template of a party's page shows beside the basic data."""
    kind = PartyKind.ORGANISATION if isinstance(page, OrganisationPage) else PartyKind.PERSON
    fields = {field.item: field for field in own_fields(kind)}
    return {
        "own": [_own(one, fields[one.item]) for one in page.own if one.item in fields],
        "changes": _changes(page, fields),
        "size": str(dict(SizeClass.choices).get(page.size_class, "")) if isinstance(page, OrganisationPage) else "",
        "roles": dict(RepresentationRole.choices),
        "may_add_role": visit.may(Operation.COLLECT, "person.represents"),
        "may_edit_role": visit.may(Operation.CHANGE, "person.represents"),
        "may_add_relation": visit.may(Operation.COLLECT, "organisation.customership"),
        "may_edit_relation": visit.may(Operation.CHANGE, "organisation.customership"),
        "may_add_guardian": visit.may(Operation.COLLECT, "person.guardian"),
        "may_edit_guardian": visit.may(Operation.CHANGE, "person.guardian"),
    }


def values_of_more(page: Page) -> dict[tuple[UUID, str], str]:
    """Return what stands in the rows around a party, by row and item, for the privacy panel."""
    kind = PartyKind.ORGANISATION if isinstance(page, OrganisationPage) else PartyKind.PERSON
    fields = {field.item: field for field in own_fields(kind)}
    values = {(one.id, one.item): value_in_words(fields[one.item], one.value) for one in page.own if one.item in fields}
    if isinstance(page, PersonPage):
        for item, day in (("person.informed", page.informed_on), ("person.nondisclosure", page.non_disclosure_until)):
            values[page.id, item] = date_format(day) if day else ""
        for one in page.customerships:
            values[one.id, "organisation.customership"] = period(one.started_on, one.ended_on)
        for guardian in page.guardianships:
            values[guardian.id, "person.guardian"] = guardian.guardian_name
    else:
        size = str(dict(SizeClass.choices).get(page.size_class, ""))
        values[page.id, "organisation.register_data"] = ", ".join(filter(None, (page.industry_code, size)))
        for former in page.former_names:
            values[former.id, "organisation.name"] = former.name
        for relation in page.relationships:
            values[relation.id, "organisation.customership"] = (
                f"{relation.kind.label} {period(relation.started_on, relation.ended_on)}"
            )
    return values


def period(start: date | None, end: date | None) -> str:
    """Return a period in figures, with a question mark for a start that is not known."""
    first = date_format(start, "SHORT_DATE_FORMAT") if start else "?"
    return f"{first}–{date_format(end, 'SHORT_DATE_FORMAT') if end else ''}" if start or end else ""


def _own(one: OwnValueView, field: OwnField) -> Own:
    return Own(
        label=in_words(field.name).capitalize(),
        value=value_in_words(field, one.value),
        source=origin_in_words(one.origin.source, one.origin.collected_at),
    )


def _changes(page: Page, fields: Mapping[str, OwnField]) -> list[Changed]:
    names = users.names_of({one.by for one in page.changes if one.by})
    return [
        Changed(
            at=one.at,
            who=names.get(one.by, "") if one.by else _("Kortisto"),
            label=_label(one),
            old=_value(one, one.old, fields),
            new=_value(one, one.new, fields),
        )
        for one in page.changes
    ]


def _label(one: ChangeView) -> str:
    """The name of the field, after the name of the datum that it is a part of."""
    item = in_words(current.compiled().name(one.item)).capitalize()
    label = _LABELS.get(one.field)
    alone = one.table in {"Person", "Organisation"}
    return str(label) if label is not None and alone else f"{item}: {str(label).lower()}" if label is not None else item


def _value(one: ChangeView, value: str, fields: Mapping[str, OwnField]) -> str:
    if one.item in fields and one.table == "OwnValue":
        return value_in_words(fields[one.item], value)
    if one.field in _CHOICES:
        return str(dict(_CHOICES[one.field]).get(value, value))
    if one.field == "sole_trader":
        return _("Yes") if value else _("No")
    if one.field == "parent_id":
        return _("another organisation") if value else ""
    if one.field.endswith(("_on", "_from", "_to", "_until")) and value:
        return date_format(date.fromisoformat(value))
    return value.replace("\n", ", ")
