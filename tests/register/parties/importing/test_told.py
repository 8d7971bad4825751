"""What other programs tell of the relation comes along: bans, the last event, since when, customer or prospect."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from pytest_django import Settings

from kortisto.declaration.circumstances import circumstances_of
from kortisto.register.audit import queries as log
from kortisto.register.audit.values import Actor
from kortisto.register.parties.enums import RelationshipKind
from kortisto.register.parties.importing import told
from kortisto.register.parties.importing.choices import Duplicates
from kortisto.register.parties.importing.meaning import Target
from kortisto.register.parties.importing.presets import mapping_of, recognised
from kortisto.register.parties.models import (
    Activity,
    BusinessRelation,
    ConsumerCustomership,
    Customership,
    Objection,
    Person,
    PersonListing,
    Represents,
    Upload,
    UploadRow,
)
from kortisto.register.parties.queries import imports
from tests.register.conftest import entered
from tests.register.parties.importing.test_uploads import account, bring, choose, imported, run, start, undo

pytestmark = pytest.mark.integration

HUBSPOT = (
    "Record ID;First Name;Last Name;Email;Associated Company;Last Activity Date (EET);Create Date (EET);"
    "Lifecycle Stage;Unsubscribed from all email;Marketing contact status;Lead Status\n"
)
FOUR = (
    "1;Aino;Hehku;aino@kukka.example;Kukka Oy;2026-02-02 10:01;2021-05-04 08:00;customer;No;Marketing contact;New\n"
    "2;Onni;Kielto;onni@kukka.example;Kukka Oy;2026-03-03 10:01;2022-05-04 08:00;lead;Yes;Marketing contact;\n"
    "3;Liisa;Liidi;liisa@lehti.example;Lehti Oy;;2023-05-04 08:00;lead;;Non-marketing contact;\n"
    "4;Yksin;Ostaja;yksin@posti.example;;2026-04-04;2024-05-04;customer;;;\n"
)
MARKETING = """
  marketing:
    purpose: mailing
    groups: contacts
    items: [marketing.ban]
    operations: [collect, store, read, change, erase]
    by: [sales, main_user]
    basis: interest
"""
LEADS = """
  leads:
    name: {fi: Liidien yhteyshenkilöt, sv: Potentiella kunders kontaktpersoner, en: Contacts of prospects}
    kind: person
    when: prospect contact
    represents: lead_companies
    events: [person.last_activity]
  lead_companies:
    name: {fi: Mahdolliset asiakkaat, sv: Potentiella kunder, en: Prospects}
    kind: organisation
    when: prospect organisation
    events: [organisation.last_activity]
"""
OBJECTIONS = """
objections:
  direct_marketing:
    kind: direct marketing
    name: {fi: Suoramarkkinointikielto, sv: Förbud mot direktmarknadsföring, en: Opt-out from direct marketing}
    closes: name_list

