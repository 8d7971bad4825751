"""The parts of a party's page, each one query; what the access does not grant is not even asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import (
    BooleanField,
    CharField,
    DateField,
    ExpressionWrapper,
    F,
    Model,
    OuterRef,
    Q,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce
from django.db.models.query import QuerySet

from kortisto.declaration.compiled import Compiled
from kortisto.declaration.vocabulary.items import is_under
from kortisto.declaration.words import Basis, Operation
from kortisto.register.access import current
from kortisto.register.audit.values import Access
from kortisto.register.parties.enums import ActivityKind, ContactKind, PartyKind, RelationshipKind
from kortisto.register.parties.models import (
    Activity,
    BusinessRelation,
    Customership,
    Note,
    Order,
    Organisation,
    OrganisationAddress,
    Person,
    PersonAddress,
    Represents,
)
from kortisto.register.parties.models.contacts import POINTS
from kortisto.register.parties.models.provenance import FieldProvenance, Provenance, finnish_day
from kortisto.register.parties.rows import item_of
from kortisto.register.parties.values import (
    ActivityView,
    AddressView,
    ContactPointView,
    Origin,
    Party,
    RelationshipView,
    RepresentationView,
)
from kortisto.register.statements.frozen import Frozen

_ORIGIN = ("source", "collected_at", "basis", "declaration", "batch_id")
_NAMES: Mapping[type, tuple[str, ...]] = {
    Person: ("first_name", "last_name"),
    Organisation: ("registered_name", "trade_name"),
}
_DAYS: Mapping[type[Model], str] = {Order: "placed_on", Activity: "happened_on", Note: "written_on"}
_DATED = ("id", "reference", "person_id", "organisation_id", *_ORIGIN)


def origin_of(row: Provenance) -> Origin:
    """Return the origin of a whole row."""
    return origin_from({field: getattr(row, field) for field in _ORIGIN})


def field_origins(row: FieldProvenance, fields: Mapping[str, Any]) -> dict[str, Origin]:
    """Return the origin of each field that is shown and filled: its own, or else the row's."""
    whole = origin_of(row)
    return {field: _own_origin(row, field) or whole for field, value in fields.items() if value}


def _own_origin(row: FieldProvenance, field: str) -> Origin | None:
    kept = row.origins.get(field)
    if kept is None:
        return None
    return Origin(
        source=kept["source"],
        collected_at=datetime.fromisoformat(kept["collected_at"]),
        basis=Basis(kept["basis"]),
        declaration=kept["declaration"],
        batch=UUID(kept["batch"]) if kept["batch"] else None,
    )


def origin_from(row: Mapping[str, Any]) -> Origin:
    return Origin(
        source=row["source"],
        collected_at=row["collected_at"],
        basis=Basis(row["basis"]),
        declaration=row["declaration"],
        batch=row["batch_id"],
    )


@cache
def is_declared(compiled: Compiled, item: str) -> bool:
    """Return whether a declaration lists an item, or one above or under it; what it does not list nobody withholds."""
    return any(is_under(item, known) or is_under(known, item) for known in compiled.declaration.items)


