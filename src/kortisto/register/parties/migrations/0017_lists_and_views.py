from datetime import date
from typing import Any

import django.db.models.deletion
from django.db import migrations, models

WALL = """
alter table {table} enable row level security;
alter table {table} force row level security;
create policy {table}_needs_header on {table}
    using ((select exists (
        select from audit_access_context where xid = pg_current_xact_id_if_assigned()
    )))
    with check ((select exists (
        select from audit_access_context where xid = pg_current_xact_id_if_assigned()
    )));
"""
NO_WALL = """
drop policy {table}_needs_header on {table};
alter table {table} no force row level security;
alter table {table} disable row level security;
"""

# What lists are sorted by follows the tables it is made from, whoever writes them and by whatever way. A line is locked
# in the order of the ids, so that two writers wait for each other rather than for ever. "+ 0" keeps the planner from
# walking the index of all days for one party, which it does where it does not know yet how few days a party has.
FOLLOW = """
create function parties_{owner}_listing_refresh(changed uuid[]) returns void language plpgsql as $$
begin
    perform from public.parties_{owner}_listing l where l.{owner}_id = any(changed) order by l.{owner}_id for update;
    update public.parties_{owner}_listing l
    set last_activity_on = given.active, city_order = given.city
    from (
        select ids.id, coalesce(greatest(
            (select max(placed_on + 0) from public.parties_order where {owner}_id = ids.id),
            (select max(happened_on + 0) from public.parties_activity where {owner}_id = ids.id)
        ), '0001-01-01') as active, coalesce((
            select translate(city, '{letters}', '{ordered}') from public.parties_{owner}_address
            where {owner}_id = ids.id and city <> '' and valid_to is null
            order by use <> 'postal', use <> 'visiting', parties_{owner}_address.id limit 1
        ), '') as city
        from unnest(changed) as ids(id)
    ) as given
    where l.{owner}_id = given.id and (l.last_activity_on, l.city_order) is distinct from (given.active, given.city);
end
$$;

create function parties_{owner}_listing_add() returns trigger language plpgsql as $$
begin
    insert into public.parties_{owner}_listing ({owner}_id) select id from added on conflict do nothing;
    return null;
end
$$;
create trigger parties_{owner}_listing after insert on parties_{owner}
    referencing new table as added for each statement execute function parties_{owner}_listing_add();

create function parties_{owner}_listing_follow() returns trigger language plpgsql as $$
declare
    changed uuid[];
begin
    if tg_op = 'UPDATE' then
        select array_agg(distinct {owner}_id) into changed from (
            select {owner}_id from before union select {owner}_id from after
        ) as both_ where {owner}_id is not null;
    elsif tg_op = 'INSERT' then
        select array_agg(distinct {owner}_id) into changed from after where {owner}_id is not null;
    else
        select array_agg(distinct {owner}_id) into changed from before where {owner}_id is not null;
    end if;
    if changed is not null then
        perform public.parties_{owner}_listing_refresh(changed);
    end if;
    return null;
end
$$;
"""
TRIGGERS = """
create trigger parties_{owner}_listing_insert after insert on {table}
    referencing new table as after for each statement execute function parties_{owner}_listing_follow();
create trigger parties_{owner}_listing_update after update on {table}
    referencing old table as before new table as after for each statement
    execute function parties_{owner}_listing_follow();
create trigger parties_{owner}_listing_delete after delete on {table}
    referencing old table as before for each statement execute function parties_{owner}_listing_follow();
"""
NO_TRIGGERS = """
drop trigger parties_{owner}_listing_insert on {table};
drop trigger parties_{owner}_listing_update on {table};
drop trigger parties_{owner}_listing_delete on {table};
"""
UNFOLLOW = """
drop trigger parties_{owner}_listing on parties_{owner};
drop function parties_{owner}_listing_add();
drop function parties_{owner}_listing_follow();
drop function parties_{owner}_listing_refresh(uuid[]);
"""
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖÀÁÂÃÇÈÉÊËÌÍÎÏÑÒÓÔÕØÙÚÛÜÝŠŽåäöàáâãçèéêëìíîïñòóôõøùúûüýÿšž"
ORDERED = "abcdefghijklmnopqrstuvwxyz{|}aaaaceeeeiiiinooo}}uuuyysz{|}aaaaceeeeiiiinooo}}uuuyyysz"

# The header first: an owner behind the wall sees and writes nobody's lines either.
FILL = """
insert into audit_access_context (id, actor_kind, actor_role, purpose, basis, channel, request_id, opened_at)
    values (gen_random_uuid(), 'command', '', 'migration', '', 'cli', '', now());
insert into parties_{owner}_listing ({owner}_id) select id from parties_{owner};
select parties_{owner}_listing_refresh(array_agg({owner}_id)) from parties_{owner}_listing;
"""


def line(owner: str, activity_index: str) -> migrations.CreateModel:
    fields: list[tuple[str, Any]] = [
        ("last_activity_on", models.DateField(db_default=date(1, 1, 1), default=date(1, 1, 1))),
        ("city_order", models.CharField(db_collation="C", db_default="", default="", max_length=200)),
        (
            owner,
            models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                primary_key=True,
                related_name="+",
                serialize=False,
                to=f"parties.{owner}",
            ),
        ),
    ]
    return migrations.CreateModel(
        name=f"{owner.title()}Listing",
        fields=fields,
        options={
            "db_table": f"parties_{owner}_listing",
            "abstract": False,
            "indexes": [
                models.Index(fields=["last_activity_on", owner], name=activity_index),
                models.Index(fields=["city_order", owner], name=f"parties_{owner}_by_city"),
            ],
        },
    )


def follow(owner: str) -> list[migrations.RunSQL]:
    tables = ["parties_order", "parties_activity", f"parties_{owner}_address"]
    return [
        migrations.RunSQL(
            WALL.format(table=f"parties_{owner}_listing"), NO_WALL.format(table=f"parties_{owner}_listing")
        ),
        migrations.RunSQL(
            FOLLOW.format(owner=owner, letters=LETTERS, ordered=ORDERED),
            UNFOLLOW.format(owner=owner),
        ),
        *(
            migrations.RunSQL(TRIGGERS.format(owner=owner, table=table), NO_TRIGGERS.format(owner=owner, table=table))
            for table in tables
        ),
        migrations.RunSQL(FILL.format(owner=owner), migrations.RunSQL.noop),
    ]


class Migration(migrations.Migration):
    dependencies = [("parties", "0016_no_audit_row_no_duplicates")]

    operations = [
        line("person", "parties_person_by_activity"),
        line("organisation", "parties_organisation_active"),
        *follow("person"),
        *follow("organisation"),
        migrations.CreateModel(
            name="SavedView",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("owner", models.UUIDField()),
                ("kind", models.CharField(max_length=20)),
                ("name", models.CharField(max_length=100)),
                ("query", models.CharField(blank=True, max_length=2000)),
                ("shared", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "db_table": "parties_saved_view",
                "indexes": [models.Index(fields=["owner"], name="parties_saved_view_owner")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="parties_saved_view_named"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["person", "organisation"])),
                        name="parties_saved_view_kind_known",
                    ),
                    models.UniqueConstraint(fields=("owner", "kind", "name"), name="parties_saved_view_once"),
                ],
            },
        ),
        migrations.RunSQL(WALL.format(table="parties_saved_view"), NO_WALL.format(table="parties_saved_view")),
    ]
