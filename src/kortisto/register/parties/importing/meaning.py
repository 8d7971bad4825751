"""Guesses what the columns of a file mean, from their names; what it guessed is shown, and can be said otherwise."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum

from kortisto.declaration.model import LANGUAGES, Text


class Target(StrEnum):
    """What a column may become. The values are what an operator writes: `--map "Yritys=organisation name"`."""

    REFERENCE = "reference"
    ORGANISATION_NAME = "organisation name"
    BUSINESS_ID = "business id"
    VAT_ID = "vat id"
    STREET = "street"
    POSTAL_CODE = "postal code"
    CITY = "city"
    REGION = "region"
    COUNTRY = "country"
    PHONE = "phone"
    EMAIL = "email"
    PHONE_2 = "second phone"
    EMAIL_2 = "second email"
    WEB = "web"
    PERSON_NAME = "person name"
    FIRST_NAME = "first name"
    LAST_NAME = "last name"
    TITLE = "title"
    LANGUAGE = "language"
    PERSON_PHONE = "person phone"
    PERSON_EMAIL = "person email"
    PREFIX = "prefix"
    PERSON_MOBILE = "person mobile"
    PRIVATE_PHONE = "private phone"
    PERSON_EMAIL_2 = "second person email"
    PRIVATE_EMAIL = "private email"
    PERSON_STREET = "person street"
    PERSON_POSTAL_CODE = "person postal code"
    PERSON_CITY = "person city"
    PERSON_COUNTRY = "person country"
    TRADE_NAME = "trade name"
    EINVOICE = "einvoice address"
    ACTIVE_ON = "last activity"
    SINCE = "since"
    STAGE = "stage"
    BAN = "marketing ban"
    BAN_2 = "second marketing ban"
    ORDER_REFERENCE = "order reference"
    ORDERED_ON = "ordered on"
    NOTHING = "nothing"


class Own(str):
    """A field that the declaration declares of its own, as what a column may become: its item, `own.boiler`."""

    __slots__ = ()

    @property
    def value(self) -> str:
        """Return the item, as a target has its word."""
        return str(self)


Meaning = Target | Own
"""What a column becomes."""


def meaning(value: str) -> Meaning:
    """Return what is kept as this word. Raises ValueError."""
    return Own(value) if value.startswith(OWN) else Target(value)


OWN = "own."


class Content(StrEnum):
    """What a file is about."""

    PARTIES = "parties"  # organisations, with a contact person or without
    PEOPLE = "people"  # people, with an organisation or without
    ORDERS = "orders"


ITEMS: Mapping[Target, str] = {
    Target.ORGANISATION_NAME: "organisation.name",
    Target.BUSINESS_ID: "organisation.business_id",
    Target.VAT_ID: "organisation.business_id",
    Target.STREET: "organisation.contact.address",
    Target.POSTAL_CODE: "organisation.contact.address",
    Target.CITY: "organisation.contact.address",
    Target.REGION: "organisation.contact.address",
    Target.COUNTRY: "organisation.contact.address",
    Target.PHONE: "organisation.contact.phone",
    Target.EMAIL: "organisation.contact.email",
    Target.PHONE_2: "organisation.contact.phone",
    Target.EMAIL_2: "organisation.contact.email",
    Target.WEB: "organisation.contact.web",
    Target.PERSON_NAME: "person.name",
    Target.FIRST_NAME: "person.name.first",
    Target.LAST_NAME: "person.name.last",
    Target.TITLE: "person.title",
    Target.LANGUAGE: "person.language",
    Target.PERSON_PHONE: "person.contact.phone",
    Target.PERSON_EMAIL: "person.contact.email",
    Target.PREFIX: "person.name.prefix",
    Target.PERSON_MOBILE: "person.contact.phone",
    Target.PRIVATE_PHONE: "person.contact.phone",
    Target.PERSON_EMAIL_2: "person.contact.email",
    Target.PRIVATE_EMAIL: "person.contact.email",
    Target.PERSON_STREET: "person.contact.address",
    Target.PERSON_POSTAL_CODE: "person.contact.address",
    Target.PERSON_CITY: "person.contact.address",
    Target.PERSON_COUNTRY: "person.contact.address",
    Target.TRADE_NAME: "organisation.name",
    Target.EINVOICE: "billing.details",
    Target.ACTIVE_ON: "person.activity",
    Target.SINCE: "organisation.customership",
    Target.STAGE: "organisation.customership",
    Target.BAN: "marketing.ban",
    Target.BAN_2: "marketing.ban",
    Target.ORDER_REFERENCE: "order.history",
    Target.ORDERED_ON: "order.history",
}
"""The item that each target holds; an item that the declaration does not list is not taken in."""

NAMES: Mapping[Target, Text] = {
    Target.REFERENCE: Text("asiakasnumero", "kundnummer", "customer number"),
    Target.ORGANISATION_NAME: Text("organisaation nimi", "organisationens namn", "name of the organisation"),
    Target.BUSINESS_ID: Text("y-tunnus", "FO-nummer", "business ID"),
    Target.VAT_ID: Text("alv-tunniste", "momsregistreringsnummer", "VAT number"),
    Target.STREET: Text("katuosoite", "gatuadress", "street address"),
    Target.POSTAL_CODE: Text("postinumero", "postnummer", "postal code"),
    Target.CITY: Text("postitoimipaikka", "postanstalt", "city"),
    Target.REGION: Text("alue", "region", "region"),
    Target.COUNTRY: Text("maa", "land", "country"),
    Target.PHONE: Text("organisaation puhelin", "organisationens telefon", "telephone of the organisation"),
    Target.EMAIL: Text("organisaation sähköposti", "organisationens e-post", "e-mail of the organisation"),
    Target.PHONE_2: Text(
        "organisaation toinen puhelin", "organisationens andra telefon", "second telephone of the organisation"
    ),
    Target.EMAIL_2: Text(
        "organisaation toinen sähköposti", "organisationens andra e-post", "second e-mail of the organisation"
    ),
    Target.WEB: Text("verkkosivu", "webbplats", "website"),
    Target.PERSON_NAME: Text("henkilön nimi", "personens namn", "name of the person"),
    Target.FIRST_NAME: Text("etunimi", "förnamn", "first name"),
    Target.LAST_NAME: Text("sukunimi", "efternamn", "last name"),
    Target.TITLE: Text("tehtävänimike", "titel", "job title"),
    Target.LANGUAGE: Text("asiointikieli", "kontaktspråk", "language of contact"),
    Target.PERSON_PHONE: Text("henkilön puhelin", "personens telefon", "telephone of the person"),
    Target.PERSON_EMAIL: Text("henkilön sähköposti", "personens e-post", "e-mail of the person"),
    Target.PREFIX: Text("arvo tai titteli nimen edessä", "titel framför namnet", "title before the name"),
    Target.PERSON_MOBILE: Text("henkilön toinen puhelin", "personens andra telefon", "second telephone of the person"),
    Target.PRIVATE_PHONE: Text("yksityinen puhelin", "privat telefon", "private telephone"),
    Target.PERSON_EMAIL_2: Text("henkilön toinen sähköposti", "personens andra e-post", "second e-mail of the person"),
    Target.PRIVATE_EMAIL: Text("yksityinen sähköposti", "privat e-post", "private e-mail"),
    Target.PERSON_STREET: Text("henkilön katuosoite", "personens gatuadress", "street address of the person"),
    Target.PERSON_POSTAL_CODE: Text("henkilön postinumero", "personens postnummer", "postal code of the person"),
    Target.PERSON_CITY: Text("henkilön postitoimipaikka", "personens postanstalt", "city of the person"),
    Target.PERSON_COUNTRY: Text("henkilön maa", "personens land", "country of the person"),
    Target.TRADE_NAME: Text("aputoiminimi", "bifirma", "trade name"),
    Target.EINVOICE: Text("verkkolaskuosoite", "e-fakturaadress", "e-invoice address"),
    Target.ACTIVE_ON: Text("viimeisin tapahtuma", "senaste händelse", "last activity"),
    Target.SINCE: Text("suhde alkoi", "relationen började", "start of the relation"),
    Target.STAGE: Text("asiakkuuden vaihe", "kundstadium", "customer or prospect"),
    Target.BAN: Text("suoramarkkinointikielto", "förbud mot direktmarknadsföring", "opt-out from direct marketing"),
    Target.BAN_2: Text(
        "toinen suoramarkkinointikielto",
        "andra förbudet mot direktmarknadsföring",
        "second opt-out from direct marketing",
    ),
    Target.ORDER_REFERENCE: Text("tilausnumero", "beställningsnummer", "order number"),
    Target.ORDERED_ON: Text("tilauspäivä", "beställningsdatum", "date of the order"),
    Target.NOTHING: Text("ei tuoda", "importeras inte", "not imported"),
}

# Folded names of columns (lower case, letters and digits only), as programs and people of three languages write them.
_KNOWN: Mapping[Target, str] = {
    Target.REFERENCE: "customerid customernumber customerno clientid accountid accountnumber companyid supplierid "
    "asiakasnumero asiakasnro asiakastunnus asiakasid kundnummer kundnr kundid organisationid recordid",
    Target.ORGANISATION_NAME: "companyname company organisation organization organisationname organizationname "
    "accountname account customername customer client yritys yrityksennimi yhtio asiakas asiakkaannimi organisaatio "
    "organisaationnimi firma foretag foretagsnamn bolag kund kundnamn suppliername supplier toimittaja",
    Target.BUSINESS_ID: "businessid ytunnus yrityksenytunnus fonummer fonr companyregistrationnumber "
    "organisationsnummer",
    Target.VAT_ID: "vatid vatnumber vat alvnumero alvtunniste alvtunnus momsnummer momsregnr",
    Target.STREET: "address street streetaddress address1 addressline1 billingstreet katuosoite lahiosoite osoite "
    "postiosoite adress gatuadress utdelningsadress",
    Target.POSTAL_CODE: "postalcode postcode zip zipcode billingpostalcode postinumero postinro postnummer postnr",
    Target.CITY: "city town billingcity postitoimipaikka kaupunki paikkakunta postanstalt stad ort postort",
    Target.REGION: "region state province county stateregion billingstate maakunta osavaltio lan landskap",
    Target.COUNTRY: "country countryregion billingcountry maa maakoodi land landskod",
    Target.PHONE: "phone phonenumber telephone tel companyphone mainphone puhelin puhelinnumero puh telefon "
    "telefonnummer vaihde vaxel",
    Target.EMAIL: "companyemail invoiceemail yrityksensahkoposti foretagetsepost",
    Target.PHONE_2: "phone2 secondphone puhelin2 puhelinnumero2 toinenpuhelin telefon2",
    Target.WEB: "homepage website web url companydomainname www wwwosoite kotisivu kotisivut verkkosivu hemsida "
    "webbplats",
    Target.PERSON_NAME: "contactname contact contactperson name fullname yhteyshenkilo yhteyshenkilonnimi nimi "
    "kontaktperson kontakt namn",
    Target.FIRST_NAME: "firstname givenname etunimi fornamn",
    Target.LAST_NAME: "lastname surname familyname sukunimi efternamn",
    Target.TITLE: "contacttitle title jobtitle position role titteli tehtavanimike nimike asema titel befattning",
    Target.LANGUAGE: "language preferredlanguage kieli asiointikieli sprak kontaktsprak",
    Target.PERSON_PHONE: "mobile mobilephone mobilephonenumber contactphone directphone matkapuhelin gsm kannykka "
    "mobil mobiltelefon mobilnummer",
    Target.PERSON_EMAIL: "email emailaddress mail contactemail workemail sahkoposti sahkopostiosoite epost epostadress",
    Target.TRADE_NAME: "tradename aputoiminimi markkinointinimi bifirma marknadsnamn",
    Target.EINVOICE: "einvoiceaddress einvoice verkkolaskuosoite efakturaadress",
    Target.PERSON_EMAIL_2: "email2 secondemail otheremail sahkoposti2 toinensahkoposti epost2",
    Target.PRIVATE_EMAIL: "homeemail personalemail privateemail kotisahkoposti privatepost",
    Target.PRIVATE_PHONE: "homephone privatephone kotipuhelin hemtelefon privattelefon",
    Target.PREFIX: "salutation nameprefix prefix puhuttelu arvo",
    Target.ACTIVE_ON: "lastactivity lastactivitydate lastcontacted lastcontact viimeisintapahtuma viimeinentapahtuma "
    "viimeisinyhteydenotto senastehandelse senastekontakt senastaktiv",
    Target.SINCE: "createdate createddate customersince startdate asiakasalkaen asiakkuusalkoi asiakkuudenalku "
    "suhdealkoi kundsedan relationenborjade",
    Target.STAGE: "lifecyclestage asiakkuudenvaihe kundstadium",
    Target.BAN: "marketingban optout emailoptout hasoptedoutofemail unsubscribed unsubscribedfromallemail nomarketing "
    "donotemail suoramarkkinointikielto markkinointikielto mainoskielto forbudmotdirektmarknadsforing reklamforbud",
    Target.BAN_2: "donotcall marketingcontactstatus puhelinkielto",
    Target.ORDER_REFERENCE: "orderid ordernumber orderno tilausnumero tilausnro tilaus ordernummer ordernr "
    "bestallningsnummer",
    Target.ORDERED_ON: "orderdate ordered orderedon tilauspaiva tilauspvm tilattu orderdatum bestallningsdatum",
}
_TARGET_OF = {name: target for target, names in _KNOWN.items() for name in names.split()}


@dataclass(frozen=True, slots=True)
class Mapping_:  # noqa: N801 - the trailing underscore keeps it apart from collections.abc.Mapping
    """What each column becomes, and so what the file is about."""

    content: Content
    targets: tuple[Meaning, ...]  # one for each column
    whole_street: bool = False  # the street's column holds the whole address, whose parts have columns too

    def place(self, target: Meaning) -> int | None:
        """Return the place of the column that becomes the target; None when none does."""
        return self.targets.index(target) if target in self.targets else None


class NotUnderstoodError(ValueError):
    """The columns do not tell parties or orders; `missing` are the targets of which one would do."""

    def __init__(self, missing: Sequence[Target]) -> None:
        super().__init__(", ".join(missing))
        self.missing = tuple(missing)


class SaidTwiceError(ValueError):
    """The operator has said of two columns that they are the same."""

    def __init__(self, target: Meaning, columns: Sequence[str]) -> None:
        super().__init__(f"{target}: {', '.join(columns)}")
        self.target = target
        self.columns = tuple(columns)


_OF_NOBODY = {
    Target.PERSON_EMAIL: (Target.EMAIL, Target.EMAIL_2),
    Target.PERSON_EMAIL_2: (Target.EMAIL, Target.EMAIL_2),
    Target.PERSON_PHONE: (Target.PHONE, Target.PHONE_2),
    Target.PERSON_MOBILE: (Target.PHONE, Target.PHONE_2),
}
"""What the contact points of a person are in a file without people: of these the first that is free."""
_SECOND = {
    Target.BAN: Target.BAN_2,
    Target.PHONE: Target.PHONE_2,
    Target.EMAIL: Target.EMAIL_2,
    Target.PERSON_PHONE: Target.PERSON_MOBILE,
    Target.PERSON_EMAIL: Target.PERSON_EMAIL_2,
}
"""Where a second column of a kind goes."""
PERSON_NAMES = frozenset({Target.PERSON_NAME, Target.FIRST_NAME, Target.LAST_NAME})


def target_named(text: str) -> Target | None:
    """Return the target that an operator has named: as `Target` has it, or in Finnish, Swedish or English."""
    word = " ".join(text.split()).casefold()
    for target in Target:
        if word == target.value or word in {NAMES[target].in_language(one).casefold() for one in LANGUAGES}:
            return target
    return None


def item_of(meant: Meaning) -> str:
    """Return the item that a column holds; empty for one that holds none."""
    return str(meant) if isinstance(meant, Own) else ITEMS.get(meant, "")


def guess(
    columns: Sequence[str], said: Mapping[str, Meaning] | None = None, own: Mapping[str, Own] | None = None
) -> Mapping_:
    """Return what the columns mean. `said`: columns of which the operator has said it. `own`: the declaration's own
    fields by their folded names, which come before what we know.

    A target is used once, by the first column that fits: of two telephone columns the second is left out and shown so.
    Of a file without people the e-mail and telephone are the organisation's. Raises NotUnderstoodError, SaidTwiceError.
    """
    chosen = dict(said or {})
    said_once(chosen)
    targets = guessed_beside(columns, chosen, own or {})
    taken = set(targets) | set(chosen.values())
    if {Target.ORDER_REFERENCE, Target.ORDERED_ON} <= taken:
        if Target.REFERENCE not in taken:
            raise NotUnderstoodError([Target.REFERENCE])
        used = {Target.ORDER_REFERENCE, Target.ORDERED_ON, Target.REFERENCE}
        return Mapping_(Content.ORDERS, tuple(one if one in used else Target.NOTHING for one in targets))
    if Target.ORGANISATION_NAME not in taken and taken & PERSON_NAMES:
        if not _of_organisations(taken, chosen):
            return Mapping_(Content.PEOPLE, tuple(targets))
        targets = [Target.ORGANISATION_NAME if one is Target.PERSON_NAME else one for one in targets]
        taken = taken - {Target.PERSON_NAME} | {Target.ORGANISATION_NAME}
    if Target.ORGANISATION_NAME not in taken:
        raise NotUnderstoodError([Target.ORGANISATION_NAME, Target.ORDER_REFERENCE])
    if taken & PERSON_NAMES:
        return Mapping_(Content.PARTIES, tuple(targets))
    return Mapping_(Content.PARTIES, without_people(columns, targets, chosen))


def guessed_beside(columns: Sequence[str], chosen: Mapping[str, Meaning], own: Mapping[str, Own]) -> list[Meaning]:
    """Return what has been chosen for the columns, and of the others a guess; no target is guessed twice."""
    taken: set[Meaning] = {target for target in chosen.values() if target is not Target.NOTHING}
    targets: list[Meaning] = []
    for column in columns:
        target: Meaning = chosen.get(column) or own.get(folded(column)) or known_as(column)
        if column not in chosen:
            if target in taken:
                target = _SECOND.get(target, Target.NOTHING) if isinstance(target, Target) else Target.NOTHING
            target = Target.NOTHING if target in taken else target
            taken.add(target)
        targets.append(target)
    return targets


def without_people(
    columns: Sequence[str], targets: Sequence[Meaning], chosen: Mapping[str, Meaning]
) -> tuple[Meaning, ...]:
    """Return the targets of a file that names no people: contact points that were guessed are the organisation's."""
    taken = set(targets)
    moved: list[Meaning] = []
    for column, target in zip(columns, targets, strict=True):
        places = () if column in chosen or isinstance(target, Own) else _OF_NOBODY.get(target, ())
        place: Meaning = next((one for one in places if one not in taken), target)
        taken.add(place)
        moved.append(place)
    return tuple(moved)


def _of_organisations(taken: AbstractSet[Meaning], said: Mapping[str, Meaning]) -> bool:
    """Return whether a file with names in one column, and business ids, is one of organisations: people have none."""
    named = taken & PERSON_NAMES == {Target.PERSON_NAME} and Target.PERSON_NAME not in said.values()
    return named and bool(taken & {Target.BUSINESS_ID, Target.VAT_ID})


def known_as(column: str) -> Target:
    """Return what a column of this name is in files of anybody; NOTHING where that is not known."""
    return _TARGET_OF.get(folded(column), Target.NOTHING)


def said_once(chosen: Mapping[str, Meaning]) -> None:
    """Raise SaidTwiceError where two columns are said to be the same."""
    for target in set(chosen.values()) - {Target.NOTHING}:
        alike = [column for column, meant in chosen.items() if meant is target]
        if len(alike) > 1:
            raise SaidTwiceError(target, alike)


def folded(column: str) -> str:
    """Return the name of a column in lower case, letters and digits only, without accents."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", column.casefold()) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]", "", plain)
