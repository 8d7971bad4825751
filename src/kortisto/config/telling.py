"""An obstacle that a person can remove: told in the reader's language, with what to do."""

from __future__ import annotations

from kortisto.declaration.model import Text
from kortisto.interfaces.cli.declarations import language_of_terminal


class ToldError(Exception):
    """The message says what is in the way and what to do. `str()` is in the language of the terminal."""

    def __init__(self, text: Text, *values: object) -> None:
        super().__init__(text, *values)
        self.text, self.values = text, values

    def __str__(self) -> str:
        return self.in_language(language_of_terminal())

    def in_language(self, language: str) -> str:
        """Return the message in Finnish, Swedish or English."""
        return self.text.in_language(language).format(*self.values)


def told(error: Exception, language: str) -> str:
    """Return what an error says: in that language where it can, else as it is."""
    return error.in_language(language) if isinstance(error, ToldError) else str(error)
