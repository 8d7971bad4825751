"""Who may do what in the program: two files in plain words."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from kortisto.register.access import queries, rules
from kortisto.register.access.rulebook import RulebookError, rulebook
from kortisto.register.audit.enums import ActorKind, Door
from kortisto.register.audit.values import Actor
from tests.register.conftest import ALICE, BOB, CHARLIE, NOW

pytestmark = pytest.mark.unit

FILES = Path(__file__).resolve().parents[3] / "notices" / "access"
NAMED_BY_OTHER_PARTS = {
    "accounts.manage", "log.read", "log.verify", "export", "import", "import.undo", "merge", "duplicates.scan",
    "views.share", "tags.manage", "settings.read", "tokens.manage", "retention.sweep", "files.add",
}  # fmt: skip


def test_the_files_know_the_permissions_that_pages_ask_for() -> None:
    assert set(rulebook().permissions) >= NAMED_BY_OTHER_PARTS


def test_each_role_may_what_its_line_says() -> None:
    assert rules.may(ALICE, "accounts.manage")
    assert not rules.may(BOB, "accounts.manage")
    assert rules.may(BOB, "merge")
    assert rules.permissions_of(CHARLIE) == frozenset()


def test_an_auditor_only_reads() -> None:
    assert set(rulebook().roles["auditor"].may) == {"log.read", "log.verify", "settings.read", "certificates.read"}


def test_the_log_is_not_read_by_those_whom_it_watches() -> None:
    readers = {role for role, note in rulebook().roles.items() if "log.read" in note.may}
    assert readers == {"dpo", "auditor"}


@pytest.mark.parametrize("kind", [ActorKind.COMMAND, ActorKind.JOB])
def test_the_operator_may_everything(kind: ActorKind) -> None:
    assert rules.may(Actor(kind=kind), "import")


def test_nobody_in_particular_may_nothing() -> None:
    assert not rules.may(Actor(kind=ActorKind.ANONYMOUS), "import")


def test_what_came_with_the_actor_counts_instead_of_its_role() -> None:
    narrow = Actor(kind=ActorKind.USER, id=ALICE.id, role="main_user", permissions=frozenset({"export"}))

    assert rules.may(narrow, "export")
    assert not rules.may(narrow, "accounts.manage")


def test_a_word_that_is_no_permission_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        rules.may(ALICE, "fly")


def test_a_missing_permission_is_answered_like_a_missing_page() -> None:
    with pytest.raises(rules.NotPermittedError) as raised:
        rules.require(by=BOB, permission="accounts.manage", at=NOW, channel=Door.WEB)

    assert (raised.value.by, raised.value.permission) == (BOB, "accounts.manage")


AUDITOR = "may: [log.read, log.verify, settings.read, certificates.read]"


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (
            ("roles.yaml", "may: [log.read, log.verify, settings.read, certificates.read]", "may: [log.reed]"),
            "log.reed is no permission",
        ),
        (
            ("roles.yaml", "may: [log.read, log.verify, settings.read, certificates.read]", "may: [accounts.manage]"),
            "reserved to main_user",
        ),
        (("roles.yaml", "may: [log.read, log.verify, settings.read, certificates.read]", "may: log.read"), "a list"),
        (("roles.yaml", "longest minutes: 120", "longest minutes: long"), "whole number"),
        (("roles.yaml", "roles:\n  #", "rolls:\n  #"), "keys and values"),
        (("permissions.yaml", "en: export data to a file", 'en: ""'), "missing in en"),
        (("permissions.yaml", "export:", "export: *x"), "cannot be read"),
    ],
)
def test_a_mistake_in_a_file_is_refused_with_its_place(
    tmp_path: Path, settings: Settings, change: tuple[str, str, str], error: str
) -> None:
    file, old, new = change
    for name in ("roles.yaml", "permissions.yaml"):
        text = (FILES / name).read_text("utf-8")
        if name == file:
            assert old in text
            text = text.replace(old, new, 1)
        (tmp_path / name).write_text(text, "utf-8")
    settings.KORTISTO_ACCESS = str(tmp_path)

    with pytest.raises(RulebookError, match=error):
        rulebook()


def test_roles_are_described_with_their_purposes() -> None:
    described = {role.id: role for role in queries.roles()}

    assert [purpose.id for purpose in described["sales"].purposes] == ["crm", "mailing"]
    assert described["warehouse"].purposes == ()
    assert described["warehouse"].permissions == ()
    assert described["main_user"].grants_access
    assert described["sales"].can_be_borrowed
    assert not described["main_user"].can_be_borrowed
