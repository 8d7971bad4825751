"""Every read of parties. Each takes `by`, an open access for the operation read, and leaves its line in the log.

What the access does not grant comes back empty, and its item stands in `withheld`. Answers are frozen values.
"""

from kortisto.register.parties.queries.attachments import content_of, files_of
from kortisto.register.parties.queries.day import (
    calendar_address,
    calendar_by_secret,
    calendar_of,
    day_of,
    due_of,
    reminders_of,
    task_of,
    unread_reminders,
)
from kortisto.register.parties.queries.duplicates import (
    Comparison,
    MergeNotFoundError,
    PairNotFoundError,
    PairPage,
    compare,
    duplicate_pairs,
    item_of_table,
    latest_scans,
    merges,
    running_scans,
    stands_for,
)
from kortisto.register.parties.queries.imports import counts_of
from kortisto.register.parties.queries.labels import group_names, groups, labels_of, members, tag_names, tags
from kortisto.register.parties.queries.list_contacts import items_of_contacts, with_contacts
from kortisto.register.parties.queries.lists import chosen_ids, list_page, name_of_organisation, rows_of
from kortisto.register.parties.queries.look_alikes import look_alikes
from kortisto.register.parties.queries.owners import owner_of
from kortisto.register.parties.queries.pages import organisation_page, person_page
from kortisto.register.parties.queries.results import best_matches, results
from kortisto.register.parties.queries.search import search
from kortisto.register.parties.queries.timeline import companions, entry, timeline
from kortisto.register.parties.queries.views import saved_view, saved_views

__all__ = [
    "Comparison",
    "MergeNotFoundError",
    "PairNotFoundError",
    "PairPage",
    "best_matches",
    "calendar_address",
    "calendar_by_secret",
    "calendar_of",
    "chosen_ids",
    "companions",
    "compare",
    "content_of",
    "counts_of",
    "day_of",
    "due_of",
    "duplicate_pairs",
    "entry",
    "files_of",
    "group_names",
    "groups",
    "item_of_table",
    "items_of_contacts",
    "labels_of",
    "latest_scans",
    "list_page",
    "look_alikes",
    "members",
    "merges",
    "name_of_organisation",
    "organisation_page",
    "owner_of",
    "person_page",
    "reminders_of",
    "results",
    "rows_of",
    "running_scans",
    "saved_view",
    "saved_views",
    "search",
    "stands_for",
    "tag_names",
    "tags",
    "task_of",
    "timeline",
    "unread_reminders",
    "with_contacts",
]
