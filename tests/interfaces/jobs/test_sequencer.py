"""The thread beside the worker, and the nightly look after the log."""

from __future__ import annotations

import logging
import time
from pathlib import Path

import pytest
from procrastinate.contrib.django import app

from kortisto.interfaces.jobs import sequencer, tasks
from kortisto.interfaces.jobs.sequencer import Sequencer
from kortisto.register.audit import sealing
from kortisto.register.audit.models import AuditEvent, OutboxEvent, Verification
from tests.register.audit.conftest import Attack, Log, attack, log
from tests.register.conftest import declaration_of_tests

__all__ = ["attack", "declaration_of_tests", "log"]

pytestmark = pytest.mark.integration


def test_what_is_written_is_sealed_while_it_runs_and_at_its_end(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sequencer, "PAUSE", 0.02)
    log.write(2)
    with Sequencer():
        deadline = time.monotonic() + 20
        while OutboxEvent.objects.exists() and time.monotonic() < deadline:
            time.sleep(0.02)
        log.write(3)

    assert len(log.ids()) == 5
    last = log.witness.last()
    assert last is not None
    assert last.size == 5, "the witness knows the end"


def test_witnesses_are_not_asked_for_every_batch(log: Log) -> None:
    turns = Sequencer()
    for _ in range(3):
        log.write()
        turns.turn()

    assert len([*log.witness.notes()]) == 1
    turns.turn(last=True)
    assert len([*log.witness.notes()]) == 2


def test_a_witness_that_was_away_is_told_later_though_nothing_new_was_written(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sequencer, "TOLD_EVERY", 0.0)
    folder = log.witness.file.parent
    folder.write_text("no folder, as if the other machine were away", encoding="utf-8")
    turns = Sequencer()
    log.write()
    turns.turn()
    assert sealing.witness_states()[0].error
    folder.unlink()
    turns.turn()

    assert sealing.witness_states()[0].size == 1
    turns.turn()
    assert len([*log.witness.notes()]) == 1


def test_a_log_that_was_tampered_with_is_not_sealed_on_and_the_pages_go_on(
    log: Log, attack: Attack, caplog: pytest.LogCaptureFixture
) -> None:
    log.seal(2)
    attack("update audit_tile set hashes = set_byte(hashes, 0, 255 - get_byte(hashes, 0))")
    log.write()
    logger = logging.getLogger(sequencer.__name__)
    logger.addHandler(caplog.handler)
    with Sequencer():
        pass
    logger.removeHandler(caplog.handler)

    assert "not sealed" in caplog.text
    assert OutboxEvent.objects.count() == 1


def test_the_nightly_look_checks_the_whole_log(log: Log) -> None:
    log.seal(2)
    assert tasks.last_check_of_log() is None
    tasks.look_after_log()

    assert tasks.look_after_log.name in app.tasks
    assert [line.action for line in AuditEvent.objects.filter(actor_kind="job")] == ["audit.verify"]
    assert tasks.last_check_of_log() == Verification.objects.get().at


def test_nobody_else_reads_the_key(log: Log, tmp_path: Path) -> None:
    assert (tmp_path / "audit" / "signing-key").stat().st_mode & 0o077 == 0
    assert (tmp_path / "audit").stat().st_mode & 0o077 == 0
