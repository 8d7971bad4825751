"""The closed words of the declaration language: each enumeration's values are written as such in the files.

Open vocabularies (items, clocks, purposes, states, relations, measures, places in the notice), whose words carry
names in three languages and ids of W3C DPV, are in `vocabulary`.
"""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """How far a declaration has come. A template has open parameters and cannot be published."""

    TEMPLATE = "template"
    DRAFT = "draft"
    PUBLISHED = "published"


class Medium(StrEnum):
    """In what form the register is kept."""

    ELECTRONIC = "electronic"
    PAPER = "paper"
    MIXED = "mixed"


class ReasonForChange(StrEnum):
    """Why a notice was changed."""

    SYSTEM = "system"
    PROVIDER = "provider"
    GUIDANCE = "guidance"
    LAW = "law"
    CORRECTION = "correction"


class TellingOfChanges(StrEnum):
    """How people learn of a change; Articles 13(3) and 14(4) may demand more whatever stands here."""

    PAGE = "on the page"
    PAGE_AND_LAW = "on the page, and in person when the law demands it"
    IN_PERSON = "in person"


class PlaceKind(StrEnum):
    """A kind of place where data lie."""

    DATABASE = "database"
    FILES = "files"
    BACKUP = "backup"
    INCOMING = "incoming"
    ARCHIVE = "archive"
    PAPER = "paper"
    DEVICE = "device"
    CLOUD = "cloud"


class PartyRole(StrEnum):
    """The role of a party (Article 4(7) to (10))."""

    CONTROLLER = "controller"
    JOINT_CONTROLLER = "joint controller"
    REPRESENTATIVE = "representative"
    DPO = "data protection officer"
    CONTACT = "contact"
    PROCESSOR = "processor"
    SUB_PROCESSOR = "sub-processor"
    RECIPIENT = "recipient"
    GROUP_COMPANY = "group company"
    AUTHORITY = "supervisory authority"
    SOURCE = "source"


class Basis(StrEnum):
    """The legal basis: the letter of Article 6(1)."""

    CONSENT = "consent"
    CONTRACT = "contract"
    LEGAL_OBLIGATION = "legal obligation"
    VITAL_INTEREST = "vital interest"
    PUBLIC_TASK = "public task"
    LEGITIMATE_INTEREST = "legitimate interest"


class BasisDetail(StrEnum):
    """The finer kind of a basis, where it decides something."""

    PERFORMANCE = "performance"
    BEFORE_CONTRACT = "before contract"
    THIRD_PARTY = "of a third party"
    OFFICIAL_AUTHORITY = "official authority"


class ArticleNine(StrEnum):
    """The condition of Article 9(2) or 10 for special categories and criminal data."""

    EXPLICIT_CONSENT = "explicit consent"
    EMPLOYMENT = "employment and social law"
    VITAL = "vital interest"
    ASSOCIATION = "association"
    MADE_PUBLIC = "made public"
    LEGAL_CLAIMS = "legal claims"
    PUBLIC_INTEREST = "substantial public interest"
    CARE = "care"
    PUBLIC_HEALTH = "public health"
    ARCHIVING = "archiving"
    OFFENCES_BY_LAW = "offences by law"


class Mode(StrEnum):
    """How the parts of a condition or of a selector of clocks combine."""

    IS = "is"
    ALL_OF = "all of"
    ANY_OF = "any of"
    NOT = "not"
    LATER_OF = "later of"
    EARLIER_OF = "earlier of"
    ALL = "all"


class GroupKind(StrEnum):
    """Whether a subject group holds people or organisations."""

    PERSON = "person"
    ORGANISATION = "organisation"


class MandatoryKind(StrEnum):
    """Whether a datum must be given (Article 13(2)(e))."""

    NO = "no"
    STATUTORY = "statutory"
    CONTRACTUAL = "contractual"
    NEEDED = "needed"


class OwnKind(StrEnum):
    """What may be written into an item of one's own."""

    TEXT = "text"
    LONG_TEXT = "long text"
    NUMBER = "number"
    DAY = "day"
    YES_NO = "yes or no"
    CHOICE = "choice"


class MinimisedForm(StrEnum):
    """The smallest form of a datum that serves."""

    TRUNCATED = "truncated"
    HASH = "hash"
    YEAR = "year only"
    AGGREGATED = "aggregated"
    PSEUDONYM = "pseudonym"


