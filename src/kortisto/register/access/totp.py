"""One-time codes by time (RFC 6238): SHA-1, six digits, thirty seconds, as every authenticator app knows them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from datetime import datetime
from urllib.parse import quote, urlencode

from kortisto.register.access.models import TotpDevice
from kortisto.register.access.sealing import unseal

STEP = 30  # seconds
DIGITS = 6
DRIFT = 1  # steps that a clock may be off, either way
PLACE = "totp"
_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"  # nothing that is taken for something else on paper


def new_secret() -> bytes:
    """Return 160 random bits (RFC 4226, 4)."""
    return secrets.token_bytes(20)


def code_at(secret: bytes, step: int) -> str:
    """Return the code of a step: of thirty seconds since 1970."""
    digest = hmac.digest(secret, step.to_bytes(8, "big"), hashlib.sha1)
    offset = digest[-1] & 0xF
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFF_FFFF
    return str(number % 10**DIGITS).zfill(DIGITS)


def step_of(device: TotpDevice, code: str, at: datetime) -> int | None:
    """Return the step whose code was typed, if it is near enough; that it was not used before is for the caller."""
    typed = "".join(code.split())
    secret = unseal(bytes(device.sealed_secret), place=place_of(device))
    now = int(at.timestamp()) // STEP
    matching = [
        step
        for step in range(now - DRIFT, now + DRIFT + 1)
        if hmac.compare_digest(code_at(secret, step).encode(), typed.encode())
    ]
    return matching[0] if matching else None


def place_of(device: TotpDevice) -> str:
    """Return what the sealed secret is bound to."""
    return f"{PLACE}:{device.user_id}"


def shown(secret: bytes) -> str:
    """Return the secret as it is typed into an app (RFC 4648)."""
    return base64.b32encode(secret).decode().rstrip("=")


def address_of(secret: bytes, *, account: str, issuer: str) -> str:
    """Return the otpauth: address that an app reads from a picture."""
    label = quote(f"{issuer}:{account}")
    return f"otpauth://totp/{label}?{urlencode({'secret': shown(secret), 'issuer': issuer})}"


def new_recovery_code() -> str:
    """Return twelve letters and digits in three groups: 60 bits."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(3))


def tidied(code: str) -> str:
    """Return a recovery code as it is hashed, however it was typed."""
    letters = "".join(letter for letter in code.casefold() if letter.isalnum())
    return "-".join(letters[start : start + 4] for start in range(0, len(letters), 4))
