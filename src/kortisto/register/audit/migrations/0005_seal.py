from django.db import migrations, models

import kortisto.lib.ids


class Migration(migrations.Migration):
    dependencies = [("audit", "0004_outbox_and_sealed_lines")]

    operations = [
        migrations.CreateModel(
            name="Tile",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("level", models.SmallIntegerField()),
                ("index", models.BigIntegerField()),
                ("hashes", models.BinaryField()),
            ],
            options={
                "db_table": "audit_tile",
                "constraints": [
                    models.UniqueConstraint(fields=("level", "index"), name="audit_tile_place"),
                    models.CheckConstraint(
                        condition=models.Q(("index__gte", 0), ("level__gte", 0)), name="audit_tile_counted"
                    ),
                ],
            },
        ),
        # Hashes do not compress: they are stored as they are, beside the row.
        migrations.RunSQL("alter table audit_tile alter column hashes set storage external", migrations.RunSQL.noop),
        migrations.CreateModel(
            name="SignedCheckpoint",
            fields=[
                ("day", models.DateField(primary_key=True, serialize=False)),
                ("size", models.BigIntegerField()),
                ("root", models.BinaryField()),
                ("note", models.TextField()),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "db_table": "audit_checkpoint",
                "constraints": [models.UniqueConstraint(fields=("size",), name="audit_checkpoint_size")],
            },
        ),
        migrations.CreateModel(
            name="PruningPolicy",
            fields=[
                ("id", models.SmallIntegerField(primary_key=True, serialize=False)),
                ("keep", models.TextField()),
            ],
            options={
                "db_table": "audit_policy",
                "constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="audit_policy_one")],
            },
        ),
        migrations.CreateModel(
            name="Pruning",
            fields=[
                ("before", models.BigIntegerField(primary_key=True, serialize=False)),
                ("marker", models.UUIDField(unique=True)),
                ("note", models.TextField()),
            ],
            options={"db_table": "audit_pruned"},
        ),
        migrations.CreateModel(
            name="Verification",
            fields=[
                (
                    "id",
                    models.UUIDField(default=kortisto.lib.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("at", models.DateTimeField()),
                ("by", models.UUIDField(null=True)),
                ("size", models.BigIntegerField()),
                ("lines", models.BigIntegerField()),
                ("findings", models.JSONField(default=list)),
            ],
            options={
                "db_table": "audit_verification",
                "indexes": [models.Index(fields=["at"], name="audit_verification_at")],
            },
        ),
    ]
