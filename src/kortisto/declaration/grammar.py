"""The language: which keys each section has and what they hold. Its reference and its printing come from this table."""

from __future__ import annotations

import re
from typing import Any, Final

from stdnum.fi import ytunnus

from kortisto.declaration import model as m
from kortisto.declaration import words as w
from kortisto.declaration.shapes import (
    ALIKE,
    DAY,
    MISSING,
    PERIOD,
    TEXT,
    TEXTS,
    YES_NO,
    Either,
    Listing,
    Matching,
    Naming,
    Nodes,
    OneOf,
    Part,
    Plain,
    Reading,
    Record,
    Shape,
    Whole,
    nearest,
)
from kortisto.declaration.tree import Mapping_, Scalar, Tree

_EMAIL = re.compile(r"[a-z0-9][a-z0-9._+-]{0,62}@[a-z0-9-]+(\.[a-z0-9-]+)+", re.IGNORECASE)
_PHONE = re.compile(r"\+?[0-9][0-9 ]{4,18}")
_WEB = re.compile(r"https?://[^\s<>\"]{3,300}")

EMAIL = Matching("e-mail address", lambda text: _EMAIL.fullmatch(text) is not None)
PHONE = Matching("telephone number", lambda text: _PHONE.fullmatch(text) is not None)
WEB = Matching("web address", lambda text: _WEB.fullmatch(text) is not None)
BUSINESS_ID = Matching("business id (y-tunnus) with its check digit", ytunnus.is_valid)
COUNTRY = Matching("country code of two letters", lambda text: re.fullmatch("[A-Z]{2}", text) is not None)
MONTH_AND_DAY = Matching(
    "month and day, 12-31", lambda text: re.fullmatch(r"(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])", text) is not None
)


def _names(kind: str) -> Listing:
    return Listing(Naming(kind))


class _Reach(Record):
    """What a rule covers: its keys stand beside those of the rule itself."""


_REACH: Final = Part(
    _Reach(
        m.Reach,
        purposes=_names("purpose"),
        groups=_names("group"),
        items=_names("item"),
        places=_names("place"),
        processing=_names("processing"),
    ),
    flat=True,
)


class _Start(Shape):
    """A selector of clocks: a clock; `first: clock`; `later of: [...]`; with `to end of`."""

    expects = "clock"
    _choices: Final = {str(mode): mode for mode in (w.Mode.LATER_OF, w.Mode.EARLIER_OF, w.Mode.ALL)}
    _picks: Final = ("last", "first")

    def read(self, tree: Tree, reading: Reading, path: str) -> Any:
        if isinstance(tree, Scalar):
            clock = Naming("clock").read(tree, reading, path)
            return clock if clock is MISSING else m.ClockPick(clock=clock)
        if not isinstance(tree, Mapping_):
            reading.problems.add("K216", tree.position, path)
            return MISSING
        known = [*self._picks, *self._choices, "to end of"]
        for key, (position, _) in tree.entries.items():
            if key not in known:
                reading.problems.add("K201", position, key, known=", ".join(known), nearest=nearest(key, known))
        chosen = [key for key in tree.entries if key in known and key != "to end of"]
        if len(chosen) != 1:
            reading.problems.add("K216", tree.position, path)
            return MISSING
        end = tree.get("to end of")
        rounding = OneOf(w.Rounding).read(end, reading, path) if end is not None else None
        value = self._chosen(chosen[0], tree.entries[chosen[0]][1], rounding, reading, path)
        return MISSING if rounding is MISSING else value

    def _chosen(self, key: str, tree: Tree, rounding: Any, reading: Reading, path: str) -> Any:
        if key in self._picks:
            clock = Naming("clock").read(tree, reading, path)
            return clock if clock is MISSING else m.ClockPick(clock=clock, first=key == "first", to_end_of=rounding)
        parts = Listing(self).read(tree, reading, path)
        if parts is MISSING:
            return MISSING
        if not parts:
            reading.problems.add("K216", tree.position, path)
            return MISSING
        return m.ClockChoice(mode=self._choices[key], of=parts, to_end_of=rounding)

    def write(self, value: Any) -> Plain:
        if isinstance(value, m.ClockChoice):
            written: dict[str, Plain] = {str(value.mode): [self.write(one) for one in value.of]}
        elif value.first or value.to_end_of:
            written = {"first" if value.first else "last": value.clock}
        else:
            return str(value.clock)
        if value.to_end_of:
            written["to end of"] = str(value.to_end_of)
        return written


