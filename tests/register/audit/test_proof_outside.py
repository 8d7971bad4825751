"""A proof as somebody outside checks it: with RFC 6962, the form of notes and a signature, and no code of the log."""

from __future__ import annotations

import base64
import json
import struct
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from click.testing import CliRunner
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import connection

from kortisto.interfaces.cli import cli
from tests.register.audit.conftest import Attack, Log
from tests.support.postgres import TestServer

pytestmark = pytest.mark.integration

COLUMNS = [
    "access", "action", "actor_id", "actor_kind", "actor_role", "basis", "channel", "happened_at", "id", "items",
    "network", "object_id", "object_kind", "outcome", "purpose", "recorded_at", "request_id", "subjects", "token_id",
]  # fmt: skip
IDS = {"access", "actor_id", "id", "object_id", "token_id"}
TIMES = {"happened_at", "recorded_at"}


# --- RFC 6962, section 2.1, word for word ----------------------------------------------------------------------------


def mth(entries: Sequence[bytes]) -> bytes:
    """Return the Merkle tree hash of the entries."""
    if not entries:
        return sha256(b"").digest()
    if len(entries) == 1:
        return sha256(b"\x00" + entries[0]).digest()
    k = split(len(entries))
    return sha256(b"\x01" + mth(entries[:k]) + mth(entries[k:])).digest()


def path(m: int, entries: Sequence[bytes]) -> list[bytes]:
    """Return the audit path of the entry at `m` (section 2.1.1)."""
    if len(entries) == 1:
        return []
    k = split(len(entries))
    if m < k:
        return [*path(m, entries[:k]), mth(entries[k:])]
    return [*path(m - k, entries[k:]), mth(entries[:k])]


def root_by(leaf: bytes, m: int, n: int, proof: list[bytes]) -> bytes:
    """Return the root to which an audit path leads: the definition of the path, read from its end."""
    if n == 1:
        assert proof == []
        return leaf
    k, last = split(n), proof[-1]
    if m < k:
        return sha256(b"\x01" + root_by(leaf, m, k, proof[:-1]) + last).digest()
    return sha256(b"\x01" + last + root_by(leaf, m - k, n - k, proof[:-1])).digest()


def split(n: int) -> int:
    """Return the largest power of two smaller than `n`."""
    k = 1
    while k * 2 < n:
        k *= 2
    return k


# --- the bytes of a line, as docs/howto/check-the-log.md tells them --------------------------------------------------


def entry_of(line: Mapping[str, Any]) -> bytes:
    return b"\x02" + b"".join(field(name, line[name]) for name in COLUMNS)


