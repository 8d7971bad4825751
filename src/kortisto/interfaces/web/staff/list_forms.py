"""What the address of a list says: filters, columns and order; the form that writes it, and the chips that unsay it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from kortisto.interfaces.web.staff.forms import DayInput
from kortisto.interfaces.web.staff.labels import source_name, sources
from kortisto.register.parties.enums import Language, PartyKind, RelationshipKind
from kortisto.register.parties.listing import USUAL_COLUMNS, Filters, ListColumn, Order
from kortisto.register.parties.queries.finding import LONGEST_TEXT

MOST_CHOSEN = 1000
"""So many can be chosen one by one; the whole of a list is taken by its filters."""
PLACE = ("after", "before")
"""The parameters that say where in a list a page begins: no part of what the list is."""

COLUMN_NAMES = {
    ListColumn.REPRESENTS: _("Represents"),
    ListColumn.TITLE: _("Job title"),
    ListColumn.RELATION: _("Relationship"),
    ListColumn.BUSINESS_ID: _("Business ID"),
    ListColumn.EMAIL: _("E-mail"),
    ListColumn.PHONE: _("Telephone"),
    ListColumn.STREET: _("Street address"),
    ListColumn.POSTAL_CODE: _("Postal code"),
    ListColumn.CITY: _("City"),
    ListColumn.LANGUAGE: _("Language of service"),
    ListColumn.REFERENCE: _("Customer number"),
    ListColumn.ACTIVITY: _("Last activity"),
    ListColumn.ADDED: _("Added"),
    ListColumn.SOURCE: _("Source"),
}
SORTS = {
    "name": _("Name, A to Ö"),
    "-name": _("Name, Ö to A"),
    "city": _("City, A to Ö"),
    "-city": _("City, Ö to A"),
    "-activity": _("Last activity, newest first"),
    "activity": _("Last activity, oldest first"),
    "-added": _("Added, newest first"),
    "added": _("Added, oldest first"),
}
SORTED_COLUMNS = {ListColumn.CITY: Order.CITY, ListColumn.ACTIVITY: Order.ACTIVITY, ListColumn.ADDED: Order.ADDED}
_DATE = _("Write the day as d.m.yyyy, for example 31.12.2026.")
_FIELDS = {
    "q": "text", "relation": "relation", "city": "city", "language": "language", "email": "has_email",
    "active_from": "active_from", "active_to": "active_to", "added_from": "added_from",
    "changed_from": "changed_from", "source": "source", "organisation": "organisation", "idle_since": "idle_since",
    "task_due": "task_due_to", "tag": "tag", "group": "group",
}  # fmt: skip


Named = Sequence[tuple[UUID, str]]
"""What can be chosen, with its name."""


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, required=False, widget=DayInput(), error_messages={"invalid": _DATE})


class ListForm(forms.Form):
    """The filters of a list; those that the visitor may not use are not there."""

    q = forms.CharField(label=_("Text"), required=False, max_length=LONGEST_TEXT)
    relation = forms.ChoiceField(label=_("Relationship"), required=False)
    city = forms.CharField(label=_("City"), required=False, max_length=100)
    language = forms.ChoiceField(label=_("Language of service"), required=False)
    email = forms.ChoiceField(label=_("E-mail address"), required=False)
    active_from = _day(_("Last activity from"))
    active_to = _day(_("Last activity until"))
    idle_since = _day(_("No activity since"))
    task_due = _day(_("Open task due by"))
    tag = forms.ChoiceField(label=_("Tag"), required=False)
    group = forms.ChoiceField(label=_("Group"), required=False)
    added_from = _day(_("Added from"))
    changed_from = _day(_("Added or changed from"))
    source = forms.ChoiceField(label=_("Source"), required=False)
    organisation = forms.UUIDField(required=False, widget=forms.HiddenInput)
    sort = forms.ChoiceField(label=_("Order"), required=False)
    col = forms.MultipleChoiceField(label=_("Columns"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(
        self, *arguments: Any, columns: Any, filters: Any, orders: Any, tags: Named, groups: Named, **named: Any
    ) -> None:
        """Offer what the access covers: `columns`, names of `filters`, `orders`; `tags` and `groups` by name."""
        super().__init__(*arguments, **named)
        self.label_suffix = ""
        anything = [("", gettext("Any"))]
        choices: dict[str, list[Any]] = {
            "relation": [*anything, *RelationshipKind.choices],
            "language": [*anything, *Language.choices],
            "email": [*anything, ("yes", gettext("Has one")), ("no", gettext("Has none"))],
            "source": [*anything, *sources()],
            "tag": [*anything, *((str(id_), name) for id_, name in tags)],
            "group": [*anything, *((str(id_), name) for id_, name in groups)],
            "sort": [(id_, name) for id_, name in SORTS.items() if Order(id_.removeprefix("-")) in orders],
            "col": [(column.value, COLUMN_NAMES[column]) for column in columns],
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]
        for name, filter_name in _FIELDS.items():
            if filter_name not in filters:
                del self.fields[name]


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter that holds, in words, and the address of the list without it."""

    text: str
    without: str


