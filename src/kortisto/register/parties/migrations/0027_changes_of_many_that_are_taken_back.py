from django.db import migrations, models

import kortisto.lib.ids


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0026_showing_whom_a_search_found"),
    ]

    operations = [
        migrations.CreateModel(
            name="ManyChanged",
            fields=[
                ("made_by", models.UUIDField(primary_key=True, serialize=False)),
                ("act", models.UUIDField(default=kortisto.lib.ids.uuid7, unique=True)),
                ("made_at", models.DateTimeField()),
                ("kind", models.CharField(max_length=20)),
                ("action", models.CharField(max_length=50)),
                ("choice", models.CharField(max_length=100)),
                ("count", models.PositiveIntegerField()),
                ("undone_at", models.DateTimeField(null=True)),
            ],
            options={"db_table": "parties_many_changed"},
        ),
    ]
