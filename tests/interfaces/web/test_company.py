"""Logging in through the company's own identity provider: a small one that runs beside the test, asked over HTTP."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import jwt
import pytest
import requests
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from kortisto.register.access import operations as access
from tests.interfaces.web.conftest import COMMAND, make_user

pytestmark = pytest.mark.integration


class Provider:
    """A provider whose user has logged in already; `claims` is what a test changes in what it says of them."""

    def __init__(self, address: str, key: RSAPrivateKey) -> None:
        self.address = address
        self.key = key
        self.claims: dict[str, Any] = {}
        self.headers: dict[str, Any] = {"kid": "1"}
        self.signs: tuple[Any, str] = (key, "RS256")
        self.codes: dict[str, dict[str, str]] = {}
        self.asked: dict[str, str] = {}

    def authorize(self, asked: dict[str, str]) -> str:
        """Return where the browser is sent back to, with a code that works once (OpenID Connect Core 3.1.2)."""
        assert (asked["response_type"], asked["client_id"]) == ("code", "kortisto")
        assert "openid" in asked["scope"].split()
        assert asked["code_challenge_method"] == "S256"
        code = f"c-{len(self.codes) + 1}"
        self.codes[code] = self.asked = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def answer(self, path: str, sent: dict[str, list[str]]) -> dict[str, Any] | None:
        """Return the answer of an endpoint; None: refused."""
        if path == "/.well-known/openid-configuration":
            endpoints = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
            return {"issuer": self.address, **{name: f"{self.address}/{end}" for name, end in endpoints.items()}}
        if path == "/keys":
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
            return {"keys": [{**public, "kid": "1", "use": "sig", "alg": "RS256"}]}
        given = {name: values[0] for name, values in sent.items()}
        asked = self.codes.get(given["code"], {})
        self.codes[given["code"]] = {}  # it works once
        digest = hashlib.sha256(given["code_verifier"].encode()).digest()
        fits = (
            asked.get("code_challenge") == base64.urlsafe_b64encode(digest).decode().rstrip("=")
            and given["redirect_uri"] == asked["redirect_uri"]
            and (given["grant_type"], given["client_id"], given["client_secret"])
            == ("authorization_code", "kortisto", "secret")
        )
        if not fits:
            return None
        key, algorithm = self.signs
        return {"id_token": jwt.encode(self.claims, key, algorithm=algorithm, headers=self.headers)}


@pytest.fixture(scope="module")
def key() -> RSAPrivateKey:
    return generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture
def provider(key: RSAPrivateKey, settings: Settings) -> Iterator[Provider]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path, _mark, query = self.path.partition("?")
            if path == "/authorize":
                self.send_response(302)
                self.send_header("Location", told.authorize(dict(parse_qsl(query))))
                self.send_header("Content-Length", "0")
                self.end_headers()
            else:
                self._send({})

        def do_POST(self) -> None:
            self._send(parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode()))

        def _send(self, sent: dict[str, list[str]]) -> None:
            found = told.answer(self.path, sent)
            body = json.dumps(found or {}).encode()
            self.send_response(200 if found else 400)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    told = Provider(f"http://127.0.0.1:{server.server_port}", key)
    settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID = told.address, "kortisto"
    settings.OIDC_CLIENT_SECRET, settings.OIDC_NAME = "secret", "Esimerkki Oy"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield told
    server.shutdown()
    server.server_close()
    thread.join()


def begun(client: Client, provider: Provider, **changes: Any) -> dict[str, str]:
    """Go to the provider as the browser does; returns what it sends back with the browser."""
    address = client.get(reverse("web:company-log-in")).headers["Location"]
    assert address.startswith(f"{provider.address}/authorize?")
    back = requests.get(address, allow_redirects=False, timeout=5).headers["Location"]
    assert back.startswith("http://testserver/login/company/back/?")
    asked = provider.asked
    now = datetime.now(UTC)
    provider.claims = {
        "iss": provider.address, "aud": "kortisto", "sub": "u-7", "nonce": asked["nonce"], "iat": now,
        "exp": now + timedelta(minutes=5), "email": "bob@staff.example", "email_verified": True, **changes,
    }  # fmt: skip
    return dict(parse_qsl(urlsplit(back).query))


def came_back(client: Client, back: dict[str, str]) -> int:
    return client.get(reverse("web:company-back"), back).status_code


def test_who_has_an_account_gets_in(db: None, provider: Provider) -> None:
    make_user("bob", "sales")
    client = Client(headers={"Accept-Language": "en"})
    assert "Log in with Esimerkki Oy" in client.get(reverse("web:log-in")).content.decode()
    back = begun(client, provider)

    assert came_back(client, back) == 302
    assert client.get("/").status_code == 200
    assert came_back(Client(), back) == 302  # to the log-in page: nobody was expected there
    assert Client().get("/").status_code == 302


def test_a_code_of_somebody_elses_log_in_opens_nothing(db: None, provider: Provider) -> None:
    """Who slips their own code under another's state is refused by the proof of the one who asked (RFC 7636)."""
    make_user("bob", "sales")
    victim, attacker = Client(), Client()
    theirs = begun(attacker, provider)
    mine = begun(victim, provider)

    assert came_back(victim, {"code": theirs["code"], "state": mine["state"]}) == 422
    assert victim.get("/").status_code == 302


def test_a_closed_account_is_not_opened_by_the_company(db: None, provider: Provider) -> None:
    bob = make_user("bob", "sales")
    access.close_user(user_id=bob.id, by=COMMAND, at=datetime.now(UTC))
    client = Client()

    assert came_back(client, begun(client, provider)) == 422


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://elsewhere.example"},
        {"aud": "another"},
        {"aud": ["kortisto", "another"]},
        {"nonce": "another"},
        {"exp": datetime(2026, 1, 1, tzinfo=UTC)},
        {"email_verified": False},
        {"email_verified": "true"},
        {"email": "nobody@staff.example"},
        {"sub": ""},
    ],
)
def test_an_answer_that_does_not_fit_opens_nothing(db: None, provider: Provider, changes: dict[str, Any]) -> None:
    make_user("bob", "sales")
    client = Client()

    assert came_back(client, begun(client, provider, **changes)) == 422
    assert client.get("/").status_code == 302


def test_a_signature_that_is_none_or_another_opens_nothing(db: None, provider: Provider) -> None:
    make_user("bob", "sales")
    another = generate_private_key(public_exponent=65537, key_size=2048)
    for signs in ((another, "RS256"), ("s" * 64, "HS256"), (None, "none")):
        provider.signs = signs
        client = Client()
        assert came_back(client, begun(client, provider)) == 422


def test_another_state_or_no_code_opens_nothing(db: None, provider: Provider) -> None:
    make_user("bob", "sales")
    for changes in ({"state": "another"}, {"error": "access_denied"}):
        client = Client()
        back = {**begun(client, provider), **changes}
        if "error" in back:
            del back["code"]
        assert came_back(client, back) == 422
        assert client.get("/").status_code == 302


def test_a_provider_that_is_not_there_is_told(db: None, settings: Settings) -> None:
    settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID = "http://127.0.0.1:9", "kortisto"
    page = Client(headers={"Accept-Language": "en"}).get(reverse("web:company-log-in"))

    assert page.status_code == 422
    assert "did not open an account" in page.content.decode()