class ListAddress:
    """The parameters of a list: what of them can be understood holds, and the rest is told by the form."""

    def __init__(
        self,
        parameters: QueryDict,
        kind: PartyKind,
        *,
        columns: Any,
        filters: Any,
        orders: Any,
        tags: Named = (),
        groups: Named = (),
        usual: Sequence[str] = (),
    ) -> None:
        """Read `parameters`. `usual`: the columns that are shown where the address names none."""
        self.kind = kind
        self.labels = {str(id_): name for id_, name in (*tags, *groups)}
        remembered = tuple(column for column in columns if column.value in usual)
        usual_columns = remembered or tuple(column for column in USUAL_COLUMNS[kind] if column in columns)
        self._given = parameters
        shown = parameters.copy()
        if "col" not in shown:  # the boxes show the columns that are shown
            shown.setlist("col", [column.value for column in usual_columns])
        self.form = ListForm(shown, columns=columns, filters=filters, orders=orders, tags=tags, groups=groups)
        if kind is PartyKind.PERSON:
            for name in filters & {"relation", "city"}:
                self.form.fields[name].help_text = gettext("Their own, or that of the organisation they represent.")
        self.form.is_valid()
        clean = {name: value for name, value in self.form.cleaned_data.items() if value not in ("", None, [])}
        self._clean = clean
        found: dict[str, Any] = {filter_name: clean[name] for name, filter_name in _FIELDS.items() if name in clean}
        if "relation" in found:
            found["relation"] = RelationshipKind(found["relation"])
        if "has_email" in found:
            found["has_email"] = found["has_email"] == "yes"
        for label in {"tag", "group"} & found.keys():
            found[label] = UUID(found[label])
        self.filters = Filters(**found, ids=_ids(parameters.getlist("id")))
        chosen = [ListColumn(value) for value in clean.get("col", [])]
        self.columns = tuple(chosen) or usual_columns
        sort = clean.get("sort", "name")
        self.order, self.descending = Order(sort.removeprefix("-")), sort.startswith("-")

    def query(self, *without: str, **other: str) -> str:
        """Return the address of the list, without some parameters, its place and its selection, and with others."""
        written = QueryDict(mutable=True)
        for name in self.form.fields:
            if name in self._clean and name not in without and name not in other:
                written.setlist(name, [value for value in self._given.getlist(name) if value])
        for name, value in other.items():
            written[name] = value
        return written.urlencode()

    def kept(self) -> str:
        """Return what a saved view keeps: the text that was searched for may name somebody, and is not kept."""
        return self.query("q")

    def fields(self) -> list[tuple[str, str]]:
        """Return the filters as hidden fields."""
        names = [name for name in self._clean if name in _FIELDS or name in ("sort", "col")]
        return [(name, value) for name in names for value in self._given.getlist(name) if value]

    @property
    def sort(self) -> str:
        """Return the order as the address has it."""
        return f"{'-' if self.descending else ''}{self.order.value}"

    def chips(self, organisation: str) -> list[Chip]:
        """Return the filters that hold; `organisation`: the name of the one that people represent."""
        words: dict[str, Callable[[Any], str]] = {
            "q": lambda value: gettext("“%s”") % value,
            "relation": lambda value: str(RelationshipKind(value).label),
            "language": lambda value: str(Language(value).label),
            "email": lambda value: gettext("Has an e-mail address") if value == "yes" else gettext("No e-mail address"),
            "city": lambda value: gettext("City: %s") % value,
            "active_from": lambda value: gettext("Active since %s") % _written(value),
            "active_to": lambda value: gettext("Last active until %s") % _written(value),
            "idle_since": lambda value: gettext("No activity since %s") % _written(value),
            "task_due": lambda value: gettext("Task due by %s") % _written(value),
            "tag": lambda value: gettext("Tag: %s") % self.labels.get(value, "–"),
            "group": lambda value: gettext("Group: %s") % self.labels.get(value, "–"),
            "added_from": lambda value: gettext("Added since %s") % _written(value),
            "changed_from": lambda value: gettext("Added or changed since %s") % _written(value),
            "source": lambda value: gettext("Source: %s") % source_name(value),
            "organisation": lambda _value: pgettext("list", "Represents %s") % (organisation or "–"),
        }
        return [Chip(words[name](self._clean[name]), self.query(name)) for name in words if name in self._clean]


def _written(day: Any) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")


def _ids(values: list[str]) -> tuple[UUID, ...]:
    """The ids that are chosen one by one; what is no id is nobody's."""
    found: dict[UUID, None] = {}
    for value in values[:MOST_CHOSEN]:
        try:
            found[UUID(value)] = None
        except ValueError:
            continue
    return tuple(found)
