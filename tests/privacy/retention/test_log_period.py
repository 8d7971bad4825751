"""How long the log is kept stands in the declaration."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connections
from pytest_django import Settings

from kortisto.config.database import prepare_log
from kortisto.declaration.compiled import Compiled, compile_declaration
from kortisto.declaration.loader import load
from kortisto.privacy.retention.log import kept_from, look_after_log, shortest_period
from kortisto.register.access import current
from kortisto.register.audit.enums import ActorKind, Door
from kortisto.register.audit.models import PruningPolicy, SealedEvent
from kortisto.register.audit.values import Actor
from tests.register.audit.conftest import Attack, Log, attack, log

__all__ = ["attack", "log"]

NOTICES = Path(__file__).parents[3] / "notices"
PERIODS = {"asiakasrekisteri": "5 years", "futursoft": "2 years", "ivt": "5 years"}
SILENT = Path(__file__).parents[2] / "register" / "samples" / "register.yaml"
NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


def notice(name: str) -> Compiled:
    return compiled(NOTICES / f"{name}.yaml")


def compiled(file: Path) -> Compiled:
    loaded = load(file)
    assert loaded.declaration is not None
    return compile_declaration(loaded.declaration)


@pytest.mark.unit
@pytest.mark.parametrize(("name", "period"), PERIODS.items())
def test_the_period_is_that_of_the_notice(name: str, period: str) -> None:
    assert shortest_period(notice(name)) == period


@pytest.mark.unit
def test_a_day_is_over_when_its_period_is() -> None:
    limit = kept_from(notice("futursoft"), at=NOW, oldest=datetime(2010, 1, 1, tzinfo=UTC))

    # What was written on the 21st is over, what was written on the 22nd has until the end of today. Finnish midnight.
    assert limit == datetime(2024, 11, 21, 22, tzinfo=UTC)


@pytest.mark.unit
def test_nothing_is_over_yet_when_the_oldest_line_is_young() -> None:
    assert kept_from(notice("futursoft"), at=NOW, oldest=NOW - timedelta(days=30)) is None


@pytest.mark.unit
def test_a_notice_that_says_nothing_of_the_log_removes_nothing() -> None:
    silent = compiled(SILENT)

    assert shortest_period(silent) == ""
    assert kept_from(silent, at=NOW, oldest=datetime(1990, 1, 1, tzinfo=UTC)) is None


@pytest.mark.integration
def test_the_nightly_look_removes_what_is_over_and_finds_the_log_whole(
    log: Log, attack: Attack, settings: Settings
) -> None:
    settings.KORTISTO_DECLARATION = str(NOTICES / "futursoft.yaml")
    now = datetime.now(UTC)
    log.write(2)
    attack("update audit_outbox set recorded_at = now() - interval '2 years 3 days'")
    log.seal()
    log.seal(1)
    prepare_log(connections["owner"], at=now)
    connections["owner"].close()
    assert PruningPolicy.objects.get().keep == shortest_period(current.compiled())

    report = look_after_log(
        by=Actor(kind=ActorKind.JOB), at=now, channel=Door.JOBS, signer=log.signer, witnesses=[log.witness]
    )

    assert report.findings == ()
    assert (report.kept, report.lines) == (2, 2)
    assert SealedEvent.objects.filter(action="person.read").count() == 1


@pytest.mark.integration
def test_the_owner_takes_back_the_period_when_the_notice_has_none(log: Log, attack: Attack, settings: Settings) -> None:
    attack("insert into audit_policy values (1, '1 day')")
    settings.KORTISTO_DECLARATION = str(SILENT)
    prepare_log(connections["owner"], at=datetime.now(UTC))
    connections["owner"].close()

    assert not PruningPolicy.objects.exists()
