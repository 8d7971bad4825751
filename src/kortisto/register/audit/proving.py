"""Proves to somebody outside that one line stands in the log: with the line, a signed checkpoint and a few hashes."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from kortisto.lib.log_lines import FORMAT, entries_of, readable
from kortisto.lib.merkle import leaf_hash
from kortisto.register.audit.leaves import COLUMNS
from kortisto.register.audit.models import SealedEvent
from kortisto.register.audit.sealing import last_checkpoint, tree_of


class NotSealedError(LookupError):
    """There is no such line, or it waits for its seal, or its period has passed and it was removed."""


class AlteredLineError(ValueError):
    """The line is not the one that was sealed, so nothing proves it: the log needs to be verified."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """Everything that is needed to see that a line stands at `index` of the log that `note` signs.

    `line`: the values by field; `version`: of the format in which they were sealed (`lib.log_lines`).
    """

    line: Mapping[str, Any]
    version: int
    index: int
    hashes: tuple[bytes, ...]
    note: str

    def as_json(self, key: str) -> str:
        """Return the proof as a file; `key` is the public key of the log, as a line."""
        written: dict[str, Any] = {
            "line": self.line,
            "format": self.version,
            "index": self.index,
            "proof": [base64.b64encode(one).decode() for one in self.hashes],
            "checkpoint": self.note,
            "key": key,
        }
        return json.dumps(written, ensure_ascii=False, indent=2)


def prove(*, event: UUID) -> Proof:
    """Return the proof for a line. Raises NotSealedError, AlteredLineError."""
    found = SealedEvent.objects.filter(id=event).values_list("seq", *COLUMNS).first()
    checkpoint = last_checkpoint()
    if found is None or checkpoint is None or found[0] >= checkpoint.size:
        raise NotSealedError(event)
    index, *values = found
    tree = tree_of(checkpoint.size)
    line, sealed = readable(values), tree.leaf(index)
    versions = (FORMAT, 1)
    written = zip(versions, entries_of(values), strict=False)  # a line with a key has no older form
    version = next((one for one, entry in written if leaf_hash(entry) == sealed), None)
    if version is None:
        raise AlteredLineError(event)
    if version == 1:
        line.pop(COLUMNS[-1])
    return Proof(line=line, version=version, index=index, hashes=tuple(tree.inclusion(index)), note=checkpoint.note)
