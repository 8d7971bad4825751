import django.db.models.deletion
from django.db import migrations, models

import kortisto.lib.ids


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0001_imports_and_organisations"),
    ]

    operations = [
        migrations.CreateModel(
            name="Person",
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
                ("origins", models.JSONField(blank=True, default=dict)),
                ("first_name", models.CharField(blank=True, max_length=200)),
                ("last_name", models.CharField(blank=True, max_length=200)),
                ("prefix", models.CharField(blank=True, max_length=50)),
                ("language", models.CharField(blank=True, max_length=2)),
                ("sort_key", models.CharField(db_collation="C", max_length=1300)),
            ],
            options={
                "db_table": "parties_person",
                "abstract": False,
                "indexes": [models.Index(fields=["sort_key", "id"], name="parties_person_order")],
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
                        name="parties_person_basis_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True), name="parties_person_has_source"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("declaration", ""), _negated=True), name="parties_person_has_declaration"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("language__in", ["", "fi", "sv", "en"])),
                        name="parties_person_language_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("first_name", ""), _negated=True),
                            models.Q(("last_name", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="parties_person_named",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PersonSearchWord",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="parties.person"
                    ),
                ),
                ("word", models.CharField(db_collation="C", max_length=200)),
            ],
            options={
                "db_table": "parties_person_search_word",
                "indexes": [models.Index(fields=["word", "person"], name="parties_person_word")],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="Represents",
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
                ("origins", models.JSONField(blank=True, default=dict)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="parties.person"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="parties.organisation"
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=200)),
                ("started_on", models.DateField(blank=True, null=True)),
                ("ended_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "db_table": "parties_represents",
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
                        name="parties_represents_basis_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True), name="parties_represents_has_source"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("declaration", ""), _negated=True),
                        name="parties_represents_has_declaration",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("started_on__isnull", True),
                            ("ended_on__isnull", True),
                            ("ended_on__gte", models.F("started_on")),
                            _connector="OR",
                        ),
                        name="parties_represents_ends_after_start",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on__isnull", True)),
                        fields=("person", "organisation"),
                        name="parties_represents_one_open",
                    ),
                ],
                "indexes": [],
            },
        ),
    ]
