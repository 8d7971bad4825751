"""Sweeps: how far one is, what it would do, who is stuck, and the certificates of those that are over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from kortisto.interfaces.web.charts import bars
from kortisto.interfaces.web.errors import not_found
from kortisto.interfaces.web.staff.labels import rule_of
from kortisto.interfaces.web.staff.retention import HELD_BACK
from kortisto.interfaces.web.toasts import toast
from kortisto.interfaces.web.visits import Visit, in_words, permitted, staff
from kortisto.privacy.retention import operations, queries
from kortisto.privacy.retention.enums import Closing, Genuine, Remark, StuckReason, SweepState, TrialState
from kortisto.privacy.retention.operations import SweepIsOverError, SweepUnderWayError
from kortisto.privacy.retention.queries import Before, CertificateView
from kortisto.privacy.retention.rules import SWEEP, may_oversee, may_read_certificates, may_sweep
from kortisto.register.access import current
from kortisto.register.access import queries as users
from kortisto.register.audit.enums import Door

PART = "web/staff/sweeps.html#progress"
LISTED = 200
"""Of those who are stuck so many are listed; the number is of all."""

STATES: Mapping[str, Any] = {
    SweepState.ASKED: gettext_lazy("Waits for its turn"),
    SweepState.RUNNING: gettext_lazy("Under way"),
    SweepState.CANCELLING: gettext_lazy("Ends after the present portion"),
    SweepState.INTERRUPTED: gettext_lazy("Interrupted: it goes on by itself within a few minutes"),
    SweepState.CANCELLED: gettext_lazy("Cancelled"),
    SweepState.CLOSED: gettext_lazy("Closed before its end"),
    SweepState.FINISHED: gettext_lazy("Finished"),
}
TRIALS: Mapping[str, Any] = {
    TrialState.ASKED: gettext_lazy("Waits for its turn"),
    TrialState.RUNNING: gettext_lazy("Under way"),
    TrialState.CANCELLING: gettext_lazy("Ends after the present portion"),
    TrialState.CANCELLED: gettext_lazy("Cancelled"),
    TrialState.FINISHED: gettext_lazy("Finished"),
}
OUTCOMES: Mapping[str, Any] = {**STATES, "interrupted": gettext_lazy("interrupted")}
CLOSINGS = {
    Closing.DECLARATION: gettext_lazy(
        "Another version of the notice came into force. What this one had erased is counted here; the next sweep goes "
        "by the new version."
    ),
    Closing.TOO_MANY_STUCK: gettext_lazy(
        "So many could not be erased that not their data are to blame, but something that concerns all. Tell whoever "
        "looks after the program."
    ),
}
REMARKS = {
    Remark.CLOCK_SET_BACK: gettext_lazy(
        "The clock of the machine was set back after the sweep before this one. Less may have been due than by the "
        "right time; nothing is erased too early."
    ),
}
STUCK = {
    StuckReason.DATABASE: gettext_lazy("the database refused: something that nobody declared hangs on it"),
    StuckReason.VALUE: gettext_lazy("something that is stored cannot be read"),
    StuckReason.FILE: gettext_lazy("a file cannot be removed"),
    StuckReason.BUSY: gettext_lazy("somebody else held the data for too long"),
    StuckReason.OTHER: gettext_lazy("a fault in the program"),
}
GENUINE = {
    Genuine.YES: gettext_lazy("This is the certificate whose hash was entered in the log of use when it was made."),
    Genuine.CHANGED: gettext_lazy(
        "This is not the certificate that was made: somebody has changed it, or its line in the log of use, in the "
        "database. Do not rely on it, and find out who."
    ),
    Genuine.NOT_IN_LOG: gettext_lazy(
        "The log of use does not know this certificate: the program did not make it. Do not rely on it, and find out "
        "who did."
    ),
    Genuine.LOG_IS_OVER: gettext_lazy(
        "The log of use no longer reaches back to this certificate, so it cannot be compared any more."
    ),
    Genuine.BEFORE: gettext_lazy("Made before certificates were entered in the log of use: nothing proves it."),
    Genuine.MISSING: gettext_lazy("The log of use tells of this certificate, and it is not there."),
}


@require_safe
@staff
def sweeps(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show how far the sweep is, what went by night, and who is stuck; its progress also alone."""
    if not (may_read_certificates(visit.by) or may_sweep(visit.by)):
        return not_found(request)
    under_way = queries.sweep_under_way(at=visit.at)
    part = request.headers.get("HX-Request") == "true"
    page = queries.certificate_page(limit=1)
    context: dict[str, Any] = {
        "sweep": under_way,
        "state": STATES[under_way.state] if under_way else "",
        "running": under_way is not None,
        "who": who(under_way.asked_by, under_way.asked_by_kind) if under_way else "",
        "remarks": [REMARKS[Remark(one)] for one in under_way.remarks] if under_way else [],
        "may_sweep": may_sweep(visit.by),
        "part": part,
        "last": page.lines[0] if page.lines else None,
        "outcome": OUTCOMES.get(page.lines[0].outcome, "") if page.lines else "",
    }
    if not part:
        context |= _rest(visit)
        context["trials"] = [(one, TRIALS[one.state]) for one in queries.latest_trials()]
    response = render(request, PART if part else "web/staff/sweeps.html", context)
    response.headers["Vary"] = "HX-Request, Cookie, Accept-Language"
    return response


