"""What a subject is called, for pages that look after it."""

from __future__ import annotations

from uuid import UUID

from kortisto.register.audit.values import Access
from kortisto.register.parties.queries.names import names_of


def name_of(*, access: Access, subject: UUID) -> str | None:
    """Return the name of a person or an organisation; None when there is none, or it is not to be seen."""
    found = names_of(by=access, ids=[subject]).get(subject)
    return found[1] if found is not None else None
