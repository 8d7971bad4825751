"""Says of every datum in a dump until which day it may stay, by the notice alone.

Plain Python over rows of text and days; it shares no line with the program. What it knows of tables stands in `TABLES`:
which column holds which item, and whose it is. Where it and the engine differ, one of them is wrong.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from tests.privacy.retention.years.paper import Notice, Row, Rule, end_of_year, last_day

Rows = list[dict[str, Any]]
Dump = Mapping[str, Rows]
FINLAND = ZoneInfo("Europe/Helsinki")

ORDERS = "parties_order"
HISTORY = "parties_change"
LONG_AGO = date(1, 1, 1)

TABLES: dict[str, dict[str, str]] = {
    "parties_person": {
        "first_name": "person.name.first", "last_name": "person.name.last", "prefix": "person.name.prefix",
        "language": "person.language", "informed_on": "person.informed",
        "non_disclosure_until": "person.nondisclosure",
    },
    "parties_organisation": {
        "registered_name": "organisation.name", "trade_name": "organisation.name",
        "business_id": "organisation.business_id", "vat_id": "organisation.business_id",
        "einvoice_address": "billing.details", "einvoice_operator": "billing.details",
        "industry_code": "organisation.register_data", "size_class": "organisation.register_data",
        "external_reference": "organisation.customership",
    },
    "parties_represents": {"title": "person.title", "person_id": "person.represents"},
    "parties_customership": {"organisation_id": "organisation.customership"},
    "parties_business_relation": {"kind": "organisation.customership"},
    "parties_consumer_customership": {"person_id": "organisation.customership"},
    "parties_person_email": {"value": "person.contact.email"},
    "parties_person_phone": {"value": "person.contact.phone"},
    "parties_person_website": {"value": "person.contact.web"},
    "parties_person_address": {
        "lines": "person.contact.address", "postal_code": "person.contact.address", "city": "person.contact.address",
    },
    "parties_organisation_email": {"value": "organisation.contact.email"},
    "parties_organisation_phone": {"value": "organisation.contact.phone"},
    "parties_organisation_website": {"value": "organisation.contact.web"},
    "parties_organisation_address": {
        "lines": "organisation.contact.address", "postal_code": "organisation.contact.address",
        "city": "organisation.contact.address",
    },
    "parties_order": {"placed_on": "order.history"},
    "parties_activity": {"kind": "person.activity"},
    "parties_note": {"text": "person.note"},
    "parties_tagging": {"tag_id": "person.tag"},
    "parties_membership": {"group_id": "person.group"},
    "parties_change": {"happened_at": "log.changes"},
}  # fmt: skip
STAMP = "changed_at"  # of every table with a source: when somebody last touched the row
STAMPED = "log.processing"

FRAME = frozenset({
    ("parties_person", "first_name"), ("parties_person", "last_name"), ("parties_organisation", "registered_name"),
    ("parties_represents", "person_id"), ("parties_customership", "organisation_id"),
    ("parties_business_relation", "kind"), ("parties_consumer_customership", "person_id"),
})  # fmt: skip
"""Who somebody is and what they are to us: nothing else can be kept without it, nor can be said how long it may be."""

_CONTACT_OF = {
    "customer": "customer contact", "prospect": "prospect contact", "supplier": "supplier contact",
    "partner": "partner contact", "reseller": "reseller contact",
}  # fmt: skip
_ORGANISATION_AS = {kind: f"{kind} organisation" for kind in _CONTACT_OF}


@dataclass(frozen=True, order=True)
class Datum:
    """One datum of a dump: where it stands, which item it is, and whose."""

    table: str
    key: str
    column: str
    item: str
    owner: str


@dataclass
class Clock:
    """When something last happened; `running`: it has yet to."""

    days: list[date]
    running: bool = False


Clocks = Mapping[str, Clock]


Memory = dict[tuple[str, str], tuple[dict[str, Any], date]]
"""What has ever happened, by table and key: the row as it was last seen, and the day."""


class Checker:
    """Judges the data of one dump by one notice.

    `memory` outlives the dumps: a period is counted from what has happened, whether or not a row still tells of it.
    """

    def __init__(self, notice: Notice, dump: Dump, memory: Memory) -> None:
        self._notice, self._dump, self._memory = notice, dump, memory
        for table, column in ((ORDERS, "placed_on"), ("parties_activity", "happened_on")):
            for row in dump[table]:
                happened = _day(row[column])
                if happened is not None:
                    memory[table, row["id"]] = (row, happened)
        self._represents = dump["parties_represents"]
        self._kinds = self._kinds_of_organisations()
        # Of a row whose end is counted from the day of its last change that day stays.
        self._count_from_stamps = {item for rule in notice.rules if rule.start == "item.updated" for item in rule.items}
        self._clocks: dict[str, dict[str, Clock]] = {}
        self._members: dict[str, frozenset[str]] = {}
        for person in dump["parties_person"]:
            self._clocks[person["id"]] = self._clocks_of_person(person["id"])
            self._members[person["id"]] = self._groups(self._states_of_person(person["id"]))
        for organisation in dump["parties_organisation"]:
            self._clocks[organisation["id"]] = self._clocks_of_organisation(organisation["id"])
            self._members[organisation["id"]] = self._groups(self._states_of_organisation(organisation))

    def ends(self) -> dict[Datum, date | None]:
        """Return the last day on which each datum may be there; None: no end is known."""
        found: dict[Datum, date | None] = {}
        for table, columns in TABLES.items():
            for row in self._dump.get(table, ()):
                owner = _owner(table, row)
                if owner not in self._members:
                    continue
                for column, item in [*columns.items(), (STAMP, STAMPED)]:
                    if row.get(column) in (None, ""):
                        continue
                    for leaf in self._leaves(item):
                        datum = Datum(table, row["id"], column, leaf, owner)
                        found[datum] = self._end(leaf, owner, table, row, column)
        return found

    def past(self, today: date) -> dict[Datum, date | None]:
        """Return what is there after its last day, and is not the frame of something that may still be there."""
        ends = self.ends()
        over = {datum: until for datum, until in ends.items() if until is not None and until < today}
        held = {datum.owner for datum in ends.keys() - over.keys()}
        held |= {row["organisation_id"] for row in self._represents if row["person_id"] in held}
        counting = {datum.key for datum in ends.keys() - over.keys() if datum.item in self._count_from_stamps}
        return {
            datum: until
            for datum, until in over.items()
            if not (datum.owner in held and (datum.table, datum.column) in FRAME)
            and not (datum.key in counting and datum.column == STAMP)
        }

    # --- one datum ---

    def _leaves(self, item: str) -> list[str]:
        """The parts of an item that the notice speaks of apart, or the item itself."""
        under = sorted(one for one in self._notice.declared if one.startswith(f"{item}."))
        return under or [item]

    def _end(self, item: str, owner: str, table: str, row: Mapping[str, Any], column: str) -> date | None:
        collected = _collected(table, row, column)
        own = {"log.written": Clock([collected])} if table == HISTORY else {}
        if table == ORDERS:
            own["order.placed"] = Clock([placed] if (placed := _day(row["placed_on"])) else [])
        touched = _day(row.get(STAMP))
        if touched is not None:
            own["item.updated"] = Clock([touched])
            own.setdefault("log.written", Clock([touched]))
        clocks = {**self._clocks[owner], **own, "item.collected": Clock([collected])}
        last: date = LONG_AGO
        justified = False
        for use in self._notice.rows:
            if use.on_consent or not _covers(use, item, self._notice.declared):
                continue
            for group in use.groups & self._members[owner]:
                rule = _closest(self._notice.rules, use, item, group)
                until = _until(rule, clocks, self._notice.year_end)
                if until is None:
                    return None
                justified, last = True, max(last, until)
        # What nothing justifies should not have been collected at all.
        return last if justified else LONG_AGO

    # --- what is known of a subject ---

    def _kinds_of_organisations(self) -> dict[str, set[str]]:
        kinds: dict[str, set[str]] = defaultdict(set)
        for row in self._dump["parties_customership"]:
            kinds[row["organisation_id"]].add("customer")
        for row in self._dump["parties_business_relation"]:
            kinds[row["organisation_id"]].add(row["kind"])
        return kinds

    def _states_of_person(self, person: str) -> set[str]:
        states: set[str] = set()
        traders = {row["id"] for row in self._dump["parties_organisation"] if row["sole_trader"]}
        for row in self._represents:
            if row["person_id"] == person:
                states |= {_CONTACT_OF[kind] for kind in self._kinds[row["organisation_id"]]}
                states |= {"sole trader"} if row["organisation_id"] in traders else set()
        if any(row["person_id"] == person for row in self._dump["parties_consumer_customership"]):
            states.add("consumer customer")
        return states

    def _states_of_organisation(self, organisation: Mapping[str, Any]) -> set[str]:
        states = {_ORGANISATION_AS[kind] for kind in self._kinds[organisation["id"]]}
        return states | ({"sole trader"} if organisation["sole_trader"] else set())

    def _groups(self, states: set[str]) -> frozenset[str]:
        return frozenset(name for name, wanted in self._notice.groups.items() if wanted & states)

    def _clocks_of_person(self, person: str) -> dict[str, Clock]:
        clocks: dict[str, Clock] = defaultdict(lambda: Clock([]))
        left = self._left_by(person)
        for row in self._represents:
            if row["person_id"] == person:
                _note(clocks["contact.ended"], _day(row["ended_on"]))
        for row in self._dump["parties_consumer_customership"]:
            if row["person_id"] == person:
                _note(clocks["customership.ended"], _day(row["ended_on"]))
        for clock, relation in self._relationships():
            if relation["organisation_id"] in left:
                _note(clocks[clock], _day(relation["ended_on"]))
        for told, happened in self._happenings():
            until = left.get(told["organisation_id"], LONG_AGO)
            if told["person_id"] == person:
                clocks["person.last_activity"].days.append(happened)
            if told["person_id"] == person or until is None or happened <= until:
                clocks["organisation.last_activity"].days.append(happened)
        clocks["order.placed"].days.extend(self._orders_of_person(person, left))
        return dict(clocks)

    def _orders_of_person(self, person: str, left: Mapping[str, date | None]) -> Iterator[date]:
        for (table, _key), (told, happened) in self._memory.items():
            # What a colleague has ordered is the colleague's; what nobody in particular has is of all who act for it.
            until = left.get(told["organisation_id"], LONG_AGO) if told["person_id"] is None else LONG_AGO
            if table == ORDERS and (told["person_id"] == person or until is None or happened <= until):
                yield happened

    def _left_by(self, person: str) -> dict[str, date | None]:
        """The organisations that a person represents (None), or has represented until a day."""
        left: dict[str, date | None] = {}
        for row in self._represents:
            if row["person_id"] == person:
                ended, before = _day(row["ended_on"]), left.get(row["organisation_id"], LONG_AGO)
                left[row["organisation_id"]] = None if ended is None or before is None else max(before, ended)
        return left

    def _clocks_of_organisation(self, organisation: str) -> dict[str, Clock]:
        clocks: dict[str, Clock] = defaultdict(lambda: Clock([]))
        for clock, row in self._relationships():
            if row["organisation_id"] == organisation:
                _note(clocks[clock], _day(row["ended_on"]))
        for row, happened in self._happenings():
            if row["organisation_id"] == organisation:
                clocks["organisation.last_activity"].days.append(happened)
        return dict(clocks)

    def _relationships(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        yield from (("customership.ended", row) for row in self._dump["parties_customership"])
        yield from (("relation.ended", row) for row in self._dump["parties_business_relation"])

    def _happenings(self) -> Iterable[tuple[Mapping[str, Any], date]]:
        return self._memory.values()


def _owner(table: str, row: Mapping[str, Any]) -> str:
    """Whose a row is: the person's where there is one."""
    if table in {"parties_person", "parties_organisation"}:
        return str(row["id"])
    return str(row.get("person_id") or row.get("organisation_id"))


