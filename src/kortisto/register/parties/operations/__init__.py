"""Every change of parties. Each is one transaction, takes `by` and `at`, and leaves its line in the log.

`by` is an open access (`register.access.operations.enter`): adding needs the operation collect, everything else change.
What the access does not grant is refused with NotGrantedError, naming the item. A row that is not there raises the
model's DoesNotExist; a constraint of the database that is broken raises IntegrityError.
"""

from kortisto.register.parties.operations.activities import (
    add_activity,
    add_note,
    add_order,
    cancel_activity,
    edit_activity,
    edit_note,
)
from kortisto.register.parties.operations.attachments import add_file, destroy_orphans
from kortisto.register.parties.operations.contacts import (
    add_address,
    add_contact_point,
    edit_address,
    edit_contact_point,
    end_address,
    end_contact_point,
    remove_address,
    remove_contact_point,
)
from kortisto.register.parties.operations.duplicates import (
    AlreadyScanningError,
    begin_scan,
    cancel_scan,
    dismiss_duplicate,
    run_scans,
    run_scans_of_import,
    scan_portion,
)
from kortisto.register.parties.operations.exports import export_parties
from kortisto.register.parties.operations.imports import count_batch, open_batch
from kortisto.register.parties.operations.labels import (
    add_group,
    add_tag,
    edit_tag,
    remove_group,
    remove_tag,
    remove_unused_labels,
    rename_group,
    set_groups,
    set_tags,
)
from kortisto.register.parties.operations.listing import follow_days
from kortisto.register.parties.operations.locking import keep_from_others
from kortisto.register.parties.operations.many import run_action, undo_action
from kortisto.register.parties.operations.merging import CannotMergeError, Merged, merge
from kortisto.register.parties.operations.organisations import (
    add_former_name,
    add_organisation,
    edit_organisation,
    remove_former_name,
)
from kortisto.register.parties.operations.own_values import set_own_values
from kortisto.register.parties.operations.parting import CannotUndoError, Parted, undo_merge
from kortisto.register.parties.operations.people import (
    add_person,
    add_representation,
    edit_person,
    edit_representation,
    end_representation,
    remove_representation,
)
from kortisto.register.parties.operations.relations import (
    add_customership,
    add_guardianship,
    add_relationship,
    edit_customership,
    edit_guardianship,
    edit_relationship,
    end_customership,
    end_guardianship,
    end_relationship,
    remove_customership,
    remove_guardianship,
    remove_relationship,
)
from kortisto.register.parties.operations.removing import forget_removed, remove, restore
from kortisto.register.parties.operations.sets import add_set, remove_batches, sign_set
from kortisto.register.parties.operations.tasks import (
    add_task,
    close_account,
    edit_task,
    give_reminders,
    let_go_of_staff,
    make_calendar_address,
    read_reminders,
    switch_calendar_off,
    tick_task,
)
from kortisto.register.parties.operations.views import remove_view, save_view

__all__ = [
    "AlreadyScanningError",
    "CannotMergeError",
    "CannotUndoError",
    "Merged",
    "Parted",
    "add_activity",
    "add_address",
    "add_contact_point",
    "add_customership",
    "add_file",
    "add_former_name",
    "add_group",
    "add_guardianship",
    "add_note",
    "add_order",
    "add_organisation",
    "add_person",
    "add_relationship",
    "add_representation",
    "add_set",
    "add_tag",
    "add_task",
    "begin_scan",
    "cancel_activity",
    "cancel_scan",
    "close_account",
    "count_batch",
    "destroy_orphans",
    "dismiss_duplicate",
    "edit_activity",
    "edit_address",
    "edit_contact_point",
    "edit_customership",
    "edit_guardianship",
    "edit_note",
    "edit_organisation",
    "edit_person",
    "edit_relationship",
    "edit_representation",
    "edit_tag",
    "edit_task",
    "end_address",
    "end_contact_point",
    "end_customership",
    "end_guardianship",
    "end_relationship",
    "end_representation",
    "export_parties",
    "follow_days",
    "forget_removed",
    "give_reminders",
    "keep_from_others",
    "let_go_of_staff",
    "make_calendar_address",
    "merge",
    "open_batch",
    "read_reminders",
    "remove",
    "remove_address",
    "remove_batches",
    "remove_contact_point",
    "remove_customership",
    "remove_former_name",
    "remove_group",
    "remove_guardianship",
    "remove_relationship",
    "remove_representation",
    "remove_tag",
    "remove_unused_labels",
    "remove_view",
    "rename_group",
    "restore",
    "run_action",
    "run_scans",
    "run_scans_of_import",
    "save_view",
    "scan_portion",
    "set_groups",
    "set_own_values",
    "set_tags",
    "sign_set",
    "switch_calendar_off",
    "tick_task",
    "undo_action",
    "undo_merge",
]
