from importlib import import_module

from django.db import migrations

_keys = import_module("kortisto.register.parties.migrations.0007_search_keys")

_FORCED = "set enable_seqscan = off set jit = off set plan_cache_mode = force_custom_plan"
_KEPT = """set enable_seqscan = off set enable_indexscan = off set enable_indexonlyscan = off set jit = off
set plan_cache_mode = force_generic_plan"""


def by_name() -> str:
    """Return the function of 0007, with plans that are made once for a connection: that was most of what it took.

    Only one plan is any good, by the index of words, and these settings leave no other. Whoever bears the whole words
    does not come a second time by their beginnings: so its rows are as many as it has found.
    """
    text = str(_keys.FUNCTION).replace("create function", "create or replace function").replace(_FORCED, _KEPT)
    for owner in ("person", "organisation"):
        text = text.replace(
            f"""{owner}_search_keys k
                where k.keys @@ beginnings::tsquery limit most;
            get diagnostics got = row_count;
""",
            f"""{owner}_search_keys k
                where k.keys @@ beginnings::tsquery and (whole = '' or not k.keys @@ whole::tsquery)
                limit most - got;
            get diagnostics more = row_count;
            got := got + more;
""",
        )
    text = text.replace("    got integer;\n", "    got integer;\n    more integer;\n")
    assert _KEPT in text and text.count("more = row_count") == 2  # noqa: PT018, S101, PLR2004 (the words of 0007 are found)
    return text


# Everything that is found by words, in one question. It reads with the rights of who asks, so under the policies; only
# the names are looked up by the function above.
FIND = """
create function parties_find(
    whole text, beginnings text, forgiving text[], words text[], each text[], others text[],
    named_people boolean, named_organisations boolean, people_there boolean, organisations_there boolean,
    representing boolean, today date, limits integer[]
) returns table (kind text, id uuid, tier integer)
language plpgsql stable
set jit = off set plan_cache_mode = force_generic_plan
as $$
declare
    most constant integer := limits[1];
    few constant integer := limits[2];  -- with fewer found, typing errors are forgiven
    plenty constant integer := limits[3];  -- with so many better ones nobody looks for what lies around
    before constant integer := limits[4];  -- how many were found in another way
    place constant text := array_to_string(words, ' ');
    last constant text := U&'\\+10FFFF';
    total integer;
    more integer;
    misspelt text;
    firms uuid[];
    named uuid[];
begin
    return query select * from parties_find_by_name(
        whole, beginnings, '', named_people, named_organisations, array[most, 0]
    );
    get diagnostics total = row_count;
    -- The narrowest first: mostly one whole word of several is misspelt, and the others leave a tenth of the work.
    foreach misspelt in array forgiving loop
        exit when total >= few;
        return query select * from parties_find_by_name(
            '', '', misspelt, named_people, named_organisations, array[most, few]
        );
        get diagnostics more = row_count;
        total := total + more;
    end loop;
    if before + total >= plenty then
        return;
    end if;
    -- A city alone.
    if length(words[cardinality(words)]) > 1 then
        if people_there then
            return query select 'person', a.person_id, 3 from parties_person_address a
                where a.city_key >= place collate "C" and a.city_key < (place || last) collate "C" limit most;
        end if;
        if organisations_there then
            return query select 'organisation', a.organisation_id, 3 from parties_organisation_address a
                where a.city_key >= place collate "C" and a.city_key < (place || last) collate "C" limit most;
        end if;
    end if;
    if cardinality(words) = 1 or before + total >= most then
        return;
    end if;
    for at in 1 .. cardinality(words) loop
        -- Of whom all words but one are the name, while that one names the organisation that they represent: from the
        -- side of which there are fewer,
        if representing then
            -- Where the name itself has found somebody, what many firms share tells little.
            firms := array(
                select f.id from parties_find_by_name(
                    '', each[at], '', false, true, array[case when before + total < few + 5 then 200 else 40 end, 0]
                ) f
            );
            if cardinality(firms) > 0 then
                named := array(select f.id from parties_find_by_name('', others[at], '', true, false, array[200, 0]) f);
                if cardinality(named) < 200 then
                    return query select 'person', r.person_id, 3
                        from parties_represents r
                            join parties_organisation_search_keys k on k.organisation_id = r.organisation_id
                        where r.person_id = any(named) and (r.ended_on is null or r.ended_on > today)
                            and k.keys @@ each[at]::tsquery
                        limit most;
                else
                    return query select 'person', r.person_id, 3
                        from parties_represents r join parties_person_search_keys k on k.person_id = r.person_id
                        where r.organisation_id = any(firms) and (r.ended_on is null or r.ended_on > today)
                            and k.keys @@ others[at]::tsquery
                        limit most;
                end if;
            end if;
        end if;
        -- or the city where they are.
        if people_there and exists (
            select from parties_person_address a
            where a.city_key >= words[at] collate "C" and a.city_key < (words[at] || last) collate "C"
        ) then
            named := array(
                select f.id from parties_find_by_name('', others[at], '', true, false, array[10 * most, 0]) f
            );
            return query select 'person', a.person_id, 3 from parties_person_address a
                where a.person_id = any(named)
                    and a.city_key >= words[at] collate "C" and a.city_key < (words[at] || last) collate "C"
                limit most;
        end if;
        if organisations_there and exists (
            select from parties_organisation_address a
            where a.city_key >= words[at] collate "C" and a.city_key < (words[at] || last) collate "C"
        ) then
            firms := array(
                select f.id from parties_find_by_name('', others[at], '', false, true, array[10 * most, 0]) f
            );
            return query select 'organisation', a.organisation_id, 3 from parties_organisation_address a
                where a.organisation_id = any(firms)
                    and a.city_key >= words[at] collate "C" and a.city_key < (words[at] || last) collate "C"
                limit most;
        end if;
    end loop;
end
$$;
comment on function parties_find(
    text, text, text[], text[], text[], text[], boolean, boolean, boolean, boolean, boolean, date, integer[]
) is 'Who is found by words, as ids: 1 by whole names, 2 by their beginnings, 3 by what is around, 4 but for typing errors.';
"""
NO_FIND = """
drop function parties_find(
    text, text, text[], text[], text[], text[], boolean, boolean, boolean, boolean, boolean, date, integer[]
)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0023_comparing_an_import"),
    ]

    operations = [
        migrations.RunSQL(by_name(), _keys.FUNCTION.replace("create function", "create or replace function")),
        migrations.RunSQL(FIND, NO_FIND),
    ]
