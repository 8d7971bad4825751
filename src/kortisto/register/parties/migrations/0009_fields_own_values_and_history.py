import django.db.models.deletion
from django.db import migrations, models

import kortisto.lib.ids


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0008_city_keys_and_references"),
    ]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="einvoice_operator",
            field=models.CharField(blank=True, max_length=35),
        ),
        migrations.AddField(
            model_name="organisation",
            name="industry_code",
            field=models.CharField(blank=True, db_collation="C", max_length=5),
        ),
        migrations.AddField(
            model_name="organisation",
            name="size_class",
            field=models.CharField(blank=True, max_length=10),
        ),
        migrations.AddField(
            model_name="person",
            name="informed_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="person",
            name="non_disclosure_until",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="represents",
            name="role",
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                (
                    "id",
                    models.UUIDField(default=kortisto.lib.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("happened_at", models.DateTimeField()),
                ("changed_by", models.UUIDField(blank=True, null=True)),
                ("source", models.CharField(blank=True, max_length=200)),
                ("batch", models.UUIDField(blank=True, null=True)),
                ("table", models.CharField(max_length=50)),
                ("row", models.UUIDField()),
                ("field", models.CharField(max_length=100)),
                ("item", models.CharField(max_length=100)),
                ("old", models.TextField(blank=True)),
                ("new", models.TextField(blank=True)),
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
            ],
            options={
                "db_table": "parties_change",
                "indexes": [
                    models.Index(fields=["row", "field"], name="parties_change_row"),
                    models.Index(
                        condition=models.Q(("batch__isnull", False)), fields=["batch"], name="parties_change_batch"
                    ),
                    models.Index(fields=["happened_at"], name="parties_change_happened_at"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("organisation__isnull", True), ("person__isnull", False)),
                            models.Q(("organisation__isnull", False), ("person__isnull", True)),
                            _connector="OR",
                        ),
                        name="parties_change_has_one_owner",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("item", ""), _negated=True), name="parties_change_has_item"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConsumerCustomership",
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
                ("started_on", models.DateField(blank=True, null=True)),
                ("ended_on", models.DateField(blank=True, null=True)),
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
                "db_table": "parties_consumer_customership",
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
                        name="parties_consumercustomership_basis_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True),
                        name="parties_consumercustomership_has_source",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("declaration", ""), _negated=True),
                        name="parties_consumercustomership_has_declaration",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("started_on__isnull", True),
                            ("ended_on__isnull", True),
                            ("ended_on__gte", models.F("started_on")),
                            _connector="OR",
                        ),
                        name="parties_consumercustomership_ends_after_start",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on__isnull", True)),
                        fields=("person",),
                        name="parties_consumercustomership_one_open",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Guardianship",
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
                ("started_on", models.DateField(blank=True, null=True)),
                ("ended_on", models.DateField(blank=True, null=True)),
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
                    "guardian",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="parties.person"
                    ),
                ),
                (
                    "ward",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="parties.person"
                    ),
                ),
            ],
            options={
                "db_table": "parties_guardianship",
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
                        name="parties_guardianship_basis_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True), name="parties_guardianship_has_source"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("declaration", ""), _negated=True),
                        name="parties_guardianship_has_declaration",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("started_on__isnull", True),
                            ("ended_on__isnull", True),
                            ("ended_on__gte", models.F("started_on")),
                            _connector="OR",
                        ),
                        name="parties_guardianship_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ward", models.F("guardian")), _negated=True),
                        name="parties_guardianship_of_somebody_else",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on__isnull", True)),
                        fields=("ward", "guardian"),
                        name="parties_guardianship_one_open",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OrganisationFormerName",
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
                ("kind", models.CharField(default="registered", max_length=20)),
                ("name", models.CharField(max_length=300)),
                ("used_from", models.DateField(blank=True, null=True)),
                ("used_to", models.DateField(blank=True, null=True)),
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
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="parties.organisation"
                    ),
                ),
            ],
            options={
                "db_table": "parties_organisation_former_name",
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
                        name="parties_organisationformername_basis_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True),
                        name="parties_organisationformername_has_source",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("declaration", ""), _negated=True),
                        name="parties_organisationformername_has_declaration",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["registered", "trade"])),
                        name="parties_organisationformername_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="parties_organisationformername_not_empty"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("used_from__isnull", True),
                            ("used_to__isnull", True),
                            ("used_to__gte", models.F("used_from")),
                            _connector="OR",
                        ),
                        name="parties_organisationformername_ends_after_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OwnValue",
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
                ("item", models.CharField(db_collation="C", max_length=100)),
                ("value", models.CharField(max_length=2000)),
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
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="parties.organisation",
                    ),
                ),
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
            ],
            options={
                "db_table": "parties_own_value",
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
                        name="parties_ownvalue_basis_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True), name="parties_ownvalue_has_source"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("declaration", ""), _negated=True), name="parties_ownvalue_has_declaration"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("organisation__isnull", True), ("person__isnull", False)),
                            models.Q(("organisation__isnull", False), ("person__isnull", True)),
                            _connector="OR",
                        ),
                        name="parties_ownvalue_has_one_owner",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("item__startswith", "own.")), name="parties_ownvalue_of_own_item"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("value", ""), _negated=True), name="parties_ownvalue_not_empty"
                    ),
                    models.UniqueConstraint(fields=("person", "item"), name="parties_ownvalue_once_a_person"),
                    models.UniqueConstraint(
                        fields=("organisation", "item"), name="parties_ownvalue_once_an_organisation"
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(("industry_code__regex", "^([0-9]{2,5})?$")),
                name="parties_organisation_industry_code_form",
            ),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(("size_class__in", ["", "micro", "small", "medium", "large"])),
                name="parties_organisation_size_class_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="represents",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", ["", "contact", "decision maker", "buyer", "billing", "technical"])),
                name="parties_represents_role_known",
            ),
        ),
    ]
