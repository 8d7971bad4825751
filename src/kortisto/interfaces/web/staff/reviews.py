"""Reviews: what waits for somebody to say whether it is still needed; decided one by one, or many at once."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from kortisto.interfaces.web.errors import not_found
from kortisto.interfaces.web.staff.forms import day
from kortisto.interfaces.web.staff.holds import opener_in_words, reason_field
from kortisto.interfaces.web.staff.labels import Rule, rule_of
from kortisto.interfaces.web.toasts import toast
from kortisto.interfaces.web.typed import form_page, shown_again
from kortisto.interfaces.web.visits import Visit, in_words, staff
from kortisto.privacy.retention import operations, rules
from kortisto.privacy.retention.enums import SubjectKind
from kortisto.privacy.retention.operations import Decided, ReviewProblem, ReviewRefusedError
from kortisto.privacy.retention.queries.reviews import (
    Place,
    ReviewFilter,
    ReviewOrder,
    ReviewView,
    every_review,
    reviews_chosen,
    reviews_of,
    reviews_waiting,
)
from kortisto.privacy.retention.queries.reviews import reviews as page_of_reviews
from kortisto.register.access import current
from kortisto.register.access.queries import names_of
from kortisto.register.audit.enums import Door
from kortisto.register.parties.enums import PartyKind
from kortisto.register.parties.exporting.safe_cells import safe_cell

REFUSED = 422
SAMPLE = 10
"""Of many that are decided together so many are shown; the numbers are of all."""
LATER_THAN = (30, 90, 365)
"""By how many days late: what the list can be narrowed to."""
PLACES = "places"
"""The hidden field that carries which ones were shown, so that no others are decided."""

LEFT = {
    ReviewProblem.NOT_DUE: gettext_lazy("no longer waits: somebody else has decided it, or it has gone"),
    ReviewProblem.NOT_YOURS: gettext_lazy("waits for another role"),
}
PROBLEMS = {
    ReviewProblem.NO_REASON: gettext_lazy("Write why: whoever looks at it next must be able to judge it."),
    ReviewProblem.NO_DAY: gettext_lazy("Say on which day it is asked again: nothing is kept without one."),
    ReviewProblem.UNTIL_PAST: gettext_lazy("The day has to lie ahead. Write a day after today."),
    ReviewProblem.TOO_MANY: gettext_lazy("These are too many at once. Choose fewer of the list."),
}
_FIELD_OF = {
    ReviewProblem.NO_REASON: "reason", ReviewProblem.NO_DAY: "until", ReviewProblem.UNTIL_PAST: "until",
    ReviewProblem.UNTIL_LATE: "until",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What waits, as pages show it. `before`: why it was kept the last time, and by whom."""

    review: ReviewView
    rule: Rule
    items: str
    roles: str
    late: str
    before: str
    address: str


class FilterForm(forms.Form):
    """Which of what waits the list shows; everything may be left empty."""

    rule = forms.ChoiceField(label=gettext_lazy("Rule"), required=False)
    role = forms.ChoiceField(label=gettext_lazy("Whose turn it is"), required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("Of whom"),
        required=False,
        choices=[
            ("", gettext_lazy("All")),
            (SubjectKind.PERSON.value, gettext_lazy("People")),
            (SubjectKind.ORGANISATION.value, gettext_lazy("Organisations")),
        ],
    )
    days = forms.ChoiceField(label=gettext_lazy("How late"), required=False)
    order = forms.ChoiceField(
        label=gettext_lazy("Order"),
        required=False,
        choices=[
            (ReviewOrder.LATE.value, gettext_lazy("The most late first")),
            (ReviewOrder.NEW.value, gettext_lazy("Newest first")),
            (ReviewOrder.ENDING.value, gettext_lazy("By their last day, the next first")),
        ],
    )
    mine = forms.BooleanField(label=gettext_lazy("Only what waits for me"), required=False)

    def __init__(self, data: Mapping[str, Any], *, visit: Visit) -> None:
        """Offer the rules that the visitor may see, and the roles that decide under them."""
        super().__init__(data, label_suffix="")
        declared = current.compiled().declaration
        seen = [declared.retention[id_] for id_ in declared.retention if id_ in rules.reviews_to_see(visit.by)]
        roles = dict.fromkeys(role for rule in seen if rule.review is not None for role in rule.review.by)
        self.fields["rule"].choices = [  # type: ignore[attr-defined]
            ("", _("All")), *((rule.id, rule_of(rule.ref).name or rule.id) for rule in seen),
        ]  # fmt: skip
        self.fields["days"].choices = [  # type: ignore[attr-defined]
            ("", _("All")), *((str(days), _("more than %(count)s days") % {"count": days}) for days in LATER_THAN),
        ]  # fmt: skip
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            ("", _("All")), *((role, opener_in_words(role)) for role in roles),
        ]  # fmt: skip

    def wanted(self) -> ReviewFilter:
        """Return what is asked for; what was not understood restricts nothing."""
        self.is_valid()
        given = self.cleaned_data
        kind = given.get("kind")
        return ReviewFilter(
            rule=given.get("rule") or "",
            role=given.get("role") or "",
            kind=SubjectKind(kind) if kind else None,
            days=int(given.get("days") or 0),
            mine=bool(given.get("mine")),
            order=ReviewOrder(given.get("order") or ReviewOrder.LATE),
        )


