"""A log with its key and its witnesses in a folder of the test."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import connection
from pytest_django import Settings

from kortisto.lib.signed_notes import Signer
from kortisto.register.audit import operations, sealing
from kortisto.register.audit.enums import Door
from kortisto.register.audit.models import AuditEvent
from kortisto.register.audit.witnesses import Witness
from tests.register.conftest import BOB, NOW
from tests.support.postgres import TestServer


@dataclass(frozen=True)
class Log:
    """The sealed log of a test; `witness` lies outside the reach of whoever has the database and the key."""

    signer: Signer
    witness: Witness

    def write(self, lines: int = 1, *, action: str = "person.read") -> None:
        for _ in range(lines):
            with operations.open_access(by=BOB, purpose="crm", at=NOW, channel=Door.WEB) as access:
                access.record(
                    action, object_kind="person", object_id=uuid4(), subjects=[uuid4()], items=["person.name"]
                )

    def seal(self, lines: int = 0) -> int:
        """Write so many lines at once, and seal whatever waits."""
        if lines:
            with operations.open_access(by=BOB, purpose="crm", at=NOW, channel=Door.WEB) as access:
                for _ in range(lines):
                    access.record("person.read", object_kind="person", object_id=uuid4(), subjects=[uuid4()])
        return sealing.seal_all(at=NOW, signer=self.signer, witnesses=[self.witness])

    def ids(self) -> list[UUID]:
        return list(AuditEvent.objects.filter(seq__isnull=False).order_by("seq").values_list("id", flat=True))


@pytest.fixture
def log(tmp_path: Path, settings: Settings, transactional_db: None) -> Log:
    settings.AUDIT_FOLDER = tmp_path / "audit"
    settings.AUDIT_WITNESSES = [tmp_path / "witness" / "checkpoints"]
    return Log(sealing.signer(), sealing.witnesses()[0])


Attack = Callable[..., None]


@pytest.fixture
def attack(postgres_server: TestServer) -> Attack:
    """Whoever owns the whole server: every trigger and privilege passed by."""

    def carry_out(*statements: str) -> None:
        with psycopg.connect(
            postgres_server.admin_dsn, dbname=connection.settings_dict["NAME"], autocommit=True
        ) as superuser:
            superuser.execute("set session_replication_role = replica")
            for statement in statements:
                superuser.execute(statement)

    return carry_out
