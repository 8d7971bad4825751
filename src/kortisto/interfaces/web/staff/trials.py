"""Trials: what a sweep would do, worked out by the worker; how far one is, and what it found."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kortisto.interfaces.web.errors import not_found
from kortisto.interfaces.web.staff.labels import rule_of
from kortisto.interfaces.web.staff.sweeps import STUCK, TRIALS, by_hold, by_item, by_reason, by_rule, who
from kortisto.interfaces.web.toasts import toast
from kortisto.interfaces.web.visits import Visit, in_words, permitted, staff
from kortisto.privacy.retention import operations, queries
from kortisto.privacy.retention.operations import TrialIsOverError, TrialUnderWayError
from kortisto.privacy.retention.rules import SWEEP, may_oversee, may_read_certificates, may_sweep
from kortisto.register.audit.enums import Door

PART = "web/staff/trial.html#progress"


@require_POST
@permitted(SWEEP)
def simulate(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Have the worker find out what a sweep would do now; where one is at it, show that."""
    try:
        id_ = operations.ask_trial(by=visit.by, at=visit.at, channel=Door.WEB, request_id=visit.request_id)
    except TrialUnderWayError as other:
        toast(request, _("A trial is under way already: this is how far it is."))
        id_ = other.trial
    return redirect("web:trial", id_)


@require_safe
@staff
def trial(request: HttpRequest, visit: Visit, trial_id: UUID) -> HttpResponse:
    """Show how far a trial is, and what it has found; its progress also alone."""
    may = may_read_certificates(visit.by) or may_sweep(visit.by)
    found = queries.trial_view(trial_id=trial_id) if may else None
    if found is None:
        return not_found(request)
    # The whole page comes again when it is over: only then are there examples.
    part = request.headers.get("HX-Request") == "true"
    if part and found.over:
        response = HttpResponse(status=204)
        response.headers["HX-Refresh"] = "true"
        return response
    context = {
        "found": found,
        "state": TRIALS[found.state],
        "who": who(found.asked_by, "command"),
        "may_sweep": may_sweep(visit.by),
        "part": part,
        "rules": by_rule(found.rules, {}),
        "items": by_item(found.items),
        "rows": sorted(found.rows.items()),
        "held_back": by_reason(found.held_back),
        "holds": by_hold(found.holds),
        "stuck": [(STUCK[reason], number) for reason, number in found.stuck.items()],
    }
    if found.over and may_oversee(visit.by):
        with operations.oversee(by=visit.by, at=visit.at, channel=Door.WEB, request_id=visit.request_id) as access:
            samples = queries.tried_subjects(access=access, trial_id=trial_id)
        context["samples"] = [
            (one, [in_words(item) for item in one.items], [rule_of(ref) for ref in one.rules]) for one in samples
        ]
    response = render(request, PART if part else "web/staff/trial.html", context)
    response.headers["Vary"] = "HX-Request, Cookie, Accept-Language"
    return response


@require_POST
@permitted(SWEEP)
def cancel(request: HttpRequest, visit: Visit, trial_id: UUID) -> HttpResponse:
    """Break a trial off; what it has found so far stays."""
    if queries.trial_view(trial_id=trial_id) is None:
        return not_found(request)
    try:
        operations.cancel_trial(
            trial_id=trial_id, by=visit.by, at=visit.at, channel=Door.WEB, request_id=visit.request_id
        )
    except TrialIsOverError:
        toast(request, _("The trial is over already."))
    return redirect("web:trial", trial_id)
