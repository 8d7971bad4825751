from importlib import import_module

from django.db import migrations, models

_finding = import_module("kortisto.register.parties.migrations.0024_finding_in_one_question")

_BEFORE = "        if organisations_there and exists ("
# Whoever acts for an organisation is looked for by its city as by one's own.
_BY_CITY_OF_EMPLOYER = """        if representing and organisations_there and exists (
            select from parties_organisation_address a
            where a.city_key >= words[at] collate "C" and a.city_key < (words[at] || last) collate "C"
        ) then
            named := array(
                select f.id from parties_find_by_name('', others[at], '', true, false, array[10 * most, 0]) f
            );
            return query select 'person', r.person_id, 3
                from parties_represents r join parties_organisation_address a on a.organisation_id = r.organisation_id
                where r.person_id = any(named) and (r.ended_on is null or r.ended_on > today)
                    and a.city_key >= words[at] collate "C" and a.city_key < (words[at] || last) collate "C"
                limit most;
        end if;
"""


def find() -> str:
    """Return the function of 0024 that also finds people by the city of whom they represent."""
    text = str(_finding.FIND).replace("create function", "create or replace function")
    assert text.count(_BEFORE) == 1  # noqa: S101 (the words of 0024 are found)
    return text.replace(_BEFORE, _BY_CITY_OF_EMPLOYER + _BEFORE)


_showing = import_module("kortisto.register.parties.migrations.0026_showing_whom_a_search_found")
_ADDRESSED = str(_showing.SHOW)[str(_showing.SHOW).index("create function parties_addressed") :]
NO_ADDRESSED = "drop function parties_addressed(text, text, boolean, boolean, boolean, boolean, date, integer)"


def addressed() -> str:
    """Return the function of 0026 that also tells whose address is no longer in use."""
    text = _ADDRESSED.replace("personal boolean, detail text)", "personal boolean, detail text, former boolean)")
    in_use = " ".join(
        f"""when '{owner}' then not exists (
                select from parties_{owner}_email e where e.{owner}_id = s.id
                    and e.normalised >= first and e.normalised < ending and (e.valid_to is null or e.valid_to >= today)
            )"""
        for owner in ("person", "organisation")
    )
    text = text.replace("select * from parties_shown(", f"select s.*, case s.kind {in_use} end from parties_shown(")  # noqa: S608
    text = text.replace(
        "represents, business_id, today, most\n        );", "represents, business_id, today, most\n        ) s;"
    )
    assert "former boolean" in text and ") s;" in text  # noqa: PT018, S101 (the words of 0026 are found)
    return text


# Every city that addresses name, each found by one step in the index: they are few, the addresses are many. It reads
# with the rights of who asks, so under the policies.
CITIES = """
create function parties_cities(of_people boolean, of_organisations boolean) returns setof text
language sql stable
set jit = off
as $$
    with recursive
    people(city) as (
        (select city_key from parties_person_address where of_people and city_key > '' order by city_key limit 1)
        union all
        select (select a.city_key from parties_person_address a where a.city_key > p.city order by a.city_key limit 1)
        from people p where p.city is not null
    ),
    organisations(city) as (
        (select city_key from parties_organisation_address where of_organisations and city_key > ''
            order by city_key limit 1)
        union all
        select (
            select a.city_key from parties_organisation_address a where a.city_key > o.city order by a.city_key limit 1
        )
        from organisations o where o.city is not null
    )
    select city from people where city is not null union select city from organisations where city is not null
$$;
comment on function parties_cities(boolean, boolean) is 'The cities of all addresses, as they are compared.';
"""
NO_CITIES = "drop function parties_cities(boolean, boolean)"


def _email(model: str) -> list[migrations.operations.base.Operation]:
    return [
        migrations.AddField(
            model_name=model,
            name="domain",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Func(
                    models.F("normalised"),
                    models.Value("@"),
                    models.Value(2),
                    function="split_part",
                    output_field=models.CharField(max_length=320),
                ),
                output_field=models.CharField(db_collation="C", max_length=320),
            ),
        ),
        migrations.AddIndex(model_name=model, index=models.Index(fields=["domain"], name=f"{model}_domain")),
    ]


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0030_what_people_have_forbidden"),
    ]

    operations = [
        *_email("personemail"),
        *_email("organisationemail"),
        migrations.RunSQL(find(), str(_finding.FIND).replace("create function", "create or replace function")),
        migrations.RunSQL(CITIES, NO_CITIES),
        migrations.RunSQL([NO_ADDRESSED, addressed()], [NO_ADDRESSED, _ADDRESSED]),
    ]
