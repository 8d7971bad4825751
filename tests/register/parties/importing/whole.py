"""A small file taken in at once, for tests of what becomes of rows; the program goes by portions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.db import transaction

from kortisto.lib.batches import batched
from kortisto.register.audit.values import Access
from kortisto.register.parties.enums import RelationshipKind
from kortisto.register.parties.importing.choices import Choices
from kortisto.register.parties.importing.meaning import Mapping_
from kortisto.register.parties.importing.permitted import permitted_mapping
from kortisto.register.parties.importing.reading import Line, RefusedLine
from kortisto.register.parties.importing.rows import Fault
from kortisto.register.parties.intake.portion import Became, Intake, Outcome
from kortisto.register.parties.intake.taking import take_all
from kortisto.register.parties.operations.imports import count_batch, open_batch
from kortisto.register.parties.values import Origin

PORTION = 1_000
"""Rows that are taken together: with one statement for each table."""


class Rows(Iterable[Line | RefusedLine], Protocol):
    """A file as rows: an opened one, or a `Table` in memory."""

    @property
    def columns(self) -> tuple[str, ...]: ...

    @property
    def sha256(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that was not taken: its number in the file, its fields as they were, and what is wrong with them."""

    number: int
    fields: tuple[str, ...]
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What became of a file. `counts`: organisations, people, orders, relationships (of organisations
    that were there), known (rows that changed nothing), updated, asked, rejected. `left_out`: columns whose
    item the declaration does not let anybody collect for this purpose.
    """

    batch: UUID
    counts: Mapping[str, int]
    rejected: tuple[Rejected, ...]
    left_out: tuple[str, ...]


@transaction.atomic
def import_table(
    *,
    table: Rows,
    mapping: Mapping_,
    file_name: str,
    register: str,
    origin: Origin,
    by: Access,
    at: datetime,
    kind: RelationshipKind = RelationshipKind.CUSTOMER,
    choices: Choices | None = None,
) -> Imported:
    """Take every good row of a file, in one transaction, and say what is wrong with the others.

    A row whose organisation, person or order is there already changes nothing and is counted as known, unless the
    choices say otherwise. An organisation is known by its customer number (among those of the same source and `kind`),
    its business id or VAT id; a row without any of these by its name, where one organisation alone has it.
    `origin.batch` is set here. Raises NotGrantedError when the access covers neither organisations nor orders.
    """
    batch = open_batch(
        file_name=file_name,
        sha256=table.sha256,
        register=register,
        source=origin.source,
        collected_at=origin.collected_at,
        basis=origin.basis,
        declaration=origin.declaration,
        by=by,
        at=at,
    )
    wanted, left_out = permitted_mapping(columns=table.columns, mapping=mapping, by=by)
    intake = Intake(
        mapping=wanted,
        origin=replace(origin, batch=batch),
        by=by,
        at=at,
        kind=kind,
        choices=choices or Choices(),
    )
    counts: Counter[str] = Counter({"rejected": 0})
    rejected: list[Rejected] = []
    for lines in batched(table, PORTION):
        for portion in take_all(lines, intake):
            counts.update(portion.counts)
            rejected += [_rejected(one) for one in portion.outcomes if one.became in {Became.REJECTED, Became.ASKED}]
    count_batch(batch_id=batch, counts=counts, by=by, at=at)
    return Imported(batch=batch, counts=dict(counts), rejected=tuple(rejected), left_out=left_out)


def _rejected(outcome: Outcome) -> Rejected:
    return Rejected(outcome.line.number, outcome.line.fields, outcome.faults)
