"""What holds for several purposes is said once, with all their names, the latest end first."""

from __future__ import annotations

from datetime import date

import pytest

from kortisto.declaration.civil_time import start_of_day
from kortisto.declaration.explanations import Explanation, Value, grouped_sentences, sentences
from kortisto.declaration.model import Text
from kortisto.declaration.periods import parse_period

pytestmark = pytest.mark.unit

LATE, EARLY = start_of_day(date(2036, 10, 26)), start_of_day(date(2028, 10, 26))


def name(words: str) -> Text:
    return Text(f"{words} (fi)", f"{words} (sv)", words)


def window(years: int, end: Value) -> Explanation:
    counted = Text("asiakkuuden päättymisestä", "från kundrelationens slut", "from the end of the customership")
    parameters: dict[str, Value] = {"keep": parse_period(f"{years} years"), "from": counted, "end": end}
    return Explanation("window.open", {**parameters, "date": date(2026, 10, 25)}, ("retention.r",))


def stay(purpose: str, end: Value, *why: Explanation, code: str = "stays.until") -> Explanation:
    return Explanation(code, {"purpose": name(purpose), "end": end}, (f"uses.{purpose}",), why)


def told(*children: Explanation, language: str = "en") -> tuple[str, ...]:
    item = Text("Sähköposti", "E-post", "E-mail")
    parameters: dict[str, Value] = {"item": item, "action": "action.delete", "end": LATE}
    return grouped_sentences(Explanation("due.dated", parameters, (), children), language)[1:]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        (
            "fi",
            (
                "Tarkoitukset ”A (fi)”, ”B (fi)” ja ”C (fi)”: säilytysaika on 10 vuotta asiakkuuden päättymisestä "
                "(25.10.2026), eli tieto säilyy 25.10.2036 asti."
            ),
        ),
        (
            "sv",
            (
                "Ändamålen ”A (sv)”, ”B (sv)” och ”C (sv)”: förvaringstiden är 10 år från kundrelationens slut "
                "(25.10.2026), det vill säga uppgiften förvaras till och med 25.10.2036."
            ),
        ),
        (
            "en",
            (
                "Purposes “A”, “B” and “C”: the retention period is 10 years from the end of the customership "
                "(25.10.2026); that is, the item is kept up to and including 25.10.2036."
            ),
        ),
    ],
)
def test_purposes_with_the_same_end_share_one_sentence(language: str, sentence: str) -> None:
    same = [stay(purpose, LATE, window(10, LATE)) for purpose in ("A", "B", "A", "C")]

    assert told(*same, language=language) == (sentence,)


def test_the_latest_end_stands_first_and_no_known_end_before_it() -> None:
    running = Explanation("window.running", {"clock": name("order")}, ("retention.o",))
    open_ = Explanation("stays.open", {"purpose": name("D")}, ("uses.d",), (running,))
    said = told(stay("A", EARLY, window(2, EARLY)), stay("B", LATE, window(10, LATE)), open_)

    assert [one.partition(":")[0] for one in said] == ["Purpose “D”", "Purpose “B”", "Purpose “A”"]
    assert said[0] == (
        "Purpose “D”: the event “order” has not happened yet, so the retention period has no end date yet."
    )


def test_an_end_that_the_period_does_not_explain_is_said_with_the_period_after_it() -> None:
    said = told(stay("A", EARLY, window(10, LATE)), stay("B", EARLY, window(10, LATE), code="stays.cut"))

    assert said[0] == "Purpose “A”: the item is kept up to and including 25.10.2028."
    assert said[1].startswith("The retention period is 10 years")
    assert said[2] == "Purpose “B”: the ground for the use ends before the retention period (25.10.2028)."


def test_reasons_stay_with_their_purposes_and_holds_come_last() -> None:
    clock = Explanation("clock.unknown", {"clock": name("order")}, ("retention.r",))
    counted = window(10, LATE)
    hold = Explanation("blocked", {"hold": name("lawsuit")}, ("holds.h",))
    with_clock = Explanation(counted.code, counted.parameters, counted.refs, (clock,))
    said = told(hold, stay("A", LATE, with_clock), stay("B", EARLY, window(2, EARLY)), stay("C", LATE, counted))

    # The same period with another reason is another sentence: which purpose the reason is for must be plain.
    assert [one.split(":")[0] for one in said] == ["Purpose “A”", "Order", "Purpose “C”", "Purpose “B”", "Hold"]


def test_one_purpose_is_named_as_in_the_sentence_that_stands_alone() -> None:
    alone = stay("A", LATE, window(10, EARLY))

    assert told(alone, language="fi") == sentences(alone, "fi")
