from django.db import migrations, models

# Lines that are there keep an empty key: they were sealed without one (format 1 of `lib.log_lines`). The function that
# moves lines to their places learns the new column.
ADD = """
alter table audit_outbox add column token_id uuid;
alter table audit_sealed add column token_id uuid;
create index audit_sealed_token on audit_sealed (token_id, happened_at) where token_id is not null;
create or replace view audit_event with (security_invoker = true) as
    select id, actor_id, actor_kind, actor_role, purpose, basis, channel, request_id, access, network, happened_at,
           recorded_at, action, object_kind, object_id, subjects, items, outcome, seq, token_id
    from audit_sealed
    union all
    select id, actor_id, actor_kind, actor_role, purpose, basis, channel, request_id, access, network, happened_at,
           recorded_at, action, object_kind, object_id, subjects, items, outcome, null::bigint,
           token_id
    from audit_outbox;
"""
REMOVE = """
drop view audit_event;
create view audit_event with (security_invoker = true) as
    select id, actor_id, actor_kind, actor_role, purpose, basis, channel, request_id, access, network, happened_at,
           recorded_at, action, object_kind, object_id, subjects, items, outcome, seq
    from audit_sealed
    union all
    select id, actor_id, actor_kind, actor_role, purpose, basis, channel, request_id, access, network, happened_at,
           recorded_at, action, object_kind, object_id, subjects, items, outcome, null::bigint
    from audit_outbox;
comment on view audit_event is 'Every line of the audit log: those that are sealed, and those that wait for it.';
drop index audit_sealed_token;
alter table audit_sealed drop column token_id;
alter table audit_outbox drop column token_id;
"""

SEAL = """
create or replace function audit_seal(
    first bigint, ids uuid[], levels integer[], indexes bigint[], tiles bytea[], root bytea, note text, at timestamptz
) returns bigint
    language plpgsql security definer set search_path = public, pg_temp as $$
declare
    known bigint;
    moved bigint;
    month date;
begin
    perform pg_advisory_xact_lock(hashtextextended('kortisto.audit.sequencer', 0));
    select coalesce(max(size), 0) into known from audit_checkpoint;
    if first <> known then
        raise exception 'the log goes on at %, not at %', known, first;
    end if;
    perform pg_advisory_xact_lock(hashtextextended('kortisto.audit.months', 0));
    for month in
        select distinct date_trunc('month', recorded_at at time zone 'UTC')::date from audit_outbox where id = any(ids)
    loop
        perform audit_prepare_month(month);
    end loop;
    perform set_config('kortisto.audit_pruning', 'yes', true);
    with gone as (
        delete from audit_outbox waiting using unnest(ids) with ordinality as chosen(id, place)
        where waiting.id = chosen.id
        returning waiting.*, chosen.place
    )
    insert into audit_sealed (
        seq, id, actor_id, actor_kind, actor_role, purpose, basis, channel, request_id, access, network, happened_at,
        recorded_at, action, object_kind, object_id, subjects, items, outcome, token_id
    )
    select first + place - 1, id, actor_id, actor_kind, actor_role, purpose, basis, channel, request_id, access, network,
        happened_at, recorded_at, action, object_kind, object_id, subjects, items, outcome, token_id
    from gone;
    get diagnostics moved = row_count;
    perform set_config('kortisto.audit_pruning', '', true);
    if moved = 0 or moved <> cardinality(ids) then
        raise exception '% lines were to be sealed, and % were there', cardinality(ids), moved;
    end if;
    insert into audit_tile (level, index, hashes) select * from unnest(levels, indexes, tiles)
        on conflict (level, index) do update set hashes = excluded.hashes;
    insert into audit_checkpoint (day, size, root, note, made_at)
        values ((at at time zone 'UTC')::date, first + moved, root, note, at)
        on conflict (day) do update
        set size = excluded.size, root = excluded.root, note = excluded.note, made_at = excluded.made_at;
    return first + moved;
end
$$;
"""
SEAL_WITHOUT = """
create or replace function audit_seal(
    first bigint, ids uuid[], levels integer[], indexes bigint[], tiles bytea[], root bytea, note text, at timestamptz
) returns bigint
    language plpgsql security definer set search_path = public, pg_temp as $$
declare
    known bigint;
    moved bigint;
    month date;
begin
    perform pg_advisory_xact_lock(hashtextextended('kortisto.audit.sequencer', 0));
    select coalesce(max(size), 0) into known from audit_checkpoint;
    if first <> known then
        raise exception 'the log goes on at %, not at %', known, first;
    end if;
    perform pg_advisory_xact_lock(hashtextextended('kortisto.audit.months', 0));
    for month in
        select distinct date_trunc('month', recorded_at at time zone 'UTC')::date from audit_outbox where id = any(ids)
    loop
        perform audit_prepare_month(month);
    end loop;
    perform set_config('kortisto.audit_pruning', 'yes', true);
    with gone as (
        delete from audit_outbox waiting using unnest(ids) with ordinality as chosen(id, place)
        where waiting.id = chosen.id
        returning waiting.*, chosen.place
    )
    insert into audit_sealed (
        seq, id, actor_id, actor_kind, actor_role, purpose, basis, channel, request_id, access, network, happened_at,
        recorded_at, action, object_kind, object_id, subjects, items, outcome
    )
    select first + place - 1, id, actor_id, actor_kind, actor_role, purpose, basis, channel, request_id, access, network,
        happened_at, recorded_at, action, object_kind, object_id, subjects, items, outcome
    from gone;
    get diagnostics moved = row_count;
    perform set_config('kortisto.audit_pruning', '', true);
    if moved = 0 or moved <> cardinality(ids) then
        raise exception '% lines were to be sealed, and % were there', cardinality(ids), moved;
    end if;
    insert into audit_tile (level, index, hashes) select * from unnest(levels, indexes, tiles)
        on conflict (level, index) do update set hashes = excluded.hashes;
    insert into audit_checkpoint (day, size, root, note, made_at)
        values ((at at time zone 'UTC')::date, first + moved, root, note, at)
        on conflict (day) do update
        set size = excluded.size, root = excluded.root, note = excluded.note, made_at = excluded.made_at;
    return first + moved;
end
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0006_what_may_be_done_to_the_log")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(ADD, REMOVE), migrations.RunSQL(SEAL, SEAL_WITHOUT)],
            state_operations=[
                *(
                    migrations.AddField(model_name=name, name="token_id", field=models.UUIDField(null=True))
                    for name in ("outboxevent", "sealedevent")
                ),
                migrations.AddIndex(
                    model_name="sealedevent",
                    index=models.Index(
                        fields=["token_id", "happened_at"],
                        name="audit_sealed_token",
                        condition=models.Q(("token_id__isnull", False)),
                    ),
                ),
            ],
        ),
    ]
