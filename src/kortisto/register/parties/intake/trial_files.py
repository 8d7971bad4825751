"""How far trying a long file out is, and what came of it: beside the file, for the program alone, gone with it.

No row of the database: all that trying out does there is taken back.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from uuid import UUID

from kortisto.register.parties.importing.meaning import meaning
from kortisto.register.parties.importing.reading import Line
from kortisto.register.parties.importing.rows import Fault
from kortisto.register.parties.intake.keeping import file_of
from kortisto.register.parties.intake.portion import Became, Outcome

_FILE = 0o600
FIELDS = 12
"""So many fields of a row that is shown are kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialState:
    """`id`: of this trial, so that one that was given up does not go on in another's place. `by`: who asked for it."""

    id: UUID
    by: UUID | None
    rows: int
    done: int = 0
    ended: bool = False
    failure: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    examples: Mapping[Became, tuple[Outcome, ...]] = field(default_factory=dict)

    @property
    def running(self) -> bool:
        """Return whether it goes on."""
        return not self.ended

    @property
    def percent(self) -> int:
        """Return how far it is, in whole hundredths."""
        return self.done * 100 // self.rows if self.rows else 100


def trial_state(upload_id: UUID) -> TrialState | None:
    """Return how far the trial of an upload is; None where there is none."""
    try:
        kept = json.loads(_path(upload_id).read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    examples = {Became(became): tuple(map(_outcome, some)) for became, some in kept.pop("examples").items()}
    by = UUID(kept.pop("by")) if kept["by"] else kept.pop("by")
    return TrialState(**{**kept, "id": UUID(kept["id"])}, by=by, examples=examples)


def keep_trial(upload_id: UUID, state: TrialState) -> None:
    """Write how far it is, whole or not at all. Raises OSError."""
    path = _path(upload_id)
    new = path.with_suffix(".new")
    told = {
        "id": str(state.id), "by": str(state.by) if state.by else "", "rows": state.rows, "done": state.done,
        "ended": state.ended, "failure": state.failure, "counts": dict(state.counts),
        "examples": {became.value: [_kept(one) for one in some] for became, some in state.examples.items()},
    }  # fmt: skip
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _FILE), "w", encoding="utf-8") as out:
        json.dump(told, out)
    new.replace(path)


def go_on_as(upload_id: UUID, state: TrialState, **changed: Any) -> TrialState | None:
    """Keep what has changed of a trial and return it; None where it was given up or another has begun."""
    there = trial_state(upload_id)
    if there is None or there.id != state.id:
        return None
    now = replace(state, **changed)
    keep_trial(upload_id, now)
    return now


def forget_trial(upload_id: UUID) -> None:
    """Remove what is known of a trial; one that is under way stops after its present portion."""
    _path(upload_id).unlink(missing_ok=True)


def _path(upload_id: UUID) -> Path:
    return file_of(upload_id).with_name(f"{upload_id}.trial")


def _kept(one: Outcome) -> list[Any]:
    faults = [[fault.target.value, fault.value, fault.code] for fault in one.faults]
    return [one.line.number, list(one.line.fields[:FIELDS]), one.became.value, faults]


def _outcome(kept: list[Any]) -> Outcome:
    number, fields, became, faults = kept
    told = tuple(Fault(meaning(target), value, code) for target, value, code in faults)
    return Outcome(Line(number, tuple(fields)), Became(became), told)
