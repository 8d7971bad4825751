import django.db.models.deletion
from django.db import migrations, models

import kortisto.lib.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Batch",
            fields=[
                (
                    "id",
                    models.UUIDField(default=kortisto.lib.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("file_name", models.CharField(max_length=255)),
                ("sha256", models.CharField(max_length=64)),
                ("register", models.CharField(max_length=100)),
                ("source", models.CharField(max_length=200)),
                ("collected_at", models.DateTimeField()),
                ("basis", models.CharField(max_length=50)),
                ("declaration", models.CharField(max_length=100)),
                ("imported_at", models.DateTimeField()),
                ("imported_by", models.UUIDField(null=True)),
                ("counts", models.JSONField(default=dict)),
            ],
            options={
                "db_table": "parties_batch",
                "indexes": [models.Index(fields=["sha256"], name="parties_batch_sha256")],
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
                        name="parties_batch_basis_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")), name="parties_batch_sha256"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True), name="parties_batch_has_source"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("declaration", ""), _negated=True), name="parties_batch_has_declaration"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Organisation",
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
                ("registered_name", models.CharField(max_length=300)),
                ("trade_name", models.CharField(blank=True, max_length=300)),
                ("sort_key", models.CharField(db_collation="C", max_length=1000)),
                ("business_id", models.CharField(blank=True, db_collation="C", max_length=9, null=True)),
                ("vat_id", models.CharField(blank=True, max_length=20)),
                ("einvoice_address", models.CharField(blank=True, max_length=100)),
                ("external_reference", models.CharField(blank=True, max_length=100)),
                ("sole_trader", models.BooleanField(default=False)),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="parties.organisation",
                    ),
                ),
            ],
            options={
                "db_table": "parties_organisation",
                "abstract": False,
                "indexes": [
                    models.Index(fields=["sort_key", "id"], name="parties_organisation_order"),
                    models.Index(fields=["source", "external_reference"], name="parties_organisation_external"),
                ],
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
                        name="parties_organisation_basis_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True), name="parties_organisation_has_source"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("declaration", ""), _negated=True),
                        name="parties_organisation_has_declaration",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("registered_name", ""), _negated=True), name="parties_organisation_named"
                    ),
                    models.UniqueConstraint(fields=("business_id",), name="parties_organisation_business_id_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("business_id__isnull", True), ("business_id__regex", "^[0-9]{7}-[0-9]$"), _connector="OR"
                        ),
                        name="parties_organisation_business_id_form",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("parent__isnull", True),
                            models.Q(("parent", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="parties_organisation_not_own_parent",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OrganisationSearchWord",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="parties.organisation"
                    ),
                ),
                ("word", models.CharField(db_collation="C", max_length=300)),
            ],
            options={
                "db_table": "parties_organisation_search_word",
                "indexes": [models.Index(fields=["word", "organisation"], name="parties_organisation_word")],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="Customership",
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
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="parties.organisation"
                    ),
                ),
                ("started_on", models.DateField(blank=True, null=True)),
                ("ended_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "db_table": "parties_customership",
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
                        name="parties_customership_basis_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True), name="parties_customership_has_source"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("declaration", ""), _negated=True),
                        name="parties_customership_has_declaration",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("started_on__isnull", True),
                            ("ended_on__isnull", True),
                            ("ended_on__gte", models.F("started_on")),
                            _connector="OR",
                        ),
                        name="parties_customership_ends_after_start",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on__isnull", True)),
                        fields=("organisation",),
                        name="parties_customership_one_open",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="BusinessRelation",
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
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="parties.organisation"
                    ),
                ),
                ("started_on", models.DateField(blank=True, null=True)),
                ("ended_on", models.DateField(blank=True, null=True)),
                ("kind", models.CharField(max_length=20)),
            ],
            options={
                "db_table": "parties_business_relation",
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
                        name="parties_businessrelation_basis_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True), name="parties_businessrelation_has_source"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("declaration", ""), _negated=True),
                        name="parties_businessrelation_has_declaration",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("started_on__isnull", True),
                            ("ended_on__isnull", True),
                            ("ended_on__gte", models.F("started_on")),
                            _connector="OR",
                        ),
                        name="parties_businessrelation_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["prospect", "supplier", "partner", "reseller"])),
                        name="parties_businessrelation_kind_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on__isnull", True)),
                        fields=("organisation", "kind"),
                        name="parties_business_relation_one_open",
                    ),
                ],
                "indexes": [],
            },
        ),
    ]
