"""`./kortisto init`: an installation for an organisation, whole or not at all, by questions or by options."""

from __future__ import annotations

import os
import pty
import stat
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kortisto.config.environment import read_file
from kortisto.declaration.loader import load
from tests.support.ready import Ready
from tests.support.running import ROOT, Running, environment, nothing_is_left, removed_afterwards

pytestmark = pytest.mark.integration
OPTIONS = ("--name", "asiakkaat", "--controller", "Lämpö Oy", "--main-user", "boss@firm.example")


@pytest.fixture
def nothing(tmp_path: Path) -> Iterator[Path]:
    """A data folder that is not there yet."""
    with removed_afterwards(tmp_path / "data") as folder:
        yield folder


@pytest.fixture
def data(nothing: Path, ready: Ready) -> Path:
    """A data folder whose database has its tables already, as after an `init` that went wrong in the end."""
    return ready.tables(nothing)


def run(data: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(ROOT / "kortisto"), "init", *arguments], env=environment(data, **more), stdin=subprocess.DEVNULL,
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


def test_by_options_and_up_uses_it(nothing: Path) -> None:
    data = nothing
    done = run(data, *OPTIONS, "--set", "city=Turku", "--drafted", "2026-11-01")
    assert done.returncode == 0, done.stderr
    assert nothing_is_left(data, within=5) == ""
    settings = read_file(data / "kortisto.toml")
    assert settings == {"KORTISTO_DECLARATION": str(data / "declaration" / "asiakkaat.yaml")}
    assert sorted(path.name for path in (data / "declaration").iterdir()) == ["asiakasrekisteri.yaml", "asiakkaat.yaml"]
    declared = load(data / "declaration" / "asiakkaat.yaml").declaration
    assert declared is not None
    assert declared.parties["controller"].name == "Lämpö Oy"
    assert stat.S_IMODE((data / "kortisto.toml").stat().st_mode) == 0o600
    password = done.stdout.partition("Password: ")[2].split()[0]

    running = Running(data)
    assert "Declaration read: asiakkaat 1.0" in running.output
    assert "Demo company" not in running.output
    assert running.log_in("boss@firm.example", password) == "403"  # let in, but has signed no undertaking yet
    running.end()

    before = {path: path.read_bytes() for path in data.rglob("*") if path.suffix in {".yaml", ".toml"}}
    again = run(data, *OPTIONS, "--lang", "fi")
    assert again.returncode == 1
    assert "on jo seloste, eikä mitään muutettu" in again.stderr
    assert {path: path.read_bytes() for path in before} == before


def test_based_on_a_shipped_notice_nobody_elses_address_stays_beside_the_name(data: Path) -> None:
    done = run(data, *OPTIONS, "--declaration", "ivt", "--host", "crm.firm.example", "--lang", "sv")
    assert done.returncode == 0, done.stderr
    assert "Huvudanvändare: boss@firm.example" in done.stdout
    declared = load(data / "declaration" / "asiakkaat.yaml").declaration
    assert declared is not None
    controller = declared.parties["controller"]
    assert (controller.name, controller.email, controller.address) == ("Lämpö Oy", None, None)
    assert read_file(data / "kortisto.toml")["KORTISTO_HOSTS"] == "crm.firm.example"
    assert read_file(data / "kortisto.toml")["KORTISTO_TLS"] == "yes"


@pytest.mark.parametrize(
    ("arguments", "more", "message"),
    [
        (OPTIONS[2:], {}, "--name customers"),
        ((*OPTIONS[:2], *OPTIONS[4:]), {}, "--controller NAME"),
        (OPTIONS[:4], {}, "--main-user ADDRESS"),
        ((*OPTIONS[:5], "nonsense"), {}, "nonsense is no e-mail address"),
        ((*OPTIONS, "--declaration", "nothing"), {}, "No declaration nothing in"),
        ((*OPTIONS, "--set", "colour=red"), {}, "write NAME=VALUE with one of"),
        ((*OPTIONS, "--set", "controller_email=x"), {}, "x"),
        (("--name", "ivt", *OPTIONS[2:], "--declaration", "ivt"), {}, "Choose another than ivt"),
        (OPTIONS, {"KORTISTO_MAIN_PASSWORD": "short"}, "The password will not do"),
        (OPTIONS, {"KORTISTO_DATABASE_URL": "postgresql://x:y@127.0.0.1:1/z"}, "The database cannot be reached"),
    ],
)
def test_what_fails_leaves_nothing_and_can_be_run_again(
    data: Path, arguments: tuple[str, ...], more: dict[str, str], message: str
) -> None:
    done = run(data, *arguments, **more)
    assert done.returncode in {1, 2}
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert not (data / "declaration").exists()
    assert not (data / "kortisto.toml").exists()


def test_an_installation_in_use_is_left_alone(nothing: Path, ready: Ready) -> None:
    data = nothing
    ready.demo(data)
    done = run(data, *OPTIONS)
    assert done.returncode == 1
    assert "has users already, so nothing was changed" in done.stderr
    assert not (data / "kortisto.toml").exists()


def test_by_questions_on_a_terminal(data: Path) -> None:
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [str(ROOT / "kortisto"), "init", "--lang", "en"], env=environment(data, TERM="dumb"), stdin=theirs,
        stdout=theirs, stderr=theirs, start_new_session=True,
    )  # fmt: skip
    os.close(theirs)
    said = ""
    for question, answer in (
        ("Which declaration is yours based on", "ivt"),
        ("Short name of the register", "omat"),
        ("Name of the controller", "Lämpö Oy"),
        ("Host name under which", ""),
        ("E-mail address of the main user", "boss"),
        ("E-mail address of the main user", "boss@firm.example"),
        ("Password, at least 15 characters", "kettu lumella"),
        ("The same password again", "kettu lumella"),
        ("Password, at least 15 characters", "viisi villiä vihreää viikinkiä"),
        ("The same password again", "viisi villiä vihreää viikinkia"),
        ("Password, at least 15 characters", "viisi villiä vihreää viikinkiä"),
        ("The same password again", "viisi villiä vihreää viikinkiä"),
    ):
        said += read_until(ours, question)
        os.write(ours, f"{answer}\n".encode())
    said += read_until(ours, "./kortisto up")
    assert f"then KORTISTO_DATA={data} ./kortisto up" in said
    assert process.wait(60) == 0, said
    os.close(ours)
    assert "customer" in said.partition("can be chosen")[2].lower()  # titles are shown beside the names
    # A slip of the keys is told and asked about again, and ends nothing.
    for told in ("boss is no e-mail address", "This password is too short", "The two were not the same"):
        assert told in said
    assert "viikinkiä" not in said
    assert "shown only now" not in said
    assert load(data / "declaration" / "omat.yaml").declaration is not None


def read_until(terminal: int, text: str) -> str:
    """What the terminal shows until it shows the text."""
    shown = b""
    deadline = time.monotonic() + 60
    while text.encode() not in shown:
        assert time.monotonic() < deadline, shown.decode()
        shown += os.read(terminal, 10_000)
    return shown.decode()
