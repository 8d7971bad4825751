from django.db import migrations

# The triggers of migration 0002 let a line go only while a function of ours is at it; so does this one, and it lets the
# seal grow, never change. The functions run as the owner, and each keeps the log whole whoever calls it.
GUARD = """
drop function audit_prune(timestamptz);

create function audit_only_grows() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
    if tg_op = 'UPDATE' and tg_table_name = 'audit_tile' then
        if (new.level, new.index) = (old.level, old.index)
            and substring(new.hashes from 1 for length(old.hashes)) = old.hashes
        then
            return new;
        end if;
    elsif tg_op = 'UPDATE' and tg_table_name = 'audit_checkpoint' then
        if new.day = old.day and new.size > old.size then
            return new;
        end if;
    end if;
    raise exception 'the seal of the audit log only grows: % on % is refused', lower(tg_op), tg_table_name
        using errcode = 'insufficient_privilege';
end
$$;

create trigger audit_tile_only_grows before update or delete on audit_tile
    for each row execute function audit_only_grows();
create trigger audit_tile_no_truncate before truncate on audit_tile
    for each statement execute function audit_only_grows();
create trigger audit_checkpoint_only_grows before update or delete on audit_checkpoint
    for each row execute function audit_only_grows();
create trigger audit_checkpoint_no_truncate before truncate on audit_checkpoint
    for each statement execute function audit_only_grows();
create trigger audit_sealed_append_only before update or delete on audit_sealed
    for each row execute function audit_refuse_change();
create trigger audit_sealed_no_truncate before truncate on audit_sealed
    for each statement execute function audit_refuse_change();
create trigger audit_sealed_other_no_truncate before truncate on audit_sealed_other
    for each statement execute function audit_refuse_change();
create trigger audit_pruned_only_grows before update or delete on audit_pruned
    for each row execute function audit_only_grows();
create trigger audit_verification_append_only before update or delete on audit_verification
    for each row execute function audit_refuse_change();

-- Needed only while its transaction lasts: see clear_contexts. What is there is of transactions that have ended.
drop trigger audit_access_context_append_only on audit_access_context;
drop trigger audit_access_context_no_truncate on audit_access_context;
truncate audit_access_context;
create trigger audit_access_context_append_only before update or delete on audit_access_context
    for each row execute function audit_refuse_change();
create trigger audit_access_context_no_truncate before truncate on audit_access_context
    for each statement execute function audit_refuse_change();
alter table audit_access_context set unlogged;
alter table audit_access_context set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
"""
UNGUARD = """
alter table audit_access_context set logged;
drop trigger audit_verification_append_only on audit_verification;
drop trigger audit_sealed_other_no_truncate on audit_sealed_other;
drop trigger audit_sealed_no_truncate on audit_sealed;
drop trigger audit_sealed_append_only on audit_sealed;
drop function audit_only_grows() cascade;
create function audit_prune(older_than timestamptz) returns bigint
    language plpgsql set search_path = pg_catalog, public as $$ begin return 0; end $$;
revoke all on function audit_prune(timestamptz) from public;
"""

PARTITIONS = """
create function audit_prepare_month(month date) returns void
    language plpgsql set search_path = public, pg_temp as $$
declare
    name text := 'audit_sealed_' || to_char(month, 'YYYY_MM');
    first timestamptz := date_trunc('month', month::timestamp) at time zone 'UTC';
    following timestamptz := (date_trunc('month', month::timestamp) + interval '1 month') at time zone 'UTC';
begin
    if to_regclass('public.' || name) is not null then
        return;
    end if;
    execute format('create table public.%I (like audit_sealed including defaults)', name);
    -- What came before its month had a place moves there.
    perform set_config('kortisto.audit_pruning', 'yes', true);
    execute format(
        'with moved as (delete from audit_sealed_other where recorded_at >= %L and recorded_at < %L returning *) '
        'insert into %I select * from moved', first, following, name);
    perform set_config('kortisto.audit_pruning', '', true);
    execute format('alter table audit_sealed attach partition %I for values from (%L) to (%L)', name, first, following);
    execute format('create trigger %I before truncate on %I for each statement execute function audit_refuse_change()',
        name || '_no_truncate', name);
end
$$;
revoke all on function audit_prepare_month(date) from public;

create function audit_prepare_months(month date, ahead integer) returns void
    language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if ahead not between 0 and 12 or month not between current_date - 62 and current_date + 62 then
        raise exception 'only months near today are prepared';
    end if;
    perform pg_advisory_xact_lock(hashtextextended('kortisto.audit.months', 0));
    for step in 0..ahead loop
        perform audit_prepare_month((month + make_interval(months => step))::date);
    end loop;
end
$$;
revoke all on function audit_prepare_months(date, integer) from public;
comment on function audit_prepare_months(date, integer) is
    'Makes the partitions of a month and of so many after it, where they are missing.';
"""
UNPARTITION = """
drop function audit_prepare_months(date, integer);
drop function audit_prepare_month(date);
"""

