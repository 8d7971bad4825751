"""A file on its way into the register: every good row once, every other row with its reason, all or nothing."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import StringIO
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import cast

import pytest
from django.db import DatabaseError

from kortisto.declaration.words import Operation
from kortisto.register.audit.models import AuditEvent
from kortisto.register.audit.values import NotGrantedError
from kortisto.register.parties.enums import RelationshipKind
from kortisto.register.parties.importing.meaning import guess
from kortisto.register.parties.importing.mending import write_rejected
from kortisto.register.parties.importing.opening import OpenedFile
from kortisto.register.parties.importing.reading import Table, read_table
from kortisto.register.parties.importing.rows import country_code
from kortisto.register.parties.importing.wording import why_rejected
from kortisto.register.parties.models import (
    Batch,
    BusinessRelation,
    Customership,
    Order,
    Organisation,
    OrganisationAddress,
    OrganisationEmail,
    OrganisationPhone,
    Person,
    PersonEmail,
    Represents,
)
from tests.register.conftest import BOB, NOW, ORIGIN, entered
from tests.register.parties.importing.whole import Imported, Rejected, import_table

pytestmark = pytest.mark.integration

HEADER = "Asiakasnumero;Yritys;Y-tunnus;Nimi;Sähköposti;Puhelin;Maa\n"
ROWS = (
    "1;Esimerkki Oy;2077474-0;Maija Esimerkki;maija@esimerkki.example;09 123 4567;Suomi\n"
    "2;Kukka Ab;;Jan van der Berg;jan@kukka.example;(5) 555-4729;Ruotsi\n"
)


@contextmanager
def looking() -> Iterator[None]:
    with entered() as by:
        by.record("test.look")
        yield


def take(text: str | bytes, *, kind: RelationshipKind = RelationshipKind.CUSTOMER, source: str = "subject") -> Imported:
    table = read_table(text.encode() if isinstance(text, str) else text)
    return take_table(table, kind=kind, source=source)


def take_table(
    table: Table, *, kind: RelationshipKind = RelationshipKind.CUSTOMER, source: str = "subject"
) -> Imported:
    with entered() as by:
        return import_table(
            table=table,
            mapping=guess(table.columns),
            file_name="asiakkaat.csv",
            register="minimal",
            origin=replace(ORIGIN, source=source),
            by=by,
            at=NOW,
            kind=kind,
        )


def rejected_csv(table: Table, rejected: tuple[Rejected, ...], language: str) -> bytes:
    """What a user gets to mend."""
    with NamedTemporaryFile() as out:
        told = {one.number: why_rejected(one.faults, language) for one in rejected}
        write_rejected(file=cast("OpenedFile", table), reasons=told.items(), language=language, out=Path(out.name))
        return Path(out.name).read_bytes()


def reasons(imported: Imported) -> list[tuple[int, list[tuple[str, str]]]]:
    return [(one.number, [(fault.target.value, fault.code) for fault in one.faults]) for one in imported.rejected]


def test_rows_become_organisations_people_and_contacts_with_their_origin(db: None) -> None:
    imported = take(HEADER + ROWS)
    assert imported.counts == {"organisations": 2, "people": 2, "rejected": 0}
    with looking():
        batch = Batch.objects.get()
        assert (batch.id, batch.file_name, batch.imported_by) == (imported.batch, "asiakkaat.csv", BOB.id)
        assert batch.counts == imported.counts
        jan = Person.objects.get(first_name="Jan")
        assert (jan.last_name, jan.source, jan.batch_id) == ("van der Berg", "subject", imported.batch)
        assert Represents.objects.get(person=jan).organisation.registered_name == "Kukka Ab"
        assert set(PersonEmail.objects.values_list("value", flat=True)) == {
            "maija@esimerkki.example", "jan@kukka.example",
        }  # fmt: skip
        assert Customership.objects.count() == 2


def test_a_telephone_number_is_read_by_the_plan_of_its_country(db: None) -> None:
    take("Yritys;Puhelin;Maa\nA;09 123 4567;Suomi\nB;08-123 456 78;Ruotsi\nC;09 123 4567;\n")
    take("Yritys;Puhelin\nD;09 123 4567\n")
    with looking():
        numbers = dict(OrganisationPhone.objects.values_list("organisation__registered_name", "normalised"))
    assert numbers == {"A": "+35891234567", "B": "+46812345678", "C": "091234567", "D": "+35891234567"}


def test_the_lines_of_an_address_are_kept_apart(db: None) -> None:
    take('Yritys,Osoite,Kaupunki\nA Oy,"Esimerkkikatu 1\nPL 5",Lahti\n')
    with looking():
        assert OrganisationAddress.objects.get().lines == "Esimerkkikatu 1\nPL 5"


def test_a_second_import_changes_nothing(db: None) -> None:
    text = HEADER + ROWS + "3;Vanha Nimi Oy;20774740;Maija Esimerkki;;;\n"  # the same business id, written otherwise
    assert take(text).counts["organisations"] == 2
    before = contents()
    assert take(text).counts == {"known": 3, "rejected": 0}
    assert contents() == before


def contents() -> dict[str, int]:
    models = (
        Organisation,
        Person,
        Represents,
        PersonEmail,
        OrganisationPhone,
        OrganisationAddress,
        Customership,
        Order,
    )
    with looking():
        return {model.__name__: model._default_manager.count() for model in models}


def test_rejected_rows_are_mended_and_imported_again_without_loss_or_repetition(db: None) -> None:
    text = HEADER + ROWS + (
        "3;Paha Oy;1234567-8;;;;\n"
        "4;=cmd|' /C calc'!A0;;Liisa Malli;liisa@;;\n"
        "5;Lyhyt Oy;;Matti\n"
        "6;Atlantis Oy;;;;;Atlantis\n"
    )  # fmt: skip
    table = read_table(text.encode())
    first = take_table(table)
    assert reasons(first) == [
        (4, [("business id", "form")]), (5, [("person email", "form")]), (6, []), (7, [("country", "unknown")]),
    ]  # fmt: skip
    assert first.counts["rejected"] == 4

    # As it is, nothing comes in, and the rejected rows of the rejected rows are the same file.
    file = rejected_csv(table, first.rejected, "fi")
    again = read_table(file)
    second = take_table(again)
    assert second.counts == {"rejected": 4}
    assert rejected_csv(again, second.rejected, "fi") == file
    assert rejected_csv(again, second.rejected, "sv").count(b"rsak till f") == 1

    mended = file.decode("utf-8-sig").replace("1234567-8", "").replace("liisa@", "liisa@malli.example")
    mended = mended.replace(";Matti", ";Matti;;;").replace("Atlantis\r", "Suomi\r")
    third = take(mended)
    assert third.counts == {"organisations": 4, "people": 2, "rejected": 0}
    with looking():
        assert Organisation.objects.filter(registered_name="=cmd|' /C calc'!A0").count() == 1
        assert Person.objects.count() == 4
    assert "organisations" not in take(text).counts


def test_no_cell_of_the_rejected_file_is_a_formula(db: None) -> None:
    starts = ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0"]
    table = read_table(("Yritys;Maa;Alue\n" + "".join(f"{one};Atlantis;{one}\n" for one in starts)).encode())
    imported = take_table(table)
    assert len(imported.rejected) == len(starts)
    cells = [cell for line in csv.reader(StringIO(rejected_csv(table, imported.rejected, "en").decode("utf-8-sig")),
                                         delimiter=";") for cell in line]  # fmt: skip
    assert [cell for cell in cells if cell[:1] in {"=", "+", "-", "@"}] == []


def test_an_address_of_nobody_is_not_lost(db: None) -> None:
    text = "Yritys;Nimi;Sähköposti\nA Oy;Maija Esimerkki;maija@a.example\nB Oy;;info@b.example\n"
    assert reasons(take(text)) == [(3, [("person name", "missing")])]
    take("Yritys;Sähköposti\nB Oy;info@b.example\n")
    with looking():
        assert OrganisationEmail.objects.get().value == "info@b.example"


def test_the_numbers_of_customers_and_of_suppliers_are_apart(db: None) -> None:
    take("Asiakasnumero;Yritys\n1;Asiakas Oy\n")
    assert take("SupplierID;Yritys\n1;Toimittaja Oy\n", kind=RelationshipKind.SUPPLIER).counts["organisations"] == 1
    assert take("Asiakasnumero;Yritys\n1;Muu Oy\n", source="other").counts["organisations"] == 1
    with looking():
        assert sorted(Organisation.objects.values_list("registered_name", flat=True)) == [
            "Asiakas Oy", "Muu Oy", "Toimittaja Oy",
        ]  # fmt: skip


def test_a_supplier_that_has_become_a_customer_is_one_organisation(db: None) -> None:
    text = "Yritys;Y-tunnus\nEsimerkki Oy;2077474-0\n"
    take(text, kind=RelationshipKind.SUPPLIER)
    assert take(text).counts == {"relationships": 1, "rejected": 0}
    assert take(text).counts == {"known": 1, "rejected": 0}
    with looking():
        assert (Organisation.objects.count(), Customership.objects.count()) == (1, 1)
        assert BusinessRelation.objects.get().kind == RelationshipKind.SUPPLIER


def test_a_customership_that_has_ended_is_not_opened_again(db: None) -> None:
    take(HEADER + ROWS)
    with looking():
        Customership.objects.update(ended_on=NOW.date())
    assert take(HEADER + ROWS).counts["known"] == 2
    with looking():
        assert Customership.objects.filter(ended_on=None).count() == 0


def test_by_name_alone_one_organisation_is_known_and_several_are_not(db: None) -> None:
    take("Asiakasnumero;Yritys\n1;Sama Oy\n2;Kaksi Oy\n3;Kaksi Oy\n")
    assert take("Yritys;Nimi\nsama oy;Maija Esimerkki\n").counts == {"people": 1, "rejected": 0}
    assert take("Yritys;Nimi\nKaksi Oy;Maija Esimerkki\n").counts["organisations"] == 1


ORDERS = "Tilausnumero;Asiakasnumero;Tilauspäivä\n"


def test_orders_belong_to_the_customer_of_that_number(db: None) -> None:
    take("SupplierID;Yritys\n1;Toimittaja Oy\n", kind=RelationshipKind.SUPPLIER)
    take("Asiakasnumero;Yritys\n1;Asiakas Oy\n")
    imported = take(ORDERS + "10;1;22.11.2026\n11;99;1.1.2026\n12;1;23.11.2026\n13;1;1/2/26\n10;1;22.11.2026\n")
    assert imported.counts == {"orders": 1, "known": 1, "rejected": 3}
    assert reasons(imported) == [
        (3, [("reference", "unknown")]), (4, [("ordered on", "future")]), (5, [("ordered on", "form")]),
    ]  # fmt: skip
    with looking():
        order = Order.objects.get()
        assert order.organisation is not None
        assert (order.reference, order.organisation.registered_name) == ("10", "Asiakas Oy")
    assert take(ORDERS + "10;1;22.11.2026\n").counts == {"known": 1, "rejected": 0}


def test_an_order_of_a_number_that_several_have_is_rejected(db: None) -> None:
    for source in ("subject", "other"):
        take("Asiakasnumero;Yritys\n1;Asiakas Oy\n", source=source)
    assert take(ORDERS + "10;1;22.11.2026\n", source="subject").counts["orders"] == 1
    assert reasons(take(ORDERS + "10;1;22.11.2026\n", source="third")) == [(2, [("reference", "ambiguous")])]


def test_an_undeclared_item_is_left_out_and_said_so(db: None) -> None:
    table = read_table((HEADER + ROWS).encode())
    with entered(Operation.COLLECT) as by:
        granted = {Operation.COLLECT: frozenset({"organisation", "person.name", "person.represents"})}
        imported = import_table(
            table=table, mapping=guess(table.columns), file_name="a.csv", register="minimal", origin=ORIGIN,
            by=replace(by, granted=granted), at=NOW,
        )  # fmt: skip
    assert imported.left_out == ("Sähköposti",)
    with looking():
        assert PersonEmail.objects.count() == 0
        assert Person.objects.count() == 2


def test_every_row_is_in_the_log_with_whom_it_is_about(db: None) -> None:
    take(HEADER + ROWS)
    with looking():
        people = set(Person.objects.values_list("id", flat=True))
    events = list(AuditEvent.objects.all())
    actions = [event.action for event in events]
    assert actions.count("batch.open") == actions.count("batch.count") == 1
    (rows,) = [event for event in events if event.action == "import.rows"]
    assert set(rows.subjects) == people
    assert rows.object_id == Batch.objects.get().id
    assert {"organisation.name", "person.name.first", "person.contact.email"} <= set(rows.items)
    assert {event.actor_id for event in events} == {BOB.id}


def test_nothing_comes_in_when_something_unexpected_happens(transactional_db: None) -> None:
    """Rows before and after the one that fails, the batch and the log: all of it is taken back."""
    long_in_the_index = "ﷺ" * 300  # each letter is eighteen in the key by which names are sorted
    with pytest.raises(DatabaseError):
        take(f"Yritys;Nimi\nA Oy;Maija Esimerkki\n{long_in_the_index};\nB Oy;\n")
    assert set(contents().values()) == {0}
    with looking():
        assert Batch.objects.count() == 0
    assert AuditEvent.objects.exclude(action="test.look").count() == 0


def test_an_access_to_nothing_of_this_takes_nothing(db: None) -> None:
    table = read_table((HEADER + ROWS).encode())
    with pytest.raises(NotGrantedError), entered(Operation.READ) as by:
        import_table(
            table=table, mapping=guess(table.columns), file_name="a.csv", register="minimal", origin=ORIGIN,
            by=by, at=NOW,
        )  # fmt: skip


# --- the Northwind files ---------------------------------------------------------------------------------------------

NORTHWIND = Path(__file__).resolve().parents[4].parent / "shared" / "data" / "northwind"
needs_northwind = pytest.mark.skipif(not NORTHWIND.is_dir(), reason=f"THE NORTHWIND FILES ARE NOT IN {NORTHWIND}")


def northwind(name: str) -> Table:
    return read_table((NORTHWIND / f"{name}.csv").read_bytes())


def by_hand(line: str, after: int, width: int) -> list[str]:
    """Split a row of Northwind from both ends: only the address, the column `after`, has commas in it."""
    behind = width - after - 1
    head, rest = line.split(",", after)[:after], line.split(",", after)[after]
    return [*head, *rest.rsplit(",", behind)]


@needs_northwind
@pytest.mark.parametrize(
    ("name", "rows", "mended", "places"), [("customers", 91, 24, (4, 5, 8)), ("orders", 830, 176, (9, 10, 13))]
)
def test_the_unquoted_addresses_of_northwind_are_mended_rightly(
    name: str, rows: int, mended: int, places: tuple[int, int, int]
) -> None:
    table = northwind(name)
    address, city, country = places
    assert (len(table.lines), table.refused) == (rows, ())
    written = (NORTHWIND / f"{name}.csv").read_text("utf-8").splitlines()
    assert table.mended == mended
    for line in table.lines:
        assert country_code(line.fields[country]), line
        assert line.fields[city].replace(".", "").replace(" ", "").replace("-", "").replace("'", "").isalpha(), line
        parts = by_hand(written[line.number - 1], address, len(table.columns))
        assert line.fields == tuple("" if one == "NULL" else one.strip() for one in parts)


@needs_northwind
def test_northwind_comes_in_whole_and_once(db: None) -> None:
    assert take_table(northwind("customers")).counts == {"organisations": 91, "people": 91, "rejected": 0}
    assert take_table(northwind("orders")).counts == {"orders": 830, "rejected": 0}
    assert take_table(northwind("customers")).counts == {"known": 91, "rejected": 0}
    assert take_table(northwind("orders")).counts == {"known": 830, "rejected": 0}
    with looking():
        assert OrganisationAddress.objects.exclude(country="").count() == 91
        assert not Organisation.objects.exclude(id__in=Customership.objects.values("organisation")).exists()
