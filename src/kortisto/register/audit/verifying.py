"""Checks the whole log against its seal, its signatures and its witnesses, and says where it is not what it was."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from itertools import chain
from multiprocessing import get_context

import psycopg
from django.db import connection
from django.db.models import Max, Min
from psycopg.conninfo import make_conninfo

from kortisto.lib.key_chains import Keys, keys_of
from kortisto.lib.merkle import HEIGHT, WIDTH, MissingTileError, Tree, root_of, split
from kortisto.lib.signed_notes import Checkpoint, NoteError, Verifier
from kortisto.register.audit.models import OutboxEvent, Pruning, SealedEvent, SignedCheckpoint, Tile
from kortisto.register.audit.range_check import PART, Finding, FindingKind, Part, check, check_in_process
from kortisto.register.audit.sealing import last_checkpoint, links, tree_of
from kortisto.register.audit.witnesses import Witness

LONGEST_WAIT = timedelta(minutes=10)
"""Lines that wait longer for their seal are told of: the sequencer stands still."""
MOST = 100
"""So many findings of one kind are named; what is more is of no further use."""
CHECKED_NOTES = 2_000
"""So many checkpoints of each witness are compared, spread over all it has taken, the last among them."""

Progress = Callable[[int, int], None]
"""Is told how many of how many lines have been checked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a check of the log has looked at, and what it found: nothing, when all is well.

    `size`: places of the log; `lines`: lines that stand in them; `kept`: place of the first line that has not been
    removed after its period; `witnessed`: size that each witness has seen, by file.
    """

    at: datetime
    size: int
    lines: int
    kept: int
    waiting: int
    witnessed: dict[str, int]
    findings: tuple[Finding, ...]


def verify(
    *,
    at: datetime,
    verifier: Verifier,
    witnesses: Sequence[Witness] = (),
    processes: int = 1,
    progress: Progress | None = None,
) -> Report:
    """Check every line, hash, signature and witness. Reads only; writers and the sequencer go on meanwhile.

    With several processes each has a connection of its own.
    """
    strays = _strays()  # before the checkpoint is read: what is sealed meanwhile is no stray
    checkpoint = last_checkpoint()
    size = checkpoint.size if checkpoint else 0
    tree = tree_of(size)
    keys, wrong_keys = _keys(verifier)
    kept, pruning = _kept(keys, size)
    found, lines = _lines(size, kept, processes=processes, progress=progress)
    witnessed: dict[str, int] = {}
    findings = [
        *chain(
            wrong_keys,
            _signatures(keys, tree),
            pruning,
            found,
            _upper_tiles(size),
            (one for one in strays if one.first is None or one.first >= size or one.first < 0),
        ),
        *(one for witness in witnesses for one in _witness(witness, keys, tree, witnessed)),
        *_waiting(at),
    ]
    return Report(
        at=at,
        size=size,
        lines=lines,
        kept=kept,
        waiting=OutboxEvent.objects.count(),
        witnessed=witnessed,
        findings=tuple(_gathered(findings)),
    )


# --- lines -----------------------------------------------------------------------------------------------------------


def _lines(size: int, kept: int, *, processes: int, progress: Progress | None) -> tuple[list[Finding], int]:
    parts = [Part(first=one, end=min(one + 4 * PART, size), kept=kept) for one in range(0, size, 4 * PART)]
    findings: list[Finding] = []
    lines = done = 0

    def told(part: Part) -> None:
        nonlocal done
        done += part.end - part.first
        if progress:
            progress(done, size)

    if processes == 1 or len(parts) <= 1:
        for part in parts:
            for one in check(_raw(), part):
                if isinstance(one, Finding):
                    findings.append(one)
                else:
                    lines += one
            told(part)
        return _in_order(findings), lines
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        role = str(connection.settings_dict["OPTIONS"].get("assume_role") or "")
        pending = {pool.submit(check_in_process, _conninfo(), role, part): part for part in parts}
        for done_one in as_completed(pending):
            some, read = done_one.result()
            findings += some
            lines += read
            told(pending[done_one])
    return _in_order(findings), lines


def _in_order(findings: list[Finding]) -> list[Finding]:
    """The same order, however the work was shared out."""
    return sorted(findings, key=lambda one: (one.first or 0, one.kind is not FindingKind.SEAL))


def most_processes() -> int:
    """Return how many processes a check may use: one for each processor, and not more than the database bears."""
    return min(4, os.cpu_count() or 1)


def _raw() -> psycopg.Connection[object]:
    connection.ensure_connection()
    found: psycopg.Connection[object] = connection.connection
    return found


def _conninfo() -> str:
    known = connection.settings_dict
    options = {key: value for key, value in known["OPTIONS"].items() if isinstance(value, str) and key != "assume_role"}
    place = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    return make_conninfo(**options, **{key: str(known[name]) for key, name in place.items() if known[name]})


def _strays() -> list[Finding]:
    """Lines in places that the log does not have."""
    top = SignedCheckpoint.objects.aggregate(top=Max("size"))["top"] or 0
    outside = chain(
        SealedEvent.objects.filter(seq__lt=0).order_by("seq").values_list("seq", "id")[:MOST],
        SealedEvent.objects.filter(seq__gte=top).order_by("seq").values_list("seq", "id")[:MOST],
    )
    return [Finding(kind=FindingKind.INSERTED, first=seq, last=seq, event=event) for seq, event in outside]


def _keys(verifier: Verifier) -> tuple[Keys, list[Finding]]:
    """Return the keys of the log to which the trusted one belongs, or that one alone and what is wrong."""
    try:
        return keys_of(verifier, links()), []
    except (NoteError, OSError) as error:
        return Keys((verifier,)), [Finding(kind=FindingKind.SIGNATURE, detail=str(error))]


def _kept(keys: Keys, size: int) -> tuple[int, list[Finding]]:
    """Return the place before which lines may be missing, as was signed when they were removed, and wrong claims."""
    kept, wrong = 0, []
    for pruning in Pruning.objects.order_by("before"):
        said = partial(pruning_text, before=pruning.before, marker=str(pruning.marker))
        if keys.signed(pruning.note, said) and pruning.before <= size:
            kept = pruning.before
        else:
            wrong.append(Finding(kind=FindingKind.SIGNATURE, first=0, last=pruning.before - 1, detail="pruning"))
    return kept, wrong


def pruning_text(verifier: Verifier, *, before: int, marker: str) -> str:
    """Return what is signed when lines are removed: the log, the first place that stays, the line that says so."""
    return f"{verifier.name}/pruned\n{before}\n{marker}\n"


# --- the seal --------------------------------------------------------------------------------------------------------


def _signatures(keys: Keys, tree: Tree) -> Iterator[Finding]:
    """The last checkpoint of each day: signed, and about this very log."""
    for kept in SignedCheckpoint.objects.order_by("size"):
        try:
            said = keys.open(kept.note)
        except NoteError as error:
            yield Finding(kind=FindingKind.SIGNATURE, first=0, last=kept.size - 1, detail=str(error))
            continue
        if (said.size, said.root) != (kept.size, bytes(kept.root)) or not _agrees(tree, said):
            yield Finding(kind=FindingKind.REWRITTEN, first=0, last=said.size - 1, detail=f"signed on {kept.day}")


def _agrees(tree: Tree, said: Checkpoint) -> bool:
    try:
        return said.size <= tree.size and tree.root(said.size) == said.root
    except MissingTileError:
        return False


def _upper_tiles(size: int) -> Iterator[Finding]:
    """Each tile from the second level on, against the one above it."""
    level, count = 1, size >> HEIGHT
    while count >> HEIGHT:
        tiles = dict(Tile.objects.filter(level=level).values_list("index", "hashes"))
        above = {
            index * WIDTH + number: one
            for index, hashes in Tile.objects.filter(level=level + 1).values_list("index", "hashes")
            for number, one in enumerate(split(bytes(hashes)))
        }
        for index in range(count >> HEIGHT):
            hashes = split(bytes(tiles.get(index, b"")))
            if len(hashes) < WIDTH or root_of(hashes) != above.get(index):
                width = WIDTH << HEIGHT * level
                yield Finding(kind=FindingKind.SEAL, first=index * width, last=(index + 1) * width - 1)
        level, count = level + 1, count >> HEIGHT


# --- witnesses -------------------------------------------------------------------------------------------------------


def _witness(witness: Witness, keys: Keys, tree: Tree, witnessed: dict[str, int]) -> Iterator[Finding]:
    name = str(witness.file)
    try:
        notes = [*witness.notes()]
        key = witness.key()
        known = keys_of(key, witness.links()) if key else keys
    except (OSError, ValueError) as error:
        yield Finding(kind=FindingKind.WITNESS, detail=f"{name}: {error}")
        return
    if not notes:
        if tree.size:
            yield Finding(kind=FindingKind.WITNESS, detail=f"{name}: -")
        return
    if key not in keys.chain:
        yield Finding(kind=FindingKind.SIGNATURE, detail=name)
    agreed = 0
    for note in _spread(notes):
        try:
            said = known.open(note)
        except NoteError as error:
            yield Finding(kind=FindingKind.SIGNATURE, detail=f"{name}: {error}")
            continue
        if said.size > tree.size:
            yield Finding(kind=FindingKind.TRUNCATED, first=tree.size, last=said.size - 1, detail=name)
            break
        if not _agrees(tree, said):
            yield Finding(kind=FindingKind.REWRITTEN, first=agreed, last=said.size - 1, detail=name)
            break
        agreed = said.size
    witnessed[name] = agreed


def _spread(notes: list[str]) -> Iterable[str]:
    step = max(1, len(notes) // CHECKED_NOTES)
    return [*notes[:-1:step], notes[-1]]


def _waiting(at: datetime) -> Iterator[Finding]:
    oldest = OutboxEvent.objects.aggregate(oldest=Min("recorded_at"))["oldest"]
    if oldest is not None and at - oldest > LONGEST_WAIT:
        yield Finding(kind=FindingKind.WAITING, detail=oldest.isoformat(timespec="seconds"))


def _gathered(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Join gaps that touch, and name of each kind only so many."""
    named: dict[FindingKind, int] = {}
    waiting: Finding | None = None
    for one in findings:
        if waiting is not None and _touches(waiting, one):
            waiting = replace(waiting, last=one.last)
            continue
        if waiting is not None:
            yield waiting
        waiting = None
        named[one.kind] = named.get(one.kind, 0) + 1
        if named[one.kind] <= MOST:
            waiting = one
    if waiting is not None:
        yield waiting


def _touches(one: Finding, other: Finding) -> bool:
    joins = one.kind is other.kind and one.kind in {FindingKind.MISSING, FindingKind.SEAL}
    return joins and one.last is not None and other.first == one.last + 1
