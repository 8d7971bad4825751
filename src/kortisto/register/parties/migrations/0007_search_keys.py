from typing import Any

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

from kortisto.lib.ids import uuid7
from kortisto.lib.text_keys import search_keys

OWNERS = {"person": ("first_name", "last_name"), "organisation": ("registered_name", "trade_name")}
PORTION = 5000

# The runtime role is behind the same wall as everywhere (migration 0006). The owner reads these keys past it, so that
# the function below can use their index: under a policy only comparisons that are leakproof may, and @@ is not.
PROTECT = """
alter table parties_{owner}_search_keys enable row level security;
alter table parties_{owner}_search_keys force row level security;
create policy parties_{owner}_search_keys_needs_header on parties_{owner}_search_keys
    using ((select exists (
        select from audit_access_context where xid = pg_current_xact_id_if_assigned()
    )))
    with check ((select exists (
        select from audit_access_context where xid = pg_current_xact_id_if_assigned()
    )));
create policy parties_{owner}_search_keys_of_function on parties_{owner}_search_keys
    for select to current_user using (true);

create function parties_{owner}_forget_search_keys() returns trigger language plpgsql as $$
begin
    delete from public.parties_{owner}_search_keys where {owner}_id = new.id;
    return null;
end
$$;
comment on function parties_{owner}_forget_search_keys() is
    'A name that was changed or erased is not found by any more, whoever changed it; operations then write new keys.';
create trigger parties_{owner}_forget_search_keys after update of {first}, {second} on parties_{owner}
    for each row when (old.{first} is distinct from new.{first} or old.{second} is distinct from new.{second})
    execute function parties_{owner}_forget_search_keys();
"""
UNPROTECT = """
drop trigger parties_{owner}_forget_search_keys on parties_{owner};
drop function parties_{owner}_forget_search_keys();
"""

# Ids only, and only to a transaction that has written its header: the rows themselves are read under the policies.
FUNCTION = """
create function parties_find_by_name(
    whole text, beginnings text, forgiving text, people boolean, organisations boolean, limits integer[]
) returns table (kind text, id uuid, tier integer)
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
set enable_seqscan = off set jit = off set plan_cache_mode = force_custom_plan
as $$
declare
    most constant integer := limits[1];
    few constant integer := limits[2];
    got integer;
    total integer := 0;
begin
    if not exists (
        select from public.audit_access_context where xid = pg_catalog.pg_current_xact_id_if_assigned()
    ) then
        raise exception 'a search needs the header of its transaction in the audit log'
            using errcode = 'insufficient_privilege';
    end if;
    if people then
        got := 0;
        if whole <> '' then
            return query select 'person', k.person_id, 1 from public.parties_person_search_keys k
                where k.keys @@ whole::tsquery limit most;
            get diagnostics got = row_count;
        end if;
        if got < most then
            return query select 'person', k.person_id, 2 from public.parties_person_search_keys k
                where k.keys @@ beginnings::tsquery limit most;
            get diagnostics got = row_count;
        end if;
        total := total + got;
    end if;
    if organisations then
        got := 0;
        if whole <> '' then
            return query select 'organisation', k.organisation_id, 1 from public.parties_organisation_search_keys k
                where k.keys @@ whole::tsquery limit most;
            get diagnostics got = row_count;
        end if;
        if got < most then
            return query select 'organisation', k.organisation_id, 2 from public.parties_organisation_search_keys k
                where k.keys @@ beginnings::tsquery limit most;
            get diagnostics got = row_count;
        end if;
        total := total + got;
    end if;
    if total < few then
        if people then
            return query select 'person', k.person_id, 4 from public.parties_person_search_keys k
                where k.keys @@ forgiving::tsquery limit most;
        end if;
        if organisations then
            return query select 'organisation', k.organisation_id, 4 from public.parties_organisation_search_keys k
                where k.keys @@ forgiving::tsquery limit most;
        end if;
    end if;
end
$$;
comment on function parties_find_by_name(text, text, text, boolean, boolean, integer[]) is
    'Who bears a name, as ids: 1 by whole words, 2 by their beginnings, 4 but for typing errors.';
"""
NO_FUNCTION = "drop function parties_find_by_name(text, text, text, boolean, boolean, integer[])"


def fill(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001 (what a migration is called with)
    """Write the keys of everybody who is there already, in portions."""
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into audit_access_context (id, actor_kind, actor_role, purpose, basis, channel, request_id, opened_at)"
            " values (%s, 'command', '', 'migration', '', 'cli', '', now())",
            (uuid7(),),
        )
        for owner, names in OWNERS.items():
            last = None
            while True:
                cursor.execute(
                    f"select id, {names[0]}, {names[1]} from parties_{owner}"  # noqa: S608 (names of our own)
                    " where %s::uuid is null or id > %s"
                    " order by id limit %s",
                    (last, last, PORTION),
                )
                rows = cursor.fetchall()
                if not rows:
                    break
                cursor.executemany(
                    f"insert into parties_{owner}_search_keys ({owner}_id, keys) values (%s, %s)"  # noqa: S608
                    f" on conflict ({owner}_id) do nothing",
                    [(id_, search_keys(*found)) for id_, *found in rows],
                )
                last = rows[-1][0]


def keys_of(owner: str, to: str) -> migrations.CreateModel:
    return migrations.CreateModel(
        name=f"{owner.title()}SearchKeys",
        fields=[
            (
                owner,
                models.OneToOneField(
                    on_delete=django.db.models.deletion.CASCADE,
                    primary_key=True,
                    related_name="+",
                    serialize=False,
                    to=to,
                ),
            ),
            ("keys", django.contrib.postgres.search.SearchVectorField()),
        ],
        options={
            "db_table": f"parties_{owner}_search_keys",
            "indexes": [
                django.contrib.postgres.indexes.GinIndex(
                    fields=["keys"], gin_pending_list_limit=512, name=f"parties_{owner}_keys"
                )
            ],
        },
    )


def wall(owner: str) -> migrations.RunSQL:
    first, second = OWNERS[owner]
    return migrations.RunSQL(PROTECT.format(owner=owner, first=first, second=second), UNPROTECT.format(owner=owner))


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0006_no_audit_row_no_data"),
    ]

    operations = [
        keys_of("person", "parties.person"),
        keys_of("organisation", "parties.organisation"),
        wall("person"),
        wall("organisation"),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunSQL(FUNCTION, NO_FUNCTION),
        migrations.DeleteModel(name="PersonSearchWord"),
        migrations.DeleteModel(name="OrganisationSearchWord"),
    ]
