"""Restriction (Article 18): whom it concerns, on which ground; set and lifted by whoever looks after it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from kortisto.interfaces.web.errors import not_found
from kortisto.interfaces.web.staff.forms import day
from kortisto.interfaces.web.staff.holds import reason_field
from kortisto.interfaces.web.toasts import toast
from kortisto.interfaces.web.typed import form_page, shown_again
from kortisto.interfaces.web.visits import Visit, in_words, permitted
from kortisto.privacy.retention import operations, queries, rules
from kortisto.privacy.retention.enums import ARTICLE_18, RestrictionGround, SubjectKind
from kortisto.privacy.retention.operations.restrictions import RestrictionProblem, RestrictionRefusedError
from kortisto.privacy.retention.queries.restrictions import RestrictionView, Shown
from kortisto.privacy.retention.queries.restrictions import restriction as one_restriction
from kortisto.privacy.retention.queries.restrictions import restrictions as page_of_restrictions
from kortisto.register.access import current
from kortisto.register.access.queries import names_of
from kortisto.register.audit.enums import Door
from kortisto.register.parties.enums import PartyKind

REFUSED = 422
ONLY_TOLD = "only-told"
"""The button that records that the person was told, and does not lift."""
GROUNDS = {
    RestrictionGround.ACCURACY: gettext_lazy("The person contests that the data are accurate (Article 18(1)(a))"),
    RestrictionGround.UNLAWFUL: gettext_lazy("Unlawful, but the person does not want the erasure (Article 18(1)(b))"),
    RestrictionGround.CLAIM: gettext_lazy("The person needs the data for a claim (Article 18(1)(c))"),
    RestrictionGround.OBJECTION: gettext_lazy("The person has objected, and it is being weighed (Article 18(1)(d))"),
    RestrictionGround.RULE: gettext_lazy("The time in the notice has ended, and its rule says restrict"),
    RestrictionGround.ERASED: gettext_lazy("The rest was erased; what stays serves only what keeps it"),
}
PROBLEMS = {
    RestrictionProblem.RESTRICTED_ALREADY: gettext_lazy("The data are restricted already."),
    RestrictionProblem.PURPOSE: gettext_lazy("The notice has no such purpose. Choose from the list."),
    RestrictionProblem.UNTIL_PAST: gettext_lazy("The day has to lie ahead. Write a day after today."),
    RestrictionProblem.NO_REASON: gettext_lazy("Write why it ends."),
    RestrictionProblem.NOT_TOLD: gettext_lazy(
        "Tell the person first, and write the day on which you did: the law demands it (Article 18(3))."
    ),
    RestrictionProblem.LIFTED: gettext_lazy("This restriction was lifted already."),
    RestrictionProblem.ERASED: gettext_lazy(
        "The rest of these data was erased, so this is not lifted. It ends by itself when what stayed is erased too."
    ),
}
_FIELD_OF = {
    RestrictionProblem.PURPOSE: "purposes", RestrictionProblem.UNTIL_PAST: "until",
    RestrictionProblem.NO_REASON: "reason", RestrictionProblem.NOT_TOLD: "told_on",
}  # fmt: skip


class RestrictForm(forms.Form):
    """On which ground, who may read all the same, and when somebody looks again."""

    ground = forms.ChoiceField(
        label=gettext_lazy("Why"),
        choices=[(one.value, text) for one, text in GROUNDS.items() if one in ARTICLE_18],
    )
    purposes = forms.MultipleChoiceField(
        label=gettext_lazy("Purposes that may read the data all the same"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("For a claim, say. Usually none."),
    )
    until = day(gettext_lazy("Last day"))

    def __init__(self, *arguments: Any, **named: Any) -> None:
        """Offer the purposes of the notice."""
        super().__init__(*arguments, **named)
        self.label_suffix = ""
        purposes = current.compiled().declaration.purposes.values()
        self.fields["purposes"].choices = [(one.id, in_words(one.name)) for one in purposes]  # type: ignore[attr-defined]
        self.fields["until"].help_text = _(
            "Leave it empty if it is not known. It ends by itself after this day if the person has been told by then. "
            "If not, it goes on, and My day reminds of it."
        )


class ToldForm(forms.Form):
    """When the person was told that a restriction will be lifted."""

    told_on = day(gettext_lazy("The person was told on"), required=True)

    def __init__(self, *arguments: Any, **named: Any) -> None:
        """Have ids of its own: beside it stands another form."""
        named["auto_id"] = "told-%s"
        super().__init__(*arguments, **named)
        self.label_suffix = ""


class LiftForm(forms.Form):
    """Why a restriction ends, and when the person was told, unless that was recorded before."""

    reason = reason_field(gettext_lazy("Why the restriction ends"))
    told_on = day(gettext_lazy("The person was told on"))


@require_safe
@permitted(rules.RESTRICT)
def restrictions(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show whose data are restricted, and of whom it should be looked at again."""
    shown = next((one for one in Shown if request.GET.get(one.value)), Shown.IN_FORCE)
    with operations.look_after_restrictions(
        by=visit.by, at=visit.at, channel=Door.WEB, request_id=visit.request_id
    ) as access:
        page = page_of_restrictions(access=access, at=visit.at, which=shown, after=request.GET.get("after", ""))
    context = {
        "lines": [_shown(one) for one in page.restrictions],
        "next": page.next,
        "shown": shown.value,
        "continued": bool(request.GET.get("after")),
    }
    return render(request, "web/staff/restrictions.html", context)


