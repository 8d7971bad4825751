"""Files that only grow: each line is chained to the one before, and a signed head says how far the file goes.

In the folder:

    head            size and root of the chain, and in which file so many bytes of it stand; signed (the format of
                    checkpoints of C2SP, with one line more)
    lines-N         the lines: a text of one line each, or `-` and the hash of a line that was dropped; where the first
                    lines are gone, `=`, their number and the root up to there
    signing-key     the key that signs the head
    lock            held while somebody writes

What was written before the head says so was never promised to anybody: a machine that stops in between leaves at most
such a rest, and the next writer cuts it off. A file that is shorter than its head says, or other than it says, was cut
or changed. Lines are dropped only together with a line that says which, and the chain goes through their hashes.
"""

from __future__ import annotations

import base64
import fcntl
import os
import tempfile
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from kortisto.lib.private_files import flush_folder
from kortisto.lib.signed_notes import Checkpoint, NoteError, Signer, Verifier, checkpoint_of, signer_in

HEAD, KEY, PUBLIC, LOCK = "head", "signing-key", "public-key", "lock"
_EMPTY = bytes(32)
"""The root of a chain without lines."""


class BrokenChainError(Exception):
    """The file was cut or changed, or its key or its head is not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """How far a chain goes, and where it stands: so many bytes of a file."""

    size: int
    root: bytes
    file: str
    length: int


_NONE = Head(size=0, root=_EMPTY, file="lines-0", length=0)


@dataclass(frozen=True, slots=True)
class Chain:
    """What a file held when it was read: its lines from `first` on; None where a line was dropped.

    `digests`: the hash of each line; `before`: the root of the chain up to `first`.
    """

    first: int
    lines: Sequence[str | None]
    digests: Sequence[bytes]
    before: bytes

    def numbered(self) -> Iterator[tuple[int, str]]:
        """Yield the lines that are there, with their numbers, oldest first."""
        yield from ((self.first + at, line) for at, line in enumerate(self.lines) if line is not None)


class ChainedFile:
    """A chained file in a folder, with copies of it in others, best on another machine.

    `name`: what the name of its key begins with. `also`: further files of the folder that its copies need.
    """

    def __init__(self, folder: Path, *, name: str, copies: Sequence[Path] = (), also: Sequence[str] = ()) -> None:
        self.folder, self.name, self.copies, self._also = folder, name, tuple(copies), tuple(also)

    def exists(self) -> bool:
        """Return whether something was ever written here."""
        return (self.folder / HEAD).exists() or any(self.folder.glob("lines-*"))

    def verifier(self) -> Verifier:
        """Return the public half of the key, which is made where nothing is written yet. Raises BrokenChainError."""
        return self._signer().verifier

    def head(self) -> Head:
        """Return how far the chain goes, without reading it. Raises BrokenChainError, OSError."""
        return self._head_of(self.folder, self.verifier()) if self.exists() else _NONE

    def read(self) -> Chain:
        """Return the lines, after a check of them all and of what copies know. Raises BrokenChainError, OSError."""
        if not self.exists():
            return Chain(0, (), (), _EMPTY)
        with self._turn(fcntl.LOCK_SH):
            head, chain = self._read()
        self._require_longest(head)
        return chain

    def append(self, lines: Sequence[str]) -> int:
        """Add lines and return the number of the first. They are on the disk when this returns.

        A copy that cannot be written is passed over: the next writing brings it up to date. Raises BrokenChainError,
        OSError, and then nothing was added.
        """
        with self._turn(fcntl.LOCK_EX):
            if not self.exists():
                self._say(_NONE)  # first of all: lines without a head would look like a head that was taken away
            head = self.head()
            self._require_longest(head)
            written = "".join(f"{_of_one(line)}\n" for line in lines).encode()
            file = self.folder / head.file
            new = not file.exists()
            if (0 if new else file.stat().st_size) < head.length:
                raise BrokenChainError(f"{file} is shorter than it was")
            with file.open("ab") as out:
                if out.tell() > head.length:  # what somebody was writing who was killed
                    out.truncate(head.length)
                out.write(written)
                out.flush()
                os.fsync(out.fileno())
            if new:
                file.chmod(0o600)
                flush_folder(self.folder)
            root = head.root
            for line in lines:
                root = _next(root, _digest(line))
            self._say(Head(size=head.size + len(lines), root=root, file=head.file, length=head.length + len(written)))
            self._copy(head, written)
            return head.size

    def drop(self, chosen: Callable[[Chain], Collection[int]], say: Callable[[Collection[int]], str]) -> int:
        """Drop the lines that are chosen, and add the line that says so first; return how many went.

        A machine that stops in between leaves all of them, or none. Raises BrokenChainError, OSError.
        """
        with self._turn(fcntl.LOCK_EX):
            if not self.exists():
                return 0
            head, chain = self._read()
            there = {number for number, _ in chain.numbered()}
            going = sorted(there.intersection(chosen(chain)))
            if not going:
                return 0
            said = _of_one(say(going))
            gone = set(going)
            digests: list[tuple[int, bytes, str | None]] = [
                (number, digest, None if number in gone else line)
                for number, (digest, line) in enumerate(zip(chain.digests, chain.lines, strict=True), start=chain.first)
            ]
            digests.append((head.size, _digest(said), said))
            root, first = chain.before, chain.first
            text: list[str] = []
            for number, digest, line in digests:
                if line is None and not text:
                    root, first = _next(root, digest), number + 1  # the beginning is gone: its root is enough
                else:
                    text.append(f"-{base64.b64encode(digest).decode()}" if line is None else line)
            start = [f"={first} {base64.b64encode(root).decode()}"] if first else []
            content = "".join(f"{line}\n" for line in [*start, *text]).encode()
            file = f"lines-{int(head.file.partition('-')[2]) + 1}"
            _write(self.folder / file, content)
            root = _next(head.root, _digest(said))
            self._say(Head(size=head.size + 1, root=root, file=file, length=len(content)))
            (self.folder / head.file).unlink(missing_ok=True)
            self._copy(None, b"")
            return len(going)

    def outdated_copies(self) -> dict[Path, str]:
        """Return the copies that are not as long as the file, hold something else, or cannot be asked, and why."""
        found: dict[Path, str] = {}
        head = self.head()
        for folder in self.copies:
            try:
                there = self._head_of(folder, self.verifier()).size if (folder / HEAD).exists() else 0
                differing = self._differing(folder, head) if there == head.size else ""
            except (OSError, BrokenChainError) as error:
                found[folder] = str(error)
            else:
                if there != head.size:
                    found[folder] = f"{there} / {head.size}"
                elif differing:
                    found[folder] = f"{differing} is another: remove the copy, and the next entry makes it anew"
        return found

    def _differing(self, folder: Path, head: Head) -> str:
        """Return the name of a file of a copy that is not as here; empty when there is none. Raises OSError."""
        if head.size and (folder / head.file).read_bytes()[: head.length] != self._written(head):
            return head.file
        names = (name for name in (KEY, *self._also) if (self.folder / name).exists())
        return next((one for one in names if (folder / one).read_bytes() != (self.folder / one).read_bytes()), "")

    def _written(self, head: Head) -> bytes:
        return (self.folder / head.file).read_bytes()[: head.length]

    # --- reading ----------------------------------------------------------------------------------------------------

    def _signer(self) -> Signer:
        if self.exists() and not (self.folder / KEY).exists():
            raise BrokenChainError(f"{self.folder / KEY} is not there")
        try:
            return signer_in(self.folder / KEY, log=self.name)
        except NoteError as error:
            raise BrokenChainError(str(error)) from error

    def _require_longest(self, head: Head) -> None:
        """Raise BrokenChainError where a copy has lines that are gone here."""
        for folder in self.copies:
            try:
                there = self._head_of(folder, self.verifier()).size
            except (OSError, BrokenChainError):
                continue
            if there > head.size:
                raise BrokenChainError(f"{head.size} lines are left, and {folder} has {there}")

    @staticmethod
    def _head_of(folder: Path, verifier: Verifier) -> Head:
        try:
            text = verifier.text_of((folder / HEAD).read_text("utf-8"))
            found = checkpoint_of(text)
            file, _, length = text.splitlines()[3].rpartition(" ")
            return Head(size=found.size, root=found.root, file=Path(file).name, length=int(length))
        except FileNotFoundError as error:
            raise BrokenChainError(f"{folder / HEAD} is not there") from error
        except (NoteError, IndexError, ValueError) as error:
            raise BrokenChainError(f"{folder / HEAD}: {error}") from error

    def _read(self) -> tuple[Head, Chain]:
        head = self.head()
        try:
            with (self.folder / head.file).open("rb") as file:
                content = file.read(head.length)
        except FileNotFoundError as error:
            raise BrokenChainError(f"{self.folder / head.file} is not there") from error
        if len(content) < head.length:
            raise BrokenChainError(f"{self.folder / head.file} is shorter than it was")
        lines = content.decode("utf-8", "replace").split("\n")[:-1]
        first, root = 0, _EMPTY
        try:
            if lines and lines[0].startswith("="):
                number, _, encoded = lines.pop(0)[1:].partition(" ")
                first, root = int(number), base64.b64decode(encoded, validate=True)
            digests = [
                base64.b64decode(line[1:], validate=True) if line.startswith("-") else _digest(line) for line in lines
            ]
        except ValueError as error:
            raise BrokenChainError(f"{self.folder / head.file} was changed") from error
        chain = Chain(first, [None if line.startswith("-") else line for line in lines], digests, root)
        for digest in digests:
            root = _next(root, digest)
        if (first + len(lines), root) != (head.size, head.root):
            raise BrokenChainError(f"{self.folder / head.file} was changed")
        return head, chain

    # --- writing ----------------------------------------------------------------------------------------------------

    @contextmanager
    def _turn(self, kind: int) -> Iterator[None]:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(self.folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, kind)
            yield
        finally:
            os.close(handle)

    def _say(self, head: Head) -> None:
        signer = self._signer()
        text = Checkpoint(signer.verifier.name, head.size, head.root).text() + f"{head.file} {head.length}\n"
        _write(self.folder / HEAD, signer.sign_text(text).encode())

    def _copy(self, before: Head | None, written: bytes) -> None:
        """Bring the copies up to date: add what was written to those that had all before it, else copy everything."""
        for folder in self.copies:
            with suppress(OSError):
                self._copy_to(folder, before, written)

    def _copy_to(self, folder: Path, before: Head | None, written: bytes) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        now = self.head()
        try:
            same = before is not None and self._head_of(folder, self.verifier()) == before
        except BrokenChainError:
            same = False
        if same and before is not None and (folder / before.file).stat().st_size >= before.length:
            with (folder / before.file).open("r+b") as out:
                out.seek(before.length)
                out.write(written)
                out.truncate()
                out.flush()
                os.fsync(out.fileno())
        else:
            _write(folder / now.file, (self.folder / now.file).read_bytes()[: now.length])
        for name in (KEY, *self._also):
            if not (folder / name).exists() and (self.folder / name).exists():
                _write(folder / name, (self.folder / name).read_bytes())
        _write(folder / HEAD, (self.folder / HEAD).read_bytes())
        for other in folder.glob("lines-*"):
            if other.name != now.file:
                other.unlink()


def _of_one(line: str) -> str:
    if "\n" in line or line[:1] in {"-", "=", ""}:
        raise ValueError("a line of the chain is one line, and begins like no other mark")
    return line


def _digest(line: str) -> bytes:
    return sha256(line.encode()).digest()


def _next(root: bytes, digest: bytes) -> bytes:
    return sha256(root + digest).digest()


def _write(file: Path, content: bytes) -> None:
    """Write a file for its owner alone, whole or not at all; it is on the disk when this returns."""
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}-")  # mode 0600
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        Path(name).replace(file)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
    flush_folder(file.parent)
