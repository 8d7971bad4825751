"""The sequencer: every line once, in places without gaps, whatever happens meanwhile."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from datetime import UTC, datetime, timedelta
from uuid import UUID

import psycopg
import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.utils.module_loading import import_string
from hypothesis import given
from hypothesis import strategies as some
from psycopg.errors import InsufficientPrivilege

from kortisto.lib.log_lines import MARK, entries_of, entry_of, readable, written
from kortisto.lib.merkle import leaf_hash, root_of
from kortisto.register.audit import checking, operations, sealing
from kortisto.register.audit.enums import ActorKind, Door
from kortisto.register.audit.leaves import COLUMNS
from kortisto.register.audit.models import AuditEvent, OutboxEvent, SealedEvent, SignedCheckpoint, Tile
from kortisto.register.audit.range_check import FindingKind
from kortisto.register.audit.sealing import BrokenSealError
from kortisto.register.audit.values import Actor, came_from, network_of
from kortisto.register.audit.verifying import verify
from tests.register.audit.conftest import Attack, Log
from tests.register.conftest import BOB, NOW
from tests.support.postgres import TestServer

pytestmark = [pytest.mark.integration]


def places() -> list[int]:
    return list(SealedEvent.objects.order_by("seq").values_list("seq", flat=True))


def rows_in(server: TestServer, table: str) -> int:
    with psycopg.connect(server.admin_dsn, dbname=connection.settings_dict["NAME"]) as superuser:
        found = superuser.execute(f"select count(*) from {table}").fetchone()  # noqa: S608 (a name of the test)
    assert found is not None
    return int(found[0])


def test_lines_get_places_and_a_signed_root(log: Log) -> None:
    log.write(3)
    waiting = set(OutboxEvent.objects.values_list("id", flat=True))

    assert log.seal() == 3

    assert places() == [0, 1, 2]
    assert set(log.ids()) == waiting
    assert not OutboxEvent.objects.exists()
    rows = SealedEvent.objects.order_by("seq").values_list(*COLUMNS)
    said = log.signer.verifier.open(SignedCheckpoint.objects.get().note)
    assert (said.size, said.root) == (3, root_of([leaf_hash(entry_of(row)) for row in rows]))
    assert log.witness.last() == said


def test_places_go_on_where_they_were(log: Log) -> None:
    for lines in (2, 300, 1):
        log.seal(lines)

    assert places() == list(range(303))
    assert sum(len(tile.hashes) for tile in Tile.objects.filter(level=0)) == 303 * 32
    assert [note.count("\n") for note in log.witness.notes()] == [5, 5, 5]


def test_batches_are_bounded(log: Log) -> None:
    log.write(5)
    first = sealing.seal(at=NOW, signer=log.signer, most=2)

    assert first is not None
    assert (first.lines, first.size) == (2, 2)
    assert log.seal() == 3
    assert places() == list(range(5))


def test_nothing_waiting_signs_nothing(log: Log) -> None:
    assert log.seal() == 0
    assert not SignedCheckpoint.objects.exists()


def test_a_day_keeps_its_last_checkpoint(log: Log) -> None:
    for at in (NOW, NOW + timedelta(minutes=1), NOW + timedelta(days=1)):
        log.write()
        sealing.seal(at=at, signer=log.signer)

    assert list(SignedCheckpoint.objects.order_by("day").values_list("size", flat=True)) == [2, 3]


def test_lines_are_read_alike_before_and_after(log: Log) -> None:
    log.write()
    before = AuditEvent.objects.values(*COLUMNS).get()
    log.seal()

    assert AuditEvent.objects.values(*COLUMNS).get() == before


def test_lines_lie_in_the_partition_of_their_month(log: Log, postgres_server: TestServer) -> None:
    log.seal(1)

    assert rows_in(postgres_server, f"audit_sealed_{datetime.now(UTC):%Y_%m}") == 1


def test_a_month_without_a_partition_is_made_and_takes_what_lay_elsewhere(
    log: Log, attack: Attack, postgres_server: TestServer
) -> None:
    log.write()
    attack("update audit_outbox set recorded_at = '2020-02-29 12:00+00'")
    log.seal()
    attack(
        "alter table audit_sealed detach partition audit_sealed_2020_02",
        "insert into audit_sealed_other table audit_sealed_2020_02",
        "drop table audit_sealed_2020_02",
    )
    log.write()
    attack("update audit_outbox set recorded_at = '2020-02-01 00:00+00'")
    log.seal()

    assert (rows_in(postgres_server, "audit_sealed_2020_02"), rows_in(postgres_server, "audit_sealed_other")) == (2, 0)
    attack("drop table audit_sealed_2020_02")


def test_the_runtime_role_prepares_the_next_months(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select audit_prepare_months(current_date, 2)")
        cursor.execute("select count(*) from pg_inherits where inhparent = 'audit_sealed'::regclass")
        assert cursor.fetchone()[0] >= 4


def test_the_months_to_come_are_made_ahead(db: None) -> None:
    """Those of this month and of the next two; the worker asks for them every night."""
    now = datetime.now(UTC)
    checking.prepare_months(at=now)
    with connection.cursor() as cursor:
        cursor.execute("select inhrelid::regclass::text from pg_inherits where inhparent = 'audit_sealed'::regclass")
        made = {name for (name,) in cursor.fetchall()}
    months = [divmod(now.year * 12 + now.month - 1 + ahead, 12) for ahead in range(3)]
    assert {f"audit_sealed_{year}_{month + 1:02}" for year, month in months} <= made


def test_headers_of_transactions_that_ended_are_cleared(log: Log) -> None:
    log.write(3)

    with operations.open_access(by=BOB, purpose="crm", at=NOW, channel=Door.WEB) as access:
        assert sealing.clear_contexts() == 3
        with connection.cursor() as cursor:
            cursor.execute("select count(*) from audit_access_context where xid = pg_current_xact_id_if_assigned()")
            assert cursor.fetchone() == (1,)
        access.record("person.read")


@pytest.mark.parametrize(
    "statement",
    [
        "update audit_sealed set purpose = 'other'",
        "delete from audit_sealed",
        "insert into audit_sealed (id, seq) values (gen_random_uuid(), 7)",
        "delete from audit_outbox",
        "update audit_tile set hashes = ''",
        "delete from audit_tile",
        "insert into audit_tile (level, index, hashes) values (0, 1, '')",
        "delete from audit_checkpoint",
        "update audit_checkpoint set size = 9",
        "insert into audit_policy values (1, '1 day')",
        "update audit_policy set keep = '1 day'",
        "delete from audit_verification",
        "select audit_prepare_month(current_date)",
        "truncate audit_sealed",
    ],
)
def test_the_runtime_role_cannot_touch_the_seal(log: Log, statement: str) -> None:
    log.seal(1)

    with pytest.raises(DatabaseError) as raised, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert isinstance(raised.value.__cause__, InsufficientPrivilege)


@pytest.mark.parametrize(
    "statement",
    [
        "update audit_sealed set purpose = 'other'",
        "delete from audit_sealed",
        "truncate audit_sealed",
        "truncate audit_sealed_other",
        "update audit_tile set hashes = ''",
        "update audit_tile set hashes = set_byte(hashes, 0, 255 - get_byte(hashes, 0))",
        "delete from audit_tile",
        "delete from audit_checkpoint",
        "update audit_checkpoint set note = ''",
    ],
)
def test_the_owner_cannot_change_the_seal_either(log: Log, postgres_server: TestServer, statement: str) -> None:
    log.seal(1)

    with (
        psycopg.connect(postgres_server.owner_dsn, dbname=connection.settings_dict["NAME"]) as owner,
        pytest.raises(InsufficientPrivilege),
    ):
        owner.execute(statement)


def test_sealing_elsewhere_than_at_the_end_is_refused(log: Log) -> None:
    log.seal(2)
    log.write()
    waiting = OutboxEvent.objects.get().id

    for first, ids in ((0, [waiting]), (1, [waiting]), (3, [waiting]), (2, [waiting, UUID(int=7)]), (2, [])):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("select audit_seal(%s, %s::uuid[], '{}', '{}', '{}', '', '', now())", (first, ids))

    assert OutboxEvent.objects.count() == 1


# --- what must not be signed -----------------------------------------------------------------------------------------


def test_a_shorter_log_is_not_signed_again(log: Log, attack: Attack) -> None:
    """A database put back to an earlier time: what was told to the witness cannot be told differently."""
    log.seal(2)
    attack(*(f"create table old_{name} as table audit_{name}" for name in ("sealed", "tile", "checkpoint")))
    log.seal(3)
    attack(
        *(
            statement
            for name in ("sealed", "tile", "checkpoint")
            for statement in (
                f"truncate audit_{name}",
                f"insert into audit_{name} table old_{name}",
                f"drop table old_{name}",
            )
        )
    )
    log.write()

    with pytest.raises(BrokenSealError, match="has seen 5 lines, and there are 2"):
        log.seal()
    assert OutboxEvent.objects.count() == 1


def test_altered_hashes_are_not_signed(log: Log, attack: Attack) -> None:
    log.seal(3)
    attack("update audit_tile set hashes = set_byte(hashes, 40, 255 - get_byte(hashes, 40))")
    log.write()

    with pytest.raises(BrokenSealError, match="not what was signed"):
        log.seal()


def test_a_witness_that_lies_holds_nobody_up_and_what_it_had_seen_still_counts(log: Log, attack: Attack) -> None:
    log.seal(3)
    seen = log.witness.file.read_text("utf-8")
    lie = seen.partition("\n")[2].replace("\n3\n", "\n999\n")
    with log.witness.file.open("a", encoding="utf-8") as file:
        file.write(lie)
    last = log.witness.last()
    assert last is not None
    assert last.size == 999

    assert log.seal(2) == 2
    assert FindingKind.SIGNATURE in {
        one.kind for one in verify(at=NOW, verifier=log.signer.verifier, witnesses=[log.witness]).findings
    }
    attack("delete from audit_sealed", "delete from audit_tile", "delete from audit_checkpoint")
    log.write()
    with pytest.raises(BrokenSealError, match="has seen 3 lines, and there are 0"):
        log.seal()


def test_a_witness_that_is_away_holds_nobody_up(log: Log) -> None:
    log.witness.file.parent.mkdir(parents=True)
    log.witness.file.parent.joinpath("checkpoints").symlink_to("/proc/nobody/here")

    assert log.seal(2) == 2
    failed = sealing.tell(signer=log.signer, witnesses=[log.witness])
    assert [witness for witness, _ in failed] == [log.witness]


# --- at the same time ------------------------------------------------------------------------------------------------


def test_several_writers_and_two_sequencers_leave_no_gap(log: Log) -> None:
    writers, lines = 4, 25
    done, errors = threading.Event(), []

    def write() -> None:
        try:
            log.write(lines)
        except Exception as error:  # noqa: BLE001 (shown below)
            errors.append(error)
        finally:
            connections.close_all()

    def sequence() -> None:
        try:
            while not done.is_set():
                sealing.seal(at=NOW, signer=log.signer, most=7)
        except Exception as error:  # noqa: BLE001 (shown below)
            errors.append(error)
        finally:
            connections.close_all()

    sequencers = [threading.Thread(target=sequence) for _ in range(2)]
    threads = [threading.Thread(target=write) for _ in range(writers)]
    for thread in (*sequencers, *threads):
        thread.start()
    for thread in threads:
        thread.join()
    done.set()
    for thread in sequencers:
        thread.join()
    log.seal()

    assert errors == []
    assert places() == list(range(writers * lines))


def write_and_seal(log: Log) -> None:
    log.seal(2)
    connections.close_all()


def test_a_line_whose_transaction_ends_late_comes_later_and_is_not_lost(log: Log) -> None:
    with transaction.atomic():
        log.write()
        late = OutboxEvent.objects.get().id
        other = threading.Thread(target=write_and_seal, args=(log,))
        other.start()
        other.join()
    log.seal()

    assert log.ids()[-1] == late
    assert places() == [0, 1, 2]


@pytest.mark.parametrize("step", ["append", "root", "sign", "audit_seal"])
def test_a_sequencer_that_dies_half_way_leaves_everything_waiting(
    log: Log, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def die(*_arguments: object, **_named: object) -> None:
        raise Killed

    log.seal(2)
    log.write(2)
    with monkeypatch.context() as broken:
        if step == "sign":
            broken.setattr(log.signer, "sign", die)
        elif step == "audit_seal":
            broken.setattr(sealing, "Sealed", die)
        else:
            broken.setattr(f"kortisto.lib.merkle.Tree.{step}", die)
        with pytest.raises((Killed, BrokenSealError)):
            sealing.seal(at=NOW, signer=log.signer)
            # After the transaction: it is sealed, and only the answer is lost.
    log.seal()

    assert places() == [0, 1, 2, 3]
    assert log.witness.last() is not None


def _die(*_arguments: object, **_named: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize(
    ("owner", "name"),
    [
        ("kortisto.lib.merkle.Tree", "append"),  # the lines are read
        ("kortisto.lib.signed_notes.Signer", "sign"),  # the hashes are made
        ("django.db.backends.base.base.BaseDatabaseWrapper", "commit"),  # everything is written
        ("kortisto.register.audit.sealing", "tell"),  # all is committed, and no witness knows
    ],
)
def test_a_process_that_is_killed_leaves_every_line_once(log: Log, owner: str, name: str) -> None:
    log.seal(2)
    log.write(3)
    child = os.fork()
    if not child:
        try:
            kept = connection.connection
            connection.connection = None  # the parent's: neither used nor closed here
            target = import_string(owner)
            setattr(target, name, _die)
            sealing.seal_all(at=NOW, signer=log.signer, witnesses=[log.witness])
        finally:
            os._exit(bool(kept))
    _child, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL

    deadline = time.monotonic() + 10
    while OutboxEvent.objects.exists() and time.monotonic() < deadline:
        log.seal()
    log.seal(1)
    assert places() == list(range(6))
    assert verify(at=NOW, verifier=log.signer.verifier, witnesses=[log.witness]).findings == ()


@pytest.mark.parametrize("back", [timedelta(seconds=1), timedelta(days=1), timedelta(days=400)])
def test_a_clock_that_goes_back_breaks_nothing(log: Log, back: timedelta) -> None:
    for at in (NOW, NOW - back, NOW, NOW - back, NOW + timedelta(days=1)):
        log.write(2)
        sealing.seal_all(at=at, signer=log.signer, witnesses=[log.witness])

    assert places() == list(range(10))
    last = sealing.last_checkpoint()
    assert last is not None
    assert last.size == 10
    assert verify(at=NOW, verifier=log.signer.verifier, witnesses=[log.witness]).findings == ()


def test_lines_are_sealed_in_a_month_for_which_nobody_made_a_place(log: Log, attack: Attack) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select inhrelid::regclass::text from pg_inherits where inhparent = 'audit_sealed'::regclass")
        months = [name for (name,) in cursor.fetchall() if name != "audit_sealed_other"]
    attack(*(f"drop table {name}" for name in months))
    log.write(2)

    assert log.seal() == 2
    assert verify(at=NOW, verifier=log.signer.verifier, witnesses=[log.witness]).findings == ()


# --- the entry -------------------------------------------------------------------------------------------------------

TEXT = some.text(some.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=30)


@given(text=TEXT, micro=some.integers(0, 999_999), several=some.lists(TEXT, max_size=3), ids=some.lists(some.uuids()))
def test_the_database_writes_the_same_entry(
    text: str, micro: int, several: list[str], ids: list[UUID], postgres_server: TestServer
) -> None:
    at = datetime(2026, 3, 29, 1, 0, 0, micro, tzinfo=UTC)
    values: dict[str, object] = dict.fromkeys(COLUMNS, text)
    values.update(
        access=None, actor_id=ids[0] if ids else None, id=UUID(int=1), object_id=None, happened_at=at, recorded_at=at,
        items=several, subjects=ids, token_id=ids[-1] if ids else None,
    )  # fmt: skip
    types = {"access": "uuid", "actor_id": "uuid", "id": "uuid", "object_id": "uuid", "happened_at": "timestamptz",
             "recorded_at": "timestamptz", "items": "varchar[]", "subjects": "uuid[]"}  # fmt: skip
    types["token_id"] = "uuid"
    columns = ", ".join(f"%({name})s::{types.get(name, 'varchar')} as {name}" for name in COLUMNS)
    with psycopg.connect(postgres_server.app_dsn, client_encoding="utf8") as there, there.cursor() as cursor:
        text_of_query = psycopg.ClientCursor(there).mogrify(f"select {columns}", values)
        with cursor.copy(f"copy ({text_of_query}) to stdout (format binary)".encode()) as copy:
            sent = b"".join(copy)

    # After a head of 19 bytes and the number of columns; at the end stands the number of columns of no row.
    assert entry_of([values[name] for name in COLUMNS]) == MARK + sent[21:-2]


LINE = dict.fromkeys(COLUMNS, "x") | {
    "access": None, "actor_id": UUID(int=2), "id": UUID(int=1), "object_id": None, "items": ["a", "b"],
    "happened_at": datetime(2026, 3, 29, 1, 0, 0, 120, tzinfo=UTC), "subjects": [UUID(int=3)], "token_id": UUID(int=4),
    "recorded_at": datetime(1999, 3, 29, 1, tzinfo=UTC),
}  # fmt: skip


def test_a_line_that_can_be_read_leads_back_to_its_bytes() -> None:
    line = readable(LINE.values())

    assert (line["happened_at"], line["recorded_at"]) == ("2026-03-29T01:00:00.00012", "1999-03-29T01:00:00")
    assert written(json.loads(json.dumps(line)), 2) == entry_of(LINE.values())


def test_a_line_without_a_key_has_an_older_form_too() -> None:
    without = {**LINE, "token_id": None}
    new, old = entries_of([*without.values()])

    assert [*entries_of([*LINE.values()])] == [entry_of(LINE.values())]
    assert json.loads(old)["v"] == 1
    assert written({name: value for name, value in readable(without.values()).items() if name != "token_id"}, 1) == old
    assert new[:1] == MARK != old[:1]


def test_lists_within_lists_can_be_sealed() -> None:
    """Nobody writes such, but whoever did should not stop the sealing of everything after it."""
    assert entry_of({**LINE, "items": [["a"], [None]]}.values()) != entry_of({**LINE, "items": ["a", None]}.values())


# --- where from ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2:3::4", "2001:db8:1::/48"),
        ("::ffff:192.0.2.77", "192.0.2.0/24"),
        ("", ""),
        ("unix:", ""),
    ],
)
def test_of_an_address_the_log_keeps_the_network(address: str, network: str) -> None:
    assert network_of(address) == network


def test_a_line_says_from_where(db: None) -> None:
    token = came_from.set("192.0.2.0/24")
    try:
        operations.record(by=Actor(kind=ActorKind.ANONYMOUS), action="login", at=NOW, channel=Door.WEB)
    finally:
        came_from.reset(token)

    assert AuditEvent.objects.get().network == "192.0.2.0/24"
