"""What is recorded in the log is told in a sentence, in three languages."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from kortisto.register.audit.sentences import SENTENCES, has_sentence, sentence

pytestmark = pytest.mark.unit

SOURCE = Path(__file__).resolve().parents[2] / "src" / "kortisto"
PACKAGES = ("register", "privacy", "business", "interfaces", "config")
HINT = "tell it in register/audit/sentences.py"


def recorded(tree: ast.AST) -> Iterator[str]:
    """The actions that code records: what `.record(...)` is given first, or any call as `action=`, where it is a text.

    Of a text that is put together the part before the first value is returned, with an asterisk.
    """
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        named = [keyword.value for keyword in node.keywords if keyword.arg == "action"]
        is_record = isinstance(node.func, ast.Attribute) and node.func.attr == "record"
        for value in [*named, *(node.args[:1] if is_record else [])]:
            if isinstance(value, ast.Constant) and isinstance(value.value, str) and "." in value.value + ".":
                yield value.value
            elif isinstance(value, ast.JoinedStr) and isinstance(value.values[0], ast.Constant):
                yield f"{value.values[0].value!s}*"


def actions() -> dict[str, str]:
    """Each action with a file that records it."""
    return {
        action: str(file.relative_to(SOURCE))
        for package in PACKAGES
        for file in sorted((SOURCE / package).rglob("*.py"))
        if "migrations" not in file.parts
        for action in recorded(ast.parse(file.read_text(encoding="utf-8")))
        if action and action != "*"
    }


def test_every_action_has_a_sentence() -> None:
    untold = {action: file for action, file in actions().items() if not has_sentence(action)}

    assert untold == {}, HINT


def test_actions_are_found_however_they_are_written() -> None:
    code = """
by.record("note.burn", at=at)
audit.record(by=by, action="moon.land", at=at)
audit.record(by=by, action=f"moon.{deed}")
other("not.recorded")
"""
    assert list(recorded(ast.parse(code))) == ["note.burn", "moon.land", "moon.*"]
    assert not has_sentence("note.burn")
    assert not has_sentence("moon.*")
    assert has_sentence("access.*")


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("denied", [False, True])
def test_sentences_name_who_it_was(language: str, denied: bool) -> None:
    for action in (*SENTENCES, "access.read", "permission.import", "note.remove", "word.of_an_older_version"):
        told = sentence(action=action, denied=denied, who="Bob", language=language)
        assert "Bob" in told
        assert "{" not in told
