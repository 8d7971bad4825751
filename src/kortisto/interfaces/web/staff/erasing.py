"""Erasing a person or an organisation: first what it would do, then the question, then what was kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from kortisto.interfaces.web.errors import not_found
from kortisto.interfaces.web.staff.forms import day
from kortisto.interfaces.web.staff.labels import Rule, rule_of
from kortisto.interfaces.web.visits import Visit, in_words, permitted
from kortisto.privacy.retention import operations, queries, rules
from kortisto.privacy.retention.enums import Outcome, Repeating, Stays, SubjectKind
from kortisto.privacy.retention.rules import ERASE, RESTRICT
from kortisto.register.audit.enums import Door
from kortisto.register.parties.enums import PartyKind

WHY = {
    Stays.LAW: _("the law requires it"),
    Stays.PERIOD: _("its period runs"),
    Stays.HOLD: _("a hold stands"),
    Stays.ACTION: _("the rule says something else than delete: a person decides"),
    Stays.NEEDED: _("belongs to data that stay"),
    Stays.SHARED_ROW: _("stands in one row with a datum that stays"),
    Stays.UNPLACED: _("belongs to no group of the notice: a person decides"),
    Stays.KEPT: _("no end is known yet"),
}
ALONG = {
    Repeating.HISTORY: _("repeats what goes"),
    Repeating.MERGE: _("repeats what goes"),
    Repeating.INDEX: _("made of what goes"),
    Repeating.HANGING: _("hangs on what goes"),
}
STOPPED = {
    Outcome.BUSY: _("Somebody else is changing this party right now, so nothing was erased. Try again in a moment."),
    Outcome.REFUSED: _("The database refused, so nothing was erased. Tell whoever looks after the program."),
    Outcome.CHANGED: _("The data have changed since this page was opened, so nothing was erased. Look at it again."),
}
LANGUAGES = (("fi", "Suomeksi"), ("sv", "På svenska"), ("en", "In English"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of what stays: what, how many, why, until when."""

    name: str
    number: int
    why: str
    until: str
    purposes: str
    laws: str
    rule: Rule


class AskedForm(forms.Form):
    """When the request for the erasure arrived; empty where nobody has asked."""

    asked_on = day(
        _("The request arrived on"),
        help_text=_("The day on which the person's request reached you. Leave it empty if nobody has asked."),
    )

    def __init__(self, *arguments: Any, at: datetime, **named: Any) -> None:
        """Know today, after which no request has arrived."""
        super().__init__(*arguments, **named)
        self.label_suffix = ""
        self.at = at

    def clean_asked_on(self) -> date | None:
        """Refuse a day that lies ahead."""
        asked_on: date | None = self.cleaned_data["asked_on"]
        try:
            rules.require_not_later(asked_on, self.at)
        except rules.AskedLaterError as error:
            raise forms.ValidationError(_("A request cannot have arrived on a day to come. Check the day.")) from error
        return asked_on


@require_http_methods(["GET", "HEAD", "POST"])
@permitted(ERASE)
def erase(request: HttpRequest, visit: Visit, kind: PartyKind, party_id: UUID) -> HttpResponse:
    """Show what erasing would do; once confirmed, do exactly that."""
    subject, stopped = SubjectKind(kind.value), ""
    form = AskedForm(request.POST or None, at=visit.at, initial={"asked_on": localdate(visit.at)})
    if request.method == "POST" and form.is_valid():
        done = operations.erase(
            kind=subject, subject=party_id, by=visit.by, at=visit.at, channel=Door.WEB, request_id=visit.request_id,
            asked_on=form.cleaned_data["asked_on"], seen=request.POST.get("seen", ""),
        )  # fmt: skip
        if done.plan is not None and done.outcome in {Outcome.DONE, Outcome.NOTHING}:
            context = {"kind": kind, "may_restrict": visit.has(RESTRICT), **_context(done.plan)}
            return render(request, "web/staff/erased.html", context)
        if done.outcome is Outcome.GONE:
            return not_found(request)
        stopped = str(STOPPED[done.outcome])
    door = operations.decide_on_erasure(by=visit.by, at=visit.at, channel=Door.WEB, request_id=visit.request_id)
    with door as access:
        plan = queries.plan_of_erasure(access=access, kind=subject, subject=party_id, at=visit.at)
    if plan is None:
        return not_found(request)
    context = {"kind": kind, "stopped": stopped, "form": form, **_context(plan)}
    return render(request, "web/staff/erase.html", context, status=422 if form.errors else 409 if stopped else 200)


def _context(plan: queries.ErasurePlan) -> dict[str, object]:
    numbers: dict[str, int] = {}
    for one in plan.goes:
        name = in_words(one.name)
        numbers[name] = numbers.get(name, 0) + one.number
    emptied: dict[str, int] = {}
    for one in plan.emptied:
        emptied[in_words(one.name)] = emptied.get(in_words(one.name), 0) + one.number
    return {
        "plan": plan,
        "goes": sorted(numbers.items()),
        "emptied": sorted(emptied.items()),
        "along": [(in_words(one.name), ALONG[one.kind], one.number) for one in plan.along],
        "loosened": [(in_words(one.name), one.number) for one in plan.loosened],
        "anonymised": [(in_words(one.name), one.number) for one in plan.anonymised],
        "stays": [_line(one) for one in plan.stays],
        "readers": [in_words(one) for one in plan.readers or ()],
        "letters": [(code, name, plan.letter(code)) for code, name in LANGUAGES]
        if plan.kind is SubjectKind.PERSON
        else [],
    }


def _line(one: queries.Kept) -> Line:
    why = str(WHY[one.why])
    if one.holds:
        why = f"{why}: {', '.join(in_words(hold) for hold in one.holds)}"
    return Line(
        name=in_words(one.name),
        number=one.number,
        why=why,
        until=date_format(one.until - timedelta(days=1)) if one.until else "",
        purposes=", ".join(in_words(purpose) for purpose in one.purposes),
        laws=", ".join(one.laws),
        rule=rule_of(one.rule),
    )
