"""Every change that retention makes. Each takes `by` and `at`, and leaves its line in the log."""

from kortisto.privacy.retention.operations.at_once import sweep_what_goes_at_once
from kortisto.privacy.retention.operations.door import (
    look_after_holds,
    look_after_restrictions,
    look_after_reviews,
    oversee,
)
from kortisto.privacy.retention.operations.erasures import Erased, decide_on_erasure, erase
from kortisto.privacy.retention.operations.holding import (
    HoldNotFoundError,
    HoldProblem,
    HoldRefusedError,
    end_hold,
    end_holds_at_their_maximum,
    open_hold,
    postpone_review,
)
from kortisto.privacy.retention.operations.regular import DoneAlreadyError, ask_regular_runs, record_regular_run
from kortisto.privacy.retention.operations.restrictions import (
    RestrictionNotFoundError,
    RestrictionProblem,
    RestrictionRefusedError,
    end_restrictions_on_their_day,
    lift_restriction,
    restrict,
    restrict_by_rules,
    tell_of_lifting,
)
from kortisto.privacy.retention.operations.reviewing import (
    AT_ONCE,
    Decided,
    ReviewProblem,
    ReviewRefusedError,
    confirm_many,
    keep_many,
)
from kortisto.privacy.retention.operations.running import (
    SweepIsOverError,
    SweepUnderWayError,
    ask_sweep,
    cancel_sweep,
    resume_sweep,
    sweep,
    sweep_tonight,
    wake_sweep,
)
from kortisto.privacy.retention.operations.settling import Settled, rebuild_clocks, rewrite_agenda, settle
from kortisto.privacy.retention.operations.simulating import Sample, Simulation, simulate_sweep
from kortisto.privacy.retention.operations.single import sweep_subject
from kortisto.privacy.retention.operations.sweeping import Clock, Progress, run_sweep
from kortisto.privacy.retention.operations.trials import (
    TrialIsOverError,
    TrialUnderWayError,
    ask_trial,
    cancel_trial,
    run_trial,
)

__all__ = [
    "AT_ONCE",
    "Clock",
    "Decided",
    "DoneAlreadyError",
    "Erased",
    "HoldNotFoundError",
    "HoldProblem",
    "HoldRefusedError",
    "Progress",
    "RestrictionNotFoundError",
    "RestrictionProblem",
    "RestrictionRefusedError",
    "ReviewProblem",
    "ReviewRefusedError",
    "Sample",
    "Settled",
    "Simulation",
    "SweepIsOverError",
    "SweepUnderWayError",
    "TrialIsOverError",
    "TrialUnderWayError",
    "ask_regular_runs",
    "ask_sweep",
    "ask_trial",
    "cancel_sweep",
    "cancel_trial",
    "confirm_many",
    "decide_on_erasure",
    "end_hold",
    "end_holds_at_their_maximum",
    "end_restrictions_on_their_day",
    "erase",
    "keep_many",
    "lift_restriction",
    "look_after_holds",
    "look_after_restrictions",
    "look_after_reviews",
    "open_hold",
    "oversee",
    "postpone_review",
    "rebuild_clocks",
    "record_regular_run",
    "restrict",
    "restrict_by_rules",
    "resume_sweep",
    "rewrite_agenda",
    "run_sweep",
    "run_trial",
    "settle",
    "simulate_sweep",
    "sweep",
    "sweep_subject",
    "sweep_tonight",
    "sweep_what_goes_at_once",
    "tell_of_lifting",
    "wake_sweep",
]
