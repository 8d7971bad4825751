"""The fields that a declaration declares of its own, as columns of a file may become them."""

from __future__ import annotations

from collections.abc import Mapping

from kortisto.declaration.model import LANGUAGES, Text
from kortisto.register.parties.enums import PartyKind
from kortisto.register.parties.importing.meaning import NAMES, Meaning, Own, Target, folded, target_named
from kortisto.register.parties.own_items import OwnField, own_fields


def own_columns() -> Mapping[Own, OwnField]:
    """Return the own fields of people and of organisations."""
    return {Own(field.item): field for kind in PartyKind for field in own_fields(kind)}


def own_names() -> Mapping[str, Own]:
    """Return the own fields by their folded names in three languages, and by their items."""
    names: dict[str, Own] = {}
    for own, field in own_columns().items():
        for name in (*(field.name.in_language(one) for one in LANGUAGES), own, own.removeprefix("own.")):
            names.setdefault(folded(name), own)
    return names


def words_of(meant: Meaning) -> Text:
    """Return the name of what a column becomes; of an own field that is declared no more its item."""
    if isinstance(meant, Target):
        return NAMES[meant]
    field = own_columns().get(meant)
    return field.name if field else Text(meant, meant, meant)


def name_of(meant: Meaning, language: str) -> str:
    """Return what a column becomes, in words."""
    return words_of(meant).in_language(language)


def meaning_named(text: str) -> Meaning | None:
    """Return what an operator has named, also an own field; in Finnish, Swedish or English."""
    return target_named(text) or own_names().get(folded(text))
