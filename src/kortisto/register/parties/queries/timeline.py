"""What happens with a party, newest first: orders, notes, tasks and activities as one list, a page at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import (
    CharField,
    DateField,
    DateTimeField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    UUIDField,
    Value,
)
from django.db.models.functions import Cast, Coalesce

from kortisto.declaration.words import Operation
from kortisto.register.audit.values import Access
from kortisto.register.parties.enums import HAPPENINGS, ActivityKind, PartyKind, Repeat
from kortisto.register.parties.models import Activity, ActivityStaff, Note, Order, Person, Represents, Task
from kortisto.register.parties.models.provenance import finnish_day
from kortisto.register.parties.queries.parts import origin_from, what_was_said
from kortisto.register.parties.rows import item_of
from kortisto.register.parties.values import Origin, Party
from kortisto.register.statements.frozen import Frozen

PAGE = 50
COMPANIONS = 100
"""So many are offered at most as further participants."""

_ORIGIN = ("source", "collected_at", "basis", "declaration", "batch_id")
_COLUMNS = ("id", "person_id", "organisation_id", "changed_at", *_ORIGIN)


class BadCursorError(ValueError):
    """Not a cursor that a page of this timeline gave."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """A person with the name to show, which is empty where the access does not grant names."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of a timeline.

    `on`: the Finnish day; `at`: the instant, where more is known. `text`: the words of a note, the title of a task,
    what was said in a meeting or a call. `author`: id of the user who wrote it down; None where that is not known.
    `people`: everybody of the register who took part; `staff`: ids of users who did, or who does the task.
    """

    id: UUID
    kind: ActivityKind
    item: str
    on: date
    at: datetime | None
    minutes: int | None
    reference: str
    text: str
    cancelled: bool
    done_at: datetime | None
    repeats: Repeat
    person_id: UUID | None
    organisation_id: UUID | None
    people: tuple[Who, ...]
    staff: tuple[UUID, ...]
    author: UUID | None
    changed_at: datetime | None
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelinePage:
    """A page of a timeline, and the cursor of the next one; None on the last."""

    entries: tuple[Entry, ...]
    next: str | None


def timeline(
    *, party: Party, by: Access, kind: ActivityKind | None = None, before: str = "", limit: int = PAGE
) -> TimelinePage:
    """Return what happened with a party, newest first; of one kind where that is asked.

    An organisation's timeline also shows what happened with the people who represented it on that day, where the
    access grants names and roles. `before`: the cursor of a page, for the next one. Raises BadCursorError.
    """
    by.require(Operation.READ)
    granted = tuple(model for model in _models(kind) if by.grants(Operation.READ, item_of(model, _DAY[model])))
    sees = _sees(by)
    shown = {item_of(model, _DAY[model]) for model in granted}
    with_people = all(by.grants(Operation.READ, item) for item in ("person.name", "person.represents"))
    found: list[dict[str, Any]] = []
    if granted and not before:
        found = _first(kind, granted, sees, party.kind, limit + 1, with_people=with_people).dicts(party.id)
    elif granted:
        found = list(_newest(_granted(kind, granted, sees, party, with_people=with_people), before, limit + 1))
    rows = found[:limit]
    people, staff = _participants(rows, names=by.grants(Operation.READ, "person.name"))
    entries = tuple(_entry(row, party, people, staff) for row in rows)
    if any(entry.people for entry in entries) and by.grants(Operation.READ, "person.name"):
        shown.add("person.name")
    shown.update(_said_in(entries))
    by.record(
        "timeline.read",
        object_kind=party.kind,
        object_id=party.id,
        subjects=_subjects(party, entries),
        items=shown,
    )
    return TimelinePage(entries=entries, next=_cursor(rows[-1]) if len(found) > limit else None)


def entry(*, kind: ActivityKind, entry_id: UUID, by: Access) -> Entry | None:
    """Return one line of a timeline, to be changed; None where there is none, or the access does not grant it."""
    by.require(Operation.READ)
    found: Entry | None = None
    for model, query in _branches(kind, _sees(by)):
        if by.grants(Operation.READ, item_of(model, _DAY[model])):
            rows = list(query.filter(id=entry_id))
            people, staff = _participants(rows, names=by.grants(Operation.READ, "person.name"))
            found = next((_entry(row, None, people, staff) for row in rows), None)
            shown = {item_of(model, _DAY[model]), *_said_in([found] if found else [])}
            by.record(
                f"{kind.value}.read",
                object_kind=kind.value,
                object_id=entry_id,
                subjects=_subjects(None, [found] if found else []),
                items=shown,
            )
            return found
    by.record(f"{kind.value}.read", object_kind=kind.value, object_id=entry_id)
    return found


@cache
def _models(kind: ActivityKind | None) -> tuple[type, ...]:
    return tuple(model for model, _ in _branches(kind, frozenset()))


def _sees(by: Access) -> frozenset[type]:
    """Of notes and events, what the access grants: what was said is shown in the event to those who see both."""
    return frozenset(model for model in (Note, Activity) if by.grants(Operation.READ, item_of(model, _DAY[model])))


def _said_in(entries: Iterable[Entry]) -> set[str]:
    """Return the item of what was said, where an event shows it."""
    return {item_of(Note, "text")} if any(one.text for one in entries if one.kind in HAPPENINGS) else set()


def _granted(
    kind: ActivityKind | None, models: tuple[type, ...], sees: frozenset[type], party: Party, *, with_people: bool
) -> list[QuerySet[Any, dict[str, Any]]]:
    return [_of(query, party, with_people=with_people) for model, query in _branches(kind, sees) if model in models]


@cache
def _first(
    kind: ActivityKind | None,
    models: tuple[type, ...],
    sees: frozenset[type],
    of: PartyKind,
    limit: int,
    *,
    with_people: bool,
) -> Frozen:
    """The question for the newest rows of a party, which every page of one asks."""
    return Frozen(
        lambda id_: _newest(_granted(kind, models, sees, Party(kind=of, id=id_), with_people=with_people), "", limit),
        UUID,
    )


def _text(value: str) -> Value:
    return Value(value, output_field=CharField())


def _none(field: Any) -> Cast:
    # Named by its type: a union of bare nulls is taken for text.
    return Cast(Value(None), field)


_DAY: Mapping[type, str] = {Order: "placed_on", Note: "written_on", Task: "title", Activity: "kind"}


def _branches(kind: ActivityKind | None, sees: frozenset[type]) -> list[tuple[type, QuerySet[Any, dict[str, Any]]]]:
    """The tables of a timeline, each in the same columns."""
    nothing: dict[str, Any] = {
        "at": _none(DateTimeField()),
        "lasts": _none(IntegerField()),
        "said": _text(""),
        "words": _text(""),
        "off": _none(DateTimeField()),
        "done": _none(DateTimeField()),
        "whose": _none(UUIDField()),
        "meeting": _none(UUIDField()),
        "again": _text(""),
        "author": _none(UUIDField()),
    }
    order = {**nothing, "what": _text(ActivityKind.ORDER), "happened": F("placed_on"), "said": F("reference")}
    note = {
        **nothing,
        "what": _text(ActivityKind.NOTE),
        "happened": F("written_on"),
        "said": F("reference"),
        "words": F("text"),
        "author": F("written_by"),
    }
    task = {
        **nothing,
        "what": _text(ActivityKind.TASK),
        "happened": F("due_on"),
        "at": F("due_at"),
        "words": F("title"),
        "done": F("done_at"),
        "again": F("repeats"),
        "whose": F("assigned_to_id"),
    }
    activity = {
        **nothing,
        "what": F("kind"),
        "happened": Coalesce("happened_on", finnish_day("starts_at"), output_field=DateField()),
        "at": F("starts_at"),
        "lasts": F("minutes"),
        "said": F("reference"),
        "off": F("cancelled_at"),
        "meeting": F("together"),
        "author": F("written_by"),
        **({"words": what_was_said()} if Note in sees else {}),
    }
    tables: list[tuple[type, Mapping[str, Any], frozenset[ActivityKind]]] = [
        (Order, order, frozenset({ActivityKind.ORDER})),
        (Note, note, frozenset({ActivityKind.NOTE})),
        (Task, task, frozenset({ActivityKind.TASK})),
    ]
    found = [(model, _values(model, columns)) for model, columns, kinds in tables if kind is None or kind in kinds]
    if Activity in sees:  # there what was said stands in its event
        found = [(model, rows.filter(activity__isnull=True) if model is Note else rows) for model, rows in found]
    if kind is None:
        found.append((Activity, _values(Activity, activity)))
    elif not found:
        found.append((Activity, _values(Activity, activity).filter(kind=kind.value)))
    return found


def _values(model: Any, columns: Mapping[str, Any]) -> QuerySet[Any, dict[str, Any]]:
    ordered = {name: columns[name] for name in sorted(columns)}
    rows: QuerySet[Any, dict[str, Any]] = model._default_manager.order_by().values(*_COLUMNS, **ordered)
    return rows


def _of(query: QuerySet[Any, dict[str, Any]], party: Party, *, with_people: bool) -> QuerySet[Any, dict[str, Any]]:
    own = Q(**{party.kind.value: party.id})
    if query.model is Activity:
        # A meeting has a row for each who took part, and two who took part may have become one; here it is one.
        same = Q(**{party.kind.value: party.id}, together=OuterRef("together"), id__lt=OuterRef("id"))
        own = Q(own, ~Q(Exists(Activity.objects.filter(same))))
    if party.kind is PartyKind.PERSON or not with_people:
        return query.filter(own)
    represented = Represents.objects.filter(
        Q(started_on__isnull=True) | Q(started_on__lte=OuterRef("happened")),
        Q(ended_on__isnull=True) | Q(ended_on__gte=OuterRef("happened")),
        person=OuterRef("person_id"),
        organisation=party.id,
    )
    return query.filter(own | (Q(organisation__isnull=True, person__isnull=False) & Exists(represented)))


def _newest(queries: list[QuerySet[Any, dict[str, Any]]], before: str, limit: int) -> QuerySet[Any, dict[str, Any]]:
    if before:
        day, last = _read_cursor(before)
        queries = [one.filter(Q(happened__lt=day) | Q(happened=day, id__lt=last)) for one in queries]
    # Each table gives no more than the page can need, so that a deep page costs what the first one does.
    first, *rest = [one.order_by("-happened", "-id")[:limit] for one in queries]
    union = first.union(*rest, all=True) if rest else first
    return union.order_by("-happened", "-id")[:limit] if rest else first


def _participants(
    rows: list[dict[str, Any]], *, names: bool
) -> tuple[Mapping[UUID, tuple[Who, ...]], Mapping[UUID, tuple[UUID, ...]]]:
    """Who took part, by the id of the row or of the meeting: people of the register, and members of staff."""
    alone = {row["person_id"] for row in rows if row["person_id"]}
    meetings = {row["meeting"] for row in rows if row["meeting"]}
    people: dict[UUID, dict[UUID, str]] = defaultdict(dict)
    name = ("person__first_name", "person__last_name")
    if meetings:
        for meeting, person, first, last in Activity.objects.filter(
            together__in=meetings, person__isnull=False
        ).values_list("together", "person_id", *name):
            people[meeting][person] = f"{first} {last}".strip() if names else ""
    known = {person: found for one in people.values() for person, found in one.items()}
    if names and alone - known.keys():
        known |= _names(alone - known.keys())
    for row in rows:
        if row["person_id"] and not row["meeting"]:
            people[row["id"]][row["person_id"]] = known.get(row["person_id"], "")
    staff: dict[UUID, list[UUID]] = defaultdict(list)
    activities = [row["id"] for row in rows if ActivityKind(row["what"]) not in _WITHOUT_STAFF]
    if activities:
        for activity, user in ActivityStaff.objects.filter(activity__in=activities).values_list(
            "activity_id", "user_id"
        ):
            staff[activity].append(user)
    for row in rows:
        if row["whose"]:
            staff[row["id"]].append(row["whose"])
    return (
        {key: tuple(Who(id=id_, name=found) for id_, found in one.items()) for key, one in people.items()},
        {key: tuple(users) for key, users in staff.items()},
    )


_WITHOUT_STAFF = {ActivityKind.ORDER, ActivityKind.NOTE, ActivityKind.TASK}


def _names(people: Iterable[UUID]) -> Mapping[UUID, str]:
    rows = Person.objects.filter(pk__in=list(people)).values_list("pk", "first_name", "last_name")
    return {pk: f"{first} {last}".strip() for pk, first, last in rows}


def _entry(
    row: dict[str, Any],
    party: Party | None,
    people: Mapping[UUID, tuple[Who, ...]],
    staff: Mapping[UUID, tuple[UUID, ...]],
) -> Entry:
    kind = ActivityKind(row["what"])
    model = {ActivityKind.ORDER: Order, ActivityKind.NOTE: Note, ActivityKind.TASK: Task}.get(kind, Activity)
    others = people.get(row["meeting"] or row["id"], ())
    return Entry(
        id=row["id"],
        kind=kind,
        item=item_of(model, _DAY[model]),
        on=row["happened"],
        at=row["at"],
        minutes=row["lasts"],
        reference=row["said"],
        text=row["words"],
        cancelled=row["off"] is not None,
        done_at=row["done"],
        repeats=Repeat(row["again"]),
        person_id=row["person_id"],
        organisation_id=row["organisation_id"],
        people=tuple(one for one in others if party is None or one.id != party.id),
        staff=staff.get(row["id"], ()),
        author=row["author"],
        changed_at=row["changed_at"],
        origin=origin_from(row),
    )


def _subjects(party: Party | None, entries: Iterable[Entry]) -> list[UUID]:
    own = [party.id] if party is not None else []
    shown = [one.person_id for one in entries if one.person_id] + [who.id for one in entries for who in one.people]
    return own + shown


def _cursor(row: Mapping[str, Any]) -> str:
    return f"{row['happened'].isoformat()}.{row['id'].hex}"


def _read_cursor(text: str) -> tuple[date, UUID]:
    day, _dot, last = text.partition(".")
    try:
        return date.fromisoformat(day), UUID(last)
    except ValueError as error:
        raise BadCursorError(text[:100]) from error


def companions(*, party: Party, by: Access) -> tuple[Who, ...]:
    """Return the people who represent the same organisations now, or who represent this one: who may have taken part.

    Empty where the access does not grant names and roles.
    """
    by.require(Operation.READ)
    if not all(by.grants(Operation.READ, item) for item in ("person.name", "person.represents")):
        return ()
    roles = Represents.objects.filter(ended_on__isnull=True)
    if party.kind is PartyKind.PERSON:
        roles = roles.filter(organisation__in=roles.filter(person=party.id).values("organisation"))
    else:
        roles = roles.filter(organisation=party.id)
    rows = roles.exclude(person=party.id).order_by("person__sort_key").values_list(
        "person_id", "person__first_name", "person__last_name"
    )  # fmt: skip
    found = {person: f"{first} {last}".strip() for person, first, last in rows[:COMPANIONS]}
    by.record(
        "companions.read", object_kind=party.kind, object_id=party.id, subjects=found,
        items=("person.name", "person.represents"),
    )  # fmt: skip
    return tuple(Who(id=person, name=name) for person, name in found.items())
