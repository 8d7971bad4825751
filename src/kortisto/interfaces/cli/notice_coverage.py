"""`./kortisto notice coverage`: which promise is carried by which statement, and what is not carried."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import click

from kortisto.declaration.coverage import (
    Binding,
    Coverage,
    Covered,
    Failure,
    Lack,
    cover,
    prefix_of,
    read_bindings,
    read_promises,
)
from kortisto.declaration.loader import load
from kortisto.declaration.model import Declaration, Text
from kortisto.interfaces.cli.declarations import UNREADABLE, language_option, notices_folder, show

_ROOT = Path(__file__).resolve().parents[4]

_HEADS = (
    Text("lupaus", "löfte", "promise"),
    Text("sidonta", "bindning", "binding"),
    Text("kohdat", "satser", "statements"),
    Text("millä tai miksi", "hur eller varför", "by what or why"),
)
_REGISTER = Text("rekisteri", "register", "register")
_ROWS = Text("lupauksia", "löften", "promises")
_FAILING = Text("virheitä", "fel", "failures")
_SOUND = Text(
    "Jokainen lupaus on sidottu, ja jokainen kohta on perusteltu.",
    "Varje löfte är bundet, och varje sats har sin grund.",
    "Every promise is bound, and every statement accounted for.",
)
_BINDINGS = {
    Binding.ENFORCED: Text("pakotettu", "säkrad", "enforced"),
    Binding.STATED: Text("todettu", "angiven", "stated"),
    Binding.OURS: Text("oma lisäys", "eget tillägg", "ours"),
}
_NOTHING = Text("ei mitään", "ingenting", "nothing")
_LACKS = {
    Lack.UNBOUND: Text(
        "lupausta ei ole sidottu mihinkään: lisää rivi hakemistoon docs/promise_bindings",
        "löftet är inte bundet till något: lägg till en rad i docs/promise_bindings",
        "the promise is bound to nothing: add a row in docs/promise_bindings",
    ),
    Lack.NO_NODE: Text(
        "mikään selosteen kohta ei mainitse lupausta: lisää sen numero avaimeen promises",
        "ingen sats i beskrivningen nämner löftet: lägg till dess nummer under promises",
        "no statement of a declaration names the promise: add its number to promises",
    ),
    Lack.NO_SUCH_PROMISE: Text(
        "tällaista lupausta ei ole tiedostossa docs/promises.csv",
        "ett sådant löfte finns inte i docs/promises.csv",
        "there is no such promise in docs/promises.csv",
    ),
    Lack.UNACCOUNTED: Text(
        "kohdalla ei ole lupausta eikä perustelua: lisää promises tai ours",
        "satsen har varken löfte eller motivering: lägg till promises eller ours",
        "the statement has neither a promise nor a reason: add promises or ours",
    ),
    Lack.UNKNOWN_WORD: Text(
        "tuntematon sidonta: käytä sanaa enforced, stated tai ours",
        "okänd bindning: använd enforced, stated eller ours",
        "unknown binding: write enforced, stated or ours",
    ),
    Lack.TWICE: Text("sama numero on kahdesti", "samma nummer förekommer två gånger", "the same number stands twice"),
    Lack.WITHOUT_REASON: Text(
        "sidonnasta puuttuu, mikä sen toteuttaa tai miksi sitä ei voi tarkistaa (by)",
        "bindningen anger inte vad som förverkligar den eller varför den inte kan kontrolleras (by)",
        "the binding does not say what carries it, or why it cannot be checked (by)",
    ),
}
_NO_FILE = Text("Tiedostoa ei voi lukea: {0}", "Filen kan inte läsas: {0}", "Cannot read: {0}")
_SHOWN_NODES = 3


@click.command()
@click.option("--register", "prefixes", multiple=True, metavar="PREFIX", help="Only these source notices, e.g. S2.")
@click.option("--counts", "only_counts", is_flag=True, help="Print the counts and the failures, not the table.")
@click.option("--promises", type=click.Path(path_type=Path), default=_ROOT / "docs/promises.csv", help="The promises.")
@click.option(
    "--bindings",
    type=click.Path(path_type=Path, file_okay=False),
    default=_ROOT / "docs" / "promise_bindings",
    help="The folder of what binds them.",
)
@language_option
def coverage(prefixes: tuple[str, ...], only_counts: bool, promises: Path, bindings: Path, lang: str) -> None:
    """Tell for each promise of the source notices what binds it and which statements carry it.

    Exit code: 0 everything is carried, 1 something is not, 2 a file cannot be read.
    """
    declarations, unsound = _declarations(lang)
    try:
        whole = cover(read_promises(promises), read_bindings(bindings), declarations)
    except (OSError, ValueError) as error:
        click.echo(_NO_FILE.in_language(lang).format(error), err=True)
        sys.exit(UNREADABLE)
    whole = _only(whole, prefixes)
    if not only_counts:
        _table([_cells(row, lang) for row in whole.rows], [head.in_language(lang) for head in _HEADS])
        click.echo()
    _table(list(_counted(whole, lang)), _counted_heads(lang))
    for failure in whole.failures:
        click.echo(_told(failure, lang), err=True)
    failed = bool(whole.failures) or unsound
    if not failed:
        click.echo(_SOUND.in_language(lang))
    sys.exit(int(failed))


def _declarations(lang: str) -> tuple[list[Declaration], bool]:
    """Return the declarations that can be read, and whether any could not; its errors are then printed."""
    found, unsound = [], False
    for path in sorted(notices_folder().glob("*.yaml")):
        loaded = load(path)
        if loaded.declaration is not None:
            found.append(loaded.declaration)
        else:
            unsound = True
            show(loaded.problems, lang)
    return found, unsound


def _only(whole: Coverage, prefixes: tuple[str, ...]) -> Coverage:
    if not prefixes:
        return whole
    return Coverage(
        tuple(row for row in whole.rows if prefix_of(row.promise.id) in prefixes),
        tuple(failure for failure in whole.failures if failure.prefix in prefixes),
        whole.registers,
    )


def _cells(row: Covered, lang: str) -> list[str]:
    word = _BINDINGS[row.binding] if row.binding is not None else _NOTHING
    nodes = ", ".join(row.nodes[:_SHOWN_NODES])
    more = len(row.nodes) - _SHOWN_NODES
    return [row.promise.id, word.in_language(lang), f"{nodes} +{more}" if more > 0 else nodes, row.by]


def _counted_heads(lang: str) -> list[str]:
    words = [_BINDINGS[binding] for binding in Binding]
    return ["", *(text.in_language(lang) for text in (_REGISTER, _ROWS, *words, _FAILING))]


def _counted(whole: Coverage, lang: str) -> Iterable[list[str]]:
    for counts in whole.counts():
        registers = ", ".join(counts.registers) or _NOTHING.in_language(lang)
        numbers = [counts.rows, *(counts.by_binding.get(binding, 0) for binding in Binding), counts.failing]
        yield [counts.prefix, registers, *(str(number) for number in numbers)]


def _told(failure: Failure, lang: str) -> str:
    detail = f" ({failure.detail})" if failure.detail else ""
    return f"{failure.where}: {_LACKS[failure.lack].in_language(lang)}{detail}"


def _table(rows: list[list[str]], heads: list[str]) -> None:
    """Print columns as wide as they need; the last one runs on."""
    widths = [max(len(row[column]) for row in [heads, *rows]) for column in range(len(heads))]
    for row in [heads, *rows]:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
