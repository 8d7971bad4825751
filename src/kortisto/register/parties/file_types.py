"""Which files may be uploaded: the name, what the content is, and that both say the same."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

import puremagic

LONGEST_NAME = 200
_MOST_PARTS = 10_000
_MOST_UNPACKED = 1_000_000_000
_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}  # control, direction and other characters that nobody sees


class NotAllowedError(ValueError):
    """A file of this kind is not taken, or it is not what its name says. `reason`: one of the constants below."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


UNKNOWN_KIND = "kind"
OTHER_CONTENT = "content"
EMPTY = "empty"
MACROS = "macros"
TOO_LARGE = "size"
INFECTED = "infected"


@dataclass(frozen=True, slots=True)
class FileType:
    """A kind of file: its media type, and the endings that the content may turn out to have."""

    media_type: str
    found_as: frozenset[str]
    check: Callable[[bytes], bool] = bool


def _is_text(content: bytes) -> bool:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    return not any(unicodedata.category(one) == "Cc" and one not in "\t\r\n\f" for one in text)


def _is_package(*needed: str) -> Callable[[bytes], bool]:
    """A zip that holds these parts, no macros, and no more than a document could."""

    def check(content: bytes) -> bool:
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as package:
                parts = package.infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError):
            return False
        names = {part.filename for part in parts}
        if any(name.lower().endswith(("vbaproject.bin", ".exe", ".dll", ".js", ".vbs")) for name in names):
            raise NotAllowedError(MACROS)
        sane = len(parts) <= _MOST_PARTS and sum(part.file_size for part in parts) <= _MOST_UNPACKED
        return sane and all(one in names for one in needed)

    return check


_OFFICE = frozenset(
    {".docx", ".xlsx", ".pptx", ".zip", ".xlsm", ".docm", ".pptm", ".odt", ".ods", ".odp", ".jar", ".apk"}
)


def _office(media_type: str, *needed: str) -> FileType:
    return FileType(media_type, _OFFICE, _is_package(*needed))


_OOXML = "application/vnd.openxmlformats-officedocument"
_ODF = "application/vnd.oasis.opendocument"
_TEXT = frozenset({".txt", ".csv", ""})

ALLOWED = {
    ".pdf": FileType("application/pdf", frozenset({".pdf"})),
    ".png": FileType("image/png", frozenset({".png"})),
    ".jpg": FileType("image/jpeg", frozenset({".jpg", ".jpeg", ".jfif", ".jpe"})),
    ".jpeg": FileType("image/jpeg", frozenset({".jpg", ".jpeg", ".jfif", ".jpe"})),
    ".gif": FileType("image/gif", frozenset({".gif"})),
    ".webp": FileType("image/webp", frozenset({".webp"})),
    ".docx": _office(f"{_OOXML}.wordprocessingml.document", "[Content_Types].xml", "word/document.xml"),
    ".xlsx": _office(f"{_OOXML}.spreadsheetml.sheet", "[Content_Types].xml", "xl/workbook.xml"),
    ".pptx": _office(f"{_OOXML}.presentationml.presentation", "[Content_Types].xml", "ppt/presentation.xml"),
    ".odt": _office(f"{_ODF}.text", "mimetype", "content.xml"),
    ".ods": _office(f"{_ODF}.spreadsheet", "mimetype", "content.xml"),
    ".odp": _office(f"{_ODF}.presentation", "mimetype", "content.xml"),
    ".txt": FileType("text/plain", _TEXT, _is_text),
    ".csv": FileType("text/csv", _TEXT, _is_text),
}
"""By ending. None is a program or is shown by us; pictures that can hold scripts are not here."""


def checked_name(name: str) -> str:
    """Return the last part of a name as it is kept: no folders, nothing unseen, not too long, its ending kept."""
    last = re.split(r"[\\/]", name)[-1]
    seen = "".join(one for one in last if unicodedata.category(one) not in _HIDDEN)
    seen = unicodedata.normalize("NFC", re.sub(r"\s+", " ", seen)).strip(" .")
    stem, dot, ending = seen.rpartition(".")
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending}" if dot and stem else seen[:LONGEST_NAME]


def recognised(name: str, content: bytes) -> FileType:
    """Return the kind of a file, as its name and its content agree. Raises NotAllowedError."""
    ending = f".{name.rpartition('.')[2].lower()}" if "." in name else ""
    kind = ALLOWED.get(ending)
    if kind is None:
        raise NotAllowedError(UNKNOWN_KIND)
    if not content:
        raise NotAllowedError(EMPTY)
    if kind.found_as is not _TEXT and not _found(content) & kind.found_as:
        raise NotAllowedError(OTHER_CONTENT)
    if not kind.check(content):
        raise NotAllowedError(OTHER_CONTENT)
    return kind


def _found(content: bytes) -> set[str]:
    """The endings that the first bytes of the content allow."""
    try:
        return {match.extension.lower() for match in puremagic.magic_string(content)}
    except (puremagic.PureError, ValueError):
        return set()
