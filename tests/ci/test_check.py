"""The parts of ./kortisto check that are our own can fail."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

pytestmark = pytest.mark.integration

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def check() -> ModuleType:
    spec = spec_from_file_location("check_of_ci", ROOT / ".ci" / "check.py")
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_generated_documents_are_what_the_code_says(check: ModuleType) -> None:
    assert check.docs_drift() == ""


def test_an_edited_a_missing_and_an_unknown_document_are_found(
    check: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(check, "GENERATED", tmp_path)
    monkeypatch.setattr(check, "ROOT", tmp_path)
    monkeypatch.setattr(check, "GENERATORS", {"a.md": ["-c", "print('new')"], "b.md": ["-c", "print('b')"]})
    (tmp_path / "a.md").write_text("old\n")
    (tmp_path / "c.md").write_text("c\n")
    assert check.docs_drift().splitlines() == [
        "docs/generated/a.md is not what the code says: run ./kortisto check --fix",
        "docs/generated/b.md is not what the code says: run ./kortisto check --fix",
        "c.md has no generator in .ci/check.py",
    ]


def test_all_parts_run_and_one_failure_is_the_result(
    check: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def breaks() -> str:
        raise OSError("no such tool")

    monkeypatch.setattr(check, "PARTS", {"first": lambda: "a.py: wrong", "second": breaks, "third": lambda: ""})
    assert check.main([]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["FAILED", "a.py:", "FAILED", "no", "ok", "1"]
    assert lines[-1] == "1 of 3 checks passed; failed: first, second"
    monkeypatch.setattr(check, "PARTS", {"third": lambda: ""})
    assert check.main([]) == 0
    assert check.main(["--fixx"]) == 2


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("def test_a(): pass\n", "mark these unit, integration or e2e"),
        ("import pytest\n@pytest.mark.slow\ndef test_a(): pass\n", "'slow' not found in `markers`"),
        ("import pytest, warnings\n@pytest.mark.unit\ndef test_a(): warnings.warn('old')\n", "UserWarning: old"),
    ],
)
def test_a_test_without_mark_an_unknown_mark_and_a_warning_fail(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "test_planted.py"
    file.write_text(text)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-c",
        str(ROOT / "pyproject.toml"),
        "-p",
        "tests.conftest",
        "-p",
        "no:cacheprovider",
    ]
    done = subprocess.run([*command, str(file)], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert message in done.stdout + done.stderr


def test_benchmarks_that_do_not_exist_are_named() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / ".ci" / "bench.py"), "nothing"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "No such measurement: nothing" in done.stdout


def test_a_measurement_gets_the_words_after_its_name(tmp_path: Path) -> None:
    (tmp_path / ".ci").mkdir()
    (tmp_path / "bench").mkdir()
    (tmp_path / ".ci" / "bench.py").write_text((ROOT / ".ci" / "bench.py").read_text("utf-8"), "utf-8")
    for name in ("long", "short"):
        (tmp_path / "bench" / f"{name}.py").write_text("import sys; print(*sys.argv[1:])", "utf-8")
    command = [sys.executable, str(tmp_path / ".ci" / "bench.py"), "short", "long", "100000", "only=x"]

    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.stdout.splitlines() == ["== short", "", "== long", "100000 only=x"]
