from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import kortisto.declaration
from kortisto.declaration.loader import loads
from kortisto.declaration.messages import LABELS, WORDINGS, explain, format_problem
from kortisto.declaration.messages.expectations import EXPECTATIONS
from kortisto.declaration.messages.wording import Wording, places, provision
from kortisto.declaration.model import LANGUAGES, Position, Text
from kortisto.declaration.problems import Problem, Severity

pytestmark = pytest.mark.unit

PACKAGE = Path(kortisto.declaration.__file__).parent
MINIMAL = (Path(__file__).parent / "samples/minimal.yaml").read_text("utf-8")
CODE = re.compile(r"K[0-9]{3}")
ADDED = {"offending", "postal", "open", "close", "known_names", "nearest"}
"""What every message may name: added to the details of the problem when it is put into words."""


def modules() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        if "messages" not in path.parts:
            yield path, ast.parse(path.read_text("utf-8"))


def used_codes() -> set[str]:
    return {
        node.value
        for _, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value)
    }


def raised() -> Iterator[tuple[str, set[str]]]:
    """Every place that records a problem of reading, with the names of the details that it gives."""
    for _, tree in modules():
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "add"):
                continue
            first = node.args[0] if node.args else None
            if isinstance(first, ast.Constant) and isinstance(first.value, str) and CODE.fullmatch(first.value):
                yield first.value, {keyword.arg for keyword in node.keywords if keyword.arg}


def texts(wording: Wording) -> list[Text]:
    cases = [text for case in wording.cases.values() for text in case if text is not None]
    return [wording.title, wording.what, wording.instead, wording.why, *cases]


def test_every_code_has_words_and_every_word_a_code() -> None:
    assert used_codes() == set(WORDINGS)


@pytest.mark.parametrize("code", list(WORDINGS))
def test_a_wording_says_the_same_in_every_language(code: str) -> None:
    wording = WORDINGS[code]
    assert all(part.in_language(language).strip() for part in (wording.title, wording.what, wording.instead)
               for language in LANGUAGES)  # fmt: skip
    for text in texts(wording):
        asked = [sorted(re.findall(r"\{[^{}]*\}", text.in_language(language))) for language in LANGUAGES]
        assert asked[0] == asked[1] == asked[2], text
        assert len({bool(text.in_language(language)) for language in LANGUAGES}) == 1


@pytest.mark.parametrize(("code", "given"), list(raised()))
def test_what_a_wording_asks_for_is_given(code: str, given: set[str]) -> None:
    asked = set().union(*(places(text.en) for text in texts(WORDINGS[code])))
    assert asked <= given | ADDED


def test_what_a_place_expects_has_words() -> None:
    expected = {
        node.value.value
        for path, tree in modules()
        if path.name == "shapes.py"
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Constant)
        and any(isinstance(target, ast.Name) and target.id == "expects" for target in node.targets)
    }
    assert expected
    named = {
        node.args[0].value
        for path, tree in modules()
        if path.name == "grammar.py"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"Naming", "_names", "Matching"}
        and isinstance(node.args[0], ast.Constant)
    }
    assert {str(word) for word in expected | named} <= set(EXPECTATIONS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_problem_is_told_like_a_compiler_does(language: str) -> None:
    text = MINIMAL.replace("keep: 3 years\n    from: {later", "keep: 3 yeers\n    from: {later")
    (problem,) = loads(text, name="a.yaml").problems
    line = text.splitlines()[problem.position.line - 1]
    first, shown, caret, *rest = format_problem(problem, language, line).splitlines()
    word = {"fi": "virhe", "sv": "fel", "en": "error"}[language]
    assert first.startswith(f"a.yaml:{problem.position.line}:{problem.position.column}: {word} K206: ")
    assert "3 yeers" in first
    assert shown.endswith("keep: 3 yeers")
    assert caret.index("^") == shown.index("3 yeers")
    assert "→" in rest[-1]


def test_a_nearest_word_and_a_provision_are_told() -> None:
    (problem,) = loads(MINIMAL.replace("then: delete", "then: delet")).problems
    assert explain(problem, "fi").instead.startswith("Tarkoititko ”delete”?")
    assert provision("5(1)(e)", "fi") == "tietosuoja-asetuksen 5 artiklan 1 kohdan e alakohta"
    assert provision("13(1)", "sv") == "artikel 13.1 i dataskyddsförordningen"
    assert provision("44", "en") == "Article 44 GDPR"


def test_a_missing_maximum_names_the_decisions_of_the_regulator() -> None:
    (problem,) = loads(MINIMAL.replace("    keep: 3 years\n", "    at least: 3 years\n", 1)).problems
    message = explain(problem, "en")
    assert problem.code == "K212"
    assert "3831/161/21" in message.instead
    assert "TSV/26/2020" in message.instead
    assert "Article 5(1)(e)" in message.why


def test_a_warning_a_label_and_a_very_long_line() -> None:
    problem = Problem("K206", Position("a.yaml", 3, 5_000), "x", {}, Severity.WARNING)
    told = format_problem(problem, "en", "a" * 4_999 + "\x1b" + "b" * 4_999)
    shown, caret = told.splitlines()[1:3]
    assert "warning K206" in told
    assert len(shown) < 130
    assert "\x1b" not in told
    assert shown[caret.index("^")] == "\N{REPLACEMENT CHARACTER}"
    assert set(LABELS.values()) == {f"L{number}" for number in range(1, 20)}
    with pytest.raises(ValueError, match="de"):
        explain(problem, "de")
