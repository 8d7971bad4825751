from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from kortisto.declaration.linter import lint
from kortisto.declaration.loader import Loaded, load, loads
from kortisto.declaration.model import Declaration, Text
from kortisto.declaration.periods import parse_period
from kortisto.declaration.problems import Severity
from kortisto.declaration.words import Status
from kortisto.declaration.writer import write

pytestmark = pytest.mark.unit

NOTICES = Path(__file__).resolve().parents[2] / "notices"
TEMPLATE = NOTICES / "asiakasrekisteri.yaml"
TODAY = date(2026, 11, 22)

VALUES = {
    "controller_name": "Esimerkki Oy",
    "street": "Esimerkkikatu 1",
    "postal_code": "00100",
    "city": "Helsinki",
    "controller_email": "tietosuoja@esimerkki.example",
    "controller_phone": "+358 9 000 0000",
    "contact_street": "Esimerkkikatu 1",
    "contact_postal_code": "00100",
    "contact_city": "Helsinki",
    "contact_email": "rekisteri@esimerkki.example",
    "contact_phone": "+358 9 000 0000",
    "service_email": "palvelu@esimerkki.example",
    "service_phone": "+358 9 000 0000",
}
REGISTER = {
    "id": "esimerkki",
    "version": "1.0",
    "status": "published",
    "drafted": "2026-11-22",
    "valid from": "2026-11-22",
}


def instance(
    values: dict[str, str] | None = VALUES, register: dict[str, str] = REGISTER, folder: Path = NOTICES, **sections: Any
) -> Loaded:
    file = {"kortisto": "1", "template": TEMPLATE.name, "register": register, **sections}
    if values is not None:
        file["with"] = values
    return loads(yaml.safe_dump(file, allow_unicode=True), folder=folder)


def sound(loaded: Loaded) -> Declaration:
    assert loaded.declaration is not None, [(p.code, p.offending) for p in loaded.problems]
    return loaded.declaration


def found(loaded: Loaded) -> set[tuple[str, str]]:
    return {(problem.code, problem.offending) for problem in loaded.errors}


def sections(declaration: Declaration) -> dict[str, Any]:
    written: dict[str, Any] = yaml.safe_load(write(declaration))
    return written


def test_an_instance_has_the_rules_of_the_template_and_writes_none_of_them_again() -> None:
    own = yaml.safe_load((NOTICES / "ivt.yaml").read_text("utf-8"))
    assert set(own) == {"kortisto", "template", "with", "register"}
    template, ivt = (sections(sound(load(path))) for path in (TEMPLATE, NOTICES / "ivt.yaml"))
    assert list(template) == list(ivt)
    differing = {section for section in template if template[section] != ivt[section]}
    assert differing == {"register", "parties"}
    assert template["register"]["places"] == ivt["register"]["places"]
    assert ivt["register"]["id"] == "ivt"


def test_the_rows_of_a_statement_get_the_prefix_of_each_notice() -> None:
    template, ivt = sound(load(TEMPLATE)), sound(load(NOTICES / "ivt.yaml"))
    assert template.retention["customer_data"].promises == ("S3-12-01",)
    assert ivt.retention["customer_data"].promises == ("S2-12-01",)


def test_the_template_shows_a_blank_in_each_language() -> None:
    template = sound(load(TEMPLATE))
    assert template.register.status is Status.TEMPLATE
    assert template.parties["controller"].name == Text(
        "[Rekisterinpitäjän nimi]", "[Den personuppgiftsansvariges namn]", "[Name of the controller]"
    )
    assert "Rekisterinpitäjä on [Rekisterinpitäjän nimi]." in template.register.about.fi
    address = template.parties["controller"].address
    assert address is not None
    assert address.city == Text("[Postitoimipaikka]", "[Postort]", "[City]")
    assert address.postal_code == "[Postinumero / Postnummer / Postal code]"  # a field in no language shows all three


def test_values_go_into_texts_numbers_and_periods() -> None:
    declaration = sound(instance({**VALUES, "retention_period": "5 years", "business_id": "2077474-0"}))
    assert declaration.parties["controller"].name == "Esimerkki Oy"
    assert declaration.parties["controller"].business_id == "2077474-0"
    assert "Personuppgiftsansvarig är Esimerkki Oy." in declaration.register.about.sv
    rule = declaration.retention["customer_data"]
    assert rule.at_most == parse_period("5 years")
    assert rule.if_unknown is not None
    assert rule.if_unknown.keep == parse_period("5 years")
    assert declaration.objections["publication"].suppression is not None
    assert declaration.objections["publication"].suppression.keep == parse_period("5 years")


def test_what_is_not_given_has_its_default_or_is_left_out() -> None:
    declaration = sound(instance())
    assert declaration.retention["customer_data"].at_most == parse_period("10 years")
    assert declaration.register.financial_year_end == "12-31"
    assert declaration.register.name == Text("Asiakasrekisteri", "Kundregister", "Customer register")
    assert declaration.parties["controller"].business_id is None


