"""Explanations: trees of values that say why, and the sentences they become in Finnish, Swedish and English."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from math import inf

from kortisto.declaration.civil_time import end_of_day, last_day_before
from kortisto.declaration.explanation_texts import (
    AND,
    FOR_PURPOSE,
    FOR_PURPOSES,
    NAMES_OF_WORDS,
    QUOTED,
    SENTENCES,
    STAYS,
    UNTIL,
)
from kortisto.declaration.model import Text
from kortisto.declaration.periods import Period
from kortisto.declaration.periods_in_words import date_in_words, moment_in_words, period_in_words
from kortisto.declaration.windows import Ending, Reading, Struck, Window

Value = str | int | date | datetime | Period | Text | tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """One step of a reason.

    `code` selects the sentence, `parameters` fill it in, `refs` are the nodes of the declaration that it rests on.
    """

    code: str
    parameters: Mapping[str, Value] = field(default_factory=dict)
    refs: tuple[str, ...] = ()
    children: tuple[Explanation, ...] = ()

    def walk(self) -> Iterator[Explanation]:
        """Yield this step and every step under it."""
        yield self
        for child in self.children:
            yield from child.walk()


def sentences(explanation: Explanation, language: str) -> tuple[str, ...]:
    """Return the explanation as sentences, the reasons after what they are reasons for.

    Raises KeyError for a language other than fi, sv and en.
    """
    return tuple(sentence(step, language) for step in explanation.walk())


def sentence(explanation: Explanation, language: str) -> str:
    """Return the one sentence of a step, without the steps under it."""
    said = _said(explanation, SENTENCES[explanation.code], language)
    return said[:1].upper() + said[1:]


Told = dict[tuple[int, str], tuple[Explanation, tuple[str, ...]]]
"""What was said of steps, by their id and the language. The step itself lies there too: so its id stays its own."""


def grouped_sentences(explanation: Explanation, language: str, told: Told | None = None) -> tuple[str, ...]:
    """Return the explanation as sentences that say once what holds for several purposes, the latest end first.

    `told`: what was said of steps that several explanations share; filled here. Raises KeyError for a language other
    than fi, sv and en.
    """
    told = {} if told is None else told
    groups: dict[tuple[str, ...], list[Explanation]] = {}
    others: list[str] = []
    for child in explanation.children:
        if child.code in STAYS:
            known = told.get((id(child), language))
            if known is None:
                known = told[id(child), language] = (child, _stay(child, language))
            groups.setdefault(known[1], []).append(child)
        else:
            others += sentences(child, language)
    # No known end is the latest of all; of groups with the same end the first stays the first.
    latest_first = sorted(groups.items(), key=lambda group: _end(group[1][0]), reverse=True)
    said = [sentence(explanation, language)]
    for (rest, *reasons), same in latest_first:
        said += [_of_purposes(same, rest, language), *reasons]
    return tuple(dict.fromkeys([*said, *others]))


def _of_purposes(same: Sequence[Explanation], rest: str, language: str) -> str:
    """Return one sentence for all purposes of which the same is said."""
    names = dict.fromkeys(_words(one.parameters["purpose"], language) for one in same)
    quoted = [QUOTED.in_language(language).format(name) for name in names]
    purposes = AND.in_language(language).join(filter(None, (", ".join(quoted[:-1]), quoted[-1])))
    frame = FOR_PURPOSE if len(names) == 1 else FOR_PURPOSES
    return frame.in_language(language).format(purposes=purposes, rest=rest)


def _stay(step: Explanation, language: str) -> tuple[str, ...]:
    """Return what is said of a purpose after its name, and the sentences with the reasons for it.

    The period itself says until when; an end that it does not explain is said before it.
    """
    reasons = tuple(said for child in step.children for said in sentences(child, language))
    window = step.children[0] if step.children else None
    if step.code != "stays.cut" and window is not None and window.parameters.get("end") == step.parameters.get("end"):
        return reasons[0][:1].lower() + reasons[0][1:], *reasons[1:]
    return _said(step, STAYS[step.code], language), *reasons


def _end(step: Explanation) -> float:
    end = step.parameters.get("end")
    return end.timestamp() if isinstance(end, datetime) else inf


def _said(explanation: Explanation, words: Text, language: str) -> str:
    filled = {name: _words(value, language) for name, value in explanation.parameters.items()}
    end = explanation.parameters.get("end")
    if isinstance(end, date):
        filled["until"] = until_in_words(end, language)
        filled["end"] = _words(last_touched(end), language)
    return words.in_language(language).format(**filled)


def last_touched(end: date) -> date:
    """Return the last day of a window that ends (exclusively) at a midnight; any other end as it is."""
    if isinstance(end, datetime):
        day = last_day_before(end)
        return day if end_of_day(day) == end else end
    return end


def until_in_words(end: date, language: str) -> str:
    """Return `22.11.2026 asti`, `till och med 22.11.2026`; an instant with its time of day."""
    last = last_touched(end)
    kind = "moment" if isinstance(last, datetime) else "day"
    return UNTIL[kind].in_language(language).format(_words(last, language))


def _words(value: Value, language: str) -> str:
    if isinstance(value, Text):
        return value.in_language(language)
    if isinstance(value, Period):
        return period_in_words(value, language)
    if isinstance(value, datetime):
        return moment_in_words(value, language)
    if isinstance(value, date):
        return date_in_words(value, language)
    if isinstance(value, tuple):
        return ", ".join(part.in_language(language) for part in value)
    found = NAMES_OF_WORDS.get(str(value))
    return found.in_language(language) if found is not None else str(value)


# --- windows -------------------------------------------------------------------------------------------------------


def clock_name(clock: str | None) -> Text:
    """Return the name of a clock; the id itself where the vocabulary has none."""
    # Slow import: the vocabulary is needed only when a reason is read.
    from kortisto.declaration.vocabulary.clocks import CLOCKS  # noqa: PLC0415

    word = CLOCKS.get(clock or "")
    return word.name if word is not None else Text(str(clock), str(clock), str(clock))


def counted_from(clock: str | None) -> Text:
    """Return `asiakkuuden päättymisestä` and its like, completing "kept for ten years ..."."""
    # Slow import: the vocabulary is needed only when a reason is read.
    from kortisto.declaration.vocabulary.clocks import CLOCKS  # noqa: PLC0415

    word = CLOCKS.get(clock or "")
    return word.counted_from if word is not None else Text(str(clock), str(clock), str(clock))


def explain_window(window: Window, at: datetime | None = None) -> Explanation:
    """Explain a window: until when, counted from what, and, for `at`, whether it is open then."""
    refs = (window.ref,) if window.instead_of is None else (window.ref, window.instead_of)
    children = tuple(_explain_reading(window.reading, window.ref)) if window.fallback is None else ()
    if window.ending is Ending.PERMANENT:
        return Explanation("window.permanent", {}, refs, children)
    if window.ends is None:
        if window.instead_of is not None and window.reading.status is Struck.STRUCK:
            return Explanation("window.kept_open", {}, refs, children)
        code = "window.running" if window.reading.status is Struck.RUNNING else "window.unknown"
        return Explanation(code, {"clock": clock_name(window.reading.clock)}, refs)
    closed = at is not None and at >= window.ends
    parameters: dict[str, Value] = {
        "keep": window.keep,
        "from": counted_from(window.counted_from.clock),
        "end": window.ends,
    }
    if window.counted_from.read is not None:
        parameters["date"] = window.counted_from.read
    if window.fallback is not None:
        parameters["clock"] = clock_name(window.reading.clock)
        why = "running" if window.reading.status is Struck.RUNNING else "unknown"
        return Explanation(f"window.fallback.{why}", parameters, refs)
    if window.keep.amount == 0:
        return Explanation("window.at_once", parameters, refs, children)
    return Explanation("window.closed" if closed else "window.open", parameters, refs, children)


def _explain_reading(reading: Reading, ref: str) -> Iterator[Explanation]:
    """Explain the choice among clocks, and each rounding."""
    for part in reading.of:
        if part.of:
            yield from _explain_reading(part, ref)
        elif part.read is not None:
            yield Explanation("clock.struck", {"clock": clock_name(part.clock), "date": part.read}, (ref,))
        else:
            yield Explanation(f"clock.{part.status.value}", {"clock": clock_name(part.clock)}, (ref,))
    if reading.mode is not None and reading.status is Struck.STRUCK:
        yield Explanation(f"clock.{reading.mode.name.lower()}", {"clock": clock_name(reading.clock)}, (ref,))
    if reading.rounding is not None and reading.moment is not None:
        yield Explanation(
            "clock.rounded", {"rounding": f"rounding.{reading.rounding.value}", "date": reading.moment}, (ref,)
        )
