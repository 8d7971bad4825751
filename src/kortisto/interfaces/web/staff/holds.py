"""Holds: opened, reviewed and ended over one party; and the list of all, with what is late for review."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from kortisto.declaration.compiled import HoldPlan
from kortisto.interfaces.web.errors import not_found
from kortisto.interfaces.web.staff.forms import day
from kortisto.interfaces.web.toasts import toast
from kortisto.interfaces.web.typed import form_page, shown_again
from kortisto.interfaces.web.visits import Visit, in_words, staff
from kortisto.privacy.retention import operations, queries, rules
from kortisto.privacy.retention.enums import SubjectKind
from kortisto.privacy.retention.operations import HoldProblem, HoldRefusedError
from kortisto.privacy.retention.queries import SubjectStanding
from kortisto.privacy.retention.queries.holds import HoldFilter, HoldOrder, HoldView
from kortisto.privacy.retention.queries.holds import every_hold as every
from kortisto.privacy.retention.queries.holds import hold as one_hold
from kortisto.privacy.retention.queries.holds import holds as page_of_holds
from kortisto.register.access import current
from kortisto.register.access.queries import names_of
from kortisto.register.audit.enums import Door
from kortisto.register.parties.enums import PartyKind
from kortisto.register.parties.exporting.safe_cells import safe_cell

REFUSED = 422
OTHER_OPENERS = {
    "the system": gettext_lazy("the program"),
    "the person": gettext_lazy("the person"),
    "court or authority": gettext_lazy("a court or an authority"),
}
PROBLEMS = {
    HoldProblem.UNKNOWN: gettext_lazy("The notice has no such hold. Choose one of the list."),
    HoldProblem.NOT_YOURS: gettext_lazy(
        "The notice gives this hold to another role. Ask one of those who may open it."
    ),
    HoldProblem.NO_REASON: gettext_lazy("Write why: whoever reviews it must be able to judge it."),
    HoldProblem.NO_REVIEW: gettext_lazy("Say on which day it is reviewed: there is no hold without a review."),
    HoldProblem.REVIEW_PAST: gettext_lazy("The day of the review has to lie ahead. Write a day after today."),
    HoldProblem.OUTSIDE: gettext_lazy("This hold does not reach everything that you have chosen. Choose less."),
    HoldProblem.OPEN_ALREADY: gettext_lazy("The same hold stands over the same data already."),
    HoldProblem.ENDED: gettext_lazy("This hold has ended already. Open a new one if it is needed again."),
}
_FIELD_OF = {
    HoldProblem.UNKNOWN: "hold", HoldProblem.NOT_YOURS: "hold", HoldProblem.NO_REASON: "reason",
    HoldProblem.NO_REVIEW: "review_on", HoldProblem.REVIEW_PAST: "review_on", HoldProblem.REVIEW_LATE: "review_on",
    HoldProblem.OUTSIDE: "items",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A hold as pages show it. `opener`: who opened it; `reason`: empty where the visitor may not read it."""

    hold: HoldView
    name: str
    items: str
    opener: str
    roles: str
    reason: str
    may_manage: bool
    late: str
    address: str
    kind: PartyKind


def reason_field(label: Any) -> forms.CharField:
    """A field for why somebody opens, keeps or ends something."""
    field = forms.CharField(
        label=label,
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "max_length": gettext_lazy("This is too long: %(limit_value)d characters at most, now %(show_value)d.")
        },
    )
    field.widget.attrs.pop("maxlength", None)
    return field


