"""Many rows of several tables at once, each with an origin of its own; and everything of one batch taken out again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import Enum
from uuid import UUID

from django.apps import apps
from django.db import transaction
from django.db.models import Model, OuterRef, Subquery

from kortisto.declaration.words import Operation
from kortisto.lib.batches import batched
from kortisto.lib.ids import uuid7
from kortisto.register.audit.values import Access
from kortisto.register.ledger.enums import Reason
from kortisto.register.parties.bulk import Columns, insert_rows
from kortisto.register.parties.entering import enter_parties
from kortisto.register.parties.models import (
    Activity,
    Batch,
    ConsumerCustomership,
    Customership,
    Membership,
    Note,
    Order,
    Organisation,
    OrganisationAddress,
    OrganisationPhone,
    OrganisationWebsite,
    Person,
    PersonAddress,
    PersonEmail,
    PersonPhone,
    Represents,
    Tagging,
)
from kortisto.register.parties.rows import (
    filled,
    items_of,
    origin_columns,
    write_organisation_words,
    write_person_words,
)
from kortisto.register.parties.values import Origin

_OWN_ORIGIN = ("source", "collected_at")
_PORTION = 500  # people of one line in the log


class Table(Enum):
    """Where a row belongs, in the order in which they are written: what others refer to comes first."""

    ORGANISATION = Organisation
    PERSON = Person
    CUSTOMERSHIP = Customership
    CONSUMER = ConsumerCustomership
    REPRESENTS = Represents
    ORGANISATION_PHONE = OrganisationPhone
    ORGANISATION_WEBSITE = OrganisationWebsite
    ORGANISATION_ADDRESS = OrganisationAddress
    PERSON_EMAIL = PersonEmail
    PERSON_PHONE = PersonPhone
    PERSON_ADDRESS = PersonAddress
    ORDER = Order
    ACTIVITY = Activity
    NOTE = Note
    TAGGING = Tagging
    MEMBERSHIP = Membership


@transaction.atomic
def add_set(*, rows: Mapping[Table, Sequence[Columns]], origin: Origin, by: Access, at: datetime) -> None:
    """Write all rows, one statement for each table. A row names its `source` and `collected_at`, the rest is `origin`.

    Rows are in their stored form (`rows.new_person`, `rows.new_organisation`, normalised contact points). One
    without an `id` gets one. Raises NotGrantedError, and IntegrityError as single rows do.
    """
    items: set[str] = set()
    for table, some in rows.items():
        fields = {field.removesuffix("_id") for row in some for field in filled(row)} - set(_OWN_ORIGIN)
        items |= set(items_of(table.value, sorted(fields)))
        if some and table is Table.REPRESENTS:
            items.add("person.represents")
    by.require(Operation.COLLECT, sorted(items))
    common = {name: value for name, value in origin_columns(origin).items() if name not in _OWN_ORIGIN}
    for table in Table:
        insert_rows(table.value, [{"id": uuid7(), **row} for row in rows.get(table, ())], common)
    write_organisation_words(rows.get(Table.ORGANISATION, ()))
    write_person_words(rows.get(Table.PERSON, ()))
    everybody = dict.fromkeys(
        [row["id"] for row in rows.get(Table.PERSON, ())]
        + [row["person_id"] for some in rows.values() for row in some if row.get("person_id")]
    )
    for portion in batched(everybody, _PORTION) if everybody else [()]:
        by.record(
            "import.rows", at=at, object_kind="batch", object_id=origin.batch, subjects=list(portion),
            items=sorted(items),
        )  # fmt: skip


@transaction.atomic
def sign_set(*, file_name: str, authors: Sequence[UUID], by: Access, at: datetime) -> None:
    """Say who wrote down what batches of this name say of events: the authors, by turns. Raises NotGrantedError."""
    by.require(Operation.CHANGE)
    batches = Batch.objects.filter(file_name=file_name)
    for rows in (
        Activity.objects.filter(batch__in=batches),
        Note.objects.filter(batch__in=batches, activity__isnull=True),
    ):
        keys = list(rows.order_by("id").values_list("id", flat=True))
        for turn, author in enumerate(authors):
            rows.filter(id__in=keys[turn :: len(authors)]).update(written_by=author)
    of_event = Activity.objects.filter(id=OuterRef("activity")).values("written_by")
    Note.objects.filter(batch__in=batches, activity__isnull=False).update(written_by=Subquery(of_event))
    by.record("batch.sign", at=at, object_kind="batch")


@transaction.atomic
def remove_batches(*, file_name: str, by: Access, at: datetime) -> Mapping[str, int]:
    """Erase what batches of this name brought, with all that hangs on their people and organisations; say how many.

    Other people who act for an organisation that goes stay.
    """
    batches = list(Batch.objects.filter(file_name=file_name).values_list("id", flat=True))
    people: list[UUID] = list(Person.objects.filter(batch_id__in=batches).values_list("id", flat=True))
    for portion in batched(people, _PORTION) if people else [[]]:
        by.record("batch.remove", at=at, object_kind="batch", subjects=list(portion))
    # The people are invented; a later edit or merge may have made them somebody.
    enter_parties("person", people, reason=Reason.DEMO, at=at)
    # Parts first: an order or an event outlives who placed it, and would be left over.
    for model in _parts():
        model._default_manager.filter(batch__in=batches).delete()
    Person.objects.filter(id__in=people).delete()
    organisations = Organisation.objects.filter(batch__in=batches)
    enter_parties("organisation", [*organisations.values_list("id", flat=True)], reason=Reason.DEMO, at=at)
    counts = Counter(people=len(people), organisations=organisations.count())
    organisations.delete()
    Batch.objects.filter(id__in=batches).delete()
    return counts


def _parts() -> list[type[Model]]:
    """Return the tables whose rows carry their import, but for people and organisations themselves."""
    models = apps.get_app_config("parties").get_models()
    of_batch = [
        model
        for model in models
        if any(field.name == "batch" and field.related_model is Batch for field in model._meta.get_fields())
    ]
    return [model for model in of_batch if model not in {Person, Organisation}]
