"""What somebody is told of holds that their role does not show: that something keeps the data, and not what.

A hold says much of a person: that they are in a dispute with us, that an authority has asked for them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from kortisto.declaration.explanations import Explanation
from kortisto.declaration.model import Text
from kortisto.privacy.retention.queries.holds import HoldView
from kortisto.privacy.retention.rules import holds_to_see
from kortisto.register.access import current
from kortisto.register.audit.values import Actor

if TYPE_CHECKING:
    from kortisto.privacy.retention.queries.standing import DatumStanding

NOT_SHOWN = Text(
    "säilytetään syystä, jota roolisi ei näytä",
    "bevaras av ett skäl som din roll inte visar",
    "kept for a reason that your role does not show",
)


class Veil:
    """What of holds one actor is shown. `seen`: ids of the holds that they may see."""

    def __init__(self, actor: Actor) -> None:
        """Look up what the actor may see, once for all data of a subject."""
        declared = current.compiled().holds
        self.seen = holds_to_see(actor)
        self._hidden_refs = frozenset(plan.node.ref for id_, plan in declared.items() if id_ not in self.seen)

    def holds(self, found: Iterable[HoldView], blocking: Collection[str]) -> Iterator[HoldView]:
        """Yield the holds that the actor may see, and for all others one that says only that something stands.

        `blocking`: ids of those that keep something that is due. Of others only what somebody has opened is told: what
        stands by itself, by a state that half of the register is in, and keeps nothing yet, is no news.
        """
        hidden = None
        for one in found:
            if one.hold in self.seen:
                yield one
            elif one.is_open and (not one.by_itself or one.hold in blocking):
                hidden = one
        if hidden is not None:
            yield _veiled(hidden)

    def names(self, ids: Iterable[str], names: Iterable[Text]) -> tuple[Text, ...]:
        """Return the names of some holds; of those that are not shown one name that says so."""
        shown = (name if id_ in self.seen else NOT_SHOWN for id_, name in zip(ids, names, strict=True))
        return tuple(dict.fromkeys(shown))

    def datum(self, one: DatumStanding) -> DatumStanding:
        """Return a datum without what would tell which hold stands over it."""
        if not self._hidden_refs:
            return one
        return replace(
            one,
            hold_ids=tuple(id_ for id_ in one.hold_ids if id_ in self.seen),
            holds=self.names(one.hold_ids, one.holds),
            explanation=self._explanation(one.explanation),
            refused=tuple(replace(use, ref="") if use.ref in self._hidden_refs else use for use in one.refused),
        )

    def _explanation(self, step: Explanation) -> Explanation:
        if not self._hidden_refs.isdisjoint(step.refs):
            return Explanation("blocked.not_shown")
        children = tuple(self._explanation(child) for child in step.children)
        return step if children == step.children else replace(step, children=children)


def _veiled(one: HoldView) -> HoldView:
    return replace(
        one, id=None, hold="", name=NOT_SHOWN, items=(), reason="", opened_at=None, opened_by=None, review_on=None,
        late=0, reviewed_at=None, reviewed_by=None, review_reason="", ended_at=None, ended_by=None, end_reason="",
        last_day=None, roles=(), veiled=True,
    )  # fmt: skip
