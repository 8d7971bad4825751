"""One way to find likenesses: what is warned of at entry is what a search over all finds."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from kortisto.register.audit.enums import Door
from kortisto.register.parties import likeness, queries
from kortisto.register.parties import operations as parties
from kortisto.register.parties.enums import ContactKind, LikenessReason, PartyKind
from kortisto.register.parties.likeness import Traits
from kortisto.register.parties.models import DuplicatePair
from kortisto.register.parties.values import LookAlike, Party
from tests.register.conftest import BOB, NOW, ORIGIN, entered

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

MAIL = "maija.esimerkki@esimerkki.example"


def look(kind: PartyKind = PartyKind.PERSON, **typed: Any) -> tuple[LookAlike, ...]:
    with entered() as by:
        return queries.look_alikes(by=by, kind=kind, **typed)


@pytest.mark.parametrize(
    ("typed", "reasons"),
    [
        ({"names": ("Esimerkki", "Maija")}, ("name",)),
        ({"names": ("Esimerki", "Maija")}, ("like_name",)),
        ({"names": ("Maija", "Esimerkki"), "emails": [MAIL.upper()]}, ("email", "name")),
        ({"names": ("Uusinimi", "Maija"), "emails": [MAIL]}, ("email", "given_name")),
        ({"names": ("Toinen", "Onni"), "emails": [MAIL]}, ("email",)),
        ({"names": ("Toinen", "Onni")}, None),
        ({"names": ("", "")}, None),
        ({"names": ("Toinen", "Onni"), "emails": ["no address"], "phones": ["x"]}, None),
    ],
)
def test_who_is_about_to_be_added_is_compared_by_the_rules_of_the_search(
    maija: UUID, typed: dict[str, Any], reasons: tuple[str, ...] | None
) -> None:
    found = look(**typed)

    assert [(one.party.id, one.same) for one in found] == ([(maija, reasons)] if reasons else [])


@pytest.mark.parametrize("name", ["Oy Esimerkki Ab", "esimerkki", "Esimerki Oy"])
def test_an_organisation_is_known_by_its_name_in_other_forms(esimerkki_oy: UUID, name: str) -> None:
    assert [one.party.id for one in look(PartyKind.ORGANISATION, names=[name, ""])] == [esimerkki_oy]


def test_the_likeliest_comes_first(maija: UUID, esimerkki_oy: UUID) -> None:
    with entered() as by:
        namesake = parties.add_person(first_name="Maija", last_name="Esimerkki", origin=ORIGIN, by=by, at=NOW)
    found = look(names=("Esimerkki", "Maija"), organisations=[esimerkki_oy])

    assert [one.party.id for one in found] == [maija, namesake]
    assert found[0].same == ("name", "employer")


def test_a_couple_with_one_telephone_is_two_and_who_has_married_is_one() -> None:
    maija = Traits(
        name=("maija", "esimerkki"), given=("maija",), emails=frozenset({MAIL}), phones=frozenset({"+358401"})
    )
    married = Traits(name=("maija", "uusinimi"), given=("maija",), emails=frozenset({MAIL}))
    husband = Traits(name=("onni", "esimerkki"), given=("onni",), phones=frozenset({"+358401"}))

    assert likeness.people(maija, married).score >= likeness.WORTH_ASKING
    assert likeness.people(maija, husband).score < likeness.WORTH_ASKING


def test_a_dismissed_pair_is_asked_again_when_more_agrees(maija: UUID, esimerkki_oy: UUID) -> None:
    with entered() as by:
        twin = parties.add_person(first_name="Maija", last_name="Esimerkki", origin=ORIGIN, by=by, at=NOW)
        parties.add_representation(person_id=twin, organisation_id=esimerkki_oy, origin=ORIGIN, by=by, at=NOW)
    (pair,) = scanned()
    with entered() as by:
        parties.dismiss_duplicate(pair_id=pair, by=by, at=NOW)
    assert scanned() == []

    with entered() as by:
        parties.add_contact_point(
            owner=Party(kind=PartyKind.PERSON, id=twin),
            kind=ContactKind.EMAIL,
            value=MAIL,
            origin=ORIGIN,
            by=by,
            at=NOW,
        )
    assert scanned() == [pair]
    with entered() as by:
        by.record("test.look")
        kept = DuplicatePair.objects.get()
        assert (kept.dismissed_at, kept.dismissed_by) == (None, None)
        assert set(kept.reasons) == {LikenessReason.EMAIL, LikenessReason.NAME, LikenessReason.EMPLOYER}


def scanned() -> list[UUID]:
    scanned.at = getattr(scanned, "at", NOW) + timedelta(hours=1)  # type: ignore[attr-defined]
    at = scanned.at  # type: ignore[attr-defined]
    with entered() as by:
        parties.begin_scan(kind=PartyKind.PERSON, by=by, at=at)
    parties.run_scans(by=BOB, purpose="crm", at=at, channel=Door.JOBS)
    with entered() as by:
        return [pair.id for pair in queries.duplicate_pairs(by=by).pairs]
