"""What the exports of well-known programs mean, recognised by the names of their columns."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from kortisto.register.parties.enums import RelationshipKind
from kortisto.register.parties.importing.meaning import (
    PERSON_NAMES,
    Content,
    Mapping_,
    Meaning,
    Own,
    Target,
    folded,
    guessed_beside,
    known_as,
    said_once,
    without_people,
)

_T = Target
_ZONE = re.compile(r"\s*\([A-Z]{2,5}\)$")


@dataclass(frozen=True, slots=True)
class Preset:
    """A program and a kind of export; names of columns are folded.

    `signs`: names all of which such a file has in one language. `marks`: names that nobody but the program writes, of
    which one at least is there, where the signs could be anybody's. `targets`: what the columns mean, by name; NOTHING
    for one of which a guess would be wrong. `whole`: columns that hold the whole address, whose parts have their own.
    """

    program: str
    content: Content
    signs: tuple[frozenset[str], ...]
    targets: Mapping[str, Target]
    marks: frozenset[str] = frozenset()
    whole: frozenset[str] = frozenset()
    relation: RelationshipKind | None = None  # what everybody in such a file is, where it tells so

    def meaning_of(self, column: str) -> Target | None:
        """Return what a column is in such an export; HubSpot says a time zone behind the name of a date: (EET)."""
        return self.targets.get(folded(column)) or self.targets.get(folded(_ZONE.sub("", column)))

    def fits(self, columns: AbstractSet[str]) -> bool:
        """Return whether a file of these columns is such an export; one of organisations names no people."""
        if self.marks and self.marks.isdisjoint(columns):
            return False
        if self.content is Content.PARTIES and any(_names_people(one) for one in columns - self.targets.keys()):
            return False
        return any(signs <= columns for signs in self.signs)


def _names(pairs: Mapping[Target, str]) -> Mapping[str, Target]:
    return {folded(name): target for target, names in pairs.items() for name in names.split("|")}


def _folded(names: str) -> frozenset[str]:
    return frozenset(folded(name) for name in names.split("|"))


def _signs(*languages: str) -> tuple[frozenset[str], ...]:
    return tuple(map(_folded, languages))


HUBSPOT_CONTACTS = Preset(
    "HubSpot",
    Content.PEOPLE,
    _signs("Record ID|First Name|Last Name|Email", "Record ID - Contact|First Name|Last Name|Email"),
    _names({
        _T.FIRST_NAME: "First Name", _T.LAST_NAME: "Last Name", _T.PERSON_EMAIL: "Email",
        _T.PERSON_PHONE: "Phone Number", _T.PERSON_MOBILE: "Mobile Phone Number", _T.TITLE: "Job Title",
        _T.PREFIX: "Salutation",
        _T.ORGANISATION_NAME: "Associated Company|Primary Associated Company|Company Name|Associated company (Primary)",
        _T.LANGUAGE: "Preferred language", _T.STREET: "Street Address", _T.POSTAL_CODE: "Postal Code", _T.CITY: "City",
        _T.REGION: "State/Region", _T.COUNTRY: "Country/Region", _T.WEB: "Website URL", _T.NOTHING: "Record ID",
        _T.ACTIVE_ON: "Last Activity Date|Last Contacted", _T.SINCE: "Create Date", _T.STAGE: "Lifecycle Stage",
        _T.BAN: "Unsubscribed from all email|Opted out of all email",
        _T.BAN_2: "Marketing contact status|Opted out of email: Marketing Information",
    }),
)  # fmt: skip
HUBSPOT_COMPANIES = Preset(
    "HubSpot",
    Content.PARTIES,
    _signs("Record ID|Company name|Company owner", "Record ID - Company|Company name"),
    _names({
        _T.REFERENCE: "Record ID|Record ID - Company", _T.ORGANISATION_NAME: "Company name", _T.PHONE: "Phone Number",
        _T.STREET: "Street Address", _T.POSTAL_CODE: "Postal Code", _T.CITY: "City", _T.REGION: "State/Region",
        _T.COUNTRY: "Country/Region", _T.WEB: "Website URL|Company Domain Name",
        _T.ACTIVE_ON: "Last Activity Date|Last Contacted", _T.SINCE: "Create Date", _T.STAGE: "Lifecycle Stage",
    }),
)  # fmt: skip
PIPEDRIVE_PEOPLE = Preset(
    "Pipedrive",
    Content.PEOPLE,
    _signs("Person - Name|Person - Organization"),
    _names({
        _T.PERSON_NAME: "Person - Name", _T.FIRST_NAME: "Person - First name", _T.LAST_NAME: "Person - Last name",
        _T.ORGANISATION_NAME: "Person - Organization", _T.TITLE: "Person - Job title",
        _T.PERSON_EMAIL: "Person - Email - Work|Person - Email", _T.PERSON_EMAIL_2: "Person - Email - Other",
        _T.PRIVATE_EMAIL: "Person - Email - Home", _T.PERSON_PHONE: "Person - Phone - Work|Person - Phone",
        _T.PERSON_MOBILE: "Person - Phone - Mobile", _T.PRIVATE_PHONE: "Person - Phone - Home",
        _T.ACTIVE_ON: "Person - Last activity date", _T.SINCE: "Person - Person created",
        _T.BAN: "Person - Marketing status",
    }),
)  # fmt: skip
PIPEDRIVE_ORGANISATIONS = Preset(
    "Pipedrive",
    Content.PARTIES,
    _signs("Organization - Name|Organization - Owner", "Organization - Name|Organization - Label"),
    _names({
        _T.REFERENCE: "Organization - ID", _T.ORGANISATION_NAME: "Organization - Name",
        _T.STREET: "Organization - Address|Organization - Full/combined address of Address",
        _T.POSTAL_CODE: "Organization - ZIP/Postal code of Address",
        _T.CITY: "Organization - City/town/village/locality of Address",
        _T.COUNTRY: "Organization - Country of Address", _T.WEB: "Organization - Website",
        _T.ACTIVE_ON: "Organization - Last activity date", _T.SINCE: "Organization - Organization created",
    }),
    whole=_folded("Organization - Address|Organization - Full/combined address of Address"),
)  # fmt: skip
SALESFORCE_CONTACTS = Preset(
    "Salesforce",
    Content.PEOPLE,
    _signs(
        "FirstName|LastName|MailingCity", "First Name|Last Name|Account Name|Mailing City",
        "First Name|Last Name|Account Name|Contact Owner", "First Name|Last Name|Account Name|Account Owner",
    ),
    _names({
        _T.PREFIX: "Salutation", _T.FIRST_NAME: "FirstName|First Name", _T.LAST_NAME: "LastName|Last Name",
        _T.TITLE: "Title", _T.ORGANISATION_NAME: "Account.Name|Account Name", _T.PERSON_EMAIL: "Email",
        _T.PERSON_PHONE: "Phone|Business Phone", _T.PERSON_MOBILE: "MobilePhone|Mobile|Mobile Phone",
        _T.PRIVATE_PHONE: "HomePhone|Home Phone", _T.STREET: "MailingStreet|Mailing Street",
        _T.POSTAL_CODE: "MailingPostalCode|Mailing Zip/Postal Code", _T.CITY: "MailingCity|Mailing City",
        _T.REGION: "MailingState|Mailing State/Province", _T.COUNTRY: "MailingCountry|Mailing Country",
        _T.ACTIVE_ON: "LastActivityDate|Last Activity", _T.SINCE: "CreatedDate|Created Date",
        _T.BAN: "HasOptedOutOfEmail|Email Opt Out", _T.BAN_2: "DoNotCall|Do Not Call",
        _T.NOTHING: "Account ID",
    }),
)  # fmt: skip
SALESFORCE_ACCOUNTS = Preset(
    "Salesforce",
    Content.PARTIES,
    _signs(
        "Name|BillingCity|OwnerId", "Name|BillingStreet|BillingCity", "Account Name|Billing City",
        "Account Name|Account Owner|Billing State/Province",
    ),
    _names({
        _T.ORGANISATION_NAME: "Name|Account Name", _T.REFERENCE: "AccountNumber|Account Number", _T.PHONE: "Phone",
        _T.WEB: "Website", _T.STREET: "BillingStreet|Billing Street",
        _T.POSTAL_CODE: "BillingPostalCode|Billing Zip/Postal Code", _T.CITY: "BillingCity|Billing City",
        _T.REGION: "BillingState|Billing State/Province", _T.COUNTRY: "BillingCountry|Billing Country",
        _T.ACTIVE_ON: "LastActivityDate|Last Activity", _T.SINCE: "CreatedDate|Created Date",
        _T.STAGE: "Type|Account Type",
        _T.NOTHING: "Account ID",
    }),
)  # fmt: skip
SALESFORCE_LEADS = Preset(
    "Salesforce",
    Content.PEOPLE,
    _signs(
        "FirstName|LastName|Company|LeadSource", "First Name|Last Name|Company / Account|Lead Owner",
        "First Name|Last Name|Company / Account|Lead Source", "First Name|Last Name|Company|Lead Status",
    ),
    _names({
        _T.PREFIX: "Salutation", _T.FIRST_NAME: "FirstName|First Name", _T.LAST_NAME: "LastName|Last Name",
        _T.TITLE: "Title", _T.ORGANISATION_NAME: "Company|Company / Account", _T.PERSON_EMAIL: "Email",
        _T.PERSON_PHONE: "Phone", _T.PERSON_MOBILE: "MobilePhone|Mobile|Mobile Phone", _T.STREET: "Street",
        _T.POSTAL_CODE: "PostalCode|Zip/Postal Code", _T.CITY: "City", _T.REGION: "State|State/Province",
        _T.COUNTRY: "Country", _T.WEB: "Website", _T.ACTIVE_ON: "LastActivityDate|Last Activity",
        _T.SINCE: "CreatedDate|Created Date", _T.BAN: "HasOptedOutOfEmail|Email Opt Out",
        _T.BAN_2: "DoNotCall|Do Not Call",
    }),
    relation=RelationshipKind.PROSPECT,
)  # fmt: skip
OUTLOOK = Preset(
    "Outlook",
    Content.PEOPLE,
    _signs(
        "First Name|Last Name|E-mail Address", "Etunimi|Sukunimi|Sähköpostiosoite", "Förnamn|Efternamn|E-postadress",
    ),
    _names({
        _T.PREFIX: "Title|Puhuttelu|Arvo|Titel", _T.FIRST_NAME: "First Name|Etunimi|Förnamn",
        _T.LAST_NAME: "Last Name|Sukunimi|Efternamn", _T.ORGANISATION_NAME: "Company|Yritys|Företag",
        _T.TITLE: "Job Title|Tehtävä|Tehtävänimike|Työnimike|Ammattinimike|Befattning",
        _T.PERSON_EMAIL: "E-mail Address|Sähköpostiosoite|E-postadress",
        _T.PERSON_EMAIL_2: "E-mail 2 Address|Sähköposti 2 osoite|Sähköpostiosoite 2|Sähköposti 2 - osoite"
        "|E-postadress 2|E-post 2-adress",
        _T.PERSON_PHONE: "Business Phone|Puhelin (työ)|Työpuhelin|Telefon (arbete)|Telefon, arbete|Arbetstelefon",
        _T.PERSON_MOBILE: "Mobile Phone|Matkapuhelin|Mobiltelefon",
        _T.PRIVATE_PHONE: "Home Phone|Puhelin (koti)|Kotipuhelin|Telefon (hem)|Telefon, hem|Hemtelefon",
        _T.PHONE: "Company Main Phone|Yrityksen puhelin|Företagstelefon|Företag, telefon",
        _T.STREET: "Business Street|Katuosoite (työ)|Työosoite, katu|Gatuadress (arbete)|Gatuadress, arbete"
        "|Gata, arbete|Gata (arbete)",
        _T.POSTAL_CODE: "Business Postal Code|Postinumero (työ)|Postnummer (arbete)|Postnummer, arbete",
        _T.REGION: "Business State|Osavaltio (työ)|Alue (työ)",
        _T.CITY: "Business City|Postitoimipaikka (työ)|Kaupunki (työ)|Ort (arbete)|Ort, arbete",
        _T.COUNTRY: "Business Country/Region|Business Country|Maa tai alue (työ)|Maa (työ)|Land/region (arbete)"
        "|Land/region, arbete|Land (arbete)",
        _T.PERSON_STREET: "Home Street|Katuosoite (koti)", _T.PERSON_POSTAL_CODE: "Home Postal Code|Postinumero (koti)",
        _T.PERSON_CITY: "Home City|Postitoimipaikka (koti)|Kaupunki (koti)",
        _T.PERSON_COUNTRY: "Home Country/Region|Home Country|Maa tai alue (koti)|Maa (koti)",
        _T.WEB: "Web Page|Business Web Page|WWW-sivu|Verkkosivu|Webbsida", _T.LANGUAGE: "Language|Kieli|Språk",
        _T.NOTHING: "Account",
    }),
    marks=_folded(
        "Business Phone|Business Street|Business City|Business Country/Region|Company Main Phone|E-mail 2 Address"
        "|E-mail Type|E-mail Display Name|Home Street|Puhelin (työ)|Puhelin (koti)|Katuosoite (työ)|Katuosoite (koti)"
        "|Postinumero (työ)|Postitoimipaikka (työ)|Kaupunki (työ)|Maa tai alue (työ)|Maa (työ)|Faksi (työ)"
        "|Sähköposti 2 osoite|Sähköpostin tyyppi|Sähköpostin näyttönimi|Telefon (arbete)|Telefon (hem)"
        "|Gatuadress (arbete)|Gata (arbete)|Postnummer (arbete)|Ort (arbete)|Land/region (arbete)|Land (arbete)"
        "|Fax (arbete)|E-post 2-adress|E-posttyp|E-postvisningsnamn"
    ),
)  # fmt: skip
GOOGLE = Preset(
    "Google",
    Content.PEOPLE,
    _signs(
        "First Name|Last Name|E-mail 1 - Value|Organization Name", "First Name|Last Name|E-mail 1 - Value|Labels",
        "Given Name|Family Name|E-mail 1 - Value", "Etunimi|Sukunimi|Sähköposti 1 - Arvo",
        "Etunimi|Sukunimi|Sähköpostiosoite 1 - Arvo",
    ),
    _names({
        _T.PREFIX: "Name Prefix|Nimen etuliite", _T.FIRST_NAME: "First Name|Given Name|Etunimi",
        _T.LAST_NAME: "Last Name|Family Name|Sukunimi",
        _T.ORGANISATION_NAME: "Organization Name|Organization 1 - Name|Organisaation nimi|Organisaatio 1 - Nimi",
        _T.TITLE: "Organization Title|Organization 1 - Title|Organisaation titteli|Organisaation nimike"
        "|Organisaatio 1 - Nimike",
        _T.PERSON_EMAIL: "E-mail 1 - Value|Sähköposti 1 - Arvo|Sähköpostiosoite 1 - Arvo",
        _T.PERSON_EMAIL_2: "E-mail 2 - Value|Sähköposti 2 - Arvo|Sähköpostiosoite 2 - Arvo",
        _T.PERSON_PHONE: "Phone 1 - Value|Puhelin 1 - Arvo|Puhelinnumero 1 - Arvo",
        _T.PERSON_MOBILE: "Phone 2 - Value|Puhelin 2 - Arvo|Puhelinnumero 2 - Arvo",
        _T.STREET: "Address 1 - Street|Osoite 1 - Katu|Osoite 1 - Katuosoite",
        _T.POSTAL_CODE: "Address 1 - Postal Code|Osoite 1 - Postinumero",
        _T.CITY: "Address 1 - City|Osoite 1 - Kaupunki|Osoite 1 - Postitoimipaikka",
        _T.REGION: "Address 1 - Region|Osoite 1 - Alue", _T.COUNTRY: "Address 1 - Country|Osoite 1 - Maa",
        _T.WEB: "Website 1 - Value|Verkkosivusto 1 - Arvo",
    }),
)  # fmt: skip
CARDS = Preset(
    "vCard",
    Content.PEOPLE,
    _signs("FN|N last|N first|ORG"),
    _names({
        _T.PERSON_NAME: "FN", _T.LAST_NAME: "N last", _T.FIRST_NAME: "N first", _T.PREFIX: "N prefix",
        _T.ORGANISATION_NAME: "ORG", _T.TITLE: "TITLE", _T.PERSON_EMAIL: "EMAIL", _T.PERSON_EMAIL_2: "EMAIL 2",
        _T.PRIVATE_EMAIL: "EMAIL home", _T.PERSON_PHONE: "TEL", _T.PERSON_MOBILE: "TEL cell",
        _T.PRIVATE_PHONE: "TEL home", _T.STREET: "ADR street", _T.POSTAL_CODE: "ADR postal code", _T.CITY: "ADR city",
        _T.REGION: "ADR region", _T.COUNTRY: "ADR country", _T.PERSON_STREET: "ADR home street",
        _T.PERSON_POSTAL_CODE: "ADR home postal code", _T.PERSON_CITY: "ADR home city",
        _T.PERSON_COUNTRY: "ADR home country", _T.WEB: "URL", _T.LANGUAGE: "LANG",
    }),
)  # fmt: skip

PRESETS = (
    CARDS, GOOGLE, OUTLOOK, PIPEDRIVE_PEOPLE, PIPEDRIVE_ORGANISATIONS, SALESFORCE_CONTACTS, SALESFORCE_ACCOUNTS,
    SALESFORCE_LEADS, HUBSPOT_COMPANIES, HUBSPOT_CONTACTS,
)  # fmt: skip


def recognised(columns: Sequence[str]) -> Preset | None:
    """Return the program whose export has these columns; of several the one of whose columns most are there."""
    there = {folded(column) for column in columns}
    fitting = [one for one in PRESETS if one.fits(there)]
    return max(fitting, key=lambda one: len(there & one.targets.keys()), default=None)


def mapping_of(
    preset: Preset,
    columns: Sequence[str],
    said: Mapping[str, Meaning] | None = None,
    own: Mapping[str, Own] | None = None,
) -> Mapping_:
    """Return what the columns of such an export mean. What the operator has `said` comes first, then the program's
    columns, then the declaration's `own` fields by their folded names, and of what is left a guess, as for any file.

    Raises SaidTwiceError.
    """
    chosen = dict(said or {})
    said_once(chosen)
    taken = set(chosen.values())
    for column in columns:
        target = preset.meaning_of(column)
        if target is not None and column not in chosen:
            chosen[column] = Target.NOTHING if target in taken else target
            taken.add(target)
    targets: Sequence[Meaning] = [
        Target.NOTHING if one in _OF_ORDERS and column not in chosen else one
        for column, one in zip(columns, guessed_beside(columns, chosen, own or {}), strict=True)
    ]
    if preset.content is Content.PARTIES:
        targets = without_people(columns, targets, chosen)
    return Mapping_(preset.content, tuple(targets), whole_street=whole_street(columns, targets))


def whole_street(columns: Sequence[str], targets: Sequence[Meaning]) -> bool:
    """Return whether the column that is taken for the street holds the whole address in an export of a program."""
    if Target.STREET not in targets:
        return False
    preset = recognised(columns)
    return preset is not None and folded(columns[targets.index(Target.STREET)]) in preset.whole


_OF_ORDERS = frozenset({Target.ORDER_REFERENCE, Target.ORDERED_ON})


def _names_people(column: str) -> bool:
    """Return whether a folded column is the name of a person, in any program's export or in anybody's file."""
    return known_as(column) in PERSON_NAMES or any(
        one.content is Content.PEOPLE and one.targets.get(column) in PERSON_NAMES for one in PRESETS
    )
