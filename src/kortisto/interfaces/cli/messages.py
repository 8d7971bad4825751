"""`./kortisto messages`: brings the translations up to date with the texts in the code.

Each package with a folder `locale` has a catalogue of its own. Needs no gettext programs: Django turns templates into
something that Babel reads as Python. Programs compile the catalogues by themselves when they start.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import click
from babel.messages import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from kortisto.lib.catalogues import compile_stale

SOURCE = Path(__file__).resolve().parents[2]
LANGUAGES = ("fi", "sv")
"""Texts in the code are English; these are what they are translated into."""
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


@click.command()
@click.option("--check", is_flag=True, help="Change nothing; fail when something is untranslated or no longer used.")
def messages(check: bool) -> None:
    """Collect the texts of the code into the catalogues, and compile these."""
    findings = []
    for package in packages():
        for language in LANGUAGES:
            catalogue = updated(package, language)
            findings += [f"{package.name}: {language}: untranslated: {text}" for text in untranslated(catalogue)]
            findings += [f"{package.name}: {language}: no longer used: {text}" for text in unused(package, language)]
            if not check:
                save(package, language, catalogue)
        if not check:
            compile_stale(package / "locale")
    for finding in findings:
        click.echo(finding)
    click.echo(f"{len(findings)} findings" if findings else "Every text is translated.")
    if check and findings:
        raise SystemExit(1)


def packages() -> list[Path]:
    """Return the packages that have catalogues."""
    return sorted(folder.parent for folder in SOURCE.glob("*/*/locale"))


def collected(package: Path) -> Catalog:
    """Return every text of a package that is shown to people in their language."""
    catalogue = Catalog()
    for path in sorted(package.rglob("*")):
        if path.suffix not in {".py", ".html"} or "migrations" in path.parts:
            continue
        text = path.read_text("utf-8")
        if path.suffix == ".html":
            # Babel reads Python, to which the indentation of a template means nothing.
            text = "\n".join(line.lstrip() for line in templatize(text).splitlines())
        for _line, message, _comments, context in extract("python", BytesIO(text.encode()), KEYWORDS, ()):
            # Without line numbers: a catalogue changes only when a text does.
            catalogue.add(message, locations=[(path.relative_to(package).as_posix(), 0)], context=context)
    return catalogue


def stored(package: Path, language: str) -> Catalog:
    """Return a catalogue as it stands in the repository; empty when there is none."""
    path = _path(package, language)
    if not path.exists():
        return Catalog(locale=language, header_comment="")
    with path.open("rb") as lines:
        return read_po(lines, locale=language)


def updated(package: Path, language: str) -> Catalog:
    """Return a catalogue with the texts of today; what fits nothing any more is left out."""
    catalogue = stored(package, language)
    catalogue.update(collected(package), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    catalogue.fuzzy = False
    return catalogue


def untranslated(catalogue: Catalog) -> list[str]:
    """Return the texts that have no translation, or not all its forms."""
    return [_shown(one.id) for one in catalogue if one.id and (one.fuzzy or not _complete(one.string))]


def unused(package: Path, language: str) -> list[str]:
    """Return the texts of a stored catalogue that stand nowhere in the code."""
    used = {(one.context, one.id) for one in collected(package)}
    return [_shown(one.id) for one in stored(package, language) if one.id and (one.context, one.id) not in used]


def save(package: Path, language: str, catalogue: Catalog) -> None:
    """Write a catalogue: sorted, without dates and line numbers."""
    path = _path(package, language)
    path.parent.mkdir(parents=True, exist_ok=True)
    made = BytesIO()
    write_po(made, catalogue, width=0, sort_output=True, omit_header=False, include_lineno=False)
    text = made.getvalue().decode()
    dated = ('"POT-Creation-Date:', '"PO-Revision-Date:', '"Last-Translator:', '"Language-Team:', '"Generated-By:',
             '"Report-Msgid', '"Project-Id')  # fmt: skip
    kept = [line for line in text.splitlines() if not line.startswith(dated) and line != "#"]
    path.write_text("\n".join(kept).strip() + "\n", "utf-8")


def _path(package: Path, language: str) -> Path:
    return package / "locale" / language / "LC_MESSAGES" / "django.po"


def _shown(text: object) -> str:
    return text if isinstance(text, str) else str(next(iter(text)))  # type: ignore[call-overload]


def _complete(translation: object) -> bool:
    return all(translation) if isinstance(translation, (tuple, list)) else bool(translation)
