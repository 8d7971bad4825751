import django.contrib.postgres.fields
from django.db import migrations, models

# What the policies of the tables that a purpose can hide ask: see register/access/walls.py, which writes them. As
# audit_has_header() its plan is kept for a connection, and it is asked once for a statement. A transaction that has come
# in by several doors sees what any of them shows; the setting is for what has to be reckoned with and is not shown.
SHOWS = """
create function audit_shows(asked text) returns boolean
    language plpgsql stable parallel restricted set enable_seqscan = off as $$
begin
    return exists (
        select from public.audit_access_context
        where xid operator(pg_catalog.=) pg_catalog.pg_current_xact_id_if_assigned()
            and (asked <> all (hides) or current_setting('kortisto.beyond_purpose', true) = 'on')
    );
end
$$;
comment on function audit_shows(text) is 'Whether a purpose for which this transaction has come in shows a table.';
"""


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0009_has_header"),
    ]

    operations = [
        migrations.AddField(
            model_name="accesscontext",
            name="hides",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=63), db_default=[], default=list, size=None
            ),
        ),
        migrations.RunSQL(SHOWS, "drop function audit_shows(text) cascade"),
    ]
