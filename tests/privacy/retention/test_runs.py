"""The life of a sweep, who is stuck, and certificates that can be proved."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import DatabaseError, OperationalError, connection, transaction

from kortisto.privacy.retention import operations, queries
from kortisto.privacy.retention.enums import Genuine, Remark, StuckReason, SubjectKind, SweepState
from kortisto.privacy.retention.erasing import carry_out
from kortisto.privacy.retention.models import Certificate, Stuck, Sweep
from kortisto.privacy.retention.operations import SweepIsOverError, SweepUnderWayError, sweeping
from kortisto.privacy.retention.planning import Plan, plan_of
from kortisto.privacy.retention.queries import CertificateView
from kortisto.register.access.rules import NotPermittedError
from kortisto.register.audit.enums import Door
from kortisto.register.audit.models import AuditEvent, OutboxEvent
from kortisto.register.parties import vault
from kortisto.register.parties.models import Attachment, Person, PersonEmail
from tests.privacy.retention.test_sweep_under_stress import JOB, LATER, add_people, left, looking, swept
from tests.register.conftest import ALICE, BOB, NOW
from tests.support.postgres import TestServer

pytestmark = pytest.mark.integration


@pytest.fixture
def small_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeping, "PORTION", 3)


@pytest.fixture
def db(transactional_db: None) -> None:
    """What is written is committed, as in an installation."""


def asked() -> UUID:
    return operations.ask_sweep(by=JOB, at=LATER, channel=Door.JOBS, defer=False)


def gone_on(sweep_id: UUID, **more: Any) -> CertificateView | None:
    return operations.run_sweep(
        sweep_id=sweep_id, by=JOB, at=LATER, clock=lambda: LATER, channel=Door.JOBS, **more
    )  # fmt: skip


def stuck() -> list[tuple[UUID, str, int]]:
    with looking():
        return list(Stuck.objects.order_by("subject").values_list("subject", "reason", "times"))


def people() -> list[UUID]:
    with looking():
        return list(Person.objects.order_by("pk").values_list("pk", flat=True))


# --- asked for, cancelled, gone on with -------------------------------------------------------------------------------


def test_only_who_has_the_permission_may_start_cancel_and_simulate(db: None) -> None:
    for act in (
        lambda by: operations.ask_sweep(by=by, at=NOW, channel=Door.WEB, defer=False),
        lambda by: operations.simulate_sweep(by=by, at=NOW, channel=Door.WEB),
        lambda by: operations.cancel_sweep(sweep_id=UUID(int=1), by=by, at=NOW, channel=Door.WEB),
        lambda by: operations.resume_sweep(sweep_id=UUID(int=1), by=by, at=NOW, channel=Door.WEB),
    ):
        with pytest.raises(NotPermittedError):
            act(BOB)
    asked_for = operations.ask_sweep(by=ALICE, at=NOW, channel=Door.WEB, defer=False)
    assert Sweep.objects.get().id == asked_for


def test_while_one_is_not_over_a_second_is_refused_by_name(db: None) -> None:
    first = asked()
    with pytest.raises(SweepUnderWayError) as refused:
        asked()
    assert refused.value.sweep == first
    assert gone_on(first) is not None
    asked()


def test_one_that_nobody_has_begun_is_cancelled_at_once_and_certified(db: None) -> None:
    first = asked()
    operations.cancel_sweep(sweep_id=first, by=JOB, at=LATER, channel=Door.JOBS)
    assert queries.certificate(certificate_id=first) is not None
    with pytest.raises(SweepIsOverError):
        operations.cancel_sweep(sweep_id=first, by=JOB, at=LATER, channel=Door.JOBS)


def test_cancelled_it_stops_before_the_next_portion_and_tells_what_it_had_done(
    db: None, esimerkki_oy: UUID, small_portions: None
) -> None:
    add_people(7, esimerkki_oy)
    first = asked()

    def cancel(looked_at: int) -> None:
        if Sweep.objects.get().state == "running":
            operations.cancel_sweep(sweep_id=first, by=JOB, at=LATER, channel=Door.JOBS)
            assert Sweep.objects.get().state == "cancelling"

    certificate = gone_on(first, progress=cancel)
    assert certificate is not None
    assert (certificate.outcome, certificate.people, certificate.rows["Person"], left()) == ("cancelled", 3, 3, 4)


def test_when_the_database_goes_away_it_stands_as_interrupted_and_is_gone_on_with(
    db: None, esimerkki_oy: UUID, small_portions: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_people(7, esimerkki_oy)
    first = asked()
    turns = iter([False, True])

    def away(plans: Collection[Plan], **more: Any) -> Any:
        if next(turns, False):
            raise OperationalError("the connection is closed")
        return carry_out(list(plans), **more)

    monkeypatch.setattr(sweeping, "carry_out", away)
    with pytest.raises(OperationalError):
        gone_on(first)
    assert (Sweep.objects.get().state, left(), stuck()) == ("interrupted", 4, [])
    certificate = gone_on(first)
    assert certificate is not None
    assert (certificate.people, certificate.rows["PersonEmail"], certificate.resumed) == (7, 7, 1)


def test_one_that_another_worker_has_taken_on_is_left_to_it(db: None, esimerkki_oy: UUID, small_portions: None) -> None:
    add_people(7, esimerkki_oy)
    first = asked()
    certificates: list[CertificateView | None] = []

    def taken_on(looked_at: int) -> None:
        if not certificates:
            certificates.append(gone_on(first))

    last = gone_on(first, progress=taken_on)
    assert last == certificates[0]
    assert last is not None
    assert (last.people, last.rows["Person"], last.resumed, Certificate.objects.count()) == (7, 7, 1, 1)


def test_under_another_version_of_the_notice_it_is_closed(db: None, esimerkki_oy: UUID) -> None:
    add_people(2, esimerkki_oy)
    first = asked()
    Sweep.objects.update(declaration="minimal 0.9")
    certificate = gone_on(first)
    assert certificate is not None
    assert (certificate.outcome, certificate.closing, certificate.people, left()) == ("closed", "declaration", 0, 2)


def test_a_clock_that_was_set_back_is_said_in_the_certificate(db: None) -> None:
    swept()
    earlier = LATER - timedelta(hours=3)
    second = operations.sweep(by=JOB, at=earlier, now=earlier, channel=Door.JOBS)
    assert second.remarks == (Remark.CLOCK_SET_BACK,)
    assert swept().remarks == ()


def test_the_night_ends_what_was_left_and_then_begins_its_own(db: None) -> None:
    left_over = asked()
    own = operations.sweep_tonight(by=JOB, at=LATER, clock=lambda: LATER, channel=Door.JOBS)
    assert own is not None
    assert own.id != left_over
    assert {one.id for one in queries.certificates()} == {own.id, left_over}


def test_progress_can_be_seen(db: None) -> None:
    first = asked()
    view = queries.sweep_under_way(at=LATER)
    assert view is not None
    assert (view.id, view.state, view.over) == (first, SweepState.ASKED, False)
    Sweep.objects.update(state="running", started_at=LATER, total=8, looked_at=2)
    view = queries.sweep_view(sweep_id=first, at=LATER)
    assert view is not None
    assert (view.state, view.percent) == (SweepState.RUNNING, 25)
    view = queries.sweep_view(sweep_id=first, at=LATER + timedelta(minutes=5))
    assert view is not None
    assert view.state is SweepState.INTERRUPTED


# --- stuck ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (OSError("the file of Maija"), StuckReason.FILE),
        (ValueError("Maija"), StuckReason.VALUE),
        (KeyError("Maija"), StuckReason.VALUE),
        (RuntimeError("Maija"), StuckReason.OTHER),
    ],
)
def test_any_error_of_one_sets_that_one_aside_and_no_value_is_kept(
    db: None, esimerkki_oy: UUID, monkeypatch: pytest.MonkeyPatch, error: Exception, reason: StuckReason
) -> None:
    add_people(5, esimerkki_oy)
    one = people()[2]

    def fails(known: Any, at: Any) -> Plan:
        if known.id == one:
            raise error
        return plan_of(known, at)

    monkeypatch.setattr(sweeping, "plan_of", fails)
    certificate = swept()
    assert (certificate.people, certificate.stuck, certificate.stuck_by_reason) == (4, 1, {reason: 1})
    assert (people(), stuck()) == ([one], [(one, reason, 1)])
    with looking():
        assert "Maija" not in repr(Stuck.objects.values().get())
    assert swept().stuck == 1
    assert stuck() == [(one, reason, 2)]
    monkeypatch.undo()
    again = swept()
    assert (again.people, again.stuck, stuck(), left()) == (1, 0, [], 0)


def test_a_value_that_the_database_cannot_reckon_with_sets_its_own_aside(
    db: None, esimerkki_oy: UUID, postgres_server: TestServer
) -> None:
    add_people(4, esimerkki_oy)
    one = people()[1]
    with psycopg.connect(postgres_server.admin_dsn, dbname=connection.settings_dict["NAME"], autocommit=True) as admin:
        admin.execute(
            "create function bad_value() returns trigger language plpgsql as $$ begin "
            f"if old.id = '{one}' then perform 1 / 0; end if; return old; end $$"
        )
        admin.execute(
            "create trigger bad_value before delete on parties_person for each row execute function bad_value()"
        )
        try:
            certificate = swept()
        finally:
            admin.execute("drop trigger bad_value on parties_person")
            admin.execute("drop function bad_value()")
    assert (certificate.people, certificate.stuck_by_reason) == (3, {"value": 1})
    with looking():
        assert PersonEmail.objects.count() == 1, "nothing of the one that is stuck has gone"
    with looking():
        assert [one.name for one in _stuck_views()] == ["Keksitty Henkilö0001"]


def _stuck_views() -> tuple[queries.StuckView, ...]:
    with operations.oversee(by=ALICE, at=NOW, channel=Door.WEB) as access:
        return queries.stuck_subjects(access=access)


def test_who_is_erased_in_another_way_is_off_the_list(db: None, esimerkki_oy: UUID) -> None:
    from kortisto.declaration.holdings import tell_followers  # noqa: PLC0415 (used by this test alone)

    add_people(1, esimerkki_oy)
    with looking():
        one = Person.objects.get().pk
        Stuck.objects.create(
            kind=SubjectKind.PERSON, subject=one, first_at=NOW, last_at=NOW, reason="other", sweep=UUID(int=1)
        )
        tell_followers(Person, [one])
    assert stuck() == []


def test_when_all_are_stuck_it_is_closed_instead_of_trying_a_million(
    db: None, esimerkki_oy: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(known: Any, at: Any) -> Plan:
        raise RuntimeError("a fault of the program")

    monkeypatch.setattr(sweeping, "plan_of", fails)
    monkeypatch.setattr(sweeping, "MOST_STUCK", 3)
    monkeypatch.setattr(sweeping, "PORTION", 4)
    add_people(9, esimerkki_oy)
    certificate = swept()
    assert (certificate.outcome, certificate.closing, certificate.stuck) == ("closed", "too many stuck", 4)


# --- certificates -----------------------------------------------------------------------------------------------------


def test_a_certificate_holds_nothing_about_anybody(db: None, maija: UUID) -> None:
    with looking():
        ids = {str(one) for one in Person.objects.values_list("pk", flat=True)}
    certificate = swept()
    document = Certificate.objects.get().document
    said = json.loads(document)
    assert certificate.people == 1
    assert not [mark for mark in (*ids, "Maija", "maija", "Esimerkki", "esimerkki", "Toimitus") if mark in document]
    assert said["rule_texts"][next(iter(said["rules"]))]
    assert said["items"]["person.contact.email"] == 1
    assert said["declaration"] == certificate.declaration


def test_the_text_of_a_rule_is_known_by_its_hash(db: None, settings: Any, tmp_path: Any) -> None:
    from pathlib import Path  # noqa: PLC0415 (used by this test alone)

    before = swept().rule_texts
    assert all(len(one) == 64 for one in before.values())
    text = Path(settings.KORTISTO_DECLARATION).read_text("utf-8")
    (tmp_path / "longer.yaml").write_text(text.replace("3 years", "4 years"), "utf-8")
    settings.KORTISTO_DECLARATION = str(tmp_path / "longer.yaml")
    after = swept().rule_texts
    assert before.keys() == after.keys()
    assert before != after


ANOTHER_LINE = """
insert into audit_outbox (id, actor_kind, actor_role, purpose, basis, channel, request_id, network, happened_at, action,
                          object_kind, object_id, subjects, items, outcome)