SEALING = """
create function audit_seal(
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
revoke all on function audit_seal(bigint, uuid[], integer[], bigint[], bytea[], bytea, text, timestamptz) from public;
comment on function audit_seal(bigint, uuid[], integer[], bigint[], bytea[], bytea, text, timestamptz) is
    'Gives the lines of the outbox their places in the sealed log, as they are, with the hashes that seal them.';

create function audit_clear_contexts() returns bigint
    language plpgsql security definer set search_path = public, pg_temp as $$
declare
    removed bigint;
begin
    perform set_config('kortisto.audit_pruning', 'yes', true);
    -- A header that can be seen from here was written by a transaction that has ended, or by this one.
    delete from audit_access_context where xid <> pg_current_xact_id();
    get diagnostics removed = row_count;
    perform set_config('kortisto.audit_pruning', '', true);
    return removed;
end
$$;
revoke all on function audit_clear_contexts() from public;
comment on function audit_clear_contexts() is 'Removes the headers of transactions that have ended, and no other.';
"""
UNSEAL = """
drop function audit_clear_contexts();
drop function audit_seal(bigint, uuid[], integer[], bigint[], bytea[], bytea, text, timestamptz);
"""

PRUNING = """
create function audit_prune(marker uuid, signed text) returns bigint
    language plpgsql security definer set search_path = public, pg_temp as $$
declare
    bound bigint;
    until timestamptz;
    removed bigint;
    part text;
    is_empty boolean;
begin
    select kept.seq into bound
        from audit_sealed said join audit_sealed kept on kept.id = said.object_id
        where said.id = marker and said.action = 'audit.prune' and said.outcome = 'done';
    if bound is null then
        raise exception 'no sealed line of the log says that lines were to be removed';
    end if;
    select now() - keep::interval into until from audit_policy;
    if until is null then
        raise exception 'no period is known after which lines of the log may be removed';
    end if;
    if exists (select from audit_sealed where seq < bound and recorded_at >= until) then
        raise exception 'the period of lines before % still runs', bound using errcode = 'insufficient_privilege';
    end if;
    perform set_config('kortisto.audit_pruning', 'yes', true);
    insert into audit_pruned (before, marker, note) values (bound, marker, signed) on conflict (before) do nothing;
    delete from audit_sealed where seq < bound;
    get diagnostics removed = row_count;
    perform set_config('kortisto.audit_pruning', '', true);
    for part in
        select inhrelid::regclass::text from pg_inherits
        where inhparent = 'public.audit_sealed'::regclass
            and inhrelid::regclass::text < 'audit_sealed_' || to_char(until at time zone 'UTC', 'YYYY_MM')
    loop
        execute format('select not exists (select from %I)', part) into is_empty;
        if is_empty then
            execute format('drop table %I', part);
        end if;
    end loop;
    return removed;
end
$$;
revoke all on function audit_prune(uuid, text) from public;
comment on function audit_prune(uuid, text) is
    'Removes the lines before the one that a sealed line "audit.prune" names, when their period has passed.';
"""
UNPRUNE = "drop function audit_prune(uuid, text);"


class Migration(migrations.Migration):
    dependencies = [("audit", "0005_seal")]

    operations = [
        migrations.RunSQL(GUARD, UNGUARD),
        migrations.RunSQL(PARTITIONS, UNPARTITION),
        migrations.RunSQL(SEALING, UNSEAL),
        migrations.RunSQL(PRUNING, UNPRUNE),
    ]