class _When(Shape):
    """A condition: a state; `all of: [...]`; `any of: [...]`; `not: ...`."""

    expects = "state"
    _modes: Final = {str(mode): mode for mode in (w.Mode.ALL_OF, w.Mode.ANY_OF, w.Mode.NOT)}

    def read(self, tree: Tree, reading: Reading, path: str) -> Any:
        if isinstance(tree, Scalar):
            state = Naming("state").read(tree, reading, path)
            return state if state is MISSING else m.Condition(mode=w.Mode.IS, terms=(state,))
        if not isinstance(tree, Mapping_) or len(tree.entries) != 1:
            reading.problems.add("K217", tree.position, path)
            return MISSING
        key, (position, value) = next(iter(tree.entries.items()))
        if key not in self._modes:
            reading.problems.add("K201", position, key, known=", ".join(self._modes), nearest=nearest(key, self._modes))
            return MISSING
        terms = Listing(self).read(value, reading, path)
        if terms is MISSING:
            return MISSING
        if not terms or (self._modes[key] is w.Mode.NOT and len(terms) != 1):
            reading.problems.add("K217", value.position, path)
            return MISSING
        return m.Condition(mode=self._modes[key], terms=terms)

    def write(self, value: Any) -> Plain:
        if value.mode is w.Mode.IS:
            return str(value.terms[0])
        return {str(value.mode): [self.write(term) for term in value.terms]}


class _Then(Shape):
    """An action: one word, or `do` with what it keeps."""

    expects = "action"
    _record: Final = Record(
        m.Action,
        aliases={"do": "kind"},
        kind=OneOf(w.ActionKind),
        keeps=_names("item"),
        alike=ALIKE,
        readable_for=_names("purpose"),
        proof=YES_NO,
    )

    def read(self, tree: Tree, reading: Reading, path: str) -> Any:
        if isinstance(tree, Scalar):
            kind = OneOf(w.ActionKind).read(tree, reading, path)
            return kind if kind is MISSING else m.Action(kind=kind)
        return self._record.read(tree, reading, path)

    def write(self, value: Any) -> Plain:
        written = self._record.write(value)
        return str(value.kind) if isinstance(written, dict) and set(written) == {"kind"} else written


START, WHEN, THEN = _Start(), _When(), _Then()
_KEEP = {"keep": "at_most"}

_UNLESS_PARTS: Final[dict[str, Any]] = {
    "when": WHEN,
    "invoked_by": _names("invoker"),
    "text": TEXTS,
    "law": Listing(TEXT),
    "keep": PERIOD,
    "start": START,
    "extends": YES_NO,
    "reach": _REACH,
    "leaves": _names("purpose"),
}


class _Unless(Record):
    """An exception may hold exceptions: the record refers to itself."""

    def __init__(self) -> None:
        super().__init__(m.Unless, **_UNLESS_PARTS, unless=Part(TEXT))
        self._parts["unless"] = Part(Nodes(self, inside=True))


UNLESS: Final = Nodes(_Unless(), inside=True)

