"""`./kortisto notice ...` as somebody types it: what is printed, the exit code, and never a traceback."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from kortisto.declaration.vocabulary import dpv
from kortisto.interfaces.cli import cli

pytestmark = pytest.mark.integration

ROOT = Path(__file__).resolve().parents[3]
MINIMAL = (ROOT / "tests" / "declaration" / "samples" / "minimal.yaml").read_text("utf-8")
NOTICES = sorted((ROOT / "notices").glob("*.yaml"))


@pytest.fixture(autouse=True)
def a_terminal_in_no_language(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("KORTISTO_LANGUAGE", "KORTISTO_NOTICES", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def minimal(tmp_path: Path) -> Path:
    return written(tmp_path / "minimal.yaml", MINIMAL)


def written(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


def run(*arguments: object, **extra: Any) -> Result:
    done = CliRunner().invoke(cli, ["notice", *map(str, arguments)], **extra)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


# --- check ---------------------------------------------------------------------------------------------------------


def test_the_shipped_notices_are_sound() -> None:
    done = subprocess.run(
        [ROOT / "kortisto", "notice", "check", *NOTICES],
        env={**os.environ, "LANG": "fi_FI.UTF-8", "LC_ALL": ""}, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert len(NOTICES) == 5
    assert done.stdout.count("kunnossa") == 5


TWO_ERRORS = MINIMAL.replace("keep: 3 years\n", "keep: 3 yaers\n").replace("kind: database", "kind: databse")


@pytest.mark.parametrize(
    ("lang", "words"), [("en", ("error", "2 errors")), ("fi", ("virhe", "2 virhettä")), ("sv", ("fel", "2 fel"))]
)
def test_every_error_is_shown_with_its_line_and_a_caret(tmp_path: Path, lang: str, words: tuple[str, str]) -> None:
    path = written(tmp_path / "a.yaml", TWO_ERRORS)
    done = run("check", path, "--lang", lang)
    assert done.exit_code == 1
    lines = done.stderr.splitlines()
    for wrong in ("keep: 3 yaers", "kind: databse"):
        (place,) = (number for number, line in enumerate(lines) if line.partition("|")[2].strip() == wrong)
        assert lines[place - 1].startswith(f"{path}:")
        assert words[0] in lines[place - 1]
        caret = lines[place + 1].index("^")
        assert lines[place][caret:].startswith(wrong.partition(": ")[2])
    assert done.stdout == f"{path}: {words[1]}\n"


def test_one_error_is_one(tmp_path: Path) -> None:
    assert run("check", written(tmp_path / "a.yaml", MINIMAL.replace("keep: 3 years\n", "keep: 3 yaers\n")), "--lang",
               "fi").stdout.endswith(": 1 virhe\n")  # fmt: skip


@pytest.mark.parametrize("content", [b"", b"- a\n- b\n", b"a: [1,\n", b"\xff\xfe\x00", b"\0" * 10, b"a: \x07"])
def test_what_is_no_declaration_exits_2(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(content)
    done = run("check", path)
    assert done.exit_code == 2
    assert str(path) in done.stderr


@pytest.mark.parametrize("name", ["missing.yaml", "folder.yaml"])
@pytest.mark.parametrize(
    "command", ["check", "render", "record", "dpv", "coverage", "diff", "explain", "init"],
)  # fmt: skip
def test_a_file_that_cannot_be_opened_is_told_by_every_command(tmp_path: Path, command: str, name: str) -> None:
    (tmp_path / "folder.yaml").mkdir()
    path = tmp_path / name
    arguments: dict[str, list[object]] = {
        "diff": [path, path],
        "explain": ["person.name", "--register", path],
        "init": ["--template", path, "--name", "a", "--output", tmp_path / "new.yaml"],
    }
    done = run(command, *arguments.get(command, [path]))
    assert done.exit_code in {1, 2}
    assert name in done.stderr
    assert not (tmp_path / "new.yaml").exists()


def test_the_worst_file_decides_the_exit_code(tmp_path: Path, minimal: Path) -> None:
    wrong = written(tmp_path / "a.yaml", TWO_ERRORS)
    assert run("check", minimal).exit_code == 0
    assert run("check", minimal, wrong).exit_code == 1
    done = run("check", wrong, tmp_path / "missing.yaml", minimal)
    assert done.exit_code == 2
    assert done.stdout.count("\n") == 3


def test_strict_makes_warnings_errors(tmp_path: Path) -> None:
    new = tmp_path / "kokeilu.yaml"
    run("init", "--name", "kokeilu", "--output", new, *given(city=""), input="\n" * 20)
    warned, strict = run("check", new, "--lang", "fi"), run("check", new, "--lang", "fi", "--strict")
    assert warned.stdout.endswith("kunnossa, 1 varoitus\n")
    assert (warned.exit_code, strict.exit_code) == (0, 1)


@pytest.mark.parametrize(
    ("variable", "value", "expected"),
    [("LANG", "fi_FI.UTF-8", "kunnossa"), ("LANG", "sv_SE", "inga fel"), ("LC_ALL", "de_DE.UTF-8", "sound"),
     ("KORTISTO_LANGUAGE", "sv", "inga fel"), ("LANG", "C", "sound")],
)  # fmt: skip
def test_the_language_is_the_terminals(
    minimal: Path, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, expected: str
) -> None:
    monkeypatch.setenv(variable, value)
    assert expected in run("check", minimal).stdout


@pytest.mark.parametrize("lang", ["fi", "sv", "en"])
def test_an_unknown_name_lists_the_known_ones(lang: str) -> None:
    done = run("check", "nobody", "--lang", lang)
    assert done.exit_code == 2
    assert "asiakasrekisteri, futursoft, ivt, vastuugroup, vtt" in done.stderr


# --- render, record, dpv -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "format_", "begins"),
    [("render", "html", b"<!doctype html>"), ("render", "md", b"# "), ("render", "pdf", b"%PDF-"),
     ("record", "html", b"<!doctype html>"), ("record", "xlsx", b"PK"), ("record", "pdf", b"%PDF-")],
)  # fmt: skip
def test_what_is_printed_goes_to_a_file_or_to_the_output(
    minimal: Path, tmp_path: Path, command: str, format_: str, begins: bytes
) -> None:
    output = tmp_path / "out"
    done = run(command, minimal, "--format", format_, "--output", output)
    assert (done.exit_code, done.stdout) == (0, "")
    assert output.read_bytes().lower().startswith(begins.lower())
    assert f"{output.stat().st_size:,} bytes" in done.stderr
    assert run(command, minimal, "--format", format_).stdout_bytes.lower().startswith(begins.lower())


def test_binary_is_not_poured_into_a_terminal(minimal: Path) -> None:
    import pty  # noqa: PLC0415 (not on every system)

    ours, theirs = pty.openpty()
    try:
        done = subprocess.run(
            [ROOT / "kortisto", "notice", "record", minimal, "--format", "xlsx", "--lang", "en"],
            stdout=theirs, stderr=subprocess.PIPE, encoding="utf-8", check=False,
            env={**os.environ, "KORTISTO_LANGUAGE": "fi"},
        )  # fmt: skip
    finally:
        os.close(theirs)
        os.close(ours)
    assert done.returncode == 2
    assert "--output TIEDOSTO" in done.stderr


@pytest.mark.parametrize("command", ["render", "record", "dpv"])
def test_a_file_that_cannot_be_written_is_told(minimal: Path, tmp_path: Path, command: str) -> None:
    done = run(command, minimal, "--output", tmp_path / "nowhere" / "out")
    assert done.exit_code == 1
    assert "cannot be written" in done.stderr
    assert "--output" in done.stderr


def test_a_notice_that_lacks_what_the_law_demands_is_not_printed(tmp_path: Path) -> None:
    text = MINIMAL.replace("sources:\n", "sources: none\nunused:\n")
    done = run("render", written(tmp_path / "a.yaml", text))
    assert done.exit_code in {1, 2}


@pytest.mark.parametrize("path", NOTICES, ids=lambda path: path.stem)
def test_the_dpv_export_is_a_graph_of_known_terms(path: Path) -> None:
    done = run("dpv", path.stem)
    document = json.loads(done.stdout)
    assert set(document) == {"@context", "@graph"}
    assert document["@context"] == {**dpv.NAMESPACES, "@version": 1.1}
    nodes = {node["@id"]: node for node in document["@graph"]}
    assert len(nodes) == len(document["@graph"])
    for node in nodes.values():
        types = node["@type"] if isinstance(node["@type"], list) else [node["@type"]]
        for term in types:
            prefix, colon, name = term.partition(":")
            assert colon, term
            assert prefix in dpv.NAMESPACES, term
            assert name[:1].isupper(), term
            assert name.replace("-", "").isalnum(), term
    urn = f"urn:kortisto:{path.stem}:"
    assert all(id_.startswith(urn) for id_ in nodes)
    for node in nodes.values():
        assert {id_ for id_ in references(node) if id_.startswith("urn:")} <= nodes.keys()


def references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inside in value.items():
            if key == "@id":
                yield inside
            else:
                yield from references(inside)
    elif isinstance(value, list):
        for inside in value:
            yield from references(inside)


# --- diff ----------------------------------------------------------------------------------------------------------

NEW_VERSION = MINIMAL.replace('version: "1.0"', 'version: "1.1"')


def test_the_same_says_so_and_exits_0(minimal: Path) -> None:
    done = run("diff", minimal, minimal)
    assert (done.exit_code, done.stdout.splitlines()[1]) == (0, "The declarations say the same.")


def test_a_shorter_period_says_what_falls_due_at_once(minimal: Path, tmp_path: Path) -> None:
    new = written(tmp_path / "b.yaml", NEW_VERSION.replace("3 years", "2 years"))
    done = run("diff", minimal, new)
    assert done.exit_code == 1
    assert "\nShorter:\n" in done.stdout
    assert "falls due at once on 1.12.2026: data whose period began before 1.12.2024" in done.stdout
    assert "Nobody needs to be told individually." in done.stdout


def test_a_shorter_fallback_alone_is_told_apart(minimal: Path, tmp_path: Path) -> None:
    new = written(tmp_path / "b.yaml", NEW_VERSION.replace("{keep: 3 years", "{keep: 1 year"))
    done = run("diff", minimal, new, "--lang", "fi")
    assert "\nLyhenee:\n" in done.stdout
    assert "jos päivä ei ole tiedossa: 1 vuosi tiedon keruusta" in done.stdout
    assert "erääntyy heti" not in done.stdout


def test_a_longer_period_says_for_whom_and_who_must_be_told(minimal: Path, tmp_path: Path) -> None:
    new = written(tmp_path / "b.yaml", NEW_VERSION.replace("3 years", "5 years"))
    done = run("diff", minimal, new, "--lang", "sv")
    assert "Blir längre" in done.stdout
    assert done.stdout.rstrip().splitlines()[-2].startswith("Ska informeras personligen")
    assert done.stdout.rstrip().splitlines()[-1] == "  Kundernas kontaktpersoner"


def test_a_purpose_that_goes_ends_its_use(tmp_path: Path) -> None:
    sample = (ROOT / "tests" / "register" / "samples" / "register.yaml").read_text("utf-8")
    without = sample.replace(sample[sample.index("  mailing:\n") : sample.index("\nbases:")], "")
    without = without.replace(sample[sample.index("  name_list:\n") : sample.index("\nsources:")], "")
    without = without.replace("[crm, mailing]", "crm")
    done = run("diff", written(tmp_path / "a.yaml", sample), written(tmp_path / "b.yaml", without))
    assert done.exit_code == 1, done.output
    assert "purposes: removed: mailing" in done.stdout
    assert "its use ends on 1.12.2026" in done.stdout
    assert "Sending bulletins" in done.stdout


# --- explain -------------------------------------------------------------------------------------------------------


def test_an_item_that_is_held_is_explained(minimal: Path) -> None:
    done = run("explain", "person.contact.email", "--register", minimal, "--lang", "fi")
    assert done.exit_code == 0
    for word in ("oikeutettu etu", "Asiakkaiden yhteyshenkilöt", "Henkilö itse", "3 vuotta", "[retention.contacts]"):
        assert word in done.stdout, word


def test_groups_are_named_also_where_they_are_many() -> None:
    """In the notice many groups are named by their numbers in it, which nobody sees here."""
    done = run("explain", "call.recording", "--register", "vastuugroup", "--lang", "fi")
    (line,) = (line for line in done.stdout.splitlines() if "Kenestä:" in line)
    assert not any(letter.isdigit() for letter in line)
    assert ";" in line


def test_an_item_that_is_not_held_is_said_not_to_be(minimal: Path) -> None:
    done = run("explain", "call.recording", "--register", minimal)
    assert done.exit_code == 0
    assert "the register does not hold this" in done.stdout


def test_a_misspelt_item_is_answered_with_the_nearest() -> None:
    done = run("explain", "person.contact.emial", "--lang", "fi")
    assert done.exit_code == 2
    assert "Tarkoititko: person.contact.email?" in done.stderr


def test_every_shipped_register_answers_unless_one_is_named() -> None:
    done = run("explain", "person.name", "--lang", "fi")
    assert done.exit_code == 0
    assert done.stdout.count("\n\n") == 5


# --- init ----------------------------------------------------------------------------------------------------------

ANSWERS = {
    "controller_name": "Esimerkki Oy", "street": "Esimerkkikatu 1", "postal_code": "00100", "city": "Helsinki",
    "business_id": "2077474-0", "controller_email": "tietosuoja@esimerkki.example",
    "controller_phone": "+358 9 1234567", "contact_street": "Esimerkkikatu 1",
    "contact_postal_code": "00100", "contact_city": "Helsinki",
    "contact_email": "tietosuoja@esimerkki.example", "contact_phone": "+358 9 1234567",
    "service_email": "asiakaspalvelu@esimerkki.example", "service_phone": "+358 9 1234567",
}  # fmt: skip


def given(**changed: str) -> list[str]:
    return [part for name, value in {**ANSWERS, **changed}.items() for part in ("--set", f"{name}={value}")]


def test_with_all_answers_the_new_declaration_passes_and_prints(tmp_path: Path) -> None:
    new = tmp_path / "kokeilu.yaml"
    done = run("init", "--name", "kokeilu", "--output", new, *given(), input="\n" * 20)
    assert done.exit_code == 0, done.output
    checked = run("check", new)
    assert checked.exit_code == 0, checked.output
    printed = run("render", new, "--format", "md", "--lang", "sv")
    assert "Esimerkki Oy" in printed.stdout
    assert "Kundregister" in printed.stdout  # the default, which was only accepted, stays in three languages


def test_without_answers_it_loads_with_visible_blanks(tmp_path: Path) -> None:
    new = tmp_path / "kokeilu.yaml"
    done = run("init", "--name", "kokeilu", "--output", new, "--lang", "fi", input="\n" * 40)
    assert done.exit_code == 0, done.output
    assert "[Asiakasrekisteri]:" in done.stdout
    assert "controller_name" in done.stderr
    assert run("check", new).exit_code in {0, 1}


def test_a_bad_answer_is_told_and_asked_again(tmp_path: Path) -> None:
    new = tmp_path / "kokeilu.yaml"
    answers = given()
    place = answers.index("controller_email=tietosuoja@esimerkki.example")
    del answers[place - 1 : place + 1]
    done = run(
        "init", "--name", "kokeilu", "--output", new, *answers, input="\nei ole\noikea@esimerkki.example\n" + "\n" * 9
    )
    assert done.exit_code == 0, done.output
    assert "ei ole" in done.stderr
    assert "oikea@esimerkki.example" in new.read_text("utf-8")


@pytest.mark.parametrize(
    "wrong", ["controller_email=nobody", "business_id=1", "retention_period=long", "shoe=42", "shoe"]
)
def test_a_bad_answer_on_the_command_line_stops(tmp_path: Path, wrong: str) -> None:
    new = tmp_path / "kokeilu.yaml"
    done = run("init", "--name", "kokeilu", "--output", new, "--set", wrong, input="\n" * 40)
    assert done.exit_code == 2
    assert wrong.partition("=")[2] in done.stderr
    assert not new.exists()


@pytest.mark.parametrize("name", ["Ääkköset", "1a", "a b", "../a", "a" * 61])
def test_a_bad_name_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("init", "--name", name).exit_code == 2
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_overwritten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    there = written(tmp_path / "kokeilu.yaml", "mine")
    written(tmp_path / "asiakasrekisteri.yaml", "mine too")
    assert run("init", "--name", "kokeilu").exit_code == 2
    run("init", "--name", "toinen", *given(), input="\n" * 20)
    assert there.read_text("utf-8") == "mine"
    assert (tmp_path / "asiakasrekisteri.yaml").read_text("utf-8") == "mine too"


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    done = run("init", "--name", "a", "--output", tmp_path / "no" / "a.yaml", *given(), input="\n" * 20)
    assert done.exit_code == 1
    assert "cannot be written" in done.stderr


def test_an_end_of_input_is_no_traceback(tmp_path: Path) -> None:
    done = run("init", "--name", "a", "--output", tmp_path / "a.yaml", input="")
    assert done.exit_code == 1
    assert not (tmp_path / "a.yaml").exists()
