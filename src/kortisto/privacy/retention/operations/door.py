"""The doors of retention: for those who watch over it or look after holds, and for the duty itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from kortisto.declaration.words import Basis, Operation
from kortisto.privacy.retention import rules
from kortisto.privacy.retention.enums import PURPOSE
from kortisto.register.access.operations import DeniedError
from kortisto.register.access.rules import must_sign
from kortisto.register.audit.enums import ActorKind, Door
from kortisto.register.audit.operations import open_access
from kortisto.register.audit.values import Access, Actor


@contextmanager
def oversee(*, by: Actor, at: datetime, channel: Door, request_id: str = "") -> Iterator[Access]:
    """Open the door for watching over retention, which needs no purpose of the declaration but a duty (Article 5(2)).

    For reports only. Raises DeniedError for whom `rules.may_oversee` does not name.
    """
    with _duty(may=rules.may_oversee(by), by=by, at=at, channel=channel, request_id=request_id) as access:
        yield access


@contextmanager
def look_after_holds(*, by: Actor, at: datetime, channel: Door, request_id: str = "") -> Iterator[Access]:
    """Open the door for holds: to see them, open, postpone and end them (Articles 17(3) and 18).

    Raises DeniedError for whom `rules.may_see_holds` does not name.
    """
    with _duty(may=rules.may_see_holds(by), by=by, at=at, channel=channel, request_id=request_id) as access:
        yield access


@contextmanager
def look_after_restrictions(*, by: Actor, at: datetime, channel: Door, request_id: str = "") -> Iterator[Access]:
    """Open the door that shows who is restricted, to restrict and to lift that (Article 18).

    Raises DeniedError for whom `rules.may_restrict` does not name.
    """
    with _duty(may=rules.may_restrict(by), by=by, at=at, channel=channel, request_id=request_id) as access:
        yield access


@contextmanager
def look_after_reviews(*, by: Actor, at: datetime, channel: Door, request_id: str = "") -> Iterator[Access]:
    """Open the door for reviews: to see what waits for one, and to say whether the need goes on (Article 5(1)(e)).

    Raises DeniedError for whom `rules.may_see_reviews` does not name.
    """
    with _duty(may=rules.may_see_reviews(by), by=by, at=at, channel=channel, request_id=request_id) as access:
        yield access


@contextmanager
def _duty(*, may: bool, by: Actor, at: datetime, channel: Door, request_id: str) -> Iterator[Access]:
    unsigned = by.kind is ActorKind.USER and must_sign(by)
    if unsigned or not may:
        raise DeniedError(
            by=by, purpose=PURPOSE, operation=Operation.READ, at=at, channel=channel, request_id=request_id,
            no_undertaking=unsigned,
        )  # fmt: skip
    basis = Basis.LEGAL_OBLIGATION
    with open_access(by=by, purpose=PURPOSE, basis=basis, at=at, channel=channel, request_id=request_id) as access:
        yield access
