"""The lists of people and of organisations, saved views, exports, and changes of many."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from kortisto.register.audit import queries as log
from kortisto.register.parties import operations as parties
from kortisto.register.parties.enums import TagColour
from kortisto.register.parties.queries import person_page
from tests.interfaces.web.conftest import NOW, As, World, add_contact, add_customer, engine, origin
from tests.register.wider import widened

pytestmark = pytest.mark.integration


def names(page: str) -> list[str]:
    return re.findall(r'<span class="name">([^<]*)</span>', page)


def got(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def body(response: object) -> bytes:
    return b"".join(response.streaming_content)  # type: ignore[attr-defined]


def test_people_with_whom_they_represent_and_their_last_activity(bob: Client, world: World) -> None:
    page = got(bob, "/people/")

    assert names(page) == ["Maija Esimerkki", "Onni Keksitty"]
    assert "Esimerkki Oy" in page
    assert "22.11.2026" in page
    assert "2 people." in page


def test_organisations_with_what_they_are_to_us(bob: Client, world: World) -> None:
    page = got(bob, "/organisations/?col=relation&col=added&sort=-name")

    assert names(page) == ["Vanha Oy", "Esimerkki Oy"]
    assert "Customer" in page


def test_filters_are_chips_that_can_be_taken_away_one_by_one(bob: Client, world: World) -> None:
    page = got(bob, f"/people/?city=hel&email=yes&active_from=1.1.2026&organisation={world.company}")

    assert names(page) == ["Maija Esimerkki"]
    for words in ("City: hel", "Has an e-mail address", "Active since 1.1.2026", "Represents Esimerkki Oy"):
        assert words in page
    assert "?email=yes&amp;active_from=1.1.2026&amp;organisation=" in page
    assert names(got(bob, "/people/?city=turku")) == []
    assert "Nobody meets all of these filters" in got(bob, "/people/?city=turku")


def test_a_filter_that_is_no_day_says_so_and_filters_nothing(bob: Client, world: World) -> None:
    page = got(bob, "/people/?active_from=eilen&sort=nothing&col=secret&organisation=x&relation=friend")

    assert "Write the day as d.m.yyyy" in page
    assert len(names(page)) == 2


def test_pages_follow_and_precede_each_other(bob: Client) -> None:
    for number in range(60):
        add_customer(f"Yritys {number:02} Oy")
    first = got(bob, "/organisations/?sort=-name")
    following = re.search(r'rel="next" href="([^"]+)"', first)
    assert following is not None
    second = got(bob, "/organisations/" + following[1].replace("&amp;", "&"))
    back = re.search(r'rel="prev" href="([^"]+)"', second)
    assert back is not None

    assert names(first)[0] == "Yritys 59 Oy"
    assert names(first) + names(second) == [f"Yritys {number:02} Oy" for number in reversed(range(60))]
    assert names(got(bob, "/organisations/" + back[1].replace("&amp;", "&"))) == names(first)


@pytest.mark.parametrize("cursor", ["after=x", "before=%00", "before=W10", "after="])
def test_an_old_link_shows_the_list_from_its_beginning(bob: Client, world: World, cursor: str) -> None:
    response = bob.get(f"/people/?{cursor}")

    assert response.status_code in {200, 400}  # a NUL is nobody's slip
    assert response.status_code == 400 or len(names(response.content.decode())) == 2


@pytest.mark.parametrize("address", ["/people/", "/organisations/", "/people/?q=maija&city=h", "/search/?q=yksi"])
def test_the_number_of_queries_does_not_grow_with_the_rows(bob: Client, address: str) -> None:
    def queries() -> int:
        bob.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert bob.get(address).status_code == 200
        return len(captured)

    add_contact("Maija", "Yksi", add_customer("Yksi Oy"))
    one = queries()
    for name in ("Kaksi", "Kolme"):
        add_contact("Maija", name, add_customer(f"{name} Oy"))

    assert queries() == one


def test_a_purpose_sees_only_its_columns_and_filters(bob: Client, world: World) -> None:
    bob.post("/purpose/", {"purpose": "mailing"})
    page = got(bob, "/people/?city=turku&sort=-activity&col=phone&col=email")

    assert names(page) == ["Maija Esimerkki", "Onni Keksitty"]
    assert "maija.esimerkki@esimerkki.example" in page
    assert 'name="city"' not in page
    assert 'value="phone"' not in page
    bob.post("/purpose/", {"purpose": "counting"})
    assert "This purpose shows no names" in got(bob, "/people/")


def test_search_shows_people_and_organisations_apart(bob: Client, world: World) -> None:
    page = got(bob, "/search/?q=esimerki")
    part = bob.get("/search/?q=esim", headers={"HX-Request": "true"}).content.decode()

    assert names(page) == ["Maija Esimerkki", "Esimerkki Oy"]
    assert part.strip().startswith('<div class="found">')
    assert "Nothing found for “zzz”" in got(bob, "/search/?q=zzz")


# --- saved views -----------------------------------------------------------------------------------------------------


def test_a_view_keeps_filters_and_columns_but_not_the_text(log_in_as: As, world: World) -> None:
    bob, alice = log_in_as("bob"), log_in_as("alice")
    page = got(bob, "/people/?q=maija&city=hel&sort=-activity")
    query = re.search(r'name="query" value="([^"]*)"', page)
    assert query is not None
    saved = bob.post("/people/views/", {"name": "Helsinki", "query": query[1].replace("&amp;", "&"), "shared": "on"})
    shown = bob.get(saved.headers["Location"])

    assert shown.headers["Location"] == "/people/?city=hel&sort=-activity"
    assert alice.get(saved.headers["Location"]).headers["Location"] == "/people/?city=hel&sort=-activity"
    assert "Helsinki" in got(alice, "/people/")
    assert alice.post(saved.headers["Location"]).status_code == 404  # to remove it
    assert bob.post(saved.headers["Location"]).status_code == 302
    assert bob.get(saved.headers["Location"]).status_code == 404


def test_a_view_that_is_not_shared_is_nobody_elses(log_in_as: As, world: World) -> None:
    bob, alice = log_in_as("bob"), log_in_as("alice")
    saved = bob.post("/people/views/", {"name": "Oma", "query": "city=hel"})

    assert alice.get(saved.headers["Location"]).status_code == 404
    assert "Oma" not in got(alice, "/people/")
    assert bob.post("/people/views/", {"name": " ", "query": "city=hel"}).headers["Location"] == "/people/?city=hel"


def test_sharing_takes_a_permission(log_in_as: As, world: World) -> None:
    dora = log_in_as("dora")
    dora.post("/purpose/", {"purpose": "mailing"})

    assert dora.post("/people/views/", {"name": "Oma", "query": "", "shared": "on"}).status_code == 404
    assert dora.post("/people/views/", {"name": "Oma", "query": ""}).status_code == 302


# --- export ----------------------------------------------------------------------------------------------------------


def test_the_preview_says_how_many_and_which_columns(alice: Client, world: World) -> None:
    page = got(alice, "/people/export/?email=yes")

    assert "The file will hold 2 people." in page
    assert "Managing the customer relationship" in page
    assert "Onni Keksitty" in page
    assert "There is nobody to export" in got(alice, "/people/export/?city=nowhere")
    assert "Only those whom you chose" in got(alice, f"/people/export/?id={world.maija}")


PURPOSE = "Managing the customer relationship"


def test_a_csv_file_holds_the_chosen_columns_and_the_log_names_everybody_in_it(alice: Client, world: World) -> None:
    response = alice.post("/people/export/?sort=name", {"form": "csv", "columns": ["email", "represents"]})
    rows = list(csv.reader(io.StringIO(body(response).decode("utf-8-sig")), delimiter=";"))
    line = next(line for line in log.events() if line.action == "person.export")

    assert rows[0] == ["Name", "Represents", "E-mail", "Purpose"]
    assert rows[1] == ["Maija Esimerkki", "Esimerkki Oy", "maija.esimerkki@esimerkki.example", PURPOSE]
    assert re.search(r'kortisto-people-crm-\d{4}-\d\d-\d\d\.csv"', response.headers["Content-Disposition"])
    assert set(line.subjects) == {world.maija, world.onni}
    assert line.items == ("person.contact.email", "person.name", "person.represents")
    assert line.purpose == "crm"


def test_a_workbook_says_what_it_is_for_and_holds_no_formula(alice: Client, world: World) -> None:
    add_contact("=cmd|' /C calc'!A0", "Pahis", world.company)
    response = alice.post("/people/export/", {"form": "xlsx", "columns": ["title"]})
    with zipfile.ZipFile(io.BytesIO(body(response))) as book:
        everything = b"".join(book.read(name) for name in book.namelist()).decode()

    assert "Managing the customer relationship" in everything
    assert "<f>" not in everything
    assert "'=cmd|" in everything


@pytest.mark.parametrize("form", ["vcard3", "vcard4", "json"])
def test_cards_and_objects_of_a_selection(alice: Client, world: World, form: str) -> None:
    response = alice.post(f"/people/export/?id={world.maija}", {"form": form, "columns": ["email", "added"]})
    text = body(response).decode()

    assert "maija.esimerkki@esimerkki.example" in text
    assert "Onni" not in text
    if form == "json":
        assert json.loads(text)["parties"][0]["name"] == "Maija Esimerkki"
        assert json.loads(text)["purpose"] == "crm"
    else:
        assert f"VERSION:{form[-1]}.0\r\nUID:urn:uuid:{world.maija}\r\nFN:Maija Esimerkki\r\n" in text


def test_a_form_that_is_none_exports_nothing(alice: Client, world: World) -> None:
    response = alice.post("/people/export/", {"form": "pdf", "columns": ["email"]})

    assert response.status_code == 422
    assert "Nothing was exported" in response.content.decode()
    assert alice.post("/people/export/", {"form": "csv", "columns": ["secret"]}).status_code == 422
    assert not [line for line in log.events() if line.action == "person.export"]


def test_who_lacks_the_permission_exports_nothing(log_in_as: As, world: World) -> None:
    for visitor in ("bob", "dora", "aaro"):
        assert log_in_as(visitor).post("/people/export/", {"form": "csv"}).status_code == 404


def test_who_may_not_export_is_not_offered_it(bob: Client, world: World) -> None:
    assert "/people/export/" not in got(bob, "/people/")


# --- many at once ----------------------------------------------------------------------------------------------------


def test_many_are_changed_only_after_a_preview_that_says_whom(bob: Client, world: World) -> None:
    asked = "/people/many/language/?email=yes&choice=sv&origin=subject"
    preview = got(bob, asked)

    assert "2 will be changed." in preview
    assert "Nothing has been changed yet" in preview
    assert bob.post(asked, {"choice": "sv", "origin": "subject"}).status_code == 302
    assert names(got(bob, "/people/?language=sv")) == ["Maija Esimerkki", "Onni Keksitty"]
    again = got(bob, asked)
    assert "0 will be changed." in again
    assert "2 have this language already" in again
    line = next(line for line in log.events() if line.action == "person.edit_many")
    assert set(line.subjects) == {world.maija, world.onni}


def test_only_the_chosen_are_changed(bob: Client, world: World) -> None:
    asked = f"/people/many/language/?id={world.maija}&id={UUID(int=3)}&choice=sv&origin=subject"

    assert "1 will be changed." in got(bob, asked)
    bob.post(asked, {"choice": "sv", "origin": "subject"})
    assert names(got(bob, "/people/?language=sv")) == ["Maija Esimerkki"]


@pytest.fixture
def history(declaration_of_tests: None, settings: Settings, tmp_path: Path) -> None:
    settings.KORTISTO_DECLARATION = str(widened(Path(settings.KORTISTO_DECLARATION), tmp_path))


def language_of(person_id: UUID) -> tuple[str | None, str, datetime]:
    """The language of somebody, where it comes from, and when it was collected."""
    with engine() as by:
        page = person_page(person_id=person_id, by=by)
    own = page.origins["language"]
    return page.language, own.source, own.collected_at


def test_the_last_change_of_many_is_taken_back_but_for_what_was_changed_since(
    history: None, bob: Client, alice: Client, world: World
) -> None:
    asked = "/people/many/language/?email=yes&choice=sv&origin=subject"
    before = language_of(world.maija)
    bob.post(asked, {"choice": "sv", "origin": "subject"})
    with engine() as by:
        parties.edit_person(person_id=world.onni, changes={"language": "en"}, origin=origin(), by=by, at=NOW)
    link = re.search(r'href="(/people/many/undo/[^"]+)"', got(bob, "/people/many/language/"))
    assert link is not None
    assert alice.get(link[1]).status_code == 302  # it is not hers to take back

    for page in (got(bob, link[1]), bob.post(link[1]).content.decode()):  # without being sure
        assert "1 will be changed back." in page
        assert "1 have been given another language since" in page
    assert bob.post(link[1], {"sure": "yes"}).status_code == 302
    assert language_of(world.maija) == before
    assert language_of(world.onni)[0] == "en"
    line = next(line for line in log.events() if line.action == "person.undo_many")
    assert line.subjects == (world.maija,)
    assert "Only your last change of many" in bob.post(link[1], {"sure": "yes"}, follow=True).content.decode()
    assert "/many/undo/" not in got(bob, "/people/many/language/")


def test_without_a_history_a_changed_field_of_many_is_not_offered_to_be_taken_back(bob: Client, world: World) -> None:
    asked = "/people/many/language/?email=yes&choice=sv&origin=subject"
    answer = bob.post(asked, {"choice": "sv", "origin": "subject"})
    assert "/many/undo/" not in bob.get(answer.headers["Location"]).content.decode()
    assert "/many/undo/" not in got(bob, "/people/many/language/")


def test_an_action_that_is_none_is_not_found(bob: Client, world: World) -> None:
    assert bob.get("/people/many/erase/").status_code == 404
    assert bob.get("/organisations/many/language/").status_code == 404
    assert bob.post("/people/many/language/", {"choice": "xx", "origin": "subject"}).status_code == 422


# --- tags, tasks, and what a list remembers --------------------------------------------------------------------------


@pytest.fixture
def tag(world: World) -> UUID:
    with engine() as by:
        return parties.add_tag(name="Uutiskirje", colour=TagColour.BLUE, by=by, at=NOW)


def test_a_tag_is_put_on_many_and_filters_the_list(bob: Client, world: World, tag: UUID) -> None:
    asked = f"/people/many/tag/?id={world.maija}&choice={tag}&origin=subject"
    assert "1 will be changed." in got(bob, asked)
    bob.post(asked, {"choice": str(tag), "origin": "subject"})
    bob.post(f"/organisations/many/tag/?id={world.company}", {"choice": str(tag), "origin": "subject"})

    page = got(bob, f"/people/?tag={tag}")
    assert names(page) == ["Maija Esimerkki"]
    assert "Tag: Uutiskirje" in page
    assert names(got(bob, f"/organisations/?tag={tag}")) == ["Esimerkki Oy"]
    again = got(bob, f"/people/many/tag/?choice={tag}&origin=subject")
    assert "1 will be changed." in again
    assert "1 have this tag already" in again
    assert {world.maija} == {one for line in log.events() if line.action == "person.edit_many" for one in line.subjects}


def test_a_tag_put_on_many_is_taken_off_those_who_still_have_it_from_then(bob: Client, world: World, tag: UUID) -> None:
    bob.post(f"/people/many/tag/?id={world.onni}", {"choice": str(tag), "origin": "subject"})
    answer = bob.post(f"/people/many/tag/?id={world.maija}", {"choice": str(tag), "origin": "subject"})
    page = bob.get(answer.headers["Location"]).content.decode()
    earlier, later = re.findall(r'action="(/people/many/undo/[^"]+)"', page)

    assert f'href="{later}"' in got(bob, "/people/many/tag/")
    assert "Only your last change of many" in bob.post(earlier, follow=True).content.decode()
    assert bob.post(later).status_code == 302
    assert names(got(bob, f"/people/?tag={tag}")) == ["Onni Keksitty"]  # whom an earlier change of many tagged


def test_many_are_added_to_a_group_and_taken_out_of_it_again(bob: Client, world: World) -> None:
    with engine() as by:
        group = parties.add_group(name="Joulukortti", by=by, at=NOW)
    asked = f"/people/many/group/?id={world.maija}&id={world.onni}"
    assert "Joulukortti" in got(bob, asked)
    answer = bob.post(asked, {"choice": str(group), "origin": "subject"})
    [back] = re.findall(r'action="(/people/many/undo/[^"]+)"', bob.get(answer.headers["Location"]).content.decode())
    assert names(got(bob, f"/people/?group={group}")) == ["Maija Esimerkki", "Onni Keksitty"]
    assert "1 are in this group already" in got(
        bob, f"/people/many/group/?id={world.maija}&choice={group}&origin=subject"
    )
    bob.post(back)
    assert names(got(bob, f"/people/?group={group}")) == []


def test_a_tag_that_is_none_is_not_put_on_anybody(bob: Client, world: World, tag: UUID) -> None:
    asked = f"/people/many/tag/?id={world.maija}"

    assert bob.post(asked, {"choice": str(UUID(int=7)), "origin": "subject"}).status_code == 422
    assert names(got(bob, f"/people/?tag={tag}")) == []


def test_open_tasks_that_are_due_filter_the_list(bob: Client, world: World) -> None:
    with engine() as by:
        parties.add_task(
            title="Soita", assigned_to=world.staff, due_on=date(2026, 11, 25), person_id=world.maija,
            origin=origin(), by=by, at=NOW,
        )  # fmt: skip

    assert names(got(bob, "/people/?task_due=25.11.2026")) == ["Maija Esimerkki"]
    assert names(got(bob, "/people/?task_due=24.11.2026")) == []
    assert "Task due by 24.11.2026" in got(bob, "/people/?task_due=24.11.2026")


def test_who_was_long_not_heard_of(bob: Client, world: World) -> None:
    page = got(bob, "/people/?idle_since=1.1.2026")

    assert names(page) == ["Onni Keksitty"]
    assert "No activity since 1.1.2026" in page


def test_a_list_remembers_its_columns_and_another_list_does_not(bob: Client, world: World) -> None:
    got(bob, "/people/?col=language&col=email")

    page = got(bob, "/people/")
    assert re.findall(r'data-label="([^"]*)"', page)[:2] == ["E-mail", "Language of service"]
    assert "Job title" not in page.split("<table")[1].split("</thead>")[0]
    assert "Business ID" in got(bob, "/organisations/").split("<table")[1].split("</thead>")[0]
    bob.cookies["columns.people"] = "nothing.xx;"
    assert "Job title" in got(bob, "/people/").split("<table")[1].split("</thead>")[0]


def test_an_address_and_a_number_can_be_pressed_in_the_list(bob: Client, world: World) -> None:
    assert 'href="mailto:maija.esimerkki@esimerkki.example"' in got(bob, "/people/")


def test_an_address_breaks_before_its_domain(bob: Client, world: World) -> None:
    assert ">maija.esimerkki@<wbr>esimerkki<wbr>.example<" in got(bob, "/people/")


def test_whoever_may_add_somebody_can_do_so_from_the_list(bob: Client, world: World) -> None:
    assert reverse("web:add-person") in got(bob, "/people/").split("<main")[1]
    assert reverse("web:add-organisation") in got(bob, "/organisations/").split("<main")[1]
    bob.post("/purpose/", {"purpose": "mailing"})  # which reads people, and collects none
    assert reverse("web:add-person") not in got(bob, "/people/").split("<main")[1]


def test_whom_somebody_opened_lately_is_read_from_the_log(log_in_as: As, world: World) -> None:
    bob, alice = log_in_as("bob"), log_in_as("alice")
    got(bob, f"/people/{world.onni}/")
    got(bob, f"/organisations/{world.company}/")
    got(bob, f"/people/{world.onni}/")

    page = got(bob, "/search/")
    assert names(page) == ["Onni Keksitty", "Esimerkki Oy"]
    assert names(got(alice, "/search/")) == []
    assert next(line for line in log.events() if line.action == "parties.names").actor_id is not None
