"""`./kortisto retention restrict`, `restrictions`, `told` and `lift` as somebody types them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from kortisto.register.audit import queries as log
from tests.interfaces.cli.test_retention import installation_of_tests, people, run
from tests.register.conftest import declaration_of_tests, esimerkki_oy, maija

__all__ = ["declaration_of_tests", "esimerkki_oy", "installation_of_tests", "maija"]

pytestmark = pytest.mark.integration


@pytest.fixture
def db(transactional_db: None) -> None:
    """Of a transaction with several purposes the narrowest counts: each command has one of its own."""


def days_from_now(days: int) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).date().isoformat()


def restricted(person: UUID, *more: str) -> str:
    done = run("restrict", str(person), "--ground", "claim", "--lang", "en", *more)
    found = re.fullmatch(r"Restricted\. The id of the restriction: ([0-9a-f-]{36})\n", done.stdout)
    assert found, done.output
    return found[1]


def test_a_restriction_is_set_listed_told_of_and_lifted(maija: UUID) -> None:
    assert run("restrictions", "--lang", "fi").stdout == "Rajoituksia ei ole.\n"
    id_ = restricted(maija, "--purpose", "mailing", "--until", days_from_now(30))
    assert people() == 0, "whose purpose is not named finds nobody"
    told = run("restrictions", "--lang", "en").stdout
    assert told.startswith(f"{id_}  Maija Esimerkki: the person needs the data for a claim, since ")
    assert "used for: " in told
    assert "last day " in told

    refused = run("lift", id_, "--reason", "Vaade on ratkaistu", "--lang", "fi")
    assert (refused.exit_code, people()) == (1, 0)
    assert "Kerro ensin henkilölle" in refused.stderr
    assert run("told", id_, "--on", days_from_now(-1), "--lang", "sv").stdout == "Antecknat.\n"
    assert "henkilölle kerrottu" in run("restrictions", "--lang", "fi").stdout
    assert run("lift", id_, "--reason", "Vaade on ratkaistu", "--lang", "fi").stdout == "Rajoitus on poistettu.\n"
    assert people() == 1
    assert "hävd " in run("restrictions", "--which", "lifted", "--lang", "sv").stdout
    assert run("lift", id_, "--reason", "Toistamiseen", "--lang", "en").stderr.endswith("It was lifted already.\n")
    actions = {line.action for line in log.events(subject=maija)}
    assert {"restriction.begin", "restriction.tell", "restriction.lift"} <= actions


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--until", "2020-01-01"), "Sista dagen måste ligga framåt i tiden."),
        (("--purpose", "gardening"), "Beskrivningen har inget sådant ändamål."),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_restricted(maija: UUID, more: tuple[str, ...], said: str) -> None:
    refused = run("restrict", str(maija), "--ground", "claim", "--lang", "sv", *more)
    assert (refused.exit_code, people()) == (1, 1)
    assert said in refused.stderr


def test_whom_nobody_knows_cannot_be_restricted_nor_lifted(maija: UUID) -> None:
    for words in (("restrict", str(uuid4()), "--ground", "accuracy"), ("lift", str(uuid4()), "--reason", "x")):
        assert "There is nothing with this id." in run(*words, "--lang", "en").stderr
