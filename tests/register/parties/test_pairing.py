"""Which parties are compared: whoever shares a number, but never every branch of a chain with every other."""

from __future__ import annotations

from itertools import combinations, pairwise
from uuid import UUID

import pytest

from kortisto.register.parties import operations as parties
from kortisto.register.parties.enums import PartyKind
from kortisto.register.parties.queries import pairing
from kortisto.register.parties.queries.pairing import Stretch, candidates
from tests.register.conftest import NOW, ORIGIN, entered

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

NAMES = ("Ahjo", "Kallio", "Lampi", "Meri", "Niitty", "Ranta")


def branches() -> list[UUID]:
    with entered() as by:
        return [
            parties.add_organisation(registered_name=name, vat_id="FI20774740", origin=ORIGIN, by=by, at=NOW)
            for name in NAMES
        ]


def compared(ids: list[UUID]) -> set[tuple[UUID, UUID]]:
    with entered() as by:
        by.record("test.look")
        return set(candidates(PartyKind.ORGANISATION, Stretch(first=min(ids), last=max(ids)), by=by))


def test_organisations_of_one_number_are_compared_each_with_each(db: None) -> None:
    ids = sorted(branches())
    assert compared(ids) == set(combinations(ids, 2))


def test_of_very_many_of_one_number_those_are_compared_whose_names_stand_near(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pairing, "_COLLEAGUES", 5)
    monkeypatch.setattr(pairing, "_NEAR", 1)
    ids = branches()  # in the order of their names
    assert compared(ids) == {(min(pair), max(pair)) for pair in pairwise(ids)}
