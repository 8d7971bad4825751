from django.db import migrations

PEOPLE_TABLES = (
    "parties_organisation",
    "parties_organisation_search_word",
    "parties_customership",
    "parties_business_relation",
    "parties_person",
    "parties_person_search_word",
    "parties_represents",
    "parties_person_email",
    "parties_person_phone",
    "parties_person_website",
    "parties_person_address",
    "parties_organisation_email",
    "parties_organisation_phone",
    "parties_organisation_website",
    "parties_organisation_address",
    "parties_order",
    "parties_activity",
    "parties_note",
)

# Rows show, and may be written, only in a transaction that has written its header (actor, purpose) itself. The
# sub-select does not refer to the row, so PostgreSQL runs it once for a statement, not once for a row.
# FORCE: the owner is bound too, so a migration that touches people states who and why like everybody.
PROTECT = """
alter table {table} enable row level security;
alter table {table} force row level security;
create policy {table}_needs_header on {table}
    using ((select exists (
        select from audit_access_context where xid = pg_current_xact_id_if_assigned()
    )))
    with check ((select exists (
        select from audit_access_context where xid = pg_current_xact_id_if_assigned()
    )));
"""
UNPROTECT = """
drop policy {table}_needs_header on {table};
alter table {table} no force row level security;
alter table {table} disable row level security;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0005_orders_activities_notes"),
        ("audit", "0001_events_and_access_contexts"),
    ]

    operations = [
        migrations.RunSQL(PROTECT.format(table=table), UNPROTECT.format(table=table)) for table in PEOPLE_TABLES
    ]
