"""The privacy panel: why each datum of a party is still here, until when, by which rule, and what is refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kortisto.declaration.endings import DueKind
from kortisto.declaration.explanation_texts import NAMES_OF_WORDS, SENTENCES
from kortisto.declaration.explanations import Told
from kortisto.declaration.printing.statutes import article
from kortisto.declaration.vocabulary.law import ARTICLE_OF_BASIS
from kortisto.declaration.words import Basis, Operation
from kortisto.interfaces.web.staff.days import day_in_words
from kortisto.interfaces.web.staff.labels import Rule, basis_name, rule_of, source_name
from kortisto.interfaces.web.staff.lifeline import BAR, Lifeline, elapsed, in_time, lifeline
from kortisto.interfaces.web.visits import in_words
from kortisto.privacy.retention.enums import HeldBack, SubjectKind
from kortisto.privacy.retention.queries import DatumStanding, SubjectStanding
from kortisto.register.access import current


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """For what a datum is kept by one basis. `basis`: with its Article; `why`: which interest, contract or law."""

    basis: str
    why: str
    purposes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One datum. `state`: overdue, unplaced, held, dated, open or permanent; `status` says it in words, `until` in one.

    `version`: of the notice whose rule decides; `declaration`: the one under which the datum was collected.
    `elapsed`: how much of its time has gone, in units of a bar of `BAR`; None where no end is known.
    """

    item: str
    name: str
    value: str
    state: str
    status: str
    until: str
    elapsed: int | None
    source: str
    collected_on: date
    uses: tuple[Use, ...]
    then: str
    rule: Rule
    rule_address: str
    version: str
    declaration: str
    following: str
    holds: tuple[str, ...]
    reasons: tuple[str, ...]
    refused: tuple[tuple[str, str], ...]
    due_on: date | None

    @property
    def collected(self) -> str:
        """Return the day of collection as it is written in all our languages."""
        return f"{self.collected_on.day}.{self.collected_on.month}.{self.collected_on.year}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """The data of one kind and state; few of them are shown one by one, many under one head."""

    name: str
    state: str
    until: str
    lines: tuple[Line, ...]

    @property
    def folded(self) -> bool:
        """Return whether there are so many that they stand under one head."""
        return len(self.lines) > MOST_APART


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """What the panel shows: one sentence on the whole, what comes next, and the data, the most urgent first.

    `uses`: the commonest of the data that are shown, with how many purposes there are besides (`more_uses`). `sources`:
    in a few words. `held`: a hold stands. `unused`: purposes of the notice for which nothing is kept here. `may_not`:
    what the notice does not let the visitor do for the present purpose.
    """

    state: str
    summary: str
    next: str
    then: str
    lines: tuple[Line, ...]
    shelves: tuple[Shelf, ...]
    refused: tuple[tuple[str, str], ...]
    lifeline: Lifeline | None
    hidden: int
    uses: tuple[Use, ...] = ()
    more_uses: int = 0
    sources: str = ""
    held: bool = False
    unused: tuple[str, ...] = ()
    may_not: tuple[str, ...] = ()
    bar: int = BAR


MOST_NAMED = 2
"""So many purposes or sources are named on the face of the panel; of more, the commonest one."""
MOST_APART = 3
"""So many data of one kind are shown one by one; more stand under one head."""
_TOLD = (Operation.COLLECT, Operation.CHANGE, Operation.CONTACT, Operation.DISCLOSE, Operation.EXPORT)
"""What staff do with people's data: of these it is told where the notice does not permit it for the purpose."""
_ORDER = ("overdue", "unplaced", "held", "open", "dated", "permanent")


