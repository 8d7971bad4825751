"""`./kortisto demo`: takes the demo company out again."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

import click

from kortisto.config.environment import data_folder, given
from kortisto.config.starting import texts
from kortisto.declaration.model import Text as T  # noqa: N817 - a table of texts reads better with a short name
from kortisto.interfaces.cli.declarations import language_option
from kortisto.interfaces.cli.installed import installation
from kortisto.lib import identifiers

_NONE = T("Esimerkkiyritystä ei ole tässä asennuksessa.", "Exempelföretaget finns inte i denna installation.",
          "There is no demo company in this installation.")  # fmt: skip
_SURE = T("Esimerkkiyrityksen henkilöt, organisaatiot ja tunnukset poistetaan pysyvästi, myös se, mitä niihin on itse "
          "lisätty. Jatketaanko?",
          "Exempelföretagets personer, organisationer och inloggningar tas bort för gott, också det som har lagts till "
          "på dem. Fortsätta?",
          "The people, organisations and logins of the demo company go for good, also what was added to them. Go on?"
          )  # fmt: skip
_DONE = T("Poistettu: {0} henkilöä, {1} organisaatiota ja esimerkin tunnukset.",
          "Borttaget: {0} personer, {1} organisationer och exempelinloggningarna.",
          "Removed: {0} people, {1} organisations, and the logins of the demo.")  # fmt: skip
_TAKEN = T("Osoitteella {0} on jo tunnus, joka ei voi antaa käyttöoikeuksia. Anna sille pääkäyttäjän rooli sivuilla "
           "tai anna toinen osoite.",
           "{0} har redan ett konto som inte kan bevilja behörigheter. Ge det rollen huvudanvändare på sidorna, eller "
           "ge en annan adress.",
           "{0} has an account already that cannot grant access. Give it the role of the main user on the pages, or "
           "give another address.")  # fmt: skip


@click.group()
def demo() -> None:
    """Take the demo company out again."""


@demo.command()
@click.option("--main-user", envvar="KORTISTO_MAIN_USER", metavar="EMAIL", help="Who is the main user afterwards.")
@click.option("--yes", is_flag=True, help="Ask nothing.")
@language_option
def remove(main_user: str | None, yes: bool, lang: str) -> None:  # noqa: FBT001 (click passes it by name)
    """Remove the demo company and its logins; what you brought in yourself stays.

    Where the demo has the only main user, another is made: --main-user, with a password as in ./kortisto init.
    """
    with installation():
        from kortisto.config.demo import removing  # noqa: PLC0415 (needs Django set up)

        if not removing.is_loaded():
            raise click.ClickException(_NONE.in_language(lang))
        email = main_user or ""
        needed = removing.needs_main_user()
        if needed:
            if not email and sys.stdin.isatty():
                email = click.prompt(texts.ASK_EMAIL.in_language(lang))
            email = _checked(email, lang)
        if not yes:
            click.confirm(_SURE.in_language(lang), abort=True)
        _remove(email if needed else "", lang)


def _checked(email: str, lang: str) -> str:
    if not email:
        raise click.ClickException(texts.NO_MAIN_USER.in_language(lang))
    try:
        return identifiers.email(email)
    except ValueError:
        raise click.ClickException(texts.BAD_EMAIL.in_language(lang).format(email)) from None


def _remove(main_user: str, lang: str) -> None:
    from django.core.exceptions import ValidationError  # noqa: PLC0415 (needs Django set up)
    from django.db import transaction  # noqa: PLC0415 (see above)

    from kortisto.config.demo import removing  # noqa: PLC0415 (see above)
    from kortisto.config.starting import logins  # noqa: PLC0415 (see above)
    from kortisto.register.access.operations import EmailInUseError  # noqa: PLC0415 (see above)

    now = datetime.now(UTC)
    given_password = given("KORTISTO_MAIN_PASSWORD")
    password = given_password or logins.invent_password()
    try:
        with transaction.atomic():
            if main_user:  # first: what the logins of the demo were to do is theirs now
                logins.add_main(email=main_user, password=password, language=lang, at=now)
            counts = removing.remove(at=now)
    except EmailInUseError:
        raise click.ClickException(_TAKEN.in_language(lang).format(main_user)) from None
    except ValidationError as error:
        raise click.ClickException(texts.WEAK_PASSWORD.in_language(lang).format(" ".join(error.messages))) from error
    (data_folder() / "demo-logins.json").unlink(missing_ok=True)
    click.echo(_DONE.in_language(lang).format(counts["people"], counts["organisations"]))
    if main_user:
        click.echo(texts.MAIN_USER.in_language(lang).format(main_user))
        if not given_password:
            click.echo(texts.PASSWORD_ONCE.in_language(lang).format(password))
