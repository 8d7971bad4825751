"""Clients that work without pause, remember what was acknowledged, and go on when the installation is back."""

from __future__ import annotations

import json
import threading
import time
import uuid
from abc import ABC, abstractmethod
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException, HTTPResponse
from itertools import count
from typing import Any

from tests.support.faults.installation import Installation

SOURCE = "customer_organisation"
PAUSE = 0.03  # seconds between two turns: the parts of the installation need the processor too
AFTER_LOSS = 0.2  # seconds


class LostError(Exception):
    """No answer, or one that promises nothing: whether it was done is not known."""


class Client(ABC, threading.Thread):
    """Works in a thread of its own until it is told to stop. What it noticed that must not be stands in `wrong`."""

    def __init__(self, installation: Installation) -> None:
        super().__init__(daemon=True)
        self.installation = installation
        self.wrong: list[str] = []
        self.acknowledged = 0
        self.lost = 0
        self.under_way = False
        self._ends = threading.Event()

    def run(self) -> None:
        try:
            while not self._ends.wait(PAUSE):
                self.turn()
        except Exception as error:  # noqa: BLE001 (told at the end, whatever it is)
            self.wrong.append(f"{type(self).__name__} gave up: {error!r}")

    @abstractmethod
    def turn(self) -> None:
        """Do something once."""

    def stop(self) -> None:
        """Let the present turn come to its end."""
        self._ends.set()
        self.join(120)
        if self.is_alive():
            self.wrong.append(f"{type(self).__name__} does not come to an end")

    def api(self, method: str, path: str, body: object = None, **headers: str) -> tuple[int, Mapping[str, str], Any]:
        """Call the API. Raises LostError."""
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        sent = None if body is None else json.dumps(body).encode()
        status, got, content = self.send(
            method, f"/api/v1{path}", sent,
            {"Authorization": f"Bearer {self.installation.key}", "Content-Type": "application/json", **told},
        )  # fmt: skip
        return status, got, json.loads(content) if content else None

    def send(
        self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]
    ) -> tuple[int, Mapping[str, str], bytes]:
        """Send a request. Raises LostError; an answer of 500 is wrong, whatever was killed."""
        connection = HTTPConnection("127.0.0.1", self.installation.port, timeout=60)
        self.under_way = True
        try:
            connection.request(method, path, body=body, headers=dict(headers))
            answer: HTTPResponse = connection.getresponse()
            content = answer.read()
        except (OSError, HTTPException) as error:
            self.lost += 1
            raise LostError from error
        finally:
            self.under_way = False
            connection.close()
        if answer.status >= 500:
            if answer.status != 503:
                self.wrong.append(f"{answer.status} for {method} {path}")
            self.lost += 1
            raise LostError
        return answer.status, dict(answer.headers), content

    def until_answered(self, method: str, path: str, body: object = None, **headers: str) -> Any:
        """Call the API again and again until it answers; only for calls that do nothing twice."""
        while True:
            try:
                status, _, content = self.api(method, path, body, **headers)
            except LostError:
                time.sleep(AFTER_LOSS)
                continue
            if status >= 400:
                raise AssertionError((method, path, status, content))
            return content

    def add_person(self, last_name: str) -> str:
        """Make a person, once, however often the answer is lost; return the id."""
        body = {"first_name": "Aino", "last_name": last_name, "source": SOURCE}
        return str(self.until_answered("POST", "/people", body, Idempotency_Key=uuid.uuid4().hex)["id"])


class Adder(Client):
    """Makes people, each with a key of its own, and sends again what was lost. `made`: id by last name."""

    def __init__(self, installation: Installation) -> None:
        super().__init__(installation)
        self.made: dict[str, str] = {}
        self._number = count()

    def turn(self) -> None:
        name = f"Lisatty{next(self._number)}"
        self.made[name] = self.add_person(name)
        self.acknowledged += 1


class Editor(Client):
    """Changes a name over and over, only where nobody else has meanwhile. Several may edit one person.

    `edits`: what was acknowledged, as (name before, name after).
    """

    def __init__(self, installation: Installation, person: str, mark: str) -> None:
        super().__init__(installation)
        self.person, self.mark = person, mark
        self.edits: list[tuple[str, str]] = []
        self.sent: set[str] = set()
        self.overtaken = 0
        self._number = count()

    def turn(self) -> None:
        try:
            _, headers, seen = self.api("GET", f"/people/{self.person}")
            name = f"{self.mark}{next(self._number)}"
            self.sent.add(name)
            status, _, content = self.api(
                "PATCH", f"/people/{self.person}", {"last_name": name, "source": SOURCE}, If_Match=_etag(headers)
            )
        except LostError:
            time.sleep(AFTER_LOSS)
            return
        if status == 204:
            self.edits.append((seen["last_name"], name))
            self.acknowledged += 1
        elif status == 412:
            self.overtaken += 1
        else:
            raise AssertionError((status, content))


def _etag(headers: Mapping[str, str]) -> str:
    return next(value for name, value in headers.items() if name.lower() == "etag")


class Merger(Client):
    """Makes two people one and two again, always another pair. `pairs`: how far each has come."""

    def __init__(self, installation: Installation) -> None:
        super().__init__(installation)
        self.pairs: list[Pair] = []
        self._number = count()

    def turn(self) -> None:
        number = next(self._number)
        ids = [self.add_person(f"Pari{number}{which}") for which in "ab"]
        for place, id_ in enumerate(ids):
            for _ in range(place + 1):
                self._add_mail(id_)
        pair = Pair(*ids)
        self.pairs.append(pair)
        merged = self._once(f"/people/{pair.stays}/merge", {"absorbed": pair.goes}, pair, "merged")
        if merged is not None:
            self._once(f"/merges/{merged['id']}/undo", None, pair, "parted")

    def _once(self, path: str, body: object, pair: Pair, does: str) -> Any:
        """Send once; return the answer, None when it was lost."""
        pair.last = does
        try:
            status, _, content = self.api("POST", path, body)
        except LostError:
            pair.unknown = does
            return None
        if status >= 400:
            raise AssertionError((path, status, content))
        pair.acknowledged = does
        self.acknowledged += 1
        return content

    def _add_mail(self, person: str) -> None:
        body = {"kind": "email", "value": f"{uuid.uuid4().hex}@keksitty.example", "source": SOURCE}
        self.until_answered("POST", f"/people/{person}/contact-points", body, Idempotency_Key=uuid.uuid4().hex)


class Pair:
    """Two people: one with one mail address, which stays, and one with two. `unknown`: what got no answer."""

    def __init__(self, stays: str, goes: str) -> None:
        self.stays, self.goes = stays, goes
        self.acknowledged, self.unknown, self.last = "", "", ""
