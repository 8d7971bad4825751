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
    """The actions that code records: what `.record(...)` is given first, or any call as `action=`, or a helper of the
    module in the place of its parameter `action`.

    Of a text that is put together the part before the first value is returned, with an asterisk, or the part after it,
    with an asterisk before; of what cannot be seen in the module, its code with a question mark.
    """
    constants = dict(_constants(tree))
    helpers = {
        node.name: [one.arg for one in node.args.args if one.arg not in {"self", "cls"}].index("action")
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        and any(one.arg == "action" and _is_text(one.annotation) for one in node.args.args)
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        place = 0 if name == "record" and isinstance(node.func, ast.Attribute) else helpers.get(name)
        named = [keyword.value for keyword in node.keywords if keyword.arg == "action"]
        for value in named:
            # Other things are called an action, too: here only what is clearly a text counts.
            yield from (one for one in _texts(value, constants) if "record" in name or not one.endswith("?"))
        for value in node.args[place : place + 1] if place is not None else []:
            yield from _texts(value, constants)


def _is_text(annotation: ast.expr | None) -> bool:
    return annotation is None or ast.unparse(annotation) == "str"


def _texts(value: ast.expr, constants: dict[str, str]) -> Iterator[str]:
    if isinstance(value, ast.IfExp):
        yield from _texts(value.body, constants)
        yield from _texts(value.orelse, constants)
    elif isinstance(value, ast.Constant):
        yield str(value.value)
    elif isinstance(value, ast.JoinedStr) and isinstance(value.values[0], ast.Constant):
        yield f"{value.values[0].value!s}*"
    elif isinstance(value, ast.JoinedStr) and isinstance(value.values[-1], ast.Constant):
        yield f"*{value.values[-1].value!s}"
    elif isinstance(value, ast.Name) and value.id in constants:
        yield constants[value.id]
    elif not (isinstance(value, ast.Name | ast.Attribute) and ast.unparse(value).endswith("action")):
        yield f"{ast.unparse(value)}?"  # what is called `action` was given by somebody who is looked at too


def _constants(tree: ast.AST) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                several = isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple)
                pairs = zip(target.elts, node.value.elts, strict=False) if several else [(target, node.value)]  # type: ignore[attr-defined]
                for name, value in pairs:
                    if isinstance(name, ast.Name) and isinstance(value, ast.Constant) and isinstance(value.value, str):
                        yield name.id, value.value


def actions() -> dict[str, str]:
    """Each action with a file that records it."""
    return {
        action: str(file.relative_to(SOURCE))
        for package in PACKAGES
        for file in sorted((SOURCE / package).rglob("*.py"))
        if "migrations" not in file.parts
        for action in recorded(ast.parse(file.read_text(encoding="utf-8")))
        if action not in {"", "*"}
    }


def is_told(action: str) -> bool:
    if not action.startswith("*"):
        return has_sentence(action)
    # Of people and organisations, or of the things of the timeline, whose deeds are told for all of them.
    several = [f"{kind}{action[1:]}" for kind in ("person", "organisation")]
    return all(map(has_sentence, several)) or has_sentence(f"note{action[1:]}")


def test_every_action_has_a_sentence() -> None:
    untold = {action: file for action, file in actions().items() if not is_told(action)}

    assert untold == {}, HINT


def test_actions_are_found_however_they_are_written() -> None:
    code = """
by.record("note.burn", at=at)
audit.record(by=by, action="moon.land", at=at)
audit.record(by=by, action=f"moon.{deed}")
other("not.recorded")
WHY, HOW = "sun.rise", "sun.set"
by.record(HOW if late else "sun.stay")
tell(by, "star.fall")
def tell(by, action): by.record(action)
by.record(table[word])
by.record(f"{kind}.burn")
"""
    assert list(recorded(ast.parse(code))) == [
        "note.burn", "moon.land", "moon.*", "sun.set", "sun.stay", "star.fall", "table[word]?", "*.burn",
    ]  # fmt: skip
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
