"""`./kortisto audit ...` as somebody types it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kortisto.interfaces.cli import cli
from kortisto.register.audit.models import AuditEvent, Verification
from tests.register.audit.conftest import Attack, Log, attack, log
from tests.register.conftest import declaration_of_tests

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
