"""The sequencer: gives waiting lines their places in the log and seals them, in batches, outside every request."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from kortisto.lib.key_chains import Keys, Link, keys_of, link, links_in
from kortisto.lib.log_lines import entry_of
from kortisto.lib.merkle import HASH, MissingTileError, Tree, leaf_hash
from kortisto.lib.signed_notes import Signer, signer_in
from kortisto.register.audit.enums import Door
from kortisto.register.audit.leaves import COLUMNS
from kortisto.register.audit.models import SignedCheckpoint, Tile
from kortisto.register.audit.operations import record
from kortisto.register.audit.values import Actor
from kortisto.register.audit.witnesses import Witness, WitnessRefusedError

KEY, NEXT_KEY, LINKS = "signing-key", "next-signing-key", "changes-of-key.txt"
"""Files in the audit folder: the private key, the one that is about to take over, and what both have signed."""
NEW_KEY = "audit.new_key"
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
    folder = Path(settings.AUDIT_FOLDER)
    found, known = signer_in(folder / KEY), links()
    if known and known[-1].new != found.verifier and (folder / NEXT_KEY).exists():
        # Somebody was killed while changing the key, after both had signed the change.
        (folder / NEXT_KEY).replace(folder / KEY)
        found = signer_in(folder / KEY)
    return found


def links() -> list[Link]:
    """Return the changes of the key of this installation, oldest first. Raises NoteError."""
    file = Path(settings.AUDIT_FOLDER) / LINKS
    return links_in(file.read_text(encoding="utf-8")) if file.exists() else []


def change_key(*, by: Actor, at: datetime, channel: Door, witnesses: Sequence[Witness] = ()) -> Signer:
    """Give the log a new key: everything is sealed with the old one, which is then gone; both sign the change.

    Raises what sealing raises, OSError. Killed half-way it leaves the old key in use, or is completed by `signer`.
    """
    folder = Path(settings.AUDIT_FOLDER)
    old = signer()
    seal_all(at=at, signer=old, witnesses=witnesses)
    new = signer_in(folder / NEXT_KEY)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(hashtextextended('kortisto.audit.sequencer', 0))")
        known = links()
        if not known or known[-1].new != new.verifier:
            last = last_checkpoint()
            _append(folder / LINKS, link(old, new, last.size if last else 0))
        (folder / NEXT_KEY).replace(folder / KEY)
    record(by=by, action=NEW_KEY, at=at, channel=channel, object_kind="audit_log")
    seal_all(at=at, signer=new, witnesses=witnesses)
    return new


def _append(file: Path, text: str) -> None:
    with file.open("a", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())


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
        known = links()
        if not rows or (known and known[-1].new != signer.verifier):
            return None  # another key has taken over meanwhile: the next turn has it
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
            witness.take(last.note, verifier=signer.verifier, proof=proof, links=links())
        except (OSError, ValueError, MissingTileError, WitnessRefusedError) as error:
            failed.append((witness, error))
    return tuple(failed)


@dataclass(frozen=True, slots=True, kw_only=True)
class WitnessState:
    """What a witness has seen: so many lines, and when; empty when nothing. `error`: why it cannot be asked."""

    place: str
    size: int = 0
    at: datetime | None = None
    error: str = ""


def witness_states() -> tuple[WitnessState, ...]:
    """Return what each witness of this installation has seen, without checking it."""
    return tuple(map(_state_of, witnesses()))


def _state_of(witness: Witness) -> WitnessState:
    try:
        last = witness.last()
        at = datetime.fromtimestamp(witness.file.stat().st_mtime, UTC) if last else None
    except (OSError, ValueError) as error:
        return WitnessState(place=str(witness.place), error=str(error))
    return WitnessState(place=str(witness.place), size=last.size if last else 0, at=at)


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
        keys = keys_of(signer.verifier, links())
        if last is not None:
            said = keys.open(last.note)
            if (said.size, said.root) != (last.size, tree.root()):
                raise BrokenSealError(f"the log of {last.size} lines is not what was signed")
        for witness in witnesses:
            _agree(tree, witness, keys)
    except (ValueError, MissingTileError) as error:
        raise BrokenSealError(str(error)) from error
    return tree


def _agree(tree: Tree, witness: Witness, keys: Keys) -> None:
    """Raise BrokenSealError where a witness has seen another log. What nobody signed it has not seen: a witness that
    lies would else keep every line from being sealed, and so open to change; `audit verify` tells of it.
    """
    try:
        seen = witness.last_signed(keys)
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
