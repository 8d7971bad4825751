from importlib import import_module

from django.db import migrations, models

_lists = import_module("kortisto.register.parties.migrations.0017_lists_and_views")
_protected = import_module("kortisto.register.parties.migrations.0019_protected_addresses")

# The city that a list is sorted by is the one that it shows: an address whose last day lies ahead counts until then,
# by the day of the access that writes. When that day comes nobody writes anything, so the line says when it is to be
# looked at again. An address under a non-disclosure has no place in the order (migration 0019).
REFRESH = """
create or replace function parties_{owner}_listing_refresh(changed uuid[]) returns void language plpgsql as $$
declare
    today date := (coalesce(
        (select max(opened_at) from public.audit_access_context where xid = pg_current_xact_id_if_assigned()),
        statement_timestamp()
    ) at time zone 'Europe/Helsinki')::date;
begin
    perform from public.parties_{owner}_listing l where l.{owner}_id = any(changed) order by l.{owner}_id for update;
    update public.parties_{owner}_listing l
    set last_activity_on = given.active, city_order = given.city, city_until = given.until
    from (
        select ids.id, coalesce(greatest(
            (select max(placed_on + 0) from public.parties_order where {owner}_id = ids.id),
            (select max(happened_on + 0) from public.parties_activity where {owner}_id = ids.id)
        ), '0001-01-01') as active, coalesce(place.city, '') as city, place.valid_to as until
        from unnest(changed) as ids(id) left join lateral (
            select translate(a.city, '{letters}', '{ordered}') as city, a.valid_to from public.parties_{owner}_address a
            where a.{owner}_id = ids.id and a.city <> '' and (a.valid_to is null or a.valid_to > today){shown}
            order by a.use <> 'postal', a.use <> 'visiting', a.id limit 1
        ) as place on true
    ) as given
    where l.{owner}_id = given.id
        and (l.last_activity_on, l.city_order, l.city_until) is distinct from (given.active, given.city, given.until);
end
$$;
"""
_SHOWN = """
                and not exists (
                    select from public.parties_person p where p.id = ids.id and p.non_disclosure_until is not null
                )"""

# The header first: an owner behind the wall sees and writes nobody's lines either.
HEADER = """
insert into audit_access_context (id, actor_kind, actor_role, purpose, basis, channel, request_id, opened_at)
    values (gen_random_uuid(), 'command', '', 'migration', '', 'cli', '', now());
"""
FILL = """
select parties_{owner}_listing_refresh(array_agg(distinct {owner}_id)) from parties_{owner}_address
where valid_to > (now() at time zone 'Europe/Helsinki')::date;
"""


def earlier(owner: str) -> str:
    refresh = _lists.FOLLOW.partition("create function parties_{owner}_listing_add")[0]
    refresh = refresh.replace("create function", "create or replace function").format(
        owner=owner, letters=_lists.LETTERS, ordered=_lists.ORDERED
    )
    return str(_protected._no_city if owner == "person" else refresh)  # noqa: SLF001 (the words of an earlier migration)


def refreshed(owner: str) -> str:
    return REFRESH.format(
        owner=owner, letters=_lists.LETTERS, ordered=_lists.ORDERED, shown=_SHOWN if owner == "person" else ""
    )


def until(owner: str) -> list[migrations.operations.base.Operation]:
    return [
        migrations.AddField(
            model_name=f"{owner}listing", name="city_until", field=models.DateField(blank=True, null=True)
        ),
        migrations.AddIndex(
            model_name=f"{owner}listing",
            index=models.Index(
                condition=models.Q(("city_until__isnull", False)),
                fields=["city_until"],
                name=f"parties_{owner}_city_ends",
            ),
        ),
        migrations.RunSQL(refreshed(owner), earlier(owner)),
    ]


class Migration(migrations.Migration):
    dependencies = [("parties", "0021_tasks_that_repeat")]

    operations = [
        *until("person"),
        *until("organisation"),
        migrations.RunSQL(
            HEADER + FILL.format(owner="person") + FILL.format(owner="organisation"), migrations.RunSQL.noop
        ),
    ]
