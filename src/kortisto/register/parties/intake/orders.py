"""Takes a portion of the rows of a file of orders."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from kortisto.declaration.civil_time import civil_day
from kortisto.declaration.words import Operation
from kortisto.lib.ids import uuid7
from kortisto.register.parties.bulk import insert_rows
from kortisto.register.parties.importing.meaning import Target
from kortisto.register.parties.importing.reading import Line, RefusedLine
from kortisto.register.parties.importing.rows import Fault, OrderRow, order_row
from kortisto.register.parties.intake.portion import Became, Intake, Outcome, Portion
from kortisto.register.parties.models import Customership, Order, Organisation
from kortisto.register.parties.rows import items_of, origin_columns


def take_orders(lines: Sequence[Line | RefusedLine], intake: Intake) -> Portion:
    """Take rows of orders, each of the one customer of its number, and return what became of each."""
    portion = Portion()
    today = civil_day(intake.at)
    read = [order_row(line, intake.mapping, today) if isinstance(line, Line) else [] for line in lines]
    good = [row for row in read if isinstance(row, OrderRow)]
    customers = _customers(intake.origin.source, {row.customer for row in good})
    there = set(
        Order.objects.filter(source=intake.origin.source, reference__in={row.reference for row in good})
        .values_list("reference", flat=True)
    )  # fmt: skip
    for line, row in zip(lines, read, strict=True):
        if not isinstance(row, OrderRow):
            portion.outcomes.append(Outcome(line, Became.REJECTED, tuple(row)))
        elif row.reference in there:
            portion.outcomes.append(Outcome(line, Became.KNOWN))
        elif len(found := customers.get(row.customer, ())) != 1:
            fault = Fault(Target.REFERENCE, row.customer, "ambiguous" if found else "unknown")
            portion.outcomes.append(Outcome(line, Became.REJECTED, (fault,)))
        else:
            there.add(row.reference)
            portion.outcomes.append(Outcome(line, Became.NEW))
            portion.rows[Order].append(
                {"id": uuid7(), "reference": row.reference, "placed_on": row.placed_on, "organisation_id": found[0]}
            )
    _write(portion, intake)
    return portion


def _write(portion: Portion, intake: Intake) -> None:
    items = items_of(Order, ["reference", "placed_on"])
    intake.by.require(Operation.COLLECT, items)
    orders = portion.rows[Order]
    insert_rows(Order, orders, origin_columns(intake.origin))
    if orders:
        portion.counts["orders"] += len(orders)
    for outcome in portion.outcomes:
        if outcome.became is not Became.NEW:
            portion.counts[outcome.became.value] += 1
    if orders:
        intake.by.record("import.rows", at=intake.at, object_kind="batch", object_id=intake.origin.batch, items=items)


def _customers(source: str, numbers: set[str]) -> Mapping[str, Sequence[UUID]]:
    """Return who has each customer number: in the source of the orders, else in any."""
    here: defaultdict[str, list[UUID]] = defaultdict(list)
    elsewhere: defaultdict[str, list[UUID]] = defaultdict(list)
    known = Organisation.objects.filter(
        external_reference__in=numbers, id__in=Customership.objects.values("organisation_id")
    ).values_list("id", "external_reference", "source")
    for id_, reference, its_source in known:
        (here if its_source == source else elsewhere)[reference].append(id_)
    return {**elsewhere, **here}