class HoldForm(forms.Form):
    """Which hold, over what, why, and when it is reviewed."""

    hold = forms.ChoiceField(label=gettext_lazy("What stops the erasure"))
    reason = reason_field(gettext_lazy("Why"))
    review_on = day(gettext_lazy("Reviewed on"))
    items = forms.MultipleChoiceField(
        label=gettext_lazy("Only these data"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Choose none, and the hold concerns everything that the notice lets it reach."),
    )

    def __init__(self, *arguments: Any, visit: Visit, items: Mapping[str, str], **named: Any) -> None:
        """Offer the holds that the visitor may open, and the kinds of data that are there."""
        super().__init__(*arguments, **named)
        self.label_suffix = ""
        plans = rules.holds_to_open(visit.by)
        self.fields["hold"].choices = [(plan.node.id, _sentence(plan)) for plan in plans]  # type: ignore[attr-defined]
        self.fields["items"].choices = sorted(items.items(), key=lambda one: one[1])  # type: ignore[attr-defined]
        self.fields["reason"].help_text = _("It is kept with the party and goes with it. Write no more than is needed.")
        latest = [
            f"{_sentence(plan)}: {date_format(rules.latest_review(plan, opened=visit.at, at=visit.at))}"
            for plan in plans
        ]
        self.fields["review_on"].help_text = _("At the latest: %(days)s.") % {"days": "; ".join(latest)}


class ReviewForm(forms.Form):
    """That a hold is still needed, why, and when that is asked again."""

    reason = reason_field(gettext_lazy("Why it is still needed"))
    review_on = day(gettext_lazy("Next review"))


class EndForm(forms.Form):
    """Why a hold ends."""

    reason = reason_field(gettext_lazy("Why it ends"))


class FilterForm(forms.Form):
    """Which holds the list shows; everything may be left empty."""

    hold = forms.ChoiceField(label=gettext_lazy("Hold"), required=False)
    role = forms.ChoiceField(label=gettext_lazy("Whose"), required=False)
    order = forms.ChoiceField(
        label=gettext_lazy("Order"),
        required=False,
        choices=[
            (HoldOrder.REVIEW.value, gettext_lazy("By review, the most late first")),
            (HoldOrder.NEWEST.value, gettext_lazy("Newest first")),
            (HoldOrder.OLDEST.value, gettext_lazy("Oldest first")),
        ],
    )
    late = forms.BooleanField(label=gettext_lazy("Only what is late for review"), required=False)
    ended = forms.BooleanField(label=gettext_lazy("Those that have ended"), required=False)

    def __init__(self, data: Mapping[str, Any], *, visit: Visit) -> None:
        """Offer the holds that the visitor may see, and the roles that open them."""
        super().__init__(data, label_suffix="")
        declared = current.compiled()
        seen = [declared.holds[id_] for id_ in declared.holds if id_ in rules.holds_to_see(visit.by)]
        roles = dict.fromkeys(role for plan in seen for role in plan.node.opened_by)
        self.fields["hold"].choices = [  # type: ignore[attr-defined]
            ("", _("All")), *((plan.node.id, _sentence(plan)) for plan in seen),
        ]  # fmt: skip
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            ("", _("All")), *((role, opener_in_words(role)) for role in roles if role in declared.declaration.roles),
        ]  # fmt: skip

    def wanted(self) -> HoldFilter:
        """Return what is asked for; what was not understood restricts nothing."""
        self.is_valid()
        given = self.cleaned_data
        return HoldFilter(
            hold=given.get("hold") or "",
            role=given.get("role") or "",
            late=bool(given.get("late")),
            ended=bool(given.get("ended")),
            order=HoldOrder(given.get("order") or HoldOrder.REVIEW),
        )


