"""What may come in the way of a sweep or an erasure, each with the end that it then has."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from pytest_django import Settings

from kortisto.interfaces.jobs import reminding
from kortisto.privacy.retention.enums import PURPOSE, Outcome, SubjectKind
from kortisto.privacy.retention.models import Certificate
from kortisto.privacy.retention.operations import Erased, erase, sweep, sweeping
from kortisto.privacy.retention.queries import CertificateView
from kortisto.privacy.retention.walking import learn
from kortisto.register.audit.enums import ActorKind, Door
from kortisto.register.audit.models import AuditEvent
from kortisto.register.audit.operations import open_access
from kortisto.register.audit.values import Actor
from kortisto.register.ledger import standing
from kortisto.register.ledger.book import contents
from kortisto.register.parties import vault
from kortisto.register.parties.enums import UploadState
from kortisto.register.parties.importing.choices import Duplicates, Policy
from kortisto.register.parties.importing.meaning import Target
from kortisto.register.parties.models import Attachment, Organisation, Person, PersonEmail, Represents, Upload
from kortisto.register.parties.operations.attachments import GRACE
from tests.privacy.retention.test_erasing_at_once import meanwhile, merged
from tests.privacy.retention.test_sweep_under_stress import add_people
from tests.register.conftest import ALICE, NOW
from tests.register.parties.importing.test_uploads import account, bring, choose, run, start

pytestmark = pytest.mark.integration

JOB = Actor(kind=ActorKind.JOB)
LATER = datetime(2029, 11, 22, 22, 30, tzinfo=UTC)
HEADER = "Yritys;Etunimi;Sukunimi;Tehtävänimike;Sähköposti\n"
MAIJA = HEADER + "Esimerkki Oy;Maija;Esimerkki;Hallituksen jäsen;maija.esimerkki@esimerkki.example\n"


@pytest.fixture
def db(transactional_db: None) -> None:
    """Here the cast is committed, so that other transactions see it."""


@pytest.fixture(autouse=True)
def folders(db: None, settings: Settings, tmp_path: Path) -> None:
    settings.DATA = tmp_path
    settings.KORTISTO_FILES = tmp_path / "files"
    settings.LEDGER_FOLDER = tmp_path / "ledger"
    standing.begin(at=NOW)


@contextmanager
def looking() -> Iterator[None]:
    with open_access(by=JOB, purpose=PURPOSE, at=NOW, channel=Door.JOBS) as access:
        access.record("test.look")
        yield


def swept(at: datetime = LATER) -> CertificateView:
    return sweep(by=JOB, at=at, now=at, channel=Door.JOBS)


def erased(person: UUID, at: datetime = NOW + timedelta(days=1), asked_on: date | None = None) -> Erased:
    return erase(kind=SubjectKind.PERSON, subject=person, by=ALICE, at=at, channel=Door.WEB, asked_on=asked_on)


def people() -> set[UUID]:
    with looking():
        return set(Person.objects.values_list("pk", flat=True))


def counted(model: Any) -> int:
    with looking():
        return int(model.objects.count())


# --- how many ------------------------------------------------------------------------------------


def test_many_who_are_due_at_once_go_in_small_transactions(esimerkki_oy: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many are due, only a portion is in memory, in a transaction, in an entry, in a line of the log."""
    asked: list[int] = []

    def told(kind: SubjectKind, ids: Any, **named: Any) -> Any:
        asked.append(len(ids))
        return learn(kind, ids, **named)

    monkeypatch.setattr(sweeping, "learn", told)
    monkeypatch.setattr(sweeping, "PORTION", 3)
    add_people(11, esimerkki_oy)
    assert swept().people == 11
    assert (max(asked), sum(asked)) == (3, 12), "each is looked at once, with the organisation"
    erasing = [event for event in AuditEvent.objects.filter(action="retention.erase") if event.object_kind == "person"]
    assert [len(event.subjects) for event in sorted(erasing, key=lambda one: one.id)] == [3, 3, 3, 2]
    assert len({event.access for event in erasing}) == 4, "a transaction each"
    assert [len(entry.ids()) for entry in contents().entries.values()] == [3, 3, 3, 2, 1]


# --- the clock ------------------------------------------------------------------------------------


def test_with_a_clock_that_was_set_back_somebody_is_erased_all_the_same(maija: UUID) -> None:
    """The data are younger than now, by that clock: what stays and what goes is no other."""
    done = erased(maija, at=NOW - timedelta(days=400))
    assert done.outcome is Outcome.DONE
    assert people() == set()
    [entry] = contents(fresh=True).entries.values()
    assert entry.ids() == (maija,), "the ledger goes by its own order, not by a clock"
    assert standing.look().obstacle is None


def test_with_a_clock_that_was_set_back_a_sweep_erases_nobody_too_early(maija: UUID) -> None:
    assert swept(at=NOW - timedelta(days=400)).people == 0
    assert people() == {maija}


HALF_PAST = timedelta(minutes=30)


