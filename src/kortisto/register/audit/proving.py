"""Proves to somebody outside that one line stands in the log: with the line, a signed checkpoint and a few hashes."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from kortisto.register.audit.leaves import COLUMNS, entry_of
from kortisto.register.audit.models import SealedEvent
from kortisto.register.audit.sealing import last_checkpoint, tree_of


class NotSealedError(LookupError):
    """There is no such line, or it waits for its seal, or its period has passed and it was removed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """Everything that is needed to see that `entry` stands at `index` of the log that `note` signs."""

    entry: bytes
    index: int
    hashes: tuple[bytes, ...]
    note: str

    def as_json(self, key: str) -> str:
        """Return the proof as a file; `key` is the public key of the log, as a line."""
        written: dict[str, Any] = {
            "entry": self.entry.decode(),
            "index": self.index,
            "proof": [base64.b64encode(one).decode() for one in self.hashes],
            "checkpoint": self.note,
            "key": key,
        }
        return json.dumps(written, ensure_ascii=False, indent=2)


def prove(*, event: UUID) -> Proof:
    """Return the proof for a line. Raises NotSealedError."""
    found = SealedEvent.objects.filter(id=event).values_list("seq", *COLUMNS).first()
    checkpoint = last_checkpoint()
    if found is None or checkpoint is None or found[0] >= checkpoint.size:
        raise NotSealedError(event)
    index, *values = found
    tree = tree_of(checkpoint.size)
    return Proof(entry=entry_of(values), index=index, hashes=tuple(tree.inclusion(index)), note=checkpoint.note)
