"""Passkeys (WebAuthn Level 3): challenges for the browser, and what its answers prove."""

from __future__ import annotations

import ipaddress
import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fido2.server import Fido2Server
from fido2.utils import websafe_decode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)


class NotThisPasskeyError(Exception):
    """The answer proves nothing: another challenge, another site, a wrong signature, or a copied key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Where the pages are served: host name without port, and origin (`https://crm.example:8443`)."""

    host: str
    origin: str

    @property
    def can_have_passkeys(self) -> bool:
        """Return whether browsers make passkeys for this site: by name only, and over https except on this machine."""
        try:
            ipaddress.ip_address(self.host.strip("[]"))
        except ValueError:
            return self.origin.startswith("https://") or self.host == "localhost"
        return False


@dataclass(frozen=True, slots=True)
class Challenge:
    """What is sent to the browser (`options`), and what is to be kept until it answers (`state`)."""

    options: dict[str, Any]
    state: Any


@dataclass(frozen=True, slots=True)
class NewPasskey:
    """A passkey as it is kept."""

    credential_id: bytes
    credential: bytes
    sign_count: int


def creation_challenge(*, site: Site, user_id: UUID, email: str, name: str, known: list[bytes]) -> Challenge:
    """Return the challenge by which a browser makes a passkey. `known`: credentials that the user has already."""
    options, state = _server(site).register_begin(
        PublicKeyCredentialUserEntity(id=user_id.bytes, name=email, display_name=name),
        [AttestedCredentialData(one) for one in known],
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return Challenge(json.loads(json.dumps(dict(options))), state)


def created(*, answer: object, state: object, site: Site) -> NewPasskey:
    """Return the passkey that the browser has made. Raises NotThisPasskeyError."""
    if not isinstance(answer, dict) or not isinstance(state, dict):
        raise NotThisPasskeyError
    try:
        data = _server(site).register_complete(state, answer)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise NotThisPasskeyError from error
    made = data.credential_data
    if made is None:
        raise NotThisPasskeyError
    return NewPasskey(made.credential_id, bytes(made), data.counter)


def challenge(*, site: Site) -> Challenge:
    """Return the challenge by which a browser proves itself with any passkey that it holds for the site."""
    options, state = _server(site).authenticate_begin(user_verification=UserVerificationRequirement.REQUIRED)
    return Challenge(json.loads(json.dumps(dict(options))), state)


def named_in(answer: object) -> bytes | None:
    """Return the id of the credential that an answer names, unproved; None when it names none."""
    try:
        return websafe_decode(answer["rawId"])  # type: ignore[index] # whatever came: what does not fit is none
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def proved(*, answer: object, state: object, site: Site, credential: bytes, before: int) -> int:
    """Return the new count of signatures when the answer proves the credential. Raises NotThisPasskeyError.

    `before`: the count until now; one that does not grow tells of a copied key, zero that the key does not count.
    """
    if not isinstance(answer, dict) or not isinstance(state, dict):
        raise NotThisPasskeyError
    try:
        _server(site).authenticate_complete(state, [AttestedCredentialData(credential)], answer)
        count = AuthenticationResponse.from_dict(answer).response.authenticator_data.counter
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise NotThisPasskeyError from error
    if (count or before) and count <= before:
        raise NotThisPasskeyError
    return count


# The device asks for a finger or a PIN (user verification): a passkey alone is then two steps in one.
def _server(site: Site) -> Fido2Server:
    return Fido2Server(
        PublicKeyCredentialRpEntity(id=site.host, name="Kortisto"),
        verify_origin=lambda origin: origin == site.origin,
    )
