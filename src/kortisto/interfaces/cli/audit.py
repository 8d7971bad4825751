"""`./kortisto audit verify | checkpoint | new-key | prove | check-proof`."""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING
from uuid import UUID

import click

from kortisto.declaration.model import Text as T  # noqa: N817 - texts read better with a short name
from kortisto.interfaces.cli.declarations import language_option
from kortisto.interfaces.cli.installed import installation

if TYPE_CHECKING:
    from kortisto.register.audit.verifying import Report

_WHOLE = T("Loki on ehjä: rivejä {0}, joista tallessa {1} ja määräajan jälkeen poistettu {2}.",
           "Loggen är hel: {0} rader, varav {1} finns kvar och {2} har raderats efter sin tid.",
           "The log is whole: {0} lines, of which {1} are there and {2} were removed after their period.")  # fmt: skip
_BROKEN = T("LOKI EI OLE EHJÄ. Löydöksiä: {0}. Rivejä {1}.", "LOGGEN ÄR INTE HEL. Fynd: {0}. Rader: {1}.",
            "THE LOG IS NOT WHOLE. Findings: {0}. Lines: {1}.")  # fmt: skip
_WAITING = T("Sinettiä odottaa {0} riviä.", "{0} rader väntar på försegling.", "{0} lines wait for their seal.")
_WITNESSED = T("Todistaja {0} on nähnyt {1} riviä.", "Vittnet {0} har sett {1} rader.",
               "The witness {0} has seen {1} lines.")  # fmt: skip
_RESTORED = T(
    "Tietokanta palautettiin varmuuskopiosta {0}: rivit {1}–{2} kirjattiin kopion jälkeen, ja ne puuttuvat.",
    "Databasen återställdes från en säkerhetskopia {0}: raderna {1}–{2} skrevs efter kopian och saknas.",
    "The database was restored from a backup on {0}: the lines {1} to {2} were written after it and are missing.",
)
_SPEED = T("Kesto {0:.1f} s ({1:.0f} riviä sekunnissa).", "Tid {0:.1f} s ({1:.0f} rader i sekunden).",
           "Took {0:.1f} s ({1:.0f} lines a second).")  # fmt: skip
_WHAT_NOW = T(
    "Älä muuta mitään. Ota talteen tietokanta, datakansion audit-kansio ja todistajien tiedostot. "
    "Ohje: docs/howto/check-the-log.md",
    "Ändra ingenting. Spara databasen, mappen audit i datamappen och vittnenas filer. "
    "Anvisning: docs/howto/check-the-log.md",
    "Change nothing. Keep the database, the folder audit of the data folder and the files of the witnesses. "
    "See docs/howto/check-the-log.md",
)
_NO_LINES = T("Lokissa ei ole vielä sinetöityjä rivejä.", "Loggen har inga förseglade rader än.",
              "The log has no sealed lines yet.")  # fmt: skip
_NOT_SEALED = T(
    "Tapahtumaa {0} ei ole sinetöidyssä lokissa: sitä ei ole, se odottaa sinettiä tai sen määräaika on ohi.",
    "Händelsen {0} finns inte i den förseglade loggen: den finns inte, väntar på försegling eller dess tid är slut.",
    "The event {0} is not in the sealed log: there is none, it waits for its seal, or its period is over.",
)
_ALTERED = T(
    "Tapahtumaa {0} ei voi todistaa: rivi ei ole se, joka sinetöitiin. Aja ./kortisto audit verify.",
    "Händelsen {0} kan inte bevisas: raden är inte den som förseglades. Kör ./kortisto audit verify.",
    "The event {0} cannot be proved: the line is not the one that was sealed. Run ./kortisto audit verify.",
)
_HOLDS = T("Todistus pitää: rivi on lokissa, jonka avain on {0}.",
           "Beviset håller: raden finns i loggen med nyckeln {0}.",
           "The proof holds: the line stands in the log of the key {0}.")  # fmt: skip
