"""`./kortisto retention reviews list | confirm | keep`."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import click

from kortisto.declaration.model import Text as T  # noqa: N817 - texts read better with a short name
from kortisto.declaration.periods_in_words import date_in_words
from kortisto.interfaces.cli.declarations import DayParameter, language_option
from kortisto.interfaces.cli.installed import installation

if TYPE_CHECKING:
    from kortisto.privacy.retention.operations import Decided
    from kortisto.privacy.retention.queries.reviews import Place, ReviewView

_NOTHING = T("Mikään ei odota vahvistusta.", "Inget väntar på bekräftelse.", "Nothing awaits confirmation.")
_LINE = T("{0}: {1}; vuorossa {2}; odottanut {3} lähtien", "{0}: {1}; väntar på {2}, sedan {3}",
          "{0}: {1}; waits for {2} since {3}")  # fmt: skip
_LATE = T("myöhässä {0} pv", "{0} dagar försenad", "{0} days late")
_STAYS = T("säilyy enintään {0} asti", "finns kvar längst till {0}", "stays until {0} at the latest")
_DONE = T("Ratkaistu: {0}.", "Avgjorda: {0}.", "Decided: {0}.")
_LEFT = {
    "not due": T("Ei enää odota: {0}.", "Väntar inte längre: {0}.", "No longer waiting: {0}."),
    "not yours": T("Odottaa toista roolia: {0}.", "Väntar på en annan roll: {0}.", "Waiting for another role: {0}."),
}
_REFUSED = {
    "no reason": T("Kirjoita perustelu: --reason.", "Skriv varför: --reason.", "Say why: --reason."),
    "until past": T("Päivän on oltava tulevaisuudessa.", "Dagen måste ligga i framtiden.",
                    "The day has to lie ahead."),
    "until late": T("Seloste vaatii kysymään uudelleen viimeistään {0}.",
                    "Enligt beskrivningen måste det tas upp igen senast {0}.",
                    "The notice wants it asked again on {0} at the latest."),
    "too many": T("Liian monta kerralla: enintään {0}.", "För många på en gång: högst {0}.",
                  "Too many at once: at most {0}."),
}  # fmt: skip
_MANGLED = T("{0} ei ole paikka luettelossa. Sellainen on muotoa person.ID.SÄÄNTÖ.",
             "{0} är ingen plats i listan. En sådan har formen person.ID.REGEL.",
             "{0} is no place in the list. One looks like person.ID.RULE.")  # fmt: skip
_ASK = T("Vahvistetaanko, ettei näitä tietoja enää tarvita ({0})? Ne poistetaan lopullisesti.",
         "Bekräfta att uppgifterna inte längre behövs ({0})? De raderas för gott.",
         "Confirm that these data are no longer needed ({0})? They are erased for good.")  # fmt: skip
_NOT_CONFIRMED = T("Ei vahvistettu. Lisää --yes.", "Inte bekräftat. Lägg till --yes.", "Not confirmed. Add --yes.")


@click.group()
def reviews() -> None:
    """What waits for somebody to say whether it is still needed."""


@reviews.command("list")
@click.option("--rule", default="", help="Only under this rule, by its id in the notice.")
@click.option("--role", default="", help="Only what waits for this role, by its id in the notice.")
@click.option("--late", type=click.IntRange(min=0), default=0, metavar="DAYS", help="Only what is later than so many.")
@language_option
def list_(rule: str, role: str, late: int, lang: str) -> None:
    """List what waits, the most late first, each with its place. Reading is logged; earlier reasons are not shown."""
    with installation():
        from kortisto.privacy.retention import operations  # noqa: PLC0415 (needs Django set up)
        from kortisto.privacy.retention.queries.reviews import ReviewFilter, every_review  # noqa: PLC0415
        from kortisto.register.audit.enums import ActorKind, Door  # noqa: PLC0415
        from kortisto.register.audit.values import Actor  # noqa: PLC0415

        now = datetime.now(UTC)
        wanted = ReviewFilter(rule=rule, role=role, days=late)
        with operations.look_after_reviews(by=Actor(kind=ActorKind.COMMAND), at=now, channel=Door.CLI) as access:
            found = list(every_review(access=access, wanted=wanted, at=now))
    if not found:
        click.echo(_NOTHING.in_language(lang))
    for one in found:
        click.echo(_line(one, lang))
        click.echo(f"  {one.place}")


@reviews.command()
@click.argument("places", nargs=-1, required=True, metavar="PLACE...")
@click.option("--reason", default="", help="Why they are no longer needed.")
@click.option("--yes", is_flag=True, help="Do not ask before.")
@language_option
def confirm(places: tuple[str, ...], reason: str, yes: bool, lang: str) -> None:
    """Confirm that data are no longer needed: what nothing else keeps is erased. The log says that an operator did."""
    if not yes:
        if not sys.stdin.isatty():
            raise click.ClickException(_NOT_CONFIRMED.in_language(lang))
        click.confirm(_ASK.in_language(lang).format(len(places)), abort=True)
    _decide(places, reason, None, lang)


@reviews.command()
@click.argument("places", nargs=-1, required=True, metavar="PLACE...")
@click.option("--reason", required=True, help="Why they are still needed.")
@click.option("--until", type=DayParameter(), required=True, help="The day on which it is asked again.")
@language_option
def keep(places: tuple[str, ...], reason: str, until: date, lang: str) -> None:
    """Keep data that are still needed until a day. The log says that an operator did."""
    _decide(places, reason, until, lang)


def _decide(written: tuple[str, ...], reason: str, until: date | None, language: str) -> None:
    with installation():
        from kortisto.privacy.retention import operations  # noqa: PLC0415 (needs Django set up)
        from kortisto.privacy.retention.queries.reviews import Place  # noqa: PLC0415
        from kortisto.register.audit.enums import ActorKind, Door  # noqa: PLC0415
        from kortisto.register.audit.values import Actor  # noqa: PLC0415

        places: list[Place] = []
        for one in written:
            place = Place.read(one)
            if place is None:
                raise click.ClickException(_MANGLED.in_language(language).format(one))
            places.append(place)
        now = datetime.now(UTC)
        try:
            with operations.look_after_reviews(by=Actor(kind=ActorKind.COMMAND), at=now, channel=Door.CLI) as access:
                if until is None:
                    done = operations.confirm_many(places=places, reason=reason, by=access, at=now)
                else:
                    done = operations.keep_many(places=places, reason=reason, until=until, by=access, at=now)
        except operations.ReviewRefusedError as refused:
            named = date_in_words(refused.latest, language) if refused.latest else operations.AT_ONCE
            raise click.ClickException(_REFUSED[refused.problem.value].in_language(language).format(named)) from refused
    _tell(done, language)


def _tell(done: Decided, language: str) -> None:
    click.echo(_DONE.in_language(language).format(done.done))
    for why, number in done.left.items():
        click.echo(_LEFT[why.value].in_language(language).format(number))
    if done.left:
        sys.exit(1)


def _line(one: ReviewView, language: str) -> str:
    items = ", ".join(item.in_language(language) for item in one.items)
    since = date_in_words(one.since, language)
    parts = [_LINE.in_language(language).format(one.name or "–", items, ", ".join(one.roles), since)]
    if one.late:
        parts.append(_LATE.in_language(language).format(one.late))
    if one.last_day:
        parts.append(_STAYS.in_language(language).format(date_in_words(one.last_day, language)))
    return "; ".join(parts)
