"""Rules about files, as functions from a root folder to findings; empty means that all is well."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

LONGEST = 600  # lines; aim at 400
CODE_FOLDERS = ("src", "tests", "bench", ".ci")
CODE_ENDINGS = {".py", ".html", ".css", ".js", ".typ", ".sql", ".txt", ".sh", ""}
NOT_OURS = {"__pycache__", "node_modules", ".venv", "var", "data"}


def written(root: Path, *folders: str) -> Iterator[Path]:
    """Files that people write, below the given folders of the root."""
    for folder in folders:
        for path in sorted((root / folder).rglob("*")):
            if path.is_file() and not NOT_OURS.intersection(path.relative_to(root).parts):
                yield path


def too_long(root: Path) -> list[str]:
    findings = []
    for path in [*written(root, *CODE_FOLDERS), root / "kortisto"]:
        if path.suffix not in CODE_ENDINGS or not path.is_file():
            continue
        lines = path.read_bytes().count(b"\n")
        if lines > LONGEST:
            findings.append(f"{path.relative_to(root)}: {lines} lines, {LONGEST} at most: split it into a folder")
    return findings


INLINE = [
    (re.compile(r"<style\b", re.IGNORECASE), "a <style> element"),
    (
        re.compile(r"<script\b(?![^>]*\bsrc=)(?![^>]*type=[\"']application/(?:ld\+)?json[\"'])", re.IGNORECASE),
        "inline script",
    ),
    (re.compile(r"<[^>]+\sstyle\s*=", re.IGNORECASE), "a style attribute"),
    (re.compile(r"<[^>]+\son[a-z]+\s*=", re.IGNORECASE), "an event attribute"),
    (re.compile(r"(?:href|src|action)\s*=\s*[\"']\s*javascript:", re.IGNORECASE), "a javascript: address"),
]


def inline_script_or_style(root: Path) -> list[str]:
    """Templates of pages; the Content-Security-Policy would refuse these in the browser, silently for us."""
    findings = []
    for path in written(root, "src"):
        if path.suffix != ".html" or "templates" not in path.parts:
            continue
        text = path.read_text("utf-8")
        for pattern, name in INLINE:
            for match in pattern.finditer(text):
                line = text.count("\n", 0, match.start()) + 1
                findings.append(f"{path.relative_to(root)}:{line}: {name}; move it into a file under static/")
    return findings
