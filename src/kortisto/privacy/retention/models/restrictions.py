"""Whose data may for the time being only be stored (Article 18), and for which purposes they are read all the same."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from kortisto.declaration.holdings import Column, Technical, holds
from kortisto.privacy.retention.enums import RestrictionGround
from kortisto.privacy.retention.models.holds import OF_A_SUBJECT, OfASubject

_ERASED = models.Q(lifted_at=None, ground=RestrictionGround.ERASED.value)
_ASKED_FOR = models.Q(lifted_at=None) & ~models.Q(ground=RestrictionGround.ERASED.value)
"""What stays after an erasure stays restricted, whatever else is asked for beside it and lifted again."""


@holds(
    subject="person",
    organisation="organisation",
    trace=True,
    columns={
        **OF_A_SUBJECT,
        "ground": Technical(why="which ground of Article 18(1), or the rule of the notice; no reason in words"),
        "rule": Technical(why="id of the rule of the notice that restricts, where a rule does"),
        "purposes": Technical(why="ids of the purposes that may read the data all the same"),
        "since": Technical(why="when it began"),
        "restricted_by": Technical(why="id of the member of staff who restricted; null: a rule of the notice"),
        "until": Technical(why="the day after which it ends by itself, where that is known"),
        "lifted_at": Technical(why="when it ended"),
        "lifted_by": Technical(why="id of the member of staff who lifted it; null: its day had come"),
        "lift_reason": Column(item="rights.record"),
        "told_on": Technical(why="the day on which the person was told that it would be lifted (Article 18(3))"),
    },
)
class Restriction(OfASubject):
    """The rows of a subject show to no access but those whose purpose is named here, and to the officer's own.

    The database sees to it (see `restricting`): lists, searches, exports and jobs obey without knowing. One on the
    ground of an erasure is never lifted: it goes with its subject, when the last of what stayed goes.
    """

    ground = models.CharField(max_length=30, choices=[(one.value, one.value) for one in RestrictionGround])
    rule = models.CharField(max_length=100, blank=True)
    purposes = ArrayField(models.CharField(max_length=100), default=list)
    since = models.DateTimeField()
    restricted_by = models.UUIDField(null=True)
    until = models.DateField(null=True)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.UUIDField(null=True)
    lift_reason = models.CharField(max_length=1000, blank=True)
    told_on = models.DateField(null=True)

    class Meta(OfASubject.Meta):
        db_table = "retention_restriction"
        indexes = [
            models.Index(
                fields=["since", "id"], name="retention_restriction_in_force", condition=models.Q(lifted_at=None)
            ),
        ]
        constraints = [
            *OfASubject.Meta.constraints,
            models.UniqueConstraint(fields=["person"], condition=_ASKED_FOR, name="retention_restriction_person_once"),
            models.UniqueConstraint(
                fields=["organisation"], condition=_ASKED_FOR, name="retention_restriction_org_once"
            ),
            models.UniqueConstraint(
                fields=["person"], condition=_ERASED, name="retention_restriction_person_erased_once"
            ),
            models.UniqueConstraint(
                fields=["organisation"], condition=_ERASED, name="retention_restriction_org_erased_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(ground=RestrictionGround.ERASED.value) | models.Q(lifted_at=None),
                name="retention_restriction_erased_stands",
            ),
            models.CheckConstraint(
                condition=models.Q(ground__in=[one.value for one in RestrictionGround]),
                name="retention_restriction_ground_known",
            ),
            models.CheckConstraint(
                condition=models.Q(ground=RestrictionGround.RULE.value, restricted_by=None)
                | (~models.Q(ground=RestrictionGround.RULE.value) & models.Q(rule="")),
                name="retention_restriction_rule_or_person",
            ),
            models.CheckConstraint(
                condition=models.Q(lifted_at=None) | models.Q(lifted_at__gte=models.F("since")),
                name="retention_restriction_ends_after_start",
            ),
        ]
