"""Passkeys by an authenticator of the test, which answers rightly or with one thing wrong (WebAuthn 3, 7.1 and 7.2)."""

from __future__ import annotations

import json
import os
import struct
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.utils import websafe_encode

from kortisto.register.access import operations, passkeys, queries, rules
from kortisto.register.access.models import Passkey, User
from kortisto.register.access.passkeys import NotThisPasskeyError, Site
from kortisto.register.audit import queries as log
from kortisto.register.audit.enums import ActorKind, Outcome
from kortisto.register.audit.values import Actor
from tests.register.conftest import NOW

pytestmark = pytest.mark.integration

SITE = Site(host="crm.example", origin="https://crm.example")
PASSWORD = "kolmetoista pientä kanaa"
PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


@dataclass
class Authenticator:
    """A device with one key. Each argument of `answer` is what it would rightly be, unless a test says otherwise."""

    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    id: bytes = field(default_factory=lambda: os.urandom(16))
    count: int = 0

    def created(self, options: Any, *, flags: int = PRESENT | VERIFIED, **changes: Any) -> dict[str, Any]:
        numbers = self.key.public_key().public_numbers()
        cose = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        data = self._data(flags | ATTESTED, changes.pop("host", SITE.host)) + bytes(16)
        data += struct.pack(">H", len(self.id)) + self.id + cbor.encode(cose)
        attestation = cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})
        return self._answer({
            "clientDataJSON": self._client("webauthn.create", options, **changes),
            "attestationObject": attestation,
        })  # fmt: skip

    def proved(self, options: Any, *, flags: int = PRESENT | VERIFIED, **changes: Any) -> dict[str, Any]:
        self.count = changes.pop("count", self.count + 1)
        data = self._data(flags, changes.pop("host", SITE.host))
        client = self._client("webauthn.get", options, **changes)
        signature = self.key.sign(data + sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer({"clientDataJSON": client, "authenticatorData": data, "signature": signature})

    def _data(self, flags: int, host: str) -> bytes:
        return sha256(host.encode()).digest() + struct.pack(">BI", flags, self.count)

    def _client(self, kind: str, options: Any, *, origin: str = SITE.origin, challenge: str = "") -> bytes:
        asked = options["publicKey"]["challenge"]
        return json.dumps({"type": kind, "challenge": challenge or asked, "origin": origin}).encode()

    def _answer(self, response: dict[str, bytes]) -> dict[str, Any]:
        written = {name: websafe_encode(value) for name, value in response.items()}
        name = websafe_encode(self.id)
        return {"id": name, "rawId": name, "type": "public-key", "response": written, "clientExtensionResults": {}}


@pytest.fixture
def alice(db: None) -> User:
    by = Actor(kind=ActorKind.COMMAND)
    return operations.make_main_user(email="alice@esimerkki.example", password=PASSWORD, by=by, at=NOW, undertaking="1")


def offered(user: User) -> passkeys.Challenge:
    return passkeys.creation_challenge(site=SITE, user_id=user.id, email=user.email, name="Alice", known=[])


def add(user: User, device: Authenticator, **changes: Any) -> None:
    asked = offered(user)
    operations.add_passkey(
        name="puhelin", answer=device.created(asked.options, **changes), state=asked.state, site=SITE,
        by=rules.actor_of(user), at=NOW,
    )  # fmt: skip


def come_in(device: Authenticator, *, answer: Any = None, asked: Any = None, **changes: Any) -> Any:
    asked = asked or queries.passkey_challenge(site=SITE)
    return operations.log_in_with_passkey(
        answer=answer or device.proved(asked.options, **changes), state=asked.state, site=SITE, address="192.0.2.1",
        at=NOW + timedelta(minutes=1),
    )  # fmt: skip


@pytest.fixture
def device(alice: User) -> Authenticator:
    device = Authenticator()
    add(alice, device)
    return device


def test_a_passkey_opens_its_account(alice: User, device: Authenticator) -> None:
    assert come_in(device).user == alice
    assert come_in(device).user == alice
    assert Passkey.objects.get().sign_count == 2


WRONG = [
    {"origin": "https://crm.example.evil.example"},
    {"origin": "http://crm.example"},
    {"origin": "https://crm.example:8443"},
    {"host": "evil.example"},
    {"challenge": websafe_encode(bytes(32))},
    {"flags": PRESENT},  # nobody has touched a finger to it or typed a PIN
    {"flags": VERIFIED},
]


@pytest.mark.parametrize("changes", WRONG, ids=str)
def test_with_one_thing_wrong_nobody_comes_in(alice: User, device: Authenticator, changes: dict[str, Any]) -> None:
    assert come_in(device, **changes).user is None
    line = log.events(limit=1)[0]
    assert (line.action, line.outcome) == ("login.passkey", Outcome.DENIED)


@pytest.mark.parametrize("changes", WRONG, ids=str)
def test_with_one_thing_wrong_no_passkey_is_kept(alice: User, changes: dict[str, Any]) -> None:
    with pytest.raises(NotThisPasskeyError):
        add(alice, Authenticator(), **changes)
    assert not Passkey.objects.exists()


def test_an_answer_is_good_for_its_own_challenge_only(alice: User, device: Authenticator) -> None:
    asked = queries.passkey_challenge(site=SITE)
    overheard = device.proved(asked.options)
    assert come_in(device, answer=overheard, asked=asked).user == alice

    assert come_in(device, answer=overheard).user is None


def test_a_copied_key_is_noticed_by_its_count(alice: User, device: Authenticator) -> None:
    assert come_in(device, count=7).user == alice

    assert come_in(device, count=7).user is None
    assert come_in(device, count=6).user is None
    assert come_in(device, count=0).user is None
    assert come_in(device, count=8).user == alice


def test_a_key_that_does_not_count_is_taken(alice: User, device: Authenticator) -> None:
    assert come_in(device, count=0).user == alice
    assert come_in(device, count=0).user == alice


def test_the_key_of_another_opens_nothing(alice: User, device: Authenticator) -> None:
    other = Authenticator(id=device.id)

    assert come_in(other).user is None
    assert come_in(Authenticator()).user is None


@pytest.mark.parametrize("answer", [None, [], "x", {}, {"rawId": 7}, {"rawId": "x"}, {"rawId": "AAAA", "response": []}])
def test_what_is_no_answer_opens_nothing(alice: User, device: Authenticator, answer: Any) -> None:
    assert come_in(device, answer=answer or {"none": True}).user is None


def test_the_passkey_of_a_closed_account_opens_nothing(alice: User, device: Authenticator) -> None:
    User.objects.filter(id=alice.id).update(is_active=False, closed_at=NOW)

    assert come_in(device).user is None


def test_a_passkey_belongs_to_one_account(alice: User, device: Authenticator) -> None:
    bob = operations.add_user(
        email="bob@esimerkki.example", password=PASSWORD, role="sales", by=Actor(kind=ActorKind.COMMAND), at=NOW,
        undertaking="1",
    )  # fmt: skip
    with pytest.raises(NotThisPasskeyError):
        add(bob, device)
