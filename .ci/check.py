"""./kortisto check [--fix]: every check that is not a test; one line each, all of them even when one fails.

`--fix` first mends what a machine can mend: lint, format and the generated documents.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.architecture import files  # noqa: E402 (the folder must be known first)

BIN = Path(sys.executable).parent
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "NO_COLOR": "1"}
GENERATED = ROOT / "docs" / "generated"
# Each generated document and the script that prints it. A document in the folder without a line here is an error.
GENERATORS: dict[str, list[str]] = {
    "packages.md": [".ci/list_packages.py"],
    "language.md": [".ci/print_language.py"],
    "settings.md": [".ci/print_settings.py"],
    "openapi.json": [".ci/print_openapi.py"],
    "../glossary.md": [".ci/print_glossary.py"],
}


def run(*command: str) -> str:
    """The output of a tool when it found something, empty when all is well."""
    done = subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return ""
    return (done.stdout + done.stderr).strip() or f"{command[0]} ended with {done.returncode}"


def tool(name: str, *arguments: str) -> Callable[[], str]:
    return lambda: run(str(BIN / name), *arguments)


def generate(arguments: list[str]) -> str:
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=ENVIRONMENT, capture_output=True, encoding="utf-8", check=False
    )
    if done.returncode:
        message = f"{' '.join(arguments)} failed:\n{done.stderr}"
        raise RuntimeError(message)
    return done.stdout


def docs_drift() -> str:
    findings = []
    for name, arguments in GENERATORS.items():
        path = GENERATED / name
        if not path.exists() or path.read_text("utf-8") != generate(arguments):
            findings.append(f"docs/generated/{name} is not what the code says: run ./kortisto check --fix")
    there = [path for path in GENERATED.rglob("*") if path.is_file()]
    unknown = [path for path in there if path.relative_to(GENERATED).as_posix() not in GENERATORS]
    findings.extend(f"{path.relative_to(ROOT)} has no generator in .ci/check.py" for path in unknown)
    return "\n".join(findings)


def file_sizes() -> str:
    return "\n".join(files.too_long(ROOT))


def fix() -> None:
    run(str(BIN / "ruff"), "check", "--fix", "--quiet")
    run(str(BIN / "ruff"), "format", "--quiet")
    for name, arguments in GENERATORS.items():
        path = GENERATED / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(generate(arguments), "utf-8")
    generate([".ci/print_checks.py"])


PARTS: dict[str, Callable[[], str]] = {
    "lint (ruff)": tool("ruff", "check", "--quiet", "--output-format", "concise"),
    "format (ruff)": tool("ruff", "format", "--check"),
    "types (mypy --strict)": tool("mypy", "--strict"),
    "layers (import-linter)": tool("lint-imports", "--no-logo"),
    "generated docs": docs_drift,
    "docs of checks": lambda: run(sys.executable, ".ci/print_checks.py", "--check"),
    "file sizes": file_sizes,
}


def timed(part: Callable[[], str]) -> tuple[str, float]:
    """What a part found, and how many seconds it took."""
    started = time.monotonic()
    try:
        findings = part()
    except (OSError, RuntimeError) as error:
        findings = str(error)
    return findings, time.monotonic() - started


def main(arguments: list[str]) -> int:
    if unknown := set(arguments) - {"--fix"}:
        print(f"Unknown argument: {' '.join(sorted(unknown))}. There is one: --fix")
        return 2
    if arguments:
        fix()
    broken = []
    with ThreadPoolExecutor(max_workers=2) as both:  # the types take as long as all else on the other core
        for name, (findings, seconds) in zip(PARTS, both.map(timed, PARTS.values()), strict=True):
            if findings:
                broken.append(name)
            print(f"{'FAILED' if findings else 'ok':7}{name:26}{seconds:6.1f} s", flush=True)
            if findings:
                print("\n".join(f"        {line}" for line in findings.splitlines()), flush=True)
    print(
        f"{len(PARTS) - len(broken)} of {len(PARTS)} checks passed"
        + (f"; failed: {', '.join(broken)}" if broken else "")
    )
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
