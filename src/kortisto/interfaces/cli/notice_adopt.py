"""`./kortisto notice adopt FILE`: what a new version would do, and, when that is confirmed, its adoption."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kortisto.declaration.civil_time import civil_day
from kortisto.declaration.explanation_texts import NAMES_OF_WORDS
from kortisto.declaration.loader import CannotLoadError, sources
from kortisto.declaration.model import Text as T  # noqa: N817 - texts read better with a short name
from kortisto.declaration.periods_in_words import date_in_words
from kortisto.interfaces.cli.declarations import find, language_option, show
from kortisto.interfaces.cli.installed import installation
from kortisto.interfaces.cli.notice_diff import show_differences

if TYPE_CHECKING:
    from kortisto.privacy.retention.queries.adopting import Preview

_READ = T("Luettu: {0}", "Lästa: {0}", "Read: {0}")
_LOOKED_AT = T("Käyty läpi: henkilöitä {0}, organisaatioita {1}.", "Genomgångna: personer {0}, organisationer {1}.",
               "Looked at: {0} people, {1} organisations.")  # fmt: skip
_DUE = T("Erääntyy heti: tietoja {0}; henkilöitä {1}, organisaatioita {2}",
         "Gallras genast: uppgifter {0}; personer {1}, organisationer {2}",
         "Falls due at once: {0} data of {1} people and {2} organisations")  # fmt: skip
_NOTHING_DUE = T("Mitään ei eräänny heti.", "Ingenting gallras genast.", "Nothing falls due at once.")
_DUE_LINE = T("{0} ({1}): {2}; sääntö {3}", "{0} ({1}): {2}; regel {3}", "{0} ({1}): {2}; rule {3}")
_HELD = T("joista odottaa {0}", "av vilka {0} väntar", "of which {0} wait")
_LOST = T("Lainvastaista version tultua voimaan:", "Olagligt när versionen gäller:", "Unlawful once it is in force:")
_APPEAR = T("Uusia kenttiä sivuilla: {0}", "Nya fält på sidorna: {0}", "New fields on the pages: {0}")
_DISAPPEAR = T("Sivuilta katoavia kenttiä: {0}", "Fält som försvinner från sidorna: {0}",
               "Fields that disappear from the pages: {0}")  # fmt: skip
_TELL = T("Kerrottava henkilökohtaisesti: henkilöitä {0}, organisaatioita {1}. Luettelo tiedostoon: --tell TIEDOSTO",
          "Ska informeras personligen: personer {0}, organisationer {1}. Lista i en fil: --tell FIL",
          "Must be told in person: {0} people, {1} organisations. List to a file: --tell FILE")  # fmt: skip
_LISTED = T("Luettelo on tiedostossa {0}.", "Listan finns i {0}.", "The list is in {0}.")
_ASK = T("Otetaanko versio {0} käyttöön?", "Ska version {0} tas i bruk?", "Adopt version {0}?")
_NOT_CONFIRMED = T("Käyttöönottoa ei vahvistettu. Lisää --yes.", "Ibruktagandet bekräftades inte. Lägg till --yes.",
                   "The adoption was not confirmed. Add --yes.")  # fmt: skip
_ADOPTED = T("Versio {0} on nyt voimassa.", "Version {0} gäller nu.", "Version {0} is now in force.")
_LOG_LATER = T("Lokin säilytysaika seuraa seuraavassa käynnistyksessä, tai heti: ./kortisto database migrate",
               "Loggens förvaringstid följer vid nästa start, eller genast: ./kortisto database migrate",
               "The period of the log follows at the next start, or at once: ./kortisto database migrate")  # fmt: skip
_OTHER = T("Voimassa on toisen rekisterin seloste ({1}), tämä on rekisterin {0}.",
           "Beskrivningen för ett annat register ({1}) gäller, denna är för {0}.",
           "The notice in force is of another register ({1}); this one is of {0}.")  # fmt: skip
_NOT_HIGHER = T("Version numeron on kasvettava: {1} on voimassa, tämä on {0}. Paluukin on uusi versio.",
                "Versionsnumret måste växa: {1} gäller, detta är {0}. Också en återgång är en ny version.",
                "The number of the version must grow: {1} is in force, this is {0}. Going back is a new version, too."
                )  # fmt: skip
_NOT_YET = T("Seloste sanoo olevansa voimassa vasta {0} alkaen. Ota se käyttöön silloin.",
             "Beskrivningen säger att den gäller först från {0}. Ta den i bruk då.",
             "The notice says that it holds only from {0}. Adopt it then.")  # fmt: skip
_MEANWHILE = T("Toinen versio otettiin käyttöön sillä välin. Aloita alusta.",
               "En annan version togs i bruk under tiden. Börja om.",
               "Another version was adopted meanwhile. Begin anew.")  # fmt: skip
_UNREADABLE = T("Tiedostossa on virheitä, jotka näkyvät yllä. Mitään ei otettu käyttöön.",
                "Filen har fel, som visas ovan. Ingenting togs i bruk.",
                "The file has the errors shown above. Nothing was adopted.")  # fmt: skip


@click.command()
@click.argument("file")
@click.option("--yes", is_flag=True, help="Do not ask before adopting.")
@click.option("--look", is_flag=True, help="Only tell what would change.")
@click.option("--tell", type=click.Path(path_type=Path, dir_okay=False), help="Write who must be told to a CSV file.")
@language_option
def adopt(file: str, yes: bool, look: bool, tell: Path | None, lang: str) -> None:
    """Put a new version of the notice into force, after telling what it does to the data that are there.

    FILE is a name of a register or a path. What is in force is what was adopted, not what lies on the disk.
    """
    try:
        files = sources(find(file, lang))
    except CannotLoadError as error:
        show(error.problems, lang)
        raise click.ClickException(_UNREADABLE.in_language(lang)) from error
    with installation():
        _adopt(files, yes=yes, look=look, tell=tell, lang=lang)


def _adopt(files: tuple[tuple[str, str], ...], *, yes: bool, look: bool, tell: Path | None, lang: str) -> None:
    from kortisto.privacy.retention import operations  # noqa: PLC0415 (needs Django set up)
    from kortisto.privacy.retention.queries import adopting as effects  # noqa: PLC0415
    from kortisto.register.access import adopting  # noqa: PLC0415
    from kortisto.register.access.operations import notices  # noqa: PLC0415
    from kortisto.register.access.queries.notices import versions  # noqa: PLC0415
    from kortisto.register.audit.enums import ActorKind, Door  # noqa: PLC0415
    from kortisto.register.audit.values import Actor  # noqa: PLC0415

    now = datetime.now(UTC)
    by = Actor(kind=ActorKind.COMMAND)
    last = versions()[0]
    try:
        declaration = adopting.checked(files, civil_day(now))
        adopting.require_order(declaration, register=last.register, version=last.version, today=civil_day(now))
        operations.settle(by=by, at=now, channel=Door.CLI, progress=_progress(lang))
        with operations.oversee(by=by, at=now, channel=Door.CLI) as access:
            found = effects.preview(new=declaration, access=access, at=now, progress=_progress(lang))
            if tell is not None:
                _list(effects.names_to_tell(found, access=access), tell, lang)
        _show(found, lang)
        if look:
            return
        if not yes:
            if not sys.stdin.isatty():
                raise click.ClickException(_NOT_CONFIRMED.in_language(lang))
            click.confirm(_ASK.in_language(lang).format(declaration.register.version), abort=True)
        notices.adopt(files=files, by=by, at=datetime.now(UTC), channel=Door.CLI, instead_of=last.number)
    except CannotLoadError as error:
        show(error.problems, lang)
        raise click.ClickException(_UNREADABLE.in_language(lang)) from error
    except adopting.CannotAdoptError as error:
        raise click.ClickException(_refusal(error, lang)) from error
    click.echo(_ADOPTED.in_language(lang).format(declaration.register.version))
    # The assembling layer is asked by name, because a door may not import it.
    if not import_module("kortisto.config.database").period_of_log_follows(at=now):
        click.echo(_LOG_LATER.in_language(lang))


def _refusal(error: Exception, lang: str) -> str:
    texts = {"OtherRegisterError": _OTHER, "VersionNotHigherError": _NOT_HIGHER, "NotYetError": _NOT_YET}
    text = texts.get(type(error).__name__, _MEANWHILE)
    values = [date_in_words(one, lang) if not isinstance(one, str) else one for one in error.args]
    return text.in_language(lang).format(*values)


def _progress(lang: str) -> Callable[[int], None] | None:
    if not sys.stderr.isatty():
        return None
    return lambda count: click.echo("\r" + _READ.in_language(lang).format(count), nl=False, err=True)


def _show(found: Preview, lang: str) -> None:
    show_differences(found.differences, lang)
    people, organisations = found.looked_at.values()
    click.echo("\n" + _LOOKED_AT.in_language(lang).format(people, organisations))
    if found.falls_due:
        click.echo(_DUE.in_language(lang).format(found.data, *found.touched.values()) + ":")
    else:
        click.echo(_NOTHING_DUE.in_language(lang))
    for one in found.falls_due:
        action = NAMES_OF_WORDS[f"action.{one.action.value}"].in_language(lang)
        line = _DUE_LINE.in_language(lang).format(one.name.in_language(lang), action, one.data, one.rule or "-")
        if one.held:
            line += f", {_HELD.in_language(lang).format(one.held)}"
        click.echo(f"  {line}")
    if found.lost:
        click.echo(_LOST.in_language(lang))
    old, new = found.differences.old, found.differences.new
    for lost in found.lost:
        purpose = old.declaration.purposes[lost.purpose].name.in_language(lang)
        operation = NAMES_OF_WORDS[f"operation.{lost.operation.value}"].in_language(lang)
        names = ", ".join((new if item in new.names else old).name(item).in_language(lang) for item in lost.items)
        click.echo(f"  {purpose}, {operation}: {names}")
    for text, fields in ((_APPEAR, found.appear), (_DISAPPEAR, found.disappear)):
        if fields:
            click.echo(text.in_language(lang).format(", ".join(one.in_language(lang) for one in fields)))
    if any(found.tell.values()):
        click.echo(_TELL.in_language(lang).format(*found.tell.values()))


def _list(rows: Iterable[tuple[str, str, str]], file: Path, lang: str) -> None:
    with file.open("w", encoding="utf-8-sig", newline="") as opened:
        writer = csv.writer(opened, delimiter=";")
        writer.writerow(("kind", "id", "name"))
        writer.writerows(rows)
    click.echo(_LISTED.in_language(lang).format(file))
