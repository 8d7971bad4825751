"""What is done with many parties at once: first who is meant and who is not, and why; then it is done, in one go.

Other kinds of such actions register themselves with `bulk_action`, and stand in the lists from then on.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from kortisto.declaration.words import Operation
from kortisto.lib.batches import batched
from kortisto.register.audit.values import Access
from kortisto.register.parties.editing import apply_changes
from kortisto.register.parties.enums import Language, PartyKind
from kortisto.register.parties.models import Organisation, Person, Tag, Tagging
from kortisto.register.parties.rows import origin_columns
from kortisto.register.parties.values import Origin

MOST_AT_ONCE = 10_000
"""Parties of one action."""
_PORTION = 500


class TooManyAtOnceError(ValueError):
    """More than MOST_AT_ONCE: the list has to be narrowed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """Whom an action would change. `excluded`: why others are left out, and how many."""

    included: tuple[UUID, ...]
    excluded: tuple[tuple[Any, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkAction:
    """One kind of change of many. `id` stands in addresses; `choices`: what can be set, as values and names.

    `operation`: what the access must grant on `item`.
    `preview(ids, choice)` changes nothing. `run(ids, choice, origin=, by=, at=)` changes those whom it included.
    """

    id: str
    name: Any
    question: Any
    kinds: frozenset[PartyKind]
    item: str
    choices: Callable[[], Sequence[tuple[str, Any]]]
    preview: Callable[[Collection[UUID], str], Preview]
    run: Callable[..., None]
    operation: Operation = Operation.CHANGE


_actions: dict[str, BulkAction] = {}


def bulk_action(action: BulkAction) -> BulkAction:
    """Register an action. Raises ValueError when its id is taken."""
    if action.id in _actions:
        raise ValueError(f"there is an action {action.id} already")
    _actions[action.id] = action
    return action


def bulk_actions(kind: PartyKind, may: Callable[[Operation, str], bool]) -> tuple[BulkAction, ...]:
    """Return what can be done with many of a kind of party. `may(operation, item)`: whether the visitor may."""
    return tuple(one for one in _actions.values() if kind in one.kinds and may(one.operation, one.item))


def action_called(action_id: str, kind: PartyKind) -> BulkAction | None:
    """Return an action by its id; None where there is none for this kind of party."""
    found = _actions.get(action_id)
    return found if found is not None and kind in found.kinds else None


def preview(*, action: BulkAction, kind: PartyKind, ids: Collection[UUID], choice: str, by: Access) -> Preview:
    """Return whom the action would change. Raises NotGrantedError, TooManyAtOnceError."""
    by.require(action.operation, [action.item])
    if len(ids) > MOST_AT_ONCE:
        raise TooManyAtOnceError(len(ids))
    by.record(f"{kind.value}.count", object_kind=kind)
    return action.preview(ids, choice)


# --- the language of people ------------------------------------------------------------------------------------------


def _language_preview(ids: Collection[UUID], choice: str) -> Preview:
    there = dict(Person.objects.filter(id__in=ids).values_list("id", "language"))
    included = tuple(id_ for id_ in ids if there.get(id_, choice) != choice)
    same = sum(language == choice for language in there.values())
    reasons = ((_("have this language already"), same), (_("are no longer in the register"), len(ids) - len(there)))
    return Preview(included=included, excluded=tuple(reason for reason in reasons if reason[1]))


def _set_language(ids: Collection[UUID], choice: str, *, origin: Origin, by: Access, at: datetime) -> None:
    for some in batched(ids, _PORTION):
        for person in Person.objects.filter(id__in=some).order_by("id").select_for_update():
            apply_changes(person, {"language": choice}, origin=origin, by=by, at=at)


SET_LANGUAGE = bulk_action(
    BulkAction(
        id="language",
        name=_("Set the language of service"),
        question=_("In which language do they want to be served?"),
        kinds=frozenset({PartyKind.PERSON}),
        item="person.language",
        choices=lambda: Language.choices,
        preview=_language_preview,
        run=_set_language,
    )
)


# --- a tag on people and organisations -------------------------------------------------------------------------------


def _tag_preview(ids: Collection[UUID], choice: str) -> Preview:
    tagged = Tagging.objects.filter(tag=UUID(choice))
    there, have = set[UUID](), set[UUID]()
    for model, owner in ((Person, "person"), (Organisation, "organisation")):
        there |= set(model.objects.filter(id__in=ids).values_list("id", flat=True))
        have |= set(tagged.filter(**{f"{owner}__in": ids}).values_list(f"{owner}_id", flat=True))
    included = tuple(id_ for id_ in ids if id_ in there and id_ not in have)
    reasons = ((_("have this tag already"), len(have)), (_("are no longer in the register"), len(ids) - len(there)))
    return Preview(included=included, excluded=tuple(reason for reason in reasons if reason[1]))


def _add_tag(ids: Collection[UUID], choice: str, *, origin: Origin, by: Access, at: datetime) -> None:  # noqa: ARG001
    for some in batched(ids, _PORTION):
        people = set(Person.objects.filter(id__in=some).values_list("id", flat=True))
        for id_ in some:
            owner = {"person_id" if id_ in people else "organisation_id": id_}
            Tagging(tag_id=UUID(choice), **owner, **origin_columns(origin)).save(force_insert=True)


ADD_TAG = bulk_action(
    BulkAction(
        id="tag",
        name=_("Add a tag"),
        question=_("Which tag do they get?"),
        kinds=frozenset(PartyKind),
        item="person.tag",
        choices=lambda: [(str(id_), name) for id_, name in Tag.objects.order_by("name").values_list("id", "name")],
        preview=_tag_preview,
        run=_add_tag,
        operation=Operation.COLLECT,
    )
)
