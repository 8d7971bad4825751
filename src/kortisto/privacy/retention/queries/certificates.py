"""Certificates of sweeps, for those who may read them; they tell of nobody."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from kortisto.declaration.civil_time import civil_day
from kortisto.privacy.retention import certifying
from kortisto.privacy.retention.certifying import Checked
from kortisto.privacy.retention.enums import Genuine
from kortisto.privacy.retention.models import Certificate

PAGE = 50
"""Certificates on one page of the list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateView:
    """A certificate as pages and commands show it; everything but `sha256` is what its document says.

    `rows`, `items`, `rules`: how many went, by table, item of the notice and rule; `held_back`, `holds`: how many
    stayed that were due, by reason and by hold; `stuck`: subjects that could not be erased; `rule_texts`: SHA-256 of
    each rule and hold by its ref; `asked_by_kind`, `started_by`: who asked, and the id of the member of staff.
    """

    id: UUID
    declaration: str
    evaluated_at: datetime
    started_at: datetime
    finished_at: datetime
    people: int
    organisations: int
    rows: Mapping[str, int]
    rules: Mapping[str, int]
    held_back: Mapping[str, int]
    outcome: str
    closing: str
    remarks: tuple[str, ...]
    started_by: UUID | None
    asked_by_kind: str
    resumed: int
    looked_at: int
    items: Mapping[str, int]
    holds: Mapping[str, int]
    stuck: int
    stuck_by_reason: Mapping[str, int]
    files_left: int
    rule_texts: Mapping[str, str]
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateLine:
    """A certificate in a list."""

    id: UUID
    declaration: str
    started_at: datetime
    finished_at: datetime
    outcome: str
    people: int
    organisations: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """A place in the list: what stands below it is older."""

    at: datetime
    id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificatePage:
    """Some certificates, newest first. `next`: where the next page begins; None on the last."""

    lines: tuple[CertificateLine, ...]
    next: Before | None


def certificates(*, limit: int = PAGE) -> tuple[CertificateView, ...]:
    """Return the latest certificates, newest first."""
    return tuple(certificate_view(one) for one in Certificate.objects.order_by("-started_at", "-id")[:limit])


def certificate_page(*, before: Before | None = None, limit: int = PAGE) -> CertificatePage:
    """Return a page of the list of certificates."""
    found = Certificate.objects.order_by("-started_at", "-id").defer("document")
    if before is not None:
        found = found.filter(Q(started_at__lt=before.at) | Q(started_at=before.at, id__lt=before.id))
    rows = list(found[: limit + 1])
    lines = tuple(_line(one) for one in rows[:limit])
    last = lines[-1] if len(rows) > limit else None
    return CertificatePage(lines=lines, next=Before(at=last.started_at, id=last.id) if last else None)


def certificate(*, certificate_id: UUID) -> CertificateView | None:
    """Return one certificate; None when there is no such one."""
    found = Certificate.objects.filter(pk=certificate_id).first()
    return certificate_view(found) if found is not None else None


def genuine(*, certificate_id: UUID) -> Genuine:
    """Return whether a certificate is the one that stands in the log."""
    found = Certificate.objects.filter(pk=certificate_id).first()
    return Genuine.MISSING if found is None else certifying.check(found)


def genuine_all() -> tuple[Checked, ...]:
    """Return for every certificate whether it is the one in the log, and those in the log that are not there."""
    return certifying.check_all()


@dataclass(frozen=True, slots=True)
class Night:
    """What the sweeps of one civil day erased."""

    day: date
    people: int
    organisations: int


def nights(*, limit: int = 30) -> tuple[Night, ...]:
    """Return what went on each of the last civil days on which a sweep ended, oldest first."""
    by_day: dict[date, Night] = {}
    for one in Certificate.objects.order_by("-started_at", "-id").defer("document")[: limit * 4]:
        day = civil_day(one.finished_at)
        so_far = by_day.get(day, Night(day, 0, 0))
        by_day[day] = Night(day, so_far.people + one.people, so_far.organisations + one.organisations)
    return tuple(sorted(by_day.values(), key=lambda night: night.day)[-limit:])


def certificate_view(found: Certificate) -> CertificateView:
    """Return a certificate as a value. Where somebody has written something else over it, it is empty."""
    try:
        said = json.loads(found.document)
    except ValueError:
        said = {}
    said = said if isinstance(said, dict) else {}
    asked = said.get("asked_by") or {}
    return CertificateView(
        id=found.id,
        declaration=said.get("declaration", found.declaration),
        evaluated_at=datetime.fromisoformat(said["evaluated_at"]) if "evaluated_at" in said else found.started_at,
        started_at=found.started_at,
        finished_at=found.finished_at,
        people=found.people,
        organisations=found.organisations,
        rows=said.get("rows", {}),
        rules=said.get("rules", {}),
        held_back=said.get("held_back", {}),
        outcome=found.outcome,
        closing=said.get("closing", ""),
        remarks=tuple(said.get("remarks", ())),
        started_by=UUID(asked["id"]) if asked.get("id") else None,
        asked_by_kind=asked.get("kind", ""),
        resumed=said.get("resumed", 0),
        looked_at=said.get("looked_at", 0),
        items=said.get("items", {}),
        holds=said.get("holds", {}),
        stuck=said.get("stuck", 0),
        stuck_by_reason=said.get("stuck_by_reason", {}),
        files_left=said.get("files_left", 0),
        rule_texts=said.get("rule_texts", {}),
        sha256=certifying.digest_of(found.document),
    )


def _line(one: Certificate) -> CertificateLine:
    return CertificateLine(
        id=one.id,
        declaration=one.declaration,
        started_at=one.started_at,
        finished_at=one.finished_at,
        outcome=one.outcome,
        people=one.people,
        organisations=one.organisations,
    )
