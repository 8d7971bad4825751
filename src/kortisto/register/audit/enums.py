"""The words of the audit log."""

from __future__ import annotations

from enum import StrEnum


class ActorKind(StrEnum):
    """What acted."""

    USER = "user"
    JOB = "job"  # the scheduled worker
    COMMAND = "command"  # an operator at the command line
    ANONYMOUS = "anonymous"  # nobody is known yet: an attempt to log in


class Outcome(StrEnum):
    """Whether the action was carried out."""

    DONE = "done"
    DENIED = "denied"


class Door(StrEnum):
    """Through which door the actor came."""

    WEB = "web"
    API = "api"
    CLI = "cli"
    JOBS = "jobs"
