import django.db.models.deletion
from django.db import migrations, models

import kortisto.lib.ids


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0004_contact_points_of_organisations"),
    ]

    operations = [
        migrations.CreateModel(
            name="Order",
            fields=[
                (
                    "id",
                    models.UUIDField(default=kortisto.lib.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("source", models.CharField(max_length=200)),
                ("collected_at", models.DateTimeField()),
                ("basis", models.CharField(max_length=50)),
                ("declaration", models.CharField(max_length=100)),
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
                ("changed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="parties.person",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="parties.organisation",
                    ),
                ),
                ("reference", models.CharField(blank=True, max_length=100)),
                ("placed_on", models.DateField()),
            ],
            options={
                "db_table": "parties_order",
                "abstract": False,
                "indexes": [models.Index(fields=["placed_on"], name="parties_order_placed_on")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "basis__in",
                                [
                                    "consent",
                                    "contract",
                                    "legal obligation",
                                    "vital interest",
                                    "public task",
                                    "legitimate interest",
                                ],
                            )
                        ),
                        name="parties_order_basis_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True), name="parties_order_has_source"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("declaration", ""), _negated=True), name="parties_order_has_declaration"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("person__isnull", False), ("organisation__isnull", False), _connector="OR"),
                        name="parties_order_has_owner",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("reference", ""), _negated=True),
                        fields=("source", "reference"),
                        name="parties_order_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Activity",
            fields=[
                (
                    "id",
                    models.UUIDField(default=kortisto.lib.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("source", models.CharField(max_length=200)),
                ("collected_at", models.DateTimeField()),
                ("basis", models.CharField(max_length=50)),
                ("declaration", models.CharField(max_length=100)),
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
                ("changed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="parties.person",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="parties.organisation",
                    ),
                ),
                ("reference", models.CharField(blank=True, max_length=100)),
                ("kind", models.CharField(max_length=20)),
                ("happened_on", models.DateField()),
            ],
            options={
                "db_table": "parties_activity",
                "abstract": False,
                "indexes": [models.Index(fields=["happened_on"], name="parties_activity_happened_on")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "basis__in",
                                [
                                    "consent",
                                    "contract",
                                    "legal obligation",
                                    "vital interest",
                                    "public task",
                                    "legitimate interest",
                                ],
                            )
                        ),
                        name="parties_activity_basis_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True), name="parties_activity_has_source"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("declaration", ""), _negated=True), name="parties_activity_has_declaration"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("person__isnull", False), ("organisation__isnull", False), _connector="OR"),
                        name="parties_activity_has_owner",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["meeting", "call", "sale", "other"])),
                        name="parties_activity_kind_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Note",
            fields=[
                (
                    "id",
                    models.UUIDField(default=kortisto.lib.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("source", models.CharField(max_length=200)),
                ("collected_at", models.DateTimeField()),
                ("basis", models.CharField(max_length=50)),
                ("declaration", models.CharField(max_length=100)),
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
                ("changed_at", models.DateTimeField(blank=True, null=True)),
                ("reference", models.CharField(blank=True, max_length=100)),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="parties.person",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="parties.organisation",
                    ),
                ),
                ("written_on", models.DateField()),
                ("text", models.CharField(max_length=2000)),
            ],
            options={
                "db_table": "parties_note",
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "basis__in",
                                [
                                    "consent",
                                    "contract",
                                    "legal obligation",
                                    "vital interest",
                                    "public task",
                                    "legitimate interest",
                                ],
                            )
                        ),
                        name="parties_note_basis_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True), name="parties_note_has_source"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("declaration", ""), _negated=True), name="parties_note_has_declaration"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("person__isnull", False), ("organisation__isnull", False), _connector="OR"),
                        name="parties_note_has_owner",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="parties_note_not_empty"
                    ),
                ],
                "indexes": [],
            },
        ),
    ]
