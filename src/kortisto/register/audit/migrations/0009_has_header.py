from django.db import migrations

# What every policy asks, in one place: its plan is made once for a connection, where the same words in a policy were
# planned anew with each statement that names a table behind it. By the index, however many headers wait to be cleared.
# Stable, and with the rights of who asks: it tells of the asking transaction alone.
HAS_HEADER = """
create function audit_has_header() returns boolean
    language plpgsql stable parallel restricted set enable_seqscan = off as $$
begin
    return exists (
        select from public.audit_access_context
        where xid operator(pg_catalog.=) pg_catalog.pg_current_xact_id_if_assigned()
    );
end
$$;
comment on function audit_has_header() is 'Whether this transaction has written who acts and for which purpose.';
"""


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0008_veiled_accesses"),
    ]

    operations = [
        migrations.RunSQL(HAS_HEADER, "drop function audit_has_header()"),
    ]
