"""A proxy in front is believed about the visitor; nobody else is."""

from __future__ import annotations

from typing import Any

import pytest

from kortisto.config.environment import SettingsError
from kortisto.config.proxies import LOCAL, BehindProxies, networks

pytestmark = pytest.mark.unit


def seen(remote: str, forwarded: str | None, believed: tuple[str, ...] = LOCAL) -> dict[str, Any]:
    environ: dict[str, Any] = {"REMOTE_ADDR": remote, "HTTP_X_FORWARDED_PROTO": "https"}
    if forwarded is not None:
        environ["HTTP_X_FORWARDED_FOR"] = forwarded
    BehindProxies(lambda _environ, _start: [], networks(believed))(environ, lambda *_: None)
    return environ


@pytest.mark.parametrize(
    ("remote", "forwarded", "believed", "visitor"),
    [
        ("127.0.0.1", "203.0.113.7", LOCAL, "203.0.113.7"),
        ("127.0.0.1", "198.51.100.1, 203.0.113.7", LOCAL, "203.0.113.7"),  # the first was written by the visitor
        ("127.0.0.1", "203.0.113.7, 10.0.0.5", (*LOCAL, "10.0.0.0/24"), "203.0.113.7"),
        ("127.0.0.1", "203.0.113.7, 10.0.0.5", LOCAL, "10.0.0.5"),
        ("::1", "2001:db8::7", LOCAL, "2001:db8::7"),
        ("127.0.0.1", None, LOCAL, "127.0.0.1"),
        ("127.0.0.1", "nonsense", LOCAL, "127.0.0.1"),
        ("127.0.0.1", "nonsense, 10.0.0.5", (*LOCAL, "10.0.0.5"), "10.0.0.5"),
        ("203.0.113.9", "198.51.100.1", LOCAL, "203.0.113.9"),
        ("127.0.0.1", "198.51.100.1", (), "127.0.0.1"),
    ],
)
def test_who_the_visitor_is(remote: str, forwarded: str | None, believed: tuple[str, ...], visitor: str) -> None:
    assert seen(remote, forwarded, believed)["REMOTE_ADDR"] == visitor


def test_a_stranger_cannot_say_that_it_was_https() -> None:
    assert "HTTP_X_FORWARDED_PROTO" not in seen("203.0.113.9", "198.51.100.1")
    assert seen("127.0.0.1", "198.51.100.1")["HTTP_X_FORWARDED_PROTO"] == "https"


def test_an_address_that_is_none_is_told() -> None:
    with pytest.raises(SettingsError, match=r"crm\.example is neither an IP address nor a network"):
        networks(["crm.example"])
