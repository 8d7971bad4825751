from datetime import UTC, datetime
from typing import Any

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.functions.datetime
from django.db import migrations, models

import kortisto.lib.ids

# What has been written so far becomes the outbox, in no time however much it is, and is sealed by the first run of the
# sequencer. The indexes for searching go: the outbox is small, and a request pays for every index of it.
FORM_OUTBOX = """
drop index audit_event_time, audit_event_actor, audit_event_object, audit_event_subjects;
alter table audit_event rename to audit_outbox;
alter table audit_outbox add column network varchar(43) not null default '';
alter table audit_outbox alter column network drop default;
alter index audit_event_pkey rename to audit_outbox_pkey;
alter table audit_outbox rename constraint audit_auditevent_actor_kind to audit_outboxevent_actor_kind;
alter table audit_outbox rename constraint audit_auditevent_channel to audit_outboxevent_channel;
alter table audit_outbox rename constraint audit_auditevent_user_has_id to audit_outboxevent_user_has_id;
alter table audit_outbox rename constraint audit_auditevent_purpose to audit_outboxevent_purpose;
alter table audit_outbox rename constraint audit_auditevent_action to audit_outboxevent_action;
alter table audit_outbox rename constraint audit_auditevent_outcome to audit_outboxevent_outcome;
alter table audit_outbox add constraint audit_outboxevent_time
    check (happened_at >= '1970-01-01 00:00:00+00' and happened_at < '9999-01-01 00:00:00+00');
alter table audit_outbox set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
alter trigger audit_event_append_only on audit_outbox rename to audit_outbox_append_only;
alter trigger audit_event_no_truncate on audit_outbox rename to audit_outbox_no_truncate;
"""
UNFORM_OUTBOX = """
alter trigger audit_outbox_append_only on audit_outbox rename to audit_event_append_only;
alter trigger audit_outbox_no_truncate on audit_outbox rename to audit_event_no_truncate;
alter table audit_outbox drop constraint audit_outboxevent_time;
alter table audit_outbox drop column network;
alter table audit_outbox rename constraint audit_outboxevent_actor_kind to audit_auditevent_actor_kind;
alter table audit_outbox rename constraint audit_outboxevent_channel to audit_auditevent_channel;
alter table audit_outbox rename constraint audit_outboxevent_user_has_id to audit_auditevent_user_has_id;
alter table audit_outbox rename constraint audit_outboxevent_purpose to audit_auditevent_purpose;
alter table audit_outbox rename constraint audit_outboxevent_action to audit_auditevent_action;
alter table audit_outbox rename constraint audit_outboxevent_outcome to audit_auditevent_outcome;
alter index audit_outbox_pkey rename to audit_event_pkey;
alter table audit_outbox rename to audit_event;
create index audit_event_time on audit_event (happened_at, id);
create index audit_event_actor on audit_event (actor_id, happened_at);
create index audit_event_object on audit_event (object_id, happened_at);
create index audit_event_subjects on audit_event using gin (subjects);
"""

# The key of a partitioned table holds the column that it is partitioned by.
MAKE_SEALED = """
create table audit_sealed (
    id uuid not null,
    actor_id uuid,
    actor_kind varchar(20) not null,
    actor_role varchar(100) not null,
    purpose varchar(200) not null,
    basis varchar(50) not null,
    channel varchar(10) not null,
    request_id varchar(64) not null,
    access uuid,
    network varchar(43) not null,
    happened_at timestamptz not null,
    recorded_at timestamptz not null,
    action varchar(100) not null,
    object_kind varchar(100) not null,
    object_id uuid,
    subjects uuid[] not null,
    items varchar(100)[] not null,
    outcome varchar(10) not null,
    seq bigint not null,
    primary key (id, recorded_at)
) partition by range (recorded_at);
create index audit_sealed_seq on audit_sealed (seq);
create index audit_sealed_time on audit_sealed (happened_at, id);
create index audit_sealed_actor on audit_sealed (actor_id, happened_at);
create index audit_sealed_object on audit_sealed (object_id, happened_at);
create index audit_sealed_denied on audit_sealed (happened_at, id) where outcome = 'denied';
create index audit_sealed_subjects on audit_sealed using gin (subjects);
create table audit_sealed_other partition of audit_sealed default;

create view audit_event with (security_invoker = true) as
    select id, actor_id, actor_kind, actor_role, purpose, basis, channel, request_id, access, network, happened_at,
           recorded_at, action, object_kind, object_id, subjects, items, outcome, seq
    from audit_sealed
    union all
    select id, actor_id, actor_kind, actor_role, purpose, basis, channel, request_id, access, network, happened_at,
           recorded_at, action, object_kind, object_id, subjects, items, outcome, null::bigint
    from audit_outbox;
comment on view audit_event is 'Every line of the audit log: those that are sealed, and those that wait for it.';
"""
UNMAKE_SEALED = "drop view audit_event; drop table audit_sealed;"


