"""The term bank: every generated word and sentence, stored in three languages in the forms in which it is used.

Finnish is inflected by storing forms, never by rules on words. So a sentence takes user-given names only in the
nominative: after a colon, in a list or in brackets.
"""

from __future__ import annotations

from collections.abc import Mapping

from kortisto.declaration.model import Text
from kortisto.declaration.printing.terms import devices, how_long, in_short, labels, protection, rights, what, who, why

SENTENCES: Mapping[str, Text] = {
    **in_short.SENTENCES,
    **who.SENTENCES,
    **why.SENTENCES,
    **what.SENTENCES,
    **how_long.SENTENCES,
    **devices.SENTENCES,
    **rights.SENTENCES,
    **protection.SENTENCES,
    **labels.SENTENCES,
}
"""Every generated sentence by its key; names in braces are filled in."""
