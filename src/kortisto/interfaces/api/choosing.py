"""Which parties are meant: the filters of lists, of exports and of what is done with many at once."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, WithJsonSchema

from kortisto.interfaces.api.bodies import STORABLE, Day, Ids
from kortisto.register.parties.enums import Language, PartyKind, RelationshipKind
from kortisto.register.parties.listing import COLUMN_ITEMS, Filters, ListColumn

Cursor = Annotated[str, StringConstraints(max_length=500, pattern=r"^[A-Za-z0-9_.=-]*$")]
Words = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$"), STORABLE]
KINDS = {"people": PartyKind.PERSON, "organisations": PartyKind.ORGANISATION}


def _words(kind: PartyKind) -> list[str]:
    return sorted(column.value for column in COLUMN_ITEMS[kind])


def _column_of(kind: PartyKind) -> AfterValidator:
    """Let only the columns pass that a list of this kind has."""

    def known(column: ListColumn) -> ListColumn:
        if column not in COLUMN_ITEMS[kind]:
            raise ValueError(f"a list of this kind has: {', '.join(_words(kind))}")
        return column

    return AfterValidator(known)


_P, _O = PartyKind.PERSON, PartyKind.ORGANISATION
PersonColumn = Annotated[ListColumn, _column_of(_P), WithJsonSchema({"type": "string", "enum": _words(_P)})]
OrganisationColumn = Annotated[ListColumn, _column_of(_O), WithJsonSchema({"type": "string", "enum": _words(_O)})]
PeopleColumns = Annotated[list[PersonColumn], Field(max_length=20)]
OrganisationColumns = Annotated[list[OrganisationColumn], Field(max_length=20)]


def _said(value: object) -> object:
    # Other words for yes and no are no boolean of the description.
    if isinstance(value, str) and value not in {"true", "false"}:
        raise ValueError("true or false")
    return value


YesOrNo = Annotated[bool, BeforeValidator(_said)]
"""A boolean of an address, where everything is a text."""


class Chosen(Schema):
    """Filters of every list; days are civil days, and both ends belong to the range. `ids`: these and no other."""

    q: Words = ""
    city: Words = ""
    active_from: Day | None = None
    active_to: Day | None = None
    added_from: Day | None = None
    changed_from: Day | None = None
    of_source: Words = ""
    relation: RelationshipKind | None = None
    tag: UUID | None = None
    group: UUID | None = None
    ids: Ids = []

    def filters(self) -> Filters:
        """Return what a list is filtered by."""
        return Filters(
            text=self.q,
            relation=self.relation,
            city=self.city,
            language=getattr(self, "language", None) or "",
            has_email=getattr(self, "has_email", None),
            active_from=self.active_from,
            active_to=self.active_to,
            added_from=self.added_from,
            changed_from=self.changed_from,
            source=self.of_source,
            organisation=getattr(self, "organisation", None),
            tag=self.tag,
            group=self.group,
            ids=tuple(dict.fromkeys(self.ids)),
        )


class PeopleChosen(Chosen):
    """`organisation`: people who represent it; `relation` and `city`: their own, or that of whom they represent."""

    organisation: UUID | None = None
    language: Language | None = None


class OrganisationsChosen(Chosen):
    """`relation`: what they are to us."""
