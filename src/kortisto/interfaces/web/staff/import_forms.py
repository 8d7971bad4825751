"""The forms of the import: what a file is about, where it comes from, and what each column becomes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kortisto.declaration.words import Operation
from kortisto.interfaces.web.staff.forms import DayInput
from kortisto.interfaces.web.staff.labels import bases, sources
from kortisto.interfaces.web.visits import Visit, in_words
from kortisto.register.access import current, rules
from kortisto.register.parties.bans import BAN_ITEM, bans_of_marketing, purpose_of_bans
from kortisto.register.parties.enums import RelationshipKind
from kortisto.register.parties.importing.choices import Duplicates, MatchBy, Policy
from kortisto.register.parties.importing.meaning import Content, Meaning, Own, Target, item_of, meaning
from kortisto.register.parties.importing.own_columns import name_of, own_columns
from kortisto.register.parties.importing.wording import REASONS
from kortisto.register.parties.queries.imports import UploadView
from kortisto.register.parties.stages import knows_prospects

CONTENTS = (
    (Content.PEOPLE.value, gettext_lazy("People, with an organisation or without")),
    (Content.PARTIES.value, gettext_lazy("Organisations, with a contact person or without")),
    (Content.ORDERS.value, gettext_lazy("Orders of customers")),
)
DUPLICATES = (
    (Duplicates.SKIP.value, gettext_lazy("Leave as they are")),
    (Duplicates.UPDATE.value, gettext_lazy("Update by the columns, as chosen below")),
    (Duplicates.CREATE.value, gettext_lazy("Add as another person")),
    (Duplicates.ASK.value, gettext_lazy("Ask me about each one")),
)
MATCHES = (
    (MatchBy.AUTO.value, gettext_lazy("Name within the organisation, or name with e-mail or telephone")),
    (MatchBy.EMAIL.value, gettext_lazy("E-mail address")),
    (MatchBy.PHONE.value, gettext_lazy("Telephone number")),
    (MatchBy.NAME.value, gettext_lazy("Name within the organisation")),
)
POLICIES = (
    (Policy.IF_EMPTY.value, gettext_lazy("when empty")),
    (Policy.ALWAYS.value, gettext_lazy("always")),
    (Policy.NEVER.value, gettext_lazy("never")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column as the wizard shows it. `why`: why it is not taken, where that is not the operator's choice."""

    place: int
    name: str
    samples: tuple[str, ...]
    target: str
    options: Sequence[tuple[str, str]]
    policy: str
    policies: Sequence[tuple[str, Any]]
    why: str


class ChoicesForm(forms.Form):
    """What a file is about, where its data come from, and what becomes of people who are known."""

    content = forms.ChoiceField(label=gettext_lazy("What is the file about?"), choices=CONTENTS)
    relation = forms.ChoiceField(
        label=gettext_lazy("What are the organisations to us?"), choices=RelationshipKind.choices
    )
    source = forms.ChoiceField(
        label=gettext_lazy("Where do the data come from?"),
        required=False,
        help_text=gettext_lazy("Kept with every datum, and told to the person who asks."),
    )
    collected_on = forms.DateField(
        label=gettext_lazy("When were they collected?"),
        required=False,
        widget=DayInput(),
        error_messages={"invalid": gettext_lazy("Write the day as d.m.yyyy, for example 31.12.2026.")},
    )
    basis = forms.ChoiceField(label=gettext_lazy("On which legal basis?"), required=False)
    purpose = forms.ChoiceField(
        label=gettext_lazy("For which purpose?"),
        required=False,
        help_text=gettext_lazy("Only what the notice lets you collect for this purpose is taken."),
    )
    duplicates = forms.ChoiceField(label=gettext_lazy("People who are in the register already"), choices=DUPLICATES)
    match_by = forms.ChoiceField(label=gettext_lazy("They are known by"), choices=MATCHES)

    def __init__(self, data: Any, *, view: UploadView, visit: Visit) -> None:
        """Offer what the declaration has; show what was chosen before."""
        options = view.options
        purposes = rules.purposes_for(role=visit.by.role, operation=Operation.COLLECT)
        initial = {
            "content": options.get("content"),
            "relation": view.relation,
            "source": view.source,
            "collected_on": view.collected_on,
            "basis": view.basis,
            "purpose": view.purpose or (purposes[0] if len(purposes) == 1 else ""),
            "duplicates": options.get("duplicates", Duplicates.SKIP.value),
            "match_by": options.get("match_by", MatchBy.AUTO.value),
        }
        super().__init__(data, initial=initial, label_suffix="")
        declaration = current.compiled().declaration
        choose = [("", _("Choose"))]
        self._offer("source", [*choose, *sources()])
        self._offer("basis", [*choose, *bases()])
        self._offer("purpose", [*choose, *((one, in_words(declaration.purposes[one].name)) for one in purposes)])
        asked = str((data or {}).get("purpose", "") or initial["purpose"])
        self.chosen_purpose = asked if asked in purposes else ""

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices


