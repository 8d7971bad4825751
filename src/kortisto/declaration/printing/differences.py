"""What differs between two versions of a declaration, in sentences: what changes for whom, and who must be told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from kortisto.declaration.civil_time import add_to_day
from kortisto.declaration.model import RetentionRule, Selector
from kortisto.declaration.model import Text as T  # noqa: N817 - texts read better with a short name
from kortisto.declaration.periods import Period
from kortisto.declaration.periods_in_words import date_in_words, period_in_words
from kortisto.declaration.printing.content.parts import counted_from
from kortisto.declaration.printing.context import Context
from kortisto.declaration.versions import Differences, Direction, PeriodChange, SectionChange

_PERIODS = {
    Direction.SHORTER: T("Lyhenee", "Blir kortare", "Shorter"),
    Direction.LONGER: T("Pitenee (vain myöhemmin kerätyille tiedoille, ellei laki vaadi)",
                        "Blir längre (endast för uppgifter som samlas in senare, om inte lagen kräver annat)",
                        "Longer (only for data collected later, unless a law demands it)"),
    Direction.OTHERWISE: T("Muuttuu muuten", "Ändras på annat sätt", "Changed otherwise"),
}  # fmt: skip
_NONE = T("ei säilytysaikaa", "ingen förvaringstid", "no period")
_AT_ONCE = T("erääntyy heti {0}: tiedot, joiden aika on alkanut ennen {1}",
             "gallras genast {0}: uppgifter vars tid började före {1}",
             "falls due at once on {0}: data whose period began before {1}")  # fmt: skip
_USE_ENDS = T("käyttö päättyy {0}; tieto erääntyy, ellei mikään muu käyttö sitä oikeuta",
              "användningen upphör {0}; uppgiften gallras om ingen annan användning motiverar den",
              "its use ends on {0}; the datum falls due unless another use justifies it")  # fmt: skip
_UNKNOWN = T("; jos päivä ei ole tiedossa: {0}", "; om dagen är okänd: {0}", "; if that day is unknown: {0}")
_TELL = T(
    "Kerrottava henkilökohtaisesti (13 art. 3 kohta, 14 art. 4 kohta):",
    "Ska informeras personligen (art. 13.3 och 14.4):",
    "Must be told in person (Articles 13(3) and 14(4)):",
)
_TELL_NOBODY = T("Kenellekään ei tarvitse kertoa erikseen.", "Ingen behöver informeras särskilt.",
                 "Nobody needs to be told individually.")  # fmt: skip
_SECTIONS = T("Selosteen kohdat", "Punkter i beskrivningen", "Entries of the notice")
_KINDS = (T("uutta", "nytt", "new"), T("poistuu", "utgår", "removed"), T("muuttuu", "ändras", "changed"))


@dataclass(frozen=True, slots=True)
class Said:
    """A heading and what stands under it; what explains a line follows it."""

    title: str
    lines: tuple[tuple[str, tuple[str, ...]], ...]


def differences_in_words(differences: Differences, language: str) -> tuple[Said, ...]:
    """Return what changes: nodes by section, periods by direction, and the groups that must be told."""
    new = differences.new.declaration
    c, was = Context(new, language), Context(differences.old.declaration, language)
    said = [
        Said(
            _SECTIONS.in_language(language),
            tuple(line for one in differences.sections.values() for line in _section(one, language)),
        )
    ]
    for direction, title in _PERIODS.items():
        changes = [change for change in differences.periods if change.direction is direction]
        if changes:
            lines = tuple(_period_lines(changes, was, c, new.register.valid_from))
            said.append(Said(title.in_language(language), lines))
    groups = tuple((c.group(group), ()) for group in differences.must_be_told)
    title = _TELL if groups else _TELL_NOBODY
    return (*said, Said(title.in_language(language).rstrip(":"), groups))


def _section(change: SectionChange, language: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for word, ids in zip(_KINDS, (change.added, change.removed, change.changed), strict=True):
        if ids:
            yield f"{change.section.replace('_', ' ')}: {word.in_language(language)}: {', '.join(ids)}", ()


def _period_lines(
    changes: Sequence[PeriodChange], was: Context, c: Context, from_day: date
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """One line for each pair of rules, with the items, groups and purposes that it changes for."""
    pairs: dict[tuple[str, str], list[PeriodChange]] = {}
    for change in changes:
        pairs.setdefault((change.old.ref if change.old else "", change.new.ref if change.new else ""), []).append(
            change
        )
    for alike in pairs.values():
        first = alike[0]
        fallback = first.old is None or first.new is None or first.old.if_unknown != first.new.if_unknown
        old = _said(was, first.old, fallback=fallback) if first.old else _none(c)
        new = _said(c, first.new, fallback=fallback) if first.new else _none(c)
        more = [
            _names((one.item for one in alike), c.item),
            f"{_names((one.group for one in alike), c.group)}; {_purposes(alike, was, c)}",
        ]
        day = date_in_words(from_day, c.language)
        if first.new is None:
            more.append(_USE_ENDS.in_language(c.language).format(day))
        elif first.direction is Direction.SHORTER and first.old and _earlier(first.old.at_most, first.new.at_most):
            began = date_in_words(_before(from_day, first.new.at_most), c.language)
            more.append(_AT_ONCE.in_language(c.language).format(day, began))
        yield f"{old} → {new}", tuple(more)


def _earlier(old: Period, new: Period) -> bool:
    """Return whether data fall due earlier by whole days, so that the first day of those that do can be told."""
    return new.civil and not new.permanent and old.surely_longer_than(new)


def _said(c: Context, rule: RetentionRule, *, fallback: bool) -> str:
    said = _period(c, rule.at_most, rule.start)
    if fallback and rule.if_unknown:
        said += _UNKNOWN.in_language(c.language).format(_period(c, rule.if_unknown.keep, rule.if_unknown.start))
    return said


def _period(c: Context, period: Period, start: Selector) -> str:
    return f"{period_in_words(period, c.language)} {counted_from(c, start)}" if not period.permanent else _none(c)


def _none(c: Context) -> str:
    return _NONE.in_language(c.language)


def _names(ids: Iterable[str], name: Callable[[str], str]) -> str:
    return ", ".join(dict.fromkeys(name(one) for one in ids))


def _purposes(alike: Sequence[PeriodChange], was: Context, c: Context) -> str:
    known = (c if one.purpose in c.declaration.purposes else was for one in alike)
    return ", ".join(dict.fromkeys(where.purpose(one.purpose) for where, one in zip(known, alike, strict=True)))


def _before(day: date, period: Period) -> date:
    """Return the first day whose period has not yet ended on the given day."""
    return add_to_day(day, Period(-period.amount, period.unit))