class Operation(StrEnum):
    """What is done with data (Article 4(2); DPV Processing)."""

    COLLECT = "collect"
    STORE = "store"
    READ = "read"
    USE = "use"
    CHANGE = "change"
    CONTACT = "contact"
    MATCH = "match"
    SCREEN = "screen"
    PROFILE = "profile"
    ANALYSE = "analyse"
    DISCLOSE = "disclose"
    PUBLISH = "publish"
    SELL = "sell"
    TRANSFER = "transfer"
    EXPORT = "export"
    PSEUDONYMISE = "pseudonymise"
    ANONYMISE = "anonymise"
    RESTRICT = "restrict"
    ERASE = "erase"


class SourceKind(StrEnum):
    """A kind of source of data (Article 14(2)(f))."""

    SUBJECT = "the person"
    GUARDIAN = "guardian"
    EMPLOYER = "employer"
    CUSTOMER_ORGANISATION = "customer organisation"
    STAFF = "staff"
    PARTNER = "partner"
    SUBCONTRACTOR = "subcontractor"
    PUBLIC_REGISTER = "public register"
    PUBLIC_SOURCE = "public source"
    UPDATE_SERVICE = "update service"
    SOCIAL_MEDIA = "social media"
    DEVICE = "device"
    INFERENCE = "inference"


class RecipientRole(StrEnum):
    """In which role a recipient gets data."""

    STAFF = "staff"
    PROCESSOR = "processor"
    CONTROLLER = "controller"
    JOINT_CONTROLLER = "joint controller"
    GROUP_COMPANY = "group company"
    AUTHORITY = "authority"
    PUBLIC = "public"


class DisclosureCondition(StrEnum):
    """A condition that must hold before data go to a recipient."""

    AGREEMENT = "agreement"
    BINDING_ORDER = "binding order"
    OWN_JUDGEMENT = "own judgement"
    CONSENT = "consent"
    LAW = "law"
    CREDIT_DECISION = "credit decision"
    CREDIT_APPLICATION = "credit application"
    COLLECTION = "collection"
    BILLING = "billing"
    ADDED_VALUE = "added value service"
    PAYMENT_COMMITMENT = "payment commitment"
    CONTRACTOR_LEAVES = "contractor leaves"
    NO_BAN = "no ban"
    TECHNICAL_NEED = "technical need"
    FRAUD_OR_CLAIM = "fraud or claim"


class TransferGround(StrEnum):
    """The ground of a transfer to a third country (Articles 45 to 49), as DPV codes them."""

    ADEQUACY = "A45-3"
    LEGAL_INSTRUMENT = "A46-2-a"
    BINDING_CORPORATE_RULES = "A46-2-b"
    STANDARD_CLAUSES = "A46-2-c"
    AUTHORITY_CLAUSES = "A46-2-d"
    CODE_OF_CONDUCT = "A46-2-e"
    CERTIFICATION = "A46-2-f"
    AD_HOC_CLAUSES = "A46-3-a"
    ADMINISTRATIVE_ARRANGEMENT = "A46-3-b"
    EXPLICIT_CONSENT = "A49-1-a"
    CONTRACT_WITH_SUBJECT = "A49-1-b"
    CONTRACT_FOR_SUBJECT = "A49-1-c"
    PUBLIC_INTEREST = "A49-1-d"
    LEGAL_CLAIMS = "A49-1-e"
    VITAL_INTEREST = "A49-1-f"
    PUBLIC_REGISTER = "A49-1-g"
    NONE = "none"
    TECHNICALLY_NECESSARY = "technically necessary"  # what notices write; no ground in law: the linter refuses it