def targets_in(data: Mapping[str, Any], view: UploadView) -> tuple[Meaning, ...]:
    """Return what each column is said to become."""
    known: dict[str, Meaning] = {one.value: one for one in (*Target, *own_columns())}
    return tuple(known.get(str(data.get(f"target-{place}", "")), Target.NOTHING) for place in range(len(view.columns)))


def policies_in(data: Mapping[str, Any], view: UploadView) -> dict[Meaning, Policy]:
    """Return when each column is said to change what is there."""
    known = {policy.value for policy in Policy}
    found: dict[Meaning, Policy] = {}
    for place, target in enumerate(targets_in(data, view)):
        said = str(data.get(f"policy-{place}", ""))
        if target is not Target.NOTHING and said in known:
            found[target] = Policy(said)
    return found


def columns_of(
    view: UploadView, data: Mapping[str, Any], visit: Visit, samples: Mapping[str, tuple[str, ...]], purpose: str
) -> list[Column]:
    """Return the columns as the wizard shows them, with what was chosen or guessed."""
    chosen = targets_in(data, view) if data and "target-0" in data else _kept_targets(view)
    kept: Any = view.options.get("policies", {})
    policies = (
        policies_in(data, view) if data and "target-0" in data else {meaning(k): Policy(v) for k, v in kept.items()}
    )
    covered = _covered(visit, purpose)
    meanings: list[Meaning] = [*Target, *own_columns(), *(one for one in chosen if isinstance(one, Own))]
    named = {one: name_of(one, visit.language) for one in meanings}
    offered = [
        (one.value, name)
        for one, name in named.items()
        if not (item := item_of(one)) or item == BAN_ITEM or covered(item)
    ]
    return [
        Column(
            place=place,
            name=name,
            samples=samples.get(name, ()),
            target=target.value,
            options=offered if (target.value, named[target]) in offered else [*offered, (target.value, named[target])],
            policy=policies.get(target, Policy.IF_EMPTY).value,
            policies=POLICIES,
            why=_why(name, target, covered, samples.get(name, ())) or _why_not_told(target, visit, purpose),
        )
        for place, (name, target) in enumerate(zip(view.columns, chosen, strict=True))
    ]


def _kept_targets(view: UploadView) -> tuple[Meaning, ...]:
    kept: Any = view.options.get("targets", [])
    return tuple(map(meaning, kept))


def _why(name: str, target: Meaning, covered: Any, samples: tuple[str, ...]) -> str:
    """Return why a column is not taken; empty when it is."""
    if name in REASONS:
        return _("The reasons of an earlier import.")
    if target is Target.NOTHING:
        return (
            _("Nobody has said what it means, or the register has no place for it.") if samples else _("It is empty.")
        )
    if (item := item_of(target)) and item != BAN_ITEM and not covered(item):
        return _("Not taken: the notice does not let you collect this for the purpose.")
    return ""


def _why_not_told(target: Meaning, visit: Visit, purpose: str) -> str:
    """Return why a column of stages or bans is not taken: whoever brings a file in must know what stays behind."""
    if target is Target.STAGE and not knows_prospects():
        return _("Not taken: the notice knows no prospects. All become what you say that they are to you.")
    if item_of(target) != BAN_ITEM:
        return ""
    if not bans_of_marketing():
        return _("Not taken: the notice knows no direct marketing that could be forbidden.")
    if purpose_of_bans(role=visit.by.role, purpose=purpose) is None:
        return _("Not taken: the notice does not let you record bans. Ask somebody who may to bring this file in.")
    return ""


def _covered(visit: Visit, purpose: str) -> Any:
    """Return whether an item may be collected for the purpose; for any of the role's, while none is chosen."""
    purposes = [purpose] if purpose else rules.purposes_for(role=visit.by.role, operation=Operation.COLLECT)
    permits = [rules.permitted(role=visit.by.role, purpose=one, operation=Operation.COLLECT) for one in purposes]
    items = {item for permit in permits if permit is not None for item in permit.items}

    def covered(item: str) -> bool:
        return any(item == one or item.startswith(f"{one}.") or one.startswith(f"{item}.") for one in items)

    return covered
