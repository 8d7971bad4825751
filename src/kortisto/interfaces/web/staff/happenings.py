"""The timeline of a party: shown a page at a time, added to in place, corrected, removed and put back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import reswap, retarget

from kortisto.declaration.words import Operation
from kortisto.interfaces.web.errors import not_found
from kortisto.interfaces.web.staff import labels
from kortisto.interfaces.web.staff.happening_forms import ActivityForm, NoteForm, TaskForm, clock_of, reminder_of
from kortisto.interfaces.web.staff.saving import REFUSED, address_of, owner_columns, page_of
from kortisto.interfaces.web.toasts import toast
from kortisto.interfaces.web.typed import form_page, shown_again
from kortisto.interfaces.web.visits import Visit, staff
from kortisto.register.access import queries as users
from kortisto.register.audit.values import Access
from kortisto.register.parties import operations, queries
from kortisto.register.parties.enums import HAPPENINGS, ActivityKind, PartyKind
from kortisto.register.parties.operations.activities import NobodyTookPartError
from kortisto.register.parties.operations.removing import HeldError, StandsAgainError, TooLateError
from kortisto.register.parties.queries.timeline import BadCursorError, Entry, Who
from kortisto.register.parties.values import Party

SEEN = "seen"
"""The hidden field that says which state of the entry the form shows."""


_BEGUN = {ActivityKind.CALL: gettext_lazy("Add a call"), ActivityKind.MEETING: gettext_lazy("Add a meeting")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the timeline as pages show it. `what`: the word of its address; `author`: where not of `staff`."""

    entry: Entry
    what: str
    label: str
    source: str
    staff: str
    author: str
    icon: str
    may_change: bool


ICONS = {
    ActivityKind.ORDER: "order", ActivityKind.NOTE: "note", ActivityKind.TASK: "task", ActivityKind.CALL: "phone",
    ActivityKind.MEETING: "people",
}  # fmt: skip


def shown(request: HttpRequest, visit: Visit, party: Party, access: Access) -> Mapping[str, Any]:
    """Return what the timeline of a party shows, for its template."""
    asked = request.GET.get("kind", "")
    kind = ActivityKind(asked) if asked in ActivityKind.values else None
    try:
        page = queries.timeline(party=party, by=access, kind=kind, before=request.GET.get("before", ""))
    except BadCursorError:
        page = queries.timeline(party=party, by=access, kind=kind)
    names = users.names_of({user for one in page.entries for user in (*one.staff, one.author) if user})
    return {
        "lines": [_line(one, names, visit) for one in page.entries],
        "older": page.next,
        "kind": party.kind,
        "party_id": party.id,
        "activity_kinds": ActivityKind.choices,
        "activity_kind": kind.value if kind else "",
        "is_part": "before" in request.GET,
        "shows_all": all(visit.may(Operation.READ, item) for item in HAPPENED),
        "may_add_note": visit.may(Operation.COLLECT, "person.note"),
        "may_add_activity": visit.may(Operation.COLLECT, "person.activity"),
    }


HAPPENED = ("person.note", "person.activity", "order.history")
"""Of what the lines of a timeline are, whoever they are about."""


def _line(one: Entry, names: Mapping[UUID, str], visit: Visit) -> Line:
    return Line(
        entry=one,
        what="activity" if one.kind in HAPPENINGS else one.kind.value,
        label=str(one.kind.label),
        source=labels.origin_in_words(one.origin.source, one.origin.collected_at),
        staff=", ".join(filter(None, (names.get(user, "") for user in one.staff))),
        author=names.get(one.author, "") if one.author and one.author not in one.staff else "",
        icon=ICONS.get(one.kind, "calendar"),
        may_change=one.kind is not ActivityKind.ORDER and visit.may(Operation.CHANGE, one.item),
    )


