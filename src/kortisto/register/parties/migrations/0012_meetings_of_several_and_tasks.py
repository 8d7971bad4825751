import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import kortisto.lib.ids


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0001_staff_users"),
        ("parties", "0011_files_on_their_way_in"),
    ]

    operations = [
        migrations.AddField(
            model_name="activity",
            name="cancelled_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="activity",
            name="minutes",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="activity",
            name="revision",
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="activity",
            name="starts_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="activity",
            name="together",
            field=models.UUIDField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="activity",
            name="happened_on",
            field=models.DateField(null=True),
        ),
        migrations.CreateModel(
            name="Task",
            fields=[
                (
                    "id",
                    models.UUIDField(default=kortisto.lib.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("source", models.CharField(max_length=200)),
                ("collected_at", models.DateTimeField()),
                ("basis", models.CharField(max_length=50)),
                ("declaration", models.CharField(max_length=100)),
                ("changed_at", models.DateTimeField(blank=True, null=True)),
                ("title", models.CharField(max_length=200)),
                ("due_on", models.DateField()),
                ("due_at", models.DateTimeField(blank=True, null=True)),
                ("remind_at", models.DateTimeField(blank=True, null=True)),
                ("reminded_at", models.DateTimeField(blank=True, null=True)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("done_by", models.UUIDField(blank=True, null=True)),
                ("revision", models.PositiveIntegerField(db_default=0, default=0)),
                (
                    "assigned_to",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="parties.batch",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="parties.organisation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="parties.person",
                    ),
                ),
            ],
            options={
                "db_table": "parties_task",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                (
                    "id",
                    models.UUIDField(default=kortisto.lib.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("given_at", models.DateTimeField()),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="parties.task"),
                ),
            ],
            options={
                "db_table": "parties_reminder",
            },
        ),
        migrations.CreateModel(
            name="ActivityStaff",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="parties.activity"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "db_table": "parties_activity_staff",
                "constraints": [
                    models.UniqueConstraint(fields=("activity", "user"), name="parties_activitystaff_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="CalendarAddress",
            fields=[
                (
                    "id",
                    models.UUIDField(default=kortisto.lib.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("address_hash", models.CharField(max_length=64, unique=True)),
                ("purpose", models.CharField(max_length=100)),
                ("made_at", models.DateTimeField()),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "db_table": "parties_calendar_address",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("address_hash__regex", "^[0-9a-f]{64}$")),
                        name="parties_calendaraddress_hash",
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(("done_at__isnull", True)),
                fields=["assigned_to", "due_on"],
                name="parties_task_open",
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(
                    ("done_at__isnull", True), ("remind_at__isnull", False), ("reminded_at__isnull", True)
                ),
                fields=["remind_at"],
                name="parties_task_remind",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "basis__in",
                        [
                            "consent",
                            "contract",
                            "legal obligation",
                            "vital interest",
                            "public task",
                            "legitimate interest",
                        ],
                    )
                ),
                name="parties_task_basis_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(("source", ""), _negated=True), name="parties_task_has_source"
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(("declaration", ""), _negated=True), name="parties_task_has_declaration"
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(("title", ""), _negated=True), name="parties_task_not_empty"
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("due_at__isnull", True),
                    (
                        "due_on",
                        models.Func(
                            "due_at",
                            output_field=models.DateField(),
                            template="(%(expressions)s at time zone 'Europe/Helsinki')::date",
                        ),
                    ),
                    _connector="OR",
                ),
                name="parties_task_due_on_its_day",
            ),
        ),
        migrations.AddIndex(
            model_name="reminder",
            index=models.Index(
                condition=models.Q(("read_at__isnull", True)), fields=["user"], name="parties_reminder_unread"
            ),
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.UniqueConstraint(fields=("task", "given_at"), name="parties_reminder_once"),
        ),
        migrations.AddIndex(
            model_name="activity",
            index=models.Index(fields=["starts_at"], name="parties_activity_starts_at"),
        ),
        migrations.AddIndex(
            model_name="activity",
            index=models.Index(fields=["together"], name="parties_activity_together"),
        ),
        migrations.AddConstraint(
            model_name="activity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("cancelled_at__isnull", True), ("happened_on__isnull", False)),
                    models.Q(
                        ("cancelled_at__isnull", False), ("happened_on__isnull", True), ("starts_at__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="parties_activity_happened_or_cancelled",
            ),
        ),
        migrations.AddConstraint(
            model_name="activity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("starts_at__isnull", True),
                    ("happened_on__isnull", True),
                    (
                        "happened_on",
                        models.Func(
                            "starts_at",
                            output_field=models.DateField(),
                            template="(%(expressions)s at time zone 'Europe/Helsinki')::date",
                        ),
                    ),
                    _connector="OR",
                ),
                name="parties_activity_starts_on_its_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="activity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("minutes__isnull", True),
                    models.Q(("minutes__gte", 1), ("starts_at__isnull", False)),
                    _connector="OR",
                ),
                name="parties_activity_lasts_from_its_start",
            ),
        ),
    ]
