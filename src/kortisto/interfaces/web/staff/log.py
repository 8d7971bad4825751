"""The log for whoever watches over use: by person, user, time and action; as a file; and the state of its seal."""

from __future__ import annotations

import csv
import io
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, cast
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.utils.translation import override as in_language
from django.views.decorators.http import require_http_methods, require_safe
from procrastinate.contrib.django import app as jobs
from procrastinate.exceptions import AlreadyEnqueued

from kortisto.declaration.words import Operation
from kortisto.interfaces.web.staff.choosing import MOST
from kortisto.interfaces.web.staff.forms import DayInput
from kortisto.interfaces.web.toasts import toast
from kortisto.interfaces.web.visits import Visit, in_words, permitted
from kortisto.register.access import current
from kortisto.register.access.queries import names_of_those_who_may
from kortisto.register.access.queries.everybody import everybodys_keys, everybodys_names
from kortisto.register.access.rulebook import rulebook
from kortisto.register.audit import checking, reading, sealing
from kortisto.register.audit.enums import ActorKind, Door, Outcome
from kortisto.register.audit.finding_texts import sentence as finding_in_words
from kortisto.register.audit.queries import LoggedEvent, seal_state
from kortisto.register.audit.reading import OVERSIGHT, Cursor, Wanted
from kortisto.register.audit.sentences import SENTENCES, sentence
from kortisto.register.parties.exporting.safe_cells import safe_cell
from kortisto.register.parties.queries import best_matches
from kortisto.register.parties.queries.names import names_of
from kortisto.register.parties.values import Party

CHECKED_AT_ONCE = 100_000
"""A log of so many lines is checked while the visitor waits: for a few seconds. A larger one is left to the worker."""
NAMED = 3
"""So many of the people of a line are named; of a list of fifty it is said how many more there were."""

_PERMISSION = "permission."
"""How the action of a refusal begins; the permission follows."""