REGISTER: Final = Record(
    m.Register,
    promise_prefix=TEXT,
    name=TEXTS,
    title=TEXTS,
    about=TEXTS,
    version=TEXT,
    status=OneOf(w.Status),
    drafted=DAY,
    valid_from=DAY,
    medium=OneOf(w.Medium),
    financial_year_end=MONTH_AND_DAY,
    changes_told=OneOf(w.TellingOfChanges),
    replaces=Listing(Record(m.Replaced, notice=TEXT, version=TEXT, drafted=DAY)),
    changes=Listing(Record(m.Change, reason=OneOf(w.ReasonForChange), what=TEXTS)),
    covers=Listing(TEXT),
    register_per_member=YES_NO,
    places=Nodes(
        Record(
            m.Place,
            name=TEXTS,
            kind=OneOf(w.PlaceKind),
            country=COUNTRY,
            held_by=Naming("party"),
            locked=YES_NO,
            fireproof=YES_NO,
            lag=PERIOD,
            items=_names("item"),
        ),
        inside=True,
    ),
    feeds=Nodes(Record(m.Feed, to=TEXT, items=_names("item"), purpose=Naming("purpose"), text=TEXTS), inside=True),
)

RIGHTS: Final = Record(
    m.Rights,
    contact=Naming("party"),
    channels=Listing(OneOf(w.Channel)),
    languages=Listing(Matching("language code", lambda text: re.fullmatch("[a-z]{2}", text) is not None)),
    answer_within=PERIOD,
    may_extend_by=PERIOD,
    free=YES_NO,
    signature=OneOf(w.SignatureRule),
    known_address_first=YES_NO,
    identity_check=TEXTS,
    refusal_certificate=YES_NO,
    notify=Listing(Matching("recipients or sources", lambda text: text in {"recipients", "sources"})),
    notify_back=PERIOD,
    self_service=Listing(OneOf(w.Right)),
    extras=Nodes(Record(m.RightExtra, right=OneOf(w.Right), text=TEXTS, strength=OneOf(w.Strength)), inside=True),
    limits=Nodes(
        Record(
            m.RightLimit,
            rights=Listing(OneOf(w.Right)),
            ground=OneOf(w.LimitGround),
            groups=_names("group"),
            hold=Naming("hold"),
            law=Listing(TEXT),
            text=TEXTS,
        ),
        inside=True,
    ),
)

AUTOMATION: Final = Record(
    m.Automation,
    decisions=YES_NO,
    profiling=YES_NO,
    logic=TEXTS,
    effect=TEXTS,
    human_review=TEXTS,
    segments=Nodes(
        Record(
            m.Segment,
            item=Naming("item"),
            made_from=_names("item"),
            basis=Naming("basis"),
            purpose=Naming("purpose"),
            text=TEXTS,
        ),
        inside=True,
    ),
    text=TEXTS,
)

_MINORS = Record(m.Minors, below=Whole(1, 18), guardian=YES_NO, text=TEXTS)
_ADDRESS = Record(m.Address, street=Either(), postal_code=TEXT, city=Either(), country=COUNTRY)
_FALLBACK = Record(m.Fallback, keep=PERIOD, start=START)
_REVIEW = Record(m.Review, by=_names("role or party"), every=PERIOD)
_WITHDRAWAL = Record(m.Withdrawal, how=TEXTS, closes=_names("processing"), then=THEN)
_SUPPRESSION = Record(m.Suppression, items=_names("item"), form=OneOf(w.MinimisedForm), keep=PERIOD, start=START)

