from django.db import migrations

# What a search shows of whom it found, with plans that are made once for a connection: to plan it took longer than to
# answer it. Both read with the rights of who asks, so under the policies. Rows are found by their keys, the first of
# each kind are kept, and the detail is made for these alone. Whoever may see no detail passes false for it.
SHOW = """
create function parties_shown(
    people uuid[], people_matches integer[], organisations uuid[], organisations_matches integer[],
    represents boolean, business_id boolean, today date, most integer
) returns table (kind text, id uuid, name text, sort_key text, personal boolean, detail text)
language plpgsql stable
set jit = off set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
begin
    if cardinality(people) > 0 then
        return query
            select 'person', p.id,
                concat_ws(' ', nullif(p.prefix, ''), nullif(p.first_name, ''), nullif(p.last_name, '')),
                p.sort_key::text, true, case when represents then (
                    select string_agg(coalesce(nullif(o.trade_name, ''), o.registered_name), ', ' order by o.sort_key)
                    from parties_represents r join parties_organisation o on o.id = r.organisation_id
                    where r.person_id = p.id and (r.ended_on is null or r.ended_on > today)
                ) end
            from unnest(people, people_matches) as m (id, match) join parties_person p on p.id = m.id
            where p.id = any(people)
            order by m.match, p.sort_key, p.id limit most;
    end if;
    if cardinality(organisations) > 0 then
        return query
            select 'organisation', o.id, coalesce(nullif(o.trade_name, ''), o.registered_name)::text,
                o.sort_key::text, o.sole_trader, case when parties_shown.business_id then o.business_id::text end
            from unnest(organisations, organisations_matches) as m (id, match)
                join parties_organisation o on o.id = m.id
            where o.id = any(organisations)
            order by m.match, o.sort_key, o.id limit most;
    end if;
end
$$;
comment on function parties_shown(uuid[], integer[], uuid[], integer[], boolean, boolean, date, integer)
is 'What a search shows of these: the first of each kind by how well they match, then by name.';

create function parties_addressed(
    first text, ending text, among_people boolean, among_organisations boolean,
    represents boolean, business_id boolean, today date, most integer
) returns table (kind text, id uuid, name text, sort_key text, personal boolean, detail text)
language plpgsql stable
set jit = off set plan_cache_mode = force_generic_plan
as $$
declare
    -- In the order of the index: a plan that is kept cannot know how little a range holds, and would read the table.
    people uuid[] := '{}';
    organisations uuid[] := '{}';
begin
    if among_people then
        people := array(
            select distinct e.person_id from (
                select person_id from parties_person_email where normalised >= first and normalised < ending
                order by normalised limit 100
            ) e
        );
    end if;
    if among_organisations then
        organisations := array(
            select distinct e.organisation_id from (
                select organisation_id from parties_organisation_email where normalised >= first and normalised < ending
                order by normalised limit 100
            ) e
        );
    end if;
    if cardinality(people) + cardinality(organisations) > 0 then
        return query select * from parties_shown(
            people, array_fill(0, array[cardinality(people)]),
            organisations, array_fill(0, array[cardinality(organisations)]),
            represents, business_id, today, most
        );
    end if;
end
$$;
comment on function parties_addressed(text, text, boolean, boolean, boolean, boolean, date, integer)
is 'What a search shows of those whose e-mail address lies between two texts.';
"""
NO_SHOW = """
drop function parties_addressed(text, text, boolean, boolean, boolean, boolean, date, integer);
drop function parties_shown(uuid[], integer[], uuid[], integer[], boolean, boolean, date, integer);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0025_policies_ask_a_function"),
    ]

    operations = [
        migrations.RunSQL(SHOW, NO_SHOW),
    ]
