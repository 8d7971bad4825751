"""`./kortisto why ID`: why the data of a person or an organisation are still here, until when, and what comes next."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NoReturn
from uuid import UUID

import click

from kortisto.declaration.model import LANGUAGES
from kortisto.declaration.model import Text as T  # noqa: N817 - texts read better with a short name
from kortisto.declaration.periods_in_words import date_in_words
from kortisto.interfaces.cli.declarations import language_option
from kortisto.interfaces.cli.installed import installation

if TYPE_CHECKING:
    from kortisto.privacy.retention.queries import DatumStanding
    from kortisto.register.audit.values import Access
    from kortisto.register.parties.values import Party

_NOBODY = T("Rekisterissä ei ole ketään, johon sopisi: {0}", "Ingen i registret motsvarar: {0}",
            "Nobody in the register matches: {0}")  # fmt: skip
_SHOWN = 10
_SEVERAL = T("Näitä on useita. Anna tunniste tai tarkempi nimi.",
             "Det finns flera. Ange id eller ett noggrannare namn.",
             "There are several. Give the id, or a longer name.")  # fmt: skip
_MORE = T("... ja muita", "... och fler", "... and more")
_TITLE = T("{0} ({1})", "{0} ({1})", "{0} ({1})")
_COLLECTED = T("Kerätty {0}, selosteen versio {1}.", "Insamlad {0}, version {1} av beskrivningen.",
               "Collected on {0}, version {1} of the notice.")  # fmt: skip
_NOTHING = T("Ei tietoja.", "Inga uppgifter.", "No data.")
_UNKNOWN_VERSION = T("ei tiedossa", "okänd", "unknown")


@click.command()
@click.argument("whom")
@click.option("--json", "as_json", is_flag=True, help="For programs: windows, clocks, holds, the next step.")
@language_option
def why(whom: str, as_json: bool, lang: str) -> None:
    """Tell of every datum why it is here, until when by which rule, what holds it, and what happens next and when.

    WHOM is the id of a person or an organisation, or an e-mail address or a name that finds one. The log notes it.
    """
    with installation():
        from kortisto.privacy.retention.enums import PURPOSE  # noqa: PLC0415 (needs Django set up)
        from kortisto.privacy.retention.queries import (  # noqa: PLC0415
            standing_of_organisation,
            standing_of_person,
        )
        from kortisto.register.audit.enums import ActorKind, Door  # noqa: PLC0415
        from kortisto.register.audit.operations import open_access  # noqa: PLC0415
        from kortisto.register.audit.values import Actor  # noqa: PLC0415
        from kortisto.register.parties.enums import PartyKind  # noqa: PLC0415

        now = datetime.now(UTC)
        by = Actor(kind=ActorKind.COMMAND)
        with open_access(by=by, purpose=PURPOSE, at=now, channel=Door.CLI) as access:
            found = _found(whom, access)
            standing: tuple[DatumStanding, ...] = ()
            for party, _name, _detail in found if len(found) == 1 else ():
                if party.kind is PartyKind.PERSON:
                    standing = standing_of_person(access=access, person=party.id, at=now)
                else:
                    standing = standing_of_organisation(access=access, organisation=party.id, at=now)
    if len(found) != 1:
        _ask_for_one(whom, found, lang)
    party, name, _detail = found[0]
    if as_json:
        click.echo(json.dumps(_as_json(party.id, party.kind.value, standing), ensure_ascii=False, indent=1))
        return
    click.echo(_TITLE.in_language(lang).format(name, party.id))
    if not standing:
        click.echo(_NOTHING.in_language(lang))
    for line in _lines(standing, lang):
        click.echo(line)


Hits = list[tuple["Party", str, str]]
"""Whom a text means: party, name, and what tells them apart."""


def _found(whom: str, access: Access) -> Hits:
    """Return whom an id, an address or a name means. What was looked at is in the log, also when it is nobody."""
    from kortisto.privacy.retention.enums import SubjectKind  # noqa: PLC0415 (needs Django set up)
    from kortisto.privacy.retention.queries import names_of  # noqa: PLC0415
    from kortisto.register.parties.enums import PartyKind  # noqa: PLC0415
    from kortisto.register.parties.queries import search  # noqa: PLC0415
    from kortisto.register.parties.values import Party  # noqa: PLC0415

    try:
        id_ = UUID(whom)
    except ValueError:
        hits = [(hit.party, hit.name, hit.detail) for hit in search(by=access, text=whom, limit=_SHOWN + 1).hits]
        named = [hit for hit in hits if hit[1].casefold() == whom.strip().casefold()]
        return named if len(named) == 1 else hits
    for kind in SubjectKind:
        if name := names_of(kind, [id_]).get(id_):
            return [(Party(kind=PartyKind(kind.value), id=id_), name, "")]
    access.record("retention.why", object_id=id_)
    return []


def _ask_for_one(whom: str, found: Hits, lang: str) -> NoReturn:
    if not found:
        raise click.ClickException(_NOBODY.in_language(lang).format(whom))
    for party, name, detail in found[:_SHOWN]:
        click.echo(f"  {party.id}  {name}  {detail}".rstrip(), err=True)
    if len(found) > _SHOWN:
        click.echo(f"  {_MORE.in_language(lang)}", err=True)
    raise click.ClickException(_SEVERAL.in_language(lang))


def _lines(standing: Iterable[DatumStanding], lang: str) -> Iterable[str]:
    """Data of which the same is said are told of once, under their names; what comes first stands first."""
    alike: dict[tuple[str, ...], list[DatumStanding]] = {}
    for one in sorted(standing, key=lambda one: (not one.overdue, one.next_on is None, str(one.next_on), one.item)):
        said = one.reasons(lang)[1:]  # the first names the item
        alike.setdefault((_COLLECTED.in_language(lang).format(
            date_in_words(one.collected_on, lang), one.declaration or _UNKNOWN_VERSION.in_language(lang)
        ), one.what_next(lang), *said), []).append(one)  # fmt: skip
    for words, same in alike.items():
        collected, following, *reasons = words
        yield ""
        yield ", ".join(dict.fromkeys(one.name.in_language(lang) for one in same))
        for sentence in (following, collected, *reasons):
            yield f"  {sentence}"


def _as_json(id_: UUID, kind: str, standing: Iterable[DatumStanding]) -> dict[str, Any]:
    return {"id": str(id_), "kind": kind, "data": [_datum(one) for one in standing]}


def _datum(one: DatumStanding) -> dict[str, Any]:
    return {
        "item": one.item,
        "record": one.record,
        "collected_on": one.collected_on.isoformat(),
        "declaration": one.declaration or None,
        "due_on": one.due_on.isoformat() if one.due_on else None,
        "overdue": one.overdue,
        "action": one.action.value,
        "rule": one.rule or None,
        "next": {
            "step": one.next_step.code.partition(".")[2],
            "on": one.next_on.isoformat() if one.next_on else None,
            "said": {language: one.what_next(language) for language in LANGUAGES},
        },
        "windows": [
            {
                "purpose": window.purpose,
                "basis": window.basis,
                "rule": window.rule,
                "until": window.until.isoformat() if window.until else None,
                "bound_by_version": window.version,
                "clocks": [
                    {
                        "clock": clock.clock,
                        "status": clock.status.value,
                        "date": clock.date.isoformat() if clock.date else None,
                    }
                    for clock in window.clocks
                ],
            }
            for window in one.windows
        ],
        "holds": [hold.en for hold in one.holds],
        "refused": [{"purpose": use.purpose.en, "reason": use.reason.name.lower()} for use in one.refused],
        "said": {language: list(one.reasons(language)) for language in LANGUAGES},
    }
