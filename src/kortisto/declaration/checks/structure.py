"""Whether somebody answers for the register."""

from __future__ import annotations

from collections.abc import Iterator

from kortisto.declaration.checks.registry import Context, Finding, check
from kortisto.declaration.words import PartyRole

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
