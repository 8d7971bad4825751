"""The page of a person or an organisation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from kortisto.declaration.words import Operation
from kortisto.interfaces.web.errors import not_found
from kortisto.interfaces.web.staff import happenings, labels
from kortisto.interfaces.web.staff.holds import holds_shown
from kortisto.interfaces.web.staff.more import more_of, values_of_more
from kortisto.interfaces.web.staff.panel import panel
from kortisto.interfaces.web.staff.reviews import reviews_shown
from kortisto.interfaces.web.staff.seen import seen
from kortisto.interfaces.web.templatetags.kortisto_web import over
from kortisto.interfaces.web.visits import Visit, in_words, staff
from kortisto.lib.identifiers import HOME_REGION
from kortisto.privacy.retention import queries as retention
from kortisto.privacy.retention.enums import SubjectKind
from kortisto.privacy.retention.queries import SubjectStanding
from kortisto.register.access import current
from kortisto.register.audit.values import touches
from kortisto.register.parties import queries
from kortisto.register.parties.bans import BAN_ITEM
from kortisto.register.parties.enums import (
    AddressUse,
    ContactKind,
    ContactUse,
    Language,
    PartyKind,
    RelationshipKind,
)
from kortisto.register.parties.queries.pages import CHANGES_SHOWN, PartyNotFoundError
from kortisto.register.parties.values import AddressView, ContactPointView, OrganisationPage, Party, PersonPage


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A contact point as the page shows it; `href` what a click on it does, empty for nothing. `validity`: its days."""

    id: UUID
    kind: ContactKind
    label: str
    value: str
    href: str
    ended: bool
    validity: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A postal address in lines, as on an envelope."""

    id: UUID
    label: str
    lines: tuple[str, ...]
    ended: bool
    validity: str
    source: str


@require_safe
@staff
def person(request: HttpRequest, visit: Visit, party_id: UUID) -> HttpResponse:
    """Show a person, with the privacy panel."""
    with visit.enter() as access:
        try:
            page = queries.person_page(person_id=party_id, by=access, activities=0, changes=CHANGES_SHOWN)
            standing = retention.standing_of(access=access, kind=SubjectKind.PERSON, subject=party_id, at=visit.at)
        except PartyNotFoundError:
            page = None
    if page is None or _is_hidden(standing, visit):
        return not_found(request)
    protected = page.non_disclosure_until is not None and page.non_disclosure_until >= visit.today
    return render(
        request,
        "web/staff/person.html",
        {
            "party": page,
            "kind": PartyKind.PERSON,
            "bans": _bans(standing, visit),
            **holds_shown(standing, visit),
            **reviews_shown(visit, PartyKind.PERSON, party_id),
            "language": dict(Language.choices).get(page.language, page.language),
            "protected": protected,
            "veiled": access.veiled and protected,
            "panel": panel(
                standing,
                of=SubjectKind.PERSON,
                language=visit.language,
                today=visit.today,
                values=values_of(page),
                shows=partial(visit.may, Operation.READ),
                may=visit.may_at_all,
            ),
            **_shared(request, page, visit),
        },
    )


@require_safe
@staff
def organisation(request: HttpRequest, visit: Visit, party_id: UUID) -> HttpResponse:
    """Show an organisation and who represents it."""
    with visit.enter() as access:
        try:
            page = queries.organisation_page(organisation_id=party_id, by=access, activities=0, changes=CHANGES_SHOWN)
            standing = retention.standing_of(
                access=access, kind=SubjectKind.ORGANISATION, subject=party_id, at=visit.at
            )
        except PartyNotFoundError:
            page = None
    if page is None or _is_hidden(standing, visit):
        return not_found(request)
    relationships = [(RelationshipKind(one.kind).label, one) for one in page.relationships]
    return render(
        request,
        "web/staff/organisation.html",
        {
            "party": page,
            "kind": PartyKind.ORGANISATION,
            "relationships": relationships,
            **holds_shown(standing, visit),
            **reviews_shown(visit, PartyKind.ORGANISATION, party_id),
            "panel": panel(
                standing,
                of=SubjectKind.ORGANISATION,
                language=visit.language,
                today=visit.today,
                values=values_of_organisation(page),
                shows=partial(visit.may, Operation.READ),
                may=visit.may_at_all,
            ),
            **_shared(request, page, visit),
        },
    )


def _bans(standing: SubjectStanding, visit: Visit) -> bool:
    """Return whether the person has forbidden direct marketing, as far as the visitor may see it."""
    return visit.may(Operation.READ, BAN_ITEM) and any(one.item == BAN_ITEM for one in standing.data)


_OF_USE = ("log",)  # items that tell how data were handled, and of the person only that there are some


def _is_hidden(standing: SubjectStanding, visit: Visit) -> bool:
    """Return whether there are data of a party and none that the purpose shows: then not even that it is there."""
    items = {one.item for one in standing.data if not touches(_OF_USE, one.item)}
    return bool(items) and not any(visit.may(Operation.READ, item) for item in items)


def values_of(page: PersonPage) -> dict[tuple[UUID, str], str]:
    """Return what stands in the rows of a person, by row and item, so that the panel can show what it speaks of."""
    language = str(dict(Language.choices).get(page.language, page.language))
    values = {
        (page.id, "person.name.first"): page.first_name,
        (page.id, "person.name.last"): page.last_name,
        (page.id, "person.name.prefix"): page.prefix,
        (page.id, "person.language"): language,
    }
    values |= _values_of_parts(page) | values_of_more(page)
    for role in page.represents:
        values[role.id, "person.represents"] = role.organisation_name
        values[role.id, "person.title"] = role.title
    return values


def values_of_organisation(page: OrganisationPage) -> dict[tuple[UUID, str], str]:
    """Return what stands in the rows of an organisation; see `values_of`."""
    ids = ", ".join(filter(None, (page.business_id, page.vat_id)))
    return {
        (page.id, "organisation.name"): page.name,
        (page.id, "organisation.business_id"): ids,
        (page.id, "billing.details"): page.einvoice_address,
        **_values_of_parts(page),
        **values_of_more(page),
    }


def _values_of_parts(page: PersonPage | OrganisationPage) -> dict[tuple[UUID, str], str]:
    values = {(point.id, point.item): point.value for point in page.contact_points}
    for address in page.addresses:
        values[address.id, address.item] = ", ".join(_lines(address))
    return values


def contacts(points: tuple[ContactPointView, ...], today: date) -> list[Contact]:
    """Return contact points as pages show them on a day."""
    scheme = {ContactKind.EMAIL: "mailto:", ContactKind.PHONE: "tel:", ContactKind.WEB: ""}
    return [
        Contact(
            id=point.id,
            kind=point.kind,
            label=f"{point.kind.label} · {dict(ContactUse.choices).get(point.use, point.use)}",
            value=point.value,
            href=f"{scheme[point.kind]}{point.normalised}",
            ended=over(point.valid_to, today),
            validity=_validity(point.valid_from, point.valid_to),
            source=labels.origin_in_words(point.origin.source, point.origin.collected_at),
        )
        for point in points
    ]


def _shared(request: HttpRequest, page: PersonPage | OrganisationPage, visit: Visit) -> dict[str, object]:
    organisation = isinstance(page, OrganisationPage)
    name = "organisation" if organisation else "person"
    owner = Party(kind=PartyKind.ORGANISATION if organisation else PartyKind.PERSON, id=page.id)
    with visit.enter() as access:
        marks = queries.labels_of(party=owner, by=access)
        files = queries.files_of(party=owner, by=access)
        lines = happenings.shown(request, visit, owner, access)
    return {
        **more_of(page, visit),
        "seen": seen(visit, page.id),
        "contacts": contacts(page.contact_points, visit.today),
        "today": visit.today,
        "addresses": [
            Address(
                id=one.id,
                label=str(dict(AddressUse.choices).get(one.use, one.use)),
                lines=_lines(one),
                ended=over(one.valid_to, visit.today),
                validity=_validity(one.valid_from, one.valid_to),
                source=labels.origin_in_words(one.origin.source, one.origin.collected_at),
            )
            for one in page.addresses
        ],
        **lines,
        "labels": marks,
        "may_label": visit.may(Operation.CHANGE, "person.tag") or visit.may(Operation.CHANGE, "person.group"),
        "files": files,
        "may_add_file": visit.has("files.add") and visit.may(Operation.COLLECT, "document.file"),
        "sources": sorted({labels.origin_in_words(one.source, one.collected_at) for one in page.origins.values()}),
        "withheld": sorted(in_words(current.compiled().name(item)) for item in page.withheld),
        "may_edit": visit.may(Operation.CHANGE, f"{name}.name"),
        "may_merge": visit.has("merge"),
        "may_erase": visit.has("retention.erase"),
        "may_add_contact": visit.may(Operation.COLLECT, f"{name}.contact"),
        "may_edit_contact": visit.may(Operation.CHANGE, f"{name}.contact"),
    }


def _validity(first: date | None, last: date | None) -> str:
    """Return from when until when something is in use, empty where neither is known."""
    days = [date_format(day, "SHORT_DATE_FORMAT") if day else "" for day in (first, last)]
    return "–".join(days) if any(days) else ""


def _lines(one: AddressView) -> tuple[str, ...]:
    country = one.country if one.country != HOME_REGION else ""
    return tuple(filter(None, (*one.lines, f"{one.postal_code} {one.city}".strip(), one.region, country)))
