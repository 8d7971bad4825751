from django.db import migrations, models

WALL = """
alter table retention_draft enable row level security;
alter table retention_draft force row level security;
create policy retention_draft_needs_header on retention_draft
    using ((select audit_has_header())) with check ((select audit_has_header()));
"""
NO_WALL = """
drop policy retention_draft_needs_header on retention_draft;
alter table retention_draft no force row level security;
alter table retention_draft disable row level security;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("retention", "0006_holds"),
    ]

    operations = [
        migrations.CreateModel(
            name="Draft",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "kind", "subject", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(choices=[("person", "person"), ("organisation", "organisation")], max_length=12),
                ),
                ("subject", models.UUIDField()),
                ("next_on", models.DateField(null=True)),
            ],
            options={"db_table": "retention_draft"},
        ),
        migrations.RunSQL(WALL, NO_WALL),
    ]