@require_safe
@staff
def timeline(request: HttpRequest, visit: Visit, kind: PartyKind, party_id: UUID) -> HttpResponse:
    """Show the timeline of a party: the whole list, a page of it, or the part that follows."""
    page = page_of(visit, kind, party_id, Operation.READ)
    if page is None:
        return not_found(request)
    with visit.enter() as access:
        lines = shown(request, visit, Party(kind=kind, id=party_id), access)
    context = {**lines, "party": page, "address": address_of(page)}
    if request.htmx:  # type: ignore[attr-defined]
        part = "web/timeline/lines.html" if context["is_part"] else "web/parts/timeline.html"
        return render(request, part, context)
    return render(request, "web/timeline/page.html", context)


# --- adding ----------------------------------------------------------------------------------------------------------


@form_page
@staff
def add_note(request: HttpRequest, visit: Visit, kind: PartyKind, party_id: UUID) -> HttpResponse:
    """Write a note."""
    page = page_of(visit, kind, party_id, Operation.COLLECT)
    if page is None:
        return not_found(request)
    form = _form(NoteForm, request, {"written_on": visit.today})
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        with visit.enter(Operation.COLLECT) as by:
            operations.add_note(
                text=data["text"],
                written_on=data["written_on"],
                origin=visit.origin(data["source"], Operation.COLLECT),
                by=by,
                at=visit.at,
                **owner_columns(kind, party_id),
            )
        return _saved(request, visit, page, Party(kind=kind, id=party_id))
    return _form_shown(request, page, form, _("Write a note"))


@form_page
@staff
def add_activity(request: HttpRequest, visit: Visit, kind: PartyKind, party_id: UUID) -> HttpResponse:
    """Add a meeting, a call or another event."""
    page = page_of(visit, kind, party_id, Operation.COLLECT)
    if page is None:
        return not_found(request)
    party = Party(kind=kind, id=party_id)
    with visit.enter(Operation.READ) as by:
        people = queries.companions(party=party, by=by)
        by.record("activity.begin", object_kind=kind, object_id=party_id)
    asked = ActivityKind(request.GET["kind"]) if request.GET.get("kind") in HAPPENINGS else None
    initial = {"happened_on": visit.today, "staff": [str(visit.by.id)], **({"kind": asked.value} if asked else {})}
    form = _form(ActivityForm, request, initial, people=people, shows=partial(visit.may, Operation.COLLECT))
    if form.is_bound and form.is_valid():
        values = form.values()
        owners = {**owner_columns(kind, party_id)}
        if kind is PartyKind.PERSON:
            now = {one.organisation_id for one in page.represents if one.ended_on is None}  # type: ignore[union-attr]
            owners["organisation_id"] = next(iter(now)) if len(now) == 1 else None
        with visit.enter(Operation.COLLECT) as by:
            operations.add_activity(
                **{**values, "kind": ActivityKind(values["kind"])},
                people=form.chosen("people"),
                staff=form.chosen("staff"),
                origin=visit.origin(form.cleaned_data["source"], Operation.COLLECT),
                by=by,
                at=visit.at,
                **owners,
            )
        return _saved(request, visit, page, party)
    return _form_shown(request, page, form, str(_BEGUN[asked]) if asked in _BEGUN else _("Add an event"))


@form_page
@staff
def add_task(request: HttpRequest, visit: Visit, kind: PartyKind, party_id: UUID) -> HttpResponse:
    """Write down what is to be done about a party."""
    page = page_of(visit, kind, party_id, Operation.COLLECT)
    if page is None:
        return not_found(request)
    form = _form(TaskForm, request, {"due_on": visit.today, "assigned_to": str(visit.by.id)})
    if form.is_bound and form.is_valid():
        with visit.enter(Operation.COLLECT) as by:
            operations.add_task(
                **form.values(),
                assigned_to=UUID(form.cleaned_data["assigned_to"]),
                origin=visit.origin(form.cleaned_data["source"], Operation.COLLECT),
                by=by,
                at=visit.at,
                **owner_columns(kind, party_id),
            )
        return _saved(request, visit, page, Party(kind=kind, id=party_id))
    return _form_shown(request, page, form, _("Add a task"))


# --- changing --------------------------------------------------------------------------------------------------------


