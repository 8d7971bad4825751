"""What a form says of somebody who has asked to be erased or has forbidden something, and what it then asks for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from kortisto.register.ledger.enums import Why
from kortisto.register.parties.recognised import Ground

GROUND, TOLD = "ground", "told"
"""Names of the fields in which the form says on which ground, and that the visitor was told."""
GROUNDS = (
    (Ground.OWN_WISH, gettext_lazy("They have contacted us themselves and want to be a customer or contact again")),
    (Ground.CONTRACT, gettext_lazy("A new contract or order with them needs it")),
    (Ground.ROLE, gettext_lazy("They now act for an organisation that we deal with")),
)
NOBODY: frozenset[Why] = frozenset()


def may_come_back(known: frozenset[Why], request: HttpRequest) -> bool:
    """Return whether somebody may be taken in who was recognised, or nobody was."""
    return (Why.ERASED not in known or ground_in(request) is not None) and (not known or TOLD in request.POST)


def ground_in(request: HttpRequest) -> Ground | None:
    """Return the ground that was chosen."""
    said = request.POST.get(GROUND, "")
    return Ground(said) if said in {one.value for one in Ground} else None


def recognised_context(known: frozenset[Why], request: HttpRequest) -> Mapping[str, Any]:
    """Return what a page shows of who was recognised."""
    return {
        "was_erased": Why.ERASED in known,
        "is_banned": Why.BANNED in known,
        "grounds": GROUNDS,
        "ground": request.POST.get(GROUND, ""),
    }
