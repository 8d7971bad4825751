"""My day: tasks, meetings and reminders of who has logged in, and the address under which their calendar reads them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kortisto.declaration.words import Operation
from kortisto.interfaces.web.errors import not_found
from kortisto.interfaces.web.staff import regular, reviews
from kortisto.interfaces.web.staff.calendar_file import calendar_file
from kortisto.interfaces.web.staff.happening_forms import TaskForm, clock_of, reminder_of
from kortisto.interfaces.web.staff.happenings import SEEN
from kortisto.interfaces.web.staff.saving import REFUSED
from kortisto.interfaces.web.toasts import toast
from kortisto.interfaces.web.typed import form_page, shown_again
from kortisto.interfaces.web.visits import Visit, in_words, language_of_page, staff
from kortisto.privacy.retention.queries.restrictions import restrictions_waiting
from kortisto.privacy.retention.rules import RESTRICT
from kortisto.register.access import current
from kortisto.register.access import queries as users
from kortisto.register.access.operations import DeniedError, record_refusal
from kortisto.register.audit.enums import Door
from kortisto.register.parties import operations, queries


@require_safe
@staff
def day(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show what is overdue, what today brings, and what comes soon."""
    with visit.enter() as access:
        found = queries.day_of(user_id=_own_id(visit), today=visit.today, by=access)
        restrictions = restrictions_waiting(visit.at) if visit.has(RESTRICT) else 0
    parts = [
        ("overdue", _("Overdue"), found.overdue),
        ("today", _("Today"), found.today),
        ("soon", _("Within a week"), found.soon),
        ("done", _("Done today"), found.done),
    ]
    context = {
        "parts": [one for one in parts if one[2] or one[0] == "today"],
        "today": visit.today,
        "restrictions": restrictions,
        "reviews": reviews.waiting_for(visit),
        "runs": regular.waiting_for(visit),
        "may_add": visit.may(Operation.COLLECT, "person.note"),
        "may_tick": visit.may(Operation.CHANGE, "person.note"),
    }
    return render(request, "web/day/day.html", context)


