"""Asks the configured scanner whether a file holds malicious software; without one says that nobody has looked."""

from __future__ import annotations

import shlex
import socket
import struct
import subprocess

from django.conf import settings

from kortisto.register.parties.enums import Scan

_SECONDS = 60
_CHUNK = 65_536


class ScannerFailedError(RuntimeError):
    """The scanner is configured and does not answer: the file is not taken."""


class MaliciousError(ValueError):
    """The scanner has found something."""


def scan(content: bytes) -> Scan:
    """Return what the scanner says. `KORTISTO_SCANNER` is `unix:/path` or `tcp:host:port` of clamd, or `run:command`.

    A command reads the file from its standard input and ends with 0 (clean), 1 (found) or anything else (failed).
    Raises MaliciousError, ScannerFailedError.
    """
    how, _colon, where = settings.KORTISTO_SCANNER.partition(":")
    if not how:
        return Scan.NOT_SCANNED
    try:
        found = _by_command(where, content) if how == "run" else _by_clamd(how, where, content)
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        raise ScannerFailedError(str(error)) from error
    if found:
        raise MaliciousError
    return Scan.CLEAN


def _by_command(command: str, content: bytes) -> bool:
    # The command is the operator's own setting; nothing of the file gets into it.
    done = subprocess.run(shlex.split(command), input=content, capture_output=True, timeout=_SECONDS, check=False)
    if done.returncode not in {0, 1}:
        raise ValueError(f"the scanner ended with {done.returncode}")
    return done.returncode == 1


def _by_clamd(how: str, where: str, content: bytes) -> bool:
    address: str | tuple[str, int]
    if how == "unix":
        family, address = socket.AF_UNIX, where
    elif how == "tcp":
        host, _colon, port = where.rpartition(":")
        family, address = socket.AF_INET, (host, int(port))
    else:
        raise ValueError(f"{how!r} is no way to a scanner")
    with socket.socket(family, socket.SOCK_STREAM) as line:
        line.settimeout(_SECONDS)
        line.connect(address)
        line.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), _CHUNK):
            part = content[start : start + _CHUNK]
            line.sendall(struct.pack("!L", len(part)) + part)
        line.sendall(struct.pack("!L", 0))
        answer = b""
        while not answer.endswith(b"\0") and (more := line.recv(4096)):
            answer += more
    said = answer.rstrip(b"\0\n")
    if said.endswith(b"FOUND"):
        return True
    if said.endswith(b"OK"):
        return False
    raise ValueError(f"clamd said {said[:100]!r}")