def panel(
    standing: SubjectStanding,
    *,
    of: SubjectKind,
    language: str,
    today: date,
    values: Mapping[tuple[UUID, str], str],
    shows: Callable[[str], bool],
    may: Callable[[Operation], bool] = lambda _operation: True,
) -> Panel:
    """Make the panel. `values`: what stands in a row for an item; `shows`: whether the purpose shows an item.

    `may`: whether the notice lets the visitor do something with any item for the purpose.

    The sentence on the whole speaks of all data, also of those that are not shown: else it could be untrue.
    """
    said = _Said(language, reverse("web:notice"))
    lines = sorted(
        (_line(one, said, today, values, placed=standing.placed) for one in standing.data),
        key=lambda line: (_ORDER.index(line.state), line.due_on or date.max, line.name),
    )
    shown = tuple(line for line in lines if shows(line.item))
    state, summary = _summary(lines, standing, of)
    following, then = _next(lines, standing, today)
    uses, more = _commonest(shown)
    return Panel(
        state=state,
        summary=summary,
        next=following,
        then=then,
        lines=shown,
        shelves=_shelves(shown),
        refused=_refused(standing.data, language, shows),
        lifeline=lifeline(((one.collected_on, one.due_on, one.state) for one in lines), today=today),
        hidden=len(lines) - len(shown),
        uses=uses,
        more_uses=more,
        sources=_mostly(line.source for line in shown),
        held=_is_held(standing),
        unused=_unused(standing, language),
        may_not=tuple(in_words(NAMES_OF_WORDS[f"operation.{one.value}"]) for one in _TOLD if not may(one)),
    )


def _mostly(names: Iterable[str]) -> str:
    """The commonest of several names, and how many others there are: what fits into a line."""
    ranked = [name for name, _count in Counter(names).most_common()]
    if len(ranked) <= MOST_NAMED:
        return ", ".join(ranked)
    others = ngettext("%(names)s and %(count)s other", "%(names)s and %(count)s others", len(ranked) - 1)
    return others % {"names": ranked[0], "count": len(ranked) - 1}


def _commonest(lines: Iterable[Line]) -> tuple[tuple[Use, ...], int]:
    """The commonest purposes, each beside the basis on which it is pursued; and how many purposes there are besides."""
    found = Counter((use.basis, use.why, name) for line in lines for use in line.uses for name in use.purposes)
    ranked = list(dict.fromkeys(name for (_basis, _why, name), _count in found.most_common()))
    named = ranked[:MOST_NAMED]
    uses: dict[str, Use] = {}
    for (basis, why, name), _count in found.most_common():
        if name in named and name not in uses:
            uses[name] = Use(basis=basis, why=why, purposes=(name,))
    return tuple(uses[name] for name in named), len(ranked) - len(named)


def _unused(standing: SubjectStanding, language: str) -> tuple[str, ...]:
    """The purposes of the notice for which no datum of the subject is kept."""
    declared = current.compiled().declaration.purposes
    used = {window.purpose for one in standing.data for window in one.windows}
    return tuple(node.name.in_language(language) for id_, node in declared.items() if id_ not in used)


def _uses(one: DatumStanding, said: _Said) -> tuple[Use, ...]:
    """For what a datum is kept: each purpose beside the basis of the row of the notice that says so."""
    together: dict[tuple[str, str], dict[str, None]] = {}
    for window in one.windows:
        name = current.compiled().declaration.purposes[window.purpose].name.in_language(said.language)
        together.setdefault(said.basis(window.basis), {})[name] = None
    return tuple(Use(basis=basis, why=why, purposes=tuple(names)) for (basis, why), names in together.items())


def _shelves(lines: Iterable[Line]) -> tuple[Shelf, ...]:
    """Put the data of one kind and state together; what is most urgent stays first."""
    kinds: dict[tuple[str, str], list[Line]] = {}
    for line in lines:
        kinds.setdefault((line.item, line.state), []).append(line)
    return tuple(
        Shelf(name=same[0].name, state=state, until=_span(same), lines=tuple(same))
        for (_item, state), same in kinds.items()
    )


def _span(same: list[Line]) -> str:
    """The first and the last end of several data."""
    ends = [line.until for line in same]
    return ends[0] if ends[0] == ends[-1] else f"{ends[0]} – {ends[-1]}"


def _refused(
    standing: tuple[DatumStanding, ...], language: str, shows: Callable[[str], bool]
) -> tuple[tuple[str, str], ...]:
    """Each reason for which a use is refused now, in a sentence, with the purposes."""
    found: dict[str, dict[str, None]] = {}
    for one in standing:
        for use in one.refused if shows(one.item) else ():
            found.setdefault(use.reason.name.lower(), {})[use.purpose.in_language(language)] = None
    return tuple((_refusal(reason, language), ", ".join(sorted(purposes))) for reason, purposes in found.items())


