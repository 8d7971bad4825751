import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0022_cities_that_end"),
    ]

    operations = [
        migrations.AddField(
            model_name="duplicatescan",
            name="batch",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="parties.batch",
            ),
        ),
        migrations.RemoveConstraint(
            model_name="duplicatescan",
            name="parties_duplicate_scan_one_at_a_time",
        ),
        migrations.AddConstraint(
            model_name="duplicatescan",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("batch__isnull", True), ("cancelled_at__isnull", True), ("finished_at__isnull", True)
                ),
                fields=("kind",),
                name="parties_duplicate_scan_one_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="duplicatescan",
            constraint=models.UniqueConstraint(
                fields=("batch", "kind"), name="parties_duplicate_scan_of_an_import_once"
            ),
        ),
    ]