def _collected(table: str, row: Mapping[str, Any], column: str) -> date:
    own = json.loads(row.get("origins") or "{}").get(column)
    text = own["collected_at"] if own else row["happened_at" if table == HISTORY else "collected_at"]
    day = _day(text)
    assert day is not None
    return day


def _day(value: Any) -> date | None:
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    return value.astimezone(FINLAND).date() if isinstance(value, datetime) else value


def _note(clock: Clock, day: date | None) -> None:
    if day is None:
        clock.running = True
    else:
        clock.days.append(day)


# --- rules ------------------------------------------------------------------------------------------------------------


def _above(item: str) -> list[str]:
    """An item and those above it, the nearest first."""
    words = item.split(".")
    return [".".join(words[:number]) for number in range(len(words), 0, -1)]


def _covers(use: Row, item: str, declared: Iterable[str]) -> bool:
    return bool(use.items & set(_above(item))) and bool(set(declared) & set(_above(item)))


def _closest(rules: Iterable[Rule], use: Row, item: str, group: str) -> Rule:
    """The rule that names the use most closely: by the item, then by the row or the nearest purpose, then the group."""
    mine = [
        rule
        for rule in rules
        if (not rule.processing or use.id in rule.processing)
        and (not rule.purposes or rule.purposes & set(use.purposes))
        and (not rule.groups or group in rule.groups)
    ]
    for word in [*_above(item), None]:
        here = [rule for rule in mine if (word in rule.items if word else not rule.items)]
        if here:
            return max(here, key=lambda rule: _closeness(rule, use))
    raise AssertionError(f"no rule for {item} of {group} under {use.id}")


