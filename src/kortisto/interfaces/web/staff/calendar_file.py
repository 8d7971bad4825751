"""Writes meetings and tasks as a calendar file (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event

from kortisto.declaration.civil_time import HELSINKI
from kortisto.register.parties.enums import ActivityKind
from kortisto.register.parties.queries.day import Item
from kortisto.register.parties.repeating import rule

REFRESH = "PT15M"
_MINUTES = 30
"""So long a meeting takes whose end nobody has written down."""


def calendar_file(items: Iterable[Item], *, register: str, now: datetime) -> bytes:
    """Return the calendar. Times stand in Finnish time with its rules for summer time; a day without a time is whole.

    UIDs stay the same for as long as a thing exists, SEQUENCE counts its changes, and what is cancelled says so: a
    calendar that has it takes it out. A task is an event that keeps no time free: most calendars show no tasks.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Kortisto//Kortisto//FI")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Kortisto")
    calendar.add("x-wr-timezone", HELSINKI.key)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"}, encode=False)
    for item in items:
        calendar.add_component(_event(item, register, now))
    calendar.add_missing_timezones()
    content: bytes = calendar.to_ical()
    return content


def _event(item: Item, register: str, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{item.uid}@{register}.kortisto")
    event.add("dtstamp", item.changed_at)
    event.add("last-modified", item.changed_at)
    event.add("sequence", item.revision)
    words = ": ".join(filter(None, (str(item.kind.label), " – ".join(filter(None, (item.title, item.name))))))
    event.add("summary", words)
    event.add("status", "CANCELLED" if item.cancelled else "CONFIRMED")
    is_task = item.kind is ActivityKind.TASK
    event.add("transp", "TRANSPARENT" if is_task else "OPAQUE")
    event.add("class", "PRIVATE")
    if item.at is None:
        event.add("dtstart", item.on)
        event.add("dtend", item.on + timedelta(days=1))
    else:
        start = item.at.astimezone(HELSINKI)
        # An hour that comes twice in autumn means its first time (RFC 5545, 3.3.5): the second is told in UTC.
        # What repeats stays in Finnish time: in UTC it would move with the clocks.
        event.add("dtstart", item.at.astimezone(UTC) if start.fold and not item.repeats else start)
        if not is_task:
            event.add("duration", timedelta(minutes=item.minutes or _MINUTES))
    if item.repeats and item.repeats_from is not None:
        event.add("rrule", rule(item.repeats, first=item.repeats_from))
    if item.remind_at is not None and item.remind_at > now:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", _("Reminder"))
        alarm.add("trigger", item.remind_at)
        event.add_component(alarm)
    return event
