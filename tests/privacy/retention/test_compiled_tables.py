"""What SQL says of everybody is what the declaration says of each, for the notices here and the rows of parties."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from pytest_django import Settings

from kortisto.declaration.civil_time import civil_day
from kortisto.declaration.endings import Endings
from kortisto.declaration.standing import Standing
from kortisto.privacy.retention import clocks
from kortisto.privacy.retention.compiling import striking
from kortisto.privacy.retention.compiling.questions import question
from kortisto.privacy.retention.enums import PURPOSE, SubjectKind
from kortisto.privacy.retention.models import Agenda, Clock, Mark
from kortisto.privacy.retention.operations import rebuild_clocks, rewrite_agenda, settle
from kortisto.privacy.retention.queries import by_month, candidates, falls_due
from kortisto.privacy.retention.walking import learn, subject_ids
from kortisto.register.access import current
from kortisto.register.audit.enums import ActorKind, Door
from kortisto.register.audit.operations import open_access
from kortisto.register.audit.values import Actor
from kortisto.register.parties import operations as parties
from kortisto.register.parties.enums import ActivityKind, ContactKind, PartyKind, RelationshipKind
from kortisto.register.parties.values import Party
from tests.register.conftest import NOW, ORIGIN, entered

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

ROOT = Path(__file__).resolve().parents[3]
NOTICES = sorted((ROOT / "notices").glob("*.yaml"))
JOB = Actor(kind=ActorKind.JOB)
FAR = datetime(2060, 1, 1, tzinfo=UTC)


@contextmanager
def looking() -> Iterator[None]:
    with open_access(by=JOB, purpose=PURPOSE, at=NOW, channel=Door.JOBS) as access:
        access.record("test.look")
        yield


@pytest.fixture
def crowd(maija: UUID, esimerkki_oy: UUID) -> None:
    """People and organisations of several kinds, some of whom have left, with what happened with them."""
    with entered() as by:
        more: Any = {"origin": ORIGIN, "by": by, "at": NOW}
        supplier = parties.add_organisation(registered_name="Toinen Oy", **more)
        parties.add_relationship(organisation_id=supplier, kind=RelationshipKind.SUPPLIER, **more)
        former = parties.add_organisation(registered_name="Entinen Oy", **more)
        parties.add_relationship(
            organisation_id=former, kind=RelationshipKind.CUSTOMER, started_on=date(2019, 1, 1),
            ended_on=date(2024, 2, 29), **more,
        )  # fmt: skip
        parties.add_organisation(registered_name="Tuntematon Oy", **more)
        people = [parties.add_person(first_name="Keksitty", last_name=f"Henkilö{n}", **more) for n in range(6)]
        for number, firm in enumerate((esimerkki_oy, supplier, former, former, supplier)):
            left = date(2025, 5, 31) if number == 3 else None
            parties.add_representation(person_id=people[number], organisation_id=firm, ended_on=left, **more)
        parties.add_order(organisation_id=former, placed_on=date(2025, 8, 1), reference="1", **more)
        parties.add_order(
            person_id=people[1], organisation_id=supplier, placed_on=date(2026, 1, 31), reference="2", **more
        )
        for number in (0, 2):
            parties.add_activity(
                person_id=people[number], kind=ActivityKind.CALL, happened_on=date(2026, 3, number + 1), **more
            )
        parties.add_note(person_id=people[1], text="Soitti.", written_on=date(2026, 4, 1), **more)
        parties.add_contact_point(
            owner=Party(kind=PartyKind.PERSON, id=people[4]),
            kind=ContactKind.EMAIL,
            value="a@esimerkki.example",
            **more,
        )
        parties.edit_person(person_id=maija, changes={"language": "sv"}, origin=ORIGIN, by=by, at=NOW)


def by_sql(kind: SubjectKind) -> Counter[tuple[UUID, str, date]]:
    asked = question(current.compiled(), kind, at=NOW)
    with connection.cursor() as cursor:
        cursor.execute(f"{asked.each} select subject, item, least(due, '9999-12-31'::date) from data")  # noqa: S608
        return Counter(cursor.fetchall())


def one_by_one(kind: SubjectKind) -> Counter[tuple[UUID, str, date]]:
    found: Counter[tuple[UUID, str, date]] = Counter()
    for known in learn(kind, list(subject_ids(kind))).values():
        endings = Endings(Standing(current.compiled(), known.state, NOW))
        for datum in known.state.data:
            at = endings.of(datum).at
            found[known.id, datum.item, civil_day(at) if at is not None else date(9999, 12, 31)] += 1
    return found


def run(kind: str) -> int:
    if kind == "rebuild":
        return rebuild_clocks(by=JOB, at=NOW, channel=Door.JOBS)
    return settle(by=JOB, at=NOW, channel=Door.JOBS, whole=True).marks


@pytest.mark.parametrize("notice", NOTICES[:2], ids=lambda path: path.stem)
def test_many_are_settled_together_as_each_alone(
    crowd: None, notice: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.KORTISTO_DECLARATION = str(notice)
    monkeypatch.setattr(clocks, "MANY", 1)
    run("settle")
    with looking():
        for kind in SubjectKind:
            ids = list(subject_ids(kind))
            assert clocks.settle_portion(kind, ids, NOW) == 0
            assert clocks.differing(kind, ids, NOW) == clocks.differing_of_many(kind, ids, NOW) == set()
            # Of who is due now the database does not ask whether anything can be done: a sweep looks.
            looked_at = set(Agenda.objects.filter(kind=kind, next_on__lte=NOW).values_list("subject", flat=True))
            together = dict(Agenda.objects.filter(kind=kind).values_list("subject", "next_on"))
            monkeypatch.setattr(clocks, "MANY", 1000)
            assert clocks.settle_portion(kind, ids, NOW) <= len(looked_at)
            alone = dict(Agenda.objects.filter(kind=kind).values_list("subject", "next_on"))
            assert {id_ for id_, day in alone.items() if together[id_] != day} <= looked_at
            monkeypatch.setattr(clocks, "MANY", 1)


@pytest.mark.parametrize("exactly", [0, None])
def test_whatever_is_kept_wrongly_of_anybody_is_found(crowd: None, maija: UUID, exactly: int | None) -> None:
    """The database alone finds it, whoever is picked to be learned one by one."""
    run("settle")
    with looking():
        others = list(Agenda.objects.filter(kind="person").exclude(subject=maija).values_list("subject", flat=True))
        Clock.objects.filter(kind="person", subject=others[0], clock="person.last_activity").update(last_day=NOW)
        Clock.objects.filter(kind="person", subject=others[1]).delete()
        Agenda.objects.filter(kind="person", subject=others[2]).update(states=["employee"])
        Agenda.objects.filter(kind="person", subject=others[3]).update(next_on=FAR)
        Agenda.objects.filter(kind="person", subject=others[4]).delete()
        declaration = Agenda.objects.values_list("declaration", flat=True)[0]
        Agenda.objects.create(kind="person", subject=UUID(int=5), next_on=NOW, declaration=declaration)
        wrong = 0
        for kind in SubjectKind:
            ids = [*subject_ids(kind), *clocks.strangers(kind)]
            alone = clocks.differing(kind, ids, NOW)
            assert clocks.differing_of_many(kind, ids, NOW) == alone
            wrong += len(alone)
    assert wrong > 3
    assert rebuild_clocks(by=JOB, at=NOW, channel=Door.JOBS, exactly=exactly) == wrong
    assert rebuild_clocks(by=JOB, at=NOW, channel=Door.JOBS) == 0


def test_a_busy_organisation_is_settled_as_any_other(crowd: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where many rows tell of a subject, the database puts its clocks together, however few are settled."""
    run("settle")
    with looking():
        before = sorted(Clock.objects.values_list())
        Clock.objects.all().delete()
        monkeypatch.setattr(striking, "_BUSY", 1)
        striking._count.cache_clear()
        monkeypatch.setattr(clocks, "learn", None)
        for kind in SubjectKind:
            for one in subject_ids(kind):
                assert striking.is_busy(kind, [one])
                clocks.settle_portion(kind, [one], NOW)
        assert sorted(Clock.objects.values_list()) == before
    striking._count.cache_clear()


