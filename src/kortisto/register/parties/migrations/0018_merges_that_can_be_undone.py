from django.db import migrations, models

import kortisto.register.parties.models.provenance


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0017_lists_and_views"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="mergestep",
            name="parties_mergestep_kind_known",
        ),
        migrations.AddField(
            model_name="mergestep",
            name="after",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AlterField(
            model_name="merge",
            name="organisation",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=kortisto.register.parties.models.provenance.cascade_first,
                related_name="+",
                to="parties.organisation",
            ),
        ),
        migrations.AlterField(
            model_name="merge",
            name="person",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=kortisto.register.parties.models.provenance.cascade_first,
                related_name="+",
                to="parties.person",
            ),
        ),
        migrations.AlterField(
            model_name="mergestep",
            name="merge",
            field=models.ForeignKey(
                on_delete=kortisto.register.parties.models.provenance.cascade_first,
                related_name="+",
                to="parties.merge",
            ),
        ),
        migrations.AlterField(
            model_name="mergestep",
            name="organisation",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=kortisto.register.parties.models.provenance.cascade_first,
                related_name="+",
                to="parties.organisation",
            ),
        ),
        migrations.AlterField(
            model_name="mergestep",
            name="person",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=kortisto.register.parties.models.provenance.cascade_first,
                related_name="+",
                to="parties.person",
            ),
        ),
        migrations.AddConstraint(
            model_name="mergestep",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["moved", "removed", "changed", "absorbed", "added"])),
                name="parties_mergestep_kind_known",
            ),
        ),
    ]
