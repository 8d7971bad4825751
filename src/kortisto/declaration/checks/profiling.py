"""Whether what the notice says of profiling and automated decisions is what the register does."""

from __future__ import annotations

from collections.abc import Iterator

from kortisto.declaration.checks.registry import Context, Finding, check, names
from kortisto.declaration.vocabulary.items import ITEMS, Nature
from kortisto.declaration.words import Operation, SourceKind


@check("K418")
def profiling_denied(context: Context) -> Iterator[Finding]:
    """A declaration that says “no profiling” must hold nothing that only profiling makes (Articles 4(4), 13(2)(f)).

    Derived items (user profiles, targeting data, estimated age, gender and interests), segments, rows that profile,
    purposes of profiling and inference as a source all count.
    """
    declaration = context.declaration
    if declaration.automation.profiling:
        return
    derived = {
        item
        for _, items in context.live_rows
        for item in items
        if item in ITEMS and ITEMS[item].nature is Nature.DERIVED
    }
    derived |= {item.id for item in declaration.items.values() if item.derived_from and not item.never_collect}
    evidence = {
        *derived,
        *(segment.ref for segment in declaration.automation.segments),
        *(row.ref for row in declaration.processing.values() if Operation.PROFILE in row.operations),
        *(purpose.ref for purpose in declaration.purposes.values() if purpose.kind == "profiling"),
        *(source.ref for source in declaration.sources.values() if source.kind is SourceKind.INFERENCE),
    }
    if evidence:
        yield Finding(declaration.automation, offending="profiling: no", details={"evidence": names(evidence)})


@check("K427")
def automation_unexplained(context: Context) -> Iterator[Finding]:
    """Automated decisions need their logic, their effect and a human being to turn to; profiling needs its logic.

    Articles 13(2)(f) and 22(3).
    """
    automation = context.declaration.automation
    needed = ["logic"] if automation.profiling or automation.decisions else []
    if automation.decisions:
        needed += ["effect", "human_review"]
    for key in needed:
        if getattr(automation, key) is None:
            yield Finding(automation, offending=key.replace("_", " "), details={"key": key.replace("_", " ")})
