"""The answer to a person after a withdrawal, an objection or a request for erasure, written from what remains.

Nothing in it is typed by hand: every item, purpose, date and ground comes from the declaration and the person's dates.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date

from kortisto.declaration.civil_time import start_of_day
from kortisto.declaration.compiled import Compiled
from kortisto.declaration.explanation_texts import NAMES_OF_WORDS
from kortisto.declaration.explanations import counted_from, until_in_words
from kortisto.declaration.letter_texts import BASES, FORMS, SENTENCES
from kortisto.declaration.periods_in_words import date_in_words, period_in_words
from kortisto.declaration.remainders import Loss, Remainder, Stay
from kortisto.declaration.subjects import ConsentWithdrawn, ErasureAsked, Objected
from kortisto.declaration.words import ActionKind


def answer_letter(
    remainder: Remainder,
    language: str,
    *,
    still_needed: Collection[str] = (),
    needed_until: date | None = None,
    asked_on: date | None = None,
) -> tuple[str, ...]:
    """Return the paragraphs of the letter in `fi`, `sv` or `en`; KeyError for another language.

    `still_needed`: items that have lost their ground and stay all the same, because what else stays hangs on them;
    `needed_until`: the first day without them, where it is known. `asked_on`: when the request arrived.
    """
    return tuple(_Letter(remainder, language, frozenset(still_needed), needed_until, asked_on).paragraphs())


class _Letter:
    def __init__(
        self,
        remainder: Remainder,
        language: str,
        still_needed: frozenset[str],
        needed_until: date | None,
        asked_on: date | None,
    ) -> None:
        self._remainder = remainder
        self._language = language
        self._still_needed = still_needed
        self._needed_until = needed_until
        self._asked_on = asked_on

    def paragraphs(self) -> Iterator[str]:
        yield self._opening()
        yield from self._stopped()
        yield from self._lost()
        yield from self._blocked()
        yield from self._stays()
        yield from self._needed()
        yield from self._only_for()
        yield from self._suppressed()
        yield from self._told()
        yield self._say("complaint")

    @property
    def _compiled(self) -> Compiled:
        return self._remainder.compiled

    def _say(self, code: str, **values: str) -> str:
        return SENTENCES[code].in_language(self._language).format(**values)

    def _opening(self) -> str:
        event, declaration = self._remainder.event, self._compiled.declaration
        day = date_in_words(self._remainder.at, self._language)
        if isinstance(event, ConsentWithdrawn):
            return self._say(
                "withdrawn", name=declaration.consents[event.consent].name.in_language(self._language), date=day
            )
        if isinstance(event, Objected):
            return self._say(
                "objected", name=declaration.objections[event.objection].name.in_language(self._language), date=day
            )
        if self._asked_on is not None:
            return self._say("erasure.asked", date=day, asked=date_in_words(self._asked_on, self._language))
        return self._say("erasure", date=day)

    def _stopped(self) -> Iterator[str]:
        """The purposes for which nothing is used any more."""
        kept = {stay.purpose for stay in self._remainder.stays}
        closed = dict.fromkeys(
            row.node.purpose for row in self._compiled.rows.values() if row.ref in self._remainder.closed
        )
        stopped = [purpose for purpose in closed if purpose not in kept]
        if stopped:
            yield self._say("stopped", purposes=", ".join(self._purpose(purpose) for purpose in stopped))

    def _lost(self) -> Iterator[str]:
        for kind in ActionKind:
            lost = (loss for loss in self._remainder.lost if loss.item not in self._still_needed)
            losses = [loss for loss in lost if loss.due.action.kind is kind]
            if losses:
                action = NAMES_OF_WORDS[f"action.{kind.value}"].in_language(self._language)
                yield self._say("lost", action=action, items=self._items(loss.item for loss in losses))

    def _blocked(self) -> Iterator[str]:
        by_hold: dict[str, list[Loss]] = {}
        for loss in self._remainder.blocked:
            names = dict.fromkeys(hold.plan.node.name.in_language(self._language) for hold in loss.due.blocked_by)
            by_hold.setdefault(", ".join(names), []).append(loss)
        for hold, losses in by_hold.items():
            yield self._say("blocked", hold=hold, items=self._items(loss.item for loss in losses))

    def _stays(self) -> Iterator[str]:
        """One sentence for the items that stay for the same purpose, on the same ground, equally long."""
        alike: dict[tuple[str, ...], list[Stay]] = {}
        for stay in self._remainder.stays:
            reading = stay.window.counted_from
            until = "" if stay.until is None else until_in_words(stay.until, self._language)
            alike.setdefault((stay.purpose, stay.basis, until, str(stay.window.keep), str(reading.clock)), []).append(
                stay
            )
        for (purpose, _, until, _, _), stays in alike.items():
            first = stays[0]
            keep = period_in_words(first.window.keep, self._language)
            start = counted_from(first.window.counted_from.clock).in_language(self._language)
            yield self._say(
                "stays" if until else "stays.open",
                purpose=self._purpose(purpose),
                items=self._items(stay.item for stay in stays),
                until=until,
                period=f"{keep} {start}",
                basis=self._basis(first.basis),
            )

    def _needed(self) -> Iterator[str]:
        if not self._still_needed:
            return
        items = self._items(sorted(self._still_needed))
        if self._needed_until is None:
            yield self._say("needed", items=items)
        else:
            until = until_in_words(start_of_day(self._needed_until), self._language)
            yield self._say("needed.until", items=items, until=until)

    def _only_for(self) -> Iterator[str]:
        """That what stays after an erasure is used for nothing but what keeps it."""
        left = self._remainder.stays or self._remainder.blocked or self._still_needed
        if isinstance(self._remainder.event, ErasureAsked) and left:
            yield self._say("only")

    def _suppressed(self) -> Iterator[str]:
        for kept in self._remainder.suppressed:
            form = FORMS[kept.form].in_language(self._language)
            yield self._say("suppressed", items=self._items(kept.items), form=form)

    def _told(self) -> Iterator[str]:
        if self._remainder.told_to:
            parties = self._compiled.declaration.parties
            names = [
                party.name if isinstance(party.name, str) else party.name.in_language(self._language)
                for id_ in self._remainder.told_to
                if (party := parties.get(id_)) is not None
            ]
            yield self._say("told", parties=", ".join(names))

    def _items(self, items: Iterable[str]) -> str:
        return ", ".join(dict.fromkeys(self._compiled.name(item).in_language(self._language) for item in items))

    def _purpose(self, purpose: str) -> str:
        node = self._compiled.declaration.purposes.get(purpose)
        return purpose if node is None else node.name.in_language(self._language)

    def _basis(self, ref: str) -> str:
        node = self._compiled.declaration.bases[ref.partition(".")[2]]
        name = BASES[node.basis].in_language(self._language)
        return f"{name} ({', '.join(node.statutes)})" if node.statutes else name
