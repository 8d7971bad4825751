"""How long deciding takes: `decide()` for one use, `due()` for one person with 30 items.

Run: .venv/bin/python bench/decisions.py. The aims: decide under 50 µs, due under 1,000 µs. Prints the median and the
95th percentile of single calls in microseconds, warm (windows known by value) and cold (every subject new), for each
declaration under notices/ and for a made-up one whose rules use every kind of clock.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter_ns
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from kortisto.declaration import standing  # noqa: E402 - the path is set above
from kortisto.declaration.compiled import Compiled, compile_declaration  # noqa: E402
from kortisto.declaration.decisions import decide, due  # noqa: E402
from kortisto.declaration.loader import load  # noqa: E402
from kortisto.declaration.model import Condition  # noqa: E402
from kortisto.declaration.subjects import Datum, SubjectState  # noqa: E402
from kortisto.declaration.windows import ClockState  # noqa: E402
from kortisto.declaration.words import Basis, Mode, Rounding  # noqa: E402
from tests.declaration.building import choice, clock, declaration, fallback, purpose, row, rule  # noqa: E402

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
ITEMS = 30
CALLS = 2_000


def made_up() -> Compiled:
    """Six purposes over the whole person, with rules on two clocks, rounding, fallbacks and minimums."""
    later = choice(Mode.LATER_OF, "person.last_activity", "organisation.last_activity")
    books = clock("invoice.dated", to_end_of=Rounding.YEAR_OF_FINANCIAL_YEAR)
    names = ("service", "accounting", "marketing", "contracts", "security", "development")
    rules = (
        rule(
            "15 years", later, id="service", purposes=("service",), at_least="10 years", if_unknown=fallback("15 years")
        ),
        rule("6 years", books, id="accounting", purposes=("accounting",), if_unknown=fallback("7 years")),
        rule("2 years", "person.last_activity", id="rest", if_unknown=fallback("3 years")),
        rule("3 months", "chat.ended", id="chats", items=("chat.transcript",), if_unknown=fallback("6 months")),
    )
    rows = [row(name, name, items=("person", "invoice", "ticket", "visit", "chat.transcript")) for name in names]
    return compile_declaration(
        declaration(purposes=[purpose(name) for name in names], processing=rows, retention=rules)
    )


def subject_of(compiled: Compiled, shift: int) -> SubjectState:
    """A subject in every group, with 30 items and every clock struck; `shift` makes its dates its own."""
    clocks = {name for row_ in compiled.rows.values() for plan in row_.rules.values() for name in plan.clocks}
    start = date(2019, 1, 1) + timedelta(days=shift)
    items = sorted(compiled.holding)
    data = tuple(
        Datum(item=items[number % len(items)], collected=start + timedelta(days=number)) for number in range(ITEMS)
    )
    states = frozenset(word for group in compiled.declaration.subject_groups.values() for word in _words(group.when))
    struck = {name: ClockState((start + timedelta(days=300), start + timedelta(days=900))) for name in clocks}
    return SubjectState(states=states, clocks=struck, data=data)


def _words(condition: Condition) -> list[str]:
    return [word for term in condition.terms for word in (_words(term) if isinstance(term, Condition) else [term])]


def forget() -> None:
    """Empty the windows that are known by value."""
    standing._window_by_value.cache_clear()  # noqa: SLF001 - a measurement may look inside
    standing._window_whenever_collected.cache_clear()  # noqa: SLF001


def timed(call: Callable[[int], object]) -> tuple[float, float]:
    """Return median and 95th percentile of single calls, in microseconds."""
    taken = []
    for number in range(CALLS):
        start = perf_counter_ns()
        call(number)
        taken.append((perf_counter_ns() - start) / 1_000)
    return median(taken), quantiles(taken, n=20)[-1]


def measure(name: str, compiled: Compiled) -> None:
    subjects = [subject_of(compiled, number) for number in range(CALLS)]
    row_ = next(one for one in compiled.rows.values() if one.basis.basis is not Basis.CONSENT and one.items)
    use: dict[str, Any] = {
        "purpose": row_.node.purpose,
        "role": row_.node.by[0],
        "operation": row_.node.operations[0],
        "items": [datum.item for datum in subjects[0].data if datum.item in row_.items][:5],
        "at": NOW,
    }
    one_item = {**use, "items": use["items"][:1]}

    def cold(question: Callable[[SubjectState], object]) -> Callable[[int], object]:
        forget()
        return lambda number: question(subjects[number])

    rows = [
        ("decide, 1 item, warm", lambda _: decide(compiled, subject=subjects[0], **one_item)),
        ("decide, 1 item, cold", cold(lambda who: decide(compiled, subject=who, **one_item))),
        ("decide, 5 items, warm", lambda _: decide(compiled, subject=subjects[0], **use)),
        ("decide, 5 items, cold", cold(lambda who: decide(compiled, subject=who, **use))),
        ("due, 30 items, warm", lambda _: due(compiled, subject=subjects[0])),
        ("due, 30 items, cold", cold(lambda who: due(compiled, subject=who))),
    ]
    forget()
    for title, call in rows:
        if title.endswith("cold"):
            forget()
        middle, high = timed(call)
        print(f"{name:<14} {title:<24} {middle:>9.1f} {high:>9.1f}")


def main() -> None:
    print(f"{'declaration':<14} {'question':<24} {'median µs':>9} {'p95 µs':>9}")
    measure("made up", made_up())
    for file in sorted((ROOT / "notices").glob("*.yaml")):
        loaded = load(file)
        if loaded.declaration is None or not loaded.declaration.processing:
            print(f"{file.name:<14} could not be loaded ({len(loaded.problems)} problems)")
            continue
        start = perf_counter_ns()
        compiled = compile_declaration(loaded.declaration)
        print(f"{file.stem:<14} {'compiling':<24} {(perf_counter_ns() - start) / 1_000:>9.0f}")
        measure(file.stem, compiled)


if __name__ == "__main__":
    main()
