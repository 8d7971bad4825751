import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

import kortisto.lib.ids
import kortisto.register.parties.models.provenance


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0012_meetings_of_several_and_tasks"),
    ]

    operations = [
        migrations.CreateModel(
            name="Group",
            fields=[
                (
                    "id",
                    models.UUIDField(default=kortisto.lib.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("name", models.CharField(max_length=60)),
                ("created_at", models.DateTimeField()),
                ("created_by", models.UUIDField(null=True)),
            ],
            options={
                "db_table": "parties_group",
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="parties_group_has_name"
                    ),
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("name"), name="parties_group_name_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Tag",
            fields=[
                (
                    "id",
                    models.UUIDField(default=kortisto.lib.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("name", models.CharField(max_length=60)),
                ("created_at", models.DateTimeField()),
                ("created_by", models.UUIDField(null=True)),
                ("colour", models.CharField(default="grey", max_length=10)),
            ],
            options={
                "db_table": "parties_tag",
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="parties_tag_has_name"
                    ),
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("name"), name="parties_tag_name_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("colour__in", ["grey", "blue", "green", "yellow", "orange", "red", "purple"])
                        ),
                        name="parties_tag_colour_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attachment",
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
                ("name", models.CharField(max_length=200)),
                ("media_type", models.CharField(max_length=100)),
                ("size", models.PositiveBigIntegerField()),
                ("stored_as", models.CharField(max_length=64, unique=True)),
                ("salt", models.BinaryField(max_length=32)),
                ("scan", models.CharField(default="not scanned", max_length=20)),
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
                        on_delete=kortisto.register.parties.models.provenance.cascade_first,
                        related_name="+",
                        to="parties.organisation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=kortisto.register.parties.models.provenance.cascade_first,
                        related_name="+",
                        to="parties.person",
                    ),
                ),
            ],
            options={
                "db_table": "parties_attachment",
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
                        name="parties_attachment_basis_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True), name="parties_attachment_has_source"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("declaration", ""), _negated=True),
                        name="parties_attachment_has_declaration",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("organisation__isnull", True), ("person__isnull", False)),
                            models.Q(("organisation__isnull", False), ("person__isnull", True)),
                            _connector="OR",
                        ),
                        name="parties_attachment_one_owner",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("scan__in", ["not scanned", "clean"])), name="parties_attachment_scan_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="parties_attachment_has_name"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("stored_as__regex", "^[0-9a-f]{64}$")), name="parties_attachment_stored_as"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Membership",
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
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="parties.group"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=kortisto.register.parties.models.provenance.cascade_first,
                        related_name="+",
                        to="parties.organisation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=kortisto.register.parties.models.provenance.cascade_first,
                        related_name="+",
                        to="parties.person",
                    ),
                ),
            ],
            options={
                "db_table": "parties_membership",
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
                        name="parties_membership_basis_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True), name="parties_membership_has_source"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("declaration", ""), _negated=True),
                        name="parties_membership_has_declaration",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("organisation__isnull", True), ("person__isnull", False)),
                            models.Q(("organisation__isnull", False), ("person__isnull", True)),
                            _connector="OR",
                        ),
                        name="parties_membership_one_owner",
                    ),
                    models.UniqueConstraint(fields=("person", "group"), name="parties_membership_person_once"),
                    models.UniqueConstraint(
                        fields=("organisation", "group"), name="parties_membership_organisation_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Removed",
            fields=[
                (
                    "id",
                    models.UUIDField(default=kortisto.lib.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("act", models.UUIDField()),
                ("kind", models.CharField(max_length=20)),
                ("rows", models.JSONField()),
                ("stored_as", models.CharField(blank=True, max_length=64)),
                ("removed_at", models.DateTimeField()),
                ("removed_by", models.UUIDField(null=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=kortisto.register.parties.models.provenance.cascade_first,
                        related_name="+",
                        to="parties.organisation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=kortisto.register.parties.models.provenance.cascade_first,
                        related_name="+",
                        to="parties.person",
                    ),
                ),
            ],
            options={
                "db_table": "parties_removed",
                "indexes": [
                    models.Index(fields=["act"], name="parties_removed_act"),
                    models.Index(fields=["removed_at"], name="parties_removed_at"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Tagging",
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
                        on_delete=kortisto.register.parties.models.provenance.cascade_first,
                        related_name="+",
                        to="parties.organisation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=kortisto.register.parties.models.provenance.cascade_first,
                        related_name="+",
                        to="parties.person",
                    ),
                ),
                (
                    "tag",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="parties.tag"),
                ),
            ],
            options={
                "db_table": "parties_tagging",
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
                        name="parties_tagging_basis_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True), name="parties_tagging_has_source"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("declaration", ""), _negated=True), name="parties_tagging_has_declaration"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("organisation__isnull", True), ("person__isnull", False)),
                            models.Q(("organisation__isnull", False), ("person__isnull", True)),
                            _connector="OR",
                        ),
                        name="parties_tagging_one_owner",
                    ),
                    models.UniqueConstraint(fields=("person", "tag"), name="parties_tagging_person_once"),
                    models.UniqueConstraint(fields=("organisation", "tag"), name="parties_tagging_organisation_once"),
                ],
            },
        ),
    ]
