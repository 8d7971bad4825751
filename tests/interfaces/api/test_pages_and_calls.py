"""What a page can do, a call can do: each page names its operations, or says in words why it has none."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from kortisto.interfaces.api.application import api
from kortisto.interfaces.web.urls import urlpatterns

pytestmark = pytest.mark.unit

BROWSER = "belongs to the session of a browser; a program has a key for one purpose, and no session"
LOOKS = "is how the pages look or read, and holds no data of the register"
IN_PERSON = "takes the person and the password again: a key that could do it could give itself, or others, more rights"
COUNTS = "are numbers of what falls due, which are sent as a file from the page; nobody's data"
NOTICE = "is for everybody without a key; its texts are files of the installation"

PAGES: Mapping[str, tuple[str, ...] | str] = {
    # finding
    "parties": ("search",),
    "search": ("search",),
    "people": ("people", "actions"),
    "organisations": ("organisations", "actions"),
    "export": ("export_people", "export_organisations"),
    "many": ("actions", "many"),
    "undo-many": ("actions", "undo"),
    "save-view": ("save_view", "views"),
    "view": ("view", "remove_view"),
    # parties and what hangs on them
    "person": ("person", "privacy", "seen"),
    "organisation": ("organisation", "privacy", "seen"),
    "edit-person": ("change_person",),
    "edit-organisation": ("change_organisation",),
    "add-person": ("add_person", "look_alikes"),
    "add-organisation": ("add_organisation", "look_alikes"),
    "add-contact": ("add_contact_point",),
    "contact": ("change_contact_point",),
    "add-address": ("add_address",),
    "address": ("change_address",),
    "add-representation": ("add_representation",),
    "representation": ("change_representation",),
    "add-customership": ("add_customership",),
    "customership": ("change_customership",),
    "add-guardian": ("add_guardian",),
    "guardian": ("change_guardianship",),
    "add-relationship": ("add_relationship",),
    "relationship": ("change_relationship",),
    "parent": ("change_organisation",),
    "add-former-name": ("add_former_name",),
    "remove": (
        "remove_contact_point", "remove_address", "remove_representation", "remove_relationship",
        "remove_customership", "remove_guardianship", "remove_former_name",
    ),
    # two that are one
    "duplicates": ("duplicates",),
    "scan-duplicates": ("begin_scans", "cancel_scan"),
    "dismiss-duplicate": ("dismiss",),
    "merge": ("compare", "merge"),
    "merge-with": ("search",),
    "merges": ("merges",),
    "undo-merge": ("undo_merge",),
    # files that are brought in
    "imports": ("imports", "bring"),
    "import": ("upload", "read_anew", "choose", "try_out", "how_far_tried", "start", "asked", "answer"),
    "act-on-import": ("cancel", "resume", "discard", "give_up_trying"),
    "import-rejected": ("rejected",),
    "undo-import": ("batch", "undo"),
    # what happens
    "add-note": ("add_note",),
    "add-activity": ("add_event", "add_order"),
    "add-task": ("add_task",),
    "timeline": ("timeline", "note", "event", "task"),
    "edit-entry": ("change_note", "change_event", "cancel_event", "change_task"),
    "remove-entry": ("remove_note", "remove_event", "remove_task", "remove_file"),
    "undo": ("put_back",),
    "add-file": ("add_file", "files"),
    "file": ("file",),
    "labels": ("labels", "choose_labels"),
    "tags": ("tags", "add_tag", "change_tag", "remove_tag", "groups", "add_group", "change_group", "remove_group"),
    "group": ("group",),
    "day": ("day",),
    "add-own-task": ("add_own_task",),
    "task": ("task", "change_task"),
    "tick": ("tick_task",),
    "reminders": ("reminders", "read_reminders"),
    "calendar": "makes the secret address of the calendar feed: a program reads tasks and events by their own calls",
    "calendar-feed": "is a door for programs itself (iCalendar), with a secret address of its own",
    # oversight
    "log": ("log",),
    "log-export": ("export",),
    "log-seal": ("seal", "check"),
    "erase": ("erasure", "erase"),
    "retention": ("due",),
    "restrictions": ("restrictions",),
    "restriction": ("restriction", "tell", "lift"),
    "restrict": ("restrict",),
    "holds": ("holds",),
    "export-holds": ("holds",),
    "add-hold": ("add_hold",),
    "hold": ("hold", "review_hold"),
    "end-hold": ("end_hold",),
    "sweeps": ("sweeps", "sweep", "trials"),
    "start-sweep": ("start_sweep",),
    "act-on-sweep": ("cancel_sweep", "resume_sweep"),
    "simulate-sweep": ("try_sweep",),
    "trial": ("trial",),
    "cancel-trial": ("cancel_trial",),
    "regular-runs": ("regular_runs",),
    "record-regular-run": ("record_regular_run",),
    "reviews": ("reviews",),
    "export-reviews": ("reviews",),
    "decide-reviews": ("confirm_reviews", "keep_reviews"),
    "certificates": ("certificates",),
    "certificate": ("certificate",),
    "roles": ("roles",),
    "purpose": ("key",),
    # what only people do
    **dict.fromkeys(
        ("log-in", "log-out", "second-step", "log-in-passkey", "passkey-challenge", "company-log-in", "company-back",
         "undertaking", "invitation", "end-session"),
        BROWSER,
    ),
    **dict.fromkeys(
        ("account", "password", "confirm", "totp", "drop-totp", "add-passkey", "new-passkey-challenge", "drop-passkey",
         "recovery-codes", "tokens", "revoke-token", "elevate", "elevations", "see-elevations", "end-elevation",
         "levels", "new-level", "level", "remove-level", "users", "invite", "withdraw", "user", "change-user",
         "notice-versions", "notice-adopt"),
        IN_PERSON,
    ),
    **dict.fromkeys(("retention-calendar", "retention-calendar-file"), COUNTS),
    **dict.fromkeys(("language", "looks", "gallery", "accessibility", "notice-style"), LOOKS),
    **dict.fromkeys(("notice", "notice-version", "officer-notice"), NOTICE),
}  # fmt: skip


def operations() -> set[str]:
    described = api.get_openapi_schema()["paths"]
    return {one["operationId"] for methods in described.values() for one in methods.values()}


def named() -> set[str]:
    return {one for calls in PAGES.values() if not isinstance(calls, str) for one in calls}


def test_every_page_has_its_calls_or_a_reason() -> None:
    assert {pattern.name for pattern in urlpatterns} == set(PAGES)
    assert all(PAGES.values())


def test_every_call_is_what_some_page_does() -> None:
    assert named() == operations()
