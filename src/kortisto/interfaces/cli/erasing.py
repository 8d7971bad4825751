"""`./kortisto retention erase`: what erasing one party would do, and doing it."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import click

from kortisto.declaration.civil_time import civil_day
from kortisto.declaration.model import Text as T  # noqa: N817 - texts read better with a short name
from kortisto.declaration.periods_in_words import date_in_words
from kortisto.interfaces.cli.declarations import DayParameter, language_option
from kortisto.interfaces.cli.installed import installation

if TYPE_CHECKING:
    from kortisto.privacy.retention.queries import ErasurePlan, Kept

_NOBODY = T("Tällä tunnuksella ei ole ketään.", "Det finns ingen med denna id.", "There is nobody with this id.")
_GOES = T("Poistuu:", "Raderas:", "Goes:")
_ALONG = T("Poistuu mukana:", "Följer med:", "Goes along:")
_LOOSENED = T("Jää ilman tätä osapuolta:", "Blir kvar utan denna part:", "Stays without this party:")
_ANONYMOUS = T("Anonymisoidaan:", "Anonymiseras:", "Made anonymous:")
_STAYS = T("Säilyy:", "Bevaras:", "Stays:")
_UNTIL = T("{0} asti", "till {0}", "until {0}")
_READERS = T("Säilyviä tietoja käytetään enää näihin tarkoituksiin: {0}.",
             "Det som bevaras används bara för dessa ändamål: {0}.",
             "What stays is used for these purposes only: {0}.")  # fmt: skip
_NO_READERS = T("Säilyviä tietoja ei enää käytetä mihinkään.", "Det som bevaras används inte längre till något.",
                "What stays is used for nothing any more.")  # fmt: skip
_LATER = T("Pyyntö ei ole voinut saapua tulevana päivänä.", "En begäran kan inte ha kommit in en dag som kommer.",
           "A request cannot have arrived on a day to come.")  # fmt: skip
_FILES = T("tiedostot", "filer", "files")
_ASK = T("Poistetaanko tiedot lopullisesti?", "Ska uppgifterna raderas slutgiltigt?", "Erase the data for good?")
_NOT_CONFIRMED = T("Poistoa ei vahvistettu. Lisää --yes.", "Raderingen bekräftades inte. Lägg till --yes.",
                   "The erasure was not confirmed. Add --yes.")  # fmt: skip
_ENDS = {
    "done": T("Poistettu.", "Raderat.", "Erased."),
    "nothing": T("Poistettavaa ei ole: kaiken on säilyttävä.", "Inget att radera: allt måste bevaras.",
                 "There is nothing to erase: all of it has to stay."),
    "gone": _NOBODY,
    "busy": T("Joku muuttaa tietoja juuri nyt. Mitään ei poistettu; yritä hetken kuluttua uudelleen.",
              "Någon ändrar uppgifterna just nu. Inget raderades; försök igen om en stund.",
              "Somebody else is changing the data right now. Nothing was erased; try again in a moment."),
    "refused": T("Tietokanta esti poiston. Mitään ei poistettu.", "Databasen hindrade raderingen. Inget raderades.",
                 "The database refused. Nothing was erased."),
    "changed": T("Tiedot muuttuivat sillä välin. Mitään ei poistettu.", "Uppgifterna ändrades under tiden. "
                 "Inget raderades.", "The data have changed meanwhile. Nothing was erased."),
}  # fmt: skip
_WHY = {
    "law": T("laki vaatii", "lagen kräver det", "the law requires it"),
    "period": T("säilytysaika on kesken", "förvaringstiden löper", "its period runs"),
    "hold": T("pidäte", "spärr", "a hold"),
    "action": T("sääntö ei ole poisto", "regeln är inte radering", "the rule is not deletion"),
    "needed": T("kuuluu säilyviin tietoihin", "hör till uppgifter som bevaras", "belongs to data that stay"),
    "shared row": T("samalla rivillä säilyvän tiedon kanssa", "på samma rad som en uppgift som bevaras",
                    "stands in one row with a datum that stays"),
    "unplaced": T("ei kuulu mihinkään ryhmään", "hör inte till någon grupp", "belongs to no group"),
    "kept": T("päättymispäivä ei ole tiedossa", "slutdatum är inte känt", "no end is known yet"),
}  # fmt: skip


@click.command()
@click.argument("party", type=click.UUID)
@click.option("--organisation", is_flag=True, help="The id is that of an organisation, not of a person.")
@click.option(
    "--asked",
    type=DayParameter(),
    default=None,
    help="When the person's request arrived; without it, you decide so.",
)
@click.option("--plan", "only_plan", is_flag=True, help="Only tell what would go and what would stay.")
@click.option("--letter", is_flag=True, help="Print the answer to the person, too.")
@click.option("--yes", is_flag=True, help="Do not ask before erasing.")
@language_option
def erase(
    party: UUID, organisation: bool, asked: date | None, only_plan: bool, letter: bool, yes: bool, lang: str
) -> None:
    """Erase one party as far as law and holds let it, after showing what goes and what stays."""
    with installation():
        from kortisto.privacy.retention import operations, queries  # noqa: PLC0415 (needs Django set up)
        from kortisto.privacy.retention.enums import Outcome, SubjectKind  # noqa: PLC0415
        from kortisto.register.audit.enums import ActorKind, Door  # noqa: PLC0415
        from kortisto.register.audit.values import Actor  # noqa: PLC0415

        by, at = Actor(kind=ActorKind.COMMAND), datetime.now(UTC)
        kind = SubjectKind.ORGANISATION if organisation else SubjectKind.PERSON
        if asked is not None and asked > civil_day(at):
            raise click.ClickException(_LATER.in_language(lang))
        with operations.decide_on_erasure(by=by, at=at, channel=Door.CLI) as access:
            plan = queries.plan_of_erasure(access=access, kind=kind, subject=party, at=at, asked_on=asked)
        if plan is None:
            raise click.ClickException(_NOBODY.in_language(lang))
        _show(plan, lang)
        if letter:
            click.echo("\n" + "\n\n".join(plan.letter(lang)))
        if only_plan:
            return
        if not yes:
            if not sys.stdin.isatty():
                raise click.ClickException(_NOT_CONFIRMED.in_language(lang))
            click.confirm(_ASK.in_language(lang), abort=True)
        done = operations.erase(
            kind=kind, subject=party, by=by, at=datetime.now(UTC), channel=Door.CLI, asked_on=asked, seen=plan.digest
        )
    told = _ENDS[done.outcome.value].in_language(lang)
    if done.outcome not in {Outcome.DONE, Outcome.NOTHING}:
        raise click.ClickException(told)
    click.echo(told)


def _show(plan: ErasurePlan, language: str) -> None:
    click.echo(plan.name)
    for title, numbers in (
        (_GOES, [(one.name, one.number) for one in (*plan.goes, *plan.emptied)]),
        (_ALONG, [*((one.name, one.number) for one in plan.along), *([(_FILES, plan.files)] if plan.files else [])]),
        (_LOOSENED, [(one.name, one.number) for one in plan.loosened]),
        (_ANONYMOUS, [(one.name, one.number) for one in plan.anonymised]),
    ):
        if numbers:
            click.echo(title.in_language(language))
        for name, number in numbers:
            click.echo(f"  {name.in_language(language)}: {number}")
    if plan.stays:
        click.echo(_STAYS.in_language(language))
    for one in plan.stays:
        click.echo("  " + _kept(one, language))
    if plan.readers:
        names = ", ".join(one.in_language(language) for one in plan.readers)
        click.echo(_READERS.in_language(language).format(names))
    elif plan.readers is not None:
        click.echo(_NO_READERS.in_language(language))


def _kept(one: Kept, language: str) -> str:
    why = [_WHY[one.why.value].in_language(language), *(hold.in_language(language) for hold in one.holds), *one.laws]
    if one.until is not None:
        last = one.until - timedelta(days=1)
        why.append(_UNTIL.in_language(language).format(date_in_words(last, language)))
    return f"{one.name.in_language(language)}: {one.number} ({', '.join(why)})"
