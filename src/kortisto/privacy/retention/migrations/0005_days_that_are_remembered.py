from django.db import migrations, models

import kortisto.lib.ids

KINDS = [("person", "person"), ("organisation", "organisation")]
WALL = """
alter table retention_remembered_clock enable row level security;
alter table retention_remembered_clock force row level security;
create policy retention_remembered_clock_needs_header on retention_remembered_clock
    using ((select audit_has_header())) with check ((select audit_has_header()));
"""
NO_WALL = """
drop policy retention_remembered_clock_needs_header on retention_remembered_clock;
alter table retention_remembered_clock no force row level security;
alter table retention_remembered_clock disable row level security;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("retention", "0004_certificates_stay"),
    ]

    operations = [
        migrations.CreateModel(
            name="RememberedClock",
            fields=[
                (
                    "id",
                    models.UUIDField(default=kortisto.lib.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("kind", models.CharField(choices=KINDS, max_length=12)),
                ("subject", models.UUIDField()),
                ("clock", models.CharField(max_length=60)),
                ("first_on", models.DateField()),
                ("last_on", models.DateField()),
            ],
            options={
                "db_table": "retention_remembered_clock",
                "constraints": [
                    models.UniqueConstraint(fields=["subject", "clock"], name="retention_remembered_clock_once"),
                    models.CheckConstraint(
                        condition=models.Q(last_on__gte=models.F("first_on")),
                        name="retention_remembered_clock_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(kind__in=["person", "organisation"]),
                        name="retention_remembered_clock_kind_known",
                    ),
                ],
            },
        ),
        migrations.RunSQL(WALL, NO_WALL),
    ]
