import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.functions.datetime
from django.db import migrations, models

import kortisto.lib.ids
import kortisto.register.audit.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="AccessContext",
            fields=[
                (
                    "id",
                    models.UUIDField(default=kortisto.lib.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("actor_id", models.UUIDField(null=True)),
                ("actor_kind", models.CharField(max_length=20)),
                ("actor_role", models.CharField(blank=True, max_length=100)),
                ("purpose", models.CharField(blank=True, max_length=200)),
                ("basis", models.CharField(blank=True, max_length=50)),
                ("channel", models.CharField(max_length=10)),
                ("request_id", models.CharField(blank=True, max_length=64)),
                (
                    "xid",
                    kortisto.register.audit.fields.TransactionId(
                        db_default=models.Func(function="pg_current_xact_id"), editable=False
                    ),
                ),
                ("opened_at", models.DateTimeField()),
            ],
            options={
                "db_table": "audit_access_context",
                "abstract": False,
                "indexes": [models.Index(fields=["xid"], name="audit_access_context_xid")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("actor_kind__in", ["user", "job", "command", "anonymous"])),
                        name="audit_accesscontext_actor_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("channel__in", ["web", "api", "cli", "jobs"])),
                        name="audit_accesscontext_channel",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("actor_id__isnull", False),
                            models.Q(("actor_kind", "user"), _negated=True),
                            _connector="OR",
                        ),
                        name="audit_accesscontext_user_has_id",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("purpose", ""), _negated=True), name="audit_accesscontext_purpose"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AuditEvent",
            fields=[
                (
                    "id",
                    models.UUIDField(default=kortisto.lib.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("actor_id", models.UUIDField(null=True)),
                ("actor_kind", models.CharField(max_length=20)),
                ("actor_role", models.CharField(blank=True, max_length=100)),
                ("purpose", models.CharField(blank=True, max_length=200)),
                ("basis", models.CharField(blank=True, max_length=50)),
                ("channel", models.CharField(max_length=10)),
                ("request_id", models.CharField(blank=True, max_length=64)),
                ("access", models.UUIDField(null=True)),
                ("happened_at", models.DateTimeField()),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("action", models.CharField(max_length=100)),
                ("object_kind", models.CharField(blank=True, max_length=100)),
                ("object_id", models.UUIDField(null=True)),
                (
                    "subjects",
                    django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None),
                ),
                (
                    "items",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=100), default=list, size=None
                    ),
                ),
                ("outcome", models.CharField(max_length=10)),
            ],
            options={
                "db_table": "audit_event",
                "abstract": False,
                "indexes": [
                    models.Index(fields=["happened_at", "id"], name="audit_event_time"),
                    models.Index(fields=["actor_id", "happened_at"], name="audit_event_actor"),
                    django.contrib.postgres.indexes.GinIndex(fields=["subjects"], name="audit_event_subjects"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("actor_kind__in", ["user", "job", "command", "anonymous"])),
                        name="audit_auditevent_actor_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("channel__in", ["web", "api", "cli", "jobs"])),
                        name="audit_auditevent_channel",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("actor_id__isnull", False),
                            models.Q(("actor_kind", "user"), _negated=True),
                            _connector="OR",
                        ),
                        name="audit_auditevent_user_has_id",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("subjects__len", 0), models.Q(("purpose", ""), _negated=True), _connector="OR"
                        ),
                        name="audit_auditevent_purpose",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("action", ""), _negated=True), name="audit_auditevent_action"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("outcome__in", ["done", "denied"])), name="audit_auditevent_outcome"
                    ),
                ],
            },
        ),
    ]
