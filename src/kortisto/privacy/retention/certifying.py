"""Certificates: what stands in one, its hash in the log, and whether the stored one is the one that was written.

A certificate is canonical JSON (keys sorted, no spaces, UTF-8). When a sweep is over, in the same transaction, a line
of the log says its SHA-256 as part of the kind of its object. The log is sealed and witnessed; so whoever changes a
certificate, adds one or takes one away, is found by comparing the two.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from kortisto.declaration.compiled import Compiled
from kortisto.declaration.grammar import SECTIONS
from kortisto.privacy.retention.enums import Genuine
from kortisto.privacy.retention.models import Certificate, Sweep
from kortisto.register.audit import queries as log

FORMAT = 1
"""Of the document. Format 0: made before certificates were written into the log."""
CERTIFY = "retention.certify"
_KIND = "certificate sha256:"
_COUNTED = ("rows", "items", "rules", "held_back", "holds", "anonymised", "stuck_by_reason")


def canonical(document: Mapping[str, Any]) -> str:
    """Return a document as text that is always the same."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)


def digest_of(document: str) -> str:
    """Return the SHA-256 of a document, in hexadecimal."""
    return hashlib.sha256(document.encode()).hexdigest()


def object_kind(digest: str) -> str:
    """Return what a line of the log says that it is about: a certificate with this hash."""
    return f"{_KIND}{digest}"


def document_of(sweep: Sweep, *, compiled: Compiled, outcome: str, finished_at: datetime) -> dict[str, Any]:
    """Return what the certificate of a sweep says. Names no subject: numbers, and nodes of the declaration."""
    counts = sweep.counts
    return {
        "format": FORMAT,
        "certificate": str(sweep.id),
        "outcome": outcome,
        "closing": sweep.closing,
        "remarks": list(sweep.remarks),
        "declaration": sweep.declaration,
        "rule_texts": rule_texts(compiled),
        "evaluated_at": _written(sweep.evaluated_at),
        "asked_at": _written(sweep.asked_at),
        "started_at": _written(sweep.started_at or finished_at),
        "finished_at": _written(finished_at),
        "asked_by": {"kind": sweep.asked_by_kind, "id": str(sweep.asked_by) if sweep.asked_by else None},
        "resumed": sweep.resumed,
        "looked_at": sweep.looked_at,
        "people": counts.get("people", 0),
        "organisations": counts.get("organisations", 0),
        "stuck": counts.get("stuck", 0),
        "files_left": counts.get("files_left", 0),
        **{name: counts.get(name, {}) for name in _COUNTED},
    }


def rule_texts(compiled: Compiled) -> dict[str, str]:
    """Return by ref the SHA-256 of each retention rule and each hold, as its node would be written into a file."""
    declared = compiled.declaration
    found = {}
    for section, nodes in (("retention", declared.retention), ("holds", declared.holds)):
        if nodes:
            texts: Any = SECTIONS[section].write(nodes)
            found.update({nodes[id_].ref: digest_of(canonical({id_: text})) for id_, text in texts.items()})
    return dict(sorted(found.items()))


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


# --- the same certificate? --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A certificate and whether it is the one in the log. `id` of one that is missing is the one that the log names."""

    id: UUID
    genuine: Genuine


def check(certificate: Certificate) -> Genuine:
    """Compare a certificate with its line in the log."""
    return _compare(certificate, _digests(log.kinds_of_object(action=CERTIFY, object_id=certificate.id)))


def check_all() -> tuple[Checked, ...]:
    """Compare every certificate with the log, and the log with the certificates; the oldest first."""
    told: dict[UUID, set[str]] = {}
    for object_id, kind in log.kinds_by_object(action=CERTIFY):
        told.setdefault(object_id, set()).update(_digests([kind]))
    found = [
        Checked(id=one.id, genuine=_compare(one, told.pop(one.id, set())))
        for one in Certificate.objects.order_by("started_at", "id").iterator()
    ]
    return (*found, *(Checked(id=id_, genuine=Genuine.MISSING) for id_ in told))


def _digests(kinds: list[str]) -> set[str]:
    return {kind.removeprefix(_KIND) for kind in kinds if kind.startswith(_KIND)}


def _compare(certificate: Certificate, told: set[str]) -> Genuine:
    try:
        document = json.loads(certificate.document)
        same = _repeats(certificate, document)
    except (ValueError, TypeError, KeyError, AttributeError):
        return Genuine.CHANGED
    if told:
        # A second line, with another hash, would be somebody's attempt to make a change look right.
        whole = same and told == {digest_of(certificate.document)}
        return Genuine.YES if whole else Genuine.CHANGED
    if not same:
        return Genuine.CHANGED
    if document["format"] == 0:
        return Genuine.BEFORE
    oldest = log.oldest_line()
    return Genuine.LOG_IS_OVER if oldest is None or certificate.finished_at < oldest else Genuine.NOT_IN_LOG


def _repeats(certificate: Certificate, document: Mapping[str, Any]) -> bool:
    """Return whether the columns say what the document says."""
    columns = {
        "certificate": str(certificate.id),
        "declaration": certificate.declaration,
        "outcome": certificate.outcome,
        "people": certificate.people,
        "organisations": certificate.organisations,
    }
    times = {"started_at": certificate.started_at, "finished_at": certificate.finished_at}
    return all(document[name] == value for name, value in columns.items()) and all(
        datetime.fromisoformat(document[name]) == value for name, value in times.items()
    )
