"""The database knows to which ledger it belongs, and which of its entries it has carried out."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="KnownEntry",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "ledger_known_entry",
                "indexes": [models.Index(fields=["at"], name="ledger_known_entry_at")],
            },
        ),
        migrations.CreateModel(
            name="Standing",
            fields=[
                ("id", models.SmallIntegerField(default=1, editable=False, primary_key=True, serialize=False)),
                ("ledger", models.CharField(max_length=100)),
                ("restored", models.BooleanField(default=False)),
            ],
            options={
                "db_table": "ledger_standing",
                "constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="ledger_standing_is_one")],
            },
        ),
    ]
