from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0007_accounts_stay")]

    operations = [
        migrations.CreateModel(
            name="AdoptedNotice",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveIntegerField(unique=True)),
                ("register", models.CharField(max_length=100)),
                ("version", models.CharField(max_length=50)),
                ("valid_from", models.DateField()),
                ("files", models.JSONField()),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("adopted_at", models.DateTimeField()),
                ("adopted_by", models.UUIDField(null=True)),
                ("adopted_as", models.CharField(max_length=20)),
            ],
            options={"db_table": "access_notice"},
        ),
        migrations.AddConstraint(
            model_name="adoptednotice",
            constraint=models.UniqueConstraint(fields=("register", "version"), name="access_notice_version_once"),
        ),
        migrations.AddConstraint(
            model_name="adoptednotice",
            constraint=models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="access_notice_numbered"),
        ),
        migrations.AddConstraint(
            model_name="adoptednotice",
            constraint=models.CheckConstraint(
                condition=models.Q(("digest__regex", "^[0-9a-f]{64}$")), name="access_notice_digest"
            ),
        ),
    ]
