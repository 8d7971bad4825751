"""The sequencer beside the worker: about once a second it seals what has been written to the log."""

from __future__ import annotations

import logging
import threading
import time
from datetime import UTC, datetime
from typing import Self

from django.db import Error as DatabaseError
from django.db import connection

from kortisto.register.audit import sealing
from kortisto.register.audit.sealing import BrokenSealError

PAUSE = 1.0  # seconds between looks at what waits
AFTER_FAILURE = 30.0  # seconds; a log that must not be signed, or a database that is away, needs somebody to look
TOLD_EVERY = 10.0  # seconds between checkpoints that witnesses are given
TOLD_AFTER = 5_000  # lines after which they are given one sooner

_logger = logging.getLogger(__name__)


class Sequencer:
    """A thread with a connection of its own, for as long as the block lasts; at its end it seals what is left.

    Several may run, on one machine or many: the database lets one at a time do the work.
    """

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="sequencer", daemon=True)
        self._told_at = 0.0
        self._untold = 0

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self._stop.set()
        self._thread.join(timeout=3)

    def _run(self) -> None:
        stopping = False
        while not stopping:
            stopping = self._stop.is_set()
            try:
                self.turn(last=stopping)
                pause = PAUSE
            except (BrokenSealError, DatabaseError, OSError, ValueError) as error:
                _logger.error("the audit log is not sealed: %s", error)  # noqa: TRY400 (no traceback: it is told why)
                connection.close()
                pause = AFTER_FAILURE
            self._stop.wait(0 if stopping else pause)
        connection.close()

    def turn(self, *, last: bool = False) -> int:
        """Seal what waits, clear away old headers, and give the witnesses a checkpoint when it is time.

        Returns the number of lines. Raises what sealing raises.
        """
        signer, witnesses = sealing.signer(), sealing.witnesses()
        lines = 0
        while batch := sealing.seal(at=datetime.now(UTC), signer=signer, witnesses=witnesses):
            lines += batch.lines
        sealing.clear_contexts()
        self._untold += lines
        due = last or self._untold >= TOLD_AFTER or time.monotonic() - self._told_at >= TOLD_EVERY
        if self._untold and due:
            failed = sealing.tell(signer=signer, witnesses=witnesses)
            for witness, error in failed:
                _logger.error("the witness %s has not taken the checkpoint: %s", witness.file, error)
            # Who could not be told is tried again when it is time, even if nothing new is written.
            self._told_at, self._untold = time.monotonic(), 1 if failed else 0
        return lines
