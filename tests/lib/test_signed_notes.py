"""Keys, checkpoints and their signatures."""

from __future__ import annotations

from pathlib import Path

import pytest

from kortisto.lib.signed_notes import Checkpoint, NoteError, Signer, checkpoint_of, signer_in, verifier_of

pytestmark = pytest.mark.unit

ROOT = bytes(range(32))


@pytest.fixture
def signer() -> Signer:
    return Signer(bytes(32))


def test_a_checkpoint_is_three_lines_and_a_signature(signer: Signer) -> None:
    lines = signer.sign(12, ROOT).split("\n")

    assert lines[0] == signer.verifier.name
    assert lines[1:4] == ["12", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", ""]
    assert lines[4].startswith(f"— {signer.verifier.name} ")
    assert lines[5:] == [""]


def test_what_was_signed_is_opened(signer: Signer) -> None:
    assert signer.verifier.open(signer.sign(12, ROOT)) == Checkpoint(signer.verifier.name, 12, ROOT)


def test_any_change_of_the_text_is_seen(signer: Signer) -> None:
    note = signer.sign(12, ROOT)

    for before, after in (("\n12\n", "\n13\n"), ("AAEC", "AAED"), ("kortisto/audit", "kortisto/other"), ("— ", "- ")):
        with pytest.raises(NoteError):
            signer.verifier.open(note.replace(before, after, 1))


def test_another_key_is_refused(signer: Signer) -> None:
    with pytest.raises(NoteError, match="no valid signature"):
        signer.verifier.open(Signer(bytes([1] * 32)).sign(12, ROOT))


def test_further_signatures_do_not_disturb(signer: Signer) -> None:
    note = signer.sign(12, ROOT) + "— witness.example AAAA\n"

    assert signer.verifier.open(note).size == 12


@pytest.mark.parametrize(
    "text",
    ["", "a\n1\n", "a\n01\nAAAA\n", "a\nten\nAAAA\n", "a\n-1\nAAAA\n", "a\n1\nAAAA\n", "\n1\nAAAA\n", "a\n²\nAA\n"],
)
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(NoteError):
        checkpoint_of(text)


def test_a_key_reads_back_as_it_is_written(signer: Signer) -> None:
    assert verifier_of(str(signer.verifier)) == signer.verifier


@pytest.mark.parametrize(
    "written", ["", "a+b", "a+00000000+AAAA", "name+00000000+AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"]
)
def test_what_is_no_key_is_refused(written: str) -> None:
    with pytest.raises(NoteError):
        verifier_of(written)


def test_a_key_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    file = tmp_path / "audit" / "signing-key"
    first = signer_in(file)

    assert signer_in(file).verifier == first.verifier
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_file_without_a_key_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "signing-key"
    file.write_text("no key", encoding="ascii")

    with pytest.raises(NoteError, match="holds no key"):
        signer_in(file)
