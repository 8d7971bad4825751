from uuid import uuid4

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("retention", "0008_restrictions"),
    ]

    operations = [
        migrations.CreateModel(
            name="Remnant",
            fields=[
                ("id", models.UUIDField(default=uuid4, editable=False, primary_key=True, serialize=False)),
                ("table", models.CharField(max_length=50)),
                ("values", models.JSONField(default=dict)),
                ("people", models.PositiveIntegerField()),
                ("rows", models.PositiveIntegerField()),
            ],
            options={
                "db_table": "retention_remnant",
                "constraints": [
                    models.UniqueConstraint(fields=("table", "values"), name="retention_remnant_once"),
                    models.CheckConstraint(condition=models.Q(people__gte=2), name="retention_remnant_of_several"),
                    models.CheckConstraint(
                        condition=models.Q(rows__gte=models.F("people")), name="retention_remnant_rows"
                    ),
                ],
            },
        ),
    ]
