import django.db.models.deletion
from django.db import migrations, models

import kortisto.lib.ids


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0003_contact_points_of_people"),
    ]

    operations = [
        migrations.CreateModel(
            name="OrganisationEmail",
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
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="parties.organisation"
                    ),
                ),
            ],
            options={
                "db_table": "parties_organisation_email",
                "abstract": False,
                "indexes": [models.Index(fields=["normalised"], name="organisationemail_value")],
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
                        name="parties_organisationemail_basis_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True), name="parties_organisationemail_has_source"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("declaration", ""), _negated=True),
                        name="parties_organisationemail_has_declaration",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from__isnull", True),
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="parties_organisationemail_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("use__in", ["work", "private", "billing"])),
                        name="parties_organisationemail_use_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("value", ""), _negated=True), models.Q(("normalised", ""), _negated=True)
                        ),
                        name="parties_organisationemail_not_empty",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to__isnull", True)),
                        fields=("organisation", "normalised"),
                        name="parties_organisationemail_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OrganisationPhone",
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
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="parties.organisation"
                    ),
                ),
            ],
            options={
                "db_table": "parties_organisation_phone",
                "abstract": False,
                "indexes": [models.Index(fields=["normalised"], name="organisationphone_value")],
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
                        name="parties_organisationphone_basis_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True), name="parties_organisationphone_has_source"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("declaration", ""), _negated=True),
                        name="parties_organisationphone_has_declaration",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from__isnull", True),
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="parties_organisationphone_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("use__in", ["work", "private", "billing"])),
                        name="parties_organisationphone_use_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("value", ""), _negated=True), models.Q(("normalised", ""), _negated=True)
                        ),
                        name="parties_organisationphone_not_empty",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to__isnull", True)),
                        fields=("organisation", "normalised"),
                        name="parties_organisationphone_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OrganisationWebsite",
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
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="parties.organisation"
                    ),
                ),
            ],
            options={
                "db_table": "parties_organisation_website",
                "abstract": False,
                "indexes": [models.Index(fields=["normalised"], name="organisationwebsite_value")],
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
                        name="parties_organisationwebsite_basis_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True), name="parties_organisationwebsite_has_source"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("declaration", ""), _negated=True),
                        name="parties_organisationwebsite_has_declaration",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from__isnull", True),
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="parties_organisationwebsite_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("use__in", ["work", "private", "billing"])),
                        name="parties_organisationwebsite_use_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("value", ""), _negated=True), models.Q(("normalised", ""), _negated=True)
                        ),
                        name="parties_organisationwebsite_not_empty",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to__isnull", True)),
                        fields=("organisation", "normalised"),
                        name="parties_organisationwebsite_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OrganisationAddress",
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
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="parties.organisation"
                    ),
                ),
            ],
            options={
                "db_table": "parties_organisation_address",
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
                        name="parties_organisationaddress_basis_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True), name="parties_organisationaddress_has_source"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("declaration", ""), _negated=True),
                        name="parties_organisationaddress_has_declaration",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from__isnull", True),
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="parties_organisationaddress_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("use__in", ["visiting", "postal", "billing"])),
                        name="parties_organisationaddress_use_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lines", ""), _negated=True),
                            models.Q(("postal_code", ""), _negated=True),
                            models.Q(("city", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="parties_organisationaddress_not_empty",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("country__regex", "^([A-Z]{2})?$")),
                        name="parties_organisationaddress_country_form",
                    ),
                ],
                "indexes": [],
            },
        ),
    ]