def _refusal(reason: str, language: str) -> str:
    """The sentence on a reason, without the item that it stands for elsewhere."""
    return SENTENCES[f"refused.{reason}"].in_language(language).partition("{item}. ")[2]


@dataclass(frozen=True, slots=True)
class _Said:
    """The language of a panel, the address of the notice, and what was said of data that stand on the same rows."""

    language: str
    notice: str
    told: Told = field(default_factory=dict)
    bases: dict[str, tuple[str, str]] = field(default_factory=dict)

    def basis(self, ref: str) -> tuple[str, str]:
        """Return the name of a legal basis with its Article, and what it rests on; worked out once for a panel."""
        if ref not in self.bases:
            self.bases[ref] = _basis(ref, self.language)
        return self.bases[ref]


def _line(
    one: DatumStanding, said: _Said, today: date, values: Mapping[tuple[UUID, str], str], *, placed: bool
) -> Line:
    state, language = _state(one), said.language
    if state == "overdue" and not placed:
        state = "unplaced"
    rule = rule_of(one.rule)
    return Line(
        item=one.item,
        name=one.name.in_language(language),
        value=_value(one, values),
        state=state,
        status=_status(state, one.due_on),
        until=_until(state, one.due_on),
        elapsed=elapsed(one.collected_on, one.due_on, today=today),
        source=source_name(one.source),
        collected_on=one.collected_on,
        uses=_uses(one, said),
        then=in_words(NAMES_OF_WORDS[f"action.{one.action.value}"]),
        rule=rule,
        rule_address=f"{said.notice}?lang={language}#{rule.anchor}",
        version=next((window.version for window in one.windows if window.version), current.version()),
        declaration=one.declaration,
        following=one.what_next(language),
        holds=tuple(hold.in_language(language) for hold in one.holds),
        reasons=one.reasons(language, said.told),
        refused=_refused((one,), language, lambda _item: True),
        due_on=one.due_on,
    )


def _last_day(due_on: date) -> date:
    """What is not due yet is told by the last day on which it stays, as the sentences tell it."""
    return due_on - timedelta(days=1)


def _state(one: DatumStanding) -> str:
    if one.overdue:
        return "held" if one.holds else "overdue"
    if one.kind is DueKind.PERMANENT:
        return "permanent"
    return "dated" if one.due_on is not None else "open"


def _status(state: str, due_on: date | None) -> str:
    day = ""
    if due_on is not None:
        day = day_in_words(_last_day(due_on) if state == "dated" else due_on)
    return {
        "overdue": _("Overdue since %(day)s"),
        "unplaced": _("Waits for somebody to say what they are to us"),
        "held": _("Due since %(day)s, but on hold"),
        "dated": _("Stays until %(day)s"),
        "open": _("No end known yet"),
        "permanent": _("Kept permanently"),
    }[state] % {"day": day}


def _until(state: str, due_on: date | None) -> str:
    """The end in a word, where a line has no room for a sentence."""
    if state == "unplaced":
        return _("waits")
    if due_on is None:
        return {"permanent": _("for good"), "held": _("on hold")}.get(state, _("open"))
    return day_in_words(_last_day(due_on) if state == "dated" else due_on)


def _summary(lines: list[Line], standing: SubjectStanding, of: SubjectKind) -> tuple[str, str]:
    """The state of the whole, and a sentence on it."""
    overdue = [line.due_on for line in lines if line.state == "overdue" and line.due_on]
    held = sum(line.state == "held" for line in lines)
    if not lines:
        return "dated", _("There is nothing here whose time could end.")
    if not standing.placed:
        # As of somebody who was just added, without what ties them to the organisation.
        return "unplaced", {
            SubjectKind.PERSON: _(
                "Nobody has said what this person is to us, so no period of the notice runs and nothing is erased by "
                "itself. Say whom the person represents, or that the person is our customer; or erase the data."
            ),
            SubjectKind.ORGANISATION: _(
                "Nobody has said what this organisation is to us, so no period of the notice runs and nothing is "
                "erased by itself. Say what the organisation is to us, or erase the data."
            ),
        }[of]
    if len(overdue) == len(lines):
        # Not before the last of them was due was everything due.
        text = {
            SubjectKind.PERSON: _("All data of this person has been overdue since %(day)s."),
            SubjectKind.ORGANISATION: _("All data of this organisation has been overdue since %(day)s."),
        }[of]
        return "overdue", text % {"day": day_in_words(max(overdue))}
    if overdue:
        text = ngettext(
            "%(count)s of %(all)s data is overdue, since %(day)s.",
            "%(count)s of %(all)s data are overdue, the oldest since %(day)s.",
            len(overdue),
        )
        return "overdue", text % {"count": len(overdue), "all": len(lines), "day": day_in_words(min(overdue))}
    if held:
        text = ngettext("%(count)s datum is due but on hold.", "%(count)s data are due but on hold.", held)
        return "held", text % {"count": held}
    return _nothing_due(standing)


