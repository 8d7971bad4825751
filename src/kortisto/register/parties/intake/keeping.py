"""Where files lie while they are imported: in the data folder, readable by the program's own account alone."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings

from kortisto.lib.private_files import flush_folder
from kortisto.register.parties.importing.csv_files import CsvFile, Mark, Survey
from kortisto.register.parties.importing.mending import SUFFIX
from kortisto.register.parties.importing.opening import OpenedFile, open_again, open_file
from kortisto.register.parties.models import Upload

_FOLDER, _FILE = 0o700, 0o600


def keep_file(upload_id: UUID, content: Iterable[bytes]) -> Path:
    """Write a file that somebody has brought. Raises OSError, and then leaves nothing."""
    path = file_of(upload_id)
    path.parent.mkdir(mode=_FOLDER, parents=True, exist_ok=True)
    path.parent.chmod(_FOLDER)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _FILE), "wb") as out:
            for block in content:
                out.write(block)
            out.flush()
            os.fsync(out.fileno())  # the upload is acknowledged: it must outlive the machine
        flush_folder(path.parent)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path


def file_of(upload_id: UUID) -> Path:
    """Return where the file of an upload lies."""
    return Path(settings.DATA) / "imports" / str(upload_id)


def open_upload(upload: Upload) -> OpenedFile:
    """Open the file of an upload as it was read before. Raises UnreadableFileError, FileNotFoundError.

    A long file is not read through again: nobody but the program writes to where it lies.
    """
    path, learnt = file_of(upload.id), upload.options.get("survey")
    read_as = {"encoding": upload.encoding, "separator": upload.separator, "sheet": upload.sheet}
    if learnt is None:
        return open_file(path, **read_as)
    known = Survey(
        sha256=upload.sha256, columns=tuple(upload.columns), rows=upload.rows, pictures=upload.pictures,
        sheets=tuple(upload.sheets), **{**learnt, "marks": tuple(Mark(*one) for one in learnt.get("marks", ()))},
    )  # fmt: skip
    return open_again(path, upload.kind, **read_as, known=known)


def learnt_of(file: OpenedFile) -> dict[str, object]:
    """Return what an upload keeps of its file beside what it has columns for."""
    if not isinstance(file, CsvFile):
        return {}
    return {name: getattr(file.survey, name) for name in ("written", "spaced", "hinted", "marks")}


def rejected_file_of(upload_id: UUID, kind: str) -> Path:
    """Return where the rows of an upload lie that were not taken."""
    return file_of(upload_id).with_name(f"{upload_id}.rejected{SUFFIX[kind]}")


def new_rejected_file(upload_id: UUID, kind: str) -> Path:
    """Return a place to write such a file to, made for its owner alone; it is put into its place when it is whole."""
    path = rejected_file_of(upload_id, kind)
    new = path.with_name(f"{path.stem}.new{path.suffix}")
    new.unlink(missing_ok=True)
    os.close(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _FILE))
    return new


def remove_files(upload_id: UUID, *, keep_rejected: bool = False) -> None:
    """Remove the file of an upload, and that of its rejected rows unless they are kept."""
    file_of(upload_id).unlink(missing_ok=True)
    if not keep_rejected:
        for path in file_of(upload_id).parent.glob(f"{upload_id}.*"):
            path.unlink(missing_ok=True)


def files_before(moment: datetime) -> Iterator[tuple[UUID, Path]]:
    """Yield every file of an upload that was last written before a moment, with the id of its upload."""
    folder = Path(settings.DATA) / "imports"
    for path in folder.iterdir() if folder.is_dir() else ():
        with suppress(ValueError, FileNotFoundError):
            if path.stat().st_mtime < moment.timestamp():
                yield UUID(path.name.partition(".")[0]), path
