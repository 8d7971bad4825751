from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from kortisto.declaration.coverage import (
    Binding,
    Bound,
    Coverage,
    Failure,
    Lack,
    Promise,
    cover,
    prefix_of,
    read_bindings,
    read_promises,
)
from kortisto.declaration.loader import load
from kortisto.declaration.model import Declaration
from kortisto.interfaces.cli.notice_coverage import coverage

pytestmark = pytest.mark.integration

ROOT = Path(__file__).resolve().parents[2]
PROMISES = read_promises(ROOT / "docs/promises.csv")
BINDINGS = read_bindings(ROOT / "docs/promise_bindings")
PREFIXES = ["S0", "S1", "S2", "S3", "S4"]


def declarations(*names: str) -> list[Declaration]:
    paths = [ROOT / f"notices/{name}.yaml" for name in names] if names else sorted((ROOT / "notices").glob("*.yaml"))
    found = []
    for path in paths:
        loaded = load(path)
        assert loaded.declaration is not None, (path.name, [(p.code, p.offending) for p in loaded.errors])
        found.append(loaded.declaration)
    return found


def ivt() -> Declaration:
    return declarations("ivt")[0]


def of_ivt(
    promises: Iterable[Promise] = PROMISES, bindings: Iterable[Bound] = BINDINGS, declaration: Declaration | None = None
) -> Coverage:
    """The coverage of one register whose promises are all carried, for the tests to break."""
    return cover(
        [one for one in promises if one.prefix == "S2"],
        [one for one in bindings if prefix_of(one.id) == "S2"],
        [declaration or ivt()],
    )


def lacks(whole: Coverage) -> set[tuple[Lack, str]]:
    return {(failure.lack, failure.where) for failure in whole.failures}


@pytest.mark.parametrize("prefix", PREFIXES)
def test_every_promise_of_a_notice_is_carried(prefix: str) -> None:
    whole = cover(PROMISES, BINDINGS, declarations())
    assert [failure for failure in whole.failures if failure.prefix == prefix] == []
    assert whole.registers.get(prefix)


def test_the_five_notices_and_no_other_are_covered() -> None:
    whole = cover(PROMISES, BINDINGS, declarations())
    assert [counts.prefix for counts in whole.counts()] == PREFIXES
    assert sum(counts.rows for counts in whole.counts()) == len(PROMISES)
    assert all(sum(counts.by_binding.values()) == counts.rows for counts in whole.counts())


def test_a_sound_register_has_no_failures_to_begin_with() -> None:
    assert of_ivt().failures == ()


def test_a_promise_that_nothing_binds_fails() -> None:
    whole = of_ivt(bindings=[one for one in BINDINGS if one.id != "S2-12-01"])
    assert lacks(whole) == {(Lack.UNBOUND, "S2-12-01")}
    [row] = [row for row in whole.rows if row.promise.id == "S2-12-01"]
    assert row.binding is None
    assert "retention.customer_data" in row.nodes


def test_a_binding_that_no_statement_carries_fails() -> None:
    added = Promise("S2-99-01", "99 Added", "A new promise.", "A rule.")
    whole = of_ivt([*PROMISES, added], [*BINDINGS, Bound("S2-99-01", "enforced", "something", "S2.csv")])
    assert whole.failures == (Failure(Lack.NO_NODE, "S2-99-01", "S2", "A new promise."),)


def test_a_statement_that_names_a_promise_that_does_not_exist_fails() -> None:
    declaration = ivt()
    role = replace(declaration.roles["sales"], promises=("S2-16-01", "S2-88-01"))
    whole = of_ivt(declaration=replace(declaration, roles={**declaration.roles, "sales": role}))
    assert lacks(whole) == {(Lack.NO_SUCH_PROMISE, "ivt: roles.sales")}
    assert "S2-88-01" in whole.failures[0].detail


def test_a_binding_of_a_promise_that_does_not_exist_fails() -> None:
    whole = of_ivt(bindings=[*BINDINGS, Bound("S2-88-01", "stated", "no reason", "S2.csv")])
    assert lacks(whole) == {(Lack.NO_SUCH_PROMISE, "S2.csv: S2-88-01")}


def test_a_template_that_names_a_row_of_one_instance_only_is_told_of_it() -> None:
    promises = [one for one in PROMISES if one.prefix in {"S2", "S3"} and one.id != "S2-18-01"]
    bindings = [one for one in BINDINGS if prefix_of(one.id) in {"S2", "S3"} and one.id != "S2-18-01"]
    whole = cover(promises, bindings, declarations("asiakasrekisteri", "ivt"))
    assert lacks(whole) == {(Lack.NO_SUCH_PROMISE, "ivt: automation")}
    told = whole.failures[0].detail
    assert "S2-18-01 (asiakasrekisteri.yaml)" in told
    assert "S3-18-01" in told


