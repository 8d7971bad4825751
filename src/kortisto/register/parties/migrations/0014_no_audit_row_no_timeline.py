from importlib import import_module

from django.db import migrations

# The reason and the words of the policy stand in the migration that began it.
_wall = import_module("kortisto.register.parties.migrations.0006_no_audit_row_no_data")

TABLES = (
    "parties_activity_staff",
    "parties_task",
    "parties_tagging",
    "parties_membership",
    "parties_attachment",
    "parties_removed",
)


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0013_tags_groups_and_files"),
    ]

    operations = [
        migrations.RunSQL(_wall.PROTECT.format(table=table), _wall.UNPROTECT.format(table=table)) for table in TABLES
    ]