class OverForm(forms.Form):
    """That the need is over; why, for who wants to say it."""

    prefix = "over"
    reason = reason_field(gettext_lazy("Why they are no longer needed (may be left empty)"))


class KeepForm(forms.Form):
    """That the need goes on, why, and when that is asked again."""

    prefix = "kept"
    reason = reason_field(gettext_lazy("Why they are still needed"))
    until = day(gettext_lazy("Asked again on"))


@require_safe
@staff
def reviews(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show what waits, of what the visitor may see."""
    if not rules.may_see_reviews(visit.by):
        return not_found(request)
    form = FilterForm(request.GET, visit=visit)
    wanted = form.wanted()
    after = request.GET.get("after", "")
    with operations.look_after_reviews(
        by=visit.by, at=visit.at, channel=Door.WEB, request_id=visit.request_id
    ) as access:
        page = page_of_reviews(access=access, wanted=wanted, at=visit.at, after=after)
    asked = {name: value for name, value in request.GET.items() if name in form.fields and value}
    context = {
        "form": form,
        "lines": lines_of(page.reviews),
        "all": page.all,
        "next": urlencode({**asked, "after": page.next}) if page.next else "",
        "query": urlencode(asked),
        "continued": bool(after),
        "filtered": bool(asked),
        "decides": bool(rules.reviews_to_make(visit.by)),
        "asked": asked.items(),
        "declared": bool(rules.reviews_to_see(visit.by)),
    }
    return render(request, "web/staff/reviews.html", context)


@require_safe
@staff
def export(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Send what the list would show as a file. That this was done is in the log before its first byte."""
    if not rules.may_see_reviews(visit.by):
        return not_found(request)
    wanted = FilterForm(request.GET, visit=visit).wanted()
    with operations.look_after_reviews(
        by=visit.by, at=visit.at, channel=Door.WEB, request_id=visit.request_id
    ) as access:
        found = lines_of(tuple(every_review(access=access, wanted=wanted, at=visit.at)))
        access.record("review.export", subjects=_people([one.review for one in found]))
    file = io.StringIO()
    write = csv.writer(file, delimiter=";", lineterminator="\r\n")
    write.writerow([
        _("Name"), _("Rule"), _("Data"), _("Whose turn it is"), _("Waits since"), _("Days late"),
        _("Stays until at the latest"), _("Said at the last review"),
    ])  # fmt: skip
    for one in found:
        row = (
            one.review.name, one.rule.name or one.rule.ref, one.items, one.roles, _day(one.review.since),
            one.review.late or "", _day(one.review.last_day), one.before,
        )  # fmt: skip
        write.writerow([safe_cell(str(cell)) for cell in row])
    response = HttpResponse("\ufeff" + file.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="reviews-{visit.today:%Y-%m-%d}.csv"'
    return response


@form_page
@staff
def decide(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show those that were chosen, a sample where they are many; the buttons on that page decide them, and no others.

    `place` (several) says which; `all` takes those of the list, as its filters say.
    """
    if not rules.reviews_to_make(visit.by):
        return not_found(request)
    typed = shown_again(request)
    sent = request.POST if request.method == "POST" else typed
    if sent.get(PLACES):
        places = [one for written in sent[PLACES].split() if (one := Place.read(written))]
    else:
        places = [one for written in request.GET.getlist("place") if (one := Place.read(written))]
    everything = not places and "all" in request.GET
    with operations.look_after_reviews(
        by=visit.by, at=visit.at, channel=Door.WEB, request_id=visit.request_id
    ) as access:
        found: tuple[ReviewView, ...] = ()
        if places or everything:
            wanted = replace(FilterForm(request.GET, visit=visit).wanted(), mine=True)
            most = operations.AT_ONCE
            seen = reviews_chosen(access=access, wanted=wanted, at=visit.at, among=places, most=most)
            found = tuple(one for one in seen if one.may_make)
        access.record("review.preview", subjects=_people(found))
    if not found:
        text = _("What you chose no longer waits for you.") if places else _("Choose first what you decide on.")
        toast(request, text, level=messages.WARNING)
        return redirect("web:reviews")
    over, kept = _forms(request, typed, found)
    bound = next((form for form in (over, kept) if form.is_bound), None)
    if bound is not None and bound.is_valid():
        try:
            decided = _decide(bound, [one.place for one in found], visit)
        except ReviewRefusedError as refused:
            _tell(bound, refused)
        else:
            _told(request, bound, decided)
            return redirect(_page_of(found[0]) if len(found) == 1 else reverse("web:reviews"))
    context = {
        "over": over,
        "kept": kept,
        "number": len(found),
        "cut": everything and len(found) == operations.AT_ONCE,
        "lines": lines_of(found[:SAMPLE]),
        "more": max(len(found) - SAMPLE, 0),
        "rules": _by_rule(found),
        "places": " ".join(str(one.place) for one in found),
        "not_saved": bool(typed),
        "form": bound or kept,
    }
    return render(request, "web/staff/decide_reviews.html", context, status=REFUSED if bound is not None else 200)


def reviews_shown(visit: Visit, kind: PartyKind, party_id: UUID) -> dict[str, Any]:
    """Return what waits of a party for its privacy panel; nothing where the notice gives the visitor no turn."""
    if not rules.reviews_to_see(visit.by):
        return {}
    with operations.look_after_reviews(
        by=visit.by, at=visit.at, channel=Door.WEB, request_id=visit.request_id
    ) as access:
        found = reviews_of(access=access, kind=SubjectKind(kind.value), subject=party_id, at=visit.at)
    lines = lines_of(found)
    mine = [("place", str(one.place)) for one in found if one.may_make]
    return {"reviews": lines, "decide": urlencode(mine)}


def waiting_for(visit: Visit) -> str:
    """Say how much waits for the visitor, and since when; empty when nothing does."""
    if not rules.reviews_to_make(visit.by):
        return ""
    with operations.look_after_reviews(
        by=visit.by, at=visit.at, channel=Door.WEB, request_id=visit.request_id
    ) as access:
        found = reviews_waiting(access=access, at=visit.at)
    if not found.number or found.since is None:
        return ""
    text = ngettext(
        "%(count)s confirmation waits for you, since %(day)s.",
        "%(count)s confirmations wait for you, the first since %(day)s.",
        found.number,
    )
    return text % {"count": found.number, "day": date_format(found.since, "SHORT_DATE_FORMAT")}


def lines_of(found: Sequence[ReviewView]) -> list[Line]:
    """Return reviews in words. Why something was kept before is told to those whose turn it may be."""
    who = names_of({one.before.by for one in found if one.before and one.before.by})
    return [
        Line(
            review=one,
            rule=rule_of(one.ref),
            items=", ".join(in_words(item) for item in one.items),
            roles=", ".join(opener_in_words(role) for role in one.roles),
            late=_late(one.late),
            before=_before(one, who),
            address=_page_of(one),
        )
        for one in found
    ]


def _before(one: ReviewView, who: Mapping[UUID, str]) -> str:
    if one.before is None or not one.may_make:
        return ""
    name = who.get(one.before.by, "") if one.before.by else ""
    return _("%(reason)s (%(who)s, %(day)s)") % {
        "reason": one.before.reason, "who": name or "–", "day": date_format(one.before.at, "SHORT_DATE_FORMAT"),
    }  # fmt: skip


def _forms(request: HttpRequest, typed: Mapping[str, str], found: Sequence[ReviewView]) -> tuple[OverForm, KeepForm]:
    """Return both forms, the one that was sent bound to what was sent."""
    do = request.POST.get("do", "") if request.method == "POST" else ""
    given = typed or request.POST  # what is typed into the one form is not lost by sending the other
    over = OverForm(request.POST if do == "over" else None, initial=_given(OverForm, given), label_suffix="")
    kept = KeepForm(request.POST if do == "kept" else None, initial=_given(KeepForm, given), label_suffix="")
    latest = min(one.latest for one in found)
    kept.fields["until"].help_text = _("At the latest %(day)s.") % {"day": date_format(latest)}
    kept.fields["reason"].help_text = _("It is kept with the data and goes with them. Write no more than is needed.")
    return over, kept


def _given(form: type[forms.Form], given: Mapping[str, Any]) -> dict[str, Any]:
    return {name: given[key] for name in form.base_fields if (key := f"{form.prefix}-{name}") in given}


def _decide(form: OverForm | KeepForm, places: Sequence[Place], visit: Visit) -> Decided:
    given = form.cleaned_data
    with operations.look_after_reviews(
        by=visit.by, at=visit.at, channel=Door.WEB, request_id=visit.request_id
    ) as access:
        if isinstance(form, KeepForm):
            return operations.keep_many(
                places=places, reason=given["reason"], until=given["until"], by=access, at=visit.at
            )
        return operations.confirm_many(places=places, reason=given["reason"], by=access, at=visit.at)


def _told(request: HttpRequest, form: OverForm | KeepForm, decided: Decided) -> None:
    """Say what became of them, and of those that were left."""
    if isinstance(form, KeepForm):
        text = ngettext("%(count)s was kept.", "%(count)s were kept.", decided.done)
    else:
        text = ngettext(
            "%(count)s was confirmed. What nothing else keeps is erased shortly.",
            "%(count)s were confirmed. What nothing else keeps is erased with the next sweep.",
            decided.done,
        )
    if decided.done:
        toast(request, text % {"count": decided.done})
    for problem, number in decided.left.items():
        toast(
            request, _("Left as it was: %(count)s (%(why)s).") % {"count": number, "why": LEFT[problem]},
            level=messages.WARNING,
        )  # fmt: skip


def _tell(form: forms.Form, refused: ReviewRefusedError) -> None:
    """Say at its field what the declaration does not allow."""
    if refused.problem is ReviewProblem.UNTIL_LATE and refused.latest is not None:
        text = _("The notice wants it asked again sooner: on %(day)s at the latest.")
        message = text % {"day": date_format(refused.latest)}
    else:
        message = str(PROBLEMS[refused.problem])
    field = _FIELD_OF.get(refused.problem)
    form.add_error(field if field in form.fields else None, message)


def _by_rule(found: Sequence[ReviewView]) -> list[tuple[Rule, int]]:
    return [(rule_of(ref), number) for ref, number in Counter(one.ref for one in found).most_common()]


def _people(found: Sequence[ReviewView]) -> list[UUID]:
    return sorted({one.place.subject for one in found if one.place.kind is SubjectKind.PERSON})


def _late(days: int) -> str:
    text = ngettext("late by %(count)s day", "late by %(count)s days", days)
    return text % {"count": days} if days else ""


def _day(moment: date | None) -> str:
    return date_format(moment, "SHORT_DATE_FORMAT") if moment else ""


def _page_of(one: ReviewView) -> str:
    kind = "web:person" if one.place.kind is SubjectKind.PERSON else "web:organisation"
    return reverse(kind, args=[one.place.subject])