@form_page
@staff
def add_task(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Write down something to do that is about nobody in particular."""
    form = _form(request, {"due_on": visit.today, "assigned_to": str(visit.by.id)})
    with visit.enter(Operation.COLLECT) as by:
        if form.is_bound and form.is_valid():
            operations.add_task(
                **form.values(),
                assigned_to=UUID(form.cleaned_data["assigned_to"]),
                origin=visit.origin(form.cleaned_data["source"], Operation.COLLECT),
                by=by,
                at=visit.at,
            )
            toast(request, _("Saved."))
            return redirect("web:day")
        by.require(Operation.COLLECT, ["person.note"])
        by.record("task.begin", object_kind="task")
    return _form_shown(request, form, _("Add a task"))


@form_page
@staff
def task(request: HttpRequest, visit: Visit, task_id: UUID) -> HttpResponse:
    """Change a task."""
    with visit.enter(Operation.READ, Operation.CHANGE) as by:
        one = queries.task_of(task_id=task_id, by=by)
        entry = queries.entry(kind=one.kind, entry_id=task_id, by=by) if one is not None else None
    if one is None or entry is None:
        return not_found(request)
    stands = entry.changed_at.isoformat() if entry.changed_at else ""
    initial = {
        "title": one.title,
        "due_on": one.on,
        "clock": clock_of(one.at),
        "remind": reminder_of(one.on, one.at, one.remind_at),
        "repeats": one.repeats.value,
        "assigned_to": str(entry.staff[0]),
        "source": entry.origin.source,
    }
    form = _form(request, initial)
    overtaken = form.is_bound and request.POST.get(SEEN, stands) != stands
    if form.is_bound and form.is_valid() and not overtaken:
        values: Any = {**form.values(), "assigned_to_id": UUID(form.cleaned_data["assigned_to"])}
        try:
            with visit.enter(Operation.CHANGE) as by:
                operations.edit_task(
                    task_id=task_id, changes=values, by=by, at=visit.at,
                    origin=visit.origin(form.cleaned_data["source"], Operation.CHANGE),
                )  # fmt: skip
                by.record("task.saved", object_kind="task", object_id=task_id)
        except ObjectDoesNotExist:
            return not_found(request)
        toast(request, _("Saved."))
        return redirect("web:day")
    return _form_shown(request, form, _("Edit"), seen=stands, was_overtaken=overtaken, entry=entry)


@require_POST
@staff
def tick(request: HttpRequest, visit: Visit, task_id: UUID) -> HttpResponse:
    """Say that a task is done, or not after all."""
    done = request.POST.get("done") != "no"
    try:
        with visit.enter(Operation.CHANGE) as by:
            following = operations.tick_task(task_id=task_id, done=done, by=by, at=visit.at)
    except ObjectDoesNotExist:
        return not_found(request)
    if following is not None:
        toast(request, _("Done. The next one is on %(day)s.") % {"day": date_format(following, "SHORT_DATE_FORMAT")})
    return redirect("web:day")


@require_http_methods(["GET", "POST"])
@staff
def reminders(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the reminders; sending the form takes them off the list."""
    if request.method == "POST":
        operations.read_reminders(by=visit.by, at=visit.at)
        return redirect("web:reminders")
    with visit.enter() as access:
        found = queries.reminders_of(user_id=_own_id(visit), by=access)
    return render(request, "web/day/reminders.html", {"reminders": found, "unread": any(not one.read for one in found)})


@require_http_methods(["GET", "POST"])
@staff
def calendar(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Make, renew or switch off the address of one's own calendar. Its secret is shown once."""
    with visit.enter() as access:
        access.record("calendar.settings", object_kind="user", object_id=visit.by.id)
    address = ""
    if request.method == "POST":
        if "off" in request.POST:
            operations.switch_calendar_off(by=visit.by, at=visit.at, channel=Door.WEB)
            toast(request, _("The address of your calendar leads nowhere now."))
            return redirect("web:calendar")
        secret = operations.make_calendar_address(purpose=visit.purpose, by=visit.by, at=visit.at, channel=Door.WEB)
        base = settings.KORTISTO_ADDRESS or f"{request.scheme}://{request.get_host()}"
        address = base + reverse("web:calendar-feed", args=[secret])
    made = queries.calendar_address(user_id=_own_id(visit))
    purposes = current.compiled().declaration.purposes
    purpose = in_words(purposes[made.purpose].name) if made and made.purpose in purposes else ""
    return render(request, "web/day/calendar.html", {"made": made, "address": address, "for_purpose": purpose})


@login_not_required
@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """Give a calendar its owner's meetings and tasks: whoever has the address reads as they, for their purpose."""
    found = queries.calendar_by_secret(secret=secret)
    actor = users.active_actor(found.user_id) if found is not None else None
    if found is None or actor is None:
        return not_found(request)
    visit = Visit(by=actor, purpose=found.purpose, at=timezone.now(), language=language_of_page())
    try:
        with visit.enter() as access:
            items = queries.calendar_of(user_id=found.user_id, at=visit.at, by=access)
    except DeniedError as refused:  # the role has changed since the address was made
        record_refusal(refused)
        return not_found(request)
    member = next((one for one in users.active_staff() if one.id == found.user_id), None)
    with translation.override(member.language if member else "fi"):
        content = calendar_file(items, register=current.compiled().declaration.register.id, now=visit.at)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'inline; filename="kortisto.ics"'
    return response


def _own_id(visit: Visit) -> UUID:
    assert visit.by.id is not None  # noqa: S101 (somebody has logged in)
    return visit.by.id


def _form(request: HttpRequest, initial: dict[str, Any]) -> TaskForm:
    return TaskForm(request.POST if request.method == "POST" else None, initial={**initial, **shown_again(request)})


def _form_shown(request: HttpRequest, form: TaskForm, title: str, **more: Any) -> HttpResponse:
    context = {
        "form": form,
        "address": reverse("web:day"),
        "title": title,
        "not_saved": bool(shown_again(request)),
        "keeps": "sheet",
        "keeps_at": request.path,
        **more,
    }
    return render(request, "web/timeline/form.html", context, status=REFUSED if form.is_bound else 200)
