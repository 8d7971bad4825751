from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0004_levels_with_a_second_step")]

    operations = [
        migrations.AddField(model_name="elevation", name="seen_at", field=models.DateTimeField(null=True)),
        migrations.AddField(model_name="elevation", name="seen_by", field=models.UUIDField(null=True)),
        migrations.AddIndex(
            model_name="elevation",
            index=models.Index(
                fields=["started_at"], condition=models.Q(seen_at__isnull=True), name="access_elevation_unseen"
            ),
        ),
        migrations.AddConstraint(
            model_name="elevation",
            constraint=models.CheckConstraint(
                condition=models.Q(seen_at__isnull=True, seen_by__isnull=True)
                | models.Q(seen_at__isnull=False, seen_by__isnull=False) & ~models.Q(seen_by=models.F("user")),
                name="access_elevation_seen_by_another",
            ),
        ),
    ]
