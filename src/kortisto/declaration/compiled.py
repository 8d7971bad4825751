"""A declaration made ready for questions: hierarchies resolved, exactly one retention rule for each use of each item.

Rules stay values: `Compiled.entries()` gives (processing row, item, group, place, rule), from which decisions are made
for one subject here, and predicates over many elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kortisto.declaration.closest_rules import ClosestRules, Gap, Key, RulePlan, Tie
from kortisto.declaration.conditions import Predicate, ancestry, predicate
from kortisto.declaration.model import (
    Ban,
    Consent,
    Declaration,
    Hold,
    LegalBasis,
    Objection,
    Processing,
    Reach,
    RetentionRule,
    Text,
)
from kortisto.declaration.words import Basis, Operation

DISCLOSING = (Operation.DISCLOSE, Operation.PUBLISH, Operation.SELL, Operation.TRANSFER)
"""What an item that is never disclosed is kept from."""


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """A subject group with its predicate."""

    id: str
    name: Text
    member: Predicate


Choices = tuple[tuple[RulePlan, tuple[Group, ...]], ...]
"""The rules for one item in one place, each with the groups that it holds for."""


@dataclass(frozen=True, slots=True, eq=False)
class RowPlan:
    """A processing row with everything it refers to.

    `items`: the leaf items it covers; `covers`: these and the items between them and what the row names, under which a
    datum may be stored that nothing tells more closely. `lineage`: its purpose and the purposes above it. `rules`: by
    (item, group, place), place None being everywhere else; `choices` the same by item and place, for all groups at
    once. `consents`: any of them opens the row, where its basis is consent; a row on another basis has those whose
    withdrawal closes it. `closable`: something about the subject may close the row; `closable_by_item`: for some of its
    items only.
    """

    node: Processing
    ref: str
    basis: LegalBasis
    groups: tuple[Group, ...]
    lineage: frozenset[str]
    items: frozenset[str]
    covers: frozenset[str]
    consents: tuple[Consent, ...]
    objections: tuple[Objection, ...]
    closable: bool
    closable_by_item: bool
    rules: Mapping[Key, RulePlan]
    choices: Mapping[tuple[str, str | None], Choices]

    def rules_of(self, item: str, place: str | None) -> Choices:
        """Return the rules for an item in a place, each with the groups that it holds for."""
        found = self.choices.get((item, place)) if place is not None else None
        return found or self.choices.get((item, None)) or ()


@dataclass(frozen=True, slots=True, eq=False)
class HoldPlan:
    """A hold, with the condition that opens it by itself."""

    node: Hold
    opens: Predicate | None
    leaves: frozenset[str]  # purposes, with those under them


@dataclass(frozen=True, slots=True, eq=False)
class Compiled:
    """A declaration ready for questions. Only `compile_declaration` makes one.

    `uses`: rows by (purpose, role, operation), every purpose under a row's purpose included. `holding`: rows by covered
    item, and `leaves` by any item that is known. Where `ties` is not empty, the rule that stands first holds.
    `before`: the versions that were in force before this one, the oldest first, each without its own (see `promises`).
    """

    declaration: Declaration
    year_end: str
    groups: Mapping[str, Group]
    rows: Mapping[str, RowPlan]
    uses: Mapping[tuple[str, str, Operation], tuple[RowPlan, ...]]
    holding: Mapping[str, tuple[RowPlan, ...]]
    leaves: Mapping[str, tuple[str, ...]]
    lineages: Mapping[str, frozenset[str]]
    bans: Mapping[tuple[str, Operation], tuple[Ban, ...]]
    bans_name_rows: bool
    holds: Mapping[str, HoldPlan]
    names: Mapping[str, Text]
    ties: tuple[Tie, ...]
    gaps: tuple[Gap, ...]
    before: tuple[Compiled, ...] = ()

    @property
    def version(self) -> str:
        """Return the register and version, as rows keep it: `ivt 1.0`."""
        register = self.declaration.register
        return f"{register.id} {register.version}"

    def expand(self, item: str) -> tuple[str, ...]:
        """Return the leaf items under an item; the item itself when it is a leaf, or unknown."""
        return self.leaves.get(item) or (item,)

    def lineage(self, purpose: str) -> frozenset[str]:
        """Return a purpose and those above it; only itself when it is unknown."""
        return self.lineages.get(purpose) or frozenset((purpose,))

    def never_together(self, purpose: str, collected_for: str) -> bool:
        """Return whether data collected for one purpose are never used for another, by what either of them says."""
        purposes = self.declaration.purposes
        here, there = purposes.get(purpose), purposes.get(collected_for)
        return (here is not None and not self.lineage(collected_for).isdisjoint(here.never_with)) or (
            there is not None and not self.lineage(purpose).isdisjoint(there.never_with)
        )

    def bans_on(self, item: str, operation: Operation) -> tuple[Ban, ...]:
        """Return the bans that may concern a leaf item and an operation."""
        found = self.bans.get((item, operation))
        if found is None and item not in self.holding:
            found = next(
                (self.bans[above, operation] for above in ancestry(item) if (above, operation) in self.bans), None
            )
        return self.bans.get(("", operation), ()) if found is None else found

    def name(self, word: str) -> Text:
        """Return the name of an item, or the word itself where it has none."""
        return self.names.get(word) or Text(word, word, word)

    def entries(self) -> Iterator[tuple[RowPlan, str, str, str | None, RetentionRule]]:
        """Yield each row, item that it covers, group and place with the rule; place None: everywhere else."""
        for row in self.rows.values():
            for (item, group, place), plan in row.rules.items():
                yield row, item, group, place, plan.rule


def compile_declaration(declaration: Declaration) -> Compiled:
    """Make a declaration ready. A reference to a node that is not there is left out: the loader has reported it."""
    leaves = _leaves(declaration)
    lineages = {purpose: _lineage(declaration, purpose) for purpose in declaration.purposes}
    resolver = ClosestRules(declaration, lineages)
    groups = {node.id: Group(node.id, node.name, predicate(node.when)) for node in declaration.subject_groups.values()}
    rows = {
        node.id: _row(declaration, node, leaves, lineages, groups=groups, resolver=resolver)
        for node in declaration.processing.values()
        if node.basis in declaration.bases
    }
    return Compiled(
        declaration=declaration,
        year_end=declaration.register.financial_year_end,
        groups=groups,
        rows=rows,
        uses=_uses(rows.values(), lineages),
        holding=_holding(rows.values()),
        leaves=leaves,
        lineages=lineages,
        bans=_bans(declaration, leaves),
        bans_name_rows=any(ban.reach.processing for ban in declaration.bans.values()),
        holds=_holds(declaration, lineages),
        names=_names(declaration),
        ties=tuple(resolver.ties),
        gaps=tuple(resolver.gaps),
    )


# --- hierarchies ---------------------------------------------------------------------------------------------------


def _vocabulary_names() -> Mapping[str, Text]:
    # Slow import: the vocabulary is read only by those who compile.
    from kortisto.declaration.vocabulary.items import ITEMS  # noqa: PLC0415

    return {word.id: word.name for word in ITEMS.values()}


def _leaves(declaration: Declaration) -> dict[str, tuple[str, ...]]:
    """Every known item, with the leaf items under it."""
    roots = set(declaration.items)
    for row in declaration.processing.values():
        roots.update(row.items)
    known = roots | {word for word in _vocabulary_names() if not roots.isdisjoint(ancestry(word))}
    above: set[str] = set()
    for item in known:
        above.update(ancestry(item)[1:])
    leaves: dict[str, list[str]] = {}
    for leaf in sorted(known - above):
        for item in ancestry(leaf):
            leaves.setdefault(item, []).append(leaf)
    return {item: tuple(under) for item, under in leaves.items()}


def _lineage(declaration: Declaration, purpose: str) -> frozenset[str]:
    above: list[str] = []
    found: str | None = purpose
    while found is not None and found not in above:
        above.append(found)
        node = declaration.purposes.get(found)
        found = node.under if node is not None else None
    return frozenset(above)


def _names(declaration: Declaration) -> dict[str, Text]:
    names = dict(_vocabulary_names())
    names.update({item.id: item.name for item in declaration.items.values() if item.name is not None})
    return names


# --- rows ----------------------------------------------------------------------------------------------------------


def _row(
    declaration: Declaration,
    node: Processing,
    leaves: Mapping[str, tuple[str, ...]],
    lineages: Mapping[str, frozenset[str]],
    *,
    groups: Mapping[str, Group],
    resolver: ClosestRules,
) -> RowPlan:
    # A row may name a parent of what is declared: it covers the declared items under it, and never one undeclared.
    items = frozenset(
        leaf for item in node.items for leaf in leaves.get(item, (item,)) if _is_declared(leaf, declaration.items)
    )
    lineage = lineages.get(node.purpose) or frozenset((node.purpose,))
    mine = tuple(groups[group] for group in node.groups if group in groups)
    rules: dict[Key, RulePlan] = {}
    covers = items.union(_between(node, items))
    for group in mine:
        rules.update(resolver.of(node, lineage, group.id, items))
        rules.update(resolver.of(node, lineage, group.id, covers - items, report=False))
    basis = declaration.bases[node.basis]
    consents = tuple(consent for consent in declaration.consents.values() if node.id in consent.withdrawal.closes)
    if basis.basis is Basis.CONSENT and not consents:
        consents = tuple(
            consent for consent in declaration.consents.values() if not lineage.isdisjoint(consent.purposes)
        )
    objections = tuple(objection for objection in declaration.objections.values() if node.id in objection.closes)
    return RowPlan(
        node=node,
        ref=node.ref,
        basis=basis,
        groups=mine,
        lineage=lineage,
        items=items,
        covers=covers,
        consents=consents,
        objections=objections,
        closable=bool(
            consents
            or objections
            or node.unless
            or basis.basis is Basis.CONSENT
            or basis.valid_from is not None
            or basis.valid_until is not None
        ),
        closable_by_item=bool(node.unless) or any(consent.items for consent in consents),
        rules=rules,
        choices=_choices(rules, mine),
    )


def _is_declared(leaf: str, declared: Mapping[str, object]) -> bool:
    return not declared or not declared.keys().isdisjoint(ancestry(leaf))


def _between(node: Processing, items: frozenset[str]) -> Iterator[str]:
    """Yield the items above the leaves of a row, up to those that the row names."""
    for leaf in items:
        for above in ancestry(leaf)[1:]:
            if not set(node.items).isdisjoint(ancestry(above)):
                yield above


def _choices(rules: Mapping[Key, RulePlan], groups: tuple[Group, ...]) -> dict[tuple[str, str | None], Choices]:
    """The rules by item and place; a group without a rule for the place has the one that holds everywhere else."""
    choices: dict[tuple[str, str | None], Choices] = {}
    for item, _, place in rules:
        if (item, place) in choices:
            continue
        mine: dict[RulePlan, list[Group]] = {}
        for group in groups:
            plan = rules.get((item, group.id, place)) or rules.get((item, group.id, None))
            if plan is not None:
                mine.setdefault(plan, []).append(group)
        choices[item, place] = tuple((plan, tuple(those)) for plan, those in mine.items())
    return choices


def _uses(
    rows: Iterable[RowPlan], lineages: Mapping[str, frozenset[str]]
) -> dict[tuple[str, str, Operation], tuple[RowPlan, ...]]:
    under: dict[str, list[str]] = {}
    for purpose, lineage in lineages.items():
        for above in lineage:
            under.setdefault(above, []).append(purpose)
    uses: dict[tuple[str, str, Operation], list[RowPlan]] = {}
    for row in rows:
        for purpose in under.get(row.node.purpose, [row.node.purpose]):
            for role in row.node.by:
                for operation in row.node.operations:
                    uses.setdefault((purpose, role, operation), []).append(row)
    return {use: tuple(found) for use, found in uses.items()}


def _holding(rows: Iterable[RowPlan]) -> dict[str, tuple[RowPlan, ...]]:
    holding: dict[str, list[RowPlan]] = {}
    for row in rows:
        for item in row.covers:
            holding.setdefault(item, []).append(row)
    return {item: tuple(found) for item, found in holding.items()}


# --- bans and holds ------------------------------------------------------------------------------------------------


def _bans(
    declaration: Declaration, leaves: Mapping[str, tuple[str, ...]]
) -> dict[tuple[str, Operation], tuple[Ban, ...]]:
    """The bans by leaf item and operation; the empty item stands for every item that no ban names."""
    bans = list(declaration.bans.values())
    for item in declaration.items.values():
        operations = tuple(Operation) if item.never_collect else DISCLOSING if item.never_disclose else ()
        if operations:
            reach = Reach(items=(item.id,))
            bans.append(Ban(id=item.id, section=item.section, operations=operations, reach=reach))
    covered = {id(ban): {leaf for item in ban.reach.items for leaf in leaves.get(item, (item,))} for ban in bans}
    named = set[str]().union(*covered.values(), {""})
    found: dict[tuple[str, Operation], list[Ban]] = {}
    for ban in bans:
        for leaf in covered[id(ban)] or named:
            for operation in ban.operations or tuple(Operation):
                found.setdefault((leaf, operation), []).append(ban)
    return {key: tuple(under) for key, under in found.items()}


def _holds(declaration: Declaration, lineages: Mapping[str, frozenset[str]]) -> dict[str, HoldPlan]:
    return {
        hold.id: HoldPlan(
            node=hold,
            opens=predicate(hold.opens_when) if hold.opens_when is not None else None,
            leaves=frozenset(purpose for purpose, lineage in lineages.items() if not lineage.isdisjoint(hold.leaves)),
        )
        for hold in declaration.holds.values()
    }
