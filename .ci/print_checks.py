"""Writes docs/checks: a page for each check of the linter, from the check, its words and its pair of test files.

`--check` writes nothing and says which pages are not what the code says.
"""

from __future__ import annotations

import inspect
import re
import sys
from datetime import date
from pathlib import Path

from kortisto.declaration.checks.registry import CHECKS, Registered
from kortisto.declaration.linter import lint
from kortisto.declaration.loader import load
from kortisto.declaration.messages import LABELS, WORDINGS, format_problem, shown_code
from kortisto.declaration.messages.wording import filled

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT / "docs" / "checks"
PAIRS = ROOT / "tests" / "declaration" / "linter"
AT = date(2026, 11, 22)
"""The date of the examination in the examples: a page does not change with the day on which it is printed."""
HEADER = re.compile(r"\Akortisto: 1\ntemplate: base\.yaml\nregister: [^\n]*\n\n")


INTRODUCTION = """\
# Checks of a declaration

What `./kortisto notice check` looks for. An error keeps the declaration from starting, a warning is printed. L1 to L19
are the checks of a regulator's eye; the others see to it that the declaration can be carried out. A check whose
severity is error may give a warning in a doubtful case: its page says so.
"""
OF_READING = """\
## Errors of reading

K1xx: the file cannot be read as YAML of the strict subset. K2xx: it does not speak the language. All errors of a file
are told at once, with file, line and column.
"""


def pages() -> dict[str, str]:
    """Every page by its file name."""
    return {"README.md": index()} | {f"{code}.md": page(CHECKS[code]) for code in sorted(CHECKS)}


def stem(code: str) -> str:
    label = LABELS.get(code)
    return f"l{int(label[1:]):02}" if label else code.lower()


def page(check: Registered) -> str:
    wording = WORDINGS[check.code]
    bad, good = (PAIRS / f"{stem(check.code)}_{kind}.yaml" for kind in ("bad", "good"))
    parts = [
        f"# {shown_code(check.code)}: {wording.title.en}",
        f"Finnish: *{wording.title.fi}*. Swedish: *{wording.title.sv}*. {consequence(check)}",
        "## What it looks for",
        inspect.getdoc(check.look) or "",
    ]
    if wording.why.en:
        parts += ["## What is behind it", plain(wording.why.en)]
    if wording.cases:
        said = [f"- {plain(what.en)} {plain((mend or wording.instead).en)}" for what, mend in wording.cases.values()]
        parts += ["## What it says", "\n".join(said)]
    parts += [
        "## A file that fails",
        fenced(example(bad)),
        "It is told:",
        fenced(told(bad), "text"),
        "## The same, mended",
        fenced(example(good)),
        f"Both are laid over `base.yaml`, in `tests/declaration/linter`: `{bad.name}` and `{good.name}`.",
    ]
    return "\n\n".join(parts) + "\n"


def consequence(check: Registered) -> str:
    if check.severity.value == "error":
        return "An error: the declaration does not start."
    return "A warning: the declaration starts."


def plain(text: str) -> str:
    """A wording with its places shown as words in angle brackets."""
    text = text.replace("{open}", "\0").replace("{close}", "\1")
    text = re.sub(r"\{(?!gdpr:)([a-z_]+)\}", lambda place: f"‹{place[1]}›", text)
    return filled(text, {}, "en").replace("\0", "{").replace("\1", "}")


def example(path: Path) -> str:
    return HEADER.sub("", path.read_text("utf-8")).strip()


def told(path: Path) -> str:
    loaded = load(path)
    if loaded.declaration is None:
        message = f"{path} is no declaration"
        raise ValueError(message)
    found = [format_problem(problem, "en") for problem in lint(loaded.declaration, AT)]
    return re.sub(rf"{re.escape(str(path.parent))}/(\S+?):\d+:\d+: ", r"\1: ", "\n".join(found))


def fenced(text: str, language: str = "yaml") -> str:
    return f"```{language}\n{text}\n```"


def row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def index() -> str:
    checks = [
        row(f"[{code}]({code}.md)", LABELS.get(code, ""), CHECKS[code].severity, titles.en, titles.fi)
        for code, titles in ((code, WORDINGS[code].title) for code in sorted(CHECKS))
    ]
    reading = [
        row(code, wording.title.en, wording.title.fi, plain(wording.instead.en).replace("‹known_names›", "").strip())
        for code, wording in sorted(WORDINGS.items())
        if code not in CHECKS
    ]
    return "\n".join(
        [
            INTRODUCTION,
            "| code | short | severity | what is found | in Finnish |",
            "|---|---|---|---|---|",
            *checks,
            "",
            OF_READING,
            "| code | what is found | in Finnish | what to write instead |",
            "|---|---|---|---|",
            *reading,
            "",
        ]
    )


def main(arguments: list[str]) -> int:
    wanted = pages()
    there = {path.name: path.read_text("utf-8") for path in PAGES.glob("*")} if PAGES.exists() else {}
    if "--check" in arguments:
        wrong = sorted(name for name in wanted.keys() | there.keys() if wanted.get(name) != there.get(name))
        for name in wrong:
            print(f"docs/checks/{name} is not what the code says: run ./kortisto check --fix")
        return int(bool(wrong))
    PAGES.mkdir(parents=True, exist_ok=True)
    for name in there.keys() - wanted.keys():
        (PAGES / name).unlink()
    for name, text in wanted.items():
        (PAGES / name).write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
