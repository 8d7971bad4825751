"""Kills one part after another while clients work, and looks afterwards whether everything is whole."""

from __future__ import annotations

import random
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median

from tests.support.faults import invariants
from tests.support.faults.clients import Adder, Client, Editor, Merger
from tests.support.faults.importer import Importer
from tests.support.faults.installation import Installation, Part

ROUND = (Part.WORKER, Part.WEB, Part.DATABASE, Part.WEB_WORKER, Part.BACKEND, Part.WORKER, Part.DATABASE, Part.ALL)
"""In this order, over and over; the last is `up` itself, whose new start forgets how often its parts have died."""


@dataclass
class Struck:
    """What the kills of one part met. `seconds`: until all was well again."""

    seconds: list[float] = field(default_factory=list)
    importing: int = 0
    editing: int = 0
    merging: int = 0

    def __str__(self) -> str:
        counts = f"{len(self.seconds):>6}{self.importing:>10}{self.merging:>10}{self.editing:>10}"
        return f"{counts}{median(self.seconds):>10.1f}{max(self.seconds):>10.1f}"


@dataclass
class Report:
    """What came of it. `wrong`: what was lost, half or twice; empty when all is well."""

    struck: dict[Part, Struck] = field(default_factory=lambda: defaultdict(Struck))
    wrong: list[str] = field(default_factory=list)
    imports: int = 0
    acknowledged: dict[str, int] = field(default_factory=dict)
    lost: int = 0


def kill_often(
    installation: Installation, *, kills: int, rows: int, chance: random.Random, say: Callable[[str], None] = print,
    parts: Sequence[Part] = ROUND,
) -> Report:  # fmt: skip
    """Kill so many times, each at a random moment of an import that is under way. Imports have so many rows."""
    report = Report()
    adder = Adder(installation)
    person = adder.add_person("Alku")
    editors = [Editor(installation, person, mark) for mark in ("Eka", "Toka")]
    merger, importer = Merger(installation), Importer(installation, rows=rows)
    clients: list[Client] = [adder, *editors, merger, importer]
    for client in clients:
        client.start()
    for number in range(kills):
        part = parts[number % len(parts)]
        _wait_for_import(importer)
        time.sleep(chance.uniform(0.0, 1.5))
        struck = report.struck[part]
        struck.importing += bool(importer.running)
        struck.merging += merger.under_way
        struck.editing += any(editor.under_way for editor in editors)
        began = time.monotonic()
        installation.kill(part, chance)
        installation.wait_until_well()
        struck.seconds.append(time.monotonic() - began)
        say(f"{number + 1}/{kills} {part}: back after {struck.seconds[-1]:.1f} s, {importer.done} imports done")
        if any(client.wrong for client in clients):
            break
    for client in clients:
        client.stop()
    _count(report, clients)
    report.imports = importer.done
    with installation.admin() as admin:
        report.wrong += invariants.added(adder, admin)
        report.wrong += invariants.edited(editors, admin)
        report.wrong += invariants.merged(merger, admin)
    verified = installation.command("audit", "verify")
    if verified.returncode:
        report.wrong.append(f"the log does not verify: {verified.stdout}{verified.stderr}")
    return report


def _wait_for_import(importer: Importer) -> None:
    deadline = time.monotonic() + 60
    while not importer.running and importer.is_alive() and time.monotonic() < deadline:
        time.sleep(0.02)


def _count(report: Report, clients: Sequence[Client]) -> None:
    for client in clients:
        name = type(client).__name__
        report.wrong += client.wrong
        report.acknowledged[name] = report.acknowledged.get(name, 0) + client.acknowledged
        report.lost += client.lost
