"""`./kortisto up` as a user runs it: a process of its own in a data folder of its own."""

from __future__ import annotations

import contextlib
import os
import queue
import re
import signal
import subprocess
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path

from kortisto.config.embedded_postgres import EmbeddedPostgres
from kortisto.config.postgres_process import running_pid

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120.0  # seconds; the machine of a build may be busy
UP = "Stop with Ctrl-C"


def environment(data: Path, **more: str) -> dict[str, str]:
    """The user's environment without what a developer has set for another installation.

    Compiled Python is kept, as on a user's machine: without it every process compiles Django anew.
    """
    clean = {name: value for name, value in os.environ.items() if not name.startswith("KORTISTO_")}
    if clean.pop("PYTHONDONTWRITEBYTECODE", None):  # nothing beside the sources then
        clean.setdefault("PYTHONPYCACHEPREFIX", str(ROOT / "var" / "compiled"))
    return {**clean, "KORTISTO_DATA": str(data), "KORTISTO_LANGUAGE": "en", **more}


class Running:
    """A start of `./kortisto up`; waits until it is up or has ended."""

    def __init__(self, data: Path, *arguments: str, wait: bool = True, **more: str) -> None:
        self.data = data
        self.output = ""
        began = time.monotonic()
        self.process = subprocess.Popen(
            [str(ROOT / "kortisto"), "up", *arguments],
            env=environment(data, **more), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True, start_new_session=True,
        )  # fmt: skip
        self._lines: queue.Queue[str | None] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()
        if wait:
            self.wait_for(UP)
        self.seconds = time.monotonic() - began

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as lines:
            for line in lines:
                self._lines.put(line)
        self._lines.put(None)

    def wait_for(self, text: str) -> None:
        """Read on until a line holds the text, or the process has ended."""
        deadline = time.monotonic() + PATIENCE
        while True:
            line = self._lines.get(timeout=max(0.1, deadline - time.monotonic()))
            if line is None:
                return
            self.output += line
            if text in line:
                return

    def end(self, number: int = signal.SIGINT) -> float:
        """Send a signal to the process alone, wait for its end, and return the seconds that it took."""
        began = time.monotonic()
        self.process.send_signal(number)
        self.process.wait(PATIENCE)
        took = time.monotonic() - began
        self.wait_for("\0")  # what it still said
        return took

    @property
    def url(self) -> str:
        found = re.search(r"http://127\.0\.0\.1:\d+/", self.output)
        assert found, self.output
        return found[0]

    @property
    def logins(self) -> dict[str, str]:
        """E-mail addresses with their passwords, as they were printed."""
        return dict(re.findall(r"^  (\S+@\S+) +([a-z-]{20,})", self.output, re.MULTILINE))

    def ask(self, path: str, language: str = "") -> tuple[int, str]:
        """Status and text of a page, without log-in; nothing but the status 0 when nobody listens."""
        browser = urllib.request.build_opener()
        browser.addheaders = [("Accept-Language", language)] if language else []
        try:
            with browser.open(self.url + path, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()
        except OSError:
            return 0, ""

    def log_in(self, email: str, password: str) -> str:
        """Log in as a browser does; return the address of the page that is shown then."""
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        with browser.open(self.url + "login/", timeout=30) as page:
            token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.read().decode())
        assert token
        form = {"csrfmiddlewaretoken": token[1], "email": email, "password": password}
        try:
            with browser.open(self.url + "login/", urllib.parse.urlencode(form).encode(), timeout=30) as page:
                return str(page.url)
        except urllib.error.HTTPError as error:
            with error:
                return str(error.code)


def processes(data: Path) -> dict[int, str]:
    """Living processes of the installation, with their command lines: those that were told of its data folder."""
    mark = f"KORTISTO_DATA={data}".encode()
    found = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        with contextlib.suppress(OSError):
            if mark in (entry / "environ").read_bytes().split(b"\0"):
                found[int(entry.name)] = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
    return {pid: line for pid, line in found.items() if line}  # a dead one that nobody has collected has none


def database_runs(data: Path) -> bool:
    return running_pid(EmbeddedPostgres(data / "postgres").cluster) is not None


def nothing_is_left(data: Path, *, within: float) -> str:
    """Wait until nothing of the installation runs; return what still does."""
    deadline = time.monotonic() + within
    while (left := processes(data)) or database_runs(data):
        if time.monotonic() > deadline:
            return f"{left} database: {database_runs(data)}"
        time.sleep(0.1)
    return ""


@contextlib.contextmanager
def removed_afterwards(data: Path) -> Iterator[Path]:
    """The data folder; whatever still runs there in the end is killed, by its number, and the database removed."""
    try:
        yield data
    finally:
        for pid in processes(data):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        EmbeddedPostgres(data / "postgres").remove()
