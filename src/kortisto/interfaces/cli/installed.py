"""What the commands on an installation share: the database and Django ready, and who acts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import NoReturn

import click

from kortisto.declaration.loader import CannotLoadError
from kortisto.declaration.model import Text as T  # noqa: N817 - a table of texts reads better with a short name
from kortisto.interfaces.cli.declarations import language_of_terminal, show

_UNREACHABLE = T(
    "Tietokantaan ei saada yhteyttä: {0}\nTarkista KORTISTO_DATABASE_URL ja että palvelin on käynnissä.",
    "Databasen kan inte nås: {0}\nKontrollera KORTISTO_DATABASE_URL och att servern är i gång.",
    "The database cannot be reached: {0}\nCheck KORTISTO_DATABASE_URL and that the server is running.",
)
_DATABASE = T(
    "Tietokanta ei hyväksynyt muutosta, eikä mitään muutettu: {0}",
    "Databasen godtog inte ändringen, och ingenting ändrades: {0}",
    "The database refused the change, and nothing was changed: {0}",
)
_DECLARATION = T(
    "Asennuksen selosteessa on virheitä, jotka näkyvät yllä. Korjaa ne ja yritä uudelleen.",
    "Installationens deklaration har fel, som visas ovan. Rätta dem och försök igen.",
    "The installation's declaration has the errors shown above. Mend them and try again.",
)
_FILES = T(
    "Tiedostoa ei voi käyttää: {0}. Tarkista oikeudet ja levytila.",
    "Filen kan inte användas: {0}. Kontrollera rättigheterna och diskutrymmet.",
    "A file cannot be used: {0}. Check the permissions and the space on the disk.",
)


@contextmanager
def installation() -> Iterator[None]:
    """Have the installation ready for the block; what keeps it from that is told without a traceback.

    The assembling layer is asked by name, because a door may not import it.
    """
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415 (slow import)
    from django.db import DatabaseError, OperationalError  # noqa: PLC0415 (slow import)

    running = import_module("kortisto.config.running")
    told_error = import_module("kortisto.config.telling").ToldError
    try:
        with running.installation():
            yield
    except (told_error, ImproperlyConfigured) as error:
        raise click.ClickException(str(error)) from error
    except CannotLoadError as error:
        show(error.problems, language_of_terminal())
        _stop(_DECLARATION, error)
    except OperationalError as error:
        _stop(_UNREACHABLE, error)
    except DatabaseError as error:
        _stop(_DATABASE, error)
    except OSError as error:
        _stop(_FILES, error)


def _stop(text: T, error: Exception) -> NoReturn:
    first = (str(error).strip() or type(error).__name__).splitlines()[0]
    raise click.ClickException(text.in_language(language_of_terminal()).format(first)) from error
