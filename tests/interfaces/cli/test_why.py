"""`./kortisto why` as somebody types it."""

from __future__ import annotations

import json
from uuid import UUID, uuid4

import pytest
from click.testing import CliRunner, Result

from kortisto.interfaces.cli import cli
from kortisto.register.audit.models import OutboxEvent
from kortisto.register.parties import operations as parties
from kortisto.register.parties.enums import ContactKind, PartyKind
from kortisto.register.parties.values import Party
from tests.register.conftest import NOW, ORIGIN, declaration_of_tests, entered, esimerkki_oy, maija

__all__ = ["declaration_of_tests", "esimerkki_oy", "maija"]

pytestmark = pytest.mark.integration


@pytest.fixture(autouse=True)
def installation_of_tests(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KORTISTO_DATABASE_URL", "postgresql://the-one-of-the-tests")
    monkeypatch.delenv("KORTISTO_OWNER_DATABASE_URL", raising=False)


def run(*arguments: str) -> Result:
    done = CliRunner().invoke(cli, ["why", *arguments])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


@pytest.mark.parametrize(
    ("language", "collected", "following"),
    [
        ("fi", "Kerätty 22.11.2026, selosteen versio minimal 1.0.", "Seuraavaksi: tieto poistetaan 23.11.2029."),
        ("sv", "Insamlad 22.11.2026, version minimal 1.0 av beskrivningen.", "Härnäst: uppgiften raderas 23.11.2029."),
        ("en", "Collected on 22.11.2026, version minimal 1.0 of the", "Next: the item is deleted on 23.11.2029."),
    ],
)  # fmt: skip
def test_every_datum_says_why_and_what_comes_next(maija: UUID, language: str, collected: str, following: str) -> None:
    done = run(str(maija), "--lang", language)
    assert done.exit_code == 0
    assert done.stdout.startswith(f"Maija Esimerkki ({maija})")
    assert collected in done.stdout
    assert following in done.stdout
    assert "22.11.2029" in done.stdout
    line = OutboxEvent.objects.get(action="retention.why")
    assert (line.subjects, line.channel) == ([maija], "cli")


def test_programs_get_windows_and_clocks(maija: UUID) -> None:
    found = json.loads(run(str(maija), "--json").stdout)
    assert (found["id"], found["kind"]) == (str(maija), "person")
    name = next(one for one in found["data"] if one["item"] == "person.name.last")
    assert (name["declaration"], name["due_on"], name["rule"]) == ("minimal 1.0", "2029-11-23", "retention.contacts")
    assert name["next"]["step"] == "action"
    assert set(name["said"]) == {"fi", "sv", "en"}
    (window,) = [one for one in name["windows"] if one["purpose"] == "crm"]
    assert window["bound_by_version"] is None
    assert {clock["clock"] for clock in window["clocks"]}


def test_an_address_or_a_name_finds_somebody(maija: UUID, esimerkki_oy: UUID) -> None:
    with entered() as by:
        parties.add_contact_point(
            owner=Party(kind=PartyKind.PERSON, id=maija), kind=ContactKind.EMAIL, value="maija@esimerkki.example",
            origin=ORIGIN, by=by, at=NOW,
        )  # fmt: skip
    assert str(maija) in run("maija@esimerkki.example").stdout
    assert str(esimerkki_oy) in run("Esimerkki Oy").stdout
    assert str(esimerkki_oy) in run(str(esimerkki_oy), "--lang", "sv").stdout


def test_several_are_named_and_nobody_is_told(maija: UUID, esimerkki_oy: UUID) -> None:
    done = run("Esimerkki", "--lang", "en")
    assert done.exit_code == 1
    assert str(maija) in done.stderr
    assert "There are several" in done.stderr
    assert [set(line.subjects) for line in OutboxEvent.objects.filter(channel="cli")] == [{maija, esimerkki_oy}]
    for nobody in (str(uuid4()), "Eikukaan"):
        assert "Nobody in the register matches" in run(nobody, "--lang", "en").stderr
