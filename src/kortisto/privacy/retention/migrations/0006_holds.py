import django.db.models.deletion
from django.db import migrations, models

import kortisto.lib.ids

# The row goes with its subject by whichever way that goes. And it shows only to who has said why they look.
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


class Migration(migrations.Migration):
    dependencies = [
        ("retention", "0005_days_that_are_remembered"),
        ("parties", "0026_showing_whom_a_search_found"),
        ("audit", "0009_has_header"),
    ]

    operations = [
        migrations.CreateModel(
            name="Hold",
            fields=[
                (
                    "id",
                    models.UUIDField(default=kortisto.lib.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("hold", models.CharField(max_length=100)),
                ("items", models.JSONField(default=list)),
                ("reason", models.CharField(blank=True, max_length=1000)),
                ("opened_at", models.DateTimeField()),
                ("opened_by", models.UUIDField(null=True)),
                ("review_on", models.DateField()),
                ("reviewed_at", models.DateTimeField(null=True)),
                ("reviewed_by", models.UUIDField(null=True)),
                ("review_reason", models.CharField(blank=True, max_length=1000)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.UUIDField(null=True)),
                ("end_reason", models.CharField(blank=True, max_length=1000)),
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
            ],
            options={
                "db_table": "retention_hold",
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at", None)), fields=["review_on", "id"], name="retention_hold_review"
                    ),
                    models.Index(fields=["opened_at", "id"], name="retention_hold_opened"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("organisation__isnull", True), ("person__isnull", False)),
                            models.Q(("organisation__isnull", False), ("person__isnull", True)),
                            _connector="OR",
                        ),
                        name="retention_hold_one_subject",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("hold", ""), _negated=True), name="retention_hold_names_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at__isnull", True), ("ended_at__gte", models.F("opened_at")), _connector="OR"
                        ),
                        name="retention_hold_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at__isnull", False),
                            models.Q(("end_reason", ""), ("ended_by__isnull", True)),
                            _connector="OR",
                        ),
                        name="retention_hold_ended_whole",
                    ),
                ],
            },
        ),
        migrations.RunSQL(BIND.format(table="retention_hold"), UNBIND.format(table="retention_hold")),
    ]
