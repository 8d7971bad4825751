"""`./kortisto notice explain ITEM`: why an item is held, for how long, from where and for whom."""

from __future__ import annotations

import sys
from collections.abc import Iterable

import click

from kortisto.declaration.model import Declaration, Processing
from kortisto.declaration.model import Text as T  # noqa: N817 - texts read better with a short name
from kortisto.declaration.printing.content.how_long import name_of
from kortisto.declaration.printing.content.parts import how_long
from kortisto.declaration.printing.content.why import basis_sentences
from kortisto.declaration.printing.context import Context
from kortisto.declaration.printing.processing_record import names_of_groups
from kortisto.declaration.shapes import nearest
from kortisto.declaration.vocabulary.items import ITEMS, is_under
from kortisto.interfaces.cli.declarations import declared, language_option, notices_folder

_NOT_A_WORD = T("{0} ei ole tietolaji. Tarkoititko: {1}?", "{0} är inget uppgiftsslag. Menade du {1}?",
                "{0} is not an item. Did you mean {1}?")  # fmt: skip
_NOT_HELD = T("{0}: rekisterissä ei ole tätä tietoa. Sitä ei tallenneta, näytetä eikä tuoda.",
              "{0}: registret har inte denna uppgift. Den lagras, visas och importeras inte.",
              "{0}: the register does not hold this. It is not stored, shown or imported.")  # fmt: skip
_LABELS = {
    "why": T("Mihin ja millä perusteella", "För vad och på vilken grund", "What for, and on which basis"),
    "who": T("Kenestä", "Om vem", "About whom"),
    "from": T("Mistä", "Varifrån", "From where"),
    "by": T("Kuka käsittelee", "Vem behandlar", "Who handles it"),
    "to": T("Kenelle", "Till vem", "To whom"),
    "until": T("Kuinka kauan", "Hur länge", "For how long"),
    "holds": T("Mikä estää poiston", "Vad hindrar radering", "What stops its erasure"),
}
_NOBODY = T("ei kenellekään", "till ingen", "to nobody")


@click.command()
@click.argument("item")
@click.option("--register", "registers", multiple=True, help="Name or path; every shipped register unless given.")
@language_option
def explain(item: str, registers: tuple[str, ...], lang: str) -> None:
    """Tell of ITEM (person.contact.email, call.recording ...) why it is held, how long, who handles and gets it."""
    names = registers or tuple(sorted(path.stem for path in notices_folder().glob("*.yaml")))
    declarations = [declared(name, lang) for name in names]
    known = {one for declaration in declarations for one in declaration.items} | set(ITEMS)
    if item not in known:
        click.echo(_NOT_A_WORD.in_language(lang).format(item, nearest(item, known)), err=True)
        sys.exit(2)
    for declaration in declarations:
        _explain(declaration, item, lang)


def _explain(declaration: Declaration, item: str, language: str) -> None:
    c = Context(declaration, language)
    click.echo(f"{c.text(declaration.register.title)} {declaration.register.version}")
    rows = [row for row in declaration.processing.values() if any(_touches(item, one) for one in row.items)]
    leaves = {leaf for leaf in c.compiled.expand(item) if leaf in c.compiled.holding}
    if not leaves or not rows:
        click.echo(f"  {_NOT_HELD.in_language(language).format(c.item(item))}\n")
        return
    click.echo(f"  {c.item(item)} ({item})")
    _say(language, "why", _whys(c, rows))
    _say(language, "who", [names_of_groups(c, rows)])
    _say(language, "from", [c.text(one.name) for one in declaration.sources.values() if _names(item, one.items)])
    _say(language, "by", [c.actors(dict.fromkeys(one for row in rows for one in row.by))])
    to = [c.text(one.name) for one in declaration.recipients.values() if _names(item, one.items)]
    _say(language, "to", to or [_NOBODY.in_language(language)])
    _say(language, "until", _limits(c, rows, leaves))
    holds = [one for one in declaration.holds.values() if _names(item, one.reach.items)]
    _say(language, "holds", [f"{c.text(one.name)} [{one.ref}]" for one in holds])
    click.echo("")


def _say(language: str, label: str, lines: Iterable[str]) -> None:
    for place, line in enumerate(lines):
        head = _LABELS[label].in_language(language) + ":" if place == 0 else ""
        click.echo(f"    {head:<30} {line}")


def _whys(c: Context, rows: Iterable[Processing]) -> Iterable[str]:
    for row in rows:
        basis = basis_sentences(c, c.declaration.bases[row.basis])[0].text
        yield f"{c.purpose(row.purpose)}. {basis} [{row.ref}]"


def _limits(c: Context, rows: Iterable[Processing], leaves: set[str]) -> Iterable[str]:
    wanted = {row.id for row in rows}
    rules = {
        rule.id: rule for row, leaf, _, _, rule in c.compiled.entries() if leaf in leaves and row.node.id in wanted
    }
    for rule in rules.values():
        period = how_long(c, rule.ref, "most", rule.at_most, rule.start).text
        yield f"{name_of(c, rule)}: {period[:1].lower()}{period[1:]} [{rule.ref}]"


def _touches(item: str, other: str) -> bool:
    return is_under(item, other) or is_under(other, item)


def _names(item: str, named: tuple[str, ...]) -> bool:
    return not named or any(_touches(item, one) for one in named)
