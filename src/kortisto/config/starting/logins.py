"""Who can log in after the first start: the main user, and in the demo one login for each role."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction

from kortisto.declaration.model import Text
from kortisto.register.access import current, rules
from kortisto.register.access.operations import add_user, make_main_user
from kortisto.register.access.rulebook import rulebook
from kortisto.register.audit.enums import ActorKind, Door
from kortisto.register.audit.values import Actor

DOMAIN = "demo.example"  # reserved for examples: nobody's mail (RFC 2606)
DEMO_ROLES = ("sales", "service", "marketing", "billing", "dpo", "legal", "auditor")
_FIRST, _SECOND = "hjklmnprstv", "aeiou"
_OPERATOR = Actor(kind=ActorKind.COMMAND)


@dataclass(frozen=True, slots=True)
class Login:
    """A login of the demo. `role`: id of a role of the declaration."""

    role: str
    email: str
    password: str

    @property
    def name(self) -> Text:
        """The role's name."""
        return current.compiled().declaration.roles[self.role].name


def invent_password() -> str:
    """Return a password that can be read aloud: five times two syllables, 57 bits."""
    words = ("".join(secrets.choice(_FIRST) + secrets.choice(_SECOND) for _ in range(2)) for _ in range(5))
    return "-".join(words)


def make_main(*, email: str, password: str, language: str, at: datetime) -> None:
    """Make the main user of an empty installation, who signs the undertaking when logging in first.

    Raises Django's ValidationError with the reasons why the password is too weak.
    """
    make_main_user(email=email, password=password, language=language, by=_OPERATOR, at=at)


def add_main(*, email: str, password: str, language: str, at: datetime) -> None:
    """Make a main user where there are, or have just been, others. Raises as `make_main`."""
    add_user(
        email=email, password=password, role=rules.main_role(), language=language, by=_OPERATOR, at=at, channel=Door.CLI
    )


def make_demo(file: Path, *, language: str, at: datetime) -> tuple[Login, ...]:
    """Make the main user and one user for each role, and keep their passwords in the file, for every later start.

    They see the pages in `language` until they choose another.
    """
    main = rules.main_role()
    roles = [main, *(role for role in DEMO_ROLES if role != main and rules.is_role(role))]
    logins = tuple(Login(role, f"{role.replace('_', '.')}@{DOMAIN}", invent_password()) for role in roles)
    with transaction.atomic():
        _keep(file, logins)  # before anybody can log in: nobody's password is lost
        for login in logins:
            name = login.name.in_language(language)
            if login.role == main:
                make_main_user(
                    email=login.email, password=login.password, by=_OPERATOR, at=at,
                    display_name=name, language=language, undertaking=rulebook().undertaking.version,
                )  # fmt: skip
            else:
                add_user(
                    email=login.email, password=login.password, role=login.role, by=_OPERATOR, at=at,
                    display_name=name, language=language, undertaking=rulebook().undertaking.version, channel=Door.CLI,
                )  # fmt: skip
    return logins


def kept(file: Path) -> tuple[Login, ...]:
    """Return the logins of the demo; none in an installation that is not a demo."""
    try:
        rows = json.loads(file.read_text("utf-8"))
        return tuple(Login(row["role"], row["email"], row["password"]) for row in rows if rules.is_role(row["role"]))
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return ()


def _keep(file: Path, logins: tuple[Login, ...]) -> None:
    rows = [{"role": login.role, "email": login.email, "password": login.password} for login in logins]
    new = file.with_name(f"{file.name}.new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
        json.dump(rows, out, indent=1)
    new.replace(file)
