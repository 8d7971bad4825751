"""Which tables of accounts the runtime role may add to and remove from, but not change."""

from __future__ import annotations

from kortisto.register.access.models import Undertaking

WRITTEN_ONCE = (Undertaking._meta.db_table,)
"""What somebody signed stays in the words that they signed, whatever the program is made to ask for."""
