"""The words of retention."""

from __future__ import annotations

from enum import StrEnum

PURPOSE = "retention"
"""Why the engine reads and erases: the duty of Article 5(1)(e). No purpose of a declaration, and no role has it."""


class SubjectKind(StrEnum):
    """What a subject is."""

    PERSON = "person"
    ORGANISATION = "organisation"


class Step(StrEnum):
    """How finely the calendar tells what falls due."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class HeldBack(StrEnum):
    """Why a datum that is due stays for now."""

    HOLD = "hold"  # a hold of the declaration stands
    ACTION = "action"  # the rule says something else than delete: a person decides
    SHARED_ROW = "shared row"  # its row also holds a datum whose period runs
    STILL_NEEDED = "still needed"  # it is what other data hang on, and the period of those runs
    REVIEW = "review"  # not due yet: somebody is to confirm first that the need is over
    UNPLACED = "unplaced"  # in no group of the declaration: what the subject is to us is not known, a person decides
    DATABASE = "database"  # the database refused: something that nobody declared hangs on it


class SweepState(StrEnum):
    """How far a sweep is."""

    ASKED = "asked"
    RUNNING = "running"
    CANCELLING = "cancelling"  # somebody asked to cancel it; it ends before its next portion
    INTERRUPTED = "interrupted"  # whoever did it is gone; it is gone on with, or closed
    CANCELLED = "cancelled"
    CLOSED = "closed"  # it could not be gone on with; what it had done is certified
    FINISHED = "finished"


OVER = frozenset({SweepState.CANCELLED, SweepState.CLOSED, SweepState.FINISHED})
"""The states in which a sweep has its certificate, and changes no more."""


class TrialState(StrEnum):
    """How far a trial of a sweep is."""

    ASKED = "asked"
    RUNNING = "running"
    CANCELLING = "cancelling"  # somebody asked to cancel it; it ends before its next portion
    CANCELLED = "cancelled"
    FINISHED = "finished"


TRIED = frozenset({TrialState.CANCELLED, TrialState.FINISHED})
"""The states in which a trial changes no more."""


class Stage(StrEnum):
    """Where a sweep is: people before organisations, because people hang on them; last those that were stuck before."""

    PEOPLE = "people"
    STUCK_PEOPLE = "stuck people"
    ORGANISATIONS = "organisations"
    STUCK_ORGANISATIONS = "stuck organisations"

    @property
    def kind(self) -> SubjectKind:
        """Return whom it looks at."""
        return SubjectKind.PERSON if self in {Stage.PEOPLE, Stage.STUCK_PEOPLE} else SubjectKind.ORGANISATION

    @property
    def retries(self) -> bool:
        """Return whether it takes those that were stuck before and did not come by themselves."""
        return self in {Stage.STUCK_PEOPLE, Stage.STUCK_ORGANISATIONS}

    @property
    def following(self) -> Stage | None:
        """Return the next one; None after the last."""
        every = list(Stage)
        place = every.index(self) + 1
        return every[place] if place < len(every) else None


class Closing(StrEnum):
    """Why a sweep was closed before its end."""

    DECLARATION = "declaration"  # another version is in force than the one whose rules it carried out
    TOO_MANY_STUCK = "too many stuck"  # not the records are wrong then, but something that concerns all


class Remark(StrEnum):
    """What a certificate has to say beside its numbers."""

    CLOCK_SET_BACK = "clock set back"  # it began, by the clock, before the one before it had ended


class StuckReason(StrEnum):
    """Why a subject could not be erased; names no value of anybody."""

    DATABASE = "database"  # refused: something that nobody declared hangs on it, or a rule of a table is broken
    VALUE = "value"  # something that is stored of it cannot be read or reckoned with
    FILE = "file"  # a file of it cannot be removed
    BUSY = "busy"  # somebody else held it for too long
    OTHER = "other"


class Genuine(StrEnum):
    """Whether a certificate is the one that stands in the log."""

    YES = "yes"
    CHANGED = "changed"  # it, or its line in the log, is not what was written
    NOT_IN_LOG = "not in the log"
    LOG_IS_OVER = "log is over"  # the log of its time has been removed, as its own period says
    BEFORE = "before"  # made before certificates were written into the log: nothing proves it
    MISSING = "missing"  # the log tells of it, and it is not there


class Stays(StrEnum):
    """Why a datum stays when its subject is erased."""

    LAW = "law"  # a law demands it
    PERIOD = "period"  # its period runs, for a purpose that the erasure does not end
    HOLD = "hold"
    ACTION = "action"  # something else than deletion follows
    NEEDED = "needed"  # what else stays hangs on it
    SHARED_ROW = "shared row"
    UNPLACED = "unplaced"
    KEPT = "kept"  # for good, or no end is known


class Repeating(StrEnum):
    """What a row that goes along is."""

    HISTORY = "history"  # what stood in a field before
    MERGE = "merge"  # how two became one
    INDEX = "index"  # made of the data, for search and lists
    HANGING = "hanging"  # hangs on what goes


class Outcome(StrEnum):
    """How an erasure ended."""

    DONE = "done"
    NOTHING = "nothing"  # there was nothing to erase: what is there has to stay
    GONE = "gone"  # there is no such party: it was erased, or has become one with another
    BUSY = "busy"  # somebody else changes the party at this moment: nothing was erased
    REFUSED = "refused"  # the database refused: nothing was erased
    CHANGED = "changed"  # it would do something else than what was shown before: nothing was erased


class RestrictionGround(StrEnum):
    """Why data may only be stored for the time being: the letters of Article 18(1), or a rule of the notice."""

    ACCURACY = "accuracy"  # (a) the person contests that the data are accurate, until that is found out
    UNLAWFUL = "unlawful"  # (b) processing is unlawful, and the person wants a restriction instead of the erasure
    CLAIM = "claim"  # (c) we no longer need the data, the person does, for a claim
    OBJECTION = "objection"  # (d) the person has objected, until it is found out whose grounds weigh more
    RULE = "rule"  # the action of a rule of the notice
    ERASED = "erased"  # the rest was erased; what stays serves only what keeps it, until it goes too


ARTICLE_18 = (
    RestrictionGround.ACCURACY, RestrictionGround.UNLAWFUL, RestrictionGround.CLAIM, RestrictionGround.OBJECTION,
)  # fmt: skip
"""The grounds on which somebody restricts, because a person wants it."""


class ReviewOutcome(StrEnum):
    """What a review has found."""

    CONFIRMED = "confirmed"  # the need is over
    KEPT = "kept"  # the need goes on, until it is asked again
