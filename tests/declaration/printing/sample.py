"""A declaration that uses every kind of statement, with every way of choosing clocks; no real register."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, TypeVar

from kortisto.declaration.model import (
    Action,
    Address,
    Automation,
    Ban,
    Change,
    ClockChoice,
    ClockPick,
    Condition,
    Consent,
    Declaration,
    Evidence,
    Fallback,
    Feed,
    Hold,
    Item,
    LegalBasis,
    Measure,
    Minors,
    Node,
    NoticeText,
    Objection,
    Party,
    Place,
    Processing,
    Purpose,
    Reach,
    Recipient,
    Register,
    Relation,
    Replaced,
    RetentionRule,
    Review,
    RightExtra,
    RightLimit,
    Rights,
    Role,
    Run,
    Segment,
    Selector,
    Source,
    SubjectGroup,
    Suppression,
    TerminalItem,
    Text,
    Transfer,
    Unless,
    Withdrawal,
)
from kortisto.declaration.periods import AT_ONCE, PERMANENT, parse_period
from kortisto.declaration.words import (
    ActionKind,
    ArticleNine,
    Basis,
    BasisDetail,
    CascadeKind,
    Channel,
    ConsentGiver,
    DisclosureCondition,
    EvidenceKind,
    GroupKind,
    HoldKind,
    LimitGround,
    MandatoryKind,
    MeasureKind,
    Medium,
    MinimisedForm,
    Mode,
    ObjectionKind,
    Operation,
    PartyRole,
    PlaceKind,
    ReasonForChange,
    RecipientRole,
    Right,
    Rounding,
    RunKind,
    SignatureRule,
    SourceKind,
    Status,
    Strength,
    TellingOfChanges,
    TerminalClass,
    TransferGround,
)

NodeType = TypeVar("NodeType", bound=Node)


def t(fi: str, sv: str, en: str) -> Text:
    return Text(fi, sv, en)


def node(cls: type[NodeType], ref: str, /, **values: Any) -> NodeType:
    section_, _, id_ = ref.partition(".") if ref.startswith(("items.", "relations.")) else ref.rpartition(".")
    return cls(id=id_, section=section_, **values)


def section(nodes: Iterable[NodeType]) -> dict[str, NodeType]:
    return {one.id: one for one in nodes}


def clock(id_: str, **more: Any) -> ClockPick:
    return ClockPick(clock=id_, **more)


def either(mode: Mode, of: tuple[Selector, ...], to_end_of: Rounding | None = None) -> ClockChoice:
    return ClockChoice(mode=mode, of=of, to_end_of=to_end_of)


def single(cls: type[NodeType], name: str, /, **values: Any) -> NodeType:
    return cls(id=name, section=name, **values)


def when(word: str) -> Condition:
    return Condition(mode=Mode.IS, terms=(word,))


ENDED = clock("customership.ended")
ACTIVE = either(Mode.LATER_OF, (clock("person.last_activity"), clock("organisation.last_activity")))


def sample(**changes: Any) -> Declaration:
    """Return the sample; `changes` replace fields of its register."""
    return Declaration(register=_register(**changes), rights=_rights(), automation=_automation(), **_sections())


def _register(**changes: Any) -> Register:
    values: dict[str, Any] = {
        "promise_prefix": "S9",
        "promises": ("S9-00-01",),
        "name": t("Esimerkkirekisteri", "Exempelregistret", "Example register"),
        "title": t("Esimerkkirekisterin tietosuojaseloste", "Dataskyddsbeskrivning för exempelregistret",
                   "Privacy notice of the example register"),
        "about": t("Rekisterissä ovat asiakkaiden tiedot.", "Registret innehåller uppgifter om kunder.",
                   "The register holds data of customers."),
        "version": "2.1",
        "status": Status.PUBLISHED,
        "drafted": date(2026, 10, 1),
        "valid_from": date(2026, 11, 1),
        "medium": Medium.MIXED,
        "financial_year_end": "12-31",
        "changes_told": TellingOfChanges.PAGE_AND_LAW,
        "replaces": (Replaced(notice="Vanha seloste", version="1.0", drafted=date(2018, 5, 25)),
                     Replaced(notice="Toinen seloste", version="0.9")),
        "changes": (Change(reason=ReasonForChange.LAW,
                           what=t("Ajat lyhenivät.", "Tiderna förkortades.", "Periods shortened.")),),
        "covers": ("Asiakkaat",),
        "places": (
            node(Place, "register.places.database", name=t("Tietokanta", "Databas", "Database"),
                 kind=PlaceKind.DATABASE, country="FI", held_by="hosting"),
            node(Place, "register.places.cabinet", name=t("Kaappi", "Skåp", "Cabinet"), kind=PlaceKind.PAPER,
                 country="FI", locked=True, fireproof=True, items=("document.paper",)),
            node(Place, "register.places.backups", name=t("Varmuuskopiot", "Säkerhetskopior", "Backups"),
                 kind=PlaceKind.BACKUP, country="SE", lag=parse_period("35 days")),
        ),
        "feeds": (node(Feed, "register.feeds.other", to="toinen", items=("person.name",), purpose="care"),),
    }  # fmt: skip
    return single(Register, "register", **(values | changes))


def _sections() -> dict[str, Any]:
    return {**_who(), **_why(), **_where(), **_how_long(), **_choices(), **_guard()}


def _who() -> dict[str, Any]:
    address = Address(street="Esimerkkikatu 1", postal_code="00100", city="Helsinki")
    return {
        "parties": section([
            node(Party, "parties.company", roles=(PartyRole.JOINT_CONTROLLER,), name="Esimerkki Oy",
                 business_id="0000000-0", address=address, email="info@esimerkki.example", answers_for=("care",)),
            node(Party, "parties.sister", roles=(PartyRole.JOINT_CONTROLLER,), name="Sisar Oy", address=address,
                 answers_for=("letters",), member_of="company"),
            node(Party, "parties.officer", roles=(PartyRole.DPO, PartyRole.CONTACT),
                 name=t("Tietosuojavastaava", "Dataskyddsombudet", "Data protection officer"),
                 email="tietosuoja@esimerkki.example", phone="09 000 0000", receives_requests=True, deputies=True),
            node(Party, "parties.hosting", roles=(PartyRole.PROCESSOR,), name="Pilvi Ab"),
            node(Party, "parties.abroad", roles=(PartyRole.PROCESSOR,), name="Cloud Inc", country="US"),
        ]),
        "subject_groups": section([
            node(SubjectGroup, "subject_groups.contacts", kind=GroupKind.PERSON, when=when("customer contact"),
                 name=t("Yhteyshenkilöt", "Kontaktpersoner", "Contact persons"), represents=("companies",)),
            node(SubjectGroup, "subject_groups.children", kind=GroupKind.PERSON, when=when("minor"),
                 name=t("Lapset", "Barn", "Children"), may_be_minors=True, minors=Minors(below=13, guardian=True)),
            node(SubjectGroup, "subject_groups.companies", kind=GroupKind.ORGANISATION,
                 when=when("customer organisation"), name=t("Yritykset", "Företag", "Companies"),
                 sole_trader_is_personal=True),
        ]),
    }  # fmt: skip


def _why() -> dict[str, Any]:
    both = ("contacts", "children")
    uses = (Operation.COLLECT, Operation.STORE, Operation.USE)
    return {
        "purposes": section([
            node(Purpose, "purposes.care", kind="customer relationship", promises=("S9-01-01",),
                 name=t("Asiakassuhteen hoito", "Vård av kundförhållandet", "Customer care"),
                 description=t("Asiakkaita palvellaan", "Kunderna betjänas", "Customers are served")),
            node(Purpose, "purposes.letters", kind="marketing", under="care", never_with=("books",),
                 name=t("Markkinointi", "Marknadsföring", "Marketing")),
            node(Purpose, "purposes.books", kind="accounting", ours="Lain vuoksi",
                 name=t("Kirjanpito", "Bokföring", "Bookkeeping")),
        ]),
        "bases": section([
            node(LegalBasis, "bases.interest", basis=Basis.LEGITIMATE_INTEREST, balancing="test",
                 interest=t("Oikeus hoitaa asiakkaita", "Rätt att sköta kunder", "The right to look after customers")),
            node(LegalBasis, "bases.agreement", basis=Basis.CONTRACT, detail=BasisDetail.PERFORMANCE,
                 contract=t("Tilaus", "Beställningen", "The order"), valid_until=date(2030, 12, 31)),
            node(LegalBasis, "bases.consent", basis=Basis.CONSENT, condition=ArticleNine.EXPLICIT_CONSENT),
            node(LegalBasis, "bases.law", basis=Basis.LEGAL_OBLIGATION, statutes=("kirjanpitolaki 1336/1997 2:10",),
                 valid_from=date(2019, 1, 1)),
        ]),
        "items": section([
            node(Item, "items.person.name", mandatory=MandatoryKind.CONTRACTUAL,
                 refusal=t("Tilausta ei voi tehdä", "Beställningen kan inte göras", "No order can be made")),
            node(Item, "items.person.contact.email"),
            node(Item, "items.person.health",
                 examples=t("allergiat", "allergier", "allergies")),
            node(Item, "items.person.segment", derived_from=("person.name",)),
            node(Item, "items.invoice"),
            node(Item, "items.visit.ip", minimised=MinimisedForm.TRUNCATED, never_disclose=True),
            node(Item, "items.document.paper"),
            node(Item, "items.own.size", name=t("koko", "storlek", "size"), open_list=True),
            node(Item, "items.person.national_id", never_collect=True),
        ]),
        "processing": section([
            node(Processing, "processing.care", purpose="care", groups=both, operations=uses, by=("sales",),
                 items=("person.name", "person.contact.email", "own.size", "document.paper"), basis="interest"),
            node(Processing, "processing.orders", purpose="care", groups=("contacts",), operations=uses,
                 by=("sales",), items=("person.name",), basis="agreement", strength=Strength.MAY,
                 text=t("Tilaukset käsitellään", "Beställningar behandlas", "Orders are handled"),
                 unless=(node(Unless, "processing.orders.unless.closed", when=when("dispute pending")),)),
            node(Processing, "processing.letters", purpose="letters", groups=both,
                 operations=(*uses, Operation.PROFILE), by=("sales",),
                 items=("person.contact.email", "person.segment", "visit.ip"), basis="consent",
                 strength=Strength.USUALLY),
            node(Processing, "processing.health", purpose="care", groups=("children",), operations=uses,
                 by=("sales",), items=("person.health",), basis="consent", strength=Strength.EXAMPLE),
            node(Processing, "processing.books", purpose="books", groups=("contacts",), operations=uses,
                 by=("sales", "hosting"), items=("invoice",), basis="law"),
        ]),
        "bans": section([
            node(Ban, "bans.sale", operations=(Operation.SELL,), reach=Reach(items=("person.name",)),
                 unless=(node(Unless, "bans.sale.unless.asked", text=t("asiakas pyytää", "kunden ber", "on request"),
                              invoked_by=("sales",), reach=Reach(purposes=("care",)), leaves=("care",)),)),
            node(Ban, "bans.match", operations=(Operation.MATCH,), text=t("Tietoja ei yhdistellä",
                 "Uppgifter samkörs inte", "Data are not combined")),
        ]),
    }  # fmt: skip


def _where() -> dict[str, Any]:
    return {
        "sources": section([
            node(Source, "sources.self", name=t("Asiakas", "Kunden", "The customer"), kind=SourceKind.SUBJECT),
            node(Source, "sources.update", name=t("Päivityspalvelu X", "Uppdateringstjänst X", "Update service X"),
                 kind=SourceKind.UPDATE_SERVICE, items=("person.contact.email",), party="hosting", public=True,
                 verified=t("Tiedot tarkistetaan", "Uppgifterna kontrolleras", "The data are verified"),
                 every=parse_period("1 month"), correct_at_source=True, groups=("contacts",)),
        ]),
        "recipients": section([
            node(Recipient, "recipients.cloud", name=t("Pilvipalvelu", "Molntjänst", "Cloud"), party="abroad",
                 role=RecipientRole.PROCESSOR, purposes=("care",), items=("person.name", "person.contact.email"),
                 conditions=(DisclosureCondition.AGREEMENT, DisclosureCondition.TECHNICAL_NEED), agreement="contract",
                 changes_over_time=True, onward=t("Ei edelleen", "Inte vidare", "Not onward")),
            node(Recipient, "recipients.police", name=t("Poliisi", "Polisen", "The police"),
                 role=RecipientRole.AUTHORITY, purposes=("care", "letters"), items=("person.name",), regular=False,
                 conditions=(DisclosureCondition.BINDING_ORDER,), decided_by=("sales",), tell_subject=True,
                 every=parse_period("6 months"), to_register="Poliisin rekisteri"),
        ]),
        "transfers": section([
            node(Transfer, "transfers.us", recipients=("cloud",), countries=("US", "IN"),
                 ground=TransferGround.STANDARD_CLAUSES, module=2, valid_from=date(2024, 2, 3),
                 valid_until=date(2029, 4, 5), measures=("encryption",), web="https://siirrot.example/tiedot",
                 items=("person.name",), tool=t("Viestipalvelu", "Meddelandetjänst", "Messaging")),
        ]),
    }  # fmt: skip


def _rule(id_: str, most: str, start: Any, **values: Any) -> RetentionRule:
    then = values.pop("then", Action(kind=ActionKind.DELETE))
    at_most = PERMANENT if most == "permanent" else parse_period(most)
    return node(RetentionRule, f"retention.{id_}", at_most=at_most, start=start, then=then, **values)


def _how_long() -> dict[str, Any]:
    collected = clock("item.collected")
    nested = node(Unless, "retention.care.unless.claim.unless.small", text=t("pieni", "liten", "small"))
    claim = node(
        Unless, "retention.care.unless.claim", when=when("claim pending"), invoked_by=("sales",),
        keep=parse_period("3 years"), start=clock("claim.settled"), extends=True, leaves=("books",),
        law=("laki velan vanhentumisesta 728/2003 4 §",), unless=(nested,),
    )  # fmt: skip
    everything = either(Mode.ALL, (clock("contract.ended"), clock("project.ended")))
    years = clock("invoice.dated", to_end_of=Rounding.YEAR_OF_FINANCIAL_YEAR)
    first = either(Mode.EARLIER_OF, (clock("order.placed", first=True), ACTIVE, clock("consent.ended")), Rounding.MONTH)
    return {
        "retention": section([
            _rule("care", "12 years", ACTIVE, reach=Reach(purposes=("care",)), at_least=parse_period("10 years"),
                  name=t("Asiakastiedot", "Kunduppgifter", "Customer data"), if_unknown=Fallback(
                      keep=parse_period("2 years"), start=collected),
                  review=Review(by=("sales",), every=parse_period("1 year")),
                  may_shorten=True, indicative=True, undo=parse_period("14 days"), round_end=Rounding.MONTH,
                  unless=(claim,), text=t("Tarkennus", "Precisering", "Detail")),
            _rule("letters", "2 months", first, reach=Reach(purposes=("letters",)),
                  then=Action(kind=ActionKind.ANONYMISE, keeps=("own.size",))),
            _rule("books", "6 years", years, at_least=parse_period("6 years"), reach=Reach(items=("invoice",)),
                  then=Action(kind=ActionKind.RESTRICT, readable_for=("books",)),
                  law=("kirjanpitolaki 1336/1997 2:10",)),
            _rule("health", "at once", clock("purpose.ended"), reach=Reach(items=("person.health",))),
            _rule("paper", "1 year", everything, reach=Reach(items=("document.paper",), places=("cabinet",))),
            _rule("size", "permanent", ENDED, reach=Reach(items=("own.size",), groups=("contacts",))),
        ]),
        "relations": section([
            node(Relation, "relations.person.notes", cascade=CascadeKind.CASCADE),
        ]),
        "holds": section([
            node(Hold, "holds.invoice", kind=HoldKind.OPEN_INVOICE, opened_by=("sales",),
                 name=t("Avoin lasku", "Öppen faktura", "Open invoice"), ends=("invoice.paid",),
                 review_every=parse_period("3 months"), at_most=parse_period("4 years"), requests_only=True,
                 leaves=("books",),
                 opens_when=Condition(mode=Mode.NOT, terms=(when("consent given"),)), law=("laki 1/2020",)),
        ]),
        "runs": section([
            node(Run, f"runs.{kind.name.lower()}", kind=kind, every=parse_period(f"{number} weeks"), by=("sales",))
            for number, kind in enumerate(RunKind, 2)
        ]),
    }  # fmt: skip


def _choices() -> dict[str, Any]:
    return {
        "consents": section([
            node(Consent, "consents.letters", name=t("Uutiskirje", "Nyhetsbrev", "Newsletter"), purposes=("letters",),
                 given_by=(ConsentGiver.SUBJECT, ConsentGiver.GUARDIAN),
                 how=t("Lomakkeella", "Med formulär", "By a form"), channels=(Channel.EMAIL, Channel.SMS),
                 items=("person.contact.email",), recipients=("cloud",), explicit=True,
                 valid=parse_period("2 years"), proof=("consent.record",),
                 withdrawal=Withdrawal(how=t("Linkistä", "Med länken", "By the link"), closes=("letters",),
                                       then=Action(kind=ActionKind.DELETE))),
            node(Consent, "consents.health", name=t("Terveystieto", "Hälsouppgift", "Health"), purposes=("care",),
                 given_by=(ConsentGiver.GUARDIAN,), how=t("Sanoen", "Muntligt", "Orally"),
                 withdrawal=Withdrawal(how=t("Sanoen", "Muntligt", "Orally"), closes=("health",))),
        ]),
        "objections": section([
            node(Objection, "objections.letters", kind=ObjectionKind.DIRECT_MARKETING,
                 name=t("Markkinointikielto", "Marknadsföringsförbud", "Ban on marketing"), closes=("letters",),
                 channels=(Channel.EMAIL,), told_to=("hosting",), suppression=Suppression(
                     items=("person.contact.email",), form=MinimisedForm.HASH, keep=parse_period("9 years"),
                     start=clock("objection.made"))),
            node(Objection, "objections.situation", kind=ObjectionKind.GENERAL, closes=("care",),
                 name=t("Vastustus", "Invändning", "Objection"), situation_needed=True),
        ]),
        "terminal_items": section([
            node(TerminalItem, "terminal_items.visit", name=t("kävijä", "besökare", "visitor"), purpose="letters",
                 consent_class=TerminalClass.ANALYTICS, life=parse_period("30 days"), items=("visit.ip",),
                 party="hosting", links_to_person_when=when("logged in"), web=("https://kakor.example/",)),
            node(TerminalItem, "terminal_items.session", name=t("istunto", "session", "session"), purpose="care",
                 consent_class=TerminalClass.NECESSARY, life=AT_ONCE, items=("visit.identifier",)),
        ]),
        "roles": section([
            node(Role, "roles.sales", name=t("Myynti", "Försäljning", "Sales"), employer="company"),
            node(Role, "roles.guests", name=t("Vieraat", "Gäster", "Guests"), confidentiality=False,
                 grants_access=True),
        ]),
    }  # fmt: skip


def _guard() -> dict[str, Any]:
    return {
        "measures": section([
            node(Measure, "measures.encryption", kind=MeasureKind.TECHNICAL, measure="encryption in transfer",
                 text=t("Yhteydet salataan", "Förbindelserna krypteras", "Connections are encrypted"),
                 enforced_by="settings"),
            node(Measure, "measures.lock", kind=MeasureKind.PHYSICAL, measure="locked storage", places=("cabinet",),
                 text=t("Kaappi on lukossa", "Skåpet är låst", "The cabinet is locked")),
            node(Measure, "measures.training", kind=MeasureKind.ORGANISATIONAL, measure="training",
                 text=t("Henkilöstö koulutetaan", "Personalen utbildas", "Staff are trained")),
        ]),
        "evidence": section([
            node(Evidence, "evidence.contract", kind=EvidenceKind.PROCESSING_AGREEMENT, reference="A-1",
                 made=date(2020, 2, 2)),
        ]),
        "notice_text": section([
            node(NoticeText, "notice_text.welcome", heading="introduction", audience=("contacts",),
                 text=t("Tervetuloa lukemaan", "Välkommen att läsa", "Welcome to read"), strength=Strength.MAY),
        ]),
    }  # fmt: skip


def _rights() -> Rights:
    return single(
        Rights, "rights", contact="officer", channels=(Channel.EMAIL, Channel.LETTER), languages=("fi", "sv", "en"),
        answer_within=parse_period("1 month"), may_extend_by=parse_period("2 months"),
        signature=SignatureRule.ACCEPTED, known_address_first=True, refusal_certificate=True,
        identity_check=t("Henkilöys tarkistetaan", "Identiteten kontrolleras", "Identity is checked"),
        notify=("recipients", "sources"), notify_back=parse_period("5 years"), self_service=(Right.ACCESS,),
        extras=(node(RightExtra, "rights.extras.report", right=Right.ACCESS,
                     text=t("Raportti annetaan", "En rapport ges", "A report is given")),),
        limits=(node(RightLimit, "rights.limits.others", rights=(Right.ACCESS,), ground=LimitGround.OTHERS_DATA,
                     groups=("children",), hold="invoice", law=("asetus (EU) 2016/679 15(4)",)),),
    )  # fmt: skip


def _automation() -> Automation:
    return single(
        Automation, "automation", decisions=False, profiling=True,
        logic=t("Kävijät ryhmitellään", "Besökarna grupperas", "Visitors are grouped"),
        effect=t("Mainos vaihtuu", "Annonsen byts", "The advertisement changes"),
        human_review=t("Ihminen tarkistaa", "En människa kontrollerar", "A person checks"),
        segments=(node(Segment, "automation.segments.size", item="person.segment", made_from=("visit.ip",),
                       basis="consent", purpose="letters"),),
    )  # fmt: skip
