import django.db.models.deletion
from django.db import migrations, models

import kortisto.lib.ids


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0010_no_audit_row_no_new_data"),
    ]

    operations = [
        migrations.CreateModel(
            name="Upload",
            fields=[
                (
                    "id",
                    models.UUIDField(default=kortisto.lib.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("file_name", models.CharField(max_length=255)),
                ("kind", models.CharField(max_length=10)),
                ("size", models.BigIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("encoding", models.CharField(blank=True, max_length=20)),
                ("separator", models.CharField(blank=True, max_length=1)),
                ("sheet", models.CharField(blank=True, max_length=100)),
                ("sheets", models.JSONField(default=list)),
                ("columns", models.JSONField(default=list)),
                ("program", models.CharField(blank=True, max_length=50)),
                ("rows", models.IntegerField()),
                ("pictures", models.IntegerField(default=0)),
                ("options", models.JSONField(default=dict)),
                ("relation", models.CharField(default="customer", max_length=20)),
                ("source", models.CharField(blank=True, max_length=200)),
                ("collected_on", models.DateField(null=True)),
                ("basis", models.CharField(blank=True, max_length=100)),
                ("purpose", models.CharField(blank=True, max_length=200)),
                ("state", models.CharField(default="new", max_length=20)),
                ("position", models.IntegerField(default=0)),
                ("counts", models.JSONField(default=dict)),
                ("failure", models.CharField(blank=True, max_length=50)),
                ("made_at", models.DateTimeField()),
                ("made_by", models.UUIDField(null=True)),
                ("moved_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "parties_upload",
            },
        ),
        migrations.CreateModel(
            name="UploadRow",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("number", models.IntegerField()),
                ("position", models.IntegerField()),
                ("faults", models.JSONField(default=list)),
                ("asked", models.BooleanField(default=False)),
                ("answer", models.CharField(blank=True, max_length=10)),
            ],
            options={
                "db_table": "parties_upload_row",
            },
        ),
        migrations.AddField(
            model_name="batch",
            name="kept",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="batch",
            name="purpose",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="batch",
            name="undone_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="batch",
            name="undone_by",
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name="change",
            name="origin_before",
            field=models.JSONField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name="batch",
            index=models.Index(fields=["imported_at"], name="parties_batch_imported_at"),
        ),
        migrations.AddIndex(
            model_name="organisation",
            index=models.Index(
                condition=models.Q(("vat_id", ""), _negated=True), fields=["vat_id"], name="parties_organisation_vat_id"
            ),
        ),
        migrations.AddField(
            model_name="upload",
            name="batch",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="parties.batch"
            ),
        ),
        migrations.AddField(
            model_name="uploadrow",
            name="upload",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="parties.upload"),
        ),
        migrations.AddIndex(
            model_name="upload",
            index=models.Index(fields=["state", "moved_at"], name="parties_upload_state"),
        ),
        migrations.AddConstraint(
            model_name="upload",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["new", "running", "asking", "done", "cancelled", "failed", "undone"])
                ),
                name="parties_upload_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="upload",
            constraint=models.CheckConstraint(
                condition=models.Q(("position__gte", 0), ("position__lte", models.F("rows"))),
                name="parties_upload_position_within",
            ),
        ),
        migrations.AddConstraint(
            model_name="upload",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("batch__isnull", True),
                    models.Q(
                        models.Q(("source", ""), _negated=True),
                        models.Q(("basis", ""), _negated=True),
                        models.Q(("purpose", ""), _negated=True),
                        ("collected_on__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="parties_upload_has_origin",
            ),
        ),
        migrations.AddConstraint(
            model_name="uploadrow",
            constraint=models.UniqueConstraint(fields=("upload", "position"), name="parties_upload_row_once"),
        ),
        migrations.AddConstraint(
            model_name="uploadrow",
            constraint=models.CheckConstraint(
                condition=models.Q(("answer__in", ["", "skip", "update", "create"])),
                name="parties_uploadrow_answer_known",
            ),
        ),
    ]
