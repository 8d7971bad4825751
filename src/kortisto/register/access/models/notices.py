"""The versions of the privacy notice that were adopted: what the program runs on, and ran on before."""

from __future__ import annotations

from django.db import models

from kortisto.declaration.holdings import Technical, holds


@holds(
    subject=None,
    columns={
        "id": Technical(why="taken from the digest: the line of the log that carries it holds the text to account"),
        "number": Technical(why="the order of adoption"),
        "register": Technical(why="id of the register"),
        "version": Technical(why="version of the notice"),
        "valid_from": Technical(why="from when the notice says that it holds"),
        "files": Technical(why="the text of the notice and of its templates, which is public"),
        "digest": Technical(why="recognises the text"),
        "adopted_at": Technical(why="when it was adopted"),
        "adopted_by": Technical(why="id of the member of staff who adopted it; null: an operator, or the first start"),
        "adopted_as": Technical(why="kind of who adopted it"),
    },
)
class AdoptedNotice(models.Model):
    """A version of the notice that was adopted; the one with the highest number is in force.

    The runtime role may add rows and neither change nor remove one: data know their version, and people may ask what
    it said. `files`: pairs of name and text, the notice first, then its templates.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    number = models.PositiveIntegerField(unique=True)
    register = models.CharField(max_length=100)
    version = models.CharField(max_length=50)
    valid_from = models.DateField()
    files = models.JSONField()
    digest = models.CharField(max_length=64, unique=True)
    adopted_at = models.DateTimeField()
    adopted_by = models.UUIDField(null=True)
    adopted_as = models.CharField(max_length=20)

    class Meta:
        db_table = "access_notice"
        constraints = [
            models.UniqueConstraint(fields=["register", "version"], name="access_notice_version_once"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="access_notice_numbered"),
            models.CheckConstraint(condition=models.Q(digest__regex=r"^[0-9a-f]{64}$"), name="access_notice_digest"),
        ]

    def __str__(self) -> str:
        return f"{self.register} {self.version}"