@require_safe
@staff
def holds(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the holds that the visitor may see, with what is late for review first."""
    if not rules.may_see_holds(visit.by):
        return not_found(request)
    form = FilterForm(request.GET, visit=visit)
    wanted = form.wanted()
    with operations.look_after_holds(by=visit.by, at=visit.at, channel=Door.WEB, request_id=visit.request_id) as access:
        page = page_of_holds(access=access, wanted=wanted, at=visit.at, after=request.GET.get("after", ""))
    asked = {name: value for name, value in request.GET.items() if name in form.fields and value}
    late = ngettext(
        "%(count)s hold is late for review.", "%(count)s holds are late for review.", page.late
    ) % {"count": page.late}  # fmt: skip
    context = {
        "form": form,
        "lines": lines_of(page.holds, visit),
        "late": late if page.late else "",
        "next": urlencode({**asked, "after": page.next}) if page.next else "",
        "query": urlencode(asked),
        "continued": bool(request.GET.get("after")),
        "filtered": bool(asked),
        "declared": bool(current.compiled().holds),
    }
    return render(request, "web/staff/holds.html", context)


@require_safe
@staff
def export(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Send the holds that the list would show as a file. That this was done is in the log before its first byte."""
    if not rules.may_see_holds(visit.by):
        return not_found(request)
    wanted = FilterForm(request.GET, visit=visit).wanted()
    with operations.look_after_holds(by=visit.by, at=visit.at, channel=Door.WEB, request_id=visit.request_id) as access:
        found = lines_of(tuple(every(access=access, wanted=wanted, at=visit.at)), visit)
        people = [one.hold.subject for one in found if one.hold.kind is SubjectKind.PERSON]
        access.record("hold.export", subjects=people)
    file = io.StringIO()
    write = csv.writer(file, delimiter=";", lineterminator="\r\n")
    write.writerow([
        _("Name"), _("Hold"), _("Data"), _("Why"), _("Opened on"), _("Opened by"), _("Reviewed on"), _("Days late"),
        _("Ended on"), _("Why it ended"),
    ])  # fmt: skip
    for one in found:
        held = one.hold
        write.writerow([
            safe_cell(str(cell)) for cell in (
                held.subject_name, one.name, one.items, one.reason, _day(held.opened_at), one.opener,
                _day(held.review_on), held.late or "", _day(held.ended_at), held.end_reason,
            )
        ])  # fmt: skip
    response = HttpResponse("\ufeff" + file.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="holds-{visit.today:%Y-%m-%d}.csv"'
    return response


@form_page
@staff
def add_hold(request: HttpRequest, visit: Visit, kind: PartyKind, party_id: UUID) -> HttpResponse:
    """Open a hold over a party."""
    if not rules.holds_to_open(visit.by):
        return not_found(request)
    subject_kind = SubjectKind(kind.value)
    with operations.look_after_holds(by=visit.by, at=visit.at, channel=Door.WEB, request_id=visit.request_id) as access:
        standing = queries.standing_of(access=access, kind=subject_kind, subject=party_id, at=visit.at)
        name = queries.name_of(access=access, subject=party_id)
    if name is None:
        return not_found(request)
    items = {one.item: in_words(one.name) for one in standing.data}
    typed = shown_again(request)
    form = HoldForm(
        request.POST if request.method == "POST" else None, visit=visit, items=items, initial=typed or None
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            with operations.look_after_holds(
                by=visit.by, at=visit.at, channel=Door.WEB, request_id=visit.request_id
            ) as access:
                operations.open_hold(
                    kind=subject_kind, subject=party_id, hold=form.cleaned_data["hold"],
                    reason=form.cleaned_data["reason"], review_on=form.cleaned_data["review_on"],
                    items=form.cleaned_data["items"], by=access, at=visit.at,
                )  # fmt: skip
        except HoldRefusedError as refused:
            _tell(form, refused)
        else:
            toast(request, _("The hold stands. What it concerns is not erased before it ends."))
            return redirect(f"{_page_of(kind, party_id)}#holds")
    context = {
        "title": _("Stop the erasure"), "form": form, "name": name, "back": _page_of(kind, party_id),
        "not_saved": bool(typed), "save_as": _("Open the hold"), "lead": _(
            "A hold keeps data beyond the end of their time: for a claim, a dispute, an order. It ends by itself when "
            "the notice says so, or when somebody ends it; then what is due goes."
        ),
    }  # fmt: skip
    return render(request, "web/staff/hold.html", context, status=REFUSED if form.errors else 200)


@form_page
@staff
def hold(request: HttpRequest, visit: Visit, kind: PartyKind, party_id: UUID, hold_id: UUID) -> HttpResponse:
    """Show a hold; keep that it is still needed, and when that is asked again."""
    found = _found(visit, kind, party_id, hold_id)
    if found is None:
        return not_found(request)
    typed = shown_again(request)
    form = ReviewForm(request.POST if request.method == "POST" else None, initial=typed or None, label_suffix="")
    latest = rules.latest_review(current.compiled().holds[found.hold], opened=_opened(found), at=visit.at)
    form.fields["review_on"].help_text = _("At the latest %(day)s.") % {"day": date_format(latest)}
    if request.method == "POST" and form.is_valid():
        try:
            with operations.look_after_holds(
                by=visit.by, at=visit.at, channel=Door.WEB, request_id=visit.request_id
            ) as access:
                operations.postpone_review(
                    hold_id=hold_id, review_on=form.cleaned_data["review_on"], reason=form.cleaned_data["reason"],
                    by=access, at=visit.at,
                )  # fmt: skip
        except HoldRefusedError as refused:
            _tell(form, refused)
        else:
            toast(request, _("The hold was reviewed and stands on."))
            return redirect(f"{_page_of(kind, party_id)}#holds")
    [line] = lines_of((found,), visit)
    context = {
        "title": _("Review the hold"), "form": form, "name": found.subject_name, "back": _page_of(kind, party_id),
        "line": line, "not_saved": bool(typed), "save_as": _("It is still needed"),
        "end": reverse("web:end-hold", args=[kind, party_id, hold_id]) if line.may_manage else "",
    }  # fmt: skip
    return render(request, "web/staff/hold.html", context, status=REFUSED if form.errors else 200)


@form_page
@staff
def end_hold(request: HttpRequest, visit: Visit, kind: PartyKind, party_id: UUID, hold_id: UUID) -> HttpResponse:
    """End a hold, with the reason."""
    found = _found(visit, kind, party_id, hold_id)
    if found is None:
        return not_found(request)
    typed = shown_again(request)
    form = EndForm(request.POST if request.method == "POST" else None, initial=typed or None, label_suffix="")
    if request.method == "POST" and form.is_valid():
        try:
            with operations.look_after_holds(
                by=visit.by, at=visit.at, channel=Door.WEB, request_id=visit.request_id
            ) as access:
                operations.end_hold(hold_id=hold_id, reason=form.cleaned_data["reason"], by=access, at=visit.at)
        except HoldRefusedError as refused:
            _tell(form, refused)
        else:
            toast(request, _("The hold has ended. What is due and nothing else keeps is erased shortly."))
            return redirect("web:holds")
    [line] = lines_of((found,), visit)
    context = {
        "title": _("End the hold"), "form": form, "name": found.subject_name, "back": _page_of(kind, party_id),
        "line": line, "not_saved": bool(typed), "save_as": _("End the hold"),
        "lead": _("What is due and was kept by this hold alone is erased shortly after. It does not come back."),
    }  # fmt: skip
    return render(request, "web/staff/hold.html", context, status=REFUSED if form.errors else 200)


def holds_shown(standing: SubjectStanding, visit: Visit) -> dict[str, Any]:
    """Return the holds over a party for its privacy panel: those that stand, and how many have ended."""
    standing_now = tuple(one for one in standing.holds if one.is_open)
    return {
        "holds": lines_of(standing_now, visit),
        "ended_holds": len(standing.holds) - len(standing_now),
        "may_open_hold": bool(rules.holds_to_open(visit.by)),
        "restricted": standing.restricted,
        "may_restrict": rules.may_restrict(visit.by),
    }


def lines_of(found: tuple[HoldView, ...], visit: Visit) -> list[Line]:
    """Return holds in words; of what the visitor may not see there is a veiled one already."""
    who = names_of({one.opened_by for one in found if one.opened_by})
    mine = {plan.node.id for plan in rules.holds_to_open(visit.by)}
    return [
        Line(
            hold=one,
            name=in_words(one.name),
            items=", ".join(in_words(item) for item in one.items),
            opener=who.get(one.opened_by, "") if one.opened_by else "",
            roles=", ".join(opener_in_words(role) for role in one.roles),
            reason=one.reason,
            may_manage=one.id is not None and one.is_open and one.hold in mine,
            late=_late(one.late),
            address=_page_of(PartyKind(one.kind.value), one.subject),
            kind=PartyKind(one.kind.value),
        )
        for one in found
    ]


def opener_in_words(role: str) -> str:
    """Name a role of the declaration, or who else may open a hold."""
    node = current.compiled().declaration.roles.get(role)
    return in_words(node.name) if node is not None else str(OTHER_OPENERS.get(role, role))


def _late(days: int) -> str:
    text = ngettext("late by %(count)s day", "late by %(count)s days", days)
    return text % {"count": days} if days else ""


def _day(moment: Any) -> str:
    return date_format(moment, "SHORT_DATE_FORMAT") if moment else ""


def _sentence(plan: HoldPlan) -> str:
    return in_words(plan.node.name)


def _opened(one: HoldView) -> Any:
    return one.opened_at


def _found(visit: Visit, kind: PartyKind, party_id: UUID, hold_id: UUID) -> HoldView | None:
    """Return a hold over this party that the visitor may end and that still stands."""
    if not rules.may_see_holds(visit.by):
        return None
    with operations.look_after_holds(by=visit.by, at=visit.at, channel=Door.WEB, request_id=visit.request_id) as access:
        found = one_hold(access=access, hold_id=hold_id, at=visit.at)
    mine = {plan.node.id for plan in rules.holds_to_open(visit.by)}
    if found is None or found.hold not in mine or not found.is_open:
        return None
    return found if (found.kind.value, found.subject) == (kind.value, party_id) else None


def _tell(form: forms.Form, refused: HoldRefusedError) -> None:
    """Say at its field what the declaration does not allow."""
    if refused.problem is HoldProblem.REVIEW_LATE:
        text = _("The notice wants it reviewed sooner: on %(day)s at the latest.")
        message = text % {"day": date_format(cast("date", refused.latest))}
    else:
        message = str(PROBLEMS[refused.problem])
    field = _FIELD_OF.get(refused.problem)
    form.add_error(field if field in form.fields else None, message)


def _page_of(kind: PartyKind, party_id: UUID) -> str:
    return reverse("web:person" if kind is PartyKind.PERSON else "web:organisation", args=[party_id])
