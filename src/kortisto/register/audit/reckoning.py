"""Reading what the purpose of a transaction hides, where it is reckoned with and not shown."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from kortisto.register.statements.held import send_with_next


@contextmanager
def beyond_purpose() -> Iterator[None]:
    """Read also the tables of which the purpose shows nothing: to reckon with what stands there, not to show it.

    Until when a person's data stay depends on all that is known of the person. An error that leaves the block ends the
    transaction, and this with it.
    """
    send_with_next("set local kortisto.beyond_purpose = 'on'")
    yield
    send_with_next("set local kortisto.beyond_purpose = ''")
