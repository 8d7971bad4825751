"""The sequencer: gives waiting lines their places in the log and seals them, in batches, outside every request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from kortisto.lib.log_lines import entry_of
from kortisto.lib.merkle import HASH, MissingTileError, Tree, leaf_hash
from kortisto.lib.signed_notes import Signer, signer_in
from kortisto.register.audit.leaves import COLUMNS
from kortisto.register.audit.models import SignedCheckpoint, Tile
from kortisto.register.audit.witnesses import Witness, WitnessRefusedError

BATCH = 5_000
"""Lines that are sealed in one transaction."""

# By id, which begins with its time: the order in which they were written, without a sort, however many wait.
_WAITING = f"select {', '.join(COLUMNS)} from audit_outbox order by id limit %s"  # noqa: S608 (names of our own)
_ID = COLUMNS.index("id")


class BrokenSealError(Exception):
    """The log is not what was last signed: nothing more is signed until somebody has looked (`audit verify`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """What one batch has done: so many lines, and the size of the log and its note afterwards."""

    lines: int
    size: int
    note: str


def signer() -> Signer:
    """Return the signer of this installation; its key is made at the first use, outside the database."""
    return signer_in(Path(settings.AUDIT_FOLDER) / "signing-key")


def witnesses() -> tuple[Witness, ...]:
    """Return the witnesses of this installation."""
    return tuple(Witness(Path(place)) for place in settings.AUDIT_WITNESSES)


def seal(*, at: datetime, signer: Signer, witnesses: Sequence[Witness] = (), most: int = BATCH) -> Sealed | None:
    """Seal the lines that wait, at most so many; None when none wait, or another sequencer is at work.

    All or nothing: a sequencer that is killed leaves the lines waiting, or sealed. Raises BrokenSealError.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("select pg_try_advisory_xact_lock(hashtextextended('kortisto.audit.sequencer', 0))")
            if not cursor.fetchone()[0]:
                return None
            cursor.execute(_WAITING, (most,))
            rows = cursor.fetchall()
        if not rows:
            return None
        tree = intact_tree(signer=signer, witnesses=witnesses)
        first = tree.size
        changed = tree.append([leaf_hash(entry_of(row)) for row in rows])
        root = tree.root()
        note = signer.sign(tree.size, root)
        with connection.cursor() as cursor:
            cursor.execute(
                "select audit_seal(%s, %s::uuid[], %s::integer[], %s::bigint[], %s::bytea[], %s, %s, %s)",
                (
                    first, [row[_ID] for row in rows],
                    [level for level, _ in changed], [index for _, index in changed], [*changed.values()],
                    root, note, at,
                ),
            )  # fmt: skip
    return Sealed(lines=len(rows), size=tree.size, note=note)


def seal_all(*, at: datetime, signer: Signer, witnesses: Sequence[Witness] = ()) -> int:
    """Seal everything that waits, tell the witnesses, and return how many lines that were. Raises as `seal`."""
    lines = 0
    while batch := seal(at=at, signer=signer, witnesses=witnesses):
        lines += batch.lines
    tell(signer=signer, witnesses=witnesses)
    return lines


def tell(*, signer: Signer, witnesses: Sequence[Witness]) -> tuple[tuple[Witness, Exception], ...]:
    """Give the witnesses the last checkpoint; return those that cannot be reached or refuse it, and why."""
    last = last_checkpoint()
    if last is None:
        return ()
    tree, failed = tree_of(last.size), []
    for witness in witnesses:
        try:
            seen = witness.last()
            proof = tree.consistency(seen.size) if seen and seen.size <= last.size else []
            witness.take(last.note, verifier=signer.verifier, proof=proof)
        except (OSError, ValueError, MissingTileError, WitnessRefusedError) as error:
            failed.append((witness, error))
    return tuple(failed)


def clear_contexts() -> int:
    """Remove the headers of transactions that have ended; return how many."""
    with connection.cursor() as cursor:
        cursor.execute("select audit_clear_contexts()")
        return int(cursor.fetchone()[0])


def intact_tree(*, signer: Signer, witnesses: Sequence[Witness]) -> Tree:
    """Return the tree as far as it is signed, after a look at its last checkpoint and at what witnesses have seen.

    A signature under a log that is not the continuation of the last one would be a false statement. Raises
    BrokenSealError; a witness that cannot be reached is passed over here, and told of by `audit verify`.
    """
    last = last_checkpoint()
    tree = tree_of(last.size if last else 0)
    try:
        if last is not None:
            said = signer.verifier.open(last.note)
            if (said.size, said.root) != (last.size, tree.root()):
                raise BrokenSealError(f"the log of {last.size} lines is not what was signed")
        for witness in witnesses:
            _agree(tree, witness)
    except (ValueError, MissingTileError) as error:
        raise BrokenSealError(str(error)) from error
    return tree


def _agree(tree: Tree, witness: Witness) -> None:
    try:
        seen = witness.last()
    except OSError:
        return
    if seen is None:
        return
    if seen.size > tree.size:
        raise BrokenSealError(f"{witness.file} has seen {seen.size} lines, and there are {tree.size}")
    if tree.root(seen.size) != seen.root:
        raise BrokenSealError(f"{witness.file} has seen other lines among the first {seen.size}")


def last_checkpoint() -> SignedCheckpoint | None:
    """Return the checkpoint of the largest size."""
    return SignedCheckpoint.objects.order_by("-size").first()


def tree_of(size: int) -> Tree:
    """Return the tree of so many lines over the hashes in the database."""
    return Tree(size, read_tile)


def read_tile(level: int, index: int) -> bytes:
    """Return the hashes of a tile. Raises MissingTileError."""
    hashes = Tile.objects.filter(level=level, index=index).values_list("hashes", flat=True).first()
    if hashes is None or len(hashes) % HASH:
        raise MissingTileError(f"tile {level}/{index}")
    return bytes(hashes)
