from importlib import import_module

from django.db import migrations, models

_lists = import_module("kortisto.register.parties.migrations.0017_lists_and_views")

# Of whom a non-disclosure for personal safety is in force (laki 661/2009 36 §), the address shows only to an access that
# is not veiled: on no page, list, export, search or print of anybody else. Both sub-selects refer to no row, so each
# runs once for a statement. The history of changes repeats addresses, so it is veiled too.
_PROTECTED = """
    (select not exists (
        select from audit_access_context where xid = pg_current_xact_id_if_assigned() and veiled
    ))
    or person_id is null
    or person_id <> all (array(
        select id from parties_person
        where non_disclosure_until >= (statement_timestamp() at time zone 'Europe/Helsinki')::date
    ))
"""
VEIL = (
    f"""
    create policy parties_person_address_veil on parties_person_address as restrictive
        using ({_PROTECTED}) with check (true);
    create policy parties_change_veil on parties_change as restrictive
        using (item not like 'person.contact.address%' or {_PROTECTED}) with check (true);
    """,
    """
    drop policy parties_person_address_veil on parties_person_address;
    drop policy parties_change_veil on parties_change;
    """,
)

# In the order of cities somebody protected would stand among those of their city.
_refresh = _lists.FOLLOW.partition("create function parties_{owner}_listing_add")[0]
_refresh = _refresh.replace("create function", "create or replace function").format(
    owner="person", letters=_lists.LETTERS, ordered=_lists.ORDERED
)
_no_city = _refresh.replace(
    "and city <> ''",
    "and city <> '' and not exists (select from public.parties_person p"
    " where p.id = ids.id and p.non_disclosure_until is not null)",
)
assert _no_city != _refresh  # noqa: S101 (the words of 0017 are found)


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0018_merges_that_can_be_undone"),
        ("audit", "0008_veiled_accesses"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                condition=models.Q(("non_disclosure_until__isnull", False)),
                fields=["non_disclosure_until"],
                name="parties_person_protected",
            ),
        ),
        migrations.RunSQL(*VEIL),
        migrations.RunSQL(_no_city, _refresh),
    ]
