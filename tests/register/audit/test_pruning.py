"""Lines go when their period is over, never before, and the log can be checked as before."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from kortisto.register.audit import operations, sealing
from kortisto.register.audit.enums import ActorKind, Door
from kortisto.register.audit.models import AuditEvent, Pruning, SealedEvent
from kortisto.register.audit.pruning import prune
from kortisto.register.audit.range_check import FindingKind
from kortisto.register.audit.values import Actor
from kortisto.register.audit.verifying import Report, verify
from tests.register.audit.conftest import Attack, Log
from tests.register.conftest import NOW

pytestmark = [pytest.mark.integration]

OLD, RECENT = datetime(2020, 3, 31, 12, tzinfo=UTC), datetime.now(UTC)
JOB = Actor(kind=ActorKind.JOB)


@pytest.fixture
def old(log: Log, attack: Attack) -> Log:
    """Five old lines, three that are new; the declared period is two years."""
    log.write(5)
    attack(f"update audit_outbox set recorded_at = '{OLD:%Y-%m-%d %H:%M}+00'")  # noqa: S608 (the test's own)
    log.seal()
    log.seal(3)
    attack("insert into audit_policy values (1, '2 years')")
    return log


def pruned(log: Log, *, older_than: datetime = RECENT - timedelta(days=800)) -> int:
    return prune(older_than=older_than, by=JOB, at=NOW, channel=Door.JOBS, signer=log.signer, witnesses=[log.witness])


def checked(log: Log) -> Report:
    return verify(at=NOW, verifier=log.signer.verifier, witnesses=[log.witness])


def test_what_is_over_goes_and_the_log_stays_whole(old: Log) -> None:
    assert pruned(old) == 5

    report = checked(old)
    assert report.findings == ()
    assert (report.size, report.lines, report.kept) == (9, 4, 5)
    assert AuditEvent.objects.filter(action="audit.prune").count() == 1


def test_the_partition_of_a_month_that_is_over_goes_with_its_lines(old: Log) -> None:
    def there() -> bool:
        with connection.cursor() as cursor:
            cursor.execute("select to_regclass('audit_sealed_2020_03') is not null")
            return bool(cursor.fetchone()[0])

    assert there()
    pruned(old)
    assert not there()


def test_twice_removes_nothing_more_and_says_nothing_more(old: Log) -> None:
    pruned(old)

    assert pruned(old) == 0
    assert AuditEvent.objects.filter(action="audit.prune").count() == 1


def test_when_everything_is_over_the_line_that_says_so_stays(log: Log, attack: Attack) -> None:
    log.write(2)
    attack(
        "update audit_outbox set recorded_at = '2020-03-31 12:00+00'", "insert into audit_policy values (1, '1 year')"
    )
    log.seal()

    assert pruned(log) == 2
    assert [line.action for line in SealedEvent.objects.all()] == ["audit.prune"]
    assert checked(log).findings == ()


def test_the_log_goes_on_after_pruning(old: Log) -> None:
    pruned(old)
    old.seal(4)

    assert SealedEvent.objects.order_by("-seq")[0].seq == 12
    assert checked(old).findings == ()


def test_what_goes_missing_after_pruning_is_found(old: Log, attack: Attack) -> None:
    pruned(old)
    attack("delete from audit_sealed where seq = 5")

    [finding] = checked(old).findings
    assert (finding.kind, finding.first, finding.last) == (FindingKind.MISSING, 5, 5)


def test_a_pruning_that_nobody_signed_hides_nothing(old: Log, attack: Attack) -> None:
    attack(
        "delete from audit_sealed where seq < 6",
        "insert into audit_pruned values (6, gen_random_uuid(), 'signed, believe me')",
    )

    assert {one.kind for one in checked(old).findings} == {FindingKind.SIGNATURE, FindingKind.MISSING}


def test_a_signed_pruning_cannot_be_stretched(old: Log, attack: Attack) -> None:
    pruned(old)
    attack("update audit_pruned set before = 7", "delete from audit_sealed where seq < 7")

    assert {one.kind for one in checked(old).findings} == {FindingKind.SIGNATURE, FindingKind.MISSING}


def test_nothing_goes_before_the_declared_period_whoever_asks(old: Log) -> None:
    with pytest.raises(DatabaseError, match="still runs"), transaction.atomic():
        pruned(old, older_than=RECENT + timedelta(days=1))

    assert SealedEvent.objects.filter(seq__lt=8).count() == 8


def test_nothing_goes_when_no_period_is_known(old: Log, attack: Attack) -> None:
    attack("delete from audit_policy")

    with pytest.raises(DatabaseError, match="no period"), transaction.atomic():
        pruned(old)


def test_nothing_goes_without_a_line_that_says_so(old: Log) -> None:
    for marker in (old.ids()[0], old.ids()[7]):
        with pytest.raises(DatabaseError, match="no sealed line"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("select audit_prune(%s, '')", (marker,))
    assert not Pruning.objects.exists()


def test_killed_between_saying_and_doing_it_is_done_the_next_time(old: Log) -> None:
    first_kept = SealedEvent.objects.get(seq=5)
    operations.record(
        by=JOB, action="audit.prune", at=NOW, channel=Door.JOBS, object_kind="audit_line", object_id=first_kept.id
    )
    sealing.seal_all(at=NOW, signer=old.signer, witnesses=[old.witness])
    assert checked(old).findings == ()

    assert pruned(old) == 5
    assert checked(old).findings == ()
