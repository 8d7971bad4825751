from importlib import import_module

from django.db import migrations

BEFORE = import_module("kortisto.privacy.retention.migrations.0016_whom_an_import_meets").MET

# Whom the present transaction may not see, as a set, which PostgreSQL hashes once for a statement: a row is looked up
# in it, however many are restricted. It is empty while nobody is, and for a transaction that sees everybody. Nobody is
# hidden from the owner of the tables, also where that role is a member of the one that the policies are for: what its
# functions tell is for them to say. The policies in force still ask `retention_hidden()`; whoever makes them anew drops
# it (`restricting.install`).
RESTRICTED = """
create function retention_restricted() returns setof uuid
    language plpgsql stable parallel restricted rows 100 as $$
declare
    bound text[];
begin
    if not exists (select from public.retention_restriction where lifted_at is null) or current_user = (
        select c.relowner::regrole::text from pg_catalog.pg_class c where c.oid = 'public.retention_restriction'::regclass
    ) then
        return;
    end if;
    bound := (
        select array_agg(h.purpose::text) from public.audit_access_context h
        where h.xid operator(pg_catalog.=) pg_catalog.pg_current_xact_id_if_assigned()
            and h.purpose <> all ('{retention,requests}')
    );
    if bound is not null then
        return query
            select coalesce(r.person_id, r.organisation_id) from public.retention_restriction r
            where r.lifted_at is null and (cardinality(r.purposes) = 0 or not bound <@ r.purposes::text[]);
    end if;
end;
$$;
comment on function retention_restricted() is 'Who is restricted for a purpose of this transaction.';
"""

# As before, by the table of restrictions. The function belongs to the owner, who sees everybody: it asks for itself
# for what the transaction has come in.
MET = """
create function retention_met_hidden(emails text[], phones text[], numbers text[]) returns setof text
    language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    bound text[] := (
        select array_agg(h.purpose::text) from public.audit_access_context h
        where h.xid = pg_current_xact_id_if_assigned() and h.purpose <> all ('{retention,requests}')
    );
begin
    if bound is null then
        return;
    end if;
    return query
        select found.value from (
            select c.normalised::text as value, c.person_id as person, null::uuid as organisation
                from public.parties_person_email c where c.normalised = any(emails) and c.valid_to is null
            union all select c.normalised::text, c.person_id, null
                from public.parties_person_phone c where c.normalised = any(phones) and c.valid_to is null
            union all select o.business_id::text, null, o.id
                from public.parties_organisation o where o.business_id = any(numbers)
            union all select o.vat_id::text, null, o.id
                from public.parties_organisation o where o.vat_id <> '' and o.vat_id = any(numbers)
        ) found
        where exists (
            select from public.retention_restriction r
            where r.lifted_at is null and not bound <@ r.purposes::text[]
                and (r.person_id = found.person or r.organisation_id = found.organisation)
        );
end;
$$;
comment on function retention_met_hidden(text[], text[], text[])
    is 'Which of these identifiers belong to somebody who is hidden from this transaction.';
"""


class Migration(migrations.Migration):
    dependencies = [("retention", "0017_trials")]

    operations = [
        migrations.RunSQL(RESTRICTED, "drop function retention_restricted() cascade"),
        migrations.RunSQL("drop function retention_met_hidden(text[], text[], text[], uuid[])", BEFORE),
        migrations.RunSQL(MET, "drop function retention_met_hidden(text[], text[], text[])"),
    ]
