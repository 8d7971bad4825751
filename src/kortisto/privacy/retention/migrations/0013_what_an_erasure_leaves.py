from zoneinfo import ZoneInfo

import django.db.models.deletion
import django.db.models.functions
from django.db import migrations, models

import kortisto.lib.ids

# As in the migration of restrictions: the row goes with its subject by whichever way that goes.
BIND = """
alter table retention_erasure
    add constraint retention_erasure_person_fk foreign key (person_id) references parties_person (id)
        on delete cascade deferrable initially deferred,
    add constraint retention_erasure_organisation_fk foreign key (organisation_id)
        references parties_organisation (id) on delete cascade deferrable initially deferred;
alter table retention_erasure enable row level security;
alter table retention_erasure force row level security;
create policy retention_erasure_needs_header on retention_erasure
    using ((select audit_has_header())) with check ((select audit_has_header()));
"""
UNBIND = """
drop policy retention_erasure_needs_header on retention_erasure;
alter table retention_erasure no force row level security;
alter table retention_erasure disable row level security;
alter table retention_erasure
    drop constraint retention_erasure_person_fk, drop constraint retention_erasure_organisation_fk;
"""
GROUNDS = ["accuracy", "unlawful", "claim", "objection", "rule", "erased"]
NOT_ERASED = models.Q(("ground", "erased"), _negated=True)
BESIDE = models.Q(("lifted_at", None), NOT_ERASED)
LEFT = models.Q(("ground", "erased"), ("lifted_at", None))


def once(of: str, short: str, condition: models.Q, word: str = "") -> migrations.AddConstraint:
    return migrations.AddConstraint(
        model_name="restriction",
        constraint=models.UniqueConstraint(
            condition=condition, fields=(of,), name=f"retention_restriction_{short}{word}_once"
        ),
    )


class Migration(migrations.Migration):
    dependencies = [("retention", "0011_forecast")]

    operations = [
        migrations.CreateModel(
            name="Erasure",
            fields=[
                (
                    "id",
                    models.UUIDField(default=kortisto.lib.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="parties.person",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="parties.organisation",
                    ),
                ),
                ("asked_on", models.DateField()),
                ("on_request", models.BooleanField()),
                ("carried_out_at", models.DateTimeField()),
                ("carried_out_by", models.UUIDField(null=True)),
            ],
            options={"db_table": "retention_erasure", "abstract": False},
        ),
        migrations.AddConstraint(
            model_name="erasure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("organisation__isnull", True), ("person__isnull", False)),
                    models.Q(("organisation__isnull", False), ("person__isnull", True)),
                    _connector="OR",
                ),
                name="retention_erasure_one_subject",
            ),
        ),
        migrations.AddConstraint(
            model_name="erasure",
            constraint=models.UniqueConstraint(fields=("person",), name="retention_erasure_person_once"),
        ),
        migrations.AddConstraint(
            model_name="erasure",
            constraint=models.UniqueConstraint(fields=("organisation",), name="retention_erasure_organisation_once"),
        ),
        migrations.AddConstraint(
            model_name="erasure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    asked_on__lte=django.db.models.functions.TruncDate(
                        "carried_out_at", tzinfo=ZoneInfo("Europe/Helsinki")
                    )
                ),
                name="retention_erasure_asked_before",
            ),
        ),
        migrations.RunSQL(BIND, UNBIND),
        migrations.AlterField(
            model_name="restriction",
            name="ground",
            field=models.CharField(choices=[(one, one) for one in GROUNDS], max_length=30),
        ),
        migrations.RemoveConstraint(model_name="restriction", name="retention_restriction_ground_known"),
        migrations.RemoveConstraint(model_name="restriction", name="retention_restriction_person_once"),
        migrations.RemoveConstraint(model_name="restriction", name="retention_restriction_org_once"),
        migrations.AddConstraint(
            model_name="restriction",
            constraint=models.CheckConstraint(
                condition=models.Q(("ground__in", GROUNDS)), name="retention_restriction_ground_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="restriction",
            constraint=models.CheckConstraint(
                condition=models.Q(NOT_ERASED, ("lifted_at", None), _connector="OR"),
                name="retention_restriction_erased_stands",
            ),
        ),
        once("person", "person", BESIDE),
        once("organisation", "org", BESIDE),
        once("person", "person", LEFT, "_erased"),
        once("organisation", "org", LEFT, "_erased"),
    ]
