"""`./kortisto retention ...` as somebody types it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from click.testing import CliRunner, Result
from pytest_django import Settings

from kortisto.interfaces.cli import cli
from kortisto.privacy.retention.enums import SubjectKind
from kortisto.privacy.retention.operations import look_after_holds, open_hold
from kortisto.register.audit.enums import ActorKind, Door
from kortisto.register.audit.values import Actor
from kortisto.register.parties.models import Person
from tests.interfaces.web.conftest import LONG_AGO, add_contact, add_customer
from tests.interfaces.web.test_reviews import asked, settled
from tests.privacy.retention.declared import with_holds
from tests.register.conftest import declaration_of_tests, entered, esimerkki_oy, maija

__all__ = ["asked", "declaration_of_tests", "esimerkki_oy", "maija"]

pytestmark = pytest.mark.integration

LONG_AFTER = "2031-01-01"


@pytest.fixture(autouse=True)
def installation_of_tests(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KORTISTO_DATABASE_URL", "postgresql://the-one-of-the-tests")
    monkeypatch.delenv("KORTISTO_OWNER_DATABASE_URL", raising=False)


def run(*arguments: str) -> Result:
    done = CliRunner().invoke(cli, ["retention", *arguments])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def people() -> int:
    with entered() as by:
        by.record("test.look")
        return Person.objects.count()


def test_nothing_is_due_of_new_data(maija: UUID) -> None:
    done = run("due", "--lang", "en")
    assert done.exit_code == 0
    assert "nothing is due for anybody" in done.stdout


def test_who_is_due_on_a_day_to_come_is_told_with_the_rule(maija: UUID) -> None:
    done = run("due", "--at", LONG_AFTER, "--why", "--lang", "fi")
    assert done.exit_code == 0
    assert "Maija Esimerkki" in done.stdout
    assert "retention.contacts" in done.stdout


def test_nothing_is_erased_ahead_of_its_time(maija: UUID) -> None:
    done = run("sweep", "--at", LONG_AFTER, "--yes", "--lang", "fi")
    assert done.exit_code == 1
    assert "--simulate" in done.stderr
    assert people() == 1


def test_nothing_is_erased_without_confirmation(maija: UUID) -> None:
    done = run("sweep", "--lang", "sv")
    assert done.exit_code == 1
    assert "Lägg till --yes" in done.stderr
    assert people() == 1


def test_a_simulation_tells_what_would_go_and_takes_it_back(maija: UUID) -> None:
    done = run("sweep", "--at", LONG_AFTER, "--simulate", "--lang", "en")
    assert done.exit_code == 0, done.output
    assert "Simulation: nothing was erased" in done.stdout
    assert people() == 1


def test_holds_are_listed_without_their_reasons(maija: UUID, settings: Settings, tmp_path: Path) -> None:
    assert run("holds", "--lang", "fi").stdout == "Poistamisen esteitä ei ole.\n"
    settings.KORTISTO_DECLARATION = str(with_holds(tmp_path))
    now = datetime.now(UTC)
    legal = Actor(kind=ActorKind.USER, id=UUID(int=0xF), role="legal", undertaking="1")
    with look_after_holds(by=legal, at=now, channel=Door.WEB) as access:
        open_hold(
            kind=SubjectKind.PERSON, subject=maija, hold="dispute", reason="Salainen syy",
            review_on=now.date() + timedelta(days=30), by=access, at=now,
        )  # fmt: skip
    told = run("holds", "--lang", "en").stdout
    assert told.startswith("Maija Esimerkki: Dispute, reviewed on ")
    assert "at the latest" in told
    assert "Salainen" not in told
    assert run("holds", "--late", "--lang", "sv").stdout == "Det finns inga hinder för radering.\n"


@pytest.fixture
def waits(asked: None) -> str:
    """The place of somebody who ordered long ago, under a notice that asks after three years."""
    place = f"person.{add_contact('Onni', 'Keksitty', add_customer('Vanha Oy', at=LONG_AGO), at=LONG_AGO)}.contacts"
    settled()
    return place


def test_what_waits_is_listed_with_its_place(waits: str) -> None:
    told = run("reviews", "list", "--lang", "en").stdout
    assert told.startswith("Onni Keksitty: ")
    assert "waits for sales, main_user since 7.5.2001" in told
    assert "days late" in told
    assert waits in told
    assert run("reviews", "list", "--late", "100000", "--lang", "sv").stdout == "Inget väntar på bekräftelse.\n"
    assert run("reviews", "list", "--role", "nobody", "--lang", "fi").stdout == "Mikään ei odota vahvistusta.\n"


def test_an_operator_keeps_and_confirms_and_what_waits_no_more_is_said_so(waits: str) -> None:
    until = (datetime.now(UTC) + timedelta(days=30)).date().isoformat()
    asked = run("reviews", "confirm", waits, "--lang", "sv")
    assert (asked.exit_code, "--yes" in asked.stderr) == (1, True)
    for arguments, said in (
        (("nonsense", "--reason", "x", "--until", until, "--lang", "fi"), "person.ID.SÄÄNTÖ"),
        ((waits, "--reason", "x", "--until", "2020-01-01", "--lang", "en"), "has to lie ahead"),
        ((waits, "--reason", "x", "--until", "2199-01-01", "--lang", "en"), "at the latest"),
        ((waits, "--reason", " ", "--until", until, "--lang", "fi"), "--reason"),
    ):
        refused = run("reviews", "keep", *arguments)
        assert (refused.exit_code, said in refused.stderr) == (1, True)
    kept = run("reviews", "keep", waits, "--reason", "Takuu", "--until", until, "--lang", "en")
    assert (kept.exit_code, kept.stdout) == (0, "Decided: 1.\n")
    late = run("reviews", "confirm", waits, "--yes", "--lang", "en")
    assert (late.exit_code, late.stdout) == (1, "Decided: 0.\nNo longer waiting: 1.\n")


def test_without_certificates_it_says_so() -> None:
    assert run("certificates", "--lang", "fi").stdout.startswith("Todistuksia ei ole")


@pytest.mark.parametrize("day", ["soon", "2026-02-30", str(date(2026, 1, 1)) + "x"])
def test_a_bad_day_is_refused_with_the_right_form(day: str) -> None:
    done = run("due", "--at", day)
    assert done.exit_code == 2
    assert "2026-11-22" in done.stderr


def test_a_declaration_that_is_gone_is_told(maija: UUID, settings: object, tmp_path: Path) -> None:
    settings.KORTISTO_DECLARATION = str(tmp_path / "gone.yaml")  # type: ignore[attr-defined]
    done = run("due", "--lang", "en")
    assert done.exit_code == 1
    assert "gone.yaml" in done.stderr
