"""Whether consents can be withdrawn with effect, and minors are thought of."""

from __future__ import annotations

from collections.abc import Iterator

from kortisto.declaration.checks.registry import Context, Finding, check, names
from kortisto.declaration.compiled import RowPlan
from kortisto.declaration.model import Condition, SubjectGroup
from kortisto.declaration.problems import Severity
from kortisto.declaration.words import Basis, ConsentGiver, GroupKind, Mode


@check("K406")
def consent_without_effect(context: Context) -> Iterator[Finding]:
    """Withdrawing a consent must close the processing that rests on it (Article 7(3)).

    Every row whose basis is consent must be closed by the withdrawal of some consent for its purpose, and every
    consent must close at least one row that rests on consent.
    """
    rows = [row for row, _ in context.rows.values() if row.basis.basis is Basis.CONSENT]
    for row in rows:
        asked = [
            consent for consent in context.declaration.consents.values() if not row.lineage.isdisjoint(consent.purposes)
        ]
        if not any(row.node.id in consent.withdrawal.closes for consent in asked):
            details = {"row": row.node.id, "consents": names(consent.id for consent in asked)}
            yield Finding(asked[0] if asked else row.node, "row" if asked else "none", row.node.id, details=details)
    resting = {row.node.id for row in rows}
    for consent in context.declaration.consents.values():
        if resting.isdisjoint(consent.withdrawal.closes) and not _told_already(consent.purposes, rows):
            yield Finding(consent, "nothing", consent.id)


def _told_already(purposes: tuple[str, ...], rows: list[RowPlan]) -> bool:
    return any(not row.lineage.isdisjoint(purposes) for row in rows)


# --- minors ----------------------------------------------------------------------------------------------------------

_OF_ALL_AGES = frozenset({"anybody", "consumer customer", "customer owner", "traveller", "patient", "filmed"})
"""States in which children are met as a matter of course; a visitor of a business site is not among them."""


@check("K419")
def minors_without_rule(context: Context) -> Iterator[Finding]:
    """Where a group may have minors in it, the declaration says below which age and what the guardian does (Article 8).

    A group for whose members consent is asked needs a consent that a guardian can give. Groups of consumers, patients,
    travellers and people filmed that do not answer the question at all are warned of.
    """
    for group in context.declaration.subject_groups.values():
        if group.kind is not GroupKind.PERSON:
            continue
        words = frozenset(_words(group.when))
        if group.minors is None:
            if group.may_be_minors or "minor" in words:
                yield Finding(group, "rule", group.id)
            elif not words.isdisjoint(_OF_ALL_AGES):
                yield Finding(group, "unanswered", group.id, severity=Severity.WARNING)
        elif group.minors.guardian:
            yield from _consents_without_guardian(context, group)


def _consents_without_guardian(context: Context, group: SubjectGroup) -> Iterator[Finding]:
    for row, _ in context.rows.values():
        if row.basis.basis is Basis.CONSENT and group.id in row.node.groups:
            given_by = {giver for consent in row.consents for giver in consent.given_by}
            if given_by and ConsentGiver.GUARDIAN not in given_by:
                yield Finding(group, "guardian", group.id, details={"row": row.node.id})
                return


def _words(condition: Condition) -> Iterator[str]:
    if condition.mode is Mode.NOT:  # “not a minor” is no group of minors
        return
    for term in condition.terms:
        if isinstance(term, Condition):
            yield from _words(term)
        else:
            yield term
