from django.db import migrations

# The program may neither delete an account nor what its user signed: who has read whose data is told of accounts by
# their ids, years later. Only logins of a demo stood for nobody. Nobody has mail under ".example" (RFC 2606).
REMOVE = """
create function access_remove_accounts_of(domain text) returns uuid[]
    language plpgsql security definer set search_path = public, pg_temp as $$
declare
    gone uuid[];
begin
    if domain !~ '^[a-z0-9-]+[.]example$' then
        raise exception 'accounts of people are closed, not removed' using errcode = 'insufficient_privilege';
    end if;
    select coalesce(array_agg(id), '{}') into gone from access_user where split_part(email, '@', 2) = domain;
    delete from access_undertaking where user_id = any(gone);
    delete from access_user where id = any(gone);
    return gone;
end
$$;
revoke all on function access_remove_accounts_of(text) from public;
comment on function access_remove_accounts_of(text) is
    'Removes the accounts of a domain under which nobody has mail, with what was signed by them; returns their ids.';
"""
UNREMOVE = "drop function access_remove_accounts_of(text);"


class Migration(migrations.Migration):
    dependencies = [("access", "0006_languages_that_were_chosen")]

    operations = [migrations.RunSQL(REMOVE, UNREMOVE)]
