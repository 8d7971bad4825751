"""`./kortisto retention due | sweep | certificates [--verify] | holds | reviews | rebuild-clocks`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from typing import TYPE_CHECKING

import click

from kortisto.declaration.civil_time import start_of_day
from kortisto.declaration.model import Text as T  # noqa: N817 - texts read better with a short name
from kortisto.declaration.periods_in_words import date_in_words
from kortisto.interfaces.cli.declarations import DayParameter, language_option
from kortisto.interfaces.cli.erasing import erase
from kortisto.interfaces.cli.installed import installation
from kortisto.interfaces.cli.restricting import lift, restrict, restrictions, told
from kortisto.interfaces.cli.reviews import reviews

if TYPE_CHECKING:
    from kortisto.privacy.retention.operations import Simulation
    from kortisto.privacy.retention.queries import CertificateView, DueReport, SubjectDue

_SHOWN = 20

# Where a number would bend its noun, it stands after it.
_NOBODY = T("{0}: kenenkään tiedot eivät ole erääntyneet (henkilöitä {1}, organisaatioita {2}; {3}).",
            "{0}: det finns inga uppgifter att gallra (personer {1}, organisationer {2}; {3}).",
            "{0}: nothing is due for anybody ({1} people, {2} organisations; {3}).")  # fmt: skip
_SOME = T("{0}: erääntyneitä tietoja: henkilöt {1}/{2}, organisaatiot {3}/{4}; {5}.",
          "{0}: uppgifter att gallra: personer {1}/{2}, organisationer {3}/{4}; {5}.",
          "{0}: data are due for {1} people (of {2}) and {3} organisations (of {4}); {5}.")  # fmt: skip
_RULE = T("sääntö {0}: tietoja {1}", "regeln {0}: uppgifter {1}", "{1} data by the rule {0}")
_SINCE = T("{0} alkaen", "sedan {0}", "since {0}")
_PART = T("osa tiedoista", "en del av uppgifterna", "part of the data")
_HELD = T("odottavia tietoja {0}", "väntande uppgifter {0}", "data that wait {0}")
_MORE = T("... ja {0} muuta; kaikki: --all", "... och {0} till; alla: --all", "... and {0} more; all: --all")
_SIMULATED = T("Harjoitus: mitään ei poistettu. Oikeasti poistuisi:",
               "Övning: inget raderades. På riktigt skulle raderas:",
               "Simulation: nothing was erased. For real this would go:")  # fmt: skip
_ERASED = T("Poistettu. Todistus {0}:", "Raderat. Intyg {0}:", "Erased. Certificate {0}:")
_COUNTS = T("henkilöitä {0}, organisaatioita {1}, rivejä {2}", "personer {0}, organisationer {1}, rader {2}",
            "{0} people, {1} organisations, {2} rows")  # fmt: skip
_KEPT_BACK = T("Erääntynyt, mutta säilyy toistaiseksi:", "Skulle gallras men finns kvar tills vidare:",
               "Due, but kept for now:")  # fmt: skip
_WHY_KEPT = {
    "hold": T("pidäte", "spärr", "a hold"),
    "action": T("sääntö ei ole poisto: ihminen ratkaisee", "regeln är inte radering: en människa avgör",
                "the rule is not deletion: a person decides"),
    "shared row": T("samalla rivillä on tietoa, jonka aika on kesken", "raden har uppgifter vars tid löper",
                    "its row holds data whose period runs"),
    "still needed": T("siihen liittyy tietoa, jonka aika on kesken", "den behövs för uppgifter vars tid löper",
                      "data whose period runs hang on it"),
    "review": T("odottaa vahvistusta, ettei tietoa enää tarvita",
                "väntar på bekräftelse att uppgiften inte längre behövs",
                "awaits confirmation that it is no longer needed"),
    "unplaced": T("ei kuulu mihinkään selosteen ryhmään: ihminen ratkaisee",
                  "hör inte till någon grupp i beskrivningen: en människa avgör",
                  "belongs to no group of the notice: a person decides"),
    "database": T("tietokanta esti poiston", "databasen hindrade raderingen", "the database refused"),
}  # fmt: skip
_FUTURE = T("Päivä {0} on tulevaisuudessa: mitään ei poisteta ennen aikojaan. Harjoittele: --simulate.",
            "Dagen {0} ligger i framtiden: inget raderas i förtid. Öva med --simulate.",
            "The day {0} lies in the future: nothing is erased ahead of its time. Try --simulate.")  # fmt: skip
_ASK = T("Poistetaanko tiedot lopullisesti?", "Ska uppgifterna raderas slutgiltigt?", "Erase the data for good?")
_NOT_CONFIRMED = T("Poistoa ei vahvistettu. Lisää --yes.", "Raderingen bekräftades inte. Lägg till --yes.",
                   "The erasure was not confirmed. Add --yes.")  # fmt: skip
_NO_CERTIFICATES = T("Todistuksia ei ole: mitään ei ole vielä poistettu.",
                     "Det finns inga intyg: inget har raderats än.",
                     "There are no certificates: nothing has been erased yet.")  # fmt: skip
_ALL_RIGHT = T("Kellot ovat oikein: 0 eroa.", "Klockorna går rätt: 0 skillnader.",
               "The clocks are right: 0 differences.")  # fmt: skip
_MENDED = T("Eroja {0}; ne on korjattu. Syy on silti selvitettävä: tauluihin on kirjoitettu niin, ettei muutoksista "
            "jäänyt merkintää.",
            "Skillnader: {0}; de är rättade. Orsaken måste ändå utredas: någon har skrivit i tabellerna så att "
            "ändringarna inte märktes.",
            "{0} differences; they are mended. Still find out why: somebody has written to the tables in such a way "
            "that the changes went unmarked.")  # fmt: skip
_OUTCOMES = {
    "interrupted": T("keskeytynyt", "avbruten", "interrupted"),
    "cancelled": T("peruttu", "avbruten av en användare", "cancelled"),
    "closed": T("päätetty kesken", "avslutad i förtid", "closed before its end"),
}
_UNDER_WAY = T(
    "Poistoajo {0} on kesken. Odota, että se päättyy; jos se on pysähtynyt, jatka sitä: --resume.",
    "Gallringen {0} pågår. Vänta tills den är klar; om den har stannat, fortsätt den: --resume.",
    "The sweep {0} is under way. Wait for its end; if it has stopped, go on with it: --resume.",
)
_TAKEN_ON = T("Toinen ohjelma jatkaa poistoajoa.", "Ett annat program har tagit över gallringen.",
              "Another worker has taken the sweep on.")  # fmt: skip
_NOTHING_TO_RESUME = T("Mikään poistoajo ei ole kesken.", "Ingen gallring pågår.", "No sweep is under way.")
_LOOKED_AT = T("tarkastettu {0}", "granskade {0}", "looked at {0}")
_STUCK = T("Ei saatu poistettua: {0}; yritetään joka yö uudelleen.", "Kunde inte gallras: {0}; nya försök varje natt.",
           "Could not be erased: {0}; tried again every night.")  # fmt: skip
_RESUMED = T("Jatkettu keskeytyksen jälkeen: {0} kertaa.", "Återupptagen efter avbrott: {0} gånger.",
             "Gone on with after an interruption: {0} times.")  # fmt: skip
_REMARKS = {
    "clock set back": T("Koneen kelloa on siirretty taaksepäin edellisen ajon jälkeen.",
                        "Datorns klocka har ställts tillbaka sedan förra gallringen.",
                        "The clock of the machine was set back after the sweep before."),
}  # fmt: skip
_SAMPLES = T("Esimerkkejä:", "Exempel:", "For example:")
_GENUINE = {
    "yes": T("sama kuin lokissa", "samma som i loggen", "the same as in the log"),
    "changed": T("MUUTETTU: ei ole se, joka kirjattiin lokiin", "ÄNDRAT: inte det som fördes in i loggen",
                 "CHANGED: not the one that was entered in the log"),
    "not in the log": T("EI LOKISSA: mikään ei todista tätä", "INTE I LOGGEN: ingenting styrker det",
                        "NOT IN THE LOG: nothing proves it"),
    "log is over": T("sen ajan loki on jo poistettu", "loggen från den tiden är redan gallrad",
                     "the log of its time has been removed"),
    "before": T("tehty ennen kuin todistukset kirjattiin lokiin", "gjort innan intygen fördes in i loggen",
                "made before certificates were entered in the log"),
    "missing": T("PUUTTUU: loki kertoo todistuksesta, jota ei enää ole",
                 "SAKNAS: loggen nämner ett intyg som inte finns",
                 "MISSING: the log tells of a certificate that is not there"),
}  # fmt: skip


_NO_HOLDS = T("Poistamisen esteitä ei ole.", "Det finns inga hinder för radering.", "There are no holds.")
_HOLD = T("{0}: {1}, tarkistus {2}", "{0}: {1}, översyn {2}", "{0}: {1}, reviewed on {2}")
_LATE = T("myöhässä {0} pv", "{0} dagar försenad", "{0} days late")
_ENDS = T("päättyy viimeistään {0}", "upphör senast {0}", "ends on {0} at the latest")


@click.group()
def retention() -> None:
    """What has fallen due under the declaration, and the sweep that erases it."""


for command in (erase, reviews, restrictions, restrict, told, lift):
    retention.add_command(command)


@retention.command()
@click.option("--at", type=DayParameter(), default="today", help="The day to ask about.")
@click.option("--all", "everybody", is_flag=True, help="Name everybody, not only the first.")
@click.option("--why", is_flag=True, help="Say for each datum why, and by which rule.")
@language_option
def due(at: date, everybody: bool, why: bool, lang: str) -> None:
    """Tell who is due, since when and by which rule. Reading everybody is logged as that."""
    with installation():
        from kortisto.privacy.retention.enums import PURPOSE  # noqa: PLC0415 (needs Django set up)
        from kortisto.privacy.retention.queries import due_report  # noqa: PLC0415
        from kortisto.register.audit.enums import ActorKind, Door  # noqa: PLC0415
        from kortisto.register.audit.operations import open_access  # noqa: PLC0415
        from kortisto.register.audit.values import Actor  # noqa: PLC0415

        now = datetime.now(UTC)
        actor = Actor(kind=ActorKind.COMMAND)
        with open_access(by=actor, purpose=PURPOSE, at=now, channel=Door.CLI) as access:
            report = due_report(access=access, at=_moment(at, now))
    _show_due(report, at, lang, everybody=everybody, why=why)


@retention.command()
@click.option("--at", type=DayParameter(), default="today", help="Erase what was due on this day.")
@click.option("--simulate", is_flag=True, help="Do it, tell what went, and take it back.")
@click.option("--resume", is_flag=True, help="Go on with the sweep that was interrupted.")
@click.option("--yes", is_flag=True, help="Do not ask before erasing.")
@language_option
def sweep(at: date, simulate: bool, resume: bool, yes: bool, lang: str) -> None:
    """Erase what has fallen due, and print the certificate."""
    now = datetime.now(UTC)
    moment = _moment(at, now)
    if moment > now and not simulate:
        raise click.ClickException(_FUTURE.in_language(lang).format(date_in_words(at, lang)))
    if not simulate and not yes:
        if not sys.stdin.isatty():
            raise click.ClickException(_NOT_CONFIRMED.in_language(lang))
        click.confirm(_ASK.in_language(lang), abort=True)
    with installation():
        from kortisto.privacy.retention import operations, queries  # noqa: PLC0415 (needs Django set up)
        from kortisto.register.audit.enums import ActorKind, Door  # noqa: PLC0415
        from kortisto.register.audit.values import Actor  # noqa: PLC0415

        actor = Actor(kind=ActorKind.COMMAND)
        clock = partial(datetime.now, UTC)
        if simulate:
            simulated = operations.simulate_sweep(by=actor, at=now, evaluated_at=moment, channel=Door.CLI)
            click.echo(_SIMULATED.in_language(lang))
            _show_numbers(simulated, lang)
            _show_simulated(simulated, lang)
            return
        try:
            if resume:
                waiting = queries.sweep_under_way(at=now)
                if waiting is None:
                    raise click.ClickException(_NOTHING_TO_RESUME.in_language(lang))
                certificate = operations.run_sweep(
                    sweep_id=waiting.id, by=actor, at=now, clock=clock, channel=Door.CLI, progress=_told(lang)
                )
            else:
                certificate = operations.sweep(
                    by=actor, at=moment, now=now, channel=Door.CLI, clock=clock, progress=_told(lang)
                )
        except operations.SweepUnderWayError as error:
            raise click.ClickException(_UNDER_WAY.in_language(lang).format(error.sweep)) from error
    if certificate is None:
        raise click.ClickException(_TAKEN_ON.in_language(lang))
    click.echo(_ERASED.in_language(lang).format(certificate.id))
    _show_certificate(certificate, lang)


@retention.command()
@click.option("--verify", is_flag=True, help="Compare every certificate with its line in the log of use.")
@language_option
def certificates(verify: bool, lang: str) -> None:
    """List the certificates of erasure, newest first; or verify them all, and fail when one is not genuine."""
    with installation():
        from kortisto.privacy.retention import queries  # noqa: PLC0415 (needs Django set up)

        found = () if verify else queries.certificates()
        checked = queries.genuine_all() if verify else ()
    if not found and not checked:
        click.echo(_NO_CERTIFICATES.in_language(lang))
    for certificate in found:
        state = "" if certificate.outcome == "finished" else f" ({_OUTCOMES[certificate.outcome].in_language(lang)})"
        click.echo(f"{certificate.id}  {certificate.started_at:%Y-%m-%d %H:%M}Z  {certificate.declaration}{state}")
        _show_certificate(certificate, lang)
    for one in checked:
        click.echo(f"{one.id}  {_GENUINE[one.genuine].in_language(lang)}")
    if any(one.genuine in {"changed", "missing", "not in the log"} for one in checked):
        sys.exit(1)


def _told(language: str) -> Callable[[int], None]:
    """Return what tells how far it is, where somebody looks on; into a file or another program it says nothing."""

    def tell(looked_at: int) -> None:
        if sys.stderr.isatty():
            click.echo("\r" + _LOOKED_AT.in_language(language).format(looked_at), nl=False, err=True)

    return tell


@retention.command("rebuild-clocks")
@click.option("--exactly", default=1000, show_default=True, help="So many of each kind are also learned one by one.")
@click.option("--all", "everybody", is_flag=True, help="Learn everybody one by one.")
@language_option
def rebuild_clocks(exactly: int, everybody: bool, lang: str) -> None:
    """Work out all clocks from the rows anew, mend what differs, and fail when something did."""
    with installation():
        from kortisto.privacy.retention.operations import rebuild_clocks as rebuild  # noqa: PLC0415 (needs Django set up)
        from kortisto.register.audit.enums import ActorKind, Door  # noqa: PLC0415
        from kortisto.register.audit.values import Actor  # noqa: PLC0415

        found = rebuild(
            by=Actor(kind=ActorKind.COMMAND),
            at=datetime.now(UTC),
            channel=Door.CLI,
            exactly=None if everybody else exactly,
            progress=_told(lang),
        )
    click.echo(_MENDED.in_language(lang).format(found) if found else _ALL_RIGHT.in_language(lang))
    if found:
        sys.exit(1)


@retention.command()
@click.option("--late", is_flag=True, help="Only those that are late for review.")
@click.option("--hold", default="", help="Only this hold, by its id in the notice.")
@language_option
def holds(late: bool, hold: str, lang: str) -> None:
    """List the holds that stand, the most late for review first. Reading is logged; their reasons are not shown."""
    with installation():
        from kortisto.privacy.retention import operations  # noqa: PLC0415 (needs Django set up)
        from kortisto.privacy.retention.queries.holds import HoldFilter, every_hold  # noqa: PLC0415
        from kortisto.register.audit.enums import ActorKind, Door  # noqa: PLC0415
        from kortisto.register.audit.values import Actor  # noqa: PLC0415

        now = datetime.now(UTC)
        actor = Actor(kind=ActorKind.COMMAND)
        with operations.look_after_holds(by=actor, at=now, channel=Door.CLI) as access:
            found = list(every_hold(access=access, wanted=HoldFilter(hold=hold, late=late), at=now))
    if not found:
        click.echo(_NO_HOLDS.in_language(lang))
    for one in found:
        reviewed = date_in_words(one.review_on, lang) if one.review_on else ""
        parts = [_HOLD.in_language(lang).format(one.subject_name, one.name.in_language(lang), reviewed)]
        if one.late:
            parts.append(_LATE.in_language(lang).format(one.late))
        if one.last_day:
            parts.append(_ENDS.in_language(lang).format(date_in_words(one.last_day, lang)))
        click.echo("; ".join(parts))


def _moment(day: date, now: datetime) -> datetime:
    """Return the first instant of a day, or now when the day is under way."""
    start = start_of_day(day)
    return now if start.date() <= now.date() and start_of_day(day) <= now < start_of_day(_next(day)) else start


def _next(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)


def _show_due(report: DueReport, at: date, language: str, *, everybody: bool, why: bool) -> None:
    from kortisto.privacy.retention.enums import SubjectKind  # noqa: PLC0415 (needs Django set up)

    people, organisations = (report.count(kind) for kind in (SubjectKind.PERSON, SubjectKind.ORGANISATION))
    looked_at = [report.looked_at[kind] for kind in (SubjectKind.PERSON, SubjectKind.ORGANISATION)]
    day = date_in_words(at, language)
    if not report.subjects:
        click.echo(_NOBODY.in_language(language).format(day, *looked_at, report.declaration))
        return
    values = (day, people, looked_at[0], organisations, looked_at[1], report.declaration)
    click.echo(_SOME.in_language(language).format(*values))
    for rule, number in sorted(report.by_rule().items()):
        click.echo("  " + _RULE.in_language(language).format(rule, number))
    shown = report.subjects if everybody else report.subjects[:_SHOWN]
    for subject in shown:
        click.echo(_line(subject, language))
        if why:
            for sentence in dict.fromkeys(s for datum in subject.data for s in datum.reasons(language)):
                click.echo(f"      {sentence}")
    if len(shown) < len(report.subjects):
        click.echo(_MORE.in_language(language).format(len(report.subjects) - len(shown)))


def _line(subject: SubjectDue, language: str) -> str:
    parts = [_SINCE.in_language(language).format(date_in_words(subject.since, language))]
    if not subject.whole:
        parts.append(_PART.in_language(language))
    if subject.blocked:
        parts.append(_HELD.in_language(language).format(subject.blocked))
    return f"  {subject.name:<40} {', '.join(parts)}"


def _show_certificate(certificate: CertificateView, language: str) -> None:
    _show_numbers(certificate, language)
    if certificate.stuck:
        click.echo("  " + _STUCK.in_language(language).format(certificate.stuck))
    if certificate.resumed:
        click.echo("  " + _RESUMED.in_language(language).format(certificate.resumed))
    for remark in certificate.remarks:
        click.echo("  " + _REMARKS[remark].in_language(language))
    click.echo(f"  SHA-256 {certificate.sha256}")


def _show_simulated(simulated: Simulation, language: str) -> None:
    if simulated.stuck:
        click.echo("  " + _STUCK.in_language(language).format(simulated.stuck.total()))
    if simulated.samples:
        click.echo("  " + _SAMPLES.in_language(language))
    for sample in simulated.samples:
        items = ", ".join(item.in_language(language) for item in sample.items)
        click.echo(f"    {sample.name}: {items} ({', '.join(sample.rules)})")


def _show_numbers(done: CertificateView | Simulation, language: str) -> None:
    rows = sum(done.rows.values())
    click.echo("  " + _COUNTS.in_language(language).format(done.people, done.organisations, rows))
    for rule, number in done.rules.items():
        click.echo("    " + _RULE.in_language(language).format(rule, number))
    if done.held_back:
        click.echo("  " + _KEPT_BACK.in_language(language))
        for reason, number in done.held_back.items():
            click.echo(f"    {number}: {_WHY_KEPT[reason].in_language(language)}")
    for hold, number in done.holds.items():
        click.echo(f"      {number}: {hold}")