SECTIONS: Final[dict[str, Nodes]] = {
    "parties": Nodes(
        Record(
            m.Party,
            roles=Listing(OneOf(w.PartyRole)),
            name=Either(),
            business_id=BUSINESS_ID,
            office=TEXTS,
            address=_ADDRESS,
            email=EMAIL,
            phone=PHONE,
            web=WEB,
            country=COUNTRY,
            member_of=Naming("party"),
            answers_for=_names("purpose"),
            receives_requests=YES_NO,
            deputies=YES_NO,
            agreement=Naming("evidence"),
        )
    ),
    "purposes": Nodes(
        Record(
            m.Purpose,
            kind=Naming("kind of purpose"),
            name=TEXTS,
            description=TEXTS,
            under=Naming("purpose"),
            compatible_with=_names("purpose"),
            never_with=_names("purpose"),
        )
    ),
    "bases": Nodes(
        Record(
            m.LegalBasis,
            basis=OneOf(w.Basis),
            detail=OneOf(w.BasisDetail),
            condition=OneOf(w.ArticleNine),
            statutes=Listing(TEXT),
            interest=TEXTS,
            balancing=Naming("evidence"),
            contract=TEXTS,
            text=TEXTS,
            valid_from=DAY,
            valid_until=DAY,
        )
    ),
    "subject_groups": Nodes(
        Record(
            m.SubjectGroup,
            name=TEXTS,
            kind=OneOf(w.GroupKind),
            when=WHEN,
            description=TEXTS,
            represents=_names("group"),
            guardian_of=_names("group"),
            employed_by=_names("group"),
            household_of=_names("group"),
            phases=Listing(TEXT),
            events=_names("clock"),
            may_be_minors=YES_NO,
            minors=_MINORS,
            sole_trader_is_personal=YES_NO,
        )
    ),
    "items": Nodes(
        Record(
            m.Item,
            name=TEXTS,
            own_dpv=TEXT,
            own_of=OneOf(w.GroupKind),
            own_value=OneOf(w.OwnKind),
            own_choices=Nodes(Record(m.OwnChoice, name=TEXTS), inside=True),
            examples=TEXTS,
            mandatory=OneOf(w.MandatoryKind),
            refusal=TEXTS,
            minimised=OneOf(w.MinimisedForm),
            never_collect=YES_NO,
            never_disclose=YES_NO,
            open_list=YES_NO,
            derived_from=_names("item"),
        ),
        id_kind="item word",
    ),
    "processing": Nodes(
        Record(
            m.Processing,
            purpose=Naming("purpose"),
            groups=_names("group"),
            items=_names("item"),
            operations=Listing(OneOf(w.Operation)),
            by=_names("role or party"),
            basis=Naming("basis"),
            phases=Listing(TEXT),
            text=TEXTS,
            strength=OneOf(w.Strength),
            unless=UNLESS,
        )
    ),
    "bans": Nodes(
        Record(
            m.Ban,
            operations=Listing(OneOf(w.Operation)),
            reach=_REACH,
            by=_names("role or party"),
            text=TEXTS,
            unless=UNLESS,
        )
    ),
    "sources": Nodes(
        Record(
            m.Source,
            name=TEXTS,
            kind=OneOf(w.SourceKind),
            groups=_names("group"),
            items=_names("item"),
            party=Naming("party"),
            public=YES_NO,
            verified=TEXTS,
            every=PERIOD,
            correct_at_source=YES_NO,
            text=TEXTS,
        )
    ),
    "recipients": Nodes(
        Record(
            m.Recipient,
            name=TEXTS,
            role=OneOf(w.RecipientRole),
            purposes=_names("purpose"),
            items=_names("item"),
            groups=_names("group"),
            party=Naming("party"),
            basis=Naming("basis"),
            regular=YES_NO,
            conditions=Listing(OneOf(w.DisclosureCondition)),
            decided_by=_names("role or party"),
            every=PERIOD,
            to_register=TEXT,
            logged=YES_NO,
            onward=TEXTS,
            tell_subject=YES_NO,
            agreement=Naming("evidence"),
            changes_over_time=YES_NO,
            text=TEXTS,
            unless=UNLESS,
        )
    ),
    "transfers": Nodes(
        Record(
            m.Transfer,
            recipients=_names("recipient"),
            countries=Listing(COUNTRY),
            ground=OneOf(w.TransferGround),
            decision=Naming("adequacy decision"),
            tool=TEXTS,
            module=Whole(1, 4),
            valid_from=DAY,
            valid_until=DAY,
            measures=_names("measure"),
            assessment=Naming("evidence"),
            copy_on_request=YES_NO,
            web=WEB,
            items=_names("item"),
            text=TEXTS,
        )
    ),
    "retention": Nodes(
        Record(
            m.RetentionRule,
            aliases=_KEEP,
            reach=_REACH,
            at_most=PERIOD,
            start=START,
            then=THEN,
            name=TEXTS,
            at_least=PERIOD,
            round_end=OneOf(w.Rounding),
            if_unknown=_FALLBACK,
            review=_REVIEW,
            may_shorten=YES_NO,
            undo=PERIOD,
            law=Listing(TEXT),
            indicative=YES_NO,
            text=TEXTS,
            unless=UNLESS,
        )
    ),
    "relations": Nodes(
        Record(m.Relation, cascade=OneOf(w.CascadeKind), keeps=_names("item"), alike=ALIKE, text=TEXTS),
        id_kind="relation",
    ),
    "holds": Nodes(
        Record(
            m.Hold,
            kind=OneOf(w.HoldKind),
            name=TEXTS,
            opened_by=_names("invoker"),
            ends=_names("clock"),
            review_every=PERIOD,
            at_most=PERIOD,
            reach=_REACH,
            leaves=_names("purpose"),
            opens_when=WHEN,
            reason_needed=YES_NO,
            requests_only=YES_NO,
            law=Listing(TEXT),
            text=TEXTS,
        )
    ),
    "runs": Nodes(
        Record(m.Run, kind=OneOf(w.RunKind), every=PERIOD, by=_names("role or party"), reach=_REACH, text=TEXTS)
    ),
    "consents": Nodes(
        Record(
            m.Consent,
            name=TEXTS,
            purposes=_names("purpose"),
            given_by=Listing(OneOf(w.ConsentGiver)),
            how=TEXTS,
            withdrawal=_WITHDRAWAL,
            channels=Listing(OneOf(w.Channel)),
            recipients=_names("recipient"),
            items=_names("item"),
            explicit=YES_NO,
            separate=YES_NO,
            valid=PERIOD,
            proof=_names("item"),
            text=TEXTS,
        )
    ),
    "objections": Nodes(
        Record(
            m.Objection,
            kind=OneOf(w.ObjectionKind),
            name=TEXTS,
            closes=_names("processing"),
            channels=Listing(OneOf(w.Channel)),
            operations=Listing(OneOf(w.Operation)),
            situation_needed=YES_NO,
            told_to=_names("party"),
            suppression=_SUPPRESSION,
            text=TEXTS,
        )
    ),
    "terminal_items": Nodes(
        Record(
            m.TerminalItem,
            name=TEXTS,
            purpose=Naming("purpose"),
            consent_class=OneOf(w.TerminalClass),
            life=PERIOD,
            items=_names("item"),
            consent=Naming("consent"),
            party=Naming("party"),
            links_to_person_when=WHEN,
            web=Listing(WEB),
            text=TEXTS,
        )
    ),
    "roles": Nodes(
        Record(
            m.Role,
            name=TEXTS,
            confidentiality=YES_NO,
            named_people=YES_NO,
            logged=YES_NO,
            employer=Naming("party"),
            grants_access=YES_NO,
            text=TEXTS,
        )
    ),
    "measures": Nodes(
        Record(
            m.Measure,
            kind=OneOf(w.MeasureKind),
            measure=Naming("measure word"),
            text=TEXTS,
            places=_names("place"),
            enforced_by=TEXT,
            strength=OneOf(w.Strength),
        )
    ),
    "evidence": Nodes(
        Record(m.Evidence, kind=OneOf(w.EvidenceKind), reference=TEXT, made=DAY, valid_until=DAY, text=TEXTS)
    ),
    "notice_text": Nodes(
        Record(
            m.NoticeText,
            heading=Naming("heading"),
            text=TEXTS,
            strength=OneOf(w.Strength),
            audience=_names("group"),
            order=Whole(0, 999),
        )
    ),
}
"""The sections that hold nodes by id, by field of `Declaration`."""

NEEDED: Final = frozenset(
    {
        "parties", "purposes", "bases", "subject_groups", "items", "processing", "sources", "recipients", "retention",
        "roles", "measures",
    }
)  # fmt: skip
"""Sections that every declaration has; the others may be left out when there is nothing to say."""
