"""Reads the variables KORTISTO_*: each is known by name, and an unknown one is refused with the nearest known name."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

PREFIX = "KORTISTO_"
KNOWN = {
    "KORTISTO_DATA": "folder of the installation's variable data; var/ beside the program unless set",
    "KORTISTO_DATABASE_URL": "PostgreSQL as the runtime role sees it; the embedded server unless set",
    "KORTISTO_OWNER_DATABASE_URL": "the same database as its owner, for migrations only",
    "KORTISTO_POSTGRES_BIN": "folder with the programs of the embedded server; found by itself unless set",
    "KORTISTO_TEST_DATABASE_URL": "a superuser of the server on which the tests run; an embedded one unless set",
    "KORTISTO_FUZZ": "how many mutated declarations the tests try; a few hundred unless set",
    "KORTISTO_DECLARATION": "the declaration (YAML file) that this installation runs on",
    "KORTISTO_ACCESS": "folder with roles.yaml and permissions.yaml; notices/access/ unless set",
    "KORTISTO_SECRET_KEY": "key that signs sessions; made and kept in the data folder unless set",
    "KORTISTO_SECRET_KEY_FILE": "file with that key",
    "KORTISTO_HOSTS": "host names under which the pages are served, separated by commas",
    "KORTISTO_TLS": "yes when the pages are served over https, itself or by a proxy in front",
    "KORTISTO_LANGUAGE": "language of what commands print: fi, sv or en; that of the terminal unless set",
    "KORTISTO_NOTICES": "folder in which commands look for declarations by name; notices/ unless set",
    "KORTISTO_MAIN_USER": "e-mail address of the main user, who is made at the first start",
    "KORTISTO_MAIN_PASSWORD": "password of the main user; made up and shown once unless set",
    "KORTISTO_DEBUG": "yes shows tracebacks in the browser; never where others reach it",
}
_YES, _NO = {"1", "yes", "true", "on"}, {"", "0", "no", "false", "off"}


class Environment:
    """The variables of one process; raises ImproperlyConfigured with a sentence that says what to do."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._variables = {name: value for name, value in variables.items() if name.startswith(PREFIX)}
        for name in sorted(self._variables.keys() - KNOWN.keys()):
            near = difflib.get_close_matches(name, KNOWN, n=1, cutoff=0)[0]
            raise ImproperlyConfigured(f"{name} is not a setting. Did you mean {near}? ({KNOWN[near]})")

    def text(self, name: str, default: str = "") -> str:
        """Return the value, trimmed; the default where the variable is absent or empty."""
        if name not in KNOWN:
            raise KeyError(name)
        return self._variables.get(name, "").strip() or default

    def yes(self, name: str) -> bool:
        """Return whether the variable says yes."""
        value = self.text(name).lower()
        if value not in _YES | _NO:
            raise ImproperlyConfigured(f"{name}: say yes or no, not {value!r}.")
        return value in _YES

    def words(self, name: str, default: str) -> list[str]:
        """Return the parts between commas."""
        return [word.strip() for word in self.text(name, default).split(",") if word.strip()]

    def secret(self, name: str) -> str:
        """Return the value, or what stands in the file that NAME_FILE names."""
        file = self.text(f"{name}_FILE")
        if not file:
            return self.text(name)
        try:
            return Path(file).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE: {file} cannot be read: {error.strerror}.") from error
