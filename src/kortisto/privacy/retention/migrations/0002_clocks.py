from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

KINDS = [("person", "person"), ("organisation", "organisation")]

# Clocks and agenda tell something of people, as short as it is: only with a header. Marks name nothing but ids, and are
# written by whoever changes a row, whatever the way.
WALL = """
alter table {table} enable row level security;
alter table {table} force row level security;
create policy {table}_needs_header on {table}
    using ((select audit_has_header())) with check ((select audit_has_header()));
"""
NO_WALL = """
drop policy {table}_needs_header on {table};
alter table {table} no force row level security;
alter table {table} disable row level security;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("retention", "0001_certificates"),
        ("audit", "0009_has_header"),
    ]

    operations = [
        migrations.CreateModel(
            name="Mark",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.CharField(choices=KINDS, max_length=12)),
                ("subject", models.UUIDField()),
                ("wide", models.BooleanField(db_default=False)),
            ],
            options={"db_table": "retention_mark"},
        ),
        migrations.CreateModel(
            name="Clock",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "kind", "subject", "clock", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("kind", models.CharField(choices=KINDS, max_length=12)),
                ("subject", models.UUIDField()),
                ("clock", models.CharField(max_length=60)),
                ("first_at", models.DateTimeField(null=True)),
                ("first_day", models.DateField(null=True)),
                ("last_at", models.DateTimeField(null=True)),
                ("last_day", models.DateField(null=True)),
                ("running", models.BooleanField()),
            ],
            options={"db_table": "retention_clock"},
        ),
        migrations.CreateModel(
            name="Agenda",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "kind", "subject", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("kind", models.CharField(choices=KINDS, max_length=12)),
                ("subject", models.UUIDField()),
                ("next_on", models.DateField(null=True)),
                ("states", ArrayField(base_field=models.CharField(max_length=60), db_default=[], size=None)),
                ("earlier", ArrayField(base_field=models.CharField(max_length=60), db_default=[], size=None)),
                ("phase", models.CharField(db_default="", max_length=60)),
                ("special", models.BooleanField(db_default=False)),
                ("held_back", models.JSONField(db_default={})),
                ("declaration", models.CharField(max_length=40)),
            ],
            options={
                "db_table": "retention_agenda",
                "indexes": [
                    models.Index(fields=["kind", "next_on", "subject"], name="retention_agenda_next"),
                    models.Index(fields=["declaration"], name="retention_agenda_declaration"),
                    models.Index(
                        condition=models.Q(("held_back", {}), _negated=True),
                        fields=["kind"],
                        name="retention_agenda_held_back",
                    ),
                ],
            },
        ),
        migrations.RunSQL(WALL.format(table="retention_clock"), NO_WALL.format(table="retention_clock")),
        migrations.RunSQL(WALL.format(table="retention_agenda"), NO_WALL.format(table="retention_agenda")),
    ]