def event_fields() -> list[tuple[str, Any]]:
    return [
        ("id", models.UUIDField(default=kortisto.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
        ("actor_id", models.UUIDField(null=True)),
        ("actor_kind", models.CharField(max_length=20)),
        ("actor_role", models.CharField(blank=True, max_length=100)),
        ("purpose", models.CharField(blank=True, max_length=200)),
        ("basis", models.CharField(blank=True, max_length=50)),
        ("channel", models.CharField(max_length=10)),
        ("request_id", models.CharField(blank=True, max_length=64)),
        ("access", models.UUIDField(null=True)),
        ("network", models.CharField(blank=True, max_length=43)),
        ("happened_at", models.DateTimeField()),
        ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
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
    ]


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_find_events_by_object")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(FORM_OUTBOX, UNFORM_OUTBOX),
                migrations.RunSQL(MAKE_SEALED, UNMAKE_SEALED),
            ],
            state_operations=[
                migrations.DeleteModel("AuditEvent"),
                migrations.CreateModel(
                    name="OutboxEvent",
                    fields=event_fields(),
                    options={
                        "db_table": "audit_outbox",
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("actor_kind__in", ["user", "job", "command", "anonymous"])),
                                name="audit_outboxevent_actor_kind",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("channel__in", ["web", "api", "cli", "jobs"])),
                                name="audit_outboxevent_channel",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("actor_id__isnull", False),
                                    models.Q(("actor_kind", "user"), _negated=True),
                                    _connector="OR",
                                ),
                                name="audit_outboxevent_user_has_id",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("subjects__len", 0), models.Q(("purpose", ""), _negated=True), _connector="OR"
                                ),
                                name="audit_outboxevent_purpose",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("action", ""), _negated=True), name="audit_outboxevent_action"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("outcome__in", ["done", "denied"])),
                                name="audit_outboxevent_outcome",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("happened_at__gte", datetime(1970, 1, 1, tzinfo=UTC)),
                                    ("happened_at__lt", datetime(9999, 1, 1, tzinfo=UTC)),
                                ),
                                name="audit_outboxevent_time",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SealedEvent",
                    fields=[*event_fields(), ("seq", models.BigIntegerField())],
                    options={
                        "db_table": "audit_sealed",
                        "indexes": [
                            models.Index(fields=["seq"], name="audit_sealed_seq"),
                            models.Index(fields=["happened_at", "id"], name="audit_sealed_time"),
                            models.Index(fields=["actor_id", "happened_at"], name="audit_sealed_actor"),
                            models.Index(fields=["object_id", "happened_at"], name="audit_sealed_object"),
                            models.Index(
                                fields=["happened_at", "id"],
                                name="audit_sealed_denied",
                                condition=models.Q(("outcome", "denied")),
                            ),
                            django.contrib.postgres.indexes.GinIndex(fields=["subjects"], name="audit_sealed_subjects"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AuditEvent",
                    fields=[*event_fields(), ("seq", models.BigIntegerField(null=True))],
                    options={"db_table": "audit_event", "managed": False},
                ),
            ],
        ),
    ]
