"""Those who remember what the log once was: files outside the database, best on another machine.

A witness takes a checkpoint only with proof that the log it has seen before is the beginning of the new one. So whoever
holds the database and the key can still not give the log another past without the witness noticing.
"""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from kortisto.lib.key_chains import Keys, Link, keys_of, links_in
from kortisto.lib.log_proofs import proves_consistency
from kortisto.lib.signed_notes import Checkpoint, NoteError, Verifier, checkpoint_of, verifier_of

_NOTE = re.compile(r"(?P<text>[^\n]+\n[0-9]+\n[^\n]+\n)\n— [^\n]+ [^\n]+\n")
_TAIL = 4096  # bytes that surely hold the last note


class WitnessRefusedError(Exception):
    """The checkpoint does not continue what the witness has seen; `seen` is the size of that."""

    def __init__(self, witness: Witness, why: str, *, seen: int = 0) -> None:
        super().__init__(f"{witness.file}: {why}")
        self.seen = seen


@dataclass(frozen=True, slots=True)
class Witness:
    """A file of checkpoints, one after the other, whose first line names the key; a folder holds such a file."""

    place: Path

    @property
    def file(self) -> Path:
        """Return the file, inside the folder if the place is one."""
        return self.place / "checkpoints.txt" if self.place.is_dir() else self.place

    def last(self) -> Checkpoint | None:
        """Return the last checkpoint that was taken. Raises OSError; a file that is not there has taken none."""
        found = self._latest()
        return checkpoint_of(found[-1]["text"]) if found else None

    def last_signed(self, keys: Keys) -> Checkpoint | None:
        """Return the last checkpoint near the end of the file that a key of the log has signed. Raises OSError."""
        for found in reversed(self._latest()):
            with suppress(NoteError):
                return keys.open(found[0])
        return None

    def _latest(self) -> list[re.Match[str]]:
        try:
            with self.file.open("rb") as file:
                file.seek(max(0, file.seek(0, os.SEEK_END) - _TAIL))
                tail = file.read().decode(errors="replace")
        except FileNotFoundError:
            return []
        return [*_NOTE.finditer(tail)]

    def notes(self) -> Iterator[str]:
        """Yield every note that was taken, oldest first. Raises OSError."""
        if self.file.exists():
            yield from (found[0] for found in _NOTE.finditer(self.file.read_text(encoding="utf-8")))

    def key(self) -> Verifier | None:
        """Return the key that the witness has known from its first checkpoint on. Raises OSError, NoteError."""
        try:
            with self.file.open(encoding="utf-8") as file:
                first = file.readline()
        except FileNotFoundError:
            return None
        return verifier_of(first) if first else None

    def links(self) -> list[Link]:
        """Return the changes of the key that the witness knows of. Raises OSError, NoteError."""
        return links_in(self.file.read_text(encoding="utf-8")) if self.file.exists() else []

    def take(self, note: str, *, verifier: Verifier, proof: Sequence[bytes], links: Sequence[Link] = ()) -> bool:
        """Take a checkpoint; False when it is the one that was taken last.

        `proof`: that the last one taken is its beginning; `links`: the changes of the key, of which those that are new
        are kept. Raises WitnessRefusedError, OSError.
        """
        self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self.file.open("a", encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            try:
                known, last = self.key(), self.last()
                known_links = self.links()
                later = [*links][len(known_links) :] if known else []
                new = keys_of(known or verifier, [*known_links, *later] if known else []).open(note)
            except NoteError as error:
                raise WitnessRefusedError(self, str(error)) from error
            if last is not None:
                if last == new:
                    return False
                if not proves_consistency(
                    old_size=last.size, old_root=last.root, size=new.size, root=new.root, proof=proof
                ):
                    raise WitnessRefusedError(self, f"not a continuation of {last.size} lines", seen=last.size)
            broken_off = file.tell() and not self._ends_with_a_line()
            said = "".join(one.note for one in later)
            file.write(("\n" if broken_off else "") + ("" if known else f"{verifier}\n") + said + note)
            file.flush()
            os.fsync(file.fileno())
        return True

    def _ends_with_a_line(self) -> bool:
        with self.file.open("rb") as file:
            file.seek(-1, os.SEEK_END)
            return file.read() == b"\n"
