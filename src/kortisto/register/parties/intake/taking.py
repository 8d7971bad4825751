"""Takes rows of whatever a file is about."""

from __future__ import annotations

from collections.abc import Iterator

from kortisto.register.parties.importing.meaning import Content
from kortisto.register.parties.importing.reading import Line, RefusedLine
from kortisto.register.parties.intake.orders import take_orders
from kortisto.register.parties.intake.parties import take_parties
from kortisto.register.parties.intake.portion import Intake, Portion


def take_all(lines: tuple[Line | RefusedLine, ...], intake: Intake) -> Iterator[Portion]:
    """Take all the rows, in as many portions as it needs."""
    take = take_orders if intake.mapping.content is Content.ORDERS else take_parties
    while lines:
        portion = take(lines, intake)
        yield portion
        lines = lines[len(portion.outcomes) :]
