"""Programs of the tests: Bob's writes and reads, Rita's reads only, Mailer's key shows names for another purpose."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from kortisto.declaration.words import Operation
from kortisto.register.access import operations as access
from kortisto.register.access.rules import actor_of, permissions_of_role
from tests.interfaces.web.conftest import COMMAND, World, declaration_of_tests, make_user, make_world

__all__ = ["declaration_of_tests"]

ALL = (Operation.READ, Operation.COLLECT, Operation.CHANGE)


class Program:
    """A program with a key: sends JSON, and gets it."""

    def __init__(self, secret: str = "") -> None:
        self._client = Client(raise_request_exception=False)
        self.headers = {"Authorization": f"Bearer {secret}"} if secret else {}

    def call(
        self,
        method: str,
        path: str,
        body: object = None,
        headers: Mapping[str, str] | None = None,
        content_type: str = "application/json",
    ) -> Any:
        response: Any = self._client.generic(
            method,
            f"/api/v1{path}",
            data=b"" if body is None else _dumped(body),
            content_type=content_type,
            headers={**self.headers, **(headers or {})},
        )
        if response.streaming:
            response.text_of_file = b"".join(response.streaming_content)
        return response

    def get(self, path: str, **headers: str) -> Any:
        return self.call("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})

    def post(self, path: str, body: object, **headers: str) -> Any:
        return self.call("POST", path, body, {name.replace("_", "-"): value for name, value in headers.items()})

    def patch(self, path: str, body: object, **headers: str) -> Any:
        return self.call("PATCH", path, body, {name.replace("_", "-"): value for name, value in headers.items()})


def _dumped(body: object) -> bytes:
    import json  # noqa: PLC0415

    return body if isinstance(body, bytes) else json.dumps(body).encode()


MakeKey = Callable[..., Program]


@pytest.fixture(autouse=True)
def _folder_of_files(settings: Settings, tmp_path: Path) -> None:
    settings.KORTISTO_FILES = tmp_path / "files"


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture
def make_key(db: None) -> MakeKey:
    def made(  # noqa: PLR0917 (what a key may be)
        role: str = "main_user",
        purpose: str = "crm",
        operations: tuple[Operation, ...] = ALL,
        permissions: tuple[str, ...] = (),
        lasts: timedelta = timedelta(days=30),
        name: str = "all",
    ) -> Program:
        user = make_user(f"{role}-{purpose}-{name}", role)
        now = datetime.now(UTC)
        key = access.make_token(
            name="test",
            purpose=purpose,
            operations=operations,
            expires_at=now + lasts,
            by=actor_of(user),
            at=now,
            permissions=permissions,
        )
        return Program(key.secret)

    return made


@pytest.fixture
def full(make_key: MakeKey) -> Program:
    """The main user's, with all that the main user may."""
    return make_key(permissions=tuple(permissions_of_role("main_user")), name="everything")


@pytest.fixture
def overseer(db: None) -> Program:
    """Of whoever watches over use: the main user has composed a level that may also make keys."""
    now = datetime.now(UTC)
    permissions = ("tokens.manage", "log.read", "log.verify", "retention.oversee", "certificates.read")
    level = access.compose_level(name="Valvonta", roles=["dpo"], permissions=permissions, by=COMMAND, at=now)
    user = make_user("valvoja", "dpo")
    access.place_user(user_id=user.id, role="", level_id=level, by=COMMAND, at=now)
    user.refresh_from_db()
    key = access.make_token(
        name="valvonta", purpose="mailing", operations=[Operation.READ], expires_at=now + timedelta(days=30),
        by=actor_of(user), at=now, permissions=permissions,
    )  # fmt: skip
    return Program(key.secret)


@pytest.fixture
def program(make_key: MakeKey) -> Program:
    return make_key(permissions=("merge",))
