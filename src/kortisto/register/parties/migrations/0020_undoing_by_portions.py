from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("parties", "0019_protected_addresses")]

    operations = [
        migrations.AddField("batch", "undo_state", models.CharField(blank=True, default="", max_length=20), False),
        migrations.AddField("batch", "undo", models.JSONField(default=dict)),
        migrations.AddField("batch", "undo_moved_at", models.DateTimeField(null=True)),
        migrations.AddConstraint(
            "batch",
            models.CheckConstraint(
                condition=models.Q(("undo_state__in", ["", "running", "failed", "done"])),
                name="parties_batch_undo_state_known",
            ),
        ),
    ]
