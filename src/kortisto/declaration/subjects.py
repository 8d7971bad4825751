"""What is known of one subject when a question is asked: a frozen value, filled in by whoever holds the data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from kortisto.declaration.civil_time import Moment
from kortisto.declaration.windows import Clocks
from kortisto.declaration.words import Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class Datum:
    """One datum that the register holds about the subject.

    Where there are several of a kind (calls, invoices) `record` tells which, and `clocks` are that record's own: they
    go before the subject's. `place` is the place of storage, `collected_for` the purpose that it was collected under.
    `declaration`: the register and version that it was collected under (`ivt 1.0`); None: by its date.
    """

    item: str
    collected: Moment
    source: str | None = None
    record: str | None = None
    place: str | None = None
    collected_for: str | None = None
    clocks: Clocks = field(default_factory=dict)
    declaration: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentState:
    """A consent that was given, and withdrawn unless `withdrawn` is None. The latest, where given several times."""

    given: Moment
    withdrawn: Moment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionState:
    """An objection or a ban that was made. `channels`: the channels it concerns; empty: all that it can."""

    made: Moment
    lifted: Moment | None = None
    channels: frozenset[Channel] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldState:
    """A hold that somebody opened, by its id in the declaration. `items`: what it concerns; empty: all in its reach."""

    hold: str
    opened: Moment
    ended: Moment | None = None
    items: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectState:
    """One subject.

    `states`: the words of the vocabulary of states that are true now. `earlier`: those that were true of the subject
    before: membership in a group outlives the state, until the windows of that group's rows have closed. `phase`: the
    phase of the relationship. `clocks`: what has struck, over all the subject's contracts, invoices and so on.
    `restricted`: since when processing is restricted (Article 18). `erasure`: since when an erasure that the subject
    asked for holds (Article 17); `reaches`: up to when collected data it reaches, where that is later. `confirmed`: by
    retention rule, when a review confirmed that the need is over; `kept`: the day on which a rule is asked about again,
    where the last review found that the need goes on. `invoked`: exceptions, by id or ref, that somebody entitled has
    invoked.
    """

    states: frozenset[str] = frozenset()
    earlier: frozenset[str] = frozenset()
    phase: str | None = None
    clocks: Clocks = field(default_factory=dict)
    data: tuple[Datum, ...] = ()
    consents: Mapping[str, ConsentState] = field(default_factory=dict)
    objections: Mapping[str, ObjectionState] = field(default_factory=dict)
    holds: tuple[HoldState, ...] = ()
    restricted: Moment | None = None
    erasure: Moment | None = None
    reaches: Moment | None = None
    confirmed: Mapping[str, Moment] = field(default_factory=dict)
    kept: Mapping[str, Moment] = field(default_factory=dict)
    invoked: frozenset[str] = frozenset()


# --- events --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ConsentWithdrawn:
    """The subject withdraws a consent."""

    consent: str


@dataclass(frozen=True, slots=True)
class Objected:
    """The subject objects, or sets a ban, for some channels or (empty) for all that it can concern."""

    objection: str
    channels: frozenset[Channel] = frozenset()


@dataclass(frozen=True, slots=True)
class ErasureAsked:
    """The subject asks for erasure, and it is granted as far as law and holds let it."""


Event = ConsentWithdrawn | Objected | ErasureAsked


def after(subject: SubjectState, event: Event, at: Moment) -> SubjectState:
    """Return the subject after the event. Raises ValueError when a consent is withdrawn that was never given."""
    if isinstance(event, ConsentWithdrawn):
        given = subject.consents.get(event.consent)
        if given is None:
            raise ValueError(f"the consent “{event.consent}” was never given")
        return replace(subject, consents={**subject.consents, event.consent: replace(given, withdrawn=at)})
    if isinstance(event, Objected):
        before = subject.objections.get(event.objection)
        channels = event.channels
        if before is not None and before.lifted is None:  # what was forbidden before stays forbidden; none means all
            channels = channels | before.channels if channels and before.channels else frozenset()
        made = ObjectionState(made=at, channels=channels)
        return replace(subject, objections={**subject.objections, event.objection: made})
    return replace(subject, erasure=at)
