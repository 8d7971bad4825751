from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0003_answered_calls")]

    operations = [
        migrations.AddField(
            model_name="level",
            name="second_step",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
