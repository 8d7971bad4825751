from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0007_which_key_was_used"),
    ]

    operations = [
        migrations.AddField(
            model_name="accesscontext",
            name="veiled",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
