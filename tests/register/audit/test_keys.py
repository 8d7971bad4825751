"""The key of the log is changed: what was signed stays valid, and the old key signs nothing more."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import transaction
from pytest_django import Settings

from kortisto.lib.key_chains import keys_of, link, links_in
from kortisto.lib.signed_notes import NoteError, Signer
from kortisto.register.audit import sealing
from kortisto.register.audit.enums import ActorKind, Door
from kortisto.register.audit.models import AuditEvent
from kortisto.register.audit.range_check import FindingKind
from kortisto.register.audit.values import Actor
from kortisto.register.audit.verifying import verify
from tests.register.audit.conftest import Attack, Log
from tests.register.conftest import NOW

pytestmark = [pytest.mark.integration]
OPERATOR = Actor(kind=ActorKind.COMMAND)


@pytest.fixture
def changed(log: Log) -> tuple[Log, Log]:
    """The log under its first key with three lines, and under its second with that and two more."""
    log.seal(3)
    new = sealing.change_key(by=OPERATOR, at=NOW, channel=Door.CLI, witnesses=[log.witness])
    later = Log(new, log.witness)
    later.seal(2)
    return log, later


def test_everything_that_was_signed_stays_valid(changed: tuple[Log, Log]) -> None:
    first, second = changed
    for trusted in (first, second):
        report = verify(at=NOW, verifier=trusted.signer.verifier, witnesses=[first.witness])
        assert report.findings == ()
        assert (report.size, report.witnessed) == (6, {str(first.witness.file): 6})
    assert sealing.signer().verifier == second.signer.verifier != first.signer.verifier
    assert [line.action for line in AuditEvent.objects.filter(actor_kind="command")] == ["audit.new_key"]
    assert first.witness.key() == first.signer.verifier


def test_the_old_key_signs_nothing_more(changed: tuple[Log, Log]) -> None:
    first, second = changed
    first.write()

    assert sealing.seal(at=NOW, signer=first.signer, witnesses=[first.witness]) is None
    assert second.seal() == 1


def test_whoever_has_the_old_key_cannot_go_on_with_it(changed: tuple[Log, Log], attack: Attack) -> None:
    first, second = changed
    tree = sealing.tree_of(6)
    forged = first.signer.sign(6, tree.root())
    attack(f"update audit_checkpoint set note = convert_from('\\x{forged.encode().hex()}', 'utf8')")  # noqa: S608

    findings = verify(at=NOW, verifier=second.signer.verifier).findings
    assert [one.kind for one in findings] == [FindingKind.SIGNATURE]


def test_a_key_that_nobody_handed_over_to_is_found(changed: tuple[Log, Log], settings: Settings) -> None:
    first, second = changed
    file = Path(settings.AUDIT_FOLDER) / sealing.LINKS
    whole = file.read_text(encoding="utf-8")
    stranger = Signer(bytes(32))
    for other in (
        "",
        whole.replace(str(second.signer.verifier), str(stranger.verifier)),
        link(stranger, first.signer, 2),
    ):
        file.write_text(other, encoding="utf-8")
        kinds = {one.kind for one in verify(at=NOW, verifier=first.signer.verifier, witnesses=[first.witness]).findings}
        assert FindingKind.SIGNATURE in kinds


def test_a_witness_that_was_away_learns_of_two_changes_later(log: Log) -> None:
    log.seal(2)
    for _ in range(2):
        sealing.change_key(by=OPERATOR, at=NOW, channel=Door.CLI)
    assert (last := log.witness.last())
    assert last.size == 2

    assert sealing.tell(signer=sealing.signer(), witnesses=[log.witness]) == ()
    assert verify(at=NOW, verifier=log.signer.verifier, witnesses=[log.witness]).findings == ()
    assert len(log.witness.links()) == 2


def test_a_change_that_was_cut_off_is_completed(log: Log, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    log.seal(1)
    with monkeypatch.context() as broken:
        broken.setattr(Path, "replace", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            sealing.change_key(by=OPERATOR, at=NOW, channel=Door.CLI, witnesses=[log.witness])
    new = sealing.signer()
    assert new.verifier != log.signer.verifier
    assert Log(new, log.witness).seal(2) == 2

    assert len(sealing.links()) == 1
    assert verify(at=NOW, verifier=new.verifier, witnesses=[log.witness]).findings == ()


def test_a_chain_is_signed_by_both_at_each_link() -> None:
    one, two, three = (Signer(bytes([number]) * 32) for number in range(3))
    links = links_in(link(one, two, 5) + "in between\n" + link(two, three, 9))

    assert keys_of(two.verifier, links).chain == (one.verifier, two.verifier, three.verifier)
    with pytest.raises(NoteError):
        keys_of(one.verifier, links[1:])
    with pytest.raises(NoteError):
        keys_of(one.verifier, links[::-1])
    with pytest.raises(NoteError):
        links_in(link(one, two, 5).replace("\n5\n", "\n6\n"))
