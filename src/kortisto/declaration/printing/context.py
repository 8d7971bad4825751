"""What every part of a notice needs: names of nodes in one language, and the making of sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from babel import Locale

from kortisto.declaration.compiled import Compiled, compile_declaration
from kortisto.declaration.model import LANGUAGES, Condition, Declaration, Node, Text
from kortisto.declaration.periods import Period
from kortisto.declaration.periods_in_words import Case, date_in_words, every_in_words, period_in_words
from kortisto.declaration.printing.document import Sentence, inert
from kortisto.declaration.printing.statutes import statute
from kortisto.declaration.printing.terms import SENTENCES
from kortisto.declaration.printing.terms.yours import YOUR_CLOCKS, YOUR_STATES, NoticeWord, notice_word
from kortisto.declaration.vocabulary.clocks import CLOCKS
from kortisto.declaration.vocabulary.headings import HEADINGS
from kortisto.declaration.vocabulary.items import ITEMS, is_under
from kortisto.declaration.vocabulary.states import STATES
from kortisto.declaration.words import GroupKind, Mode, PartyRole, Strength

_ENDS = (".", "!", "?", ":", "]", "…")
# An open place of a template that stands where all languages share one value.
_BLANK_IN_ALL = re.compile(r"\[([^\[\]/]+) / ([^\[\]/]+) / ([^\[\]/]+)\]")
_MANY = 3  # so many names read worse than a number or a word for all of them


def capital(text: str) -> str:
    """Return the text with a capital first letter."""
    return text[:1].upper() + text[1:]


@dataclass(frozen=True)
class Context:
    """One declaration in one language for one audience.

    `to_reader` is True for a notice, whose English speaks to the person whom the data are about; the record of
    processing speaks of that person.
    """

    declaration: Declaration
    language: str
    audience: str = "public"
    previous: Declaration | None = None
    to_reader: bool = False

    @cached_property
    def in_finnish(self) -> Context:
        """The same in the language of the sources: what depends on words must not differ between languages."""
        return self.in_all_languages[0]

    @cached_property
    def in_all_languages(self) -> tuple[Context, ...]:
        """The same in every language, Finnish first: things are alike when they are told alike in all of them."""
        every = tuple(replace(self, language=one) for one in LANGUAGES)
        for context in every:
            context.__dict__["compiled"] = self.compiled  # compiled once for all
        return every

    @property
    def officer(self) -> bool:
        """True when the officer's view is made."""
        return self.audience == "officer"

    @cached_property
    def compiled(self) -> Compiled:
        """The rows, with the retention rule of each item."""
        return compile_declaration(self.declaration)

    # --- words

    def text(self, text: Text | str) -> str:
        """Return a text of the declaration in the language of the notice, made inert."""
        words = inert(text if isinstance(text, str) else text.in_language(self.language))
        at = LANGUAGES.index(self.language)
        return _BLANK_IN_ALL.sub(lambda match: f"[{match[at + 1]}]", words)

    def term(self, key: str, **values: str) -> str:
        """Return a generated sentence. Values are put in as they are: nothing in them is read as a pattern."""
        return SENTENCES[key].in_language(self.language).format(this=self._this, **values)

    @cached_property
    def _this(self) -> NoticeWord:
        return notice_word(self.declaration.register.title.fi)

    def word(self, text: Text) -> str:
        """Return a word of a vocabulary."""
        return text.in_language(self.language)

    def period(self, period: Period, case: Case = Case.NOMINATIVE) -> str:
        """Return a period in words."""
        return period_in_words(period, self.language, case)

    def every(self, period: Period) -> str:
        """Return how often something happens: `vuosittain`, `varje år`, `every year`; `6 kuukauden välein`."""
        return every_in_words(period, self.language)

    def span(self, period: Period) -> str:
        """Return a period as a stretch of time: `14 päivän (ajan, kuluessa)`, `14 dagar`, `14 days`."""
        return self.period(period, Case.GENITIVE if self.language == "fi" else Case.NOMINATIVE)

    def date(self, day: object) -> str:
        """Return a date in words."""
        return date_in_words(day, self.language)  # type: ignore[arg-type]

    def country(self, code: str) -> str:
        """Return the name of a country by its ISO 3166-1 code; the code itself when it has no name."""
        return str(Locale(self.language).territories.get(code, code))

    def law(self, citations: Iterable[str]) -> str:
        """Return citations of statutes as a list."""
        return "; ".join(inert(statute(one, self.language)) for one in citations)

    def listing(self, words: Iterable[str], joint: str = "and") -> str:
        """Return `a, b ja c`; with semicolons when an element has a comma or a joint of its own."""
        unique = list(dict.fromkeys(words))
        joiner = self.term(joint)
        if any("," in word or f" {joiner} " in word for word in unique):
            return "; ".join(unique)
        if len(unique) < 2:  # noqa: PLR2004 - one word needs no joint
            return "".join(unique)
        return f"{', '.join(unique[:-1])} {joiner} {unique[-1]}"

    # --- names

    def item(self, id_: str) -> str:
        """Return the name of an item: the declaration's own, or the vocabulary's."""
        declared = self.declaration.items.get(id_)
        if declared is not None and declared.name is not None:
            return self.text(declared.name)
        return self.word(ITEMS[id_].name) if id_ in ITEMS else id_

    def items(self, ids: Iterable[str]) -> str:
        """Return names of items as a list; `all data of the register` when it is all of them."""
        some = list(dict.fromkeys(ids))
        kept = [item.id for item in self.declaration.items.values() if not item.never_collect]
        if len(kept) >= _MANY and all(any(is_under(item, one) for one in some) for item in kept):
            return self.term("all.items")
        return self.listing(self.item(one) for one in some)

    def purpose(self, id_: str) -> str:
        """Return the name of a purpose."""
        node = self.declaration.purposes.get(id_)
        return self.text(node.name) if node else id_

    @cached_property
    def purpose_numbers(self) -> Mapping[str, str]:
        """Purposes in the order in which they are printed, with the number of the heading of each: `5.1`."""
        in_order: dict[str, None] = {}

        def add(under: str | None) -> None:
            for node in self.declaration.purposes.values():
                if node.under == under and node.id not in in_order:
                    in_order[node.id] = None
                    add(node.id)

        add(None)
        in_order.update(dict.fromkeys(self.declaration.purposes))
        section = list(HEADINGS).index("purposes") + 1
        return {id_: f"{section}.{number}" for number, id_ in enumerate(in_order, 1)}

    def purposes(self, ids: Iterable[str]) -> str:
        """Return purposes as a list: the names of one or two, the numbers of the headings of several, or `all`."""
        some = list(dict.fromkeys(ids))
        numbers = self.purpose_numbers
        if len(some) >= _MANY and set(some) >= set(numbers):
            return self.term("all.purposes")
        if len(some) >= _MANY and all(one in numbers for one in some):
            return self._numbers(numbers, some)
        in_order = sorted(some, key=[*numbers, *some].index)
        return "; ".join(dict.fromkeys(self.purpose(one) for one in in_order))

    def group(self, id_: str) -> str:
        """Return the name of a subject group."""
        node = self.declaration.subject_groups.get(id_)
        return self.text(node.name) if node else id_

    @cached_property
    def group_numbers(self) -> Mapping[str, str]:
        """Subject groups with the number that each is printed with: `4.1`."""
        section = list(HEADINGS).index("subjects") + 1
        return {id_: f"{section}.{number}" for number, id_ in enumerate(self.declaration.subject_groups, 1)}

    def numbers_of(self, section: str) -> Mapping[str, str]:
        """Return the number of each source, recipient or retention rule in the table of its section: `10.2`."""
        at = list(HEADINGS).index(section) + 1
        return {id_: f"{at}.{number}" for number, id_ in enumerate(getattr(self.declaration, section), 1)}

    def references(self, numbers: Mapping[str, str], ids: Iterable[str]) -> str:
        """Return the numbers of what has them, as a list: `10.1–10.4 ja 10.6`; the ids of what has none."""
        some = list(dict.fromkeys(ids))
        return self._numbers(numbers, [one for one in some if one in numbers]) or ", ".join(some)

    def groups(self, ids: Iterable[str]) -> str:
        """Return groups as a list: names, or their numbers when there are many, or `all groups`."""
        some, numbers = set(ids), self.group_numbers
        people = {node.id for node in self.declaration.subject_groups.values() if node.kind is GroupKind.PERSON}
        if len(people) > 1 and some >= people:
            return self.term("all.groups")
        in_order = sorted(some, key=[*numbers, *sorted(some)].index)
        if len(some) > _MANY and some <= set(numbers):
            return self._numbers(numbers, in_order)
        return "; ".join(self.group(one) for one in in_order)

    def _numbers(self, numbers: Mapping[str, str], ids: Iterable[str]) -> str:
        """Return `5.1–5.4, 5.6 ja 5.8`: three or more in a row as a range."""
        runs: list[list[str]] = []
        every = list(numbers)
        for at in sorted(every.index(one) for one in ids):
            if runs and every.index(runs[-1][-1]) == at - 1:
                runs[-1].append(every[at])
            else:
                runs.append([every[at]])
        words: list[str] = []
        for run in runs:
            ends = [numbers[one] for one in run]
            words += [f"{ends[0]}–{ends[-1]}"] if len(run) >= _MANY else ends
        return self.listing(words)

    def party(self, id_: str) -> str:
        """Return the name of a party."""
        node = self.declaration.parties.get(id_)
        return self.text(node.name) if node else id_

    def actor(self, id_: str) -> str:
        """Return the name of a role or of a party."""
        role = self.declaration.roles.get(id_)
        if role is not None:
            return self.text(role.name)
        named = {role.value: role for role in PartyRole}
        if id_ not in self.declaration.parties and id_ in named:
            holders = [party.id for party in self.declaration.parties.values() if named[id_] in party.roles]
            return self.listing(self.party(one) for one in holders) or id_
        return self.party(id_)

    def actors(self, ids: Iterable[str]) -> str:
        """Return names of roles and parties as a list."""
        return self.listing(self.actor(one) for one in ids)

    def place(self, id_: str) -> str:
        """Return the name of a place."""
        names = {place.id: place.name for place in self.declaration.register.places}
        return self.text(names[id_]) if id_ in names else id_

    def places(self, ids: Iterable[str]) -> str:
        """Return names of places as a list."""
        return self.listing(self.place(one) for one in ids)

    def clock(self, id_: str) -> str:
        """Return the name of a clock."""
        if self.to_reader and id_ in YOUR_CLOCKS:
            return self.word(YOUR_CLOCKS[id_])
        return self.word(CLOCKS[id_].name) if id_ in CLOCKS else id_

    def counted_from(self, id_: str) -> str:
        """Return from when a clock counts: `asiakkuuden päättymisestä`, `from your last activity`."""
        if self.to_reader and self.language == "en" and id_ in YOUR_CLOCKS:
            return f"from {YOUR_CLOCKS[id_].en}"  # the others are neutral as they stand
        return self.word(CLOCKS[id_].counted_from) if id_ in CLOCKS else id_

    def the_clock(self, id_: str) -> str:
        """Return the name of a clock as a definite noun: `date of the invoice` with its article in English."""
        name = self.clock(id_)
        return f"the {name}" if self.language == "en" and not name.startswith(("the ", "your ")) else name

    def condition(self, condition: Condition) -> str:
        """Return a condition in words."""
        words = [self.condition(term) if isinstance(term, Condition) else self._state(term) for term in condition.terms]
        if condition.mode is Mode.NOT:
            return self.term("state.not", condition=self.listing(words, "or"))
        return self.listing(words, "or" if condition.mode is Mode.ANY_OF else "and")

    def _state(self, word: str) -> str:
        if self.to_reader and word in YOUR_STATES:
            return self.word(YOUR_STATES[word])
        return self.word(STATES[word]) if word in STATES else word

    def processing_purposes(self, rows: Iterable[str]) -> str:
        """Return the purposes of processing rows."""
        found = (self.declaration.processing.get(row) for row in rows)
        return self.purposes(row.purpose for row in found if row is not None)

    # --- sentences

    def say(self, node: Node | str, key: str, /, **values: str) -> Sentence:
        """Return a generated sentence about a node. A name that ends in a full stop does not double it."""
        said = self.term(key, **values)
        while said.endswith(".."):
            said = said[:-1]
        return Sentence(inert(said), _ref(node))

    def dash(self, node: Node | str) -> tuple[Sentence, ...]:
        """Return what stands in a cell that has nothing to tell, so that no cell is empty."""
        return (self.put(node, "–"),)

    def only_say(self, node: Node | str, key: str, /, **values: str) -> Sentence:
        """Return a generated sentence that nothing enforces."""
        return replace(self.say(node, key, **values), enforced=False)

    def put(self, node: Node | str, text: str, *, enforced: bool = True) -> Sentence:
        """Return a bare name or value as the content of a cell."""
        return Sentence(capital(inert(text)), _ref(node), enforced=enforced)

    def free(
        self, node: Node, text: Text | None, *, enforced: bool = True, strength: Strength = Strength.STATES
    ) -> tuple[Sentence, ...]:
        """Return a text of the declaration as a sentence, with a full stop; nothing when there is no text."""
        if text is None:
            return ()
        words = capital(self.text(text))
        if words and not words.endswith(_ENDS):
            words += "."
        return (Sentence(words, node.ref, strength=strength, enforced=enforced),)

    def free_in(self, node: Node, key: str, text: Text | None) -> tuple[Sentence, ...]:
        """Return a text of the declaration inside a generated sentence; nothing when there is no text."""
        if text is None:
            return ()
        words = self.text(text)
        closed = words if words.endswith(_ENDS) else f"{words}."
        return (self.say(node, key, text=closed),)


def _ref(node: Node | str) -> str:
    return node if isinstance(node, str) else node.ref
