"""The versions of the notice that were adopted, which stay readable, and how the file on the disk stands to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from uuid import UUID

from django.conf import settings

from kortisto.declaration.compiled import Compiled
from kortisto.declaration.loader import CannotLoadError, load, sources
from kortisto.register.access import current
from kortisto.register.access.adopting import digest_of
from kortisto.register.access.models import AdoptedNotice


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptedView:
    """An adopted version. `adopted_by` None: an operator at the command line, or the first start."""

    number: int
    register: str
    version: str
    valid_from: date
    digest: str
    adopted_at: datetime
    adopted_by: UUID | None
    in_force: bool
    files: tuple[tuple[str, str], ...] = ()


class FileState(StrEnum):
    """How the file on the disk stands to the version in force."""

    SAME = "same"
    DIFFERS = "differs"
    UNREADABLE = "unreadable"  # it is not there, or has errors


def versions() -> tuple[AdoptedView, ...]:
    """Return every version that was adopted, the latest first, without their texts."""
    found = list(AdoptedNotice.objects.defer("files").order_by("-number"))
    return tuple(_view(one, in_force=place == 0) for place, one in enumerate(found))


def adopted(*, number: int) -> AdoptedView | None:
    """Return one version with its text; None when there is none of that number."""
    found = AdoptedNotice.objects.filter(number=number).first()
    if found is None:
        return None
    later = AdoptedNotice.objects.filter(number__gt=number).exists()
    return _view(found, in_force=not later, files=tuple((name, text) for name, text in found.files))


def compiled_version(*, version: str) -> Compiled | None:
    """Return a version that is or was in force, by what rows keep of it (`ivt 1.0`); None when nobody knows it."""
    now = current.compiled()
    return next((one for one in (now, *now.before) if one.version == version), None)


def file_state() -> FileState:
    """Return how the file on the disk stands to the version in force, as it is at this moment."""
    last = AdoptedNotice.objects.order_by("-number").values_list("digest", flat=True).first()
    path = Path(settings.KORTISTO_DECLARATION)
    try:
        files = sources(path)
    except (CannotLoadError, OSError, UnicodeError):
        return FileState.UNREADABLE
    if last is not None and digest_of(files) == last:
        return FileState.SAME
    if load(path).declaration is None:
        return FileState.UNREADABLE
    return FileState.DIFFERS if last is not None else FileState.SAME


def _view(row: AdoptedNotice, *, in_force: bool, files: tuple[tuple[str, str], ...] = ()) -> AdoptedView:
    return AdoptedView(
        number=row.number,
        register=row.register,
        version=row.version,
        valid_from=row.valid_from,
        digest=row.digest,
        adopted_at=row.adopted_at,
        adopted_by=row.adopted_by,
        in_force=in_force,
        files=files,
    )
