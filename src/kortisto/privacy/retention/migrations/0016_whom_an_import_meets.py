from django.db import migrations

# As before, and nobody is hidden from the owner of the tables, also where that role is a member of the one that the
# policies are for: what the owner's functions tell is for them to say.
HIDDEN = """
create or replace function retention_hidden() returns uuid[]
    language plpgsql stable parallel restricted as $$
begin
    if not exists (select from public.retention_restriction where lifted_at is null) then
        return null;
    end if;
    {owner}return (
        select array_agg(coalesce(r.person_id, r.organisation_id)) from public.retention_restriction r
        where r.lifted_at is null and exists (
            select from public.audit_access_context h
            where h.xid operator(pg_catalog.=) pg_catalog.pg_current_xact_id_if_assigned()
                and h.purpose <> all ('{{retention,requests}}') and h.purpose <> all (r.purposes)
        )
    );
end;
$$;
"""
OWNER = """if current_user = (
        select c.relowner::regrole::text from pg_catalog.pg_class c where c.oid = 'public.retention_restriction'::regclass
    ) then
        return null;
    end if;
    """

# Which of these identifiers belong to one of those who are hidden: the identifiers themselves, no id and no name, and
# only to a transaction that has written its header. Who is hidden is asked by who calls, for it is hidden from them.
MET = """
create function retention_met_hidden(emails text[], phones text[], numbers text[], hidden uuid[]) returns setof text
    language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if hidden is null or not public.audit_has_header() then
        return;
    end if;
    return query
        select c.normalised::text from public.parties_person_email c
            where c.normalised = any(emails) and c.valid_to is null and c.person_id = any(hidden)
        union select c.normalised::text from public.parties_person_phone c
            where c.normalised = any(phones) and c.valid_to is null and c.person_id = any(hidden)
        union select o.business_id::text from public.parties_organisation o
            where o.business_id = any(numbers) and o.id = any(hidden)
        union select o.vat_id::text from public.parties_organisation o
            where o.vat_id <> '' and o.vat_id = any(numbers) and o.id = any(hidden);
end;
$$;
comment on function retention_met_hidden(text[], text[], text[], uuid[])
    is 'Which of these identifiers belong to somebody who is hidden from this transaction.';
"""


class Migration(migrations.Migration):
    dependencies = [("retention", "0014_awaited_reviews")]

    operations = [
        migrations.RunSQL(HIDDEN.format(owner=OWNER), HIDDEN.format(owner="")),
        migrations.RunSQL(MET, "drop function retention_met_hidden(text[], text[], text[], uuid[])"),
    ]
