"""A declaration as JSON-LD with the terms of W3C DPV 2.3, for exchange with other tools; it decides nothing here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kortisto.declaration.model import (
    LANGUAGES,
    ClockChoice,
    ClockPick,
    Declaration,
    Party,
    Processing,
    RetentionRule,
    Selector,
    Text,
)
from kortisto.declaration.periods import Period, Unit
from kortisto.declaration.vocabulary import dpv
from kortisto.declaration.vocabulary.clocks import CLOCKS
from kortisto.declaration.vocabulary.items import ITEMS
from kortisto.declaration.vocabulary.law import RIGHTS_BY_BASIS
from kortisto.declaration.vocabulary.measures import MEASURES
from kortisto.declaration.vocabulary.purposes import PURPOSE_KINDS
from kortisto.declaration.words import PartyRole

JsonLd = dict[str, Any]

_CONTROLS = {PartyRole.CONTROLLER, PartyRole.JOINT_CONTROLLER}

_ISO_UNITS = {
    Unit.MINUTE: "PT{}M",
    Unit.HOUR: "PT{}H",
    Unit.DAY: "P{}D",
    Unit.WEEK: "P{}W",
    Unit.MONTH: "P{}M",
    Unit.YEAR: "P{}Y",
}


def export(declaration: Declaration) -> JsonLd:
    """Return one JSON-LD document: a `dpv:Process` for each processing row, and what they refer to.

    Ids are `urn:kortisto:<register>:<ref of the node>`, so that they stay the same from version to version.
    """
    writer = _Writer(declaration)
    return {"@context": {**dpv.NAMESPACES, "@version": 1.1}, "@graph": list(writer.graph())}


def iso_duration(period: Period) -> str:
    """Return a period as ISO 8601 writes it; a permanent one has none and gives an empty text."""
    return _ISO_UNITS[period.unit].format(period.amount) if period.unit else ""


class _Writer:
    def __init__(self, declaration: Declaration) -> None:
        self._d = declaration
        self._base = f"urn:kortisto:{declaration.register.id}:"

    def graph(self) -> Iterable[JsonLd]:
        yield self._notice()
        yield from (self._party(party) for party in self._d.parties.values())
        yield from self._purposes()
        yield from self._bases()
        yield from self._groups()
        yield from self._items()
        yield from (self._rule(rule) for rule in self._d.retention.values())
        yield from self._recipients()
        yield from self._transfers()
        yield from self._measures()
        yield from (self._process(row) for row in self._d.processing.values())

    def _id(self, section: str, id_: str) -> str:
        return f"{self._base}{section}.{id_}"

    def _ids(self, section: str, ids: Iterable[str]) -> list[JsonLd]:
        return [{"@id": self._id(section, id_)} for id_ in ids]

    def _notice(self) -> JsonLd:
        register = self._d.register
        return {
            "@id": f"{self._base}register",
            "@type": "dpv:PrivacyNotice",
            "dct:title": _texts(register.title),
            "dct:description": _texts(register.about),
            "dct:hasVersion": register.version,
            "dct:issued": _day(register.drafted.isoformat()),
            "dct:valid": _day(register.valid_from.isoformat()),
            "dpv:hasProcess": self._ids("processing", self._d.processing),
        }

    def _party(self, party: Party) -> JsonLd:
        name = party.name
        return {
            "@id": self._id("parties", party.id),
            "@type": sorted({dpv.iri(dpv.PARTY[role]) for role in party.roles}),
            "dpv:hasName": _texts(name) if isinstance(name, Text) else name,
            **({"dpv:hasContact": party.email} if party.email else {}),
        }

    def _purposes(self) -> Iterable[JsonLd]:
        for purpose in self._d.purposes.values():
            yield {
                "@id": self._id("purposes", purpose.id),
                "@type": dpv.iri(PURPOSE_KINDS[purpose.kind]),
                "skos:prefLabel": _texts(purpose.name),
                **({"skos:broader": {"@id": self._id("purposes", purpose.under)}} if purpose.under else {}),
            }

    def _bases(self) -> Iterable[JsonLd]:
        for basis in self._d.bases.values():
            terms = [dpv.BASIS[basis.basis]]
            if basis.condition:
                terms.append(dpv.iri(dpv.CONDITION[basis.condition]))
            described = basis.interest or basis.text or basis.contract
            yield {
                "@id": self._id("bases", basis.id),
                "@type": terms,
                "dpv:hasRight": [{"@id": dpv.RIGHT[right]} for right in RIGHTS_BY_BASIS[basis.basis]],
                **({"dct:description": _texts(described)} if described else {}),
                **({"dct:source": list(basis.statutes)} if basis.statutes else {}),
            }

    def _groups(self) -> Iterable[JsonLd]:
        for group in self._d.subject_groups.values():
            yield {
                "@id": self._id("subject groups", group.id),
                "@type": "dpv:DataSubject",
                "skos:prefLabel": _texts(group.name),
            }

    def _items(self) -> Iterable[JsonLd]:
        for item in self._d.items.values():
            word = ITEMS.get(item.id)
            name = item.name or (word.name if word else None)
            term = item.own_dpv or (word.dpv if word else "PersonalData")
            yield {
                "@id": self._id("items", item.id),
                "@type": dpv.iri(term),
                **({"skos:prefLabel": _texts(name)} if name else {}),
            }

    def _rule(self, rule: RetentionRule) -> JsonLd:
        return {
            "@id": self._id("retention", rule.id),
            "@type": "dpv:StorageCondition",
            "dpv:hasDuration": _duration(rule.at_most),
            **({"dpv:hasMinimumDuration": _duration(rule.at_least)} if rule.at_least else {}),
            "dct:description": [
                {"@language": language, "@value": _counted_from(rule.start, language)} for language in LANGUAGES
            ],
            "dpv:hasProcessing": {"@id": dpv.iri(dpv.ACTION[rule.then.kind])},
        }

    def _recipients(self) -> Iterable[JsonLd]:
        for recipient in self._d.recipients.values():
            yield {
                "@id": self._id("recipients", recipient.id),
                "@type": "dpv:Recipient",
                "skos:prefLabel": _texts(recipient.name),
            }

    def _transfers(self) -> Iterable[JsonLd]:
        for transfer in self._d.transfers.values():
            ground = dpv.TRANSFER.get(transfer.ground)
            yield {
                "@id": self._id("transfers", transfer.id),
                "@type": "dpv:CrossBorderTransfer",
                "dpv:hasRecipient": self._ids("recipients", transfer.recipients),
                "dpv:hasCountry": list(transfer.countries),
                **({"dpv:hasLegalBasis": {"@id": ground}} if ground else {}),
            }

    def _measures(self) -> Iterable[JsonLd]:
        for measure in self._d.measures.values():
            yield {
                "@id": self._id("measures", measure.id),
                "@type": [dpv.iri(MEASURES[measure.measure]), dpv.iri(dpv.MEASURE_KIND[measure.kind])],
                "dct:description": _texts(measure.text),
            }

    def _process(self, row: Processing) -> JsonLd:
        controllers = [party.id for party in self._d.parties.values() if _CONTROLS & {*party.roles}]
        recipients = [r.id for r in self._d.recipients.values() if row.purpose in r.purposes]
        return {
            "@id": self._id("processing", row.id),
            "@type": "dpv:Process",
            "dpv:hasDataController": self._ids("parties", controllers),
            "dpv:hasPurpose": {"@id": self._id("purposes", row.purpose)},
            "dpv:hasLegalBasis": {"@id": self._id("bases", row.basis)},
            "dpv:hasDataSubject": self._ids("subject groups", row.groups),
            "dpv:hasPersonalData": self._ids("items", self._declared_under(row.items)),
            "dpv:hasProcessing": [{"@id": dpv.iri(dpv.OPERATION[operation])} for operation in row.operations],
            "dpv:hasRecipient": self._ids("recipients", recipients),
            "dpv:hasTechnicalOrganisationalMeasure": self._ids("measures", self._d.measures),
        }

    def _declared_under(self, items: Iterable[str]) -> list[str]:
        named = tuple(items)
        return [id_ for id_ in self._d.items if any(id_ == item or id_.startswith(f"{item}.") for item in named)]


def _texts(text: Text) -> list[JsonLd]:
    return [{"@language": language, "@value": text.in_language(language)} for language in LANGUAGES]


def _day(iso: str) -> JsonLd:
    return {"@type": "xsd:date", "@value": iso}


def _duration(period: Period) -> JsonLd | str:
    if period.permanent:
        return "dpv:IndefiniteDuration"
    return {"@type": "xsd:duration", "@value": iso_duration(period)}


def _counted_from(selector: Selector, language: str) -> str:
    match selector:
        case ClockPick():
            return CLOCKS[selector.clock].counted_from.in_language(language)
        case ClockChoice():
            return "; ".join(_counted_from(one, language) for one in selector.of)