class Rounding(StrEnum):
    """Up to the end of which period a date is rounded."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    FINANCIAL_YEAR = "financial year"
    YEAR_OF_FINANCIAL_YEAR = "year of financial year"  # the calendar year in which the financial year ended


class ActionKind(StrEnum):
    """What happens at the end. The fixed meanings are in the glossary."""

    DELETE = "delete"
    ANONYMISE = "anonymise"
    PSEUDONYMISE = "pseudonymise"
    RESTRICT = "restrict"
    AGGREGATE = "aggregate"
    ARCHIVE = "archive"
    RETURN = "return"


class CascadeKind(StrEnum):
    """What a relation does when one end goes."""

    CASCADE = "delete too"
    KEEP = "keep"
    CUT = "cut"
    ANONYMISE = "anonymise"


class HoldKind(StrEnum):
    """What blocks the end of a window."""

    CLAIM = "claim"
    OPEN_INVOICE = "open invoice"
    COLLECTION = "collection"
    DISPUTE = "dispute"
    DISPUTE_OVER_CORRECTNESS = "dispute over correctness"
    INVESTIGATION = "investigation"
    AUTHORITY_ORDER = "authority order"
    PENDING_REQUEST = "pending request"
    STATUTE = "statute"
    CONTRACT_TERM = "contract term"
    ACTIVE_CONTACT = "active contact"


class RunKind(StrEnum):
    """A kind of scheduled work."""

    REFRESH = "refresh"
    PURGE = "purge"
    REVIEW = "review"
    SOURCE_UPDATE = "source update"
    CONSENT_RENEWAL = "consent renewal"
    RESTORE_TEST = "restore test"
    SECURITY_TEST = "security test"


class Channel(StrEnum):
    """A channel of communication."""

    EMAIL = "email"
    SMS = "sms"
    PHONE = "phone"
    LETTER = "letter"
    FORM = "form"
    CHAT = "chat"
    SOCIAL_MEDIA = "social media"
    IN_PERSON = "in person"
    ONLINE_ADVERTISING = "online advertising"
    OWN_SITE = "own site"


class ConsentGiver(StrEnum):
    """Who may give a consent."""

    SUBJECT = "the person"
    GUARDIAN = "guardian"


class ObjectionKind(StrEnum):
    """What a person may forbid or object to."""

    DIRECT_MARKETING = "direct marketing"
    DIRECT_ADVERTISING = "direct advertising"
    DISTANCE_SELLING = "distance selling"
    MARKET_RESEARCH = "market research"
    OPINION_RESEARCH = "opinion research"
    PUBLICATION = "publication"
    PROFILING = "profiling"
    DISCLOSURE = "disclosure"
    CUSTOMER_COMMUNICATION = "customer communication"
    GENERAL = "general"  # Article 21(1)


class Right(StrEnum):
    """The rights of the data subject, in the order of the regulation."""

    INFORMATION = "information"
    ACCESS = "access"
    RECTIFICATION = "rectification"
    ERASURE = "erasure"
    RESTRICTION = "restriction"
    PORTABILITY = "portability"
    OBJECTION = "objection"
    NO_AUTOMATED_DECISION = "no automated decision"
    WITHDRAW_CONSENT = "withdraw consent"
    COMPLAINT = "complaint"


class LimitGround(StrEnum):
    """Why a right may be limited in law."""

    OTHERS_DATA = "others' data"
    TRADE_SECRET = "trade secret"  # noqa: S105 - a word of the language
    SECURITY = "security"
    STATUTE = "statute"
    LEGAL_CLAIMS = "legal claims"
    HOLD = "hold"
    HEALTH_OR_CRIME = "health or crime prevention"
    EXPRESSION = "freedom of expression"


class SignatureRule(StrEnum):
    """What a signature on a request is for. Demanding one is against Article 12: there is no such word."""

    NOT_NEEDED = "not needed"
    ACCEPTED = "one way to prove identity"


class TerminalClass(StrEnum):
    """The consent class of what is kept on or read from the user's device."""

    NECESSARY = "necessary"
    PREFERENCES = "preferences"
    ANALYTICS = "analytics"
    MARKETING = "marketing"


class MeasureKind(StrEnum):
    """A kind of measure of protection (Article 32; DPV)."""

    TECHNICAL = "technical"
    ORGANISATIONAL = "organisational"
    PHYSICAL = "physical"
    LEGAL = "legal"


class EvidenceKind(StrEnum):
    """A kind of document that a statement rests on."""

    CONTRACT = "contract"
    PROCESSING_AGREEMENT = "processing agreement"
    JOINT_ARRANGEMENT = "joint arrangement"
    STANDARD_CLAUSES = "standard clauses"
    TRANSFER_ASSESSMENT = "transfer assessment"
    BALANCING_TEST = "balancing test"
    IMPACT_ASSESSMENT = "impact assessment"
    STATUTE = "statute"
    DECISION = "decision"
    CERTIFICATE = "certificate"


class Strength(StrEnum):
    """How strong a statement is."""

    STATES = "states"
    MAY = "may"
    USUALLY = "usually"
    EXAMPLE = "example"
