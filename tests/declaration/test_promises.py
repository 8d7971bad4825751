"""What earlier versions of the notice said binds the data that were collected under them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from kortisto.declaration.compiled import Compiled, compile_declaration
from kortisto.declaration.decisions import Reason, decide
from kortisto.declaration.endings import Due, DueKind, due
from kortisto.declaration.explanations import sentences
from kortisto.declaration.model import LANGUAGES, Consent, Withdrawal
from kortisto.declaration.promises import binding, in_succession
from kortisto.declaration.subjects import ConsentState, Datum, SubjectState
from kortisto.declaration.words import Basis, ConsentGiver, Operation
from tests.declaration.building import REGISTER, basis, declaration, group, purpose, row, rule, text

pytestmark = pytest.mark.unit

NOW = datetime(2026, 11, 22, tzinfo=UTC)
EMAIL = "person.contact.email"
NAMES = tuple(f"{REGISTER.id} {number}" for number in (1, 2, 3))


def version(
    number: int, keep: str = "5 years", *, use: str = "service", items: Any = ("person",), **more: Any
) -> Compiled:
    """A version whose only row keeps everything for some years after it was collected."""
    parts: dict[str, Any] = {
        "purposes": (purpose("service"), purpose("marketing")),
        "processing": (row("serving", use, items=items),),
        "retention": (rule(keep, "item.collected", law=more.pop("law", ())),),
        **more,
    }
    return compile_declaration(
        declaration(register=replace(REGISTER, version=str(number), valid_from=date(2019 + number, 1, 1)), **parts)
    )


def datum(under: int | None, collected: date = date(2020, 6, 1), item: str = EMAIL) -> Datum:
    return Datum(item=item, collected=collected, declaration=NAMES[under - 1] if under else None)


def end_of(found: Compiled, one: Datum) -> int | None:
    """The year in which a datum of a customer is gone."""
    fallen = of(found, one)
    return fallen.at.year if fallen.at is not None else None


def of(found: Compiled, one: Datum, **state: Any) -> Due:
    state.setdefault("states", frozenset({"customer contact"}))
    return due(found, subject=SubjectState(data=(one,), **state))[0]


@pytest.mark.parametrize(
    ("keeps", "under", "year"),
    [
        (("5 years", "3 years"), 1, 2023),  # shorter: at once
        (("5 years", "8 years"), 1, 2025),  # longer: not for what was there
        (("5 years", "8 years"), 2, 2028),
        (("5 years", "8 years"), None, 2025),  # by its date
        (("5 years", "2 years", "9 years"), 1, 2022),  # the least of all since then
        (("5 years", "2 years", "9 years"), 2, 2022),
        (("5 years", "2 years", "9 years"), 3, 2029),
        (("5 years", "permanent"), 1, 2025),
        (("permanent", "5 years"), 1, 2025),
    ],
)
def test_the_least_of_what_the_versions_said(keeps: tuple[str, ...], under: int | None, year: int) -> None:
    found = in_succession([version(number, keep) for number, keep in enumerate(keeps, start=1)])
    assert end_of(found, datum(under)) == year


@pytest.mark.parametrize("by", ["rule", "basis"])
def test_a_legal_duty_lengthens(by: str) -> None:
    law: dict[str, Any] = {"law": ("laki 1336/1997",)} if by == "rule" else {}
    if by == "basis":
        law["bases"] = (basis("interest", Basis.LEGAL_OBLIGATION),)
    found = in_succession([version(1), version(2, "8 years", **law)])
    assert end_of(found, datum(1)) == 2028


def test_a_duty_that_is_cited_no_longer_lengthens_no_longer() -> None:
    found = in_succession([version(1), version(2, "8 years", law=("laki",)), version(3, "8 years")])
    assert end_of(found, datum(1)) == 2025
    assert end_of(found, datum(2)) == 2028


def test_a_version_that_nobody_knows_goes_by_the_date() -> None:
    found = in_succession([version(1), version(2), version(3)])
    stranger = Datum(item=EMAIL, collected=date(2021, 6, 1), declaration="other 9")
    assert [one.version for one in binding(found, stranger)] == [NAMES[1]]
    assert [one.version for one in binding(found, replace(stranger, collected=date(2001, 1, 1)))] == list(NAMES[:2])
    assert binding(found, replace(stranger, collected=date(2026, 1, 1))) == ()


def test_a_purpose_that_is_new_keeps_nothing_longer() -> None:
    found = in_succession([version(1), version(2, "8 years", use="marketing")])
    assert end_of(found, datum(1)) == 2025
    swapped = declaration(
        register=replace(REGISTER, version="2", valid_from=date(2021, 1, 1)),
        purposes=(purpose("service"), purpose("marketing")),
        processing=(row("serving", "service", items=("person",)), row("telling", "marketing", items=("person",))),
        retention=(
            rule("2 years", "item.collected", id="short", purposes=("service",)),
            rule("8 years", "item.collected", id="long", purposes=("marketing",)),
        ),
    )
    assert end_of(in_succession([version(1), compile_declaration(swapped)]), datum(1)) == 2025


def test_what_a_version_did_not_justify_had_to_go_at_once() -> None:
    nobody = version(1, processing=(row("serving", "service", items=("person",), phases=("active",)),))
    found = of(in_succession([nobody, version(2)]), datum(1))
    assert (found.kind, found.at) == (DueKind.DATED, datetime(2020, 5, 31, 21, tzinfo=UTC))


def test_a_version_that_did_not_speak_of_it_binds_nobody() -> None:
    strangers = version(1, "1 year", subject_groups=(group("customers", "patient"),))
    assert end_of(in_succession([strangers, version(2)]), datum(1)) == 2025
    other_items = version(1, "1 year", items=("person.name",))
    assert end_of(in_succession([other_items, version(2)]), datum(1)) == 2025


def test_an_item_that_an_older_version_knew_by_its_parent_alone() -> None:
    found = in_succession([version(1, "1 year", items=("own.hobby",)), version(2, items=("own.hobby.club",))])
    assert end_of(found, datum(1, item="own.hobby.club")) == 2021


def test_a_withdrawn_consent_stays_withdrawn_under_another_basis() -> None:
    yes = Consent(
        id="yes",
        section="consents",
        name=text("yes"),
        purposes=("service",),
        given_by=(ConsentGiver.SUBJECT,),
        how=text("how"),
        withdrawal=Withdrawal(how=text("how"), closes=("serving",)),
    )
    before = version(1, bases=(basis("interest", Basis.CONSENT),), consents=(yes,))
    state = {"consents": {"yes": ConsentState(given=date(2020, 6, 1), withdrawn=date(2021, 2, 1))}}
    found = of(in_succession([before, version(2)]), datum(1), **state)
    assert found.at == of(before, datum(1), **state).at


def test_the_use_ends_with_the_promise() -> None:
    found = in_succession([version(1), version(2, "8 years")])
    subject = SubjectState(states=frozenset({"customer contact"}), data=(datum(1),))
    decision = decide(
        found, purpose="service", role="service", operation=Operation.READ, items=[EMAIL], subject=subject, at=NOW
    )
    assert decision.refused == {EMAIL: Reason.CLOSED}
    new = replace(subject, data=())  # nothing there yet: one may be collected under the version in force
    decision = decide(
        found, purpose="service", role="service", operation=Operation.READ, items=[EMAIL], subject=new, at=NOW
    )
    assert decision.granted == {EMAIL}


def test_the_explanation_names_the_version() -> None:
    found = of(in_succession([version(1), version(2, "8 years")]), datum(1))
    for language in LANGUAGES:
        assert f"{REGISTER.id} 1" in " ".join(sentences(found.explanation, language))
    uncapped = of(in_succession([version(1), version(2, "8 years")]), datum(2))
    assert not any(step.code == "promised" for step in uncapped.explanation.walk())


def test_one_version_asks_nothing_more() -> None:
    assert in_succession([version(1)]).before == ()
    assert binding(version(1), datum(None)) == ()
