from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0020_undoing_by_portions"),
    ]

    operations = [
        migrations.AddField(
            model_name="task",
            name="follows",
            field=models.UUIDField(blank=True, null=True, unique=True),
        ),
        migrations.AddField(
            model_name="task",
            name="repeats",
            field=models.CharField(blank=True, db_default="", default="", max_length=12),
        ),
        migrations.AddField(
            model_name="task",
            name="repeats_from",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("repeats__in", ["", "daily", "weekly", "fortnightly", "monthly", "quarterly", "yearly"])
                ),
                name="parties_task_repeats_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("repeats", ""), ("repeats_from__isnull", True)),
                    models.Q(
                        models.Q(("repeats", ""), _negated=True),
                        ("repeats_from__isnull", False),
                        ("repeats_from__lte", models.F("due_on")),
                    ),
                    _connector="OR",
                ),
                name="parties_task_repeats_from_a_day",
            ),
        ),
    ]