def _is_held(standing: SubjectStanding) -> bool:
    """Return whether somebody has opened a hold that stands; what stands by itself is told where it keeps something."""
    return any(one.is_open and not one.by_itself for one in standing.holds)


def _nothing_due(standing: SubjectStanding) -> tuple[str, str]:
    if _is_held(standing):
        return "held", _("Nothing is overdue. A hold stops the erasure.")
    return "dated", _("Everything here has its reason.")


def _next(lines: list[Line], standing: SubjectStanding, today: date) -> tuple[str, str]:
    """What goes next and when, and what happens to it then."""
    if not standing.placed:
        return "", ""
    if any(line.state == "overdue" for line in lines):
        return _of_the_sweep(standing), ""
    if any(line.state == "held" for line in lines):
        return _("What is on hold goes when the hold has ended."), ""
    dated = [line for line in lines if line.due_on]
    if not dated:
        return (_("No end is known yet."), "") if lines else ("", "")
    end = min(line.due_on for line in dated if line.due_on)
    first = list(dict.fromkeys(line.name for line in dated if line.due_on == end))
    then = next(line.then for line in dated if line.due_on == end)
    what = first[0]
    if len(first) > 1:
        others = ngettext(
            "%(what)s and %(count)s other kind of datum", "%(what)s and %(count)s other kinds of data", len(first) - 1
        )
        what = others % {"what": what, "count": len(first) - 1}
    following = _("Next to go, after %(day)s (%(in)s): %(what)s.") % {
        "day": day_in_words(_last_day(end)), "in": in_time(end, today=today), "what": what,
    }  # fmt: skip
    return following, _("What follows after that: %(action)s.") % {"action": then}


def _of_the_sweep(standing: SubjectStanding) -> str:
    """What the next sweep does with what is overdue, and what it leaves to a person or to another day."""
    others = standing.held_back.get(HeldBack.ACTION, 0)
    waits = sum(standing.held_back.get(why, 0) for why in (HeldBack.SHARED_ROW, HeldBack.STILL_NEEDED))
    told = []
    if standing.goes and not others and not waits:
        told.append(_("The sweep, which runs every night, carries out what is overdue."))
    elif standing.goes:
        text = ngettext(
            "The sweep, which runs every night, erases %(count)s datum.",
            "The sweep, which runs every night, erases %(count)s data.",
            standing.goes,
        )
        told.append(text % {"count": standing.goes})
    if others:
        text = ngettext(
            "The rule of %(count)s datum says something else than delete: it is left to a person.",
            "The rules of %(count)s data say something else than delete: they are left to a person.",
            others,
        )
        told.append(text % {"count": others})
    if waits:
        text = ngettext(
            "%(count)s datum waits, because data whose time still runs depend on it.",
            "%(count)s data wait, because data whose time still runs depend on them.",
            waits,
        )
        told.append(text % {"count": waits})
    return " ".join(told)


def _value(one: DatumStanding, values: Mapping[tuple[UUID, str], str]) -> str:
    _model, _colon, key = one.record.partition(":")
    try:
        return values.get((UUID(key), one.item), "")
    except ValueError:
        return ""


def _basis(ref: str, language: str) -> tuple[str, str]:
    """Name a legal basis of the declaration with its Article, and the interest, contract or law that it rests on."""
    node = current.compiled().declaration.bases.get(ref.rpartition(".")[2])
    if node is None:
        return ref, ""
    text = node.interest or node.contract or node.text
    why = text.in_language(language) if text is not None else ", ".join(node.statutes)
    return f"{basis_name(Basis(node.basis))} ({article(ARTICLE_OF_BASIS[node.basis], language)})", why
