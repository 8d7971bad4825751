"""What the plan of an erasure shows is what then happens: every row of every table is counted before and after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kortisto.declaration.compiled import compile_declaration
from kortisto.declaration.loader import load
from kortisto.privacy.retention.enums import PURPOSE, Outcome, Repeating, Stays, SubjectKind
from kortisto.privacy.retention.operations import Erased, erase
from kortisto.privacy.retention.queries import ErasurePlan, plan_of_erasure
from kortisto.privacy.retention.relations import misfits
from kortisto.register.access.models import User
from kortisto.register.access.rules import NotPermittedError
from kortisto.register.audit.enums import ActorKind, Door
from kortisto.register.audit.models import AuditEvent
from kortisto.register.audit.operations import open_access
from kortisto.register.audit.values import Access, Actor
from kortisto.register.parties import operations as parties
from kortisto.register.parties.enums import ActivityKind
from kortisto.register.parties.models import Activity, Group, Guardianship, Organisation, Person, Tag
from tests.register.conftest import ALICE, BOB, NOW, ORIGIN, entered
from tests.support.filling import WHEN, fill

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

NOTICES = Path(__file__).parents[3] / "notices"
JOB = Actor(kind=ActorKind.JOB)
AT = NOW + timedelta(days=30)


@contextmanager
def reading() -> Iterator[Access]:
    with open_access(by=JOB, purpose=PURPOSE, at=NOW, channel=Door.JOBS) as access:
        yield access
        access.record("test.look")


def counted() -> Counter[str]:
    with reading():
        return Counter({
            model.__name__: model._default_manager.count()
            for model in apps.get_models(include_auto_created=True)
            if model._meta.app_label in {"parties", "retention"}
        })  # fmt: skip


def planned(subject: UUID, kind: SubjectKind = SubjectKind.PERSON) -> ErasurePlan:
    with reading() as access:
        plan = plan_of_erasure(access=access, kind=kind, subject=subject, at=AT)
    assert plan is not None
    return plan


def erased(subject: UUID, kind: SubjectKind = SubjectKind.PERSON, by: Actor = ALICE) -> Erased:
    return erase(kind=kind, subject=subject, by=by, at=AT, channel=Door.WEB)


@pytest.fixture
def filled(maija: UUID, esimerkki_oy: UUID) -> UUID:
    """Maija, on whom a row of every table hangs that can hang on a person."""
    with reading():
        origin = {
            "source": "subject",
            "collected_at": NOW,
            "basis": "legitimate interest",
            "declaration": "minimal 1.0",
        }
        other = Person.objects.create(first_name="Onni", last_name="Muu", sort_key="muu", **origin)
        employer = Organisation.objects.create(registered_name="Toinen Oy", sort_key="toinen", **origin)
        user = User.objects.create(
            email="kayttaja@esimerkki.example", display_name="Käyttäjä", role="sales", created_at=NOW
        )
        others = {
            Person: other.pk, Organisation: employer.pk, User: user.pk,
            Tag: Tag.objects.create(name="tunniste", created_at=WHEN).pk,
            Group: Group.objects.create(name="ryhmä", created_at=WHEN).pk,
        }  # fmt: skip
        fill(maija, others=others)
    return maija


def test_what_is_shown_is_what_happens_table_by_table(filled: UUID) -> None:
    plan, before = planned(filled), counted()
    done = erased(filled)
    assert done.outcome is Outcome.DONE
    assert before - counted() == plan.rows == done.rows
    assert plan.whole
    assert {"PersonSearchKeys", "PersonListing", "Removed", "DuplicatePair", "Change", "Merge", "MergeStep",
            "ActivityStaff", "Reminder", "Guardianship", "Attachment"} <= plan.rows.keys()  # fmt: skip


def test_what_goes_along_is_told_by_what_it_is(filled: UUID) -> None:
    plan = planned(filled)
    kinds = {one.kind: one for one in plan.along}
    assert set(kinds) >= {Repeating.HISTORY, Repeating.INDEX, Repeating.HANGING}
    assert plan.others == 1, "the ward whose guardian goes"
    assert all(one.name.in_language(language) for one in plan.along for language in ("fi", "sv", "en"))


def test_erasing_a_guardian_takes_the_wards_row_openly(maija: UUID) -> None:
    with entered() as by:
        ward = parties.add_person(first_name="Lapsi", last_name="Keksitty", origin=ORIGIN, by=by, at=NOW)
    with reading():
        origin = {
            "source": "subject",
            "collected_at": NOW,
            "basis": "legitimate interest",
            "declaration": "minimal 1.0",
        }
        Guardianship.objects.create(ward_id=ward, guardian_id=maija, **origin)
    plan = planned(maija)
    assert [(one.table, one.number) for one in plan.along if one.kind is Repeating.HANGING] == [("Guardianship", 1)]
    erased(maija)
    with reading():
        assert not Guardianship.objects.exists()
        assert Person.objects.filter(pk=ward).exists()
    [line] = AuditEvent.objects.filter(action="erasure.do")
    assert set(line.subjects) == {maija, ward}, "the log says that a row about the ward went"


def test_an_activity_of_both_stays_with_the_organisation(maija: UUID, esimerkki_oy: UUID) -> None:
    with entered() as by:
        for organisation in (None, esimerkki_oy):
            parties.add_activity(
                kind=ActivityKind.CALL, happened_on=date(2026, 11, 1), person_id=maija, organisation_id=organisation,
                origin=ORIGIN, by=by, at=NOW,
            )  # fmt: skip
    plan = planned(maija)
    assert [(one.table, one.number) for one in plan.loosened] == [("Activity", 1)]
    erased(maija)
    with reading():
        [left] = Activity.objects.all()
        assert (left.person_id, left.organisation_id) == (None, esimerkki_oy)


def test_done_twice_the_second_time_finds_nobody(maija: UUID) -> None:
    assert erased(maija).outcome is Outcome.DONE
    assert erased(maija).outcome is Outcome.GONE


def test_an_organisation_goes_when_nobody_hangs_on_it(maija: UUID, esimerkki_oy: UUID) -> None:
    held = planned(esimerkki_oy, SubjectKind.ORGANISATION)
    assert not held.whole
    assert {one.why for one in held.stays} == {Stays.NEEDED}
    erased(maija)
    plan, before = planned(esimerkki_oy, SubjectKind.ORGANISATION), counted()
    assert erased(esimerkki_oy, SubjectKind.ORGANISATION).outcome is Outcome.DONE
    assert before - counted() == plan.rows


def test_the_emptied_name_of_an_organisation_is_not_found_or_sorted_by_any_more(
    maija: UUID, esimerkki_oy: UUID
) -> None:
    with entered() as by:
        parties.edit_organisation(
            organisation_id=esimerkki_oy, changes={"trade_name": "Zqxmerkki"}, origin=ORIGIN, by=by, at=NOW
        )
    plan = planned(esimerkki_oy, SubjectKind.ORGANISATION)
    assert "organisation.name" not in {one.item for one in plan.emptied}, "one item, of which one column stays"
    erased(esimerkki_oy, SubjectKind.ORGANISATION)


def test_only_who_may_erases(maija: UUID) -> None:
    with pytest.raises(NotPermittedError):
        erased(maija, by=BOB)
    assert erased(maija, by=replace(ALICE, role="dpo")).outcome is Outcome.DONE


def test_the_plan_asks_no_more_for_more_data(maija: UUID) -> None:
    def asked(orders: int) -> int:
        with entered() as by:
            for _ in range(orders):
                parties.add_order(
                    person_id=maija, placed_on=date(2026, 11, 1), reference="", origin=ORIGIN, by=by, at=NOW
                )
        with CaptureQueriesContext(connection) as queries:
            planned(maija)
        return len(queries)

    assert asked(1) == asked(20)


@pytest.mark.parametrize("name", ["vtt", "futursoft", "ivt", "vastuugroup", "asiakasrekisteri"])
def test_the_tables_can_do_what_the_shipped_declarations_demand(name: str) -> None:
    declaration = load(NOTICES / f"{name}.yaml").declaration
    assert declaration is not None
    assert list(misfits(compile_declaration(declaration))) == []


def test_a_table_that_cannot_be_without_its_subject_is_told_of(tmp_path: Path) -> None:
    text = (NOTICES / "vtt.yaml").read_text(encoding="utf-8")
    wrong = text.replace("person.represents: {cascade: delete too", "person.represents: {cascade: cut")
    changed = tmp_path / "vtt.yaml"
    changed.write_text(wrong, encoding="utf-8")
    declaration = load(changed).declaration
    assert declaration is not None
    assert [(one.table, one.column) for one in misfits(compile_declaration(declaration))] == [("Represents", "person")]
