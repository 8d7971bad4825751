"""`./kortisto retention restrictions | restrict | told | lift`: whose data may for the time being only be stored."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

import click

from kortisto.declaration.model import Text as T  # noqa: N817 - texts read better with a short name
from kortisto.declaration.periods_in_words import date_in_words
from kortisto.interfaces.cli.declarations import DayParameter, language_option
from kortisto.interfaces.cli.installed import installation

if TYPE_CHECKING:
    from kortisto.privacy.retention.queries.restrictions import RestrictionView
    from kortisto.register.audit.values import Access

_NONE = T("Rajoituksia ei ole.", "Det finns inga begränsningar.", "There are no restrictions.")
_SINCE = T("alkaen {0}", "sedan {0}", "since {0}")
_UNTIL = T("viimeinen päivä {0}", "sista dagen {0}", "last day {0}")
_LATE = T("myöhässä {0} pv", "försenad {0} dgr", "late by {0} days")
_TOLD = T("henkilölle kerrottu {0}", "personen underrättad {0}", "the person was told on {0}")
_LIFTED_ON = T("poistettu {0}", "hävd {0}", "lifted on {0}")
_READ_FOR = T("käytetään tarkoitukseen: {0}", "används för: {0}", "used for: {0}")
_GROUNDS = {
    "accuracy": T("tietojen paikkansapitävyys on kiistetty", "uppgifternas riktighet bestrids",
                  "accuracy is contested"),
    "unlawful": T("käsittely on lainvastaista, poistoa ei haluta", "behandlingen är olaglig, radering önskas inte",
                  "unlawful, but no erasure is wanted"),
    "claim": T("henkilö tarvitsee tietoja vaateeseensa", "personen behöver uppgifterna för ett anspråk",
               "the person needs the data for a claim"),
    "objection": T("vastustamista punnitaan", "en invändning prövas", "an objection is being weighed"),
    "rule": T("selosteen sääntö", "en regel i beskrivningen", "a rule of the notice"),
    "erased": T("muut tiedot on poistettu", "resten har raderats", "the rest was erased"),
}  # fmt: skip
_RESTRICTED = T("Rajoitettu. Rajoituksen tunnus: {0}", "Begränsat. Begränsningens id: {0}",
                "Restricted. The id of the restriction: {0}")  # fmt: skip
_NOTED = T("Merkitty.", "Antecknat.", "Recorded.")
_LIFTED = T("Rajoitus on poistettu.", "Begränsningen har hävts.", "The restriction has been lifted.")
_NOBODY = T("Tällä tunnuksella ei ole mitään.", "Det finns inget med denna id.", "There is nothing with this id.")
_PROBLEMS = {
    "restricted already": T("Tietoja on jo rajoitettu.", "Uppgifterna är redan begränsade.",
                            "The data are restricted already."),
    "purpose": T("Selosteessa ei ole tällaista käyttötarkoitusta.", "Beskrivningen har inget sådant ändamål.",
                 "The notice has no such purpose."),
    "until past": T("Viimeisen päivän on oltava edessä.", "Sista dagen måste ligga framåt i tiden.",
                    "The last day has to lie ahead."),
    "no reason": T("Kerro, miksi rajoitus poistetaan: --reason.", "Ange varför begränsningen hävs: --reason.",
                   "Say why it ends: --reason."),
    "not told": T("Kerro ensin henkilölle ja anna päivä, jona kerroit: --told (18 artiklan 3 kohta).",
                  "Underrätta personen först och ange dagen: --told (artikel 18.3).",
                  "Tell the person first, and give the day: --told (Article 18(3))."),
    "lifted": T("Rajoitus on jo poistettu.", "Begränsningen har redan hävts.", "It was lifted already."),
    "erased": T("Muut tiedot on poistettu: rajoitus päättyy itsestään, kun loputkin poistetaan.",
                "Resten har raderats: begränsningen upphör av sig själv när också det som finns kvar raderas.",
                "The rest was erased: it ends by itself when what stayed is erased too."),
}  # fmt: skip


@click.command()
@click.option("--which", type=click.Choice(["in-force", "erased", "lifted"]), default="in-force", show_default=True,
              help="Those that stand, what stays after erasures, or those that were lifted.")  # fmt: skip
@language_option
def restrictions(which: str, lang: str) -> None:
    """List whose data may for the time being only be stored."""
    with _entered(lang) as (access, at):
        from kortisto.privacy.retention.queries.restrictions import (  # noqa: PLC0415 (needs Django set up)
            Shown,
            restrictions,
        )

        lines, after = 0, ""
        while True:
            page = restrictions(access=access, at=at, which=Shown(which), after=after)
            for one in page.restrictions:
                click.echo(_line(one, lang))
                lines += 1
            after = page.next
            if not after:
                break
    if not lines:
        click.echo(_NONE.in_language(lang))


@click.command()
@click.argument("party", type=click.UUID)
@click.option("--organisation", is_flag=True, help="The id is that of an organisation, not of a person.")
@click.option("--ground", type=click.Choice(["accuracy", "unlawful", "claim", "objection"]), required=True,
              help="Which ground of Article 18(1).")  # fmt: skip
@click.option("--purpose", "purposes", multiple=True, help="A purpose that reads the data all the same.")
@click.option("--until", type=DayParameter(), default=None, help="The last day, where it is known.")
@language_option
def restrict(
    party: UUID, organisation: bool, ground: str, purposes: tuple[str, ...], until: date | None, lang: str
) -> None:
    """Restrict the data of a party: nobody finds them but the purposes that are named."""
    with _entered(lang) as (access, at):
        from kortisto.privacy.retention import operations  # noqa: PLC0415 (needs Django set up)
        from kortisto.privacy.retention.enums import RestrictionGround, SubjectKind  # noqa: PLC0415

        kind = SubjectKind.ORGANISATION if organisation else SubjectKind.PERSON
        id_ = operations.restrict(
            kind=kind, subject=party, ground=RestrictionGround(ground), purposes=purposes, until=until, by=access, at=at
        )
    click.echo(_RESTRICTED.in_language(lang).format(id_))


@click.command()
@click.argument("restriction", type=click.UUID)
@click.option("--on", "told_on", type=DayParameter(), required=True, help="The day on which the person was told.")
@language_option
def told(restriction: UUID, told_on: date, lang: str) -> None:
    """Record that the person was told that a restriction will be lifted."""
    with _entered(lang) as (access, at):
        from kortisto.privacy.retention import operations  # noqa: PLC0415 (needs Django set up)

        operations.tell_of_lifting(restriction_id=restriction, told_on=told_on, by=access, at=at)
    click.echo(_NOTED.in_language(lang))


@click.command()
@click.argument("restriction", type=click.UUID)
@click.option("--reason", required=True, help="Why it ends.")
@click.option("--told", "told_on", type=DayParameter(), default=None, help="When the person was told.")
@language_option
def lift(restriction: UUID, reason: str, told_on: date | None, lang: str) -> None:
    """Lift a restriction, once the person has been told."""
    with _entered(lang) as (access, at):
        from kortisto.privacy.retention import operations  # noqa: PLC0415 (needs Django set up)

        operations.lift_restriction(restriction_id=restriction, reason=reason, told_on=told_on, by=access, at=at)
    click.echo(_LIFTED.in_language(lang))


@contextmanager
def _entered(lang: str) -> Iterator[tuple[Access, datetime]]:
    """Open the officer's door for a command; what the law does not allow is said in words."""
    with installation():
        from kortisto.privacy.retention import operations  # noqa: PLC0415 (needs Django set up)
        from kortisto.privacy.retention.subject import NoSuchSubjectError  # noqa: PLC0415
        from kortisto.register.audit.enums import ActorKind, Door  # noqa: PLC0415
        from kortisto.register.audit.values import Actor  # noqa: PLC0415

        at = datetime.now(UTC)
        try:
            with operations.look_after_restrictions(
                by=Actor(kind=ActorKind.COMMAND), at=at, channel=Door.CLI
            ) as access:  # fmt: skip
                yield access, at
        except operations.RestrictionRefusedError as refused:
            raise click.ClickException(_PROBLEMS[refused.problem.value].in_language(lang)) from refused
        except (operations.RestrictionNotFoundError, NoSuchSubjectError) as error:
            raise click.ClickException(_NOBODY.in_language(lang)) from error


def _line(one: RestrictionView, lang: str) -> str:
    told_of = [
        _GROUNDS[one.ground.value].in_language(lang),
        _SINCE.in_language(lang).format(date_in_words(one.since, lang)),
    ]
    if one.purposes:
        names = ", ".join(purpose.in_language(lang) for purpose in one.purposes)
        told_of.append(_READ_FOR.in_language(lang).format(names))
    for text, day in ((_UNTIL, one.until), (_TOLD, one.told_on), (_LIFTED_ON, one.lifted_at)):
        if day is not None:
            told_of.append(text.in_language(lang).format(date_in_words(day, lang)))
    if one.late:
        told_of.append(_LATE.in_language(lang).format(one.late))
    return f"{one.id}  {one.subject_name or one.subject}: {', '.join(told_of)}"
