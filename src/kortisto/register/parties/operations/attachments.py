"""Files on people and organisations: taken in, and destroyed with their rows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver

from kortisto.declaration.words import Operation
from kortisto.register.audit.values import Access
from kortisto.register.parties import scanner, vault
from kortisto.register.parties.enums import PartyKind
from kortisto.register.parties.file_types import INFECTED, TOO_LARGE, NotAllowedError, checked_name, recognised
from kortisto.register.parties.models import Attachment, Removed
from kortisto.register.parties.rows import items_of, origin_columns
from kortisto.register.parties.values import Origin, Party
from kortisto.register.statements.files_left import remove_after_commit, tell_left

FILE = "file"
GRACE = timedelta(hours=1)
"""A file is on the disk before its row is: a younger one may belong to an upload under way."""


@transaction.atomic
def add_file(*, owner: Party, name: str, content: bytes, origin: Origin, by: Access, at: datetime) -> UUID:
    """Keep a file on a party and return the id of its row.

    Raises NotAllowedError (with the reason) and ScannerFailedError. The file is written before the row: what is left
    of an upload that was cut off is a file without a row, which `destroy_orphans` takes away.
    """
    items = items_of(Attachment, ["name"])
    by.require(Operation.COLLECT, items)
    if len(content) > settings.KORTISTO_FILE_BYTES:
        raise NotAllowedError(TOO_LARGE)
    kept_name = checked_name(name)
    kind = recognised(kept_name, content)
    try:
        scan = scanner.scan(content)
    except scanner.MaliciousError as found:
        raise NotAllowedError(INFECTED) from found
    stored_as, salt = vault.put(content)
    row = Attachment(
        name=kept_name,
        media_type=kind.media_type,
        size=len(content),
        stored_as=stored_as,
        salt=salt,
        scan=scan.value,
        person_id=owner.id if owner.kind is PartyKind.PERSON else None,
        organisation_id=owner.id if owner.kind is PartyKind.ORGANISATION else None,
        **origin_columns(origin),
    )
    try:
        row.save(force_insert=True)
    except BaseException:
        vault.destroy(stored_as)
        raise
    by.record("file.add", at=at, object_kind=FILE, object_id=row.id, subjects=[owner.id], items=items)
    return row.id


@transaction.atomic
def destroy_orphans(*, by: Access, at: datetime) -> Mapping[str, int]:
    """Destroy files without a row; return how many went (`files`), how many could not be removed and are tried again
    (`left`), and how many rows miss their file (`rows`).

    It stands behind the door, because without one the database would show no row at all, and every file would seem to
    be an orphan.
    """
    by.require(Operation.ERASE)
    orphans, missing = _without_each_other(at)
    left = sum(not _is_removed(path) for path in orphans)
    if len(orphans) > left:
        by.record("file.destroy_orphans", at=at, object_kind=FILE)
    return {"files": len(orphans) - left, "left": left, "rows": missing}


def _is_removed(path: Path) -> bool:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        tell_left(path.name, error)
        return False
    return True


def orphaned(*, by: Access, at: datetime) -> Mapping[str, int]:
    """Return how many files have no row (`files`) and how many rows miss their file (`rows`); changes nothing."""
    orphans, missing = _without_each_other(at)
    by.record("file.list", at=at, object_kind=FILE)
    return {"files": len(orphans), "rows": missing}


def _without_each_other(at: datetime) -> tuple[list[Path], int]:
    rows = set(Attachment.objects.values_list("stored_as", flat=True))
    rows |= set(Removed.objects.exclude(stored_as="").values_list("stored_as", flat=True))
    orphans = [path for path in vault.stored_before(at - GRACE) if path.name not in rows]
    return orphans, sum(not vault.there(name) for name in rows)


@receiver(post_delete, sender=Attachment)
@receiver(post_delete, sender=Removed)
def _destroy_with_its_row(instance: Any, **_further: object) -> None:
    """Whoever deletes the row, the file goes: once the deletion is committed, so that nothing is lost by a rollback."""
    if instance.stored_as and not getattr(instance, "kept", False):
        remove_after_commit(vault.destroy, instance.stored_as)