@pytest.mark.parametrize("notice", NOTICES, ids=lambda path: path.stem)
def test_every_datum_is_due_on_the_same_day(crowd: None, notice: Path, settings: Settings) -> None:
    run("settle")
    settings.KORTISTO_DECLARATION = str(notice)
    run("settle")
    with looking():
        for kind in SubjectKind:
            assert by_sql(kind) == one_by_one(kind)
            assert by_sql(kind).total() > 5


def test_what_is_due_and_when_is_counted(crowd: None) -> None:
    run("settle")
    with looking():
        every = one_by_one(SubjectKind.PERSON) + one_by_one(SubjectKind.ORGANISATION)
        ends = Counter({key: number for key, number in every.items() if key[2] <= FAR.date()})
        falling = falls_due(current.compiled(), FAR)
        assert sum(one.number for one in falling) == ends.total() > 0
        assert all(one.rule.startswith("retention.") for one in falling if one.item == "person.contact.email")
        months = by_month(current.compiled(), at=NOW, until=FAR.date())
        assert sum(one.number for one in months) == ends.total()
        emails = [one.number for one in falls_due(current.compiled(), FAR, items={"person.contact.email"})]
        assert sum(emails) == sum(one.number for one in falling if one.item == "person.contact.email") > 0
        month = Counter((one.month, one.item) for one in months)
        assert max(month.values()) <= len(SubjectKind)


def test_the_agenda_follows_another_declaration(crowd: None, settings: Settings) -> None:
    """Set-wise, and who is due at once is to be looked at: of all others it is as if they had been learned anew."""
    run("settle")
    with looking():
        before = dict(Agenda.objects.values_list("subject", "declaration"))
    settings.KORTISTO_DECLARATION = str(next(path for path in NOTICES if "vtt" in path.stem))
    assert rewrite_agenda(by=JOB, at=NOW, channel=Door.JOBS) == len(before)
    assert Mark.objects.count() < 2 * len(before)
    run("settle")
    with looking():
        after = dict(Agenda.objects.values_list("subject", "next_on"))
        assert set(Agenda.objects.values_list("declaration", flat=True)).isdisjoint(before.values())
    assert run("rebuild") == 0
    with looking():
        Agenda.objects.all().delete()
    assert run("rebuild") == len(after), "nothing was kept of anybody"
    with looking():
        anew = dict(Agenda.objects.values_list("subject", "next_on"))
        assert {after[id_] for id_, day in anew.items() if after[id_] != day} == {NOW.date()}
        assert list(candidates(SubjectKind.PERSON, FAR))
