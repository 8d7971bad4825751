"""Erased and banned people are recognised as far and as long as the declaration lets hashes be kept, and no further."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytest_django import Settings

from kortisto.register.ledger.enums import Fate, Why
from kortisto.register.ledger.recognising import (
    EMAIL,
    PHONE,
    LedgerUnreadableError,
    Recognised,
    recognise,
    recognise_each,
)
from tests.register.banning import remember, with_a_ban

pytestmark = pytest.mark.unit

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
BANNED, ERASED = Recognised(Why.BANNED, "marketing"), Recognised(Why.ERASED, "marketing")


@pytest.fixture(autouse=True)
def declaration_with_a_ban(declaration_of_tests: None, settings: Settings, tmp_path: Path) -> None:
    settings.LEDGER_FOLDER = tmp_path / "ledger"
    settings.KORTISTO_DECLARATION = str(with_a_ban(Path(settings.KORTISTO_DECLARATION), tmp_path))


def asked(item: str, value: str, at: datetime = NOW) -> tuple[Recognised, ...]:
    return recognise(identifiers_=[(item, value)], at=at)


def test_however_it_is_written_the_same_address_is_recognised() -> None:
    remember((EMAIL, "Maija.Esimerkki@esimerkki.example"), (PHONE, "040 123 4567"), at=NOW)
    assert asked(EMAIL, " MAIJA.esimerkki@Esimerkki.example ") == (ERASED,)
    assert asked(PHONE, "+358 40 1234567") == (ERASED,)
    assert asked(EMAIL, "maija@esimerkki.example") == ()
    assert asked(EMAIL, "no address") == ()
    assert asked(PHONE, "Maija.Esimerkki@esimerkki.example") == ()
    assert asked("person.name", "Maija Esimerkki") == ()


def test_each_of_several_is_told_apart() -> None:
    remember((EMAIL, "maija@esimerkki.example"), at=NOW, why=Why.BANNED)
    remember((EMAIL, "onni@esimerkki.example"), at=NOW)
    people = [[(EMAIL, "onni@esimerkki.example")], [], [(EMAIL, "maija@esimerkki.example"), (PHONE, "040 123 4567")]]
    assert recognise_each(people=people, at=NOW) == ((ERASED,), (), (BANNED,))


def test_it_ends_with_the_period_that_the_declaration_states() -> None:
    remember((EMAIL, "maija@esimerkki.example"), at=NOW)
    assert asked(EMAIL, "maija@esimerkki.example", datetime(2031, 11, 22, 20, tzinfo=UTC)) == (ERASED,)
    assert asked(EMAIL, "maija@esimerkki.example", datetime(2031, 11, 23, tzinfo=UTC)) == ()


def test_without_a_suppression_nothing_is_kept_and_nobody_asked_for(settings: Settings) -> None:
    remember((EMAIL, "maija@esimerkki.example"), at=NOW)
    settings.KORTISTO_DECLARATION = str(Path(__file__).parents[1] / "samples" / "register.yaml")
    assert asked(EMAIL, "maija@esimerkki.example") == ()


def test_an_erasure_that_was_taken_back_makes_nobody_known() -> None:
    remember((EMAIL, "maija@esimerkki.example"), at=NOW, fate=Fate.UNDONE)
    assert asked(EMAIL, "maija@esimerkki.example") == ()


def test_the_hashes_cannot_be_made_without_their_own_key(tmp_path: Path) -> None:
    remember((EMAIL, "maija@esimerkki.example"), at=NOW)
    (tmp_path / "ledger" / "recognition-key").write_text("00" * 32)
    assert asked(EMAIL, "maija@esimerkki.example") == ()


def test_where_the_ledger_was_changed_nobody_is_let_in_unseen(tmp_path: Path) -> None:
    remember((EMAIL, "maija@esimerkki.example"), at=NOW)
    (tmp_path / "ledger" / "head").unlink()
    with pytest.raises(LedgerUnreadableError):
        asked(EMAIL, "maija@esimerkki.example")
