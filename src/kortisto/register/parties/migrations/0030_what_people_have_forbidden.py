import django.db.models.deletion
from django.db import migrations, models

import kortisto.lib.ids

# Walled in the words of migration 0025.
WALL = """
alter table parties_objection enable row level security;
alter table parties_objection force row level security;
create policy parties_objection_needs_header on parties_objection
    using ((select audit_has_header())) with check ((select audit_has_header()));
"""
NO_WALL = """
drop policy parties_objection_needs_header on parties_objection;
alter table parties_objection no force row level security;
alter table parties_objection disable row level security;
"""
BASES = ["consent", "contract", "legal obligation", "vital interest", "public task", "legitimate interest"]


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0029_what_was_said_and_who_wrote_it"),
    ]

    operations = [
        migrations.CreateModel(
            name="Objection",
            fields=[
                (
                    "id",
                    models.UUIDField(default=kortisto.lib.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("source", models.CharField(max_length=200)),
                ("collected_at", models.DateTimeField()),
                ("basis", models.CharField(max_length=50)),
                ("declaration", models.CharField(max_length=100)),
                ("changed_at", models.DateTimeField(blank=True, null=True)),
                ("objection", models.CharField(max_length=100)),
                ("made_on", models.DateField()),
                (
                    "batch",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="parties.batch",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="parties.person"
                    ),
                ),
            ],
            options={
                "db_table": "parties_objection",
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("basis__in", BASES)), name="parties_objection_basis_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True), name="parties_objection_has_source"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("declaration", ""), _negated=True), name="parties_objection_has_declaration"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("objection", ""), _negated=True), name="parties_objection_named"
                    ),
                    models.UniqueConstraint(fields=("person", "objection"), name="parties_objection_once"),
                ],
            },
        ),
        migrations.RunSQL(WALL, NO_WALL),
    ]
