"""Checks a file that proves one line of a log: the line, its place, a few hashes and a signed checkpoint."""

from __future__ import annotations

import base64
import json

from kortisto.lib.log_lines import written as written_line
from kortisto.lib.log_proofs import proves_inclusion
from kortisto.lib.signed_notes import verifier_of


def proof_holds(written: str, *, key: str = "") -> str:
    """Return the key by which the proof holds, the given one or its own; empty when it does not hold.

    Uses nothing of the log that made it. Raises KeyError, TypeError or ValueError for what is no proof.
    """
    claim = json.loads(written)
    verifier = verifier_of(key or claim["key"])
    checkpoint = verifier.open(claim["checkpoint"])
    holds = proves_inclusion(
        entry=written_line(claim["line"], claim["format"]),
        index=claim["index"],
        size=checkpoint.size,
        root=checkpoint.root,
        proof=[base64.b64decode(one) for one in claim["proof"]],
    )
    return str(verifier) if holds else ""
