"""What the commands on an installation share: the database and Django ready, and who acts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

import click


@contextmanager
def installation() -> Iterator[None]:
    """Have the installation ready for the block; what keeps it from that is told without a traceback.

    The assembling layer is asked by name, because a door may not import it.
    """
    running = import_module("kortisto.config.running")
    unavailable = import_module("kortisto.config.postgres_binaries").PostgresUnavailableError
    try:
        with running.installation():
            yield
    except unavailable as error:
        raise click.ClickException(str(error)) from error
