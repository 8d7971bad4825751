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
from kortisto.register.parties.history import is_kept
from kortisto.register.parties.models import Change, Group, ManyChanged, Membership, Organisation, Person, Tag, Tagging
from kortisto.register.parties.rows import item_of, origin_columns, origin_from_json
from kortisto.register.parties.values import Origin

MOST_AT_ONCE = 10_000
"""Parties of one action."""
_PORTION = 500


class TooManyAtOnceError(ValueError):
    """More than MOST_AT_ONCE: the list has to be narrowed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """Whom an action would change. `excluded`: why others are left out, and how many.

    `undo`: of what was done, by what it can be taken back; None where it cannot be.
    """

    included: tuple[UUID, ...]
    excluded: tuple[tuple[Any, int], ...]
    undo: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Back:
    """How a change of many is taken back, as it was kept.

    `possible()`: whether it can be at all. `preview(change)` says of whom it would be, and who stays as they are now,
    and why. `run(change, ids, by=, at=)` does it and returns of whom it was.
    """

    possible: Callable[[], bool]
    preview: Callable[[ManyChanged], Preview]
    run: Callable[..., Sequence[UUID]]


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkAction:
    """One kind of change of many. `id` stands in addresses; `choices`: what can be set, as values and names.

    `operation`: what the access must grant on `item`.
    `preview(ids, choice)` changes nothing. `run(ids, choice, origin=, by=, at=)` changes those whom it included.
    `back`: how it is taken back; None where it cannot be.
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
    back: Back | None = None


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


def _languages_set(change: ManyChanged) -> dict[UUID, Change]:
    """Return what the history has of a change, by person."""
    kept = Change.objects.filter(changed_by=change.made_by, happened_at=change.made_at, table=Person.__name__)
    return {one.row: one for one in kept.filter(field="language", new=change.choice)}


def _language_back(change: ManyChanged) -> Preview:
    set_ = _languages_set(change)
    now = dict(Person.objects.filter(id__in=set_).values_list("id", "language"))
    included = tuple(id_ for id_ in set_ if now.get(id_) == change.choice)
    reasons = (
        (_("have been given another language since"), len(now) - len(included)),
        (_("are no longer in the register"), change.count - len(now)),
    )
    return Preview(included=included, excluded=tuple(reason for reason in reasons if reason[1] > 0))


def _give_language_back(change: ManyChanged, ids: Collection[UUID], *, by: Access, at: datetime) -> Sequence[UUID]:
    set_, given = _languages_set(change), []
    for some in batched(ids, _PORTION):
        for person in Person.objects.filter(id__in=some).order_by("id").select_for_update():
            if person.language != change.choice:
                continue  # since the preview
            before = set_[person.id]
            origin = origin_from_json(before.origin_before)
            apply_changes(person, {"language": before.old}, origin=origin, by=by, at=at, by_import=False)
            given.append(person.id)
    return given


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
        back=Back(possible=is_kept, preview=_language_back, run=_give_language_back),
    )
)


# --- a tag or a group of people and organisations ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Label:
    """What is put on many: rows of `model` that point to a label by `column`. `have`, `lost`: why some are left out."""

    model: type[Tagging | Membership]
    column: str
    have: Any
    lost: Any

    def preview(self, ids: Collection[UUID], choice: str) -> Preview:
        rows = self.model._default_manager.filter(**{self.column: UUID(choice)})
        there, have = set[UUID](), set[UUID]()
        for model, owner in ((Person, "person"), (Organisation, "organisation")):
            there |= set(model._default_manager.filter(id__in=ids).values_list("id", flat=True))
            have |= set(rows.filter(**{f"{owner}__in": ids}).values_list(f"{owner}_id", flat=True))
        included = tuple(id_ for id_ in ids if id_ in there and id_ not in have)
        reasons = ((self.have, len(have)), (_("are no longer in the register"), len(ids) - len(there)))
        return Preview(included=included, excluded=tuple(reason for reason in reasons if reason[1]))

    def put(self, ids: Collection[UUID], choice: str, *, origin: Origin, by: Access, at: datetime) -> None:  # noqa: ARG002
        for some in batched(ids, _PORTION):
            people = set(Person.objects.filter(id__in=some).values_list("id", flat=True))
            for id_ in some:
                owner = {"person_id" if id_ in people else "organisation_id": id_}
                row = self.model(**{f"{self.column}_id": UUID(choice)}, **owner, **origin_columns(origin))
                row.save(force_insert=True)

    def _put(self, change: ManyChanged) -> dict[UUID, UUID]:
        """Return the rows that a change put and that are still there: those of its moment, by party."""
        chosen = {self.column: UUID(change.choice), "collected_at": change.made_at, "batch": None}
        rows = self.model._default_manager.filter(**chosen)
        owner = f"{change.kind}_id"
        return dict(rows.filter(**{f"{owner}__isnull": False}).values_list(owner, "id"))

    def back(self, change: ManyChanged) -> Preview:
        put = self._put(change)
        gone = change.count - len(put)
        return Preview(included=tuple(put), excluded=((self.lost, gone),) if gone > 0 else ())

    def take_back(self, change: ManyChanged, ids: Collection[UUID], *, by: Access, at: datetime) -> Sequence[UUID]:  # noqa: ARG002
        put = {owner: row for owner, row in self._put(change).items() if owner in set(ids)}
        self.model._default_manager.filter(id__in=put.values()).delete()
        return list(put)


_TAG = _Label(Tagging, "tag", _("have this tag already"), _("do not have this tag any more"))
_GROUP = _Label(Membership, "group", _("are in this group already"), _("are not in this group any more"))

ADD_TAG = bulk_action(
    BulkAction(
        id="tag",
        name=_("Add a tag"),
        question=_("Which tag do they get?"),
        kinds=frozenset(PartyKind),
        item="person.tag",
        choices=lambda: [(str(id_), name) for id_, name in Tag.objects.order_by("name").values_list("id", "name")],
        preview=_TAG.preview,
        run=_TAG.put,
        operation=Operation.COLLECT,
        back=Back(possible=lambda: True, preview=_TAG.back, run=_TAG.take_back),
    )
)
ADD_TO_GROUP = bulk_action(
    BulkAction(
        id="group",
        name=_("Add to a group"),
        question=_("To which group are they added?"),
        kinds=frozenset(PartyKind),
        item=item_of(Membership, "group"),
        choices=lambda: [(str(id_), name) for id_, name in Group.objects.order_by("name").values_list("id", "name")],
        preview=_GROUP.preview,
        run=_GROUP.put,
        operation=Operation.COLLECT,
        back=Back(possible=lambda: True, preview=_GROUP.back, run=_GROUP.take_back),
    )
)
