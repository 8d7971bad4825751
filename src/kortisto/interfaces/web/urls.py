"""Addresses of the pages."""

from __future__ import annotations

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from kortisto.interfaces.web import access_urls, gallery, looks
from kortisto.interfaces.web.public import notices
from kortisto.interfaces.web.staff import (
    adding,
    contacting,
    day,
    doorway,
    due_calendar,
    duplicates,
    editing,
    erasing,
    exporting,
    happenings,
    holds,
    importing,
    listing,
    lists,
    log,
    many,
    mistakes,
    papers,
    party,
    regular,
    relations,
    restricting,
    retention,
    reviews,
    saved_views,
    searching,
    sweeps,
    tagging,
    trials,
    versions,
)
from kortisto.register.parties.enums import ContactKind, PartyKind, RelationshipKind


class PartyKindConverter:
    """`people` or `organisations`."""

    regex = "people|organisations"

    def to_python(self, value: str) -> PartyKind:
        """Return the kind that the word of the address stands for."""
        return PartyKind.PERSON if value == "people" else PartyKind.ORGANISATION

    def to_url(self, value: PartyKind) -> str:
        """Return the word of the address."""
        return "people" if value == PartyKind.PERSON else "organisations"


class ContactKindConverter:
    """The kind of a contact point."""

    regex = "|".join(ContactKind.values)

    def to_python(self, value: str) -> ContactKind:
        """Return the kind."""
        return ContactKind(value)

    def to_url(self, value: str) -> str:
        """Return the word of the address."""
        return ContactKind(value).value


class RelationshipKindConverter:
    """What an organisation is to us."""

    regex = "|".join(RelationshipKind.values)

    def to_python(self, value: str) -> RelationshipKind:
        """Return the kind."""
        return RelationshipKind(value)

    def to_url(self, value: str) -> str:
        """Return the word of the address."""
        return RelationshipKind(value).value


register_converter(RelationshipKindConverter, "relationship")


class EntryConverter(StringConverter):
    """What can be changed on a timeline."""

    regex = "note|activity|task"


class RemovableConverter(StringConverter):
    """What can be removed and put back."""

    regex = "note|activity|task|file"


class MistakeConverter(StringConverter):
    """What can be taken away from the page of a party."""

    regex = "|".join(mistakes.WORDS)


register_converter(EntryConverter, "entry")
register_converter(MistakeConverter, "mistake")
register_converter(RemovableConverter, "removable")
register_converter(PartyKindConverter, "party")
register_converter(ContactKindConverter, "contact")

