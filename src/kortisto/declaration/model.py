"""What a declaration says, as frozen values: one class for each kind of statement.

A key in the file is the field's name with spaces for underscores (`valid from` is `valid_from`). Every statement is a
node: it has an id that is unique in its section, the place in the file where it stands, and either the promises of
the source notice that it carries (`promises`) or the reason why it was added (`ours`). Nodes name each other by id,
never by object, so that a declaration is a tree that can be printed, compared and read back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from kortisto.declaration.periods import Period
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

LANGUAGES = ("fi", "sv", "en")
"""Every text stands in all of these; the first is the language of the source notices."""


SINGLE = frozenset({"register", "rights", "automation"})
"""Sections that are one node each."""


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a file; line and column count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        """Return `file:line:column`, which editors and terminals open."""
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Text:
    """The same sentence in the three languages."""

    fi: str
    sv: str
    en: str

    def in_language(self, language: str) -> str:
        """Return the text in `fi`, `sv` or `en`; KeyError for another language."""
        return {"fi": self.fi, "sv": self.sv, "en": self.en}[language]


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One statement of a declaration.

    `id` is unique in its section; `ref` (`retention.customer_data`) is unique in the declaration and is what printed
    sentences, explanations and audit rows carry. `promises` are ids of `docs/promises.csv`, complete with prefix.
    `ours` tells, for the officer, why a statement without a promise was added.
    """

    id: str
    section: str
    promises: tuple[str, ...] = ()
    ours: str | None = None
    position: Position | None = field(default=None, compare=False, repr=False)

    @property
    def ref(self) -> str:
        """Return the id of the node within the whole declaration."""
        return self.section if self.section in SINGLE else f"{self.section}.{self.id}"


