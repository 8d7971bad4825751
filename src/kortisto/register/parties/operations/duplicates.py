"""Finds parties that may be one, over the whole register, and remembers which are not."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from kortisto.declaration.words import Operation
from kortisto.lib.batches import batched
from kortisto.lib.ids import uuid7
from kortisto.register.access.operations import enter
from kortisto.register.audit.enums import Door
from kortisto.register.audit.values import Access, Actor
from kortisto.register.parties import likeness
from kortisto.register.parties.enums import PartyKind
from kortisto.register.parties.likeness import Likeness
from kortisto.register.parties.models import DuplicatePair, DuplicateScan
from kortisto.register.parties.queries.duplicates import PairNotFoundError, running_scans
from kortisto.register.parties.queries.traits import Pair, candidates, portion_of, traits_of

_PARTIES_AT_ONCE = 5_000
_PAIRS_AT_ONCE = 5_000
_NAMES = {PartyKind.PERSON: "person.name", PartyKind.ORGANISATION: "organisation.name"}


class AlreadyScanningError(Exception):
    """Parties of this kind are being compared already."""


@transaction.atomic
def begin_scan(*, kind: PartyKind, by: Access, at: datetime) -> UUID:
    """Begin to compare all parties of a kind; `scan_portion` does the work. Raises AlreadyScanningError."""
    by.require(Operation.READ, [_NAMES[kind]])
    scan = DuplicateScan(kind=kind.value, started_at=at, started_by=by.actor.id)
    try:
        with transaction.atomic():
            scan.save(force_insert=True)
    except IntegrityError as error:
        raise AlreadyScanningError from error
    by.record("duplicates.scan", at=at, object_kind=kind, object_id=scan.id, items=[_NAMES[kind]])
    return scan.id


@transaction.atomic
def scan_portion(*, scan_id: UUID, by: Access, at: datetime, size: int = _PARTIES_AT_ONCE) -> bool:
    """Compare the next parties with all others; return whether there is more to do.

    With the last portion the pairs go that are no longer alike; those that somebody has dismissed stay dismissed.
    """
    scan = DuplicateScan.objects.select_for_update().get(pk=scan_id)
    kind = PartyKind(scan.kind)
    by.require(Operation.READ, [_NAMES[kind]])
    if scan.finished_at or scan.cancelled_at:
        by.record("duplicates.scan", at=at, object_kind=kind, object_id=scan.id)
        return False
    parties = portion_of(kind, after=scan.position, size=size)
    subjects: set[UUID] = set()
    if parties:
        pairs = candidates(kind, first=parties[0], last=parties[-1], by=by)
        compared, found, subjects = _search(kind, pairs, scan.started_at, by)
        scan.compared += compared
        scan.found += found
        scan.position = parties[-1]
    if len(parties) < size:
        scan.finished_at = at
        stale = {f"first_{kind.value}__isnull": False, "dismissed_at__isnull": True, "found_at__lt": scan.started_at}
        DuplicatePair.objects.filter(**stale).delete()
    scan.save(update_fields=["compared", "found", "position", "finished_at"])
    by.record(
        "duplicates.scan",
        at=at,
        object_kind=kind,
        object_id=scan.id,
        subjects=sorted(subjects) if kind is PartyKind.PERSON else (),
        items=[_NAMES[kind]],
    )
    return scan.finished_at is None


@transaction.atomic
def compare_added(
    *, kind: PartyKind, batch_id: UUID, after: UUID | None, by: Access, at: datetime, size: int = _PARTIES_AT_ONCE
) -> UUID | None:
    """Compare the next parties that an import brought with all who were there; return the last, None at the end.

    By the rules of a search over all, so that a misspelt name is asked about too. Done again, it finds the same.
    """
    by.require(Operation.READ, [_NAMES[kind]])
    parties = portion_of(kind, after=after, size=size, batch=batch_id)
    subjects: set[UUID] = set()
    if parties:
        pairs = candidates(kind, first=parties[0], last=parties[-1], by=by, with_older=True)
        _compared_now, _found, subjects = _search(kind, pairs, at, by)
    by.record(
        "duplicates.scan",
        at=at,
        object_kind=kind,
        object_id=batch_id,
        subjects=sorted(subjects) if kind is PartyKind.PERSON else (),
        items=[_NAMES[kind]],
    )
    return parties[-1] if len(parties) == size else None


def run_scans(*, by: Actor, purpose: str, at: datetime, channel: Door) -> int:
    """Bring every scan that has begun to its end, in portions of one transaction each; return how many portions.

    A run that is cut off goes on where it was when it is run again. Raises DeniedError.
    """
    portions = 0
    for scan_id, _kind in running_scans():
        more = True
        while more:
            with enter(by=by, purpose=purpose, at=at, channel=channel) as access:
                more = scan_portion(scan_id=scan_id, by=access, at=at)
            portions += 1
    return portions


@transaction.atomic
def cancel_scan(*, scan_id: UUID, by: Access, at: datetime) -> None:
    """Stop comparing; what was found stays. A scan that has ended is left as it is."""
    running = DuplicateScan.objects.filter(pk=scan_id, finished_at__isnull=True, cancelled_at__isnull=True)
    running.update(cancelled_at=at)
    by.record("duplicates.cancel", at=at, object_id=scan_id)


@transaction.atomic
def dismiss_duplicate(*, pair_id: UUID, by: Access, at: datetime) -> None:
    """Remember that two parties are two. Raises PairNotFoundError, NotGrantedError."""
    pair = DuplicatePair.objects.select_for_update().filter(pk=pair_id).first()
    if pair is None:
        raise PairNotFoundError(pair_id)
    kind = PartyKind.PERSON if pair.first_person_id else PartyKind.ORGANISATION
    by.require(Operation.CHANGE, [_NAMES[kind]])
    pair.dismissed_at, pair.dismissed_by = at, by.actor.id
    pair.save(update_fields=["dismissed_at", "dismissed_by"])
    people = [pair.first_person_id, pair.second_person_id]
    by.record("duplicates.dismiss", at=at, object_kind=kind, object_id=pair.id, subjects=people, items=[_NAMES[kind]])


def _search(kind: PartyKind, pairs: Iterator[Pair], at: datetime, by: Access) -> tuple[int, int, set[UUID]]:
    """Keep those pairs that are worth asking about; return how many were compared and found, and who is in them."""
    seen: set[Pair] = set()
    subjects: set[UUID] = set()
    number = 0
    for portion in batched(pairs, _PAIRS_AT_ONCE):
        fresh = set(portion) - seen
        seen |= fresh
        found = [one for one in _compared(kind, fresh, by) if one[1].score >= likeness.WORTH_ASKING]
        _keep(kind, found, at)
        subjects.update(party for pair, _ in found for party in pair)
        number += len(found)
    return len(seen), number, subjects


def _compared(kind: PartyKind, pairs: set[Pair], by: Access) -> Sequence[tuple[Pair, Likeness]]:
    traits = traits_of(kind, {party for pair in pairs for party in pair}, by)
    compare = likeness.of(kind)
    return [
        ((one, other), compare(traits[one], traits[other])) for one, other in pairs if one in traits and other in traits
    ]


_KEEP = """
insert into parties_duplicate_pair as known (id, first_{kind}_id, second_{kind}_id, score, reasons, found_at)
select id, one, other, score, reasons, %s from unnest(%s::uuid[], %s::uuid[], %s::uuid[], %s::int[], %s::jsonb[])
    as found (id, one, other, score, reasons)
on conflict (first_{kind}_id, second_{kind}_id) do update set
    found_at = excluded.found_at,
    score = excluded.score,
    -- What somebody knew when they told the two apart; whatever agrees besides is news, and the pair is asked again.
    reasons = case when known.dismissed_at is not null and excluded.reasons <@ known.reasons
        then known.reasons else excluded.reasons end,
    dismissed_by = case when excluded.reasons <@ known.reasons then known.dismissed_by end,
    dismissed_at = case when excluded.reasons <@ known.reasons then known.dismissed_at end
"""


def _keep(kind: PartyKind, found: Sequence[tuple[Pair, Likeness]], at: datetime) -> None:
    """Remember pairs; a dismissed one is asked about again when more agrees than did then."""
    if not found:
        return
    columns: list[Any] = [
        [uuid7() for _ in found],
        [pair[0] for pair, _ in found],
        [pair[1] for pair, _ in found],
        [result.score for _, result in found],
        [json.dumps(result.reasons) for _, result in found],
    ]
    with connection.cursor() as cursor:
        cursor.execute(_KEEP.format(kind=kind.value), [at, *columns])
