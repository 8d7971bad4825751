"""Where data come from stands in the form where the notice says it of what we write down; else who writes says it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from kortisto.register.parties.queries import person_page
from tests.interfaces.web.conftest import World, engine
from tests.interfaces.web.test_forms import fields_of, opened

pytestmark = pytest.mark.integration

FIRST = "  subject:\n    name: {fi: Henkilö itse, sv: Personen själv, en: The person}\n    kind: the person\n"
STAFF = (
    "  staff:\n    name: {fi: Henkilöstö, sv: Personalen, en: Our staff}\n    kind: staff\n    items: [person.note]\n"
)
OURS = (
    "  ours:\n    name: {fi: Omat kirjaukset, sv: Egna, en: Our entries}\n    kind: staff\n"
    "    items: [person, organisation]\n"
)
REGISTER = (
    "  paper:\n    name: {fi: Lehti, sv: Tidning, en: A paper}\n    kind: public source\n    items: [person.title]\n"
)
EMPLOYER = "  employer:\n    name: {fi: Työnantaja, sv: Arbetsgivaren, en: The employer}\n    kind: employer\n"


@pytest.fixture
def several(settings: Settings, tmp_path: Path) -> Path:
    text = Path(settings.KORTISTO_DECLARATION).read_text(encoding="utf-8")
    assert FIRST in text
    changed = tmp_path / "register.yaml"
    changed.write_text(text.replace(FIRST, FIRST + EMPLOYER + STAFF), encoding="utf-8")
    settings.KORTISTO_DECLARATION = str(changed)
    return changed


FORMS = {
    "/people/add/": ("last_name", "Uusi"),
    "/organisations/add/": ("registered_name", "Uusi Oy"),
    "/people/{world.maija}/edit/": ("last_name", "Uusi"),
    "/organisations/{world.company}/edit/": ("registered_name", "Uusi Oy"),
    "/people/{world.maija}/contacts/add/": ("value", "uusi@uusi.example"),
    "/people/{world.maija}/addresses/add/": ("city", "Turku"),
    "/organisations/{world.company}/relationships/add/": ("started_on", "1.2.2021"),
}


ADDED = [form for form in FORMS if "edit" not in form]


def with_sources(text: str, settings: Settings, tmp_path: Path) -> None:
    """Write the register with further sources, and let it be in force."""
    register = Path(settings.KORTISTO_DECLARATION).read_text(encoding="utf-8")
    assert FIRST in register
    (tmp_path / "further.yaml").write_text(register.replace(FIRST, FIRST + text), encoding="utf-8")
    settings.KORTISTO_DECLARATION = str(tmp_path / "further.yaml")


@pytest.mark.parametrize("form", FORMS)
def test_what_we_write_down_comes_from_us_where_the_notice_says_so(
    bob: Client, world: World, settings: Settings, tmp_path: Path, form: str
) -> None:
    with_sources(EMPLOYER + OURS, settings, tmp_path)
    assert opened(bob, form.format(world=world))["source"] == "ours"


def test_it_is_kept_with_the_datum_that_was_written(
    bob: Client, world: World, settings: Settings, tmp_path: Path
) -> None:
    with_sources(EMPLOYER + OURS, settings, tmp_path)
    address = f"/people/{world.maija}/contacts/email/{world.email}/"
    assert bob.post(address, {**opened(bob, address), "value": "uusi@uusi.example"}).status_code == 302
    with engine() as by:
        (email,) = person_page(person_id=world.maija, by=by).contact_points
    assert (email.value, email.origin.source) == ("uusi@uusi.example", "ours")


@pytest.mark.parametrize("form", [form for form in FORMS if "edit" in form])
def test_what_is_corrected_comes_from_where_it_came(bob: Client, world: World, several: Path, form: str) -> None:
    assert opened(bob, form.format(world=world))["source"] == "subject"


def test_only_sources_are_offered_from_which_it_can_come(
    bob: Client, world: World, settings: Settings, tmp_path: Path
) -> None:
    with_sources(EMPLOYER + REGISTER, settings, tmp_path)
    contact = bob.get(f"/people/{world.maija}/contacts/add/").content.decode()
    role = bob.get(f"/people/{world.maija}/roles/{world.role}/").content.decode()
    assert ('<option value="employer">' in contact, '<option value="paper">' in contact) == (True, False)
    assert '<option value="paper">' in role


@pytest.mark.parametrize("form", ADDED)
def test_of_several_sources_none_is_chosen_where_nobody_knows(
    bob: Client, world: World, several: Path, form: str
) -> None:
    address = form.format(world=world)
    fields = opened(bob, address)
    assert fields["source"] == ""

    field, typed = FORMS[form]
    assert fields[field] != typed
    refused = bob.post(address, {**fields, field: typed})
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "Choose where this comes from." in page
    assert fields_of(page)[field] == typed


@pytest.mark.parametrize("form", FORMS)
def test_the_only_source_is_chosen(bob: Client, world: World, form: str) -> None:
    assert opened(bob, form.format(world=world))["source"] == "subject"


def test_the_chosen_source_is_kept_with_the_datum(bob: Client, world: World, several: Path) -> None:
    address = f"/people/{world.maija}/edit/"
    assert bob.post(address, {**opened(bob, address), "last_name": "Uusi", "source": "employer"}).status_code == 302
    with engine() as by:
        page = person_page(person_id=world.maija, by=by)
    assert (page.origins["last_name"].source, page.origins["first_name"].source) == ("employer", "subject")


def test_of_nothing_no_source_is_asked_for(bob: Client, world: World, several: Path) -> None:
    address = f"/people/{world.maija}/edit/"
    response = bob.post(address, opened(bob, address))
    assert (response.status_code, response.headers["Location"]) == (302, f"/people/{world.maija}/")


def test_a_note_comes_from_who_writes_it(bob: Client, world: World, several: Path) -> None:
    page = bob.get(f"/people/{world.maija}/notes/add/").content.decode()
    assert re.search(r'<option value="staff" selected>', page)


def test_without_a_source_of_ours_that_of_a_note_is_chosen(
    bob: Client, world: World, several: Path, settings: Settings
) -> None:
    several.write_text(several.read_text(encoding="utf-8").replace(STAFF, ""), encoding="utf-8")
    several.rename(several.with_name("other.yaml"))
    settings.KORTISTO_DECLARATION = str(several.with_name("other.yaml"))

    page = bob.get(f"/people/{world.maija}/notes/add/").content.decode()
    assert '<option value="" selected>Choose</option>' in page.split('name="source"')[1]
