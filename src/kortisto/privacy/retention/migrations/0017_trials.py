import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import kortisto.lib.ids

STATES = ["asked", "running", "cancelling", "cancelled", "finished"]
TRIED = ["cancelled", "finished"]
# As of the agenda: whose data would go tells something of them, as short as it is.
WALL = """
alter table retention_trial_sample enable row level security;
alter table retention_trial_sample force row level security;
create policy retention_trial_sample_needs_header on retention_trial_sample
    using ((select audit_has_header())) with check ((select audit_has_header()));
"""
NO_WALL = """
drop policy retention_trial_sample_needs_header on retention_trial_sample;
alter table retention_trial_sample no force row level security;
alter table retention_trial_sample disable row level security;
"""


class Migration(migrations.Migration):
    dependencies = [("retention", "0016_whom_an_import_meets")]

    operations = [
        migrations.CreateModel(
            name="Trial",
            fields=[
                (
                    "id",
                    models.UUIDField(default=kortisto.lib.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("state", models.CharField(default="asked", max_length=20)),
                ("declaration", models.CharField(max_length=100)),
                ("evaluated_at", models.DateTimeField()),
                ("asked_at", models.DateTimeField()),
                ("asked_by", models.UUIDField(null=True)),
                ("started_at", models.DateTimeField(null=True)),
                ("moved_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
                ("worker", models.UUIDField(null=True)),
                ("total", models.PositiveIntegerField(default=0)),
                ("looked_at", models.PositiveIntegerField(default=0)),
                ("counts", models.JSONField(default=dict)),
            ],
            options={
                "db_table": "retention_trial",
                "indexes": [models.Index(fields=["asked_at", "id"], name="retention_trial_order")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("state__in", STATES)), name="retention_trial_state"),
                    models.CheckConstraint(
                        condition=models.Q(state__in=TRIED, finished_at__isnull=False)
                        | (~models.Q(state__in=TRIED) & models.Q(finished_at__isnull=True)),
                        name="retention_trial_over_has_end",
                    ),
                    models.UniqueConstraint(
                        models.Value(1, output_field=models.SmallIntegerField()),
                        condition=~models.Q(state__in=TRIED),
                        name="retention_trial_one_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TrialSample",
            fields=[
                (
                    "id",
                    models.UUIDField(default=kortisto.lib.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("kind", models.CharField(max_length=20)),
                ("subject", models.UUIDField()),
                ("whole", models.BooleanField()),
                (
                    "items",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), size=None),
                ),
                (
                    "rules",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=120), size=None),
                ),
                (
                    "trial",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="retention.trial"
                    ),
                ),
            ],
            options={
                "db_table": "retention_trial_sample",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["person", "organisation"])),
                        name="retention_trial_sample_kind",
                    )
                ],
            },
        ),
        migrations.RunSQL(WALL, NO_WALL),
    ]