# --- register and parties ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Replaced:
    """An earlier notice that this version replaces."""

    notice: str
    version: str
    drafted: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A change since the last version: why, and what in words."""

    reason: ReasonForChange
    what: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Place(Node):
    """Where the register's data lie, copies and backups included. `lag`: how long erased data may linger there."""

    name: Text
    kind: PlaceKind
    country: str
    held_by: str | None = None
    locked: bool = False
    fireproof: bool = False
    lag: Period | None = None
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed(Node):
    """Data that pass into another register of the same controller."""

    to: str
    items: tuple[str, ...]
    purpose: str
    text: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Register(Node):
    """The register and the version of its notice. `promise_prefix` is the source notice in `docs/promises.csv`."""

    promise_prefix: str
    name: Text
    title: Text
    about: Text
    version: str
    status: Status
    drafted: date
    valid_from: date
    medium: Medium
    financial_year_end: str  # "MM-DD", the controller's year end
    changes_told: TellingOfChanges
    replaces: tuple[Replaced, ...] = ()
    changes: tuple[Change, ...] = ()
    covers: tuple[str, ...] = ()
    register_per_member: bool = False
    places: tuple[Place, ...] = ()
    feeds: tuple[Feed, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A postal address as it is printed on a letter."""

    street: str
    postal_code: str
    city: str
    country: str = "FI"


@dataclass(frozen=True, slots=True, kw_only=True)
class Party(Node):
    """A body named in the notice, in one or several roles. Never a natural person: role names and role addresses."""

    roles: tuple[PartyRole, ...]
    name: str | Text
    business_id: str | None = None
    office: Text | None = None
    address: Address | None = None
    email: str | None = None
    phone: str | None = None
    web: str | None = None
    country: str = "FI"
    member_of: str | None = None
    answers_for: tuple[str, ...] = ()  # purposes: the arrangement of joint controllers (Article 26)
    receives_requests: bool = False
    deputies: bool = False
    agreement: str | None = None  # evidence: the processing agreement or joint arrangement


# --- purposes, bases, groups, items --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Purpose(Node):
    """Why data are used. `kind` is a word of the vocabulary of purposes (DPV); `under` makes a tree."""

    kind: str
    name: Text
    description: Text | None = None
    under: str | None = None
    compatible_with: tuple[str, ...] = ()
    never_with: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalBasis(Node):
    """A legal basis: the letter of Article 6(1), what it rests on, and the text the notice gives for it."""

    basis: Basis
    detail: BasisDetail | None = None
    condition: ArticleNine | None = None
    statutes: tuple[str, ...] = ()  # citations, e.g. "kirjanpitolaki 1336/1997 2:10"
    interest: Text | None = None
    balancing: str | None = None  # evidence: the balancing test
    contract: Text | None = None
    text: Text | None = None
    valid_from: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A predicate over the state of a subject: a word of the vocabulary of states, or a combination.

    mode `is`: `terms` holds one word (str). `all of`, `any of`, `not`: `terms` holds conditions.
    """

    mode: Mode
    terms: tuple[str | Condition, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Minors:
    """How people under age are treated in a group (Article 8; in Finland 13 years)."""

    below: int
    guardian: bool
    text: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectGroup(Node):
    """A group of people, or of the organisations they represent, that the register is about."""

    name: Text
    kind: GroupKind
    when: Condition
    description: Text | None = None
    represents: tuple[str, ...] = ()
    guardian_of: tuple[str, ...] = ()
    employed_by: tuple[str, ...] = ()
    household_of: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()
    events: tuple[str, ...] = ()  # clocks that this group sets
    may_be_minors: bool = False
    minors: Minors | None = None
    sole_trader_is_personal: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Item(Node):
    """A kind of datum that this register may hold. The id is a word of the vocabulary, or begins with `own.`."""

    name: Text | None = None  # needed for own items; else the vocabulary's
    own_dpv: str | None = None
    examples: Text | None = None
    mandatory: MandatoryKind = MandatoryKind.NO
    refusal: Text | None = None
    minimised: MinimisedForm | None = None
    never_collect: bool = False
    never_disclose: bool = False
    open_list: bool = False  # the source says "e.g."; the enforced set is what `items` of the processing rows name
    derived_from: tuple[str, ...] = ()


# --- exceptions, processing, sources, recipients, transfers --------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What a rule or an exception covers. An empty field means everything of that kind."""

    purposes: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    processing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unless(Node):
    """A labelled exception from the rule that it stands in.

    `invoked_by`: roles or parties who may invoke it; `when`: a state that makes it apply by itself;
    `keep` and `start` are its own clock; `reach` limits what it covers; `leaves` are the purposes that stay possible.
    `extends`: it only ever lengthens, so that where the rule itself ends later, the rule holds.
    """

    when: Condition | None = None
    invoked_by: tuple[str, ...] = ()
    text: Text | None = None
    law: tuple[str, ...] = ()
    keep: Period | None = None
    start: Selector | None = None
    extends: bool = False
    reach: Reach = Reach()
    leaves: tuple[str, ...] = ()
    unless: tuple[Unless, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Processing(Node):
    """The central relation: purpose x subject groups x items x operations x who x legal basis (x phase)."""

    purpose: str
    groups: tuple[str, ...]
    items: tuple[str, ...]
    operations: tuple[Operation, ...]
    by: tuple[str, ...]  # roles and parties
    basis: str
    phases: tuple[str, ...] = ()
    text: Text | None = None
    strength: Strength = Strength.STATES
    unless: tuple[Unless, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ban(Node):
    """What is never done, whatever a processing row says. Beats every permit; `unless` names the way around it."""

    operations: tuple[Operation, ...]
    reach: Reach = Reach()
    by: tuple[str, ...] = ()
    text: Text | None = None
    unless: tuple[Unless, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Source(Node):
    """Where data come from."""

    name: Text
    kind: SourceKind
    groups: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    party: str | None = None
    public: bool = False
    verified: Text | None = None
    every: Period | None = None
    correct_at_source: bool = False
    text: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient(Node):
    """To whom data go, in which role, what, why, and on which condition."""

    name: Text
    role: RecipientRole
    purposes: tuple[str, ...]
    items: tuple[str, ...]
    groups: tuple[str, ...] = ()
    party: str | None = None
    basis: str | None = None
    regular: bool = True
    conditions: tuple[DisclosureCondition, ...] = ()
    decided_by: tuple[str, ...] = ()
    every: Period | None = None
    to_register: str | None = None
    logged: bool = True
    onward: Text | None = None
    tell_subject: bool = False
    agreement: str | None = None
    changes_over_time: bool = False
    text: Text | None = None
    unless: tuple[Unless, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer(Node):
    """Data that may leave the EU and the EEA. `decision` is a word of the dated list of adequacy decisions."""

    recipients: tuple[str, ...]
    countries: tuple[str, ...]
    ground: TransferGround
    decision: str | None = None
    tool: Text | None = None
    module: int | None = None  # of the standard contractual clauses 2021/914, 1 to 4
    valid_from: date | None = None
    valid_until: date | None = None
    measures: tuple[str, ...] = ()
    assessment: str | None = None  # evidence
    copy_on_request: bool = True
    web: str | None = None
    items: tuple[str, ...] = ()
    text: Text | None = None


# --- clocks, retention, holds, runs --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockPick:
    """One clock; where it has struck several times, the first or the last; rounded up to the end of `to_end_of`."""

    clock: str
    first: bool = False
    to_end_of: Rounding | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockChoice:
    """A choice among selectors: `later of` and `earlier of` those that are known, `all`: the latest once all are."""

    mode: Mode  # LATER_OF, EARLIER_OF or ALL
    of: tuple[Selector, ...]
    to_end_of: Rounding | None = None


Selector = ClockPick | ClockChoice


@dataclass(frozen=True, slots=True, kw_only=True)
class Fallback:
    """The maximum that holds while the clock of a rule has not struck or is not known."""

    keep: Period
    start: Selector


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """What happens when the last window has closed. `keeps`: items that anonymising leaves."""

    kind: ActionKind
    keeps: tuple[str, ...] = ()
    readable_for: tuple[str, ...] = ()  # purposes, for `restrict`
    proof: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A named role confirms that the need is over; `every` is the cadence until it does."""

    by: tuple[str, ...]
    every: Period


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionRule(Node):
    """How long: `at_least` and `at_most` from the date that `start` selects. `keep` in the file sets `at_most` alone.

    A rule on a parent item holds for its children; the rule that names the item most closely wins; a tie is an error.
    """

    reach: Reach
    at_most: Period
    start: Selector
    then: Action
    name: Text | None = None
    at_least: Period | None = None
    round_end: Rounding | None = None
    if_unknown: Fallback | None = None
    review: Review | None = None
    may_shorten: bool = False
    undo: Period | None = None
    law: tuple[str, ...] = ()
    indicative: bool = False
    text: Text | None = None
    unless: tuple[Unless, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation(Node):
    """What a relation does when one of its ends goes. The id is a word of the vocabulary of relations."""

    cascade: CascadeKind
    keeps: tuple[str, ...] = ()
    text: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold(Node):
    """What blocks the end of a window. It stops the action, not restriction.

    `requests_only`: it answers an erasure that the person asks for, and never keeps data past the end of their period.
    """

    kind: HoldKind
    name: Text
    opened_by: tuple[str, ...]
    ends: tuple[str, ...]  # clocks that end it by themselves
    review_every: Period
    at_most: Period | None = None
    reach: Reach = Reach()
    leaves: tuple[str, ...] = ()  # purposes for which the data stay usable while it stands
    opens_when: Condition | None = None  # a state that opens it by itself
    reason_needed: bool = True
    requests_only: bool = False
    law: tuple[str, ...] = ()
    text: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Run(Node):
    """Work done at a declared cadence: refresh, purge, review, update from a source, renewal of consents."""

    kind: RunKind
    every: Period
    by: tuple[str, ...] = ()
    reach: Reach = Reach()
    text: Text | None = None


# --- consents, objections, rights ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """How a consent is withdrawn, and which rows that closes."""

    how: Text
    closes: tuple[str, ...]  # processing rows
    then: Action | None = None  # for what then has no open window


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent(Node):
    """A consent that may be asked: what for, from whom, how, for how long, and what its withdrawal closes."""

    name: Text
    purposes: tuple[str, ...]
    given_by: tuple[ConsentGiver, ...]
    how: Text
    withdrawal: Withdrawal
    channels: tuple[Channel, ...] = ()
    recipients: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    explicit: bool = False
    separate: bool = True
    valid: Period | None = None
    proof: tuple[str, ...] = ()  # items that prove it
    text: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppression:
    """What outlives an erasure so that a ban goes on holding."""

    items: tuple[str, ...]
    form: MinimisedForm
    keep: Period
    start: Selector


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection(Node):
    """An objection or ban that a person may set, and the rows that it closes."""

    kind: ObjectionKind
    name: Text
    closes: tuple[str, ...]  # processing rows
    channels: tuple[Channel, ...] = ()
    operations: tuple[Operation, ...] = ()
    situation_needed: bool = False
    told_to: tuple[str, ...] = ()  # parties
    suppression: Suppression | None = None
    text: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RightLimit(Node):
    """A lawful limit on rights. For a whole group it must name a hold (or a statute) that carries it."""

    rights: tuple[Right, ...]
    ground: LimitGround
    groups: tuple[str, ...] = ()
    hold: str | None = None
    law: tuple[str, ...] = ()
    text: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RightExtra(Node):
    """What the controller promises about a right beyond what follows from the legal bases, or how it is used."""

    right: Right
    text: Text
    strength: Strength = Strength.STATES


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights(Node):
    """How rights are used. Which rights apply is computed from the bases, never typed."""

    contact: str  # party
    channels: tuple[Channel, ...]
    languages: tuple[str, ...]
    answer_within: Period
    may_extend_by: Period
    free: bool = True
    signature: SignatureRule = SignatureRule.NOT_NEEDED
    known_address_first: bool = False
    identity_check: Text | None = None
    refusal_certificate: bool = False
    notify: tuple[str, ...] = ()  # "recipients", "sources"
    notify_back: Period | None = None
    self_service: tuple[Right, ...] = ()
    extras: tuple[RightExtra, ...] = ()
    limits: tuple[RightLimit, ...] = ()


# --- terminal items, automation, roles, measures, text -------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class TerminalItem(Node):
    """A cookie, local storage, pixel or beacon (laki 917/2014 § 205)."""

    name: Text
    purpose: str
    consent_class: TerminalClass
    life: Period
    items: tuple[str, ...]
    consent: str | None = None
    party: str | None = None
    links_to_person_when: Condition | None = None
    web: tuple[str, ...] = ()
    text: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment(Node):
    """A derived datum that profiling makes: from which items, on which basis."""

    item: str
    made_from: tuple[str, ...]
    basis: str
    purpose: str
    text: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Automation(Node):
    """Automated decisions and profiling (Articles 13(2)(f) and 22): always answered, never left blank."""

    decisions: bool
    profiling: bool
    logic: Text | None = None
    effect: Text | None = None
    human_review: Text | None = None
    segments: tuple[Segment, ...] = ()
    text: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Role(Node):
    """A staff role: who may use the register. What it may do stands in the processing rows that name it."""

    name: Text
    confidentiality: bool = True  # a signed undertaking is needed before access
    named_people: bool = True
    logged: bool = True
    employer: str | None = None  # party, when not the controller's own staff
    grants_access: bool = False
    text: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure(Node):
    """A measure of protection. `enforced_by` names the check of the running system; without it, it is only stated."""

    kind: MeasureKind
    measure: str  # word of the vocabulary of measures
    text: Text
    places: tuple[str, ...] = ()
    enforced_by: str | None = None
    strength: Strength = Strength.STATES


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence(Node):
    """A document that a statement rests on."""

    kind: EvidenceKind
    reference: str
    made: date | None = None
    valid_until: date | None = None
    text: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeText(Node):
    """A free text of the notice. Nothing enforces it: the officer's view says so."""

    heading: str  # the heading of the printed notice that it stands under
    text: Text
    strength: Strength = Strength.STATES
    audience: tuple[str, ...] = ()  # subject groups; empty: everybody
    order: int = 0


# --- the whole -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """One register as declared. The order of the fields is the order of the file."""

    register: Register
    parties: Mapping[str, Party]
    purposes: Mapping[str, Purpose]
    bases: Mapping[str, LegalBasis]
    subject_groups: Mapping[str, SubjectGroup]
    items: Mapping[str, Item]
    processing: Mapping[str, Processing]
    bans: Mapping[str, Ban]
    sources: Mapping[str, Source]
    recipients: Mapping[str, Recipient]
    transfers: Mapping[str, Transfer]
    retention: Mapping[str, RetentionRule]
    relations: Mapping[str, Relation]
    holds: Mapping[str, Hold]
    runs: Mapping[str, Run]
    consents: Mapping[str, Consent]
    objections: Mapping[str, Objection]
    rights: Rights
    terminal_items: Mapping[str, TerminalItem]
    automation: Automation
    roles: Mapping[str, Role]
    measures: Mapping[str, Measure]
    evidence: Mapping[str, Evidence]
    notice_text: Mapping[str, NoticeText]
    template: str | None = None
    file: str = field(default="", compare=False)
