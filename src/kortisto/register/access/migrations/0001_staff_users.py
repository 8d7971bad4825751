import django.db.models.functions.text
from django.db import migrations, models

import kortisto.lib.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "id",
                    models.UUIDField(default=kortisto.lib.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("email", models.EmailField(max_length=254, unique=True)),
                ("display_name", models.CharField(max_length=200)),
                ("role", models.CharField(max_length=100)),
                ("language", models.CharField(default="fi", max_length=2)),
                ("is_active", models.BooleanField(default=True)),
                ("undertaking_signed_at", models.DateTimeField(blank=True, null=True)),
                ("undertaking_version", models.CharField(blank=True, max_length=50)),
                ("created_at", models.DateTimeField()),
                ("created_by", models.UUIDField(null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "db_table": "access_user",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("email", django.db.models.functions.text.Lower("email"))),
                        name="access_user_email_lower_case",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("language__in", ["fi", "sv", "en"])), name="access_user_language_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("role", ""), _negated=True), name="access_user_has_role"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("undertaking_signed_at__isnull", True), ("undertaking_version", "")),
                            models.Q(
                                ("undertaking_signed_at__isnull", False),
                                models.Q(("undertaking_version", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="access_user_undertaking_complete",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("closed_at__isnull", True), ("is_active", False), _connector="OR"),
                        name="access_user_closed_is_inactive",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="FailedLogin",
            fields=[
                (
                    "id",
                    models.UUIDField(default=kortisto.lib.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("account_key", models.CharField(max_length=64)),
                ("address_key", models.CharField(max_length=64)),
                ("happened_at", models.DateTimeField()),
            ],
            options={
                "db_table": "access_failed_login",
                "indexes": [
                    models.Index(fields=["account_key", "happened_at"], name="access_failed_login_account"),
                    models.Index(fields=["address_key", "happened_at"], name="access_failed_login_address"),
                ],
                "constraints": [],
            },
        ),
    ]
