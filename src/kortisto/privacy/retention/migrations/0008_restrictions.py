import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import kortisto.lib.ids

# As in the migration of holds: the row goes with its subject by whichever way that goes.
BIND = """
alter table {table}
    add constraint {table}_person_fk foreign key (person_id) references parties_person (id)
        on delete cascade deferrable initially deferred,
    add constraint {table}_organisation_fk foreign key (organisation_id) references parties_organisation (id)
        on delete cascade deferrable initially deferred;
alter table {table} enable row level security;
alter table {table} force row level security;
create policy {table}_needs_header on {table}
    using ((select audit_has_header())) with check ((select audit_has_header()));
"""
UNBIND = """
drop policy {table}_needs_header on {table};
alter table {table} no force row level security;
alter table {table} disable row level security;
alter table {table} drop constraint {table}_person_fk, drop constraint {table}_organisation_fk;
"""


# Whom the present transaction may not see: those restricted for a purpose for which it has come in. Null, not empty,
# while that is nobody, so that nothing is compared. The officer's own purposes see everybody (Articles 5(2) and 12).
# Where a transaction has come in for several purposes, the narrowest counts. The plan is kept for a connection.
HIDDEN = """
create function retention_hidden() returns uuid[]
    language plpgsql stable parallel restricted as $$
begin
    if not exists (select from public.retention_restriction where lifted_at is null) then
        return null;
    end if;
    return (
        select array_agg(coalesce(r.person_id, r.organisation_id)) from public.retention_restriction r
        where r.lifted_at is null and exists (
            select from public.audit_access_context h
            where h.xid operator(pg_catalog.=) pg_catalog.pg_current_xact_id_if_assigned()
                and h.purpose <> all ('{retention,requests}') and h.purpose <> all (r.purposes)
        )
    );
end;
$$;
comment on function retention_hidden() is 'Who is restricted for a purpose of this transaction; null: nobody.';
"""


class Migration(migrations.Migration):
    dependencies = [
        ("retention", "0007_draft_of_the_agenda"),
        ("parties", "0026_showing_whom_a_search_found"),
        ("audit", "0009_has_header"),
    ]

    operations = [
        migrations.CreateModel(
            name="Restriction",
            fields=[
                (
                    "id",
                    models.UUIDField(default=kortisto.lib.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("accuracy", "accuracy"),
                            ("unlawful", "unlawful"),
                            ("claim", "claim"),
                            ("objection", "objection"),
                            ("rule", "rule"),
                        ],
                        max_length=30,
                    ),
                ),
                ("rule", models.CharField(blank=True, max_length=100)),
                (
                    "purposes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=100), default=list, size=None
                    ),
                ),
                ("since", models.DateTimeField()),
                ("restricted_by", models.UUIDField(null=True)),
                ("until", models.DateField(null=True)),
                ("lifted_at", models.DateTimeField(null=True)),
                ("lifted_by", models.UUIDField(null=True)),
                ("lift_reason", models.CharField(blank=True, max_length=1000)),
                ("told_on", models.DateField(null=True)),
            ],
            options={
                "db_table": "retention_restriction",
                "abstract": False,
            },
        ),
        migrations.RemoveConstraint(
            model_name="sweep",
            name="retention_sweep_over_has_end",
        ),
        migrations.RemoveConstraint(
            model_name="sweep",
            name="retention_sweep_one_at_a_time",
        ),
        migrations.AddConstraint(
            model_name="sweep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("finished_at__isnull", False), ("state__in", ["finished", "closed", "cancelled"])),
                    models.Q(
                        models.Q(("state__in", ["finished", "closed", "cancelled"]), _negated=True),
                        ("finished_at__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="retention_sweep_over_has_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="sweep",
            constraint=models.UniqueConstraint(
                models.Value(1, output_field=models.SmallIntegerField()),
                condition=models.Q(("state__in", ["finished", "closed", "cancelled"]), _negated=True),
                name="retention_sweep_one_at_a_time",
            ),
        ),
        migrations.AddField(
            model_name="restriction",
            name="organisation",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="parties.organisation",
            ),
        ),
        migrations.AddField(
            model_name="restriction",
            name="person",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="parties.person",
            ),
        ),
        migrations.AddIndex(
            model_name="restriction",
            index=models.Index(
                condition=models.Q(("lifted_at", None)), fields=["since", "id"], name="retention_restriction_in_force"
            ),
        ),
        migrations.AddConstraint(
            model_name="restriction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("organisation__isnull", True), ("person__isnull", False)),
                    models.Q(("organisation__isnull", False), ("person__isnull", True)),
                    _connector="OR",
                ),
                name="retention_restriction_one_subject",
            ),
        ),
        migrations.AddConstraint(
            model_name="restriction",
            constraint=models.UniqueConstraint(
                condition=models.Q(("lifted_at", None)), fields=("person",), name="retention_restriction_person_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="restriction",
            constraint=models.UniqueConstraint(
                condition=models.Q(("lifted_at", None)), fields=("organisation",), name="retention_restriction_org_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="restriction",
            constraint=models.CheckConstraint(
                condition=models.Q(("ground__in", ["accuracy", "unlawful", "claim", "objection", "rule"])),
                name="retention_restriction_ground_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="restriction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ground", "rule"), ("restricted_by", None)),
                    models.Q(models.Q(("ground", "rule"), _negated=True), ("rule", "")),
                    _connector="OR",
                ),
                name="retention_restriction_rule_or_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="restriction",
            constraint=models.CheckConstraint(
                condition=models.Q(("lifted_at", None), ("lifted_at__gte", models.F("since")), _connector="OR"),
                name="retention_restriction_ends_after_start",
            ),
        ),
        migrations.RunSQL(BIND.format(table="retention_restriction"), UNBIND.format(table="retention_restriction")),
        migrations.RunSQL(HIDDEN, "drop function retention_hidden() cascade"),
    ]
