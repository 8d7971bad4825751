from django.db import migrations

# The policies say what they said, by way of a function whose plan is kept. A new table is walled in the same words:
#     create policy {table}_needs_header on {table}
#         using ((select audit_has_header())) with check ((select audit_has_header()));
# The sub-select stays: it refers to no row, so it runs once for a statement.
ASK = """
do $$
declare
    walled record;
begin
    for walled in
        select tablename, policyname from pg_policies
        where schemaname = 'public' and tablename like 'parties\\_%' and policyname = tablename || '_needs_header'
    loop
        execute format('alter policy %I on public.%I using ({condition}) with check ({condition})',
                       walled.policyname, walled.tablename);
    end loop;
end
$$;
"""
FUNCTION = "(select audit_has_header())"
TABLE = """(select exists (
    select from audit_access_context where xid = pg_current_xact_id_if_assigned()
))"""


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0024_finding_in_one_question"),
        ("audit", "0009_has_header"),
    ]

    operations = [
        migrations.RunSQL(ASK.replace("{condition}", FUNCTION), ASK.replace("{condition}", TABLE)),
    ]
