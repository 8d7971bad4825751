"""One subject, locked for the time of a transaction, and the asking that its due data go."""

from __future__ import annotations

from uuid import UUID

from kortisto.lib.jobs import ask_for
from kortisto.privacy.retention.enums import SubjectKind
from kortisto.privacy.retention.walking import objects, root_of

SWEEP_SUBJECT = "sweep subject"
"""The name of the task that erases what is due of one subject."""


class NoSuchSubjectError(LookupError):
    """There is no such person or organisation, or it is not shown to who asked."""


def lock(kind: SubjectKind, subject: UUID) -> None:
    """Keep a subject from being swept until the transaction ends. Raises NoSuchSubjectError."""
    rows = objects(root_of(kind)).filter(pk=subject).select_for_update(no_key=True)
    if not rows.values_list("pk", flat=True).first():
        raise NoSuchSubjectError(subject)


def columns_of(kind: SubjectKind, subject: UUID) -> dict[str, UUID]:
    """Return the column that says whose a row is, with its value."""
    return {f"{kind.value}_id": subject}


def whose(person: UUID | None, organisation: UUID | None) -> tuple[SubjectKind, UUID]:
    """Return whose a row is, from its two columns. Raises ValueError where both are empty."""
    if person is not None:
        return SubjectKind.PERSON, person
    if organisation is None:
        raise ValueError("a row of nobody")
    return SubjectKind.ORGANISATION, organisation


def ask_to_sweep(kind: SubjectKind, subject: UUID) -> None:
    """Ask the worker to do for one subject what is due: something that stood in the way is gone.

    In the open transaction: where that is rolled back, nothing was asked.
    """
    ask_for(SWEEP_SUBJECT, once=f"{SWEEP_SUBJECT} {subject}", kind=kind.value, subject=str(subject))
