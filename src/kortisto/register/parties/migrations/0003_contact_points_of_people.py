import django.db.models.deletion
from django.db import migrations, models

import kortisto.lib.ids


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0002_people_and_whom_they_represent"),
    ]

    operations = [
        migrations.CreateModel(
            name="PersonEmail",
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
                ("valid_from", models.DateField(blank=True, null=True)),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("use", models.CharField(default="work", max_length=20)),
                ("value", models.CharField(max_length=320)),
                ("normalised", models.CharField(db_collation="C", max_length=320)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="parties.person"
                    ),
                ),
            ],
            options={
                "db_table": "parties_person_email",
                "abstract": False,
                "indexes": [models.Index(fields=["normalised"], name="personemail_value")],
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
                        name="parties_personemail_basis_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True), name="parties_personemail_has_source"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("declaration", ""), _negated=True),
                        name="parties_personemail_has_declaration",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from__isnull", True),
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="parties_personemail_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("use__in", ["work", "private", "billing"])),
                        name="parties_personemail_use_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("value", ""), _negated=True), models.Q(("normalised", ""), _negated=True)
                        ),
                        name="parties_personemail_not_empty",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to__isnull", True)),
                        fields=("person", "normalised"),
                        name="parties_personemail_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PersonPhone",
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
                ("valid_from", models.DateField(blank=True, null=True)),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("use", models.CharField(default="work", max_length=20)),
                ("value", models.CharField(max_length=320)),
                ("normalised", models.CharField(db_collation="C", max_length=320)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="parties.person"
                    ),
                ),
            ],
            options={
                "db_table": "parties_person_phone",
                "abstract": False,
                "indexes": [models.Index(fields=["normalised"], name="personphone_value")],
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
                        name="parties_personphone_basis_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True), name="parties_personphone_has_source"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("declaration", ""), _negated=True),
                        name="parties_personphone_has_declaration",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from__isnull", True),
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="parties_personphone_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("use__in", ["work", "private", "billing"])),
                        name="parties_personphone_use_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("value", ""), _negated=True), models.Q(("normalised", ""), _negated=True)
                        ),
                        name="parties_personphone_not_empty",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to__isnull", True)),
                        fields=("person", "normalised"),
                        name="parties_personphone_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PersonWebsite",
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
                ("valid_from", models.DateField(blank=True, null=True)),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("use", models.CharField(default="work", max_length=20)),
                ("value", models.CharField(max_length=320)),
                ("normalised", models.CharField(db_collation="C", max_length=320)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="parties.person"
                    ),
                ),
            ],
            options={
                "db_table": "parties_person_website",
                "abstract": False,
                "indexes": [models.Index(fields=["normalised"], name="personwebsite_value")],
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
                        name="parties_personwebsite_basis_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True), name="parties_personwebsite_has_source"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("declaration", ""), _negated=True),
                        name="parties_personwebsite_has_declaration",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from__isnull", True),
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="parties_personwebsite_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("use__in", ["work", "private", "billing"])),
                        name="parties_personwebsite_use_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("value", ""), _negated=True), models.Q(("normalised", ""), _negated=True)
                        ),
                        name="parties_personwebsite_not_empty",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to__isnull", True)),
                        fields=("person", "normalised"),
                        name="parties_personwebsite_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PersonAddress",
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
                ("valid_from", models.DateField(blank=True, null=True)),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("use", models.CharField(default="postal", max_length=20)),
                ("lines", models.CharField(blank=True, max_length=500)),
                ("postal_code", models.CharField(blank=True, max_length=20)),
                ("city", models.CharField(blank=True, max_length=200)),
                ("region", models.CharField(blank=True, max_length=200)),
                ("country", models.CharField(blank=True, max_length=2)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="parties.person"
                    ),
                ),
            ],
            options={
                "db_table": "parties_person_address",
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
                        name="parties_personaddress_basis_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True), name="parties_personaddress_has_source"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("declaration", ""), _negated=True),
                        name="parties_personaddress_has_declaration",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from__isnull", True),
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="parties_personaddress_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("use__in", ["visiting", "postal", "billing"])),
                        name="parties_personaddress_use_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lines", ""), _negated=True),
                            models.Q(("postal_code", ""), _negated=True),
                            models.Q(("city", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="parties_personaddress_not_empty",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("country__regex", "^([A-Z]{2})?$")),
                        name="parties_personaddress_country_form",
                    ),
                ],
                "indexes": [],
            },
        ),
    ]
