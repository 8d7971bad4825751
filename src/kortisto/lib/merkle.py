"""A Merkle tree of log entries as RFC 6962 section 2 defines it, kept in tiles of 256 hashes.

Tile `(level, index)` holds up to 256 hashes of 32 bytes one after the other: at level 0 those of entries, at each level
above those of full tiles of the level below. So a tree of any size answers for any of its earlier sizes, and a proof
reads a few tiles. This module builds; `log_proofs` checks, and shares nothing with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import sha256

HASH = 32  # bytes of a SHA-256 hash
HEIGHT = 8
WIDTH = 1 << HEIGHT
EMPTY_ROOT = sha256(b"").digest()

TileKey = tuple[int, int]
"""The level and the index of a tile."""
ReadTile = Callable[[int, int], bytes]
"""Returns the hashes of a tile, of its full width as far as the tree goes."""


class MissingTileError(LookupError):
    """The tree says that it is larger than the hashes that are there."""


def leaf_hash(entry: bytes) -> bytes:
    """Return the hash of an entry; its prefix keeps an entry from posing as a node (RFC 6962 section 2.1)."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of a node from those of its children."""
    return sha256(b"\x01" + left + right).digest()


def split(tile: bytes) -> list[bytes]:
    """Return the hashes of a tile."""
    return [tile[start : start + HASH] for start in range(0, len(tile), HASH)]


def root_of(hashes: list[bytes]) -> bytes:
    """Return the root over the hashes of entries, level by level: the last one of an odd number moves up as it is."""
    if not hashes:
        return EMPTY_ROOT
    while len(hashes) > 1:
        paired = [node_hash(hashes[one], hashes[one + 1]) for one in range(0, len(hashes) - 1, 2)]
        hashes = [*paired, hashes[-1]] if len(hashes) % 2 else paired
    return hashes[0]


class Tree:
    """A tree of `size` entries over its tiles; `append` makes it grow, everything else asks it something."""

    def __init__(self, size: int, read: ReadTile) -> None:
        self.size = size
        self._read = read
        self._tiles: dict[TileKey, bytes] = {}

    def append(self, leaves: Iterable[bytes]) -> Mapping[TileKey, bytes]:
        """Add the hashes of entries; return every tile that has changed, as it is now."""
        changed: set[TileKey] = set()
        before = self.size
        level, at, hashes = 0, before, list(leaves)
        self.size += len(hashes)
        while hashes:
            full: list[bytes] = []
            while hashes:
                index, filled = divmod(at, WIDTH)
                part = hashes[: WIDTH - filled]
                tile = (self._tile(level, index)[: filled * HASH] if filled else b"") + b"".join(part)
                self._tiles[level, index] = tile
                changed.add((level, index))
                if len(tile) == WIDTH * HASH:
                    full.append(root_of(split(tile)))
                at += len(part)
                hashes = hashes[len(part) :]
            level, at, hashes = level + 1, before >> HEIGHT * (level + 1), full
        return {key: self._tiles[key] for key in changed}

    def root(self, size: int | None = None) -> bytes:
        """Return the root when the tree had so many entries; now, unless told."""
        size = self._known(size)
        return self._range(0, size) if size else EMPTY_ROOT

    def leaf(self, index: int) -> bytes:
        """Return the hash of the entry at a place. Raises IndexError outside the tree, MissingTileError."""
        if not 0 <= index < self.size:
            raise IndexError(index)
        return self._node(0, index)

    def inclusion(self, index: int, size: int | None = None) -> list[bytes]:
        """Return the hashes that prove an entry (RFC 6962 section 2.1.1). Raises IndexError outside the tree."""
        size = self._known(size)
        if not 0 <= index < size:
            raise IndexError(index)
        return list(self._path(index, 0, size))

    def consistency(self, old: int, size: int | None = None) -> list[bytes]:
        """Return the hashes that prove that the tree of `old` entries is the beginning of this one (section 2.1.2)."""
        size = self._known(size)
        if not 0 <= old <= size:
            raise IndexError(old)
        return list(self._subproof(old, 0, size, known=True)) if 0 < old < size else []

    def _known(self, size: int | None) -> int:
        if size is None:
            return self.size
        if not 0 <= size <= self.size:
            raise IndexError(size)
        return size

    def _path(self, index: int, start: int, end: int) -> Iterator[bytes]:
        if end - start == 1:
            return
        middle = start + _largest_power_below(end - start)
        if index < middle:
            yield from self._path(index, start, middle)
            yield self._range(middle, end)
        else:
            yield from self._path(index, middle, end)
            yield self._range(start, middle)

    def _subproof(self, old: int, start: int, end: int, *, known: bool) -> Iterator[bytes]:
        if old == end:
            if not known:
                yield self._range(start, end)
            return
        middle = start + _largest_power_below(end - start)
        if old <= middle:
            yield from self._subproof(old, start, middle, known=known)
            yield self._range(middle, end)
        else:
            yield from self._subproof(old, middle, end, known=False)
            yield self._range(start, middle)

    def _range(self, start: int, end: int) -> bytes:
        """Return the root over the entries from `start`, which is a multiple of the power of two that covers them."""
        count = end - start
        if count & (count - 1) == 0:
            return self._node(count.bit_length() - 1, start)
        middle = start + _largest_power_below(count)
        return node_hash(self._range(start, middle), self._range(middle, end))

    def _node(self, height: int, start: int) -> bytes:
        level, within = divmod(height, HEIGHT)
        first = start >> level * HEIGHT
        index, offset = divmod(first, WIDTH)
        width = 1 << within
        hashes = split(self._tile(level, index)[offset * HASH : (offset + width) * HASH])
        if len(hashes) < width:
            raise MissingTileError(f"tile {level}/{index}")
        return root_of(hashes)

    def _tile(self, level: int, index: int) -> bytes:
        if (level, index) not in self._tiles:
            self._tiles[level, index] = self._read(level, index)
        return self._tiles[level, index]


def _largest_power_below(count: int) -> int:
    """Return the largest power of two that is smaller than a number above one."""
    return 1 << (count - 1).bit_length() - 1
