from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.architecture import files

pytestmark = pytest.mark.unit

ROOT = Path(__file__).resolve().parents[2]
RULES = [
    files.too_long,
    files.inline_script_or_style,
    files.registry_hosts,
    files.foreign_words,
    files.reads_outside,
]


@pytest.mark.parametrize("rule", RULES)
def test_our_files_keep_the_rule(rule: Callable[[Path], list[str]]) -> None:
    assert rule(ROOT) == []


def planted(root: Path, path: str, text: str) -> Path:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    return root


def test_a_long_file_is_found(tmp_path: Path) -> None:
    assert files.too_long(planted(tmp_path, "src/kortisto/a.py", "x = 1\n" * 600)) == []
    assert len(files.too_long(planted(tmp_path, "src/kortisto/b.py", "x = 1\n" * 601))) == 1
    assert len(files.too_long(planted(tmp_path, "kortisto", "x = 1\n" * 601))) == 2


@pytest.mark.parametrize(
    "text",
    [
        "<style>a {}</style>",
        "<script>alert(1)</script>",
        '<script type="module">alert(1)</script>',
        '<p style="color: red">',
        '<button type="button"\n onclick="go()">',
        '<a href="javascript:go()">',
    ],
)
def test_inline_script_and_style_are_found(tmp_path: Path, text: str) -> None:
    root = planted(tmp_path, "src/kortisto/interfaces/web/templates/web/a.html", text)
    assert len(files.inline_script_or_style(root)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "<script src=\"{% static 'web/a.js' %}\" defer></script>",
        '<script id="data" type="application/json">{}</script>',
        '<p class="style">on = style</p>',
        '<input data-style="a" name="only">',
    ],
)
def test_what_is_not_inline(tmp_path: Path, text: str) -> None:
    root = planted(tmp_path, "src/kortisto/interfaces/web/templates/web/a.html", text)
    assert files.inline_script_or_style(root) == []


@pytest.mark.parametrize(
    "text", ["https://pypi" + ".org/simple", "  --extra-index" + "-url x", "//un" + "pkg.com/htmx"]
)
def test_a_registry_host_is_found(tmp_path: Path, text: str) -> None:
    assert len(files.registry_hosts(planted(tmp_path, "docs/a.md", text))) == 1


@pytest.mark.parametrize(
    "text", ["see /wo" + "rk/main", "the AI age" + "nt", "../sha" + "red/design.md", "for issue" + " 12"]
)
def test_a_foreign_word_is_found(tmp_path: Path, text: str) -> None:
    assert len(files.foreign_words(planted(tmp_path, "docs/a.md", text))) == 1


@pytest.mark.parametrize("text", ["the user agent", "a session ends", "an issued invoice", "this issue is closed"])
def test_what_is_no_foreign_word(tmp_path: Path, text: str) -> None:
    assert files.foreign_words(planted(tmp_path, "docs/a.md", text)) == []


def test_reading_beside_the_repository_is_found(tmp_path: Path) -> None:
    text = 'Path("../sha' + 'red/data/northwind")'
    assert files.reads_outside(planted(tmp_path / "a", "tests/test_a.py", text)) == []
    assert len(files.reads_outside(planted(tmp_path / "b", "src/kortisto/a.py", text))) == 1


def test_what_git_ignores_is_not_ours(tmp_path: Path) -> None:
    word = "see /wo" + "rk/main"
    planted(tmp_path, ".hypothesis/examples", word)
    planted(tmp_path, "docs/new.md", word)
    planted(tmp_path, ".gitignore", ".hypothesis/\n")
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)
    assert [finding.partition(":")[0] for finding in files.foreign_words(tmp_path)] == ["docs/new.md"]


def test_our_own_files_are_found() -> None:
    names = {name for name, _ in files.all_texts(ROOT)}
    assert {"kortisto", "README.md", "tests/architecture/test_files.py"} <= names
    assert not any(name.startswith((".venv/", "var/", ".hypothesis/")) for name in names)
