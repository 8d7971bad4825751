"""Fields that a declaration adds of its own come in from files like any other, where it permits that."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from kortisto.register.audit.models import AuditEvent
from kortisto.register.audit.values import Actor
from kortisto.register.parties.enums import UploadState
from kortisto.register.parties.importing.choices import Duplicates, Policy
from kortisto.register.parties.importing.meaning import Own, Target, guess
from kortisto.register.parties.importing.own_columns import meaning_named, name_of, own_names
from kortisto.register.parties.intake.keeping import rejected_file_of
from kortisto.register.parties.models import OwnValue, Upload
from tests.register.conftest import entered
from tests.register.parties.importing.test_uploads import account, bring, imported, undo
from tests.register.wider import widened

pytestmark = pytest.mark.integration

HEADER = "Yritys;Etunimi;Sukunimi;Lämpöpumpun malli;Heated since;Avtalsnivå;Käyttäjiä;Mapin hyllypaikka\n"
ROWS = "Kukka Oy;Aino;Hehku;IVT 490;3.11.2020;Kulta;1 200,5;A3\nKukka Oy;Onni;Malli;;;;;\n"
BOILER, SINCE, LEVEL, SEATS = (Own(f"own.{one}") for one in ("boiler", "warm_since", "level", "seats"))


@pytest.fixture(autouse=True)
def wider(declaration_of_tests: None, settings: Settings, tmp_path: Path) -> None:
    settings.KORTISTO_DECLARATION = str(widened(Path(settings.KORTISTO_DECLARATION), tmp_path))
    settings.DATA = tmp_path


@pytest.fixture
def alice(db: None) -> Actor:
    return account()


def own_values() -> dict[str, str]:
    with entered() as by:
        by.record("test.look")
        return dict(OwnValue.objects.order_by("item").values_list("item", "value"))


def test_columns_are_known_by_the_names_of_the_declaration_in_every_language() -> None:
    columns = HEADER.strip().split(";")
    assert guess(columns, own=own_names()).targets[3:] == (BOILER, SINCE, LEVEL, SEATS, Target.NOTHING)
    assert [meaning_named(one) for one in ("heat pump model", "own.seats", "Etunimi", "?")] == [
        BOILER, SEATS, Target.FIRST_NAME, None,
    ]  # fmt: skip
    assert (name_of(BOILER, "sv"), name_of(Own("own.gone"), "fi")) == ("Värmepumpens modell", "own.gone")


def test_own_fields_come_in_in_their_stored_form_with_their_items_in_the_log(alice: Actor) -> None:
    upload = imported(HEADER + ROWS, alice)
    assert upload.counts == {"organisations": 1, "people": 2}
    assert own_values() == {
        "own.boiler": "IVT 490", "own.level": "gold", "own.seats": "1200.5", "own.warm_since": "2020-11-03",
    }  # fmt: skip
    with entered() as by:
        by.record("test.look")
        rows = {row.item: row for row in OwnValue.objects.all()}
    assert rows["own.boiler"].person_id is not None
    assert rows["own.level"].organisation_id is not None
    assert {row.batch_id for row in rows.values()} == {upload.batch_id}
    items = set(AuditEvent.objects.filter(action="import.rows").latest("happened_at").items)
    assert {"own.boiler", "own.level", "own.seats", "own.warm_since"} <= items


def test_a_value_of_another_kind_keeps_its_row_out_and_says_why(alice: Actor) -> None:
    bad = HEADER + "Kukka Oy;Aino;Hehku;;joskus;Hopea;paljon;\n;Onni;Malli;;;Kulta;;\n;;;IVT 490;;;;\n"
    upload = imported(bad, alice)
    assert (upload.state, upload.counts) == (UploadState.DONE, {"rejected": 3})
    lines = rejected_file_of(upload.id, "csv").read_text("utf-8-sig").splitlines()
    assert lines[1].startswith(
        '"Heated since has not the right form: joskus; Agreement level has not the right form: Hopea; '
        "Seats has not the right form: paljon"
    )
    assert lines[2].startswith("name of the organisation is missing")
    assert own_values() == {}


@pytest.mark.parametrize(("policy", "boiler"), [(Policy.IF_EMPTY, "IVT 490"), (Policy.ALWAYS, "GEO 312")])
def test_own_fields_of_known_people_change_as_the_columns_say_and_are_given_back(
    policy: Policy, boiler: str, alice: Actor
) -> None:
    imported(HEADER + ROWS.replace("3.11.2020", "").replace("1 200,5", ""), alice)
    before = own_values()
    newer = HEADER + "Kukka Oy;Aino;Hehku;GEO 312;1.1.2021;Perus;7;\n"
    policies = dict.fromkeys((BOILER, LEVEL), policy)
    second = imported(newer, alice, duplicates=Duplicates.UPDATE, policies=policies)
    assert own_values() == {
        "own.boiler": boiler, "own.level": "basic" if policy is Policy.ALWAYS else "gold",
        "own.warm_since": "2021-01-01", "own.seats": "7",
    }  # fmt: skip
    assert second.batch_id is not None
    undo(second.batch_id, alice)
    assert own_values() == before


def test_what_a_declaration_does_not_declare_any_more_is_left_out(alice: Actor, settings: Settings) -> None:
    upload_id = bring(HEADER + ROWS, alice)
    assert Upload.objects.get(id=upload_id).options["targets"][3] == "own.boiler"
    settings.KORTISTO_DECLARATION = str(Path(__file__).parents[2] / "samples" / "register.yaml")
    assert name_of(BOILER, "en") == "own.boiler"
    assert guess(HEADER.strip().split(";"), own=own_names()).targets[3] is Target.NOTHING
