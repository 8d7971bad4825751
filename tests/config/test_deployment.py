"""The files for running it for real name commands, options and settings that exist, and no place to download from."""

from __future__ import annotations

import configparser
import json
import re
import shlex
import signal
import subprocess
import time
from pathlib import Path

import pytest

from kortisto.config.embedded_postgres import EmbeddedPostgres
from kortisto.config.environment import NAMES
from kortisto.interfaces.cli import cli
from tests.support.ready import Ready
from tests.support.running import ROOT, environment

UNITS = sorted((ROOT / "deploy").glob("*.service"))
CONTAINER = ROOT / "Containerfile"
GUIDE = ROOT / "docs" / "howto" / "run-it.md"


def unit(path: Path) -> configparser.RawConfigParser:
    parser = configparser.RawConfigParser(strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(re.sub(r"(?m)^Environment=(\w+)=", r"Environment.\1=", path.read_text("utf-8")))
    return parser


def runs(words: list[str]) -> bool:
    """Whether the program knows the command and its options."""
    command, context = cli, None
    group = cli
    while words and not words[0].startswith("-"):
        context = context or __import__("click").Context(cli)
        found = group.get_command(context, words.pop(0))
        if found is None:
            return False
        command = found  # type: ignore[assignment]
        if not hasattr(found, "get_command"):
            break
        group = found  # type: ignore[assignment]
    known = {option for parameter in command.params for option in parameter.opts}
    return all(word in known | {"--version", "--help"} for word in words if word.startswith("--"))


@pytest.mark.unit
def test_units_start_commands_that_exist() -> None:
    assert [path.stem for path in UNITS] == ["kortisto-migrate", "kortisto-web", "kortisto-worker"]
    for path in UNITS:
        service = unit(path)["Service"]
        program, *words = shlex.split(service["ExecStart"])
        assert program == "/opt/kortisto/kortisto"
        assert runs(words), path
        assert {name.partition(".")[2] for name in service if name.startswith("Environment.")} <= set(NAMES)
        assert (service["User"], service["NoNewPrivileges"]) == ("kortisto", "yes")
        knows_owner = bool(service.get("Environment.KORTISTO_OWNER_DATABASE_URL_FILE"))
        assert knows_owner is (path.stem == "kortisto-migrate")


@pytest.mark.unit
def test_the_container_starts_commands_that_exist() -> None:
    text = CONTAINER.read_text("utf-8")
    (words,) = re.findall(r"^CMD (.*)$", text, re.MULTILINE)
    assert runs(json.loads(words))
    assert re.findall(r"^ENTRYPOINT (.*)$", text, re.MULTILINE) == ['["./kortisto"]']
    assert set(re.findall(r"KORTISTO_\w+", text)) <= set(NAMES)
    (base,) = re.findall(r"^ARG BASE=(\S+)$", text, re.MULTILINE)
    assert "/" not in base  # by its name alone, wherever the builder looks
    assert "http" not in text
    for source in ("requirements.txt", "kortisto"):
        assert (ROOT / source).is_file()


@pytest.mark.unit
def test_the_guide_names_commands_and_settings_that_exist() -> None:
    text = GUIDE.read_text("utf-8")
    before = r"(?m)(?:^|`|&& |; )(?:sudo -u kortisto )?(?:[A-Z_]+=\S+ )*"
    commands = re.findall(before + r"\./kortisto ([a-z][^`\n#|>&;]*)", text)
    assert len(commands) > 10
    for command in commands:
        words = shlex.split(command.replace("\\", ""))
        if words[:2] != ["database", "tool"]:
            assert runs(words), command
    assert set(re.findall(r"KORTISTO_[A-Z_]+", text)) <= set(NAMES)


@pytest.mark.unit
def test_the_guide_names_all_that_lies_in_the_data_folder_and_must_be_backed_up() -> None:
    text = GUIDE.read_text("utf-8")
    sources = "".join(path.read_text("utf-8") for path in (ROOT / "src" / "kortisto").rglob("*.py"))
    named = set(re.findall(r'\bDATA\)? / "([a-z-]+)"', sources)) - {"no-database-address-given"}
    assert {"secret-key", "files", "imports", "audit"} <= named
    table = text[text.index("## Where things lie") :]
    backup = text[text.index("### Backups") : text.index("### Updates")]
    for name in named:
        assert re.search(rf"^\| `{name}/?` ", table, re.MULTILINE), name
        assert re.search(rf"`{name}/?`", backup), name


@pytest.mark.unit
def test_the_web_server_of_the_guide_lets_the_largest_file_through() -> None:
    (most,) = re.findall(r"client_max_body_size (\d+)m;", GUIDE.read_text("utf-8"))
    (ours,) = re.findall(
        r"KORTISTO_LARGEST_UPLOAD = ([\d_]+)", (ROOT / "src/kortisto/config/settings.py").read_text("utf-8")
    )
    assert int(most) * 1024 * 1024 >= int(ours)


@pytest.mark.unit
def test_a_command_that_does_not_exist_would_be_found() -> None:
    assert not runs(["serve"])
    assert not runs(["web", "--prot", "1"])
    assert not runs(["database", "prepair"])


@pytest.mark.integration
def test_the_parts_run_one_by_one(tmp_path: Path, ready: Ready) -> None:
    alone = subprocess.run(
        [str(ROOT / "kortisto"), "web"], env=environment(tmp_path), capture_output=True, text=True, check=False
    )
    assert alone.returncode == 1
    assert "set KORTISTO_DATABASE_URL" in alone.stderr
    server = EmbeddedPostgres(tmp_path / "server", durable=False)
    ready.cluster_with_tables(server)  # without privileges: those come by the command
    parts: list[subprocess.Popen[bytes]] = []
    try:
        addresses = server.start()
        told = environment(tmp_path, KORTISTO_DATABASE_URL=addresses.app_dsn)
        owner = {**told, "KORTISTO_OWNER_DATABASE_URL": addresses.owner_dsn}
        migrated = subprocess.run([str(ROOT / "kortisto"), "database", "migrate"], env=owner, check=False)
        assert migrated.returncode == 0
        parts += [
            subprocess.Popen([str(ROOT / "kortisto"), *words], env=told, stdin=subprocess.DEVNULL)
            for words in (["web", "--port", "8743"], ["worker"])
        ]
        deadline = time.monotonic() + 90
        for path in ("ready", "ready/worker"):
            while answer(path) != b"ready\n":
                assert time.monotonic() < deadline
                assert [part.poll() for part in parts] == [None, None]
                time.sleep(0.3)
    finally:
        for part in parts:
            part.send_signal(signal.SIGTERM)
        ends = [part.wait(30) for part in parts]
        server.remove()
    assert ends == [0, 0]


def answer(path: str) -> bytes:
    import urllib.request  # noqa: PLC0415 (here only)

    try:
        with urllib.request.urlopen(f"http://127.0.0.1:8743/{path}", timeout=10) as got:
            return bytes(got.read())
    except OSError:
        return b""
