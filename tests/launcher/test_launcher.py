"""./kortisto itself, run as a program on a small copy of the project whose lock is empty."""

from __future__ import annotations

import ast
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.integration

ROOT = Path(__file__).resolve().parents[2]
# The tests themselves may have been started by a launcher, which has set the path to our modules.
CLEAN = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
# Stands in for uv: notes what it is asked, and "creates" an environment whose Python is the one that runs the tests.
UV = """#!/bin/sh
echo "$@" >> "{log}"
if [ -e "{root}/uv-fails" ] && [ "$1" = pip ]; then exit 1; fi
if [ "$1" = venv ]; then mkdir -p "{root}/.venv/bin" && ln -s "{python}" "{root}/.venv/bin/python"; fi
if [ "$1" = pip ] && [ -e "{root}/slow" ]; then sleep 0.5; fi
exit 0
"""


class Project:
    def __init__(self, root: Path) -> None:
        self.root = root
        self.log = root / "uv.log"
        shutil.copy(ROOT / "kortisto", root)
        (root / "requirements.txt").write_text("# nothing\n")
        (root / "requirements-dev.txt").write_text("# nothing\n")
        cli = root / "src" / "kortisto" / "interfaces" / "cli"
        cli.mkdir(parents=True)
        (cli / "__main__.py").write_text(
            "import os, sys\nprint(sys.argv[1:], os.getcwd())\nsys.exit(len(sys.argv) - 1)\n"
        )
        (root / ".ci").mkdir()
        (root / ".ci" / "check.py").write_text("import sys\nprint('checking', sys.argv[1:])\n")
        self.programs = root / "programs"
        self.programs.mkdir()
        uv = self.programs / "uv"
        uv.write_text(UV.format(log=self.log, root=root, python=sys.executable))
        uv.chmod(0o755)

    def environment(self) -> dict[str, str]:
        return {**CLEAN, "PATH": f"{self.programs}:/usr/bin:/bin"}

    def run(
        self, *arguments: str, path: Path | None = None, cwd: Path | None = None
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, str(path or self.root / "kortisto"), *arguments],
            cwd=cwd or self.root, env=self.environment(), capture_output=True, text=True, check=False,
        )  # fmt: skip

    def asked(self) -> list[str]:
        """The first words of what uv was asked since the last time."""
        lines = self.log.read_text().splitlines() if self.log.exists() else []
        self.log.unlink(missing_ok=True)
        return [line.split()[0] for line in lines]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    root = tmp_path / "it's a project"
    root.mkdir()
    return Project(root)


def test_it_is_a_program_that_an_old_python_can_read() -> None:
    assert (ROOT / "kortisto").stat().st_mode & stat.S_IXUSR
    ast.parse((ROOT / "kortisto").read_text("utf-8"), feature_version=(3, 6))


def test_it_builds_once_and_hands_over(project: Project) -> None:
    done = project.run("notice", "check")
    assert project.asked() == ["venv", "pip"]
    assert done.stdout == f"['notice', 'check'] {project.root}\n"
    assert done.returncode == 2  # the exit code is the command's
    assert "Creating .venv (uv): done in" in done.stderr

    again = project.run("notice")
    assert project.asked() == []
    assert again.stderr == ""


def test_a_changed_lock_is_installed(project: Project) -> None:
    project.run()
    project.asked()
    (project.root / "requirements.txt").write_text("# something else\n")
    project.run()
    assert project.asked() == ["pip"]


def test_commands_for_development_install_their_lock_too(project: Project) -> None:
    project.run()
    project.asked()
    assert project.run("check", "--fix").stdout == "checking ['--fix']\n"
    assert project.asked() == ["pip"]
    project.run()
    (project.root / "requirements.txt").write_text("# something else\n")
    project.run()
    assert "requirements-dev.txt" in project.log.read_text()  # an environment for development stays one


def test_a_half_built_environment_is_built_again(project: Project) -> None:
    project.run()
    project.asked()
    (project.root / ".venv" / "kortisto.json").unlink()
    leftover = project.root / ".venv" / "leftover"
    leftover.write_text("")
    done = project.run()
    assert "Removing a half-built environment" in done.stderr
    assert project.asked() == ["venv", "pip"]
    assert not leftover.exists()


def test_an_environment_whose_python_has_gone_is_built_again(project: Project) -> None:
    project.run()
    project.asked()
    python = project.root / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to("/no/such/python")
    assert project.run().returncode == 0
    assert project.asked() == ["venv", "pip"]


def test_a_python_out_of_reach_is_told_as_that(project: Project) -> None:
    """As root built it with a Python of its own home, and another user runs it who cannot build it anew."""
    project.run()
    python = project.root / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to("/root/no/such/python")
    lock = project.root / ".venv.lock"
    lock.unlink()
    lock.mkdir()  # nobody can write there, root neither

    done = project.run()
    assert done.returncode != 0
    assert "out of this user's reach: /root/no/such/python" in done.stderr
    assert "PATH=/usr/bin:/bin ./kortisto --version" in done.stderr


def test_a_failed_installation_is_said_and_not_taken_for_done(project: Project) -> None:
    (project.root / "uv-fails").write_text("")
    (project.root / "requirements.txt").write_text("no-such-package-of-ours==1.0\n")  # without a hash: pip refuses too
    done = project.run()
    assert done.returncode == 3
    assert "trying with pip" in done.stderr
    assert "This step failed" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (project.root / ".venv" / "kortisto.json").exists()


def test_without_uv_it_uses_venv_and_pip(project: Project) -> None:
    (project.programs / "uv").unlink()
    done = project.run()
    assert done.returncode == 0, done.stderr
    assert "Creating .venv: done in" in done.stderr
    assert (project.root / ".venv" / "bin" / "pip").exists()


def test_two_at_once_build_one_environment(project: Project) -> None:
    (project.root / "slow").write_text("")
    both = [
        subprocess.Popen(
            [sys.executable, str(project.root / "kortisto")], env=project.environment(), text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )
        for _ in range(2)
    ]  # fmt: skip
    answers = [process.communicate() for process in both]
    assert [process.returncode for process in both] == [0, 0], answers
    assert project.asked() == ["venv", "pip"]
    assert sum("waiting for it" in errors for _, errors in answers) == 1


def test_it_works_through_a_link_from_elsewhere(project: Project, tmp_path: Path) -> None:
    link = tmp_path / "k"
    link.symlink_to(project.root / "kortisto")
    # A file of the user's folder is not taken for a module of ours.
    (tmp_path / "kortisto.py").write_text("raise SystemExit('wrong module')\n")
    assert project.run(path=link, cwd=tmp_path).stdout == f"[] {tmp_path}\n"


@pytest.mark.parametrize("version", ["3.10", "3.9", "3.8"])
def test_an_old_python_hands_over_or_says_what_to_do(project: Project, version: str) -> None:
    candidates = sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python3"))
    old = shutil.which(f"python{version}") if not candidates else str(candidates[0])
    if not old:
        pytest.skip(f"no Python {version} here")
    (project.programs / "uv").unlink()
    environment = {**CLEAN, "PATH": str(project.programs)}
    done = subprocess.run(
        [old, str(project.root / "kortisto")], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 3
    assert f"needs Python 3.11 or newer; this is {version}" in done.stderr
    newer = project.programs / "python3.12"
    newer.symlink_to(sys.executable)
    assert subprocess.run([old, str(project.root / "kortisto")], env=environment, check=False).returncode == 0