class Reading:
    """One reading of a page: remembers which items it showed, and which it withheld."""

    def __init__(self, by: Access) -> None:
        self.by = by
        self.shown: set[str] = set()
        self.withheld: set[str] = set()

    def grants(self, item: str) -> bool:
        """Return whether the item may be shown, and remember the answer."""
        granted = self.by.grants(Operation.READ, item)
        if granted:
            self.shown.add(item)
        elif is_declared(current.compiled(), item):
            self.withheld.add(item)
        return granted

    def representations(self, owner: Party) -> tuple[RepresentationView, ...]:
        """Whom a person represents, or who represents an organisation; present ones first, then the latest."""
        if not self.grants("person.represents"):
            return ()
        shows_people = self.grants("person.name")
        shows_organisations = self.grants("organisation.name")
        shows_title = self.grants("person.title")
        return tuple(
            RepresentationView(
                id=row["id"],
                person_id=row["person_id"],
                person_name=_name(Person, "person", row) if shows_people else "",
                organisation_id=row["organisation_id"],
                organisation_name=_name(Organisation, "organisation", row) if shows_organisations else "",
                title=row["title"] if shows_title else "",
                role=row["role"],
                started_on=row["started_on"],
                ended_on=row["ended_on"],
                origin=origin_from(row),
            )
            for row in _representations(owner.kind.value).dicts(owner.id)
        )

    def contact_points(self, owner: Party) -> tuple[ContactPointView, ...]:
        """E-mail addresses, telephone numbers and websites; those in use first."""
        kinds = tuple(kind for kind in ContactKind if self.grants(item_of(POINTS[owner.kind, kind], "value")))
        found = sorted(_points(owner.kind, kinds).dicts(owner.id), key=_in_use_first) if kinds else []
        return tuple(
            ContactPointView(
                id=row["id"],
                kind=ContactKind(row["kind"]),
                item=item_of(POINTS[owner.kind, ContactKind(row["kind"])], "value"),
                use=row["use"],
                value=row["value"],
                normalised=row["normalised"],
                valid_from=row["valid_from"],
                valid_to=row["valid_to"],
                origin=origin_from(row),
            )
            for row in found
        )

    def addresses(self, owner: Party) -> tuple[AddressView, ...]:
        """Postal addresses; those in use first."""
        model = PersonAddress if owner.kind is PartyKind.PERSON else OrganisationAddress
        item = item_of(model, "lines")
        if not self.grants(item):
            return ()
        rows = of_owner(model, owner.kind.value, F("valid_to").desc(nulls_first=True), "id").objects(owner.id)
        return tuple(
            AddressView(
                id=row.id,
                item=item,
                use=row.use,
                lines=tuple(row.lines.splitlines()),
                postal_code=row.postal_code,
                city=row.city,
                region=row.region,
                country=row.country,
                valid_from=row.valid_from,
                valid_to=row.valid_to,
                origin=origin_of(row),
            )
            for row in rows
        )

    def activities(self, owner: Party, most: int) -> tuple[tuple[ActivityView, ...], bool]:
        """The newest orders, notes and other events, and whether there are older ones."""
        granted = tuple(model for model, day in _DAYS.items() if self.grants(item_of(model, day)))
        if not most or not granted:
            return (), False
        items = {ActivityKind.ORDER: item_of(Order, "placed_on"), ActivityKind.NOTE: item_of(Note, "text")}
        found = _happened(owner.kind.value, granted, most + 1).dicts(owner.id)
        views = tuple(
            ActivityView(
                id=row["id"],
                kind=ActivityKind(row["what"]),
                item=items.get(ActivityKind(row["what"]), item_of(Activity, "happened_on")),
                on=row["happened"],
                reference=row["reference"],
                text=row["words"],
                cancelled=row["off"],
                person_id=row["person_id"],
                organisation_id=row["organisation_id"],
                origin=origin_from(row),
            )
            for row in found[:most]
        )
        return views, len(found) > most

    def relationships(self, organisation_id: UUID) -> tuple[RelationshipView, ...]:
        """What an organisation is and was to us; present ones first."""
        if not self.grants(item_of(Customership, "started_on")):
            return ()
        columns = ("id", "started_on", "ended_on", *_ORIGIN)
        customer = Customership.objects.filter(organisation=organisation_id)
        other = BusinessRelation.objects.filter(organisation=organisation_id)
        found = _together(
            [
                customer.values(*columns, what=_text(RelationshipKind.CUSTOMER.value)),
                other.values(*columns, what=F("kind")),
            ]
        )
        views = [
            RelationshipView(
                id=row["id"],
                kind=RelationshipKind(row["what"]),
                started_on=row["started_on"],
                ended_on=row["ended_on"],
                origin=origin_from(row),
            )
            for row in found
        ]
        return tuple(sorted(views, key=lambda view: (view.ended_on is not None, view.kind, str(view.started_on))))


