"""Files of people and organisations: which there are, and what is in one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kortisto.declaration.words import Operation
from kortisto.register.audit.values import Access
from kortisto.register.parties import vault
from kortisto.register.parties.enums import PartyKind, Scan
from kortisto.register.parties.models import Attachment
from kortisto.register.parties.queries.parts import origin_of
from kortisto.register.parties.rows import item_of
from kortisto.register.parties.values import Origin, Party

FILE_ITEM = item_of(Attachment, "name")


@dataclass(frozen=True, slots=True, kw_only=True)
class FileView:
    """A file; `size` in bytes."""

    id: UUID
    name: str
    media_type: str
    size: int
    scan: Scan
    party: Party
    added_at: datetime
    origin: Origin


def files_of(*, party: Party, by: Access) -> tuple[FileView, ...] | None:
    """Return the files of a party, newest first; None where the access does not grant files."""
    by.require(Operation.READ)
    if not by.grants(Operation.READ, FILE_ITEM):
        return None
    rows = Attachment.objects.filter(**{party.kind.value: party.id}).order_by("-collected_at", "-id")
    by.record("file.list", object_kind=party.kind, object_id=party.id, subjects=[party.id], items=[FILE_ITEM])
    return tuple(_view(row) for row in rows)


def content_of(*, file_id: UUID, by: Access) -> tuple[FileView, bytes] | None:
    """Return a file with its content; None where there is none.

    Raises NotGrantedError, and UnreadableFileError where the file in the data folder is missing or damaged.
    """
    by.require(Operation.READ, [FILE_ITEM])
    row = Attachment.objects.filter(id=file_id).first()
    concerned = [row.person_id, row.organisation_id] if row else []
    by.record("file.read", object_kind="file", object_id=file_id, subjects=concerned, items=[FILE_ITEM] if row else ())
    return (_view(row), vault.get(row.stored_as, bytes(row.salt))) if row is not None else None


def _view(row: Attachment) -> FileView:
    person = row.person_id is not None
    owner = row.person_id or row.organisation_id
    assert owner is not None  # noqa: S101 (the database says so)
    return FileView(
        id=row.id,
        name=row.name,
        media_type=row.media_type,
        size=row.size,
        scan=Scan(row.scan),
        party=Party(kind=PartyKind.PERSON if person else PartyKind.ORGANISATION, id=owner),
        added_at=row.collected_at,
        origin=origin_of(row),
    )
