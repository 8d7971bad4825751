"""Files that are on their way in: so that an import can be watched, broken off and gone on with."""

from __future__ import annotations

from django.db import models

from kortisto.declaration.holdings import Link, Technical, holds
from kortisto.declaration.words import CascadeKind
from kortisto.lib.ids import uuid7
from kortisto.register.parties.enums import UploadState
from kortisto.register.parties.models.provenance import Batch, Nameless, one_of


@holds(
    subject=None,
    columns={
        "id": Technical(why="id of the upload, and the name of its file in the data folder"),
        "file_name": Technical(why="name of the file as the operator's computer calls it"),
        "kind": Technical(why="csv, xlsx or vcard"),
        "size": Technical(why="bytes"),
        "sha256": Technical(why="recognises a file that was imported before"),
        "encoding": Technical(why="found or told"),
        "separator": Technical(why="found or told"),
        "sheet": Technical(why="which sheet of a workbook"),
        "sheets": Technical(why="names of the sheets of a workbook"),
        "columns": Technical(why="names of the columns"),
        "program": Technical(why="whose export it was taken for"),
        "rows": Technical(why="how many rows"),
        "pictures": Technical(why="how many pictures were passed over"),
        "options": Technical(why="what the columns mean, and what is done with known people"),
        "relation": Technical(why="what the organisations are to us"),
        "source": Technical(why="source that the operator stated"),
        "collected_on": Technical(why="day of collection that the operator stated"),
        "basis": Technical(why="basis of the declaration that the operator stated"),
        "purpose": Technical(why="purpose that the operator stated"),
        "state": Technical(why="how far the import is"),
        "position": Technical(why="how many rows have been dealt with"),
        "counts": Technical(why="how many rows became what; numbers only"),
        "failure": Technical(why="why it stopped; a word"),
        "batch": Link(relation="batch.rows", cascade=CascadeKind.CUT),
        "made_at": Technical(why="when the file was brought"),
        "made_by": Technical(why="id of the member of staff who brought it"),
        "moved_at": Technical(why="when it last went on"),
        "finished_at": Technical(why="when it ended"),
    },
)
class Upload(Nameless):
    """A file on its way in. The file itself lies in the data folder, for the program alone, until it is done."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    file_name = models.CharField(max_length=255)
    kind = models.CharField(max_length=10)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    encoding = models.CharField(max_length=20, blank=True)
    separator = models.CharField(max_length=1, blank=True)
    sheet = models.CharField(max_length=100, blank=True)
    sheets = models.JSONField(default=list)
    columns = models.JSONField(default=list)
    program = models.CharField(max_length=50, blank=True)
    rows = models.IntegerField()
    pictures = models.IntegerField(default=0)
    options = models.JSONField(default=dict)
    relation = models.CharField(max_length=20, default="customer")
    source = models.CharField(max_length=200, blank=True)
    collected_on = models.DateField(null=True)
    basis = models.CharField(max_length=100, blank=True)
    purpose = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=20, default=UploadState.NEW)
    position = models.IntegerField(default=0)
    counts = models.JSONField(default=dict)
    failure = models.CharField(max_length=50, blank=True)
    batch = models.ForeignKey(Batch, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.UUIDField(null=True)
    moved_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "parties_upload"
        indexes = [models.Index(fields=["state", "moved_at"], name="parties_upload_state")]
        constraints = [
            one_of("state", UploadState.values),
            models.CheckConstraint(
                condition=models.Q(position__gte=0) & models.Q(position__lte=models.F("rows")),
                name="parties_upload_position_within",
            ),
            # Nothing comes in without its origin.
            models.CheckConstraint(
                condition=models.Q(batch__isnull=True)
                | (~models.Q(source="") & ~models.Q(basis="") & ~models.Q(purpose="")
                   & models.Q(collected_on__isnull=False)),
                name="parties_upload_has_origin",
            ),
        ]  # fmt: skip


@holds(
    subject=None,
    columns={
        "id": Technical(why="id of the row"),
        "upload": Link(relation="batch.rows", cascade=CascadeKind.CASCADE),
        "number": Technical(why="number of the row in the file"),
        "position": Technical(why="place of the row among the rows"),
        "faults": Technical(why="which columns keep it out and why; no values"),
        "asked": Technical(why="whether the operator is to say what becomes of a known person"),
        "answer": Technical(why="what the operator said"),
    },
)
class UploadRow(Nameless):
    """A row that was not taken: its number and what is wrong with it, or that somebody must say what becomes of it."""

    id = models.BigAutoField(primary_key=True)
    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="+")
    number = models.IntegerField()
    position = models.IntegerField()
    faults = models.JSONField(default=list)
    asked = models.BooleanField(default=False)
    answer = models.CharField(max_length=10, blank=True)

    class Meta:
        db_table = "parties_upload_row"
        constraints = [
            models.UniqueConstraint(fields=["upload", "position"], name="parties_upload_row_once"),
            one_of("answer", ["", "skip", "update", "create"]),
        ]