@pytest.mark.parametrize(
    "day",
    [date(2030, 3, 31), date(2030, 10, 27), date(2028, 2, 29)],
    ids=["clocks go forward", "clocks go back", "29 February"],
)
def test_a_request_of_such_a_night_is_of_its_own_day(maija: UUID, day: date) -> None:
    """Half past midnight in Finland: in the world's time it is the day before."""
    summer = day.month == 10
    at = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=3 if summer else 2) + HALF_PAST
    done = erased(maija, at=at, asked_on=day)
    assert done.outcome is Outcome.DONE
    assert people() == set()
    assert done.plan is not None
    assert done.plan.asked_on == day


# --- at the same time ------------------------------------------------------------------------------------


def to_come(text: str = MAIJA) -> UUID:
    """A file that updates Maija, ready to be brought in."""
    by = account()
    upload_id = bring(text, by)
    choose(upload_id, by, duplicates=Duplicates.UPDATE, policies=dict.fromkeys((Target.TITLE,), Policy.ALWAYS))
    start(upload_id, by)
    return upload_id


def test_what_an_import_is_changing_goes_with_whom_it_is_about(maija: UUID) -> None:
    upload = to_come()
    answer = meanwhile(lambda: run(upload), lambda: erased(maija))
    assert isinstance(answer, Erased)
    assert answer.outcome is Outcome.DONE
    assert (people(), counted(PersonEmail), counted(Represents)) == (set(), 0, 0)


def test_an_import_that_comes_second_changes_nobody_who_is_gone(maija: UUID) -> None:
    upload = to_come()
    answer = meanwhile(lambda: erased(maija), lambda: run(upload))
    assert answer is None, answer
    done = Upload.objects.get(pk=upload)
    assert (done.state, people()) == (UploadState.DONE, set()), "nobody comes back, and nothing is left of the row"
    assert (counted(PersonEmail), counted(Represents)) == (0, 0)


def test_a_sweep_takes_those_whom_an_import_is_changing_when_they_are_due(maija: UUID) -> None:
    upload = to_come()
    answer = meanwhile(lambda: run(upload), swept)
    assert isinstance(answer, CertificateView), answer
    assert (answer.people, answer.stuck, people()) == (1, 0, set())


def test_a_sweep_during_a_merge_erases_what_became_of_both(maija: UUID, esimerkki_oy: UUID) -> None:
    add_people(1, esimerkki_oy)
    [other] = people() - {maija}
    answer = meanwhile(lambda: merged(maija, other), swept)
    assert isinstance(answer, CertificateView), answer
    assert (answer.people, answer.stuck, people(), counted(PersonEmail)) == (1, 0, set(), 0)


def test_two_sweeps_of_one_person_are_one(maija: UUID) -> None:
    answer = meanwhile(lambda: erased(maija), swept)
    assert isinstance(answer, CertificateView), answer
    assert (answer.people, answer.stuck, people()) == (0, 0, set())


# --- files ------------------------------------------------------------------------------------


def with_file(model: Any, owner: UUID) -> str:
    """Hang a file on somebody; return its name."""
    name, salt = vault.put(b"a report")
    with looking():
        one = model.objects.get(pk=owner)
        Attachment.objects.create(
            name="report.txt", media_type="text/plain", size=8, stored_as=name, salt=salt,
            **{model.__name__.lower(): one},
            **{field: getattr(one, field) for field in ("source", "collected_at", "basis", "declaration")},
        )  # fmt: skip
    return name


@pytest.fixture
def read_only(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """The folder of files takes no change until what this returns is called."""

    def refused(path: Path, *_arguments: object, **_named: object) -> None:
        raise PermissionError(1, "read-only", str(path))

    unlink = Path.unlink
    monkeypatch.setattr(
        Path, "unlink", lambda path, *a, **n: (refused if "files" in path.parts else unlink)(path, *a, **n)
    )
    return lambda: monkeypatch.setattr(Path, "unlink", unlink)


def test_a_file_that_cannot_be_removed_stops_no_erasure_and_goes_later(
    maija: UUID, read_only: Callable[[], None]
) -> None:
    """With the row its key is gone; tidying up tries again, and does all else that it has to do meanwhile."""
    names = {with_file(Person, maija), with_file(Person, maija)}
    assert erased(maija).outcome is Outcome.DONE
    assert people() == set()
    assert all(map(vault.there, names))
    at = datetime.now(UTC) + GRACE + timedelta(minutes=1)
    told = reminding.tidy(at=at)
    assert (told["files"], told["left"]) == (0, 2)
    read_only()
    told = reminding.tidy(at=at)
    assert (told["files"], told["left"]) == (2, 0)
    assert not any(map(vault.there, names))


def test_the_certificate_knows_of_a_file_that_the_last_portion_left(
    maija: UUID, esimerkki_oy: UUID, read_only: Callable[[], None]
) -> None:
    with_file(Person, maija)
    with_file(Organisation, esimerkki_oy)
    certificate = swept()
    assert (certificate.outcome, certificate.people, certificate.organisations) == ("finished", 1, 1)
    assert certificate.files_left == 2
    assert Certificate.objects.count() == 1
