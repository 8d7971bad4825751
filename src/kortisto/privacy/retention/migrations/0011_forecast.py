from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("retention", "0010_regular_runs")]

    operations = [
        migrations.CreateModel(
            name="Forecast",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("due_on", models.DateField()),
                ("item", models.CharField(max_length=100)),
                ("rule", models.CharField(max_length=200)),
                ("action", models.CharField(max_length=20)),
                ("data", models.PositiveIntegerField()),
                ("counted_at", models.DateTimeField()),
                ("declaration", models.CharField(max_length=100)),
            ],
            options={"db_table": "retention_forecast"},
        ),
        migrations.AddConstraint(
            model_name="forecast",
            constraint=models.UniqueConstraint(
                fields=("due_on", "item", "rule", "action"), name="retention_forecast_once"
            ),
        ),
    ]
