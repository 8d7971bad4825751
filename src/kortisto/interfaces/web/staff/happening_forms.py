"""Forms of what happens with parties: notes, activities, tasks, files. Times are Finnish civil time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kortisto.declaration.civil_time import HELSINKI
from kortisto.interfaces.web.staff.forms import TOO_LONG, DayInput, FromASource, NoteForm, text
from kortisto.register.access import queries as users
from kortisto.register.parties.enums import HAPPENINGS, Repeat
from kortisto.register.parties.queries.timeline import Who

MORNING = time(9)
"""What has no time of day is brought to mind at this hour."""
NO_REMINDER = ""
_DATE = _("Write the day as d.m.yyyy, for example 31.12.2026.")
_TIME = _("Write the time as h.mm or h:mm, for example 14.30.")
_TIME_FORMATS = ["%H.%M", "%H:%M", "%H"]

__all__ = ["ActivityForm", "FileForm", "NoteForm", "TaskForm", "at_of", "clock_of"]


def day_field(label: Any, **extra: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=DayInput(),
        error_messages={"invalid": _DATE, "required": _DATE},
        **extra,
    )


def time_field(label: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        required=False,
        input_formats=_TIME_FORMATS,
        widget=forms.TimeInput(format="%H.%M", attrs={"autocomplete": "off"}),
        error_messages={"invalid": _TIME},
    )


def at_of(day: date, clock: time | None) -> datetime | None:
    """Return the instant of a Finnish day and time; an hour that clocks skip counts as the next."""
    return datetime.combine(day, clock, HELSINKI).astimezone(UTC) if clock is not None else None


def clock_of(at: datetime | None) -> time | None:
    """Return the Finnish time of day of an instant."""
    return at.astimezone(HELSINKI).time() if at is not None else None


class ActivityForm(FromASource):
    """A meeting, a call or another event, past or to come, with all who took part."""

    what = "person.activity"
    items = {"text": "person.note"}

    kind = forms.ChoiceField(label=_("What happened"), choices=[(one.value, one.label) for one in HAPPENINGS])
    happened_on = day_field(
        _("Day"), help_text=_("It is the last activity of this party, from which periods may count.")
    )
    clock = time_field(_("Time"))
    minutes = forms.IntegerField(
        label=_("Minutes"),
        required=False,
        min_value=1,
        max_value=1440,
        error_messages={
            "min_value": _("Write how many minutes it takes, at least 1."),
            "max_value": _("Write how many minutes it takes, at most 1440."),
            "invalid": _("Write a whole number of minutes."),
        },
    )
    reference = text(_("Subject or reference"), 100)
    text = forms.CharField(
        label=_("What was said or agreed"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Write only what the matter needs: the person may read it."),
        error_messages={"max_length": TOO_LONG},
    )
    people = forms.MultipleChoiceField(
        label=_("Also took part"), required=False, widget=forms.CheckboxSelectMultiple(attrs={"class": "choices"})
    )
    staff = forms.MultipleChoiceField(
        label=_("Of us"), required=False, widget=forms.CheckboxSelectMultiple(attrs={"class": "choices"})
    )
    field_order = ("reference", "text", "kind", "happened_on", "clock", "minutes", "people", "staff", "source")

    def __init__(self, *arguments: Any, people: Iterable[Who] = (), **named: Any) -> None:
        """Offer the people around the party, and the members of staff; let the browser take a text of any length."""
        super().__init__(*arguments, **named)
        if "text" in self.fields:
            self.fields["text"].widget.attrs.pop("maxlength", None)
        offered = [(str(one.id), one.name or "–") for one in people]
        if offered:
            self.fields["people"].choices = offered  # type: ignore[attr-defined]
        else:
            del self.fields["people"]
        self.fields["staff"].choices = [(str(one.id), one.name) for one in users.active_staff()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """How long it takes is asked of what has a beginning."""
        cleaned = super().clean() or {}
        if cleaned.get("minutes") and not cleaned.get("clock") and "clock" not in self.errors:
            self.add_error("clock", _("Write when it begins, or leave the minutes empty."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """Return what the operations take."""
        data = self.cleaned_data
        starts_at = at_of(data["happened_on"], data["clock"])
        return {
            "kind": data["kind"],
            "happened_on": data["happened_on"],
            "starts_at": starts_at,
            "minutes": data["minutes"],
            "reference": data["reference"],
            **({"text": data["text"]} if "text" in data else {}),
        }

    def chosen(self, name: str) -> list[UUID]:
        """Return the ids that are ticked."""
        return [UUID(one) for one in self.cleaned_data.get(name, [])]


class TaskForm(FromASource):
    """Something to do."""

    what = "person.note"

    title = text(_("What is to be done"), 200, required=True)
    due_on = day_field(_("Day"))
    clock = time_field(_("Time"))
    remind = forms.ChoiceField(
        label=_("Reminder"),
        required=False,
        choices=[
            (NO_REMINDER, _("None")),
            ("0", _("When it is due")),
            ("15", _("15 minutes before")),
            ("60", _("An hour before")),
            ("1440", _("A day before")),
        ],
        help_text=_("What has no time of day is due at nine in the morning."),
    )
    repeats = forms.ChoiceField(
        label=_("Repeats"),
        required=False,
        choices=Repeat.choices,
        help_text=_("The next one comes when this one is done."),
    )
    assigned_to = forms.ChoiceField(label=_("Who does it"))
    field_order = ("title", "due_on", "clock", "remind", "repeats", "assigned_to", "source")

    def __init__(self, *arguments: Any, **named: Any) -> None:
        """Offer the members of staff."""
        super().__init__(*arguments, **named)
        self.fields["assigned_to"].choices = [(str(one.id), one.name) for one in users.active_staff()]  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """Return what the operations take."""
        data = self.cleaned_data
        due_at = at_of(data["due_on"], data["clock"])
        remind_at = None
        if data["remind"]:
            moment = due_at or at_of(data["due_on"], MORNING)
            assert moment is not None  # noqa: S101 (MORNING is a time)
            remind_at = moment - timedelta(minutes=int(data["remind"]))
        return {
            "title": data["title"],
            "due_on": data["due_on"],
            "due_at": due_at,
            "remind_at": remind_at,
            "repeats": Repeat(data["repeats"]),
        }


def reminder_of(due_on: date, due_at: datetime | None, remind_at: datetime | None) -> str:
    """Return the choice of the form that stands for a reminder."""
    moment = due_at or at_of(due_on, MORNING)
    if remind_at is None or moment is None:
        return NO_REMINDER
    return str(max(0, int((moment - remind_at).total_seconds() // 60)))


def _what_is_taken() -> str:
    most = settings.KORTISTO_FILE_BYTES // 1_000_000
    return gettext(
        "A PDF, a picture (PNG, JPEG, GIF, WebP), an office document or a text, %(most)s million bytes at most."
    ) % {"most": most}


class FileForm(FromASource):
    """A file."""

    what = "document.file"

    file = forms.FileField(
        label=_("File"),
        max_length=255,
        help_text=lazy(_what_is_taken, str)(),
        error_messages={"required": _("Choose a file."), "empty": _("The file is empty. Choose another.")},
    )
    field_order = ("file", "source")
