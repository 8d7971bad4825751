"""Rules about files, as functions from a root folder to findings; empty means that all is well."""

from __future__ import annotations

import re
import subprocess
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


# Written in pieces, so that this file does not find itself.
HOSTS = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"pypi\." + r"org",
        r"python" + r"hosted\.org",
        r"npm" + r"js\.(?:org|com)",
        r"(?:deb|security)\.deb" + r"ian\.org",
        r"un" + r"pkg\.com",
        r"js" + r"delivr\.net",
        r"cdn" + r"js\.cloudflare\.com",
        r"fonts\.google" + r"apis\.com",
        r"proxy\.gol" + r"ang\.org",
        r"^\s*--(?:extra-)?index" + r"-url\b",
        r"^\s*--find" + r"-links\b",
    )
]
# The project speaks of itself alone: not of how or by whom it is being written, nor of folders outside it.
FOREIGN_WORDS = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"/wo" + r"rk/",
        r"/tmp/te" + r"am",
        r"\.\./sha" + r"red(?!/data)",
        r"\bissues? (?:show|being built)",
        r"\bissue (?:#|no\.? ?|number )?\d",
        r"\b(?:AI|coding|sub|language) ?-?age" + r"nts?\b",
        r"\b(?:chat" + r"gpt|cla" + r"ude|copi" + r"lot|LL" + r"Ms?)\b",
        r"\bthe char" + r"ter\b",
        r"\bhelper sess" + r"ions?\b",
    )
]
# Folders where only a test may look for the Northwind files.
NORTHWIND = re.compile(r"\.\./sha" + r"red/data|sha" + r'red" / "data')


def ours(root: Path) -> list[Path]:
    """The files that git keeps or would keep; what it ignores (caches, the environment, var/) is not ours.

    A folder outside every repository, as the tests of these rules make, is ours as a whole.
    """
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    if listed.returncode:
        return sorted(path for path in root.rglob("*") if path.is_file())
    paths = (root / name for name in sorted(set(listed.stdout.split("\0"))) if name)
    return [path for path in paths if path.is_file()]  # a file may have been removed and not yet committed


def all_texts(root: Path) -> Iterator[tuple[str, str]]:
    """Every text file of the repository with its path."""
    for path in ours(root):
        try:
            text = path.read_bytes().decode("utf-8")
        except UnicodeDecodeError:
            continue
        yield path.relative_to(root).as_posix(), text


def found(root: Path, patterns: list[re.Pattern[str]]) -> list[str]:
    findings: list[str] = []
    for name, text in all_texts(root):
        for pattern in patterns:
            matches = re.finditer(pattern.pattern, text, pattern.flags | re.MULTILINE)
            findings.extend(f"{name}:{text.count(chr(10), 0, m.start()) + 1}: {m[0].strip()}" for m in matches)
    return findings


def registry_hosts(root: Path) -> list[str]:
    """Package indexes and content networks: where packages come from is a setting of the machine."""
    return found(root, HOSTS)


def foreign_words(root: Path) -> list[str]:
    return found(root, FOREIGN_WORDS)


def reads_outside(root: Path) -> list[str]:
    """Product code never reads files beside the repository."""
    return [finding for finding in found(root, [NORTHWIND]) if not finding.startswith(("tests/", "docs/"))]
