from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0005_elevations_that_were_seen")]

    operations = [
        migrations.AddField(model_name="user", name="language_chosen", field=models.BooleanField(default=False))
    ]
