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

# What was found is never changed; when two people become one, the finding goes along.
STAYS = """
create function retention_review_stays() returns trigger language plpgsql as $$
begin
    if (old.id, old.rule, old.outcome, old.until, old.reason, old.reviewed_at, old.reviewed_by)
            is distinct from (new.id, new.rule, new.outcome, new.until, new.reason, new.reviewed_at, new.reviewed_by)
    then
        raise exception 'a review is kept as it was written' using errcode = 'check_violation';
    end if;
    return new;
end
$$;
create trigger retention_review_stays before update on retention_review
    for each row execute function retention_review_stays();
"""
GOES = "drop trigger retention_review_stays on retention_review; drop function retention_review_stays();"


class Migration(migrations.Migration):
    dependencies = [
        ("retention", "0008_restrictions"),
        ("parties", "0026_showing_whom_a_search_found"),
        ("audit", "0009_has_header"),
    ]

    operations = [
        migrations.CreateModel(
            name="Review",
            fields=[
                (
                    "id",
                    models.UUIDField(default=kortisto.lib.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("rule", models.CharField(max_length=100)),
                ("outcome", models.CharField(choices=[("confirmed", "confirmed"), ("kept", "kept")], max_length=20)),
                ("until", models.DateField(null=True)),
                ("reason", models.CharField(blank=True, max_length=1000)),
                ("reviewed_at", models.DateTimeField()),
                ("reviewed_by", models.UUIDField(null=True)),
            ],
            options={
                "db_table": "retention_review",
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
                    models.Q(("finished_at__isnull", False), ("state__in", ["cancelled", "closed", "finished"])),
                    models.Q(
                        models.Q(("state__in", ["cancelled", "closed", "finished"]), _negated=True),
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
                condition=models.Q(("state__in", ["cancelled", "closed", "finished"]), _negated=True),
                name="retention_sweep_one_at_a_time",
            ),
        ),
        migrations.AddField(
            model_name="review",
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
            model_name="review",
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
            model_name="review",
            index=models.Index(fields=["reviewed_at", "id"], name="retention_review_order"),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("organisation__isnull", True), ("person__isnull", False)),
                    models.Q(("organisation__isnull", False), ("person__isnull", True)),
                    _connector="OR",
                ),
                name="retention_review_one_subject",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(("rule", ""), _negated=True), name="retention_review_names_rule"
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", "confirmed"), ("until", None)),
                    models.Q(("outcome", "kept"), ("until__isnull", False), models.Q(("reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="retention_review_kept_until",
            ),
        ),
        migrations.RunSQL(BIND.format(table="retention_review"), UNBIND.format(table="retention_review")),
        migrations.RunSQL(STAYS, GOES),
    ]
