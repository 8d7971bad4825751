import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0028_removing_mistakes"),
    ]

    operations = [
        migrations.AddField(
            model_name="activity",
            name="written_by",
            field=models.UUIDField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="note",
            name="written_by",
            field=models.UUIDField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="note",
            name="activity",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="parties.activity",
            ),
        ),
    ]
