"""Every way in which a file can be bad gives an error with a place, and never a traceback."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kortisto.declaration.loader import Loaded, load, loads
from kortisto.declaration.messages import format_problem
from kortisto.declaration.model import LANGUAGES
from kortisto.declaration.problems import Problem

pytestmark = pytest.mark.unit

SAMPLE = Path(__file__).parent / "samples/minimal.yaml"
MINIMAL = SAMPLE.read_text("utf-8")


def told(loaded: Loaded) -> list[tuple[str, int, int, str]]:
    """Code, line, column and offending text of each problem; each is put into words on the way."""
    for problem in loaded.problems:
        for language in LANGUAGES:
            assert problem.code in format_problem(problem, language, MINIMAL.splitlines()[0])
    assert loaded.declaration is None
    return [(p.code, p.position.line, p.position.column, p.offending) for p in loaded.problems]


def changed(old: str, new: str) -> Loaded:
    assert old in MINIMAL
    return loads(MINIMAL.replace(old, new, 1), name="a.yaml")


def place_of(text: str, word: str) -> tuple[int, int]:
    before = text[: text.index(word)]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


@pytest.mark.parametrize(
    ("old", "new", "code", "offending"),
    [
        ("keep: 3 years\n    from: {later", "keep: as long as needed\n    from: {later", "K206", "as long as needed"),
        ("keep: 3 years\n    from: {later", "keep: 3000 years\n    from: {later", "K206", "3000 years"),
        ("keep: 3 years\n    from: {later", "keep: 0 weeks\n    from: {later", "K206", "0 weeks"),
        ("drafted: 2026-11-22", "drafted: 2026-02-30", "K205", "2026-02-30"),
        ("drafted: 2026-11-22", "drafted: 22.11.2026", "K205", "22.11.2026"),
        ("business id: 2077474-0", "business id: 2077474-1", "K203", "2077474-1"),
        ("email: tietosuoja@esimerkki.example", "email: tietosuoja(at)esimerkki", "K203", "tietosuoja(at)esimerkki"),
        ("country: FI", "country: Suomi", "K203", "Suomi"),
        ("basis: legitimate interest", "basis: ligitimate interest", "K209", "ligitimate interest"),
        ("then: delete", "than: delete", "K201", "than"),
        ("receives requests: yes", "receives requests: maybe", "K202", "maybe"),
        ("[sales, main_user]", "[sales, sales]", "K210", "sales"),
        ("purpose: crm", "purpose: crn", "K230", "crn"),
        ("person.name:\n", "person.nmae:\n", "K230", "person.nmae"),
        ("from: item.collected", "from: item.colected", "K230", "item.colected"),
        ("when: customer contact", "when: customer contcat", "K230", "customer contcat"),
        ("crm_contacts:", "CRM contacts:", "K215", "CRM contacts"),
        ("financial year end: 12-31", "financial year end: 31.12.", "K203", "31.12."),
    ],
)
def test_a_bad_value_is_told_with_its_place(old: str, new: str, code: str, offending: str) -> None:
    found = told(changed(old, new))
    line, column = place_of(MINIMAL.replace(old, new, 1), offending)
    if code == "K210":
        column += len("sales, ")
    assert (code, line, column, offending) in found


@pytest.mark.parametrize(
    ("old", "new", "nearest"),
    [
        ("basis: legitimate interest", "basis: ligitimate interest", "legitimate interest"),
        ("then: delete", "than: delete", "then"),
        ("purpose: crm", "purpose: crn", "crm"),
        ("person.name:\n", "person.nmae:\n", "person.name"),
        ("retention:", "retension:", "retention"),
        ("valid from:", "valid_from:", "valid from"),
    ],
)
def test_the_nearest_known_word_is_suggested(old: str, new: str, nearest: str) -> None:
    assert nearest in {problem.details.get("nearest") for problem in changed(old, new).problems}


def test_all_errors_are_told_at_once_in_the_order_of_the_file() -> None:
    text = (
        MINIMAL.replace("drafted: 2026-11-22", "drafted: yesterday")
        .replace("basis: legitimate interest", "basis: none")
        .replace("keep: 3 years", "keep: long")
        .replace("kind: technical", "kind: magical")
    )
    found = told(loads(text))
    assert [code for code, *_ in found] == ["K205", "K209", "K206", "K206", "K209"]
    assert [line for _, line, *_ in found] == sorted(line for _, line, *_ in found)


@pytest.mark.parametrize("section", ["parties", "purposes", "bases", "items", "processing", "retention", "rights"])
def test_a_missing_section_is_told(section: str) -> None:
    start = MINIMAL.index(f"\n{section}:") + 1
    end = MINIMAL.index("\n\n", start)
    loaded = loads(MINIMAL[:start] + MINIMAL[end:])
    assert ("K212", section) in {(p.code, p.details.get("key")) for p in loaded.problems}
    told(loaded)


def nested(depth: int) -> str:
    return "kortisto: 1\nregister: " + "{a: " * depth + "1" + "}" * depth + "\n"


BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{here}: &{here} [{', '.join([f'*{before}'] * 9)}]\n" for before, here in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("raw", "code", "line", "column"),
    [
        (b"", "K106", 1, 1),
        (b"\n\n# nothing\n", "K106", 1, 1),
        (b"\xef\xbb\xbf", "K106", 1, 1),
        (b"just text\n", "K106", 1, 1),
        (b"- a\n- b\n", "K106", 1, 1),
        (b"register: [a, b\nparties: x\n", "K104", 2, 8),
        (b"a: 'open\n", "K104", 2, 1),
        (b"\tregister: x\n", "K104", 1, 1),
        (b"register:\n\tid: x\n", "K104", 2, 1),
        (b"a: b: c\n", "K104", 1, 5),
        (b"kortisto: 1\nname: \xe4iti\n", "K103", 2, 7),
        ("kortisto: 1\nname: \u00e4".encode("utf-16"), "K103", 1, 1),
        (b"kortisto: 1\nname: a\x00b\n", "K105", 2, 8),
        (b"kortisto: 1\nname: a\x1bb\n", "K105", 2, 8),
        ("kortisto: 1\nname: a\ud800b\n".encode("utf-8", "surrogatepass"), "K103", 2, 8),
        (b"kortisto: 1\nregister: x\nregister: y\n", "K112", 3, 1),
        (b"kortisto: 1\nregister: !!python/object:os.system x\n", "K110", 2, 11),
        (b"kortisto: 1\nregister: !mine x\n", "K110", 2, 11),
        (b"kortisto: 1\nregister: &a x\nparties: *a\n", "K109", 2, 11),
        (b"kortisto: 1\nparties: *a\n", "K109", 2, 10),
        (b"kortisto: 1\nregister:\n  <<: {a: b}\n", "K109", 3, 3),
        (b"kortisto: 1\n---\nkortisto: 1\n", "K107", 2, 1),
        (b"kortisto: 1\n? [a, b]\n: c\n", "K111", 2, 3),
        (nested(10_000).encode(), "K108", 2, None),
        (nested(150_000).encode(), "K108", 2, None),
        (b"[" * 500_000, "K108", 1, None),
        (b"kortisto: 1\n" + b"a:\n" + b"".join(b" " * i + b"a:\n" for i in range(1, 1_200)), "K108", None, None),
        (BOMB.encode(), "K109", 1, 4),
        (b"kortisto: 2\n", "K218", 1, 11),
        (b"%YAML 9.9\n---\nkortisto: 1\n", "K104", 1, 1),
        (b"@: x\n", "K104", 1, 1),
        (b"kortisto: 1\n" + b"x" * 1_000_001, "K102", 1, 1),
    ],
)  # fmt: skip
def test_a_file_that_is_no_declaration(raw: bytes, code: str, line: int | None, column: int | None) -> None:
    found = [one for one in told(loads(raw, name="a.yaml")) if one[0] == code]
    assert found
    assert line is None or found[0][1] == line
    assert column is None or found[0][2] == column


def test_a_file_of_ten_megabytes_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "big.yaml"
    with path.open("wb") as file:
        file.truncate(10_000_000)
    (problem,) = load(path).problems
    assert problem.code == "K102"
    assert problem.details["size"] == "10000000"


def test_a_file_that_is_not_there_a_folder_and_a_file_one_may_not_read(tmp_path: Path) -> None:
    locked = tmp_path / "locked.yaml"
    locked.write_text(MINIMAL, "utf-8")
    locked.chmod(0)
    paths = [tmp_path / "none.yaml", tmp_path, tmp_path / "a\0b.yaml"]
    if os.geteuid() != 0:  # root reads everything
        paths.append(locked)
    for path in paths:
        assert [code for code, *_ in told(load(path))] == ["K101"]


def test_a_file_that_grows_for_ever_is_not_read() -> None:
    assert next(code for code, *_ in told(load(Path("/dev/zero")))) == "K102"


# --- templates -----------------------------------------------------------------------------------------------------


def written(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    return folder / f"{next(iter(files))}.yaml"


def problems(path: Path) -> list[Problem]:
    loaded = load(path)
    told(loaded)
    return list(loaded.problems)


def test_a_template_that_names_itself_is_told(tmp_path: Path) -> None:
    (found,) = problems(written(tmp_path, a="kortisto: 1\ntemplate: a.yaml\n"))
    assert (found.code, found.position.line, found.details["chain"]) == ("K221", 2, "a.yaml > a.yaml")


def test_templates_that_go_round_in_a_circle_are_told(tmp_path: Path) -> None:
    first = written(tmp_path, a="template: b.yaml\n", b="template: c.yaml\n", c="template: a.yaml\n")
    assert [one.code for one in problems(first)] == ["K221"]


def test_a_long_chain_of_templates_is_followed_or_told(tmp_path: Path) -> None:
    files = {f"t{number}": f"kortisto: 1\ntemplate: t{number + 1}.yaml\n" for number in range(400)}
    files["t400"] = "kortisto: 1\n"
    assert problems(written(tmp_path, **files))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("template: ../b.yaml\n", "K220"),
        ("template: /etc/passwd\n", "K220"),
        ("template: [b.yaml]\n", "K220"),
        ("template:\n", "K220"),
        ("template: none.yaml\n", "K222"),
        ('template: "a\\0b.yaml"\n', "K220"),
        ("template: ..\n", "K220"),
        ("template: b.yaml\nwith: [x]\n", "K211"),
        ("template: b.yaml\nwith: {nmae: x}\n", "K223"),
    ],
)
def test_a_template_that_cannot_be_used_is_told(tmp_path: Path, text: str, code: str) -> None:
    template = "kortisto: 1\nparameters:\n  name: {kind: text, ask: {fi: nimi, sv: namn, en: name}}\n"
    path = written(tmp_path, a=f"kortisto: 1\n{text}", b=template)
    assert code in {one.code for one in problems(path)}


def test_an_error_in_a_template_is_told_with_the_place_in_the_template(tmp_path: Path) -> None:
    path = written(tmp_path, a="kortisto: 1\ntemplate: b.yaml\n", b=MINIMAL.replace("then: delete", "then: delet"))
    (found,) = [one for one in problems(path) if one.code == "K209"]
    assert Path(found.position.file).name == "b.yaml"
    assert found.offending == "delet"


def test_an_open_place_without_a_parameter_is_told(tmp_path: Path) -> None:
    text = MINIMAL.replace("Esimerkki Oy", "${compny}") + "\nparameters:\n  company: {kind: text, default: Oy}\n"
    (found,) = [one for one in problems(written(tmp_path, a=text)) if one.code == "K225"]
    assert (found.offending, found.details["nearest"]) == ("${compny}", "company")
