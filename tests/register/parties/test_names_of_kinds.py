"""The kinds have names in all three languages."""

from __future__ import annotations

import pytest
from django.db.models import TextChoices
from django.utils import translation

from kortisto.register.parties.enums import (
    ActivityKind,
    AddressUse,
    ContactKind,
    ContactUse,
    Language,
    RelationshipKind,
)

pytestmark = pytest.mark.unit


def names(kinds: type[TextChoices], language: str) -> list[str]:
    with translation.override(language):
        return [str(label) for label in kinds.labels]


@pytest.mark.parametrize("kinds", [ActivityKind, AddressUse, ContactKind, ContactUse, Language, RelationshipKind])
def test_every_kind_has_a_name_of_its_own_in_each_language(kinds: type[TextChoices]) -> None:
    translated = {language: names(kinds, language) for language in ("fi", "sv", "en")}

    for finnish, swedish, english in zip(*translated.values(), strict=True):
        assert len({finnish, swedish, english}) == 3
    for found in translated.values():
        assert len(set(found)) == len(kinds)


def test_names_are_those_of_the_field() -> None:
    assert names(RelationshipKind, "fi") == [
        "Asiakas", "Mahdollinen asiakas", "Toimittaja", "Yhteistyökumppani", "Jälleenmyyjä",
    ]  # fmt: skip
    assert names(Language, "sv") == ["finska", "svenska", "engelska"]
