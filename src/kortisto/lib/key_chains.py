"""A log whose key is changed: the old key and the new one both sign who follows whom, and from which size on.

A link is a note of four lines: `NAME/succeeded`, the old key, the new key, the number of entries when it took over.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kortisto.lib.signed_notes import Checkpoint, NoteError, Signer, Verifier, checkpoint_of, verifier_of

_LINK = re.compile(
    r"(?P<text>[^\n]+/succeeded\n(?P<old>[^\n]+)\n(?P<new>[^\n]+)\n(?P<size>[0-9]{1,19})\n)\n(?:— [^\n]+\n){2}"
)


@dataclass(frozen=True, slots=True)
class Link:
    """That one key follows another from a size of the log on; `note` is what both have signed."""

    old: Verifier
    new: Verifier
    size: int
    note: str


def link(old: Signer, new: Signer, size: int) -> str:
    """Return the note by which a key hands over to the next."""
    text = f"{old.verifier.name}/succeeded\n{old.verifier}\n{new.verifier}\n{size}\n"
    return old.sign_text(text) + new.sign_text(text).rpartition("\n\n")[2]


def links_in(text: str) -> list[Link]:
    """Return the links in a text, in their order; other notes may stand between them. Raises NoteError."""
    found = []
    for match in _LINK.finditer(text):
        one = Link(verifier_of(match["old"]), verifier_of(match["new"]), int(match["size"]), match[0])
        for key in (one.old, one.new):
            key.text_of(one.note)
        found.append(one)
    return found


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of a log, oldest first, and the sizes at which each but the first took over."""

    chain: tuple[Verifier, ...]
    sizes: tuple[int, ...] = ()

    @property
    def newest(self) -> Verifier:
        """Return the key that signs now."""
        return self.chain[-1]

    def open(self, note: str) -> Checkpoint:
        """Return the checkpoint of a note that the key of its time has signed. Raises NoteError."""
        name = checkpoint_of(note.partition("\n\n")[0] + "\n").origin
        for number, key in enumerate(self.chain):
            if key.name == name:
                said = key.open(note)
                first = self.sizes[number - 1] if number else 0
                last = self.sizes[number] if number < len(self.sizes) else said.size
                if not first <= said.size <= last:
                    raise NoteError(f"{name} did not sign when the log had {said.size} entries")
                return said
        raise NoteError(f"{name} is no key of this log")

    def signed(self, note: str, text: Callable[[Verifier], str]) -> bool:
        """Return whether any of the keys has signed what it would have written."""
        return any(_text_of(key, note) == text(key) for key in self.chain)


def keys_of(trusted: Verifier, links: Sequence[Link]) -> Keys:
    """Return the keys of the log to which a key belongs, whichever of them it is. Raises NoteError.

    Whoever trusts the first key is told of the later ones by it; whoever trusts the last one, of those before.
    """
    chain = [links[0].old if links else trusted]
    sizes: list[int] = []
    for one in links:
        if one.old != chain[-1] or (sizes and one.size < sizes[-1]):
            raise NoteError(f"{one.old.name} is not the key that came before")
        chain.append(one.new)
        sizes.append(one.size)
    if trusted not in chain:
        raise NoteError(f"{trusted.name} is no key of this log")
    return Keys(tuple(chain), tuple(sizes))


def _text_of(key: Verifier, note: str) -> str:
    try:
        return key.text_of(note)
    except NoteError:
        return ""