def _text(value: str) -> Value:
    return Value(value, output_field=CharField())


def _together(queries: Iterable[QuerySet[Any, dict[str, Any]]]) -> QuerySet[Any, dict[str, Any]]:
    """The rows of all queries, asked for at once."""
    first, *rest = queries
    return first.union(*rest, all=True) if rest else first


@cache
def of_owner(model: type[Model], owner: str, *order: Any) -> Frozen:
    """Return the question for the rows of a table that belong to somebody, by the column that names whose they are."""
    return Frozen(lambda id_: model._default_manager.filter(**{owner: id_}).order_by(*order), UUID)


@cache
def _representations(owner: str) -> Frozen:
    order = (F("ended_on").desc(nulls_first=True), "person__sort_key", "organisation__sort_key", "id")
    names = [f"person__{one}" for one in _NAMES[Person]] + [f"organisation__{one}" for one in _NAMES[Organisation]]
    columns = ("id", "person_id", "organisation_id", "title", "role", "started_on", "ended_on", *_ORIGIN, *names)
    return Frozen(lambda id_: Represents.objects.filter(**{owner: id_}).order_by(*order).values(*columns), UUID)


@cache
def _points(of: PartyKind, kinds: tuple[ContactKind, ...]) -> Frozen:
    columns = ("id", "kind", "use", "value", "normalised", "valid_from", "valid_to", *_ORIGIN)
    return Frozen(
        lambda id_: _together(
            POINTS[of, kind]
            ._default_manager.filter(**{of.value: id_})
            .annotate(kind=_text(kind.value))
            .values(*columns)
            for kind in kinds
        ),
        UUID,
    )


def what_was_said() -> Coalesce:
    """The text of an event: that of its note."""
    words = Note.objects.filter(activity=OuterRef("pk")).values("text")[:1]
    return Coalesce(Subquery(words), Value(""), output_field=CharField())


@cache
def _happened(owner: str, models: tuple[type[Model], ...], most: int) -> Frozen:
    what: Mapping[type, Any] = {
        Order: _text(ActivityKind.ORDER.value),
        Activity: F("kind"),
        Note: _text(ActivityKind.NOTE.value),
    }
    in_events = {Note, Activity} <= set(models)
    words: Mapping[type, Any] = {
        Order: _text(""), Activity: what_was_said() if in_events else _text(""), Note: F("text"),
    }  # fmt: skip
    apart: Mapping[type, Q] = {Note: Q(activity__isnull=True)} if in_events else {}
    # What was cancelled has happened on no day, and stands at the one that was meant.
    day: Mapping[type, Any] = {
        **{model: F(field) for model, field in _DAYS.items()},
        Activity: Coalesce("happened_on", finnish_day("starts_at"), output_field=DateField()),
    }
    never = Value(value=False, output_field=BooleanField())
    off: Mapping[type, Any] = {
        Order: never, Note: never, Activity: ExpressionWrapper(Q(cancelled_at__isnull=False), BooleanField()),
    }  # fmt: skip
    return Frozen(
        lambda id_: _together(
            model._default_manager.filter(apart.get(model, Q()), **{owner: id_})
            .values(*_DATED, what=what[model], happened=day[model], words=words[model], off=off[model])
            .order_by()
            for model in models
        ).order_by("-happened", "-id")[:most],
        UUID,
    )


def _name(model: type[Person | Organisation], prefix: str, row: Mapping[str, Any]) -> str:
    return model(**{one: row[f"{prefix}__{one}"] for one in _NAMES[model]}).name


def _in_use_first(row: Mapping[str, Any]) -> tuple[bool, str, Any]:
    return (row["valid_to"] is not None, row["kind"], row["id"])
