"""Small declarations built in Python, for tests of the kernel. Every part has a default that says nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TypeVar

from kortisto.declaration import model
from kortisto.declaration.periods import parse_period
from kortisto.declaration.words import (
    ActionKind,
    Basis,
    Channel,
    GroupKind,
    Medium,
    Mode,
    Operation,
    Status,
    TellingOfChanges,
)

N = TypeVar("N", bound=model.Node)


def text(words: str) -> model.Text:
    return model.Text(words, words, words)


def clock(name: str, **more: Any) -> model.ClockPick:
    return model.ClockPick(clock=name, **more)


def choice(mode: Mode, *of: model.Selector | str, **more: Any) -> model.ClockChoice:
    return model.ClockChoice(mode=mode, of=tuple(clock(part) if isinstance(part, str) else part for part in of), **more)


def state(word: str) -> model.Condition:
    return model.Condition(mode=Mode.IS, terms=(word,))


def action(kind: ActionKind = ActionKind.DELETE, **more: Any) -> model.Action:
    return model.Action(kind=kind, **more)


def rule(keep: str, start: model.Selector | str, *, id: str = "rule", **more: Any) -> model.RetentionRule:  # noqa: A002
    more.setdefault("then", action())
    reach = model.Reach(**{key: more.pop(key) for key in ("items", "purposes", "groups", "places") if key in more})
    for written in ("at_least", "undo"):
        if isinstance(more.get(written), str):
            more[written] = parse_period(more[written])
    return model.RetentionRule(
        id=id,
        section="retention",
        reach=more.pop("reach", reach),
        at_most=parse_period(keep),
        start=clock(start) if isinstance(start, str) else start,
        **more,
    )


def fallback(keep: str, start: str = "item.collected") -> model.Fallback:
    return model.Fallback(keep=parse_period(keep), start=clock(start))


def unless(id: str, **more: Any) -> model.Unless:  # noqa: A002
    if isinstance(more.get("keep"), str):
        more["keep"] = parse_period(more["keep"])
    if isinstance(more.get("start"), str):
        more["start"] = clock(more["start"])
    if isinstance(more.get("when"), str):
        more["when"] = state(more["when"])
    return model.Unless(id=id, section="unless", **more)


def purpose(id: str, **more: Any) -> model.Purpose:  # noqa: A002
    return model.Purpose(id=id, section="purposes", kind=more.pop("kind", "other"), name=text(id), **more)


def group(id: str, when: model.Condition | str = "anybody", **more: Any) -> model.SubjectGroup:  # noqa: A002
    condition = state(when) if isinstance(when, str) else when
    return model.SubjectGroup(
        id=id, section="subject groups", kind=GroupKind.PERSON, name=text(id), when=condition, **more
    )


def basis(id: str, letter: Basis, **more: Any) -> model.LegalBasis:  # noqa: A002
    return model.LegalBasis(id=id, section="bases", basis=letter, **more)


def row(id: str, purpose: str, **more: Any) -> model.Processing:  # noqa: A002
    return model.Processing(
        id=id,
        section="processing",
        purpose=purpose,
        groups=more.pop("groups", ("customers",)),
        items=more.pop("items", ("person.contact",)),
        operations=more.pop("operations", (Operation.READ, Operation.USE)),
        by=more.pop("by", ("service",)),
        basis=more.pop("basis", "interest"),
        **more,
    )


def keyed(nodes: Iterable[N]) -> dict[str, N]:
    return {node.id: node for node in nodes}


REGISTER = model.Register(
    id="test",
    section="register",
    promise_prefix="",
    name=text("test register"),
    title=text("Test register"),
    about=text("A register of tests"),
    version="1",
    status=Status.PUBLISHED,
    drafted=date(2026, 1, 1),
    valid_from=date(2026, 1, 1),
    medium=Medium.ELECTRONIC,
    financial_year_end="12-31",
    changes_told=TellingOfChanges.PAGE,
)

RIGHTS = model.Rights(
    id="rights",
    section="rights",
    contact="controller",
    channels=(Channel.EMAIL,),
    languages=("fi", "sv", "en"),
    answer_within=parse_period("1 month"),
    may_extend_by=parse_period("2 months"),
)


def declaration(**sections: Any) -> model.Declaration:
    """Return a declaration; each section is given as an iterable of nodes, `register` and `rights` as they are."""
    whole: dict[str, Any] = {
        "register": sections.pop("register", REGISTER),
        "rights": sections.pop("rights", RIGHTS),
        "automation": sections.pop(
            "automation", model.Automation(id="automation", section="automation", decisions=False, profiling=False)
        ),
    }
    sections.setdefault("purposes", (purpose("service"),))
    sections.setdefault(
        "bases",
        (
            basis("interest", Basis.LEGITIMATE_INTEREST),
            basis("consent", Basis.CONSENT),
            basis("contract", Basis.CONTRACT),
            basis("law", Basis.LEGAL_OBLIGATION),
        ),
    )
    sections.setdefault("subject_groups", (group("customers"),))
    for name in (
        "parties", "purposes", "bases", "subject_groups", "items", "processing", "bans", "sources", "recipients",
        "transfers", "retention", "relations", "holds", "runs", "consents", "objections", "terminal_items", "roles",
        "measures", "evidence", "notice_text",
    ):  # fmt: skip
        nodes = sections.pop(name, ())
        whole[name] = dict(nodes) if isinstance(nodes, Mapping) else keyed(nodes)
    return model.Declaration(**whole, **sections)