_OTHERS = {
    ActorKind.JOB: gettext_lazy("The program"),
    ActorKind.COMMAND: gettext_lazy("An operator at the command line"),
    ActorKind.ANONYMOUS: gettext_lazy("Somebody unknown"),
}
_MINUTE = timedelta(minutes=1)
_DOORS = {
    Door.WEB: gettext_lazy("pages"),
    Door.API: gettext_lazy("interface for programs"),
    Door.CLI: gettext_lazy("command line"),
    Door.JOBS: gettext_lazy("scheduled work"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What those who act are called: members of staff, and the keys of their programs."""

    users: Mapping[UUID, str]
    keys: Mapping[UUID, str]


def _clock_time(label: Any) -> forms.TimeField:
    """A field for a time of day, which narrows the day beside it; typed 14:05 or 14.05, or chosen."""
    return forms.TimeField(
        label=label,
        required=False,
        input_formats=["%H:%M", "%H.%M"],
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": gettext_lazy("Write the time as hours and minutes, for example 14:05.")},
    )


class WantedForm(forms.Form):
    """What of the log is asked for; everything may be left empty."""

    person = forms.UUIDField(required=False, widget=forms.HiddenInput)
    who = forms.CharField(
        label=gettext_lazy("Whose data"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": gettext_lazy("Name")}),
    )
    user = forms.TypedChoiceField(label=gettext_lazy("User"), required=False, coerce=UUID, empty_value=None)
    key = forms.TypedChoiceField(label=gettext_lazy("Key"), required=False, coerce=UUID, empty_value=None)
    since = forms.DateField(
        label=gettext_lazy("From"),
        required=False,
        widget=DayInput(),
        error_messages={"invalid": gettext_lazy("Write the day as d.m.yyyy, for example 31.12.2026.")},
    )
    since_at = _clock_time(gettext_lazy("From, at"))
    until = forms.DateField(
        label=gettext_lazy("Until"),
        required=False,
        widget=DayInput(),
        error_messages={"invalid": gettext_lazy("Write the day as d.m.yyyy, for example 31.12.2026.")},
    )
    until_at = _clock_time(gettext_lazy("Until, at"))
    action = forms.ChoiceField(label=gettext_lazy("What"), required=False)
    denied = forms.BooleanField(label=gettext_lazy("Only what was refused"), required=False)

    def __init__(self, data: Mapping[str, object], *, staff: Known, language: str, names: bool = False) -> None:
        super().__init__(data, label_suffix="")
        if not names:
            del self.fields["who"]
        everybody = [("", _("Everybody")), *((str(id_), name) for id_, name in staff.users.items())]
        self.fields["user"].choices = everybody  # type: ignore[attr-defined]
        programs = [("", _("With and without a key")), *((str(id_), name) for id_, name in staff.keys.items())]
        self.fields["key"].choices = programs  # type: ignore[attr-defined]
        told = {action: sentence(action=action, denied=False, who="…", language=language) for action in SENTENCES}
        actions = sorted(told.items(), key=lambda one: one[1])
        self.fields["action"].choices = [("", _("Everything")), *actions]  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        """Return the lines that are asked for; what was not understood restricts nothing, and stands in `errors`."""
        self.is_valid()
        given = self.cleaned_data
        return Wanted(
            about=given.get("person"),
            actor=given.get("user") or None,
            token=given.get("key") or None,
            since=_moment(given.get("since"), given.get("since_at"), whole=timedelta()),
            until=_moment(given.get("until"), given.get("until_at"), whole=timedelta(days=1)),
            action=given.get("action") or "",
            denied=bool(given.get("denied")),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the log as the page shows it. `people`: those that are named, `more` how many are not; `key`: the name
    of the key with which a program acted; `target`: whose account, which key or permission it was about; `data`: which
    data, by the names that the declaration has for them.
    """

    event: LoggedEvent
    text: str
    target: str
    data: tuple[str, ...]
    key: str
    role: str
    purpose: str
    door: str
    people: tuple[tuple[Party, str], ...]
    more: int
    denied: bool


@require_safe
@permitted("log.read")
def log(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show a page of the log, newest first; `before` where it goes on."""
    staff = Known(users=everybodys_names(), keys=everybodys_keys())
    names = visit.may(Operation.READ, "person.name")
    form = WantedForm(request.GET, staff=staff, language=visit.language, names=names)
    wanted = form.wanted()
    asked = {name: str(value) for name, value in request.GET.items() if name in form.fields and value}
    if "who" in asked and "who" in form.cleaned_data:
        return _choose(request, visit, form, asked)
    after = _cursor(request.GET.get("before", ""))
    page = reading.read_log(
        wanted=wanted, after=after, by=visit.by, at=visit.at, channel=Door.WEB, request_id=visit.request_id
    )
    known = _names_of(visit, page.lines, wanted.about)
    context = {
        "form": form,
        "lines": [_line(one, staff, known, visit.language, wanted.about) for one in page.lines],
        "about": known.get(wanted.about) if wanted.about else None,
        "wanted": wanted,
        "filtered": bool(asked),
        "continued": after is not None,
        "query": urlencode(asked),
        "next": urlencode({**asked, "before": _written(page.next)}) if page.next else "",
        "seal": seal_state(),
    }
    return render(request, "web/staff/log.html", context, status=422 if form.errors else 200)


def _choose(request: HttpRequest, visit: Visit, form: WantedForm, asked: dict[str, str]) -> HttpResponse:
    """Lead to the lines about the one who was found by a name, or ask which of several is meant."""
    with visit.enter() as access:
        found = best_matches(by=access, text=asked.pop("who"), limit=MOST)
    options = [(hit, f"{reverse('web:log')}?{urlencode({**asked, 'person': hit.party.id})}") for hit in found.hits]
    if len(options) == 1:
        return redirect(options[0][1])
    context = {
        "form": form, "options": options, "more": found.more, "chooses": True, "filtered": True, "seal": seal_state(),
    }  # fmt: skip
    return render(request, "web/staff/log.html", context)


@require_safe
@permitted("log.read")
def export(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Send the lines that the page would show as a file. That this was done is in the log before its first byte."""
    staff = Known(users=everybodys_names(), keys=everybodys_keys())
    form = WantedForm(request.GET, staff=staff, language=visit.language)
    lines = reading.export_log(
        wanted=form.wanted(), by=visit.by, at=visit.at, channel=Door.WEB, request_id=visit.request_id
    )
    response = StreamingHttpResponse(_as_csv(lines, staff, visit.language), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="log-{visit.today:%Y-%m-%d}.csv"'
    return cast("HttpResponse", response)  # the middleware knows both kinds of answers


@require_http_methods(["GET", "POST"])
@permitted("log.verify")
def seal(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show how the seal of the log stands; POST checks the whole log now."""
    state = seal_state()
    if request.method == "POST":
        if state.size <= CHECKED_AT_ONCE:
            report = checking.check(
                by=visit.by, at=visit.at, channel=Door.WEB, verifier=sealing.signer().verifier,
                witnesses=sealing.witnesses(), request_id=visit.request_id,
            )  # fmt: skip
            toast(request, _("The log is whole.") if not report.findings else _("The log is not whole: see below."))
        else:
            _ask_worker()
            toast(request, _("The check has begun. Its outcome stands here in a minute or two."))
        return redirect("web:log-seal")
    findings = [finding_in_words(one, visit.language) for one in state.found or ()]
    return render(
        request, "web/staff/log_seal.html",
        {
            "seal": state, "findings": findings, "key": str(sealing.signer().verifier),
            "witnesses": sealing.witness_states(), "readers": names_of_those_who_may("log.read"),
        },
    )  # fmt: skip


def _ask_worker() -> None:
    try:
        with transaction.atomic():  # what waits in the queue already must not spoil the rest of the request
            jobs.configure_task("look_after_log", queueing_lock="look_after_log").defer()
    except AlreadyEnqueued:
        return


def _names_of(visit: Visit, lines: Iterable[LoggedEvent], about: UUID | None) -> Mapping[UUID, tuple[Party, str]]:
    """Names for whoever may see them for the purpose of the visit; others get the log without names."""
    shown = {id_ for line in lines for id_ in _named(line, about)} | ({about} if about else set())
    if not shown or not visit.may(Operation.READ, "person.name"):
        return {}
    with visit.enter() as access:
        return names_of(by=access, ids=shown)


def _named(line: LoggedEvent, about: UUID | None) -> tuple[UUID, ...]:
    """Return who of a line is named: the first few; where one person is asked about, nobody else."""
    ids = _ids(line)
    return (about,) if about is not None and about in ids else ids[:NAMED]


def _ids(line: LoggedEvent) -> tuple[UUID, ...]:
    return line.subjects or ((line.object_id,) if line.object_id else ())


def _line(
    line: LoggedEvent,
    staff: Known,
    known: Mapping[UUID, tuple[Party, str]],
    language: str,
    about: UUID | None = None,
) -> Line:
    declaration = current.compiled().declaration
    role, purpose = declaration.roles.get(line.actor_role), declaration.purposes.get(line.purpose)
    people = tuple(known[id_] for id_ in _named(line, about) if id_ in known)
    denied = line.outcome is Outcome.DENIED
    return Line(
        event=line,
        text=sentence(action=line.action, denied=denied, who=_who(line, staff), language=language),
        target=_target(line, staff),
        data=_data(line.items),
        key=staff.keys.get(line.token_id, str(line.token_id)) if line.token_id else "",
        role=in_words(role.name) if role else line.actor_role,
        purpose=in_words(purpose.name) if purpose else _oversight(line.purpose),
        door=str(_DOORS[line.channel]),
        people=people,
        more=len(line.subjects) - len(people) if line.subjects else 0,
        denied=denied,
    )


def _who(line: LoggedEvent, staff: Known) -> str:
    if line.actor_kind is ActorKind.USER and line.actor_id:
        return staff.users.get(line.actor_id, str(line.actor_id))
    return str(_OTHERS.get(line.actor_kind, line.actor_kind))


def _target(line: LoggedEvent, staff: Known) -> str:
    """Return whose account or which key a line is about, unless it is one's own; of a refusal, the permission."""
    if line.action.startswith(_PERMISSION):  # a bare word may be an action as well
        permission = rulebook().permissions.get(line.action.removeprefix(_PERMISSION))
        if permission:
            return in_words(permission.name)
    if line.object_id is None or line.object_id == line.actor_id:
        return ""
    return staff.users.get(line.object_id) or staff.keys.get(line.object_id) or ""


def _data(items: Iterable[str]) -> tuple[str, ...]:
    """Return the data of a line in words, each once: what stands under an item that is there goes without saying."""
    items, declared, known = set(items), current.compiled(), rulebook().permissions
    names = {in_words(declared.names[one]) for one in items if one in declared.names and not _is_under(one, items)}
    names |= {in_words(declared.declaration.roles[one].name) for one in items if one in declared.declaration.roles}
    names |= {in_words(known[one].name) for one in items if one in known}
    return tuple(sorted(names, key=str.casefold))


def _is_under(item: str, items: Container[str]) -> bool:
    return any(item[:place] in items for place, sign in enumerate(item) if sign == ".")


def _oversight(purpose: str) -> str:
    """Return what the program itself works for: no purposes of a declaration."""
    return {
        OVERSIGHT: _("oversight"),
        "retention": _("retention"),
        "staff reminders": _("reminders of tasks"),
        "upkeep": _("upkeep of the register"),
    }.get(purpose, purpose)


# --- the file --------------------------------------------------------------------------------------------------------


def _as_csv(lines: Iterable[LoggedEvent], staff: Known, language: str) -> Iterator[bytes]:
    """Yield the file in pieces: semicolons and a mark of the encoding, as spreadsheets in Finland expect."""
    with in_language(language):
        heads = [
            _("Time"), _("Who"), _("Role"), _("Event"), _("Refused"), _("Purpose"), _("People"), _("Data"), _("Door"),
            _("Network"), _("Place in the log"), _("Id of the event"), _("Action"), _("Key"),
        ]  # fmt: skip
    yield b"\xef\xbb\xbf" + _row(heads)
    for line in lines:
        with in_language(language):
            shown = _line(line, staff, {}, language)
            refused = _("yes") if shown.denied else ""
        place = str(line.seq + 1) if line.seq is not None else ""
        yield _row([
            timezone.localtime(line.happened_at).isoformat(timespec="seconds"), _who(line, staff), shown.role,
            shown.text, refused, shown.purpose, " ".join(map(str, _ids(line))), " ".join(line.items), shown.door,
            line.network, place, str(line.id), line.action, shown.key,
        ])  # fmt: skip


def _row(values: Iterable[str]) -> bytes:
    written = io.StringIO()
    csv.writer(written, delimiter=";").writerow([safe_cell(value) for value in values])
    return written.getvalue().encode()


# --- addresses -------------------------------------------------------------------------------------------------------


def _moment(day: date | None, at: time | None, *, whole: timedelta) -> datetime | None:
    """Return a bound of what is asked for. `whole`: without a time, how much of the day counts; a minute counts whole.

    A time without a day is one of today.
    """
    if day is None and at is None:
        return None
    start = datetime.combine(day or timezone.localdate(), at or time())
    return timezone.make_aware(start + (min(whole, _MINUTE) if at is not None else whole))


def _written(cursor: Cursor) -> str:
    return f"{cursor.at.isoformat()}_{cursor.id}"


def _cursor(written: str) -> Cursor | None:
    """Return where a page goes on; an old or mangled link leads to the beginning."""
    at, _separator, id_ = written.rpartition("_")
    try:
        cursor = Cursor(datetime.fromisoformat(at), UUID(id_))
    except ValueError:
        return None
    return cursor if cursor.at.tzinfo else None