@form_page
@staff
def edit(
    request: HttpRequest, visit: Visit, *, kind: PartyKind, party_id: UUID, what: str, entry_id: UUID
) -> HttpResponse:
    """Correct a note, move an activity, change a task. Nothing that somebody else has changed is overwritten unseen."""
    page = page_of(visit, kind, party_id, Operation.CHANGE)
    if page is None:
        return not_found(request)
    party = Party(kind=kind, id=party_id)
    with visit.enter(Operation.READ) as by:
        one = _entry_of(what, entry_id, party, by)
        task = queries.task_of(task_id=entry_id, by=by) if one is not None and what == "task" else None
        people = queries.companions(party=party, by=by) if what == "activity" else ()
        by.record("timeline.edit", object_kind=kind, object_id=party_id)
    if one is None:
        return not_found(request)
    if request.method == "POST" and "cancel" in request.POST:
        return _cancel(request, visit, page, one)
    stands = one.changed_at.isoformat() if one.changed_at else ""
    everybody = [*people, *(who for who in one.people if who not in people)]
    may = partial(visit.may, Operation.CHANGE if one.text else Operation.COLLECT)
    form = _edit_form(request, one, task, everybody, party, may)
    overtaken = form.is_bound and request.POST.get(SEEN, stands) != stands
    if form.is_bound and form.is_valid() and not overtaken:
        refused = _change(visit, one, form, party)
        if not refused:
            return _saved(request, visit, page, party)
        form.add_error(None, refused)
    context = {"seen": stands, "was_overtaken": overtaken, "entry": one, "may_cancel": one.at and what == "activity"}
    return _form_shown(request, page, form, _("Edit"), **context)


def _entry_of(what: str, entry_id: UUID, party: Party, by: Any) -> Entry | None:
    """The entry, if it stands on this very party."""
    kinds = {"note": (ActivityKind.NOTE,), "task": (ActivityKind.TASK,), "activity": HAPPENINGS}[what]
    for kind in kinds:
        one = queries.entry(kind=kind, entry_id=entry_id, by=by)
        if one is not None:
            return one if party.id in {one.person_id, one.organisation_id, *(who.id for who in one.people)} else None
    return None


def _edit_form(  # noqa: PLR0917 (what the page knows)
    request: HttpRequest, one: Entry, task: Any, people: list[Who], party: Party, may: Callable[[str], bool]
) -> Any:
    if one.kind is ActivityKind.NOTE:
        return _form(NoteForm, request, {"written_on": one.on, "text": one.text, "source": one.origin.source})
    if task is not None:
        initial = {
            "title": one.text,
            "due_on": one.on,
            "clock": clock_of(one.at),
            "remind": reminder_of(one.on, one.at, task.remind_at),
            "repeats": task.repeats.value,
            "assigned_to": str(one.staff[0]),
            "source": one.origin.source,
        }
        return _form(TaskForm, request, initial)
    initial = {
        "kind": one.kind.value,
        "happened_on": one.on,
        "clock": clock_of(one.at),
        "minutes": one.minutes,
        "reference": one.reference,
        "text": one.text,
        "people": [str(who.id) for who in one.people],
        "staff": [str(user) for user in one.staff],
        "source": one.origin.source,
    }
    return _form(ActivityForm, request, initial, people=[who for who in people if who.id != party.id], shows=may)


def _change(visit: Visit, one: Entry, form: Any, party: Party) -> str:
    """Write the change; return why it could not be written, empty when it was."""
    origin = visit.origin(form.cleaned_data["source"], Operation.CHANGE)
    try:
        said = bool(form.cleaned_data.get("text")) and not one.text
        with visit.enter(Operation.CHANGE, *((Operation.COLLECT,) if said else ())) as by:
            common: dict[str, Any] = {"origin": origin, "by": by, "at": visit.at}
            if isinstance(form, NoteForm):
                changes = {name: form.cleaned_data[name] for name in ("text", "written_on")}
                operations.edit_note(note_id=one.id, changes=changes, **common)  # type: ignore[arg-type]
            elif isinstance(form, TaskForm):
                values = {**form.values(), "assigned_to_id": UUID(form.cleaned_data["assigned_to"])}
                operations.edit_task(task_id=one.id, changes=values, **common)  # type: ignore[arg-type]
            else:
                own = [party.id] if party.kind is PartyKind.PERSON else []
                people = [*own, *form.chosen("people")] if "people" in form.fields else None
                operations.edit_activity(
                    activity_id=one.id, changes=form.values(), people=people, staff=form.chosen("staff"), **common
                )
            by.record("timeline.edit", object_kind=party.kind, object_id=party.id)
    except ObjectDoesNotExist:
        return _("Somebody has removed this meanwhile. Copy what you need, then open the page again.")
    except NobodyTookPartError:
        return _("Somebody of the register must have taken part.")
    return ""