select gen_random_uuid(), actor_kind, '', '', '', channel, '', '', happened_at, action, 'certificate sha256:HASH',
       object_id, '{}', '{}', outcome
from audit_outbox where action = 'retention.certify'
"""


def genuine() -> dict[UUID, Genuine]:
    return {one.id: one.genuine for one in queries.genuine_all()}


def by_hand(change: str, server: TestServer) -> None:
    """Change the database as somebody who may do anything in it."""
    with psycopg.connect(server.admin_dsn, dbname=connection.settings_dict["NAME"], autocommit=True) as admin:
        admin.execute("set session_replication_role = replica")
        admin.execute(change)


@pytest.mark.parametrize(
    "change",
    [
        "update retention_certificate set document = replace(document, '\"people\":1', '\"people\":0'), people = 0",
        "update retention_certificate set people = 7",
        "update retention_certificate set outcome = 'cancelled'",
        "update retention_certificate set started_at = started_at - interval '1 second'",
        "update retention_certificate set document = 'nothing'",
        "update retention_certificate set document = '[]'",
        "update retention_certificate set document = replace(document, '\"format\":1', '\"format\":0')",
    ],
)
def test_a_certificate_that_was_changed_by_hand_is_found(
    db: None, maija: UUID, postgres_server: TestServer, change: str
) -> None:
    certificate = swept()
    assert genuine() == {certificate.id: Genuine.YES}
    assert queries.genuine(certificate_id=certificate.id) is Genuine.YES
    by_hand(change, postgres_server)
    assert genuine() == {certificate.id: Genuine.CHANGED}
    assert queries.genuine(certificate_id=certificate.id) is Genuine.CHANGED
    assert queries.certificate(certificate_id=certificate.id) is not None


def test_a_certificate_that_was_removed_or_made_up_is_found(db: None, maija: UUID, postgres_server: TestServer) -> None:
    certificate = swept()
    by_hand("update retention_certificate set id = '00000000-0000-7000-8000-000000000001', document = "
            "replace(document, id::text, '00000000-0000-7000-8000-000000000001')", postgres_server)  # fmt: skip
    assert genuine() == {UUID("00000000-0000-7000-8000-000000000001"): Genuine.NOT_IN_LOG,
                         certificate.id: Genuine.MISSING}  # fmt: skip


def test_a_second_line_does_not_make_a_change_right(db: None, maija: UUID, postgres_server: TestServer) -> None:
    certificate = swept()
    by_hand("update retention_certificate set people = 0, document = replace(document, '\"people\":1', '\"people\":0')",
            postgres_server)  # fmt: skip
    changed = queries.certificate(certificate_id=certificate.id)
    assert changed is not None
    by_hand(ANOTHER_LINE.replace("HASH", changed.sha256), postgres_server)  # fmt: skip
    assert OutboxEvent.objects.filter(action="retention.certify").count() == 2
    assert genuine() == {certificate.id: Genuine.CHANGED}


def test_an_older_one_is_told_as_such(db: None) -> None:
    said = {"format": 0, "certificate": str(UUID(int=3)), "declaration": "minimal 1.0", "people": 0,
            "organisations": 0, "outcome": "interrupted", "started_at": NOW.isoformat(),
            "finished_at": NOW.isoformat()}  # fmt: skip
    Certificate.objects.create(
        id=UUID(int=3), declaration="minimal 1.0", started_at=NOW, finished_at=NOW, outcome="interrupted",
        document=json.dumps(said),
    )  # fmt: skip
    assert genuine() == {UUID(int=3): Genuine.BEFORE}


@pytest.mark.parametrize(
    "change", [lambda: Certificate.objects.update(people=9), lambda: Certificate.objects.all().delete()]
)
def test_the_program_itself_cannot_change_a_certificate(db: None, change: Callable[[], object]) -> None:
    swept()
    with pytest.raises(DatabaseError), transaction.atomic():
        change()


def test_the_list_goes_on_where_the_page_before_ended(db: None, django_assert_num_queries: Any) -> None:
    made = [swept().id for _ in range(5)]
    first = queries.certificate_page(limit=2)
    second = queries.certificate_page(limit=2, before=first.next)
    with django_assert_num_queries(1):
        third = queries.certificate_page(limit=2, before=second.next)
    assert [one.id for page in (first, second, third) for one in page.lines] == made[::-1]
    assert third.next is None
    assert queries.nights()[0].people == 0


# --- what would happen ------------------------------------------------------------------------------------------------


def test_a_simulation_says_what_a_sweep_then_does_and_keeps_nothing(
    db: None, esimerkki_oy: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kortisto.privacy.retention.operations import simulating  # noqa: PLC0415 (used by this test alone)

    monkeypatch.setattr(simulating, "PORTION", 3)
    add_people(7, esimerkki_oy)
    found = operations.simulate_sweep(by=ALICE, at=LATER, channel=Door.WEB)
    assert (left(), Sweep.objects.count(), Certificate.objects.count(), stuck()) == (7, 0, 0, [])
    assert len(found.samples) == simulating.SAMPLES + 1
    assert found.samples[0].whole
    assert found.samples[0].name.startswith("Keksitty")
    real = swept()
    assert (found.people, found.organisations) == (real.people, real.organisations) == (7, 1)
    assert (found.items, found.rules, found.held_back) == (real.items, real.rules, real.held_back)
    assert found.rows == real.rows
    told = AuditEvent.objects.filter(action="retention.simulate")
    assert {one for line in told for one in line.subjects}


def test_a_simulation_of_some_says_that_it_is_not_all(db: None, esimerkki_oy: UUID) -> None:
    add_people(4, esimerkki_oy)
    some = operations.simulate_sweep(by=ALICE, at=LATER, channel=Door.WEB, most=2)
    assert (some.complete, some.people) == (False, 2)
    assert operations.simulate_sweep(by=ALICE, at=LATER, channel=Door.WEB, most=9).complete


def test_a_file_that_cannot_be_removed_stops_nobody_and_is_counted(
    esimerkki_oy: UUID, small_portions: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Any, settings: Any
) -> None:
    """Its row is gone, and with it the salt of its key: nobody can read what is left, and tidying tries again."""
    settings.KORTISTO_FILES = str(tmp_path / "files")
    add_people(7, esimerkki_oy)
    with looking():
        first = Person.objects.order_by("sort_key").first()
        assert first is not None
        name, salt = vault.put(b"a report")
        Attachment.objects.create(
            person=first, name="report.txt", media_type="text/plain", size=8, stored_as=name, salt=salt,
            **{field: getattr(first, field) for field in ("source", "collected_at", "basis", "declaration")},
        )  # fmt: skip

    def refused(_name: str) -> None:
        raise PermissionError("read-only")

    monkeypatch.setattr(vault, "destroy", refused)
    certificate = swept()
    assert (certificate.outcome, certificate.people, certificate.files_left, left()) == ("finished", 7, 1, 0)
    assert vault.there(name)