def field(name: str, value: Any) -> bytes:
    if value is None:
        return struct.pack(">i", -1)
    if name in TIMES:
        since = datetime.fromisoformat(value).replace(tzinfo=UTC) - datetime(2000, 1, 1, tzinfo=UTC)
        written = struct.pack(">q", (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds)
    elif name in IDS:
        written = UUID(value).bytes
    elif isinstance(value, list):
        kind = 2950 if name == "subjects" else 1043
        ones = [UUID(one).bytes if name == "subjects" else one.encode() for one in value]
        head = struct.pack(">iii", 1 if ones else 0, 0, kind) + (struct.pack(">ii", len(ones), 1) if ones else b"")
        written = head + b"".join(struct.pack(">i", len(one)) + one for one in ones)
    else:
        written = value.encode()
    return struct.pack(">i", len(written)) + written


def entries_in(server: TestServer) -> list[bytes]:
    """All sealed lines, as PostgreSQL writes them."""
    statement = f"copy (select {', '.join(COLUMNS)} from audit_sealed order by seq) to stdout (format binary)"  # noqa: S608
    with (
        psycopg.connect(server.admin_dsn, dbname=connection.settings_dict["NAME"]) as there,
        there.cursor() as cursor,
        cursor.copy(statement.encode()) as copy,
    ):
        rows = [bytes(one) for one in copy]
    rows[0] = rows[0][19:]
    return [b"\x02" + row[2:] for row in rows if row != b"\xff\xff"]


# --- the signed checkpoint -------------------------------------------------------------------------------------------


def opened(note: str, key: str) -> tuple[str, int, bytes]:
    """Return origin, size and root of a checkpoint. Raises InvalidSignature unless the key has signed it."""
    name, key_id, public = key.split("+", 2)
    text, signatures = note.split("\n\n")
    raw = base64.b64decode(public)
    assert raw[:1] == b"\x01", "Ed25519"
    assert sha256(name.encode() + b"\n" + raw).digest()[:4].hex() == key_id
    [line] = [one for one in signatures.splitlines() if one.startswith(f"— {name} ")]
    signature = base64.b64decode(line.rpartition(" ")[2])
    assert signature[:4].hex() == key_id
    Ed25519PublicKey.from_public_bytes(raw[1:]).verify(signature[4:], f"{text}\n".encode())
    origin, size, root = text.splitlines()
    assert origin == name
    return origin, int(size), base64.b64decode(root)


# --- the tests -------------------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def installation_of_tests(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KORTISTO_DATABASE_URL", "postgresql://the-one-of-the-tests")
    monkeypatch.delenv("KORTISTO_OWNER_DATABASE_URL", raising=False)


def proved(event: UUID, folder: Path) -> dict[str, Any]:
    """What `./kortisto audit prove` writes."""
    file = folder / "proof.json"
    done = CliRunner().invoke(cli, ["audit", "prove", str(event), "--output", str(file), "--lang", "en"])
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 300, 515])
def test_a_proof_holds_by_the_standard_alone(log: Log, size: int, tmp_path: Path, postgres_server: TestServer) -> None:
    log.seal(size)
    ids, entries = log.ids(), entries_in(postgres_server)
    assert len(entries) == size
    for index in sorted({0, size // 3, size // 2, size - 1}):
        claim = proved(ids[index], tmp_path)
        _origin, signed, root = opened(claim["checkpoint"], claim["key"])
        proof = [base64.b64decode(one) for one in claim["proof"]]

        assert (claim["index"], signed) == (index, size)
        assert entry_of(claim["line"]) == entries[index]
        assert proof == path(index, entries)
        assert root == mth(entries)
        assert root_by(sha256(b"\x00" + entry_of(claim["line"])).digest(), index, signed, proof) == root


def test_a_proof_of_something_else_does_not(log: Log, tmp_path: Path) -> None:
    log.seal(20)
    claim = proved(log.ids()[7], tmp_path)
    _origin, size, root = opened(claim["checkpoint"], claim["key"])
    proof = [base64.b64decode(one) for one in claim["proof"]]
    other = {**claim["line"], "subjects": [claim["line"]["object_id"]]}

    assert root_by(sha256(b"\x00" + entry_of(other)).digest(), 7, size, proof) != root
    assert root_by(sha256(b"\x00" + entry_of(claim["line"])).digest(), 6, size, proof) != root
    assert root_by(sha256(b"\x01" + entry_of(claim["line"])).digest(), 7, size, proof) != root
    with pytest.raises(InvalidSignature):
        opened(claim["checkpoint"].replace("\n20\n", "\n21\n"), claim["key"])


def test_what_was_changed_since_is_not_proved(log: Log, attack: Attack, tmp_path: Path) -> None:
    log.seal(20)
    attack("update audit_sealed set actor_id = gen_random_uuid() where seq = 7")
    event, file = log.ids()[7], tmp_path / "proof.json"
    done = CliRunner().invoke(cli, ["audit", "prove", str(event), "--output", str(file), "--lang", "en"])

    assert done.exit_code == 1
    assert f"The event {event} cannot be proved: the line is not the one that was sealed." in done.output
    assert not file.exists()
    assert proved(log.ids()[8], tmp_path)["index"] == 8
