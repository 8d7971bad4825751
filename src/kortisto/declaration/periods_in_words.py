"""Periods, dates and moments as people read them, in Finnish, Swedish and English: the one place that spells them.

Finnish inflects by case; the forms needed are stored, never made by rules. A number written with digits takes the
partitive singular of its noun (`10 vuotta`), the number one the nominative (`1 vuosi`); in the genitive both agree
(`10 vuoden kuluttua`). Every period keeps its digits in every language, so that numbers can be read back and compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from kortisto.declaration.civil_time import HELSINKI, civil_day
from kortisto.declaration.periods import Period, Unit


class Case(StrEnum):
    """The form of a period. Swedish and English know the first two; their partitive is the first."""

    NOMINATIVE = "nominative"  # 10 vuotta, 10 år, 10 years
    GENITIVE = "genitive"  # 10 vuoden (kuluttua), 10 års (tid), 10 years' (time)
    PARTITIVE = "partitive"  # (odottaa) 1 vuotta: where a verb asks for it also after the number one


@dataclass(frozen=True, slots=True)
class _Forms:
    """The noun of one unit: singular and plural of the nominative and the genitive."""

    one: str
    many: str
    genitive_one: str
    genitive_many: str


_FORMS = {
    "fi": {
        Unit.MINUTE: _Forms("minuutti", "minuuttia", "minuutin", "minuutin"),
        Unit.HOUR: _Forms("tunti", "tuntia", "tunnin", "tunnin"),
        Unit.DAY: _Forms("päivä", "päivää", "päivän", "päivän"),
        Unit.WEEK: _Forms("viikko", "viikkoa", "viikon", "viikon"),
        Unit.MONTH: _Forms("kuukausi", "kuukautta", "kuukauden", "kuukauden"),
        Unit.YEAR: _Forms("vuosi", "vuotta", "vuoden", "vuoden"),
    },
    "sv": {
        Unit.MINUTE: _Forms("minut", "minuter", "minuts", "minuters"),
        Unit.HOUR: _Forms("timme", "timmar", "timmes", "timmars"),
        Unit.DAY: _Forms("dag", "dagar", "dags", "dagars"),
        Unit.WEEK: _Forms("vecka", "veckor", "veckas", "veckors"),
        Unit.MONTH: _Forms("månad", "månader", "månads", "månaders"),
        Unit.YEAR: _Forms("år", "år", "års", "års"),
    },
    "en": {
        Unit.MINUTE: _Forms("minute", "minutes", "minute's", "minutes'"),
        Unit.HOUR: _Forms("hour", "hours", "hour's", "hours'"),
        Unit.DAY: _Forms("day", "days", "day's", "days'"),
        Unit.WEEK: _Forms("week", "weeks", "week's", "weeks'"),
        Unit.MONTH: _Forms("month", "months", "month's", "months'"),
        Unit.YEAR: _Forms("year", "years", "year's", "years'"),
    },
}

_PERMANENT = {"fi": "pysyvästi", "sv": "permanent", "en": "permanently"}
_AT_ONCE = {"fi": "heti", "sv": "genast", "en": "at once"}
_EVERY_ONE = {
    "fi": {Unit.MINUTE: "minuutin välein", Unit.HOUR: "tunnin välein", Unit.DAY: "päivittäin", Unit.WEEK: "viikoittain",
           Unit.MONTH: "kuukausittain", Unit.YEAR: "vuosittain"},
    "sv": {Unit.MINUTE: "varje minut", Unit.HOUR: "varje timme", Unit.DAY: "varje dag", Unit.WEEK: "varje vecka",
           Unit.MONTH: "varje månad", Unit.YEAR: "varje år"},
    "en": {Unit.MINUTE: "every minute", Unit.HOUR: "every hour", Unit.DAY: "every day", Unit.WEEK: "every week",
           Unit.MONTH: "every month", Unit.YEAR: "every year"},
}  # fmt: skip
_EVERY = {"fi": "{} välein", "sv": "med {} mellanrum", "en": "every {}"}
_AT_TIME = {"fi": "klo {:%H.%M}", "sv": "kl. {:%H.%M}", "en": "at {:%H:%M}"}


def period_in_words(period: Period, language: str, case: Case = Case.NOMINATIVE) -> str:
    """Return `10 vuotta`, `10 år`, `10 years`; in the genitive `10 vuoden`, `10 års`, `10 years'`.

    A permanent period and `at once` are adverbs (`pysyvästi`, `heti`) whatever the case. Raises KeyError for a language
    other than fi, sv and en.
    """
    if period.unit is None:
        return _PERMANENT[language]
    if period.amount == 0:
        return _AT_ONCE[language]
    forms = _FORMS[language][period.unit]
    one = period.amount == 1
    if case is Case.GENITIVE:
        noun = forms.genitive_one if one else forms.genitive_many
    elif case is Case.PARTITIVE and language == "fi":
        noun = forms.many  # the partitive singular, which is also what follows a number
    else:
        noun = forms.one if one else forms.many
    return f"{period.amount} {noun}"


def every_in_words(period: Period, language: str) -> str:
    """Return how often something happens: `6 kuukauden välein`, `med 6 månaders mellanrum`, `every 6 months`.

    Once in one unit is said without its number: `vuosittain`, `varje år`, `every year`. Raises KeyError for a language
    other than fi, sv and en.
    """
    if period.unit is not None and period.amount == 1:
        return _EVERY_ONE[language][period.unit]
    return _EVERY[language].format(
        period_in_words(period, language, Case.NOMINATIVE if language == "en" else Case.GENITIVE)
    )


def each_one_in_words(language: str) -> dict[Unit, str]:
    """Return what `every_in_words` says of one unit, so that it can be read back. Raises KeyError likewise."""
    return dict(_EVERY_ONE[language])


def date_in_words(day: date, language: str) -> str:
    """Return `22.11.2026`: the same in all three languages, so that the numbers of a notice agree.

    A moment (aware datetime) is taken as its day in Finland. Raises KeyError for an unknown language.
    """
    if language not in _FORMS:
        raise KeyError(language)
    local = civil_day(day)
    return f"{local.day}.{local.month}.{local.year}"


def moment_in_words(moment: datetime, language: str) -> str:
    """Return `22.11.2026 klo 14.05`, `22.11.2026 kl. 14.05`, `22.11.2026 at 14:05`, in Finnish time."""
    local = moment.astimezone(HELSINKI)
    return f"{date_in_words(local, language)} {_AT_TIME[language].format(local)}"
