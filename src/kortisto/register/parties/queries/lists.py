"""Lists: filtered, sorted by a stored key, and read a page at a time from wherever the last one ended.

A page is one statement. It begins at its cursor in the index of its order, so that the thousandth page costs what the
first does; the texts beside the name are looked up for the rows of the page alone.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection

from kortisto.declaration.civil_time import civil_day
from kortisto.declaration.words import Operation
from kortisto.lib.batches import batched
from kortisto.lib.text_keys import PREFIX_END, fold
from kortisto.register.audit.values import Access
from kortisto.register.parties.enums import PartyKind, RelationshipKind
from kortisto.register.parties.listing import (
    Filters,
    ListColumn,
    ListPage,
    ListRow,
    Order,
    items_of_filters,
    items_shown,
    offered_columns,
    offered_orders,
)
from kortisto.register.parties.queries.finding import cleaned, find
from kortisto.register.parties.queries.list_belonging import FEW, belonging
from kortisto.register.parties.queries.list_columns import CELLS, ORGANISATION_NAME
from kortisto.register.parties.queries.search import BadCursorError

PAGE = 50
COUNTED = 1000
"""Up to so many are counted; of more it is said that they are more."""
MOST_FOUND = 5000
"""So many whom a text finds are listed; of a text that more match the list says so."""

_FINLAND = ZoneInfo("Europe/Helsinki")
_NO_DAY = date(1, 1, 1)
_NAMES = {
    PartyKind.PERSON: "concat_ws(' ', nullif(t.prefix, ''), nullif(t.first_name, ''), nullif(t.last_name, ''))",
    PartyKind.ORGANISATION: "coalesce(nullif(t.trade_name, ''), t.registered_name)",
}
_PARTS = {PartyKind.PERSON: "t.first_name, t.last_name", PartyKind.ORGANISATION: "'', ''"}
_ORDERS = {Order.NAME: "t.sort_key", Order.CITY: "l.city_order", Order.ACTIVITY: "l.last_activity_on"}


def list_page(
    *,
    by: Access,
    kind: PartyKind,
    filters: Filters | None = None,
    columns: Collection[ListColumn] = (),
    order: Order = Order.NAME,
    descending: bool = False,
    after: str | None = None,
    before: str | None = None,
    limit: int = PAGE,
) -> ListPage:
    """Return a page of a list, from the cursor `after` on or up to the cursor `before`. Raises BadCursorError.

    Filters, columns and orders that the access does not cover are refused with NotGrantedError.
    """
    wanted = filters or Filters()
    _require(by, kind, wanted, columns, order)
    chosen = _Chosen(by, kind, wanted)
    key = _ORDERS.get(order, "t.id")
    last = f"l.{kind.value}_id" if key.startswith("l.") else "t.id"  # of one table with the key: one index has both
    backwards = before is not None
    down = descending != backwards
    conditions, values = list(chosen.conditions), list(chosen.values)
    cursor_at = _decode(before if backwards else after, order)
    if cursor_at is not None:
        conditions.append(f"({key}, {last}) {'<' if down else '>'} (%s, %s)")
        values += cursor_at
    direction = "desc" if down else "asc"
    statement = f"""
        with page as materialized (
            select t.id, {key} as key from {chosen.tables} where {" and ".join(conditions) or "true"}
            order by {key} {direction}, {last} {direction} limit %s
        )
        select t.id, page.key, {_NAMES[kind]}{_expressions(kind, columns, by)}
        from page join parties_{kind.value} t on t.id = page.id join parties_{kind.value}_listing l
            on l.{kind.value}_id = t.id
        order by page.key {direction}, page.id {direction}
    """
    found = _ask(statement, [*values, limit + 1])
    more, found = len(found) > limit, found[:limit]
    if backwards:
        found.reverse()
    rows = tuple(ListRow(id=row[0], kind=kind, name=row[2], cells=_cells(columns, row[3:], row[0])) for row in found)
    count = chosen.count()
    by.record(
        f"{kind.value}.list",
        object_kind=kind,
        subjects=[row.id for row in rows],
        items=items_shown(kind, columns) if rows else [],
    )
    return ListPage(
        rows=rows,
        columns=tuple(columns),
        before=_encode(found[0]) if found and (more if backwards else cursor_at is not None) else None,
        after=_encode(found[-1]) if found and (backwards or more) else None,
        count=min(count, COUNTED),
        counted=count <= COUNTED,
        cut=chosen.cut,
    )


def whose_city_ended(*, kind: PartyKind, at: datetime) -> tuple[UUID, ...]:
    """Return whose place in the order of cities is that of an address which counts no longer. Shows nobody."""
    owner = f"{kind.value}_id"
    statement = f"select {owner} from parties_{kind.value}_listing where city_until <= %s order by {owner}"
    return tuple(id_ for (id_,) in _ask(statement, [civil_day(at)]))


def chosen_ids(*, by: Access, kind: PartyKind, filters: Filters) -> tuple[UUID, ...]:
    """Return the ids of everybody whom the filters leave, in the order of the names. Shows nobody; leaves a line."""
    _require(by, kind, filters, (), Order.NAME)
    chosen = _Chosen(by, kind, filters, whole=True)
    statement = (
        f"select t.id from {chosen.tables} where {' and '.join(chosen.conditions) or 'true'} order by t.sort_key, t.id"
    )
    by.record(f"{kind.value}.count", object_kind=kind)
    return tuple(row[0] for row in _ask(statement, chosen.values))


def rows_of(
    *,
    by: Access,
    kind: PartyKind,
    ids: Collection[UUID],
    columns: Collection[ListColumn],
    own: Sequence[str] = (),
    portion: int = 1000,
) -> Iterator[ListRow]:
    """Yield the lines of these parties in the order given, a portion at a time. The caller records whom it shows.

    `own`: items of the declaration's own fields. Those who are gone, or may not be seen, are left out.
    """
    _require(by, kind, Filters(), columns, Order.NAME)
    by.require(Operation.READ, own)
    of_own = f", (select v.value from parties_own_value v where v.{kind.value}_id = t.id and v.item = %s)"
    statement = f"""
        select t.id, {_NAMES[kind]}, {_PARTS[kind]}{of_own * len(own)}{_expressions(kind, columns, by)}
        from unnest(%s::uuid[]) with ordinality as given(id, place) join parties_{kind.value} t on t.id = given.id
            join parties_{kind.value}_listing l on l.{kind.value}_id = t.id
        order by given.place
    """
    for some in batched(iter(ids), portion):
        for id_, name, first, last, *values in _ask(statement, [*own, list(some)]):
            cells = _cells(columns, tuple(values[len(own) :]), id_)
            of_declaration = {item: value or "" for item, value in zip(own, values, strict=False)}
            yield ListRow(id=id_, kind=kind, name=name, cells=cells, parts=(first, last), own=of_declaration)


def name_of_organisation(*, by: Access, organisation_id: UUID) -> str:
    """Return the name of an organisation by which a list is filtered; empty where there is none to show."""
    if not by.grants(Operation.READ, "organisation.name"):
        return ""
    found = _ask(f"select {ORGANISATION_NAME} from parties_organisation o where o.id = %s", [organisation_id])
    return str(found[0][0]) if found else ""


def added_on(party_id: UUID) -> date:
    """Return the civil day on which a party was added: the time is in its id (RFC 9562, version 7)."""
    return datetime.fromtimestamp((party_id.int >> 80) / 1000, tz=UTC).astimezone(_FINLAND).date()


def _require(by: Access, kind: PartyKind, filters: Filters, columns: Collection[ListColumn], order: Order) -> None:
    by.require(Operation.READ, [f"{kind.value}.name"])
    by.require(Operation.READ, items_of_filters(kind, filters, by))
    barred = set(columns).difference(offered_columns(kind, by))
    by.require(Operation.READ, items_shown(kind, barred) if barred else ())
    if order not in offered_orders(kind, by):
        by.require(Operation.READ, [f"{kind.value}.contact.address" if order is Order.CITY else "person.activity"])


# --- which rows ------------------------------------------------------------------------------------------------------


class _Chosen:
    """The conditions of the filters. `t`: the party, `l`: its line for lists."""

    def __init__(self, by: Access, kind: PartyKind, filters: Filters, *, whole: bool = False) -> None:
        """`whole`: everybody is asked for, and not a page."""
        self._kind = kind
        self._by = by
        self._owner = f"{kind.value}_id"
        self._met: int | None = None  # how many at least belong, where that was looked up
        self.tables = f"parties_{kind.value} t join parties_{kind.value}_listing l on l.{self._owner} = t.id"
        self.conditions: list[str] = []
        self.values: list[Any] = []
        self.cut = False
        if filters.text:
            found = find(by=by, text=cleaned(filters.text), kinds=(kind,), most=MOST_FOUND)
            self.cut = found.more
            self._add("t.id = any(%s)", found.ids(kind))
        self._belongs(filters, whole=whole)
        self._of_rows_around(filters)
        self._of_the_row(filters)

    def _belongs(self, filters: Filters, *, whole: bool) -> None:
        """Whom relation and city find: of people in more ways than one."""
        if self._kind is PartyKind.ORGANISATION:
            if filters.relation:
                self._add(*self._related(filters.relation))
            return
        ways = belonging(by=self._by, relation=filters.relation, city=filters.city, today=civil_day(self._by.at))
        if ways is None:
            return
        ids, values = ways.ids
        if whole:
            self._add(f"t.id in ({ids})", *values)
            return
        found = _ask(f"{ids} limit %s", [*values, FEW + 1])
        if len(found) <= FEW:
            ids_found = list({id_ for (id_,) in found})
            self._met = len(ids_found)
            self._add("t.id = any(%s)", ids_found)
        else:
            self._met = FEW
            asked, values = ways.asks
            self._add(asked, *values)

    def _of_rows_around(self, filters: Filters) -> None:
        here, owner = f"parties_{self._kind.value}", self._owner
        if filters.city and self._kind is PartyKind.ORGANISATION:
            prefix = fold(filters.city.strip())
            address = f"{here}_address a where a.{owner} = t.id and {_open('a.valid_to', self._by)}"
            self._add(f"exists (select from {address} and a.city_key >= %s and a.city_key < %s)",
                      prefix, prefix + PREFIX_END)  # fmt: skip
        if filters.has_email is not None:
            mails = f"{here}_email e where e.{owner} = t.id and {_open('e.valid_to', self._by)}"
            self._add(f"{'' if filters.has_email else 'not '}exists (select from {mails})")
        if filters.organisation:
            represents = f"parties_represents r where r.person_id = t.id and {_open('r.ended_on', self._by)}"
            self._add(f"exists (select from {represents} and r.organisation_id = %s)", filters.organisation)

        if filters.task_due_to:
            task = f"parties_task k where k.{owner} = t.id and k.done_at is null and k.due_on <= %s"
            self._add(f"exists (select from {task})", filters.task_due_to)
        if filters.tag:
            self._add(f"exists (select from parties_tagging g where g.{owner} = t.id and g.tag_id = %s)", filters.tag)
        if filters.group:
            member = f"parties_membership g where g.{owner} = t.id and g.group_id = %s"
            self._add(f"exists (select from {member})", filters.group)

    def _of_the_row(self, filters: Filters) -> None:
        if filters.ids:
            self._add("t.id = any(%s)", list(filters.ids))
        if filters.language:
            self._add("t.language = %s", filters.language)
        if filters.active_from:
            self._add("l.last_activity_on >= %s", filters.active_from)
        if filters.active_to:
            self._add("l.last_activity_on <= %s and l.last_activity_on > %s", filters.active_to, _NO_DAY)
        if filters.idle_since:
            self._add("l.last_activity_on < %s", filters.idle_since)
        if filters.added_from:
            self._add("t.id >= %s", _first_id_of(filters.added_from))
        if filters.changed_from:
            self._add("(t.changed_at >= %s or t.id >= %s)",
                      _midnight(filters.changed_from), _first_id_of(filters.changed_from))  # fmt: skip
        if filters.source:
            self._add("t.source = %s", filters.source)

    def count(self) -> int:
        """Return how many rows there are; of more than the limit of counting only that they are more."""
        if self._met is not None and len(self.conditions) == 1:
            return self._met
        where = " and ".join(self.conditions) or "true"
        inner = f"select from {self.tables} where {where} limit %s"
        (row,) = _ask(f"select count(*) from ({inner}) as counted", [*self.values, COUNTED + 1])
        return int(row[0])

    def _add(self, condition: str, *values: Any) -> None:
        self.conditions.append(condition)
        self.values += values

    def _related(self, relation: RelationshipKind) -> tuple[str, *tuple[Any, ...]]:
        """The organisation is that to us now."""
        customer = relation is RelationshipKind.CUSTOMER
        table = "parties_customership" if customer else "parties_business_relation"
        kind = "" if customer else " and b.kind = %s"
        values = () if customer else (relation.value,)
        rows = f"{table} b where b.organisation_id = t.id and {_open('b.ended_on', self._by)}{kind}"
        return (f"exists (select from {rows})", *values)


# --- what is shown ---------------------------------------------------------------------------------------------------


def _expressions(kind: PartyKind, columns: Collection[ListColumn], by: Access) -> str:
    return "".join(f", {CELLS[column].format(owner=kind.value, today=_day_of(by))}" for column in columns)


def _day_of(by: Access) -> str:
    """Return the civil day of an access, in SQL: a constant, for what is asked of each row."""
    return f"date '{civil_day(by.at).isoformat()}'"


def _open(last_day: str, by: Access) -> str:
    """Return the condition that what has a last day is not over: what ends today is."""
    return f"({last_day} is null or {last_day} > {_day_of(by)})"


def _cells(columns: Collection[ListColumn], values: tuple[Any, ...], party_id: UUID) -> dict[ListColumn, Any]:
    return {
        column: added_on(party_id) if column is ListColumn.ADDED else value
        for column, value in zip(columns, values, strict=True)
    }


def _ask(statement: str, values: Collection[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, list(values))
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=_FINLAND)


def _first_id_of(day: date) -> UUID:
    """The least id that can have been given on a civil day."""
    return UUID(int=max(0, int(_midnight(day).timestamp() * 1000)) << 80)


# --- cursors ---------------------------------------------------------------------------------------------------------


def _encode(row: tuple[Any, ...]) -> str:
    key = row[1].isoformat() if isinstance(row[1], date) else str(row[1])
    return base64.urlsafe_b64encode(json.dumps([key, row[0].hex]).encode()).decode().rstrip("=")


def _decode(cursor: str | None, order: Order) -> tuple[Any, UUID] | None:
    if not cursor:
        return None
    try:
        raw = base64.b64decode(cursor.encode() + b"=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        key, id_ = json.loads(raw)
        last = UUID(hex=id_)
        key.encode()
        key = key.replace("\0", "")  # PostgreSQL stores no such text
        found: Any = date.fromisoformat(key) if order is Order.ACTIVITY else last if order is Order.ADDED else key
    except (binascii.Error, UnicodeError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise BadCursorError(cursor) from error
    return found, last