@form_page
@permitted(rules.RESTRICT)
def restriction(request: HttpRequest, visit: Visit, restriction_id: UUID) -> HttpResponse:
    """Show a restricted subject to the officer, with a clear mark; and lift the restriction."""
    with operations.look_after_restrictions(
        by=visit.by, at=visit.at, channel=Door.WEB, request_id=visit.request_id
    ) as access:
        found = one_restriction(access=access, restriction_id=restriction_id, at=visit.at)
        standing = (
            queries.standing_of(access=access, kind=found.kind, subject=found.subject, at=visit.at) if found else None
        )
    if found is None or standing is None:
        return not_found(request)
    typed = shown_again(request)
    posted = request.POST if request.method == "POST" else None
    only_told = posted is not None and ONLY_TOLD in posted
    told = ToldForm(posted if only_told else None, initial=typed or {"told_on": localdate(visit.at)})
    told_before: Mapping[str, Any] = typed or {"told_on": found.told_on}
    form = LiftForm(posted if not only_told else None, initial=dict(told_before), label_suffix="")
    if only_told and told.is_valid() and _is_told(request, visit, restriction_id, told):
        return redirect("web:restriction", restriction_id)
    if posted is not None and not only_told and form.is_valid():
        try:
            with operations.look_after_restrictions(
                by=visit.by, at=visit.at, channel=Door.WEB, request_id=visit.request_id
            ) as access:
                operations.lift_restriction(
                    restriction_id=restriction_id, reason=form.cleaned_data["reason"],
                    told_on=form.cleaned_data["told_on"], by=access, at=visit.at,
                )  # fmt: skip
        except RestrictionRefusedError as refused:
            _tell(form, refused)
        else:
            toast(request, _("The restriction has been lifted. Everybody sees the data again for their purposes."))
            return redirect("web:restrictions")
    kinds: dict[str, int] = {}
    for one in standing.data:
        kinds[in_words(one.name)] = kinds.get(in_words(one.name), 0) + 1
    context = {
        "line": _shown(found), "form": form, "told": told, "only_told": ONLY_TOLD,
        "not_saved": bool(typed), "kinds": sorted(kinds.items()),
        "stands": found.lifted_at is None, "for_good": found.ground is RestrictionGround.ERASED,
    }  # fmt: skip
    status = REFUSED if form.errors or told.errors else 200
    return render(request, "web/staff/restriction.html", context, status=status)


def _is_told(request: HttpRequest, visit: Visit, restriction_id: UUID, form: ToldForm) -> bool:
    """Record that the person was told; where it is refused, say so at the form."""
    try:
        with operations.look_after_restrictions(
            by=visit.by, at=visit.at, channel=Door.WEB, request_id=visit.request_id
        ) as access:
            operations.tell_of_lifting(
                restriction_id=restriction_id, told_on=form.cleaned_data["told_on"], by=access, at=visit.at
            )
    except RestrictionRefusedError as refused:
        _tell(form, refused)
        return False
    toast(request, _("Recorded that the person was told."))
    return True


@form_page
@permitted(rules.RESTRICT)
def restrict(request: HttpRequest, visit: Visit, kind: PartyKind, party_id: UUID) -> HttpResponse:
    """Restrict the data of a party."""
    with operations.look_after_restrictions(
        by=visit.by, at=visit.at, channel=Door.WEB, request_id=visit.request_id
    ) as access:
        name = queries.name_of(access=access, subject=party_id)
    if name is None:
        return not_found(request)
    typed = shown_again(request)
    form = RestrictForm(request.POST if request.method == "POST" else None, initial=typed or None)
    if request.method == "POST" and form.is_valid():
        try:
            with operations.look_after_restrictions(
                by=visit.by, at=visit.at, channel=Door.WEB, request_id=visit.request_id
            ) as access:
                id_ = operations.restrict(
                    kind=SubjectKind(kind.value), subject=party_id,
                    ground=RestrictionGround(form.cleaned_data["ground"]), purposes=form.cleaned_data["purposes"],
                    until=form.cleaned_data["until"], by=access, at=visit.at,
                )  # fmt: skip
        except RestrictionRefusedError as refused:
            _tell(form, refused)
        else:
            toast(request, _("The data are restricted: they are kept, and nobody else sees them until it is lifted."))
            return redirect("web:restriction", id_)
    back = reverse("web:person" if kind is PartyKind.PERSON else "web:organisation", args=[party_id])
    context = {
        "title": _("Restrict the data"), "form": form, "name": name, "back": back, "not_saved": bool(typed),
        "save_as": _("Restrict"), "lead": _(
            "The data are kept and used for nothing. Lists, searches, exports and programs no longer find them; you "
            "do, under Restrictions."
        ),
    }  # fmt: skip
    return render(request, "web/staff/hold.html", context, status=REFUSED if form.errors else 200)


def _shown(one: RestrictionView) -> Mapping[str, Any]:
    """Return a restriction in words."""
    who = names_of([one.restricted_by]) if one.restricted_by else {}
    late = ngettext("late by %(count)s day", "late by %(count)s days", one.late) % {"count": one.late}
    return {
        "restriction": one,
        "ground": GROUNDS[one.ground],
        "who": who.get(one.restricted_by, "") if one.restricted_by else "",
        "purposes": ", ".join(in_words(purpose) for purpose in one.purposes),
        "late": late if one.late else "",
    }


def _tell(form: forms.Form, refused: RestrictionRefusedError) -> None:
    field = _FIELD_OF.get(refused.problem)
    form.add_error(field if field in form.fields else None, str(PROBLEMS[refused.problem]))
