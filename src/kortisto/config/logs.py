"""The form of log lines: where and what kind of error, never the values, which may be personal data."""

from __future__ import annotations

import logging
import traceback
from types import TracebackType
from typing import Any

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class WithoutValues(logging.Formatter):
    """Prints the places and classes of an exception and its causes. Its message would quote rows and parameters."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802
        """Return the line; what somebody sent cannot begin a second one, or colour it on a terminal."""
        line = super().formatMessage(record)
        return "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in line)

    def formatException(self, ei: ExcInfo) -> str:  # noqa: N802 (the name is logging's)
        """Return the chain of exceptions, the first cause first."""
        error: BaseException | None = ei[1]
        parts: list[str] = []
        seen: set[int] = set()
        while error is not None and id(error) not in seen:
            seen.add(id(error))
            places = [
                f'  File "{frame.filename}", line {frame.lineno}, in {frame.name}'
                for frame in traceback.extract_tb(error.__traceback__)
            ]
            parts.append("\n".join([*places, f"{type(error).__module__}.{type(error).__qualname__}"]))
            error = error.__cause__ or error.__context__
        return "\n\n".join(reversed(parts))


LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "kortisto.config.logs.WithoutValues",
            "format": "%(asctime)s %(levelname)s %(name)s: %(message)s",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING"},
        "procrastinate": {"handlers": ["stderr"], "level": "WARNING"},
        "kortisto": {"handlers": ["stderr"], "level": "INFO"},
    },
}