def test_a_statement_without_promise_or_reason_fails() -> None:
    declaration = ivt()
    role = replace(declaration.roles["legal"], ours=None)
    whole = of_ivt(declaration=replace(declaration, roles={**declaration.roles, "legal": role}))
    assert lacks(whole) == {(Lack.UNACCOUNTED, "ivt: roles.legal")}


def test_what_stands_inside_a_statement_is_accounted_for_with_it() -> None:
    declaration = ivt()
    ban = declaration.bans["no_disclosure"]
    bare = tuple(replace(one, promises=(), ours=None) for one in ban.unless)
    inside = replace(declaration, bans={**declaration.bans, "no_disclosure": replace(ban, unless=bare)})
    assert of_ivt(declaration=inside).failures == ()
    alone = replace(declaration, bans={**declaration.bans, "no_disclosure": replace(ban, unless=bare, promises=())})
    assert (Lack.UNACCOUNTED, "ivt: bans.no_disclosure.unless.billing") in lacks(of_ivt(declaration=alone))


def test_a_binding_of_an_unknown_word_fails() -> None:
    bindings = [replace(one, binding="done") if one.id == "S2-12-01" else one for one in BINDINGS]
    whole = of_ivt(bindings=bindings)
    assert whole.failures == (Failure(Lack.UNKNOWN_WORD, "S2.csv: S2-12-01", "S2", "done"),)


def test_a_binding_without_a_reason_fails() -> None:
    bindings = [replace(one, by="") if one.id == "S2-12-01" else one for one in BINDINGS]
    assert lacks(of_ivt(bindings=bindings)) == {(Lack.WITHOUT_REASON, "S2.csv: S2-12-01")}


def test_the_same_number_twice_fails() -> None:
    [one] = [one for one in BINDINGS if one.id == "S2-12-01"]
    assert lacks(of_ivt(bindings=[*BINDINGS, one])) == {(Lack.TWICE, "S2.csv: S2-12-01")}
    [promise] = [one for one in PROMISES if one.id == "S2-12-01"]
    assert lacks(of_ivt([*PROMISES, promise])) == {(Lack.TWICE, "S2-12-01")}


def test_counts_tell_bindings_and_failures_of_each_notice() -> None:
    [counts] = of_ivt(bindings=[one for one in BINDINGS if one.id != "S2-12-01"]).counts()
    assert (counts.prefix, counts.registers, counts.rows, counts.failing) == ("S2", ("ivt",), 93, 1)
    assert sum(counts.by_binding.get(word, 0) for word in Binding) == 92


def test_a_file_without_its_columns_is_refused(tmp_path: Path) -> None:
    (tmp_path / "S2.csv").write_text("id,binding\nS2-01-01,enforced\n", "utf-8")
    with pytest.raises(ValueError, match="by"):
        read_bindings(tmp_path)


# --- the command ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "word", "verdict"),
    [
        ("fi", "pakotettu", "Jokainen lupaus on sidottu"),
        ("sv", "säkrad", "Varje löfte är bundet"),
        ("en", "enforced", "Every promise is bound"),
    ],
)
def test_the_command_prints_a_row_for_each_promise_and_the_counts(language: str, word: str, verdict: str) -> None:
    result = CliRunner().invoke(coverage, ["--lang", language, "--register", "S2"])
    assert result.exit_code == 0, result.output
    rows = [line for line in result.output.splitlines() if line.startswith("S2-")]
    assert len(rows) == 93
    assert word in rows[0]
    assert any(line.split()[:3] == ["S2", "ivt", "93"] for line in result.output.splitlines())
    assert verdict in result.output


def test_the_command_fails_when_a_promise_is_not_carried(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "docs/promise_bindings", tmp_path, dirs_exist_ok=True)
    (tmp_path / "S3.csv").unlink()
    result = CliRunner().invoke(coverage, ["--lang", "en", "--counts", "--bindings", str(tmp_path)])
    assert result.exit_code == 1
    assert "S3-01-01: the promise is bound to nothing" in result.output
    assert "S2-01-01" not in result.output


def test_the_command_fails_when_a_declaration_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in (ROOT / "notices").glob("*.yaml"):
        shutil.copyfile(path, tmp_path / path.name)
    (tmp_path / "broken.yaml").write_text("kortisto: 1\n", "utf-8")
    monkeypatch.setenv("KORTISTO_NOTICES", str(tmp_path))
    assert CliRunner().invoke(coverage, ["--lang", "en", "--counts"]).exit_code == 1


def test_the_command_tells_a_file_that_is_not_there(tmp_path: Path) -> None:
    result = CliRunner().invoke(coverage, ["--lang", "en", "--promises", str(tmp_path / "none.csv")])
    assert result.exit_code == 2
    assert "Cannot read" in result.output


def test_the_command_does_without_django() -> None:
    program = (
        "import sys; from kortisto.interfaces.cli import main\n"
        "try: main(['notice', 'coverage', '--counts'])\n"
        "except SystemExit: print('django' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT / "src")
    assert run.stdout.splitlines()[-1] == "False"
