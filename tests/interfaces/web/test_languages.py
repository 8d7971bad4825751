"""Every text of the pages is Finnish, Swedish and English, and no translation waits for a text that has gone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from kortisto.interfaces.cli import messages
from kortisto.lib.catalogues import compile_stale

pytestmark = pytest.mark.unit

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
CASES = [
    pytest.param(package, language, id=f"{package.name}-{language}")
    for package in messages.packages()
    for language in messages.LANGUAGES
]


@pytest.mark.parametrize(("package", "language"), CASES)
def test_the_catalogue_is_complete_and_holds_nothing_else(package: Path, language: str) -> None:
    assert messages.untranslated(messages.updated(package, language)) == []
    assert messages.unused(package, language) == []


def filled_in(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


@pytest.mark.parametrize(("package", "language"), CASES)
def test_a_translation_fills_in_the_same_things(package: Path, language: str) -> None:
    for one in messages.stored(package, language):
        texts = one.string if isinstance(one.string, tuple) else (one.string,)
        ids = one.id if isinstance(one.id, (tuple, list)) else (one.id,)
        for text, allowed in zip(texts, (ids, ids[-1:]), strict=False):  # "One thing was left" may name no number
            assert filled_in(str(text)) in [filled_in(whole) for whole in allowed], one.id


def test_every_text_stands_in_a_package_with_a_catalogue() -> None:
    packages = messages.packages()
    without = [
        path.relative_to(messages.SOURCE).as_posix()
        for path in messages.SOURCE.rglob("*")
        if path.suffix in {".py", ".html"}
        and re.search(
            r"gettext\w*\(|django.utils.translation import .*gettext|{% (?:block)?translate", path.read_text("utf-8")
        )
        and not any(package in path.parents for package in packages)
        and path.name != "messages.py"
    ]

    assert without == []


def test_the_pages_have_catalogues() -> None:
    assert {"web", "parties"} <= {package.name for package in messages.packages()}


def test_a_missing_translation_is_found(tmp_path: Path) -> None:
    package = tmp_path / "shop"
    (package / "templates").mkdir(parents=True)
    (package / "templates" / "a.html").write_text(
        '{% load i18n %}\n   <p>{% translate "Bread" %}</p>\n {% blocktranslate count n=n %}{{ n }} loaf{% plural %}'
        "{{ n }} loaves{% endblocktranslate %}",
        "utf-8",
    )
    (package / "b.py").write_text('from x import pgettext\nname = pgettext("food", "Butter")\n', "utf-8")
    catalogue = messages.updated(package, "fi")
    assert sorted(messages.untranslated(catalogue)) == ["%(n)s loaf", "Bread", "Butter"]

    for one in catalogue:
        if one.id:
            one.string = ("a", "b") if isinstance(one.id, tuple) else "a"
    messages.save(package, "fi", catalogue)
    assert messages.untranslated(messages.updated(package, "fi")) == []
    (package / "b.py").unlink()
    assert messages.unused(package, "fi") == ["Butter"]


def test_a_catalogue_is_compiled_when_its_source_is_newer(tmp_path: Path) -> None:
    source = tmp_path / "fi" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "a"\nmsgstr "ä"\n', "utf-8"
    )
    with source.open("rb") as lines:
        assert read_po(lines).get("a") is not None

    assert compile_stale(tmp_path) == [source.with_suffix(".mo")]
    assert compile_stale(tmp_path) == []
    assert [path.suffix for path in sorted(source.parent.iterdir())] == [".mo", ".po"]
