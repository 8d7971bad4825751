"""Lists of parties: Finnish order, forgiving search, pages."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from pytest_django import DjangoAssertNumQueries

from kortisto.declaration.civil_time import civil_day
from kortisto.declaration.words import Operation
from kortisto.register.audit import queries as log
from kortisto.register.audit.values import NotGrantedError
from kortisto.register.parties import operations as parties
from kortisto.register.parties.enums import ContactKind, PartyKind
from kortisto.register.parties.models import Represents
from kortisto.register.parties.queries import search
from kortisto.register.parties.queries.search import BadCursorError
from kortisto.register.parties.values import Hit, Party
from tests.register.conftest import NOW, ORIGIN, entered

pytestmark = pytest.mark.integration

NAMES = ["Zorro", "Aho", "Öberg", "Éric", "Äijälä", "aalto", "Åberg", "von Essen"]


def found(text: str, **options: object) -> list[str]:
    with entered(Operation.READ) as by:
        return [hit.name for hit in search(by=by, text=text, **options).hits]  # type: ignore[arg-type]


def add_people(*names: str) -> None:
    with entered() as by:
        for name in names:
            first, _, last = name.rpartition("|")
            parties.add_person(first_name=first, last_name=last, origin=ORIGIN, by=by, at=NOW)


def test_names_stand_in_finnish_order(db: None) -> None:
    add_people(*NAMES)

    assert found("") == ["aalto", "Aho", "Éric", "von Essen", "Zorro", "Åberg", "Äijälä", "Öberg"]


@pytest.mark.parametrize(
    ("text", "matches"),
    [
        ("makela", True),
        ("MÄKELÄ", True),
        ("mäk", True),
        ("mak liisa", True),
        ("liisa mäkelä", True),
        ("virt", True),
        ("  mäkelä  ", True),
        ("kelä", False),
        ("mäkelä pekka", False),
        ("%", False),
        ("'; drop table parties_person; --", False),
    ],
)
def test_the_beginning_of_every_word_is_found_with_or_without_dots(db: None, text: str, *, matches: bool) -> None:
    add_people("Liisa|Mäkelä-Virtanen")

    assert found(text) == (["Liisa Mäkelä-Virtanen"] if matches else [])


@pytest.mark.parametrize(
    "text", ["", "\x00", "a\x00b@", "\ud800", "😀", "x" * 100_000, "﷽", "a@" + "\U0010ffff", "+", "0" * 500, "()-/."]
)
def test_whatever_is_typed_is_answered(maija: UUID, text: str) -> None:
    assert isinstance(found(text), list)


@pytest.mark.parametrize(
    ("text", "matches"),
    [
        ("maija.esimerkki@esim", True),
        ("MAIJA.esimerkki@ESIMERKKI.example", True),
        ("040 123 4567", True),
        ("0401234", True),
        ("+358 40 1234567", True),
        ("+35840", True),
        ("123 4567", False),
        ("401", False),
    ],
)
def test_people_are_found_by_address_and_number(maija: UUID, text: str, *, matches: bool) -> None:
    with entered() as by:
        parties.add_contact_point(
            owner=Party(kind=PartyKind.PERSON, id=maija),
            kind=ContactKind.PHONE,
            value="040 123 4567",
            origin=ORIGIN,
            by=by,
            at=NOW,
        )

    assert (found(text, kinds=[PartyKind.PERSON]) == ["Maija Esimerkki"]) is matches


@pytest.mark.parametrize("text", ["2077474-0", "20774740", "2077474", "2077", "esim"])
def test_organisations_are_found_by_business_id_and_name(esimerkki_oy: UUID, text: str) -> None:
    assert found(text) == ["Esimerkki Oy"]


def test_a_hit_tells_whom_a_person_represents(maija: UUID, esimerkki_oy: UUID) -> None:
    with entered(Operation.READ) as by:
        page = search(by=by, text="esimerkki")

    assert page.hits == (
        Hit(party=Party(kind=PartyKind.PERSON, id=maija), name="Maija Esimerkki", detail="Esimerkki Oy"),
        Hit(party=Party(kind=PartyKind.ORGANISATION, id=esimerkki_oy), name="Esimerkki Oy", detail="2077474-0"),
    )
    assert page.next is None


def test_pages_follow_each_other_without_gap_or_repetition(db: None) -> None:
    add_people(*[f"A{n}|Sama" for n in range(4)], *NAMES)
    with entered() as by:
        parties.add_organisation(registered_name="Ahonen Oy", origin=ORIGIN, by=by, at=NOW)
    whole = found("")

    read: list[str] = []
    cursor = None
    with entered(Operation.READ) as by:
        while True:
            page = search(by=by, after=cursor, limit=5)
            read += [hit.name for hit in page.hits]
            cursor = page.next
            if cursor is None:
                break

    assert read == whole
    assert len(read) == len(NAMES) + 5


@pytest.mark.parametrize("cursor", ["x", "AAAA", "é", "A" * 23, "AAAAAAAAAAAAAAAAAAAAAAA=", "////"])
def test_a_cursor_that_is_none_is_refused(db: None, cursor: str) -> None:
    with pytest.raises(BadCursorError), entered(Operation.READ) as by:
        search(by=by, after=cursor)


def test_a_search_leaves_a_line_with_those_it_showed(maija: UUID) -> None:
    found("maija")
    found("nobody of this name")

    none, one = log.events()[:2]
    assert (one.action, one.subjects, none.subjects) == ("parties.search", (maija,), ())


def test_the_line_names_what_the_list_showed_and_no_more(maija: UUID, esimerkki_oy: UUID) -> None:
    found("maija")
    found("2077474")

    business_id, name = log.events()[:2]
    assert set(name.items) == {"person.name", "person.represents"}
    assert set(business_id.items) == {"organisation.name", "organisation.business_id"}


def test_whoever_represents_until_a_day_to_come_represents_today(maija: UUID, esimerkki_oy: UUID) -> None:
    tomorrow = civil_day(NOW) + timedelta(days=1)
    with entered(Operation.READ, Operation.CHANGE) as by:
        representation = Represents.objects.get(person=maija)
        parties.end_representation(representation_id=representation.id, ended_on=tomorrow, by=by, at=NOW)
        (hit,) = search(by=by, text="maija").hits

    assert hit.detail == "Esimerkki Oy"


def test_a_purpose_without_business_ids_neither_shows_nor_finds_them(maija: UUID, esimerkki_oy: UUID) -> None:
    with entered(Operation.READ, purpose="mailing") as by:
        shown = search(by=by, text="esimerkki").hits
        by_id = search(by=by, text="2077474").hits

    assert [hit.detail for hit in shown] == ["Esimerkki Oy", ""]
    assert by_id == ()


def test_an_access_for_writing_does_not_search(maija: UUID) -> None:
    with pytest.raises(NotGrantedError), entered(Operation.CHANGE) as by:
        search(by=by)


@pytest.mark.parametrize("people", [1, 3])
def test_a_page_takes_the_same_few_queries_however_long(
    db: None, django_assert_num_queries: DjangoAssertNumQueries, people: int
) -> None:
    add_people(*NAMES[:people])

    # savepoint, header, people, organisations, whom they represent, line of the log, release
    with django_assert_num_queries(7):
        found("")
