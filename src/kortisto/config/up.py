"""`./kortisto up`: the database, the tables, the first start, the web pages and the worker, until Ctrl-C."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import NoReturn

import click

from kortisto.config import running
from kortisto.config.embedded_postgres import EmbeddedPostgres
from kortisto.config.environment import NAMES, adopt, given
from kortisto.config.starting import texts
from kortisto.config.starting.asking import ask_email, ask_password, tell_weak
from kortisto.config.starting.children import Child, stop_all
from kortisto.config.starting.guardian import Guardian
from kortisto.config.starting.ports import PortError, choose_port, wait_for_answer
from kortisto.config.starting.turn import RunsAlreadyError, Turn
from kortisto.config.starting.watch import DiesAgainError, Watch
from kortisto.config.telling import ToldError, told
from kortisto.declaration.model import Text
from kortisto.interfaces.cli.declarations import language_option

SECRETS = tuple(
    name
    for secret in ("KORTISTO_OWNER_DATABASE_URL", "KORTISTO_TEST_DATABASE_URL", "KORTISTO_MAIN_PASSWORD")
    for name in (secret, f"{secret}_FILE")
    if name in NAMES
)
"""What the web server and the worker are not told."""
ANSWER_WITHIN = 60.0  # seconds; a loaded machine is slow at its first start


class CannotStartError(Exception):
    """Something is in the way; the message says what, and what to do."""


_asked_to_stop = threading.Event()


class _StopError(BaseException):
    """SIGINT, SIGTERM or SIGHUP; no Exception, so that nothing on the way takes it for a failure of its own."""


@click.command()
@click.option(
    "--port", type=click.IntRange(1, 65535), help="Port of the web pages; 8000 or the next free one unless set."
)
@click.option("--empty", is_flag=True, help="Start without the demo company, with a main user of your own.")
@click.option(
    "--main-user", envvar="KORTISTO_MAIN_USER", metavar="EMAIL", help="E-mail of the main user, with --empty."
)
@language_option
def up(port: int | None, empty: bool, main_user: str | None, lang: str) -> None:  # noqa: FBT001 (click passes it by name)
    """Start everything: database, tables, web pages, background jobs. Stops with Ctrl-C.

    The first start brings a demo company with a login for each role; --empty starts without it.
    """
    _Start(port=port, empty=empty, main_user=main_user or "", language=lang).run()


class _Start:
    """One start, from the first step to the last process stopped."""

    def __init__(self, *, port: int | None, empty: bool, main_user: str, language: str) -> None:
        self._port, self._empty, self._main_user, self._language = port, empty, main_user, language
        self._data = running.data_folder()
        self._logs = self._data / "log"
        self._began = time.monotonic()
        self._server: EmbeddedPostgres | None = None
        self._guardian = Guardian()
        self._children: list[Child] = []
        self._once: list[tuple[Text, str]] = []

    def run(self) -> None:
        """Start, stay, stop. Leaves by ClickException when something is in the way."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, _stop)
        try:
            with self._errors_in_words(), Turn(self._data / "up.lock") as turn:
                adopt()
                try:
                    self._start(turn)
                    self._stay()
                finally:
                    _ignore_signals()
                    self._end()
        except _StopError:
            self._tell(texts.STOPPED)

    # --- the way up --------------------------------------------------------------------------------------------------

    def _start(self, turn: Turn) -> None:
        self._logs.mkdir(mode=0o700, exist_ok=True)
        port = choose_port(self._port)
        self._database(turn)
        self._first_start()
        url = f"http://127.0.0.1:{port}/"
        with self._step() as step:
            self._begin("web", "kortisto.config.web_server", str(port))
            self._begin("worker", "kortisto.config.worker")
            self._wait_for_pages(port)
            step(texts.RUNNING)
        turn.tell(url)
        self._welcome(url)

    def _database(self, turn: Turn) -> None:
        own = bool(given(running.RUNTIME_URL))
        if not own:
            with self._step() as step:
                folder = self._data / "postgres"
                self._guardian.watch(folder, close=[turn.descriptor])
                self._server = EmbeddedPostgres(folder)
                databases = self._server.start()
                if not self._server.owns:
                    self._say(texts.WAITING)
                while not self._server.owns:  # the other command stops the server when it ends
                    time.sleep(0.3)
                    databases = self._server.start()
                running.use(databases)
                step(texts.DATABASE)
        with self._step() as step:
            if given(running.OWNER_URL):
                running.ready(migrate=True)
            else:
                running.ready(migrate=False)
                self._require_tables()
            step(texts.MIGRATED)

    def _require_tables(self) -> None:
        from django.db import connection  # noqa: PLC0415 (needs Django set up)
        from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415 (see above)

        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self._fail(texts.NOT_MIGRATED)

    def _first_start(self) -> None:
        from kortisto.config.starting import logins  # noqa: PLC0415 (needs Django set up)
        from kortisto.declaration.loader import CannotLoadError  # noqa: PLC0415 (only here)
        from kortisto.register.access import current  # noqa: PLC0415 (needs Django set up)
        from kortisto.register.access.queries import there_are_users  # noqa: PLC0415 (see above)

        with self._step() as step:
            try:
                current.of_file()  # what was adopted is in force, but whoever starts it hears of a broken file
                name = current.version()
            except CannotLoadError as error:
                self._fail(texts.BAD_DECLARATION, _declaration_file(), len(error.problems))
            step(texts.DECLARATION, name)
        now = datetime.now(UTC)
        if there_are_users():
            if self._empty and logins.kept(self._logins_file):
                self._say(texts.NOT_EMPTY)
        elif self._empty:
            self._make_main_user(now)
        else:
            self._make_demo(now)

    def _make_demo(self, now: datetime) -> None:
        from kortisto.config import demo  # noqa: PLC0415 (needs Django set up)
        from kortisto.config.starting import logins  # noqa: PLC0415 (see above)

        with self._step() as step:
            loaded = demo.load(at=now)
            if loaded is None:
                self._say(texts.NO_DEMO, _declaration_file())
            else:
                step(texts.DEMO, loaded["organisations"], loaded["people"], loaded["orders"])
        with self._step() as step:
            made = logins.make_demo(self._logins_file, language=self._language, at=now)
            if loaded is not None:
                demo.sign(at=now)
            step(texts.LOGINS, len(made))

    def _make_main_user(self, now: datetime) -> None:
        from django.core.exceptions import ValidationError  # noqa: PLC0415 (late, with the rest of Django)
        from django.utils import translation  # noqa: PLC0415 (see above)

        from kortisto.config.starting import logins  # noqa: PLC0415 (needs Django set up)
        from kortisto.lib import identifiers  # noqa: PLC0415 (only here)

        asked = sys.stdin.isatty()
        email = self._main_user
        if not email and not asked:
            self._fail(texts.NO_MAIN_USER)
        try:
            email = identifiers.email(email) if email else ask_email(self._language)
        except ValueError:
            self._fail(texts.BAD_EMAIL, email)
        said = given("KORTISTO_MAIN_PASSWORD")
        while True:
            chosen = said or (ask_password(self._language) if asked else "")
            password = chosen or logins.invent_password()
            try:
                with translation.override(self._language):  # in which a password is told to be weak
                    logins.make_main(email=email, password=password, language=self._language, at=now)
                break
            except ValidationError as error:
                if said or not asked:
                    self._fail(texts.WEAK_PASSWORD, " ".join(error.messages))
                tell_weak(self._language, error.messages)
        self._once.append((texts.MAIN_USER, email))
        if not chosen:
            self._once.append((texts.PASSWORD_ONCE, password))

    def _begin(self, name: str, module: str, *arguments: str) -> None:
        environment = {key: value for key, value in os.environ.items() if key not in SECRETS}
        environment |= dict.fromkeys(SECRETS, "")  # set to nothing, so that the settings file does not tell them either
        log = self._logs / f"{name}.log"
        self._children.append(Child(name, module, arguments, environment=environment, log=log))

    def _wait_for_pages(self, port: int) -> None:
        deadline = time.monotonic() + ANSWER_WITHIN
        while not wait_for_answer(port, seconds=0.1):
            self._require_children()
            if time.monotonic() > deadline:
                web = self._children[0]
                self._fail(texts.NO_ANSWER, int(ANSWER_WITHIN), web.log, more=web.last_lines())

    def _welcome(self, url: str) -> None:
        from django.db import connections  # noqa: PLC0415 (needs Django set up)
        from django.utils.timezone import localtime  # noqa: PLC0415 (see above)

        from kortisto.config.starting import logins  # noqa: PLC0415 (see above)
        from kortisto.interfaces.jobs.failures import failures  # noqa: PLC0415 (see above)

        click.echo()
        self._say(texts.OPEN, time.monotonic() - self._began, click.style(url, bold=True))
        if kept := logins.kept(self._logins_file):
            self._say(texts.LOG_IN_WITH, self._logins_file)
            for login in kept:
                name = login.name.in_language(self._language)
                click.echo(f"  {login.email:<28} {login.password:<26} {name}")
        for text, value in self._once:
            self._say(text, value)
        for failure in failures():
            when = localtime(failure.at).strftime("%-d.%-m.%Y %-H.%M")
            self._say(texts.FAILED_JOB, failure.task, when, self._logs / "worker.log")
        connections.close_all()  # before it is said: a signal that meets a closing connection is told as an error
        self._say(texts.HOW_TO_STOP, self._logs)
        sys.stdout.flush()

    # --- while it runs -----------------------------------------------------------------------------------------------

    def _stay(self) -> NoReturn:
        """Watch over the parts, and start again what dies. What dies over and over stops everything."""
        watch = Watch(self._children, self._server, say=self._tell)
        try:
            while True:
                for _ in range(10):
                    time.sleep(0.2)
                    self._stop_if_asked()
                    watch.over_children()
                watch.over_database()
        except DiesAgainError as error:
            if error.status is None:
                self._fail(texts.DATABASE_DIED, error.log)
            name = error.name.in_language(self._language)
            self._fail(texts.CHILD_DIED, name, error.status, error.log, more=error.last_lines)

    def _tell(self, text: Text, *values: object) -> None:
        """Say what has happened meanwhile. Nobody may be listening any more, or the disk of the listener be full."""
        with suppress(OSError):
            self._say(text, *values)
            sys.stdout.flush()

    def _stop_if_asked(self) -> None:
        # The exception of the signal is lost in code that lets none out, such as a closing.
        if _asked_to_stop.is_set():
            raise _StopError

    def _require_children(self) -> None:
        """While they start, the end of one is the end of all: it would only die again."""
        self._stop_if_asked()
        for child in self._children:
            if child.status is not None:
                name = texts.NAMES[child.name].in_language(self._language)
                self._fail(texts.CHILD_DIED, name, child.status, child.log, more=child.last_lines())

    def _end(self) -> None:
        if self._children:
            self._tell(texts.STOPPING)
        stop_all(self._children)
        if self._server is not None:
            running.disconnect()
            owned = self._server.owns  # false when the start was broken off half-way
            self._server.stop()
            self._guardian.dismiss(all_stopped=owned)

    # --- words -------------------------------------------------------------------------------------------------------

    @property
    def _logins_file(self) -> Path:
        return self._data / "demo-logins.json"

    @contextmanager
    def _step(self) -> Iterator[_Telling]:
        yield _Telling(self._language)

    @contextmanager
    def _errors_in_words(self) -> Iterator[None]:
        """Turn what can go wrong on a user's machine into a sentence; anything else is an error of ours."""
        from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415 (late, with the rest of Django)
        from django.db import DatabaseError  # noqa: PLC0415 (see above)

        try:
            yield
        except RunsAlreadyError as error:
            if error.url:
                self._leave(texts.RUNS_ALREADY, error.url, error.pid)
            self._leave(texts.STARTS_ALREADY, self._data)
        except PortError as error:
            text = texts.PORT_TAKEN if error.taken else texts.PORT_FORBIDDEN
            self._leave(text, error.port, error.free if error.taken else error.reason)
        except (CannotStartError, ToldError, ImproperlyConfigured) as error:
            raise click.ClickException(told(error, self._language)) from error
        except DatabaseError as error:
            reason = " ".join(str(error).split())
            if self._server is None:
                self._leave(texts.NO_DATABASE, reason)
            self._leave(texts.DATABASE_ERROR, reason, self._server.home / "log")
        except OSError as error:
            self._leave(texts.NO_FILE, error.filename or self._data, error.strerror or error)

    def _say(self, text: Text, *values: object) -> None:
        said = (value.in_language(self._language) if isinstance(value, Text) else value for value in values)
        click.echo(text.in_language(self._language).format(*said))

    def _fail(self, text: Text, *values: object, more: str = "") -> NoReturn:
        raise CannotStartError("\n".join(filter(None, (text.in_language(self._language).format(*values), more))))

    def _leave(self, text: Text, *values: object) -> NoReturn:
        raise click.ClickException(text.in_language(self._language).format(*values))


class _Telling:
    """Tells a step when it is done, with the seconds that it took."""

    def __init__(self, language: str) -> None:
        self._language, self._began = language, time.monotonic()

    def __call__(self, text: Text, *values: object) -> None:
        done = text.in_language(self._language).format(*values)
        click.echo(f"  {done:<72} {time.monotonic() - self._began:5.1f} s")
        sys.stdout.flush()


def _declaration_file() -> str:
    from django.conf import settings  # noqa: PLC0415 (reads the environment)

    return str(settings.KORTISTO_DECLARATION)


def _stop(_number: int, _frame: FrameType | None) -> NoReturn:
    _asked_to_stop.set()
    _ignore_signals()  # once is enough: a second Ctrl-C must not break off the stopping
    raise _StopError


def _ignore_signals() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
