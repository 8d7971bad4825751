from django.db import migrations, models

import kortisto.register.parties.models.provenance


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0027_changes_of_many_that_are_taken_back"),
    ]

    operations = [
        migrations.AddField(
            model_name="removed",
            name="guardian",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=kortisto.register.parties.models.provenance.cascade_first,
                related_name="+",
                to="parties.person",
            ),
        ),
    ]
