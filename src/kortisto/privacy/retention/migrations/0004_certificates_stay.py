from django.db import migrations

# What a certificate says stays said. Whoever gets past this is found by the hash in the log (`certifying`).
REFUSE = """
create function retention_refuse_change() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
    raise exception 'a record of retention is kept as it was written: % on % is refused', lower(tg_op), tg_table_name
        using errcode = 'insufficient_privilege';
end
$$;
create trigger retention_certificate_stays before update or delete on retention_certificate
    for each row execute function retention_refuse_change();
-- Who could not be erased is shown to those who have said why they look, as whoever is in the register is.
alter table retention_stuck enable row level security;
alter table retention_stuck force row level security;
create policy retention_stuck_needs_header on retention_stuck
    using ((select audit_has_header())) with check ((select audit_has_header()));
"""
ALLOW = """
drop policy retention_stuck_needs_header on retention_stuck;
alter table retention_stuck no force row level security;
alter table retention_stuck disable row level security;
drop trigger retention_certificate_stays on retention_certificate;
drop function retention_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("retention", "0003_sweeps_that_go_on"), ("audit", "0009_has_header")]

    operations = [migrations.RunSQL(REFUSE, ALLOW)]
