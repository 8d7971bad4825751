"""What a sentence carries besides words: numbers, periods, dates, addresses, open places; the same in any language."""

from __future__ import annotations

import re
from collections.abc import Callable

_MONTHS = {
    name: number
    for number, same in enumerate(
        (
            "tammikuu|januari|january", "helmikuu|februari|february", "maaliskuu|mars|march", "huhtikuu|april",
            "toukokuu|maj|may", "kesäkuu|juni|june", "heinäkuu|juli|july", "elokuu|augusti|august",
            "syyskuu|september", "lokakuu|oktober|october", "marraskuu|november", "joulukuu|december",
        ),
        start=1,
    )
    for name in same.split("|")
}  # fmt: skip
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_UNITS = {
    "year": r"vuo[dst]\w*|år\w*|year\w*",
    "month": r"kuukau\w*|månad\w*|month\w*",
    "week": r"viik\w*|veck\w*|week\w*",
    "day": r"päiv\w*|vuorokau\w*|dag\w*|dygn\w*|day\w*",
    "hour": r"tun[nt]\w*|timm\w*|hour\w*",
    "minute": r"minuut\w*|minut\w*",
}
_UNIT = "|".join(_UNITS.values())
_WORDS = {
    2: r"kaksi|kahden|kahta|kahdessa|kahteen|två|two", 3: r"kolme\w?|kolmen|kolmea|kolmessa|tre|three",
    4: r"neljä\w?|neljässä|fyra|four", 5: r"viisi|viiden|viittä|viidessä|fem|five",
    6: r"kuusi|kuuden|kuutta|kuudessa|sex|six",
    7: r"seitsemän|seitsemää|seitsemässä|sju|seven", 8: r"kahdeksan|kahdeksaa|kahdeksassa|åtta|eight",
    9: r"yhdeksän|yhdeksää|yhdeksässä|nio|nine", 10: r"kymmenen|kymmentä|kymmenessä|tio|ten",
    11: r"yksitoista|yhdentoista|elva|eleven",
    12: r"kaksitoista|kahdentoista|tolv|twelve", 14: r"neljätoista|neljäntoista|fjorton|fourteen",
    15: r"viisitoista|viidentoista|femton|fifteen", 20: r"kaksikymmentä|kahdenkymmenen|tjugo|twenty",
    24: r"kaksikymmentäneljä|tjugofyra|twenty-four", 30: r"kolmekymmentä|kolmenkymmenen|trettio|thirty",
}  # fmt: skip
_WORD_BEFORE_UNIT = [
    (number, re.compile(rf"\b(?:{words})(?=[\s-](?:kalenteri|calendar |kalender|följande |seuraavan )?(?:{_UNIT}))"))
    for number, words in _WORDS.items()
]
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_WEB = re.compile(r"https?://(?P<host>[^\s/<>\"]+)[^\s<>\"]*|\bwww\.(?P<bare>[\w-]+(?:\.[\w-]+)+)[^\s<>\"]*")
_PLACE = re.compile(r"\$\{[^{}]*\}|\[[^\[\]]*\]")
_ISO_DATE = re.compile(r"\b(?P<year>[12][0-9]{3})-(?P<month>[01][0-9])-(?P<day>[0-3][0-9])\b")
_POINT_DATE = re.compile(r"\b(?P<day>[0-3]?[0-9])\.(?P<month>[01]?[0-9])\.(?:(?P<year>[12][0-9]{3})\b)?")
_LONG_DATE = re.compile(
    rf"\b(?P<day>[0-3]?[0-9])\.?(?:\s+of|st|nd|rd|th)?\s+(?P<month>{_MONTH})(?:n|ta|na)?(?:,?\s+(?P<year>[12][0-9]{{3}}))?\b"
)
_US_DATE = re.compile(
    rf"\b(?P<month>{_MONTH})\s+(?P<day>[0-3]?[0-9])(?:st|nd|rd|th)?(?:,?\s+(?P<year>[12][0-9]{{3}}))?\b"
)
_NAMED_UNIT = "|".join(f"(?P<{unit}>{forms})" for unit, forms in _UNITS.items())
_PERIOD = re.compile(rf"\b(?P<amount>[0-9]+)(?:[\s-]|:n |:n)?(?:kalenteri|calendar |kalender)?(?:{_NAMED_UNIT})\b")
_GROUPED = re.compile(r"(?<=[0-9])[  \u202f,](?=[0-9]{3}(?![0-9]))")
_DECIMAL = re.compile(r"(?<=[0-9]),(?=[0-9])")
_AFTERNOON = re.compile(r"\b(?P<hour>1[0-2]|[1-9])(?:[.:](?P<minute>[0-5][0-9]))?\s*(?P<half>[ap])\.?m\b\.?")
_CITED = re.compile(r"\b(?P<article>arti[kc]\w+ [0-9]+)\.(?=[0-9])")  # Swedish: artikel 5.1 is Article 5(1)
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)*")


def facts_of(text: str) -> frozenset[str]:
    """Return what a sentence carries, each in a form that does not depend on the language."""
    facts: set[str] = set()
    rest = text

    def taken(pattern: re.Pattern[str], fact: Callable[[re.Match[str]], str]) -> None:
        nonlocal rest

        def take(match: re.Match[str]) -> str:
            facts.add(fact(match))
            return " "

        rest = pattern.sub(take, rest)

    taken(_PLACE, lambda match: match[0] if match[0].startswith("$") else "[...]")
    taken(_WEB, lambda match: (match["host"] or match["bare"]).lower().removeprefix("www.").rstrip(".,;:)"))
    taken(_EMAIL, lambda match: match[0].lower().rstrip("."))
    rest = rest.lower()
    for pattern in (_ISO_DATE, _POINT_DATE, _LONG_DATE, _US_DATE):
        taken(pattern, _date)
    rest = _AFTERNOON.sub(_hour, rest)
    for number, words in _WORD_BEFORE_UNIT:
        rest = words.sub(str(number), rest)
    rest = _CITED.sub(r"\g<article> ", rest)
    rest = _DECIMAL.sub(".", _GROUPED.sub("", rest))
    taken(_PERIOD, _period)
    taken(_NUMBER, lambda match: match[0])
    facts.discard("")
    return frozenset(facts)


def _date(match: re.Match[str]) -> str:
    month = _MONTHS.get(match["month"]) or int(match["month"])
    return f"{match['year'] or '____'}-{month:02}-{int(match['day']):02}"


def _period(match: re.Match[str]) -> str:
    """A period; one of a unit is left out, since a language may say “a month” or, in Finnish, nothing at all."""
    unit = next(unit for unit in _UNITS if match[unit])
    return "" if match["amount"] == "1" else f"{match['amount']} {unit}"


def _hour(match: re.Match[str]) -> str:
    hour = int(match["hour"]) % 12 + (12 if match["half"] == "p" else 0)
    return f"{hour}.{match['minute']}" if match["minute"] else str(hour)