def test_a_section_is_laid_over_node_by_node() -> None:
    shorter = {
        "items": "visit.ip", "keep": "7 days", "from": "visit.happened", "then": "delete", "ours": "Shorter here.",
    }  # fmt: skip
    more = {
        "items": "person.note", "keep": "3 years", "from": "item.collected", "then": "delete", "ours": "They grow old.",
    }  # fmt: skip
    template = sound(load(TEMPLATE))
    declaration = sound(instance(retention={"ip_addresses": shorter, "notes": more}))
    assert declaration.retention["ip_addresses"].at_most == parse_period("7 days")
    assert declaration.retention["ip_addresses"].promises == ()
    assert list(declaration.retention) == [*template.retention, "notes"]
    assert declaration.retention["visits"] == template.retention["visits"]


def test_the_register_is_laid_over_key_by_key_but_for_what_belongs_to_one_version() -> None:
    title = {"fi": "Seloste", "sv": "Beskrivning", "en": "Notice"}
    declaration = sound(instance(register={**REGISTER, "title": title}))  # type: ignore[dict-item]
    assert declaration.register.title == Text("Seloste", "Beskrivning", "Notice")
    assert [place.id for place in declaration.register.places] == [
        "database",
        "paper",
        "partner_servers",
        "backup",
        "incoming",
    ]


@pytest.mark.parametrize("key", ["version", "status", "drafted", "valid from"])
def test_a_notice_takes_no_date_version_or_status_from_its_template(key: str) -> None:
    loaded = instance(register={name: value for name, value in REGISTER.items() if name != key})
    assert loaded.declaration is None
    assert [(problem.code, problem.details["key"]) for problem in loaded.errors] == [("K212", key)]


@pytest.mark.parametrize("missing", sorted(VALUES))
def test_a_published_notice_needs_every_value(missing: str) -> None:
    loaded = instance({name: value for name, value in VALUES.items() if name != missing})
    assert loaded.declaration is None
    assert found(loaded) == {("K224", missing)}


def test_a_notice_that_gives_no_values_at_all_is_told_of_each() -> None:
    assert found(instance(None)) == {("K224", name) for name in VALUES}


def test_a_draft_may_have_open_places_and_is_warned() -> None:
    loaded = instance({}, {**REGISTER, "status": "draft"})
    assert sound(loaded).parties["controller"].email == (
        "[Rekisterinpitäjän sähköpostiosoite / Den personuppgiftsansvariges e-postadress"
        " / E-mail address of the controller]"
    )
    assert {(p.code, p.offending, p.severity) for p in loaded.problems} == {
        ("K224", name, Severity.WARNING) for name in VALUES
    }


def test_an_unknown_value_is_refused_with_the_nearest_name() -> None:
    loaded = instance({**VALUES, "controler_phone": "+358 9 000 0000"})
    assert found(loaded) == {("K223", "controler_phone")}
    assert loaded.errors[0].details["nearest"] == "controller_phone"


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("business_id", "2077474-1", "K203"),
        ("controller_email", "tietosuoja", "K203"),
        ("retention_period", "ten years", "K206"),
        ("financial_year_end", "31.12.", "K203"),
    ],
)
def test_a_value_of_the_wrong_form_is_refused(name: str, value: str, code: str) -> None:
    loaded = instance({**VALUES, name: value})
    assert loaded.declaration is None
    assert {found_code for found_code, _ in found(loaded)} == {code}


def test_a_blank_cannot_be_published() -> None:
    blank = sound(instance({**VALUES, "controller_name": "[Rekisterinpitäjän nimi]"}))
    codes = {problem.code for problem in lint(blank, TODAY) if problem.severity is Severity.ERROR}
    assert codes == {"K423"}
    assert not lint(sound(instance()), TODAY)


def test_the_template_as_published_would_be_refused(tmp_path: Path) -> None:
    copy = tmp_path / TEMPLATE.name
    shutil.copyfile(TEMPLATE, copy)
    copy.write_text(copy.read_text("utf-8").replace("status: template", "status: published"), "utf-8")
    errors = {p.code for p in lint(sound(load(copy)), TODAY) if p.severity is Severity.ERROR}
    assert "K423" in errors


def test_a_template_of_a_template_passes_its_values_on(tmp_path: Path) -> None:
    shutil.copyfile(TEMPLATE, tmp_path / TEMPLATE.name)
    between = {"kortisto": "1", "template": TEMPLATE.name, "with": VALUES, "register": {**REGISTER, "id": "between"}}
    (tmp_path / "between.yaml").write_text(yaml.safe_dump(between, allow_unicode=True), "utf-8")
    top = {"kortisto": "1", "template": "between.yaml", "register": {**REGISTER, "id": "top"}}
    declaration = sound(loads(yaml.safe_dump(top), folder=tmp_path))
    assert declaration.register.id == "top"
    assert declaration.parties["controller"].name == "Esimerkki Oy"


def test_no_person_is_named_in_the_customer_registers() -> None:
    for path in (TEMPLATE, NOTICES / "ivt.yaml"):
        for party in sound(load(path)).parties.values():
            assert party.email is None or party.email.startswith("[") or party.email.endswith(".example")