"""


@pytest.fixture(autouse=True)
def knows_bans(declaration_of_tests: None, settings: Settings, tmp_path: Path) -> None:
    """A declaration that knows prospects and bans of marketing, which are not collected for the purpose of imports."""
    text = Path(settings.KORTISTO_DECLARATION).read_text("utf-8")
    for old, new in (
        ("\nitems:\n", "\nitems:\n  marketing.ban:\n"),
        ("\nitems:\n", f"{LEADS}\nitems:\n"),
        ("\nsources:\n", f"{MARKETING}\nsources:\n"),
        ("items: [person, organisation", "items: [marketing.ban, person, organisation"),
        ("\nautomation:\n", f"{OBJECTIONS}\nautomation:\n"),
    ):
        assert old in text, old
        text = text.replace(old, new, 1)
    path = tmp_path / "bans.yaml"
    path.write_text(text, "utf-8")
    settings.KORTISTO_DECLARATION = str(path)
    settings.DATA = tmp_path


@pytest.fixture
def without_bans(knows_bans: None, settings: Settings) -> None:
    settings.KORTISTO_DECLARATION = str(Path(__file__).parents[2] / "samples" / "register.yaml")


@pytest.fixture
def alice(db: None) -> Actor:
    return account()


def seen(model: Any, *fields: str) -> list[Any]:
    with entered() as by:
        by.record("test.look")
        found = model.objects.order_by("id").values_list(*fields)
        return [row[0] if len(fields) == 1 else row for row in found]


def banned() -> set[str]:
    return set(seen(Objection, "person__first_name"))


def test_what_hubspot_tells_of_the_relation_comes_in(alice: Actor) -> None:
    upload = imported(HUBSPOT + FOUR, alice)

    assert upload.counts["people"] == 4
    assert banned() == {"Onni", "Liisa"}
    assert set(seen(Objection, "objection", "made_on")) == {("direct_marketing", date(2026, 11, 20))}
    assert upload.counts["bans"] == 2
    assert set(seen(Activity, "person__first_name", "organisation__registered_name", "happened_on", "kind")) == {
        ("Aino", "Kukka Oy", date(2026, 2, 2), "other"), ("Onni", "Kukka Oy", date(2026, 3, 3), "other"),
        ("Yksin", None, date(2026, 4, 4), "other"),
    }  # fmt: skip
    assert seen(Customership, "organisation__registered_name", "started_on") == [("Kukka Oy", date(2021, 5, 4))]
    assert seen(BusinessRelation, "organisation__registered_name", "kind", "started_on") == [
        ("Lehti Oy", "prospect", date(2023, 5, 4))
    ]
    assert seen(ConsumerCustomership, "person__first_name", "started_on") == [("Yksin", date(2024, 5, 4))]
    assert set(seen(Represents, "person__first_name", "started_on")) == {
        ("Aino", date(2021, 5, 4)), ("Onni", date(2022, 5, 4)), ("Liisa", date(2023, 5, 4)),
    }  # fmt: skip
    view = imports.upload(upload_id=upload.id)
    assert view is not None
    assert view.left_out == ("Record ID", "Lead Status")


def test_bans_and_last_events_reach_the_clocks_and_the_log(alice: Actor) -> None:
    imported(HUBSPOT + FOUR, alice)
    with entered() as by:
        by.record("test.look")
        onni = Person.objects.get(first_name="Onni").id
        last = PersonListing.objects.get(person=onni).last_activity_on
        told_of = circumstances_of([onni])
    assert last == date(2026, 3, 3)
    assert told_of[onni].objections["direct_marketing"].made == date(2026, 11, 20)
    line = next(line for line in log.events() if line.action == "import.bans")
    assert (onni in line.subjects, line.purpose, line.items) == (True, "mailing", ("marketing.ban",))


def test_undoing_the_import_takes_all_of_it_back(alice: Actor) -> None:
    upload = imported(HUBSPOT + FOUR, alice)
    assert isinstance(upload.batch_id, UUID)
    view = undo(upload.batch_id, alice)
    assert list(view.kept) == []
    for model in (Person, Objection, Activity, Customership, BusinessRelation, ConsumerCustomership):
        assert seen(model, "id") == []


@pytest.mark.parametrize("duplicates", [Duplicates.SKIP, Duplicates.UPDATE])
def test_a_ban_of_somebody_who_is_known_is_kept_whatever_was_chosen_and_goes_with_the_import(
    alice: Actor, duplicates: Duplicates
) -> None:
    imported(HUBSPOT + FOUR, alice)
    again = FOUR.replace("customer;No;", "customer;Yes;").replace("2026-02-02", "2026-05-05")
    second = imported(HUBSPOT + again, alice, duplicates=duplicates)
    assert banned() == {"Aino", "Onni", "Liisa"}
    days = [on for on in seen(Activity, "happened_on") if on == date(2026, 5, 5)]
    assert len(days) == (1 if duplicates is Duplicates.UPDATE else 0)
    assert second.batch_id is not None
    undo(second.batch_id, alice)
    assert banned() == {"Onni", "Liisa"}
    assert date(2026, 5, 5) not in seen(Activity, "happened_on")


def test_what_is_not_understood_keeps_the_row_out_and_no_ban_is_lost(alice: Actor) -> None:
    row = "9;Eero;Epäselvä;eero@kukka.example;Kukka Oy;{};2021-05-04;{};{};;\n"
    for on, stage, ban, code in (
        ("2026-02-02", "customer", "maybe", ("marketing ban", "unknown")),
        ("2026-02-02", "whale", "no", ("stage", "unknown")),
        ("yesterday", "customer", "no", ("last activity", "form")),
        ("2031-01-01", "customer", "no", ("last activity", "future")),
    ):
        upload = imported(HUBSPOT + row.format(on, stage, ban), alice)
        assert upload.counts == {"rejected": 1}
        assert [tuple(one) for one in UploadRow.objects.get(upload=upload).faults] == [code]


def test_where_the_notice_knows_no_marketing_the_columns_are_named_as_left_out(
    without_bans: None, alice: Actor
) -> None:
    upload = imported(HUBSPOT + FOUR, alice)
    view = imports.upload(upload_id=upload.id)
    assert view is not None
    assert view.left_out == (
        "Record ID", "Lifecycle Stage", "Unsubscribed from all email", "Marketing contact status", "Lead Status",
    )  # fmt: skip
    assert upload.counts["people"] == 4
    assert "bans" not in upload.counts
    assert seen(BusinessRelation, "id") == []  # no prospects: what the operator has said
    assert seen(Objection, "id") == []


def test_a_customer_is_no_prospect_whatever_a_later_contact_is_called(alice: Actor) -> None:
    lead = "1;Aino;Hehku;aino@kukka.example;Kukka Oy;;;lead;;;\n"
    customer = "2;Onni;Ostaja;onni@kukka.example;Kukka Oy;;;customer;;;\n"
    imported(HUBSPOT + lead + customer, alice)
    imported(HUBSPOT + lead.replace("Aino", "Anna").replace("aino", "anna"), alice)
    assert seen(BusinessRelation, "id") == []
    assert len(seen(Customership, "id")) == 1


def test_leads_of_salesforce_are_prospects_unless_said_otherwise(alice: Actor) -> None:
    upload_id = bring("First Name;Last Name;Company;Lead Status\nAino;Hehku;Kukka Oy;Open\n", alice)
    view = imports.upload(upload_id=upload_id)
    assert view is not None
    assert view.relation == RelationshipKind.PROSPECT
    choose(upload_id, alice, relation=RelationshipKind(view.relation))
    start(upload_id, alice)
    run(upload_id)
    assert Upload.objects.get(id=upload_id).counts["people"] == 1
    assert seen(BusinessRelation, "kind") == ["prospect"]


_T = Target


@pytest.mark.unit
@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        (("Person - Name|Person - Organization|Person - Last activity date|Person - Person created|"
         "Person - Marketing status"), [_T.ACTIVE_ON, _T.SINCE, _T.BAN]),
        (("Organization - Name|Organization - Owner|Organization - Last activity date|"
         "Organization - Organization created"), [_T.ACTIVE_ON, _T.SINCE]),
        ("First Name|Last Name|Account Name|Mailing City|Last Activity|Created Date|Email Opt Out|Do Not Call",
         [_T.ACTIVE_ON, _T.SINCE, _T.BAN, _T.BAN_2]),
        ("Account Name|Billing City|Last Activity|Created Date|Type", [_T.ACTIVE_ON, _T.SINCE, _T.STAGE]),
        ("First Name|Last Name|Company|Lead Status|Created Date|Email Opt Out", [_T.SINCE, _T.BAN]),
        ("Record ID|Company name|Company owner|Create Date|Last Activity Date|Lifecycle Stage",
         [_T.SINCE, _T.ACTIVE_ON, _T.STAGE]),
    ],
)  # fmt: skip
def test_other_programs_tell_it_too(columns: str, expected: list[Target]) -> None:
    names = columns.split("|")
    preset = recognised(names)
    assert preset is not None
    targets = mapping_of(preset, names).targets
    assert [one for one in targets if one in {_T.ACTIVE_ON, _T.SINCE, _T.STAGE, _T.BAN, _T.BAN_2}] == expected


@pytest.mark.unit
@pytest.mark.parametrize(
    ("text", "forbidden"),
    [
        ("Yes", True), ("true", True), ("1", True), ("Kyllä", True), ("Non-marketing contact", True),
        ("unsubscribed", True), ("No", False), ("0", False), ("Ei", False), ("Marketing contact", False),
        ("perhaps", None),
    ],
)  # fmt: skip
def test_how_a_ban_is_written(text: str, *, forbidden: bool | None) -> None:
    assert told.ban(text) is forbidden