def _cancel(request: HttpRequest, visit: Visit, page: Any, one: Entry) -> HttpResponse:
    try:
        with visit.enter(Operation.CHANGE) as by:
            operations.cancel_activity(activity_id=one.id, cancelled=not one.cancelled, by=by, at=visit.at)
    except IntegrityError:
        return not_found(request)
    toast(
        request, _("It takes place after all.") if one.cancelled else _("Cancelled: it does not count as an activity.")
    )
    return redirect(f"{address_of(page)}#timeline")


@require_POST
@staff
def remove(request: HttpRequest, visit: Visit, what: str, entry_id: UUID) -> HttpResponse:
    """Take something away; it can be put back for a while."""
    address = request.POST.get("next", "")
    try:
        with visit.enter(Operation.CHANGE) as by:
            act = operations.remove(kind=what, row_id=entry_id, by=by, at=visit.at)
    except ObjectDoesNotExist:
        return not_found(request)
    except HeldError:
        toast(request, _("This has to be kept as it is for now. The data protection officer knows why."), level=40)
        return redirect(_own_page(address))
    toast(request, _("Removed."), undo=reverse("web:undo", args=[act]))
    return redirect(_own_page(address))


@require_POST
@staff
def undo(request: HttpRequest, visit: Visit, act: UUID) -> HttpResponse:
    """Put back what was removed."""
    try:
        with visit.enter(Operation.CHANGE) as by:
            party = operations.restore(act=act, by=by, at=visit.at)
    except StandsAgainError:
        toast(
            request,
            _("It was not put back: the same stands there again, or what it belonged to is gone."),
            level=30,
        )
        return redirect("web:parties")
    except TooLateError:
        toast(request, _("It is too late: it is gone for good."), level=30)
        return redirect("web:parties")
    toast(request, _("It is back."))
    if party is None:
        return redirect("web:day")
    return redirect(reverse("web:person" if party.kind is PartyKind.PERSON else "web:organisation", args=[party.id]))


def _own_page(address: str) -> str:
    """An address of this site, as the page itself gave it; else the front page."""
    plain = address.startswith("/") and not address.startswith("//") and "\\" not in address
    return address if plain else reverse("web:parties")


# --- what they share -------------------------------------------------------------------------------------------------


def _form(make: Any, request: HttpRequest, initial: Mapping[str, Any], **named: Any) -> Any:
    typed = shown_again(request)
    return make(request.POST if request.method == "POST" else None, initial={**initial, **typed}, **named)


def _form_shown(request: HttpRequest, page: Any, form: forms.Form, title: str, **more: Any) -> HttpResponse:
    in_place = bool(request.htmx)  # type: ignore[attr-defined]
    context = {
        "form": form,
        "party": page,
        "address": f"{address_of(page)}#timeline",
        "title": title,
        "not_saved": bool(shown_again(request)),
        "keeps": "sheet",
        "keeps_at": request.path,
        "in_place": in_place,
        **more,
    }
    if in_place:  # the script swaps only what is well
        return retarget(render(request, "web/timeline/sheet.html", context), "#in-place")
    return render(request, "web/timeline/form.html", context, status=REFUSED if form.is_bound else 200)


def _saved(request: HttpRequest, visit: Visit, page: Any, party: Party) -> HttpResponse:
    if not request.htmx:  # type: ignore[attr-defined]
        toast(request, _("Saved."))
        return redirect(f"{address_of(page)}#timeline")
    with visit.enter() as access:
        lines = shown(request, visit, party, access)
    context = {**lines, "party": page, "said": _("Saved.")}
    return reswap(retarget(render(request, "web/parts/timeline.html", context), "#timeline-card"), "outerHTML")
