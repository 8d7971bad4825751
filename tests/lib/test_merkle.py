"""The tree against RFC 6962's definition written down naively, against known vectors, and against proofs gone wrong."""

from __future__ import annotations

from hashlib import sha256
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kortisto.lib.log_proofs import proves_consistency, proves_inclusion
from kortisto.lib.merkle import EMPTY_ROOT, HASH, WIDTH, MissingTileError, Tree, leaf_hash, root_of

pytestmark = pytest.mark.unit

# The entries and roots of the reference implementation of Certificate Transparency.
ENTRIES = [bytes.fromhex(entry) for entry in (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
)]  # fmt: skip
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
# Proofs of the same implementation: entry (counted from 1), size, hashes.
INCLUSIONS = {
    (1, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (6, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (3, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
}
CONSISTENCIES = {
    (1, 8): INCLUSIONS[1, 8],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}


def naive_root(hashes: list[bytes]) -> bytes:
    """MTH of RFC 6962 section 2.1, word for word."""
    if not hashes:
        return sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    k = 1
    while k * 2 < len(hashes):
        k *= 2
    return sha256(b"\x01" + naive_root(hashes[:k]) + naive_root(hashes[k:])).digest()


def no_tile(level: int, index: int) -> bytes:
    raise MissingTileError(f"{level}/{index}")


def tree_of(*batches: list[bytes]) -> Tree:
    """A tree that has grown batch by batch, each time read anew from the tiles that were kept."""
    kept: dict[tuple[int, int], bytes] = {}
    size = 0
    for batch in batches:
        tree = Tree(size, lambda level, index: kept.get((level, index), b""))
        kept.update(tree.append(batch))
        size = tree.size
    return Tree(size, lambda level, index: kept.get((level, index), b""))


def leaves(count: int) -> list[bytes]:
    return [leaf_hash(number.to_bytes(4)) for number in range(count)]


def test_roots_of_the_reference_implementation() -> None:
    hashes = [leaf_hash(entry) for entry in ENTRIES]

    assert [root_of(hashes[:size]).hex() for size in range(9)] == ROOTS
    assert [tree_of(hashes).root(size).hex() for size in range(9)] == ROOTS


@pytest.mark.parametrize(("place", "expected"), INCLUSIONS.items())
def test_inclusion_proofs_of_the_reference_implementation(place: tuple[int, int], expected: list[str]) -> None:
    number, size = place
    tree = tree_of([leaf_hash(entry) for entry in ENTRIES])

    assert [step.hex() for step in tree.inclusion(number - 1, size)] == expected


@pytest.mark.parametrize(("sizes", "expected"), CONSISTENCIES.items())
def test_consistency_proofs_of_the_reference_implementation(sizes: tuple[int, int], expected: list[str]) -> None:
    tree = tree_of([leaf_hash(entry) for entry in ENTRIES])

    assert [step.hex() for step in tree.consistency(*sizes)] == expected


@given(some.lists(some.integers(0, 400), max_size=6), some.data())
def test_every_size_and_proof_agrees_with_the_definition(sizes: list[int], data: some.DataObject) -> None:
    hashes = leaves(sum(sizes))
    starts = [sum(sizes[:number]) for number in range(len(sizes) + 1)]
    tree = tree_of(*[hashes[one:other] for one, other in pairwise(starts)])
    size = data.draw(some.integers(0, len(hashes)))
    old = data.draw(some.integers(0, size))

    assert tree.size == len(hashes)
    assert tree.root(size) == naive_root(hashes[:size])
    assert proves_consistency(
        old_size=old,
        old_root=naive_root(hashes[:old]),
        size=size,
        root=naive_root(hashes[:size]),
        proof=tree.consistency(old, size),
    )
    if size:
        index = data.draw(some.integers(0, size - 1))
        proof = tree.inclusion(index, size)
        claim = {"index": index, "size": size, "root": naive_root(hashes[:size])}
        assert proves_inclusion(entry=index.to_bytes(4), proof=proof, **claim)  # type: ignore[arg-type]
        assert not proves_inclusion(entry=b"another", proof=proof, **claim)  # type: ignore[arg-type]
        assert len(proof) <= max(size - 1, 0).bit_length()


@given(some.integers(2, 600), some.data())
def test_a_proof_that_is_touched_proves_nothing(size: int, data: some.DataObject) -> None:
    tree = tree_of(leaves(size))
    index = data.draw(some.integers(0, size - 1))
    proof = tree.inclusion(index)
    place = data.draw(some.integers(0, len(proof) - 1))
    wrong = [*proof]
    wrong[place] = bytes([wrong[place][0] ^ 1]) + wrong[place][1:]
    root, entry = tree.root(), index.to_bytes(4)

    for bad in (wrong, proof[:-1], [*proof, proof[0]]):
        assert not proves_inclusion(entry=entry, index=index, size=size, root=root, proof=bad)
    assert not proves_inclusion(entry=entry, index=(index + 1) % size, size=size, root=root, proof=proof)


@pytest.mark.parametrize("old", [1, 2, 255, 256, 257, 300, 511])
def test_a_history_that_was_rewritten_is_not_consistent(old: int) -> None:
    before, after = leaves(512), leaves(512)
    after[0] = leaf_hash(b"rewritten")
    tree = tree_of(after)

    assert not proves_consistency(
        old_size=old, old_root=root_of(before[:old]), size=512, root=tree.root(), proof=tree.consistency(old)
    )


def test_an_entry_cannot_pose_as_a_node() -> None:
    left, right = leaves(2)

    assert leaf_hash(b"\x01" + left + right) != root_of([left, right])


def test_the_last_entry_twice_is_another_tree() -> None:
    hashes = leaves(3)

    assert tree_of(hashes).root() != tree_of([*hashes, hashes[-1]]).root()


def test_an_empty_tree_has_the_root_of_nothing() -> None:
    assert Tree(0, no_tile).root() == EMPTY_ROOT


def test_what_lies_outside_is_refused() -> None:
    tree = tree_of(leaves(3))

    for ask in (
        lambda: tree.inclusion(3),
        lambda: tree.inclusion(-1),
        lambda: tree.consistency(4),
        lambda: tree.root(4),
    ):
        with pytest.raises(IndexError):
            ask()


def test_a_tree_without_its_tiles_says_so() -> None:
    with pytest.raises(MissingTileError):
        Tree(300, lambda _level, _index: b"").root()


def test_tiles_are_full_from_left_to_right() -> None:
    tree = Tree(0, no_tile)
    changed = tree.append(leaves(WIDTH * 2 + 3))

    assert {key: len(tile) // HASH for key, tile in changed.items()} == {(0, 0): 256, (0, 1): 256, (0, 2): 3, (1, 0): 2}
