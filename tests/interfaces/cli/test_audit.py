"""`./kortisto audit ...` as somebody types it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kortisto.interfaces.cli import cli
from kortisto.register.audit import sealing
from kortisto.register.audit.models import AuditEvent, SealedEvent, Verification
from tests.register.audit.conftest import Attack, Log, attack, log
from tests.register.conftest import NOW, declaration_of_tests

__all__ = ["attack", "declaration_of_tests", "log"]

pytestmark = pytest.mark.integration


@pytest.fixture(autouse=True)
def installation_of_tests(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KORTISTO_DATABASE_URL", "postgresql://the-one-of-the-tests")
    monkeypatch.delenv("KORTISTO_OWNER_DATABASE_URL", raising=False)


def run(*arguments: str) -> Result:
    done = CliRunner().invoke(cli, ["audit", *arguments, "--lang", "en"])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def test_a_whole_log_ends_with_nought(log: Log) -> None:
    log.seal(3)
    done = run("verify")

    assert done.exit_code == 0
    assert "The log is whole: 3 lines" in done.stdout
    assert f"{log.witness.file} has seen 3 lines" in done.stdout
    assert AuditEvent.objects.filter(action="audit.verify", actor_kind="command").count() == 1
    assert Verification.objects.get().findings == []


def test_a_line_changed_by_hand_ends_with_one_and_the_place(log: Log, attack: Attack) -> None:
    log.seal(3)
    attack("update audit_sealed set outcome = 'denied' where seq = 1")
    done = run("verify")

    assert done.exit_code == 1
    assert f"Line 2 is not what was sealed: it has been changed (event {log.ids()[1]})" in done.stdout
    assert "Change nothing" in done.stdout
    assert Verification.objects.get().findings[0]["kind"] == "changed"


COLUMNS = ", ".join(
    str(field.column) for field in SealedEvent._meta.concrete_fields if field.column not in {"seq", "id", "recorded_at"}
)
INSERT = (
    f"insert into audit_sealed (seq, id, recorded_at, {COLUMNS}) select seq, gen_random_uuid(),"  # noqa: S608
    f" recorded_at + interval '1 second', {COLUMNS} from audit_sealed where seq = 4"
)
ATTACKS = {
    "changed": (
        ["update audit_sealed set actor_id = gen_random_uuid() where seq = 4"],
        "Line 5 is not what was sealed: it has been changed (event {4}).",
    ),
    "deleted": (["delete from audit_sealed where seq = 4"], "Lines that were sealed are missing: 5."),
    "inserted": (
        [INSERT],
        "Line 5 was put into the log past the seal (event ",
    ),
    "reordered": (
        ["update audit_sealed set seq = case seq when 4 then 7 else 4 end where seq in (4, 7)"],
        "Line 5 holds what was sealed in place 8: the order has been changed.",
    ),
    "tail cut off": (["delete from audit_sealed where seq >= 8"], "Lines that were sealed are missing: 9–11."),
    "tail cut off, and the seal with it": (
        ["delete from audit_sealed", "truncate audit_tile, audit_checkpoint"],
        "has seen the lines 1–10, which are no longer there.",
    ),
}


@pytest.mark.parametrize("name", ATTACKS)
def test_each_attack_is_named_with_its_place(log: Log, attack: Attack, name: str) -> None:
    statements, expected = ATTACKS[name]
    log.seal(10)
    ids = log.ids()
    assert run("verify").exit_code == 0
    log.seal()  # the line of the check itself
    attack("delete from audit_outbox", *statements)
    done = run("verify")

    assert done.exit_code == 1
    assert expected.replace("{4}", str(ids[4])) in done.stdout


def test_a_history_written_and_signed_anew_is_named(log: Log, attack: Attack) -> None:
    """By whoever has the database and the key: nobody but the witness can tell."""
    log.seal(10)
    values = f"id, recorded_at, {COLUMNS}"
    attack(
        "update audit_sealed set actor_id = gen_random_uuid() where seq = 4",
        f"insert into audit_outbox ({values}) select {values} from audit_sealed order by seq",  # noqa: S608
        "truncate audit_sealed, audit_tile, audit_checkpoint",
    )
    sealing.seal_all(at=NOW, signer=log.signer)
    done = run("verify")

    assert done.exit_code == 1
    assert "History has been rewritten: the lines 1–10 are not those that were signed" in done.stdout


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_every_finding_is_told_in_every_language(log: Log, attack: Attack, language: str) -> None:
    log.seal(400)
    attack(
        "update audit_sealed set outcome = 'denied' where seq = 1",
        "delete from audit_sealed where seq between 4 and 9",
        "update audit_sealed set seq = case seq when 20 then 30 else 20 end where seq in (20, 30)",
        "update audit_tile set hashes = set_byte(hashes, 40, 7) where level = 0 and index = 0",
        "update audit_checkpoint set note = 'x'",
        "insert into audit_sealed select * from audit_sealed_other",
    )
    done = CliRunner().invoke(cli, ["audit", "verify", "--lang", language])

    assert done.exit_code == 1
    assert "5–10" in done.stdout
    assert "{" not in done.stdout


def test_a_further_witness_is_asked(log: Log, tmp_path: Path) -> None:
    log.seal(2)
    kept = tmp_path / "kept"
    kept.write_text(log.witness.file.read_text(encoding="utf-8"), encoding="utf-8")

    assert run("verify", "--witness", str(kept)).stdout.count("has seen 2 lines") == 2


def test_a_key_that_is_none_is_refused(log: Log) -> None:
    assert run("verify", "--key", "abc").exit_code == 2


def test_the_last_checkpoint_is_printed_with_the_key(log: Log) -> None:
    assert "no sealed lines" in run("checkpoint").stdout
    log.write()
    done = run("checkpoint")

    note, _blank, key = done.stdout.rstrip().rpartition("\n\n")
    assert log.signer.verifier.open(f"{note}\n").size == 1
    assert key == str(log.signer.verifier)


def test_a_proof_is_written_and_checked(log: Log, tmp_path: Path) -> None:
    log.seal(5)
    file = tmp_path / "proof.json"

    assert run("prove", str(log.ids()[3]), "--output", str(file)).exit_code == 0
    assert run("check-proof", str(file)).exit_code == 0
    assert run("check-proof", str(file), "--key", str(log.signer.verifier)).exit_code == 0
    file.write_text(file.read_text(encoding="utf-8").replace("person.read", "person.edit"), encoding="utf-8")
    assert run("check-proof", str(file)).exit_code == 1
    file.write_text("{}", encoding="utf-8")
    assert run("check-proof", str(file)).exit_code == 1


def test_what_is_not_in_the_log_has_no_proof(log: Log) -> None:
    done = run("prove", "00000000-0000-0000-0000-000000000007")

    assert done.exit_code == 1
    assert "not in the sealed log" in done.stderr
