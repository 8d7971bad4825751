from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kortisto.declaration.linter import CHECKS, lint
from kortisto.declaration.loader import load
from kortisto.declaration.messages import LABELS, WORDINGS, explain, format_problem
from kortisto.declaration.messages.wording import places
from kortisto.declaration.model import LANGUAGES
from kortisto.declaration.problems import Problem

pytestmark = pytest.mark.unit

FOLDER = Path(__file__).parent
TODAY = date(2026, 11, 22)
STEMS = {code: LABELS[code].lower().replace("l", "l0" if len(LABELS[code]) == 2 else "l") for code in LABELS}
PAIRS = {code: STEMS.get(code, code.lower()) for code in sorted(CHECKS)}


def problems_of(path: Path) -> tuple[Problem, ...]:
    loaded = load(path)
    assert loaded.problems == ()
    assert loaded.declaration is not None
    return lint(loaded.declaration, TODAY)


def test_every_check_has_a_pair_and_every_file_a_check() -> None:
    expected = {f"{stem}_{kind}.yaml" for stem in PAIRS.values() for kind in ("bad", "good")}
    assert {path.name for path in FOLDER.glob("*.yaml")} == expected | {"base.yaml"}
    assert set(LABELS) <= set(CHECKS)


@pytest.mark.parametrize("code", PAIRS)
def test_the_bad_file_fails_by_this_check_alone(code: str) -> None:
    problems = problems_of(FOLDER / f"{PAIRS[code]}_bad.yaml")
    assert [problem.code for problem in problems] == [code]
    assert problems[0].severity is CHECKS[code].severity


@pytest.mark.parametrize("code", PAIRS)
def test_the_mended_twin_passes_everything(code: str) -> None:
    assert problems_of(FOLDER / f"{PAIRS[code]}_good.yaml") == ()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", PAIRS)
def test_what_is_found_is_told_in_full(code: str, language: str) -> None:
    for problem in problems_of(FOLDER / f"{PAIRS[code]}_bad.yaml"):
        wording = WORDINGS[code]
        case = problem.details.get("case")
        assert case is None or case in wording.cases
        what, instead = wording.cases[case] if case else (wording.what, None)
        asked = places(what.en) | places((instead or wording.instead).en) | places(wording.why.en)
        assert asked <= {*problem.details, "offending", "postal", "open", "close"}
        message = explain(problem, language)
        assert message.what
        assert message.instead
        assert problem.position.file.startswith(str(FOLDER))
        assert WORDINGS[code].title.in_language(language)
        assert format_problem(problem, language).count("\n") >= 1


def test_the_base_passes_everything() -> None:
    assert problems_of(FOLDER / "base.yaml") == ()
