from datetime import UTC, date, datetime

import pytest

from kortisto.declaration.periods import AT_ONCE, PERMANENT, Period, Unit
from kortisto.declaration.periods_in_words import Case, date_in_words, every_in_words, moment_in_words, period_in_words

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("period", "fi", "sv", "en"),
    [
        (Period(10, Unit.YEAR), "10 vuotta", "10 år", "10 years"),
        (Period(1, Unit.YEAR), "1 vuosi", "1 år", "1 year"),
        (Period(1, Unit.MONTH), "1 kuukausi", "1 månad", "1 month"),
        (Period(7, Unit.MONTH), "7 kuukautta", "7 månader", "7 months"),
        (Period(2, Unit.WEEK), "2 viikkoa", "2 veckor", "2 weeks"),
        (Period(14, Unit.DAY), "14 päivää", "14 dagar", "14 days"),
        (Period(24, Unit.HOUR), "24 tuntia", "24 timmar", "24 hours"),
        (Period(1, Unit.MINUTE), "1 minuutti", "1 minut", "1 minute"),
        (PERMANENT, "pysyvästi", "permanent", "permanently"),
        (AT_ONCE, "heti", "genast", "at once"),
    ],
)
def test_a_period_reads_naturally_in_each_language(period: Period, fi: str, sv: str, en: str) -> None:
    assert [period_in_words(period, language) for language in ("fi", "sv", "en")] == [fi, sv, en]


@pytest.mark.parametrize(
    ("period", "case", "words"),
    [
        (Period(10, Unit.YEAR), Case.GENITIVE, ("10 vuoden", "10 års", "10 years'")),
        (Period(1, Unit.MONTH), Case.GENITIVE, ("1 kuukauden", "1 månads", "1 month's")),
        (Period(3, Unit.MONTH), Case.GENITIVE, ("3 kuukauden", "3 månaders", "3 months'")),
        (Period(1, Unit.YEAR), Case.PARTITIVE, ("1 vuotta", "1 år", "1 year")),
        (Period(5, Unit.YEAR), Case.PARTITIVE, ("5 vuotta", "5 år", "5 years")),
    ],
)
def test_cases(period: Period, case: Case, words: tuple[str, str, str]) -> None:
    assert tuple(period_in_words(period, language, case) for language in ("fi", "sv", "en")) == words


def test_a_date_reads_the_same_in_all_languages() -> None:
    assert {date_in_words(date(2026, 3, 1), language) for language in ("fi", "sv", "en")} == {"1.3.2026"}


def test_a_moment_is_told_in_finnish_time() -> None:
    late = datetime(2026, 11, 21, 22, 5, tzinfo=UTC)
    assert date_in_words(late, "fi") == "22.11.2026"
    assert moment_in_words(late, "fi") == "22.11.2026 klo 00.05"
    assert moment_in_words(late, "sv") == "22.11.2026 kl. 00.05"
    assert moment_in_words(late, "en") == "22.11.2026 at 00:05"


def test_an_unknown_language_is_an_error() -> None:
    with pytest.raises(KeyError):
        date_in_words(date(2026, 3, 1), "de")


@pytest.mark.parametrize(
    ("period", "fi", "sv", "en"),
    [
        (Period(1, Unit.YEAR), "vuosittain", "varje år", "every year"),
        (Period(1, Unit.DAY), "päivittäin", "varje dag", "every day"),
        (Period(6, Unit.MONTH), "6 kuukauden välein", "med 6 månaders mellanrum", "every 6 months"),
    ],
)
def test_what_is_repeated(period: Period, fi: str, sv: str, en: str) -> None:
    assert [every_in_words(period, language) for language in ("fi", "sv", "en")] == [fi, sv, en]
