"""Regular runs that the notice promises: when each is due, whose work it is, and that it was done."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from kortisto.declaration.periods_in_words import every_in_words
from kortisto.declaration.words import RunKind
from kortisto.interfaces.web.errors import not_found
from kortisto.interfaces.web.staff.forms import text
from kortisto.interfaces.web.toasts import toast
from kortisto.interfaces.web.typed import form_page, shown_again
from kortisto.interfaces.web.visits import Visit, in_words, staff
from kortisto.privacy.retention import operations, queries
from kortisto.privacy.retention.operations import DoneAlreadyError
from kortisto.privacy.retention.queries import RunDone, RunDue
from kortisto.privacy.retention.rules import may_see_regular_runs
from kortisto.register.access import current
from kortisto.register.access import queries as users
from kortisto.register.audit.enums import Door

KINDS: Mapping[RunKind, Any] = {
    RunKind.REFRESH: gettext_lazy("Checking that the data are right and up to date"),
    RunKind.PURGE: gettext_lazy("Erasing what is due"),
    RunKind.REVIEW: gettext_lazy("Reviewing whether the data are still needed"),
    RunKind.SOURCE_UPDATE: gettext_lazy("Updating the data from their source"),
    RunKind.CONSENT_RENEWAL: gettext_lazy("Asking for consents again"),
    RunKind.RESTORE_TEST: gettext_lazy("Trying that a backup can be restored"),
    RunKind.SECURITY_TEST: gettext_lazy("Checking the measures of protection"),
}


class DoneForm(forms.Form):
    """What was done, and what shows it."""

    note = text(gettext_lazy("What was done, and what was found"), 2000, required=True)
    proof = text(gettext_lazy("Where the proof is"), 300)

    def __init__(self, *arguments: Any, **named: Any) -> None:
        """Say what belongs into the fields."""
        super().__init__(*arguments, **named)
        self.label_suffix = ""
        self.fields["note"].widget = forms.Textarea(attrs={"rows": 5})
        self.fields["note"].help_text = _(
            "Name nobody whose data are in the register. The text cannot be changed later."
        )
        self.fields["proof"].help_text = _("For example the number of a report, or the folder that it is in.")


def waiting_for(visit: Visit) -> str:
    """Say how many regular runs are to be done by the visitor's role; empty when none is."""
    number = queries.regular_runs_waiting(by=visit.by, at=visit.at)
    text = ngettext("%(count)s regular run is to be done.", "%(count)s regular runs are to be done.", number)
    return text % {"count": number} if number else ""


@require_safe
@staff
def runs(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show what is due and when, and what was done."""
    if not may_see_regular_runs(visit.by):
        return not_found(request)
    done = queries.regular_runs_done()
    names = users.names_of({one.done_by for one in done if one.done_by})
    context = {
        "runs": [_shown(one, visit) for one in queries.regular_runs(by=visit.by, at=visit.at)],
        "done": [(one, KINDS[one.kind], _who(one, names), _certificate(one.kind, one.proof)) for one in done],
    }
    return render(request, "web/staff/regular_runs.html", context)


@form_page
@staff
def record(request: HttpRequest, visit: Visit, record_id: UUID) -> HttpResponse:
    """Record that a run was done."""
    found = None
    if may_see_regular_runs(visit.by):
        found = queries.regular_run(record_id=record_id, by=visit.by, at=visit.at)
    if found is None or not found.may_do:
        return not_found(request)
    typed = shown_again(request)
    form = DoneForm(request.POST if request.method == "POST" else typed or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.record_regular_run(
                record_id=record_id, note=form.cleaned_data["note"], proof=form.cleaned_data["proof"], by=visit.by,
                at=visit.at, channel=Door.WEB, request_id=visit.request_id,
            )  # fmt: skip
        except DoneAlreadyError:
            toast(request, _("Somebody else has recorded it meanwhile."))
        else:
            toast(request, _("Recorded. The next date is on the list."))
        return redirect("web:regular-runs")
    context = {
        "title": KINDS[found.kind],
        "address": reverse("web:regular-runs"),
        "form": form,
        "not_saved": bool(typed),
        "save_as": _("Record as done"),
    }
    return render(request, "web/staff/form.html", context, status=422 if request.method == "POST" else 200)


def _shown(one: RunDue, visit: Visit) -> tuple[RunDue, Any, str, str, str, UUID | None]:
    """A run, what it is, what the notice says of it, how often, whose work it is, and the last certificate."""
    declared = current.compiled().declaration
    roles = ", ".join(in_words(declared.roles[role].name) if role in declared.roles else role for role in one.roles)
    said = in_words(one.text) if one.text is not None else ""
    certificate = _certificate(one.kind, one.last_proof)
    return one, KINDS[one.kind], said, every_in_words(one.every, visit.language), roles, certificate


def _who(one: RunDone, names: Mapping[UUID, str]) -> str:
    return names.get(one.done_by, _("a user who is no more")) if one.done_by else _("Kortisto")


def _certificate(kind: RunKind, proof: str) -> UUID | None:
    """The certificate that proves a purge."""
    if kind is RunKind.PURGE:
        with suppress(ValueError):
            return UUID(proof)
    return None
