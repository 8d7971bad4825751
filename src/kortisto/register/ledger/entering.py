"""What packages enter that keep consents and objections: a withdrawal, a ban, and that a ban was taken back.

Called inside the transaction that does it. The package that keeps such rows registers how they are done again
(`replayers.replays`); where a ban's declaration keeps hashes, the ledger itself is the register of the banned, and goes
on recognising them when nothing else of them is left.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from kortisto.declaration.holdings import former_ids
from kortisto.register.access import current
from kortisto.register.ledger.book import contents
from kortisto.register.ledger.enums import Act, Reason, Why
from kortisto.register.ledger.recognising import hashes_of, marks_of
from kortisto.register.ledger.values import Affected, Entry
from kortisto.register.ledger.writing import note

CONSENT, OBJECTION, BANS = "consent", "objection", "bans"
"""In the detail of an entry: of what it tells, and which entries of bans it ends."""


def enter_withdrawal(
    *, kind: str, subject: UUID, consent: str, at: datetime, detail: Mapping[str, str] | None = None
) -> UUID:
    """Enter that a subject has withdrawn a consent of the declaration; return the entry's id.

    `detail`: random ids and words of the declaration that the package needs to do it again. A consent that is given
    again later is not entered: a restored database then asks for it once more.
    """
    entry = _entry(Act.WITHDRAWN, kind, subject, at, {**(detail or {}), CONSENT: consent})
    note(entry=entry)
    return entry.id


def enter_ban(
    *,
    kind: str,
    subject: UUID | None,
    objection: str,
    at: datetime,
    start: datetime | None = None,
    identifiers_: Sequence[tuple[str, str]] = (),
    detail: Mapping[str, str] | None = None,
) -> UUID:
    """Enter an objection, by which a subject forbids some use; return the entry's id.

    `identifiers_`: items and values by which the subject is recognised later; hashes are kept of those that the
    objection's suppression names, from `start` (`at` unless given) for as long as it says. `subject`: None for
    somebody whom the register does not know and who is recognised by them alone. Raises OSError.
    """
    entry = _entry(Act.BANNED, kind, subject, at, {**(detail or {}), OBJECTION: objection})
    marks = marks_of(entry=entry.id, why=Why.BANNED, objections={objection: start or at}, identifiers_=identifiers_)
    note(entry=entry, marks=marks)
    return entry.id


def enter_end_of_ban(
    *,
    kind: str,
    subject: UUID | None,
    objection: str,
    at: datetime,
    identifiers_: Sequence[tuple[str, str]] = (),
    detail: Mapping[str, str] | None = None,
) -> int:
    """Enter that an objection was taken back; return how many entries no longer make anybody recognised.

    Those of the subject, and those that know one of the identifiers. Raises BrokenChainError, OSError.
    """
    ended = bans_of(subject=subject, objection=objection, identifiers_=identifiers_)
    told = {**(detail or {}), OBJECTION: objection, BANS: " ".join(map(str, ended))}
    note(entry=_entry(Act.UNBANNED, kind, subject, at, told))
    return len(ended)


def bans_of(*, subject: UUID | None, objection: str, identifiers_: Sequence[tuple[str, str]]) -> Collection[UUID]:
    """Return the entries whose hashes stand for an objection of a subject, or of whoever has these identifiers."""
    found = contents()
    wanted = hashes_of(identifiers_)
    return sorted(
        {
            mark.entry
            for _number, mark in found.marks
            if mark.objection == objection
            and (
                not wanted.isdisjoint(mark.hashes)
                or (subject is not None and mark.entry in found.entries and subject in found.entries[mark.entry].ids())
            )
        }
    )


def _entry(act: Act, kind: str, subject: UUID | None, at: datetime, detail: Mapping[str, str]) -> Entry:
    affected = () if subject is None else (Affected(id=subject, also=tuple(former_ids([subject]).get(subject, ()))),)
    return Entry(
        act=act, at=at, kind=kind, reason=Reason.REQUEST, declaration=current.version(), subjects=affected,
        detail=detail,
    )  # fmt: skip
