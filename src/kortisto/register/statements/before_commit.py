"""What has to be on the disk before a transaction commits, and is not to be there when it does not."""

from __future__ import annotations

from typing import Any


class BeforeCommit:
    """Given to `transaction.on_commit`: `before` is called right before the COMMIT, the object itself after it.

    Neither is called where the transaction, or the savepoint around it, is rolled back. What `before` raises has to
    be a DatabaseError, so that the transaction is rolled back as for any other.
    """

    def before(self) -> None:
        """Do what must be done before the COMMIT."""
        raise NotImplementedError

    def __call__(self) -> None:
        """Do what is to be done once it is committed."""


def tell_before_commit(callbacks: list[Any]) -> None:
    """Call what is to be called before the COMMIT, of Django's list of callbacks."""
    for _savepoints, callback, _robust in callbacks:
        if isinstance(callback, BeforeCommit):
            callback.before()
