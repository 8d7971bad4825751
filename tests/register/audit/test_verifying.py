"""Whoever owns the whole server, and even the key, cannot change the log unseen: each attack is found where it was."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from kortisto.lib.log_lines import entries_of
from kortisto.lib.proof_files import proof_holds
from kortisto.lib.signed_notes import Signer
from kortisto.register.audit import sealing
from kortisto.register.audit.leaves import COLUMNS
from kortisto.register.audit.models import OutboxEvent, SealedEvent
from kortisto.register.audit.proving import NotSealedError, prove
from kortisto.register.audit.range_check import Finding, FindingKind, Part, check
from kortisto.register.audit.verifying import Report, verify
from tests.register.audit.conftest import Attack, Log
from tests.register.conftest import NOW
from tests.support.postgres import TestServer

pytestmark = [pytest.mark.integration]

LINES = 600  # more than two tiles


@pytest.fixture
def sealed(log: Log) -> Log:
    """A log that was sealed and witnessed in two steps."""
    log.seal(LINES - 100)
    log.seal(100)
    return log


def checked(log: Log, *, processes: int = 1) -> Report:
    return verify(at=NOW, verifier=log.signer.verifier, witnesses=[log.witness], processes=processes)


def found(log: Log) -> list[tuple[str, int | None, int | None]]:
    return [(one.kind.value, one.first, one.last) for one in checked(log).findings]


def test_a_whole_log_has_no_findings(sealed: Log) -> None:
    sealed.write(2)
    report = checked(sealed)

    assert report.findings == ()
    assert (report.size, report.lines, report.kept, report.waiting) == (LINES, LINES, 0, 2)
    assert report.witnessed == {str(sealed.witness.file): LINES}


def test_an_empty_log_is_whole(log: Log) -> None:
    assert checked(log).findings == ()


def test_several_processes_find_the_same(sealed: Log, attack: Attack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kortisto.register.audit.verifying.PART", 64)
    attack("update audit_sealed set outcome = 'denied' where seq in (3, 599)")
    report = checked(sealed, processes=2)

    assert [(one.kind, one.first) for one in report.findings] == [(FindingKind.CHANGED, 3), (FindingKind.CHANGED, 599)]
    assert report.lines == LINES


DAMAGES = some.lists(
    some.tuples(
        some.sampled_from(["delete", "change", "move", "insert", "hash"]), some.integers(0, LINES - 1),
        some.integers(0, LINES - 1),
    ),
    max_size=5, unique_by=lambda damage: damage[0],  # the same done twice may be undone
)  # fmt: skip


@given(damages=DAMAGES, cuts=some.sets(some.integers(1, 9), max_size=4))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_log_in_parts_is_the_log_in_one(
    sealed: Log, postgres_server: TestServer, damages: list[tuple[str, int, int]], cuts: set[int]
) -> None:
    """Whatever was done to it: parts that are checked apart, as processes do, find what one check of all finds."""
    edges = [0, *sorted(one * 64 for one in cuts), LINES]
    parts = [Part(first=one, end=other, kept=0) for one, other in pairwise(edges)]
    with psycopg.connect(postgres_server.admin_dsn, dbname=connection.settings_dict["NAME"]) as superuser:
        superuser.execute("set session_replication_role = replica")
        for damage, place, other in damages:
            superuser.execute(DAMAGE[damage], {"place": place, "other": other})
        whole = [*check(superuser, Part(first=0, end=LINES, kept=0))]
        apart = [one for part in parts for one in check(superuser, part)]
        superuser.rollback()

    def told(ones: list[Finding | int]) -> tuple[list[tuple[object, ...]], int]:
        lines = sum(one for one in ones if isinstance(one, int))
        places = {
            (one.kind if one.kind is not FindingKind.MOVED else FindingKind.CHANGED, place, one.event)
            for one in ones if isinstance(one, Finding)
            for place in range(one.first or 0, (one.last or 0) + 1)
        }  # fmt: skip
        return sorted(places, key=str), lines

    assert told(apart) == told(whole)
    assert bool(told(whole)[0]) == any(damage != "move" or place != other for damage, place, other in damages)


DAMAGE = {
    "delete": "delete from audit_sealed where seq = %(place)s and %(other)s >= 0",
    "change": "update audit_sealed set purpose = 'p' || %(other)s where seq = %(place)s",
    "move": "update audit_sealed set seq = case seq when %(place)s then %(other)s::bigint else %(place)s end"
            " where seq in (%(place)s, %(other)s)",
    "insert": "insert into audit_sealed select (jsonb_populate_record(line, jsonb_build_object("
              "'id', gen_random_uuid(), 'seq', %(place)s))).* from audit_sealed line where %(other)s >= 0 and seq ="
              " (select min(seq) from audit_sealed)",
    "hash": "update audit_tile set hashes = set_byte(hashes, (%(place)s %% 256) * 32, 255 - get_byte(hashes,"
            " (%(place)s %% 256) * 32)) where level = 0 and %(other)s >= 0 and index = %(place)s / 256",
}  # fmt: skip


def test_lines_that_were_sealed_before_keys_stood_in_them_are_whole(log: Log, attack: Attack) -> None:
    log.write(3)
    rows = [*OutboxEvent.objects.order_by("id").values_list(*COLUMNS)]
    older = [[*entries_of(row)][1] for row in rows]
    with pytest.MonkeyPatch.context() as before:
        before.setattr(sealing, "entry_of", lambda row: older[[*rows].index(row)])
        sealing.seal_all(at=NOW, signer=log.signer, witnesses=[log.witness])
    log.seal(2)

    assert found(log) == []
    claim = prove(event=rows[1][COLUMNS.index("id")])
    assert (claim.version, "token_id" in claim.line) == (1, False)
    assert proof_holds(claim.as_json(str(log.signer.verifier)))
    attack("update audit_sealed set token_id = gen_random_uuid() where seq = 1")
    assert found(log) == [("changed", 1, 1)]


OTHER_VALUES = {
    "access": "gen_random_uuid()",
    "action": "'person.edit'",
    "actor_id": "gen_random_uuid()",
    "actor_kind": "'job'",
    "actor_role": "'dpo'",
    "basis": "'consent'",
    "channel": "'api'",
    "happened_at": "happened_at - interval '1 microsecond'",
    "id": "gen_random_uuid()",
    "items": "array['person.contact']",
    "network": "'192.0.2.0/24'",
    "object_id": "null",
    "object_kind": "'organisation'",
    "outcome": "'denied'",
    "purpose": "'mailing'",
    "recorded_at": "recorded_at + interval '1 microsecond'",
    "request_id": "'r-2'",
    "subjects": "array[gen_random_uuid()]",
    "token_id": "gen_random_uuid()",
}


def test_every_column_is_tried(db: None) -> None:
    assert set(OTHER_VALUES) == set(COLUMNS)
    assert {*COLUMNS, "seq"} == {field.column for field in SealedEvent._meta.concrete_fields}
    with connection.cursor() as cursor:
        cursor.execute("select attname from pg_attribute where attrelid = 'audit_sealed'::regclass and attnum > 0")
        assert {name for (name,) in cursor.fetchall()} == {*COLUMNS, "seq"}


@pytest.mark.parametrize("column", COLUMNS)
def test_a_changed_column_is_found(log: Log, attack: Attack, column: str) -> None:
    log.seal(3)
    attack(f"update audit_sealed set {column} = {OTHER_VALUES[column]} where seq = 1")  # noqa: S608 (the test's own)

    [finding] = checked(log).findings
    assert (finding.kind, finding.first, finding.last) == (FindingKind.CHANGED, 1, 1)
    assert finding.event == log.ids()[1]


@pytest.mark.parametrize(
    ("where", "gap"),
    [("seq = 0", (0, 0)), ("seq = 300", (300, 300)), (f"seq = {LINES - 1}", (LINES - 1, LINES - 1)),
     ("seq between 200 and 520", (200, 520)), ("true", (0, LINES - 1))],
)  # fmt: skip
def test_deleted_lines_are_found(sealed: Log, attack: Attack, where: str, gap: tuple[int, int]) -> None:
    attack(f"delete from audit_sealed where {where}")  # noqa: S608 (the test's own)

    assert found(sealed) == [("missing", *gap)]


def test_a_dropped_partition_is_found(sealed: Log, attack: Attack) -> None:
    partition = f"audit_sealed_{SealedEvent.objects.values_list('recorded_at', flat=True)[0]:%Y_%m}"
    attack(f"alter table audit_sealed detach partition {partition}", f"drop table {partition}")

    assert found(sealed) == [("missing", 0, LINES - 1)]


ALL = ", ".join(COLUMNS)
ANOTHER = ALL.replace(", id,", ", gen_random_uuid(),")


@pytest.mark.parametrize(
    ("place", "expected"),
    [("300", [("inserted", 300, 300)]), (str(LINES), [("inserted", LINES, LINES)]), ("-1", [("inserted", -1, -1)])],
)
@pytest.mark.parametrize("values", [ALL, ANOTHER], ids=["duplicate", "invented"])
def test_an_inserted_line_is_found(
    sealed: Log, attack: Attack, place: str, expected: list[tuple[str, int, int]], values: str
) -> None:
    later = values.replace("recorded_at", "recorded_at + interval '1 second'")
    attack(
        f"insert into audit_sealed (seq, {ALL}) select {place}, {later} from audit_sealed where seq = 7"  # noqa: S608
    )

    assert found(sealed) == expected


def test_lines_that_changed_places_are_found(sealed: Log, attack: Attack) -> None:
    attack("update audit_sealed set seq = case seq when 20 then 400 else 20 end where seq in (20, 400)")

    [one, other] = checked(sealed).findings
    assert (one.kind, one.first, one.detail) == (FindingKind.MOVED, 20, "400")
    assert (other.kind, other.first, other.detail) == (FindingKind.MOVED, 400, "20")


def test_altered_hashes_are_found(sealed: Log, attack: Attack) -> None:
    attack("update audit_tile set hashes = set_byte(hashes, 32 * 5, 255 - get_byte(hashes, 32 * 5)) where level = 0"
           " and index = 1")  # fmt: skip

    kinds = found(sealed)
    assert ("seal", 256, 511) in kinds
    assert ("changed", 261, 261) in kinds


def test_missing_hashes_are_found(sealed: Log, attack: Attack) -> None:
    attack("delete from audit_tile where level = 0 and index = 1")

    assert {kind for kind, _, _ in found(sealed)} >= {"seal"}


def rewrite(log: Log, attack: Attack, *, signer: Signer, change: str) -> None:
    """Change lines, then seal the whole log anew as the sequencer would have."""
    attack(
        change,
        f"insert into audit_outbox ({ALL}) select {ALL} from audit_sealed order by seq",  # noqa: S608
        "truncate audit_sealed, audit_tile, audit_checkpoint",
    )
    sealing.seal_all(at=NOW, signer=signer)


def test_a_rewritten_and_resigned_history_is_found_by_the_witness(sealed: Log, attack: Attack) -> None:
    rewrite(sealed, attack, signer=sealed.signer, change="update audit_sealed set outcome = 'denied' where seq = 550")
    sealed.seal(0)

    assert verify(at=NOW, verifier=sealed.signer.verifier).findings == (), "nobody but the witness can tell"
    # Between the two checkpoints that it has seen.
    assert found(sealed) == [("rewritten", LINES - 100, LINES - 1)]
    with pytest.raises(sealing.BrokenSealError):
        sealed.seal(1)


def test_a_history_signed_with_another_key_is_found(sealed: Log, attack: Attack) -> None:
    rewrite(sealed, attack, signer=Signer(bytes(32)), change="delete from audit_sealed where seq = 5")

    assert {kind for kind, _, _ in found(sealed)} == {"signature", "rewritten"}


def test_the_key_of_the_witness_counts_even_when_the_key_file_was_exchanged(
    sealed: Log, attack: Attack, tmp_path: Path
) -> None:
    (tmp_path / "audit" / "signing-key").unlink()
    other = sealing.signer()
    rewrite(sealed, attack, signer=other, change="update audit_sealed set outcome = 'denied' where seq = 5")
    findings = verify(at=NOW, verifier=other.verifier, witnesses=[sealed.witness]).findings

    assert {one.kind for one in findings} == {FindingKind.SIGNATURE, FindingKind.REWRITTEN}


def test_a_truncated_tail_with_an_old_checkpoint_is_found(log: Log, attack: Attack) -> None:
    log.seal(3)
    attack("create table kept_tile as table audit_tile", "create table kept_checkpoint as table audit_checkpoint")
    log.seal(2)
    attack(
        "delete from audit_sealed where seq >= 3",
        "truncate audit_tile, audit_checkpoint",
        "insert into audit_tile table kept_tile",
        "insert into audit_checkpoint table kept_checkpoint",
        "drop table kept_tile, kept_checkpoint",
    )

    assert found(log) == [("truncated", 3, 4)]


@pytest.mark.parametrize(
    "change",
    ["size = size - 1", "root = set_byte(root, 0, 255 - get_byte(root, 0))", "note = replace(note, '600', '599')",
     "note = ''"],
)  # fmt: skip
def test_a_changed_checkpoint_is_found(sealed: Log, attack: Attack, change: str) -> None:
    attack(f"update audit_checkpoint set {change}")  # noqa: S608 (the test's own)

    assert checked(sealed).findings


def test_a_checkpoint_that_was_deleted_is_missed_by_the_witness(sealed: Log, attack: Attack) -> None:
    attack("truncate audit_checkpoint")

    assert ("truncated", 0, LINES - 101) in found(sealed)


def test_lines_that_wait_too_long_are_told_of(log: Log) -> None:
    log.write()
    with connection.cursor() as cursor:
        cursor.execute("select max(recorded_at) from audit_outbox")
        written = cursor.fetchone()[0]

    def kinds(after: timedelta) -> list[FindingKind]:
        report = verify(at=written + after, verifier=log.signer.verifier)
        return [one.kind for one in report.findings]

    assert kinds(timedelta(minutes=10)) == []
    assert kinds(timedelta(minutes=10, seconds=1)) == [FindingKind.WAITING]


# --- witnesses -------------------------------------------------------------------------------------------------------


def test_a_witness_that_has_seen_nothing_is_told_of(sealed: Log) -> None:
    sealed.witness.file.unlink()

    assert [one.kind for one in checked(sealed).findings] == [FindingKind.WITNESS]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text.replace("\n600\n", "\n601\n"),
        lambda text: text.replace("\n600\n", "\n500\n"),
        lambda text: text.replace("— ", "— x"),
        lambda text: "no key\n" + text,
    ],
)
def test_a_witness_that_was_tampered_with_is_told_of(sealed: Log, spoil: Callable[[str], str]) -> None:
    file = sealed.witness.file
    file.write_text(spoil(file.read_text(encoding="utf-8")), encoding="utf-8")

    assert {one.kind for one in checked(sealed).findings} <= {FindingKind.SIGNATURE, FindingKind.WITNESS}
    assert checked(sealed).findings


# --- proofs ----------------------------------------------------------------------------------------------------------


def test_a_line_is_proved_to_somebody_outside(sealed: Log) -> None:
    line = sealed.ids()[437]
    written = prove(event=line).as_json(str(sealed.signer.verifier))

    assert proof_holds(written)
    assert proof_holds(written, key=str(sealed.signer.verifier))
    assert json.loads(written)["line"]["id"] == str(line)
    assert len(json.loads(written)["proof"]) <= 10


@pytest.mark.parametrize(
    ("part", "value"),
    [("index", 436), ("proof", []), ("line", "purpose"), ("line", "happened_at"), ("line", "subjects"), ("format", 1)],
)
def test_a_proof_of_something_else_does_not_hold(sealed: Log, part: str, value: object) -> None:
    claim = json.loads(prove(event=sealed.ids()[437]).as_json(str(sealed.signer.verifier)))

    if part == "line":
        other = {"purpose": "mailing", "happened_at": "2026-01-01T00:00:00", "subjects": []}
        value = {**claim["line"], str(value): other[str(value)]}
    if part == "format":
        claim["line"].pop("token_id")

    assert not proof_holds(json.dumps({**claim, part: value}))


def test_what_is_not_sealed_has_no_proof(log: Log) -> None:
    log.write()

    with pytest.raises(NotSealedError):
        prove(event=OutboxEvent.objects.get().id)
