"""The calendar of what falls due: plotted by time, item and rule, as tables too, and as a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from kortisto.declaration.explanation_texts import NAMES_OF_WORDS
from kortisto.interfaces.web.charts import bars, ranking
from kortisto.interfaces.web.errors import not_found
from kortisto.interfaces.web.staff.labels import rule_of
from kortisto.interfaces.web.toasts import toast
from kortisto.interfaces.web.visits import Visit, in_words, staff
from kortisto.lib.jobs import ask_for
from kortisto.privacy.retention.enums import Step
from kortisto.privacy.retention.operations.forecasting import FORECAST
from kortisto.privacy.retention.queries import calendar as queries
from kortisto.privacy.retention.rules import may_oversee
from kortisto.register.access import current
from kortisto.register.parties.exporting.safe_cells import safe_cell

_MOST = 12
"""So many items or rules are drawn; all of them stand in the file."""
_STEPS = [
    (Step.DAY, gettext_lazy("Day by day")),
    (Step.MONTH, gettext_lazy("Month by month")),
    (Step.YEAR, gettext_lazy("Year by year")),
]


class CalendarForm(forms.Form):
    """What is shown; empty: everything, by month."""

    step = forms.ChoiceField(label=gettext_lazy("Time"), choices=_STEPS, required=False)
    item = forms.ChoiceField(label=gettext_lazy("Kind of datum"), required=False)
    rule = forms.ChoiceField(label=gettext_lazy("Rule"), required=False)

    def __init__(self, data: object) -> None:
        super().__init__(data, label_suffix="")  # type: ignore[arg-type]
        items, rules = queries.choices()
        every = ("", _("All"))
        named = sorted(((item, _item(item)) for item in items), key=lambda one: one[1])
        self.fields["item"].choices = [every, *named]  # type: ignore[attr-defined]
        self.fields["rule"].choices = [every, *((rule, _rule(rule)) for rule in rules)]  # type: ignore[attr-defined]

    def chosen(self) -> tuple[Step, str, str]:
        """Return what is chosen; what an old link names and there is no more counts as everything."""
        self.is_valid()
        known = self.cleaned_data
        return Step(known.get("step") or Step.MONTH), known.get("item", ""), known.get("rule", "")


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def calendar(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the calendar; POST has it counted anew."""
    if not may_oversee(visit.by):
        return not_found(request)
    if request.method == "POST":
        ask_for(FORECAST, once=FORECAST)
        toast(request, _("It is being counted. Look again in a while."))
        return redirect("web:retention-calendar")
    data = request.GET.copy()
    data.setdefault("step", Step.MONTH)
    form = CalendarForm(data)
    step, item, rule = form.chosen()
    found = queries.calendar(today=visit.today, step=step, item=item, rule=rule)
    what = _("Data")
    context = {
        "form": form,
        "found": found,
        "total": sum(number for _day, number in found.periods),
        "over_time": bars(
            _("What falls due"), [(_period(day, step), number) for day, number in found.periods],
            heads=(_("From"), what),
        ),
        "by_item": ranking(
            _("By kind of datum"), [(_item(one.id), one.data) for one in found.items[:_MOST]],
            heads=(_("Kind of datum"), what),
        ),
        "by_rule": ranking(
            _("By rule"), [(_rule(one.id), one.data) for one in found.rules[:_MOST]], heads=(_("Rule"), what)
        ),
        "query": request.GET.urlencode(),
    }  # fmt: skip
    return render(request, "web/staff/due_calendar.html", context)


@require_safe
@staff
def calendar_file(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Send the calendar as CSV, day by day."""
    if not may_oversee(visit.by):
        return not_found(request)
    _step, item, rule = CalendarForm(request.GET).chosen()
    content = b"".join(_as_csv(queries.lines(item=item, rule=rule)))
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="calendar-{visit.today:%Y-%m-%d}.csv"'
    return response


def _as_csv(lines: Iterable[tuple[date, str, str, str, int]]) -> Iterator[bytes]:
    yield b"\xef\xbb\xbf" + _row([_("Day"), _("Kind of datum"), _("Name"), _("Rule"), _("What follows"), _("Data")])
    for day, item, rule, action, data in lines:
        then = in_words(NAMES_OF_WORDS[f"action.{action}"])
        yield _row([day.isoformat(), item, _item(item), rule, then, str(data)])


def _row(values: Iterable[str]) -> bytes:
    written = io.StringIO()
    csv.writer(written, delimiter=";").writerow([safe_cell(value) for value in values])
    return written.getvalue().encode()


def _period(day: date, step: Step) -> str:
    if step is Step.YEAR:
        return str(day.year)
    return f"{day.month}/{day.year}" if step is Step.MONTH else date_format(day, "j.n.")


def _item(item: str) -> str:
    return in_words(current.compiled().name(item))


def _rule(ref: str) -> str:
    rule = rule_of(ref)
    return rule.name or rule.ref or _("No rule of the notice covers it")
