"""Two people change one record: what the second sees, and chooses, field by field. Works without a script.

The form that comes back names the fields in `asked`, carries what stood there first in `before-`, and asks for each in
`take-` whose text is to stay: theirs or yours. Until one is chosen nothing is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format

from kortisto.interfaces.web.staff.forms import WAS, FromASource, plain

ASKED = "asked"
TAKE = "take-"
BEFORE = "before-"
THEIRS = "theirs"
YOURS = "yours"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """One field that two people have changed; texts as people read them, `was` as the form carries it."""

    name: str
    label: str
    was: str
    before: str
    theirs: str
    yours: str
    chosen: str


def settled(form: FromASource, present: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Return what is to be written, and the fields of which somebody has yet to choose what stays."""
    changes = form.changes(present)
    asked = _asked(form.data)
    for name in asked & changes.keys():
        if form.data.get(f"{TAKE}{name}") == THEIRS:
            del changes[name]
    overtaken = set(form.overtaken(present))
    unchosen = {name for name in asked if form.data.get(f"{TAKE}{name}") not in {THEIRS, YOURS}}
    return changes, [name for name in changes if name in overtaken or name in unchosen]


def conflicts_of(form: FromASource, names: Iterable[str], present: Mapping[str, Any]) -> list[Conflict]:
    """Return what the visitor has to choose between."""
    return [
        Conflict(
            name=name,
            label=str(form.fields[name].label),
            was=_first(form.data, name, present),
            before=_in_words(form.fields[name], _first(form.data, name, present)),
            theirs=_in_words(form.fields[name], plain(present[name])),
            yours=_in_words(form.fields[name], _yours(form, name)),
            chosen=str(form.data.get(f"{TAKE}{name}", "")),
        )
        for name in names
    ]


def conflicts_in_sight(form: FromASource, sent: Mapping[str, Any], present: Mapping[str, Any]) -> list[Conflict]:
    """Return the conflicts that a form was showing when it was sent for something else than saving, or was wrong."""
    names = [name for name in form.edited if name in _asked(sent)]
    return [
        Conflict(
            name=name,
            label=str(form.fields[name].label),
            was=_first(sent, name, present),
            before=_in_words(form.fields[name], _first(sent, name, present)),
            theirs=_in_words(form.fields[name], plain(present[name])),
            yours=_in_words(form.fields[name], str(sent.get(name, ""))),
            chosen=str(sent.get(f"{TAKE}{name}", "")),
        )
        for name in names
    ]


def _asked(sent: Mapping[str, Any]) -> set[str]:
    return set(filter(None, str(sent.get(ASKED, "")).split(",")))


def _first(sent: Mapping[str, Any], name: str, present: Mapping[str, Any]) -> str:
    """What stood there when the form was first opened: carried along where it has come back before."""
    return plain(sent.get(f"{BEFORE}{name}", sent.get(f"{WAS}{name}", plain(present[name]))))


def _yours(form: FromASource, name: str) -> str:
    return plain(form.cleaned_data[name]) if form.is_valid() else str(form.data.get(name, ""))


def _in_words(field: forms.Field, value: str) -> str:
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value))  # type: ignore[arg-type] # a list of pairs
    if isinstance(field, forms.DateField):
        try:
            return date_format(date.fromisoformat(value))
        except ValueError:
            return value
    return value
