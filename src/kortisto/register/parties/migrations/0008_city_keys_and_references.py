from django.db import migrations, models

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖÀÁÂÃÇÈÉÊËÌÍÎÏÑÒÓÔÕØÙÚÛÜÝŠŽåäöàáâãçèéêëìíîïñòóôõøùúûüýÿšž"
FOLDED = "abcdefghijklmnopqrstuvwxyzaaoaaaaceeeeiiiinooooouuuuyszaaoaaaaceeeeiiiinooooouuuuyysz"


def city_key() -> models.GeneratedField:
    return models.GeneratedField(
        db_persist=True,
        expression=models.Func(
            models.F("city"),
            models.Value(LETTERS),
            models.Value(FOLDED),
            function="translate",
            output_field=models.CharField(max_length=200),
        ),
        output_field=models.CharField(db_collation="C", max_length=200),
    )


class Migration(migrations.Migration):
    dependencies = [("parties", "0007_search_keys")]

    operations = [
        migrations.AddField(model_name="organisationaddress", name="city_key", field=city_key()),
        migrations.AddField(model_name="personaddress", name="city_key", field=city_key()),
        migrations.AddIndex(
            model_name="order", index=models.Index(fields=["reference"], name="parties_order_reference")
        ),
        migrations.AddIndex(
            model_name="organisation",
            index=models.Index(fields=["external_reference"], name="parties_organisation_reference"),
        ),
        migrations.AddIndex(
            model_name="organisationaddress",
            index=models.Index(fields=["city_key"], name="organisationaddress_city"),
        ),
        migrations.AddIndex(
            model_name="personaddress", index=models.Index(fields=["city_key"], name="personaddress_city")
        ),
    ]
