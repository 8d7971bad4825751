"""Who is due, by which rule."""

from __future__ import annotations

from datetime import datetime, time

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kortisto.interfaces.web.errors import not_found
from kortisto.interfaces.web.staff.forms import DayInput
from kortisto.interfaces.web.staff.labels import rule_of
from kortisto.interfaces.web.visits import Visit, staff
from kortisto.privacy.retention import operations, queries
from kortisto.privacy.retention.enums import HeldBack, SubjectKind
from kortisto.privacy.retention.rules import may_oversee
from kortisto.register.audit.enums import Door

HELD_BACK = {
    HeldBack.HOLD: _("a hold stands"),
    HeldBack.ACTION: _("the rule says something else than delete: a person decides"),
    HeldBack.SHARED_ROW: _("stands in one row with a datum whose period runs"),
    HeldBack.STILL_NEEDED: _("other data hang on it, and their period runs"),
    HeldBack.REVIEW: _("its minimum is over, and somebody is to confirm first that it is no longer needed"),
    HeldBack.UNPLACED: _("belongs to no group of the notice: a person decides"),
    HeldBack.DATABASE: _("the database refused: something that nobody declared hangs on it"),
}


class AtForm(forms.Form):
    """The day for which the page is asked; empty: today."""

    at = forms.DateField(
        label=_("As of"),
        required=False,
        widget=DayInput(),
        error_messages={"invalid": _("Write the day as d.m.yyyy, for example 31.12.2026.")},
    )


@require_safe
@staff
def due(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show of whom something is due today, or was or will be on another day."""
    if not may_oversee(visit.by):
        return not_found(request)
    form = AtForm(request.GET if "at" in request.GET else None, label_suffix="")
    day = form.cleaned_data["at"] if form.is_bound and form.is_valid() else None
    at = timezone.make_aware(datetime.combine(day, time(12))) if day else visit.at
    with operations.oversee(by=visit.by, at=visit.at, channel=Door.WEB, request_id=visit.request_id) as access:
        report = queries.due_report(access=access, at=at)
    rules = [(rule_of(ref), count) for ref, count in sorted(report.by_rule().items())]
    context = {
        "form": form,
        "report": report,
        "day": timezone.localdate(at),
        "is_today": day is None,
        "people": report.count(SubjectKind.PERSON),
        "organisations": report.count(SubjectKind.ORGANISATION),
        "subjects": [
            (one, [rule_of(ref) for ref in sorted({datum.rule for datum in one.data})]) for one in report.subjects
        ],
        "rules": rules,
    }
    return render(request, "web/staff/retention.html", context, status=422 if form.is_bound and form.errors else 200)
