"""A small declaration of the tests in which people may forbid direct marketing, and the ban outlives their data."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from kortisto.lib.ids import uuid7
from kortisto.register.ledger.book import book
from kortisto.register.ledger.enums import Act, Fate, Reason, Why
from kortisto.register.ledger.recognising import marks_of
from kortisto.register.ledger.values import Affected, Entry, line_of_entry, line_of_mark
from kortisto.register.ledger.writing import _outcome

_OBJECTIONS = """
objections:
  marketing:
    kind: direct marketing
    name: {fi: Suoramarkkinointikielto, sv: Förbud mot direktmarknadsföring, en: Ban on direct marketing}
    closes: [name_list]
    channels: [email, phone]
    suppression: {items: [person.contact.email, person.contact.phone], form: hash, keep: 5 years, from: objection.made}

rights:
"""


def with_a_ban(sample: Path, into: Path) -> Path:
    """Write a copy of a sample with the ban into a folder, and return its path."""
    text = sample.read_text("utf-8")
    assert "\nrights:\n" in text
    path = into / "banning.yaml"
    path.write_text(text.replace("\nrights:\n", _OBJECTIONS, 1), "utf-8")
    return path


def remember(*identifiers: tuple[str, str], why: Why = Why.ERASED, at: datetime, fate: Fate = Fate.DONE) -> None:
    """Enter that somebody was erased on whom a ban stood, who is recognised by these from now on."""
    entry = Entry(
        act=Act.ERASED, at=at, kind="person", reason=Reason.REQUEST, declaration="minimal 1.0",
        subjects=(Affected(id=uuid7(), whole=True),),
    )  # fmt: skip
    marks = marks_of(entry=entry.id, why=why, objections={"marketing": at}, identifiers_=identifiers)
    book().append([line_of_entry(entry), *map(line_of_mark, marks), _outcome(entry.id, fate, at)])
