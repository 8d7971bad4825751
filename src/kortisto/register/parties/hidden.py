"""Identifiers of people and organisations who are there and hidden from whoever asks (Article 18).

An import that does not see somebody would add them a second time. Who is hidden is known to a package above this one,
which registers here how to ask.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

Meeting = Callable[[Collection[str], Collection[str], Collection[str]], frozenset[str]]
"""Given e-mail addresses and telephone numbers as they are compared, and business and VAT ids: those of the hidden."""

_meetings: list[Meeting] = []


def meets_hidden(meeting: Meeting) -> Meeting:
    """Register how to ask which identifiers belong to somebody hidden from the present transaction."""
    _meetings.append(meeting)
    return meeting


def hidden_among(emails: Collection[str], phones: Collection[str], numbers: Collection[str]) -> frozenset[str]:
    """Return which of the identifiers belong to somebody whom the present transaction may not see."""
    if not (emails or phones or numbers):
        return frozenset()
    return frozenset().union(*(meeting(emails, phones, numbers) for meeting in _meetings))