_FAILS = T("Todistus ei pidä.", "Beviset håller inte.", "The proof does not hold.")
_NO_PROOF = T("Tiedosto ei ole todistus: {0}", "Filen är inget bevis: {0}", "The file is no proof: {0}")
_NEW_KEY = T(
    "Lokilla on uusi allekirjoitusavain. Ota varmuuskopio audit-kansiosta ja kirjoita julkinen avain muistiin muualle:",
    "Loggen har en ny signeringsnyckel. Säkerhetskopiera mappen audit och skriv upp den offentliga nyckeln annanstans:",
    "The log has a new signing key. Back up the folder audit, and keep the public key somewhere else:",
)
_BROKEN_SEAL = T("Lokia ei allekirjoiteta: {0}. Aja ./kortisto audit verify.",
                 "Loggen undertecknas inte: {0}. Kör ./kortisto audit verify.",
                 "The log is not signed: {0}. Run ./kortisto audit verify.")  # fmt: skip


@click.group()
def audit() -> None:
    """The log of use: check that nobody has changed it, and prove a line of it."""


@audit.command()
@click.option("--processes", type=click.IntRange(1, 16), help="How many work at once; one per processor unless set.")
@click.option(
    "--witness", "more", type=click.Path(path_type=Path), multiple=True, help="A further file of checkpoints."
)
@click.option("--key", default="", help="The public key to trust; that of this installation unless set.")
@language_option
def verify(processes: int | None, more: tuple[Path, ...], key: str, lang: str) -> None:
    """Check every line, hash, signature and witness. Exit code 1 and the places when something is wrong."""
    with installation():
        from kortisto.lib.signed_notes import NoteError, verifier_of  # noqa: PLC0415 (needs Django set up)
        from kortisto.register.audit import sealing  # noqa: PLC0415
        from kortisto.register.audit.checking import check  # noqa: PLC0415
        from kortisto.register.audit.enums import ActorKind, Door  # noqa: PLC0415
        from kortisto.register.audit.values import Actor  # noqa: PLC0415
        from kortisto.register.audit.verifying import most_processes  # noqa: PLC0415
        from kortisto.register.audit.witnesses import Witness  # noqa: PLC0415

        try:
            verifier = verifier_of(key) if key else sealing.signer().verifier
        except NoteError as error:
            raise click.BadParameter(str(error), param_hint="--key") from error
        began = time.monotonic()
        report = check(
            by=Actor(kind=ActorKind.COMMAND),
            at=datetime.now(UTC),
            channel=Door.CLI,
            verifier=verifier,
            witnesses=[*sealing.witnesses(), *(Witness(place) for place in more)],
            processes=processes or most_processes(),
            progress=_bar,
        )
        seconds = time.monotonic() - began
        restores = _restores()
    _tell(report, seconds, lang)
    for at, there, seen in restores:
        click.echo(_RESTORED.in_language(lang).format(f"{at:%Y-%m-%d %H:%M} UTC", there + 1, seen))
    if report.findings:
        sys.exit(1)


@audit.command()
@language_option
def checkpoint(lang: str) -> None:
    """Seal what waits, and print the last signed checkpoint and the public key: keep them somewhere else."""
    with installation():
        from kortisto.register.audit import sealing  # noqa: PLC0415 (needs Django set up)

        signer = sealing.signer()
        try:
            sealing.seal_all(at=datetime.now(UTC), signer=signer, witnesses=sealing.witnesses())
        except sealing.BrokenSealError as error:
            raise click.ClickException(_BROKEN_SEAL.in_language(lang).format(error)) from error
        last = sealing.last_checkpoint()
        note = last.note if last else ""
    if not note:
        click.echo(_NO_LINES.in_language(lang))
        return
    click.echo(note)
    click.echo(signer.verifier)


