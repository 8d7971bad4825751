"""What whoever imports may choose: what becomes of known people and organisations, and what is overwritten."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kortisto.register.parties.importing.meaning import Meaning


class Duplicates(StrEnum):
    """What becomes of a row whose person or organisation is in the register already."""

    SKIP = "skip"
    UPDATE = "update"
    CREATE = "create"  # a person of their own; a row that is there to the letter is still not repeated
    ASK = "ask"


class Policy(StrEnum):
    """When a column changes what the register has."""

    NEVER = "never"
    IF_EMPTY = "if empty"
    ALWAYS = "always"


class MatchBy(StrEnum):
    """By what a person is known. AUTO: by name within the organisation, or by name and mail or telephone."""

    AUTO = "auto"
    EMAIL = "email"
    PHONE = "phone"
    NAME = "name"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """The choices of one import."""

    duplicates: Duplicates = Duplicates.SKIP
    match_by: MatchBy = MatchBy.AUTO
    policies: Mapping[Meaning, Policy] = field(default_factory=dict)

    def policy(self, *targets: Meaning) -> Policy:
        """Return when the column of the first of these targets changes something; where it is empty unless chosen."""
        return next((self.policies[one] for one in targets if one in self.policies), Policy.IF_EMPTY)
