from django.db import migrations

# The runtime role has no privilege to change the log (kortisto.config.database). These triggers stop the owner too, by
# whatever way it comes, except in the one function whose name says what it does.
REFUSE_CHANGES = """
create function audit_refuse_change() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
    if tg_op = 'DELETE' and current_setting('kortisto.audit_pruning', true) = 'yes' then
        return old;
    end if;
    raise exception 'the audit log is append-only: % on % is refused', lower(tg_op), tg_table_name
        using errcode = 'insufficient_privilege',
              hint = 'Events are removed only by audit_prune(), when their retention period has passed.';
end
$$;

create trigger audit_event_append_only before update or delete on audit_event
    for each row execute function audit_refuse_change();
create trigger audit_event_no_truncate before truncate on audit_event
    for each statement execute function audit_refuse_change();
create trigger audit_access_context_append_only before update or delete on audit_access_context
    for each row execute function audit_refuse_change();
create trigger audit_access_context_no_truncate before truncate on audit_access_context
    for each statement execute function audit_refuse_change();

create function audit_prune(older_than timestamptz) returns bigint
    language plpgsql set search_path = pg_catalog, public as $$
declare
    removed bigint;
begin
    perform set_config('kortisto.audit_pruning', 'yes', true);
    delete from audit_access_context where opened_at < older_than;
    delete from audit_event where happened_at < older_than;
    get diagnostics removed = row_count;
    perform set_config('kortisto.audit_pruning', '', true);
    return removed;
end
$$;
revoke all on function audit_prune(timestamptz) from public;

comment on function audit_prune(timestamptz) is
    'Removes events older than the given time and returns their number. For the owner role: the runtime role may not.';
"""

ALLOW_CHANGES = """
drop function audit_prune(timestamptz);
drop trigger audit_event_append_only on audit_event;
drop trigger audit_event_no_truncate on audit_event;
drop trigger audit_access_context_append_only on audit_access_context;
drop trigger audit_access_context_no_truncate on audit_access_context;
drop function audit_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_events_and_access_contexts")]

    operations = [migrations.RunSQL(REFUSE_CHANGES, ALLOW_CHANGES)]
