"""Whose word about the visitor is believed: a web server in front says who asked, and that it was over https."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from kortisto.config.environment import SettingsError
from kortisto.declaration.model import Text as T  # noqa: N817 - a table of texts reads better with a short name

LOCAL = ("127.0.0.0/8", "::1")
_FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST", "HTTP_FORWARDED")
_BAD = T("KORTISTO_PROXIES: {0} ei ole IP-osoite eikä verkko (esim. 10.0.0.5 tai 10.0.0.0/24).",
         "KORTISTO_PROXIES: {0} är varken en IP-adress eller ett nät (t.ex. 10.0.0.5 eller 10.0.0.0/24).",
         "KORTISTO_PROXIES: {0} is neither an IP address nor a network (such as 10.0.0.5 or 10.0.0.0/24).")  # fmt: skip

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def networks(words: Sequence[str]) -> tuple[Network, ...]:
    """Return the networks of addresses that are believed. Raises SettingsError."""
    found = []
    for word in words:
        try:
            found.append(ipaddress.ip_network(word))
        except ValueError as error:
            raise SettingsError(_BAD, word) from error
    return tuple(found)


class BehindProxies:
    """A WSGI application that gives the inner one the visitor's address, and nothing that a visitor says of themselves.

    A proxy adds the address that it sees to the end of X-Forwarded-For: the last one that is no proxy of ours is the
    visitor's. What stands before it anybody may have written.
    """

    def __init__(self, inner: Application, believed: Sequence[Network]) -> None:
        self._inner, self._believed = inner, tuple(believed)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if not self._believes(str(environ.get("REMOTE_ADDR", ""))):
            for header in _FORWARDED:
                environ.pop(header, None)
        else:
            passed = str(environ.get("HTTP_X_FORWARDED_FOR", "")).split(",")
            for address in reversed([one.strip() for one in passed if one.strip()]):
                if not _is_address(address):
                    break
                environ["REMOTE_ADDR"] = address
                if not self._believes(address):
                    break
        return self._inner(environ, start_response)

    def _believes(self, address: str) -> bool:
        if not _is_address(address):
            return False
        parsed = ipaddress.ip_address(address)
        return any(parsed in network for network in self._believed)


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