def _closeness(rule: Rule, use: Row) -> tuple[int, int]:
    if use.id in rule.processing:
        named = 100
    else:
        # The nearer purpose of two has more purposes above it.
        named = max((len(use.purposes) - at for at, one in enumerate(use.purposes) if one in rule.purposes), default=0)
    return named, int(bool(rule.groups))


def _until(rule: Rule, clocks: Clocks, year_end: str) -> date | None:
    """The last day by a rule; None: none is known."""
    since = _read(rule.start, clocks, year_end)
    if isinstance(since, date):
        end = last_day(since, rule.keep)
        least = last_day(since, rule.at_least) if rule.at_least else None
        return max(end, least) if end and least and rule.by_law else end
    if rule.keep == "permanent" or rule.unknown_keep is None:
        return None
    since = _read(rule.unknown_start, clocks, year_end)
    return last_day(since, rule.unknown_keep) if isinstance(since, date) else None


def _read(start: Any, clocks: Clocks, year_end: str) -> date | str:
    """The day that a selector gives, or `running`, or `unknown`."""
    if isinstance(start, str):
        start = {"last": start}
    found: date | str
    if "last" in start or "first" in start:
        clock = clocks.get(start.get("last") or start["first"])
        if clock is None or not (clock.days or clock.running):
            found = "unknown"
        elif "first" in start and clock.days:
            found = min(clock.days)
        else:
            found = "running" if clock.running else max(clock.days)
    else:
        [mode] = set(start) - {"to end of"}
        parts = [_read(part, clocks, year_end) for part in start[mode]]
        days = [part for part in parts if isinstance(part, date)]
        if mode == "earlier of" and days:
            found = min(days)
        elif "running" in parts:
            found = "running"
        elif not days or (mode == "all" and "unknown" in parts):
            found = "unknown"
        else:
            found = max(days)
    if isinstance(found, date) and "to end of" in start:
        return end_of_year(found, start["to end of"], year_end)
    return found