def _rest(visit: Visit) -> dict[str, Any]:
    nights = [
        (date_format(one.day, "j.n."), one.people + one.organisations) for one in queries.nights()
    ]  # fmt: skip
    chart = bars(
        _("People and organisations erased, by night"), nights, heads=(_("Night"), _("Erased"))
    )  # fmt: skip
    stuck: Iterable[queries.StuckView] = ()
    if may_oversee(visit.by):
        with operations.oversee(by=visit.by, at=visit.at, channel=Door.WEB, request_id=visit.request_id) as access:
            stuck = queries.stuck_subjects(access=access, limit=LISTED)
    return {"chart": chart, "stuck": [(one, STUCK[one.reason]) for one in stuck], "oversees": may_oversee(visit.by)}


@require_POST
@permitted(SWEEP)
def start(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Have what is due erased now."""
    try:
        operations.ask_sweep(by=visit.by, at=visit.at, channel=Door.WEB, request_id=visit.request_id)
    except SweepUnderWayError:
        toast(request, _("A sweep is under way already: look at how far it is."))
    return redirect("web:sweeps")


@require_POST
@permitted(SWEEP)
def act(request: HttpRequest, visit: Visit, sweep_id: UUID) -> HttpResponse:
    """Cancel a sweep, or have it gone on with."""
    if queries.sweep_view(sweep_id=sweep_id, at=visit.at) is None:
        return not_found(request)
    does = {"cancel": operations.cancel_sweep, "resume": operations.resume_sweep}.get(request.POST.get("do", ""))
    if does is not None:
        try:
            does(sweep_id=sweep_id, by=visit.by, at=visit.at, channel=Door.WEB, request_id=visit.request_id)
        except SweepIsOverError:
            toast(request, _("The sweep is over already: this is its certificate."))
            return redirect("web:certificate", sweep_id)
    return redirect("web:sweeps")


@require_safe
@staff
def certificates(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show certificates, newest first; `before`: where the page goes on."""
    if not may_read_certificates(visit.by):
        return not_found(request)
    page = queries.certificate_page(before=_before(request.GET.get("before", "")))
    following = f"{page.next.at.isoformat()}_{page.next.id}" if page.next else ""
    context = {
        "certificates": [(one, OUTCOMES.get(one.outcome, one.outcome)) for one in page.lines],
        "continued": "before" in request.GET,
        "next": urlencode({"before": following}) if following else "",
    }
    return render(request, "web/staff/certificates.html", context)


@require_safe
@staff
def certificate(request: HttpRequest, visit: Visit, certificate_id: UUID) -> HttpResponse:
    """Show one certificate, and whether it is the one that the log knows."""
    found = queries.certificate(certificate_id=certificate_id) if may_read_certificates(visit.by) else None
    if found is None:
        return not_found(request)
    genuine = queries.genuine(certificate_id=certificate_id)
    context = {
        "certificate": found,
        "outcome": OUTCOMES.get(found.outcome, found.outcome),
        "closing": _text(CLOSINGS, found.closing),
        "remarks": [_text(REMARKS, one) for one in found.remarks],
        "who": who(found.started_by, found.asked_by_kind),
        "genuine": GENUINE[genuine],
        "is_genuine": genuine is Genuine.YES,
        "is_wrong": genuine in {Genuine.CHANGED, Genuine.NOT_IN_LOG},
        "rules": by_rule(found.rules, found.rule_texts),
        "other_rules": _others(found),
        "items": by_item(found.items),
        "held_back": by_reason(found.held_back),
        "holds": by_hold(found.holds),
        "stuck": [(_text(STUCK, reason), number) for reason, number in found.stuck_by_reason.items()],
    }
    return render(request, "web/staff/certificate.html", context)


# --- in words --------------------------------------------------------------------------------------------------------


def _text(texts: Mapping[Any, Any], word: str) -> Any:
    """Return the sentence for a word; a word that this version does not know stands as it is."""
    return texts.get(word, word)


def who(user: UUID | None, kind: str) -> str:
    if user is not None:
        return users.names_of([user]).get(user, _("a user who is no more"))
    return _("an operator at the command line") if kind == "command" else _("the nightly schedule")


def by_rule(numbers: Mapping[str, int], texts: Mapping[str, str]) -> list[tuple[Any, int, str]]:
    return [(rule_of(ref), number, texts.get(ref, "")) for ref, number in sorted(numbers.items())]


def _others(found: CertificateView) -> list[tuple[str, str]]:
    """The rules and holds that were in force and by which nothing went."""
    return [(ref, digest) for ref, digest in found.rule_texts.items() if ref not in found.rules]


def by_item(numbers: Mapping[str, int]) -> list[tuple[str, int]]:
    named = []
    for item, number in numbers.items():
        try:
            named.append((in_words(current.compiled().name(item)), number))
        except KeyError:
            named.append((item, number))
    return sorted(named, key=lambda one: (-one[1], one[0]))


def by_reason(numbers: Mapping[str, int]) -> list[tuple[Any, int]]:
    return [(_text(HELD_BACK, reason), number) for reason, number in sorted(numbers.items())]


def by_hold(numbers: Mapping[str, int]) -> list[tuple[str, int]]:
    holds = {hold.ref: hold for hold in current.compiled().declaration.holds.values()}
    return [(in_words(holds[ref].name) if ref in holds else ref, number) for ref, number in sorted(numbers.items())]


def _before(written: str) -> Before | None:
    """Return where a page goes on; an old or mangled link leads to the beginning."""
    at, _separator, id_ = written.rpartition("_")
    with suppress(ValueError):
        before = Before(at=datetime.fromisoformat(at), id=UUID(id_))
        return before if before.at.tzinfo else None
    return None