app_name = "web"
urlpatterns = [
    path("", listing.parties, name="parties"),
    path("search/", searching.search, name="search"),
    path("people/", lists.people, name="people"),
    path("organisations/", lists.organisations, name="organisations"),
    path("<party:kind>/export/", exporting.export, name="export"),
    path("<party:kind>/many/<slug:action_id>/", many.many, name="many"),
    path("<party:kind>/many/undo/<uuid:act>/", many.undo, name="undo-many"),
    path("<party:kind>/views/", saved_views.save, name="save-view"),
    path("views/<uuid:view_id>/", saved_views.view, name="view"),
    path("login/", doorway.log_in, name="log-in"),
    path("logout/", doorway.log_out, name="log-out"),
    path("language/", doorway.choose_language, name="language"),
    path("looks/", looks.choose, name="looks"),
    path("purpose/", doorway.choose_purpose, name="purpose"),
    path("undertaking/", doorway.undertaking, name="undertaking"),
    *access_urls.urlpatterns,
    path("people/add/", adding.add_person, name="add-person"),
    path("organisations/add/", adding.add_organisation, name="add-organisation"),
    path("people/<uuid:party_id>/", party.person, name="person"),
    path("organisations/<uuid:party_id>/", party.organisation, name="organisation"),
    path("<party:kind>/<uuid:party_id>/erase/", erasing.erase, name="erase"),
    path("people/<uuid:party_id>/edit/", editing.person, name="edit-person"),
    path("organisations/<uuid:party_id>/edit/", editing.organisation, name="edit-organisation"),
    path("<party:kind>/<uuid:party_id>/contacts/add/", contacting.add_contact, name="add-contact"),
    path("<party:kind>/<uuid:party_id>/contacts/<contact:what>/<uuid:contact_id>/", contacting.contact, name="contact"),
    path("<party:kind>/<uuid:party_id>/addresses/add/", contacting.add_address, name="add-address"),
    path("<party:kind>/<uuid:party_id>/addresses/<uuid:address_id>/", contacting.address, name="address"),
    path("<party:kind>/<uuid:party_id>/roles/add/", relations.add_representation, name="add-representation"),
    path("<party:kind>/<uuid:party_id>/roles/<uuid:row_id>/", relations.representation, name="representation"),
    path("people/<uuid:party_id>/customership/add/", relations.add_customership, name="add-customership"),
    path("people/<uuid:party_id>/customership/<uuid:row_id>/", relations.customership, name="customership"),
    path("people/<uuid:party_id>/guardians/add/", relations.add_guardian, name="add-guardian"),
    path("people/<uuid:party_id>/guardians/<uuid:row_id>/", relations.guardian, name="guardian"),
    path("organisations/<uuid:party_id>/relationships/add/", relations.add_relationship, name="add-relationship"),
    path(
        "organisations/<uuid:party_id>/relationships/<relationship:what>/<uuid:row_id>/",
        relations.relationship,
        name="relationship",
    ),
    path("organisations/<uuid:party_id>/parent/", relations.parent, name="parent"),
    path("organisations/<uuid:party_id>/names/add/", relations.add_former_name, name="add-former-name"),
    path("<party:kind>/<uuid:party_id>/remove/<mistake:what>/<uuid:row_id>/", mistakes.remove, name="remove"),
    path("duplicates/", duplicates.duplicates, name="duplicates"),
    path("duplicates/scan/", duplicates.scan, name="scan-duplicates"),
    path("duplicates/<uuid:pair_id>/dismiss/", duplicates.dismiss, name="dismiss-duplicate"),
    path("<party:kind>/<uuid:party_id>/merge/", duplicates.merge_with, name="merge-with"),
    path("<party:kind>/<uuid:first>/merge/<uuid:second>/", duplicates.merge, name="merge"),
    path("merges/", duplicates.merges, name="merges"),
    path("merges/<uuid:merge_id>/undo/", duplicates.undo_merge, name="undo-merge"),
    path("imports/", importing.imports, name="imports"),
    path("imports/<uuid:upload_id>/", importing.upload, name="import"),
    path("imports/<uuid:upload_id>/act/", importing.act, name="act-on-import"),
    path("imports/<uuid:upload_id>/rejected/", importing.rejected, name="import-rejected"),
    path("imports/batches/<uuid:batch_id>/undo/", importing.undo, name="undo-import"),
    path("log/", log.log, name="log"),
    path("log/export/", log.export, name="log-export"),
    path("log/seal/", log.seal, name="log-seal"),
    path("<party:kind>/<uuid:party_id>/notes/add/", happenings.add_note, name="add-note"),
    path("<party:kind>/<uuid:party_id>/activities/add/", happenings.add_activity, name="add-activity"),
    path("<party:kind>/<uuid:party_id>/tasks/add/", happenings.add_task, name="add-task"),
    path("<party:kind>/<uuid:party_id>/timeline/", happenings.timeline, name="timeline"),
    path("<party:kind>/<uuid:party_id>/<entry:what>/<uuid:entry_id>/", happenings.edit, name="edit-entry"),
    path("<party:kind>/<uuid:party_id>/files/add/", papers.add, name="add-file"),
    path("<party:kind>/<uuid:party_id>/labels/", tagging.labels, name="labels"),
    path("removed/<removable:what>/<uuid:entry_id>/", happenings.remove, name="remove-entry"),
    path("removed/<uuid:act>/undo/", happenings.undo, name="undo"),
    path("files/<uuid:file_id>/", papers.download, name="file"),
    path("tags/", tagging.manage, name="tags"),
    path("groups/<uuid:group_id>/", tagging.group, name="group"),
    path("day/", day.day, name="day"),
    path("day/tasks/add/", day.add_task, name="add-own-task"),
    path("day/tasks/<uuid:task_id>/", day.task, name="task"),
    path("day/tasks/<uuid:task_id>/done/", day.tick, name="tick"),
    path("day/reminders/", day.reminders, name="reminders"),
    path("day/calendar/", day.calendar, name="calendar"),
    path("calendar/<str:secret>.ics", day.feed, name="calendar-feed"),
    path("retention/", retention.due, name="retention"),
    path("retention/sweeps/", sweeps.sweeps, name="sweeps"),
    path("retention/sweeps/start/", sweeps.start, name="start-sweep"),
    path("retention/sweeps/simulate/", trials.simulate, name="simulate-sweep"),
    path("retention/sweeps/<uuid:sweep_id>/", sweeps.act, name="act-on-sweep"),
    path("retention/trials/<uuid:trial_id>/", trials.trial, name="trial"),
    path("retention/trials/<uuid:trial_id>/cancel/", trials.cancel, name="cancel-trial"),
    path("retention/regular/", regular.runs, name="regular-runs"),
    path("retention/regular/<uuid:record_id>/", regular.record, name="record-regular-run"),
    path("retention/reviews/", reviews.reviews, name="reviews"),
    path("retention/reviews/export/", reviews.export, name="export-reviews"),
    path("retention/reviews/decide/", reviews.decide, name="decide-reviews"),
    path("retention/certificates/", sweeps.certificates, name="certificates"),
    path("retention/certificates/<uuid:certificate_id>/", sweeps.certificate, name="certificate"),
    path("holds/", holds.holds, name="holds"),
    path("holds/export/", holds.export, name="export-holds"),
    path("<party:kind>/<uuid:party_id>/holds/add/", holds.add_hold, name="add-hold"),
    path("<party:kind>/<uuid:party_id>/holds/<uuid:hold_id>/", holds.hold, name="hold"),
    path("<party:kind>/<uuid:party_id>/holds/<uuid:hold_id>/end/", holds.end_hold, name="end-hold"),
    path("restrictions/", restricting.restrictions, name="restrictions"),
    path("restrictions/<uuid:restriction_id>/", restricting.restriction, name="restriction"),
    path("<party:kind>/<uuid:party_id>/restrict/", restricting.restrict, name="restrict"),
    path("retention/calendar/", due_calendar.calendar, name="retention-calendar"),
    path("retention/calendar.csv", due_calendar.calendar_file, name="retention-calendar-file"),
    path("notice/versions/", versions.every_version, name="notice-versions"),
    path("notice/versions/adopt/", versions.adopt, name="notice-adopt"),
    path("notice/versions/<int:number>/", versions.version, name="notice-version"),
    path("notice/", notices.public, name="notice"),
    path("notice/officer/", notices.officer, name="officer-notice"),
    path("notice/notice.css", notices.style, name="notice-style"),
    path("parts/", gallery.gallery, name="gallery"),
    path("accessibility/", notices.accessibility, name="accessibility"),
]
