"""`./kortisto notice render | record | dpv`: what is printed from one declaration."""

from __future__ import annotations

import json
from pathlib import Path

import click

from kortisto.declaration.model import Text
from kortisto.interfaces.cli.declarations import declared, language_option, write_out

_INCOMPLETE = Text(
    "Selosteesta puuttuu tietoja, jotka tietosuoja-asetuksen 13 ja 14 artikla vaativat. Lisää ne:",
    "I beskrivningen saknas uppgifter som artiklarna 13 och 14 i dataskyddsförordningen kräver. Lägg till dem:",
    "The notice lacks what Articles 13 and 14 of the GDPR demand. Add:",
)

_output = click.option("--output", "-o", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file.")


@click.command()
@click.argument("name")
@click.option("--format", "format_", type=click.Choice(["html", "pdf", "md"]), default="html", show_default=True)
@click.option("--audience", type=click.Choice(["public", "officer"]), default="public", show_default=True)
@click.option("--previous", help="The version before, to say what changed since.")
@_output
@language_option
def render(name: str, format_: str, audience: str, previous: str | None, output: Path | None, lang: str) -> None:
    """Print the privacy notice of a register. NAME is the register's name or a path."""
    from kortisto.declaration import printing  # noqa: PLC0415 (slow import)
    from kortisto.declaration.printing import html, markdown, pdf  # noqa: PLC0415 (slow import)
    from kortisto.declaration.printing.notice import IncompleteNoticeError  # noqa: PLC0415 (slow import)

    declaration = declared(name, lang)
    before = declared(previous, lang) if previous else None
    try:
        document = printing.notice(declaration, lang, audience=audience, previous=before)
    except IncompleteNoticeError as error:
        lines = [f"  {one.article}  {one.what.in_language(lang)} ({one.node})" for one in error.missing]
        raise click.ClickException("\n".join([_INCOMPLETE.in_language(lang), *lines])) from error
    match format_:
        case "html":
            write_out(html.write(document), output)
        case "md":
            write_out(markdown.write(document), output)
        case _:
            write_out(pdf.write(document), output)


@click.command()
@click.argument("name")
@click.option("--format", "format_", type=click.Choice(["html", "pdf", "xlsx"]), default="html", show_default=True)
@_output
@language_option
def record(name: str, format_: str, output: Path | None, lang: str) -> None:
    """Print the record of processing activities of a register (Article 30(1)). NAME is its name or a path."""
    from kortisto.declaration.printing import html, pdf, processing_record  # noqa: PLC0415 (slow import)

    declaration = declared(name, lang)
    if format_ == "xlsx":
        write_out(processing_record.spreadsheet(declaration, lang), output)
        return
    document = processing_record.document(declaration, lang)
    write_out(html.write(document) if format_ == "html" else pdf.write(document), output)


@click.command()
@click.argument("name")
@_output
@language_option
def dpv(name: str, output: Path | None, lang: str) -> None:
    """Print a declaration as JSON-LD with the terms of W3C DPV 2.3. NAME is the register's name or a path."""
    from kortisto.declaration.dpv_export import export  # noqa: PLC0415 (not needed by the others)

    write_out(json.dumps(export(declared(name, lang)), ensure_ascii=False, indent=2), output)
