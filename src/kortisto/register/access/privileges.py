"""Which tables of accounts and notices the runtime role may add to, which columns it may change; it deletes none."""

from __future__ import annotations

from kortisto.register.access.models import AdoptedNotice, Undertaking, User

KEPT = {
    User._meta.db_table: tuple(
        str(field.column) for field in User._meta.concrete_fields if field.name not in {"id", "email", "created_at"}
    ),
    Undertaking._meta.db_table: (),
    AdoptedNotice._meta.db_table: (),
}
"""Tables whose rows stay, with the columns that may be changed. An account is closed, for the log names it; what
somebody signed stays in the words that they signed, and a notice under which data were collected as it was adopted,
whatever the program is made to ask for."""

FUNCTIONS = ("access_remove_accounts_of(text)",)
"""What else the runtime role may do to accounts (migration 0007)."""
