from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

# As in the migration of the agenda: it tells something of people, as short as it is.
WALL = """
alter table retention_awaited_review enable row level security;
alter table retention_awaited_review force row level security;
create policy retention_awaited_review_needs_header on retention_awaited_review
    using ((select audit_has_header())) with check ((select audit_has_header()));
"""
NO_WALL = """
drop policy retention_awaited_review_needs_header on retention_awaited_review;
alter table retention_awaited_review no force row level security;
alter table retention_awaited_review disable row level security;
"""


class Migration(migrations.Migration):
    # Lines of the agenda that stand already are of an earlier form: the next settling works them out anew.
    dependencies = [("retention", "0013_what_an_erasure_leaves")]

    operations = [
        migrations.AddField("agenda", "review_on", models.DateField(null=True)),
        migrations.AddIndex(
            "agenda",
            models.Index(
                condition=models.Q(("review_on__isnull", False)),
                fields=["kind", "review_on"],
                name="retention_agenda_review",
            ),
        ),
        migrations.AddField("draft", "review_on", models.DateField(null=True)),
        migrations.CreateModel(
            name="AwaitedReview",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "kind", "subject", "rule", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(choices=[("person", "person"), ("organisation", "organisation")], max_length=12),
                ),
                ("subject", models.UUIDField()),
                ("rule", models.CharField(max_length=100)),
                ("since", models.DateField()),
                ("last_day", models.DateField(null=True)),
                ("items", ArrayField(base_field=models.CharField(max_length=60), size=None)),
            ],
            options={
                "db_table": "retention_awaited_review",
                "indexes": [
                    models.Index(fields=["since", "kind", "subject", "rule"], name="retention_awaited_since"),
                    models.Index(fields=["last_day", "kind", "subject", "rule"], name="retention_awaited_last_day"),
                    models.Index(fields=["rule"], name="retention_awaited_rule"),
                ],
            },
        ),
        migrations.RunSQL(WALL, NO_WALL),
    ]
