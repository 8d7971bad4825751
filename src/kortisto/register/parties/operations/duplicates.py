"""Finds parties that may be one, over the whole register, and remembers which are not."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet

from kortisto.declaration.words import Operation
from kortisto.lib.batches import batched
from kortisto.lib.ids import uuid7
from kortisto.lib.jobs import ask_for
from kortisto.register.access.operations import DeniedError, enter, record_refusal
from kortisto.register.audit import operations as audit
from kortisto.register.audit.enums import Door
from kortisto.register.audit.values import Access, Actor, NotGrantedError
from kortisto.register.parties import likeness
from kortisto.register.parties.enums import PartyKind
from kortisto.register.parties.intake.chosen import actor_for
from kortisto.register.parties.likeness import Likeness
from kortisto.register.parties.models import Batch, DuplicatePair, DuplicateScan
from kortisto.register.parties.queries.duplicates import PairNotFoundError, running_scans
from kortisto.register.parties.queries.pairing import Pair, Stretch, candidates, portion_of
from kortisto.register.parties.queries.traits import traits_of

COMPARE_IMPORT = "compare_import"
"""Name of the job that compares those whom an import brought."""

# The names of all organisations are looked through for each portion: so fewer of these.
_PARTIES_AT_ONCE = {PartyKind.PERSON: 5_000, PartyKind.ORGANISATION: 50_000}
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
def scan_portion(*, scan_id: UUID, by: Access, at: datetime, size: int = 0) -> bool:
    """Compare the next parties with all others; return whether there is more to do. `size`: 0 is as many as are usual.

    Of an import those whom it brought, with all who came before. Otherwise with the last portion the pairs go that are
    no longer alike; those that somebody has dismissed stay dismissed.
    """
    scan = DuplicateScan.objects.select_for_update().get(pk=scan_id)
    kind = PartyKind(scan.kind)
    by.require(Operation.READ, [_NAMES[kind]])
    if scan.finished_at or scan.cancelled_at:
        _record(scan, by, at)
        return False
    size = size or _PARTIES_AT_ONCE[kind]
    parties = portion_of(kind, after=scan.position, size=size, batch=scan.batch_id)
    subjects: set[UUID] = set()
    if parties:
        stretch = Stretch(first=parties[0], last=parties[-1], with_older=scan.batch_id is not None)
        compared, found, subjects = _search(kind, candidates(kind, stretch, by=by), scan.started_at, by)
        scan.compared += compared
        scan.found += found
        scan.position = parties[-1]
    if len(parties) < size:
        scan.finished_at = at
    if scan.finished_at and scan.batch_id is None:
        stale = {f"first_{kind.value}__isnull": False, "dismissed_at__isnull": True, "found_at__lt": scan.started_at}
        DuplicatePair.objects.filter(**stale).delete()
    scan.save(update_fields=["compared", "found", "position", "finished_at"])
    _record(scan, by, at, subjects=sorted(subjects) if kind is PartyKind.PERSON else (), items=[_NAMES[kind]])
    return scan.finished_at is None


def _record(
    scan: DuplicateScan, by: Access, at: datetime, *, subjects: Collection[UUID] = (), items: Collection[str] = ()
) -> None:
    """Record what a portion has looked at: a search of the whole register, or a comparison of what an import brought,
    which is done in the name of who imported.
    """
    by.record(
        "duplicates.scan" if scan.batch_id is None else "duplicates.compare",
        at=at,
        object_kind=PartyKind(scan.kind),
        object_id=scan.id,
        subjects=subjects,
        items=items,
    )


def scan_import(*, batch_id: UUID, by: Actor, at: datetime) -> None:
    """Have those whom an import brought compared with all who came before, misspelt names too.

    To be called in the transaction in which the import ends: then none is forgotten. The worker does it.
    """
    DuplicateScan.objects.bulk_create(
        DuplicateScan(kind=kind.value, started_at=at, started_by=by.id, batch_id=batch_id) for kind in PartyKind
    )
    ask_for(COMPARE_IMPORT, batch_id=str(batch_id))


def run_scans_of_import(*, batch_id: UUID, by: Actor, at: datetime, channel: Door) -> None:
    """Compare those whom an import brought, in portions of one transaction each.

    In the name of who imported, with what they may read by now; a refusal ends it, by `by`, and is in the log. A run
    that is cut off goes on where it was when it is run again.
    """
    batch = Batch.objects.get(id=batch_id)
    importer = actor_for(batch.imported_by)
    for scan_id, _kind in running_scans(batch_id=batch_id):
        more = True
        while more:
            try:
                with enter(by=importer, purpose=batch.purpose, at=at, channel=channel) as access:
                    more = scan_portion(scan_id=scan_id, by=access, at=at)
            except (DeniedError, NotGrantedError) as refusal:
                record_refusal(refusal)
                more = False
                with transaction.atomic():
                    _running(scan_id).update(cancelled_at=at)
                    audit.record(by=by, action="duplicates.cancel", at=at, channel=channel, object_id=scan_id)


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
    _running(scan_id).update(cancelled_at=at)
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
    both = [pair.first_person_id, pair.second_person_id, pair.first_organisation_id, pair.second_organisation_id]
    by.record("duplicates.dismiss", at=at, object_kind=kind, object_id=pair.id, subjects=both, items=[_NAMES[kind]])


def _running(scan_id: UUID) -> QuerySet[DuplicateScan]:
    return DuplicateScan.objects.filter(pk=scan_id, finished_at__isnull=True, cancelled_at__isnull=True)


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
