"""The small declarations of the tests with more in them: consumers, guardians, a history, fields of their own."""

from __future__ import annotations

from pathlib import Path

OWN_ITEMS = """
  own.boiler:
    name: {fi: Lämpöpumpun malli, sv: Värmepumpens modell, en: Heat pump model}
    own dpv: PersonalData
    own of: person
    own value: text
  own.warm_since:
    name: {fi: Lämmitys alkoi, sv: Uppvärmningen började, en: Heated since}
    own dpv: PersonalData
    own of: person
    own value: day
  own.level:
    name: {fi: Sopimustaso, sv: Avtalsnivå, en: Agreement level}
    own dpv: PersonalData
    own of: organisation
    own value: choice
    own choices:
      basic: {name: {fi: Perus, sv: Bas, en: Basic}}
      gold: {name: {fi: Kulta, sv: Guld, en: Gold}}
  own.seats:
    name: {fi: Käyttäjiä, sv: Antal användare, en: Seats}
    own dpv: PersonalData
    own of: organisation
    own value: number
  own.shelf:
    name: {fi: Mapin hyllypaikka, sv: Pärmens plats, en: Place of the folder}
    own dpv: PersonalData
  person.informed:
  person.nondisclosure:
  person.guardian:
  log.changes:
  billing.details:
"""
_MORE = (
    "own.boiler, own.warm_since, own.level, own.seats, own.shelf, person.informed, person.nondisclosure, "
    "person.guardian, billing.details, log.changes"
)
_CRM = "organisation, order.history"
_GROUPS = "groups: [contacts, customers]\n    items: [person.name"
_CONSUMERS = """
  consumers:
    name: {fi: Kuluttaja-asiakkaat, sv: Konsumentkunder, en: Consumer customers}
    kind: person
    when: {any of: [consumer customer, guardian]}
    events: [person.last_activity, customership.ended]
"""


def widened(sample: Path, into: Path) -> Path:
    """Write a wider copy of a sample into a folder, and return its path."""
    text = sample.read_text("utf-8")
    for old, new in (
        ("\nitems:\n", f"\nitems:{OWN_ITEMS}"),
        (
            "organisation, order.history]\n    operations: [collect",
            f"organisation, order.history, {_MORE}]\n    operations: [collect",
        ),
        ("items: [person, organisation", f"items: [{_MORE}, person, organisation"),
        ("\nitems:", f"{_CONSUMERS}\nitems:"),
        (_GROUPS, _GROUPS.replace("contacts,", "contacts, consumers,")),
    ):
        assert old in text, old
        text = text.replace(old, new, 1)
    path = into / "wider.yaml"
    path.write_text(text, "utf-8")
    return path
