"""When a job that has failed is tried again, and when somebody must look."""

from __future__ import annotations

from django.db import InterfaceError, OperationalError
from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.jobs import Job


class Again(BaseRetryStrategy):
    """Three times for what fails by itself; longer for what passes: the database is away, its disk full, a lock held.

    `passing`: errors that say that something else is in the way. With a wait that doubles from 2 seconds to 5 minutes
    they are tried for two days; what still fails then, or fails for reasons of its own, is kept and shown.
    """

    OWN, PASSING = 3, 580  # attempts after the first
    LONGEST = 300  # seconds

    def __init__(self, *passing: type[Exception]) -> None:
        self._passing: tuple[type[Exception], ...] = (OperationalError, InterfaceError, *passing)

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """Return when it is tried again; None when it is not."""
        if isinstance(exception, self._passing):
            if job.attempts >= self.PASSING:
                return None
            return RetryDecision(retry_in={"seconds": min(2 ** min(job.attempts + 1, 10), self.LONGEST)})
        if job.attempts >= self.OWN:
            return None
        return RetryDecision(retry_in={"seconds": 8 ** (job.attempts + 1)})
