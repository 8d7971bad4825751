"""`Idempotency-Key`: a call that is sent again, because its answer was lost on the way, does nothing twice."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest

from kortisto.interfaces.api.calls import Call
from kortisto.interfaces.api.problems import ProblemError
from kortisto.register.access.operations import ReusedKeyError, answered_before, keep_answer

LONGEST = 255


def once(request: HttpRequest, call: Call, add: Callable[[], UUID], asked: bytes = b"") -> UUID:
    """Do it, or return what it made when the same call came before with the same key.

    What is kept is the key and the id of what was made: no data. `asked`: a digest of the body, where that was read as
    it came. Raises ProblemError for a key that is too long, or that came with another call.
    """
    key = request.headers.get("Idempotency-Key")
    if key is None or call.by.token is None:
        return add()
    # Empty, too: the web server hands on as empty what is no ASCII, and nobody sends a key to have it passed over.
    if not key or len(key) > LONGEST or not key.isprintable() or not key.isascii():
        raise ProblemError(422, "invalid", f"An Idempotency-Key has 1 to {LONGEST} printable characters of ASCII.")
    whole = b"\n".join([request.get_full_path().encode(), asked or request.body])
    digest = hashlib.sha256(whole).hexdigest()
    try:
        with transaction.atomic():
            before = answered_before(key=key, asked=digest, by=call.by, at=call.at)
            if before is not None:
                return before
            made = add()
            keep_answer(key=key, made=made, by=call.by, at=call.at)
    except ReusedKeyError as error:
        raise ProblemError(422, "key-reused", "Make a new Idempotency-Key for every new call.") from error
    return made
