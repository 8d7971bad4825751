"""`./kortisto up` for real: what it starts, what it says, and what is left when it ends."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from kortisto.config import postgres_process
from kortisto.config.embedded_postgres import EmbeddedPostgres
from tests.support.ready import FirstStart, Ready
from tests.support.running import (
    ROOT,
    Running,
    database_runs,
    environment,
    nothing_is_left,
    processes,
    removed_afterwards,
)

pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with removed_afterwards(tmp_path_factory.mktemp("up") / "data") as folder:
        yield folder


@pytest.fixture(scope="module")
def first(data: Path, ready: Ready) -> FirstStart:
    """The first start, which makes the demo; ended again, for the tests that start it once more."""
    return ready.demo(data)


@pytest.fixture(scope="module")
def started(first: FirstStart, data: Path) -> Iterator[list[Running]]:
    """The starts of this module; the last one may still run."""
    running: list[Running] = []
    yield running
    _end(data, running)


def _end(data: Path, started: list[Running]) -> None:
    if started and started[-1].process.poll() is None:
        started[-1].end()
    assert nothing_is_left(data, within=10) == ""


@pytest.fixture
def stopped(data: Path, started: list[Running]) -> Path:
    """The data folder of the installation, of which nothing runs."""
    _end(data, started)
    return data


@pytest.fixture
def fresh(stopped: Path, started: list[Running]) -> Running:
    """The installation, just started."""
    started.append(Running(stopped))
    assert started[-1].process.poll() is None, started[-1].output
    return started[-1]


@pytest.fixture
def again(request: pytest.FixtureRequest, started: list[Running]) -> Running:
    """The installation, which runs: started unless the test before has left it running."""
    if started and started[-1].process.poll() is None:
        return started[-1]
    return cast("Running", request.getfixturevalue("fresh"))


def run(data: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(ROOT / "kortisto"), "up", *arguments],
        env=environment(data, **more), stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
        timeout=120,
    )  # fmt: skip


def test_first_start_tells_steps_and_logins(first: FirstStart) -> None:
    assert "Demo company loaded: 400 organisations, 2000 people" in first.output
    assert len(first.logins) == 8
    assert "main.user@demo.example" in first.logins
    assert first.status == 0
    assert first.output.rstrip().endswith("Stopped.")
    assert "Traceback" not in first.output


@pytest.mark.usefixtures("first")
def test_passwords_and_logs_are_for_their_owner_alone(data: Path) -> None:
    assert stat.S_IMODE((data / "demo-logins.json").stat().st_mode) == 0o600
    assert stat.S_IMODE((data / "log").stat().st_mode) == 0o700
    for name in ("web.log", "worker.log"):
        assert stat.S_IMODE((data / "log" / name).stat().st_mode) == 0o600


def test_second_start_is_quick_and_keeps_the_logins(first: FirstStart, fresh: Running) -> None:
    assert fresh.seconds < max(15.0, first.seconds)
    assert fresh.logins == first.logins
    assert "Demo company loaded" not in fresh.output


def test_it_answers_and_everybody_can_log_in(again: Running) -> None:
    assert again.ask("health") == (200, "alive\n")
    assert again.ask("ready") == (200, "ready\n")
    answers(again, "ready/worker")
    for email, password in again.logins.items():
        assert again.log_in(email, password) == again.url, email
    assert again.log_in("sales@demo.example", "not the password") == "422"


def test_children_do_not_know_the_owner_of_the_tables(again: Running) -> None:
    children = {pid: line for pid, line in processes(again.data).items() if "kortisto.config." in line}
    assert len(children) == 4  # the web server with two workers, and the worker
    for pid in children:
        told = Path(f"/proc/{pid}/environ").read_bytes()
        assert b"KORTISTO_OWNER_DATABASE_URL=postgresql" not in told
        assert b"KORTISTO_DATABASE_URL=postgresql://kortisto_app:" in told


def test_second_up_says_where_the_first_is(again: Running) -> None:
    second = run(again.data)
    assert second.returncode == 1
    assert f"Kortisto runs already: {again.url} (process {again.process.pid})" in second.stderr
    assert again.ask("ready")[0] == 200


def test_commands_work_beside_it(again: Running) -> None:
    done = subprocess.run(
        [str(ROOT / "kortisto"), "retention", "due", "--at", "today"],
        env=environment(again.data), capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "data are due for" in done.stdout
    assert again.ask("ready")[0] == 200


def test_requests_leave_no_personal_data_in_the_log(again: Running) -> None:
    again.ask("?q=Virtanen")
    again.end()
    assert "Virtanen" not in (again.data / "log" / "web.log").read_text("utf-8")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_everything_cleanly(again: Running, number: int) -> None:
    assert again.end(number) < 10
    assert again.process.returncode == 0
    assert again.output.rstrip().endswith("Stopped.")
    assert nothing_is_left(again.data, within=0.5) == ""


def test_killed_it_leaves_no_orphan(again: Running) -> None:
    assert database_runs(again.data)
    assert len(processes(again.data)) >= 5
    again.end(signal.SIGKILL)
    assert nothing_is_left(again.data, within=10) == ""


@pytest.mark.parametrize(("module", "name"), [("worker", "The worker"), ("web_server", "The web server")])
def test_a_child_that_dies_is_started_again(again: Running, module: str, name: str) -> None:
    def children() -> list[int]:
        return [pid for pid, line in processes(again.data).items() if f"kortisto.config.{module}" in line]

    before = children()
    os.kill(min(before), signal.SIGKILL)
    again.wait_for("and was started again")
    assert f"{name}" in again.output
    assert "ended unexpectedly (status -9) and was started again" in again.output
    answers(again, "ready")
    answers(again, "ready/worker")
    assert not set(before) & set(children())
    assert again.process.poll() is None, again.output  # else the next test would start another one and not know


def test_the_database_that_dies_is_started_again_and_the_pages_say_so_meanwhile(again: Running) -> None:
    server = EmbeddedPostgres(again.data / "postgres")
    pid = postgres_process.running_pid(server.cluster)
    assert pid
    os.kill(again.process.pid, signal.SIGSTOP)  # so that the break lasts long enough to be looked at
    try:
        os.kill(pid, signal.SIGKILL)
        while again.ask("login/")[0] == 200:  # its children notice a moment later, and answer until then
            time.sleep(0.02)
        for language, title in (("fi", "Lyhyt katkos"), ("sv", "Ett kort avbrott"), ("en", "A short break")):
            status, page = again.ask("login/", language)
            assert (status, title in page) == (503, True), page
        assert again.ask("health") == (200, "alive\n")
        assert again.ask("ready") == (503, "the database does not answer\n")
        assert again.ask("ready/worker")[0] == 503
    finally:
        os.kill(again.process.pid, signal.SIGCONT)
    again.wait_for("The database ended unexpectedly")
    answers(again, "ready")
    assert again.ask("login/")[0] == 200
    answers(again, "ready/worker")
    assert again.process.poll() is None, again.output


def test_it_ends_cleanly_whatever_has_died_meanwhile(again: Running) -> None:
    """What the tests before have killed is started again by the same installation: they make sure of it."""
    assert again.end() < 10
    assert again.process.returncode == 0


def test_what_dies_over_and_over_stops_everything(fresh: Running) -> None:
    for _ in range(6):
        while not (pids := [pid for pid, line in processes(fresh.data).items() if "kortisto.config.worker" in line]):
            time.sleep(0.05)
        os.kill(min(pids), signal.SIGKILL)
        fresh.wait_for("ended unexpectedly")
    fresh.process.wait(20)
    fresh.wait_for("\0")
    assert fresh.process.returncode == 1
    assert "so everything was stopped" in fresh.output
    assert "Traceback" not in fresh.output


def answers(running: Running, path: str) -> None:
    """Wait until an address says that all is well."""
    deadline = time.monotonic() + 60
    while running.ask(path) != (200, "ready\n"):
        assert time.monotonic() < deadline, running.ask(path)
        time.sleep(0.2)


def test_a_port_that_was_asked_for_and_is_taken_and_then_free(stopped: Path, started: list[Running]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run(stopped, "--port", str(port))
        assert done.returncode == 1
        assert f"Port {port} is used by another program. Choose another (--port " in done.stderr
    started.append(Running(stopped, "--port", str(port)))
    assert started[-1].url == f"http://127.0.0.1:{port}/"


def test_killed_it_starts_again_at_once(again: Running, data: Path, started: list[Running]) -> None:
    again.end(signal.SIGKILL)
    started.append(Running(data))
    assert started[-1].ask("ready") == (200, "ready\n")
    assert started[-1].end() < 10
    assert started[-1].process.returncode == 0
    assert nothing_is_left(data, within=10) == ""


def test_interrupted_while_starting(stopped: Path) -> None:
    early = Running(stopped, wait=False)
    early.wait_for("Database running")
    assert early.end() < 10
    assert early.process.returncode == 0
    assert "Traceback" not in early.output
    assert nothing_is_left(stopped, within=10) == ""


def test_empty_start_needs_and_makes_a_main_user(tmp_path: Path, ready: Ready) -> None:
    with removed_afterwards(tmp_path / "data") as data:
        ready.tables(data)
        nobody = run(data, "--empty")
        assert nobody.returncode == 1
        assert "--main-user ADDRESS or KORTISTO_MAIN_USER" in nobody.stderr
        weak = run(data, "--empty", "--main-user", "boss@firm.example", KORTISTO_MAIN_PASSWORD="short")
        assert weak.returncode == 1
        assert "The password will not do" in weak.stderr
        running = Running(data, "--empty", "--main-user", "boss@firm.example")
        password = running.output.partition("Password: ")[2].split()[0]
        assert running.log_in("boss@firm.example", "not the password") == "422"
        assert running.log_in("boss@firm.example", password) == "403"  # let in, but has signed no undertaking yet
        assert "Demo company" not in running.output
        running.end()
        later = Running(data)
        assert password not in later.output
        assert "Demo company" not in later.output
        later.end()


def test_a_folder_that_cannot_be_made() -> None:
    done = run(Path("/proc/no-such-place/data"))
    assert done.returncode == 1
    assert "Name a folder that may be written" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unknown_setting_is_refused(tmp_path: Path) -> None:
    with removed_afterwards(tmp_path / "data") as data:
        done = run(data, KORTISTO_DECLARATON="x")
    assert done.returncode == 1
    assert "Did you mean KORTISTO_DECLARATION?" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_declaration_with_errors_is_refused(stopped: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("kortisto: 1\nregister: {id: x}\n", "utf-8")
    done = run(stopped, KORTISTO_DECLARATION=str(broken))
    assert done.returncode == 1
    assert f"./kortisto notice check {broken}" in done.stderr
    assert nothing_is_left(stopped, within=10) == ""


def test_a_database_of_ones_own(tmp_path: Path) -> None:
    """Any server with two roles; here one that the test has started."""
    server = EmbeddedPostgres(tmp_path / "server", durable=False)
    with removed_afterwards(tmp_path / "data") as data:
        try:
            addresses = server.start()
            alone = run(data, KORTISTO_DATABASE_URL=addresses.app_dsn)
            assert alone.returncode == 1
            assert "Give the owner's address too: KORTISTO_OWNER_DATABASE_URL" in alone.stderr
            running = Running(
                data,
                "--empty",
                KORTISTO_MAIN_USER="boss@firm.example",
                KORTISTO_DATABASE_URL=addresses.app_dsn,
                KORTISTO_OWNER_DATABASE_URL=addresses.owner_dsn,
            )
            assert running.ask("ready") == (200, "ready\n"), running.output
            running.end()
            assert not (data / "postgres").exists()
            assert server.running()  # it is not ours to stop
            again = Running(data, KORTISTO_DATABASE_URL=addresses.app_dsn)
            assert again.ask("ready") == (200, "ready\n"), again.output
            again.end()
        finally:
            server.remove()


def test_a_database_of_ones_own_that_does_not_answer(tmp_path: Path) -> None:
    began = time.monotonic()
    done = run(tmp_path / "data", KORTISTO_DATABASE_URL="postgresql://app:x@127.0.0.1:1/kortisto")
    assert done.returncode == 1
    assert "The database cannot be reached" in done.stderr
    assert "Traceback" not in done.stderr
    assert time.monotonic() - began < 60


def test_two_starts_at_once_get_ports_of_their_own() -> None:
    script = "from kortisto.config.starting.ports import choose_port; print(choose_port(None), flush=True); input()"
    with contextlib.ExitStack() as stack:
        ports = []
        for _ in range(3):
            other = subprocess.Popen(
                [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
            )  # fmt: skip
            stack.enter_context(other)
            assert other.stdout is not None
            ports.append(other.stdout.readline().strip())
        assert len(set(ports)) == 3
        assert all(ports)
