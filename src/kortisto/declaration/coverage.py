"""Whether every promise of the source notices is carried, and every statement of the declarations accounted for.

Three things are laid side by side: the promises (`docs/promises.csv`), what binds each (`docs/promise_bindings/*.csv`)
and the statements of the declarations that name it. Pure: files are read, nothing is run.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from kortisto.declaration.model import Declaration, Node


class Binding(StrEnum):
    """How a promise is carried."""

    ENFORCED = "enforced"  # something in the software fails when it is broken
    STATED = "stated"  # printed in the notice; software cannot check it
    OURS = "ours"  # the source lacks it; what was added says so


class Lack(StrEnum):
    """What is wrong with the coverage."""

    UNBOUND = "unbound"  # a promise that nothing binds
    NO_NODE = "no node"  # a bound promise that no statement names
    NO_SUCH_PROMISE = "no such promise"  # an id that docs/promises.csv does not have
    UNACCOUNTED = "unaccounted"  # a statement without a promise that is not marked ours
    UNKNOWN_WORD = "unknown word"  # a binding that is not one of the three words
    TWICE = "twice"  # a promise with two bindings, or two promises of the same id
    WITHOUT_REASON = "without reason"  # a binding that names no mechanism and no reason


@dataclass(frozen=True, slots=True)
class Promise:
    """One row of docs/promises.csv. The id begins with the prefix of its source notice: `S2-05-01`."""

    id: str
    section: str
    statement: str
    rule: str

    @property
    def prefix(self) -> str:
        """Return the source notice that the promise stands in."""
        return prefix_of(self.id)


@dataclass(frozen=True, slots=True)
class Bound:
    """One row of docs/promise_bindings: `binding` as it is written, which may be no word that is known."""

    id: str
    binding: str
    by: str
    file: str


@dataclass(frozen=True, slots=True)
class Failure:
    """One lack. `where`: a promise, a statement (`ivt: bans.no_disclosure`) or a file; `detail` is English."""

    lack: Lack
    where: str
    prefix: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Covered:
    """A promise with what carries it. `binding` is None where nothing binds it, or no known word does."""

    promise: Promise
    binding: Binding | None
    by: str
    nodes: tuple[str, ...]  # refs within the declaration: `bans.no_disclosure.unless.billing`


@dataclass(frozen=True, slots=True)
class Counts:
    """The rows of one source notice, by how they are carried. `failing`: failures that belong to it."""

    prefix: str
    registers: tuple[str, ...]  # ids of the declarations that answer for it
    rows: int
    by_binding: Mapping[Binding, int]
    failing: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """The whole: a row for each promise in the order of the file, and every failure."""

    rows: tuple[Covered, ...]
    failures: tuple[Failure, ...]
    registers: Mapping[str, tuple[str, ...]]  # by prefix

    def counts(self) -> tuple[Counts, ...]:
        """Return the counts of each prefix, in the order of the promises; prefixes that only failures name last."""
        failing = Counter(failure.prefix for failure in self.failures)
        prefixes = dict.fromkeys([*(row.promise.prefix for row in self.rows), *failing])
        return tuple(
            Counts(
                prefix,
                self.registers.get(prefix, ()),
                sum(row.promise.prefix == prefix for row in self.rows),
                Counter(row.binding for row in self.rows if row.promise.prefix == prefix and row.binding is not None),
                failing[prefix],
            )
            for prefix in prefixes
        )


def prefix_of(promise: str) -> str:
    """Return the part before the first hyphen."""
    return promise.partition("-")[0]


def read_promises(path: Path) -> tuple[Promise, ...]:
    """Read docs/promises.csv. Raises OSError, and ValueError when a column is missing."""
    return tuple(
        Promise(row["id"], row["section"], row["statement_en"], row["software_rule"])
        for row in _rows(path, {"id", "section", "statement_en", "software_rule"})
    )


def read_bindings(folder: Path) -> tuple[Bound, ...]:
    """Read every file of docs/promise_bindings. Raises OSError, and ValueError when a column is missing."""
    return tuple(
        Bound(row["id"], row["binding"], row["by"].strip(), path.name)
        for path in sorted(folder.glob("*.csv"))
        for row in _rows(path, {"id", "binding", "by"})
    )


def _rows(path: Path, columns: set[str]) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, restval="", strict=True)
        missing = columns - set(reader.fieldnames or ())
        if missing:
            raise ValueError(f"{path}: the columns {', '.join(sorted(missing))} are missing")
        return [{name: row[name] or "" for name in columns} for row in reader]


def cover(promises: Iterable[Promise], bindings: Iterable[Bound], declarations: Iterable[Declaration]) -> Coverage:
    """Lay promises, bindings and statements side by side."""
    promises, declarations = tuple(promises), tuple(declarations)
    known = {promise.id: promise for promise in promises}
    failures = [
        Failure(Lack.TWICE, id_, prefix_of(id_))
        for id_, times in Counter(one.id for one in promises).items()
        if times > 1
    ]
    bound = dict(_checked(bindings, known, failures))
    naming: dict[str, list[str]] = {}
    for declaration in declarations:
        for node in _nodes(declaration):
            for id_ in node.promises:
                naming.setdefault(id_, []).append(node.ref)
        failures.extend(_of_declaration(declaration, known))
    rows = []
    for promise in promises:
        found = bound.get(promise.id)
        nodes = tuple(naming.get(promise.id, ()))
        if found is None:
            failures.append(Failure(Lack.UNBOUND, promise.id, promise.prefix, promise.statement))
        elif not nodes:
            failures.append(Failure(Lack.NO_NODE, promise.id, promise.prefix, promise.statement))
        word = Binding(found.binding) if found is not None and found.binding in set(Binding) else None
        rows.append(Covered(promise, word, found.by if found else "", nodes))
    registers: dict[str, tuple[str, ...]] = {}
    for declaration in declarations:
        prefix = declaration.register.promise_prefix
        registers[prefix] = (*registers.get(prefix, ()), declaration.register.id)
    return Coverage(tuple(rows), tuple(failures), registers)


def _checked(
    bindings: Iterable[Bound], known: Mapping[str, Promise], failures: list[Failure]
) -> Iterator[tuple[str, Bound]]:
    """Yield the bindings of promises that exist, the first of each; record what is wrong with any."""
    seen: set[str] = set()
    for bound in bindings:
        prefix, where = prefix_of(bound.id), f"{bound.file}: {bound.id}"
        if bound.binding not in set(Binding):
            failures.append(Failure(Lack.UNKNOWN_WORD, where, prefix, bound.binding))
        if not bound.by:
            failures.append(Failure(Lack.WITHOUT_REASON, where, prefix))
        if bound.id not in known:
            failures.append(Failure(Lack.NO_SUCH_PROMISE, where, prefix))
        elif bound.id in seen:
            failures.append(Failure(Lack.TWICE, where, prefix))
        else:
            seen.add(bound.id)
            yield bound.id, bound


def _of_declaration(declaration: Declaration, known: Mapping[str, Promise]) -> Iterator[Failure]:
    register, prefix = declaration.register.id, declaration.register.promise_prefix
    accounted: set[str] = set()
    for node in _nodes(declaration):
        where = f"{register}: {node.ref}"
        for id_ in node.promises:
            if id_ not in known:
                yield Failure(Lack.NO_SUCH_PROMISE, where, prefix, _absent(id_, declaration, node, known))
        # What stands inside a statement (an exception, a place) is accounted for with it.
        if node.promises or node.ours or node.section.rpartition(".")[0] in accounted:
            accounted.add(node.ref)
        else:
            yield Failure(Lack.UNACCOUNTED, where, prefix, str(node.position or declaration.file))


def _absent(id_: str, declaration: Declaration, node: Node, known: Mapping[str, Promise]) -> str:
    """Say which id is missing; for a template's statement also in which notices the same row exists."""
    number = id_.partition("-")[2]
    elsewhere = [other for other in known if other.partition("-")[2] == number]
    origin = node.position.file if node.position is not None else declaration.file
    told = f"{id_} ({Path(origin).name})"
    if declaration.template is not None and elsewhere:
        told += f"; the row exists as {', '.join(elsewhere)}, and the statement serves every instance of the template"
    return told


def _nodes(value: Any) -> Iterator[Node]:
    """Yield every statement in the order of the file, what stands inside one after it."""
    if isinstance(value, Mapping):
        for one in value.values():
            yield from _nodes(one)
    elif isinstance(value, tuple):
        for one in value:
            yield from _nodes(one)
    elif is_dataclass(value) and not isinstance(value, type):
        if isinstance(value, Node):
            yield value
        for field in fields(value):
            yield from _nodes(getattr(value, field.name))
