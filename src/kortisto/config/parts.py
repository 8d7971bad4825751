"""`./kortisto web` and `./kortisto worker`: the parts of `up` one by one, for a service manager or a container."""

from __future__ import annotations

import click

from kortisto.config.environment import adopt, given
from kortisto.config.running import RUNTIME_URL
from kortisto.config.telling import ToldError, told
from kortisto.declaration.model import Text as T  # noqa: N817 - a table of texts reads better with a short name
from kortisto.interfaces.cli.declarations import language_of_terminal

_NO_SERVER = T(
    "Osa käynnistetään yksin vain oman PostgreSQL-palvelimen kanssa: anna KORTISTO_DATABASE_URL, tai käynnistä "
    "kaikki yhdessä: ./kortisto up",
    "En del startas ensam bara med en egen PostgreSQL: ange KORTISTO_DATABASE_URL, eller starta allt tillsammans: "
    "./kortisto up",
    "A part is started alone only with a PostgreSQL of your own: set KORTISTO_DATABASE_URL, or start all of it "
    "together: ./kortisto up",
)


@click.command()
@click.option("--address", default="127.0.0.1", show_default=True, help="Where to listen; a proxy with TLS in front.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Port of the pages.")
def web(address: str, port: int) -> None:
    """Serve the pages alone, until SIGTERM; the database is a server of your own."""
    _require_server()
    from kortisto.config.web_server import run  # noqa: PLC0415 (late, with what it loads)

    run(port, address=address)


@click.command()
def worker() -> None:
    """Do the background jobs alone, until SIGTERM; the database is a server of your own."""
    _require_server()
    from kortisto.config.worker import run  # noqa: PLC0415 (late, with what it loads)

    run()


def _require_server() -> None:
    language = language_of_terminal()
    try:
        adopt()
        there = bool(given(RUNTIME_URL))
    except ToldError as error:
        raise click.ClickException(told(error, language)) from error
    if not there:
        raise click.ClickException(_NO_SERVER.in_language(language))
