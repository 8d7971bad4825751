# ruff: noqa: E501 - lines of the notice
"""The notice of the mixes: one item and one purpose for each of 25, with what the mixes change of it.

What a row of the baseline carries in six columns is said here once for each purpose: the period, who may use it, who
receives it, the source, the category, and that nobody is decided about by a machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

PURPOSES = 25
LONGEST = 120  # months, at first
# The roles of the mixes by the words of roles.yaml: the controller, the processor, the regulator, the customer.
ROLES = ("main_user", "sales", "dpo", "service")
CATEGORIES = ("PersonalData", "Preference", "PurchasesAndSpendingHabit", "Communication", "Behavioral")
SOURCES = ("subject", "staff", "partner")


@dataclass(frozen=True)
class Terms:
    """What holds for all data of one purpose. `months`: the period; `shared`: with whom beside the staff."""

    months: int = LONGEST
    shared: bool = False
    processor: bool = True

    @property
    def roles(self) -> tuple[str, ...]:
        """Return who may use the data."""
        return ROLES if self.processor else tuple(role for role in ROLES if role != "sales")

    @property
    def recipients(self) -> tuple[str, ...]:
        """Return who receives the data."""
        return ("partner", "staff") if self.shared else ("staff",)

    def shortened(self) -> Terms:
        """Return the terms with a period shorter by a month."""
        return replace(self, months=self.months - 1)


def item_of(purpose: int) -> str:
    """Return the item of the data that are collected for a purpose."""
    return f"own.d{purpose:02}"


def name_of(purpose: int) -> str:
    """Return the id of a purpose."""
    return f"p{purpose:02}"


def source_of(purpose: int) -> str:
    """Return where the data of a purpose come from."""
    return SOURCES[purpose % len(SOURCES)]


def category_of(purpose: int) -> str:
    """Return the category of the data of a purpose: a term of the W3C Data Privacy Vocabulary."""
    return CATEGORIES[purpose % len(CATEGORIES)]


def text_of(version: int, terms: Sequence[Terms]) -> str:
    """Return the notice of a version, with the terms of each purpose."""
    return _HEAD.format(version=version) + "".join(
        f"\n{section}:\n{more}" + "".join(part.format_map(_words(number, one)) for number, one in enumerate(terms))
        for section, more, part in _SECTIONS
    ) + _recipients(terms) + _TAIL  # fmt: skip


def _words(number: int, terms: Terms) -> dict[str, object]:
    return {
        "id": name_of(number),
        "item": item_of(number),
        "number": number,
        "months": terms.months,
        "roles": ", ".join(terms.roles),
        "category": category_of(number),
    }


def _recipients(terms: Sequence[Terms]) -> str:
    shared = [number for number, one in enumerate(terms) if one.shared]
    text = _STAFF.format(purposes=", ".join(name_of(number) for number in range(len(terms))),
                         items=", ".join(item_of(number) for number in range(len(terms))))  # fmt: skip
    if shared:
        text += _PARTNER.format(purposes=", ".join(map(name_of, shared)), items=", ".join(map(item_of, shared)))
    return text


def _sources() -> str:
    kinds = {"subject": "the person", "staff": "staff", "partner": "partner"}
    text = "\nsources:\n"
    for source in SOURCES:
        items = ", ".join(item_of(number) for number in range(PURPOSES) if source_of(number) == source)
        first = "person.name, " if source == "subject" else ""
        text += (
            f"  {source}:\n    name: {{fi: Lähde {source}, sv: Källa {source}, en: Source {source}}}\n"
            f"    kind: {kinds[source]}\n    items: [{first}{items}]\n"
        )
    return text


_HEAD = """kortisto: 1

