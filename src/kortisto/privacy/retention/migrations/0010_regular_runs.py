from django.db import migrations, models

import kortisto.lib.ids

# What was done stays done, in the words in which it was recorded; what is still due may be moved.
KEEP = """
create function retention_refuse_change_of_done() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
    if old.done_at is not null then
        raise exception 'a regular run that was done is kept as it was recorded: % is refused', lower(tg_op)
            using errcode = 'insufficient_privilege';
    end if;
    return case tg_op when 'DELETE' then old else new end;
end
$$;
create trigger retention_regular_run_stays before update or delete on retention_regular_run
    for each row execute function retention_refuse_change_of_done();
"""
FORGET = """
drop trigger retention_regular_run_stays on retention_regular_run;
drop function retention_refuse_change_of_done();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("retention", "0009_reviews"),
        ("retention", "0009_what_is_left_of_anonymised_data"),
    ]

    operations = [
        migrations.CreateModel(
            name="RegularRun",
            fields=[
                (
                    "id",
                    models.UUIDField(default=kortisto.lib.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("run", models.CharField(max_length=60)),
                ("kind", models.CharField(max_length=30)),
                ("counted_from", models.DateField()),
                ("due_on", models.DateField()),
                ("asked_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
                ("done_by", models.UUIDField(null=True)),
                ("note", models.TextField(blank=True)),
                ("proof", models.CharField(blank=True, max_length=300)),
                ("declaration", models.CharField(max_length=100)),
            ],
            options={
                "db_table": "retention_regular_run",
                "indexes": [
                    models.Index(
                        condition=models.Q(("done_at__isnull", False)),
                        fields=["done_at", "id"],
                        name="retention_regular_run_done",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("done_at__isnull", True)),
                        fields=("run",),
                        name="retention_regular_run_next",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("due_on__gte", models.F("counted_from"))),
                        name="retention_regular_run_due_after",
                    ),
                ],
            },
        ),
        migrations.RunSQL(KEEP, FORGET),
    ]
