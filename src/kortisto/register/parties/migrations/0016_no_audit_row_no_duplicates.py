from django.db import migrations

PEOPLE_TABLES = ("parties_merge", "parties_merge_step", "parties_duplicate_pair")

# As in 0006: rows show, and may be written, only in a transaction that has written its header itself.
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
        ("parties", "0015_duplicates_and_merges"),
        ("audit", "0001_events_and_access_contexts"),
    ]

    operations = [
        migrations.RunSQL(PROTECT.format(table=table), UNPROTECT.format(table=table)) for table in PEOPLE_TABLES
    ]
