"""How the register is protected: in general, on paper, in systems; and who works with it."""

from __future__ import annotations

from kortisto.declaration.model import Measure, Role
from kortisto.declaration.printing.content.parts import facts, paragraph, with_texts
from kortisto.declaration.printing.content.why import runs
from kortisto.declaration.printing.context import Context
from kortisto.declaration.printing.document import Block, Bullets, Section, Sentence, Sentences
from kortisto.declaration.printing.terms.words import MEASURE
from kortisto.declaration.words import MeasureKind, Medium, PlaceKind, RunKind


def security(c: Context) -> tuple[Block, ...]:
    """Measures that are neither for paper nor for systems alone, by kind; the roles; tests."""
    lead = paragraph(c.say(c.declaration.register, "security.lead"))
    declared = c.declaration.roles.values()
    alike = all(role.confidentiality for role in declared)
    roles = tuple(_role(c, role, alike=alike) for role in declared)
    sworn = paragraph(c.say(" ".join(role.ref for role in declared), "roles.confidential")) if alike and roles else ()
    narrow = all(len(role) == 1 for role in roles)
    who = (Section("roles", c.term("security.roles"), (*sworn, Bullets(roles, narrow=narrow))),) if roles else ()
    return with_texts(c, "security", lead, _by_kind(c, None), runs(c, RunKind.RESTORE_TEST, RunKind.SECURITY_TEST), who)


def paper(c: Context) -> tuple[Block, ...]:
    """Measures for the manual material."""
    has = _has_paper(c)
    said = (c.only_say if has else c.say)(c.declaration.register, "paper.some" if has else "paper.none")
    built = _by_kind(c, "paper")
    return with_texts(c, "security_paper", built) or paragraph(said)


def electronic(c: Context) -> tuple[Block, ...]:
    """Measures for the systems."""
    has = c.declaration.register.medium is not Medium.PAPER
    said = (c.only_say if has else c.say)(c.declaration.register, "electronic.some" if has else "electronic.none")
    return with_texts(c, "security_electronic", _by_kind(c, "electronic")) or paragraph(said)


def _has_paper(c: Context) -> bool:
    register = c.declaration.register
    return register.medium is not Medium.ELECTRONIC or any(place.kind is PlaceKind.PAPER for place in register.places)


def _side(c: Context, measure: Measure) -> str | None:
    """Return whether a measure is for paper or for systems alone; None when for both, or for people."""
    kinds = {place.kind for place in c.declaration.register.places if place.id in measure.places}
    if kinds == {PlaceKind.PAPER}:
        return "paper"
    if (kinds and PlaceKind.PAPER not in kinds) or (not kinds and measure.kind is MeasureKind.TECHNICAL):
        return "electronic"
    return None


def _by_kind(c: Context, side: str | None) -> tuple[Block, ...]:
    chosen = [measure for measure in c.declaration.measures.values() if _side(c, measure) == side]
    rows = []
    for kind in MeasureKind:
        said: Sentences = ()
        for measure in chosen:
            if measure.kind is kind:
                enforced = measure.enforced_by is not None
                said += c.free(measure, measure.text, enforced=enforced, strength=measure.strength)
                if measure.places and c.officer:
                    said += (c.say(measure, "measure.places", places=c.places(measure.places)),)
        rows.append((c.word(MEASURE[kind]), said))
    return facts(*rows)


def _role(c: Context, role: Role, *, alike: bool) -> Sentences:
    name = c.put(role, c.text(role.name))
    made: Sentences = c.free(role, role.text)
    if role.employer:
        made += (c.say(role, "role.employer", party=c.party(role.employer)),)
    if role.confidentiality and not alike:
        made += (c.say(role, "role.confidential"),)
    if c.officer:
        for said, key in ((role.named_people, "named"), (role.logged, "logged"), (role.grants_access, "grants")):
            made += (c.say(role, f"role.{key}"),) if said else ()
    return (Sentence(name.text.rstrip(".") + "." if made else name.text, role.ref), *made)