@audit.command("new-key")
@language_option
def new_key(lang: str) -> None:
    """Give the log another signing key, and destroy the old one. Both sign the change; what was signed stays valid."""
    with installation():
        from kortisto.register.audit import sealing  # noqa: PLC0415 (needs Django set up)
        from kortisto.register.audit.enums import ActorKind, Door  # noqa: PLC0415
        from kortisto.register.audit.values import Actor  # noqa: PLC0415

        try:
            signer = sealing.change_key(
                by=Actor(kind=ActorKind.COMMAND), at=datetime.now(UTC), channel=Door.CLI, witnesses=sealing.witnesses()
            )
        except sealing.BrokenSealError as error:
            raise click.ClickException(_BROKEN_SEAL.in_language(lang).format(error)) from error
    click.echo(_NEW_KEY.in_language(lang))
    click.echo(signer.verifier)


@audit.command()
@click.argument("event", type=click.UUID)
@click.option("--output", type=click.File("w", encoding="utf-8"), default="-", help="The file to write.")
@language_option
def prove(event: UUID, output: IO[str], lang: str) -> None:
    """Write a proof that an event stands in the log, for somebody outside. It holds the event: who, when, whom."""
    with installation():
        from kortisto.register.audit import proving, sealing  # noqa: PLC0415 (needs Django set up)

        try:
            found = proving.prove(event=event)
        except proving.NotSealedError as error:
            raise click.ClickException(_NOT_SEALED.in_language(lang).format(event)) from error
        except proving.AlteredLineError as error:
            raise click.ClickException(_ALTERED.in_language(lang).format(event)) from error
        written = found.as_json(str(sealing.signer().verifier))
    output.write(written + "\n")


@audit.command("check-proof")
@click.argument("file", type=click.File(encoding="utf-8"))
@click.option("--key", default="", help="The public key to trust; the one that the proof names unless set.")
@language_option
def check_proof(file: IO[str], key: str, lang: str) -> None:
    """Check a proof. Needs no database and no installation, only the file and the key."""
    from kortisto.lib.proof_files import proof_holds  # noqa: PLC0415 (quick start of the other commands)

    try:
        signed_by = proof_holds(file.read(), key=key)
    except (KeyError, TypeError, ValueError) as error:
        raise click.ClickException(_NO_PROOF.in_language(lang).format(error)) from error
    if not signed_by:
        click.echo(_FAILS.in_language(lang))
        sys.exit(1)
    click.echo(_HOLDS.in_language(lang).format(signed_by))


def _restores() -> list[tuple[datetime, int, int]]:
    """Return when the database was put back and a witness had seen more lines: then, how many there were, and had been.

    The ledger says so, which no restore takes back; where it cannot be read, `ledger verify` tells why.
    """
    from kortisto.lib.chained_files import BrokenChainError  # noqa: PLC0415 (quick start of the other commands)
    from kortisto.register.ledger.standing import restores  # noqa: PLC0415 (needs Django set up)

    try:
        return [(one.at, int(there), int(seen)) for one in restores() for there, seen, _root in one.lost_lines]
    except (BrokenChainError, OSError):
        return []


def _bar(done: int, size: int) -> None:
    if sys.stderr.isatty() and size:
        click.echo(f"\r{100 * done // size:3d} %", nl=done == size, err=True)


def _tell(report: Report, seconds: float, language: str) -> None:
    from kortisto.register.audit.finding_texts import sentence  # noqa: PLC0415 (needs Django set up)

    if report.findings:
        click.echo(click.style(_BROKEN.in_language(language).format(len(report.findings), report.size), fg="red"))
        for finding in report.findings:
            click.echo(f"  {sentence(finding, language)}")
        click.echo(_WHAT_NOW.in_language(language))
    else:
        click.echo(_WHOLE.in_language(language).format(report.size, report.lines, report.size - report.lines))
    if report.waiting:
        click.echo(_WAITING.in_language(language).format(report.waiting))
    for name, size in report.witnessed.items():
        click.echo(_WITNESSED.in_language(language).format(name, size))
    click.echo(_SPEED.in_language(language).format(seconds, report.lines / seconds))
