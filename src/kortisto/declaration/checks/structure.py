"""Whether somebody answers for the register, and whether its own fields are declared whole."""

from __future__ import annotations

from collections.abc import Iterator

from kortisto.declaration.checks.registry import Context, Finding, check
from kortisto.declaration.vocabulary.items import OWN
from kortisto.declaration.words import OwnKind, PartyRole

_ANSWERING = frozenset(
    {
        PartyRole.CONTROLLER, PartyRole.JOINT_CONTROLLER, PartyRole.REPRESENTATIVE, PartyRole.DPO, PartyRole.CONTACT,
    }
)  # fmt: skip


@check("K422")
def register_without_controller(context: Context) -> Iterator[Finding]:
    """A register has a controller whom people can reach (Article 13(1)(a)); joint controllers say who answers for what.

    The controller, or whoever answers for it, needs an address, a mail address or a telephone number. Joint controllers
    need an arrangement that tells the purposes each answers for (Article 26).
    """
    declaration = context.declaration
    controllers = [party for party in declaration.parties.values() if PartyRole.CONTROLLER in party.roles]
    joint = [party for party in declaration.parties.values() if PartyRole.JOINT_CONTROLLER in party.roles]
    if not controllers and not joint:
        yield Finding(next(iter(declaration.parties.values())), "none", declaration.register.id)
    reachable = [party for party in declaration.parties.values() if not _ANSWERING.isdisjoint(party.roles)]
    if not any(party.address or party.email or party.phone for party in reachable):
        yield from (Finding(party, "contact", party.id) for party in (*controllers, *joint)[:1])
    for party in joint:
        if not party.answers_for:
            yield Finding(party, "arrangement", party.id)


@check("K429")
def own_field_half_declared(context: Context) -> Iterator[Finding]:
    """An own item that is to be a field says of whom it is and of which type, and a choice what it offers.

    `own of`, `own value` and `own choices` belong to items that begin with `own.`: what the words of the vocabulary
    mean is fixed. An item with other items under it is a heading, and holds no value itself.
    """
    for item in context.declaration.items.values():
        said = item.own_of is not None or item.own_value is not None or bool(item.own_choices)
        if not said:
            continue
        if not item.id.startswith(OWN):
            yield Finding(item, "word", item.id)
        elif item.own_of is None or item.own_value is None:
            yield Finding(item, "half", item.id)
        elif (item.own_value is OwnKind.CHOICE) != bool(item.own_choices):
            yield Finding(item, "choices", item.id)
        elif item.name is None:
            yield Finding(item, "name", item.id)
        elif context.compiled.expand(item.id) != (item.id,):
            yield Finding(item, "heading", item.id)
