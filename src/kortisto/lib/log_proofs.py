"""Checks proofs of a log, with nothing but a hash function: short enough to be read, or written again, by an auditor.

The algorithms are those of RFC 9162 section 2.1.3.2 and 2.1.4.2, which go from the bottom of the tree to the top; the
log that makes the proofs goes the other way.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256


def proves_inclusion(*, entry: bytes, index: int, size: int, root: bytes, proof: Sequence[bytes]) -> bool:
    """Return whether the proof shows that the entry stands at `index` of the log of that size and root."""
    if not 0 <= index < size:
        return False
    node, last, found = index, size - 1, sha256(b"\x00" + entry).digest()
    for step in proof:
        if last == 0:
            return False
        if node % 2 or node == last:
            found = sha256(b"\x01" + step + found).digest()
            while not node % 2 and node:
                node, last = node // 2, last // 2
        else:
            found = sha256(b"\x01" + found + step).digest()
        node, last = node // 2, last // 2
    return last == 0 and found == root


def proves_consistency(*, old_size: int, old_root: bytes, size: int, root: bytes, proof: Sequence[bytes]) -> bool:
    """Return whether the proof shows that the log of `old_size` entries is the beginning of the log of `size`."""
    if old_size in {0, size}:
        return not proof and old_root == (root if old_size else sha256(b"").digest())
    if not 0 < old_size < size:
        return False
    whole = old_size & (old_size - 1) == 0  # the old root is a node of the new tree
    steps = [old_root, *proof] if whole else [*proof]
    if not steps:
        return False
    node, last = old_size - 1, size - 1
    while node % 2:
        node, last = node // 2, last // 2
    of_old = of_new = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if node % 2 or node == last:
            of_old = sha256(b"\x01" + step + of_old).digest()
            of_new = sha256(b"\x01" + step + of_new).digest()
            while not node % 2 and node:
                node, last = node // 2, last // 2
        else:
            of_new = sha256(b"\x01" + of_new + step).digest()
        node, last = node // 2, last // 2
    return last == 0 and of_old == old_root and of_new == root