register:
  id: mixes
  promise prefix: SX
  name: {{fi: Mittausrekisteri, sv: Mätregister, en: Register of the mixes}}
  title: {{fi: Mittausrekisterin tietosuojaseloste, sv: Dataskyddsbeskrivning för mätregistret, en: Privacy notice of the mixes}}
  about: {{fi: Keksityt asiakkaat., sv: Påhittade kunder., en: Invented customers.}}
  version: "1.{version}"
  status: published
  drafted: 2026-11-22
  valid from: 2026-11-22
  medium: electronic
  financial year end: 12-31
  changes told: on the page, and in person when the law demands it
  places:
    database:
      name: {{fi: Tietokanta, sv: Databas, en: Database}}
      kind: database
      country: FI
    backup:
      name: {{fi: Varmuuskopiot, sv: Säkerhetskopior, en: Backups}}
      kind: backup
      country: FI
      lag: 30 days

parties:
  controller:
    roles: controller
    name: Esimerkki Oy
    business id: 2077474-0
    address: {{street: Esimerkkikatu 1, postal code: "00100", city: Helsinki}}
    email: tietosuoja@esimerkki.example
    receives requests: yes
  contact:
    roles: contact
    name: {{fi: Asiakaspalvelu, sv: Kundtjänst, en: Customer service}}
    email: asiakaspalvelu@esimerkki.example

bases:
  interest:
    basis: legitimate interest
    interest: {{fi: Asiakassuhteiden hoito., sv: Skötsel av kundförhållanden., en: Managing customer relationships.}}
    balancing: balancing_mixes

subject groups:
  customers:
    name: {{fi: Asiakkaat, sv: Kunder, en: Customers}}
    kind: person
    when: consumer customer
    events: [person.last_activity, customership.ended]
"""
_SECTIONS = (
    (
        "purposes",
        "",
        "  {id}: {{kind: customer relationship, name: {{fi: Tarkoitus {number}, sv: Ändamål {number}, en: Purpose {number}}}}}\n",
    ),
    (
        "items",
        "  person.name:\n    mandatory: needed\n    refusal: {fi: Nimi tarvitaan., sv: Namnet behövs., en: The name is needed.}\n",
        (
            "  {item}:\n    name: {{fi: Tieto {number}, sv: Uppgift {number}, en: Datum {number}}}\n"
            "    own dpv: {category}\n    own of: person\n    own value: text\n"
        ),
    ),
    (
        "processing",
        "",
        (
            "  use_{id}:\n    purpose: {id}\n    groups: customers\n    items: [person.name, {item}]\n"
            "    operations: [collect, store, read, use, change, erase]\n    by: [{roles}]\n    basis: interest\n"
        ),
    ),
    (
        "retention",
        "",
        "  keep_{id}:\n    purposes: {id}\n    keep: {months} months\n    from: item.collected\n    then: delete\n",
    ),
)
_STAFF = """
recipients:
  staff:
    name: {{fi: Henkilöstö, sv: Personal, en: Staff}}
    role: staff
    purposes: [{purposes}]
    items: [person, {items}]
"""
_PARTNER = """  partner:
    name: {{fi: Kumppani, sv: Partner, en: Partner}}
    role: controller
    purposes: [{purposes}]
    items: [{items}]
"""
_TAIL = (
    _sources()
    + """
relations:
  person.own_values: {cascade: delete too}
  person.customership: {cascade: delete too}

rights:
  contact: contact
  channels: [email, letter, form]
  languages: [fi, sv, en]
  answer within: 1 month
  may extend by: 2 months

automation:
  decisions: no
  profiling: no

roles:
  main_user:
    name: {fi: Rekisterinpitäjä, sv: Personuppgiftsansvarig, en: Controller}
    grants access: yes
  sales:
    name: {fi: Käsittelijä, sv: Personuppgiftsbiträde, en: Processor}
  dpo:
    name: {fi: Valvoja, sv: Tillsyn, en: Regulator}
  service:
    name: {fi: Asiakas, sv: Kund, en: Customer}

measures:
  access:
    kind: technical
    measure: access control
    text: {fi: Käyttöoikeudet on rajattu., sv: Åtkomsträttigheterna är begränsade., en: Access rights are limited.}
    enforced by: register.access

evidence:
  balancing_mixes: {kind: balancing test, reference: LIA-1, made: 2026-11-20}
"""
)
