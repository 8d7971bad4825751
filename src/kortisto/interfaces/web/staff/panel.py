"""The privacy panel: why each datum of a party is still here, until when, and by which rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kortisto.declaration.endings import DueKind
from kortisto.declaration.explanation_texts import NAMES_OF_WORDS
from kortisto.declaration.printing.statutes import article
from kortisto.declaration.vocabulary.law import ARTICLE_OF_BASIS
from kortisto.declaration.words import Basis
from kortisto.interfaces.web.staff.labels import Rule, basis_name, rule_of, source_name
from kortisto.interfaces.web.visits import in_words
from kortisto.privacy.retention.enums import SubjectKind
from kortisto.privacy.retention.queries import DatumStanding
from kortisto.register.access import current


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One datum. `state`: overdue, held, dated, open or permanent; `status` says the same in words."""

    item: str
    name: str
    value: str
    state: str
    status: str
    source: str
    collected_on: date
    purposes: tuple[str, ...]
    bases: tuple[str, ...]
    then: str
    rule: Rule
    rule_address: str
    version: str
    holds: tuple[str, ...]
    reasons: tuple[str, ...]
    due_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """What the panel shows: one sentence on the whole, what comes next, and the data, the most urgent first."""

    state: str
    summary: str
    next: str
    lines: tuple[Line, ...]
    hidden: int


_ORDER = ("overdue", "held", "open", "dated", "permanent")


def panel(
    standing: tuple[DatumStanding, ...],
    *,
    of: SubjectKind,
    language: str,
    values: Mapping[tuple[UUID, str], str],
    shows: Callable[[str], bool],
) -> Panel:
    """Make the panel. `values`: what stands in a row for an item; `shows`: whether the purpose shows an item.

    The sentence on the whole speaks of all data, also of those that are not shown: else it could be untrue.
    """
    lines = sorted(
        (_line(one, language, values) for one in standing),
        key=lambda line: (_ORDER.index(line.state), line.due_on or date.max, line.name),
    )
    shown = tuple(line for line in lines if shows(line.item))
    state, summary = _summary(lines, of)
    return Panel(state=state, summary=summary, next=_next(lines), lines=shown, hidden=len(lines) - len(shown))


def _line(one: DatumStanding, language: str, values: Mapping[tuple[UUID, str], str]) -> Line:
    state = _state(one)
    rule = rule_of(one.rule)
    return Line(
        item=one.item,
        name=one.name.in_language(language),
        value=_value(one, values),
        state=state,
        status=_status(state, one.due_on),
        source=source_name(one.source),
        collected_on=one.collected_on,
        purposes=tuple(purpose.in_language(language) for purpose in one.purposes),
        bases=tuple(dict.fromkeys(_basis(basis, language) for basis in one.bases)),
        then=in_words(NAMES_OF_WORDS[f"action.{one.action.value}"]),
        rule=rule,
        rule_address=f"{reverse('web:notice')}?lang={language}#{rule.anchor}",
        version=current.version(),
        holds=tuple(hold.in_language(language) for hold in one.holds),
        reasons=one.reasons(language),
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
        day = date_format(_last_day(due_on) if state == "dated" else due_on)
    return {
        "overdue": _("Overdue since %(day)s"),
        "held": _("Due since %(day)s, but on hold"),
        "dated": _("Stays until %(day)s"),
        "open": _("No end known yet"),
        "permanent": _("Kept permanently"),
    }[state] % {"day": day}


def _summary(lines: list[Line], of: SubjectKind) -> tuple[str, str]:
    """The state of the whole, and a sentence on it."""
    overdue = [line.due_on for line in lines if line.state == "overdue" and line.due_on]
    held = sum(line.state == "held" for line in lines)
    if not lines:
        return "dated", _("There is nothing here whose time could end.")
    if len(overdue) == len(lines):
        # Not before the last of them was due was everything due.
        text = {
            SubjectKind.PERSON: _("All data of this person has been overdue since %(day)s."),
            SubjectKind.ORGANISATION: _("All data of this organisation has been overdue since %(day)s."),
        }[of]
        return "overdue", text % {"day": date_format(max(overdue))}
    if overdue:
        text = ngettext(
            "%(count)s of %(all)s data is overdue, since %(day)s.",
            "%(count)s of %(all)s data are overdue, the oldest since %(day)s.",
            len(overdue),
        )
        return "overdue", text % {"count": len(overdue), "all": len(lines), "day": date_format(min(overdue))}
    if held:
        text = ngettext("%(count)s datum is due but on hold.", "%(count)s data are due but on hold.", held)
        return "held", text % {"count": held}
    ends = [line.due_on for line in lines if line.due_on]
    if ends:
        return "dated", _("Nothing is due. The first period ends on %(day)s.") % {
            "day": date_format(_last_day(min(ends)))
        }
    return "dated", _("Nothing is due, and no end is known yet.")


def _next(lines: list[Line]) -> str:
    """What happens next, and when."""
    if any(line.state == "overdue" for line in lines):
        return _("The next sweep carries out what is overdue. A person with the right to do so starts it.")
    if any(line.state == "held" for line in lines):
        return _("What is on hold goes when the hold has ended.")
    first = min((line for line in lines if line.due_on), key=lambda line: line.due_on or date.max, default=None)
    if first is None:
        return ""
    return _("What follows after that: %(action)s.") % {"action": first.then}


def _value(one: DatumStanding, values: Mapping[tuple[UUID, str], str]) -> str:
    _model, _colon, key = one.record.partition(":")
    try:
        return values.get((UUID(key), one.item), "")
    except ValueError:
        return ""


def _basis(ref: str, language: str) -> str:
    """Name a legal basis of the declaration with its Article."""
    node = current.compiled().declaration.bases.get(ref.rpartition(".")[2])
    if node is None:
        return ref
    return f"{basis_name(Basis(node.basis))} ({article(ARTICLE_OF_BASIS[node.basis], language)})"
