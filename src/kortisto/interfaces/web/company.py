"""Logging in through the company's own identity provider: OpenID Connect Core 1.0, code flow with PKCE (RFC 7636)."""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import jwt
import requests
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from kortisto.interfaces.web import mail

PENDING = "company-log-in"
"""Where the session keeps what the answer of the provider has to fit."""
TIMEOUT = 5  # seconds
# Signatures with a key pair only: a provider's public key never passes for a shared secret.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA"]


class ProviderError(Exception):
    """The provider does not answer, has refused, or its answer does not fit what was asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """Whom the provider has checked. `subject`: its own id of the person; empty: nobody."""

    subject: str = ""
    email: str = ""
    email_is_verified: bool = False


NOBODY = Who()


def is_set() -> bool:
    """Return whether this installation has an identity provider."""
    return bool(settings.OIDC_ISSUER and settings.OIDC_CLIENT_ID)


def back_address(request: HttpRequest) -> str:
    """Return the address to which the provider sends the browser back; it is registered there."""
    return mail.full_address(request, reverse("web:company-back"))


def begin(back: str) -> tuple[str, dict[str, str]]:
    """Return the address to send the browser to, and what its answer has to fit. Raises ProviderError."""
    pending = {name: secrets.token_urlsafe(32) for name in ("state", "nonce", "verifier")}
    digest = hashlib.sha256(pending["verifier"].encode()).digest()
    asked = {
        "response_type": "code",
        "client_id": settings.OIDC_CLIENT_ID,
        "redirect_uri": back,
        "scope": "openid email profile",
        "state": pending["state"],
        "nonce": pending["nonce"],
        "code_challenge": base64.urlsafe_b64encode(digest).decode().rstrip("="),
        "code_challenge_method": "S256",
    }
    return f"{_told(_discovered(), 'authorization_endpoint')}?{urlencode(asked)}", pending


def finish(answer: Mapping[str, Any], pending: Mapping[str, Any], back: str) -> Who:
    """Return whom the provider has checked. Raises ProviderError."""
    state = str(answer.get("state", ""))
    if not secrets.compare_digest(state.encode(), str(pending["state"]).encode()) or "code" not in answer:
        raise ProviderError
    provider = _discovered()
    token = _fetched(
        "POST",
        _told(provider, "token_endpoint"),
        data={
            "grant_type": "authorization_code",
            "code": answer["code"],
            "redirect_uri": back,
            "code_verifier": pending["verifier"],
            "client_id": settings.OIDC_CLIENT_ID,
            "client_secret": settings.OIDC_CLIENT_SECRET,
        },
    )
    claims = _checked(_told(token, "id_token"), _fetched("GET", _told(provider, "jwks_uri")))
    if not secrets.compare_digest(str(claims.get("nonce", "")).encode(), str(pending["nonce"]).encode()):
        raise ProviderError
    return Who(
        subject=str(claims["sub"]),
        email=str(claims.get("email", "")),
        email_is_verified=claims.get("email_verified") is True,
    )


def _checked(token: str, keys: Mapping[str, Any]) -> dict[str, Any]:
    """The claims of an identity token whose signature, issuer, audience and time are right (OpenID Connect 3.1.3.7)."""
    try:
        wanted = jwt.get_unverified_header(token).get("kid")
        known = jwt.PyJWKSet.from_dict(dict(keys)).keys
        key = next(one for one in known if wanted is None or one.key_id == wanted)
        claims: dict[str, Any] = jwt.decode(
            token,
            key,
            algorithms=ALGORITHMS,
            audience=settings.OIDC_CLIENT_ID,
            issuer=settings.OIDC_ISSUER,
            leeway=60,
            options={"require": ["exp", "iat", "sub", "iss", "aud"]},
        )
    except (jwt.PyJWTError, StopIteration, ValueError) as error:
        raise ProviderError from error
    others = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
    if len(others) > 1 and claims.get("azp") != settings.OIDC_CLIENT_ID:
        raise ProviderError
    return claims


def _discovered() -> dict[str, Any]:
    found = _fetched("GET", f"{settings.OIDC_ISSUER.rstrip('/')}/.well-known/openid-configuration")
    if found.get("issuer") != settings.OIDC_ISSUER:
        raise ProviderError
    return found


def _told(answer: Mapping[str, Any], name: str) -> str:
    value = answer.get(name)
    if not isinstance(value, str):
        raise ProviderError
    return value


def _fetched(method: str, address: str, data: Mapping[str, str] | None = None) -> dict[str, Any]:
    try:
        answer = requests.request(method, address, data=data, timeout=TIMEOUT, allow_redirects=False)
        found = answer.json() if answer.status_code == requests.codes.ok else None
    except (requests.RequestException, ValueError) as error:
        raise ProviderError from error
    if not isinstance(found, dict):
        raise ProviderError
    return found
