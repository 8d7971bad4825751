"""What somebody has found when they asked whether data are still needed."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from kortisto.declaration.holdings import Column, Technical, holds
from kortisto.privacy.retention.enums import ReviewOutcome, SubjectKind
from kortisto.privacy.retention.models.holds import OF_A_SUBJECT, OfASubject


@holds(
    subject="person",
    organisation="organisation",
    trace=True,
    columns={
        **OF_A_SUBJECT,
        "rule": Technical(why="id of the rule of the notice that asks for the review"),
        "outcome": Technical(why="whether the need is over, or goes on"),
        "until": Technical(why="the day on which it is asked again, where the need goes on"),
        "reason": Column(item="rights.record"),
        "reviewed_at": Technical(why="when it was found"),
        "reviewed_by": Technical(why="id of the member of staff who found it"),
    },
)
class Review(OfASubject):
    """One finding about the data of one subject under one rule. None is ever changed: a later one says otherwise."""

    rule = models.CharField(max_length=100)
    outcome = models.CharField(max_length=20, choices=[(one.value, one.value) for one in ReviewOutcome])
    until = models.DateField(null=True)
    reason = models.CharField(max_length=1000, blank=True)
    reviewed_at = models.DateTimeField()
    reviewed_by = models.UUIDField(null=True)

    class Meta(OfASubject.Meta):
        db_table = "retention_review"
        indexes = [models.Index(fields=["reviewed_at", "id"], name="retention_review_order")]
        constraints = [
            *OfASubject.Meta.constraints,
            models.CheckConstraint(condition=~models.Q(rule=""), name="retention_review_names_rule"),
            models.CheckConstraint(
                condition=models.Q(outcome=ReviewOutcome.CONFIRMED.value, until=None)
                | (models.Q(outcome=ReviewOutcome.KEPT.value, until__isnull=False) & ~models.Q(reason="")),
                name="retention_review_kept_until",
            ),
        ]


@holds(
    subject=None,
    columns={
        "pk": Technical(why="kind, subject and rule together"),
        "kind": Technical(why="whether the id is of a person or of an organisation"),
        "subject": Technical(why="id of the person or organisation that waits; the line goes with it"),
        "rule": Technical(why="id of the rule of the notice that asks for the review"),
        "since": Technical(why="the day from which on it has waited"),
        "last_day": Technical(why="the day until which the data stay at the latest; null: no end is known"),
        "items": Technical(why="words of the vocabulary: which kinds of data wait; none of their contents"),
    },
)
class AwaitedReview(models.Model):
    """Data of one subject that wait for somebody to say whether they are still needed: the queue, kept by settling."""

    pk = models.CompositePrimaryKey("kind", "subject", "rule")
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in SubjectKind])
    subject = models.UUIDField()
    rule = models.CharField(max_length=100)
    since = models.DateField()
    last_day = models.DateField(null=True)
    items = ArrayField(models.CharField(max_length=60))

    class Meta:
        db_table = "retention_awaited_review"
        indexes = [
            models.Index(fields=["since", "kind", "subject", "rule"], name="retention_awaited_since"),
            models.Index(fields=["last_day", "kind", "subject", "rule"], name="retention_awaited_last_day"),
            models.Index(fields=["rule"], name="retention_awaited_rule"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.rule}"
